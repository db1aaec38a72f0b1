import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { panels } from '../../server/cockpit/definition.ts'
import { closeCockpitDay } from '../../server/cockpit/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { tell } from '../dashboards/sample.ts'
import { openBrowser, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'

/* The analyst looks something up in the cockpit on his phone, which runs no script: the parts are folded, and one tap opens one. */

const browser = await openBrowser()
after(() => browser.close())
const made = await openTown()
const { origin } = await openServer(made)
const { parts, clock } = made
await tell(made, [
  { posted: '2026-01-05', wan: 100, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 },
  { posted: '2026-03-01', wan: 300, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 },
])
await closeCockpitDay(parts, byPlatform(clock.now(), clock.today()))
clock.set('2026-03-11T02:00:00.000Z')

for (const language of ['zh', 'en'] as const)
  test(`a part of the cockpit is found at once on a phone without scripts, and paper has all of them, in ${language}`, async () => {
    const page = await browser.newPage({ width: 390, locale: 'zh-CN', javaScript: false })
    const qin = new Reader(page, speak(language), origin)
    await qin.signIn('qin')
    await qin.open('/cockpit?on=2026-03-09')
    const seen = async () => {
      // Some parts have nothing but links, which paper leaves out: what counts is whether they are folded.
      const all = await Promise.all(
        panels.map(async (id) =>
          (await page.evaluate(
            `getComputedStyle(document.querySelector('#${id} .cockpit-body')).display`,
          )) === 'none'
            ? []
            : [id],
        ),
      )
      return all.flat()
    }
    assert.deepEqual(await seen(), [])
    await page
      .getByRole('navigation', { name: qin.w('cockpit.contents') })
      .getByRole('link', { name: qin.w('cockpit.panel.inclusion') })
      .click()
    assert.deepEqual(await seen(), ['inclusion'])
    await page.locator('#funnel').getByText(qin.w('cockpit.unfold')).click()
    assert.deepEqual(await seen(), ['funnel', 'inclusion'])
    await page.emulateMedia({ media: 'print' })
    assert.deepEqual(await seen(), [...panels])
    await page.emulateMedia({ media: 'screen' })
    await page.setViewportSize({ width: 1440, height: 900 })
    assert.deepEqual(await seen(), [...panels])
    assert.deepEqual(troublesOn(page), [])
    await page.context().close()
  })
