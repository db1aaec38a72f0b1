import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { notices } from '../../db/tables/inbox.ts'
import { draftClaim, fileClaim, takePaper, withdrawClaim } from '../../server/compensation/actions.ts'
import { bookRecovery, payClaim, reportRecovery } from '../../server/compensation/actions-paying.ts'
import {
  approveClaim,
  checkPapers,
  refuseClaim,
  returnClaim,
} from '../../server/compensation/actions-review.ts'
import { papersOf, partsOf } from '../../server/compensation/rows.ts'
import { poolTotals, tallyFromRows, tallyOf } from '../../server/covers/index.ts'
import { balance, verifyLedger } from '../../server/ledger/index.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { code, pooled } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { approved, checked, classed, covered, drafted, funded, paid, papered } from './played.ts'

const amountFen = fen(30_000_000)

async function pooledTown() {
  const made = await runningTown()
  // The stop line has a test of its own; of two or three loans one bad one is far beyond it.
  return { ...made, ...(await pooled(made, { warnLinePpm: null, stopLinePpm: null })) }
}
type Made = Awaited<ReturnType<typeof pooledTown>>

const moneyOf = async ({ store, book }: Made) =>
  Promise.all(
    (['cash-free', 'cash-reserved', 'claims-out'] as const).map((account) =>
      balance(store.read, book, account),
    ),
  )
const isSound = async ({ store, parts }: Made) => (await verifyLedger(store.read, parts)).fault === null
const isTallied = async ({ store }: Made) =>
  assert.deepEqual(await tallyOf(store.read, code), await tallyFromRows(store.read, code))

describe('a claim on a pool', () => {
  test('is filed with its papers, reviewed by a second person, lies open, is paid by a third, and comes back', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, clock, book, browserOf } = made
    await funded(made, book, fen(50_000_000))
    const { loan, cover } = await covered(made)
    await classed(made, loan)
    const draft = await drafted(made, cover.id, amountFen)
    assert.equal(codeOf(await fileClaim(parts, by(cast.zhou), draft.id)), 'pool-claim-papers-missing')
    await papered(made, draft)
    const claim = given(await fileClaim(parts, by(cast.zhou), draft.id)).claim
    assert.match(claim.number, /^BC20260310-0001$/)
    assert.deepEqual([claim.trigger, claim.dueOn], ['class', '2026-03-17'])
    given(await checkPapers(parts, by(cast.tang), claim.id))
    const open = await approved(made, claim)
    assert.deepEqual(
      [open.state, open.noticeFrom, open.noticeUntil, open.poolFree],
      ['noticed', '2026-03-10', '2026-03-17', { pool: 50_000_000 }],
    )
    // 35 per cent for a loan on nothing but the firm's word.
    assert.deepEqual(await moneyOf(made), [39_500_000, 10_500_000, 0])
    const stranger = await browserOf(null)
    const listed = (await stranger.get('/compensation/notices')).body
    assert.ok(listed.includes(claim.number) && listed.includes('105,000.00'))
    assert.ok(!listed.includes(cast.lin.organisation))
    const early = { paidOn: clock.today(), reference: 'ZF-1' }
    assert.equal(codeOf(await payClaim(parts, by(cast.jiang), claim.id, early)), 'pool-claim-notice-runs')
    const done = await paid(made, open)
    assert.equal(done.paidOn, '2026-03-18')
    assert.deepEqual(await moneyOf(made), [39_500_000, 0, 10_500_000])
    assert.deepEqual(await poolTotals(store.read, code), {
      ...{ loans: 0, coveredFen: 0, badFen: 0, compensatedFen: amountFen },
    })
    const recovering = { receivedOn: clock.today(), words: '拍卖设备所得。' }
    const report = (recovered: number, cost: number) =>
      reportRecovery(parts, by(cast.zhou), claim.id, {
        ...{ ...recovering, recoveredFen: fen(recovered), costFen: fen(cost) },
      })
    assert.equal(codeOf(await report(30_000_001, 0)), 'recovery-above-owed')
    const { recovery } = given(await report(10_100_000, 100_000))
    assert.equal(codeOf(await report(1, 0)), 'recovery-open')
    given(await bookRecovery(parts, by(cast.jiang), recovery.id, clock.today()))
    assert.equal(
      codeOf(await bookRecovery(parts, by(cast.jiang), recovery.id, clock.today())),
      'recovery-over',
    )
    assert.deepEqual(await moneyOf(made), [43_000_000, 0, 7_000_000])
    const parted = (await partsOf(store.read, claim.id)).map(({ part }) => [
      ...[part.party, part.cashFen, part.borneFen, part.returnedFen],
    ])
    assert.deepEqual(parted.toSorted(), [
      ['bank', 0, 0, 6_500_000],
      ['bank', 19_500_000, 19_500_000, 0],
      ['pool', 0, 0, 3_500_000],
      ['pool', 10_500_000, 10_500_000, 0],
    ])
    assert.ok(await isSound(made))
    await isTallied(made)
    const told = (await store.read.select().from(notices)).filter(
      ({ href }) => href === `/compensation/claims/${claim.id}`,
    )
    for (const words of ['filed', 'checked', 'noticed', 'paid', 'recovery-reported', 'recovery-booked'])
      assert.ok(
        told.some((one) => one.words === `compensation.notice.${words}`),
        words,
      )
    const lin = await browserOf(cast.lin)
    const own = (await lin.get(`/compensation/claims/${claim.id}`)).body
    assert.ok(own.includes('已补偿') && !own.includes('逐层分担') && !own.includes('申请材料'))
    for (const person of [cast.zhou, cast.tang, cast.lu]) {
      const shown = (await (await browserOf(person)).get(`/compensation/claims/${claim.id}`)).body
      for (const words of ['逐层分担', '35,000.00', '70,000.00', '追回与返还'])
        assert.ok(shown.includes(words), words)
    }
  })

  test('is refused beyond cover, twice, too early, after release, and to whoever did the step before', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, book, browserOf } = made
    await funded(made, book, fen(50_000_000))
    const { loan, cover } = await covered(made)
    const asks = async (principal: number) =>
      codeOf(
        await draftClaim(parts, by(cast.zhou), cover.id, {
          ...{ principalFen: fen(principal), interestFen: noFen, words: '企业停产，催收无果。' },
        }),
      )
    assert.equal(await asks(30_000_000), 'pool-claim-too-early')
    await classed(made, loan)
    assert.equal(await asks(30_000_001), 'pool-claim-above-cover')
    assert.equal(await asks(3_000), 'pool-claim-unit')
    const wu = await browserOf(cast.wu)
    assert.equal((await wu.get(`/covers/${cover.id}/claim/new`)).statusCode, 404)
    assert.equal((await wu.post(`/covers/${cover.id}/claims`, { _csrf: await wu.token() })).statusCode, 404)
    const claim = await checked(made, cover.id, amountFen)
    assert.equal(await asks(30_000_000), 'pool-claim-open')
    const alsoChecks = { ...cast.song, id: cast.tang.id }
    assert.equal(codeOf(await approveClaim(parts, by(alsoChecks), claim.id, '')), 'same-person')
    assert.equal(codeOf(await refuseClaim(parts, by(alsoChecks), claim.id, '不行')), 'same-person')
    const open = await approved(made, claim)
    assert.equal(codeOf(await withdrawClaim(parts, by(cast.zhou), claim.id)), 'claim-moved')
    const [paper] = await papersOf(store.read, claim.id)
    assert.equal(
      codeOf(await takePaper(parts, by(cast.zhou), claim.id, present(paper, 'a paper'))),
      'claim-moved',
    )
    given(await returnClaim(parts, by(cast.song), claim.id, '公示期内收到异议，请补充催收记录。'))
    assert.deepEqual(await moneyOf(made), [50_000_000, 0, 0])
    given(
      await reportRepayment(parts, by(cast.zhou), loan, {
        ...{ principalFen: fen(1_000_000), interestFen: noFen, paidOn: made.clock.today() },
      }),
    )
    assert.equal(codeOf(await fileClaim(parts, by(cast.zhou), claim.id)), 'pool-claim-above-cover')
    given(await withdrawClaim(parts, by(cast.zhou), claim.id))
    const again = await approved(made, await checked(made, cover.id, fen(29_000_000)))
    assert.notEqual(again.id, open.id)
    given(await refuseClaim(parts, by(cast.song), again.id, '不符合补偿条件。'))
    const third = await approved(made, await checked(made, cover.id, fen(29_000_000)))
    for (const person of [cast.song, { ...cast.jiang, id: cast.tang.id }]) {
      made.clock.set(`${plusDays(present(third.noticeUntil, 'a day'), 1)}T04:00:00.000Z`)
      const paying = { paidOn: made.clock.today(), reference: 'ZF-1' }
      assert.equal(codeOf(await payClaim(parts, by(person), third.id, paying)), 'same-person')
    }
    await paid(made, third)
    assert.equal(await asks(29_000_000), 'pool-claim-made')
    assert.equal(codeOf(await approveClaim(parts, by(cast.song), third.id, '')), 'claim-moved')
    const late = await covered(made)
    await classed(made, late.loan)
    given(
      await reportRepayment(parts, by(cast.zhou), late.loan, {
        ...{ principalFen: amountFen, interestFen: noFen, paidOn: made.clock.today() },
      }),
    )
    const released = await draftClaim(parts, by(cast.zhou), late.cover.id, {
      ...{ principalFen: amountFen, interestFen: noFen, words: '企业停产，催收无果。' },
    })
    assert.equal(codeOf(released), 'pool-claim-after-release')
    assert.ok(await isSound(made))
    await isTallied(made)
  })

  test('two at once on a pool with money for one: one gets it, the other falls to the bank, and both are shown so', async () => {
    const made = await pooledTown()
    const { store, parts, by, cast, book, browserOf } = made
    await funded(made, book, fen(12_000_000))
    const pair = [await covered(made), await covered(made)]
    for (const { loan } of pair) await classed(made, loan)
    const claims = []
    for (const { cover } of pair) claims.push(await checked(made, cover.id, amountFen))
    const outcomes = await Promise.all(claims.map(({ id }) => approveClaim(parts, by(cast.song), id, '')))
    const open = outcomes.map((one) => given(one).claim)
    assert.deepEqual(
      open.map(({ poolFree }) => Number(poolFree?.pool)).toSorted((one, two) => one - two),
      [1_500_000, 12_000_000],
    )
    assert.deepEqual(await moneyOf(made), [0, 12_000_000, 0])
    const poor = present(
      open.find(({ poolFree }) => poolFree?.pool === 1_500_000),
      'the second',
    )
    const song = await browserOf(cast.song)
    const shown = (await song.get(`/compensation/claims/${poor.id}`)).body
    assert.match(shown, /少付 90,000\.00 元/)
    for (const one of open) await paid(made, one)
    assert.deepEqual(await moneyOf(made), [0, 0, 12_000_000])
    assert.ok(await isSound(made))
    await isTallied(made)
    const { paidFen, claimedFen, claims: count } = await tallyOf(store.read, code)
    assert.deepEqual([count, claimedFen, paidFen], [2, 60_000_000, 12_000_000])
  })

  test('is carried through its pages by those whose step it is, with what was typed kept', async () => {
    const made = await pooledTown()
    const { cast, book, browserOf, clock } = made
    await funded(made, book, fen(50_000_000))
    const { loan, cover } = await covered(made)
    await classed(made, loan)
    const zhou = await browserOf(cast.zhou)
    assert.match((await zhou.get('/compensation/claims/new')).body, new RegExp(cover.id))
    const token = await zhou.token()
    const words = '企业停产，多次催收。'
    const wrong = await zhou.post(`/covers/${cover.id}/claims`, {
      _csrf: token,
      principalFen: '400,000',
      words,
    })
    assert.equal(wrong.statusCode, 422)
    assert.ok(wrong.body.includes('400,000') && wrong.body.includes('最多 300,000.00 元'))
    const sent = await zhou.post(`/covers/${cover.id}/claims`, {
      _csrf: token,
      principalFen: '300,000',
      words,
    })
    const at = present(String(sent.headers.location), 'where the claim is')
    for (const hidden of [cast.tang, cast.lin, cast.lu])
      assert.equal((await (await browserOf(hidden)).get(at)).statusCode, 404, 'a draft is the bank’s own')
    const claim = { id: at.split('/').at(-1) } as Parameters<typeof papered>[1]
    await papered(made, claim)
    assert.equal((await zhou.post(`${at}/filing`, { _csrf: token })).statusCode, 303)
    assert.equal((await zhou.get(`/covers/${cover.id}/claim`)).headers.location, at)
    const tang = await browserOf(cast.tang)
    assert.match((await tang.get(`${at}`)).body, /逐层分担（按今天可用资金测算）/)
    const link = /href="([^"]+\/papers\/[^"]+)"/.exec((await tang.get(at)).body)?.[1]
    assert.equal((await tang.get(present(link, 'a paper'))).statusCode, 200)
    assert.equal((await (await browserOf(cast.wu)).get(present(link, 'a paper'))).statusCode, 404)
    assert.equal((await tang.post(`${at}/check`, { _csrf: await tang.token() })).statusCode, 303)
    const song = await browserOf(cast.song)
    assert.match((await song.get(at)).body, /href="#form-decision"[\s\S]*id="form-decision"/)
    assert.doesNotMatch((await tang.get(at)).body, /#form-decision/, 'who checked the papers reviews nothing')
    const bare = await song.post(`${at}/decision`, { _csrf: await song.token(), outcome: 'refused' })
    assert.equal(bare.statusCode, 422)
    assert.match(bare.body, /不予补偿须说明原因/)
    const yes = await song.post(`${at}/decision`, { _csrf: await song.token(), outcome: 'approved' })
    assert.equal(yes.statusCode, 303)
    const jiang = await browserOf(cast.jiang)
    const pays = async () =>
      jiang.post(`${at}/payment`, { _csrf: await jiang.token(), paidOn: clock.today(), reference: 'ZF-9' })
    assert.equal((await pays()).statusCode, 422)
    clock.set('2026-03-18T04:00:00.000Z')
    const cashier = await browserOf(cast.jiang)
    const body = { _csrf: await cashier.token(), paidOn: clock.today(), reference: 'ZF-9' }
    assert.match((await cashier.get(at)).body, /href="#form-payment"[\s\S]*id="form-payment"/)
    assert.equal((await cashier.post(`${at}/payment`, body)).statusCode, 303)
    assert.match((await cashier.get('/compensation/claims?state=paid')).body, new RegExp(at))
    const other = { institutionId: cast.institutionIds.bankB }
    assert.equal(
      (await (await browserOf(await anotherPerson(made, 'pool-checker', other))).get(at)).statusCode,
      404,
    )
    assert.match((await cashier.get(`/covers/${cover.id}`)).body, /已补偿/)
  })
})
