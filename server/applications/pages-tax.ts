import { industryName } from '../enterprises/names.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import { type Difference, differences } from '../tax-checks/difference.ts'
import {
  amountWords,
  type CaseChecked,
  factLines,
  rateOrNone,
  schemeShown,
  type TaxCheck,
} from '../tax-checks/index.ts'
import type { TaxCreditScheme } from '../tax-credit/index.ts'
import type { Application } from './rows.ts'

type Shown = {
  readonly application: Application
  readonly found: CaseChecked
  readonly scheme: TaxCreditScheme | null
  readonly isBank: boolean
  /** Oldest first: what the firm kept for itself before it applied, where it did, then the case's own. */
  readonly kept: readonly TaxCheck[]
}

/** What the scheme of a case's product says today, what it said when something was decided, and what changed since. */
export function taxCheckPage(
  w: Words,
  reference: Reference,
  { application, found, scheme, kept, isBank }: Shown,
) {
  const now = { facts: found.facts, checked: found.checked }
  const stages = kept.map((one, at) => {
    const before = madeOf(kept[at - 1])
    const own = madeOf(one)
    return {
      title: w('applications.tax.kept-at', {
        occasion: w(`tax-checks.occasion.${one.occasion}`),
        at: showInstant(one.madeAt),
      }),
      facts: own ? resultFacts(w, own.checked) : [],
      changes: before && own ? changesTable(w, reference, differences(before, own)) : null,
    }
  })
  const last = madeOf(kept.at(-1))
  const since = last ? differences(last, now) : []
  return {
    title: w('applications.tax.title', { number: application.number }),
    backHref: `/applications/${application.id}`,
    back: application.number,
    known: factLines(w, found.facts),
    scheme: { ...schemeShown(w, reference, found.checked, scheme), ...sidesFor(w, isBank) },
    since: last ? { none: since.length === 0, changes: changesTable(w, reference, since) } : null,
    stages: stages.toReversed(),
  }
}

/** Whom the conditions speak to: a firm reads of itself, its bank of the firm. */
const sidesFor = (w: Words, isBank: boolean) =>
  isBank ? { haveLabel: w('matching.firm-side'), wantLabel: w('applications.tax.scheme-side') } : {}

const madeOf = (check: TaxCheck | undefined) => {
  const checked = check?.checked[0]
  return check && checked ? { facts: check.facts, checked } : null
}

const resultFacts = (w: Words, { result, version }: CaseChecked['checked']) => [
  {
    label: w('tax-checks.limit'),
    value: result.eligible ? amountWords(w, result.limitFen) : w('tax-checks.limit-none'),
  },
  { label: w('tax-checks.rate'), value: rateOrNone(w, result.annualRatePpm) },
  { label: w('tax-checks.version'), value: version },
]

/** Null where nothing changed. */
function changesTable(w: Words, reference: Reference, found: readonly Difference[]) {
  if (found.length === 0) return null
  return {
    caption: w('tax-checks.changes'),
    columns: ['what', 'before', 'after'].map((key) => ({ label: w(`tax-checks.change.${key}`) })),
    rows: found.map((one) => ({
      cells: [
        one.year
          ? w(`tax-checks.compared.${one.of}-year`, { year: one.year })
          : w(`tax-checks.compared.${one.of}`),
        sideWords(w, reference, one, one.before),
        sideWords(w, reference, one, one.after),
      ],
    })),
  }
}

function sideWords(w: Words, reference: Reference, { of }: Difference, side: Difference['before']): string {
  if (side === null) return w('tax-checks.not-said')
  if (typeof side === 'boolean') return w(`tax-checks.is-${side ? 'yes' : 'no'}`)
  if (of === 'annualRatePpm') return showPercent(ppm(Number(side)))
  if (of === 'assessYear') return String(side)
  if (typeof side === 'number') return amountWords(w, side)
  if (of === 'grade') return w(`enterprises.tax-grade.${side}`)
  if (of === 'size') return w(`enterprises.size.${side}`)
  return of === 'industry' ? `${side} ${industryName(reference, w.language, side)}` : side
}
