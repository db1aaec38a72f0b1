import type { Firm, FirmYear } from '../enterprises/index.ts'
import { wholeMonths } from '../matching/conditions.ts'
import { ageWords, amountWords } from '../matching/words.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import { type Origin, standingFacts, type TaxFacts, yearsShown } from '../tax-facts/index.ts'
import { type Band, employeeBand, taxBand, yearlyBand } from './bands.ts'

/*
 * What a bank reads of a firm that must not be known by it. No line bears a day: since when a grade stands is as much the
 * firm's own as the day of its founding.
 */

type Line = { readonly label: string; readonly value: string; readonly note?: string }

/** How long the firm has been there, in whole years. */
export const ageFact = (w: Words, { foundedOn }: Pick<Firm, 'foundedOn'>, on: Day): Line => ({
  label: w('consents.age'),
  value: foundedOn ? ageWords(w, wholeMonths(foundedOn, on)) : w('enterprises.not-known'),
})

/** Employees, revenue and assets of each year, by their bands. */
export const bandFacts = (w: Words, years: readonly FirmYear[]): Line[] =>
  years.length
    ? years.map((one) => yearLine(w, one))
    : [{ label: w('enterprises.figures-title'), value: w('enterprises.not-given') }]

const yearLine = (w: Words, { year, employees, revenueFen, assetsFen }: FirmYear): Line => ({
  label: w('consents.figures-of', { year }),
  value: [
    ...(employees === null
      ? []
      : [w('consents.banded.employees', { band: countWords(w, employeeBand(employees)) })]),
    ...(revenueFen === null
      ? []
      : [w('consents.banded.revenue', { band: sumWords(w, yearlyBand(revenueFen)) })]),
    ...(assetsFen === null
      ? []
      : [w('consents.banded.assets', { band: sumWords(w, yearlyBand(assetsFen)) })]),
  ].join(w('consents.comma')),
})

/** Grade, arrears and whether it is an abnormal household, each with whose word it is and without its day. */
export function standingUndated(w: Words, { taxGrade }: Pick<Firm, 'taxGrade'>, tax: TaxFacts): Line[] {
  const { grade, arrears, abnormal } = tax.from
  const lines = standingFacts(w, taxGrade, tax)
  return [grade, arrears, abnormal].flatMap((origin, at) => {
    const line = lines[at]
    return line ? [{ label: line.label, value: line.value, ...sourceNote(w, origin) }] : []
  })
}

/** The tax paid in each year that is known, by its band; newest first. */
export function paidBandFacts(w: Words, { facts, from }: TaxFacts): Line[] {
  const years = yearsShown(facts).slice(0, 3)
  if (years.length === 0) return [{ label: w('tax-facts.taxes-title'), value: w('tax-facts.not-known') }]
  return years.map((year) => {
    const paid = facts.taxPaidFen[year]
    return {
      label: w('tax-facts.paid-in', { year }),
      value: paid === undefined ? w('tax-facts.examined') : sumWords(w, taxBand(paid)),
      ...sourceNote(w, from.taxPaidFen[year] ?? null),
    }
  })
}

const sourceNote = (w: Words, origin: Origin | null) =>
  origin ? { note: w(`tax-facts.source.${origin.source}`) } : {}

const sumWords = (w: Words, { least, most }: Band<Fen>): string =>
  bandWords(
    w,
    'sum',
    least === null ? null : amountWords(w, least),
    most === null ? null : amountWords(w, most),
  )

const countWords = (w: Words, { least, most }: Band): string =>
  bandWords(w, 'count', least === null ? null : String(least), most === null ? null : String(most))

function bandWords(w: Words, of: 'sum' | 'count', least: string | null, most: string | null): string {
  if (least === null) return w(`consents.band.${of}-below`, { most: most ?? '' })
  if (most === null) return w(`consents.band.${of}-from`, { least })
  return w(`consents.band.${of}-between`, { least, most })
}
