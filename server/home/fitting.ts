import type { SizeClass } from '../enterprises/size-class.ts'
import { conditionsOf } from '../matching/conditions.ts'
import type { Day } from '../money/day.ts'
import type { NeedFacts } from '../needs/need.ts'
import type { ProductTerms } from '../products/product.ts'

type HallNeed = NeedFacts & {
  readonly region: string
  readonly industry: string
  readonly size: SizeClass | null
  readonly foundedOn: Day | null
}

/** How many needs meet every condition of one of these products, as far as a bank may know: no tax grade. */
export const countFitting = (
  needs: readonly HallNeed[],
  products: readonly { readonly terms: ProductTerms }[],
  on: Day,
): number =>
  needs.filter(({ region, industry, size, foundedOn, ...need }) => {
    const facts = { need, firm: { region, industry, size, grade: null, foundedOn }, on }
    return products.some(({ terms }) => conditionsOf(facts, terms).every(({ met }) => met === 'yes'))
  }).length
