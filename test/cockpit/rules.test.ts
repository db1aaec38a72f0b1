import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { askedDay, piecesOf, progressOn } from '../../server/cockpit/as-of.ts'
import { nearest, type Room, shareWithin, standingOf, usedPpm } from '../../server/cockpit/headroom.ts'
import {
  averageOf,
  cellsOf,
  costOf,
  type InclusionDay,
  inAll,
  quartersOn,
  rateOf,
  shownSince,
} from '../../server/cockpit/inclusion.ts'
import { blocksOf } from '../../server/matching/blocks.ts'
import type { ShelfFit } from '../../server/matching/shelf.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { startOf } from '../../server/platform/clock.ts'
import { table, words } from '../support/table.ts'

describe('what alone keeps a need from the shelf', () => {
  const fits = (text: string): ShelfFit[] =>
    words(text).map((product, at) => {
      const open = product === '-' ? [] : product.split('+')
      const conditions = open.map((one) => ({
        ...({ rule: one.replace('?', '') as 'amount', met: one.endsWith('?') ? 'unknown' : 'no' } as const),
        ...({ have: { kind: 'not-said' }, want: { kind: 'anything' } } as const),
      }))
      const met = {
        rule: 'months',
        met: 'yes',
        have: { kind: 'not-said' },
        want: { kind: 'anything' },
      } as const
      return {
        id: String(at),
        verdict: open.length ? 'not' : 'eligible',
        score: null,
        conditions: [met, ...conditions],
      }
    })

  // Products by the conditions that are open; `-` fits, and `?` stands for what nobody knows.
  for (const row of table(`
    products                   | blocks
    amount                     | amount:refused
    amount+size                | none
    amount+size region         | region:refused
    region amount              | amount:refused region:refused
    grade? amount+grade?       | grade:unknown
    grade grade?               | grade:unknown
    grade? grade               | grade:unknown
    amount -                   | none
  `))
    test(`of ${row.products} is ${row.blocks}`, () => {
      const found = blocksOf(fits(row.products ?? '')).map(({ rule, kind }) => `${rule}:${kind}`)
      assert.equal(found.join(' ') || 'none', row.blocks)
    })
})

describe('the day that is asked for', () => {
  const [today, first] = [day('2026-03-10'), day('2026-03-01')]
  for (const row of table(`
    asked      | says
    2026-03-10 | now
    2026-03-09 | 2026-03-09
    2026-03-01 | 2026-03-01
    2026-02-28 | before-first
    2026-03-11 | future
    2027-01-01 | future
  `))
    test(`${row.asked} is ${row.says}`, () => {
      const found = askedDay(row.asked ?? '', today, first, { ok: true, day: day(row.asked ?? '') })
      assert.equal('why' in found ? found.why : (found.day ?? 'now'), row.says)
    })

  test('nothing is now, nonsense is no day, and before anything is kept every day is too early', () => {
    assert.deepEqual(askedDay('', today, null, { ok: false }), { day: null })
    assert.deepEqual(askedDay('soon', today, first, { ok: false }), { why: 'no-day', first })
    const found = askedDay('2026-03-09', today, null, { ok: true, day: day('2026-03-09') })
    assert.deepEqual(found, { why: 'before-first', first: null })
  })
})

describe('a need as it stood when a day ended', () => {
  const noon = (text: string) => startOf(day(text))
  const need = {
    ...{ postedAt: noon('2026-01-01'), amountFen: fen(500), takenAt: noon('2026-01-03') },
    ...{
      offeredAt: noon('2026-01-05'),
      offeredFen: fen(400),
      drawnOn: day('2026-01-07'),
      drawnFen: fen(300),
    },
  }
  for (const row of table(`
    on         | stood
    2026-01-02 | posted
    2026-01-03 | taken
    2026-01-04 | taken
    2026-01-05 | offered
    2026-01-06 | offered
    2026-01-07 | drawn
    2026-02-01 | drawn
  `))
    test(`on ${row.on} it was ${row.stood}`, () => {
      const found = progressOn(need, day(row.on ?? ''))
      const stood = !found ? 'posted' : found.drawnOn ? 'drawn' : found.offeredAt ? 'offered' : 'taken'
      assert.equal(stood, row.stood)
      if (stood === 'taken') assert.equal(found?.offeredFen, 0)
      if (stood === 'offered') assert.equal(found?.drawnFen, 0)
    })
})

test('a period is cut into pieces that leave no day out and none twice', () => {
  const [from, to] = [day('2026-01-01'), day('2026-03-10')]
  for (const count of [0, 1, 2, 7, 69, 400]) {
    const pieces = piecesOf(from, to, count, 69)
    assert.equal(pieces[0]?.from, from)
    assert.equal(pieces.at(-1)?.to, to)
    for (const [at, piece] of pieces.entries())
      if (at > 0) assert.equal(piece.from, plusDays(pieces[at - 1]?.to ?? to, 1))
  }
})

describe('inclusion', () => {
  const one = (on: string, county: string, wan: number, more: Partial<InclusionDay> = {}): InclusionDay => ({
    ...{ on: day(on), county, loans: 1, amountFen: fen(wan * 1_000_000), firstLoans: 0, creditFen: noFen },
    ...{ costedFen: noFen, yearlyCostFen: noFen, savingFen: noFen, ...more },
  })

  test('is put together by quarter and county, and adds up to all of it', () => {
    const days = [
      one('2026-03-31', '340603', 100, { firstLoans: 1, creditFen: fen(100_000_000) }),
      one('2026-04-01', '340603', 50),
      one('2026-01-01', '340604', 70),
      one('2026-02-15', '340603', 200),
    ]
    const cells = cellsOf(days)
    assert.deepEqual(
      cells.map(({ quarter, county, loans, amountFen }) => [quarter, county, loans, amountFen]),
      [
        ['2026-q1', '340603', 2, 300_000_000],
        ['2026-q1', '340604', 1, 70_000_000],
        ['2026-q2', '340603', 1, 50_000_000],
      ],
    )
    const all = inAll(cells)
    assert.deepEqual([all.loans, all.amountFen, all.firstLoans], [4, 420_000_000, 1])
    assert.equal(averageOf(all), 105_000_000)
    assert.equal(rateOf(all.creditFen, all.amountFen), 238_095)
  })

  test('weighs cost by money, leaves out what has none, and says nothing of nothing', () => {
    const cost = (wan: number, ppm: number) => ({
      ...{ costedFen: fen(wan * 1_000_000), yearlyCostFen: fen(wan * ppm) },
    })
    const days = [
      one('2026-01-01', '340603', 100, cost(100, 40_000)),
      one('2026-01-02', '340603', 300, cost(300, 60_000)),
      one('2026-01-03', '340603', 900),
    ]
    assert.equal(costOf(inAll(cellsOf(days))), 55_000)
    assert.deepEqual([costOf(inAll([])), averageOf(inAll([]))], [null, null])
  })

  test('looks back eight quarters over the turn of the year', () => {
    const quarters = quartersOn(day('2026-02-28'))
    assert.deepEqual([quarters[0], quarters.at(-1), quarters.length], ['2024-q2', '2026-q1', 8])
    assert.equal(shownSince(day('2026-02-28')), '2024-04-01')
  })
})

describe('what is left to a cap or a line', () => {
  const room = (usedFen: number, limitFen: number): Room => ({
    ...{ rule: 'leverage', who: { zh: 'x', en: 'x' }, under: null, href: null, by: 'x-1' },
    ...{ usedFen: fen(usedFen), limitFen: fen(limitFen) },
  })

  // A limit itself may be used; a limit of nothing is passed by a fen.
  for (const row of table(`
    used   | limit  | standing | ppm
    0      | 100    | open     | 0
    89999  | 100000 | open     | 899990
    90000  | 100000 | near     | 900000
    100000 | 100000 | near     | 1000000
    100001 | 100000 | passed   | 1000010
    1      | 0      | passed   | 10000000
  `))
    test(`${row.used} of ${row.limit} is ${row.standing}`, () => {
      const one = room(Number(row.used), Number(row.limit))
      assert.deepEqual([standingOf(one), usedPpm(one)], [row.standing, Number(row.ppm)])
    })

  test('is ordered by the part that is used, exactly, and then by what is left', () => {
    const rooms = [room(1, 3), room(0, 0), room(333_333, 1_000_000), room(2, 6), room(1, 0), room(0, 5)]
    assert.deepEqual(
      nearest(rooms).map(({ usedFen, limitFen }) => [usedFen, limitFen]),
      [
        [1, 0],
        [1, 3],
        [2, 6],
        [333_333, 1_000_000],
        [0, 5],
      ],
    )
    assert.equal(
      shareWithin(fen(199), 50_000),
      9,
      'a share is cut down, so that a line is never passed by rounding',
    )
  })
})
