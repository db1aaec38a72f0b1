import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applicationById, apply, take, takeUp } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { factsFingerprint } from '../../server/matching/fingerprint.ts'
import { factsOf } from '../../server/matching/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { needById } from '../../server/needs/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { policyBook } from '../../server/policies/index.ts'
import { drafted, firmOfPerson, once, sentIn } from '../needs/sample-draft.ts'
import { town } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'
import { anotherPerson } from '../support/world.ts'
import { applied, codeOf, given, inHall, onShelf } from './played.ts'

describe('a firm applies', () => {
  test('not for a need that is not in the hall', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const productId = await onShelf(made)
    for (const { id } of [await drafted(made, cast.lin), await sentIn(made, cast.lin)])
      assert.equal(
        codeOf(await apply(parts, by(cast.lin), { needId: id, productId, consent: consenting(made) })),
        'need-not-in-hall',
      )
  })

  test('not to a product that is not on the shelf, and not where a condition is not met', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const { id: needId } = await inHall(made)
    const narrow = await onShelf(made, 'bankA', { amountMaxFen: fen(99_999_999) })
    const attempt = async (productId: typeof narrow) =>
      codeOf(await apply(parts, by(cast.lin), { needId, productId, consent: consenting(made) }))
    assert.equal(await attempt(newId<'product'>()), 'product-not-listed')
    assert.equal(await attempt(narrow), 'fit-not')
    assert.equal((await needById(made.store.read, needId))?.state, 'published')
  })

  test('where a fact is missing the case opens, and keeps what was unknown', async () => {
    const made = await town()
    const { id: needId } = await inHall(made, { guaranteeModes: [] })
    const { fit } = await applied(made, { needId, productId: await onShelf(made) })
    const found = fit as { verdict: string; conditions: { rule: string; missing?: string }[] }
    assert.equal(found.verdict, 'unknown')
    assert.equal(found.conditions.find(({ rule }) => rule === 'guarantee')?.missing, 'guaranteeModes')
  })

  test('once for a need and product at a time, also when two clicks race', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const chosen = {
      needId: (await inHall(made)).id,
      productId: await onShelf(made),
      consent: consenting(made),
    }
    const outcomes = await Promise.all([0, 1].map(() => apply(parts, by(cast.lin), chosen)))
    assert.deepEqual(outcomes.map(codeOf).toSorted(), ['case-there', 'done'])
  })

  test('a form sent twice is one application', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const chosen = {
      needId: (await inHall(made)).id,
      productId: await onShelf(made),
      consent: consenting(made),
    }
    const twice = once(by(cast.lin), 'the-form')
    assert.equal(codeOf(await apply(parts, twice, chosen)), 'done')
    assert.equal(codeOf(await apply(parts, twice, chosen)), 'already-submitted')
  })

  test('and the case keeps number, version, verdict, rule and facts as they were, with a day to be answered by', async () => {
    const made = await town()
    const { cast, store } = made
    const need = await inHall(made)
    const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
    assert.equal(one.number, 'SQ20260310-0001')
    assert.equal(one.state, 'submitted')
    assert.equal(one.openedBy, 'firm-applied')
    assert.equal(one.productVersion, 1)
    assert.equal(one.ruleVersion, 'match-rule-1')
    assert.equal((one.fit as { verdict: string }).verdict, 'eligible')
    const firm = await firmOfPerson(made, cast.lin)
    assert.equal(
      one.factsFingerprint,
      factsFingerprint(await factsOf(store.read, made.parts.policies, need, firm, made.clock.today())),
    )
    assert.equal(one.phoneTail, '1234')
    // Two working days after Tuesday.
    assert.equal(one.dueOn, day('2026-03-12'))
    assert.equal((await needById(store.read, need.id))?.state, 'in-progress')
    const [only] = await trailOf(store.read, 'application', one.id)
    assert.equal(only?.personId, cast.lin.id)
    assert.equal(only?.happening, 'applications.submitted')
  })

  test('the day to be answered by leaps over a weekend', async () => {
    const made = await town()
    made.clock.set('2026-03-13T01:30:00.000Z')
    const { id: needId } = await inHall(made)
    assert.equal((await applied(made, { needId, productId: await onShelf(made) })).dueOn, day('2026-03-17'))
  })

  test('a year whose working days nobody knows yet is refused, not guessed', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const known = parts.policies.rows.filter(({ code }) => code !== 'calendar-2026')
    const unknowing = { ...parts, policies: policyBook(known) }
    const chosen = {
      needId: (await inHall(made)).id,
      productId: await onShelf(made),
      consent: consenting(made),
    }
    const outcome = await apply(unknowing, by(cast.lin), chosen)
    assert.deepEqual(outcome, { ok: false, refusal: { code: 'calendar-missing', values: { year: 2026 } } })
    assert.equal((await needById(made.store.read, chosen.needId))?.state, 'published')
  })
})

describe('a bank takes', () => {
  test('no need with a product of another bank', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const chosen = { needId: (await inHall(made)).id, productId: await onShelf(made, 'bankB') }
    assert.equal(codeOf(await take(parts, by(cast.zhou), chosen)), 'product-not-listed')
  })

  test('a need from the hall, and owes its decision', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const chosen = { needId: (await inHall(made)).id, productId: await onShelf(made) }
    const { application } = given(await take(parts, by(cast.zhou), chosen))
    assert.equal(application.state, 'taken')
    assert.equal(application.openedBy, 'bank-took')
    assert.equal(application.officerId, cast.zhou.id)
    // Ten working days after Tuesday the tenth.
    assert.equal(application.dueOn, day('2026-03-24'))
  })

  test('by what it may know of the firm: its tax grade neither stops it nor is told', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const chosen = {
      needId: (await inHall(made)).id,
      productId: await onShelf(made, 'bankA', { grades: ['D'] }),
    }
    assert.equal(
      codeOf(await apply(parts, by(cast.lin), { ...chosen, consent: consenting(made) })),
      'fit-not',
    )
    const { application } = given(await take(parts, by(cast.zhou), chosen))
    const { conditions } = application.fit as { conditions: { rule: string; met: string; have: object }[] }
    const grade = conditions.find(({ rule }) => rule === 'grade')
    assert.equal(grade?.met, 'unknown')
    assert.deepEqual(grade?.have, { kind: 'withheld' })
  })

  test('of two officers who take up the same case one is its officer', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const colleague = await anotherPerson(made, 'bank-officer', { institutionId: cast.institutionIds.bankA })
    const { id } = await applied(made, { needId: (await inHall(made)).id, productId: await onShelf(made) })
    const outcomes = await Promise.all(
      [cast.zhou, colleague].map((officer) => takeUp(parts, by(officer), id)),
    )
    assert.deepEqual(outcomes.map(codeOf).toSorted(), ['done', 'move-not-allowed'])
    const kept = await applicationById(store.read, id)
    const first = [cast.zhou, colleague][outcomes.findIndex(({ ok }) => ok)]
    assert.equal(kept?.officerId, first?.id)
    assert.equal(kept?.dueOn, day('2026-03-24'))
  })
})
