import { type Day, isDay } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** What moves a pool's cash, in the order in which a statement names it. */
export const cashKinds = [
  'contributed',
  'withdrawn',
  'deposits',
  'subsidies',
  'paid',
  'recovered',
  'other',
] as const
export type CashKind = (typeof cashKinds)[number]

const kindsOf: Readonly<Record<string, CashKind>> = {
  'ledger.capital-paid-in': 'contributed',
  'compensation.capital-paid-back': 'withdrawn',
  'covers.paid-deposit': 'deposits',
  'covers.returned-deposit': 'deposits',
  'covers.paid-premium': 'subsidies',
  'covers.returned-premium': 'subsidies',
  'compensation.paid': 'paid',
  'compensation.recovered': 'recovered',
}

export type Period = { readonly from: Day; readonly to: Day }

/** Entries of one kind within a period: what they moved of cash, free and reserved together, above zero when it came in. */
export type Moved = { readonly kind: string; readonly cashFen: Fen; readonly entries: number }

export type StatementLine = { readonly kind: CashKind; readonly cashFen: Fen; readonly entries: number }

/**
 * The moves of a pool's cash by what they were; a correction stands by itself, so that no other line hides one. What was
 * only set aside or freed moved nothing.
 */
export function statementLines(moved: readonly Moved[]): StatementLine[] {
  return cashKinds.flatMap((kind) => {
    const own = moved.filter((one) => (kindsOf[one.kind] ?? 'other') === kind && one.cashFen !== 0)
    if (own.length === 0) return []
    return {
      kind,
      cashFen: fen(own.reduce((sum, one) => sum + one.cashFen, 0)),
      entries: own.reduce((sum, one) => sum + one.entries, 0),
    }
  })
}

/** A period that somebody asked for; without one, the year so far. Refuses `pool-no-day`, `pool-period-wrong`, `day-ahead`. */
export function periodOf(from: string, to: string, today: Day): Outcome<{ readonly period: Period }> {
  const period = {
    from: isDay(from) ? from : (`${today.slice(0, 4)}-01-01` as Day),
    to: isDay(to) ? to : today,
  }
  if (from && !isDay(from)) return refuse('pool-no-day', { field: 'from' })
  if (to && !isDay(to)) return refuse('pool-no-day', { field: 'to' })
  if (period.from > period.to) return refuse('pool-period-wrong', { field: 'from' })
  return period.to > today ? refuse('day-ahead', { field: 'to' }) : done({ period })
}
