import { and, asc, eq, isNotNull } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import { openStore } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { bridgeFundings, bridges, promises } from '../../db/tables/bridges.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { loadReference } from '../../seeds/reference/load.ts'
import { byPerson } from '../../server/accounts/index.ts'
import { act } from '../../server/audit/index.ts'
import type { BridgeState } from '../../server/bridges/bridge.ts'
import { openPool } from '../../server/bridges/index.ts'
import { readConfig } from '../../server/config.ts'
import { credit, debit, post } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { loadPolicies, policyBook } from '../../server/policies/index.ts'
import { benchPool, openAdvances } from './pages.ts'

/*
 * A pool of its own with 20,000 past advances and 500 open ones, copies of one that the demo city has, of other firms, banks
 * and days, each with its letter, beside what funders have agreed to for the next weeks; its books hold what is out. Run once by `run.ts`, after the demo city.
 */

const count = Number(process.argv[2] ?? 20_000)
const store = await openStore()
const random = randomFrom(2026)
const today = systemClock.today()
const policies = policyBook()
await loadPolicies(store, systemClock, policies, [])
const config = readConfig({ ...process.env })
const parts = { store, policies, config, reference: loadReference(policies) }

const [tang] = await store.read.select().from(people).where(eq(people.signInName, 'tang'))
const operator = present(tang, 'the operator of the cast')
const by = byPerson(
  { ...operator, organisation: '', language: 'zh' } as unknown as Parameters<typeof byPerson>[0],
  systemClock.now(),
  today,
)
const [known] = await store.read
  .select()
  .from(bridges)
  .where(and(eq(bridges.origin, 'taken-over'), isNotNull(bridges.repaidOn)))
  .limit(1)
const model = present(known, 'an advance of the past')
const firms = await store.read
  .select({ id: enterprises.id, region: enterprises.region })
  .from(enterprises)
  .orderBy(asc(enterprises.id))
  .limit(5_000)
const banks = await store.read
  .select({ id: institutions.id })
  .from(institutions)
  .where(eq(institutions.kind, 'bank'))

const draft = {
  ...{ code: 'bench', name: { zh: benchPool, en: benchPool }, policyCode: 'huaibei-demo', region: '3406' },
  institutionId: present(operator.institutionId, 'the institution of the operator'),
}
const opened = await act(store, by, (tx) => openPool(tx, by, parts, draft))
if (!opened.ok) throw new Error(opened.refusal.code)
const { pool } = opened

/** Three in five are out, one in five has its money set aside, one in five waits. */
const stages: readonly BridgeState[] = ['paid', 'settled', 'renewed', 'reserved', 'queued']
const amount = () => fen(random.whole(100, 1_900) * 1_000_000)

function row(at: number): typeof bridges.$inferInsert {
  const firm = random.pick(firms)
  const own = {
    ...{ ...model, id: newId<'bridge'>(), number: `GQB${String(at).padStart(6, '0')}`, poolId: pool.id },
    ...{ enterpriseId: firm.id, region: firm.region, institutionId: random.pick(banks).id },
    ...{ amountFen: amount(), payoutSeq: null },
  }
  if (at >= openAdvances) {
    const paidOutOn = plusDays(today, -20 - random.whole(0, 900))
    const days = random.whole(1, 14)
    const dates = { paidOutOn, repaidOn: plusDays(paidOutOn, days), daysOut: days }
    return { ...own, ...dates, repaidFen: own.amountFen, newLoanFen: own.amountFen, renewalDays: days - 1 }
  }
  const state = present(stages[at % stages.length], 'a stage')
  const isOut = state === 'paid' || state === 'settled' || state === 'renewed'
  const on = plusDays(today, isOut ? -random.whole(0, 12) : random.whole(0, 5))
  return {
    ...{ ...own, state, repaidFen: noFen, repaidOn: null, daysOut: null, feeFen: noFen, savingFen: noFen },
    ...{ endedOn: null, feePaidOn: null, overdueSince: null, payOn: on, backOn: plusDays(on, 8) },
    ...{ paidOutOn: isOut ? on : null, lastOn: isOut ? plusDays(on, 10) : null },
    ...{ newLoanOn: null, newLoanFen: null, newContract: null, renewalDays: null },
    reservedUntil: state === 'reserved' ? plusDays(today, 4) : null,
  }
}

const rows = Array.from({ length: count + openAdvances }, (_, at) => row(at))
const [anyLoan] = await store.read.select({ id: loans.id }).from(loans).limit(1)
const loanId = present(anyLoan, 'a loan').id

/** Each has its letter: kept in the past, and a day on which the new loan is promised for what is open. */
function letterOf(one: (typeof rows)[number], at: number): typeof promises.$inferInsert {
  const { id: bridgeId, enterpriseId, institutionId, amountFen, payOn, paidOutOn, state } = one
  const from = paidOutOn ?? payOn
  const isUsed = Boolean(paidOutOn) || state === 'closed'
  const newLoanBy = plusDays(from, random.whole(2, 12))
  return {
    ...{ id: newId<'promise'>(), number: `CNB${String(at).padStart(6, '0')}`, bridgeId, loanId },
    ...{ enterpriseId, institutionId, state: isUsed ? 'used' : 'signed', askedAt: systemClock.now() },
    ...{ leastFen: amountFen, amountFen, newLoanBy, validUntil: plusDays(newLoanBy, 20) },
    ...{ letterNumber: `B-${at}`, signer: 'bench', accountName: 'bench', accountNumber: '20000012' },
    ...{ signedAt: systemClock.now(), sha256: String(at), version: 1 },
  }
}

/** What funders have agreed to for the next weeks: in and out by turns. */
const fundings = Array.from({ length: 30 }, (_, at): typeof bridgeFundings.$inferInsert => ({
  ...{ id: newId<'funding'>(), poolId: pool.id, kind: at % 3 ? 'contribution' : 'withdrawal' },
  ...{ funder: 'bench', agreement: `bench ${at}`, amountFen: amount(), agreedOn: today },
  ...{ plannedOn: plusDays(today, at * 2), state: 'agreed', makerId: operator.id },
  ...{ madeAt: systemClock.now(), version: 1 },
}))
const outFen = fen(
  rows.filter(({ lastOn, repaidOn }) => lastOn && !repaidOn).reduce((sum, one) => sum + one.amountFen, 0),
)
await store.transact(async (tx) => {
  const money = { on: today, why: 'benchmark', subject: { kind: 'pool', id: pool.id } as const }
  for (const [kind, lines] of [
    [
      'ledger.capital-paid-in',
      [debit(pool.bookId, 'cash-free', outFen), credit(pool.bookId, 'funders-capital', outFen)],
    ],
    ['bridges.paid', [debit(pool.bookId, 'advances-out', outFen), credit(pool.bookId, 'cash-free', outFen)]],
  ] as const) {
    const memo = { funder: 'bench', agreement: 'bench', number: 'bench', amountFen: outFen }
    const posted = await post(tx, by, parts, { ...money, key: `bench ${kind}`, kind, memo, lines })
    if (!posted.ok) throw new Error(posted.refusal.code)
  }
  for (let from = 0; from < rows.length; from += 2_000)
    await insertAll(tx, bridges, rows.slice(from, from + 2_000))
  const letters = rows.map(letterOf)
  for (let from = 0; from < letters.length; from += 2_000)
    await insertAll(tx, promises, letters.slice(from, from + 2_000))
  await insertAll(tx, bridgeFundings, fundings)
})
process.stdout.write(`${rows.length} advances, of them ${count} past advances\n`)
await store.close()
