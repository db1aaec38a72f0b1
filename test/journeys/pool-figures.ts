import assert from 'node:assert/strict'
import { byPlatform } from '../../server/accounts/index.ts'
import { raiseWarnings } from '../../server/warnings/index.ts'
import type { Pooled } from '../covers/lent.ts'
import type { Reader } from './reader.ts'

/* What the bureau sees of a claim on a pool: its cockpit before and after, and the warning that the night raises of it. */

/** What the cockpit says of the pool: free, set aside and out, in ten thousand yuan; and whether a loan is under cover. */
export async function poolOnCockpit(head: Reader) {
  const { w } = head
  // The first who asks on a day has every figure gathered for him; on a busy machine that takes longer than a page.
  head.page.setDefaultNavigationTimeout(60_000)
  await head.open('/cockpit')
  const name = { zh: '风险补偿资金池', en: 'Compensation pool' }[w.language]
  const row = head.main.locator('#pools tr, section tr').filter({ hasText: name })
  const cells = await row.locator('td').allInnerTexts()
  const nothing = await head.main.getByText(w('cockpit.exposure-none'), { exact: true }).count()
  return { money: cells.slice(-3).map((one) => one.trim()), covered: nothing === 0 }
}

type Comes = (name: string) => Promise<Reader>

/** The bank reports what came back, the cashier books it: the loan is down by it, and the pool has its part again. */
export async function comesBack(made: Pooled, comes: Comes, claim: string, loan: string): Promise<void> {
  const zhou = await comes('zhou')
  await zhou.open(`/loans/${loan}`)
  await zhou.follow('loans.next.bank-recovery-label')
  assert.equal(new URL(zhou.page.url()).pathname, new URL(claim).pathname)
  await zhou.type('compensation.field.recoveredFen', '150000')
  await zhou.main.locator('#form-recovery').getByRole('textbox').last().fill('Sold the machines.')
  await zhou.press('compensation.report')
  await zhou.says('compensation.reported-flash')
  await zhou.open(`/loans/${loan}`)
  await zhou.sees('150,000.00')
  await zhou.says('loans.paid-by-recovery')
  const jiang = await comes('jiang')
  await jiang.page.goto(claim)
  await jiang.type('compensation.field.on', made.clock.today())
  await jiang.press('compensation.book')
  await jiang.says('compensation.booked-flash')
  for (const sum of ['40,000.00', '110,000.00']) await jiang.sees(sum)
}

/** The night finds the claim rate at its line; the head gives the warning to his analyst, who answers, and closes it. */
export async function warningIsClosed(made: Pooled, comes: Comes): Promise<void> {
  const { parts, clock, cast } = made
  await raiseWarnings(parts, byPlatform(clock.now(), clock.today()))
  const head = await comes('lu')
  head.page.setDefaultNavigationTimeout(60_000)
  const { w } = head
  await head.menu('layout.menu-warnings')
  await head.filter('warnings.filter.rule', w('warnings.rule.claim-rate'))
  await head.part('100.00%').getByRole('link').first().click()
  await head.sees('100.00%')
  const warning = head.page.url()
  const analyst = `${cast.qin.name} · ${w(`accounts.role.${cast.qin.role}`)}`
  await head.pick('supervision.field.person', analyst)
  await head.type('supervision.field.task', 'Ask the bank what it does about it.')
  await head.type('supervision.field.dueOn', '2026-03-25')
  await head.press('warnings.submit-assignment')
  await head.says('warnings.assigned-flash')
  // The cockpit stands for a minute at least.
  clock.forward(2)
  await head.open('/cockpit')
  assert.match(await head.main.innerText(), new RegExp(`${w('figures.name.in-hands')}\\s*1`))

  const qin = await comes('qin')
  await qin.menu('layout.menu-assignments')
  await qin.main.getByRole('link', { name: 'JB20260318-0001' }).click()
  await qin.type('supervision.field.answer', 'The bank files no more, and has sued.')
  await qin.press('supervision.assignment-submit-answer')
  await qin.says('supervision.assignment-answered-flash')
  await head.page.goto(warning)
  await head.choose('warnings.field.finding', 'warnings.finding.confirmed')
  await head.type('warnings.field.did', 'The bank was heard; new filings stand still.')
  await head.press('warnings.submit-closure')
  await head.says('warnings.closed-flash')
  await head.open('/bureau/warnings/precision')
  await head.sees('100.00%')
  await head.open('/bureau/assignments')
  await head.says('supervision.assignment-closed-in-time')
}
