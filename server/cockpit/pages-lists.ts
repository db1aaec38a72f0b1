import { placeName } from '../enterprises/index.ts'
import type { FitRule } from '../matching/fit.ts'
import { type Fen, noFen, showWan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { dayOf } from '../platform/clock.ts'
import { wanCell } from '../platform/web/cells.ts'
import type { Pager } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { type DayShown, onDay, tableOn } from './dated.ts'
import { definitionOf, type FigureCode, figureCodes } from './definition.ts'
import type { CockpitFigures } from './figures.ts'
import { inAll, quartersOn } from './inclusion.ts'
import { banksTable, unlockTable } from './pages-asking.ts'
import { inclusionColumns, quarterWords, sumCells } from './pages-money.ts'
import { definedAt } from './panel.ts'
import type { BlockedNeed, CellLoan, LoanCell } from './rows-lists.ts'

export type CellAsked = { readonly cell: LoanCell; readonly quarter: string; readonly county: string }

/** What the figures of a list mean, one click away. */
const definesOf = (w: Words, codes: readonly FigureCode[]) =>
  codes.map((code) => ({ href: definedAt(code), label: w(`figures.name.${code}`) }))

export const inclusionCodes = figureCodes.filter((code) => definitionOf(code).panel === 'inclusion')

type Behind = {
  readonly rows: readonly CellLoan[]
  readonly pager: Pager
  /** Of a past day: how many loans are listed, what the figure of that day was, and of which day and when it was kept. */
  readonly listed: number | null
  readonly figure: number | null
  readonly told: string | null
}

/** The loans behind a cell of the cockpit, each with the way to its own page. */
export function loansPage(
  { w, parts }: SignedIn,
  { cell, quarter }: CellAsked,
  day: DayShown | null,
  { rows, pager, listed, figure, told }: Behind,
) {
  const place = placeName(parts.reference, w.language, cell.region)
  const period = quarter
    ? quarterWords(w, quarter)
    : w('dashboards.period-year', { year: cell.from.slice(0, 4) })
  const table = rows.length ? loansTable(w, parts.reference, rows) : null
  return {
    title: w(`cockpit.loans-${cell.kind}`, { period, place }),
    lead: [day ? told : null, w('cockpit.loans-lead'), listedWords(w, listed, figure)]
      .filter(Boolean)
      .join(' '),
    table: table && {
      ...table,
      rows: table.rows.map(({ cells: [loan, ...cells] }) => ({ cells: [loanOn(loan, day), ...cells] })),
    },
    nothing: { title: w('cockpit.loans-none'), text: w('cockpit.loans-none-text') },
    defines: definesOf(w, ['loans', 'first-loans', 'average-cost']),
    pager,
    back: { href: `${onDay('/cockpit', day)}#inclusion`, label: w('figures.to-cockpit') },
  }
}

/** The figure of the day beside the list: the same number, or both, and that they are not the same. */
function listedWords(w: Words, listed: number | null, figure: number | null): string {
  if (listed === null) return ''
  if (figure === null) return w('cockpit.loans-listed', { listed: showCount(listed) })
  return w(figure === listed ? 'cockpit.loans-same' : 'cockpit.loans-apart', {
    ...{ listed: showCount(listed), figure: showCount(figure) },
  })
}

type LoanCellShown = ReturnType<typeof loansTable>['rows'][number]['cells'][number] | undefined
const loanOn = (cell: LoanCellShown, day: DayShown | null) =>
  day && cell && typeof cell !== 'string' && 'href' in cell
    ? { ...cell, href: `${cell.href}?on=${day.on}` }
    : (cell ?? '')

/** How many loans a day's figures count in a cell; null where it is none of theirs. */
export function figureOfCell(
  { inclusion }: CockpitFigures,
  { cell, quarter, county }: CellAsked,
): number | null {
  if (!quarter || cell.kind === 'credit') return null
  const own = inclusion.filter((one) => one.quarter === quarter && (!county || one.county === county))
  const sums = inAll(own)
  return cell.kind === 'first' ? sums.firstLoans : sums.loans
}

const loansTable = (w: Words, reference: Reference, loans: readonly CellLoan[]) => ({
  caption: w('cockpit.loans-caption'),
  columns: [
    { label: w('cockpit.column.loan'), kind: 'code' },
    { label: w('cockpit.column.firm') },
    { label: w('cockpit.column.bank') },
    { label: w('cockpit.column.place') },
    { label: w('cockpit.column.wan'), kind: 'number' },
    { label: w('cockpit.column.cost'), kind: 'number' },
    { label: w('cockpit.column.drawn-on'), kind: 'date' },
    { label: w('cockpit.column.what') },
  ],
  rows: loans.map((loan) => ({
    cells: [
      { words: loan.number, href: `/cockpit/loans/${loan.id}` },
      loan.firm,
      loan.bank,
      placeName(reference, w.language, loan.region.slice(0, 6)),
      wanCell(loan.amountFen),
      loan.simplePpm === null ? '—' : showPercent(loan.simplePpm),
      loan.firstDrawnOn ?? '',
      whatWords(w, loan),
    ],
  })),
})

export const whatWords = (
  w: Words,
  { firstLoan, guaranteeMode }: Pick<CellLoan, 'firstLoan' | 'guaranteeMode'>,
) => [...(firstLoan ? [w('cockpit.first')] : []), w(`products.guarantee-mode.${guaranteeMode}`)].join(' · ')

/** Quarters and counties, each cell with the way to its loans. */
export function inclusionPage(
  { w, parts }: SignedIn,
  { on, inclusion }: CockpitFigures,
  quarter: string,
  day: DayShown | null,
  told: string | null,
) {
  const quarters = quartersOn(on).toReversed()
  const shown = quarters.includes(quarter) ? [quarter] : quarters
  const at = (of: string, code: string, kind: string) =>
    onDay(`/cockpit/loans?quarter=${of}&county=${code}&of=${kind}`, day)
  return {
    title: w('cockpit.inclusion-title'),
    defines: definesOf(w, inclusionCodes),
    lead: [day ? told : null, w('cockpit.inclusion-lead')].filter(Boolean).join(' '),
    back: { href: `${onDay('/cockpit', day)}#inclusion`, label: w('figures.to-cockpit') },
    all:
      shown.length < quarters.length
        ? { href: onDay('/cockpit/inclusion', day), label: w('cockpit.all-quarters') }
        : null,
    tables: shown.map((code) => {
      const own = inclusion.filter((cell) => cell.quarter === code)
      return {
        caption: quarterWords(w, code),
        columns: inclusionColumns(w, w('dashboards.county')),
        rows: [
          ...own.map((cell) => ({
            cells: sumCells(w, placeName(parts.reference, w.language, cell.county), cell, {
              loans: at(code, cell.county, 'all'),
              first: at(code, cell.county, 'first'),
              credit: at(code, cell.county, 'credit'),
            }),
          })),
          {
            cells: sumCells(w, w('cockpit.together'), inAll(own), {
              loans: at(code, '', 'all'),
              first: at(code, '', 'first'),
              credit: at(code, '', 'credit'),
            }),
          },
        ],
      }
    }),
  }
}

type Blocked = {
  readonly blocks: CockpitFigures['blocks']
  readonly day: DayShown | null
  readonly told: string | null
  readonly rule: FitRule | null
  readonly rows: readonly BlockedNeed[]
  readonly pager: Pager | null
  /** What the list of now comes to, where a past day is asked for. */
  readonly now: { readonly needs: number; readonly amountFen: Fen } | null
}

/** Every condition that alone keeps needs from the shelf; or one of them, need by need, which is of now whatever day is asked. */
export function unlockPage({ w, parts }: SignedIn, { blocks, day, told, rule, rows, pager, now }: Blocked) {
  const lines = blocks?.length ? tableOn(unlockTable(w, blocks), day) : null
  const then = blocks?.find((line) => line.rule === rule)
  const apart =
    day && now
      ? w(blocks ? 'cockpit.unlock-of-now' : 'cockpit.unlock-not-kept', {
          ...{ day: day.on, now: showCount(now.needs), nowWan: showWan(now.amountFen) },
          ...{ was: showCount(then?.needs ?? 0), wasWan: showWan(then?.amountFen ?? noFen) },
        })
      : null
  const lead = [day && !rule ? told : null, apart, w('cockpit.unlock-lead')].filter(Boolean).join(' ')
  const nothing =
    day && !rule && blocks === null
      ? { title: w('cockpit.not-told'), text: w('cockpit.unlock-not-dated') }
      : { title: w('cockpit.unlock-none'), text: w('cockpit.unlock-none-text') }
  return {
    defines: definesOf(w, ['unlock']),
    title: rule ? w('cockpit.unlock-of', { rule: w(`matching.rule.${rule}`) }) : w('cockpit.unlock-title'),
    lead,
    back: rule
      ? { href: onDay('/cockpit/unlock', day), label: w('cockpit.unlock-title') }
      : { href: `${onDay('/cockpit', day)}#unlock`, label: w('figures.to-cockpit') },
    table: rule ? (rows.length ? needsTable(w, parts.reference, rows) : null) : lines,
    nothing,
    pager,
  }
}

const needsTable = (w: Words, reference: Reference, needs: readonly BlockedNeed[]) => ({
  caption: w('cockpit.blocked-caption'),
  columns: [
    { label: w('cockpit.column.need'), kind: 'code' },
    { label: w('cockpit.column.firm') },
    { label: w('cockpit.column.place') },
    { label: w('cockpit.column.wan'), kind: 'number' },
    { label: w('cockpit.column.posted'), kind: 'date' },
    { label: w('cockpit.column.kind') },
  ],
  rows: needs.map(({ id, number, firm, region, amountFen, postedAt, kind }) => ({
    cells: [
      { words: number, href: `/bureau/needs/${id}` },
      firm,
      placeName(reference, w.language, region.slice(0, 6)),
      wanCell(amountFen),
      postedAt ? dayOf(postedAt) : '',
      w(`cockpit.block-${kind}`),
    ],
  })),
})

export const bankCodes = ['bank-times', 'declines', 'overdue-steps'] as const

export const banksPage = (
  w: Words,
  { banks, on }: CockpitFigures,
  day: DayShown | null,
  told: string | null,
) => ({
  title: w('cockpit.banks-title'),
  defines: definesOf(w, bankCodes),
  lead: [day ? told : null, w('cockpit.banks-lead', { year: on.slice(0, 4) })].filter(Boolean).join(' '),
  back: { href: `${onDay('/cockpit', day)}#banks`, label: w('figures.to-cockpit') },
  table: banks.length ? banksTable(w, banks) : null,
  nothing: { title: w('cockpit.banks-none'), text: w('cockpit.banks-lead', { year: on.slice(0, 4) }) },
})
