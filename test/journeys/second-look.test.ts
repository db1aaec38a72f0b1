import { after, describe, test } from 'node:test'
import { decline } from '../../server/applications/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { applied, given, inHall, onShelf, takenUp } from '../applications/played.ts'
import { openBrowser, type PageOptions } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

const browser = await openBrowser()
after(() => browser.close())

describe('a second look', () => {
  const readers: readonly (readonly [string, 'zh' | 'en', PageOptions])[] = [
    ['in Chinese on an office screen', 'zh', { width: 1440, locale: 'zh-CN' }],
    ['in English on a phone', 'en', { width: 390, locale: 'zh-CN' }],
    ['without scripts', 'zh', { width: 1440, locale: 'zh-CN', javaScript: false }],
  ]
  for (const [how, language, options] of readers) {
    test(how, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const { cast, store, by } = made
      const need = await inHall(made)
      const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
      await onShelf(made, 'bankB', { name: '濉河再看贷' })
      const working = await takenUp(made, one, cast.zhou)
      const no = { reason: 'repayment-ability', words: '流水偏少。', facts: ['figures'] } as const
      given(await decline(store, by(cast.zhou), working, no))
      const w = speak(language)
      const owner = new Reader(await browser.newPage(options), w, origin)
      const bank = new Reader(await browser.newPage(options), w, origin)

      await owner.signIn('lin')
      await owner.open(`/applications/${one.id}`)
      await owner.chooseLanguage()
      await owner.sees(no.words)
      await owner.follow('applications.second-look-go')
      await owner.says('second-looks.hides-identity')
      await owner.choose('second-looks.field.agreed', 'second-looks.agreed.yes')
      await owner.press('second-looks.open')
      await owner.says('second-looks.opened-flash')

      await bank.signIn('wu')
      await bank.menu('layout.menu-second-looks')
      await bank.main.getByRole('link', { name: /^ZK/ }).first().click()
      await bank.says('second-looks.theirs-lead')
      await bank.pick('second-looks.field.productId', '濉河再看贷')
      await bank.type('second-looks.field.words', '可按流水给额度。')
      await bank.press('second-looks.propose')
      await bank.says('second-looks.proposed-flash')

      await owner.page.reload()
      await owner.sees('可按流水给额度。')
      await owner.press('second-looks.withdraw')
      await owner.says('second-looks.withdrawn-flash')
      await bank.menu('layout.menu-second-looks')
      await bank.says('second-looks.none-title')
      nothingWentWrong([owner, bank])
      for (const { page } of [owner, bank]) await page.context().close()
    })
  }
})
