import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { handOver } from '../../server/handovers/index.ts'
import { answer, wish } from '../../server/loans/actions-renewals.ts'
import { closeLoanDay } from '../../server/loans/index.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { given, inHall, onShelf, taken } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'

const million = 100_000_000

/** The row of a loan in the list of what is to do on loans, or null. */
const rowOf = (body: string, href: string): string | null =>
  new RegExp(`href="${href}"[\\s\\S]*?</tr>`).exec(body)?.[0] ?? null

/** The five figures above the list, in their order. */
const figuresIn = (body: string): number[] =>
  [...body.matchAll(/class="number-value">(\d+)/g)].map(([, value]) => Number(value))

describe('what a desk owes on loans', () => {
  test('stands in the queue with its day: the drawdown to report, then the wish to answer', async () => {
    const made = await runningTown()
    const { store, parts, by, cast, browserOf, clock } = made
    const loan = await signed(made)
    const [zhou, qian, wu] = [
      await browserOf(cast.zhou),
      await browserOf(cast.qian),
      await browserOf(cast.wu),
    ]
    const report = async (browser: typeof zhou, url: string) => {
      const place = url.slice('/queue'.length).replace('&', '&amp;')
      return rowOf((await browser.get(url)).body, `/loans/${loan.id}${place.replace('?', '\\?')}`)
    }
    for (const url of ['/queue', '/queue?band=soon', '/queue?band=soon&of=all']) {
      const row = (await report(zhou, url)) ?? ''
      assert.ok(row.includes('报告放款') && row.includes(loan.reportDueOn ?? 'a day'), url)
    }
    assert.equal(await report(zhou, '/queue?band=late'), null)
    assert.deepEqual(figuresIn((await zhou.get('/queue')).body), [0, 0, 1, 0, 0])
    assert.equal(await report(qian, '/queue'), null, 'a colleague’s is not on my desk')
    assert.ok(await report(qian, '/queue?of=all'))
    assert.equal(await report(wu, '/queue?of=all'), null, 'nor another bank’s')
    const lin = await browserOf(cast.lin)
    assert.equal((await lin.get('/queue')).statusCode, 403)
    given(await handOver(store, by(cast.qian), { fromId: cast.zhou.id, toId: cast.qian.id, why: '休假' }))
    assert.ok(await report(qian, '/queue'), 'it goes along with the work')

    await drawn(made, loan, million)
    assert.equal(await report(qian, '/queue'), null)
    await store.transact((tx) =>
      tx
        .update(loans)
        .set({ maturesOn: day('2026-05-20') })
        .where(eq(loans.id, loan.id)),
    )
    given(await wish(parts, by(cast.lin), loan.id, { amountFen: fen(million), months: 12, wish: '续贷。' }))
    const wished = async () => rowOf((await qian.get('/queue')).body, `/loans/${loan.id}/renewal`)
    const row = (await wished()) ?? ''
    assert.ok(row.includes('答复续贷意愿') && row.includes('2026-03-17'))
    assert.equal(clock.today(), '2026-03-10')
    const [newest] = await renewalsOf(store.read, [loan.id])
    const no = { answer: 'no', said: {}, words: '额度已满。' } as const
    given(await answer(parts, by(cast.qian), present(newest, 'the wish').id, no))
    assert.equal(await wished(), null)
  })

  test('an instalment that is late waits for the firm, in the band that says so', async () => {
    const made = await runningTown()
    const { parts, cast, browserOf, clock } = made
    const loan = await drawn(made, await signed(made), million)
    clock.forward(40 * 24 * 60)
    await closeLoanDay(parts, byPlatform(clock.now(), clock.today()))
    const zhou = await browserOf(cast.zhou)
    const row = rowOf((await zhou.get('/queue?band=firm')).body, `/loans/${loan.id}\\?band=firm`) ?? ''
    assert.ok(row.includes('等企业还逾期款') && row.includes('2026-04-1'), row)
    assert.deepEqual(figuresIn((await zhou.get('/queue')).body), [0, 0, 0, 0, 1])
  })

  test('ways lead from cases to loans and on, in the band that was chosen, and no stranger comes along', async () => {
    const made = await runningTown()
    const { cast, browserOf, clock } = made
    const first = await signed(made)
    clock.forward(24 * 60)
    const second = await signed(made)
    const productId = await onShelf(made)
    const taking = await taken(made, { needId: (await inHall(made)).id, productId }, cast.zhou)
    clock.forward(30 * 24 * 60)
    const zhou = await browserOf(cast.zhou)
    const place = '?band=late'
    const from = async (where: string, id: string) =>
      (await zhou.get(`/queue/${where}/${id}${place}`)).headers.location
    assert.equal(await from('after', first.id), `/loans/${second.id}${place}#queue-moves`)
    assert.equal(await from('after', second.id), `/applications/${taking.id}${place}#queue-moves`)
    assert.equal(await from('after', taking.id), `/queue${place}`)
    assert.equal(await from('before', taking.id), `/loans/${second.id}${place}#queue-moves`)
    const page = (await zhou.get(`/loans/${first.id}${place}`)).body
    for (const href of [`/queue/after/${first.id}`, '/queue', `/loans/${first.id}/drawdowns/new`])
      assert.ok(page.includes(`href="${href}${place}"`), href)
    await drawn(made, first, million)
    assert.ok(
      (await zhou.get(`/loans/${first.id}${place}`)).body.includes(`/queue/after/${first.id}${place}`),
    )
    assert.equal(await from('after', first.id), `/queue${place}`)
    const wu = await browserOf(cast.wu)
    for (const id of [first.id, taking.id, 'nonsense'])
      assert.equal((await wu.get(`/queue/after/${id}`)).statusCode, 404)
  })
})
