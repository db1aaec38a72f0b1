import type { CaseFact, Facts, LoanFact, RatingFact } from './facts.ts'
import { type Cell, type Column, difference } from './hide.ts'

/** By what the scoreboard is broken down; every one adds up to the same totals. */
export const breakdowns = ['bank', 'district', 'industry', 'size'] as const
export type Breakdown = (typeof breakdowns)[number]

/** What is shown or hidden as one. */
export const figureNames = [
  'volume',
  'first',
  'unsecured',
  'cost',
  'taken',
  'answered',
  'timely',
  'decided',
  'declined',
  'rated',
] as const
export type FigureName = (typeof figureNames)[number]

/** A fact with what it adds to a column, and to what is missing there. */
type Part = { readonly firm: string; readonly part: string; readonly own: number; readonly rest: number }

type Measure = {
  readonly isMoney: boolean
  readonly hasRest: boolean
  /** Each firm counts once, however often it occurs. */
  readonly isOfFirms: boolean
  readonly parts: (facts: Facts, by: Breakdown) => readonly Part[]
}

type Figure = {
  readonly by: readonly Breakdown[]
  /** Of what this is a part: hidden there, hidden here. */
  readonly within: FigureName | null
  /** Which of its columns that is, from the last. */
  readonly withinAt?: number
  readonly measures: (by: Breakdown) => readonly Measure[]
}

const loanPart = (fact: LoanFact, by: Breakdown): string => fact[by]

const ofLoans = (
  own: (fact: LoanFact) => number,
  more: Partial<Measure> = {},
  rest: ((fact: LoanFact) => number) | null = null,
): Measure => ({
  ...{ isMoney: false, hasRest: rest !== null, isOfFirms: false },
  parts: ({ loans }, by) =>
    loans.map((fact) => ({
      ...{ firm: fact.firm, part: loanPart(fact, by), own: own(fact), rest: rest?.(fact) ?? 0 },
    })),
  ...more,
})
const money = { isMoney: true }

const ofBanks =
  <Fact extends CaseFact | RatingFact>(of: (facts: Facts) => readonly Fact[]) =>
  (own: (fact: Fact) => boolean | number, rest: ((fact: Fact) => boolean) | null = null): Measure => ({
    ...{ isMoney: false, hasRest: rest !== null, isOfFirms: false },
    parts: (facts) =>
      of(facts).map((fact) => ({
        ...{ firm: fact.firm, part: fact.bank, own: Number(own(fact)), rest: Number(rest?.(fact) ?? false) },
      })),
  })
const ofCases = ofBanks(({ cases }) => cases)
const ofRatings = ofBanks(({ ratings }) => ratings)

export const isAnswered = ({ end, days }: CaseFact): boolean => end !== null && days !== null
export const isDecided = ({ end }: CaseFact): boolean => end === 'offer' || end === 'declined'

const byFirm = ['district', 'industry', 'size'] as const
const loanCount = ofLoans(() => 1)
const drawn = ofLoans(({ drawnFen }) => drawnFen, money)

const bankFigure = (measure: Measure, within: FigureName | null = null): Figure => ({
  ...{ by: ['bank'], within, measures: () => [measure] },
})

const figures: Readonly<Record<FigureName, Figure>> = {
  volume: {
    ...{ by: breakdowns, within: null },
    // A firm may borrow from two banks, so firms do not add up over banks.
    measures: (by) =>
      by === 'bank' ? [loanCount, drawn] : [ofLoans(() => 1, { isOfFirms: true }), loanCount, drawn],
  },
  first: {
    ...{ by: byFirm, within: 'volume', withinAt: -2 },
    measures: () => [
      ofLoans(
        ({ isFirst }) => Number(isFirst),
        {},
        ({ isFirst }) => Number(!isFirst),
      ),
    ],
  },
  unsecured: {
    ...{ by: byFirm, within: 'volume' },
    measures: () => [
      ofLoans(
        ({ isUnsecured, drawnFen }) => (isUnsecured ? drawnFen : 0),
        money,
        ({ isUnsecured, drawnFen }) => (isUnsecured ? 0 : drawnFen),
      ),
    ],
  },
  cost: {
    ...{ by: byFirm, within: 'volume' },
    // A mean is what it is the mean of: what the loans cost a year, and on which sums. A rate that is corrected moves the first.
    measures: () => [
      ofLoans(({ costPpm, drawnFen }) => Math.round(((costPpm ?? 0) * drawnFen) / 1_000_000), money),
      ofLoans(({ costPpm, drawnFen }) => (costPpm === null ? 0 : drawnFen), money),
    ],
  },
  taken: bankFigure(ofCases(({ isTaken }) => isTaken)),
  // Median and percentile stand on days that can be corrected; a case of no day is a case.
  answered: {
    ...{ by: ['bank'], within: null },
    measures: () => [ofCases((one) => (isAnswered(one) ? (one.days ?? 0) + 1 : 0)), ofCases(isAnswered)],
  },
  timely: bankFigure(
    ofCases(
      (one) => isAnswered(one) && one.isInTime,
      (one) => isAnswered(one) && !one.isInTime,
    ),
    'answered',
  ),
  decided: bankFigure(ofCases(isDecided)),
  declined: bankFigure(
    ofCases(
      ({ end }) => end === 'declined',
      ({ end }) => end === 'offer',
    ),
    'decided',
  ),
  // The mean of ratings is their sum over their count.
  rated: {
    ...{ by: ['bank'], within: null },
    measures: () => [ofRatings(({ score }) => score), ofRatings(() => true)],
  },
}

export const breakdownsOf = (name: FigureName): readonly Breakdown[] => figures[name].by
export const figureWithin = (name: FigureName): FigureName | null => figures[name].within
/** The column of another figure that a figure is a part of. */
export const columnWithin = (name: FigureName, columns: readonly Column[]): Column | undefined =>
  columns.at(figures[name].withinAt ?? -1)

/** The cells of a measure, row by row. */
function cellsOf(
  measure: Measure,
  facts: Facts,
  by: Breakdown,
  rows: readonly string[],
  side: 'own' | 'rest',
) {
  const cells = new Map(rows.map((row) => [row, new Map<string, number>()]))
  for (const { firm, part, ...sides } of measure.parts(facts, by)) {
    const cell = cells.get(part)
    if (sides[side] === 0 || !cell) continue
    cell.set(firm, measure.isOfFirms ? 1 : (cell.get(firm) ?? 0) + sides[side])
  }
  return rows.map((row): Cell => cells.get(row) ?? new Map())
}

/** A figure broken down, with how far it differs from what was published of the quarter before. */
export const columnsOf = (
  name: FigureName,
  by: Breakdown,
  rows: readonly string[],
  facts: Facts,
  earlier: readonly Facts[],
): readonly Column[] =>
  figures[name].measures(by).map((measure) => {
    const side = (which: 'own' | 'rest') => {
      const now = cellsOf(measure, facts, by, rows, which)
      const before = earlier.map((one) => cellsOf(measure, one, by, rows, which))
      const moved = before.map((cells) => cells.map((cell, at) => difference(now[at] ?? new Map(), cell)))
      return { rows: now, moved }
    }
    return { isMoney: measure.isMoney, own: side('own'), rest: measure.hasRest ? side('rest') : null }
  })

/** The parts of a breakdown that occur in these facts. */
export function partsIn(by: Breakdown, all: readonly Facts[]): ReadonlySet<string> {
  const found = new Set<string>()
  for (const { loans, cases, ratings } of all) {
    for (const fact of loans) found.add(loanPart(fact, by))
    if (by === 'bank') for (const { bank } of [...cases, ...ratings]) found.add(bank)
  }
  return found
}
