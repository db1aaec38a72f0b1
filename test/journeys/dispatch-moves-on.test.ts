import { after, describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { runDispatches } from '../../server/dispatches/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { inHall, onShelf } from '../applications/played.ts'
import { openBrowser } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'
import { nothingWentWrong } from './steps.ts'

/* The firm's main bank is asked first; it says nothing in its two working days, and the need goes on to the next. Everybody is told. */

const browser = await openBrowser()
after(() => browser.close())

describe('a dispatch that nobody answers moves on by itself', () => {
  for (const [width, language] of [
    [1440, 'zh'],
    [390, 'en'],
  ] as const) {
    test(`${width}, ${language}`, async () => {
      const made = await openTown()
      const { origin } = await openServer(made)
      const { clock, parts } = made
      await onShelf(made)
      await onShelf(made, 'bankB')
      const need = await inHall(made)
      const round = () => runDispatches(parts, byPlatform(clock.now(), clock.today()))
      const w = speak(language)
      const people = async (...names: string[]) => {
        const readers: Reader[] = []
        for (const name of names) {
          const reader = new Reader(await browser.newPage({ width }), w, origin)
          await reader.signIn(name)
          readers.push(reader)
        }
        return readers as [Reader, Reader, Reader]
      }

      await round()
      const [asked, other] = await people('zhou', 'wu')
      await asked.menu('layout.menu-dispatches')
      await asked.sees(need.number)
      await asked.sees('2026-03-12')
      await other.menu('layout.menu-dispatches')
      await other.says('dispatches.none-title')

      // Thursday evening is still in time; on Friday morning the two working days are over.
      clock.set('2026-03-12T15:00:00.000Z')
      await round()
      clock.set('2026-03-13T01:00:00.000Z')
      await round()

      const [late, next, owner] = await people('zhou', 'wu', 'lin')
      await late.menu('layout.menu-dispatches')
      await late.says('dispatches.none-title')
      await next.menu('layout.menu-dispatches')
      await next.sees(need.number)
      await next.sees('2026-03-17')
      await owner.open(`/needs/${need.id}`)
      await owner.says('dispatches.happening.timed-out')
      const [manager] = await people('qian')
      await manager.open('/inbox')
      await manager.says('dispatches.notice.timed-out', { number: need.number })
      const everybody = [asked, other, late, next, owner, manager]
      nothingWentWrong(everybody)
      for (const { page } of everybody) await page.context().close()
    })
  }
})
