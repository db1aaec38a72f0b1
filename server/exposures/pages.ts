import { shareOf } from '../dashboards/figures.ts'
import { countiesWithin, divisionWords } from '../dashboards/places.ts'
import { type Fen, showWan } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { Refusal } from '../platform/outcome.ts'
import { wanCell } from '../platform/web/cells.ts'
import { type Bar, barChart, columnChart } from '../platform/web/charts.ts'
import { withQuery } from '../platform/web/paging.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { points } from './concentration.ts'
import { type ExposureDimension, everybody, exposureDimensions, isCity } from './exposure.ts'
import { districtMap } from './map.ts'
import { type AsOf, type Concentration, inDimension, type Overview } from './parts.ts'
import type { NameOf } from './parts-names.ts'
import type { Question } from './parts-question.ts'
import type { FigureRow } from './rows-figures.ts'

const path = '/bureau/exposure'

type Found = {
  readonly whole: Overview
  readonly own: Overview
  readonly concentration: Concentration
  readonly nameOf: NameOf
}

/** What is under cover in a place on a day, divided one way, with a picture; and how much hangs on few. */
export async function overviewPage(visit: SignedIn, question: Question, found: Found) {
  const { w } = visit
  const { whole, own, concentration, nameOf } = found
  const rows = inDimension(own.figures, question.by)
  return {
    ...headOf(visit, question, whole),
    filters: filtersOf(visit, question, { whole, nameOf }),
    numbers: numbersOf(w, question, own, concentration),
    nothing: own.loans === 0 ? { title: w('exposures.none'), text: w('exposures.none-text') } : null,
    says: rows.length ? saysOf(w, question.by, rows, own, nameOf) : '',
    cut:
      !['district', 'vintage'].includes(question.by) && rows.length > mostBars
        ? w('exposures.chart-cut', { shown: mostBars, all: rows.length })
        : '',
    chart: rows.length && question.by !== 'district' ? await chartOf(question.by, rows, nameOf) : '',
    map: question.by === 'district' ? mapOf(visit, rows, own, nameOf) : '',
    table: figuresTable(visit, question, rows, nameOf),
    top: concentration.top.length ? topTable(w, concentration) : null,
  }
}

/** A day of which nothing can be said, with the question as it was asked. */
export const refusedPage = (visit: SignedIn, question: Question, refusal: Refusal) => ({
  ...headOf(visit, question, null),
  filters: filtersOf(visit, question, null, visit.w.refusal(refusal)),
  ...{ numbers: [], nothing: { title: visit.w.refusal(refusal), text: visit.w('exposures.other-day') } },
  ...{ says: '', cut: '', chart: '', map: '', table: null, top: null },
})

const headOf = ({ w, parts }: SignedIn, { place }: Question, day: AsOf | null) => ({
  title: w('exposures.title'),
  lead: day
    ? w(day.on ? 'exposures.lead' : 'exposures.lead-now', {
        ...{ place: placeWords(w, parts.reference, place), asOf: day.asOf },
      })
    : w('exposures.lead-none'),
  links: [
    { href: '/cockpit/exposure', label: w('exposures.to-cockpit') },
    { href: '/exposure/groups', label: w('guarantees.circles-title') },
    { href: '/exposure', label: w('guarantees.exposure-title') },
  ],
})

function placeWords(w: Words, reference: SignedIn['parts']['reference'], place: string): string {
  const found = reference.divisions.find(({ code }) => code.replace(/0+$/, '') === place || code === place)
  return found ? divisionWords(found, w) : place
}

function filtersOf(
  { w, parts, query, today }: SignedIn,
  { own, place, party, by, typedDay }: Question,
  found: Pick<Found, 'whole' | 'nameOf'> | null,
  fault?: string,
) {
  const counties = countiesWithin(parts.reference, own)
  const bearers = found ? inDimension(found.whole.figures, 'party') : []
  const day = { name: 'on', label: w('exposures.on'), kind: 'date', value: typedDay, max: today }
  return {
    ...{ action: path, clearHref: path, target: '#exposure' },
    active: [
      ...(typedDay
        ? [{ label: `${w('exposures.on')}: ${typedDay}`, removeHref: withQuery(path, query, { on: null }) }]
        : []),
    ],
    fields: [
      fault ? { ...day, error: fault } : day,
      {
        ...{ name: 'by', label: w('exposures.by'), kind: 'select', value: by },
        options: exposureDimensions.map((value) => ({ value, label: w(`exposures.dimension.${value}`) })),
      },
      ...(counties.length > 1
        ? [
            {
              ...{ name: 'place', label: w('exposures.place'), kind: 'select' },
              value: place === own ? '' : place,
              options: [
                { value: '', label: w('exposures.whole') },
                ...counties.map((county) => ({ value: county.code, label: divisionWords(county, w) })),
              ],
            },
          ]
        : []),
      ...(isCity(place) && bearers.length > 0
        ? [
            {
              ...{ name: 'party', label: w('exposures.party'), kind: 'select' },
              value: party === everybody ? '' : party,
              options: [
                { value: '', label: w('exposures.everybody') },
                ...bearers.map(({ key }) => ({ value: key, label: found?.nameOf('party', key) ?? key })),
              ],
            },
          ]
        : []),
    ],
  }
}

/** The balance under cover, how many covers it is and who bears what of it are one figure. */
const balanceDefined = '/figures/exposure-balance'

const numbersOf = (w: Words, { party }: Question, own: Overview, { index }: Concentration) => [
  { label: w('exposures.balance'), value: showWan(own.balanceFen), define: balanceDefined },
  ...(party === everybody
    ? []
    : [{ label: w('exposures.share'), value: showWan(own.shareFen), define: balanceDefined }]),
  { label: w('exposures.loans'), value: showCount(own.loans), define: balanceDefined },
  ...(party === everybody
    ? (['firm', 'bank', 'industry'] as const).map((by) => ({
        label: w(`exposures.index-${by}`),
        value: indexWords(w, index[by]),
        define: '/figures/exposure-index',
      }))
    : []),
]

/** HHI of the usual scale of 10,000. */
const indexWords = (w: Words, index: Ppm | null): string =>
  index === null ? w('exposures.nil') : showCount(points(index))

/** The title of the chart: what it shows first of all. */
function saysOf(
  w: Words,
  by: ExposureDimension,
  rows: readonly FigureRow[],
  { shareFen }: Overview,
  nameOf: NameOf,
): string {
  const most = rows.toSorted((one, other) => other.shareFen - one.shareFen)[0]
  return most
    ? w('exposures.says', {
        what: w(`exposures.dimension.${by}`),
        name: nameOf(by, most.key),
        percent: shareOf(most.shareFen, shareFen) ?? '',
      })
    : ''
}

/** Where it lies, each district with the way to its loans. */
const mapOf = (
  { w, query, parts }: SignedIn,
  rows: readonly FigureRow[],
  own: Overview,
  nameOf: NameOf,
): string =>
  districtMap(
    w,
    parts.reference,
    rows.map(({ key: code, shareFen: fen }) => ({
      ...{ code, fen, href: withQuery(`${path}/loans`, query, { by: 'district', key: code }) },
    })),
    rows.length ? saysOf(w, 'district', rows, own, nameOf) : '',
  )

/** More bars than these say nothing that the table does not. */
const mostBars = 12

function chartOf(by: ExposureDimension, rows: readonly FigureRow[], nameOf: NameOf): Promise<string> {
  if (by === 'vintage') {
    const inTime = rows.toReversed()
    return columnChart({
      labels: inTime.map(({ key }) => key.slice(2)),
      series: [{ name: '', values: inTime.map(({ shareFen }) => wan(shareFen)) }],
      mark: (value) => showCount(value),
    })
  }
  const bars: Bar[] = rows
    .toSorted((one, other) => other.shareFen - one.shareFen)
    .slice(0, mostBars)
    .map(({ key, shareFen }) => ({
      ...{ label: cut(nameOf(by, key)), value: wan(shareFen), shown: showWan(shareFen) },
    }))
  return barChart(bars, 150)
}
const wan = (amount: Fen): number => Math.round(amount / 10_000) / 100
const cut = (label: string): string => (label.length > 18 ? `${label.slice(0, 17)}…` : label)

function figuresTable(
  { w, query }: SignedIn,
  { by, party }: Question,
  rows: readonly FigureRow[],
  nameOf: NameOf,
) {
  // Of all who bear together the part is the whole, and need not be said twice.
  const isWhole = party === everybody && by !== 'role' && by !== 'party'
  return {
    caption: w('exposures.table', { what: w(`exposures.dimension.${by}`) }),
    columns: [
      { label: w(`exposures.dimension.${by}`) },
      { label: w('exposures.balance'), kind: 'number' },
      ...(isWhole ? [] : [{ label: w('exposures.share'), kind: 'number' }]),
      { label: w('exposures.loans'), kind: 'number' },
    ],
    rows: rows.map(({ key, balanceFen, shareFen, loans }) => ({
      cells: [
        { words: nameOf(by, key), href: withQuery(`${path}/loans`, query, { by, key }) },
        wanCell(balanceFen),
        ...(isWhole ? [] : [wanCell(shareFen)]),
        showCount(loans),
      ],
    })),
  }
}

const topTable = (w: Words, { top }: Concentration) => ({
  caption: w('exposures.top'),
  columns: [
    { label: w('exposures.firm') },
    { label: w('exposures.balance'), kind: 'number' },
    { label: w('exposures.part'), kind: 'number' },
  ],
  rows: top.map(({ id, firm, balanceFen, partPpm }) => ({
    cells: [
      { words: firm, href: `/enterprises/${id}` },
      wanCell(balanceFen),
      shareOf(partPpm, 1_000_000) ?? '',
    ],
  })),
})
