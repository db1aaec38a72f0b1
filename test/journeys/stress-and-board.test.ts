import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import type { Reader as Reading, Transaction } from '../../db/index.ts'
import { stressRuns } from '../../db/tables/stress.ts'
import { speak } from '../../server/platform/web/words.ts'
import { runById } from '../../server/stress/rows.ts'
import { openBrowser, type PageOptions, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { writeWorld } from '../support/world.ts'
import { Reader } from './reader.ts'

/*
 * The head of the bureau follows a stress test, calls it off and asks again; and publishes a quarter of the scoreboard that
 * his analyst proposed, which a stranger reads and a display in a hall shows page after page.
 */

const browser = await openBrowser()
after(() => browser.close())
const made = await openTown()
const { origin } = await openServer(made)
const { store } = made
await writeWorld(made)

const readers: Reader[] = []
async function comes(language: 'zh' | 'en', options: PageOptions): Promise<Reader> {
  const reader = new Reader(await browser.newPage(options), speak(language), origin)
  readers.push(reader)
  return reader
}
after(() => {
  const heard = readers.flatMap(({ page }) => troublesOn(page))
  assert.deepEqual(
    heard.filter((line) => !/status of 422/.test(line)),
    [],
  )
})

/**
 * Holds the program at every word of the thread that draws: the thread says how far it is and waits until it was heard, so it
 * stands still while a reader looks. Nothing is written here; what the page shows is what the program kept.
 */
function heldDrawing() {
  const { transact } = store
  const drawnIn = async (from: Reading) =>
    (
      await from.select({ drawn: stressRuns.drawn }).from(stressRuns).where(eq(stressRuns.state, 'running'))
    )[0]?.drawn ?? 0
  let isHeld = true
  let goOn: (() => void) | null = null
  Object.assign(store, {
    transact: async <Value>(work: (tx: Transaction) => Promise<Value>): Promise<Value> => {
      const moved = { isBeat: false }
      const value = await transact.call(store, async (tx) => {
        const before = await drawnIn(tx)
        const found = await work(tx)
        moved.isBeat = (await drawnIn(tx)) > before
        return found
      })
      if (isHeld && moved.isBeat)
        await new Promise<void>((resolve) => {
          goOn = resolve
        })
      return value as Value
    },
  })
  return {
    next: () => goOn?.(),
    release: () => {
      isHeld = false
      goOn?.()
      Object.assign(store, { transact })
    },
  }
}

for (const [how, language, options] of [
  ['on an office screen, in Chinese', 'zh', { width: 1440, locale: 'zh-CN' }],
  ['on a phone, in English', 'en', { width: 390, locale: 'zh-CN' }],
] as const)
  describe(`a stress test ${how}`, () => {
    test('shows how far it is, is called off, refuses a rate over 100 %, and is run again', async () => {
      const head = await comes(language, options)
      await head.signIn('lu')
      await head.open('/stress')
      const held = heldDrawing()
      await head.choose('stress.field.kind', 'stress.kind.drawn')
      await head.press('stress.start')
      // A thread has to start; on a busy machine that takes longer than a page. The page asks by itself, once a second.
      await head.main
        .getByText(head.w('stress.progress', { drawn: 100, scenarios: 10_000 }))
        .waitFor({ timeout: 60_000 })
      const bar = head.main.getByRole('progressbar')
      const at = async () => Number(await bar.getAttribute('value'))
      assert.equal(await at(), 100)
      held.next()
      await head.says('stress.progress', { drawn: 200, scenarios: 10_000 })
      assert.equal(await at(), 200)
      const id = head.page.url().split('/').at(-1) ?? ''
      await head.press('stress.cancel')
      await head.says('stress.ended.cancelled')
      held.release()
      const called = await runById(store.read, id)
      assert.deepEqual([called?.state, called?.drawn, called?.answer], ['cancelled', 200, null])
      await head.follow('stress.ask-again')

      await head.choose('stress.field.kind', 'stress.kind.given')
      await head.type('stress.field.ratePpm', '100.1')
      await head.press('stress.start')
      await head.says('parts.error-summary-title')
      assert.equal(await head.field('stress.field.ratePpm').inputValue(), '100.1')
      await head.choose('stress.field.kind', 'stress.kind.drawn')
      await head.type('stress.field.ratePpm', '')
      await head.press('stress.start')
      // A thread has to start and to draw; on a busy machine that takes longer than a page.
      await head.main.getByText(head.w('stress.state.done')).first().waitFor({ timeout: 60_000 })
      await head.sees(head.w('stress.who-pays'))
      await head.says('stress.fact.seed')
      await head.page.context().close()
    })
  })

describe('the scoreboard', () => {
  test('is published by the head, read by a stranger, and turns its pages in the hall until a key stops it', async () => {
    const head = await comes('zh', { width: 1440, locale: 'zh-CN' })
    await head.signIn('lu')
    await head.menu('layout.menu-bureau-scoreboard')
    await head.page
      .getByRole('link', { name: head.w('scoreboard.quarter', { year: 2025, quarter: 3 }) })
      .click()
    await head.says('scoreboard.decide-text')
    await head.press('scoreboard.publish')
    await head.says('scoreboard.published-flash')

    const stranger = await comes('en', { width: 390, locale: 'en', javaScript: false })
    await stranger.open('/')
    await stranger.page.getByRole('link', { name: stranger.w('home.entry-scoreboard') }).click()
    await stranger.sees(stranger.w('scoreboard.by-district'))
    await stranger.open('/scoreboard?industry=M')
    await stranger.says('scoreboard.too-few', { least: 3 })

    const hall = await comes('zh', { width: 1440, locale: 'zh-CN' })
    await hall.page.clock.install()
    await hall.open('/scoreboard/screen')
    const place = (page: number) => hall.w('scoreboard.screen-place', { page, of: 5 })
    await hall.sees(place(1))
    await hall.page.clock.runFor(16_000)
    await hall.sees(place(2))
    await hall.page.keyboard.press('p')
    await hall.page.clock.runFor(60_000)
    await hall.sees(place(2))
    await hall.page.keyboard.press('ArrowRight')
    await hall.sees(place(3))
    await hall.page.keyboard.press('p')
    await hall.page.clock.runFor(16_000)
    await hall.sees(place(4))

    const calm = await comes('en', { width: 1440, locale: 'en' })
    await calm.page.emulateMedia({ reducedMotion: 'reduce' })
    await calm.page.clock.install()
    await calm.open('/scoreboard/screen')
    await calm.page.clock.runFor(60_000)
    await calm.sees(calm.w('scoreboard.screen-place', { page: 1, of: 5 }))
    await calm.follow('scoreboard.screen-next', calm.page.locator('body'))
    await calm.sees(calm.w('scoreboard.screen-place', { page: 2, of: 5 }))
    for (const { page } of [head, stranger, hall, calm]) await page.context().close()
  })
})
