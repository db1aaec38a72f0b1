import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { after, test } from 'node:test'
import { eq } from 'drizzle-orm'
import readWorkbook from 'read-excel-file/node'
import { trail } from '../../db/tables/audit.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { closeCockpitDay } from '../../server/cockpit/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { reportLate } from '../cockpit/late.ts'
import { tell } from '../dashboards/sample.ts'
import { openBrowser, troublesOn } from '../support/browser.ts'
import { openServer, openTown } from '../support/server.ts'
import { Reader } from './reader.ts'

/*
 * The analyst of the bureau opens the cockpit of a day that is over, goes down to one loan, takes the figures away, and asks for
 * the same day again after a bank has told late of money paid out before it.
 */

const browser = await openBrowser()
after(() => browser.close())
const made = await openTown()
const { origin } = await openServer(made)
const { store, parts, clock, cast } = made
const paid = (posted: string, wan: number) => ({
  ...{ posted, wan, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 },
})
await tell(made, [paid('2026-01-05', 100), paid('2026-01-20', 200), paid('2026-03-01', 300)])
const night = () => closeCockpitDay(parts, byPlatform(clock.now(), clock.today()))

test('a past day is opened, followed to one loan, taken away, asked again with the same digits, and printed', async () => {
  const on = '2026-03-09'
  await night()
  clock.set('2026-03-11T02:00:00.000Z')
  const qin = new Reader(await browser.newPage({ width: 1440, locale: 'zh-CN' }), speak('zh'), origin)
  const digits = () => qin.main.locator('.number-value').allInnerTexts()
  const asks = async () => {
    await qin.type('cockpit.as-of', on)
    await qin.press('cockpit.show')
    await qin.sees(`${on} 日终数据`)
  }
  await qin.signIn('qin')
  await qin.open('/cockpit')
  await asks()
  const before = await digits()

  await qin.follow('cockpit.to-inclusion')
  await qin.page.locator('a[href*="quarter=2026-q1"][href*="of=all"]').last().click()
  await qin.says('cockpit.loans-same', { listed: '3' })
  await qin.main.locator('tbody a').first().click()
  await qin.says('cockpit.loan-of-now', { day: on })

  await qin.open(`/cockpit?on=${on}`)
  const [download] = await Promise.all([qin.page.waitForEvent('download'), qin.press('exports.take')])
  const sheets = await readWorkbook(await readFile(await download.path()))
  const [figures, about] = sheets.map(({ data }) => data)
  const cellOf = (code: string) => figures?.find(([, name]) => name === qin.w(`figures.name.${code}`))?.[2]
  assert.deepEqual([cellOf('posted'), cellOf('loans'), cellOf('average-size')], [3, 3, 2_000_000])
  const said = about?.map((row) => row.map(String).join(' ')) ?? []
  assert.ok(said.includes(`${qin.w('cockpit.as-of')} ${on}`), said.join())
  assert.ok(said.some((line) => line.includes(cast.qin.name)))
  const [trace, ...more] = await store.read.select().from(trail).where(eq(trail.happening, 'exports.taken'))
  assert.deepEqual([trace?.personId, more.length], [cast.qin.id, 0])
  assert.match(JSON.stringify(trace?.details), new RegExp(on))

  await reportLate(made, '2026-03-05')
  await night()
  await qin.open('/cockpit')
  await asks()
  assert.deepEqual(await digits(), before)
  await qin.main.locator(`a[href$="on=${on}&entry=2"]`).first().click()
  await qin.sees(`${on} 的更正数据`)
  assert.notDeepEqual(await digits(), before)

  await qin.open(`/cockpit?on=${on}`)
  await Promise.all([qin.page.waitForURL(/\/cockpit\/print\?/), qin.press('ledger.print')])
  await qin.sees(`${on} 日终数据`)
  assert.deepEqual(await qin.page.locator('.number-value').allInnerTexts(), before)
  assert.equal((await qin.page.pdf()).subarray(0, 5).toString(), '%PDF-')
  assert.deepEqual(troublesOn(qin.page), [])
})
