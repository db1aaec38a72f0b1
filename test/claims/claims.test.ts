import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { notices } from '../../db/tables/inbox.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import {
  checkPapers,
  decideClaim,
  fileAgain,
  fileClaim,
  returnClaim,
  withdrawClaim,
} from '../../server/claims/actions.ts'
import { payClaim } from '../../server/claims/actions-paying.ts'
import { confirmSettlement, settle } from '../../server/claims/actions-settling.ts'
import { sharingOf } from '../../server/claims/parts.ts'
import { eventsOf } from '../../server/claims/rows.ts'
import { settlementsOf } from '../../server/claims/rows-settlements.ts'
import { lateDays } from '../../server/claims/settlement.ts'
import { standings } from '../../server/claims/sharing.ts'
import { extendGuarantee, releaseExpired } from '../../server/guarantees/index.ts'
import { sumsOn } from '../../server/indicators/rows.ts'
import { accountAt, bookByCode, verifyLedger } from '../../server/ledger/index.ts'
import { openSince } from '../../server/ledger/period.ts'
import { writeOffLoan } from '../../server/loans/actions-ends.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { recover } from '../../server/recoveries/actions.ts'
import { codeOf, given } from '../applications/played.ts'
import { assertKept } from '../guarantees/books.ts'
import { type Town, town } from '../support/app.ts'
import {
  atNoon,
  claiming,
  filed,
  guaranteed,
  later,
  loanNow,
  now,
  openSettlements,
  paid,
  richGuarantor,
  settled,
} from './played.ts'

/** A guaranteed loan of which nothing was paid for a hundred days. */
async function late(arrangement?: string) {
  const made = await town()
  await richGuarantor(made)
  const found = await guaranteed(made, arrangement ? { arrangement } : {})
  await later(made, 100)
  return { ...made, ...found, made }
}

const books = {
  guarantor: 'party-lhdb',
  reguarantor: 'party-wbzdb',
  treasury: 'party-czgk',
  bank: 'party-xcnsh',
}
async function balanceIn({ store }: Pick<Town, 'store'>, party: keyof typeof books, code: string) {
  const book = await bookByCode(store.read, books[party])
  assert.ok(book, `no book of ${party}`)
  return (await accountAt(store.read, book.id, code as 'paid'))?.balanceFen
}
const isSound = async ({ store, parts }: Pick<Town, 'store' | 'parts'>) =>
  (await verifyLedger(store.read, parts)).fault === null

describe('a claim', () => {
  test('of the published sum is paid, settled and borne to the fen, in rows and books alike', async () => {
    const made = await town()
    await richGuarantor(made)
    const amountFen = fen(100_000_100)
    const { guarantee } = await guaranteed(made, { amountFen })
    await later(made, 100)
    const { store, clock } = made
    const claim = await paid(made, await filed(made, guarantee, { principalFen: fen(100_000_001) }))
    assert.equal(claim.state, 'paid')
    const after = await now(made, guarantee.id)
    assert.deepEqual(
      [after.state, after.balanceFen, after.claimedFen, after.openClaims],
      ['claimed', 99, 100_000_001, 0],
    )
    const { moves } = await sharingOf(store.read, guarantee)
    const rows = standings(['guarantor', 'reguarantor', 'bank', 'treasury'], moves)
    assert.deepEqual(
      rows.map(({ cashFen, borneFen }) => [cashFen, borneFen]),
      [
        [80_000_001, 40_000_001],
        [0, 30_000_000],
        [20_000_000, 20_000_000],
        [0, 10_000_000],
      ],
    )
    assert.equal(await balanceIn(made, 'guarantor', 'owed-to-it'), 40_000_000)
    assert.equal(await balanceIn(made, 'guarantor', 'losses-borne'), 40_000_001)
    assert.equal(await balanceIn(made, 'reguarantor', 'owed-by-it'), 30_000_000)
    const due = await settlementsOf(store.read, guarantee.id)
    assert.deepEqual(
      due.map(({ fromParty, amountFen: amount, dueOn }) => [fromParty, amount, dueOn]),
      [
        ['reguarantor', 30_000_000, plusDays(clock.today(), 30)],
        ['treasury', 10_000_000, plusDays(clock.today(), 30)],
      ],
    )
    await later(made, 34)
    for (const one of due) await settled(made, one)
    const done = await settlementsOf(store.read, guarantee.id)
    assert.deepEqual(
      done.map((one) => lateDays(one, clock.today())),
      [4, 4],
    )
    assert.equal(await balanceIn(made, 'guarantor', 'owed-to-it'), 0)
    assert.equal(await balanceIn(made, 'guarantor', 'received'), 40_000_000)
    assert.equal(await balanceIn(made, 'treasury', 'paid'), 10_000_000)
    const end = standings(
      ['guarantor', 'reguarantor', 'bank', 'treasury'],
      (await sharingOf(store.read, guarantee)).moves,
    )
    for (const { cashFen, borneFen } of end) assert.equal(cashFen, borneFen)
    assert.ok(await isSound(made))
  })

  test('adds to the one before, and the shares follow the sum of both', async () => {
    const { made, guarantee, loan, store } = await late()
    for (const principalFen of [fen(1), fen(1), fen(1)])
      await paid(made, await filed(made, guarantee, { principalFen }))
    const { sharing } = await sharingOf(store.read, guarantee)
    assert.deepEqual(
      sharing.series.shares.map(({ borneFen }) => borneFen),
      [1, 1, 1, 0],
    )
    assert.equal((await now(made, guarantee.id)).claimedFen, 3)
    await paid(made, await filed(made, guarantee, { principalFen: fen(7), kind: 'final' }))
    assert.deepEqual(
      (await sharingOf(store.read, guarantee)).sharing.series.shares.map(({ borneFen }) => borneFen),
      [4, 3, 2, 1],
    )
    const more = await fileClaim(
      made.parts,
      made.by(made.cast.zhou),
      guarantee.id,
      claiming(made, { principalFen: fen(1) }),
    )
    assert.equal(codeOf(more), 'claim-final-made')
    // 最终代偿: the rest is free in every book, and no later report of the loan brings it back.
    const ended = await now(made, guarantee.id)
    assert.deepEqual(
      [ended.state, ended.balanceFen, ended.openFen, ended.endedOn, ended.releasedOn],
      ['released', 0, 0, made.clock.today(), made.clock.today()],
    )
    for (const party of ['guarantor', 'reguarantor', 'treasury', 'bank'] as const)
      assert.equal(await balanceIn(made, party, 'contingent'), 0)
    const paying = { principalFen: fen(1_000), interestFen: noFen, paidOn: made.clock.today() }
    given(await reportRepayment(made.parts, made.by(made.cast.zhou), loan.id, { ...paying, payer: 'firm' }))
    assert.equal((await now(made, guarantee.id)).balanceFen, 0)
    await assertKept(made)
    assert.ok(await isSound(made))
  })

  test('nobody made within the time for it, and the rest of one, are released the night after its last day', async () => {
    const { made, guarantee, loan, parts, by, cast, clock } = await late()
    const night = () => releaseExpired(parts, byPlatform(clock.now(), clock.today()))
    const { coverUntil } = guarantee
    assert.ok(coverUntil)
    const claim = await filed(made, guarantee, { principalFen: fen(30_000_000) })
    atNoon(made, plusDays(coverUntil, 1))
    assert.equal(await night(), 0, 'a claim that is on its way keeps it')
    given(await withdrawClaim(parts, by(cast.zhou), claim.id))
    atNoon(made, coverUntil)
    assert.equal(await night(), 0, 'its last day still counts')
    await paid(made, await filed(made, guarantee, { principalFen: fen(30_000_000) }))
    assert.equal(await balanceIn(made, 'treasury', 'contingent'), 7_000_000)
    atNoon(made, plusDays(coverUntil, 1))
    assert.equal(
      codeOf(await fileClaim(parts, by(cast.zhou), guarantee.id, claiming(made))),
      'claim-too-late',
    )
    assert.equal(await night(), 1)
    assert.equal(await night(), 0, 'once')
    const after = await now(made, guarantee.id)
    assert.deepEqual([after.state, after.balanceFen, after.claimedFen], ['released', 0, 30_000_000])
    assert.equal(await balanceIn(made, 'treasury', 'contingent'), 0)
    assert.equal(await balanceIn(made, 'treasury', 'losses-borne'), 3_000_000, 'what was claimed stays')
    const longer = { until: plusDays(coverUntil, 400), why: '展期。' }
    assert.equal(codeOf(await extendGuarantee(parts, by(cast.han), guarantee.id, longer)), 'move-not-allowed')
    const paying = {
      principalFen: fen(1_000),
      interestFen: noFen,
      paidOn: clock.today(),
      payer: 'firm' as const,
    }
    given(await reportRepayment(parts, by(cast.zhou), loan.id, paying))
    await assertKept(made)
    assert.ok(await isSound(made))
  })

  test('outlives the bank writing its loan off, and so does the guarantee', async () => {
    const { made, guarantee, loan, parts, by, cast } = await late()
    assert.equal(codeOf(await writeOffLoan(parts, by(cast.qian), loan.id, '太早。')), 'loan-not-bad')
    await later(made, 60)
    const claim = await filed(made, guarantee, { principalFen: fen(40_000_000) })
    const before = await now(made, guarantee.id)
    given(await writeOffLoan(parts, by(cast.qian), loan.id, '债务人已停产，无可执行财产。'))
    assert.equal(codeOf(await writeOffLoan(parts, by(cast.qian), loan.id, '再次。')), 'loan-written-off')
    const after = await now(made, guarantee.id)
    assert.deepEqual(after, before, 'nothing of the guarantee moves')
    assert.equal(after.openClaims, 1)
    await paid(made, claim)
    await paid(made, await filed(made, guarantee, { principalFen: fen(20_000_000) }))
    assert.equal((await now(made, guarantee.id)).balanceFen, 40_000_000, 'and it is claimed as before')
    await assertKept(made)
  })

  test('that is reported after its month was closed is booked on the first open day, and moves no closed figure', async () => {
    const { made, guarantee, store, parts, by, cast, clock } = await late()
    const claim = await filed(made, guarantee, { principalFen: fen(60_000_000) })
    given(await checkPapers(parts, by(cast.he), claim.id))
    given(await decideClaim(parts, by(cast.han), claim.id, { outcome: 'approved', answer: '' }))
    const paidOn = clock.today()
    const small = fen(500_000_000)
    const figures = () => sumsOn(store.read, cast.institutionIds.guarantor, paidOn, small)
    await later(made, 75)
    const before = await figures()
    const told = given(await payClaim(parts, by(cast.feng), claim.id, { paidOn, reference: 'DC-9' })).claim
    assert.equal(told.paidOn, paidOn, 'the claim keeps its own day')
    const first = openSince(clock.today())
    const [event] = await eventsOf(store.read, guarantee.id)
    assert.ok(first > paidOn && event?.on === first)
    assert.deepEqual(await figures(), before)
    const [due] = await openSettlements(made, guarantee)
    assert.ok(due)
    assert.deepEqual(
      [due.arisenOn, due.dueOn],
      [paidOn, plusDays(clock.today(), 30)],
      'nobody is late before he is told',
    )
    given(await confirmSettlement(parts, by(cast.shen), due.id))
    given(await settle(parts, by(cast.yan), due.id, { paidOn: plusDays(paidOn, 3), reference: 'P-9' }))
    const [settled] = await settlementsOf(store.read, guarantee.id)
    assert.deepEqual([settled?.settledOn, settled?.bookedOn], [plusDays(paidOn, 3), first])
    const money = { means: 'lawsuit' as const, receivedOn: plusDays(paidOn, 5), costFen: noFen, words: '' }
    given(await recover(parts, by(cast.he), guarantee.id, { ...money, recoveredFen: fen(1_000_000) }))
    assert.deepEqual(await figures(), before)
    assert.ok(await isSound(made))
  })

  test('is told to both sides', async () => {
    const { made, guarantee, store } = await late()
    const before = (await store.read.select().from(notices)).length
    const claim = await filed(made, guarantee, { principalFen: fen(1_000) })
    const told = (await store.read.select().from(notices)).slice(before)
    assert.ok(
      told.some(({ words, href }) => words === 'claims.notice.filed' && href === `/claims/${claim.id}`),
    )
  })
})

describe('what is refused leaves the ledger as it was', () => {
  test('above the balance, twice, in the other unit, by the same person, before its time', async () => {
    const { made, guarantee, loan, store, parts, by, cast, clock } = await late()
    const count = async () => (await isSound(made)) && (await balanceIn(made, 'guarantor', 'paid'))
    const ask = (changes: Parameters<typeof claiming>[1]) =>
      fileClaim(parts, by(cast.zhou), guarantee.id, claiming(made, changes))
    assert.equal(codeOf(await ask({ principalFen: fen(100_000_001) })), 'claim-above-balance')
    assert.equal(codeOf(await ask({ principalFen: fen(1_000_000_000_000) })), 'claim-unit')
    assert.equal(codeOf(await ask({ interestFen: fen(1) })), 'claim-interest-not-covered')
    assert.equal(codeOf(await ask({})), 'claim-papers-missing')
    const claim = await filed(made, guarantee)
    assert.equal(codeOf(await ask({})), 'claim-open')
    assert.equal(
      codeOf(await decideClaim(parts, by(cast.han), claim.id, { outcome: 'approved', answer: '' })),
      'claim-moved',
    )
    given(await checkPapers(parts, by(cast.he), claim.id))
    assert.equal(
      codeOf(await decideClaim(parts, by(cast.he), claim.id, { outcome: 'approved', answer: '' })),
      'same-person',
    )
    given(await decideClaim(parts, by(cast.han), claim.id, { outcome: 'approved', answer: '' }))
    const paying = { paidOn: clock.today(), reference: 'X' }
    for (const person of [cast.he, cast.han])
      assert.equal(codeOf(await payClaim(parts, by(person), claim.id, paying)), 'same-person')
    const tomorrow = { paidOn: plusDays(clock.today(), 1), reference: 'X' }
    assert.equal(codeOf(await payClaim(parts, by(cast.feng), claim.id, tomorrow)), 'day-ahead')
    const repaid = {
      ...{ principalFen: fen(1_000), interestFen: noFen, paidOn: clock.today() },
      payer: 'firm' as const,
    }
    given(await reportRepayment(parts, by(cast.zhou), loan.id, repaid))
    assert.equal(codeOf(await payClaim(parts, by(cast.feng), claim.id, paying)), 'claim-above-balance')
    assert.equal(await count(), 0, 'nothing was booked')
    assert.equal((await settlementsOf(store.read, guarantee.id)).length, 0)
    given(await returnClaim(parts, by(cast.han), claim.id, '借款人已还一部分，请按余额重报。'))
    const less = claiming(made, { principalFen: fen(99_999_000) })
    assert.equal(given(await fileAgain(parts, by(cast.zhou), claim.id, less)).claim.checkedBy, null)
    await paid(made, claim)
    assert.equal(codeOf(await payClaim(parts, by(cast.feng), claim.id, paying)), 'claim-moved')
    assert.equal(await balanceIn(made, 'guarantor', 'paid'), 79_999_200)
  })

  test('before the trigger', async () => {
    const made = await town()
    await richGuarantor(made)
    const { guarantee } = await guaranteed(made)
    await later(made, 40)
    const { parts, by, cast } = made
    assert.equal(
      codeOf(await fileClaim(parts, by(cast.zhou), guarantee.id, claiming(made))),
      'claim-too-early',
    )
  })

  test('a settlement by the wrong party, unconfirmed, by who confirmed it, and twice', async () => {
    const { made, guarantee, parts, by, cast, clock } = await late()
    await paid(made, await filed(made, guarantee))
    const [province] = await openSettlements(made, guarantee)
    assert.ok(province)
    const paying = { paidOn: clock.today(), reference: 'X' }
    for (const person of [cast.cai, cast.he, cast.zhou])
      assert.equal(codeOf(await confirmSettlement(parts, by(person), province.id)), 'not-the-payer')
    assert.equal(codeOf(await settle(parts, by(cast.yan), province.id, paying)), 'settlement-unconfirmed')
    given(await confirmSettlement(parts, by(cast.shen), province.id))
    assert.equal(codeOf(await confirmSettlement(parts, by(cast.yan), province.id)), 'settlement-confirmed')
    assert.equal(codeOf(await settle(parts, by(cast.shen), province.id, paying)), 'same-person')
    assert.equal(codeOf(await settle(parts, by(cast.bai), province.id, paying)), 'not-the-payer')
    const early = { ...paying, paidOn: plusDays(clock.today(), -1) }
    assert.equal(codeOf(await settle(parts, by(cast.yan), province.id, early)), 'before-arisen')
    assert.equal(await balanceIn(made, 'reguarantor', 'paid'), 0)
    given(await settle(parts, by(cast.yan), province.id, paying))
    assert.equal(codeOf(await settle(parts, by(cast.yan), province.id, paying)), 'settlement-settled')
    assert.equal(await balanceIn(made, 'reguarantor', 'paid'), 30_000_000)
  })

  test('a loan that is settled while a claim is open keeps its guarantee until the claim is over', async () => {
    const { made, guarantee, loan, parts, by, cast, clock } = await late()
    const claim = await filed(made, guarantee, { principalFen: fen(1_000) })
    const all = (await loanNow(made, loan.id)).balanceFen
    const paying = { principalFen: all, interestFen: noFen, paidOn: clock.today(), payer: 'firm' as const }
    given(await reportRepayment(parts, by(cast.zhou), loan.id, paying))
    assert.equal((await now(made, guarantee.id)).state, 'in-force', 'the open claim holds it')
    given(await withdrawClaim(parts, by(cast.zhou), claim.id))
    assert.equal((await now(made, guarantee.id)).state, 'released')
    assert.equal(
      codeOf(await fileClaim(parts, by(cast.zhou), guarantee.id, claiming(made))),
      'claim-after-release',
    )
  })
})

test('a party without an institution here is written down by the first payer', async () => {
  const { made, guarantee, parts, by, cast, clock } = await late('national-fund')
  await paid(made, await filed(made, guarantee))
  const fund = (await openSettlements(made, guarantee)).find(({ fromParty }) => fromParty === 'national-fund')
  assert.ok(fund)
  assert.equal(codeOf(await confirmSettlement(parts, by(cast.shen), fund.id)), 'not-the-payer')
  given(await confirmSettlement(parts, by(cast.he), fund.id))
  given(await settle(parts, by(cast.feng), fund.id, { paidOn: clock.today(), reference: 'GJ-1' }))
})
