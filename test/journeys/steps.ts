import assert from 'node:assert/strict'
import { industryName, placeName } from '../../server/enterprises/index.ts'
import { fen, showWan, showYuan } from '../../server/money/fen.ts'
import type { Reference } from '../../server/parts.ts'
import { troublesOn } from '../support/browser.ts'
import { castPassword } from '../support/server.ts'
import type { Reader } from './reader.ts'

/*
 * What people do on the way from a need to a loan, each step as one function: by clicks and typing, through the
 * words on the page.
 */

/** The firm of the journey: not one of the cast, it comes to the town as a stranger. */
export const newFirm = {
  uscc: '91340600MA0000031G',
  wrongUscc: '91340600MA00000310',
  name: '淮北市相山区新岸纺织有限公司',
  owner: '安新岸',
  phone: '15400007788',
  industry: 'C17',
  region: '340603001',
  foundedOn: '2018-04-12',
  signInName: 'xinan',
}

export const wanted = { typed: '２，０００，０００', fen: fen(200_000_000), months: 12 }

/** The wrong check character comes first: the page names the right one and keeps what was typed. */
export async function registers(owner: Reader, reference: Reference): Promise<void> {
  const { w, page } = owner
  await owner.open('/')
  await owner.chooseLanguage()
  await owner.follow('home.register')
  await owner.type('enterprises.field.uscc', newFirm.wrongUscc)
  await owner.type('enterprises.field.name', newFirm.name)
  await owner.type('enterprises.field.legalRepresentative', newFirm.owner)
  await owner.type('enterprises.field.phone', newFirm.phone)
  const industry = `${newFirm.industry} ${industryName(reference, w.language, newFirm.industry)}`
  await owner.pick('enterprises.field.industry', industry)
  await owner.pick('enterprises.field.region', placeName(reference, w.language, newFirm.region))
  await owner.type('enterprises.field.foundedOn', newFirm.foundedOn)
  await owner.type('enterprises.field.signInName', newFirm.signInName)
  await typesPasswords(owner)
  await owner.choose('enterprises.field.consent', 'enterprises.consent.yes')
  await owner.press('enterprises.register-submit')

  await owner.says('parts.error-summary-title')
  const said = w.refusal({ code: 'uscc-check', values: { expected: newFirm.uscc.at(-1) ?? '' } })
  await owner.sees(said, page.getByRole('alert'))
  assert.ok((await page.title()).startsWith(w('parts.error-prefix')))
  assert.equal(await owner.field('enterprises.field.uscc').inputValue(), newFirm.wrongUscc)
  assert.equal(await owner.field('enterprises.field.name').inputValue(), newFirm.name)
  assert.equal(await owner.field('enterprises.field.region').inputValue(), newFirm.region)
  assert.equal(await owner.field('enterprises.field.foundedOn').inputValue(), newFirm.foundedOn)

  await page.getByRole('alert').getByRole('link').first().click()
  await owner.type('enterprises.field.uscc', newFirm.uscc)
  await typesPasswords(owner)
  await owner.press('enterprises.register-submit')
  await owner.says('enterprises.registered-flash')
}

async function typesPasswords(owner: Reader): Promise<void> {
  await owner.type('enterprises.field.password', castPassword)
  await owner.type('enterprises.field.again', castPassword)
}

export async function verifiesFirm(bureau: Reader): Promise<void> {
  await bureau.menu('layout.menu-reviews')
  await bureau.follow('dashboards.review-open', bureau.part(newFirm.name))
  await bureau.press('enterprises.verify')
  await bureau.says('enterprises.verified-flash')
}

export async function givesFigures(owner: Reader): Promise<void> {
  await owner.menu('layout.menu-enterprise')
  await owner.follow('enterprises.give-figures', owner.part('2025'))
  await owner.type('enterprises.field.employees', '８６')
  await owner.type('enterprises.field.revenueFen', '3,480 万')
  await owner.type('enterprises.field.assetsFen', '19600000')
  await owner.press('enterprises.save')
  await owner.says('enterprises.figures-flash')
  await owner.sees(owner.w('enterprises.size.small'), owner.part(owner.w('enterprises.size-title')))
}

/** Types the need, looks what would fit before anything is kept, keeps it and sends it in. */
export async function postsNeed(owner: Reader, fitting: string, tooSmall: string): Promise<void> {
  const { w } = owner
  await owner.menu('layout.menu-needs')
  await owner.follow('needs.new-title')
  await owner.type('needs.field.amountFen', wanted.typed)
  await owner.type('needs.field.months', '１２')
  await owner.pick('needs.field.purpose', w('needs.purpose.raw-materials'))
  await owner.choose('needs.field.guaranteeModes', 'products.guarantee-mode.guarantee')
  await owner.choose('needs.field.nameShown', 'needs.name-shown.anonymous-until-contact')
  await owner.press('needs.see-fits')
  await owner.says('matching.preview-title')
  assert.match(await owner.field('needs.field.amountFen').inputValue(), /^(２，０００，０００|2,000,000)$/)

  await owner.press('needs.save-draft')
  await owner.says('needs.drafted-flash')
  await owner.sees(w('matching.verdict.eligible'), owner.main)
  await owner.sees(fitting)
  const missed = owner.part(tooSmall)
  await owner.sees(w('parts.met-no'), missed)
  await owner.sees(w('matching.rule.amount'), missed)
  await owner.follow('matching.go-on')
  await owner.press('needs.step.send-in-label')
  await owner.says('needs.sent-in-flash')
}

export async function publishesNeed(bureau: Reader): Promise<void> {
  await bureau.menu('layout.menu-reviews')
  await bureau.follow('dashboards.review-open', bureau.part(newFirm.name))
  await bureau.sees(`${showYuan(wanted.fen)}`)
  await bureau.press('matching.publication-label')
  await bureau.says('needs.published-flash')
}

/** Gives back the number on the receipt. */
export async function applies(owner: Reader, product: string): Promise<string> {
  const { w } = owner
  await owner.menu('layout.menu-home')
  await owner.follow('home.next-need-posted-label')
  await owner.follow('matching.apply', owner.part(product))
  // No box is ticked beforehand; what the product needs is refused to be left out, and kept as it was typed.
  assert.equal(await owner.main.locator('input[type="checkbox"]:checked').count(), 0)
  await owner.press('applications.apply')
  await owner.sees(w.refusal({ code: 'consent-needed' }))
  for (const box of await owner.main.locator('input[name="kinds"]').all()) await box.check()
  await owner.press('applications.apply')
  await owner.says('applications.receipt-title')
  const number = (await owner.main.getByRole('heading', { level: 2 }).first().textContent())?.trim() ?? ''
  assert.match(number, /^SQ\d{8}-\d{4}$/)
  await owner.follow('applications.see-case')
  await owner.says('applications.next.firm.submitted-title')
  await owner.sees(w('applications.state.submitted'))
  return number
}

/**
 * Finds the need in the demand hall, among those that talk with a bank already, where it has no name; takes it with
 * the bank's own product.
 */
export async function takesFromHall(officer: Reader, product: string): Promise<void> {
  const { w } = officer
  await officer.menu('layout.menu-hall')
  await officer.filter('matching.filter.floor', w('matching.floor.in-progress'))
  await officer.sees(w('matching.anonymous'))
  await officer.part(showWan(wanted.fen)).getByRole('link').first().click()
  await officer.says('matching.anonymous-long')
  await officer.press('matching.take', officer.part(product))
  await officer.says('applications.taken-flash')
  // Who took it from the hall was given no consent: the firm stays without a name until it chooses.
  await officer.says('applications.firm-closed')
  await officer.says('consents.closed.never')
  assert.equal(await officer.main.getByText(newFirm.name).count(), 0)
}

export async function takesUp(officer: Reader, number: string): Promise<void> {
  await officer.menu('layout.menu-applications')
  await officer.main.getByRole('link', { name: number, exact: true }).click()
  await officer.press('applications.next.bank.submitted-label')
  await officer.says('applications.taken-flash')
}

/** Writes an offer, looks what it costs a year all in, and sends it to the firm. */
export async function offers(officer: Reader, rate: string, fee: string): Promise<void> {
  await officer.follow('applications.next.bank.taken-label')
  await officer.type('applications.field.ratePpm', rate)
  await officer.type('applications.field.upfrontFeesFen', fee)
  // The firm asked for a guarantee, and the product lends on one: somebody has to give it.
  if ((await officer.main.locator('[name=guaranteeMode]').inputValue()) === 'guarantee')
    await officer.main.locator('[name=guarantorId]').selectOption({ index: 1 })
  await officer.press('applications.preview')
  // The page showed what its first figures cost already: the form comes back once more, and with it its empty box.
  await officer.page.waitForLoadState('networkidle')
  await officer.says('applications.preview-title')
  const preview = officer.part(officer.w('applications.preview-title'))
  assert.match((await preview.textContent()) ?? '', /\d+\.\d+%/)
  await officer.choose('applications.field.confirmed', 'applications.sheet-confirmed.yes')
  await officer.press('applications.make-offer')
  await officer.says('applications.offered-flash')
}

export async function comparesAndAccepts(owner: Reader, chosen: string, other: string): Promise<void> {
  await owner.menu('layout.menu-home')
  await owner.follow('home.next-offers-label')
  await owner.sees(other)
  await owner.sees(owner.w('applications.cheapest'), owner.part(chosen))
  await owner.follow('applications.accept', owner.part(chosen))
  await owner.says('applications.sheet-rule')
  await owner.choose('applications.field.agreed', 'applications.sheet-agreed.yes')
  await owner.press('applications.confirm-accept')
  await owner.says('applications.accepted-flash')
}

/** A desk opens on what is still to be done; what has ended is a filter away. */
export async function seesNotChosen(officer: Reader): Promise<void> {
  await officer.menu('layout.menu-applications')
  await officer.says('applications.no-cases-title')
  await officer.filter('applications.column.state', officer.w('applications.state.not-chosen'))
  await officer.part(officer.w('matching.anonymous')).getByRole('link').first().click()
  await officer.says('applications.next.bank.not-chosen-title')
}

/** The bank signs, pays out in two parts and receives a first repayment. */
export async function signsAndPaysOut(officer: Reader, number: string): Promise<void> {
  const { w } = officer
  await officer.menu('layout.menu-applications')
  await officer.main.getByRole('link', { name: number, exact: true }).click()
  await officer.follow('applications.next.bank.agreed-label')
  await officer.type('loans.field.contractNumber', '相农商借字 2026-018')
  await officer.choose('loans.field.register', 'loans.register.none')
  await officer.press('loans.sign')
  await officer.says('loans.signed-flash')

  await officer.follow('loans.next.bank-drawdowns-label')
  await officer.type('loans.field.amountFen', '3000000')
  await officer.press('loans.report')
  await officer.sees(w.refusal({ code: 'over-limit', values: { leftFen: showYuan(wanted.fen) } }))
  await officer.type('loans.field.amountFen', '120 万')
  await officer.press('loans.report')
  await officer.says('loans.drawdowns-flash')
  await officer.follow('loans.report-drawdown')
  await officer.press('loans.report')
  await officer.says('loans.drawdowns-flash')

  await officer.follow('loans.next.bank-repayments-label')
  await officer.type('loans.field.principalFen', '160,000')
  await officer.type('loans.field.interestFen', '7250')
  await officer.press('loans.report')
  await officer.says('loans.repayments-flash')
  await officer.sees(showYuan(fen(184_000_000)))
}

export async function readsPlan(owner: Reader): Promise<void> {
  await owner.menu('layout.menu-loans')
  await owner.main.getByRole('link', { name: /^DK/ }).click()
  await owner.says('loans.plan-title')
  await owner.sees(showYuan(fen(184_000_000)))
}

/** One posted, taken, offered and drawn, with the sum that was paid out. */
export async function seesFunnel(bureau: Reader): Promise<void> {
  const { w } = bureau
  await bureau.menu('layout.menu-funnel')
  await bureau.says('dashboards.funnel-says', { posted: 1, drawn: 1, share: '100.0%' })
  await bureau.sees(showWan(wanted.fen), bureau.part(w('dashboards.step-drawn')))
}

/** The same on the cockpit, where a figure leads to what it means, and a panel down to the single loan. */
export async function seesCockpit(bureau: Reader): Promise<void> {
  const { w, main } = bureau
  await bureau.menu('layout.menu-cockpit')
  await bureau.says('cockpit.funnel-says', { posted: 1, drawn: 1, share: '100.0%' })
  await main.locator('a.define').first().click()
  await bureau.says('figures.formula-label')
  await bureau.open('/cockpit')
  const inclusion = main.locator('#inclusion')
  // On a phone the parts are folded.
  const unfold = inclusion.getByText(w('cockpit.unfold'))
  if (await unfold.isVisible()) await unfold.click()
  await inclusion.getByRole('link', { name: w('cockpit.to-loans') }).click()
  await main.getByRole('link', { name: /^DK/ }).click()
  await bureau.says('cockpit.state')
}

/** Without signing in, by the number on the receipt and the end of the telephone number. */
export async function looksUpProgress(stranger: Reader, number: string): Promise<void> {
  await stranger.open('/')
  await stranger.chooseLanguage()
  await stranger.page
    .getByRole('contentinfo')
    .getByRole('link', { name: stranger.w('layout.progress') })
    .click()
  await stranger.type('applications.field.number', number)
  await stranger.type('applications.field.phoneTail', '0000')
  await stranger.press('applications.look-up')
  await stranger.sees(stranger.w.refusal({ code: 'progress-not-found' }))
  await stranger.type('applications.field.phoneTail', newFirm.phone.slice(-4))
  await stranger.press('applications.look-up')
  await stranger.sees(stranger.w('applications.state.signed'))
}

export function nothingWentWrong(readers: readonly Reader[]): void {
  // A refused form answers 422, which a browser notes as a failed load; that is the answer, not an error.
  const heard = readers.flatMap(({ page }) => troublesOn(page)).filter((line) => !/status of 422/.test(line))
  assert.deepEqual(heard, [])
}
