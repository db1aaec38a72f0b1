import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { ProductTerms } from '../../server/products/product.ts'

/** Sound terms that put no condition but amount, months and guarantee; a test changes what it is about. */
export function sampleTerms(changes: Partial<ProductTerms> = {}): ProductTerms {
  return {
    name: 'Working capital for small firms',
    kind: 'working-capital',
    summary: 'Up to two million yuan for a year.',
    amountMinFen: fen(10_000_000),
    amountMaxFen: fen(200_000_000),
    monthsMin: 3,
    monthsMax: 12,
    rateMinPpm: ppm(38_500),
    rateMaxPpm: ppm(58_500),
    methods: ['equal-instalment', 'interest-only'],
    guaranteeModes: ['mortgage', 'guarantee'],
    regions: [],
    industries: [],
    excludedIndustries: [],
    sizes: [],
    grades: [],
    minMonthsOperating: 0,
    documents: ['business-licence', 'financial-statements'],
    daysPromised: 7,
    source: 'A leaflet of the institution',
    ...changes,
  }
}
