import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { type Content, editionOf, figuresOf } from '../../server/scoreboard/edition.ts'
import type { CaseFact, Facts, LoanFact } from '../../server/scoreboard/facts.ts'
import { type breakdowns, breakdownsOf, columnsOf, type FigureName } from '../../server/scoreboard/figures.ts'
import { isTelling } from '../../server/scoreboard/hide.ts'
import { type Equation, fixedBy } from './attack.ts'

const rule = { leastFirms: 3, mostSharePpm: ppm(750_000) }
const known = { bank: [], district: [], industry: [], size: [] }

const loan = (more: Partial<LoanFact> = {}): LoanFact => ({
  ...{ firm: 'f1', bank: 'A', district: '340603', industry: 'C', size: 'small' },
  ...{ drawnFen: fen(100_000_000), isFirst: false, isUnsecured: false, costPpm: ppm(45_000) },
  ...more,
})
const answered = (more: Partial<CaseFact> = {}): CaseFact => ({
  ...{ firm: 'f1', bank: 'A', isTaken: true, end: 'offer', days: 4, isInTime: true },
  ...more,
})
const facts = (more: Partial<Facts> = {}): Facts => ({ loans: [], cases: [], ratings: [], ...more })

function published(asked: Facts, before: readonly { facts: Facts; content: Content }[] = []): Content {
  const made = editionOf({ facts: asked, rule, known, before })
  assert.ok(made.ok, made.ok ? '' : made.refusal.code)
  return made.content
}
const refusedAs = (asked: Facts, before: readonly { facts: Facts; content: Content }[]): string => {
  const made = editionOf({ facts: asked, rule, known, before })
  return made.ok ? 'fine' : made.refusal.code
}

describe('the figures of a quarter', () => {
  test('are counted, shared and averaged exactly', () => {
    const figures = figuresOf(
      facts({
        loans: [
          loan({ drawnFen: fen(300_000_000), isFirst: true, isUnsecured: true, costPpm: ppm(40_000) }),
          loan({ drawnFen: fen(100_000_000), costPpm: ppm(50_000) }),
          loan({ firm: 'f2', drawnFen: fen(50_000_000), costPpm: null }),
        ],
        cases: [
          ...[1, 2, 3, 9].map((days) => answered({ days })),
          answered({ end: 'declined', days: 12, isInTime: false }),
          // Declined before it was accepted: decided, and no time was taken.
          answered({ end: 'declined', days: null, isInTime: false, isTaken: false }),
          answered({ end: 'stopped', days: 20, isInTime: false, isTaken: false }),
          answered({ end: null, days: null, isInTime: false }),
        ],
        ratings: [5, 4, 4].map((score) => ({ firm: 'f1', bank: 'A', score })),
      }),
    )
    assert.deepEqual(figures, {
      ...{ firms: 2, loans: 3, drawnFen: 450_000_000, firstLoans: 1 },
      // 300 of 450, to a tenth of a percent; (300 × 4.00 + 100 × 5.00) ÷ 400.
      ...{ unsecuredSharePpm: 667_000, yearlyCostPpm: 42_500 },
      ...{ taken: 6, answered: 6, inTime: 4, medianDays: 3, ninetiethDays: null },
      ...{ offers: 4, declined: 2, ratings: 3, ratingTenths: 43 },
    })
    const ten = (count: number) =>
      figuresOf(facts({ cases: Array.from({ length: count }, (_, at) => answered({ days: at + 1 })) }))
    assert.deepEqual(
      [ten(9).ninetiethDays, ten(10).ninetiethDays],
      [null, 9],
      'of nine it is the slowest itself',
    )
    const none = figuresOf(facts())
    assert.deepEqual(
      [none.drawnFen, none.unsecuredSharePpm, none.yearlyCostPpm, none.medianDays, none.ratingTenths],
      [0, null, null, null, null],
    )
  })
})

const spread = (count: number, more: (at: number) => Partial<LoanFact>): LoanFact[] =>
  Array.from({ length: count }, (_, at) => loan({ firm: `f${at}`, ...more(at) }))

describe('a correction', () => {
  const districts = ['340602', '340603', '340604']
  const first = facts({ loans: spread(30, (at) => ({ district: districts[at % 3] ?? '' })) })
  const before = [{ facts: first, content: published(first) }]
  const changed = (which: (at: number) => boolean) =>
    facts({
      loans: first.loans.map((one, at) =>
        which(at) ? { ...one, drawnFen: fen(one.drawnFen + 1_000_000) } : one,
      ),
    })

  test('that changes nothing, or too few firms, is refused', () => {
    assert.equal(refusedAs(first, before), 'scoreboard-same')
    assert.equal(
      refusedAs(
        changed((at) => at === 0),
        before,
      ),
      'scoreboard-change-tells',
    )
    assert.equal(
      refusedAs(
        changed((at) => at < 2),
        before,
      ),
      'scoreboard-change-tells',
    )
  })

  test('hides in its own edition the rows in which too few firms changed, and shows the others anew', () => {
    // One firm each of two districts, and all ten of the third.
    const content = published(
      changed((at) => at % 3 === 2 || at < 2),
      before,
    )
    assert.deepEqual(
      content.tables.district.map(({ part, hidden }) => [part, hidden.includes('volume')]),
      [
        ['340602', true],
        ['340603', true],
        ['340604', true],
      ],
    )
    const all = published(
      changed(() => true),
      before,
    )
    assert.deepEqual(
      all.tables.district.map(({ hidden }) => hidden),
      [[], [], []],
    )
  })

  test('keeps hidden what was hidden, and is refused where what was shown would have to be', () => {
    const small = facts({
      loans: [...first.loans, ...spread(2, (at) => ({ firm: `g${at}`, district: '340621' }))],
    })
    const content = published(small)
    const hidden = ({ tables }: Content) =>
      tables.district.filter((row) => row.hidden.includes('volume')).map(({ part }) => part)
    assert.ok(hidden(content).includes('340621') && hidden(content).length === 2)
    const more = facts({
      loans: [...small.loans, ...spread(6, (at) => ({ firm: `h${at}`, district: '340621' }))],
    })
    assert.deepEqual(hidden(published(more, [{ facts: small, content }])), hidden(content))
    const fewer = facts({ loans: first.loans.filter(({ district }, at) => district !== '340604' || at < 5) })
    assert.equal(refusedAs(fewer, before), 'scoreboard-shown-before')
  })
})

/** Everything that a reader can write down of the counts and sums of one edition. */
function equationsOf(name: FigureName, content: Content, edition: string): Equation[] {
  const isShown = (row: { hidden: readonly FigureName[] }) => !row.hidden.includes(name)
  return breakdownsOf(name).map((by) => {
    const unknowns = content.tables[by]
      .filter((row) => !isShown(row))
      .map(({ part }) => [`${edition} ${by} ${part}`, 1] as const)
    return new Map([...unknowns, ...(isShown(content.total) ? [] : [[`${edition} total`, -1] as const])])
  })
}

const of = <const List extends readonly string[]>(...list: List) => fc.constantFrom<List[number]>(...list)
const loans = fc.array(
  fc.record({
    firm: fc.integer({ min: 1, max: 30 }).map((at) => `f${at}`),
    bank: of('A', 'B', 'C', 'D'),
    drawn: fc.integer({ min: 1, max: 1_000 }),
    isFirst: fc.boolean(),
    isUnsecured: fc.boolean(),
  }),
  { minLength: 3, maxLength: 45 },
)
/** A firm stands in one district and industry and has one size. */
const placed = (
  list: readonly { firm: string; bank: string; drawn: number; isFirst: boolean; isUnsecured: boolean }[],
) =>
  list.map(({ drawn, firm, ...more }) => {
    const at = Number(firm.slice(1))
    return loan({
      ...{ ...more, firm, drawnFen: fen(drawn * 10_000) },
      district: ['340602', '340603', '340604', '340621'][(at * at) % 4] ?? '',
      industry: 'ABCDEFG'[at % 7] ?? '',
      size: (['micro', 'small', 'medium'] as const)[at % 3] ?? 'small',
    })
  })
const cases = fc.array(
  fc.record({
    firm: fc.integer({ min: 1, max: 30 }).map((at) => `f${at}`),
    bank: of('A', 'B', 'C', 'D'),
    end: of('offer', 'declined', 'stopped'),
    isInTime: fc.boolean(),
  }),
  { maxLength: 40 },
)
const named: readonly FigureName[] = ['volume', 'first', 'unsecured', 'cost', 'taken', 'answered', 'declined']

describe('whoever adds and subtracts over all tables', () => {
  test('finds no hidden cell of an edition, nor by its earlier one what a correction changed for few firms', () => {
    let [hiddenCells, corrections] = [0, 0]
    fc.assert(
      fc.property(
        loans,
        cases,
        fc.array(fc.boolean(), { minLength: 45, maxLength: 45 }),
        (list, took, flips) => {
          const first = facts({ loans: placed(list), cases: took.map((one) => answered(one)) })
          const content = published(first)
          const second = facts({
            ...first,
            loans: first.loans.map((one, at) =>
              flips[at] ? { ...one, drawnFen: fen(one.drawnFen + 12_300) } : one,
            ),
          })
          const made = editionOf({ facts: second, rule, known, before: [{ facts: first, content }] })
          for (const name of named) {
            const both = [
              ...equationsOf(name, content, 'one'),
              ...(made.ok ? equationsOf(name, made.content, 'two') : []),
            ]
            const fixed = fixedBy(both.filter(({ size }) => size > 0))
            hiddenCells += both.reduce((sum, { size }) => sum + size, 0)
            for (const by of breakdownsOf(name)) {
              const rows = content.tables[by].map(({ part }) => part)
              const cells = columnsOf(name, by, rows, first, [second])
              for (const [at, part] of rows.entries())
                for (const { own, isMoney } of cells)
                  if (isTelling(own.rows[at] ?? new Map(), isMoney, rule))
                    assert.ok(!fixed.includes(`one ${by} ${part}`), `${name} ${by} ${part} can be worked out`)
            }
            if (made.ok) corrections += checkCorrection(name, [content, made.content], [first, second])
          }
        },
      ),
      { numRuns: 60 },
    )
    assert.ok(
      hiddenCells > 100 && corrections > 10,
      `too little was attacked: ${hiddenCells}, ${corrections}`,
    )
  })
})

/** No difference between two editions that is of too few firms can be worked out; how many such there were. */
function checkCorrection(
  name: FigureName,
  [one, two]: readonly [Content, Content],
  [first, second]: readonly [Facts, Facts],
): number {
  const known = (content: Content, by: (typeof breakdowns)[number], part: string) =>
    content.tables[by].some((row) => row.part === part && !row.hidden.includes(name))
  let count = 0
  for (const by of breakdownsOf(name)) {
    const rows = one.tables[by].map(({ part }) => part)
    const equations: Equation[] = [
      // What changed over all rows is known where the total of both is; each change that is known is taken from it.
      new Map(
        rows
          .filter((part) => !(known(one, by, part) && known(two, by, part)))
          .map((part) => [part, 1] as const),
      ),
    ]
    const fixed = fixedBy(equations.filter(({ size }) => size > 0))
    for (const { own, isMoney } of columnsOf(name, by, rows, second, [first]))
      for (const [at, part] of rows.entries()) {
        if (!isTelling(own.moved[0]?.[at] ?? new Map(), isMoney, rule)) continue
        count += 1
        assert.ok(!(known(one, by, part) && known(two, by, part)), `${name} ${by} ${part} shows a change`)
        assert.ok(!fixed.includes(part), `${name} ${by} ${part}: its change can be worked out`)
      }
  }
  return count
}
