import type { Day } from '../money/day.ts'
import type { Words } from '../platform/web/words.ts'
import type { PolicyBook } from '../policies/index.ts'
import { type DataKind, isPersonal } from './kind.ts'
import { clauses, isStressed } from './text.ts'
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
/** The text in force on a day, as a page shows it. */
export const textShown = (w: Words, policies: PolicyBook, kind: DataKind, today: Day): WrittenShown =>
  writtenShown(w, kind, textOn(policies, kind, today))
export type WrittenShown = ReturnType<typeof writtenShown>
