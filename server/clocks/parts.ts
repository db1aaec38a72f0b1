import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { countdown } from './clock.ts'

export type DueShown = { readonly words: string; readonly late: boolean }

/** A number of working days in words: one day is not "1 days". */
const counted = (w: Words, key: 'left' | 'over', days: number): string =>
  days === 1 ? w(`clocks.${key}-one`) : w(`clocks.${key}`, { days })

export const workdaysWords = (w: Words, days: number): string =>
  days === 1 ? w('clocks.workday') : w('clocks.workdays', { days })

/**
 * "3 working days left", "due today", "overdue by 1 working day"; `late` is for red. On days off right behind the day
 * no working day is lost yet, and beyond the known calendar nobody can count: then the day itself stands there.
 */
export function dueWords(w: Words, { calendar }: Pick<Reference, 'calendar'>, dueOn: Day | null, today: Day) {
  if (!dueOn) return { words: '', late: false } satisfies DueShown
  const late = dueOn < today
  if (dueOn === today) return { words: w('clocks.due-today'), late }
  const found = countdown(calendar, dueOn, today)
  if (found.ok && found.days > 0) return { words: counted(w, late ? 'over' : 'left', found.days), late }
  return { words: w(late ? 'clocks.over-since' : 'clocks.until', { day: dueOn }), late }
}

/** What stands in a list: the words, and the day below them; a workbook holds the day as one. */
export function dueCell(w: Words, reference: Pick<Reference, 'calendar'>, dueOn: Day | null, today: Day) {
  const { words, late } = dueWords(w, reference, dueOn, today)
  if (!dueOn) return words
  const shown = { words, note: dueOn, value: { day: dueOn } }
  return late ? { ...shown, tone: 'bad' } : shown
}

/** What a thing under review keeps of its clock. */
export type ReviewClock = {
  readonly reviewDueOn: Day | null
  readonly reviewDuePolicies: readonly string[] | null
}

/** The day by which the centre answers, for the step of a page; nothing where no day was set. */
export function reviewDue(w: Words, reference: Pick<Reference, 'calendar'>, of: ReviewClock, today: Day) {
  if (!of.reviewDueOn) return {}
  const { words, late } = dueWords(w, reference, of.reviewDueOn, today)
  return { due: w('clocks.review-due', { day: of.reviewDueOn, words }), dueBy: of.reviewDuePolicies, late }
}
