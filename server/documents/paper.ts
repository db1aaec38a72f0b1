import type { Day } from '../money/day.ts'
import { daysBetween } from '../money/day.ts'
import type { KnownType } from '../platform/files/recognise.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { documentKinds } from '../products/product.ts'
import type { DocumentRules } from './rules.ts'

/** What a firm may lay before a bank: the papers that products name, and whatever else somebody asks for. */
export const paperKinds = [...documentKinds, 'other'] as const
export type PaperKind = (typeof paperKinds)[number]

export const isPaperKind = (text: string): text is PaperKind => paperKinds.some((kind) => kind === text)

/** The types of files that are kept, as the tables name them. */
export const fileTypes = ['pdf', 'jpeg', 'png', 'xlsx'] as const satisfies readonly KnownType[]
export type FileType = (typeof fileTypes)[number]

/** What a browser can show by itself; a workbook is for a spreadsheet. */
export const isShown = (type: FileType): boolean => type !== 'xlsx'

/** How a paper stands on a day: its last day counts in full. */
export type Validity = 'endless' | 'valid' | 'soon' | 'expired'

type Dated = { readonly expiresOn: Day | null }

export function validityOf(
  { expiresOn }: Dated,
  today: Day,
  { firstReminderDays }: Pick<DocumentRules, 'firstReminderDays'>,
): Validity {
  if (expiresOn === null) return 'endless'
  if (expiresOn < today) return 'expired'
  return daysBetween(today, expiresOn) <= firstReminderDays ? 'soon' : 'valid'
}

export const isExpired = ({ expiresOn }: Dated, today: Day): boolean =>
  expiresOn !== null && expiresOn < today

/** Refusal: `paper-expired`, for a paper whose last day has passed: no bank may take it. */
export const checkExpiry = (expiresOn: Day | null, today: Day): Outcome<object> =>
  isExpired({ expiresOn }, today) ? refuse('paper-expired', { field: 'expiresOn' }) : done()

/**
 * The distance of which a firm should be told now: the smallest that has been reached, so that a job that did not run
 * for a while tells once and not twice. Null while the end is far, and when it has passed.
 */
export function reminderDue(
  expiresOn: Day,
  today: Day,
  { firstReminderDays, lastReminderDays }: Pick<DocumentRules, 'firstReminderDays' | 'lastReminderDays'>,
): number | null {
  if (expiresOn < today) return null
  const left = daysBetween(today, expiresOn)
  return [lastReminderDays, firstReminderDays].find((days) => left <= days) ?? null
}
