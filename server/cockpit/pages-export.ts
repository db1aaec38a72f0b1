import { placeName } from '../enterprises/index.ts'
import { aboutSheet, type Line } from '../exports/index.ts'
import { points } from '../exposures/concentration.ts'
import { type Ppm, ppm } from '../money/rate.ts'
import { halfUp } from '../money/rounding.ts'
import type { Reference } from '../parts.ts'
import type { Cell, StreamedSheet } from '../platform/sheets/streaming.ts'
import type { Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { definitionOf, type FigureCode } from './definition.ts'
import type { CockpitFigures } from './figures.ts'
import { leftOf, standingOf } from './headroom.ts'
import { averageOf, costOf, inAll, quarterOf, rateOf } from './inclusion.ts'
import { publicOf, roleWords } from './pages-exposure.ts'
import { whatWords } from './pages-lists.ts'
import { backOf, moneyOf } from './pool-money.ts'
import type { CellLoan } from './rows-lists.ts'

type About = {
  readonly place: string
  readonly filters: readonly Line[]
  readonly by: SignedIn['by']
}
const secondSheet = (w: Words, { place, filters, by }: About): StreamedSheet =>
  aboutSheet(w, [[w('exports.region'), place], ...filters], by)

/** The figures of the cockpit, what was asked for, and every table behind the panels. */
export function figuresSheets(
  w: Words,
  reference: Reference,
  figures: CockpitFigures,
  about: About,
): readonly StreamedSheet[] {
  return [
    {
      name: w('cockpit.sheet-figures'),
      header: ['panel', 'figure', 'value', 'unit', 'definition'].map((key) => w(`cockpit.sheet.${key}`)),
      widths: [18, 26, 20, 14, 90],
      rows: figureLines(figures).map(([code, value, unit]) => [
        w(`cockpit.panel.${definitionOf(code).panel}`),
        w(`figures.name.${code}`),
        value,
        unit ? w(`cockpit.sheet.unit-${unit}`) : '',
        `${w(`figures.formula.${code}`)} ${w('figures.version', { version: definitionOf(code).version, code })}`,
      ]),
    },
    secondSheet(w, about),
    ...tableSheets(w, reference, figures),
  ]
}

type FigureLine = readonly [code: FigureCode, value: Cell, unit: 'yuan' | 'days' | null]

/** Every figure as a typed cell; empty where a day does not have it. */
function figureLines({
  on,
  exposure,
  headroom,
  funnel,
  declines,
  banks,
  overdue,
  blocks,
  pools,
  inclusion,
  watch,
  stress,
}: CockpitFigures): FigureLine[] {
  const posted = funnel[0]?.count ?? 0
  const drawn = funnel.at(-1)?.count ?? 0
  const money = pools && moneyOf(pools)
  const sums = inAll(inclusion.filter(({ quarter }) => quarter === quarterOf(on)))
  const average = averageOf(sums)
  const rate = (ppm: Ppm | null): Cell => (ppm === null ? null : { ppm })
  return [
    ['exposure-balance', exposure ? { fen: exposure.balanceFen } : null, 'yuan'],
    ['exposure-public', exposure ? { fen: publicOf(exposure) } : null, 'yuan'],
    ['exposure-top', rate(exposure?.topPpm ?? null), null],
    ['exposure-index', exposure?.indexPpm ? points(exposure.indexPpm) : null, null],
    ['headroom-passed', counted(headroom, 'passed'), null],
    ['headroom-near', counted(headroom, 'near'), null],
    ['posted', posted, null],
    ['drawn-share', rate(shareRounded(drawn, posted)), null],
    ['step-days', funnel[1]?.days?.median ?? null, 'days'],
    ['overdue-steps', overdue, null],
    ['unlock', blocks?.[0] ? { fen: blocks[0].amountFen } : null, 'yuan'],
    ['pools-free', money ? { fen: money.freeFen } : null, 'yuan'],
    ['pools-reserved', money ? { fen: money.reservedFen } : null, 'yuan'],
    ['pools-out', money ? { fen: money.outFen } : null, 'yuan'],
    ['pools-ahead', pools ? { fen: backOf(pools) } : null, 'yuan'],
    ['loans', sums.loans, null],
    ['first-loans', sums.firstLoans, null],
    ['unsecured-share', rate(rateOf(sums.creditFen, sums.amountFen)), null],
    ['average-size', average === null ? null : { fen: average }, 'yuan'],
    ['average-cost', rate(costOf(sums)), null],
    ['saving', { fen: sums.savingFen }, 'yuan'],
    ['warnings-standing', watch ? watch.rules.reduce((sum, { count }) => sum + count, 0) : null, null],
    ['in-hands', watch ? watch.running : null, null],
    ['bank-times', banks.length, null],
    ['declines', declines[0]?.count ?? null, null],
    ['stress-loss', stress ? { fen: stress.lossFen } : null, 'yuan'],
  ]
}

/** A part of a whole to 0.1 %, as pages show it and the definition has it. */
const shareRounded = (part: number, whole: number): Ppm | null =>
  whole === 0 ? null : ppm(Number(halfUp(BigInt(part) * 1000n, BigInt(whole))) * 1000)

const counted = (rooms: CockpitFigures['headroom'], standing: 'passed' | 'near'): number | null =>
  rooms ? rooms.filter((room) => standingOf(room) === standing).length : null

function tableSheets(w: Words, reference: Reference, figures: CockpitFigures): readonly StreamedSheet[] {
  const { exposure, funnel, blocks, pools } = figures
  const place = (code: string) => placeName(reference, w.language, code)
  const sheet = sheetIn(w)
  return [
    sheet(
      'exposure',
      ['who', 'yuan'],
      [
        ...(exposure?.roles ?? []).map(({ role, fen }): Cell[] => [roleWords(w, role), { fen }]),
        ...(exposure?.districts ?? []).map(({ code, balanceFen }): Cell[] => [
          place(code),
          { fen: balanceFen },
        ]),
      ],
    ),
    sheet(
      'headroom',
      ['rule', 'whose', 'under', 'used', 'limit', 'left', 'policy'],
      (figures.headroom ?? []).map((room) => [
        ...[w(`cockpit.room.${room.rule}`), room.who[w.language], room.under?.[w.language] ?? ''],
        ...[{ fen: room.usedFen }, { fen: room.limitFen }, { fen: leftOf(room) }, room.by],
      ]),
    ),
    sheet(
      'funnel',
      ['step', 'count', 'yuan', 'median', 'ninetieth'],
      funnel.map(({ step, count, amountFen, days }) => [
        ...[w(`dashboards.step-${step}`), count, { fen: amountFen }],
        ...[days?.median ?? null, days?.ninetieth ?? null],
      ]),
    ),
    sheet(
      'unlock',
      ['rule', 'count', 'firms', 'yuan', 'unknown'],
      (blocks ?? []).map(({ rule, needs, firms, amountFen, unknown }) => [
        ...[w(`matching.rule.${rule}`), needs, firms, { fen: amountFen }, unknown],
      ]),
    ),
    sheet(
      'pools',
      ['pool', 'free', 'reserved', 'out'],
      (pools ?? []).map(({ name, freeFen, reservedFen, outFen }) => [
        ...[name[w.language], { fen: freeFen }, { fen: reservedFen }, { fen: outFen }],
      ]),
    ),
    ...closingSheets(w, place, figures),
  ]
}

/** Inclusion by quarter and district, the banks and why they said no, what is watched, and what a bad year would cost. */
function closingSheets(
  w: Words,
  place: (code: string) => string,
  { inclusion, banks, declines, watch, stress }: CockpitFigures,
): readonly StreamedSheet[] {
  const sheet = sheetIn(w)
  return [
    sheet(
      'inclusion',
      ['quarter', 'district', 'loans', 'first', 'yuan', 'credit', 'cost', 'saving'],
      inclusion.map((cell) => {
        const cost = costOf(cell)
        return [
          ...[cell.quarter, place(cell.county), cell.loans, cell.firstLoans, { fen: cell.amountFen }],
          ...[{ fen: cell.creditFen }, cost === null ? null : { ppm: cost }, { fen: cell.savingFen }],
        ]
      }),
    ),
    sheet(
      'banks',
      ['bank', 'count', 'to-take', 'to-offer', 'ninetieth', 'overdue', 'declined', 'reason'],
      banks.map((bank) => [
        ...[bank.name, bank.cases, bank.toTake?.median ?? null, bank.toOffer?.median ?? null],
        ...[bank.toOffer?.ninetieth ?? null, bank.overdue, bank.declined],
        bank.reason ? w(`applications.decline-reason.${bank.reason}`) : '',
      ]),
    ),
    {
      ...sheet(
        'banks',
        ['reason', 'count'],
        declines.map(({ reason, count }) => [w(`applications.decline-reason.${reason}`), count]),
      ),
      name: w('figures.name.declines'),
    },
    sheet(
      'watch',
      ['warned', 'count'],
      (watch?.rules ?? []).map(({ rule, count }) => [w(`warnings.rule.${rule}`), count]),
    ),
    sheet(
      'stress',
      ['year', 'loss', 'asked-on'],
      stress
        ? (['p50', 'p95', 'p99'] as const).map((key) => [
            ...[
              w(`cockpit.${key}`),
              { fen: { p50: stress.p50Fen, p95: stress.p95Fen, p99: stress.lossFen }[key] },
            ],
            { day: stress.askedOn },
          ])
        : [],
    ),
  ]
}

/** A table behind a panel, with its columns by their words. */
const sheetIn =
  (w: Words) =>
  (panel: string, keys: readonly string[], rows: readonly (readonly Cell[])[]): StreamedSheet => ({
    ...{ name: w(`cockpit.panel.${panel}`), header: keys.map((key) => w(`cockpit.sheet.${key}`)), rows },
    widths: keys.map((_, at) => (at === 0 ? 30 : 18)),
  })

/** The loans behind a cell, row by row. */
export const loanSheets = (
  w: Words,
  reference: Reference,
  loans: AsyncIterable<CellLoan>,
  about: About,
): readonly StreamedSheet[] => [
  {
    name: w('cockpit.sheet-loans'),
    header: ['loan', 'firm', 'bank', 'district', 'yuan', 'balance', 'cost', 'drawn-on', 'what', 'state'].map(
      (key) => w(`cockpit.sheet.${key}`),
    ),
    widths: [20, 36, 20, 14, 18, 18, 12, 14, 24, 12],
    rows: linesOf(w, reference, loans),
  },
  secondSheet(w, about),
]

async function* linesOf(
  w: Words,
  reference: Reference,
  loans: AsyncIterable<CellLoan>,
): AsyncGenerator<readonly Cell[]> {
  const places = new Map<string, string>()
  for await (const loan of loans) {
    const code = loan.region.slice(0, 6)
    const place = places.get(code) ?? placeName(reference, w.language, code)
    places.set(code, place)
    yield [
      ...[loan.number, loan.firm, loan.bank, place, { fen: loan.amountFen }, { fen: loan.balanceFen }],
      loan.simplePpm === null ? null : { ppm: loan.simplePpm },
      loan.firstDrawnOn === null ? null : { day: loan.firstDrawnOn },
      ...[whatWords(w, loan), w(`loans.state.${loan.state}`)],
    ]
  }
}
