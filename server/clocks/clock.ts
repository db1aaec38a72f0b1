import { type Day, daysBetween, plusDays } from '../money/day.ts'
import type { Answer } from '../money/refused.ts'
import { type Calendar, plusWorkdays, workdayOnOrAfter, workdaysBetween } from '../money/workdays.ts'

/** 时限: every step that somebody owes, and so has a day. */
export const clockSteps = [
  'accept',
  'contact',
  'decision',
  'offer',
  'signing',
  'report',
  'renewal',
  'papers',
  'dispatch',
  'need-review',
  'product-review',
  'objection',
  'urge',
  'supervision',
] as const
export type ClockStep = (typeof clockSteps)[number]

/** The steps of a bank that go to its manager, and then to the bureau, when they are late. */
export const bankSteps = [
  'accept',
  'contact',
  'decision',
  'signing',
  'report',
  'renewal',
] as const satisfies readonly ClockStep[]
export type BankStep = (typeof bankSteps)[number]
export const isBankStep = (text: string): text is BankStep => bankSteps.some((step) => step === text)

/** What is told of a clock, once each: that its day comes near, and that it has passed. */
export const clockNoticeKinds = ['near', 'over'] as const
export type ClockNoticeKind = (typeof clockNoticeKinds)[number]

/** How far a day is: working days left, or working days by which it is over; `late` from the day after it on. */
export type Countdown = { readonly late: boolean; readonly days: number }

/**
 * The working days to a day or since it. Nought and late is a weekend or a holiday behind the day. Refuses
 * `calendar-missing` with the year.
 */
export function countdown(calendar: Calendar, dueOn: Day, today: Day): Answer<Countdown> {
  const late = dueOn < today
  const found = late ? workdaysBetween(calendar, dueOn, today) : workdaysBetween(calendar, today, dueOn)
  return found.ok ? { ok: true, late, days: found.days } : found
}

/**
 * The clock stops, because the other side owes something: the working days that its owner has left, below nought when
 * he is late. Refuses `calendar-missing`.
 */
export const stopped = (calendar: Calendar, dueOn: Day, on: Day): Answer<{ days: number }> =>
  workdaysBetween(calendar, on, dueOn)

/**
 * The clock goes on: its owner has as many working days as he had left, so what lay between costs him nothing, and who
 * was late stays as late. Whoever had none left but the day itself gets a day that is worked. Refuses
 * `calendar-missing`.
 */
export const goesOn = (calendar: Calendar, daysLeft: number, on: Day): Answer<{ day: Day }> =>
  daysLeft === 0 ? workdayOnOrAfter(calendar, on) : plusWorkdays(calendar, on, daysLeft)

/** From the day on which the other side came to owe something to the day on which it gave it. */
export type Stop = { readonly from: Day; readonly to: Day }

/**
 * The last day of a term in calendar days that stands still like a clock: the days on which the other side owed
 * something are added. `stops` do not overlap.
 */
export const lastDay = (from: Day, days: number, stops: readonly Stop[]): Day =>
  plusDays(from, days + stops.reduce((still, stop) => still + daysBetween(stop.from, stop.to), 0))
