import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq, isNull } from 'drizzle-orm'
import { consentLooks } from '../../db/tables/consents.ts'
import { notices } from '../../db/tables/inbox.ts'
import { loans } from '../../db/tables/loans.ts'
import { warnings } from '../../db/tables/warnings.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { revoke } from '../../server/consents/actions.ts'
import { consentsBetween } from '../../server/consents/index.ts'
import { sign } from '../../server/loans/index.ts'
import { type Day, day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { decide, object } from '../../server/objections/index.ts'
import { startOf } from '../../server/platform/clock.ts'
import { reverseImport } from '../../server/tax-facts/index.ts'
import { tellOfWarnings, watchBorrowers } from '../../server/warnings/index.ts'
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
    assert.deepEqual(await store.read.select().from(warnings), [])
  })

  test('warns bank and bureau with rule, value and threshold; the bank answers, and the rule is counted', async () => {
    const { watch, store, cast, browserOf, linFirm, loan, ...made } = await lent()
    await stated({ ...made, store }, linFirm, { grade: 'C', arrears: true, asOf: day('2026-03-20') })
    // The first of May and the days after it are a holiday; the sixth is the first working day.
    assert.equal(await watch(day('2026-05-05')), 0)
    assert.equal(await watch(day('2026-05-06')), 3)
    assert.equal(await watch(day('2026-05-07')), 0)
    assert.equal(await watch(day('2026-06-01')), 0)
    const raised = await store.read.select().from(warnings)
    assert.deepEqual(
      raised.map(({ rule, have, want, policyVersion }) => [rule, have, want, policyVersion]).toSorted(),
      [
        ['arrears', true, false, 'warning-tax-1'],
        ['grade-dropped', 'C', 'A', 'warning-tax-1'],
        ['grade-not-admitted', 'C', ['A', 'B'], 'tax-credit-scheme-hefei-2015-1'],
      ],
    )
    // How many, and nothing of what: which rule it is, is tax data, and an inbox or a mail shows no look.
    await tellOfWarnings({ store }, byPlatform(startOf(day('2026-05-06')), day('2026-05-06')))
    const told = (await store.read.select().from(notices)).filter(({ words }) =>
      words.startsWith('warnings.'),
    )
    const toldTo = ({ id }: { readonly id: string }) =>
      told.filter(({ personId }) => personId === id).map(({ href, values }) => [href, values])
    assert.deepEqual(toldTo(cast.zhou), [['/warnings', { count: 3 }]])
    assert.deepEqual(toldTo(cast.lu), [['/bureau/warnings', { count: 3 }]])
    const [one] = raised.filter(({ rule }) => rule === 'grade-dropped')
    const [owing] = raised.filter(({ rule }) => rule === 'arrears')
    assert(one && owing)
    const zhou = await browserOf(cast.zhou)
    const shown = await zhou.get(`/warnings/${one.id}`)
    assert.match(shown.body, /C 级/)
    assert.match(shown.body, /A 级/)
    assert.match((await zhou.get(`/warnings/${owing.id}`)).body, /出现欠税/)
    // Each of the two was a look, in the same minute at the same loan; the list was none.
    assert.doesNotMatch((await zhou.get('/warnings')).body, /欠税|等级|非正常/)
    const looks = await store.read.select().from(consentLooks).where(eq(consentLooks.subjectId, loan.id))
    assert.deepEqual(looks.map(({ what }) => what).toSorted(), [['taxArrears'], ['taxGrade']])
    const nothing = await zhou.post(`/warnings/${one.id}/answer`, { finding: 'confirmed', did: '' })
    assert.equal(nothing.statusCode, 422)
    const said = { finding: 'confirmed', did: '已上门核实，压缩额度。' }
    assert.equal((await zhou.post(`/warnings/${one.id}/answer`, said)).statusCode, 303)
    assert.equal((await zhou.post(`/warnings/${one.id}/answer`, said)).statusCode, 303)
    const lu = await browserOf(cast.lu)
    assert.match((await lu.get(`/bureau/warnings/${one.id}`)).body, /已上门核实/)
    assert.match((await lu.get('/bureau/warnings')).body, new RegExp(loan.number))
    // What was met again in between is told anew, though it is the same.
    await stated({ ...made, store }, linFirm, { arrears: false, asOf: day('2026-06-05') })
    assert.equal(await watch(day('2026-07-01')), 0)
    assert.match((await lu.get(`/bureau/warnings/${owing.id}`)).body, /监测到恢复正常[\s\S]*2026-07-01/)
    await stated({ ...made, store }, linFirm, { arrears: true, asOf: day('2026-07-10') })
    assert.equal(await watch(day('2026-08-03')), 1)
    assert.equal(await watch(day('2026-09-01')), 0)
    // Another bank finds nothing.
    assert.equal((await (await browserOf(cast.wu)).get(`/warnings/${one.id}`)).statusCode, 404)
  })

  test('looks again once an objection is decided or a file is taken back, before the month is over', async () => {
    const { watch, store, cast, linFirm, by, clock, parts, ...made } = await lent()
    const file = await stated({ ...made, store, clock }, linFirm, {
      ...{ grade: 'C', arrears: true, asOf: day('2026-03-20') },
    })
    const objecting = {
      applicationId: null,
      fact: 'grade',
      documentId: null,
      claims: { grade: 'B' },
      words: '等级评定有误。',
    } as const
    const objection = given(await object(parts, by(cast.lin), objecting)).objection
    const standing = async () =>
      (await store.read.select().from(warnings).where(isNull(warnings.clearedOn)))
        .map(({ rule }) => rule)
        .toSorted()
    // The grade is examined on the day of the watch: only what nobody disputes is told.
    assert.equal(await watch(day('2026-05-06')), 1)
    assert.equal(await watch(day('2026-05-07')), 0)
    clock.set('2026-05-07T10:00:00+08:00')
    const rejected = { outcome: 'rejected', answer: '评定无误。', version: objection.version } as const
    given(await decide(parts, by(cast.lu), objection.id, rejected))
    assert.equal(await watch(day('2026-05-08')), 2)
    assert.deepEqual(await standing(), ['arrears', 'grade-dropped', 'grade-not-admitted'])
    assert.equal(await watch(day('2026-05-09')), 0)
    clock.set('2026-05-11T10:00:00+08:00')
    given(await reverseImport(store, by(cast.lu), file, '发错了文件。'))
    assert.equal(await watch(day('2026-05-11')), 0)
    assert.deepEqual(
      await standing(),
      [],
      'the grade is an A again, and of arrears it is said that there are none',
    )
  })

  test('tells a bank without consent that there is something, not what, and the way to ask', async () => {
    const { watch, store, cast, browserOf, linFirm, loan, by, ...made } = await lent()
    await stated({ ...made, store }, linFirm, { grade: 'C', arrears: true, abnormal: true })
    for (const one of await consentsBetween(store.read, linFirm, cast.institutionIds.bankA))
      if (one.kind === 'tax') given(await revoke(store, by(cast.lin), one.id))
    assert.equal(await watch(day('2026-05-06')), 4)
    await tellOfWarnings({ store }, byPlatform(startOf(day('2026-05-06')), day('2026-05-06')))
    const zhou = await browserOf(cast.zhou)
    const raised = await store.read.select().from(warnings)
    const fact = /欠税|纳税信用|等级(下降|不再)|准入|非正常|[A-DM] 级|arrears|grade-|abnormal/i
    const addresses = ['/inbox', '/warnings', ...raised.map(({ id }) => `/warnings/${id}`)]
    for (const address of addresses) {
      const { body, statusCode } = await zhou.get(address)
      assert.equal(statusCode, 200, address)
      assert.match(body, /需要查看/, address)
      assert.doesNotMatch(body, fact, address)
    }
    const [one] = raised
    assert(one)
    const { body } = await zhou.get(`/warnings/${one.id}`)
    const ask = `/applications/${loan.applicationId}/consent-requests/new?kind=tax`
    assert.match(body, new RegExp(ask.replace('?', '\\?')))
    assert.equal((await zhou.get(ask)).statusCode, 200)
    assert.doesNotMatch(body, /<textarea/)
    const said = { finding: 'confirmed', did: '猜的。' }
    await zhou.post(`/warnings/${one.id}/answer`, said)
    assert.equal(await store.read.$count(warnings, isNull(warnings.answeredAt)), 4)
    assert.equal(await store.read.$count(consentLooks, eq(consentLooks.subjectId, loan.id)), 0)
  })
})
