import { type Instant, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { type FileFault, fileFault, preview, uploadShown } from './pages.ts'
import type { FileType } from './paper.ts'
import type { DocumentRules } from './rules.ts'
import { showBytes } from './size.ts'

/** A paper that somebody laid beside a matter of another room (a claim, an advance), as its page shows it. */
export type LaidPaper<Kind extends string> = {
  readonly id: string
  readonly kind: Kind
  /** What the sender called the file. */
  readonly name: string
  readonly type: FileType
  readonly bytes: number
  readonly hash: string
  readonly addedAt: Instant
  readonly addedBy: string
  /** The firm whose person brought it, by name; null, or left out, where nobody of a firm did. */
  readonly firm?: string | null
}

/** Who brought a paper: of a firm only its own people read by whom of them. */
const bringer = ({ addedBy, firm }: Pick<LaidPaper<string>, 'addedBy' | 'firm'>, isOwn: boolean): string =>
  isOwn || !firm ? addedBy : firm

type Laid<Kind extends string> = {
  readonly title: string
  /** All kinds that there are, in their order; those are shown that are wanted, or there. */
  readonly kinds: readonly Kind[]
  readonly wanted: readonly Kind[]
  readonly rows: readonly LaidPaper<Kind>[]
  readonly wordsOf: (kind: Kind) => string
  /** The address under which its papers lie. */
  readonly base: string
  /** Whether this person opens them, and takes them back. */
  readonly opens: boolean
  readonly takesBack: boolean
  /** Whether this person is of the firm that brings them. */
  readonly isOwn: boolean
}

/** The papers beside a matter, kind by kind: with what is missing of those that a rule wants. */
export const laidList = <Kind extends string>(
  w: Words,
  { title, kinds, wanted, rows, wordsOf, base, opens, takesBack, isOwn }: Laid<Kind>,
) => ({
  title,
  lines: kinds
    .map((kind) => ({ kind, own: rows.filter((one) => one.kind === kind) }))
    .filter(({ kind, own }) => own.length > 0 || wanted.includes(kind))
    .map(({ kind, own }) => ({
      name: w(wordsOf(kind)),
      state: own.length
        ? { label: w('documents.laid-there', { count: own.length }), tone: 'good' }
        : { label: w('documents.laid-missing'), tone: 'warn' },
      files: own.map((one) => ({
        words: one.name || w('documents.nameless'),
        href: opens ? `${base}/${one.id}` : null,
        note: `${showBytes(one.bytes)} · ${showInstant(one.addedAt)} ${bringer(one, isOwn)}`,
        removal: takesBack
          ? {
              ...{ action: `${base}/${one.id}/removal`, once: newId() },
              label: w('documents.laid-remove', { name: one.name }),
            }
          : null,
      })),
    })),
})

/** The form that brings papers, with its limits. */
export function laidUpload(
  w: Words,
  rules: DocumentRules,
  action: string,
  shown: ShownForm,
  fault: FileFault | null,
) {
  const words = fault ? fileFault(w, fault) : null
  return {
    ...{ ...shown, action, once: newId(), submitLabel: w('documents.laid-bring'), formId: 'paper-form' },
    errors: [...shown.errors, ...(words ? [{ href: '#file', words }] : [])],
    upload: uploadShown(w, rules, words),
  }
}

/** One paper: shown, with what it is and the way back to where it lies. */
export const laidPage = <Kind extends string>(
  w: Words,
  paper: LaidPaper<Kind>,
  title: string,
  base: string,
  back: { readonly href: string; readonly label: string },
  isOwn: boolean,
) => ({
  title,
  back,
  preview: preview(w, paper.type, title, `${base}/${paper.id}`),
  facts: [
    { label: w('documents.fact.file'), value: paper.name || w('documents.nameless') },
    {
      label: w('documents.fact.type'),
      value: w(`documents.type.${paper.type}`),
      note: showBytes(paper.bytes),
    },
    { label: w('documents.fact.added'), value: showInstant(paper.addedAt), note: bringer(paper, isOwn) },
    { label: w('documents.fact.hash'), value: paper.hash.slice(0, 16), note: w('documents.hash-note') },
  ],
})
