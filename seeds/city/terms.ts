import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { ProductTerms } from '../../server/products/product.ts'

/** A product of the demo city; its bank is the n-th of the city's banks, counted from 0. */
export type CityProduct = { readonly bank: number; readonly terms: ProductTerms }

/** Terms as people write them: amounts in 万元, rates in per cent. */
export type WrittenTerms = Pick<ProductTerms, 'name' | 'kind' | 'summary' | 'source'> & {
  readonly wan: readonly [least: number, most: number]
  readonly months: readonly [least: number, most: number]
  readonly percent: readonly [least: number, most: number]
} & Pick<ProductTerms, 'methods' | 'guaranteeModes' | 'documents' | 'daysPromised'> &
  Partial<
    Pick<
      ProductTerms,
      'regions' | 'industries' | 'excludedIndustries' | 'sizes' | 'grades' | 'minMonthsOperating' | 'scheme'
    >
  >

/** Written terms in fen and parts per million; what they do not name is no condition. */
export function termsFrom({ wan, months, percent, ...rest }: WrittenTerms): ProductTerms {
  return {
    regions: [],
    industries: [],
    excludedIndustries: [],
    sizes: [],
    grades: [],
    minMonthsOperating: 0,
    ...rest,
    amountMinFen: fen(wan[0] * 1_000_000),
    amountMaxFen: fen(wan[1] * 1_000_000),
    monthsMin: months[0],
    monthsMax: months[1],
    rateMinPpm: ppm(Math.round(percent[0] * 10_000)),
    rateMaxPpm: ppm(Math.round(percent[1] * 10_000)),
  }
}
