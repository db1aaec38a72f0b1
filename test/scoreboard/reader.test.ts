import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { type Fen, fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { newId } from '../../server/platform/ids.ts'
import { speak } from '../../server/platform/web/words.ts'
import { type Content, editionOf } from '../../server/scoreboard/edition.ts'
import type { CaseFact, Facts, LoanFact, RatingFact } from '../../server/scoreboard/facts.ts'
import { type Breakdown, breakdowns } from '../../server/scoreboard/figures.ts'
import { boardCsv, boardJson } from '../../server/scoreboard/parts-files.ts'
import type { OpenEdition } from '../../server/scoreboard/rows.ts'
import { town } from '../support/app.ts'
import { knownOf, listOf, nameIn, type PlainBoard, type PlainRow } from './reader.ts'
import { atMost, exactly, solverOf, type Terms } from './simplex.ts'

const { parts, clock, cast } = await town()
const rule = { leastFirms: 3, mostSharePpm: ppm(750_000) }
const districts = ['340602', '340603', '340604', '340621']
const banks = ['A', 'B', 'C', 'D']
const known = { bank: banks, district: districts, industry: [], size: ['micro', 'small', 'medium'] }

const editionWith = (content: Content, edition: number): OpenEdition => ({
  ...{ id: newId<'scoreboard-edition'>(), region: '3406', state: 'published', why: null, version: 1 },
  ...{ proposedAt: clock.now(), proposedBy: cast.qin.id },
  ...{ quarter: '2025-q3', edition, reason: null, content, decidedAt: clock.now(), rule },
  ...{ ruleVersion: 'scoreboard-1', names: Object.fromEntries(banks.map((bank) => [bank, `${bank}银行`])) },
})
const boardOf = (content: Content, edition = 1): PlainBoard =>
  boardJson(speak('zh'), parts.reference, editionWith(content, edition))

/* Cities of few firms: some in many rows, some alone, most small, some giants, and rows in which nothing happens. */
const sumOfLoan = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 1, max: 90 }) },
  { weight: 1, arbitrary: fc.integer({ min: 2_000, max: 40_000 }) },
)
const bank = fc.constantFrom(...banks)
const firm = fc.integer({ min: 1, max: 22 })
const lent = fc.record({
  ...{ firm, bank, sum: sumOfLoan, isFirst: fc.boolean(), isUnsecured: fc.boolean() },
  cost: fc.option(fc.integer({ min: 250, max: 1_500 }), { freq: 9 }),
})
const asked = fc.record({
  ...{ firm, bank, isTaken: fc.boolean(), isInTime: fc.boolean(), days: fc.integer({ min: 0, max: 30 }) },
  end: fc.constantFrom<CaseFact['end'][]>('offer', 'offer', 'declined', 'stopped'),
})
const rated = fc.record({ firm, bank, score: fc.integer({ min: 1, max: 5 }) })
const city = fc
  .tuple(
    fc.array(lent, { minLength: 3, maxLength: 30 }),
    fc.array(asked, { maxLength: 24 }),
    fc.array(rated, { maxLength: 16 }),
  )
  .map(
    ([loans, cases, ratings]): Facts => ({
      loans: loans.map(
        ({ firm: at, sum, cost, ...more }): LoanFact => ({
          ...{
            ...more,
            firm: `f${at}`,
            drawnFen: fen(sum * 10_000_00),
            costPpm: cost ? ppm(cost * 100) : null,
          },
          district: districts[(at * at) % 4] ?? '',
          industry: 'ABCDEF'[at % 6] ?? '',
          size: (['micro', 'small', 'medium'] as const)[at % 3] ?? 'small',
        }),
      ),
      cases: cases.map(({ firm: at, ...more }): CaseFact => ({ ...more, firm: `f${at}` })),
      ratings: ratings.map(({ firm: at, ...more }): RatingFact => ({ ...more, firm: `f${at}` })),
    }),
  )

type Part = { readonly firm: string; readonly amount: number }
/** What the hidden figures really are: of whom, how much, and of what they are a part. */
type Truth = {
  readonly key: string
  /** By what the reader finds it hidden. */
  readonly as: string
  readonly by: readonly Breakdown[]
  readonly isMoney: boolean
  readonly asked: (part: string) => Terms
  readonly parts: (facts: Facts, by: Breakdown, part: string) => readonly Part[]
  readonly rest?: (facts: Facts, by: Breakdown, part: string) => readonly Part[]
}
const byFirm = ['district', 'industry', 'size'] as const
const loansOf = (of: (one: LoanFact) => number) => (facts: Facts, by: Breakdown, part: string) =>
  facts.loans.filter((one) => one[by] === part).map((one) => ({ firm: one.firm, amount: of(one) }))
const casesOf = (is: (one: CaseFact) => boolean) => (facts: Facts, _: Breakdown, part: string) =>
  facts.cases.filter((one) => one.bank === part).map((one) => ({ firm: one.firm, amount: Number(is(one)) }))
const wan = (sum: Fen): number => sum / 10_000
const isAnswered = ({ end, days }: CaseFact) => end !== null && days !== null
const truth = (
  key: string,
  by: Truth['by'],
  of: Truth['parts'],
  more: Partial<Omit<Truth, 'key' | 'by' | 'parts'>> = {},
): Truth => ({
  key,
  by,
  isMoney: false,
  as: key,
  asked: (part) => ({ [nameIn(part, key)]: 1 }),
  parts: of,
  ...more,
})
const truths: readonly Truth[] = [
  truth(
    'loans',
    breakdowns,
    loansOf(() => 1),
  ),
  truth(
    'drawnFen',
    breakdowns,
    loansOf(({ drawnFen }) => wan(drawnFen)),
    { isMoney: true },
  ),
  truth(
    'firstLoans',
    byFirm,
    loansOf(({ isFirst }) => Number(isFirst)),
    {
      rest: loansOf(({ isFirst }) => Number(!isFirst)),
    },
  ),
  truth(
    'unsecured',
    byFirm,
    loansOf(({ isUnsecured, drawnFen }) => (isUnsecured ? wan(drawnFen) : 0)),
    {
      ...{ isMoney: true, as: 'unsecuredSharePpm' },
      rest: loansOf(({ isUnsecured, drawnFen }) => (isUnsecured ? 0 : wan(drawnFen))),
    },
  ),
  truth(
    'interest',
    byFirm,
    loansOf(({ costPpm, drawnFen }) => (wan(drawnFen) * (costPpm ?? 0)) / 1_000_000),
    {
      ...{ isMoney: true, as: 'yearlyCostPpm' },
    },
  ),
  truth(
    'taken',
    ['bank'],
    casesOf(({ isTaken }) => isTaken),
  ),
  truth('answered', ['bank'], casesOf(isAnswered)),
  truth(
    'inTime',
    ['bank'],
    casesOf((one) => isAnswered(one) && one.isInTime),
    {
      rest: casesOf((one) => isAnswered(one) && !one.isInTime),
    },
  ),
  truth(
    'declined',
    ['bank'],
    casesOf(({ end }) => end === 'declined'),
  ),
  truth(
    'offers',
    ['bank'],
    casesOf(({ end }) => end === 'offer'),
  ),
  truth('ratings', ['bank'], (facts, _, part) =>
    facts.ratings.filter((one) => one.bank === part).map(({ firm: whose }) => ({ firm: whose, amount: 1 })),
  ),
]

/** By firm, without those that add nothing. */
function byWhom(all: readonly Part[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>()
  for (const { firm: whose, amount } of all)
    if (amount !== 0) found.set(whose, (found.get(whose) ?? 0) + amount)
  return found
}
const sum = (all: Iterable<number>): number => [...all].reduce((one, other) => one + other, 0)
function tells(cell: ReadonlyMap<string, number>, isMoney: boolean): boolean {
  if (cell.size === 0) return false
  if (cell.size < rule.leastFirms) return true
  return isMoney && Math.max(...cell.values()) / sum(cell.values()) > rule.mostSharePpm / 1_000_000
}

/** Holds everything that is hidden of single firms against what a reader can work out; how many such cells there were. */
function attack(facts: Facts, board: PlainBoard, where: string): number {
  let cells = 0
  for (const by of breakdowns) {
    const isMore = (key: string): boolean => {
      const one = truths.find((known2) => known2.as === key && known2.by.includes(by))
      const hidden = board[listOf[by]].filter((row) => row.hidden.includes(key))
      return one !== undefined && hidden.every(({ part }) => byWhom(one.parts(facts, by, part)).size > 0)
    }
    for (const row of board[listOf[by]])
      for (const key of ['medianDays', 'ninetiethDays'] as const)
        assert.ok(
          row[key] === null || !row.hidden.includes('inTime'),
          `${where}: ${key} of ${row.part} says how many were late, for the limit is known`,
        )
    const solve = solverOf(knownOf(board, by, isMore))
    for (const row of board[listOf[by]])
      for (const one of truths.filter((known2) => known2.by.includes(by))) {
        if (!row.hidden.includes(one.as)) continue
        const own = byWhom(one.parts(facts, by, row.part))
        const rest = one.rest ? byWhom(one.rest(facts, by, row.part)) : new Map<string, number>()
        const [ownTells, restTells] = [tells(own, one.isMoney), tells(rest, one.isMoney)]
        if (!ownTells && !restTells) continue
        cells += 1
        const value = sum(own.values())
        const [low, high] = solve(one.asked(row.part))
        const says = `${where}: ${one.key} of ${by} ${row.part} is ${value} of ${[...own.keys()]}, and lies in ${low}…${high}`
        if (one.isMoney) {
          const margin = 0.099 * (one.rest ? Math.min(value, sum(rest.values())) : value)
          assert.ok(high >= value + margin && low <= value - margin, says)
        } else {
          assert.ok(Math.floor(high + 1e-6) > Math.ceil(low - 1e-6), says)
          if (ownTells) assert.ok(high >= rule.leastFirms - 1e-6, says)
        }
      }
  }
  return cells
}

describe('a reader with a solver', () => {
  test('finds bounds as they are', () => {
    const solve = solverOf([
      exactly({ a: 1, b: 1, c: 1 }, 10),
      exactly({ c: 2 }, 4),
      atMost({ a: 1, b: -1 }, 0),
      atMost({ a: -1 }, -1),
    ])
    assert.deepEqual(solve({ a: 1 }).map(Math.round), [1, 4])
    assert.deepEqual(solve({ b: 1 }).map(Math.round), [4, 7])
    assert.deepEqual(solve({ a: 1, b: -1 }).map(Math.round), [-6, 0])
    assert.deepEqual(solve({ c: 1 }), [2, 2])
  })

  test('finds no cell of single firms in all tables of an edition and of its correction, nor any too closely', () => {
    let [cells, corrected, shown] = [0, 0, 0]
    const flags = fc.array(fc.nat({ max: 2 }), { minLength: 70, maxLength: 70 })
    const changes = fc.record({ flags, drawn: extent, cost: extent, days: extent, score: extent })
    fc.assert(
      fc.property(city, changes, (facts, changed) => {
        const first = editionOf({ facts, rule, known, before: [] })
        if (!first.ok) return
        const board = boardOf(first.content)
        cells += attack(facts, board, 'edition 1')
        shown += Object.values(board.total).filter((one) => typeof one === 'number').length
        const after = correctedBy(facts, changed)
        const second = editionOf({ facts: after, rule, known, before: [{ facts, content: first.content }] })
        if (!second.ok) return
        const again = boardOf(second.content, 2)
        cells += attack(after, again, 'edition 2')
        corrected += differences([facts, after], [board, again])
      }),
      { numRuns: 120 },
    )
    assert.ok(
      cells > 300 && corrected > 20 && shown > 300,
      `too little was attacked: ${cells}, ${corrected}, ${shown}`,
    )
  })
})

/** Nobody's is corrected, a third of all or everybody's. */
const extent = fc.constantFrom('none', 'none', 'some', 'all')
type Changes = Readonly<Record<'drawn' | 'cost' | 'days' | 'score', string>> & {
  readonly flags: readonly number[]
}

/** Sums, rates, days and scores of some facts as they turn out to be. */
function correctedBy({ loans, cases, ratings }: Facts, { flags, ...changes }: Changes): Facts {
  const is = (what: keyof typeof changes, at: number) =>
    changes[what] === 'all' || (changes[what] === 'some' && flags[at % flags.length] === 0)
  return {
    loans: loans.map((one, at) => ({
      ...one,
      ...(is('drawn', at) ? { drawnFen: fen(one.drawnFen * 2) } : {}),
      ...(is('cost', at + 17) && one.costPpm ? { costPpm: ppm(one.costPpm + 9_900) } : {}),
    })),
    cases: cases.map((one, at) => ({
      ...one,
      ...(is('days', at + 31) && one.days !== null ? { days: one.days + 6 } : {}),
    })),
    ratings: ratings.map((one, at) => ({
      ...one,
      score: is('score', at + 55) ? 1 + (one.score % 5) : one.score,
    })),
  }
}

/** Whose facts stand behind a figure, by firm, as text that can be compared. */
const behind: Readonly<
  Record<string, (facts: Facts, by: Breakdown | null, part: string) => readonly (readonly [string, string])[]>
> = {
  drawnFen: (facts, by, part) => ofLoans(facts, by, part, ({ drawnFen }) => drawnFen),
  yearlyCostPpm: (facts, by, part) =>
    ofLoans(facts, by, part, ({ drawnFen, costPpm }) => (costPpm === null ? 0 : `${drawnFen} ${costPpm}`)),
  medianDays: (facts, _, part) => ofCases(facts, part),
  ninetiethDays: (facts, _, part) => ofCases(facts, part),
  ratingTenths: (facts, by, part) =>
    facts.ratings
      .filter(({ bank: whose }) => by === null || whose === part)
      .map(({ firm: whose, score }) => [whose, String(score)]),
}
const ofLoans = (facts: Facts, by: Breakdown | null, part: string, of: (one: LoanFact) => number | string) =>
  facts.loans
    .filter((one) => by === null || one[by] === part)
    .map((one) => [one.firm, String(of(one))] as const)
const ofCases = (facts: Facts, part: string) =>
  facts.cases
    .filter((one) => isAnswered(one) && (part === 'all' || one.bank === part))
    .map((one) => [one.firm, String(one.days)] as const)

/** No figure that both editions show was moved by too few firms; how many such moves there were. */
function differences(
  [one, two]: readonly [Facts, Facts],
  [before, after]: readonly [PlainBoard, PlainBoard],
): number {
  let count = 0
  const look = (by: Breakdown | null, was: PlainRow, is: PlainRow) => {
    for (const [key, of] of Object.entries(behind)) {
      const [old, now] = [of(one, by, was.part), of(two, by, was.part)]
      const moved = new Set(now.flatMap(([whose, what], at) => (old[at]?.[1] === what ? [] : [whose])))
      if (moved.size === 0 || moved.size >= rule.leastFirms) continue
      count += 1
      const isBoth = typeof was[key] === 'number' && typeof is[key] === 'number'
      assert.ok(
        !isBoth,
        `${key} of ${by ?? 'all'} ${was.part}: ${was[key]} became ${is[key]} by ${[...moved]}`,
      )
    }
  }
  look(null, before.total, after.total)
  for (const by of breakdowns)
    for (const was of before[listOf[by]]) {
      const is = after[listOf[by]].find(({ part }) => part === was.part)
      if (is) look(by, was, is)
    }
  return count
}

test('what a program reads, what a file says and what is published are the same, hidden where it is hidden', () => {
  const w = speak('zh')
  fc.assert(
    fc.property(city, (facts) => {
      const made = editionOf({ facts, rule, known, before: [] })
      if (!made.ok) return
      const board = boardOf(made.content)
      const [head = '', ...lines] = boardCsv(w, parts.reference, editionWith(made.content, 1)).split('\r\n')
      const columns = head.replace(/^\ufeff/, '').split(',')
      const keys = Object.keys(board.total).filter((key) => !['part', 'name', 'hidden'].includes(key))
      assert.deepEqual(
        columns.slice(5),
        keys.map((key) => w(`scoreboard.file.${key}`)),
      )
      const all = [board.total, ...breakdowns.flatMap((by) => board[listOf[by]])]
      for (const [at, row] of all.entries()) {
        const cells = (lines[at] ?? '').split(',')
        assert.equal(cells[3], row.part)
        for (const [place, key] of keys.entries()) {
          const isHidden = row.hidden.includes(key)
          assert.ok(!isHidden || row[key] === null, `${row.part} ${key} is hidden and there`)
          assert.equal(cells[place + 5], isHidden ? w('scoreboard.hidden') : String(row[key] ?? ''), key)
        }
      }
    }),
    { numRuns: 30 },
  )
})
