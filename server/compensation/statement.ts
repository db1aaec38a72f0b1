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

export const cashKindOf = (kind: string): CashKind => kindsOf[kind] ?? 'other'

/**
 * Entries of one kind written down within a period: what they moved of cash, free and reserved together, above zero when it came
 * in; and whether they are of days before it.
 */
export type Moved = {
  readonly kind: string
  readonly isEarlier: boolean
  readonly cashFen: Fen
  readonly entries: number
}

export type StatementLine = Omit<Moved, 'kind'> & { readonly kind: CashKind }

/**
 * The moves of a pool's cash by what they were; a correction stands by itself, so that no other line hides one, and so does what
 * was written down late. What was only set aside or freed moved nothing.
 */
export const statementLines = (moved: readonly Moved[]): StatementLine[] =>
  [false, true].flatMap((isEarlier) =>
    cashKinds.flatMap((kind) => {
      const own = moved.filter(
        (one) => one.isEarlier === isEarlier && cashKindOf(one.kind) === kind && one.cashFen !== 0,
      )
      if (own.length === 0) return []
      return {
        ...{ kind, isEarlier },
        cashFen: fen(own.reduce((sum, one) => sum + one.cashFen, 0)),
        entries: own.reduce((sum, one) => sum + one.entries, 0),
      }
    }),
  )

/**
 * A period that somebody asked for; without one, the year so far. `first` is the pool's first day. Refuses `pool-no-day`,
 * `pool-period-wrong`, `day-ahead`, `pool-not-yet`.
 */
export function periodOf(
  from: string,
  to: string,
  today: Day,
  first: Day,
): Outcome<{ readonly period: Period }> {
  const period = {
    from: isDay(from) ? from : (`${today.slice(0, 4)}-01-01` as Day),
    to: isDay(to) ? to : today,
  }
  if (from && !isDay(from)) return refuse('pool-no-day', { field: 'from' })
  if (to && !isDay(to)) return refuse('pool-no-day', { field: 'to' })
  if (period.from > period.to) return refuse('pool-period-wrong', { field: 'from' })
  if (period.to > today) return refuse('day-ahead', { field: 'to' })
  return period.to < first
    ? refuse('pool-not-yet', { field: 'to', values: { day: first } })
    : done({ period })
}
