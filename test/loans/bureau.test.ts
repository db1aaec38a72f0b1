import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { closeLoanDay } from '../../server/loans/index.ts'
import { day } from '../../server/money/day.ts'
import { startOf } from '../../server/platform/clock.ts'
import { speak } from '../../server/platform/web/words.ts'
import { onShelf } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { drawn, signed } from './contract.ts'

const w = speak('zh')
const plain = (html: string) => html.replace(/<[^>]+>/g, ' ').replace(/\s+/g, ' ')

/** Two loans of Lin's firm: one drawn and late by 91 days, one signed whose drawdown nobody reported. */
async function late() {
  const made = await runningTown()
  const productId = await onShelf(made)
  const loan = await drawn(made, await signed(made, productId), 100_000_000)
  const waiting = await signed(made, productId)
  const on = day('2026-07-10')
  await closeLoanDay(made.parts, byPlatform(startOf(on), on))
  made.clock.set(`${on}T01:30:00.000Z`)
  return { made, loan, waiting }
}

describe('the bureau’s page of loans that are out', () => {
  test('says what is out, how it is classed, what is late, and who owes a report', async () => {
    const { made, loan, waiting } = await late()
    assert.equal(waiting.reportDueOn, day('2026-03-13'))
    const page = await (await made.browserOf(made.cast.qin)).get('/bureau/loans')
    const text = plain(page.body)
    assert.ok(text.includes(`${loan.number} ${w('loans.bureau-since', { day: '2026-04-10' })}`))
    assert.ok(text.includes(` 91 ${w('loans.five-class.substandard')}`))
    assert.ok(text.includes(w('loans.bureau-bad-share', { share: '100.00' })))
    const bank = made.cast.zhou.organisation
    // One loan out, 100 of ten thousand, one late, all of it bad, one report owed, none late.
    assert.match(text, /1 100 1 100\.00% 1 0/, bank)
    assert.ok(text.includes(`${w('loans.bureau-first', { year: 2026 })} 1`))
  })

  test('filters by class and by bank', async () => {
    const { made, loan } = await late()
    const qin = await made.browserOf(made.cast.qin)
    const has = async (query: string) => (await qin.get(`/bureau/loans?${query}`)).body.includes(loan.number)
    assert.equal(await has('class=substandard'), true)
    assert.equal(await has('class=loss'), false)
    assert.equal(await has(`bank=${made.cast.institutionIds.bankA}`), true)
    assert.equal(await has(`bank=${made.cast.institutionIds.bankB}`), false)
  })

  test('shows a county its own firms only', async () => {
    const { made, loan } = await late()
    for (const [region, wanted] of [
      ['340603', true],
      ['340604', false],
      ['3407', false],
    ] as const) {
      const person = await anotherPerson(made, 'bureau-analyst', { region })
      const { body } = await (await made.browserOf(person)).get('/bureau/loans')
      assert.equal(body.includes(loan.number), wanted, region)
    }
  })

  test('counts a drawdown that was reported after its day', async () => {
    const { made, loan } = await late()
    const [part] = await made.store.read.select().from(drawdowns).where(eq(drawdowns.loanId, loan.id))
    assert.equal(part?.reportDueOn, day('2026-03-13'))
    made.clock.set('2026-03-20T01:30:00.000Z')
    await made.store.transact((tx) => tx.update(loans).set({ state: 'drawn' }).where(eq(loans.id, loan.id)))
    const other = await drawn(made, await signed(made), 50_000_000, day('2026-03-20'))
    made.clock.set('2026-03-31T01:30:00.000Z')
    await drawn(made, other, 50_000_000, day('2026-03-20'))
    const { body } = await (await made.browserOf(made.cast.qin)).get('/bureau/loans')
    // Two out, 200 of ten thousand, one late and bad, one report owed and one late.
    assert.match(plain(body), /2 200 1 50\.00% 1 1/)
    const loanPage = plain((await (await made.browserOf(made.cast.zhou)).get(`/loans/${other.id}`)).body)
    assert.ok(loanPage.includes(`2026-03-31 ${w('loans.reported-late', { days: 6 })}`))
  })
})
