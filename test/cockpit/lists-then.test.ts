import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as tables from '../../db/tables/index.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { closeCockpitDay } from '../../server/cockpit/index.ts'
import { day } from '../../server/money/day.ts'
import type { Instant } from '../../server/platform/clock.ts'
import { tell } from '../dashboards/sample.ts'
import { runningTown } from '../support/app.ts'
import { writeWorld } from '../support/world.ts'

/*
 * A town with a warning, a matter in somebody's hands and a late step of 10 March: the day is kept, and on the 12th all three
 * come to their end. Today is the 13th.
 */

const made = await runningTown()
const { store, parts, cast, clock, browserOf } = made
await tell(made, [{ posted: '2026-03-01', wan: 100, takenAfter: 1 }])
await writeWorld(made)
clock.set('2026-03-10T16:00:30.000Z')
await closeCockpitDay(parts, byPlatform(clock.now(), clock.today()))
const ended = { on: day('2026-03-12'), at: '2026-03-12T02:00:00.000Z' as Instant }
await store.transact(async (tx) => {
  await tx.update(tables.warnings).set({ clearedOn: ended.on, clearedAs: 'back' })
  await tx.update(tables.assignments).set({
    ...{ state: 'closed', closing: '已办', closedAt: ended.at, closedOn: ended.on, closedBy: cast.lu.id },
  })
  await tx.update(tables.overdues).set({ endedAt: ended.at })
})
clock.set('2026-03-13T02:00:00.000Z')
const head = await browserOf(cast.lu)
const shown = async (path: string, what: RegExp) => what.test((await head.get(path)).body)

const lists = [
  { path: '/bureau/warnings?state=standing', row: /href="\/bureau\/warnings\/[0-9a-z]{26}"/ },
  { path: '/bureau/assignments?standing=running', row: /JB-WORLD-1/ },
  { path: '/bureau/overdue?reach=all', row: /href="\/bureau\/overdue\/[0-9a-z]{26}"/ },
]

describe('a list of the bureau behind the cockpit of a past day', () => {
  for (const { path, row } of lists)
    test(`${path} holds what there was at the end of that day, and not what was before or is now`, async () => {
      assert.equal(await shown(path, row), false, 'it is over')
      assert.equal(await shown(`${path}&on=2026-03-10`, row), true)
      assert.equal(await shown(`${path}&on=2026-03-11`, row), true)
      assert.equal(await shown(`${path}&on=2026-03-12`, row), false)
      assert.equal(await shown(`${path}&on=2026-03-09`, row), false)
      assert.equal(await shown(`${path}&on=2026-03-10`, /2026-03-10 日终时/), true)
    })

  test('is what the figure of that day counts', async () => {
    const [kept] = (await store.read.select().from(tables.cockpitDays)).filter(
      ({ on, region }) => on === '2026-03-10' && region === '3406',
    )
    const standing = kept?.figures.watch?.rules.reduce((sum, { count }) => sum + count, 0)
    assert.deepEqual([standing, kept?.figures.watch?.running], [1, 1])
    const page = (await head.get('/cockpit?on=2026-03-10')).body
    // Behind the menu, which leads to what is now.
    const body = page.slice(page.indexOf('<main'))
    for (const path of ['warnings', 'assignments', 'overdue', 'funnel'])
      assert.match(body, new RegExp(`href="/bureau/${path}\\?[^"]*on=2026-03-10`), path)
    assert.doesNotMatch(body, /href="\/bureau\/(warnings|assignments|overdue|funnel)(\?(?![^"]*on=)[^"]*)?"/)
  })

  test('says past its end that there is no such page, and leads back; only its first page says that there is nothing', async () => {
    for (const path of [
      ...[
        '/bureau/overdue?reach=all',
        '/bureau/warnings?rule=arrears',
        '/bureau/assignments?standing=closed',
      ],
      ...['/cockpit/loans?of=year', '/cockpit/unlock?rule=amount'],
    ]) {
      const { body } = await head.get(`${path}&page=99`)
      assert.match(body, /已经没有这一页/, path)
      assert.ok(body.includes(`href="${path.replaceAll('&', '&amp;')}">回到第一页`), path)
      assert.doesNotMatch((await head.get(path)).body, /已经没有这一页/, path)
    }
  })

  test('says plainly that it is of now where its rows do not tell a past day, or the day is none', async () => {
    assert.equal(await shown('/cockpit/yuan?on=2026-03-10', /不是 2026-03-10 的/), true)
    assert.equal(await shown('/cockpit/yuan', /不是 2026-03-10 的/), false)
    for (const on of ['2099-01-01', 'soon'])
      for (const path of ['/bureau/warnings', '/bureau/assignments', '/bureau/overdue'])
        assert.equal(await shown(`${path}?on=${on}`, /地址里的日期不能查看/), true, path)
    head.setCookie('lang', 'en')
    assert.equal(await shown('/cockpit/yuan?on=2026-03-10', /not of 2026-03-10/), true)
    head.setCookie('lang', 'zh')
  })

  test('counts for the precision of rules what was closed by that day', async () => {
    await store.transact((tx) =>
      tx.update(tables.warnings).set({
        ...{ clearedOn: null, clearedAs: null, state: 'closed', outcome: 'confirmed', did: '已核实' },
        ...{ closedOn: ended.on, closedAt: ended.at, closedBy: cast.lu.id },
      }),
    )
    assert.equal(await shown('/bureau/warnings/precision?on=2026-03-11', /100\.00%|100%/), false)
    assert.equal(await shown('/bureau/warnings/precision?on=2026-03-12', /100\.00%|100%/), true)
  })
})
