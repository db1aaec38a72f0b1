import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { figuresOf, type Sums } from '../../server/indicators/indicator.ts'
import { monthOf, sumsOn } from '../../server/indicators/rows.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { recover } from '../../server/recoveries/actions.ts'
import { given } from '../applications/played.ts'
import { filed, guaranteed, later, openSettlements, paid, richGuarantor, settled } from '../claims/played.ts'
import { runningTown } from '../support/app.ts'
import { table, whole } from '../support/table.ts'

const targets = {
  ...{ smallAndFarmingPpm: ppm(800_000), smallTicketPpm: ppm(500_000) },
  ...{ warnPpm: ppm(30_000), stopPpm: ppm(50_000) },
}
const sums = (changes: Partial<Sums> = {}): Sums => ({
  ...{ balanceFen: fen(1_000), ownFen: fen(400), sharedFen: fen(900), smallFen: fen(800) },
  ...{ smallTicketFen: fen(400), netAssetsFen: fen(100), newFen: fen(500), newFiledFen: fen(450) },
  ...{ releasedFen: fen(10_000), claimedFen: fen(299), returnedFen: fen(100) },
  ...changes,
})

describe('the eight figures', () => {
  test('are what they are made of', () => {
    const found = figuresOf(sums(), targets)
    assert.deepEqual(found, {
      ...{ leveragePpm: 4_000_000, filedPpm: 900_000, sharedPpm: 900_000, smallPpm: 800_000 },
      ...{ smallTicketPpm: 500_000, claimPpm: 29_900, returnedPpm: 334_448, targetsMet: 2, targets: 2 },
      grade: 'A',
    })
  })

  for (const row of table(`
    says                                  | small | ticket | claimed | grade
    all targets, below the warning        | 800   | 400    | 299     | A
    at the warning line                   | 800   | 400    | 300     | B
    one target missed                     | 799   | 400    | 0       | B
    just below the stop line              | 800   | 400    | 499     | B
    at the stop line                      | 800   | 400    | 500     | C
  `))
    test(`${row.says}: ${row.grade}`, () => {
      const changes = {
        smallFen: fen(whole(row.small)),
        smallTicketFen: fen(whole(row.ticket)),
        claimedFen: fen(whole(row.claimed)),
      }
      assert.equal(figuresOf(sums(changes), targets).grade, row.grade)
    })

  test('of nothing are none, and no noughts', () => {
    const none = Object.fromEntries(Object.keys(sums()).map((key) => [key, noFen])) as unknown as Sums
    const found = figuresOf({ ...none, netAssetsFen: null }, targets)
    assert.deepEqual(
      [found.leveragePpm, found.filedPpm, found.smallPpm, found.claimPpm, found.returnedPpm, found.grade],
      [null, null, null, null, null, null],
    )
  })
})

test('a past day is the same whenever it is asked for, and every figure stands on the page with its definition', async () => {
  const made = await runningTown()
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  const { store, clock, cast, parts, by, browserOf } = made
  const id = cast.institutionIds.guarantor
  const start = clock.today()
  await later(made, 100)
  const on = clock.today()
  await paid(made, await filed(made, guarantee, { principalFen: fen(60_000_000) }))
  const small = fen(500_000_000)
  const before = await sumsOn(store.read, id, on, small)
  assert.deepEqual(
    [before.balanceFen, before.ownFen, before.claimedFen, before.releasedFen, before.smallFen],
    [40_000_000, 16_000_000, 60_000_000, 60_000_000, 40_000_000],
  )
  assert.equal((await sumsOn(store.read, id, start, small)).balanceFen, 100_000_000)
  const month = await monthOf(store.read, id, { first: plusDays(on, -20), last: on, knownOn: on })
  assert.deepEqual(
    [month.claimCount, month.outstandingFen, month.owedFen, month.lateCount],
    [1, 60_000_000, 24_000_000, 0],
  )

  await later(made, 40)
  const money = {
    means: 'lawsuit' as const,
    receivedOn: clock.today(),
    recoveredFen: fen(11_000_000),
    costFen: fen(1_000_000),
    words: '',
  }
  given(await recover(parts, by(cast.he), guarantee.id, money))
  const lateOnes = await monthOf(store.read, id, {
    ...{ first: plusDays(on, 1), last: clock.today(), knownOn: clock.today() },
  })
  assert.deepEqual(
    [
      lateOnes.recoveredFen,
      lateOnes.costFen,
      lateOnes.returnedFen,
      lateOnes.outstandingFen,
      lateOnes.lateCount,
    ],
    [11_000_000, 1_000_000, 10_000_000, 50_000_000, 2],
  )
  for (const one of await openSettlements(made, guarantee)) await settled(made, one)
  assert.deepEqual(
    await sumsOn(store.read, id, on, small),
    before,
    'what came later does not change that day',
  )
  assert.deepEqual(await monthOf(store.read, id, { first: plusDays(on, -20), last: on, knownOn: on }), month)

  const manager = await browserOf(cast.han)
  const shown = (await manager.get(`/indicators?on=${on}`)).body
  assert.match(shown, /600,000\.00 ÷ 600,000\.00/)
  assert.match(shown, /累计代偿金额 ÷ 累计解除担保金额/)
  assert.match((await manager.get(`/indicators/month?month=${on.slice(0, 7)}`)).body, /600,000\.00/)
  assert.equal((await manager.get('/indicators/month/print')).statusCode, 200)
  const bureau = await browserOf(cast.qin)
  assert.ok((await bureau.get(`/indicators?guarantor=${id}`)).body.includes('龙湖担保'))
  assert.equal((await bureau.get(`/indicators?guarantor=${cast.institutionIds.bankA}`)).statusCode, 404)
})
