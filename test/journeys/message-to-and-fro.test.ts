import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { speak } from '../../server/platform/web/words.ts'
import { inHall, onShelf, taken } from '../applications/played.ts'
import { openBrowser, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'

/* A bank took a need without knowing whose it is; firm and officer write to each other all the same. */

const browser = await openBrowser()
after(() => browser.close())

describe('firm and officer write to each other', () => {
  for (const [width, language, javaScript] of [
    [390, 'zh', true],
    [1440, 'en', false],
  ] as const) {
    test(`to and fro, and the firm stays unnamed: ${width}, ${language}, scripts ${javaScript}`, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const chosen = { needId: (await inHall(made)).id, productId: await onShelf(made) }
      const { id } = await taken(made, chosen, made.cast.zhou)
      const w = speak(language)
      const lin = new Reader(await browser.newPage({ width, javaScript }), w, origin)
      const zhou = new Reader(await browser.newPage({ width: 1440, javaScript }), w, origin)
      await lin.signIn('lin')
      await zhou.signIn('zhou')

      await lin.open(`/applications/${id}`)
      await lin.follow('messages.all')
      await lin.type('messages.field.text', '请打 15400001234 找我。')
      await lin.press('messages.send')
      await lin.sees(w.refusal({ code: 'message-names-firm' }), lin.page.getByRole('alert'))
      assert.equal(await lin.field('messages.field.text').inputValue(), '请打 15400001234 找我。')
      await lin.type('messages.field.text', '流水要几个月的？')
      await lin.press('messages.send')
      await lin.says('messages.sent-flash')

      await zhou.open('/inbox')
      await zhou.main
        .getByRole('button', {
          name: made.parts.words[language]('messages.notice.from-firm', { number: await numberOf(lin) }),
        })
        .first()
        .click()
      await zhou.sees('流水要几个月的？')
      await zhou.says('messages.unread', { count: 1 })
      assert.equal(await zhou.main.getByText('林秀英').count(), 0)
      await zhou.type('messages.field.text', '六个月。')
      await zhou.press('messages.send')
      await zhou.says('messages.sent-flash')
      assert.equal(await zhou.main.getByText(w('messages.unread', { count: 1 })).count(), 0)

      await lin.open(`/applications/${id}`)
      await lin.sees('六个月。')
      await lin.follow('messages.all')
      await lin.press('messages.mark-read')
      await lin.page.locator('.talk-reading').waitFor({ state: 'detached' })
      const heard = [...troublesOn(lin.page), ...troublesOn(zhou.page)]
      assert.deepEqual(
        heard.filter((line) => !/status of 422/.test(line)),
        [],
      )
      for (const { page } of [lin, zhou]) await page.context().close()
    })
  }
})

/** The number of the case, as the crumbs of its talk say it. */
const numberOf = async ({ page }: Reader): Promise<string> =>
  (await page.locator('.crumbs a').last().textContent())?.trim() ?? ''
