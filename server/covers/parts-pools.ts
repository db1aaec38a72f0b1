import type { Reader } from '../../db/index.ts'
import { isOneOf, type Person, poolRoles } from '../accounts/index.ts'
import { type Arrangement, arrangementOn } from '../arrangements/index.ts'
import type { AsOf } from '../exposures/as-of.ts'
import { stoodUnder } from '../exposures/index.ts'
import { type AccountCode, accountAt, balanceKnown } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { dayOf } from '../platform/clock.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { lineOf, type PoolLine } from './filing.ts'
import { byFunder, type PoolMoney } from './pool.ts'
import {
  type PoolWithBook,
  paymentsInto,
  poolsFor as poolsOfArrangement,
  poolsWithBooks,
} from './rows-pools.ts'
import { type Tally, tallyFromRows, tallyOf } from './rows-tallies.ts'
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
  readonly totals: Pick<PoolTotals, 'loans' | 'coveredFen'>
  readonly waiting: Awaited<ReturnType<typeof waitingTotals>>
  /** What was paid into all its pools, whoever's eyes they are for: what leverage is told from. */
  readonly capitalFen: Fen
  /** What it ever covered and paid. */
  readonly tally: Tally
  /** Null without an arrangement, and of a day that is over: how loans were classed then, their rows do not tell. */
  readonly line: PoolLine | null
}

/** Where an account of a book stands, or stood at the end of a day as it was known then. */
async function standsAt(
  from: Reader,
  bookId: PoolWithBook['pool']['bookId'],
  code: AccountCode,
  on: Day | null,
): Promise<Fen> {
  const account = await accountAt(from, bookId, code)
  // A book that was opened before an account was invented has nothing on it.
  if (!account) return noFen
  return on ? balanceKnown(from, bookId, code, on, on) : account.balanceFen
}

/** What a pool holds, by the balances of its book; of a day that is over, as it was known at its end. */
export async function standingOfPool(
  from: Reader,
  one: PoolWithBook,
  on: Day | null = null,
): Promise<PoolStanding> {
  const at = (account: AccountCode): Promise<Fen> => standsAt(from, one.pool.bookId, account, on)
  const money = {
    capitalFen: await at('funders-capital'),
    freeFen: await at('cash-free'),
    reservedFen: await at('cash-reserved'),
    outFen: await at('claims-out'),
  }
  return {
    ...{ pool: one, money, funders: byFunder(await paymentsInto(from, one.pool.bookId, on)) },
    depositsFen: await at('borrower-deposits'),
    subsidiesFen: await at('subsidies-paid'),
  }
}

/** What funders and borrowers paid into all pools of an arrangement: there is one leverage, and it is the arrangement's. */
export async function capitalOf(from: Reader, arrangement: string, on: Day | null = null): Promise<Fen> {
  let sumFen = noFen
  for (const { bookId } of await poolsOfArrangement(from, arrangement))
    for (const code of ['funders-capital', 'borrower-deposits'] as const)
      sumFen = plus(sumFen, await standsAt(from, bookId, code, on))
  return sumFen
}

export const maySeePool = (me: Person, { pool }: PoolWithBook): boolean =>
  isOneOf(me, poolRoles)
    ? pool.institutionId === me.institutionId
    : me.region !== null && pool.region.startsWith(me.region)

/** What an arrangement stands for at the end of a day that is over, as it was known then. */
export const standingThen = async (from: Reader, arrangement: string, on: Day) => ({
  totals: await stoodUnder(from, arrangement, on),
  tally: await tallyFromRows(from, arrangement, on),
})

/** The pools that a person sees: those of his institution, or of his region. */
export const poolsSeen = async (from: Reader, me: Person): Promise<readonly PoolWithBook[]> =>
  (await poolsWithBooks(from)).filter((one) => maySeePool(me, one))

/** These pools by arrangement; with figures as of now, or (`on`) of the end of a day as it was known then. */
export async function poolsFor(
  from: Reader,
  policies: PolicyBook,
  all: readonly PoolWithBook[],
  { asOf, on }: Pick<AsOf, 'asOf' | 'on'>,
): Promise<readonly PoolsOfArrangement[]> {
  const seen = on === null ? all : all.filter(({ pool }) => dayOf(pool.openedAt) <= on)
  const codes = [...new Set(seen.map(({ pool }) => pool.arrangement))]
  const found: PoolsOfArrangement[] = []
  for (const code of codes) {
    const policy = arrangementOn(policies, code, asOf)
    const arrangement = policy.ok ? policy.policy : null
    const pools: PoolStanding[] = []
    for (const one of seen.filter(({ pool }) => pool.arrangement === code))
      pools.push(await standingOfPool(from, one, on))
    found.push({
      ...{ code, arrangement, pools, waiting: await waitingTotals(from, code, on) },
      ...(on === null
        ? await standingNow(from, code, arrangement)
        : { ...(await standingThen(from, code, on)), line: null }),
      capitalFen: await capitalOf(from, code, on),
    })
  }
  return found
}

async function standingNow(from: Reader, code: string, arrangement: InForce<Arrangement> | null) {
  const totals = await poolTotals(from, code)
  return {
    ...{ totals, tally: await tallyOf(from, code) },
    line: arrangement && lineOf(arrangement.value, linedUp(totals)),
  }
}
