import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { speak } from '../../server/platform/web/words.ts'
import { openBrowser, type PageOptions, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'

/*
 * The head of the bureau writes a seventh arrangement, tries it and sends it; his colleague tries it and approves;
 * the public calculator has it. The same way for everybody: with scripts or without, on a phone too.
 */

const browser = await openBrowser()
after(() => browser.close())

const written = {
  code: 'lieshan-grain',
  zh: '烈山区粮食贷款分担',
  en: 'Grain loans of Lieshan',
  source: '测试：烈山区与两家银行的协议',
  why: '协议已经商定。',
}

/** The row of a share within its layer, by its place in the form. */
async function shares(
  head: Reader,
  layer: number,
  row: number,
  party: string,
  percent: string,
): Promise<void> {
  const { w } = head
  const fieldset = head.main.getByRole('group', { name: w('arrangements.layer', { number: layer }) })
  await fieldset
    .getByLabel(w('arrangements.field.party'), { exact: true })
    .nth(row)
    .selectOption({ label: w(`arrangements.party.${party}`) })
  await fieldset.getByLabel(w('arrangements.field.percent'), { exact: true }).nth(row).fill(percent)
}

async function writesSeventh(head: Reader): Promise<void> {
  const { w, page } = head
  await head.menu('layout.menu-policies')
  await head.follow('policies.add.arrangement')
  await head.type('policies.field.code', written.code)
  await head.type('policies.field.name.zh', written.zh)
  await head.type('policies.field.name.en', written.en)
  await shares(head, 1, 0, 'fund', '60')
  await shares(head, 1, 1, 'bank', '３９')
  await head.pick('arrangements.field.limit', w('arrangements.limit-kind.pool'))
  await head.pick('arrangements.field.limitParty', w('arrangements.party.fund'))
  await head.press('arrangements.add-layer')
  await head.sees(w('arrangements.layer', { number: 2 }))
  assert.equal(await head.field('policies.field.name.zh').inputValue(), written.zh)
  await shares(head, 2, 0, 'bank', '100')

  await head.type('arrangements.field.loss', '100 万')
  await head.type('arrangements.field.poolFree', '30万')
  await triesOn(head)
  await head.sees(
    w.refusal({ code: 'shares-do-not-add-up', values: { percent: 99 } }),
    page.getByRole('alert'),
  )
  assert.equal(await head.field('arrangements.field.loss').inputValue(), '100 万')
  await shares(head, 1, 1, 'bank', '40')
  await triesOn(head)
}

/** The button that Enter presses stands first and is not to be seen. */
const triesOn = (reader: Reader): Promise<void> =>
  reader.main
    .locator('#try')
    .getByRole('button', { name: reader.w('arrangements.try'), exact: true })
    .click()

/** Cash paid first beside what is finally borne: the fund bears all it has, the bank the rest. */
async function seesSplit(reader: Reader): Promise<void> {
  const { w } = reader
  const table = reader.main.getByRole('table', { name: w('arrangements.split-caption') })
  await reader.sees('300,000.00', table.getByRole('row').filter({ hasText: w('arrangements.party.fund') }))
  await reader.sees('700,000.00', table.getByRole('row').filter({ hasText: w('arrangements.party.bank') }))
  await reader.sees('1,000,000.00', table.getByRole('row').filter({ hasText: w('arrangements.total') }))
}

/** Gives back the address of the proposal. */
async function sendsIt(head: Reader): Promise<string> {
  await head.type('policies.field.source', written.source)
  await head.choose('policies.field.certainty', 'policies.certainty.seen')
  await head.type('policies.field.why', written.why)
  await head.press('policies.send-proposal')
  await head.says('policies.proposed-flash')
  await head.says('policies.waits-for-second')
  assert.equal(
    await head.main.getByRole('button', { name: head.w('policies.approve'), exact: true }).count(),
    0,
  )
  return new URL(head.page.url()).pathname
}

async function approves(checker: Reader, name: string): Promise<void> {
  const { w } = checker
  await checker.menu('layout.menu-reviews')
  await checker.page.getByRole('link', { name: w('dashboards.review-policies', { count: 1 }) }).click()
  await checker.follow('dashboards.review-open', checker.part(name))
  await checker.sees(written.source)
  await checker.follow('policies.see-drawn')
  await checker.type('arrangements.field.loss', '1000000')
  await checker.type('arrangements.field.poolFree', '300000')
  await triesOn(checker)
  await seesSplit(checker)
  await checker.follow('arrangements.decide')
  await checker.press('policies.reject')
  await checker.says('parts.error-summary-title')
  await checker.type('policies.field.words', '与协议一致。')
  await checker.press('policies.approve')
  await checker.says('policies.approved-flash')
}

/** Anybody, without signing in: the calculator splits by it. */
async function calculates(stranger: Reader, name: string): Promise<void> {
  const { w } = stranger
  await stranger.open('/arrangements')
  await stranger.chooseLanguage()
  await stranger.main.getByRole('link', { name, exact: true }).click()
  await stranger.sees('60%')
  await stranger.follow('arrangements.see-calculator')
  await stranger.pick('calculators.field.arrangement', name)
  await stranger.type('calculators.field.loss', '1000000')
  await stranger.type('calculators.field.poolFree', '300000')
  await stranger.press('calculators.work')
  for (const [party, amount] of [
    ['fund', '300,000.00'],
    ['bank', '700,000.00'],
  ] as const) {
    const row = stranger.main.getByRole('row').filter({ hasText: w(`arrangements.party.${party}`) })
    await stranger.sees(amount, row)
  }
  await stranger.sees('arrangement-lieshan-grain-1')
}

describe('a seventh arrangement', () => {
  const readers: readonly (readonly [string, 'zh' | 'en', PageOptions])[] = [
    ['in Chinese on an office screen', 'zh', { width: 1440, locale: 'zh-CN' }],
    ['in English on a phone, without scripts', 'en', { width: 390, locale: 'zh-CN', javaScript: false }],
  ]
  for (const [how, language, options] of readers) {
    test(how, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const w = speak(language)
      const reader = async () => new Reader(await browser.newPage(options), w, origin)
      const [head, checker, stranger] = (await Promise.all([1, 2, 3].map(reader))) as [Reader, Reader, Reader]
      const name = written[language]

      await Promise.all([head.signIn('lu'), checker.signIn('qin')])
      await writesSeventh(head)
      await seesSplit(head)
      const address = await sendsIt(head)
      await approves(checker, name)
      await calculates(stranger, name)
      await head.open(address)
      await head.says('policies.proposal-state.approved')
      const heard = [head, checker, stranger].flatMap(({ page }) => troublesOn(page))
      assert.deepEqual(
        heard.filter((line) => !/status of 422/.test(line)),
        [],
      )
    })
  }
})
