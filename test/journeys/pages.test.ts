import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import type { Page } from 'playwright-core'
import { applications } from '../../db/tables/applications.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { needs } from '../../db/tables/needs.ts'
import { type Person, startSession } from '../../server/accounts/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { speak } from '../../server/platform/web/words.ts'
import { listed } from '../products/listed.ts'
import { axeViolations, openBrowser, type PageOptions, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { writeWorld } from '../support/world.ts'
import { writeEdition } from '../support/world-scoreboard.ts'
import { Reader } from './reader.ts'

/*
 * Every main page as a browser shows it: no error in its console, nothing that the policy of the page forbids,
 * nothing that hangs out of a phone, nothing serious that axe finds.
 */

const browser = await openBrowser()
after(() => browser.close())
const made = await openTown()
const { store, cast, clock } = made
const world = await writeWorld(made)
const other = await listed(made, { name: '濉河订单贷', documents: ['business-licence'] }, cast.wu)
const more = await moreRows()
const { origin } = await openServer(made)

/** A need that waits in the hall, and cases at the steps whose forms the world does not show. */
async function moreRows() {
  const need = newId<'need'>()
  const taken = newId<'application'>()
  const agreed = newId<'application'>()
  const declined = newId<'application'>()
  const asked = newId<'guarantee'>()
  const [known] = await store.read.select().from(needs).where(eq(needs.id, world.need))
  const [offered] = await store.read.select().from(applications).where(eq(applications.id, world.application))
  const [signed] = await store.read.select().from(guarantees).where(eq(guarantees.id, world.guarantee))
  const { enterpriseIds, institutionIds } = cast
  await store.transact(async (tx) => {
    const waiting = { number: 'XQ-MORE-1', state: 'published', enterpriseId: enterpriseIds.fangFirm } as const
    const published = { ...present(known, 'the need of the world'), ...waiting, id: need }
    await tx.insert(needs).values({ ...published, nameShown: 'shown', createdBy: cast.fang.id })
    const { ...open } = { ...present(offered, 'the case of the world'), needId: need, decidedAt: null }
    const fang = { ...open, enterpriseId: enterpriseIds.fangFirm, phoneTail: '5678' }
    const late = { dueOn: plusDays(clock.today(), -3), offeredAt: null }
    await tx.insert(applications).values([
      { ...fang, ...late, id: taken, number: 'SQ-MORE-1', state: 'taken' },
      { ...open, id: declined, number: 'SQ-MORE-3', state: 'declined', decidedAt: clock.now(), dueOn: null },
      {
        ...fang,
        id: agreed,
        number: 'SQ-MORE-2',
        state: 'agreed',
        productId: other,
        institutionId: institutionIds.bankB,
      },
    ])
    const letter = { letterNumber: null, signedOn: null, signedBy: null, approvedAt: null, approvedBy: null }
    await tx.insert(guarantees).values({
      ...{ ...present(signed, 'the guarantee of the world'), ...letter, applicationId: agreed },
      ...{ id: asked, number: 'BZ-MORE-1', state: 'underwriting', filing: 'none', filingDueOn: null },
      ...{ enterpriseId: enterpriseIds.fangFirm, bankId: institutionIds.bankB },
    })
  })
  const decided = { state: 'published', decidedAt: clock.now(), decidedBy: cast.lu.id } as const
  await store.transact(async (tx) => {
    await writeEdition(tx, made, newId<'scoreboard-edition'>(), { ...decided, quarter: '2025-q4' })
  })
  return { need, taken, agreed, declined, asked }
}

const pages: readonly (readonly [string, Person | null, readonly string[]])[] = [
  [
    'a stranger',
    null,
    [
      '/',
      '/products',
      `/products/${world.product}`,
      `/products/compare?ids=${world.product}&ids=${other}`,
      '/register',
      '/sign-in',
      '/progress',
      '/about',
      '/calculators',
      '/calculators/repayment-schedule?principal=1000000&rate=4.35&months=12&method=equal-instalment&drawnOn=2026-01-31&dayCount=monthly',
      '/calculators/annualised-cost?advances=2025-01-01+100000&payments=2026-01-01+105000',
      '/calculators/risk-sharing?arrangement=4321&loss=999999999999.99',
      '/calculators/loan-cost',
      '/calculators/loan-cost/print?principal=1000000&rate=4.35&months=12&method=equal-instalment&guaranteeOnce=10000',
      '/api/docs',
      '/policies',
      '/policies/lpr',
      '/policies/tax-credit-scheme-demo-2026',
      '/policies/calendar',
      '/arrangements',
      '/arrangements/zhubaodai?loss=1000000&poolFree=300000',
      '/scoreboard?industry=M',
      '/scoreboard/screen',
      '/scoreboard/screen?page=3&still=yes',
    ],
  ],
  [
    'a firm',
    cast.lin,
    [
      '/',
      '/enterprise',
      '/enterprise/edit',
      '/enterprise/figures/2025',
      '/needs',
      `/needs/new?draft=${newId<'need'>()}`,
      `/needs/${world.need}`,
      `/needs/${world.draftNeed}`,
      `/needs/${world.draftNeed}/edit`,
      `/needs/${world.draftNeed}/fits`,
      `/needs/${world.need}/offers`,
      `/offers/${world.offer}/acceptance`,
      `/offers/${world.offer}/sheet`,
      '/applications',
      `/applications/${world.application}`,
      `/applications/${world.application}/receipt`,
      `/applications/${world.application}/messages`,
      `/applications/${world.application}/file`,
      `/applications/${world.application}/documents`,
      `/second-looks/${world.secondLook}`,
      `/ratings/${world.rating}`,
      `/applications/${more.declined}`,
      `/applications/${more.declined}/rating/new`,
      '/complaints',
      `/complaints/${world.complaint}`,
      `/complaints/${world.complaint}/receipt`,
      `/applications/${world.signedApplication}/complaints/new`,
      '/loans',
      '/bridges',
      `/bridges/${world.bridge}`,
      `/loans/${world.loan}/bridge`,
      `/loans/${world.loan}`,
      '/tax-facts',
      '/objections/new?fact=taxPaid&year=2025',
      '/objections',
      `/objections/${world.objection}`,
      '/documents',
      `/documents/${world.document}`,
      '/documents/new',
      '/consents',
      '/account',
      '/account/password',
      '/account/mail',
      '/inbox',
    ],
  ],
  [
    'a bank',
    cast.zhou,
    [
      '/',
      '/hall',
      `/hall/${more.need}`,
      '/applications',
      `/applications/${more.taken}`,
      `/applications/${more.taken}/offers/new`,
      `/applications/${more.taken}/decline`,
      `/applications/${more.taken}/file`,
      `/applications/${more.taken}/documents`,
      `/applications/${more.taken}/document-requests/new`,
      '/queue',
      '/dispatches',
      `/dispatches/${world.dispatch}/decline`,
      '/second-looks',
      `/second-looks/${world.secondLook}`,
      '/loans',
      `/loans/${world.loan}`,
      `/loans/${world.loan}/drawdowns/new`,
      `/loans/${world.loan}/repayments/new`,
      '/loans/imports',
      `/loans/imports/${world.repaymentImport}`,
      '/loans/renewals',
      `/loans/${world.loan}/renewal`,
      '/bridges',
      `/bridges/${world.bridge}`,
      `/promises/${world.promise}`,
      '/desk/products',
      '/desk/products/new',
      `/desk/products/${world.product}`,
      `/desk/products/${world.product}/edit`,
      '/overdue',
      '/times',
      `/overdue/${world.overdue}`,
      '/ratings',
      `/ratings/${world.rating}`,
      `/complaints/${world.complaint}`,
      `/applications/${more.taken}/complaints/new`,
      '/claims',
      `/claims/${world.claim}`,
      `/claims/${world.claim}/again`,
      `/claims/${world.claim}/print`,
      `/claim-papers/${world.claimPaper}`,
      '/exposure',
      '/exposure/groups',
      '/batches',
      `/batches/${world.batch}`,
      `/batches/${world.batch}/loans`,
      `/batch-filings/${world.batchFiling}`,
      `/guarantees/${world.claimedGuarantee}/claims/new`,
    ],
  ],
  ['the bank’s manager', cast.qian, ['/handovers', '/api-keys']],
  ['the other bank', cast.wu, [`/applications/${more.agreed}`, `/applications/${more.agreed}/signing`]],
  [
    'the bureau',
    cast.lu,
    [
      '/bureau/scoreboard',
      `/bureau/scoreboard/${world.scoreboard}`,
      '/',
      '/bureau/overdue',
      '/bureau/times',
      '/bureau/ratings',
      `/ratings/${world.rating}`,
      '/complaints',
      `/complaints/${world.complaint}`,
      `/bureau/overdue/${world.overdue}`,
      '/bridges?view=open',
      `/bridges/${world.bridge}`,
      '/bridge-pools',
      '/bureau/reviews',
      '/bureau/funnel',
      '/enterprises',
      `/enterprises/${cast.enterpriseIds.linFirm}`,
      `/enterprises/${cast.enterpriseIds.linFirm}/tax-facts`,
      '/tax-facts/imports',
      `/tax-facts/imports/${world.taxImport}`,
      `/tax-facts/imports/${world.taxImport}?of=grades`,
      `/tax-facts/imports/${world.taxImport}/reversal`,
      `/bureau/needs/${world.reviewNeed}`,
      `/bureau/needs/${world.need}/dispatches`,
      '/objections',
      `/objections/${world.objection}`,
      `/bureau/products/${world.reviewProduct}`,
      '/bureau/reviews?of=policies',
      '/policies/clocks',
      '/policies/clocks/proposals/new',
      '/policies/new/bridge-policy',
      '/policies/proposals',
      `/policies/proposals/${world.proposal}`,
      '/policies/calendar/import?year=2026',
      '/arrangements/new',
      '/write-offs',
      '/stop-lines',
      '/cockpit',
      '/cockpit/headroom',
      '/cockpit/yuan',
      '/cockpit/inclusion',
      '/cockpit/exposure?by=party',
      `/cockpit/loans/${world.loan}`,
      '/cockpit/loans',
      '/figures/unlock',
      '/stress',
      `/stress/${world.stressRun}`,
      '/arrangements/tax-credit-pool/versions/new',
    ],
  ],
  [
    'the second person',
    cast.qin,
    [
      `/policies/proposals/${world.proposal}`,
      `/policies/proposals/${world.arrangementProposal}`,
      `/arrangements/proposals/${world.arrangementProposal}?loss=1000000`,
    ],
  ],
  [
    'the pool’s operator',
    cast.tang,
    [
      '/',
      '/bridges?view=all',
      `/bridges/${world.bridge}`,
      `/bridge-pools/${world.bridgePool}`,
      `/bridge-pools/${world.bridgePool}/calendar`,
      `/bridge-pools/${world.bridgePool}/figures`,
    ],
  ],
  ['the pool’s cashier', cast.jiang, ['/bridges', `/bridge-pools/${world.bridgePool}`]],
  [
    'those of a claim on a pool',
    cast.zhou,
    [
      '/compensation/claims',
      '/compensation/claims/new',
      `/compensation/claims/${world.poolClaim}`,
      `/compensation/claims/${world.poolClaim}/edit`,
    ],
  ],
  ['the pool’s checker', cast.song, [`/compensation/claims/${world.poolClaim}`]],
  [
    'the operator of compensation pools',
    cast.tang,
    [
      ...['/compensation', `/compensation/pools/${world.compensationPool}`],
      ...[`/compensation/pools/${world.compensationPool}/statement`, '/compensation/claims?state=returned'],
    ],
  ],
  ['who opens pools', cast.lu, ['/compensation/pools/new', '/compensation/notices']],
  ['a town', cast.mei, ['/', '/enterprises']],
  ['the industry bureau', cast.ye, ['/', '/bridges', `/bridges/${world.bridge}`]],
  ['the administrator', cast.guan, ['/', '/people', '/people/new', `/people/${cast.zhou.id}`]],
  ['the security administrator', cast.an, ['/', '/security', `/security/people/${cast.zhou.id}`]],
  ['the auditor', cast.shi, ['/', '/trail']],
  [
    'the guarantor',
    cast.he,
    [
      ...['/', '/guarantees', `/guarantees/${world.guarantee}`, '/guarantor', '/exposure'],
      ...[`/guarantees/${world.guarantee}/letter`, `/guarantees/${world.guarantee}/sheet/print`],
      `/guarantees/${world.guarantee}/relations`,
    ],
  ],
  [
    'the guarantor’s manager',
    cast.han,
    [
      ...[`/guarantees/${world.guarantee}`, '/guarantor/assets/new', `/guarantees/${more.asked}/decline`],
      ...['/batches/new', '/exposure/groups'],
    ],
  ],
  [
    'the provincial group',
    cast.shen,
    ['/guarantees', `/guarantees/${world.guarantee}`, `/guarantees/${world.guarantee}/filing-return`],
  ],
  ['the treasury', cast.cai, ['/guarantees', '/exposure']],
  ['the bank of a guarantee', cast.zhou, ['/guarantees', `/guarantees/${world.guarantee}/withdrawal`]],
  [
    'the bureau over guarantors',
    cast.lu,
    [
      ...['/bureau/net-assets', `/bureau/net-assets/${world.netAssets}`, '/exposure'],
      ...['/bureau/exposure', '/bureau/exposure?by=party'],
    ],
  ],
  [
    'the guarantor with claims',
    cast.he,
    [
      '/claims',
      `/claims/${world.claim}`,
      '/settlements',
      `/settlements/${world.settlement}`,
      '/settlements/statement',
      `/guarantees/${world.claimedGuarantee}/recovery`,
      '/indicators',
      '/indicators/month',
    ],
  ],
  ['the manager with claims', cast.han, [`/guarantees/${world.claimedGuarantee}/recovery`]],
  ['the province', cast.shen, ['/', '/settlements', `/settlements/${world.settlement}`, '/stop-lines']],
]

/** A page of somebody who is signed in already, in the language that is read at this width. */
async function pageOf(person: Person | null, { width, language }: Screen): Promise<Page> {
  const page = await browser.newPage({ width })
  const cookies: { name: string; value: string; url: string }[] = [
    { name: 'lang', value: language, url: origin },
  ]
  if (person) {
    const visitor = { agent: 'test', address: '127.0.0.1' }
    const session = await startSession(store, made.by(person), person.id, visitor, 'in')
    assert.ok(session.ok)
    cookies.push({ name: 'sid', value: session.secret, url: origin })
  }
  await page.context().addCookies(cookies)
  return page
}

/** What is wrong with the page at an address, in words. */
async function faultsAt(page: Page, path: string, { language, width, alsoWide }: Screen): Promise<string[]> {
  const heard = troublesOn(page).length
  const answer = await page.goto(`${origin}${path}`)
  if (answer?.status() !== 200) return [`${path} answers ${answer?.status()}`]
  if (page.url() !== `${origin}${path}`) return [`${path} leads to ${page.url()}`]
  const said = await page.evaluate<{ language: string; headings: number }>(`({
    language: document.documentElement.lang.slice(0, 2),
    headings: document.querySelectorAll('h1').length,
  })`)
  const faults = [
    ...(said.language === language ? [] : [`speaks ${said.language}`]),
    ...(said.headings === 1 ? [] : [`has ${said.headings} main headings`]),
    ...(await sizeFaults(page)),
  ]
  if (alsoWide) {
    await page.setViewportSize({ width: 1440, height: 900 })
    faults.push(...(await sizeFaults(page)).map((fault) => `at 1440 ${fault}`))
    await page.setViewportSize({ width, height: 844 })
  }
  return [...faults, ...troublesOn(page).slice(heard)].map((fault) => `${path} ${fault}`)
}

/** What hangs out of the page, or of a table, at the width that the screen has now. */
async function sizeFaults(page: Page): Promise<string[]> {
  const shown = await page.evaluate<{ tooWide: number; cut: number }>(`({
    tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    cut: [...document.querySelectorAll('.table-frame:not([tabindex])')]
      .filter((frame) => frame.scrollWidth > frame.clientWidth).length,
  })`)
  return [
    ...(shown.tooWide > 0 ? [`is ${shown.tooWide} pixels too wide`] : []),
    ...(shown.cut > 0 ? [`cuts ${shown.cut} tables that nobody can scroll`] : []),
  ]
}

async function axeFaultsAt(page: Page, path: string): Promise<string[]> {
  const violations = await axeViolations(page)
  return violations.map(({ rule, help, where }) => `${path} ${rule}: ${help} ${where.slice(0, 2).join(' ')}`)
}

type Screen = {
  readonly width: PageOptions['width']
  readonly language: 'zh' | 'en'
  /** Looked at on an office screen as well, without asking for the page again. */
  readonly alsoWide: boolean
  readonly axe: 'every page' | 'first pages'
}
/**
 * English words are the longer ones, so they are tried at either width. The markup is the same at every width; what a
 * phone alone has, its folded menu, axe finds on the first pages of everybody.
 */
const screens: readonly Screen[] = [
  { width: 1440, language: 'zh', alsoWide: false, axe: 'every page' },
  { width: 390, language: 'en', alsoWide: true, axe: 'first pages' },
]

for (const screen of screens) {
  const { width, language, axe } = screen
  describe(`pages at ${width}, language ${language}`, () => {
    for (const [who, person, paths] of pages) {
      test(`of ${who}: sound, readable by everybody, no wider than the screen`, async () => {
        const page = await pageOf(person, screen)
        const faults: string[] = []
        for (const [index, path] of paths.entries()) {
          faults.push(...(await faultsAt(page, path, screen)))
          if (axe === 'every page' || index < 2) faults.push(...(await axeFaultsAt(page, path)))
        }
        await page.context().close()
        assert.deepEqual(faults, [])
      })
    }

    test('a page that is not there says so and leads on', async () => {
      const page = await pageOf(null, screen)
      const answer = await page.goto(`${origin}/nowhere`)
      assert.equal(answer?.status(), 404)
      assert.equal(await page.getByRole('main').getByRole('link').first().isVisible(), true)
      assert.deepEqual(await axeViolations(page), [])
    })

    test('the first stop of the keyboard leads past the menu', async () => {
      const page = await pageOf(null, screen)
      const reader = new Reader(page, speak(language), origin)
      await reader.open('/products')
      await page.keyboard.press('Tab')
      const stop = page.locator(':focus')
      assert.equal(await stop.textContent(), reader.w('layout.skip'))
      const box = present(await stop.boundingBox(), 'the place of the link')
      assert.ok(box.x >= 0 && box.y >= 0, 'it shows itself when it is reached')
      await page.keyboard.press('Enter')
      assert.equal(await page.locator(':focus').getAttribute('id'), 'main')
    })

    test('a refused form gives the focus to its summary of errors', async () => {
      const page = await pageOf(null, screen)
      const reader = new Reader(page, speak(language), origin)
      await reader.open('/sign-in')
      await reader.press('layout.sign-in')
      await reader.says('parts.error-summary-title')
      assert.equal(await page.locator(':focus').getAttribute('role'), 'alert')
      assert.deepEqual(await axeViolations(page), [])
      await page.keyboard.press('Tab')
      await page.keyboard.press('Enter')
      assert.equal(await page.locator(':focus').getAttribute('name'), 'signInName')
    })

    test('a form that is refused in place gives the focus to its summary, too', async () => {
      const page = await pageOf(cast.lin, screen)
      const reader = new Reader(page, speak(language), origin)
      await reader.open('/needs/new')
      await reader.type('needs.field.amountFen', '很多')
      await reader.press('needs.see-fits')
      await reader.says('parts.error-summary-title')
      assert.equal(await page.locator(':focus').getAttribute('role'), 'alert')
      assert.equal(await reader.field('needs.field.amountFen').inputValue(), '很多')
      assert.deepEqual(await axeViolations(page), [])
    })
  })
}
