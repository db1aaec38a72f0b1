import { initials } from '../enterprises/pinyin.ts'
import { optionalPapers, type ProductTerms, schemeOf } from './product.ts'

/** The figures that lists show and sort by, copied from the terms that are in force. */
export function columnsOf(
  terms: ProductTerms,
  institution: { readonly name: string; readonly shortName: string },
) {
  const { name, kind, summary, amountMinFen, amountMaxFen, monthsMax, rateMinPpm, rateMaxPpm } = terms
  const { daysPromised, guaranteeModes } = terms
  const names = [name, institution.name, institution.shortName]
  return {
    ...{ name, kind, summary, amountMinFen, amountMaxFen, monthsMax, rateMinPpm, rateMaxPpm },
    ...{ daysPromised, guaranteeModes },
    search: [...names, ...names.map((one) => initials(one))].join(' ').toLowerCase(),
  }
}

/** Whether two versions say the same. The order in which places or papers are named says nothing. */
export function sameTerms(one: ProductTerms, other: ProductTerms): boolean {
  const told = (terms: ProductTerms) =>
    JSON.stringify(
      Object.entries({ ...terms, optionalDocuments: optionalPapers(terms), scheme: schemeOf(terms) })
        .map(([key, value]) => [key, Array.isArray(value) ? value.toSorted() : value])
        .toSorted(([a], [b]) => (String(a) < String(b) ? -1 : 1)),
    )
  return told(one) === told(other)
}
