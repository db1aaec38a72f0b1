import { type Fen, fen } from '../money/fen.ts'
import { type Ppm, ppm } from '../money/rate.ts'
import { halfUp } from '../money/rounding.ts'
import { assert } from '../platform/assert.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { takenOf } from '../supervision/times.ts'
import type { Facts } from './facts.ts'
import {
  type Breakdown,
  breakdownsOf,
  columnsOf,
  columnWithin,
  type FigureName,
  figureNames,
  figureWithin,
  isAnswered,
  partsIn,
} from './figures.ts'
import {
  boundsOf,
  type Column,
  changeTells,
  type HiddenBefore,
  hiddenRows,
  isTelling,
  totalTells,
} from './hide.ts'
import type { ScoreboardRule } from './rule.ts'

/** Every figure of a row. Null where it is hidden, or where there is nothing to work it out from; `hidden` tells which. */
export type Figures = {
  readonly firms: number | null
  readonly loans: number | null
  readonly drawnFen: Fen | null
  readonly firstLoans: number | null
  /** Of the money drawn, to a tenth of a percent. */
  readonly unsecuredSharePpm: Ppm | null
  /** 综合年化成本 by simple interest, weighted by what was drawn, to a hundredth of a percent. */
  readonly yearlyCostPpm: Ppm | null
  readonly taken: number | null
  readonly answered: number | null
  readonly inTime: number | null
  readonly medianDays: number | null
  readonly ninetiethDays: number | null
  readonly offers: number | null
  readonly declined: number | null
  readonly ratings: number | null
  /** Of five, in tenths. */
  readonly ratingTenths: number | null
}

export type Row = {
  readonly part: string
  readonly figures: Figures
  readonly hidden: readonly FigureName[]
}

/** What is published: kept as it is, and never worked out again. */
export type Content = {
  readonly total: Row
  readonly tables: Readonly<Record<Breakdown, readonly Row[]>>
}

export type Before = { readonly facts: Facts; readonly content: Content }

type Asked = {
  readonly facts: Facts
  readonly rule: ScoreboardRule
  /** Parts that a table names even where nothing happened. */
  readonly known: Readonly<Record<Breakdown, readonly string[]>>
  /** What was published of the quarter before, oldest first. */
  readonly before: readonly Before[]
}

/**
 * The scoreboard of a quarter, without what tells of single firms, whoever adds, subtracts, or compares editions.
 * Refuses, of a correction: `scoreboard-same` (nothing changed), `scoreboard-change-tells` (what changed is of too few firms),
 * `scoreboard-shown-before` (a figure that was shown would have to be hidden now).
 */
export function editionOf(asked: Asked): Outcome<{ readonly content: Content }> {
  const rows = rowsOf(asked)
  const fault = correctionFault(asked, rows)
  if (fault) return refuse(fault)
  const hiding = hidingOf(asked, rows)
  const table = (by: Breakdown) => rows[by].map((part) => rowOf(asked.facts, by, part, hiding))
  const content = {
    total: totalOf(asked.facts, hiding),
    tables: {
      bank: table('bank'),
      district: table('district'),
      industry: table('industry'),
      size: table('size'),
    },
  }
  const last = asked.before.at(-1)
  return last && JSON.stringify(last.content) === JSON.stringify(content)
    ? refuse('scoreboard-same')
    : { ok: true, content }
}

type Rows = Readonly<Record<Breakdown, readonly string[]>>

function rowsOf({ facts, known, before }: Asked): Rows {
  const all = [facts, ...before.map((one) => one.facts)]
  const of = (by: Breakdown) => [...new Set([...known[by], ...[...partsIn(by, all)].sort()])]
  return { bank: of('bank'), district: of('district'), industry: of('industry'), size: of('size') }
}

/** Why a correction cannot be published without telling of single firms. */
function correctionFault({ facts, rule, before }: Asked, rows: Rows): string | null {
  if (before.length === 0) return null
  const earlier = before.map((one) => one.facts)
  for (const name of figureNames)
    for (const by of breakdownsOf(name)) {
      const columns = columnsOf(name, by, rows[by], facts, earlier)
      if (columns.some((column) => changeTells(column, rule))) return 'scoreboard-change-tells'
      const wasShown = (part: string) =>
        before.some(({ content }) =>
          content.tables[by].some((row) => row.part === part && !row.hidden.includes(name)),
        )
      const isTellingNow = (at: number) =>
        columns.some(({ isMoney, own, rest }) =>
          [own, ...(rest ? [rest] : [])].some((side) => isTelling(side.rows[at] ?? new Map(), isMoney, rule)),
        )
      if (rows[by].some((part, at) => isTellingNow(at) && wasShown(part))) return 'scoreboard-shown-before'
    }
  return null
}

type Hiding = {
  /** Figures of which nothing is shown. */
  readonly withheld: ReadonlySet<FigureName>
  readonly isHidden: (name: FigureName, by: Breakdown, part: string) => boolean
}

function hidingOf({ facts, rule, before }: Asked, rows: Rows): Hiding {
  const earlier = before.map((one) => one.facts)
  const withheld = new Set<FigureName>(before.flatMap(({ content }) => content.total.hidden))
  const hidden = new Map<string, ReadonlySet<number>>()
  const columnsAt = new Map<string, readonly Column[]>()
  for (const name of figureNames) {
    const within = figureWithin(name)
    if (within && withheld.has(within)) withheld.add(name)
    for (const by of breakdownsOf(name)) {
      const columns = columnsOf(name, by, rows[by], facts, earlier)
      columnsAt.set(`${name} ${by}`, columns)
      const guarded = new Set(
        rows[by].flatMap((part, at) =>
          before.some(({ content }) =>
            content.tables[by].some((row) => row.part === part && row.hidden.includes(name)),
          )
            ? [at]
            : [],
        ),
      )
      const hiddenBefore = within
        ? hiddenWithin(name, columnsAt.get(`${within} ${by}`), hidden.get(`${within} ${by}`))
        : new Map()
      const found = columns.some((column) => totalTells(column, rule))
        ? null
        : hiddenRows({ columns, hiddenBefore, guarded, rule })
      if (found) hidden.set(`${name} ${by}`, found)
      else withheld.add(name)
    }
  }
  return {
    withheld,
    isHidden: (name, by, part) =>
      withheld.has(name) || (hidden.get(`${name} ${by}`)?.has(rows[by].indexOf(part)) ?? false),
  }
}

/** Rows that are hidden for what they are a part of, with the most that this may be. */
function hiddenWithin(
  name: FigureName,
  columns: readonly Column[] | undefined,
  hidden: ReadonlySet<number> | undefined,
): HiddenBefore {
  const whole = columnWithin(name, columns ?? [])
  if (!whole || !hidden) return new Map()
  return new Map(boundsOf(whole, [...hidden], new Map()).map(({ at, high }) => [at, high]))
}

const totalOf = (facts: Facts, { withheld }: Hiding): Row => ({
  part: 'all',
  figures: shown(figuresOf(facts), (name) => withheld.has(name)),
  hidden: figureNames.filter((name) => withheld.has(name)),
})

function rowOf({ loans, cases, ratings }: Facts, by: Breakdown, part: string, { isHidden }: Hiding): Row {
  const names = figureNames.filter((name) => breakdownsOf(name).includes(by))
  const own: Facts = {
    loans: loans.filter((fact) => fact[by] === part),
    cases: by === 'bank' ? cases.filter(({ bank }) => bank === part) : [],
    ratings: by === 'bank' ? ratings.filter(({ bank }) => bank === part) : [],
  }
  return {
    part,
    figures: shown(figuresOf(own), (name) => !names.includes(name) || isHidden(name, by, part)),
    hidden: names.filter((name) => isHidden(name, by, part)),
  }
}

/**
 * Which names a figure belongs to: it is shown where none of them is hidden. Offers and the declined make the decided, so they go
 * together; and the days tell how many were late, since everybody knows the limit, so they go with those in time.
 */
const figuresNamed: Readonly<Record<keyof Figures, readonly FigureName[]>> = {
  firms: ['volume'],
  loans: ['volume'],
  drawnFen: ['volume'],
  firstLoans: ['first'],
  unsecuredSharePpm: ['unsecured'],
  yearlyCostPpm: ['cost'],
  taken: ['taken'],
  answered: ['answered'],
  inTime: ['timely'],
  medianDays: ['answered', 'timely'],
  ninetiethDays: ['answered', 'timely'],
  offers: ['declined'],
  declined: ['declined'],
  ratings: ['rated'],
  ratingTenths: ['rated'],
}

/** Whether a figure of a row is one that is not shown. */
export const isHiddenIn = ({ hidden }: Pick<Row, 'hidden'>, key: keyof Figures): boolean =>
  figuresNamed[key].some((name) => hidden.includes(name))

const shown = (figures: Figures, isHidden: (name: FigureName) => boolean): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([key, value]) => [
      key,
      figuresNamed[key as keyof Figures].some(isHidden) ? null : value,
    ]),
  ) as Figures

/** Of fewer, what nine of ten do not pass is the slowest case itself. */
const leastForNinetieth = 10

/** The figures of some facts, all of them. */
export function figuresOf({ loans, cases, ratings }: Facts): Figures {
  const sum = (of: (one: (typeof loans)[number]) => number) =>
    loans.reduce((all, one) => all + BigInt(of(one)), 0n)
  const drawn = sum(({ drawnFen }) => drawnFen)
  const answered = cases.filter(isAnswered)
  const took = takenOf(answered.map(({ days }) => days ?? 0))
  const count = (is: (one: (typeof cases)[number]) => boolean) => cases.filter(is).length
  return {
    firms: new Set(loans.map(({ firm }) => firm)).size,
    loans: loans.length,
    drawnFen: fen(Number(drawn)),
    firstLoans: loans.filter(({ isFirst }) => isFirst).length,
    unsecuredSharePpm: shareOf(
      sum((one) => (one.isUnsecured ? one.drawnFen : 0)),
      drawn,
    ),
    yearlyCostPpm: meanCost(loans),
    taken: count(({ isTaken }) => isTaken),
    answered: answered.length,
    inTime: answered.filter(({ isInTime }) => isInTime).length,
    medianDays: took?.median ?? null,
    ninetiethDays: answered.length < leastForNinetieth ? null : (took?.ninetieth ?? null),
    offers: count(({ end }) => end === 'offer'),
    declined: count(({ end }) => end === 'declined'),
    ratings: ratings.length,
    ratingTenths: ratings.length
      ? Number(
          halfUp(BigInt(ratings.reduce((all, { score }) => all + score, 0)) * 10n, BigInt(ratings.length)),
        )
      : null,
  }
}

/** To a tenth of a percent; null of nothing. */
const shareOf = (part: bigint, whole: bigint): Ppm | null =>
  whole === 0n ? null : ppm(Number(halfUp(part * 1_000n, whole)) * 1_000)

/** Weighted by what was drawn, to a hundredth of a percent. */
function meanCost(loans: Facts['loans']): Ppm | null {
  let [weighted, whole] = [0n, 0n]
  for (const { costPpm, drawnFen } of loans) {
    if (costPpm === null) continue
    weighted += BigInt(costPpm) * BigInt(drawnFen)
    whole += BigInt(drawnFen)
  }
  return whole === 0n ? null : ppm(Number(halfUp(weighted, whole * 100n)) * 100)
}

/** What part of answered, or of decided, this is, to a tenth of a percent; null of nothing, or where either is hidden. */
export function partOf(part: number | null, whole: number | null): Ppm | null {
  if (part === null || whole === null || whole === 0) return null
  assert(part <= whole, 'a part is no more than its whole')
  return shareOf(BigInt(part), BigInt(whole))
}
