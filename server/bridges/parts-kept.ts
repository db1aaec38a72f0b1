import type { Store } from '../../db/index.ts'
import type { Forecast } from '../bridge-pool/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import type { PolicyRow } from '../policies/index.ts'
import { type Calendar, calendarOf } from './parts-forecast.ts'
import {
  again,
  type BankFigures,
  byBank,
  figuresOf,
  type OftenFirm,
  type PoolFigures,
} from './rows-figures.ts'
import { accountIdOf, firmNames } from './rows-lists.ts'
import { balancesOf, type Funding, fundingsOf, type Pool, type PoolBalances } from './rows-pools.ts'

/** How far back "again and again" looks. */
const daysBack = 365
const mostFundings = 50

/** What the pages of a pool work out from all of its rows. */
export type Whole = {
  readonly calendar: Calendar
  readonly names: ReadonlyMap<string, string>
  readonly figures: PoolFigures
  readonly banks: readonly BankFigures[]
  readonly often: readonly OftenFirm[]
  /** What funders agreed to, the latest first. */
  readonly fundings: readonly Funding[]
  /** The ledger's account of its free money. */
  readonly accountId: Awaited<ReturnType<typeof accountIdOf>>
  /** The drawing of the calendar in the words of a reader, drawn once for each language. */
  drawings(w: Words, draw: (w: Words, found: Forecast) => Promise<string>): Promise<string>
}

type Kept = {
  readonly of: string
  readonly terms: readonly PolicyRow[]
  readonly whole: Promise<Whole>
}
const kept = new WeakMap<Store, Map<Pool['id'], Kept>>()

/**
 * The calendar and the figures of a pool, worked out once and kept until anything about the pool moves (`moves` of its row,
 * which every change of a case or an agreement raises in its own transaction, in whatever process), its balances change, a
 * policy changes or the day does. So a page never shows what is not so any more.
 */
export async function wholeOf(
  parts: Pick<Parts, 'store' | 'policies' | 'reference'>,
  pool: Pool,
  today: Day,
): Promise<Whole & { readonly balances: PoolBalances }> {
  const { store, policies } = parts
  const balances = await balancesOf(store.read, pool.bookId)
  const own = kept.get(store) ?? new Map<Pool['id'], Kept>()
  kept.set(store, own)
  const of = [today, pool.moves, ...Object.values(balances)].join(' ')
  const known = own.get(pool.id)
  if (known && known.of === of && known.terms === policies.rows) return { ...(await known.whole), balances }
  const whole = workedOut(parts, pool, today)
  own.set(pool.id, { of, terms: policies.rows, whole })
  // What went wrong is asked again by the next reader.
  whole.catch(() => own.delete(pool.id))
  return { ...(await whole), balances }
}

async function workedOut(
  parts: Pick<Parts, 'store' | 'policies' | 'reference'>,
  pool: Pool,
  today: Day,
): Promise<Whole> {
  const { read } = parts.store
  const [calendar, names, figures, banks, often, fundings, accountId] = await Promise.all([
    calendarOf(parts, pool, today),
    firmNames(read, pool.id),
    figuresOf(read, pool, today),
    byBank(read, pool.id),
    again(read, pool.id, plusDays(today, -daysBack)),
    fundingsOf(read, pool.id, mostFundings),
    accountIdOf(read, pool.bookId, 'cash-free'),
  ])
  const drawn = new Map<string, Promise<string>>()
  const drawings: Whole['drawings'] = (w, draw) => {
    const one = drawn.get(w.language) ?? draw(w, calendar.found)
    drawn.set(w.language, one)
    return one
  }
  return { calendar, names, figures, banks, often, fundings, accountId, drawings }
}
