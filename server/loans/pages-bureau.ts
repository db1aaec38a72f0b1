import { type Day, daysBetween, plusDays, yearOf } from '../money/day.ts'
import { type Fen, fen, noFen, plus, showWan } from '../money/fen.ts'
import { halfUp } from '../money/rounding.ts'
import { dayOf, type Instant } from '../platform/clock.ts'
import { type Pager, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type FiveClass, fiveClasses, isBad } from './five-class.ts'
import type { bankTotals, classTotals, lateLoans, latestRenewals } from './rows-bureau.ts'

/** How far back reports of drawdowns are looked at. */
export const reportDays = 90
export const reportsSince = (today: Day): Day => plusDays(today, -reportDays)

type Late = Awaited<ReturnType<typeof lateLoans>>[number]
export type BureauShown = {
  readonly today: Day
  readonly banks: readonly { readonly id: string; readonly shortName: string }[]
  readonly bank: string
  readonly riskClass: FiveClass | null
  readonly classes: Awaited<ReturnType<typeof classTotals>>
  readonly totals: Awaited<ReturnType<typeof bankTotals>>
  readonly late: readonly Late[]
  readonly pager: Pager
  readonly first: { readonly count: number; readonly drawnFen: Fen } | undefined
  readonly renewed: { readonly count: number; readonly drawnFen: Fen } | undefined
  readonly renewals: Awaited<ReturnType<typeof latestRenewals>>
  readonly owed: ReadonlyMap<string, number>
  readonly reports: readonly {
    readonly institutionId: string
    readonly reportedAt: Instant
    readonly reportDueOn: Day | null
  }[]
}

/** 贷后: what is out in the region, how it is classed, which loans are late, and how banks report. */
export function bureauLoansPage(w: Words, query: Parameters<typeof withQuery>[1], shown: BureauShown) {
  const { today, classes, late, pager } = shown
  const all = plus(...classes.map(({ balanceFen }) => balanceFen))
  const bad = plus(
    ...classes.filter(({ riskClass }) => riskClass && isBad(riskClass)).map(({ balanceFen }) => balanceFen),
  )
  const count = classes.reduce((sum, one) => sum + one.count, 0)
  return {
    title: w('loans.bureau-title'),
    lead: w('loans.bureau-lead'),
    filters: filters(w, shown),
    figures: [
      {
        label: w('loans.bureau-out'),
        value: showWan(all),
        unit: w('loans.wan'),
        note: w('loans.bureau-count', { count }),
      },
      {
        label: w('loans.bureau-bad'),
        value: showWan(bad),
        unit: w('loans.wan'),
        note: w('loans.bureau-bad-share', { share: shareOf(bad, all) }),
        ...(bad > 0 ? { tone: 'bad' as const } : {}),
      },
      {
        label: w('loans.bureau-first', { year: yearOf(today) }),
        value: String(shown.first?.count ?? 0),
        note: w('loans.bureau-first-sum', { sum: showWan(shown.first?.drawnFen ?? noFen) }),
      },
      {
        label: w('loans.bureau-renewed', { year: yearOf(today) }),
        value: String(shown.renewed?.count ?? 0),
        note: w('loans.bureau-renewed-sum', { sum: showWan(shown.renewed?.drawnFen ?? noFen) }),
      },
    ],
    classes: classesTable(w, classes, all),
    banks: banksTable(w, shown),
    renewals: shown.renewals.length ? renewalsTable(w, shown.renewals) : null,
    late: late.length
      ? {
          caption: w('loans.bureau-late'),
          columns: [
            { label: w('loans.column.number') },
            { label: w('loans.column.firm') },
            { label: w('loans.column.bank') },
            { label: w('loans.bureau-column.balance'), kind: 'number' },
            { label: w('loans.class-days'), kind: 'number' },
            { label: w('loans.class') },
          ],
          rows: late.map((one) => ({ cells: lateCells(w, one, today) })),
        }
      : null,
    nothing: { title: w('loans.bureau-none'), text: w('loans.bureau-none-text') },
    pager: pager.previousHref || pager.nextHref ? pager : null,
    clearHref: withQuery('/bureau/loans', query, { bank: null, class: null }),
  }
}

const lateCells = (w: Words, one: Late, today: Day) => [
  { words: one.number, note: w('loans.bureau-since', { day: one.overdueSince ?? '' }) },
  one.firm,
  one.bank,
  showWan(one.balanceFen),
  { words: String(one.overdueSince ? daysBetween(one.overdueSince, today) : 0), tone: 'bad' },
  one.riskClass
    ? {
        words: w(`loans.five-class.${one.riskClass}`),
        note: w('loans.class-since', { day: one.classedOn ?? '' }),
      }
    : w('loans.class-tonight'),
]

/** 无还本续贷 with both numbers: the bureau follows one loan through all its contracts. */
const renewalsTable = (w: Words, renewals: BureauShown['renewals']) => ({
  caption: w('loans.bureau-renewals'),
  columns: [
    { label: w('loans.bureau-column.new') },
    { label: w('loans.bureau-column.old') },
    { label: w('loans.column.firm') },
    { label: w('loans.column.bank') },
    { label: w('loans.bureau-column.renewed'), kind: 'number' },
    { label: w('loans.bureau-column.drawnOn') },
  ],
  rows: renewals.map((one) => ({
    cells: [one.number, one.old, one.firm, one.bank, showWan(one.drawnFen), one.drawnOn ?? ''],
  })),
})

const shareOf = (some: Fen, all: Fen): string => {
  if (all === 0) return '0'
  const hundredths = halfUp(BigInt(some) * 10_000n, BigInt(all))
  return `${hundredths / 100n}.${String(hundredths % 100n).padStart(2, '0')}`
}

function classesTable(w: Words, classes: BureauShown['classes'], all: Fen) {
  const known = [...fiveClasses, null]
  return {
    caption: w('loans.bureau-classes'),
    columns: [
      { label: w('loans.class') },
      ...['count', 'balance', 'share'].map((key) => ({
        label: w(`loans.bureau-column.${key}`),
        kind: 'number',
      })),
    ],
    rows: known.flatMap((one) => {
      const found = classes.find(({ riskClass }) => riskClass === one)
      if (!found && one === null) return []
      return {
        cells: [
          one ? w(`loans.five-class.${one}`) : w('loans.class-tonight'),
          String(found?.count ?? 0),
          showWan(found?.balanceFen ?? noFen),
          `${shareOf(found?.balanceFen ?? noFen, all)}%`,
        ],
      }
    }),
  }
}

/** Banks in the order of their names: the page informs, it does not rank. */
function banksTable(w: Words, { totals, owed, reports }: BureauShown) {
  const late = new Map<string, number>()
  for (const { institutionId, reportedAt, reportDueOn } of reports)
    if (reportDueOn && dayOf(reportedAt) > reportDueOn)
      late.set(institutionId, (late.get(institutionId) ?? 0) + 1)
  const red = (count: number) => (count > 0 ? { words: String(count), tone: 'bad' } : '0')
  return {
    caption: w('loans.bureau-banks', { days: reportDays }),
    columns: [
      { label: w('loans.column.bank') },
      ...['count', 'balance', 'late', 'bad-share', 'owed', 'late-reports'].map((key) => ({
        label: w(`loans.bureau-column.${key}`),
        kind: 'number',
      })),
    ],
    rows: totals.map((one) => ({
      cells: [
        one.bank,
        String(one.count),
        showWan(one.balanceFen),
        red(one.late),
        `${shareOf(fen(one.badFen), one.balanceFen)}%`,
        red(owed.get(one.institutionId) ?? 0),
        red(late.get(one.institutionId) ?? 0),
      ],
    })),
  }
}

const filters = (w: Words, { banks, bank, riskClass }: BureauShown) => ({
  action: '/bureau/loans',
  clearHref: '/bureau/loans',
  target: '#bureau-loans',
  fields: [
    {
      name: 'bank',
      label: w('loans.column.bank'),
      kind: 'select',
      value: bank,
      options: [
        { value: '', label: w('loans.bureau-all-banks') },
        ...banks.map(({ id, shortName }) => ({ value: id, label: shortName })),
      ],
    },
    {
      name: 'class',
      label: w('loans.class'),
      kind: 'select',
      value: riskClass ?? '',
      options: [
        { value: '', label: w('loans.bureau-all-classes') },
        ...fiveClasses.map((one) => ({ value: one, label: w(`loans.five-class.${one}`) })),
      ],
    },
  ],
})
