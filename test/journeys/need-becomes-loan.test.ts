import { after, describe, test } from 'node:test'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { speak } from '../../server/platform/web/words.ts'
import { listed } from '../products/listed.ts'
import { openBrowser, type PageOptions } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'
import * as people from './steps.ts'

const browser = await openBrowser()
after(() => browser.close())

const shelf = { ofA: '织造流水贷', ofB: '濉河订单贷', small: '小额信用贷' }

/** Two banks whose products fit, and one product that lends too little. */
async function townWithShelf() {
  const made = await openTown()
  const rates = { rateMinPpm: ppm(36_000), rateMaxPpm: ppm(60_000) }
  const common = { ...rates, sizes: ['micro', 'small'] as const, amountMaxFen: fen(500_000_000) }
  await listed(made, { ...common, name: shelf.ofA })
  await listed(made, { ...common, name: shelf.ofB }, made.cast.wu)
  await listed(made, { ...common, name: shelf.small, amountMaxFen: fen(50_000_000) }, made.cast.wu)
  return made
}

describe('a need becomes a loan', () => {
  const readers: readonly (readonly [string, 'zh' | 'en', PageOptions])[] = [
    ['in Chinese on an office screen', 'zh', { width: 1440, locale: 'zh-CN' }],
    ['in English on a phone', 'en', { width: 390, locale: 'zh-CN' }],
    ['without scripts', 'zh', { width: 1440, locale: 'zh-CN', javaScript: false }],
  ]
  for (const [how, language, options] of readers) {
    test(how, async () => {
      const made = await townWithShelf()
      const { origin } = await openServer(made)
      const w = speak(language)
      const reader = async () => new Reader(await browser.newPage(options), w, origin)
      const [owner, bureau, ofA, ofB, stranger] = (await Promise.all([1, 2, 3, 4, 5].map(reader))) as [
        Reader,
        Reader,
        Reader,
        Reader,
        Reader,
      ]

      await Promise.all([bureau.signIn('qin'), people.registers(owner, made.parts.reference)])
      await people.verifiesFirm(bureau)
      await people.givesFigures(owner)
      await people.postsNeed(owner, shelf.ofA, shelf.small)
      await people.publishesNeed(bureau)
      const number = await people.applies(owner, shelf.ofA)

      await ofB.signIn('wu')
      await people.takesFromHall(ofB, shelf.ofB)
      await people.offers(ofB, '４.８', '5000')
      await ofA.signIn('zhou')
      await people.takesUp(ofA, number)
      await people.offers(ofA, '4.35', '')

      await people.comparesAndAccepts(owner, made.cast.zhou.organisation, made.cast.wu.organisation)
      await people.seesNotChosen(ofB)
      await people.signsAndPaysOut(ofA, number)
      await people.readsPlan(owner)
      await people.seesFunnel(bureau)
      await people.seesCockpit(bureau)
      await people.looksUpProgress(stranger, number)
      people.nothingWentWrong([owner, bureau, ofA, ofB, stranger])
    })
  }
})
