import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Uploads } from '../server/platform/web/uploads.ts'

/**
 * A PDF of one page that says what it stands for and that it is invented: in Chinese by the characters that every reader
 * of PDF brings along (Adobe-GB1), so that no font lies in it.
 */
function demoPdf(title: string, lines: readonly string[]): Buffer {
  const hex = (text: string) => Buffer.from(text, 'utf16le').swap16().toString('hex')
  const shown = [title, ...lines, '演示材料，内容为虚构。']
    .map((line, at) => `BT /F ${at ? 12 : 20} Tf 72 ${760 - at * 34} Td <${hex(line)}> Tj ET`)
    .join('\n')
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> >>',
    `<< /Length ${shown.length} >>\nstream\n${shown}\nendstream`,
    '<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UCS2-H /DescendantFonts [6 0 R] >>',
    '<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /FontDescriptor 7 0 R >>',
    '<< /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>',
  ]
  return pdfOf(objects)
}

/** A PDF of these objects, the first of which is its catalogue; `more` stands in its trailer. */
export function pdfOf(objects: readonly string[], more = ''): Buffer {
  let body = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R ${more}>>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  )
}

/**
 * Lends a story one file as the pipeline would hand it over; what it keeps, it copies. `lines` say on the page what it is
 * about, so that two of one name differ.
 */
export async function withPaper<T>(
  name: string,
  tell: (uploads: Uploads) => Promise<T>,
  lines: readonly string[] = [],
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rongqiao-story-'))
  try {
    const bytes = demoPdf(name.replace(/\.pdf$/, ''), lines)
    const path = join(folder, 'paper')
    writeFileSync(path, bytes)
    const hash = createHash('sha256').update(bytes).digest('hex')
    return await tell({ files: [{ field: 'file', name, bytes: bytes.length, hash, path }], fault: null })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
