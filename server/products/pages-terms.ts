import { industryName, placeName } from '../enterprises/names.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, showWan, showYuan } from '../money/fen.ts'
import { type Ppm, showPercent } from '../money/rate.ts'
import { schedule } from '../money/schedule.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { type DocumentKind, optionalPapers, type ProductTerms, schemeOf } from './product.ts'

/** One line of the terms, in words. */
export type TermLine = { readonly key: string; readonly label: string; readonly value: string }

/** All terms in words, in the order in which a firm asks for them. */
export function termLines(w: Words, reference: Reference, terms: ProductTerms): TermLine[] {
  const list = (words: readonly string[]) => words.join(w('products.comma'))
  const orAny = (words: readonly string[]) => (words.length ? list(words) : w('products.no-limit'))
  const places = (codes: readonly string[]) => codes.map((code) => placeName(reference, w.language, code))
  // The names of trades hold commas of their own.
  const industries = (codes: readonly string[]) =>
    codes.map((code) => industryName(reference, w.language, code)).join(w('products.semicolon'))
  const values = {
    name: terms.name,
    kind: w(`products.kind.${terms.kind}`),
    summary: terms.summary,
    amount: amountRange(w, terms.amountMinFen, terms.amountMaxFen),
    months: monthsRange(w, terms.monthsMin, terms.monthsMax),
    rate: rateRange(w, terms.rateMinPpm, terms.rateMaxPpm),
    methods: list(terms.methods.map((one) => w(`products.method.${one}`))),
    'guarantee-modes': modesWords(w, terms),
    days: w('products.workdays', { days: terms.daysPromised }),
    regions: orAny(places(terms.regions)),
    industries: industries(terms.industries) || w('products.no-limit'),
    excluded: industries(terms.excludedIndustries) || w('products.none-excluded'),
    sizes: orAny(terms.sizes.map((one) => w(`enterprises.size.${one}`))),
    grades: orAny(terms.grades.map((one) => w(`enterprises.tax-grade.${one}`))),
    operating: terms.minMonthsOperating
      ? w('products.months-operating', { months: terms.minMonthsOperating })
      : w('products.no-limit'),
    scheme: schemeWords(w, terms),
    documents: list(paperNames(w, terms.documents)) || w('products.no-documents'),
    'optional-documents': list(paperNames(w, optionalPapers(terms))) || w('products.no-documents'),
    source: terms.source,
  }
  // Only a tax-credit product has a scheme, and one without says so by its silence.
  return Object.entries(values)
    .filter(([key]) => key !== 'scheme' || schemeOf(terms) !== null)
    .map(([key, value]) => ({ key, label: w(`products.term.${key}`), value }))
}

const schemeWords = (w: Words, terms: ProductTerms): string =>
  w('products.scheme-code', { code: schemeOf(terms) ?? '' })

export const modesWords = (w: Words, terms: ProductTerms): string =>
  terms.guaranteeModes.map((one) => w(`products.guarantee-mode.${one}`)).join(w('products.comma'))

const paperNames = (w: Words, kinds: readonly DocumentKind[]): string[] =>
  kinds.map((one) => w(`products.document.${one}`))

/** The papers that a product asks for, each with what it must show; those that may be missing last. */
export const papersAsked = (w: Words, terms: ProductTerms) =>
  [
    ...terms.documents.map((kind) => ({ kind, required: true })),
    ...optionalPapers(terms).map((kind) => ({ kind, required: false })),
  ].map(({ kind, required }) => ({
    name: w(`products.document.${kind}`),
    about: w(`products.document-about.${kind}`),
    required,
  }))

export type TermChange = { readonly label: string; readonly before: string; readonly after: string }

/** What a reader finds changed between two versions. */
export function termChanges(
  w: Words,
  reference: Reference,
  before: ProductTerms,
  after: ProductTerms,
): TermChange[] {
  const [old, now] = [before, after].map(
    (terms) => new Map(termLines(w, reference, terms).map((line) => [line.key, line])),
  )
  const keys = new Set([...(old?.keys() ?? []), ...(now?.keys() ?? [])])
  return [...keys].flatMap((key) => {
    const [was, is] = [old?.get(key), now?.get(key)]
    const nothing = w('products.no-scheme')
    if (was?.value === is?.value) return []
    return [{ label: (is ?? was)?.label ?? '', before: was?.value ?? nothing, after: is?.value ?? nothing }]
  })
}

const inWan = (amount: Fen) => amount % 10_000 === 0

/** An amount as the field says it: in 万元 for Chinese readers where that loses nothing. */
export const amountWords = (w: Words, amount: Fen): string =>
  w.language === 'zh' && inWan(amount)
    ? w('products.wan', { amount: showWan(amount) })
    : w('products.yuan', { amount: showYuan(amount).replace(/\.00$/, '') })

const amountRange = (w: Words, least: Fen, most: Fen) =>
  least === most
    ? amountWords(w, most)
    : w('products.range', { from: amountWords(w, least), to: amountWords(w, most) })

const monthsRange = (w: Words, least: number, most: number) =>
  least === most
    ? w('products.months', { months: most })
    : w('products.months-range', { from: least, to: most })

const rateRange = (w: Words, least: Ppm, most: Ppm) =>
  least === most
    ? showPercent(most)
    : w('products.range', { from: showPercent(least), to: showPercent(most) })

const exampleFen = fen(100_000_000)
const exampleMonths = 12

/**
 * What a round sum for about a year would cost at the lowest and at the highest rate, by the same schedule that a
 * contract would have. It is interest alone: fees are no part of a product's terms.
 */
export function costExample(w: Words, terms: ProductTerms, today: Day): string {
  const within = (figure: number, least: number, most: number) => Math.min(Math.max(figure, least), most)
  const principalFen = fen(within(exampleFen, terms.amountMinFen, terms.amountMaxFen))
  const months = within(exampleMonths, terms.monthsMin, terms.monthsMax)
  const method = terms.methods[0] ?? 'bullet'
  const interest = (annualRatePpm: Ppm) => {
    const made = schedule({
      principalFen,
      annualRatePpm,
      months,
      method,
      drawnOn: today,
      dayCount: 'monthly',
    })
    return made.ok ? showYuan(made.totalInterestFen) : ''
  }
  return w('products.cost-example', {
    amount: amountWords(w, principalFen),
    months,
    method: w(`products.method.${method}`),
    lowRate: showPercent(terms.rateMinPpm),
    low: interest(terms.rateMinPpm),
    highRate: showPercent(terms.rateMaxPpm),
    high: interest(terms.rateMaxPpm),
  })
}
