import { conditionWords, type ShownCondition } from '../matching/index.ts'
import { type Ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { Words } from '../platform/web/words.ts'
import type { ShelfProduct } from '../products/index.ts'
import { schemeAssumableWords, type TaxCreditFacts } from '../tax-credit/index.ts'
import type { TaxCreditScheme } from '../tax-credit/scheme.ts'
import { reasonWords } from '../tax-credit/words.ts'
import { type TaxFacts, yearsShown } from '../tax-facts/index.ts'
import type { ProductChecked, SchemeChecked } from './check.ts'
import { amountWords, raiseLines } from './pages-raise.ts'
import type { Checked } from './parts.ts'
import type { TaxCheck } from './rows.ts'

const rateOrNone = (w: Words, rate: Ppm | null): string =>
  rate === null ? w('tax-checks.no-rate') : showPercent(rate)

/** The price of a scheme; none for a grade that it does not admit, and not known while the grade is not. */
export const rateShown = (
  w: Words,
  { annualRatePpm, reasons }: Pick<SchemeChecked['result'], 'annualRatePpm' | 'reasons'>,
): string =>
  annualRatePpm === null && reasons.some(({ rule, met }) => rule === 'grade' && met === 'unknown')
    ? w('tax-checks.rate-unknown')
    : rateOrNone(w, annualRatePpm)

/** `/tax-credit`: how much a firm could get, product by product, and what would raise it. */
export function selfCheckPage(w: Words, reference: Reference, found: Checked, kept: readonly TaxCheck[]) {
  const { rules, checked, products, facts, tax } = found
  const best = products.find(({ chance }) => chance === 'open') ?? null
  return {
    title: w('tax-checks.title'),
    lead: w('tax-checks.lead', { on: facts.on }),
    step: stepOf(w, best, checked.length),
    known: knownFacts(w, facts, tax),
    schemes: checked.map((one) => {
      const scheme = rules.schemes.find(({ code }) => code === one.code)?.scheme
      return {
        ...schemeShown(w, reference, one, scheme ?? null),
        ...(scheme ? raiseLines(w, scheme, facts, one, rules.lpr) : { raises: [], stays: [] }),
        products: productsTable(
          w,
          reference,
          products.filter(({ scheme: of }) => of.code === one.code),
        ),
      }
    }),
    keep: checked.length ? { action: '/tax-credit/checks', once: newId() } : null,
    kept: kept.map(({ id, madeAt }) => ({ href: `/tax-credit/checks/${id}`, words: showInstant(madeAt) })),
  }
}

function stepOf(w: Words, best: ProductChecked<ShelfProduct> | null, schemes: number) {
  const said = (key: 'open' | 'shut' | 'none', href: string, values = {}) => ({
    title: w(`tax-checks.step.${key}.title`, values),
    text: w(`tax-checks.step.${key}.text`, values),
    href,
    label: w(`tax-checks.step.${key}.label`),
  })
  if (schemes === 0) return said('none', '/products')
  if (!best) return said('shut', '/products?kind=tax-credit')
  return said('open', '/needs/new', {
    amount: amountWords(w, best.limitFen),
    product: best.product.terms.name,
    bank: best.product.institutionShortName,
  })
}

/** The facts that the answer rests on, each with whose word it is. */
function knownFacts(w: Words, facts: TaxCreditFacts, { facts: tax, from, disputed }: TaxFacts) {
  const yesNo = (value: boolean | null | undefined) =>
    value === null || value === undefined ? notSaid : w(`tax-checks.is-${value ? 'yes' : 'no'}`)
  const notSaid = w('tax-checks.not-said')
  const under = (fact: string) => (disputed.includes(fact) ? w('tax-checks.under-examination') : null)
  const origin = (one: { readonly source: string; readonly asOf: string | null } | null | undefined) =>
    one ? w(`tax-checks.origin.${one.source}`, { on: one.asOf ?? '' }) : ''
  const years = yearsShown(tax)
  return [
    {
      label: w('tax-checks.fact.grade'),
      value: facts.grade
        ? w('tax-checks.grade-of', {
            grade: w(`enterprises.tax-grade.${facts.grade}`),
            year: facts.assessYear,
          })
        : notSaid,
      note: under('grade') ?? origin(from.grade),
    },
    ...(years.length
      ? years.map((year) => ({
          label: w('tax-checks.fact.tax-of', { year }),
          ...paidWords(w, facts, year, origin(from.taxPaidFen[year])),
        }))
      : [{ label: w('tax-checks.fact.tax'), value: notSaid, note: '' }]),
    {
      label: w('tax-checks.fact.arrears'),
      value: yesNo(facts.arrears),
      note: under('arrears') ?? origin(from.arrears),
    },
    {
      label: w('tax-checks.fact.abnormal'),
      value: yesNo(facts.abnormal),
      note: under('abnormal') ?? origin(from.abnormal),
    },
    {
      label: w('tax-checks.fact.outstanding'),
      value: amountWords(w, facts.outstandingFen ?? 0),
      note: w('tax-checks.outstanding-note'),
    },
  ]
}

/** Tax of a year; while an objection to it is examined, it counts as unknown and says so. */
function paidWords(w: Words, { taxPaidFen }: TaxCreditFacts, year: string, origin: string) {
  const paid = taxPaidFen[year]
  return paid === undefined
    ? { value: w('tax-checks.not-said'), note: w('tax-checks.under-examination') }
    : { value: amountWords(w, paid), note: origin }
}

/** One scheme's answer with every rule; self-check, sheet and case show the same. */
export function schemeShown(
  w: Words,
  reference: Reference,
  { code, version, result }: SchemeChecked,
  scheme: TaxCreditScheme | null,
) {
  return {
    id: code,
    title: scheme ? scheme.name[w.language] : code,
    facts: [
      {
        label: w('tax-checks.limit'),
        value: result.eligible ? amountWords(w, result.limitFen) : w('tax-checks.limit-none'),
        by: version,
        ...(result.boundBy && result.eligible
          ? { note: w('tax-checks.bound-by', { term: w(`tax-credit.term.${result.boundBy}`) }) }
          : {}),
      },
      { label: w('tax-checks.rate'), value: rateShown(w, result), by: version },
      { label: w('tax-checks.version'), value: version },
      ...assumedFacts(w, scheme),
    ],
    folded: foldedWords(w, result.reasons),
    conditions: result.reasons.map((reason): ShownCondition => reasonWords(w, reference, reason)),
  }
}

/** What the scheme assumes for want of a source, whatever is certain of the rest. */
const assumedFacts = (w: Words, scheme: TaxCreditScheme | null) =>
  scheme?.assumed.length
    ? [
        {
          label: w('tax-checks.assumed'),
          value: scheme.assumed.map((part) => w(schemeAssumableWords(part))).join(w('tax-checks.comma')),
        },
      ]
    : []

const foldedWords = (w: Words, reasons: SchemeChecked['result']['reasons']) => {
  const count = (met: string) => reasons.filter((one) => one.met === met).length
  return w('tax-checks.rules', { yes: count('yes'), no: count('no'), unknown: count('unknown') })
}

const tones = { open: 'good', unknown: 'info', no: 'neutral' } as const

const productsTable = (
  w: Words,
  reference: Reference,
  products: readonly ProductChecked<ShelfProduct>[],
) => ({
  caption: w('tax-checks.products'),
  columns: [
    { label: w('tax-checks.column.product') },
    { label: w('tax-checks.column.chance') },
    { label: w('tax-checks.column.limit'), kind: 'number' },
    { label: w('tax-checks.column.rate'), kind: 'number' },
  ],
  rows: products.map(({ product, chance, limitFen, annualRatePpm, own }) => ({
    cells: [
      { words: product.terms.name, href: `/products/${product.id}`, note: product.institutionShortName },
      { words: w(`tax-checks.chance.${chance}`), tone: tones[chance], note: ownNote(w, reference, own) },
      chance === 'open' ? amountWords(w, limitFen) : w('tax-checks.nothing'),
      chance === 'open' ? rateOrNone(w, annualRatePpm) : w('tax-checks.nothing'),
    ],
  })),
})

/** What the product asks besides the scheme and the firm does not meet, or nobody knows. */
function ownNote(w: Words, reference: Reference, own: ProductChecked<ShelfProduct>['own']): string {
  const open = own.filter(({ met }) => met !== 'yes')
  return conditionWords(w, reference, open)
    .conditions.map(({ label, have, want }) => w('tax-checks.own', { label, have, want }))
    .join(w('tax-checks.semicolon'))
}

/** The sheet of a check that was kept: what was said then, on the facts of then. */
export function sheetPage(
  w: Words,
  reference: Reference,
  kept: TaxCheck,
  schemes: ReadonlyMap<string, TaxCreditScheme>,
  firm: string,
) {
  const at: Instant = kept.madeAt
  return {
    title: w('tax-checks.sheet-title'),
    backHref: '/tax-credit',
    mark: w('tax-checks.sheet-mark', { firm, at: showInstant(at), lpr: kept.lprVersion }),
    number: w('tax-checks.sheet-number', { number: kept.id }),
    facts: factLines(w, kept.facts),
    schemes: kept.checked.map((one) => schemeShown(w, reference, one, schemes.get(one.code) ?? null)),
  }
}

/** Facts as a paper shows them, without a word on whose they are. */
export function factLines(w: Words, facts: TaxCreditFacts) {
  const { grade, assessYear, taxPaidFen, outstandingFen = null } = facts
  const yesNo = (value: boolean | null | undefined) =>
    value === null || value === undefined
      ? w('tax-checks.not-said')
      : w(`tax-checks.is-${value ? 'yes' : 'no'}`)
  return [
    {
      label: w('tax-checks.fact.grade'),
      value: grade
        ? w('tax-checks.grade-of', { grade: w(`enterprises.tax-grade.${grade}`), year: assessYear })
        : w('tax-checks.not-said'),
    },
    ...Object.entries(taxPaidFen)
      .toSorted(([one], [other]) => (one < other ? 1 : -1))
      .map(([year, paid]) => ({
        label: w('tax-checks.fact.tax-of', { year }),
        value: amountWords(w, paid),
      })),
    { label: w('tax-checks.fact.arrears'), value: yesNo(facts.arrears) },
    { label: w('tax-checks.fact.abnormal'), value: yesNo(facts.abnormal) },
    {
      label: w('tax-checks.fact.outstanding'),
      value: outstandingFen === null ? w('tax-checks.not-said') : amountWords(w, outstandingFen),
    },
  ]
}
