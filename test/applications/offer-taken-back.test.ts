import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applicationById, withdrawOffer } from '../../server/applications/index.ts'
import { present } from '../../server/platform/assert.ts'
import { approve, clocksOn, propose } from '../../server/policies/index.ts'
import { morningOf } from '../supervision/played.ts'
import { town } from '../support/app.ts'
import { codeOf, given, inHall, offered, onShelf, taken } from './played.ts'

/** Bank A's offer of Thursday 12 March in a case that is to be decided on by the 24th. */
async function offerOf12March() {
  const made = await town()
  const { store, parts, by, cast, clock } = made
  const need = await inHall(made)
  const one = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
  assert.equal(one.dueOn, '2026-03-24')
  clock.set('2026-03-12T01:30:00.000Z')
  const offer = await offered(made, one, cast.zhou)
  const takesBack = async (on: string) => {
    clock.set(`2026-${on}T01:30:00.000Z`)
    return codeOf(await withdrawOffer(parts, by(cast.zhou), offer.id))
  }
  const owed = async () => {
    const { state, dueOn, duePolicies } = present(await applicationById(store.read, one.id), 'the case')
    return { state, dueOn, duePolicies }
  }
  return { ...made, before: one, takesBack, owed }
}

describe('an offer taken back', () => {
  test('gives the bank its working days from then on, and nobody is told that it is late', async () => {
    const made = await offerOf12March()
    const { takesBack, owed, before } = made
    // A Saturday: ten working days later is Friday the 27th.
    assert.equal(await takesBack('03-14'), 'done')
    assert.ok(before.duePolicies?.length)
    assert.deepEqual(await owed(), {
      state: 'taken',
      dueOn: '2026-03-27',
      duePolicies: before.duePolicies,
    })
    for (const on of ['2026-03-16', '2026-03-25', '2026-03-27'])
      assert.equal((await morningOf(made, on)).late, 0, on)
    assert.equal((await morningOf(made, '2026-03-30')).late, 1)
  })

  test('takes no day from a bank when the policy became shorter meanwhile', async () => {
    const { parts, by, cast, clock, takesBack, owed, before } = await offerOf12March()
    const { value, row } = clocksOn(parts.policies, clock.today())
    const shorter = {
      ...{ code: 'clocks', baseVersion: row.version, value: { ...value, decisionWorkdays: 2 } },
      ...{ source: '测试文件', certainty: 'stated' as const, effectiveFrom: null, effectiveTo: null },
    }
    const { proposal } = given(await propose(parts, by(cast.lu), shorter, '缩短时限。'))
    given(await approve(parts, by(cast.qin), proposal.id, ''))
    assert.equal(clocksOn(parts.policies, clock.today()).value.decisionWorkdays, 2)
    assert.equal(await takesBack('03-13'), 'done')
    const { dueOn, duePolicies } = await owed()
    assert.deepEqual([dueOn, duePolicies], ['2026-03-24', before.duePolicies])
  })
})
