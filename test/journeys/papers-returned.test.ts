import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Route } from 'playwright-core'
import { speak } from '../../server/platform/web/words.ts'
import { applied, inHall, onShelf, takenUp } from '../applications/played.ts'
import { openBrowser } from '../support/browser.ts'
import { pdf } from '../support/papers.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/* 退回补件: the officer gives a case back with a list, the firm brings the paper, and the officer goes on. */

const browser = await openBrowser()
after(() => browser.close())

describe('a case is returned for papers and resumed', () => {
  for (const [width, language, javaScript] of [
    [390, 'zh', true],
    [1440, 'en', false],
  ] as const) {
    test(`the firm at ${width}, ${language}, scripts ${javaScript}`, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const { cast, clock } = made
      const documents = ['bank-statements'] as const
      const productId = await onShelf(made, 'bankA', { documents })
      const { id } = await takenUp(
        made,
        await applied(made, { needId: (await inHall(made)).id, productId }),
        cast.zhou,
      )
      const w = speak(language)
      const owner = new Reader(await browser.newPage({ width, javaScript }), w, origin)
      const officer = new Reader(await browser.newPage({ width: 1440, javaScript }), w, origin)
      const statements = w('products.document.bank-statements')

      await officer.signIn('zhou')
      await officer.open(`/applications/${id}`)
      await officer.follow('documents.go-bank')
      await officer.follow('documents.ask')
      await officer.press('documents.ask')
      await officer.sees(w.refusal({ code: 'nothing-asked' }), officer.page.getByRole('alert'))
      await officer.main.getByLabel(new RegExp(`^\\s*${statements}`)).check()
      await officer.main.getByLabel(w('documents.note-on', { paper: statements })).fill('只有三个月')
      await officer.press('documents.ask')
      await officer.says('documents.asked-flash')
      await officer.open(`/applications/${id}`)
      await officer.says('documents.step.bank.open-title')

      // What lay in the case before the list is no answer to it.
      clock.forward(5)
      await owner.signIn('lin')
      await owner.open(`/applications/${id}`)
      await owner.says('documents.step.firm.open-title')
      await owner.says('documents.answer-by', { day: '2026-03-17' })
      await owner.follow('documents.go-firm')
      await owner.sees('只有三个月')
      await owner.press('documents.resubmit')
      await owner.sees(w.refusal({ code: 'answer-words-required', values: { count: 1 } }))
      await owner.pick('documents.field.kind', statements)
      await owner
        .field('documents.field.file')
        .setInputFiles({ name: '流水.pdf', mimeType: 'application/pdf', buffer: pdf('六个月流水') })
      if (javaScript) await stopAndSendAgain(owner)
      else await owner.press('documents.send-and-give')
      await owner.says('documents.given-flash')
      await owner.press('documents.resubmit')
      await owner.says('documents.resubmitted-flash')

      clock.forward(5)
      await officer.open(`/applications/${id}`)
      await officer.says('documents.step.bank.answered-title')
      await officer.follow('documents.go-bank')
      await officer.main.getByRole('link', { name: '流水.pdf' }).click()
      await officer.says('documents.watermark-note')
      await officer.open(`/applications/${id}/documents`)
      await officer.press('documents.resume')
      await officer.says('documents.resumed-flash')
      await officer.open(`/applications/${id}`)
      await officer.follow('applications.next.bank.taken-label')
      nothingWentWrong([owner, officer])
      for (const { page } of [owner, officer]) await page.context().close()
    })
  }
})

/** A paper on a slow line: how far it is can be seen, and it can be stopped; what was chosen is still there. */
async function stopAndSendAgain(owner: Reader): Promise<void> {
  const { page, main, w } = owner
  const bar = main.getByRole('progressbar', { name: w('documents.sending') })
  let held: Route | undefined
  await page.route('**/documents', (route) => {
    held = route
  })
  await owner.press('documents.send-and-give')
  await bar.waitFor()
  await owner.sees(w('documents.sending'), main.getByRole('status'))
  await main.getByRole('button', { name: w('documents.stop-sending') }).click()
  await bar.waitFor({ state: 'hidden' })
  await held?.abort().catch(() => undefined)
  await page.unroute('**/documents')
  // The page that follows keeps the window, and with it what this one said.
  await page.evaluate(`new MutationObserver(([{ target }]) => { window.name += target.textContent })
    .observe(document.querySelector('[data-progress] [role=status]'), { childList: true })`)
  await owner.press('documents.send-and-give')
  await owner.says('documents.given-flash')
  assert.ok((await page.evaluate<string>('window.name')).includes(w('documents.checking')))
}
