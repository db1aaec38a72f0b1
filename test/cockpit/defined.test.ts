import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { figurePages, isFigureCode } from '../../server/cockpit/definition.ts'
import { closeCockpitDay } from '../../server/cockpit/index.ts'
import { correctExposures } from '../../server/exposures/index.ts'
import { runningTown } from '../support/app.ts'
import { writeWorld } from '../support/world.ts'

/*
 * What is a figure is read from the pages themselves, whatever they are made of: a number in a frame, and a table with a column
 * of numbers. So a figure that somebody adds fails here until it says what it means.
 */

const made = await runningTown()
const { cast, parts, clock, browserOf } = made
await writeWorld(made)
await correctExposures(made.store, byPlatform(clock.now(), clock.today()))
await closeCockpitDay(parts, byPlatform(clock.now(), clock.today()))
const head = await browserOf(cast.lu)

/** The rooms whose figures the cockpit shows and leads to, and every page of the bureau. */
const rooms =
  /^\/(cockpit|stress|scoreboard|stop-lines|exposure\/groups|bureau|compensation|bridge-pools)(\/|\?|$)/
/** Single cases, what waits for a word, papers and files: they show what somebody entered, and no figure that is worked out. */
const single =
  /\/(print|new|exports|notices|claims|csv|json|screen)|\.(csv|json)$|[0-9a-z]{26}.*[0-9a-z]{26}|^\/bureau\/(reviews|(needs|products|net-assets)\/[0-9a-z]{26})/
const start = [
  '/cockpit',
  '/cockpit?on=2026-03-09',
  '/stress',
  '/scoreboard',
  '/bureau/scoreboard',
  '/bureau/warnings',
  '/bureau/exposure',
  '/stop-lines',
  '/exposure/groups',
  '/bureau/times',
  '/bureau/assignments',
  ...Object.values(figurePages),
]

/** Every page within these rooms that one can click to, one of each kind: what differs in its ids and questions alone is alike. */
async function pages() {
  const found = new Map<string, string>()
  const alike = (href: string) => href.replace(/[0-9a-z]{26}/g, ':id').replace(/=[^&]*/g, '=')
  const todo = [...start]
  for (let href = todo.shift(); href !== undefined; href = todo.shift()) {
    if (found.has(alike(href))) continue
    const { statusCode, body } = await head.get(href)
    if (statusCode !== 200) continue
    found.set(alike(href), body)
    for (const [, link = ''] of body.matchAll(/href="(\/[^"#]*)/g)) {
      const next = link.replaceAll('&amp;', '&')
      if (rooms.test(next) && !single.test(next)) todo.push(next)
    }
  }
  return found
}

const main = (body: string) => body.slice(body.indexOf('<main'), body.indexOf('</main'))
const linksIn = (html: string) =>
  [...html.matchAll(/href="\/figures\/([a-z-]+)"/g)].map(([, code = '']) => code)

describe('every figure of the cockpit and of the pages behind it', () => {
  test('leads to its formula, source and version by one click, in both languages', async () => {
    const found = await pages()
    for (const path of ['headroom', 'yuan', 'exposure', 'inclusion', 'banks', 'unlock', 'loans'])
      assert.ok(
        [...found.keys()].some((href) => href.startsWith(`/cockpit/${path}`)),
        path,
      )
    for (const path of [...start.slice(2), ...Object.values(figurePages)]) assert.ok(found.has(path), path)
    const codes = new Set<string>()
    const missing: string[] = []
    for (const [href, body] of found) {
      const html = main(body)
      const isCockpit = /^\/cockpit(\?|$)/.test(href)
      // The scoreboard, which anybody reads, carries what its figures mean in a fold of the page itself.
      const own =
        /scoreboard/.test(href) && html.includes(`<summary><h2>${parts.words.zh('scoreboard.definitions')}`)
      const page = own || (!isCockpit && linksIn(html).length > 0)
      for (const [, number = ''] of html.matchAll(/<div class="number(?: [^"]*)?">([\s\S]*?)<\/div>/g))
        if (!page && linksIn(number).length === 0)
          missing.push(
            `${href} ${number
              .replace(/<[^>]*>/g, ' ')
              .trim()
              .slice(0, 40)}`,
          )
      if (/<th[^>]*class="[^"]*number/.test(html) && !own && linksIn(html).length === 0)
        missing.push(`${href} table`)
      for (const code of linksIn(html)) codes.add(code)
    }
    assert.deepEqual(missing, [])
    for (const path of [
      '/bureau/exposure',
      '/bureau/exposure/loans',
      '/cockpit/exposure',
      '/cockpit/exposure/loans',
    ])
      assert.ok(
        [...found].some(
          ([href, body]) => href.split('?')[0] === path && /<td[^>]*class="[^"]*number/.test(main(body)),
        ),
        `${path} has numbers to be asked about`,
      )
    for (const code of codes) {
      assert.ok(isFigureCode(code), code)
      for (const lang of ['zh', 'en'] as const) {
        head.setCookie('lang', lang)
        const w = parts.words[lang]
        const { body } = await head.get(`/figures/${code}`)
        for (const label of ['formula-label', 'source-label', 'version-label'])
          assert.ok(body.includes(w(`figures.${label}`)), `${code} ${label}`)
        assert.ok(body.includes(w(`figures.formula.${code}`).slice(0, 12)), code)
      }
    }
    head.setCookie('lang', 'zh')
  })
})
