import type { ShelfProduct as ListedProduct } from '../products/index.ts'
import type { Condition, FitFacts } from './fit.ts'
import { type NobodyLends, whyNobodyLends } from './honesty.ts'
import { type Change, nearestChanges, type OpenQuestion, openQuestions } from './nearest.ts'
import type { MatchRule } from './score.ts'
import { fitAll, type ShelfFit } from './shelf.ts'

export type ReadFit = ShelfFit & { readonly product: ListedProduct }

/** A need before the whole shelf, sorted into what a person wants to know of it. */
export type ShelfReading = {
  readonly rule: string
  readonly eligible: readonly ReadFit[]
  /** Those that one condition alone keeps away, and nothing unknown besides. */
  readonly nearly: readonly ReadFit[]
  /** Those that wait for a fact. */
  readonly waiting: readonly ReadFit[]
  /** How many are further off. */
  readonly others: number
  readonly nobody: NobodyLends | null
  readonly changes: readonly Change[]
  readonly questions: readonly OpenQuestion[]
}

export function readShelf(facts: FitFacts, shelf: readonly ListedProduct[], rule: MatchRule): ShelfReading {
  const read = fitsOf(facts, shelf, rule)
  const eligible = read.filter(({ verdict }) => verdict === 'eligible')
  const waiting = read.filter(({ verdict }) => verdict === 'unknown')
  const nearly = read.filter(({ verdict, conditions }) => verdict === 'not' && isNear(conditions))
  return {
    rule: rule.version,
    eligible,
    nearly,
    waiting,
    others: read.length - eligible.length - waiting.length - nearly.length,
    nobody: whyNobodyLends(read),
    changes: nearestChanges(facts, shelf, rule.schemes),
    questions: openQuestions(facts, shelf, rule.schemes),
  }
}

/** Every product of a shelf with how it fits, best first. */
export function fitsOf(facts: FitFacts, shelf: readonly ListedProduct[], rule: MatchRule): ReadFit[] {
  const products = new Map<string, ListedProduct>(shelf.map((product) => [product.id, product]))
  return fitAll(facts, shelf, rule).flatMap((one) => {
    const product = products.get(one.id)
    return product ? [{ ...one, product }] : []
  })
}

const isNear = (conditions: readonly Condition[]): boolean =>
  conditions.filter(({ met }) => met !== 'yes').length === 1
