import assert from 'node:assert/strict'
import { test } from 'node:test'
import { confirmSettlement } from '../../server/claims/actions-settling.ts'
import { sharingOf } from '../../server/claims/parts.ts'
import { sharersOf } from '../../server/claims/rows.ts'
import { settlementsOf } from '../../server/claims/rows-settlements.ts'
import { monthOf } from '../../server/indicators/rows.ts'
import { accountAt, verifyLedger } from '../../server/ledger/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import {
  agreeToWriteOff,
  approveWriteOff,
  proposeWriteOff,
  recover,
  rejectWriteOff,
} from '../../server/recoveries/actions.ts'
import { takeBackRecovery } from '../../server/recoveries/actions-taking-back.ts'
import { codeOf, given } from '../applications/played.ts'
import {
  atNoon,
  filed,
  guaranteed,
  later,
  openSettlements,
  paid,
  richGuarantor,
  settled,
} from '../claims/played.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

/** A claim of half a million that was paid and settled, and a recovery of 120,000 ten days later that was a slip. */
async function recovered() {
  const made = await runningTown()
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  await later(made, 100)
  await paid(made, await filed(made, guarantee, { principalFen: fen(50_000_000) }))
  for (const one of await openSettlements(made, guarantee)) await settled(made, one)
  atNoon(made, plusDays(made.clock.today(), 10))
  const { parts, by, cast, clock, store } = made
  const receive = async (recoveredFen: number, costFen = 0) =>
    given(
      await recover(parts, by(cast.he), guarantee.id, {
        ...{ means: 'collateral', receivedOn: clock.today(), words: '处置设备。', sure: [fen(recoveredFen)] },
        ...{ recoveredFen: fen(recoveredFen), costFen: fen(costFen) },
      }),
    ).recovery
  /** What every account of every sharer says. */
  const books = async () =>
    Promise.all(
      (await sharersOf(store.read, guarantee.id)).map(async ({ party, bookId }) => [
        party,
        ...(await Promise.all(
          (['paid', 'received', 'losses-borne', 'owed-by-it', 'owed-to-it', 'recovery-costs'] as const).map(
            async (code) => (await accountAt(store.read, bookId, code))?.balanceFen,
          ),
        )),
      ]),
    )
  const month = (first: Day, last: Day) =>
    monthOf(store.read, cast.institutionIds.guarantor, { first, last, knownOn: last })
  const takeBack = (id: Parameters<typeof takeBackRecovery>[2], who = cast.han, why = '金额录错。') =>
    takeBackRecovery(parts, by(who), id, why)
  return { ...made, made, guarantee, receive, books, month, takeBack }
}

test('a recovery that is taken back leaves everybody where he stood before it, and days before as they were shown', async () => {
  const { made, guarantee, receive, books, month, takeBack, store, parts, by, cast, clock, browserOf } =
    await recovered()
  const before = await books()
  const one = await receive(12_000_000, 2_000_000)
  const after = await books()
  assert.notDeepEqual(after, before)
  const [first] = await openSettlements(made, guarantee)
  given(await confirmSettlement(parts, by(cast.he), present(first, 'a part of the recovery').id))
  const on = clock.today()
  const shown = await month(on, on)
  atNoon(made, plusDays(on, 3))

  assert.equal(codeOf(await takeBack(one.id, cast.he)), 'same-person')
  assert.deepEqual(await books(), after, 'nothing moved')
  given(await takeBack(one.id))
  assert.deepEqual(await books(), before)
  assert.deepEqual(await openSettlements(made, guarantee), [], 'nobody owes anything of it')
  const ended = (await settlementsOf(store.read, guarantee.id)).filter(({ state }) => state === 'taken-back')
  assert.deepEqual(
    ended.map(({ amountFen, bookedOn }) => [amountFen, bookedOn]),
    [3_000_000, 2_000_000, 1_000_000].map((sum) => [sum, clock.today()]),
  )
  assert.equal(codeOf(await takeBack(one.id)), 'recovery-taken-back')
  const of = present(ended[0], 'a settlement that ended')
  assert.equal(codeOf(await confirmSettlement(parts, by(cast.he), of.id)), 'settlement-taken-back')
  assert.equal((await verifyLedger(store.read, parts)).fault, null)

  // Both events stand on their own days: what was shown of the day before stays, and both together add up to nothing.
  assert.deepEqual(await month(on, on), shown)
  const now = await month(on, clock.today())
  assert.deepEqual(
    [now.recoveredFen, now.costFen, now.returnedFen, now.outstandingFen],
    [0, 0, 0, 50_000_000],
  )
  const yan = await browserOf(cast.yan)
  const told = async (from: Day, to: Day) =>
    (await yan.get(`/settlements/statement?from=${from}&to=${to}`)).body
  const then = await told(plusDays(on, -1), on)
  assert.match(then, /追偿返还/)
  assert.doesNotMatch(then, /追偿撤销|已取消| 取消</)
  const since = await told(plusDays(on, 1), clock.today())
  assert.match(since, /追偿撤销/)
  assert.match(since, /-30,000\.00/)
  assert.match(since, new RegExp(`${clock.today()} 取消`))

  // The bureau reads and prints the statement of each who shares, and finds nobody of another place.
  const bureau = await browserOf(cast.lu)
  const ofProvince = `institution=${cast.institutionIds.reguarantor}&from=${plusDays(on, 1)}&to=${clock.today()}`
  assert.ok((await bureau.get('/claims')).body.includes('/bureau/statements'), 'it finds the way')
  for (const way of [`/bureau/statements?${ofProvince}`, `/bureau/statements/print?${ofProvince}`])
    assert.match((await bureau.get(way)).body, /追偿撤销[\s\S]*-30,000\.00/)
  assert.match((await bureau.get('/bureau/statements')).body, /name="institution"/)
  assert.equal((await bureau.get('/bureau/statements?from=2026-02-30')).statusCode, 422)
  const { bankB } = cast.institutionIds
  assert.equal((await bureau.get(`/bureau/statements?institution=${bankB}`)).statusCode, 404)
  const elsewhere = await browserOf(await anotherPerson(made, 'bureau-analyst', { region: '3407' }))
  assert.doesNotMatch((await elsewhere.get('/bureau/statements')).body, /name="institution"/)
  assert.equal((await elsewhere.get(`/bureau/statements?${ofProvince}`)).body.includes('30,000.00'), false)
  assert.equal((await yan.get('/bureau/statements')).statusCode, 403)

  // The same sum again is shared as if nothing had been.
  await receive(12_000_000, 2_000_000)
  assert.deepEqual(await books(), after)
  assert.equal((await sharingOf(store.read, guarantee)).count, 4)
})

test('what depends on a recovery comes before it is taken back', async () => {
  const { made, guarantee, receive, takeBack, books, parts, by, cast } = await recovered()
  const first = await receive(6_000_000)
  const second = await receive(noFen, 1_000)
  assert.equal(codeOf(await takeBack(first.id)), 'recovery-followed')
  given(await takeBack(second.id))
  const off = async () =>
    given(
      await proposeWriteOff(parts, by(cast.he), guarantee.id, { amountFen: fen(1_000), why: '零头核销。' }),
    ).writeOff
  const running = await off()
  assert.equal(codeOf(await takeBack(first.id)), 'write-off-running')
  given(await rejectWriteOff(parts, by(cast.han), running.id, '先更正到账。'))
  given(await takeBack(first.id))

  const third = await receive(6_000_000)
  const writeOff = await off()
  given(await agreeToWriteOff(parts, by(cast.han), writeOff.id))
  given(await approveWriteOff(parts, by(cast.lu), writeOff.id))
  const stood = await books()
  assert.equal(codeOf(await takeBack(third.id)), 'recovery-written-off')
  const fourth = await receive(7_000_000)
  await settled(made, present((await openSettlements(made, guarantee)).at(-1), 'a part of the fourth'))
  assert.equal(codeOf(await takeBack(fourth.id)), 'recovery-settled')
  assert.notDeepEqual(await books(), stood)
  await filed(made, guarantee, { principalFen: fen(1_000_000) }).then((claim) => paid(made, claim))
  assert.equal(codeOf(await takeBack(fourth.id)), 'recovery-followed')
})

test('a manager takes a recovery back on its page with a reason, and everybody sees both lines', async () => {
  const { guarantee, receive, takeBack, cast, browserOf } = await recovered()
  const one = await receive(12_000_000, 2_000_000)
  const at = `/recoveries/${one.id}/taking-back`
  const page = `/guarantees/${guarantee.id}/recovery`
  const officer = await browserOf(cast.he)
  assert.doesNotMatch((await officer.get(page)).body, /taking-back/)
  assert.equal((await officer.get(at)).statusCode, 403)
  const manager = await browserOf(cast.han)
  assert.ok((await manager.get(page)).body.includes(at), 'the manager finds the way')
  const shown = (await manager.get(at)).body
  assert.match(shown, /120,000\.00 元/)
  assert.match(shown, /60,000\.00|30,000\.00 元/)
  assert.equal((await manager.post(at, { why: '' })).statusCode, 422)
  assert.equal((await manager.post(at, { why: '金额录错，应为 1.2 万元。' })).statusCode, 303)
  const after = (await manager.get(page)).body
  assert.match(after, /撤销（录入有误）/)
  assert.match(after, /-120,000\.00/)
  assert.doesNotMatch(after, /taking-back"/)
  assert.match((await manager.get(at)).body, /这笔到账已经撤销/)
  assert.equal((await manager.post(at, { why: '再收回一次。' })).statusCode, 422)
  const firm = await browserOf(cast.lin)
  const seen = (await firm.get(page)).body
  assert.match(seen, /撤销（录入有误）/)
  assert.doesNotMatch(seen, /应为 1\.2 万元/, 'the words are the guarantor’s own')
  assert.equal(codeOf(await takeBack(one.id)), 'recovery-taken-back')
  const province = await browserOf(cast.yan)
  assert.match((await province.get('/settlements')).body, /已取消/)
})
