import { assert, present } from '../../server/platform/assert.ts'
import type { ProductTerms } from '../../server/products/product.ts'
import type { Random } from './random.ts'
import type { Recipe } from './recipe.ts'
import { everyday, farming } from './recipes-everyday.ts'
import { chains, plants, promising } from './recipes-special.ts'
import { type CityProduct, termsFrom } from './terms.ts'

export { modelledProducts } from './modelled-products.ts'
export type { CityProduct } from './terms.ts'

/** Each bank calls its own by a word of its own. */
const series = [
  '相融',
  '惠企',
  '安心',
  '成长',
  '聚力',
  '速达',
  '乡兴',
  '同心',
  '启航',
  '润泽',
  '稳盈',
  '善道',
  '濉溪源',
  '榴园',
  '绿金',
  '宏图',
]

/** Whole city for most; some banks serve one county, some only the towns where they have a branch. */
const places: readonly (readonly string[])[] = [
  ['340602'],
  ['340603'],
  ['340604'],
  ['340621'],
  ['340621104', '340621102', '340621105'],
  ['340603', '340604'],
]

/** 税融通: ten institutions joined, as Huaibei published; the banks of the modelled dozen are among them. */
export const taxCreditBanks = 10

const source = '演示产品，条款为模拟'

const recipes: readonly Recipe[] = [...everyday, ...farming, ...plants, ...promising, ...chains]

/**
 * Plausible products of so many banks: each bank has each recipe once at most, so that names repeat within the city
 * and never within a bank. Every recipe is used before any is used again. They stand on the shelf after the dozen of
 * `modelledProducts`.
 */
export function makeProducts(random: Random, count: number, bankCount: number): CityProduct[] {
  assert(count <= bankCount * recipes.length, `${bankCount} banks have no room for ${count} products`)
  return Array.from({ length: count }, (_, made) => {
    const place = made % recipes.length
    const round = Math.floor(made / recipes.length)
    const recipe = present(recipes[place], 'a recipe')
    // One bank further in each round: a bank meets a recipe again only after all others did.
    const bank = (place * 5 + round) % (recipe.kind === 'tax-credit' ? taxCreditBanks : bankCount)
    const regions = made % 4 === 3 ? (places[Math.floor(made / 4) % places.length] ?? []) : []
    return { bank, terms: cooked(random, recipe, series[bank % series.length] ?? '', regions) }
  })
}

function cooked(random: Random, recipe: Recipe, word: string, regions: readonly string[]): ProductTerms {
  const { most, months, rate, ...rest } = recipe
  const [from, spread] = rate
  const lowest = from + random.whole(-6, 10) * 0.05
  const longest = random.pick(months[1])
  const amount = random.pick(most)
  return termsFrom({
    ...rest,
    name: `${word}${recipe.name}`,
    wan: [random.pick(leastWan.filter((one) => one * 10 <= amount && one * 200 >= amount)), amount],
    months: [months[0], longest],
    percent: [lowest, lowest + spread],
    daysPromised: Math.max(1, rest.daysPromised + random.whole(-1, 2)),
    regions,
    source,
  })
}

const leastWan = [1, 5, 10, 20, 50, 100]
