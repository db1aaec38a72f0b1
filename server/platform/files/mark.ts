import { inThread, ThreadLost } from '../work/thread.ts'
import type { MarkAnswer, MarkTask } from './mark-pdf.ts'
import { jpegSize, pngSize } from './pictures.ts'
import { type KnownType, mediaTypes } from './recognise.ts'

/** Who reads: once in letters that every program has, once in his own language. */
export type Mark = { readonly plain: string; readonly words: string }

export type Marked = { readonly bytes: Buffer; readonly type: string; readonly ending: string }

const bounds = { seconds: 20, megabytes: 400 }

/**
 * A copy of a paper with who reads it written over it: a PDF page by page, a picture within a drawing. The bytes given are
 * not touched. Null where it cannot be done: a workbook, or a PDF that is locked or unsound.
 */
export async function marked(bytes: Buffer, type: KnownType, mark: Mark): Promise<Marked | null> {
  if (type === 'xlsx') return null
  return type === 'pdf' ? markedPdf(bytes, mark) : markedPicture(bytes, type, mark)
}

async function markedPdf(bytes: Buffer, mark: Mark): Promise<Marked | null> {
  const task: MarkTask = { bytes, ...mark }
  try {
    const answer = await inThread<MarkAnswer>(new URL('./mark-pdf.ts', import.meta.url), task, bounds)
    return answer && { bytes: Buffer.from(answer), type: mediaTypes.pdf, ending: 'pdf' }
  } catch (error) {
    // It took too long or too much: a file that was made to.
    if (error instanceof ThreadLost) return null
    throw error
  }
}

/**
 * The picture as it is, within a drawing that writes over it: no point of it is worked out anew, which would take seconds
 * and spoil what a stamp or a signature shows.
 */
function markedPicture(bytes: Buffer, type: 'png' | 'jpeg', { words }: Mark): Marked | null {
  const found = type === 'png' ? pngSize(bytes) : jpegSize(bytes)
  if (!found) return null
  const { width, height } = found
  const letter = Math.max(8, Math.round(Math.min(width, height) / 26))
  const line = [...words].reduce((sum, sign) => sum + (sign > '\u2e80' ? letter : letter / 1.8), 0)
  const box = `width="${Math.ceil(line + letter * 3)}" height="${letter * 7}"`
  const text = `<text x="0" y="${letter * 2}" font-size="${letter}" font-family="sans-serif" fill="#333" fill-opacity="0.3" stroke="#fff" stroke-opacity="0.3" stroke-width="${letter / 30}">${escaped(words)}</text>`
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><defs><pattern id="mark" patternUnits="userSpaceOnUse" patternTransform="rotate(-25)" ${box}>${text}</pattern></defs><image width="${width}" height="${height}" href="data:${mediaTypes[type]};base64,${bytes.toString('base64')}"/><rect width="${width}" height="${height}" fill="url(#mark)"/></svg>`
  return { bytes: Buffer.from(drawing), type: 'image/svg+xml', ending: 'svg' }
}

const signs: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => signs[sign] ?? '')
