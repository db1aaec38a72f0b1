import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { notices } from '../../db/tables/inbox.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { gathered } from '../../server/cockpit/parts-gathering.ts'
import { agree, bookFunding, open } from '../../server/compensation/actions-pools.ts'
import { approveClaim } from '../../server/compensation/actions-review.ts'
import { partsOf } from '../../server/compensation/rows.ts'
import { fundingsOf } from '../../server/compensation/rows-pools.ts'
import { cashMoved } from '../../server/compensation/rows-statement.ts'
import { statementLines } from '../../server/compensation/statement.ts'
import { rejectCover } from '../../server/covers/actions.ts'
import { payCharge, returnCharge } from '../../server/covers/actions-charges.ts'
import { allPools, chargeOf, confirmCover, fileCover, watchPools } from '../../server/covers/index.ts'
import { balance, balanceOn, verifyLedger } from '../../server/ledger/index.ts'
import type { Day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { stopsLately } from '../../server/stop-lines/rows.ts'
import { codeOf, given } from '../applications/played.ts'
import { code, lent, pooled, shownTo } from '../covers/lent.ts'
import { runningTown, town } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { approved, checked, classed, covered, drafted, filed, funded, paid } from './played.ts'
import { nothingReached, runSequence } from './sequence.ts'

const amountFen = fen(30_000_000)

async function pooledTown() {
  const made = await runningTown()
  return { ...made, ...(await pooled(made)) }
}
type Made = Awaited<ReturnType<typeof pooledTown>>

async function opened(made: Made, arrangement: string, party: 'borrowers' | 'fund' | 'treasury') {
  const { parts, by, cast } = made
  const name = { zh: `${arrangement} ${party}`, en: `${arrangement} ${party}` }
  const run = { institutionId: cast.institutionIds.pool, region: '3406' }
  return given(await open(parts, by(cast.lu), { ...run, arrangement, party, name })).pool
}

describe('what a borrower pays besides', () => {
  test('助保金 is in the borrowers’ pool before the loan comes into cover, and is the first to pay', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, clock } = made
    const [own, fund] = [
      await opened(made, 'zhubaodai', 'borrowers'),
      await opened(made, 'zhubaodai', 'fund'),
    ]
    await funded(made, fund.bookId, fen(10_000_000))
    const loan = await lent(made, amountFen)
    const { cover } = given(await fileCover(parts, by(cast.zhou), loan, 'zhubaodai'))
    const charge = present(await chargeOf(store.read, cover.id), 'the deposit')
    // 2 per cent a year of 300,000 yuan, for twelve months.
    assert.deepEqual(
      [charge.kind, charge.state, charge.months, charge.amountFen],
      ['deposit', 'due', 12, 600_000],
    )
    const shown = () => shownTo(made, cover.id)
    assert.equal(codeOf(await confirmCover(store, by(cast.tang), await shown())), 'cover-charge-due')
    const paying = { paidOn: clock.today(), reference: 'ZB-1' }
    given(await payCharge(parts, by(cast.jiang), await shown(), paying))
    assert.equal(codeOf(await payCharge(parts, by(cast.jiang), await shown(), paying)), 'cover-charge-paid')
    assert.equal(codeOf(await rejectCover(store, by(cast.tang), await shown(), '不符')), 'cover-charge-paid')
    given(await returnCharge(parts, by(cast.jiang), await shown()))
    assert.equal(await balance(store.read, own.bookId, 'cash-free'), 0)
    given(await payCharge(parts, by(cast.jiang), await shown(), paying))
    assert.equal(await balance(store.read, own.bookId, 'borrower-deposits'), 600_000)
    given(await confirmCover(store, by(cast.tang), await shown()))
    await classed(made, loan)
    const claim = await paid(made, await approved(made, await checked(made, cover.id, amountFen)))
    const bore = async () =>
      Object.fromEntries((await partsOf(store.read, claim.id)).map(({ part }) => [part.party, part.borneFen]))
    // The deposits to their end, then half and half to the end of the fund, then the bank.
    assert.deepEqual(await bore(), { borrowers: 600_000, fund: 10_000_000, bank: 19_400_000 })
    assert.equal(await balance(store.read, own.bookId, 'cash-free'), 0)
    assert.equal(await balance(store.read, fund.bookId, 'cash-free'), 0)
    assert.equal((await verifyLedger(store.read, parts)).fault, null)
  })

  test('counts in the one leverage that an arrangement has, on the list and at each of its pools', async () => {
    const made = await pooledTown()
    const { parts, by, cast, clock, browserOf, store } = made
    const [own, fund] = [
      await opened(made, 'zhubaodai', 'borrowers'),
      await opened(made, 'zhubaodai', 'fund'),
    ]
    await funded(made, fund.bookId, fen(9_400_000))
    const { cover } = given(await fileCover(parts, by(cast.zhou), await lent(made, amountFen), 'zhubaodai'))
    const paying = { paidOn: clock.today(), reference: 'ZB-1' }
    given(await payCharge(parts, by(cast.jiang), await shownTo(made, cover.id), paying))
    given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
    // 30 ÷ (9.4 of the fund + 0.6 of the borrower): not 3.19 times the fund, nor 50 times the deposits.
    const tang = await browserOf(cast.tang)
    for (const address of ['/compensation', ...[own, fund].map(({ id }) => `/compensation/pools/${id}`)]) {
      const { body } = await tang.get(address)
      assert.ok(body.includes('3.00 倍'), address)
      assert.ok(!body.includes('50.00 倍') && !body.includes('3.19 倍'), address)
      assert.ok(body.includes(`截至 ${clock.today()}`), 'of which day')
    }
  })

  test('a premium is subsidised by the treasury, which later takes half of what the insurer pays beyond its line', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, clock } = made
    const treasury = await opened(made, 'zhengyinbao', 'treasury')
    const loan = await lent(made, amountFen)
    const { cover } = given(await fileCover(parts, by(cast.zhou), loan, 'zhengyinbao'))
    const paying = { paidOn: clock.today(), reference: 'BF-1' }
    const shown = await shownTo(made, cover.id)
    assert.equal(codeOf(await payCharge(parts, by(cast.jiang), shown, paying)), 'pool-short')
    await funded(made, treasury.bookId, fen(10_000_000))
    const { charge } = given(await payCharge(parts, by(cast.jiang), shown, paying))
    assert.deepEqual([charge.amountFen, charge.subsidyFen], [900_000, 450_000])
    given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
    await classed(made, loan)
    const claim = await checked(made, cover.id, amountFen)
    // Nobody stands behind the treasury: without money it does not approve, and nothing falls to anybody else.
    assert.equal(codeOf(await approveClaim(parts, by(cast.song), claim.id, '')), 'pool-short')
    await funded(made, treasury.bookId, fen(10_000_000), 'more')
    const done = await paid(made, await approved(made, claim))
    assert.deepEqual(done.premium, { premiumFen: 900_000, paidBeforeFen: 0 })
    const parted = (await partsOf(store.read, claim.id)).map(({ part }) => [
      part.party,
      part.cashFen,
      part.borneFen,
    ])
    // 15,000,000 of the insurer, 1,350,000 its line: half of the 13,650,000 beyond it.
    assert.deepEqual(parted.toSorted(), [
      ['bank', 6_000_000, 6_000_000],
      ['insurer', 15_000_000, 8_175_000],
      ['treasury', 9_000_000, 15_825_000],
    ])
    assert.equal(await balance(store.read, treasury.bookId, 'claims-out'), 15_825_000)
    assert.equal((await verifyLedger(store.read, parts)).fault, null)
  })
})

describe('the pools', () => {
  test('are opened by the bureau, funded by agreement of two people, and stated for any period', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, clock, browserOf } = made
    const lu = await browserOf(cast.lu)
    assert.match((await lu.get('/compensation/pools/new')).body, /startup-fund\/fund/)
    const sent = await lu.post('/compensation/pools', {
      ...{ _csrf: await lu.token(), place: 'startup-fund/fund', operator: cast.institutionIds.pool },
      ...{ zh: '创业扶持基金', en: 'Start-up fund' },
    })
    const at = present(String(sent.headers.location), 'where the pool is')
    assert.doesNotMatch((await lu.get('/compensation/pools/new')).body, /startup-fund\/fund/)
    const pool = present(
      (await allPools(store.read)).find(({ arrangement }) => arrangement === 'startup-fund'),
      'the pool',
    )
    const agreement = { funder: '市财政', agreement: 'CZ-2026-1', agreedOn: clock.today() }
    const agrees = (kind: 'contribution' | 'withdrawal', amount: number, funder = '市财政') =>
      agree(parts, by(cast.tang), pool, { ...agreement, kind, funder, amountFen: fen(amount) })
    assert.equal(codeOf(await agrees('withdrawal', 1)), 'funding-above-own')
    const { funding } = given(await agrees('contribution', 5_000_000))
    const books = (who: typeof cast.jiang, one = funding, on: Day = clock.today()) =>
      bookFunding(parts, by(who), one, pool, on)
    assert.equal(codeOf(await books({ ...cast.jiang, id: cast.tang.id })), 'same-person')
    given(await books(cast.jiang))
    assert.equal(
      codeOf(await books(cast.jiang, present((await fundingsOf(store.read, pool.id, 1))[0], 'it'))),
      'funding-over',
    )
    assert.equal(codeOf(await agrees('withdrawal', 5_000_001)), 'funding-above-own')
    assert.equal(codeOf(await agrees('withdrawal', 1, '别人')), 'funding-above-own')
    const loan = await lent(made, amountFen)
    const without = await fileCover(parts, by(cast.zhou), loan, 'zhubaodai')
    assert.equal(codeOf(without), 'cover-pool', 'an arrangement without all its pools takes nothing')
    clock.set('2026-04-02T04:00:00.000Z')
    given(await books(cast.jiang, given(await agrees('withdrawal', 2_000_000)).funding))
    const moves = statementLines(
      await cashMoved(store.read, pool.bookId, { from: '2026-03-01' as Day, to: clock.today() }),
    )
    assert.deepEqual(
      moves.map(({ kind, cashFen }) => [kind, cashFen]),
      [
        ['contributed', 5_000_000],
        ['withdrawn', -2_000_000],
      ],
    )
    const tang = await browserOf(cast.tang)
    const april = (await tang.get(`${at}/statement?from=2026-04-01&to=2026-04-02`)).body
    for (const words of ['50,000.00', '-20,000.00', '30,000.00']) assert.ok(april.includes(words), words)
    assert.match((await tang.get(`${at}/statement?from=2026-05-01&to=2026-06-01`)).body, /不能晚于今天/)
    assert.match((await tang.get(`${at}/statement?from=2026-04-02&to=2026-04-01`)).body, /起日不能晚于止日/)
    assert.equal((await tang.get(`${at}/statement/print`)).statusCode, 200)
    const far = await browserOf(await anotherPerson(made, 'bureau-head', { region: '3407' }))
    assert.equal((await far.get(at)).statusCode, 404)
  })

  test('of one arrangement are run by one operator', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, browserOf } = made
    await opened(made, 'zhubaodai', 'borrowers')
    const other = newId<'institution'>()
    const own = present(
      (await store.read.select().from(institutions)).find(({ id }) => id === cast.institutionIds.pool),
      'the operator',
    )
    await store.transact((tx) =>
      tx.insert(institutions).values({ ...own, id: other, shortName: '另一家', code: 'another-operator' }),
    )
    const draft = { arrangement: 'zhubaodai', party: 'fund' as const, name: { zh: '甲', en: 'A' } }
    const again = await open(parts, by(cast.lu), { ...draft, institutionId: other, region: '3406' })
    assert.equal(codeOf(again), 'pool-of-other-operator')
    const lu = await browserOf(cast.lu)
    const sent = await lu.post('/compensation/pools', {
      ...{ _csrf: await lu.token(), place: 'zhubaodai/fund', operator: other, zh: '基金', en: 'Fund' },
    })
    assert.deepEqual([sent.statusCode, sent.body.includes('须由同一家运营')], [422, true])
    await opened(made, 'zhubaodai', 'fund')
  })

  test('a statement says the same when asked again; what is written down later stands by itself', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, clock, browserOf } = made
    const pool = present((await allPools(store.read))[0], 'the pool')
    const pays = async (agreement: string, amount: number, on: Day) => {
      const terms = { kind: 'contribution', funder: '市财政', agreement, agreedOn: on } as const
      const { funding } = given(await agree(parts, by(cast.tang), pool, { ...terms, amountFen: fen(amount) }))
      given(await bookFunding(parts, by(cast.jiang), funding, pool, on))
    }
    const first = clock.today()
    await pays('CZ-1', 5_000_000, first)
    const asked = `/compensation/pools/${pool.id}/statement?from=2026-03-01&to=${first}`
    clock.set('2026-03-12T04:00:00.000Z')
    const tang = await browserOf(cast.tang)
    const said = async (address: string) => {
      const { body } = await tang.get(address)
      return {
        body,
        sums: body.match(/<section class="panel panel-flush"><h2>资金收支[\s\S]*?<\/section>/)?.[0],
      }
    }
    const before = await said(asked)
    assert.ok(before.sums?.includes('50,000.00') && !before.body.includes('日终之后补记的收支'))
    await pays('CZ-2', 1_200_000, first)
    const after = await said(asked)
    assert.equal(after.sums, before.sums, 'the same digits')
    for (const words of [`${first} 日终之后补记的收支`, '12,000.00', '62,000.00', '2026-03-12 12:00'])
      assert.ok(after.body.includes(words), words)
    assert.match((await tang.get(asked.replace('?', '/print?'))).body, /日终之后补记的收支/)
    // The next period begins where this one ended, and the late entry is one of its own.
    const next = await said(asked.replace(/from.*/, 'from=2026-03-11&to=2026-03-12'))
    assert.match(
      String(next.sums),
      /期初资金[\s\S]*50,000.00[\s\S]*补记本期以前的日期[\s\S]*12,000.00[\s\S]*62,000.00/,
    )
    const none = await tang.get(asked.replace(/from.*/, 'from=2001-01-01&to=2001-12-31'))
    assert.deepEqual([none.statusCode, none.body.includes(`资金池 ${first} 才开设`)], [422, true])
  })

  test('at the stop line nothing new is filed until the bureau lifts it; claims on what stands go on', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, clock, book, browserOf } = made
    await funded(made, book, fen(50_000_000))
    const [bad, next] = [await covered(made), await lent(made, amountFen)]
    await classed(made, bad.loan)
    const night = byPlatform(clock.now(), clock.today())
    assert.equal(await watchPools(parts, night), 1)
    assert.equal(await watchPools(parts, night), 0, 'once for the same')
    const told = (await store.read.select().from(notices)).filter(
      ({ words }) => words === 'stop-lines.notice.stopped',
    )
    assert.ok(told.some(({ personId }) => personId === cast.lu.id))
    const files = async () => codeOf(await fileCover(parts, by(cast.zhou), next, code))
    // Whatever becomes of the class: a stop runs until its last day.
    await classed(made, bad.loan, 'normal')
    assert.equal(await files(), 'cover-stop-line')
    await classed(made, bad.loan)
    assert.equal((await drafted(made, bad.cover.id, amountFen)).state, 'draft')
    const [stop] = await stopsLately(store.read, made.clock.today(), 1)
    const lu = await browserOf(cast.lu)
    assert.match((await lu.get('/stop-lines')).body, /税融通风险补偿资金池/)
    const lifting = await lu.post(`/stop-lines/${present(stop, 'the stop').id}/lifting`, {
      ...{ _csrf: await lu.token(), why: '已落实处置方案，恢复备案。' },
    })
    assert.equal(lifting.statusCode, 303)
    assert.equal(await files(), 'done')
    assert.equal(await watchPools(parts, night), 0, 'a lifted stop covers its days')
  })
})

describe('what is kept along the way', () => {
  test('equals what the rows say, after every step of any sequence, and money is never below nothing', async () => {
    const reached = nothingReached()
    for (const seed of [20_261_121, 7, 1_948]) {
      const made = await runningTown()
      const town = { ...made, ...(await pooled(made, { warnLinePpm: null, stopLinePpm: null })) }
      await runSequence(town, 55, seed, reached)
      const { store, book, clock } = town
      assert.equal(
        await balanceOn(store.read, book, 'cash-free', clock.today()),
        await balance(store.read, book, 'cash-free'),
      )
      assert.equal((await verifyLedger(store.read, town.parts)).fault, null)
    }
    for (const [what, times] of Object.entries(reached)) assert.ok(times > 0, `never ${what}`)
  })

  test('says of what is under way what each pool would pay of it, in the order in which it was filed', async () => {
    const made = await pooledTown()
    await funded(made, made.book, fen(15_000_000))
    const [first, second] = [await covered(made), await covered(made)]
    for (const { loan } of [first, second]) await classed(made, loan)
    await filed(made, first.cover.id, amountFen)
    const ahead = async () =>
      present((await gathered(made.parts, '3406', made.clock.today(), true)).pools, 'the pools').map(
        (one) => one.ahead,
      )
    // 35 per cent of the claim, not its face.
    assert.deepEqual(await ahead(), [
      { kind: 'compensation', claims: 1, claimedFen: 30_000_000, ownFen: 10_500_000 },
    ])
    await checked(made, second.cover.id, amountFen)
    assert.deepEqual(await ahead(), [
      { kind: 'compensation', claims: 2, claimedFen: 60_000_000, ownFen: 15_000_000 },
    ])
    const lu = await made.browserOf(made.cast.lu)
    assert.ok((await lu.get('/cockpit')).body.includes('本池应付 15 万元（申请 60 万元）'))
  })

  test('at the warning line itself the bureau is told once a month, and filing goes on', async () => {
    const lines = { warnLinePpm: ppm(500_000), stopLinePpm: ppm(600_000) }
    const made = await pooled(await town(), lines)
    const { store, parts, by, cast, clock, book } = made
    await funded(made, book, fen(50_000_000))
    const [bad] = [await covered(made), await covered(made)]
    const told = async () =>
      (await store.read.select().from(notices)).filter(
        ({ words, personId }) => words === 'stop-lines.notice.warned' && personId === cast.lu.id,
      ).length
    const watch = () => watchPools(parts, byPlatform(clock.now(), clock.today()))
    assert.deepEqual([await watch(), await told()], [0, 0])
    await classed(made, bad.loan)
    assert.deepEqual([await watch(), await told()], [0, 1])
    assert.deepEqual([await watch(), await told()], [0, 1], 'once a month')
    clock.set('2026-04-01T01:30:00.000Z')
    assert.deepEqual([await watch(), await told()], [0, 2])
    assert.equal(codeOf(await fileCover(parts, by(cast.zhou), await lent(made, amountFen), code)), 'done')
  })
})
