import { sizeClasses } from '../enterprises/size-class.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import { repaymentMethods } from '../money/schedule.ts'
import type { Reference } from '../parts.ts'
import type { Refusal } from '../platform/outcome.ts'
import {
  carried,
  choice,
  choices,
  type Field,
  line,
  lines,
  optional,
  percent,
  whole,
  yuan,
} from '../platform/web/fields.ts'
import { type Faults, form } from '../platform/web/forms.ts'
import {
  checkTerms,
  documentKinds,
  guaranteeModes,
  optionalPapers,
  type ProductTerms,
  productKinds,
  schemeOf,
} from './product.ts'
import { shelfOrders } from './shelf.ts'

/** A line whose choices are rows: the page gives them, the room looks them up. */
const open = (control: Field['control'], max = 60): Field<string> => ({ ...line({ max }), control })

const months = (most: number, least = 1) => whole({ min: least, max: most, unit: 'forms.unit-months' })
const wordsOf = {
  kind: 'products.kind',
  method: 'products.method',
  guaranteeMode: 'products.guarantee-mode',
  document: 'products.document',
  size: 'enterprises.size',
  grade: 'enterprises.tax-grade',
} as const

const termFields = {
  name: line({ min: 2, max: 40 }),
  kind: choice(productKinds, wordsOf.kind),
  summary: lines({ min: 5, max: 300 }),
  amountMinFen: yuan(),
  amountMaxFen: yuan(),
  monthsMin: months(600),
  monthsMax: months(600),
  rateMinPpm: percent(),
  rateMaxPpm: percent(),
  methods: choices(repaymentMethods, wordsOf.method),
  guaranteeModes: choices(guaranteeModes, wordsOf.guaranteeMode),
  regions: optional(line({ max: 300 })),
  industries: optional(line({ max: 300 })),
  excludedIndustries: optional(line({ max: 300 })),
  sizes: choices(sizeClasses, wordsOf.size, { min: 0 }),
  grades: choices(taxGrades, wordsOf.grade, { min: 0 }),
  minMonthsOperating: months(600, 0),
  scheme: optional(open('select')),
  documents: choices(documentKinds, wordsOf.document, { min: 0 }),
  optionalDocuments: choices(documentKinds, wordsOf.document, { min: 0 }),
  daysPromised: whole({ min: 1, max: 180, unit: 'forms.unit-workdays' }),
  source: line({ min: 2, max: 200 }),
}

const version = carried(/^[1-9]\d{0,5}$/)
const why = lines({ min: 2, max: 500 })

/** The terms of a new product. */
export const newProductForm = form('products', termFields)
/** The terms of the next version: who changes something says why. */
export const nextVersionForm = form('products', { ...termFields, why, version })

/** A step that needs nothing but the version that the person saw. */
export const stepForm = form('products', { version })
/** A step that is explained to somebody. */
export const explainedStepForm = form('products', { why, version })

/** The questions above the open shelf. */
export const shelfForm = form('products', {
  words: optional(line({ max: 40 })),
  amount: optional(yuan()),
  months: optional(months(600)),
  guarantee: optional(choice(guaranteeModes, wordsOf.guaranteeMode)),
  kind: optional(choice(productKinds, wordsOf.kind)),
  region: optional(open('select')),
  size: optional(choice(sizeClasses, wordsOf.size, { control: 'select' })),
  institution: optional(open('select')),
  sort: optional(choice(shelfOrders, 'products.sort', { control: 'select' })),
})

type Typed = Extract<ReturnType<typeof newProductForm.read>, { ok: true }>['value']

/** What was typed, as terms: places and industries by their codes or by their names, separated by anything. */
export function termsTyped({ divisions, industries }: Reference, typed: Typed): ProductTerms {
  return {
    ...typed,
    regions: codes(typed.regions, divisions),
    industries: codes(typed.industries, industries),
    excludedIndustries: codes(typed.excludedIndustries, industries),
  }
}

/** Terms as the form shows them. */
export const termsShown = (terms: ProductTerms): Typed => ({
  ...terms,
  optionalDocuments: optionalPapers(terms),
  scheme: schemeOf(terms),
  regions: terms.regions.join(' '),
  industries: terms.industries.join(' '),
  excludedIndustries: terms.excludedIndustries.join(' '),
})

type Named = { readonly code: string; readonly nameZh: string; readonly nameEn: string }

function codes(text: string | null, known: readonly Named[]): string[] {
  const typed = (text ?? '').split(/[\s,;\u3001\u3002/]+/u).filter(Boolean)
  const found = typed.map((one) => {
    const code = one.toUpperCase()
    return known.find((row) => row.code === code || row.nameZh === one)?.code ?? code
  })
  return [...new Set(found)]
}

/** Faults that every form knows; the others are refusals of this room. */
const plainFaults = ['required', 'not-whole', 'not-positive', 'negative']

/** Every fault of the terms at its field, as the form shows them all at once. */
export function faultsOf(
  { divisions }: Reference,
  schemes: readonly string[],
  terms: ProductTerms,
): Faults | null {
  const known = new Set(divisions.map(({ code }) => code))
  const faults: Refusal[] = checkTerms(terms)
  const stranger = terms.regions.find((code) => !known.has(code))
  if (stranger && faults.every(({ field }) => field !== 'regions'))
    faults.push({ code: 'not-a-division', field: 'regions' })
  const scheme = schemeOf(terms)
  if (scheme !== null && !schemes.includes(scheme))
    faults.push({ code: 'unknown-scheme', field: 'scheme', values: { code: scheme } })
  if (faults.length === 0) return null
  return Object.fromEntries(
    faults.map(({ code, field = '', values }) => [
      field,
      { code: plainFaults.includes(code) ? code : `refusal:${code}`, ...(values ? { values } : {}) },
    ]),
  )
}
