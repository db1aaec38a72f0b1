import assert from 'node:assert/strict'
import { test } from 'node:test'
import { byPlatform } from '../../server/accounts/index.ts'
import { sendFiling } from '../../server/guarantees/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { checkStopped, lift, watchAll, watchedBy } from '../../server/stop-lines/index.ts'
import { stopRates, stopScopes } from '../../server/stop-lines/line.ts'
import { stopsToShow } from '../../server/stop-lines/pages.ts'
import { measured, measuredOf, spanOf, stopsLately } from '../../server/stop-lines/rows.ts'
import { measuredAll } from '../../server/stop-lines/rows-measured.ts'
import { codeOf, given } from '../applications/played.ts'
import { filed, guaranteed, later, now, paid, richGuarantor } from '../claims/played.ts'
import { lettered } from '../guarantees/guaranteed.ts'
import { runningTown } from '../support/app.ts'

test('what reached its line by a claim files nothing new until the last day, unless the head of the bureau lifts it', async () => {
  const made = await runningTown()
  const { store, parts, by, cast, clock, browserOf } = made
  const rule = present(
    parts.policies.rows.find(({ code }) => code === 'stop-line'),
    'the rule',
  )
  parts.policies.refill(
    parts.policies.rows.map((row) =>
      row === rule ? { ...row, value: { ...(row.value as object), leastReleasedFen: noFen } } : row,
    ),
  )
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  const half = await lettered(made)
  await later(made, 100)
  const stopped = () => checkStopped(store.read, guarantee, clock.today())
  assert.equal(codeOf(await stopped()), 'done')
  await paid(made, await filed(made, guarantee, { principalFen: fen(30_000_000) }))
  const no = await stopped()
  assert.ok(!no.ok)
  const until = plusDays(clock.today(), 89)
  assert.deepEqual([no.refusal.code.startsWith('stopped-'), no.refusal.values?.until], [true, until])
  const stops = await stopsLately(store.read, clock.today(), 9)
  assert.deepEqual(stops.map(({ scope, rate }) => `${scope} ${rate}`).toSorted(), [
    ...['arrangement all', 'arrangement year', 'bank all', 'bank year', 'guarantor all', 'guarantor year'],
  ])
  assert.equal((await now(made, guarantee.id)).state, 'claimed', 'what is in force stays')
  await assert.rejects(guaranteed(made), /refused: stopped-/, 'nothing new is filed')
  await paid(made, await filed(made, guarantee, { principalFen: fen(1_000) }))
  assert.equal((await stopsLately(store.read, clock.today(), 9)).length, 6, 'it is stopped once')
  // What was signed before has to be filed with the province: it is no new matter.
  given(await sendFiling(parts, by(cast.he), half.id))

  // What a payout asks of its three at once is what the lists of everybody say.
  const today = clock.today()
  for (const { scope, key, rate, sums } of await measuredOf(store.read, watchedBy(guarantee), today)) {
    const all = await measured(store.read, scope, spanOf(rate, today))
    assert.deepEqual(
      { key, ...sums },
      all.find((one) => one.key === key),
    )
    assert.deepEqual([sums.claimedFen, sums.releasedFen], [30_001_000, 30_001_000], `${scope} ${rate}`)
    const before = await measuredOf(store.read, [{ scope, key }], plusDays(today, -1))
    assert.deepEqual(
      before.map((one) => [one.rate, one.sums.claimedFen]),
      [
        ['all', 0],
        ['year', 0],
      ],
    )
  }
  // And what the night goes through once, however small its pieces.
  for (const piece of [1, 5_000]) {
    const found = await measuredAll(store.read, today, piece)
    for (const scope of stopScopes)
      for (const rate of stopRates)
        assert.deepEqual(
          found
            .flatMap((one) => (one.scope === scope && one.rate === rate ? { key: one.key, ...one.sums } : []))
            .toSorted((one, other) => (one.key < other.key ? -1 : 1)),
          await measured(store.read, scope, spanOf(rate, today)),
          `${scope} ${rate} by ${piece}`,
        )
  }
  const nobody = await measuredOf(store.read, [{ scope: 'bank', key: cast.institutionIds.bankB }], today)
  assert.deepEqual(
    nobody.map((one) => one.sums.releasedFen),
    [0, 0],
  )

  // However many newer ones are over, what stands is shown, and first.
  const stands = present(stops[0], 'a stop')
  const over = Array.from({ length: 30 }, (_, at) => ({
    ...stands,
    ...{ id: newId<'stop'>(), scopeKey: String(at), untilOn: plusDays(today, -1) },
  }))
  const shown = stopsToShow([...over, stands], today)
  assert.deepEqual([shown[0]?.id, shown.length, shown.at(-1)?.scopeKey], [stands.id, 21, '19'])

  const head = await browserOf(cast.lu)
  assert.match((await head.get('/stop-lines')).body, /100%|100 %|100\.0/)
  for (const stop of stops) {
    assert.equal((await head.post(`/stop-lines/${stop.id}/lifting`, { why: '' })).statusCode, 422)
    assert.equal((await (await browserOf(cast.qin)).post(`/stop-lines/${stop.id}/lifting`)).statusCode, 403)
    assert.equal(
      (await head.post(`/stop-lines/${stop.id}/lifting`, { why: '个案代偿，风险已隔离。' })).statusCode,
      303,
    )
  }
  assert.equal(codeOf(await stopped()), 'done')
  const night = () => byPlatform(clock.now(), clock.today())
  assert.equal(await watchAll(parts, night()), 0, 'lifted stays lifted until its end')
  const first = present(stops[0], 'a stop')
  assert.equal(codeOf(await lift(store, by(cast.lu), first.id, '再次解除。')), 'stop-over')
  await later(made, 91)
  assert.equal(await watchAll(parts, night()), 6, 'then both rates are looked at anew')
  assert.equal(codeOf(await stopped()).startsWith('stopped-'), true)
  await later(made, 110)
  assert.ok(clock.today().startsWith('2027'))
  assert.deepEqual(
    (await measuredOf(store.read, watchedBy(guarantee), clock.today())).map(({ sums }) => sums.claimedFen),
    [30_001_000, 0, 30_001_000, 0, 30_001_000, 0],
  )
  assert.equal(await watchAll(parts, night()), 3, 'a new year begins with nothing')
  for (const person of [cast.zhou, cast.he, cast.shen])
    assert.match((await (await browserOf(person)).get('/stop-lines')).body, /暂停新增备案/)
  assert.ok(
    !(await (await browserOf(cast.wu)).get('/stop-lines')).body.includes('相城农商行'),
    'a stranger does not see it',
  )
})
