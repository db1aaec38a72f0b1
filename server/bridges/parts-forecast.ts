import {
  type Expected,
  type Forecast,
  forecast,
  inOrder,
  type OpenCase,
  takenOn,
} from '../bridge-pool/index.ts'
import { type Day, daysBetween, plusDays } from '../money/day.ts'
import { fen, minus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { isOut } from './bridge.ts'
import { termsOn } from './parts-step.ts'
import { type Bridge, type Moving, movingWithWord } from './rows.ts'
import { balancesOf, fundingsAgreed, type Pool } from './rows-pools.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>

export type Calendar = {
  readonly found: Forecast
  /** Those that wait, in their order, and after them those whose money is set aside or out, the first back first. */
  readonly waiting: readonly Bridge[]
  readonly moving: readonly Bridge[]
  /** The day by which a bank has promised its new loan, by advance. */
  readonly promised: ReadonlyMap<string, Day>
}

function caseOf({ bridge, newLoanBy }: Moving): OpenCase {
  const { id, amountFen, payOn, backOn, state } = bridge
  if (!isOut(state))
    return { id, amountFen, payOn, backOn, newLoanBy, stage: state === 'reserved' ? 'reserved' : 'waiting' }
  const paidOutOn = present(bridge.paidOutOn, 'the payout day of money that is out')
  return {
    ...{ id, stage: 'out', amountFen: minus(amountFen, bridge.repaidFen), payOn: paidOutOn },
    backOn: firmsDay(bridge, paidOutOn),
    // What the bank has paid out it has kept its word of.
    newLoanBy: bridge.newLoanOn ? null : newLoanBy,
  }
}

/** Paid out later than planned, it comes back as much later; but no contract lets it out beyond its last day. */
function firmsDay({ payOn, backOn, lastOn }: Bridge, paidOutOn: Day): Day {
  const days = Math.max(1, daysBetween(payOn, backOn))
  const moved = paidOutOn > payOn ? plusDays(paidOutOn, days) : backOn
  return lastOn && lastOn < moved ? lastOn : moved
}

const bridgeOf = ({ bridge }: Moving): Bridge => bridge

/** What a forecast is made of, as it stands in the books and the cases of a pool: three queries. */
export async function askedOf({ store, policies, reference }: With, pool: Pool, today: Day) {
  const { read } = store
  const [open, balances, agreed] = await Promise.all([
    movingWithWord(read, pool.id),
    balancesOf(read, pool.bookId),
    fundingsAgreed(read, pool.id),
  ])
  const terms = termsOn({ policies }, pool, today)
  const keys = terms.ok ? terms.terms.queue : (['arrival'] as const)
  const order = inOrder(keys)
  const isWaiting = ({ bridge }: Moving) => bridge.state === 'queued'
  const waiting = open.filter(isWaiting).toSorted((a, b) => order(a.bridge, b.bridge))
  const moving = open.filter((one) => !isWaiting(one))
  const asked = {
    today,
    ...(terms.ok ? { takenOn: (on: Day) => takenOn(terms.terms, on, reference.calendar) } : {}),
    cash: {
      ...{ freeFen: balances['cash-free'], reservedFen: balances['cash-reserved'] },
      outFen: balances['advances-out'],
    },
    cases: [...moving, ...waiting].map(caseOf),
    funding: agreed.map(({ kind, amountFen, plannedOn }) => ({
      on: plannedOn < today ? today : plannedOn,
      fen: fen(kind === 'withdrawal' ? -amountFen : amountFen),
    })),
  }
  const promised = new Map(
    open.flatMap(({ bridge, newLoanBy }) => (newLoanBy ? [[bridge.id as string, newLoanBy]] : [])),
  )
  return { asked, promised, waiting: waiting.map(bridgeOf), moving: moving.map(bridgeOf) }
}

/** The cash calendar of a pool, and what becomes of it if some are late. */
export async function calendarOf(
  parts: With,
  pool: Pool,
  today: Day,
  late?: ReadonlyMap<string, number>,
): Promise<Calendar> {
  const { asked, waiting, moving, promised } = await askedOf(parts, pool, today)
  const found = forecast({ ...asked, ...(late ? { late } : {}) })
  const back = ({ id }: Bridge) => found.expected.get(id)?.backOn ?? '9'
  return { found, promised, waiting, moving: moving.toSorted((a, b) => (back(a) < back(b) ? -1 : 1)) }
}

/** The place of one that waits, and the day on which there is money for it. */
export async function expectedIn(
  parts: With,
  pool: Pool,
  today: Day,
  id: Id<'bridge'>,
): Promise<{ readonly place: number; readonly moneyOn: Expected['moneyOn'] } | null> {
  const { found, waiting } = await calendarOf(parts, pool, today)
  const at = waiting.findIndex((one) => one.id === id)
  return at < 0 ? null : { place: at + 1, moneyOn: found.expected.get(id)?.moneyOn ?? null }
}
