import type { Day } from '../money/day.ts'
import type { Words } from '../platform/web/words.ts'
import type { PolicyBook } from '../policies/index.ts'
import { type ConsentPurpose, type DataKind, isPersonal } from './kind.ts'
import { clauses, isStressed, type Sentence } from './text.ts'
import { textOn, type Written } from './written.ts'

/** A written text as `_written.ejs` shows it: in full, with its version and day, what matters most in strong type. */
export const writtenShown = (w: Words, kind: DataKind, { version, text, from }: Written) => ({
  title: w(isPersonal(kind) ? 'consents.text-title-person' : 'consents.text-title'),
  version: w('consents.text-version', { version, from }),
  href: `/policies/${version.replace(/-\d+$/, '')}?version=${/\d+$/.exec(version)?.[0] ?? ''}`,
  clauses: clauses.map((clause) => ({
    title: w(`consents.clause.${clause}`),
    words: text[w.language][clause],
    stressed: isStressed(clause),
  })),
})

/**
 * What a kind comprises, in the sentence of the text that it is, or was, consented to under; in the program's own words
 * where the text is of before it had such sentences.
 */
export function holdsWords(
  w: Words,
  { text }: Pick<Written, 'text'>,
  kind: DataKind,
  purpose: ConsentPurpose | null = null,
): string {
  const sentence: Sentence =
    purpose === 'second-look' && (kind === 'details' || kind === 'tax') ? `look-${kind}` : kind
  return text[w.language].kinds?.[sentence] ?? w(`consents.kind-holds.${sentence}`)
}

/** What a second look opens, by the text in force on a day. */
export const lookHoldsShown = (
  w: Words,
  policies: PolicyBook,
  kinds: readonly DataKind[],
  today: Day,
): string[] => kinds.map((kind) => holdsWords(w, textOn(policies, kind, today), kind, 'second-look'))

/** The text in force on a day, as a page shows it. */
export const textShown = (w: Words, policies: PolicyBook, kind: DataKind, today: Day): WrittenShown =>
  writtenShown(w, kind, textOn(policies, kind, today))
export type WrittenShown = ReturnType<typeof writtenShown>
