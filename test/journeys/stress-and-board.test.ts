import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { stressRuns } from '../../db/tables/stress.ts'
import { newId } from '../../server/platform/ids.ts'
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
const { store, clock } = made
const world = await writeWorld(made)

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

/** A run that another program works on: it has drawn so many of its years. */
async function underWay(place: string, drawn: number) {
  const known = await runById(store.read, world.stressRun)
  assert.ok(known)
  const id = newId<'stress-run'>()
  await store.transact((tx) =>
    tx.insert(stressRuns).values({
      ...{ ...known, id, number: `YL-WAY-${place}`, state: 'running', answer: null, endedAt: null },
      ...{ question: { ...known.question, kind: 'drawn', ratePpm: null }, scenarios: 10_000, drawn },
      ...{ beatAt: clock.now(), askedAt: clock.now() },
    }),
  )
  return id
}

for (const [how, language, options] of [
  ['on an office screen, in Chinese', 'zh', { width: 1440, locale: 'zh-CN' }],
  ['on a phone, in English', 'en', { width: 390, locale: 'zh-CN' }],
] as const)
  describe(`a stress test ${how}`, () => {
    test('shows how far it is, is called off, refuses a rate over 100 %, and is run again', async () => {
      const head = await comes(language, options)
      await head.signIn('lu')
      const id = await underWay(language, 3_000)
      await head.open(`/stress/${id}`)
      await head.says('stress.progress', { drawn: 3_000, scenarios: 10_000 })
      await store.transact((tx) => tx.update(stressRuns).set({ drawn: 6_000 }).where(eq(stressRuns.id, id)))
      // The page asks by itself, once a second.
      await head.says('stress.progress', { drawn: 6_000, scenarios: 10_000 })
      await head.press('stress.cancel')
      await head.says('stress.ended.cancelled')
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
