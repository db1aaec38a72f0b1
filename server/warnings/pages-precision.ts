import { ppm, showPercent } from '../money/rate.ts'
import type { Words } from '../platform/web/words.ts'
import type { closedByDay } from './rows.ts'
import { type Precision, precisionOf, quarterOf, type WarningRule, warningRules } from './warning.ts'

type Closed = Awaited<ReturnType<typeof closedByDay>>

/** So many quarters stand side by side. */
const quartersShown = 4

export type RulePrecision = {
  readonly rule: WarningRule
  readonly quarters: readonly Precision[]
  readonly all: Precision
}

/** 准确率 of each rule by the quarter in which warnings were closed, the newest first; quarters without one are left out. */
export function precisionByQuarter(closed: Closed): {
  readonly quarters: readonly string[]
  readonly rules: readonly RulePrecision[]
} {
  const known = closed.flatMap(({ closedOn, outcome, ...one }) =>
    closedOn && outcome ? [{ ...one, outcome, key: quarterOf(closedOn) }] : [],
  )
  const quarters = [...new Set(known.map(({ key }) => key))].toSorted().toReversed().slice(0, quartersShown)
  return {
    quarters,
    rules: warningRules.map((rule) => {
      const own = known.filter((one) => one.rule === rule)
      return {
        ...{ rule, all: precisionOf(own) },
        quarters: quarters.map((quarter) => precisionOf(own.filter(({ key }) => key === quarter))),
      }
    }),
  }
}

export const shareWords = (w: Words, { ppm: share }: Precision): string =>
  // Two decimals say more than enough of a few hundred cases.
  share === null ? w('warnings.none-closed') : showPercent(ppm(Math.round(share / 100) * 100))

/** The page of it: each share with the counts behind it. */
export function precisionPage(w: Words, closed: Closed, versions: readonly string[]) {
  const { quarters, rules } = precisionByQuarter(closed)
  const cell = (one: Precision) =>
    one.ppm === null
      ? '—'
      : {
          words: shareWords(w, one),
          note: w('warnings.share', { confirmed: one.confirmed, closed: one.closed }),
        }
  return {
    title: w('warnings.precision-title'),
    lead: w('warnings.precision-lead'),
    back: { href: '/bureau/warnings', label: w('warnings.title') },
    by: versions,
    table: quarters.length
      ? {
          caption: w('warnings.precision-title'),
          columns: [
            { label: w('warnings.column.rule') },
            ...quarters.map((label) => ({ label, kind: 'number' })),
            { label: w('warnings.column.in-all'), kind: 'number' },
          ],
          rows: rules.map(({ rule, quarters: own, all }) => ({
            cells: [w(`warnings.rule.${rule}`), ...own.map(cell), cell(all)],
          })),
        }
      : null,
    empty: { title: w('warnings.precision-none'), text: w('warnings.precision-none-text') },
  }
}
