import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { sharingOf } from '../../server/claims/parts.ts'
import { settlementsOf } from '../../server/claims/rows-settlements.ts'
import { verifyLedger } from '../../server/ledger/index.ts'
import { day, plusDays, plusMonths } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import {
  agreeToWriteOff,
  approveWriteOff,
  outstandingOf,
  plan,
  proposeWriteOff,
  type Recovering,
  recover,
  rejectWriteOff,
} from '../../server/recoveries/actions.ts'
import { outstanding } from '../../server/recoveries/write-off.ts'
import { codeOf, given } from '../applications/played.ts'
import {
  filed,
  guaranteed,
  later,
  now,
  oneMillion,
  openSettlements,
  paid,
  richGuarantor,
  settled,
} from '../claims/played.ts'
import { town } from '../support/app.ts'

/** A claim of half a million that was paid, under a guarantee of one. */
async function claimed() {
  const made = await town()
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  await later(made, 100)
  await paid(made, await filed(made, guarantee, { principalFen: fen(50_000_000) }))
  const { parts, by, cast, clock } = made
  const receiving = (changes: Partial<Recovering> = {}): Recovering => ({
    ...{ means: 'collateral', receivedOn: clock.today(), words: '处置设备。' },
    ...{ recoveredFen: fen(12_000_000), costFen: fen(2_000_000), ...changes },
  })
  const received = (changes: Partial<Recovering> = {}) =>
    recover(parts, by(cast.he), guarantee.id, receiving(changes))
  const rest = async () => outstanding(await outstandingOf(made.store.read, await now(made, guarantee.id)))
  return { ...made, made, guarantee, received, rest }
}

test('a plan names a day that comes within ten years, and no more than is owed', async () => {
  const { guarantee, parts, by, cast, clock } = await claimed()
  const planned = async (changes: object) =>
    codeOf(
      await plan(parts, by(cast.he), guarantee.id, {
        ...{ means: ['lawsuit' as const], expectedFen: fen(50_000_000), untilOn: clock.today() },
        ...{ words: '起诉。', ...changes },
      }),
    )
  const latest = plusMonths(clock.today(), 120)
  assert.equal(await planned({ untilOn: day('2999-12-31') }), 'plan-too-far')
  assert.equal(await planned({ untilOn: plusDays(latest, 1) }), 'plan-too-far')
  assert.equal(await planned({ expectedFen: fen(50_000_001) }), 'recovery-above-owed')
  assert.equal(await planned({ untilOn: latest }), 'done')
})

describe('money that comes back', () => {
  test('covers its costs, goes back by what was borne, and is owed to each at once', async () => {
    const { made, guarantee, received, rest, store, parts, clock } = await claimed()
    given(await received())
    assert.equal(await rest(), 40_000_000)
    const { sharing } = await sharingOf(store.read, guarantee)
    assert.deepEqual(
      sharing.series.shares.map(({ borneFen }) => borneFen),
      [16_000_000, 12_000_000, 8_000_000, 4_000_000],
    )
    const back = (await settlementsOf(store.read, guarantee.id)).filter(
      ({ fromParty }) => fromParty === 'guarantor',
    )
    assert.deepEqual(
      back.map(({ toParty, amountFen, dueOn }) => [toParty, amountFen, dueOn]),
      [
        ['reguarantor', 3_000_000, plusDays(clock.today(), 15)],
        ['bank', 2_000_000, plusDays(clock.today(), 15)],
        ['treasury', 1_000_000, plusDays(clock.today(), 15)],
      ],
    )
    for (const one of await openSettlements(made, guarantee)) await settled(made, one)
    assert.equal((await openSettlements(made, guarantee)).length, 0)
    assert.equal((await verifyLedger(store.read, parts)).fault, null)
  })

  test('is refused above what is owed, before the payout, ahead of time, and of nothing', async () => {
    const { received, clock, guarantee, store } = await claimed()
    assert.equal(codeOf(await received({ recoveredFen: fen(52_000_001) })), 'recovery-above-owed')
    assert.equal(codeOf(await received({ receivedOn: plusDays(clock.today(), -1) })), 'before-payout')
    assert.equal(codeOf(await received({ receivedOn: plusDays(clock.today(), 1) })), 'day-ahead')
    assert.equal(codeOf(await received({ recoveredFen: noFen, costFen: noFen })), 'not-positive')
    assert.equal((await sharingOf(store.read, guarantee)).count, 1, 'nothing was booked')
    given(await received({ recoveredFen: fen(52_000_000) }))
    assert.equal(codeOf(await received({ recoveredFen: fen(1), costFen: noFen })), 'recovery-above-owed')
  })

  test('leaves no more costs open than was claimed, however many recoveries name them', async () => {
    const { received } = await claimed()
    given(await received({ recoveredFen: noFen, costFen: fen(30_000_000) }))
    assert.equal(
      codeOf(await received({ recoveredFen: noFen, costFen: fen(20_000_001) })),
      'cost-above-claimed',
    )
    given(await received({ recoveredFen: fen(10_000_000), costFen: fen(20_000_000) }))
    // Ten of the fifty came back: so much room there is again.
    assert.equal(
      codeOf(await received({ recoveredFen: noFen, costFen: fen(10_000_001) })),
      'cost-above-claimed',
    )
    given(await received({ recoveredFen: noFen, costFen: fen(10_000_000) }))
  })

  test('needs a claim, and so does a plan', async () => {
    const made = await town()
    await richGuarantor(made)
    const { guarantee } = await guaranteed(made)
    const { parts, by, cast, clock } = made
    const planning = {
      means: ['lawsuit' as const],
      expectedFen: oneMillion,
      untilOn: clock.today(),
      words: '起诉。',
    }
    assert.equal(codeOf(await plan(parts, by(cast.he), guarantee.id, planning)), 'nothing-claimed')
    const money = {
      means: 'voluntary' as const,
      receivedOn: clock.today(),
      recoveredFen: fen(1),
      costFen: noFen,
      words: '',
    }
    assert.equal(codeOf(await recover(parts, by(cast.he), guarantee.id, money)), 'nothing-claimed')
  })
})

describe('a write-off', () => {
  test('takes two approvals by two others, and leaves the guarantee and the books as they were', async () => {
    const { made, guarantee, rest, parts, by, cast, store } = await claimed()
    const before = await now(made, guarantee.id)
    const entriesBefore = (await verifyLedger(store.read, parts)).entries
    const asked = (amountFen: number) =>
      proposeWriteOff(parts, by(cast.he), guarantee.id, {
        amountFen: fen(amountFen),
        why: '债务人已无财产可供执行。',
      })
    assert.equal(codeOf(await asked(50_000_001)), 'write-off-above-rest')
    const { writeOff } = given(await asked(30_000_000))
    assert.equal(codeOf(await asked(1)), 'write-off-running')
    assert.equal(codeOf(await approveWriteOff(parts, by(cast.lu), writeOff.id)), 'write-off-moved')
    assert.equal(codeOf(await agreeToWriteOff(parts, by(cast.he), writeOff.id)), 'same-person')
    given(await agreeToWriteOff(parts, by(cast.han), writeOff.id))
    assert.equal(codeOf(await approveWriteOff(parts, by(cast.han), writeOff.id)), 'same-person')
    assert.equal(await rest(), 50_000_000)
    given(await approveWriteOff(parts, by(cast.lu), writeOff.id))
    assert.equal(await rest(), 20_000_000)
    const { version: _, ...after } = await now(made, guarantee.id)
    const { version: __, ...was } = before
    assert.deepEqual(after, was)
    assert.equal((await verifyLedger(store.read, parts)).entries, entriesBefore)
  })

  test('is refused while a claim is open, also at its last approval, and may be rejected', async () => {
    const { made, guarantee, parts, by, cast } = await claimed()
    const asked = () =>
      proposeWriteOff(parts, by(cast.he), guarantee.id, { amountFen: fen(1_000), why: '零头核销。' })
    const first = given(await asked()).writeOff
    given(await agreeToWriteOff(parts, by(cast.han), first.id))
    await filed(made, guarantee, { principalFen: fen(1_000) })
    assert.equal(codeOf(await approveWriteOff(parts, by(cast.lu), first.id)), 'write-off-claim-open')
    given(await rejectWriteOff(parts, by(cast.lu), first.id, '有代偿在办。'))
    assert.equal(codeOf(await asked()), 'write-off-claim-open')
    assert.equal((await now(made, guarantee.id)).openClaims, 1)
  })

  test('does not stop what still comes back', async () => {
    const { guarantee, received, rest, parts, by, cast } = await claimed()
    const all = { amountFen: fen(50_000_000), why: '全部核销。' }
    const { writeOff } = given(await proposeWriteOff(parts, by(cast.he), guarantee.id, all))
    given(await agreeToWriteOff(parts, by(cast.han), writeOff.id))
    given(await approveWriteOff(parts, by(cast.lu), writeOff.id))
    given(await received())
    assert.equal(await rest(), 0)
  })
})
