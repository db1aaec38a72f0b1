import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { loans } from '../../db/tables/loans.ts'
import { handOver } from '../../server/handovers/index.ts'
import { answer, wish } from '../../server/loans/actions-renewals.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { given } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'

const million = 100_000_000

/** The row of a loan in the list of what is to do on loans, or null. */
const rowOf = (body: string, href: string): string | null =>
  new RegExp(`href="${href}"[\\s\\S]*?</tr>`).exec(body)?.[0] ?? null

describe('what a desk owes on loans', () => {
  test('stands below its cases with its day: the drawdown to report, then the wish to answer', async () => {
    const made = await runningTown()
    const { store, parts, by, cast, browserOf, clock } = made
    const loan = await signed(made)
    const [zhou, qian, wu] = [
      await browserOf(cast.zhou),
      await browserOf(cast.qian),
      await browserOf(cast.wu),
    ]
    const report = async (browser: typeof zhou, url: string) =>
      rowOf((await browser.get(url)).body, `/loans/${loan.id}`)
    for (const url of ['/queue', '/queue/loans', '/queue?band=late']) {
      const row = (await report(zhou, url)) ?? ''
      assert.ok(row.includes('报告放款') && row.includes(loan.reportDueOn ?? 'a day'), url)
    }
    assert.equal(await report(qian, '/queue'), null, 'a colleague’s is not on my desk')
    assert.ok(await report(qian, '/queue?of=all'))
    assert.equal(await report(wu, '/queue/loans?of=all'), null, 'nor another bank’s')
    const lin = await browserOf(cast.lin)
    assert.equal((await lin.get('/queue/loans')).statusCode, 403)
    given(await handOver(store, by(cast.qian), { fromId: cast.zhou.id, toId: cast.qian.id, why: '休假' }))
    assert.ok(await report(qian, '/queue'), 'it goes along with the work')

    await drawn(made, loan, million)
    assert.equal(await report(qian, '/queue/loans'), null)
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

  test('shows the first few, and all of them a link away', async () => {
    const made = await runningTown()
    for (let at = 0; at < 6; at += 1) await signed(made)
    const zhou = await made.browserOf(made.cast.zhou)
    const count = async (url: string) => (await zhou.get(url)).body.match(/报告放款/g)?.length
    assert.equal(await count('/queue'), 5)
    assert.ok((await zhou.get('/queue')).body.includes('href="/queue/loans"'))
    assert.equal(await count('/queue/loans'), 6)
  })
})
