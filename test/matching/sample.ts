import fc from 'fast-check'
import { sizeClasses } from '../../server/enterprises/size-class.ts'
import { taxGrades } from '../../server/enterprises/tax-grade.ts'
import type { FitFacts } from '../../server/matching/fit.ts'
import type { ShelfProduct } from '../../server/matching/shelf.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { NeedFacts } from '../../server/needs/need.ts'
import { guaranteeModes, type ProductTerms } from '../../server/products/product.ts'
import { sampleNeed } from '../needs/sample.ts'
import { sampleTerms } from '../products/sample.ts'

/** A small cotton mill in Xiangshan, two years old on the day, of which every fact is known. */
export function sampleFacts(
  { need, firm }: { need?: Partial<NeedFacts>; firm?: Partial<FitFacts['firm']> } = {},
  on = day('2026-03-10'),
): FitFacts {
  const mill = {
    region: '340603001',
    industry: 'C1711',
    size: 'small',
    grade: 'B',
    foundedOn: day('2024-03-10'),
  } as const
  return { need: sampleNeed(need), firm: { ...mill, ...firm }, on }
}

export const sampleProduct = (id: string, changes: Partial<ProductTerms> = {}): ShelfProduct => ({
  id,
  terms: sampleTerms(changes),
})

// Few values, and close to each other: so that ranges touch, miss by one step, and often agree.
const amounts = fc.integer({ min: 1, max: 6 }).map((n) => fen(n * 50_000_000))
const months = fc.integer({ min: 1, max: 6 }).map((n) => n * 6)
const rates = fc.integer({ min: 1, max: 6 }).map((n) => ppm(30_000 + n * 5000))
const modes = fc.constantFrom(...guaranteeModes.slice(0, 5))
const regions = fc.constantFrom('3406', '340603', '340603001', '340603001002', '340621')
const industries = fc.constantFrom('C', 'C17', 'C1711', 'C31', 'A', 'A01')
const days = fc.integer({ min: 2018, max: 2027 }).map((year) => day(`${year}-03-10`))
const orNull = <T>(values: fc.Arbitrary<T>) => fc.option(values, { nil: null, freq: 5 })
const few = <T>(values: fc.Arbitrary<T>, minLength = 0) => fc.uniqueArray(values, { minLength, maxLength: 2 })
const range = <T extends number>(values: fc.Arbitrary<T>) =>
  fc.tuple(values, values).map(([a, b]) => (a <= b ? ([a, b] as const) : ([b, a] as const)))

export const anyFacts: fc.Arbitrary<FitFacts> = fc.record({
  need: fc.record({
    amountFen: amounts,
    months,
    purpose: fc.constant('wages'),
    guaranteeModes: few(modes),
    highestRatePpm: orNull(rates),
    wantedBy: fc.constant(null),
  }),
  firm: fc.record({
    region: orNull(fc.constantFrom('340603001', '340603001002', '340621100')),
    industry: orNull(industries),
    size: orNull(fc.constantFrom(...sizeClasses)),
    grade: orNull(fc.constantFrom(...taxGrades)),
    foundedOn: orNull(days),
  }),
  on: fc.constant(day('2026-03-10')),
})

const anyTerms: fc.Arbitrary<ProductTerms> = fc
  .record({
    amount: range(amounts),
    term: range(months),
    rate: range(rates),
    rest: fc.record({
      guaranteeModes: few(modes, 1),
      regions: few(regions).map(sparse),
      industries: few(industries).map(sparse),
      excludedIndustries: few(industries).map(sparse),
      sizes: few(fc.constantFrom(...sizeClasses)).map(sparse),
      grades: few(fc.constantFrom(...taxGrades)).map(sparse),
      minMonthsOperating: fc.constantFrom(0, 0, 0, 12, 24, 25),
      daysPromised: fc.integer({ min: 1, max: 30 }),
    }),
  })
  .map(({ amount, term, rate, rest }) =>
    sampleTerms({
      amountMinFen: amount[0],
      amountMaxFen: amount[1],
      monthsMin: term[0],
      monthsMax: term[1],
      rateMinPpm: rate[0],
      rateMaxPpm: rate[1],
      ...rest,
    }),
  )

/** A list of one is dropped, so that most products put few conditions and some needs fit something. */
function sparse<T>(list: readonly T[]): readonly T[] {
  return list.length === 1 ? [] : list
}

export const anyShelf: fc.Arbitrary<ShelfProduct[]> = fc
  .array(anyTerms, { maxLength: 25 })
  .map((shelf) => shelf.map((terms, i) => ({ id: `p${String(i).padStart(2, '0')}`, terms })))
