import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { needs } from '../../db/tables/needs.ts'
import { speak } from '../../server/platform/web/words.ts'
import { openBrowser } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'

const browser = await openBrowser()
after(() => browser.close())

test('a form keeps what was typed when the language is changed, and sent again after Back, changed, is one draft', async () => {
  const made = await openTown()
  const { origin } = await openServer(made)
  const page = await browser.newPage({ width: 1440, locale: 'zh-CN' })
  const owner = new Reader(page, speak('zh'), origin)
  await owner.signIn('lin')
  await owner.open('/needs/new')
  const form = page.locator('main form[method=post]')
  await form.locator('[name=amountFen]').fill('120万')
  await form.locator('[name=months]').fill('12')
  await form.locator('[name=story]').fill('春季订单已签，需要集中采购。')
  await form.locator('[name=purpose]').selectOption({ index: 1 })
  await page.locator('a.language').click()
  await page.locator('html[lang="en"]').waitFor()
  assert.equal(await form.locator('[name=amountFen]').inputValue(), '120万')
  assert.equal(await form.locator('[name=story]').inputValue(), '春季订单已签，需要集中采购。')
  const typed = async (amount: string) => {
    await form.locator('[name=amountFen]').fill(amount)
    await form.locator('[name=months]').fill('12')
    await form.locator('[name=story]').fill('春季订单已签，需要集中采购。')
    await form.locator('[name=purpose]').selectOption({ index: 1 })
    await form.locator('[name=nameShown]').first().check()
    await form.locator('button[type=submit]').first().click()
    await page.waitForURL(/\/needs\/[^/]+\/fits/)
  }
  await typed('120万')
  const first = page.url()
  await page.goBack()
  await page.waitForURL(/\/needs\/(new|[^/]+\/edit)/)
  await page.reload()
  await page.waitForURL(/\/needs\/[^/]+\/edit/)
  assert.equal(await form.locator('[name=amountFen]').inputValue(), '1,200,000', 'the draft that came of it')
  await typed('150万')
  assert.equal(page.url(), first)
  assert.equal(await made.store.read.$count(needs), 1)
  await page.reload()
  await owner.open('/needs/new')
  assert.equal(await form.locator('[name=amountFen]').inputValue(), '', 'another form begins empty')
})
