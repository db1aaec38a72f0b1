import type { Reader } from '../../db/index.ts'
import { isOneOf, type Person, poolRoles } from '../accounts/index.ts'
import { type Arrangement, arrangementOn } from '../arrangements/index.ts'
import { type AccountCode, accountAt } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { lineOf, type PoolLine } from './filing.ts'
import { byFunder, type PoolMoney } from './pool.ts'
import {
  type PoolWithBook,
  paymentsInto,
  poolsFor as poolsOfArrangement,
  poolsWithBooks,
} from './rows-pools.ts'
import { type Tally, tallyOf } from './rows-tallies.ts'
import { linedUp, type PoolTotals, poolTotals, waitingTotals } from './rows-totals.ts'

export type PoolStanding = {
  readonly pool: PoolWithBook
  readonly money: PoolMoney
  readonly funders: ReturnType<typeof byFunder>
  /** 助保金 that borrowers paid in, and what the treasury added to premiums. */
  readonly depositsFen: Fen
  readonly subsidiesFen: Fen
}

/** An arrangement with the pools behind it: their money, what stands under cover, and where that stands to the lines. */
export type PoolsOfArrangement = {
  readonly code: string
  /** Null where it is in force no more; what is in cover stays. */
  readonly arrangement: InForce<Arrangement> | null
  readonly pools: readonly PoolStanding[]
  readonly totals: PoolTotals
  readonly waiting: Awaited<ReturnType<typeof waitingTotals>>
  /** What was paid into all its pools, whoever's eyes they are for: what leverage is told from. */
  readonly capitalFen: Fen
  /** What it ever covered and paid. */
  readonly tally: Tally
  readonly line: PoolLine | null
}

/** What a pool holds, by the balances of its book. */
export async function standingOfPool(from: Reader, one: PoolWithBook): Promise<PoolStanding> {
  // A book that was opened before an account was invented has nothing on it.
  const at = async (account: AccountCode): Promise<Fen> =>
    (await accountAt(from, one.pool.bookId, account))?.balanceFen ?? noFen
  const money = {
    capitalFen: await at('funders-capital'),
    freeFen: await at('cash-free'),
    reservedFen: await at('cash-reserved'),
    outFen: await at('claims-out'),
  }
  return {
    ...{ pool: one, money, funders: byFunder(await paymentsInto(from, one.pool.bookId)) },
    depositsFen: await at('borrower-deposits'),
    subsidiesFen: await at('subsidies-paid'),
  }
}

/** What funders and borrowers paid into all pools of an arrangement: there is one leverage, and it is the arrangement's. */
export async function capitalOf(from: Reader, arrangement: string): Promise<Fen> {
  let sumFen = noFen
  for (const { bookId } of await poolsOfArrangement(from, arrangement))
    for (const code of ['funders-capital', 'borrower-deposits'] as const)
      sumFen = plus(sumFen, (await accountAt(from, bookId, code))?.balanceFen ?? noFen)
  return sumFen
}

export const maySeePool = (me: Person, { pool }: PoolWithBook): boolean =>
  isOneOf(me, poolRoles)
    ? pool.institutionId === me.institutionId
    : me.region !== null && pool.region.startsWith(me.region)

/** The pools that a person sees: those of his institution, or of his region; with figures as of now. */
export async function poolsFor(
  from: Reader,
  policies: PolicyBook,
  me: Person,
  today: Day,
): Promise<readonly PoolsOfArrangement[]> {
  const seen = (await poolsWithBooks(from)).filter((one) => maySeePool(me, one))
  const codes = [...new Set(seen.map(({ pool }) => pool.arrangement))]
  const found: PoolsOfArrangement[] = []
  for (const code of codes) {
    const policy = arrangementOn(policies, code, today)
    const arrangement = policy.ok ? policy.policy : null
    const totals = await poolTotals(from, code)
    const pools: PoolStanding[] = []
    for (const one of seen.filter(({ pool }) => pool.arrangement === code))
      pools.push(await standingOfPool(from, one))
    found.push({
      ...{ code, arrangement, pools, totals, waiting: await waitingTotals(from, code) },
      ...{ tally: await tallyOf(from, code), capitalFen: await capitalOf(from, code) },
      line: arrangement && lineOf(arrangement.value, linedUp(totals)),
    })
  }
  return found
}
