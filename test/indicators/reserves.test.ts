import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import { reservesAfter, reservesOf } from '../../server/guarantees/reserves.ts'
import { guarantorRow } from '../../server/guarantees/rows-figures.ts'
import { feesOfYear, yearEndsUntil } from '../../server/guarantees/rows-reserves.ts'
import { day, plusDays, plusMonths } from '../../server/money/day.ts'
import { fen, plus, showYuan } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { filed, guaranteed, later, paid, richGuarantor } from '../claims/played.ts'
import { runningTown } from '../support/app.ts'
import { table, whole } from '../support/table.ts'

const reserves = {
  ...{ unearnedFeesPpm: ppm(500_000), compensationPpm: ppm(10_000), compensationFullPpm: ppm(100_000) },
  assumed: [],
}
const weights = {
  ...{ smallFirmsPpm: ppm(750_000), smallFirmsUpToFen: fen(500_000_000) },
  ...{ farmingPpm: ppm(750_000), farmingUpToFen: fen(200_000_000), housingPpm: ppm(300_000) },
  ...{ otherLoansPpm: ppm(1_000_000), ratedBondsPpm: ppm(800_000), otherBondsPpm: ppm(1_000_000) },
  ...{ otherPpm: ppm(1_000_000), assumed: [] },
}

describe('the reserves', () => {
  for (const row of table(`
    says                                   | fees | liability | before | unearned | added | stands
    nothing of nothing                     | 0    | 0         | 0      | 0        | 0     | 0
    a half, and a hundredth                | 1000 | 10000     | 0      | 500      | 100   | 100
    half a fen is a whole one              | 1001 | 10050     | 0      | 501      | 101   | 101
    below half a fen is none               | 1    | 10049     | 0      | 1        | 100   | 100
    a hundredth more up to the tenth       | 0    | 10000     | 900    | 0        | 100   | 1000
    only the difference to the tenth       | 0    | 10000     | 950    | 0        | 50    | 1000
    nothing at the tenth                   | 0    | 10000     | 1000   | 0        | 0     | 1000
    nothing given back above it            | 0    | 5000      | 1000   | 0        | 0     | 1000
  `))
    test(`${row.says}`, () => {
      const base = {
        feesFen: fen(whole(row.fees)),
        liabilityFen: fen(whole(row.liability)),
        accumulatedFen: fen(whole(row.before)),
      }
      assert.deepEqual(reservesOf(reserves, base), {
        unearnedFen: whole(row.unearned),
        addedFen: whole(row.added),
        compensationFen: whole(row.stands),
      })
    })

  test('go on from year to year, each by its own rules', () => {
    const customers = [{ kind: 'other' as const, balanceFen: fen(10_000), ownFen: fen(10_000) }]
    const year = { customers, weights, reserves }
    const twice = { ...year, reserves: { ...reserves, compensationPpm: ppm(20_000) } }
    assert.deepEqual(
      [reservesAfter([], fen(0)), reservesAfter([year, twice, year], fen(0))].map(
        (one) => one.compensationFen,
      ),
      [0, 400],
    )
  })
})

test('on the monthly sheet are what the rows say, and a past day keeps them', async () => {
  const made = await runningTown()
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  const { store, clock, cast, browserOf } = made
  const { read } = store
  const id = cast.institutionIds.guarantor
  const start = clock.today()
  const feeFen = present(guarantee.feeFen, 'a fee')
  assert.equal(feeFen, 800_000)

  const found = async (on: ReturnType<typeof clock.today>) => {
    const years = await yearEndsUntil(read, id, on, on)
    const dated = years.map(({ customers }) => ({ customers, weights, reserves }))
    return reservesAfter(dated, await feesOfYear(read, id, on, on))
  }
  const first = await found(start)
  assert.deepEqual(first, {
    ...{ feesFen: 800_000, unearnedFen: 400_000, liabilityFen: 30_000_000 },
    ...{ addedFen: 300_000, compensationFen: 300_000 },
  })
  assert.deepEqual(await found(plusDays(start, -1)), {
    ...{ feesFen: 0, unearnedFen: 0, liabilityFen: 0, addedFen: 0, compensationFen: 0 },
  })

  await later(made, 100)
  await paid(made, await filed(made, guarantee, { principalFen: fen(60_000_000) }))
  const today = clock.today()
  const changes = await read
    .select()
    .from(guaranteeChanges)
    .where(eq(guaranteeChanges.guaranteeId, guarantee.id))
  assert.equal(plus(...changes.map(({ deltaFen }) => deltaFen)), 40_000_000)
  const now = await found(today)
  assert.equal(now.liabilityFen, 12_000_000)
  assert.equal(now.liabilityFen, (await guarantorRow(read, id))?.liabilityFen, 'as the kept figure has it')
  assert.deepEqual(await found(start), first, 'a claim of later leaves the day as it was')

  const [letter] = await read.select().from(guarantees).where(eq(guarantees.id, guarantee.id))
  const inForce = present(letter?.inForceOn ?? null, 'a day in force')
  const years = Math.ceil(guarantee.months / 12)
  const dues = Array.from({ length: years + 2 }, (_, at) => plusMonths(inForce, 12 * at))
  for (const [at, due] of dues.entries())
    assert.equal(await feesOfYear(read, id, due, due), at < years ? feeFen : 0, `anniversary ${at}`)
  const firstYearEnd = plusDays(dues[1] ?? day('2999-12-31'), -1)
  if (years > 1) assert.equal(await feesOfYear(read, id, firstYearEnd, firstYearEnd), 0)

  const manager = await browserOf(cast.han)
  const { body } = await manager.get(`/indicators/month?month=${today.slice(0, 7)}`)
  for (const sum of [now.feesFen, now.unearnedFen, now.liabilityFen, now.addedFen, now.compensationFen])
    assert.ok(body.includes(showYuan(sum)), showYuan(sum))
  // Of yesterday, before the claim: on the exposure page, on the guarantor's own, and for the bureau of all guarantors.
  const yesterday = await found(plusDays(today, -1))
  const bureau = await browserOf(cast.lu)
  for (const [reader, page] of [
    ...[[manager, '/exposure'] as const, [manager, '/guarantor'] as const, [bureau, '/exposure'] as const],
  ])
    assert.match(
      (await reader.get(page)).body,
      new RegExp(`准备金[\\s\\S]*${showYuan(yesterday.compensationFen)}`),
    )
  assert.match(body, /未到期责任准备金[\s\S]*guarantee-reserves-1[\s\S]*guarantee-weights-1/)
})
