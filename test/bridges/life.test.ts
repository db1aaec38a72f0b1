import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { asc, eq } from 'drizzle-orm'
import { bridgeMoves } from '../../db/tables/bridge-moves.ts'
import { bridges, promises } from '../../db/tables/bridges.ts'
import { notices } from '../../db/tables/inbox.ts'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import {
  breakPromise,
  check,
  closeBridgeDay,
  decline,
  goToCourt,
  ownMoney,
  undoBack,
  undoPayout,
  withdraw,
} from '../../server/bridges/index.ts'
import { again, byBank, figuresOf } from '../../server/bridges/rows-figures.ts'
import { verifyLedger } from '../../server/ledger/index.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { speak } from '../../server/platform/web/words.ts'
import { codeOf, given } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { checked, dueLoan, hands, million, paidOut, pool } from './played.ts'

const made = await town()
const { store, parts, cast, by, clock } = made
const at = await pool(made, 10 * million)
const play = hands(made)
const night = () => closeBridgeDay(parts, byPlatform(clock.now(), clock.today()))
const sound = async () => assert.equal((await verifyLedger(store.read, parts)).fault, null)
const begin = '2026-03-10T01:30:00.000Z'

describe('an advance', () => {
  test('goes from the application to the end, through six people, and every fen is in the ledger', async () => {
    const loan = await dueLoan(made)
    const { bridge } = given(await play.apply(loan, at))
    const { id } = bridge
    assert.deepEqual(
      [bridge.state, bridge.dueOn, bridge.amountFen, bridge.principalDueFen],
      ['applied', '2026-03-11', 90_000_000, million],
    )
    assert.equal(codeOf(await play.apply(loan, at)), 'bridge-open')
    given(await play.complete(id))
    given(await play.check(id))
    assert.equal((await play.now(id)).state, 'checking', 'the bureau has not spoken')
    given(await play.speak(id))
    const asked = await play.promise(id)
    assert.deepEqual([asked.state, asked.leastFen, asked.dueOn], ['asked', 94_736_843, '2026-03-13'])
    given(await play.sign(id))
    assert.equal(codeOf(await play.ownMoney(id, 9_999_999)), 'bridge-own-money-short')
    given(await play.ownMoney(id))
    assert.equal(codeOf(await play.pay(id)), 'bridge-no-reservation')
    given(await play.approve(id))
    const reserved = await play.now(id)
    assert.deepEqual([reserved.state, reserved.reservedUntil], ['reserved', '2026-03-14'])
    assert.deepEqual(await play.balances(at), [910_000_000, 90_000_000, 0, 0])
    assert.equal(codeOf(await play.pay(id, '20000012345679')), 'bridge-account-other')
    assert.equal(codeOf(await play.back(id, 1)), 'bridge-not-out')
    for (const step of [() => play.ownMoney(id), () => play.complete(id, '再补。'), () => play.settle(id)])
      assert.equal(codeOf(await step()), 'bridge-move-not-allowed', 'what is set aside is paid or lapses')
    assert.deepEqual(
      [await play.now(id), await play.balances(at)],
      [reserved, [910_000_000, 90_000_000, 0, 0]],
    )
    given(await play.pay(id))
    assert.deepEqual(await play.balances(at), [910_000_000, 0, 90_000_000, 0])
    assert.equal((await play.promise(id)).state, 'used')
    assert.equal(codeOf(await play.settle(id)), 'bridge-loan-still-out')
    clock.set('2026-03-11T01:30:00.000Z')
    given(await play.repayOld(loan))
    given(await play.settle(id))
    assert.equal(codeOf(await play.renew(id, (await play.now(id)).oldContract)), 'bridge-new-loan-same')
    clock.set('2026-03-13T01:30:00.000Z')
    given(await play.renew(id))
    clock.set('2026-03-18T01:30:00.000Z')
    assert.equal(codeOf(await play.back(id, 90_000_001)), 'bridge-back-too-much')
    assert.equal(codeOf(await play.back(id, 1, day('2026-03-09'))), 'bridge-back-before-payout')
    assert.equal(codeOf(await play.back(id, 1, day('2026-03-19'))), 'bridge-day-ahead')
    given(await play.back(id, 30_000_000, day('2026-03-13')))
    const before = [await play.balances(at), await play.now(id)]
    const off = await play.back(id, 30_000_000, day('2026-03-14'))
    assert(!off.ok)
    const { code, values } = off.refusal
    assert.deepEqual([code, values], ['bridge-day-off', { day: '2026-03-14', next: '2026-03-16' }])
    assert.deepEqual([await play.balances(at), await play.now(id)], before, 'a Saturday leaves no trace')
    given(await play.back(id, 30_000_000, day('2026-03-16')))
    assert.equal((await play.now(id)).state, 'renewed', 'two parts of three, one of them after a day off')
    given(await play.back(id, 30_000_000))
    const repaid = await play.now(id)
    // Of 300,000 yuan each: 3 days at 0.02 %, then five at 0.02 % and one at 0.04 %, then five and three.
    assert.deepEqual([repaid.state, repaid.feeFen, repaid.daysOut], ['repaid', 18_000 + 42_000 + 66_000, 8])
    assert.equal(codeOf(await play.fee(id, 125_999)), 'bridge-fee-other')
    given(await play.fee(id))
    assert.equal((await play.now(id)).state, 'closed')
    assert.deepEqual(await play.balances(at), [10 * million + 126_000, 0, 0, 126_000])
    const happened = (await trailOf(store.read, 'bridge', id)).map(({ happening }) => happening.split('.')[1])
    for (const one of [
      'applied',
      'complete',
      'checked',
      'bureau-spoke',
      'approved',
      'reserved',
      'paid',
      'settled',
      'renewed',
      'repaid',
      'closed',
    ])
      assert.ok(happened.includes(one), one)
    await sound()
  })

  test('is never approved or paid by a hand that touched it before', async () => {
    clock.set(begin)
    const { id } = await checked(made, await dueLoan(made), at, {}).catch(() => {
      throw new Error('the letter of the first case stands in the way')
    })
    assert.equal(codeOf(await play.approve(id, cast.tang)), 'bridge-same-person')
    given(await play.approve(id))
    assert.equal(codeOf(await play.pay(id, undefined, cast.song)), 'bridge-same-person')
    const { version } = await play.now(id)
    given(await withdraw(parts, by(cast.lin), id, version))
    assert.equal((await play.promise(id)).state, 'void')
    assert.deepEqual((await play.balances(at)).slice(1, 3), [0, 0])
  })

  test('is not approved or paid by who made any step of it, whoever made the last one', async () => {
    const loan = await dueLoan(made)
    const { id } = given(await play.apply(loan, at)).bridge
    const version = async () => (await play.now(id)).version
    // Three operators: the second becomes the checker later, the third the cashier.
    given(await play.complete(id))
    const stated = { stoppedMonths: 0, noVatMonths: 0, overdueMonths: 0, dishonest: false }
    const word = { word: 'yes', said: '', stated } as const
    given(await check(parts, by(cast.song), id, await version(), word))
    given(await play.speak(id))
    given(await play.sign(id))
    const own = { ownMoneyFen: fen(10_000_000), ownMoneyOn: clock.today() }
    given(await ownMoney(parts, by(cast.jiang), id, await version(), own))
    assert.equal((await play.now(id)).makerId, cast.jiang.id)
    const before = [await play.now(id), await play.balances(at)]
    for (const who of [cast.tang, cast.song, cast.jiang]) {
      const refused = await play.approve(id, who)
      assert(!refused.ok, who.name)
      assert.deepEqual(
        [refused.refusal.code, refused.refusal.values],
        ['bridge-same-person', { did: 'maker' }],
      )
      assert.match(speak('zh').refusal(refused.refusal), /您已经办过/)
    }
    assert.deepEqual([await play.now(id), await play.balances(at)], before, 'a refusal leaves no trace')
    given(await play.approve(id, cast.qin))
    for (const who of [cast.tang, cast.song, cast.jiang, cast.qin])
      assert.equal(codeOf(await play.pay(id, undefined, who)), 'bridge-same-person', who.name)
    // Money that was not paid out in time goes back to the checker, and who approved before is still no cashier.
    clock.set('2026-03-16T01:30:00.000Z')
    await night()
    assert.deepEqual([(await play.now(id)).state, (await play.now(id)).checkerId], ['approval', null])
    given(await play.approve(id, cast.lu))
    assert.equal(codeOf(await play.pay(id, undefined, cast.qin)), 'bridge-same-person')
    given(await play.pay(id, undefined, cast.cai))
    assert.equal(
      codeOf(await undoPayout(parts, by(cast.cai), id, await version(), '付错')),
      'bridge-same-person',
    )
    given(await undoPayout(parts, by(cast.qin), id, await version(), '付错'))
    const moves = await store.read
      .select()
      .from(bridgeMoves)
      .where(eq(bridgeMoves.bridgeId, id))
      .orderBy(asc(bridgeMoves.id))
    const names = new Map(
      Object.values(cast).flatMap((one) =>
        'name' in one && 'id' in one ? [[one.id as string, one.name]] : [],
      ),
    )
    assert.deepEqual(
      moves
        .filter(({ hand }) => hand)
        .map(({ what, hand, byId }) => [what, hand, names.get(byId ?? '')].join(' ')),
      [
        ...[`complete maker ${cast.tang.name}`, `checked maker ${cast.song.name}`],
        ...[`own-money-there maker ${cast.jiang.name}`, `approved checker ${cast.qin.name}`],
        ...[`approved checker ${cast.lu.name}`, `paid cashier ${cast.cai.name}`],
        `payout-undone checker ${cast.qin.name}`,
      ],
    )
    given(await withdraw(parts, by(cast.lin), id, await version()))
  })
})

describe('a promise', () => {
  test('that is too small, past its day, or of a letter that was used, is not signed; another bank signs nothing', async () => {
    clock.set(begin)
    const first = await checked(made, await dueLoan(made), at)
    const { letterNumber } = await play.promise(first.id)
    const { id } = given(await play.apply(await dueLoan(made), at)).bridge
    for (const step of [play.complete, play.check, play.speak]) given(await step(id))
    assert.equal(codeOf(await play.sign(id, { amountFen: fen(94_736_842) })), 'promise-too-small')
    assert.equal(codeOf(await play.sign(id, { validUntil: day('2026-03-09') })), 'promise-expired')
    assert.equal(codeOf(await play.sign(id, {}, cast.wu)), 'promise-bank-foreign')
    assert.equal(
      codeOf(await play.sign(id, { letterNumber: present(letterNumber, 'a number') })),
      'promise-letter-used',
    )
    given(await play.sign(id))
    assert.equal(codeOf(await play.sign(id)), 'promise-move-not-allowed')
    for (const one of [first.id, id])
      given(await withdraw(parts, by(cast.lin), one, (await play.now(one)).version))
  })

  test('that the bank does not give ends the case, and one that runs out before the payout ends it too', async () => {
    clock.set(begin)
    const { id } = given(await play.apply(await dueLoan(made), at)).bridge
    for (const step of [play.complete, play.check, play.speak]) given(await step(id))
    const asked = await play.promise(id)
    given(await decline(parts, by(cast.qian), asked.id, asked.version, '授信压降。'))
    assert.deepEqual([(await play.now(id)).state, (await play.now(id)).why], ['refused', '授信压降。'])

    const other = await checked(made, await dueLoan(made, '2026-05-20'), at)
    given(await play.approve(other.id))
    const until = present((await play.promise(other.id)).validUntil, 'its last day')
    clock.set(`${plusDays(until, 1)}T01:30:00.000Z`)
    const late = await play.pay(other.id)
    assert.equal(codeOf(late), 'promise-expired')
    await night()
    assert.deepEqual(
      [(await play.now(other.id)).state, (await play.promise(other.id)).state],
      ['lapsed', 'lapsed'],
    )
    assert.deepEqual((await play.balances(at)).slice(1, 3), [0, 0])
    await sound()
  })

  test('that is broken while the money is out is an alarm at once, and the money still has to come back', async () => {
    clock.set(begin)
    const { id } = await paidOut(made, await dueLoan(made), at)
    const letter = await play.promise(id)
    given(await breakPromise(parts, by(cast.qian), letter.id, letter.version, '企业涉诉。'))
    assert.deepEqual([(await play.now(id)).state, (await play.promise(id)).state], ['paid', 'lapsed'])
    const told = (await trailOf(store.read, 'bridge', id)).map(({ happening }) => happening)
    assert.ok(told.includes('bridges.promise-broken'))
    clock.set('2026-03-12T01:30:00.000Z')
    given(await play.back(id, 90_000_000))
    given(await play.fee(id))
    assert.equal((await play.now(id)).state, 'closed')
  })
})

describe('the old loan', () => {
  test('is not said to have settled a loan that was settled before the payout', async () => {
    clock.set(begin)
    const loan = await dueLoan(made)
    const { id } = await paidOut(made, loan, at)
    given(await play.repayOld(loan))
    await store.transact((tx) =>
      tx
        .update(loans)
        .set({ settledOn: day('2026-03-09') })
        .where(eq(loans.id, loan.id)),
    )
    const before = await play.now(id)
    const refused = await play.settle(id)
    assert(!refused.ok && refused.refusal.code === 'bridge-settled-early')
    for (const language of ['zh', 'en'] as const)
      assert.match(speak(language).refusal(refused.refusal), /2026-03-09.*2026-03-10/)
    assert.deepEqual(await play.now(id), before)
    given(await undoPayout(parts, by(cast.song), id, before.version, '旧贷款已先结清。'))
    given(await withdraw(parts, by(cast.lin), id, (await play.now(id)).version))
  })
})

describe('money that is late', () => {
  test('is overdue on the day after its last, costs double, and is for the court on the eighth day', async () => {
    clock.set(begin)
    const { id } = await paidOut(made, await dueLoan(made), at)
    assert.equal((await play.now(id)).lastOn, '2026-03-20')
    clock.set('2026-03-20T01:30:00.000Z')
    await night()
    assert.equal((await play.now(id)).overdueSince, null)
    clock.set('2026-03-21T01:30:00.000Z')
    await night()
    assert.equal((await play.now(id)).overdueSince, '2026-03-21', 'the day after it')
    clock.set('2026-03-27T01:30:00.000Z')
    await night()
    assert.deepEqual([(await play.now(id)).overdueSince, (await play.now(id)).courtOn], ['2026-03-21', null])
    const filed = async (on: string) => {
      const { version } = await play.now(id)
      const claim = { filedOn: day(on), courtCase: '（2026）皖 0603 民初 118 号' }
      return goToCourt(parts, by(cast.tang), id, version, claim)
    }
    assert.equal(codeOf(await filed('2026-03-27')), 'bridge-not-for-court')
    clock.set('2026-03-28T01:30:00.000Z')
    await night()
    assert.equal((await play.now(id)).courtOn, '2026-03-28')
    // It had come back on its last day, as somebody found out late; and then that it was another's.
    given(await play.back(id, 90_000_000, day('2026-03-20')))
    const back = await play.now(id)
    assert.deepEqual([back.state, back.overdueSince, back.courtOn], ['repaid', null, null])
    given(await undoBack(parts, by(cast.song), id, back.version, '不是这笔'))
    await night()
    assert.deepEqual(
      [(await play.now(id)).overdueSince, (await play.now(id)).courtOn],
      ['2026-03-21', '2026-03-28'],
    )
    assert.equal(await night(), 0, 'a night that is repeated does nothing')
    assert.equal(codeOf(await filed('2026-03-27')), 'bridge-day-ahead')
    given(await filed('2026-03-28'))
    assert.equal(codeOf(await filed('2026-03-28')), 'bridge-not-for-court', 'and once')
    assert.equal(codeOf(await play.back(id, 90_000_000)), 'bridge-day-off')
    clock.set('2026-03-30T01:30:00.000Z')
    given(await play.back(id, 90_000_000))
    // Five days at 0.02 %, five at 0.04 %, ten at 0.08 % of 900,000 yuan.
    assert.equal((await play.now(id)).feeFen, 90_000 + 180_000 + 720_000)
    given(await play.fee(id))
  })

  test('set aside and not paid out in time is free again, and its case goes back to who decides', async () => {
    clock.set(begin)
    const loan = await dueLoan(made, '2026-04-20')
    const { id } = await checked(made, loan, at)
    given(await play.approve(id))
    const warned = async () => {
      const told = await store.read
        .select()
        .from(notices)
        .where(eq(notices.words, 'bridges.notice.reservation-ends'))
      return told.filter(({ href }) => href === `/bridges/${id}`).map(({ personId }) => personId)
    }
    await night()
    assert.deepEqual(await warned(), [])
    clock.set('2026-03-13T01:30:00.000Z')
    await night()
    await night()
    assert.deepEqual(
      new Set(await warned()),
      new Set([cast.lin.id, cast.xu.id, cast.jiang.id]),
      'a day before, the firm and the cashier are warned',
    )
    assert.equal((await warned()).length, 3, 'and once')
    clock.set('2026-03-15T01:30:00.000Z')
    assert.equal(codeOf(await play.pay(id)), 'reservation-expired')
    await night()
    assert.deepEqual([(await play.now(id)).state, (await play.now(id)).reservedUntil], ['approval', null])
    assert.deepEqual((await play.balances(at)).slice(1, 3), [0, 0])
    given(await play.approve(id))
    given(await play.pay(id))
    const { version } = await play.now(id)
    assert.equal(codeOf(await undoPayout(parts, by(cast.jiang), id, version, '付错了')), 'bridge-same-person')
    given(await undoPayout(parts, by(cast.song), id, version, '付错了'))
    assert.deepEqual([(await play.now(id)).state, (await play.promise(id)).state], ['reserved', 'signed'])
    assert.deepEqual((await play.balances(at)).slice(1, 3), [90_000_000, 0])
    clock.set('2026-03-16T01:30:00.000Z')
    given(await play.pay(id))
    given(await play.back(id, 90_000_000))
    const repaid = await play.now(id)
    assert.deepEqual(
      [repaid.feeFen, repaid.daysOut],
      [18_000, 1],
      'back on the day of the payout costs a day',
    )
    given(await undoBack(parts, by(cast.song), id, repaid.version, '不是这笔'))
    const again = await play.now(id)
    assert.deepEqual([again.state, again.repaidFen, again.feeFen, again.daysOut], ['paid', 0, 0, null])
    given(await play.back(id, 90_000_000))
    // All is back before the bank lends again: nothing opens the case any more, and a promise that is kept is kept.
    assert.equal(codeOf(await play.settle(id)), 'bridge-move-not-allowed')
    assert.equal(codeOf(await play.renew(id, 'HT-LATER')), 'bridge-loan-still-out')
    given(await play.repayOld(loan))
    assert.equal(codeOf(await play.settle(id)), 'bridge-move-not-allowed')
    given(await play.fee(id))
    const kept = async () => {
      const [bank] = await byBank(store.read, at.id)
      return [bank?.kept ?? 0, bank?.broken ?? 0] as const
    }
    const [closed, [keptBefore, brokenBefore]] = [await play.now(id), await kept()]
    clock.set('2026-03-18T01:30:00.000Z')
    given(await play.renew(id, 'HT-LATER'))
    const renewed = await play.now(id)
    assert.deepEqual(
      [renewed.state, renewed.endedOn, renewed.dueOn, renewed.newLoanOn, renewed.renewalDays],
      ['closed', closed.endedOn, closed.dueOn, '2026-03-18', 2],
    )
    assert.deepEqual(await kept(), [keptBefore + 1, brokenBefore - 1])
    assert.equal(codeOf(await play.renew(id, 'HT-TWICE')), 'bridge-move-not-allowed', 'and once')
    await sound()
  })
})

describe('a firm that comes too often', () => {
  test('is too often for one year', async () => {
    clock.set(begin)
    assert.equal(codeOf(await play.apply(await dueLoan(made), at)), 'bridge-times')
  })
})

describe('the figures of a pool', () => {
  test('are what a plain count of its rows comes to, by bank and by firm as well', async () => {
    const all = (await store.read.select().from(bridges)).filter(
      (one) => one.poolId === at.id && one.paidOutOn,
    )
    const letters = new Map(
      (await store.read.select().from(promises)).map((one) => [one.bridgeId as string, one]),
    )
    const sum = (of: (one: (typeof all)[number]) => number | null) =>
      all.reduce((total, one) => total + (of(one) ?? 0), 0)
    const today = clock.today()
    const figures = await figuresOf(store.read, at, today)
    const days = all.flatMap(({ daysOut }) => (daysOut === null ? [] : [daysOut])).toSorted((a, b) => a - b)
    assert.ok(days.length >= 4 && all.some((one) => one.overdueSince))
    assert.deepEqual(
      [
        figures.times,
        figures.firms,
        figures.paidOutFen,
        figures.renewedFen,
        figures.feesFen,
        figures.savingFen,
      ],
      [
        ...[all.length, 1, sum((one) => one.amountFen), sum((one) => one.newLoanFen)],
        ...[sum((one) => one.feeFen), sum((one) => one.savingFen)],
      ],
    )
    assert.deepEqual(figures.days, {
      mean: days.reduce((total, one) => total + one, 0) / days.length,
      median: days[Math.floor((days.length - 1) / 2)],
      worst: days.at(-1),
    })
    const late = all.filter((one) => one.overdueSince)
    assert.deepEqual([figures.lateTimes, figures.lateFen], [late.length, late.length * 90_000_000])
    assert.equal(figures.turns, figures.paidOutFen / (10 * million), 'the capital stood unchanged')

    const kept = all.filter((one) => {
      const letter = present(letters.get(one.id), 'its letter')
      return one.newLoanOn && one.newLoanOn <= present(letter.validUntil, 'its day')
    })
    const broken = all.filter(
      (one) => !one.newLoanOn && (one.endedOn || letters.get(one.id)?.state === 'lapsed'),
    )
    const [bank, ...others] = await byBank(store.read, at.id)
    assert.deepEqual(others, [])
    assert.deepEqual(
      [bank?.times, bank?.kept, bank?.late, bank?.broken, bank?.daysMean, bank?.daysWorst],
      [all.length, kept.length, 0, broken.length, 2, 2],
    )
    assert.ok(kept.length > 0 && broken.length > 0)
    const often = await again(store.read, at.id, plusDays(today, -365))
    assert.deepEqual(
      often.map(({ firm, times, lately, last }) => [firm, times, lately, last]),
      [
        [
          ...[cast.lin.organisation, all.length, all.length],
          all
            .map((one) => one.paidOutOn)
            .toSorted()
            .at(-1),
        ],
      ],
    )
    assert.deepEqual(
      (await again(store.read, at.id, today)).map(({ lately }) => lately),
      [all.filter((one) => one.paidOutOn && one.paidOutOn > today).length],
    )
  })
})
