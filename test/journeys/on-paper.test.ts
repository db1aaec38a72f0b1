import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { Page } from 'playwright-core'
import { speak } from '../../server/platform/web/words.ts'
import { tell } from '../dashboards/sample.ts'
import { openBrowser, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'

/* The analyst prints pages with wide tables as they stand before her, on a wide screen and on a narrow one. */

const browser = await openBrowser()
after(() => browser.close())
const made = await openTown()
const { origin } = await openServer(made)
await tell(made, [
  { posted: '2026-01-05', wan: 100, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 },
  { posted: '2026-03-01', wan: 300, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 },
])

/** What a sheet of A4 has between its margins. */
const sheetPx = 688

/** The tables of a page as they lie on paper: which leave the sheet, and how many keep their columns. */
async function tablesOnPaper(page: Page) {
  await page.emulateMedia({ media: 'print' })
  const found = await page.evaluate(`(() => {
    document.documentElement.style.width = document.body.style.width = '${sheetPx}px'
    const tables = [...document.querySelectorAll('table')]
    return {
      count: tables.length,
      cut: tables.flatMap((one) => one.getBoundingClientRect().right > ${sheetPx} + 1 ? [one.caption.textContent] : []),
      cards: tables.flatMap((one) => getComputedStyle(one).display === 'table' ? [] : [one.caption.textContent]),
    }
  })()`)
  await page.emulateMedia({ media: 'screen' })
  return found as { count: number; cut: string[]; cards: string[] }
}

for (const language of ['zh', 'en'] as const)
  for (const width of [1440, 390] as const)
    test(`no column leaves the sheet when pages are printed from a window of ${width}, in ${language}`, async () => {
      const page = await browser.newPage({ width, locale: 'zh-CN' })
      const qin = new Reader(page, speak(language), origin)
      await qin.signIn('qin')
      for (const path of ['/cockpit', '/cockpit/loans?of=year', '/cockpit/banks', '/bureau/funnel']) {
        await qin.open(path)
        const { count, cut, cards } = await tablesOnPaper(page)
        assert.deepEqual([count > 0, cut, cards], [true, [], []], path)
      }
      assert.deepEqual(troublesOn(page), [])
      await page.context().close()
    })
