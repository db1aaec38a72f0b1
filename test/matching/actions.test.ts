import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { matches } from '../../db/tables/matching.ts'
import { products } from '../../db/tables/products.ts'
import { matchAgain, publish } from '../../server/matching/actions.ts'
import { factsFingerprint } from '../../server/matching/fingerprint.ts'
import { factsOf, matchRuleOn } from '../../server/matching/index.ts'
import { readShelf } from '../../server/matching/reading.ts'
import { newestMatch } from '../../server/matching/rows.ts'
import { schemeVersions } from '../../server/matching/schemes.ts'
import { type StaleCause, staleBecause } from '../../server/matching/stale.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { changeDraft } from '../../server/needs/actions.ts'
import { changedBy } from '../../server/needs/change.ts'
import { draftOf, type Need, needById } from '../../server/needs/index.ts'
import type { PolicyRow } from '../../server/policies/index.ts'
import { listedShelf, markShelf, shelfFingerprint } from '../../server/products/index.ts'
import { drafted, firmOfPerson, once, sentIn } from '../needs/sample-draft.ts'
import { type Town, town } from '../support/app.ts'
import { listed } from './shelf-of.ts'

const refusedFor = (outcome: { ok: boolean; refusal?: { code: string } }): string =>
  outcome.ok ? 'not refused' : (outcome.refusal?.code ?? '')

const matchesOf = ({ store }: Town, need: Need) =>
  store.read.select().from(matches).where(eq(matches.needId, need.id))

/** Why the newest match of a need no longer holds, as its page asks. */
async function causes({ store, parts, clock, cast }: Town, need: Need): Promise<StaleCause[]> {
  const match = await newestMatch(store.read, need.id)
  const firm = await firmOfPerson({ store }, cast.lin)
  const rule = matchRuleOn(parts.policies, clock.today())
  assert.ok(match)
  const shelf = await listedShelf(store.read)
  return staleBecause(
    { ...match, schemes: match.facts.schemes ?? [] },
    {
      factsFingerprint: factsFingerprint(
        await factsOf(store.read, parts.policies, need, firm, clock.today()),
      ),
      shelfFingerprint: shelfFingerprint(shelf),
      ruleVersion: rule.version,
      schemes: schemeVersions(shelf, rule.schemes),
    },
  )
}

async function readNow({ store, parts, clock, cast }: Town, need: Need) {
  const firm = await firmOfPerson({ store }, cast.lin)
  const facts = await factsOf(store.read, parts.policies, need, firm, clock.today())
  const rule = matchRuleOn(parts.policies, clock.today())
  return readShelf(facts, await listedShelf(store.read), rule)
}

describe('publication', () => {
  test('a draft, a second click and a firm that is not verified are refused, and nothing is matched', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const draft = await drafted(made, cast.lin)
    assert.equal(refusedFor(await publish(parts, by(cast.qin), draft.id)), 'need-move-not-allowed')
    const need = await sentIn(made, cast.fang)
    await store.transact(async (tx) => {
      await tx.update(enterprises).set({ state: 'returned' }).where(eq(enterprises.id, need.enterpriseId))
    })
    assert.equal(refusedFor(await publish(parts, by(cast.qin), need.id)), 'firm-not-verified')
    assert.equal((await needById(store.read, need.id))?.state, 'under-review')
    assert.deepEqual(await matchesOf(made, need), [])
  })

  test('what changed since the bureau read it is not published', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const need = await sentIn(made, cast.lin)
    const read = need.version - 1
    assert.equal(refusedFor(await publish(parts, by(cast.qin), need.id, read)), 'stale')
    assert.equal((await needById(store.read, need.id))?.state, 'under-review')
    assert.equal(refusedFor(await publish(parts, by(cast.qin), need.id, need.version)), 'not refused')
  })

  test('two clicks publish once and match once', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const need = await sentIn(made, cast.lin)
    const outcomes = await Promise.all([
      publish(parts, once(by(cast.qin), 'one'), need.id),
      publish(parts, once(by(cast.qin), 'one'), need.id),
      publish(parts, once(by(cast.lu), 'two'), need.id),
    ])
    assert.deepEqual(outcomes.map(refusedFor).toSorted(), [
      'already-submitted',
      'need-move-not-allowed',
      'not refused',
    ])
    assert.equal((await matchesOf(made, need)).length, 1)
  })

  test('it keeps the rule, the marks, the facts and each verdict, and sets the last day', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const fits = await listed(store, cast.institutionIds.bankA)
    const waits = await listed(store, cast.institutionIds.bankA, { grades: ['B'] })
    const not = await listed(store, cast.institutionIds.bankB, { monthsMax: 6 })
    const need = await sentIn(made, cast.fang)
    const outcome = await publish(parts, by(cast.qin), need.id)
    assert.equal(outcome.ok && outcome.need.expiresOn, day('2026-06-08'))
    const [match] = await matchesOf(made, need)
    assert.equal(match?.ruleVersion, 'match-rule-1')
    assert.equal(match?.facts.need.amountFen, need.amountFen)
    const verdicts = Object.fromEntries(
      (match?.verdicts ?? []).map((one) => [one.productId, [one.version, one.verdict, one.score !== null]]),
    )
    assert.deepEqual(verdicts, {
      [fits]: [1, 'eligible', true],
      [waits]: [1, 'unknown', false],
      [not]: [1, 'not', false],
    })
  })
})

describe('a match', () => {
  test('holds until a fact, the shelf or the rule is another, and says which', async () => {
    const made = await town()
    const { cast, parts, by, store, clock } = made
    const product = await listed(store, cast.institutionIds.bankA)
    const { id } = await sentIn(made, cast.lin)
    const outcome = await publish(parts, by(cast.qin), id)
    assert.ok(outcome.ok)
    const { need } = outcome
    assert.deepEqual(await causes(made, need), [])

    await store.transact(async (tx) => {
      await tx.update(enterprises).set({ taxGrade: 'C' }).where(eq(enterprises.id, need.enterpriseId))
    })
    assert.deepEqual(await causes(made, need), ['facts'])

    await store.transact(async (tx) => {
      await tx.update(products).set({ state: 'suspended' }).where(eq(products.id, product))
      await markShelf(tx)
    })
    assert.deepEqual(await causes(made, need), ['facts', 'shelf'])

    const older = parts.policies.rows.find(({ code }) => code === 'match-rule')
    assert.ok(older)
    const newer: PolicyRow = { ...older, version: 2, effectiveFrom: clock.today() }
    parts.policies.refill([...parts.policies.rows, newer])
    assert.deepEqual(await causes(made, need), ['facts', 'shelf', 'rule'])

    assert.equal((await matchAgain(parts, by(cast.lin), id)).ok, true)
    assert.deepEqual(await causes(made, need), [])
    const kept = await matchesOf(made, need)
    assert.equal(kept.length, 2)
    assert.deepEqual(kept.map(({ ruleVersion }) => ruleVersion).toSorted(), ['match-rule-1', 'match-rule-2'])
  })

  test('is not made anew for a need that is not in the hall', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const { id } = await drafted(made, cast.lin)
    assert.equal(refusedFor(await matchAgain(parts, by(cast.lin), id)), 'need-not-in-hall')
  })
})

describe('the nearest change', () => {
  test('opens exactly as many products as it promised, once the draft is changed so', async () => {
    const made = await town()
    const { cast, parts, by, store } = made
    const { bankA, bankB } = cast.institutionIds
    await listed(store, bankA)
    await listed(store, bankA, { amountMaxFen: fen(90_000_000) })
    await listed(store, bankA, { amountMaxFen: fen(90_000_000) })
    await listed(store, bankB, { amountMaxFen: fen(95_000_000) })
    await listed(store, bankB, { amountMaxFen: fen(90_000_000), monthsMax: 6 })
    await listed(store, bankB, { monthsMax: 6 })
    await listed(store, bankB, { monthsMin: 18, monthsMax: 36 })
    await listed(store, bankB, { guaranteeModes: ['insurance'] })
    let need = await drafted(made, cast.lin)
    const firm = await firmOfPerson(made, cast.lin)
    const first = await readNow(made, need)
    assert.deepEqual(
      first.changes.map(({ of, opens, closes }) => [of, opens.length, closes.length]),
      [
        ['amount', 1, 0],
        ['months', 1, 0],
        ['months', 1, 1],
        ['guarantee', 1, 0],
      ],
    )
    for (const change of first.changes) {
      const to = change.of === 'guarantee' ? change.add : String(change.to)
      const before = (await readNow(made, need)).eligible.map(({ product }) => String(product.id))
      const tried = await changeDraft(
        parts,
        by(cast.lin),
        firm,
        need,
        changedBy(draftOf(need), change.of, to),
      )
      assert.ok(tried.ok)
      const after = (await readNow(made, tried.need)).eligible.map(({ product }) => String(product.id))
      assert.deepEqual(after.filter((id) => !before.includes(id)).toSorted(), [...change.opens])
      assert.deepEqual(before.filter((id) => !after.includes(id)).toSorted(), [...change.closes])
      const back = await changeDraft(parts, by(cast.lin), firm, tried.need, draftOf(need))
      assert.ok(back.ok)
      need = back.need
    }
  })

  test('an empty shelf and a shelf that nobody fits are told apart from one that waits for a fact', async () => {
    const made = await town()
    const { cast, store } = made
    const need = await drafted(made, cast.lin)
    assert.equal((await readNow(made, need)).nobody?.products, 0)
    await listed(store, cast.institutionIds.bankA, { monthsMax: 6 })
    const { nobody, nearly } = await readNow(made, need)
    assert.deepEqual(nobody?.reasons, [{ rule: 'months', stops: 1, alone: 1 }])
    assert.equal(nearly.length, 1)
    await listed(store, cast.institutionIds.bankA)
    assert.equal((await readNow(made, need)).nobody, null)
  })
})
