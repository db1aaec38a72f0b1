import type { SizeClass } from '../enterprises/size-class.ts'
import { type Day, plusMonths } from '../money/day.ts'
import { type Fen, part, plus } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { assert } from '../platform/assert.ts'

/*
 * 五级分类 by the Measures on the Risk Classification of Financial Assets of Commercial Banks (银保监会、人民银行令
 * 〔2023〕第1号, in force since 2023-07-01), as far as it follows from days, balances and payments. A bank may class
 * lower for reasons of its own, and may claim lateness of a few days as technical (技术性逾期): both it does in its own
 * books, for neither can be read from a plan. What a firm owes to other banks is left out on purpose: it would tell one
 * bank of another's loan without the firm's consent.
 */

/** The five classes, best first: 正常, 关注, 次级, 可疑, 损失. */
export const fiveClasses = ['normal', 'special-mention', 'substandard', 'doubtful', 'loss'] as const
export type FiveClass = (typeof fiveClasses)[number]

/** Why a loan has its class. */
export const classReasons = ['days', 'same-bank', 'observed'] as const
export type ClassReason = (typeof classReasons)[number]

/** The numbers of the rule: a policy row, because a rule of this kind is rewritten every few years. */
export type ClassRule = {
  /** The most days late that are still 正常, 关注, 次级 and 可疑; beyond the last it is 损失. */
  readonly normalLastDay: number
  readonly mentionLastDay: number
  readonly substandardLastDay: number
  readonly doubtfulLastDay: number
  /** 不良 share of what a firm owes one bank above which all of it is 不良. */
  readonly sameBankPpm: Ppm
  /** Firms of these sizes are taken up again by their days alone (脱期法). */
  readonly byDaysSizes: readonly SizeClass[]
  /** All others after so many instalments and so many months in time, whichever ends later. */
  readonly observedInstalments: number
  readonly observedMonths: number
}

const rankOf = (one: FiveClass): number => fiveClasses.indexOf(one)
const worse = (one: FiveClass, other: FiveClass): FiveClass => (rankOf(one) >= rankOf(other) ? one : other)

/** 不良: 次级 and everything below it. */
export const isBad = (one: FiveClass): boolean => rankOf(one) >= rankOf('substandard')

/** The class by days late alone: the 90th day is still 关注, the 91st is 次级. */
export function classByDays(days: number, rule: ClassRule): FiveClass {
  assert(Number.isSafeInteger(days) && days >= 0, `Not a count of days: ${days}`)
  if (days <= rule.normalLastDay) return 'normal'
  if (days <= rule.mentionLastDay) return 'special-mention'
  if (days <= rule.substandardLastDay) return 'substandard'
  return days <= rule.doubtfulLastDay ? 'doubtful' : 'loss'
}

/** One loan of a firm with one bank, on the day on which it is classed. */
export type Classed = {
  readonly id: string
  readonly days: number
  readonly balanceFen: Fen
  /** The class of last night; null for a loan that was never classed. */
  readonly before: FiveClass | null
  /** The day on which the last arrears were paid; null while there are some, or never were. */
  readonly clearedOn: Day | null
  /** Instalments that fell due since that day; all of them were paid, else there would be arrears. */
  readonly paidSince: number
}

export type Finding = { readonly class: FiveClass; readonly reason: ClassReason }

/**
 * The classes of all that one firm owes one bank.
 *
 * Each loan by its days; a loan that was 不良 and has caught up stays 次级 while it is observed, unless firms of its size
 * go by days alone; and when more than the share of the balances is 不良, no loan of the firm is better than 次级. Where
 * nothing is owed at all, because all that was drawn came back, there is nothing to class lower.
 */
export function classesOf(
  loans: readonly Classed[],
  size: SizeClass | null,
  rule: ClassRule,
  today: Day,
): ReadonlyMap<string, Finding> {
  const own = new Map(loans.map((loan) => [loan.id, ownClass(loan, size, rule, today)]))
  const all = plus(...loans.map(({ balanceFen }) => balanceFen))
  const bad = plus(
    ...loans.filter(({ id }) => isBad(own.get(id)?.class ?? 'normal')).map(({ balanceFen }) => balanceFen),
  )
  if (bad <= part(all, rule.sameBankPpm, 1_000_000)) return own
  const owed = new Set(loans.filter(({ balanceFen }) => balanceFen > 0).map(({ id }) => id))
  return new Map(
    [...own].map(([id, found]) => [
      id,
      isBad(found.class) || !owed.has(id) ? found : { class: 'substandard', reason: 'same-bank' },
    ]),
  )
}

function ownClass(loan: Classed, size: SizeClass | null, rule: ClassRule, today: Day): Finding {
  // Nothing is owed, only a rest may still be drawn: there is no asset to class lower.
  if (loan.balanceFen === 0) return { class: classByDays(0, rule), reason: 'days' }
  const byDays = classByDays(loan.days, rule)
  const wasBad = loan.before !== null && isBad(loan.before)
  if (!wasBad || isBad(byDays) || mayRise(loan, size, rule, today)) return { class: byDays, reason: 'days' }
  return { class: worse(byDays, 'substandard'), reason: 'observed' }
}

/** Whether a loan that was 不良 may leave it: never with arrears, else at once or after its time of observation. */
function mayRise(loan: Classed, size: SizeClass | null, rule: ClassRule, today: Day): boolean {
  if (size !== null && rule.byDaysSizes.includes(size)) return true
  if (loan.days > 0) return false
  // It never was late itself: it was taken down with another loan of the firm, and rises with it.
  if (loan.clearedOn === null) return true
  return (
    loan.paidSince >= rule.observedInstalments && plusMonths(loan.clearedOn, rule.observedMonths) <= today
  )
}
