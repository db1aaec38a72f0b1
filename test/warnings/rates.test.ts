import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { warnings } from '../../db/tables/warnings.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { calendarCode } from '../../server/policies/calendar.ts'
import { raiseWarnings } from '../../server/warnings/index.ts'
import { atNoon, filed, guaranteed, later, paid, richGuarantor } from '../claims/played.ts'
import { runningTown } from '../support/app.ts'

test('the claim rate of the year warns and stops beside that of all years, each by its own lines, and anew in a new year', async () => {
  const made = await runningTown()
  const { store, parts, cast, clock, browserOf } = made
  const year = ppm(400_000)
  const lines = {
    ...{ leastReleasedFen: noFen, bankYearStopPpm: null, guarantorYearStopPpm: ppm(900_000) },
    ...{ bankYearWarnPpm: year, guarantorYearWarnPpm: year, arrangementYearWarnPpm: year },
  }
  const { rows } = parts.policies
  const calendar = present(
    rows.find(({ code }) => code === calendarCode(2026)),
    'a calendar',
  )
  parts.policies.refill([
    ...rows.map((row) =>
      row.code === 'stop-line' ? { ...row, value: { ...(row.value as object), ...lines } } : row,
    ),
    { ...calendar, code: calendarCode(2027), value: { year: 2027, off: ['2027-01-01'], work: [] } },
  ])
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  const night = () => raiseWarnings(parts, byPlatform(clock.now(), clock.today()))
  const all = async () =>
    (await store.read.select().from(warnings).where(eq(warnings.rule, 'claim-rate'))).map(
      ({ subject, dimension, member, have, want, clearedAs, policyVersion }) =>
        [subject.split(' ')[0], dimension, member, have, want, policyVersion, clearedAs ?? 'stands'].join(
          ' ',
        ),
    )
  await night()
  assert.deepEqual(await all(), [], 'nothing was released or claimed')

  await later(made, 100)
  await paid(made, await filed(made, guarantee, { principalFen: fen(30_000_000) }))
  await night()
  const cumulative = [
    'arrangement all  1000000 50000 arrangement-4321-1 stands',
    'bank all  1000000 50000 stop-line-1 stands',
    'guarantor all  1000000 50000 stop-line-1 stands',
  ]
  const ofYear = (has: string, yearNo: string) => [
    `arrangement year ${yearNo} 1000000 50000 stop-line-1 ${has}`,
    `bank year ${yearNo} 1000000 400000 stop-line-1 ${has}`,
    `guarantor year ${yearNo} 1000000 900000 stop-line-1 ${has}`,
  ]
  assert.deepEqual((await all()).toSorted(), [...cumulative, ...ofYear('stands', '2026')].toSorted())

  // Both sides read which of the two it is, with its value and its threshold.
  const [ofBank] = (await store.read.select().from(warnings)).filter(
    ({ institutionId, dimension }) => institutionId === cast.institutionIds.bankA && dimension === 'year',
  )
  const lu = await browserOf(cast.lu)
  for (const page of ['/bureau/warnings?rule=claim-rate', `/bureau/warnings/${ofBank?.id}`])
    assert.match((await lu.get(page)).body, /本年代偿率 · 2026/)
  assert.match((await lu.get('/bureau/warnings?rule=claim-rate')).body, /累计代偿率/)
  const shown = (await (await browserOf(cast.zhou)).get(`/warnings/${ofBank?.id}`)).body
  assert.match(shown, /本年代偿率 · 2026[\s\S]*100(\.0+)?%[\s\S]*40(\.0+)?% 起/)

  atNoon(made, day('2027-01-02'))
  await night()
  assert.deepEqual(
    (await all()).toSorted(),
    [...cumulative, ...ofYear('back', '2026')].toSorted(),
    'the new year begins with nothing, and what was claimed in all years stays',
  )
  await paid(made, await filed(made, guarantee, { principalFen: fen(1_000) }))
  await night()
  assert.deepEqual(
    (await all()).toSorted(),
    [...cumulative, ...ofYear('back', '2026'), ...ofYear('stands', '2027')].toSorted(),
  )
})
