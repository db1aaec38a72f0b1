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
import { type Bridge, movingOf } from './rows.ts'
import { balancesOf, fundingsAgreed, type Pool } from './rows-pools.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>

export type Calendar = {
  readonly found: Forecast
  /** Those that wait, in their order, and after them those whose money is set aside or out, the first back first. */
  readonly waiting: readonly Bridge[]
  readonly moving: readonly Bridge[]
}

const caseOf = (bridge: Bridge): OpenCase =>
  isOut(bridge.state)
    ? {
        ...{ id: bridge.id, stage: 'out', amountFen: minus(bridge.amountFen, bridge.repaidFen) },
        payOn: present(bridge.paidOutOn, 'the payout day of money that is out'),
        // Paid out later than planned, it comes back as much later.
        backOn: plusDays(
          present(bridge.paidOutOn, 'the payout day of money that is out'),
          Math.max(1, daysBetween(bridge.payOn, bridge.backOn)),
        ),
      }
    : {
        ...{ id: bridge.id, amountFen: bridge.amountFen, payOn: bridge.payOn, backOn: bridge.backOn },
        stage: bridge.state === 'reserved' ? 'reserved' : 'waiting',
      }

/** What a forecast is made of, as it stands in the books and the cases of a pool: three queries. */
export async function askedOf({ store, policies, reference }: With, pool: Pool, today: Day) {
  const { read } = store
  const [open, balances, agreed] = await Promise.all([
    movingOf(read, pool.id),
    balancesOf(read, pool.bookId),
    fundingsAgreed(read, pool.id),
  ])
  const terms = termsOn({ policies }, pool, today)
  const keys = terms.ok ? terms.terms.queue : (['arrival'] as const)
  const waiting = open.filter(({ state }) => state === 'queued').toSorted(inOrder(keys))
  const moving = open.filter(({ state }) => state !== 'queued')
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
  return { asked, waiting, moving }
}

/** The cash calendar of a pool, and what becomes of it if some are late. */
export async function calendarOf(
  parts: With,
  pool: Pool,
  today: Day,
  late?: ReadonlyMap<string, number>,
): Promise<Calendar> {
  const { asked, waiting, moving } = await askedOf(parts, pool, today)
  const found = forecast({ ...asked, ...(late ? { late } : {}) })
  const back = ({ id }: Bridge) => found.expected.get(id)?.backOn ?? '9'
  return { found, waiting, moving: moving.toSorted((a, b) => (back(a) < back(b) ? -1 : 1)) }
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
