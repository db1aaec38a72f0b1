import assert from 'node:assert/strict'
import { after as afterAll, describe, test } from 'node:test'
import { people } from '../../db/tables/accounts.ts'
import { poolClaimRuleOn } from '../../server/compensation/parts.ts'
import { fen } from '../../server/money/fen.ts'
import { speak } from '../../server/platform/web/words.ts'
import { guaranteed, later, papered, richGuarantor } from '../claims/played.ts'
import { classed, covered, funded } from '../compensation/played.ts'
import { pooled } from '../covers/lent.ts'
import { openBrowser } from '../support/browser.ts'
import { pdf } from '../support/papers.ts'
import { openServer, openTown } from '../support/server.ts'
import { becomesGuaranteed } from './guaranteed.ts'
import { comesBack, poolOnCockpit, warningIsClosed } from './pool-figures.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/*
 * A guaranteed loan went bad: the bank claims, three people of the guarantor pay it, the province and the treasury settle
 * their shares, money comes back, and everybody finds his part in his statement. In Chinese offer and guarantee come before, by
 * the pages of everybody who has to do with them, and then three months without an instalment.
 */

const browser = await openBrowser()
afterAll(() => browser.close())

describe('a claim under 4321', () => {
  for (const [width, language] of [
    [1440, 'zh'],
    [390, 'en'],
  ] as const) {
    test(`is paid, shared, settled and partly paid back: ${width}, ${language}`, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      await richGuarantor(made)
      const w = speak(language)
      const readers: Reader[] = []
      const comes = async (name: string) => {
        const reader = new Reader(await browser.newPage({ width }), w, origin)
        readers.push(reader)
        await reader.signIn(name)
        return reader
      }

      const guarantee =
        language === 'zh' ? await becomesGuaranteed(made, comes) : (await guaranteed(made)).guarantee
      await later(made, 100)
      // A password is changed every ninety days; nobody has to here.
      await made.store.transact((tx) => tx.update(people).set({ passwordSetAt: made.clock.now() }))
      const zhou = await comes('zhou')
      await zhou.open(`/guarantees/${guarantee.id}/claims/new`)
      await papered(made, guarantee, 'demand-notice')
      await zhou.pick('claims.field.paper', w('claims.paper.demand-notice'))
      const notice = { name: 'notice.pdf', mimeType: 'application/pdf', buffer: pdf('notice') }
      await zhou.main.locator('#file').setInputFiles(notice)
      await zhou.press('documents.laid-bring')
      await zhou.says('claims.paper-added-flash')
      await zhou.choose('claims.field.kind', 'claims.kind.interim')
      await zhou.pick('claims.field.basis', w('claims.basis.unperformed'))
      await zhou.type('claims.field.principalFen', '1000000万')
      await zhou.type('claims.field.words', 'No instalment came in for three months.')
      await zhou.press('claims.file')
      await zhou.says('claims.refusal.claim-unit')
      await zhou.type('claims.field.principalFen', '1000000')
      await zhou.press('claims.file')
      await zhou.says('claims.filed-flash')
      const claim = zhou.page.url()

      const at = async (name: string) => {
        const reader = await comes(name)
        await reader.page.goto(claim)
        return reader
      }
      const he = await at('he')
      await he.press('claims.check')
      await he.says('claims.checked-flash')
      const han = await at('han')
      await han.choose('claims.field.outcome', 'claims.outcome.approved')
      await han.press('claims.decide')
      await han.says('claims.decided-flash')
      const feng = await at('feng')
      await feng.type('claims.field.reference', 'YH-1')
      await feng.press('claims.pay')
      await feng.says('claims.paid-flash')
      for (const sum of ['800,000.00', '400,000.00', '300,000.00', '100,000.00']) await feng.sees(sum)

      for (const [first, second, share] of [
        ['shen', 'yan', '300,000.00'],
        ['cai', 'bai', '100,000.00'],
      ] as const) {
        const confirms = await comes(first)
        await confirms.menu('layout.menu-settlements')
        await confirms.part(share).getByRole('link').first().click()
        await confirms.press('claims.confirm')
        await confirms.says('claims.confirmed-flash')
        const pays = await comes(second)
        await pays.page.goto(confirms.page.url())
        await pays.type('claims.field.reference', `P-${second}`)
        await pays.press('claims.settle')
        await pays.says('claims.settled-flash')
      }

      await he.open(`/guarantees/${guarantee.id}/recovery`)
      const form = he.main.locator('#form-event')
      await form
        .getByLabel(w('recoveries.field.means'))
        .selectOption({ label: w('recoveries.means.collateral') })
      await form.locator('[name=recoveredFen]').fill('220000')
      await form.locator('[name=costFen]').fill('20000')
      await form.locator('[name=words]').fill('The machines were sold.')
      await he.press('recoveries.event-submit')
      await he.says('recoveries.recorded-flash')
      await he.sees('800,000.00')

      // What came back is divided and paid as well: 200,000 beyond its costs, by 40, 30, 20 and 10.
      for (const share of ['60,000.00', '40,000.00', '20,000.00']) {
        await he.menu('layout.menu-settlements')
        await he.part(share).getByRole('link').first().click()
        await he.press('claims.confirm')
        await he.says('claims.confirmed-flash')
        await feng.page.goto(he.page.url())
        await feng.type('claims.field.reference', `ZC-${share}`)
        await feng.press('claims.settle')
        await feng.says('claims.settled-flash')
      }
      // Paid and borne are the same for everybody now, and each finds his part in his statement.
      for (const [name, sums] of [
        ['yan', ['300,000.00', '60,000.00']],
        ['bai', ['100,000.00', '20,000.00']],
        ['han', ['400,000.00', '120,000.00', '80,000.00']],
        ['zhou', ['200,000.00', '40,000.00']],
      ] as const) {
        const reader = name === 'zhou' ? zhou : await comes(name)
        await reader.open('/settlements')
        await reader.follow('claims.statement')
        for (const sum of sums) await reader.sees(sum)
      }
      nothingWentWrong(readers)
    })
  }
})

describe('a claim on a compensation pool', () => {
  for (const [width, language] of [
    [1440, 'en'],
    [390, 'zh'],
  ] as const) {
    test(`is filed with its papers, reviewed, open to the public, paid by layers, and moves the figures: ${width}, ${language}`, async () => {
      const town = await openTown()
      const { origin } = await openServer(town)
      const made = { ...town, ...(await pooled(town)) }
      await funded(made, made.book, fen(8_000_000))
      const { loan, cover } = await covered(made)
      await classed(made, loan)
      const w = speak(language)
      const readers: Reader[] = []
      const comes = async (name: string | null) => {
        const reader = new Reader(await browser.newPage({ width }), w, origin)
        readers.push(reader)
        if (name) await reader.signIn(name)
        return reader
      }

      const head = await comes('lu')
      assert.deepEqual(await poolOnCockpit(head), { money: ['8', '0', '0'], covered: true })
      const zhou = await comes('zhou')
      await zhou.menu('layout.menu-pool-claims')
      await zhou.follow('compensation.may-claim')
      await zhou.main.getByRole('link', { name: cover.number }).click()
      await zhou.type('compensation.field.principalFen', '300001')
      await zhou.type('compensation.field.words', 'The firm stopped and pays no more.')
      await zhou.press('compensation.save')
      await zhou.sees('300,000.00')
      await zhou.type('compensation.field.principalFen', '300000')
      await zhou.press('compensation.save')
      await zhou.says('compensation.saved-flash')
      const claim = zhou.page.url()
      for (const kind of poolClaimRuleOn(made.parts.policies, made.clock.today()).value.papers) {
        await zhou.pick('compensation.field.kind', w(`compensation.paper.${kind}`))
        const file = { name: `${kind}.pdf`, mimeType: 'application/pdf', buffer: pdf(kind) }
        await zhou.field('documents.field.file').setInputFiles(file)
        await zhou.press('documents.send')
        await zhou.main.getByRole('link', { name: `${kind}.pdf` }).waitFor()
      }
      await zhou.press('compensation.file')
      await zhou.says('compensation.filed-flash')

      const at = async (name: string) => {
        const reader = await comes(name)
        await reader.page.goto(claim)
        return reader
      }
      const tang = await at('tang')
      await tang.press('compensation.check')
      await tang.says('compensation.checked-flash')
      const song = await at('song')
      await song.choose('compensation.field.outcome', 'compensation.outcome.approved')
      await song.press('compensation.decide')
      await song.says('compensation.decided-flash')
      // 105,000 by the shares, 80,000 in the pool: the rest falls to the bank and is said.
      await song.says('compensation.short', { amount: '25,000.00' })
      const stranger = await comes(null)
      await stranger.open('/compensation/notices')
      await stranger.sees('80,000.00')

      made.clock.set('2026-03-18T02:00:00.000Z')
      const jiang = await at('jiang')
      await jiang.type('compensation.field.reference', 'ZF-1')
      await jiang.press('compensation.pay')
      await jiang.says('compensation.paid-flash')
      for (const sum of ['80,000.00', '220,000.00']) await jiang.sees(sum)
      // Eight days later nobody is signed in any more.
      const operator = await comes('tang')
      await operator.open('/compensation')
      await operator.sees('100.00%')
      await operator.follow('covers.pool-see')
      await operator.sees('100.00%')
      await operator.follow('compensation.pool.statement')
      await operator.sees('-80,000.00')
      // The cockpit moved with it: nothing is under cover any more, and the pool's money is out; a part of it comes back.
      const after = await comes('lu')
      assert.deepEqual(await poolOnCockpit(after), { money: ['0', '0', '8'], covered: false })
      await comesBack(made, comes, claim, loan)
      made.clock.forward(2)
      assert.deepEqual(await poolOnCockpit(after), { money: ['4', '0', '4'], covered: false })
      await warningIsClosed(made, comes)
      nothingWentWrong(readers)
    })
  }
})
