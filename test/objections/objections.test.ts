import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { notices } from '../../db/tables/inbox.ts'
import { apply, decline } from '../../server/applications/index.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { factsOf, matchRuleOn } from '../../server/matching/index.ts'
import { fitsOf } from '../../server/matching/reading.ts'
import { decide, object, withdraw } from '../../server/objections/index.ts'
import { objectionsOf } from '../../server/objections/rows.ts'
import { present } from '../../server/platform/assert.ts'
import { listedShelf } from '../../server/products/index.ts'
import { taxFactsOf } from '../../server/tax-facts/index.ts'
import { applied, codeOf, given, inHall, onShelf, takenUp } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'

/** A product for grade B alone, before Lin's firm, whose grade on record is A; and a case that bank A declined. */
async function measured() {
  const made = await runningTown()
  const { cast, store, by, parts, clock } = made
  const need = await inHall(made)
  const onlyB = await onShelf(made, 'bankB', { grades: ['B'] })
  const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
  const working = await takenUp(made, one, cast.zhou)
  const no = { reason: 'credit-record', words: '等级与行内记录不符。', facts: ['grade'] } as const
  const { application } = given(await decline(store, by(cast.zhou), working, no))
  const objecting = {
    ...{
      applicationId: application.id,
      fact: 'grade' as const,
      words: '税务局二月已评为 B 级。',
      documentId: null,
    },
    claims: { grade: 'B' },
  } as const
  const firm = async () => present(await firmOf(store.read, need.enterpriseId), 'the firm')
  const verdict = async () => {
    const shelf = (await listedShelf(store.read)).filter(({ id }) => id === onlyB)
    const [fit] = fitsOf(
      await factsOf(store.read, parts.policies, need, await firm(), clock.today()),
      shelf,
      matchRuleOn(parts.policies, clock.today()),
    )
    return present(fit, 'a fit')
  }
  const objected = () => object(parts, by(cast.lin), objecting)
  return { ...made, need, onlyB, application, objecting, objected, firm, verdict }
}

describe('an objection to a fact', () => {
  test('turns the rule to unknown while it is examined, and says why to both sides', async () => {
    const { made, need, onlyB, application, objected, verdict, cast, browserOf, parts, by } =
      await measured().then((made) => ({ ...made, made }))
    assert.equal((await verdict()).verdict, 'not')
    const { objection } = given(await objected())
    assert.equal(objection.dueOn, '2026-03-24', 'ten working days after the tenth')
    const found = await verdict()
    assert.equal(found.verdict, 'unknown')
    assert.equal(found.conditions.find(({ rule }) => rule === 'grade')?.have.kind, 'disputed')
    const owner = await browserOf(cast.lin)
    assert.match((await owner.get(`/needs/${need.id}/fits`)).body, /正在核查；核查期间按不清楚处理/)
    for (const person of [cast.lin, cast.zhou]) {
      const browser = await browserOf(person)
      const seen = await browser.get(`/objections/${objection.id}`)
      assert.equal(seen.statusCode, 200)
      // What the grade is, a bank learns by consent and on record, and not from the page of an objection.
      assert.equal(seen.body.includes('平台现在的记录'), person === cast.lin)
      assert.equal((await browser.get(`/applications/${application.id}`)).statusCode, 200)
    }
    for (const person of [cast.wu, cast.fang])
      assert.equal((await (await browserOf(person)).get(`/objections/${objection.id}`)).statusCode, 404)
    const chosen = { needId: need.id, productId: onlyB, consent: consenting(made) }
    assert.equal(codeOf(await apply(parts, by(cast.lin), chosen)), 'done', 'unknown is no reason to refuse')
  })

  test('upheld corrects the fact, once and for both sides, and the match counts it again', async () => {
    const { objected, verdict, firm, cast, by, parts, store, clock, browserOf } = await measured()
    const { objection } = given(await objected())
    assert.equal(codeOf(await objected()), 'objection-there')
    const lu = await browserOf(cast.lu)
    assert.ok((await lu.get('/objections')).body.includes(objection.number))
    const at = `/objections/${objection.id}/decision`
    assert.equal((await lu.post(at, { outcome: 'upheld', answer: '', version: '1' })).statusCode, 422)
    assert.equal((await lu.post(at, { outcome: 'upheld', answer: '核对属实', version: '7' })).statusCode, 409)
    assert.equal((await lu.post(at, { outcome: 'upheld', answer: '核对属实', version: '1' })).statusCode, 303)
    const { taxGrade, taxBureauGrade, disputed, state } = await firm()
    assert.deepEqual([taxGrade, taxBureauGrade, disputed, state], ['A', 'B', null, 'verified'])
    const { facts, from } = await taxFactsOf(store.read, objection.enterpriseId, clock.today())
    assert.deepEqual([facts.grade, from.grade?.source], ['B', 'correction'], 'what was found wins')
    assert.equal((await verdict()).verdict, 'eligible')
    const told = (await store.read.select().from(notices)).filter(
      ({ words }) => words === 'objections.notice.upheld',
    )
    for (const person of [cast.lin, cast.zhou]) assert.ok(told.some(({ personId }) => personId === person.id))
    const decision = { outcome: 'rejected', answer: '再看', version: 2 } as const
    assert.equal(codeOf(await decide(parts, by(cast.lu), objection.id, decision)), 'objection-decided')
  })

  test('rejected or taken back, the record stands', async () => {
    const { objected, verdict, firm, cast, by, parts } = await measured()
    const one = given(await objected()).objection
    const decision = { outcome: 'rejected', answer: '税务局记录为 A 级。', version: 1 } as const
    assert.equal(codeOf(await decide(parts, by(cast.lu), one.id, decision)), 'done')
    assert.deepEqual([(await firm()).taxGrade, (await verdict()).verdict], ['A', 'not'])
    const other = given(await objected()).objection
    assert.equal(codeOf(await withdraw(parts, by(cast.lin), other.id, 9)), 'stale')
    assert.equal(codeOf(await withdraw(parts, by(cast.lin), other.id, 1)), 'done')
    assert.deepEqual([(await firm()).taxGrade, (await verdict()).verdict], ['A', 'not'])
  })

  test('says what the fact should be, and something else than the record', async () => {
    const { objecting, cast, by, parts, browserOf } = await measured()
    const lin = by(cast.lin)
    assert.equal(codeOf(await object(parts, lin, { ...objecting, claims: {} })), 'claim-needed')
    assert.equal(codeOf(await object(parts, lin, { ...objecting, claims: { grade: 'A' } })), 'claim-same')
    const owner = await browserOf(cast.lin)
    const typed = { fact: 'grade', words: '税务局二月已评为 B 级。' }
    const again = await owner.post('/objections', typed)
    assert.equal(again.statusCode, 422)
    assert.ok(again.body.includes(typed.words), 'what was typed is kept')
    const court = { fact: 'court-case', words: '该案已于上月调解结案。' }
    assert.equal((await owner.post('/objections', court)).statusCode, 303)
  })

  test('a word of the tax bureau is unknown while it is examined, and then what was found', async () => {
    const { cast, by, parts, store, clock, browserOf } = await measured()
    const firm = cast.enterpriseIds.linFirm
    const facts = async () => (await taxFactsOf(store.read, firm, clock.today())).facts
    const words = '完税证明与此不符，见附件。'
    const cases = [
      [
        { fact: 'taxPaid', year: 2025, taxSum: 'vat', claims: { taxPaid: '30000000' } },
        { taxPaidFen: { 2025: 30_000_000 } },
      ],
      [
        { fact: 'taxPaid', year: 2025, taxSum: 'refund', claims: { taxPaid: '1000000' } },
        { taxPaidFen: { 2025: 29_000_000 } },
      ],
      [{ fact: 'arrears', claims: { arrears: '0' } }, { arrears: false }],
      [{ fact: 'abnormal', claims: { abnormal: 'yes' } }, { abnormal: true }],
    ] as const
    for (const [claim, found] of cases) {
      const objecting = { ...claim, applicationId: null, words, documentId: null }
      const { objection } = given(await object(parts, by(cast.lin), objecting))
      const [name, value] = present(Object.entries(found)[0], 'what is found')
      const unknown = name === 'taxPaidFen' ? {} : null
      assert.deepEqual((await facts())[name as 'arrears'], unknown, claim.fact)
      const decision = { outcome: 'upheld', answer: '核对属实', version: 1 } as const
      assert.equal(codeOf(await decide(parts, by(cast.lu), objection.id, decision)), 'done')
      assert.deepEqual((await facts())[name as 'arrears'], value, claim.fact)
    }
    const owner = await browserOf(cast.lin)
    const bare = { fact: 'taxPaid', words, taxPaid: '1000' }
    const status = async (more: object) => (await owner.post('/objections', { ...bare, ...more })).statusCode
    assert.equal(await status({ taxSum: 'vat' }), 422, 'a year belongs to it')
    assert.equal(await status({ year: '2025' }), 422, 'and a kind')
    for (const [year, taxSum] of [
      ['2025', 'vat'],
      ['2025', 'income'],
      ['2024', 'vat'],
    ])
      assert.equal(await status({ year, taxSum }), 303, `${year} ${taxSum}, several at a time`)
    assert.equal(await status({ year: '2025', taxSum: 'vat', taxPaid: '2000' }), 422, 'each once')
    assert.deepEqual((await facts()).examinedYears, [2025, 2024])
    const open = await objectionsOf(store.read, firm, 3, 0)
    const [before, income, vat] = open.map(({ objection }) => objection.id)
    for (const [id, years] of [
      [vat, [2025, 2024]],
      [income, [2024]],
      [before, undefined],
    ] as const) {
      assert.equal(codeOf(await withdraw(parts, by(cast.lin), present(id, 'an objection'), 1)), 'done')
      assert.deepEqual((await facts()).examinedYears, years, 'unknown while one of its sums is examined')
    }
  })
})
