import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { csv } from '../../server/platform/csv.ts'
import { speak } from '../../server/platform/web/words.ts'
import { templateHeader } from '../../server/tax-facts/workbooks.ts'
import { watchBorrowers } from '../../server/warnings/index.ts'
import { listed } from '../products/listed.ts'
import { openBrowser } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { listOfCourts } from '../tax-checks/stated.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/*
 * 税融通 from end to end: the tax bureau's file with bad rows, the firm's own check, its consent, an offer and a loan;
 * then a second file in which the grade has dropped, the warning, what the bank did about it, and how the bureau assigned and
 * closed it.
 */

const browser = await openBrowser()
after(() => browser.close())

const w = speak('zh')
const product = '相融税融通'
const no = present(w('tax-facts.no').split(' ')[0], 'a word')
const header = templateHeader(w, 2025)

/** A row of a file: grade and, where they are given, arrears, household and the taxes of 2024 and 2025 in yuan. */
const row = (code: string, year: string, grade: string, asOf: string, taxes: readonly string[] = []) => {
  const stated = [code, '', year, grade, asOf, w('tax-facts.reason.annual')]
  const [before = '', last = ''] = taxes
  const standing = taxes.length ? ['0', no, '2026-01-31'] : ['', '', '']
  return [...stated, ...standing, before, '', '', '', last, '', '', ''].slice(0, header.length)
}
const fileOf = (name: string, rows: readonly (readonly string[])[]) => ({
  ...{ name, mimeType: 'text/csv' },
  buffer: Buffer.from(csv([header, ...rows])),
})

/** Bank A lends by hefei-2015; by the courts' list that the bureau took over nobody here is a defaulter. */
async function townWithProduct() {
  const made = await openTown()
  await listed(made, {
    ...{ name: product, kind: 'tax-credit', scheme: 'hefei-2015', guaranteeModes: ['credit'] },
    ...{ amountMinFen: fen(1_000_000), amountMaxFen: fen(500_000_000), sizes: [], grades: [] },
    ...{ rateMinPpm: ppm(30_000), rateMaxPpm: ppm(60_000), regions: [], industries: [] },
  })
  await listOfCourts(made, [])
  const { uscc } = present(await firmOf(made.store.read, made.cast.enterpriseIds.linFirm), 'the firm of Lin')
  return { ...made, uscc }
}

async function imports(lu: Reader, name: string, rows: readonly (readonly string[])[], bad: number) {
  await lu.menu('layout.menu-tax-imports')
  await lu.field('tax-facts.import-choose').setInputFiles(fileOf(name, rows))
  await lu.press('tax-facts.import-check')
  await lu.says('tax-facts.import-outcome.checked', { good: rows.length - bad, bad })
}

describe('a loan by tax credit', () => {
  test('from the file of the tax bureau to the warning that was answered', async () => {
    const made = await townWithProduct()
    const { origin } = await openServer(made)
    const read = async (width: 1440 | 390) =>
      new Reader(await browser.newPage({ width, locale: 'zh-CN' }), w, origin)
    const [lu, phone, owner, zhou] = [await read(1440), await read(390), await read(1440), await read(1440)]

    await lu.signIn('lu')
    const rows = [
      row(made.uscc, '2025', 'A', '2026-02-20', ['120000', '180000']),
      row(made.uscc, '2025', 'E', '2026-02-20'),
      row('91340600MA0000000', '2025', 'B', '2026-02-20'),
      row(made.uscc, '2024', 'B', '2025-04-20', ['-5', '=1+1']),
    ]
    await imports(lu, '2025.csv', rows, 3)
    for (const fault of ['no-such-grade', 'code-length', 'negative'])
      await lu.sees(w(`tax-facts.fault.${fault}`))
    await takesBadRows(lu)
    await lu.main.getByRole('button', { name: w('tax-facts.import-book-good', { count: 1 }) }).click()
    await lu.says('tax-facts.import-booked-flash')

    await checksItself(phone)
    await posts(owner)
    await lu.menu('layout.menu-reviews')
    await lu.follow('dashboards.review-open', lu.part(made.cast.lin.organisation))
    await lu.press('matching.publication-label')
    await lu.says('needs.published-flash')
    const number = await applies(owner)

    await zhou.signIn('zhou')
    await lends(zhou, owner, number)

    await imports(lu, '2026.csv', [row(made.uscc, '2025', 'C', '2026-03-09')], 0)
    await lu.main.getByRole('button', { name: w('tax-facts.import-book-all', { count: 1 }) }).click()
    await lu.says('tax-facts.import-booked-flash')
    const night = day('2026-04-01')
    made.clock.set('2026-04-01T08:30:00+08:00')
    assert.equal(await watchBorrowers(made.parts, byPlatform(made.clock.now(), night)), 2)

    await answers(zhou)
    const qin = await read(390)
    await closesWarning(lu, qin)
    nothingWentWrong([lu, phone, owner, zhou, qin])
  })
})

/** The bad rows go back to whom they came from, as they were typed and with the reason. */
async function takesBadRows(lu: Reader): Promise<void> {
  const downloading = lu.page.waitForEvent('download')
  await lu.main.locator('a[href$="bad-rows.csv"], a[href*="bad-rows"]').first().click()
  const download = await downloading
  const bytes = await readFile(await download.path())
  assert.ok(bytes.length > 100, download.suggestedFilename())
}

/** A before any bank: 75 万元 by five times 150,000, every rule, and a sheet to keep. */
async function checksItself(phone: Reader): Promise<void> {
  await phone.signIn('lin')
  await phone.menu('layout.menu-tax-credit')
  await phone.says('tax-checks.step.open.title', { amount: '75 万元' })
  await phone.sees('3.20%')
  await phone.press('tax-checks.keep')
  await phone.says('tax-checks.sheet-title')
  await phone.sees('tax-credit-scheme-hefei-2015-1')
  await phone.sees(w('tax-checks.no-promise'))
}

/** Two million are too much: the page says how much less would do, and the firm takes it. */
async function posts(owner: Reader): Promise<void> {
  await owner.signIn('lin')
  await owner.menu('layout.menu-tax-credit')
  await owner.follow('tax-checks.step.open.label')
  await owner.type('needs.field.amountFen', '2000000')
  await owner.type('needs.field.months', '12')
  await owner.pick('needs.field.purpose', w('needs.purpose.raw-materials'))
  await owner.choose('needs.field.nameShown', 'needs.name-shown.anonymous-until-contact')
  await owner.press('needs.save-draft')
  await owner.says('needs.drafted-flash')
  const missed = owner.part(product)
  await owner.sees(w('matching.rule.scheme-limit'), missed)
  await owner.sees('不超过 75 万元', missed)
  await owner.says('matching.change.amount', { from: '200 万元', to: '75 万元', count: 1 })
  await owner.follow('matching.change-try')
  await owner.press('needs.save-draft')
  await owner.follow('matching.go-on')
  await owner.press('needs.step.send-in-label')
  await owner.says('needs.sent-in-flash')
}

async function applies(owner: Reader): Promise<string> {
  await owner.menu('layout.menu-home')
  await owner.follow('home.next-need-posted-label')
  await owner.follow('matching.apply', owner.part(product))
  for (const box of await owner.main.locator('input[name="kinds"]').all()) await box.check()
  await owner.press('applications.apply')
  await owner.says('applications.receipt-title')
  return (await owner.main.getByRole('heading', { level: 2 }).first().textContent())?.trim() ?? ''
}

/** The officer reads the same answer as the firm, offers that much, and pays it out. */
async function lends(zhou: Reader, owner: Reader, number: string): Promise<void> {
  await zhou.menu('layout.menu-applications')
  await zhou.main.getByRole('link', { name: number, exact: true }).click()
  await zhou.press('applications.next.bank.submitted-label')
  await zhou.says('applications.taken-flash')
  await zhou.follow('applications.tax.link')
  await zhou.says('applications.tax.title', { number })
  await zhou.sees('75 万元')
  await zhou.sees('3.20%')
  await zhou.main.getByRole('link', { name: number, exact: true }).first().click()
  await zhou.follow('applications.next.bank.taken-label')
  await zhou.type('applications.field.ratePpm', '3.2')
  await zhou.press('applications.preview')
  await zhou.choose('applications.field.confirmed', 'applications.sheet-confirmed.yes')
  await zhou.press('applications.make-offer')
  await zhou.says('applications.offered-flash')

  await owner.menu('layout.menu-home')
  await owner.follow('home.next-offers-label')
  await owner.follow('applications.accept')
  await owner.choose('applications.field.agreed', 'applications.sheet-agreed.yes')
  await owner.press('applications.confirm-accept')
  await owner.says('applications.accepted-flash')

  await zhou.menu('layout.menu-applications')
  await zhou.main.getByRole('link', { name: number, exact: true }).click()
  await zhou.follow('applications.next.bank.agreed-label')
  await zhou.type('loans.field.contractNumber', '相农商借字 2026-021')
  await zhou.choose('loans.field.register', 'loans.register.none')
  await zhou.press('loans.sign')
  await zhou.says('loans.signed-flash')
  await zhou.follow('loans.next.bank-drawdowns-label')
  await zhou.press('loans.report')
  await zhou.says('loans.drawdowns-flash')
}

/** What it is, a bank reads one by one; then it says what it found and did. */
async function answers(zhou: Reader): Promise<void> {
  await zhou.signIn('zhou')
  for (let open = 2; open > 0; open -= 1) {
    await zhou.menu('layout.menu-warnings')
    const waiting = zhou.main.locator('tr').filter({ hasText: w('warnings.state.waits') })
    assert.equal(await waiting.count(), open)
    await waiting.first().getByRole('link').first().click()
    await zhou.sees(w('enterprises.tax-grade.C'))
    await zhou.choose('warnings.field.finding', 'warnings.finding.confirmed')
    await zhou.type('warnings.field.did', '已约谈法定代表人，压缩额度。')
    await zhou.press('warnings.submit-answer')
    await zhou.says('warnings.answered-flash')
  }
}

/** Lu reads what the bank said and puts the warning into Qin's hands; he answers, and she closes it as it was. */
async function closesWarning(lu: Reader, qin: Reader): Promise<void> {
  await lu.signIn('lu')
  await lu.menu('layout.menu-warnings')
  await lu.follow('warnings.rule.grade-dropped', lu.page.locator('#warnings'))
  await lu.sees('已约谈法定代表人，压缩额度。')
  await lu.press('warnings.acknowledge')
  await lu.says('warnings.acknowledged-flash')
  await lu.pick('supervision.field.person', `秦岚 · ${w('accounts.role.bureau-analyst')}`)
  await lu.type('supervision.field.task', '请到企业核实纳税等级下降的原因。')
  await lu.press('warnings.submit-assignment')
  await lu.says('warnings.assigned-flash')
  await qin.signIn('qin')
  await qin.menu('layout.menu-assignments')
  await qin.main.getByRole('link', { name: /^JB/ }).click()
  await qin.type('supervision.field.answer', '已上门，企业补报后等级复评中。')
  await qin.press('supervision.assignment-submit-answer')
  await qin.says('supervision.assignment-answered-flash')
  await lu.main.locator('a[href^="/bureau/assignments/"]').first().click()
  await lu.sees('已上门，企业补报后等级复评中。')
  await lu.follow('supervision.see-subject.warning')
  await lu.choose('warnings.field.finding', 'warnings.finding.confirmed')
  await lu.press('warnings.submit-closure')
  await lu.says('warnings.closed-flash')
  await lu.menu('layout.menu-warnings')
  await lu.follow('warnings.see-precision')
  await lu.sees('100.00%')
}
