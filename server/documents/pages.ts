import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { showInstant } from '../platform/clock.ts'
import { endings } from '../platform/files/recognise.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { ShownError, ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { paperWords } from './forms.ts'
import { type FileType, isShown, type PaperKind, type Validity, validityOf } from './paper.ts'
import type { casesOfPaper, Paper, shelf } from './rows.ts'
import { type DocumentRules, megabyte } from './rules.ts'
import { showBytes } from './size.ts'

export const paperName = (w: Words, kind: PaperKind): string => w(`${paperWords}.${kind}`)

const validityTones = {
  endless: 'neutral',
  valid: 'good',
  soon: 'warn',
  expired: 'bad',
} as const satisfies Record<Validity, string>

/** When a paper ends, said so that an end that is near or past is seen. */
export function validityWords(w: Words, paper: Pick<Paper, 'expiresOn'>, today: Day, rules: DocumentRules) {
  const validity = validityOf(paper, today, rules)
  return {
    words: w(`documents.validity.${validity}`, { day: paper.expiresOn ?? '' }),
    tone: validityTones[validity],
    validity,
  }
}

/** What a download is called: as its sender called it, with the ending of what it is. */
export function downloadName({ name, type }: { readonly name: string; readonly type: FileType }): string {
  const ending = endings[type]
  const bare = name.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim()
  return `${bare || 'paper'}.${ending}`
}

type Seen = { readonly w: Words; readonly today: Day; readonly rules: DocumentRules }
type ShelfRow = Awaited<ReturnType<typeof shelf>>[number]

/** A firm's shelf: what it has, how long each paper holds, and how much room is left. */
export function shelfPage(
  { w, today, rules }: Seen,
  rows: readonly ShelfRow[],
  pager: Pager,
  usedBytes: number,
) {
  return {
    title: w('documents.shelf-title'),
    used: w('documents.used', {
      used: showBytes(usedBytes),
      quota: showBytes(rules.quotaMegabytes * megabyte),
    }),
    pager,
    table: rows.length
      ? {
          caption: w('documents.shelf-title'),
          columns: ['paper', 'size', 'added', 'validity', 'cases'].map((key) => ({
            label: w(`documents.column.${key}`),
            ...(key === 'size' || key === 'cases' ? { kind: 'number' } : {}),
          })),
          rows: rows.map((row) => {
            const { words, tone, validity } = validityWords(w, row, today, rules)
            return {
              cells: [
                { words: paperName(w, row.kind), href: `/documents/${row.id}`, note: row.name },
                showBytes(row.bytes),
                { words: showInstant(row.addedAt).slice(0, 10), note: row.addedBy },
                validity === 'soon' || validity === 'expired' ? { words, tone } : words,
                String(row.cases),
              ],
            }
          }),
        }
      : null,
  }
}

/** Where a form with files goes and what it must keep to. */
export type UploadPlace = {
  readonly action: string
  readonly back: string
  readonly title: string
  readonly lead: string
}

/** The form for new papers, with the limits said before anybody runs into them. */
export function uploadPage(
  { w, rules }: Omit<Seen, 'today'>,
  place: UploadPlace,
  shown: ShownForm,
  fault?: FileFault,
) {
  const words = fault ? fileFault(w, fault) : null
  return {
    ...place,
    ...shown,
    errors: [...shown.errors, ...(words ? [{ href: '#file', words } satisfies ShownError] : [])],
    upload: uploadShown(w, rules, words),
    once: newId(),
  }
}

/** A refusal about one of the files, which is named where several came. */
export type FileFault = { readonly refusal: Refusal; readonly file?: string }

export const fileFault = (w: Words, { refusal, file }: FileFault): string =>
  file ? w('documents.of-file', { file, words: w.refusal(refusal) }) : w.refusal(refusal)

export const uploadShown = (
  w: Words,
  { fileMegabytes, filesAtOnce }: DocumentRules,
  error: string | null,
) => ({
  hint: w('documents.file-hint', { megabytes: fileMegabytes, files: filesAtOnce }),
  error,
  // For the script, which can say at once what the server would say after minutes.
  maxBytes: fileMegabytes * megabyte,
  maxFiles: filesAtOnce,
  tooLarge: w.refusal({ code: 'upload-too-large', values: { megabytes: fileMegabytes } }),
  tooMany: w.refusal({ code: 'upload-too-many', values: { max: filesAtOnce } }),
})

type Used = Awaited<ReturnType<typeof casesOfPaper>>

/** One paper of the firm's own: what it is, where it went, and who of which bank looked at it when. */
export function paperPage(
  { w, today, rules }: Seen,
  paper: Paper,
  cases: Used,
  trail: readonly TrailRow[],
  expiry: ShownForm,
) {
  const { words, tone } = validityWords(w, paper, today, rules)
  const isOnShelf = paper.endedAt === null
  return {
    title: paperName(w, paper.kind),
    state: isOnShelf ? { label: words, tone } : { label: w('documents.removed'), tone: 'neutral' },
    facts: paperFacts(w, paper, words),
    preview: previewOf(w, paper, `/documents/${paper.id}`),
    cases: cases.map((one) => ({
      words: w('documents.in-case', { number: one.number, bank: one.bank }),
      href: `/applications/${one.applicationId}/documents`,
      note: caseNote(w, one),
    })),
    steps: timelineSteps(w, trail),
    expiry: isOnShelf ? { ...expiry, action: `/documents/${paper.id}/expiry`, once: newId() } : null,
    newerHref: `/documents/new?kind=${paper.kind}`,
    removal: isOnShelf
      ? { action: `/documents/${paper.id}/removal`, version: paper.version, once: newId() }
      : null,
  }
}

function caseNote(w: Words, { givenAt, takenBackAt, openedAt }: Used[number]): string {
  if (takenBackAt) return w('documents.taken-back-at', { at: showInstant(takenBackAt) })
  const given = w('documents.given-at', { at: showInstant(givenAt) })
  return `${given} ${openedAt ? w('documents.opened-at', { at: showInstant(openedAt) }) : w('documents.not-opened')}`
}

/** What is said of a paper. Who of the firm brought it is the firm's to know: a bank reads the day alone. */
export const paperFacts = (w: Words, paper: Paper, validity: string, side: 'firm' | 'bank' = 'firm') => [
  { label: w('documents.fact.file'), value: paper.name || w('documents.nameless') },
  { label: w('documents.fact.type'), value: w(`documents.type.${paper.type}`), note: showBytes(paper.bytes) },
  {
    label: w('documents.fact.added'),
    value: showInstant(paper.addedAt),
    ...(side === 'bank' ? {} : { note: paper.addedBy }),
  },
  { label: w('documents.fact.validity'), value: validity },
  { label: w('documents.fact.hash'), value: paper.hash.slice(0, 16), note: w('documents.hash-note') },
]

/** How a paper is shown within a page: a picture, a PDF in the reader's own viewer, or only as a download. */
export const previewOf = (w: Words, { type, kind }: Pick<Paper, 'type' | 'kind'>, at: string) =>
  preview(w, type, paperName(w, kind), at)

/** The same of any file, with the words for what it is. */
export const preview = (w: Words, type: FileType, paper: string, at: string) => ({
  how: type === 'pdf' ? 'pdf' : isShown(type) ? 'picture' : 'none',
  contentHref: `${at}/content`,
  downloadHref: `${at}/download`,
  alt: w('documents.preview-of', { paper }),
})
