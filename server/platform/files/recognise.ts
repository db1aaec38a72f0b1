import { readFile } from 'node:fs/promises'
import { done, type Outcome, refuse } from '../outcome.ts'
import { inThread, ThreadLost } from '../work/thread.ts'
import { jpegSize, type PictureSize, pngSize } from './pictures.ts'
import type { WorkbookAnswer, WorkbookTask } from './workbook.ts'

/** What we take, by what is in a file and never by what it is called. */
export const knownTypes = ['pdf', 'jpeg', 'png', 'xlsx'] as const
export type KnownType = (typeof knownTypes)[number]

/** How each is sent to a browser. */
export const mediaTypes = {
  pdf: 'application/pdf',
  jpeg: 'image/jpeg',
  png: 'image/png',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const satisfies Record<KnownType, string>

/** How each is called at the end of a name. */
export const endings = {
  pdf: 'pdf',
  jpeg: 'jpg',
  png: 'png',
  xlsx: 'xlsx',
} as const satisfies Record<KnownType, string>

/** A picture of more points is meant to fill a reader's memory (ASVS 5.2.6); the largest cameras have a hundred. */
const mostPoints = 120_000_000
/** What a workbook may unfold into: more is no table that anybody reads (ASVS 5.2.3). */
const workbookBounds = { entries: 2_000, bytes: 100 * 1024 * 1024 }

/**
 * What a file is, by its content. Refuses: `upload-empty`, `file-type-not-taken` (whatever its name says),
 * `file-damaged` (cut short, or unsound within), `picture-too-large`.
 */
export async function recognise(path: string): Promise<Outcome<{ readonly type: KnownType }>> {
  const bytes = await readFile(path)
  if (bytes.length === 0) return refuse('upload-empty')
  // Loaded with the first upload: most of what a process holds in memory is code.
  const { fileTypeFromBuffer } = await import('file-type')
  const found = await fileTypeFromBuffer(bytes)
  switch (found?.mime) {
    case mediaTypes.pdf:
      return isWholePdf(bytes) ? done({ type: 'pdf' }) : refuse('file-damaged')
    case mediaTypes.jpeg:
      return picture('jpeg', jpegSize(bytes))
    case mediaTypes.png:
      return picture('png', pngSize(bytes))
    // How far a library looks into an archive is its own affair: what is in there we look at ourselves.
    case mediaTypes.xlsx:
    case 'application/zip':
      return workbook(path)
    default:
      return refuse('file-type-not-taken')
  }
}

/** A PDF says where its parts begin at its end, so one that was cut short has none (ISO 32000-1, 7.5.5). */
const isWholePdf = (bytes: Buffer): boolean => bytes.includes('%%EOF', Math.max(0, bytes.length - 2_048))

function picture(type: 'jpeg' | 'png', size: PictureSize | null): Outcome<{ readonly type: KnownType }> {
  if (!size || size.width === 0 || size.height === 0) return refuse('file-damaged')
  if (size.width * size.height > mostPoints)
    return refuse('picture-too-large', { values: { width: size.width, height: size.height } })
  return done({ type })
}

async function workbook(path: string): Promise<Outcome<{ readonly type: KnownType }>> {
  const task: WorkbookTask = { path, bounds: workbookBounds }
  try {
    const answer = await inThread<WorkbookAnswer>(new URL('./workbook.ts', import.meta.url), task, {
      seconds: 20,
      megabytes: 400,
    })
    if (answer === 'workbook') return done({ type: 'xlsx' })
    return refuse(answer === 'unsound' ? 'file-damaged' : 'file-type-not-taken')
  } catch (error) {
    if (error instanceof ThreadLost) return refuse('file-damaged')
    throw error
  }
}
