import { industryName } from '../enterprises/names.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { Words } from '../platform/web/words.ts'
import type { SchemeChecked } from '../tax-checks/check.ts'
import { type Difference, differences } from '../tax-checks/difference.ts'
import {
  amountWords,
  type CaseCompared,
  factLines,
  madeOf,
  rateShown,
  schemeShown,
  type TaxCheck,
} from '../tax-checks/index.ts'
import type { TaxCreditScheme } from '../tax-credit/index.ts'
import type { Application } from './rows.ts'

type Shown = {
  readonly application: Application
  readonly compared: CaseCompared
  readonly scheme: TaxCreditScheme | null
  readonly isBank: boolean
  /** Oldest first: what the firm was told before it applied, where it asked, then the case's own. */
  readonly kept: readonly TaxCheck[]
}

/** What the scheme of a case's product says today, what it said when something was decided, and what changed since. */
export function taxCheckPage(
  w: Words,
  reference: Reference,
  { application, scheme, isBank, ...shown }: Shown,
) {
  const { compared, kept } = shown
  const { found } = compared
  const last = kept.at(-1)
  const since = last ? differences(madeOf(last, found.code), found) : []
  return {
    title: w('applications.tax.title', { number: application.number }),
    backHref: `/applications/${application.id}`,
    back: application.number,
    known: factLines(w, found.facts),
    unasked: unaskedWords(w, found.refusal),
    scheme: found.checked
      ? { ...schemeShown(w, reference, found.checked, scheme), ...sidesFor(w, isBank) }
      : null,
    since: last ? { none: since.length === 0, changes: changesTable(w, reference, since) } : null,
    stages: kept.map((one, at) => stageShown(w, reference, found.code, one, kept.slice(0, at))).toReversed(),
  }
}

/** A kept check with what had changed since the firm was told; checks of before that was kept, since the one before them. */
function stageShown(
  w: Words,
  reference: Reference,
  code: string,
  one: TaxCheck,
  earlier: readonly TaxCheck[],
) {
  const own = madeOf(one, code)
  const against = earlier.find(({ id }) => id === one.againstId)
  const before = against ?? earlier.at(-1)
  const changes = against && one.changes ? one.changes : before ? differences(madeOf(before, code), own) : []
  return {
    title: w('applications.tax.kept-at', {
      occasion: w(`tax-checks.occasion.${one.occasion}`),
      at: showInstant(one.madeAt),
    }),
    unasked: unaskedWords(w, one.refusal),
    facts: own.checked ? resultFacts(w, own.checked) : [],
    changes: changesTable(w, reference, changes),
    against: before ? againstWords(w, before) : '',
  }
}

/** On the page of an offer or its acceptance: what the scheme says now, and what differs from what the firm was told. */
export const taxNowShown = (
  w: Words,
  reference: Reference,
  { found, against, changes, mark }: CaseCompared,
) => ({
  mark,
  facts: found.checked ? resultFacts(w, found.checked) : [],
  unasked: unaskedWords(w, found.refusal),
  against: against ? againstWords(w, against) : '',
  changes: changes ? changesTable(w, reference, changes) : null,
})

/** Why a scheme cannot be asked; null where it can. */
export const unaskedWords = (w: Words, refusal: Refusal | null): string | null =>
  refusal && w('applications.tax.unasked', { why: w.refusal(refusal) })

const againstWords = (w: Words, { occasion, madeAt }: TaxCheck): string =>
  w('applications.tax.against', { occasion: w(`tax-checks.occasion.${occasion}`), at: showInstant(madeAt) })

/** Whom the conditions speak to: a firm reads of itself, its bank of the firm. */
const sidesFor = (w: Words, isBank: boolean) =>
  isBank ? { haveLabel: w('matching.firm-side'), wantLabel: w('applications.tax.scheme-side') } : {}

const resultFacts = (w: Words, { result, version }: SchemeChecked) => [
  {
    label: w('tax-checks.limit'),
    value: result.eligible ? amountWords(w, result.limitFen) : w('tax-checks.limit-none'),
  },
  { label: w('tax-checks.rate'), value: rateShown(w, result) },
  { label: w('tax-checks.version'), value: version },
]

/** Null where nothing changed. */
export function changesTable(w: Words, reference: Reference, found: readonly Difference[]) {
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
  if (of === 'limitFen' && side === 0) return w('tax-checks.limit-none')
  if (typeof side === 'number') return amountWords(w, side)
  if (of === 'grade') return w(`enterprises.tax-grade.${side}`)
  if (of === 'size') return w(`enterprises.size.${side}`)
  return of === 'industry' ? `${side} ${industryName(reference, w.language, side)}` : side
}
