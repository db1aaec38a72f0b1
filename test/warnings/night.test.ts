import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { and, eq, isNull } from 'drizzle-orm'
import { bridges, promises } from '../../db/tables/bridges.ts'
import { exposureFigures } from '../../db/tables/exposures.ts'
import { guarantorCustomers, guarantors } from '../../db/tables/guarantee-figures.ts'
import { notices } from '../../db/tables/inbox.ts'
import { loans } from '../../db/tables/loans.ts'
import { assignments } from '../../db/tables/supervision.ts'
import { warnings } from '../../db/tables/warnings.ts'
import { warningPolicies } from '../../seeds/reference/warning-rules.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { confirmCover, fileCover } from '../../server/covers/index.ts'
import { type Day, day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { loadPolicies } from '../../server/policies/index.ts'
import { answerAssignment, closeOne, giveBack } from '../../server/supervision/actions-assignments.ts'
import { closeClockDay, quarterTallies } from '../../server/supervision/index.ts'
import * as actions from '../../server/warnings/actions.ts'
import { raiseWarnings } from '../../server/warnings/index.ts'
import { kindOfPart, warningShapes } from '../../server/warnings/rule.ts'
import type { WarningRule } from '../../server/warnings/warning.ts'
import { applied, codeOf, given, inHall, onShelf } from '../applications/played.ts'
import { dueLoan, million, paidOut, pool } from '../bridges/played.ts'
import { code, lent, pooled, shownTo } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'

/*
 * One town in which every rule finds one thing, by the rows that its own rooms write: the night raises each once, says
 * nothing twice, and takes back what is well again.
 */

const town = await runningTown()
const { store, parts, cast, by, clock, browserOf } = town
const { bankA, guarantor } = cast.institutionIds
const made = await pooled(town)
/** A version of one rule that speaks of pools as small as this one; the others stay as they ship. */
const shipped = present(
  warningPolicies.find(({ code }) => code === kindOfPart.concentration),
  'the rule that ships',
)
const rule = warningShapes.concentration.parse(shipped.value)
const value = { ...rule, leastFen: fen(30_000_000) }
const second = { ...shipped, version: 2, effectiveFrom: day('2026-01-01'), value }
await loadPolicies(store, clock, parts.policies, [second])
const night = (on: Day) => {
  clock.set(`${on}T00:30:00+08:00`)
  return raiseWarnings(parts, byPlatform(clock.now(), on))
}
const of = (rule: WarningRule) =>
  store.read.select().from(warnings).where(eq(warnings.rule, rule)).orderBy(warnings.id)
const standing = async (rule: WarningRule) =>
  present(
    (
      await store.read
        .select()
        .from(warnings)
        .where(and(eq(warnings.rule, rule), isNull(warnings.clearedOn)))
    )[0],
    `a warning of ${rule}`,
  )
const loan = await lent(made)
const { cover } = given(await fileCover(parts, by(cast.zhou), loan, code))
given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
const silent = await onShelf(town, 'bankA', { name: '无人答复贷', daysPromised: 3 })
for (let count = 0; count < 3; count += 1)
  await applied(town, { needId: (await inHall(town)).id, productId: silent })
const advance = await paidOut(town, await dueLoan(town), await pool(town, 10 * million))

/** What the day brings: a loan is late, a class falls, a letter lapses, firms come back, and one customer is most of all. */
async function goesWrong() {
  const { linFirm } = cast.enterpriseIds
  await store.transact(async (tx) => {
    const late = { state: 'overdue', overdueSince: day('2026-03-23'), riskClass: 'substandard' } as const
    await tx.update(loans).set(late).where(eq(loans.id, loan))
    await tx.update(promises).set({ state: 'lapsed' }).where(eq(promises.bridgeId, advance.id))
    for (const number of ['GQ-2', 'GQ-3'])
      await tx.insert(bridges).values({
        ...{
          ...advance,
          id: newId<'bridge'>(),
          number,
          state: 'closed',
          reservationId: null,
          payoutSeq: null,
        },
      })
    const wholeFen = fen(10 * million)
    await tx.insert(guarantors).values({
      ...{ guarantorId: guarantor, balanceFen: wholeFen, ownFen: noFen, liabilityFen: noFen, guarantees: 2 },
      ...{ committedOwnFen: noFen, smallOwnFen: noFen, customers: 2, smallCustomers: 0, committedFen: noFen },
      weightsVersion: 'guarantee-weights-1',
    })
    await tx.insert(guarantorCustomers).values({
      ...{ guarantorId: guarantor, enterpriseId: linFirm, kind: 'small', balanceFen: fen(million) },
      ...{
        promisedFen: noFen,
        promisedOwnFen: noFen,
        ownFen: noFen,
        liabilityFen: noFen,
        committedFen: noFen,
      },
    })
    for (const [key, part] of [
      ['C', wholeFen / 2],
      ['F', wholeFen / 2 - 1],
    ] as const)
      await tx.insert(exposureFigures).values({
        ...{
          ...{ party: guarantor, place: '3406', dimension: 'industry', key },
          ...{ balanceFen: fen(part), shareFen: noFen, loans: 1 },
        },
      })
  })
}

describe('the night', () => {
  test('finds nothing while all is well, but that a pool with one loan is all that loan', async () => {
    assert.equal(await night(day('2026-03-12')), 3)
    assert.deepEqual(new Set((await of('concentration')).map(({ have }) => have)), new Set([1_000_000]))
  })

  test('raises each rule with value, threshold and version, tells bank and bureau how many, and never twice', async () => {
    await goesWrong()
    const on = day('2026-03-24')
    assert.equal(await night(on), 7)
    const raised = await store.read.select().from(warnings)
    assert.deepEqual(
      raised
        .map(({ rule, dimension, have, want, policyVersion, region }) =>
          [rule, dimension ?? '-', have, want, policyVersion, region].join(' '),
        )
        .toSorted(),
      [
        `bridge-dependence - 3 2 warning-bridge-dependence-1 340603001`,
        `claim-rate - 1000000 50000 arrangement-${code}-2 3406`,
        'concentration bank 1000000 500000 warning-concentration-2 3406',
        'concentration customer 100000 100000 warning-concentration-2 3406',
        'concentration customer 1000000 100000 warning-concentration-2 3406',
        'concentration industry 1000000 500000 warning-concentration-2 3406',
        'concentration industry 500000 500000 warning-concentration-2 3406',
        `overdue - 1 1 warning-overdue-1 340603001`,
        `promise-lapsed - 90000000 0 warning-promise-lapsed-1 340603001`,
        'silent-product - 3 3 warning-silent-product-1 3406',
      ],
    )
    // By which version of its own rule it is dated: a change of one rule is on record with that rule alone.
    for (const { rule, duePolicies } of raised)
      assert.ok(
        duePolicies?.some((one) => one === `warning-${rule}-${rule === 'concentration' ? 2 : 1}`),
        `${rule} ${duePolicies}`,
      )
    assert.equal(await night(on), 0)
    assert.equal(await night(day('2026-03-25')), 0)
    const told = (await store.read.select().from(notices)).filter(
      ({ words }) => words === 'warnings.notice.raised',
    )
    assert.deepEqual(new Set(told.map(({ href }) => href)), new Set(['/warnings', '/bureau/warnings']))
    const toZhou = told.filter(({ personId }) => personId === cast.zhou.id)
    assert.deepEqual(
      toZhou.map(({ values }) => values),
      [{ count: 3 }],
    )
  })

  test('a worse value warns anew in the place of the older, and a value that is back ends it', async () => {
    const before = await standing('overdue')
    assert.equal(await night(day('2026-04-22')), 1)
    const [older, newer] = await of('overdue')
    assert.deepEqual([older?.id, older?.clearedAs, newer?.have, newer?.want], [before.id, 'newer', 30, 30])
    await store.transact((tx) =>
      tx
        .update(loans)
        .set({ state: 'drawn' })
        .where(eq(loans.id, loan))
        .then(() => null),
    )
    assert.equal(await night(day('2026-04-23')), 0)
    const last = (await of('overdue')).at(-1)
    assert.deepEqual([last?.clearedOn, last?.clearedAs, last?.state], ['2026-04-23', 'back', 'open'])
    await store.transact((tx) =>
      tx
        .update(loans)
        .set({ state: 'overdue' })
        .where(eq(loans.id, loan))
        .then(() => null),
    )
    assert.equal(await night(day('2026-04-24')), 1)
  })
})

describe('a warning', () => {
  test('is answered by the bank, goes through hands of the bureau, and counts for its rule', async () => {
    const { id } = await standing('overdue')
    clock.set('2026-04-24T09:00:00+08:00')
    const [zhou, qin, lu] = [await browserOf(cast.zhou), await browserOf(cast.qin), await browserOf(cast.lu)]
    assert.equal((await (await browserOf(cast.wu)).get(`/warnings/${id}`)).statusCode, 404)
    const said = { finding: 'confirmed', did: '已上门催收。' }
    assert.equal((await zhou.post(`/warnings/${id}/answer`, said)).headers.location, '/warnings')
    const closing = { finding: 'confirmed', did: '银行已催收，企业承诺还款。' }
    const early = await lu.post(`/bureau/warnings/${id}/closure`, closing)
    assert.equal(early.statusCode, 422)
    assert.match(early.body, /先标记知悉/)
    const task = { person: cast.qin.id, task: '请核实', dueOn: '2026-04-24' }
    const late = await lu.post(`/bureau/warnings/${id}/assignment`, task)
    assert.equal(late.statusCode, 422)
    assert.match(late.body, /请填今天以后的日期/)
    await lu.post(`/bureau/warnings/${id}/assignment`, { ...task, dueOn: '2026-04-27' })
    const [hand] = await store.read.select().from(assignments)
    assert.deepEqual([hand?.personId, hand?.state, hand?.institutionId], [cast.qin.id, 'assigned', bankA])
    assert.match((await qin.get('/inbox')).body, /JB20260424-0001/)
    const one = present(hand, 'what was assigned').id
    // He is told when it is late, and who assigned it with him; once.
    clock.set('2026-04-28T09:00:00+08:00')
    for (const on of ['2026-04-28', '2026-04-28'] as const)
      await closeClockDay(parts, byPlatform(clock.now(), day(on)))
    const told = (await store.read.select().from(notices)).filter(({ words }) =>
      words.endsWith('assignment-late'),
    )
    assert.deepEqual(told.map(({ personId }) => personId).toSorted(), [cast.qin.id, cast.lu.id].toSorted())
    assert.equal(
      codeOf(await actions.closeWarning(store, by(cast.lu), id, said as never)),
      'assignment-unanswered',
    )
    assert.equal(codeOf(await answerAssignment(store, by(cast.lu), one, '代答')), 'assignment-not-yours')
    const [qinAgain, luAgain] = [await browserOf(cast.qin), await browserOf(cast.lu)]
    const answered = await qinAgain.post(`/bureau/assignments/${one}/answer`, { answer: '已电话核实' })
    assert.equal(answered.headers.location, `/bureau/assignments/${one}`)
    assert.equal(codeOf(await closeOne(store, by(cast.lu), one, '好')), 'assignment-of-warning')
    given(await giveBack(store, by(cast.lu), one, { words: '请附凭证', dueOn: day('2026-04-30') }))
    given(await answerAssignment(store, by(cast.qin), one, '凭证已附'))
    assert.equal(codeOf(await actions.closeWarning(store, by(cast.qin), id, said as never)), 'assignment-own')
    assert.match((await luAgain.get(`/bureau/warnings/${id}`)).body, /凭证已附/)
    assert.equal(
      (await luAgain.post(`/bureau/warnings/${id}/closure`, closing)).headers.location,
      `/bureau/warnings/${id}`,
    )
    const shown = (await luAgain.get(`/bureau/warnings/${id}`)).body
    assert.match(shown, /银行已催收，企业承诺还款。/)
    assert.match(shown, /2026-04-24 夜间核对时的数值/)
    assert.match((await luAgain.get('/bureau/warnings/precision')).body, /2026Q2[\s\S]*100\.00%[\s\S]*1 \/ 1/)
    const [quarter] = await quarterTallies(store.read, '3406', day('2026-04-28'))
    assert.deepEqual(quarter?.all, { opened: 1, inTime: 1, late: 0, open: 0, overdue: 0 })
    assert.deepEqual(
      quarter?.banks.map(({ institutionId }) => institutionId),
      [bankA],
    )
    // Closed while it stands: the same is not told again.
    assert.equal(await night(day('2026-04-29')), 0)
  })

  test('is listed by what the address asks, and in a county only what lies there', async () => {
    const lu = await browserOf(cast.lu)
    const found = async (query: string) =>
      [
        ...(await lu.get(`/bureau/warnings?${query}`)).body.matchAll(
          /href="\/bureau\/warnings\/[0-9a-z]{26}"/g,
        ),
      ].length
    const count = async (rule: WarningRule) => (await of(rule)).length
    assert.equal(await found('rule=overdue'), await count('overdue'))
    assert.equal(await found('rule=overdue&state=closed'), 1)
    assert.equal(await found('rule=overdue&state=over'), 1)
    assert.equal(await found('rule=concentration&from=2026-03-25'), 0)
    assert.equal(await found(`bank=${guarantor}`), 2)
    const zhou = await browserOf(cast.zhou)
    assert.equal((await zhou.get('/bureau/warnings')).statusCode, 403)
    assert.match((await zhou.get('/warnings')).body, /无人答复贷/)
  })
})
