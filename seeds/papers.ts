import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Uploads } from '../server/platform/web/uploads.ts'

/** A PDF of one empty page; its words stand in the title, so that two of them differ. */
function emptyPdf(words: string): Buffer {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>',
    `<< /Title <${Buffer.from(words).toString('hex')}> >>`,
  ]
  let body = '%PDF-1.4\n'
  const places = objects.map((object, at) => {
    const place = body.length
    body += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const table = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  const size = objects.length + 1
  return Buffer.from(
    `${body}xref\n0 ${size}\n0000000000 65535 f \n${table}trailer\n<< /Size ${size} /Root 1 0 R /Info 4 0 R >>\nstartxref\n${body.length}\n%%EOF\n`,
    'latin1',
  )
}

/** Lends a story one file as the pipeline would hand it over; what it keeps, it copies. */
export async function withPaper<T>(name: string, tell: (uploads: Uploads) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'rongqiao-story-'))
  try {
    const bytes = emptyPdf(name)
    const path = join(folder, 'paper')
    writeFileSync(path, bytes)
    const hash = createHash('sha256').update(bytes).digest('hex')
    return await tell({ files: [{ field: 'file', name, bytes: bytes.length, hash, path }], fault: null })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
