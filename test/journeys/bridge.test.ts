import { after, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { people } from '../../db/tables/accounts.ts'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { closeBridgeDay } from '../../server/bridges/index.ts'
import { fen } from '../../server/money/fen.ts'
import type { Id } from '../../server/platform/ids.ts'
import { speak, type Words } from '../../server/platform/web/words.ts'
import { dueLoan, fallingDue, laidBeside, paidOut, pool } from '../bridges/played.ts'
import { openBrowser } from '../support/browser.ts'
import { pdf } from '../support/papers.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/*
 * A bridge from one bank loan to the next. The first goes as it should: renewal without repayment is asked for first, then the
 * bank promises, money goes out and comes back. The second stays out too long, costs double and goes to court.
 */

const browser = await openBrowser()
after(() => browser.close())

type Made = Awaited<ReturnType<typeof openTown>>

/** People who come to the platform one after the other, each on a day of the story. */
async function visitors(made: Made, width: 1440 | 390, w: Words) {
  const { origin } = await openServer(made)
  const readers: Reader[] = []
  return {
    readers,
    comes: async (name: string, path: string) => {
      const reader = new Reader(await browser.newPage({ width }), w, origin)
      readers.push(reader)
      await reader.signIn(name)
      await reader.open(path)
      return reader
    },
  }
}

/** A day later, with passwords that nobody has to change. */
async function dayOf({ clock, store }: Made, day: string): Promise<void> {
  clock.set(`${day}T01:30:00.000Z`)
  await store.transact((tx) => tx.update(people).set({ passwordSetAt: clock.now() }))
}

describe('a bridge from one loan to the next', () => {
  test('leads from a due loan over the promise, three approvals and the payout to the money back: 1440, zh', async () => {
    const made = await openTown()
    await pool(made, 10_000_000_000)
    const loan = await fallingDue(made)
    // Of 12,000,000 yuan, so that a third person approves.
    const outFen = fen(1_200_000_000)
    await made.store.transact((tx) =>
      tx
        .update(loans)
        .set({ amountFen: outFen, drawnFen: outFen, balanceFen: outFen })
        .where(eq(loans.id, loan.id)),
    )
    const w = speak('zh')
    const { comes, readers } = await visitors(made, 1440, w)

    const lin = await comes('lin', '/bridges')
    await lin.main.getByRole('link', { name: new RegExp(loan.number) }).click()
    await lin.says('bridges.new-step.renewal-title')
    await lin.says('bridges.refusal.bridge-ask-renewal-first')
    await lin.follow('bridges.to-renewal')
    await lin.type('loans.field.wish', '到期续贷，用于备货。')
    await lin.press('loans.renewal-send.firm')
    await lin.says('loans.renewal-wished-flash')
    const zhou = await comes('zhou', `/loans/${loan.id}/renewal`)
    await zhou.choose('loans.field.answer', 'loans.renewal-state.after-repayment')
    await zhou.type('loans.field.words', '担保到期，须先还后贷。')
    await zhou.press('loans.renewal-send.bank')
    await zhou.says('loans.renewal-answered-flash')

    await lin.open(`/loans/${loan.id}/bridge`)
    await lin.says('bridges.why-bank', { words: '担保到期，须先还后贷。' })
    await lin.type('bridges.field.amountFen', '2000万')
    await lin.press('bridges.send.apply')
    await lin.says('bridge-pool.refusal.bridge-over-principal', { mostYuan: '12,000,000.00' })
    await lin.type('bridges.field.amountFen', '1080万')
    await lin.type('bridges.field.payOn', '2026-03-12')
    await lin.type('bridges.field.backOn', '2026-03-18')
    await lin.press('bridges.send.apply')
    await lin.says('bridges.applied-flash')
    await lin.sees('15,120.00 元')
    const path = new URL(lin.page.url()).pathname

    await lin.says('bridges.do-text.papers', { count: 4 })
    await lin
      .field('documents.field.file')
      .setInputFiles({ name: '借款合同.pdf', mimeType: 'application/pdf', buffer: pdf('借款合同') })
    await lin.press('documents.laid-bring')
    await lin.says('bridges.do-text.papers', { count: 3 })
    await lin.says('bridge-pool.paper.due-contract')
    await laidBeside(made, path.slice('/bridges/'.length) as Id<'bridge'>)

    const tang = await comes('tang', path)
    await tang.press('bridges.send.completeness')
    await tang.says('bridges.did.completeness')
    for (const key of ['stoppedMonths', 'noVatMonths', 'overdueMonths'])
      await tang.type(`bridges.field.${key}`, '0')
    await tang.choose('bridges.field.dishonest', 'forms.yes-no.no')
    await tang.choose('bridges.field.word', 'bridges.word.yes')
    await tang.press('bridges.send.check')
    await tang.says('bridges.did.check')
    const ye = await comes('ye', path)
    await ye.choose('bridges.field.word', 'bridges.word.yes')
    await ye.press('bridges.send.word')
    await ye.says('bridges.did.word')

    // The bank finds the letter on its own page, first without its scan.
    const qian = await comes('qian', '/bridges')
    await qian.says('bridges.bank.to-sign')
    await qian.main.getByRole('link', { name: /^GQ/ }).first().click()
    await qian.type('bridges.field.letterNumber', '相农商承〔2026〕7 号')
    await qian.type('bridges.field.signer', '钱慧')
    await qian.type('bridges.field.accountName', '相城农商行待划转')
    await qian.type('bridges.field.accountNumber', '2000 0012 3456')
    await qian.press('bridges.send.signature')
    await qian.says('forms.refusal.upload-missing')
    await qian
      .field('documents.field.file')
      .setInputFiles({ name: '承诺函.pdf', mimeType: 'application/pdf', buffer: pdf('承诺函') })
    await qian.press('bridges.send.signature')
    await qian.says('bridges.letter.open-file')

    await tang.open(path)
    await tang.press('bridges.send.own-money')
    await tang.says('bridges.did.own-money')
    const song = await comes('song', path)
    await song.press('bridges.send.approval')
    await song.says('bridges.did.approval')
    await song.says('bridges.wait.third-approval-title')
    const third = await comes('lu', path)
    await third.press('bridges.send.third-approval')
    await third.says('bridges.did.third-approval')
    const jiang = await comes('jiang', path)
    await jiang.type('bridges.field.accountNumber', '2000 0012 3457')
    await jiang.press('bridges.send.payout')
    await jiang.says('bridges.refusal.bridge-account-other')
    await jiang.open(path)
    await jiang.type('bridges.field.accountNumber', '2000 0012 3456')
    await jiang.press('bridges.send.payout')
    await jiang.says('bridges.did.payout')

    await dayOf(made, '2026-03-11')
    const paid = await comes('zhou', path)
    await paid.says('bridges.do.settlement')
    await paid.open(`/loans/${loan.id}/repayments/new`)
    await paid.type('loans.field.principalFen', '1200万')
    await paid.type('loans.field.interestFen', '0')
    await paid.press('loans.report')
    await paid.says('loans.repayments-flash')
    await paid.open(path)
    await paid.press('bridges.send.settlement')
    await paid.says('bridges.did.settlement')
    await dayOf(made, '2026-03-13')
    const renews = await comes('zhou', path)
    await renews.type('bridges.field.newLoanFen', '1200万')
    await renews.type('bridges.field.newContract', '相农商借字 2026-118')
    await renews.press('bridges.send.new-loan')
    await renews.says('bridges.did.new-loan')

    const cashier = await comes('jiang', path)
    await cashier.type('bridges.field.amountFen', '1080万')
    await cashier.press('bridges.send.return')
    await cashier.says('bridges.did.return')
    await cashier.press('bridges.send.fee')
    await cashier.says('bridges.did.fee')
    const firm = await comes('lin', path)
    await firm.says('bridges.wait.closed-title')
    await firm.says('bridges.cost-real')
    await firm.sees('6,480.00 元')
    const head = await comes('lu', '/bridge-pools')
    await head.main.getByRole('link', { name: '过桥资金池', exact: true }).last().click()
    await head.follow('bridges.to-figures')
    await head.sees('1 / 1', head.part('相城农商行'))
    nothingWentWrong(readers)
    for (const { page } of readers) await page.context().close()
  })

  test('says when it is late, costs double, goes to court and still ends with the money back: 390, en', async () => {
    const made = await openTown()
    const at = await pool(made, 1_000_000_000)
    const { id } = await paidOut(made, await dueLoan(made), at)
    const w = speak('en')
    const { comes, readers } = await visitors(made, 390, w)
    const path = `/bridges/${id}`
    const night = () => closeBridgeDay(made.parts, byPlatform(made.clock.now(), made.clock.today()))

    const lin = await comes('lin', path)
    await lin.says('bridges.fact.last', { day: '2026-03-20' })
    await dayOf(made, '2026-03-23')
    await night()
    const late = await comes('lin', path)
    await late.says('bridges.state-overdue')
    await late.says('bridges.cost-today', { day: '2026-03-23' })
    // Ten days in time, and three at twice the rate.
    await late.sees(w('bridges.cost-tier', { days: 3, rate: '0.08', fee: '2,160.00' }))
    await late.open('/inbox')
    await late.sees('2026-03-20')
    const operator = await comes('tang', `/bridge-pools/${at.id}`)
    await operator.sees(w('bridges.pool.late-count', { count: 1 }))

    await dayOf(made, '2026-03-30')
    await night()
    const tang = await comes('tang', path)
    await tang.says('bridges.state-court')
    await tang.type('bridges.field.courtCase', 'Xiangshan court (2026) 118')
    await tang.press('bridges.send.court')
    await tang.says('bridges.did.court')
    await tang.sees('Xiangshan court (2026) 118')
    const jiang = await comes('jiang', path)
    await jiang.type('bridges.field.amountFen', '950000')
    await jiang.press('bridges.send.return')
    await jiang.says('bridges.refusal.bridge-back-too-much', { outYuan: '900,000.00' })
    await jiang.type('bridges.field.amountFen', '900000')
    await jiang.press('bridges.send.return')
    await jiang.says('bridges.did.return')
    await jiang.sees('9,900.00')
    await jiang.press('bridges.send.fee')
    await jiang.says('bridges.did.fee')
    const firm = await comes('lin', path)
    await firm.says('bridges.wait.closed-title')
    nothingWentWrong(readers)
    for (const { page } of readers) await page.context().close()
  })
})
