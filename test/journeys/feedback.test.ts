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

describe('a case that ended, rated and complained about', () => {
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
      const working = await takenUp(made, one, cast.zhou)
      const no = { reason: 'outside-policy', words: '不符合本行政策。' } as const
      given(await decline(store, by(cast.zhou), working, no))
      const w = speak(language)
      const [owner, bank, bureau] = [
        new Reader(await browser.newPage(options), w, origin),
        new Reader(await browser.newPage(options), w, origin),
        new Reader(await browser.newPage(options), w, origin),
      ]
      const comment = '问了三次也不说明是哪一条政策。'

      await owner.signIn('lin')
      await owner.open(`/applications/${one.id}`)
      await owner.follow('ratings.rate')
      await owner.choose('ratings.field.score', 'ratings.score.1')
      await owner.type('ratings.field.comment', comment)
      await owner.press('ratings.send')
      await owner.sees(w.refusal({ code: 'rating-reason-required' }))
      await owner.choose('ratings.field.reasons', 'ratings.reason.no-reason-given')
      await owner.press('ratings.send')
      await owner.says('ratings.rated-flash')
      await owner.says('ratings.next.firm.bad-title')

      await bank.signIn('zhou')
      await bank.menu('layout.menu-ratings')
      await bank.main.getByRole('link', { name: one.number, exact: true }).click()
      await bank.sees(comment)
      const words = '已电话说明是哪一条，并推荐了担保方案。'
      await bank.type('ratings.field.answer', words)
      await bank.press('ratings.answer-send')
      await bank.says('ratings.answer-flash')

      await owner.page.reload()
      await owner.sees(words)
      await owner.open(`/applications/${one.id}`)
      await owner.follow('complaints.new')
      await owner.choose('complaints.field.kind', 'complaints.kind.refused-without-reason')
      const story = '银行谢绝后三次不说明原因，请督促银行书面说明。'
      await owner.type('complaints.field.words', story)
      await owner.press('complaints.file')
      await owner.says('complaints.receipt-title')
      await owner.sees('TS20260310-0001')
      await owner.says('complaints.receipt-next.filed')

      await bureau.signIn('lu')
      await bureau.menu('layout.menu-complaints')
      await bureau.main.getByRole('link', { name: 'TS20260310-0001', exact: true }).click()
      await bureau.sees(story)
      await bureau.press('complaints.take-over')
      await bureau.says('complaints.taken-over-flash')
      await bureau.type('complaints.field.answer', '已责令银行书面说明原因。')
      await bureau.press('complaints.answer-send')
      await bureau.says('complaints.answered-flash')

      await bank.open(`/applications/${one.id}`)
      await bank.main.getByRole('link', { name: 'TS20260310-0001', exact: true }).click()
      await bank.sees('已责令银行书面说明原因。')
      await bank.says('complaints.words-not-shown')
      nothingWentWrong([owner, bank, bureau])
      for (const { page } of [owner, bank, bureau]) await page.context().close()
    })
  }
})
