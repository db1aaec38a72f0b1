import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { speak } from '../../server/platform/web/words.ts'
import { telling } from '../inbox/telling.ts'
import { axeViolations, openBrowser, type PageOptions, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'

/* The count of unread notices beside a person's name: by itself while the page stands open, or with the next page. */

const browser = await openBrowser()
after(() => browser.close())

async function opened(options: PageOptions, language: 'zh' | 'en') {
  const made = await openTown()
  const { origin } = await openServer(made)
  const page = await browser.newPage(options)
  const lin = new Reader(page, speak(language), origin)
  await lin.signIn('lin')
  const badge = page.locator('.inbox-count')
  return { ...telling(made), page, lin, badge }
}

describe('the inbox of an open page', () => {
  for (const [width, language] of [
    [1440, 'zh'],
    [390, 'en'],
  ] as const) {
    test(`counts by itself, aloud, and again after a break: ${width}, ${language}`, async () => {
      const { page, lin, badge, tell, cast } = await opened({ width }, language)
      await lin.open('/needs')
      assert.equal(await badge.isVisible(), false)
      await page.waitForTimeout(300)
      await tell([{ person: cast.lin.id }])
      await badge.getByText('1', { exact: true }).waitFor()
      await page
        .getByRole('link', { name: lin.w('layout.inbox-unread', { count: 1 }), exact: true })
        .waitFor()
      // The polite region says it, for those who do not look at the corner.
      await lin.sees(lin.w('layout.inbox-unread', { count: 1 }), page.locator('#toasts'))
      assert.deepEqual(await axeViolations(page), [])
      await tell([{ firm: cast.enterpriseIds.linFirm }])
      await badge.getByText('2', { exact: true }).waitFor()
      // Another page of the same person reads them: this one hears of that, too.
      const other = await page.context().newPage()
      await other.goto(new URL('/inbox', page.url()).href)
      const second = new Reader(other, lin.w, new URL(page.url()).origin)
      await second.press('inbox.read-all')
      await second.says('inbox.all-read-flash')
      await other.close()
      await badge.waitFor({ state: 'hidden' })
      assert.deepEqual(troublesOn(page), [])
      await page.context().close()
    })
  }

  test('counts with the next page where there are no scripts', async () => {
    const { page, lin, badge, tell, cast } = await opened({ width: 390, javaScript: false }, 'zh')
    await tell([{ person: cast.lin.id }])
    await lin.open('/needs')
    assert.equal(await badge.textContent(), '1')
    await badge.click()
    await lin.says('inbox.title')
    await page.context().close()
  })
})
