import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { notices } from '../../db/tables/inbox.ts'
import { loans } from '../../db/tables/loans.ts'
import { taxWarnings } from '../../db/tables/tax-warnings.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { sign } from '../../server/loans/index.ts'
import { type Day, day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { startOf } from '../../server/platform/clock.ts'
import { watchBorrowers } from '../../server/tax-watch/index.ts'
import { agreed, applied, given, inHall, offered, onShelf, takenUp } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { stated } from '../tax-checks/stated.ts'

const taxLoan = {
  name: '税融通',
  kind: 'tax-credit',
  scheme: 'hefei-2015',
  guaranteeModes: ['credit'],
} as const

/** A loan of bank A to Lin's firm, approved on grade A, with nothing against it. */
async function lent() {
  const made = await runningTown()
  const { cast, store } = made
  const { linFirm } = cast.enterpriseIds
  await stated(made, linFirm, {
    ...{ grade: 'A', tax: { 2024: 100_000, 2025: 100_000 }, arrears: false, abnormal: false },
  })
  const productId = await onShelf(made, 'bankA', taxLoan)
  const need = await inHall(made, { amountFen: fen(50_000_000), guaranteeModes: [] })
  const application = await applied(made, { needId: need.id, productId })
  await takenUp(made, application, cast.zhou)
  const terms = { amountFen: fen(50_000_000), guaranteeMode: 'credit' } as const
  await agreed(made, await offered(made, application, cast.zhou, terms))
  const contract = { signedOn: made.clock.today(), contractNumber: 'HT-2026-001', register: 'none' } as const
  const { loan } = given(await sign(made.parts, made.by(cast.zhou), application.id, contract))
  await store.transact(async (tx) => {
    await tx.update(loans).set({ state: 'drawn' }).where(eq(loans.id, loan.id))
  })
  const watch = (on: Day) => watchBorrowers(made.parts, byPlatform(startOf(on), on))
  return { ...made, linFirm, loan, watch }
}

describe('the watch of borrowers', () => {
  test('looks on the first working day of a month, once, and says nothing while all is well', async () => {
    const { watch, store } = await lent()
    assert.equal(await watch(day('2026-03-31')), 0)
    assert.equal(await watch(day('2026-04-01')), 0)
    assert.deepEqual(await store.read.select().from(taxWarnings), [])
  })

  test('warns bank and bureau with rule, value and threshold; the bank answers, and the rule is counted', async () => {
    const { watch, store, cast, browserOf, linFirm, loan, ...made } = await lent()
    await stated({ ...made, store }, linFirm, { grade: 'C', arrears: true, asOf: day('2026-03-20') })
    // The first of May and the days after it are a holiday; the sixth is the first working day.
    assert.equal(await watch(day('2026-05-05')), 0)
    assert.equal(await watch(day('2026-05-06')), 3)
    assert.equal(await watch(day('2026-05-07')), 0)
    assert.equal(await watch(day('2026-06-01')), 0)
    const raised = await store.read.select().from(taxWarnings)
    assert.deepEqual(
      raised.map(({ rule, have, want, schemeVersion }) => [rule, have, want, schemeVersion]).toSorted(),
      [
        ['arrears', true, false, null],
        ['grade-dropped', 'C', 'A', null],
        ['grade-not-admitted', 'C', ['A', 'B'], 'tax-credit-scheme-hefei-2015-1'],
      ],
    )
    const told = (await store.read.select().from(notices)).filter(
      ({ words }) => words === 'tax-watch.notice.raised',
    )
    assert.deepEqual(new Set(told.map(({ personId }) => personId)).has(cast.zhou.id), true)
    assert.deepEqual(new Set(told.map(({ personId }) => personId)).has(cast.lu.id), true)
    const [one] = raised.filter(({ rule }) => rule === 'grade-dropped')
    assert(one)
    const zhou = await browserOf(cast.zhou)
    const shown = await zhou.get(`/tax-warnings/${one.id}`)
    assert.match(shown.body, /C 级/)
    assert.match(shown.body, /A 级/)
    const nothing = await zhou.post(`/tax-warnings/${one.id}/answer`, { outcome: 'confirmed', did: '' })
    assert.equal(nothing.statusCode, 422)
    const said = { outcome: 'confirmed', did: '已上门核实，压缩额度。' }
    assert.equal((await zhou.post(`/tax-warnings/${one.id}/answer`, said)).statusCode, 303)
    assert.equal((await zhou.post(`/tax-warnings/${one.id}/answer`, said)).statusCode, 303)
    const lu = await browserOf(cast.lu)
    assert.match((await lu.get(`/bureau/tax-warnings/${one.id}`)).body, /已上门核实/)
    const list = await lu.get('/bureau/tax-warnings')
    assert.match(list.body, new RegExp(loan.number))
    assert.match(list.body, /100\.00%/)
    // Another bank finds nothing.
    assert.equal((await (await browserOf(cast.wu)).get(`/tax-warnings/${one.id}`)).statusCode, 404)
  })
})
