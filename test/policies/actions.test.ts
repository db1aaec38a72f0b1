import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { policies, policyProposals } from '../../db/tables/policies.ts'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { trailOf } from '../../server/audit/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import {
  approve,
  clocksOn,
  loadPolicies,
  policyBook,
  propose,
  refreshPolicies,
  reject,
  withdraw,
} from '../../server/policies/index.ts'
import type { Proposed } from '../../server/policies/proposal.ts'
import { policyVersions, proposalById } from '../../server/policies/rows.ts'
import { lprOn } from '../../server/tax-credit/index.ts'
import { codeOf, given } from '../applications/played.ts'
import { type Town, town } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

const lpr: Proposed = {
  code: 'lpr',
  baseVersion: 15,
  effectiveFrom: null,
  effectiveTo: null,
  value: { oneYearPpm: ppm(29_500), fiveYearPpm: ppm(34_500) },
  source: '全国银行间同业拆借中心公布',
  certainty: 'seen',
}

const proposedBy = async ({ parts, by, cast }: Town, changes: Partial<Proposed> = {}) =>
  given(await propose(parts, by(cast.lu), { ...lpr, ...changes }, '三月报价下调。')).proposal

describe('proposing a version', () => {
  test('changes nothing until a second person approves it', async () => {
    const made = await town()
    const { parts, clock } = made
    await proposedBy(made)
    const found = lprOn(parts.policies, clock.today())
    assert.ok(found.ok)
    assert.equal(found.policy.value.oneYearPpm, 30_000)
  })

  test('is refused with every fault at its field, and leaves nothing behind', async () => {
    const made = await town()
    const { parts, by, cast, clock, store } = made
    const wrong = {
      ...lpr,
      value: { oneYearPpm: 0, fiveYearPpm: 1.5 },
      effectiveFrom: plusDays(clock.today(), -1),
    }
    const outcome = await propose(parts, by(cast.lu), wrong, '测试')
    assert.deepEqual(
      outcome.faults?.map(({ code, field }) => `${code} ${field}`),
      ['policy-malformed fiveYearPpm', 'effective-past effectiveFrom'],
    )
    assert.equal(await store.read.$count(policyProposals), 0)
    assert.equal((await trailOf(store.read, 'policy', 'lpr')).length, 0)
  })

  test('is refused on top of a version that is not the newest any more, and while another one waits', async () => {
    const made = await town()
    const { parts, by, cast } = made
    assert.equal(
      codeOf(await propose(parts, by(cast.lu), { ...lpr, baseVersion: 14 }, '测试')),
      'policy-stale',
    )
    const { id } = await proposedBy(made)
    const another = { ...lpr, value: { ...Object(lpr.value), oneYearPpm: 29_000 } }
    assert.equal(codeOf(await propose(parts, by(cast.lu), another, '测试')), 'proposal-open')
    given(await approve(parts, by(cast.qin), id, ''))
    assert.equal(codeOf(await propose(parts, by(cast.lu), another, '测试')), 'policy-stale')
    assert.equal(codeOf(await propose(parts, by(cast.lu), { ...another, baseVersion: 16 }, '测试')), 'done')
  })

  test('is refused for a code that no policy can have', async () => {
    const { parts, by, cast } = await town()
    for (const code of [
      'weather',
      'arrangement-',
      'arrangement-Ü',
      `arrangement-${'a'.repeat(41)}`,
      'calendar-27',
    ])
      assert.equal(
        codeOf(await propose(parts, by(cast.lu), { ...lpr, code, baseVersion: 0 }, '测试')),
        'unknown-policy-code',
        code,
      )
  })
})

describe('deciding a proposal', () => {
  test('is not for its maker', async () => {
    const made = await town()
    const { parts, by, cast, store } = made
    const { id } = await proposedBy(made)
    assert.equal(codeOf(await approve(parts, by(cast.lu), id, '')), 'own-proposal')
    assert.equal(codeOf(await reject(parts, by(cast.lu), id, '不行')), 'own-proposal')
    assert.equal((await proposalById(store.read, id))?.state, 'open')
    assert.equal((await policyVersions(store.read, 'lpr')).length, 15)
  })

  test('of two who approve at the same moment exactly one succeeds, and there is one version', async () => {
    const made = await town()
    const { parts, by, cast, store } = made
    const second = await anotherPerson(made, 'bureau-head', { region: '3406' })
    const { id } = await proposedBy(made)
    const outcomes = await Promise.all([cast.qin, second].map((one) => approve(parts, by(one), id, '')))
    assert.deepEqual(outcomes.map(codeOf).toSorted(), ['done', 'proposal-decided'])
    assert.equal((await policyVersions(store.read, 'lpr')).length, 16)
  })

  test('one approves while another rejects: one of them comes true', async () => {
    const made = await town()
    const { parts, by, cast, store } = made
    const second = await anotherPerson(made, 'bureau-head', { region: '3406' })
    const { id } = await proposedBy(made)
    const outcomes = await Promise.all([
      approve(parts, by(cast.qin), id, ''),
      reject(parts, by(second), id, '再议'),
    ])
    assert.deepEqual(outcomes.map(codeOf).toSorted(), ['done', 'proposal-decided'])
    const state = present(await proposalById(store.read, id), 'the proposal').state
    assert.equal((await policyVersions(store.read, 'lpr')).length, state === 'approved' ? 16 : 15)
  })

  test('brings the version in force on its day, for every reader at once, with who and when', async () => {
    const made = await town()
    const { parts, by, cast, clock, store } = made
    const from = plusDays(clock.today(), 3)
    const { id } = await proposedBy(made, { effectiveFrom: from })
    clock.forward(60)
    given(await approve(parts, by(cast.qin), id, '与公布一致。'))
    const on = (days: number) => lprOn(parts.policies, plusDays(from, days))
    const [before, after] = [on(-1), on(0)]
    assert.ok(before.ok && after.ok)
    assert.equal(before.policy.version, 'lpr-15')
    assert.equal(after.policy.version, 'lpr-16')
    assert.equal(after.policy.value.oneYearPpm, 29_500)
    const kept = present(await proposalById(store.read, id), 'the proposal')
    assert.deepEqual(
      [kept.state, kept.proposedBy, kept.decidedBy, kept.version, kept.words],
      ['approved', cast.lu.id, cast.qin.id, 16, '与公布一致。'],
    )
    const told = await trailOf(store.read, 'policy', 'lpr')
    assert.deepEqual(
      told.map(({ happening, personId, why }) => [happening, personId, why]),
      [
        ['policies.approved', cast.qin.id, '与公布一致。'],
        ['policies.proposed', cast.lu.id, '三月报价下调。'],
      ],
    )
  })

  test('without a day it begins on the day of its approval', async () => {
    const made = await town()
    const { parts, by, cast, clock, store } = made
    const { id } = await proposedBy(made)
    clock.forward(2 * 24 * 60)
    given(await approve(parts, by(cast.qin), id, ''))
    assert.equal((await policyVersions(store.read, 'lpr')).at(-1)?.effectiveFrom, clock.today())
  })

  test('is refused when its day has passed meanwhile', async () => {
    const made = await town()
    const { parts, by, cast, clock, store } = made
    const { id } = await proposedBy(made, { effectiveFrom: clock.today() })
    clock.forward(24 * 60)
    assert.equal(codeOf(await approve(parts, by(cast.qin), id, '')), 'effective-past')
    assert.equal((await proposalById(store.read, id))?.state, 'open')
    assert.equal(codeOf(await reject(parts, by(cast.qin), id, '日期已过，请重新提议。')), 'done')
  })

  test('rejected or taken back it changes nothing, and another can be proposed', async () => {
    const made = await town()
    const { parts, by, cast, store } = made
    const one = await proposedBy(made)
    given(await reject(parts, by(cast.qin), one.id, '请附公布原文。'))
    assert.equal((await proposalById(store.read, one.id))?.words, '请附公布原文。')
    const two = await proposedBy(made)
    assert.equal(codeOf(await withdraw(parts, by(cast.qin), two.id)), 'not-own-proposal')
    given(await withdraw(parts, by(cast.lu), two.id))
    assert.equal(codeOf(await approve(parts, by(cast.qin), two.id, '')), 'proposal-decided')
    assert.equal((await policyVersions(store.read, 'lpr')).length, 15)
  })
})

describe('a version', () => {
  test('is never changed, deleted or replaced, whoever asks the database', async () => {
    const { store } = await town()
    const lprRows = eq(policies.code, 'lpr')
    await assert.rejects(store.transact((tx) => tx.update(policies).set({ source: '改' }).where(lprRows)))
    await assert.rejects(store.transact((tx) => tx.delete(policies).where(lprRows)))
    const [row] = await store.read.select().from(policies).where(lprRows).limit(1)
    const again = present(row, 'a row of the rate')
    await assert.rejects(store.transact((tx) => tx.insert(policies).values({ ...again, source: '改' })))
    const other = { ...again, id: again.id.replace(/.$/, (last) => (last === 'a' ? 'b' : 'a')) }
    await assert.rejects(
      store.transact((tx) => tx.insert(policies).values({ ...other, id: other.id as typeof again.id })),
    )
  })

  test('a proposal is decided once, whoever asks the database', async () => {
    const made = await town()
    const { store, parts, by, cast } = made
    const { id } = await proposedBy(made)
    given(await reject(parts, by(cast.qin), id, '不行'))
    const one = eq(policyProposals.id, id)
    await assert.rejects(store.transact((tx) => tx.update(policyProposals).set({ state: 'open' }).where(one)))
    await assert.rejects(store.transact((tx) => tx.delete(policyProposals).where(one)))
  })
})

describe('the book', () => {
  test('of another process learns of a version with its next look, and looks at no row while there is none', async () => {
    const made = await town()
    const { parts, by, cast, clock, store } = made
    const other = { store, policies: policyBook() }
    await loadPolicies(store, clock, other.policies, referencePolicies)
    const before = other.policies.rows
    await refreshPolicies(other)
    assert.equal(other.policies.rows, before)
    const { id } = await proposedBy(made)
    given(await approve(parts, by(cast.qin), id, ''))
    const rate = () => {
      const found = lprOn(other.policies, clock.today())
      return found.ok ? found.policy.version : ''
    }
    assert.equal(rate(), 'lpr-15')
    await refreshPolicies(other)
    assert.equal(rate(), 'lpr-16')
  })

  test('takes no version from a newer program once the bureau has set one of its own', async () => {
    const made = await town()
    const { parts, by, cast, clock, store } = made
    const { id } = await proposedBy(made)
    given(await approve(parts, by(cast.qin), id, ''))
    const newest = present(
      referencePolicies.find(({ code }) => code === 'lpr'),
      'a row of the rate',
    )
    const clocks = present(
      referencePolicies.findLast(({ code }) => code === 'clocks'),
      'the clocks',
    )
    const released = [
      ...referencePolicies,
      { ...newest, version: 17, effectiveFrom: clock.today() },
      { ...clocks, version: 3, effectiveFrom: clock.today() },
    ]
    await loadPolicies(store, clock, parts.policies, released)
    assert.equal((await policyVersions(store.read, 'lpr')).at(-1)?.version, 16)
    assert.equal(clocksOn(parts.policies, clock.today()).version, 'clocks-3')
  })
})
