import { yearOf } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import { type ProductTerms, schemeOf } from '../products/product.ts'
import {
  type Reason,
  type TaxCreditFacts,
  type TaxCreditLimit,
  type TaxCreditRule,
  taxCreditLimit,
} from '../tax-credit/limit.ts'
import type { Rules, SchemeUsed } from '../tax-credit/rules.ts'
import type { Condition, FitFacts, MissingFact, SchemeRule } from './fit.ts'

/*
 * A tax-credit product goes by a scheme: whatever the scheme asks, the product asks. The scheme is asked by the very rule
 * that makes the self-check and the bank's pre-assessment, so that the three never differ.
 */

/**
 * What a scheme's answer does to a product's own figures: it may lend no more than the limit, and for no less than the
 * price. Both null where they cannot be worked out, which is unknown and not nothing.
 */
export type SchemeBounds = { readonly mostFen: Fen | null; readonly priceRate: Ppm | null }
export type SchemeFit = { readonly conditions: readonly Condition[]; readonly bounds: SchemeBounds }

const none: SchemeFit = { conditions: [], bounds: { mostFen: null, priceRate: null } }

/**
 * The conditions that a product puts by its scheme, in the order of `schemeRules`; none for a product without one. Of a
 * reader who may not know the firm's tax data, only what is public about the firm is measured. A scheme that is not in force
 * leaves everything open.
 */
export function schemeFit(facts: FitFacts, terms: ProductTerms, rules: Rules | null | undefined): SchemeFit {
  const code = schemeOf(terms)
  if (code === null) return none
  const used = rules?.schemes.find((scheme) => scheme.code === code)
  const found = used && rules ? taxCreditLimit(used.scheme, askedOf(facts), rules.lpr) : null
  if (!used || !found?.ok) return { ...none, conditions: [notInForce(facts, code)] }
  const priceRate = found.annualRatePpm === null ? null : within(found.annualRatePpm, terms)
  const conditions = found.reasons
    .filter(({ rule }) => rule !== 'limit' && !isFactor(rule))
    .map((reason) => conditionOf(facts, used, found, reason))
  // A grade that the scheme does not admit has neither limit nor price, and says so itself.
  const isBarred = conditions.some(({ rule, met }) => rule === 'scheme-grade' && met === 'no')
  const sums = isBarred ? [] : [limit(facts, used, found), price(facts, priceRate)]
  return {
    conditions: [...conditions, ...sums],
    bounds: { mostFen: knownLimit(found), priceRate },
  }
}

/** Factors are no conditions: they bear on the limit alone. */
const isFactor = (rule: TaxCreditRule): boolean => rule === 'industry-factor' || rule === 'stage'

/** The price of the scheme within the product's own range, as the self-check shows it. */
const within = (price: Ppm, { rateMinPpm, rateMaxPpm }: ProductTerms): Ppm =>
  price < rateMinPpm ? rateMinPpm : price > rateMaxPpm ? rateMaxPpm : price

/** What is not the reader's to know is not asked: the rule says unknown, whichever way it would fall. */
function askedOf({ firm, on }: FitFacts): TaxCreditFacts {
  const { taxCredit, foundedOn, industry, size } = firm
  if (taxCredit && taxCredit !== 'withheld') return taxCredit
  const nothing = { grade: null, taxPaidFen: {}, assessYear: yearOf(on) - 1 }
  return { ...nothing, foundedOn, industry, size, on }
}

const notInForce = ({ need }: FitFacts, code: string): Condition => ({
  rule: 'scheme-limit',
  met: 'unknown',
  have: { kind: 'fen', fen: need.amountFen },
  want: { kind: 'scheme', code },
})

const isWithheld = ({ firm }: FitFacts): boolean => firm.taxCredit === 'withheld'

/** What a bank reads of every firm in the hall, and what therefore needs nobody's consent. */
const publicRules: readonly TaxCreditRule[] = ['size', 'operating-months', 'industry']

function conditionOf(
  facts: FitFacts,
  { scheme }: SchemeUsed,
  { years }: TaxCreditLimit,
  { rule, met, have, want }: Reason,
): Condition {
  const name = ruleNames[rule]
  const wanted = { kind: 'scheme-wants', rule, figure: want } as const
  if (isWithheld(facts) && !publicRules.includes(rule))
    return { rule: name, met: 'unknown', have: { kind: 'withheld' }, want: wanted }
  const missing = met === 'unknown' ? missingOf[rule] : undefined
  return {
    ...{ rule: name, met, have: { kind: 'scheme-has', rule, figure: have }, want: wanted },
    ...(missing ? { missing } : {}),
    ...(rule === 'minimum-tax' ? { years } : {}),
    ...(rule === 'tax-years' ? { years: yearsBack(years[0] ?? 0, scheme.leastTaxYears) } : {}),
  }
}

const yearsBack = (last: number, count: number): number[] =>
  Array.from({ length: count }, (_, at) => last - at)

/** The limit as the scheme rounds it, whatever other rule stands against it: that one says so itself. */
function knownLimit({ reasons }: TaxCreditLimit): Fen | null {
  const have = reasons.find(({ rule }) => rule === 'limit')?.have
  return typeof have === 'number' ? (have as Fen) : null
}

/**
 * What is asked for, against the limit. Where factors or the size class are open, the limit lies between two amounts: below
 * both is a yes, above both a no, and between them nobody knows.
 */
function limit(facts: FitFacts, { scheme }: SchemeUsed, found: TaxCreditLimit): Condition {
  const asked = facts.need.amountFen
  const base = { rule: 'scheme-limit', have: { kind: 'fen', fen: asked } } as const
  const [leastFen, mostFen] = [knownLimit(found), found.mostFen]
  if (leastFen === null || mostFen === null) {
    if (isWithheld(facts)) return { ...base, met: 'unknown', want: { kind: 'withheld' } }
    const isGradeOpen = found.reasons.some(({ rule, met }) => rule === 'grade' && met !== 'yes')
    const missing = isGradeOpen ? 'grade' : 'taxPaid'
    return { ...base, met: 'unknown', want: { kind: 'not-said' }, missing, years: found.years }
  }
  const want = { kind: 'fen-at-most', max: asked <= leastFen ? leastFen : mostFen } as const
  const { years } = found
  if (asked <= leastFen) return { ...base, met: 'yes', want, years }
  if (asked > mostFen) return { ...base, met: 'no', want, years }
  return { ...base, met: 'unknown', want, years, missing: openFactor(found, scheme.capBySizeFen) }
}

/** Which fact would settle a limit that lies between two amounts. */
function openFactor({ reasons }: TaxCreditLimit, caps: object): MissingFact {
  const isOpen = (one: TaxCreditRule) => reasons.some(({ rule, met }) => rule === one && met === 'unknown')
  if (isOpen('size') && Object.keys(caps).length > 0) return 'size'
  return isOpen('industry-factor') ? 'industry' : isOpen('operating-months') ? 'foundedOn' : 'revenue'
}

/** The firm's condition, as for every product; by the scheme the price of this firm is known and not only a range. */
function price(facts: FitFacts, priceRate: Ppm | null): Condition {
  const highest = facts.need.highestRatePpm
  const have =
    highest === null ? ({ kind: 'not-said' } as const) : ({ kind: 'ppm-at-most', max: highest } as const)
  const base = { rule: 'scheme-rate', have } as const
  const want = priceRate === null ? null : ({ kind: 'ppm', ppm: priceRate } as const)
  if (highest === null) return { ...base, met: 'yes', want: want ?? openPrice(facts) }
  if (want === null) return { ...base, met: 'unknown', want: openPrice(facts), ...gradeMissing(facts) }
  return { ...base, met: want.ppm <= highest ? 'yes' : 'no', want }
}

const openPrice = (facts: FitFacts) =>
  isWithheld(facts) ? ({ kind: 'withheld' } as const) : ({ kind: 'not-said' } as const)
const gradeMissing = (facts: FitFacts) => (isWithheld(facts) ? {} : ({ missing: 'grade' } as const))

const ruleNames: Readonly<Record<TaxCreditRule, SchemeRule>> = {
  grade: 'scheme-grade',
  'assess-year': 'scheme-assess-year',
  size: 'scheme-size',
  'operating-months': 'scheme-operating-months',
  'tax-years': 'scheme-tax-years',
  'minimum-tax': 'scheme-minimum-tax',
  industry: 'scheme-industry',
  arrears: 'scheme-arrears',
  abnormal: 'scheme-abnormal',
  dishonest: 'scheme-dishonest',
  'total-cap': 'scheme-total-cap',
  limit: 'scheme-limit',
  // No conditions of their own; what hangs on them is the limit.
  'industry-factor': 'scheme-limit',
  stage: 'scheme-limit',
}

/** The fact that settles a rule where it is unknown; what is outstanding the platform knows itself. */
const missingOf: Readonly<Partial<Record<TaxCreditRule, MissingFact>>> = {
  grade: 'grade',
  'assess-year': 'assessYear',
  size: 'size',
  'operating-months': 'foundedOn',
  'tax-years': 'taxPaid',
  'minimum-tax': 'taxPaid',
  industry: 'industry',
  arrears: 'arrears',
  abnormal: 'abnormal',
  dishonest: 'dishonest',
}

/** The versions that a match of a shelf was made by: of its products' schemes, and of the LPR where there are any. */
export function schemeVersions(
  products: readonly { readonly terms: ProductTerms }[],
  rules: Rules | null | undefined,
): readonly string[] {
  const codes = new Set(products.map(({ terms }) => schemeOf(terms)))
  const used = (rules?.schemes ?? []).filter(({ code }) => codes.has(code)).map(({ version }) => version)
  return used.length > 0 && rules ? [...used, rules.lprVersion].toSorted() : []
}
