import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { ChecklistLine } from './checklist.ts'
import { noteName } from './forms.ts'
import { paperName } from './pages.ts'
import type { CaseSeen } from './pages-case.ts'
import { type PaperKind, paperKinds } from './paper.ts'
import type { RequestItem } from './request.ts'

/** What a bank asks a firm for: the papers of this case first, all others behind a fold. */
export function requestPage(
  w: Words,
  seen: CaseSeen,
  lines: readonly ChecklistLine[],
  shown: ShownForm,
  answerDays: number,
) {
  const own = lines.map(({ kind }) => kind)
  const others = paperKinds.filter((kind) => !own.includes(kind))
  const field = (name: string) => shown.fields.find((one) => one.name === name)
  const kinds = field('kinds')
  const chosen = Array.isArray(kinds?.values) ? kinds.values : []
  const row = (kind: PaperKind) => ({
    kind,
    name: paperName(w, kind),
    checked: chosen.includes(kind),
    note: field(noteName(kind)),
    state: lines.find((line) => line.kind === kind)?.standing ?? null,
  })
  const isOpen = others.some((kind) => chosen.includes(kind))
  return {
    title: w('documents.request-title', { number: seen.number }),
    lead: w('documents.request-lead', { days: answerDays }),
    errors: shown.errors,
    error: kinds?.error ?? null,
    own: own.map(row),
    others: others.map(row),
    othersOpen: isOpen,
    words: field('words'),
    action: `/applications/${seen.id}/document-requests`,
    back: `/applications/${seen.id}/documents`,
    once: newId(),
  }
}

/** The list as the officer ticked it; a note to a paper that is not ticked is none. */
export const itemsTyped = (
  typed: Readonly<Record<string, unknown>>,
  kinds: readonly PaperKind[],
): RequestItem[] =>
  kinds.map((kind) => {
    const words = typed[noteName(kind)]
    return { kind, words: typeof words === 'string' ? words : '' }
  })
