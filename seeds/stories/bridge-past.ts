import { and, asc, eq, inArray } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import { bridgeReturns, bridges } from '../../db/tables/bridges.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerBooks } from '../../db/tables/ledger.ts'
import { type By, byPerson, type Person } from '../../server/accounts/index.ts'
import { act } from '../../server/audit/index.ts'
import { bridgeFee, bridgePolicyOn, bridgeSaving, lastDayOf } from '../../server/bridge-pool/index.ts'
import * as room from '../../server/bridges/index.ts'
import {
  advanceExposed,
  advanceStand,
  type Past as ExposedPast,
  exposeMany,
} from '../../server/exposures/index.ts'
import { type BookId, credit, debit, post } from '../../server/ledger/index.ts'
import { type Day, day, daysBetween, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, minus, noFen, plus, times } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import type { Cast } from '../cast.ts'
import { randomFrom } from '../city/random.ts'
import { happened } from './stage.ts'

const why = '演示数据，金额为虚构'
/** What Ruzhou published of its pool: 70-odd firms, 3.00 billion lent, nearly 100 million saved. */
export const published = { firms: 76, times: 300, paidOutFen: fen(300_000_000_000) } as const

const wan = (amount: number): Fen => fen(amount * 1_000_000)
/** The pool's own books of before, until the platform took them over. */
export const [historyFrom, historyTo] = [day('2024-02-26'), day('2025-12-10')]
/** Days out of the past advances, the usual ones more than once; the terms of those years allowed fifteen. */
const usualDays = [9, 10, 12, 12, 12, 13, 13, 14, 14, 15]
const lateDays = 18
const everyLate = 60

type Past = {
  readonly enterpriseId: Id<'enterprise'>
  readonly institutionId: Id<'institution'>
  readonly region: string
  readonly industry: string
  readonly size: (typeof enterprises.$inferSelect)['size']
  readonly amountFen: Fen
  readonly paidOutOn: Day
  readonly days: number
}

/**
 * The advances of the pool before the platform: taken over from its own books in the order of their days, each with its
 * two entries, so that the ledger and the rows say the same. Invented, but for their sums.
 */
export async function tellPast(parts: Parts, person: Person): Promise<void> {
  const { store } = parts
  const pool = present(await poolOf(parts), 'the bridge pool of the city')
  const past = await pastOf(parts)
  type Move = { readonly on: Day; readonly at: number; readonly isBack: boolean }
  const moves = past
    .flatMap((one, at): Move[] => [
      { on: one.paidOutOn, at, isBack: false },
      { on: plusDays(one.paidOutOn, one.days), at, isBack: true },
    ])
    .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : Number(b.isBack) - Number(a.isBack)))
  const rows = past.map((one, at) => rowOf(parts, pool, one, at))
  const seqs: number[] = []
  const returns: (typeof bridgeReturns.$inferInsert)[] = []
  const at = (on: Day) => byPerson(person, `${on}T02:00:00.000Z` as By['at'], on)
  await store.transact(async (tx) => {
    for (const { on, at: index, isBack } of moves) {
      const { bridge, back } = present(rows[index], 'an advance of the past')
      const draft = { subject: { kind: 'bridge', id: bridge.id }, on, why, ...entryOf(pool, bridge, isBack) }
      const { seq } = happened(await post(tx, at(on), parts, draft)).entry
      if (isBack) returns.push({ ...back, entrySeq: seq, recordedAt: at(on).at, recordedBy: person.id })
      else seqs[index] = seq
    }
    const paid = rows.map(({ bridge }, index) => ({ ...bridge, payoutSeq: seqs[index] ?? null }))
    await insertAll(tx, bridges, paid)
    await insertAll(tx, bridgeReturns, returns)
    await exposeMany(
      tx,
      rows.map(({ bridge }, index): ExposedPast => {
        const one = present(past[index], 'an advance of the past')
        const backOn = plusDays(one.paidOutOn, one.days)
        const { industry, size } = one
        return {
          exposed: advanceExposed({ ...bridge, paidOutOn: one.paidOutOn }, pool.policyCode, {
            industry,
            size,
          }),
          stands: [
            { on: one.paidOutOn, at: at(one.paidOutOn).at, stand: advanceStand(bridge, one.amountFen) },
            { on: backOn, at: at(backOn).at, stand: advanceStand(bridge, noFen) },
          ],
        }
      }),
    )
  })
}

type Sums = { readonly id: string; readonly number: string; readonly amountFen: Fen; readonly feeFen: Fen }

/** What the ledger says of a payout, and of a return with its fee. */
function entryOf({ bookId }: room.Pool, { id, number, amountFen, feeFen }: Sums, isBack: boolean) {
  const memo = { number, amountFen }
  if (!isBack)
    return {
      ...{ key: `demo paid ${id}`, kind: 'bridges.paid', memo },
      lines: [debit(bookId, 'advances-out', amountFen), credit(bookId, 'cash-free', amountFen)],
    }
  return {
    ...{ key: `demo back ${id}`, kind: 'bridges.back', memo },
    lines: [
      debit(bookId, 'cash-free', plus(amountFen, feeFen)),
      credit(bookId, 'advances-out', amountFen),
      credit(bookId, 'fee-income', feeFen),
    ],
  }
}

function rowOf({ policies, reference }: Parts, pool: room.Pool, one: Past, at: number) {
  const { amountFen, paidOutOn, days, industry: _, size: __, ...parties } = one
  const repaidOn = plusDays(paidOutOn, days)
  const on = bridgePolicyOn(policies, pool.policyCode, paidOutOn)
  assert(on.ok, 'the pool had terms')
  const { value: terms, version } = on.policy
  const fee = bridgeFee(terms, { principalFen: amountFen, paidOutOn, repaidOn }, reference.calendar)
  const last = lastDayOf(terms, paidOutOn, reference.calendar)
  assert(fee.ok && last.ok, 'the past can be counted')
  const saved = bridgeSaving(terms, amountFen, fee)
  assert(saved.ok, 'the past can be counted')
  const [settledOn, newLoanOn] = [plusDays(paidOutOn, 1), plusDays(repaidOn, -1)]
  const id = newId<'bridge'>()
  const renewedFen = times(fen(Math.ceil(amountFen / 95_000_000)), 100_000_000)
  const cost = { feeFen: fee.feeFen, savingFen: saved.savingFen }
  const bridge = {
    ...{ ...parties, ...cost, id, number: `GQ-${yearAnd(paidOutOn)}-${String(at + 1).padStart(4, '0')}` },
    ...{ poolId: pool.id, origin: 'taken-over', loanId: null, borrower: 'firm', state: 'closed', amountFen },
    ...{ principalDueFen: renewedFen, maturesOn: plusDays(paidOutOn, 1), oldContract: `原台账 ${at + 1}` },
    ...{
      whyNot: '原台账未记载',
      payOn: paidOutOn,
      backOn: repaidOn,
      policyVersion: version,
      ruleVersion: version,
    },
    ...{
      appliedAt: `${plusDays(paidOutOn, -5)}T02:00:00.000Z` as By['at'],
      appliedOn: plusDays(paidOutOn, -5),
    },
    ...{
      appliedBy: null,
      taxLastYearFen: null,
      makerId: null,
      facts: null,
      checks: null,
      operatorWord: null,
    },
    ...{ operatorSaid: null, bureauWord: null, bureauSaid: null, bureauBy: null, ownMoneyFen: null },
    ...{ ownMoneyOn: null, checkerId: null, thirdId: null, reservationId: null, reservedUntil: null },
    ...{ cashierId: null, paidOutOn, lastOn: last.on, settledOn },
    ...{ newLoanOn, newLoanFen: renewedFen, newContract: `原台账 ${at + 1} 续` },
    ...{ repaidFen: amountFen, repaidOn, feePaidOn: repaidOn, daysOut: fee.days, courtOn: null, why: null },
    ...{ renewalDays: daysBetween(settledOn, newLoanOn), filedOn: null, courtCase: null },
    overdueSince: repaidOn > last.on ? plusDays(last.on, 1) : null,
    ...{ endedOn: repaidOn, warnedFor: null, dueOn: null, duePolicies: null, version: 1 },
  } satisfies typeof bridges.$inferInsert
  const back = {
    ...{
      ...cost,
      id: newId<'bridge-return'>(),
      bridgeId: id,
      amountFen,
      returnedOn: repaidOn,
      days: fee.days,
    },
    ...{ overdueDays: fee.overdueDays, undoneAt: null },
  }
  return { bridge, back }
}

const yearAnd = (on: Day): string => on.slice(0, 4)

/** Who borrowed how much and for how long: spread evenly, so that the pool always had the money. */
async function pastOf({ store }: Parts): Promise<readonly Past[]> {
  const random = randomFrom(3_000_000_000)
  const firms = await store.read
    .select({
      enterpriseId: enterprises.id,
      region: enterprises.region,
      industry: enterprises.industry,
      size: enterprises.size,
    })
    .from(enterprises)
    .where(and(eq(enterprises.state, 'verified'), inArray(enterprises.size, ['small', 'medium'])))
    .orderBy(asc(enterprises.id))
    .limit(published.firms)
  const banks = await store.read
    .select({ id: institutions.id })
    .from(institutions)
    .where(and(eq(institutions.kind, 'bank'), eq(institutions.state, 'active')))
    .orderBy(asc(institutions.id))
  assert(firms.length === published.firms && banks.length > 0, 'the city has the firms of its pool')
  const amounts = Array.from({ length: published.times }, () => wan(random.whole(600, 1_400)))
  const drawn = plus(...amounts)
  const even = fen(Math.trunc(minus(published.paidOutFen, drawn) / published.times / 1_000_000) * 1_000_000)
  const evened = amounts.map((one) => plus(one, even))
  const rest = minus(published.paidOutFen, plus(...evened))
  const span = Math.floor((Date.parse(historyTo) - Date.parse(historyFrom)) / 86_400_000)
  return evened.map((amountFen, at): Past => {
    const firm = present(firms[at % firms.length], 'a firm of the pool')
    const bank = present(banks[(at % firms.length) % banks.length], 'a bank of the pool')
    const paidOutOn = plusDays(historyFrom, Math.floor((at * span) / published.times))
    const days =
      at % everyLate === everyLate - 1
        ? lateDays
        : present(usualDays[random.whole(0, usualDays.length - 1)], 'days')
    return {
      ...{ ...firm, institutionId: bank.id, paidOutOn, days },
      amountFen: at === published.times - 1 ? plus(amountFen, rest) : amountFen,
    }
  })
}

/** A Monday, long before the platform. */
const openedOn = day('2024-01-08')

/** The pool opens, and its funders pay in by agreements that one person writes down and another books. */
export async function openBridge(
  parts: Parts,
  cast: Cast,
  funders: readonly (readonly [string, Fen])[],
): Promise<BookId> {
  const by = (person: Person, on: Day) => byPerson(person, `${on}T02:00:00.000Z` as By['at'], on)
  const draft = {
    ...{ code: 'bridge', name: { zh: '企业续贷过桥资金池（演示）', en: 'Bridge pool (demo)' } },
    ...{ policyCode: 'huaibei-demo', institutionId: cast.institutionIds.pool, region: '3406' },
  }
  const first = by(cast.tang, openedOn)
  const { pool } = happened(await act(parts.store, first, (tx) => room.openPool(tx, first, parts, draft)))
  for (const [at, [funder, amountFen]] of funders.entries()) {
    const on = plusDays(openedOn, 2 + at * 7)
    const agreed = { kind: 'contribution', funder, amountFen, agreedOn: on, plannedOn: on } as const
    const agreement = `过桥资金出资协议（演示）${at + 1} 号`
    const { funding } = happened(
      await room.agree(parts, by(cast.tang, on), pool.id, { ...agreed, agreement }),
    )
    happened(await room.book(parts, by(cast.jiang, on), funding.id, funding.version, on))
  }
  return pool.bookId
}

export async function poolOf({ store }: Parts): Promise<room.Pool | null> {
  const pools = await room.poolsOf(store.read, { region: '3406' })
  const [book] = await store.read
    .select({ id: ledgerBooks.id })
    .from(ledgerBooks)
    .where(eq(ledgerBooks.code, 'bridge'))
  return pools.find(({ bookId }) => bookId === book?.id) ?? null
}
