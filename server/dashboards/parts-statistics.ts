import type { Store } from '../../db/index.ts'
import { type Day, day, plusDays, plusMonths } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { dayOf, startOf } from '../platform/clock.ts'
import { scoreboardRuleOn } from '../scoreboard/rule.ts'
import { dealsUntil, firstReport, openCounts, paidBetween } from './rows-statistics.ts'
import { type MonthPaid, monthsTold } from './told.ts'

/** What the platform has come to, for everybody. */
export type Statistics = {
  /** As they stand: who is on the platform may be read by name anyway. */
  readonly enterprises: number
  readonly institutions: number
  readonly products: number
  /** Loans of which money was paid out, and how much in all, by what was reported until the end of `asOf`. */
  readonly deals: number
  readonly dealsFen: Fen
  readonly asOf: Day
}

type With = Pick<Parts, 'store' | 'policies'>
type Deals = Pick<Statistics, 'deals' | 'dealsFen' | 'asOf'>

/**
 * For the first page and the API alike, so that the two can never differ. Deals are told as of the end of a month that is over
 * and by which they moved by more than single firms: whoever asks before and after a deal reads the same.
 */
export async function statistics(parts: With, today: Day): Promise<Statistics> {
  return { ...(await openCounts(parts.store.read)), ...(await dealsTold(parts, today)) }
}

/** What was told of a day stays: reports are only ever added, and bear the moment at which they came. */
const kept = new WeakMap<Store, { readonly key: string; readonly deals: Promise<Deals> }>()

function dealsTold(parts: With, today: Day): Promise<Deals> {
  const { value: rule, version } = scoreboardRuleOn(parts.policies, today)
  const key = `${today} ${version}`
  const known = kept.get(parts.store)
  if (known?.key === key) return known.deals
  const deals = counted(parts, today, rule)
  kept.set(parts.store, { key, deals })
  deals.catch(() => kept.delete(parts.store))
  return deals
}

async function counted(
  { store: { read } }: With,
  today: Day,
  rule: ReturnType<typeof scoreboardRuleOn>['value'],
): Promise<Deals> {
  const lastClosed = plusDays(day(`${today.slice(0, 7)}-01`), -1)
  const first = await firstReport(read)
  const begun = first === null ? null : day(`${dayOf(first).slice(0, 7)}-01`)
  const lasts: Day[] = []
  for (let month = begun; month !== null && month <= lastClosed; month = plusMonths(month, 1))
    lasts.push(plusDays(plusMonths(month, 1), -1))
  const ends = lasts.map((last) => startOf(plusDays(last, 1)))
  const paid = ends.length ? await paidBetween(read, ends) : []
  const months = paid.map((one, at): MonthPaid => ({ ...one, last: lasts[at] ?? lastClosed }))
  const told = months[monthsTold(months, rule) - 1]
  const before = begun !== null && begun <= lastClosed ? plusDays(begun, -1) : lastClosed
  const asOf = told?.last ?? before
  return { ...(await dealsUntil(read, startOf(plusDays(asOf, 1)))), asOf }
}
