import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { applicationById } from '../../server/applications/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { inHall, onShelf, taken } from '../applications/played.ts'
import { signed } from '../loans/contract.ts'
import { openBrowser } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/* 工作交接: an officer goes on leave; his cases, their clocks and what is due on them are his manager's in one act. */

const browser = await openBrowser()
after(() => browser.close())

/** Down the queue, to its ends, into a duty, and on to the next one, without a mouse. */
async function byKeys({ page }: Reader) {
  const links = page.locator('[data-rows] tbody a')
  const hrefs = await links.evaluateAll((found) => found.map((one) => one.getAttribute('href')))
  await links.first().focus()
  for (const [key, at] of [
    ['ArrowDown', 1],
    ['End', hrefs.length - 1],
    ['Home', 0],
  ] as const) {
    await page.keyboard.press(key)
    assert.equal(await page.locator(':focus').getAttribute('href'), hrefs[at], key)
  }
  await page.keyboard.press('Enter')
  await page.waitForURL(`**${hrefs[0]}`)
  await page.locator('[data-moves]').focus()
  await page.keyboard.press('ArrowRight')
  await page.waitForURL(`**${hrefs[1]}#queue-moves`)
}

describe('a hand-over', () => {
  for (const [width, language, javaScript] of [
    [1440, 'zh', true],
    [390, 'en', true],
  ] as const) {
    test(`moves cases, clocks and duties in one act: ${width}, ${language}`, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const { cast, store } = made
      const productId = await onShelf(made)
      const one = await taken(made, { needId: (await inHall(made)).id, productId }, cast.zhou)
      const other = await taken(made, { needId: (await inHall(made)).id, productId }, cast.zhou)
      await signed(made, productId)
      const w = speak(language)
      const [zhou, qian, lin] = [
        new Reader(await browser.newPage({ width, javaScript }), w, origin),
        new Reader(await browser.newPage({ width, javaScript }), w, origin),
        new Reader(await browser.newPage({ width: 390, javaScript }), w, origin),
      ]
      await zhou.signIn('zhou')
      await zhou.menu('layout.menu-queue')
      for (const { number } of [one, other]) await zhou.sees(number)

      await qian.signIn('qian')
      await qian.menu('layout.menu-handovers')
      const desk = (name: string, cases: number, contracts: number) =>
        w('handovers.name-and-cases', { name, cases, contracts, ended: 0 })
      await qian.pick('handovers.field.fromId', desk(cast.zhou.name, 2, 1))
      await qian.pick('handovers.field.toId', desk(cast.qian.name, 0, 0))
      await qian.press('handovers.submit')
      await qian.says('parts.error-summary-title')
      await qian.type('handovers.field.why', '休假两周')
      await qian.press('handovers.submit')
      await qian.says('handovers.made-flash')
      await qian.says('handovers.made-words', { from: cast.zhou.name, to: cast.qian.name, cases: 3 })
      await qian.menu('layout.menu-queue')
      for (const { number, dueOn, contactDueOn } of [one, other]) {
        await qian.sees(number)
        // A case that was accepted stands at the day of its first contact.
        await qian.sees(contactDueOn ?? dueOn ?? '', qian.part(number))
      }
      await byKeys(qian)
      const moved = await applicationById(store.read, one.id)
      assert.deepEqual([moved?.dueOn, moved?.officerId], [one.dueOn, cast.qian.id])

      await zhou.page.reload()
      await zhou.says('queue.none-title')
      await lin.signIn('lin')
      await lin.open(`/applications/${one.id}`)
      await lin.sees(cast.qian.name)
      nothingWentWrong([zhou, qian, lin])
      for (const { page } of [zhou, qian, lin]) await page.context().close()
    })
  }
})
