import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { codesOn, policyOf } from '../policies/family.ts'
import { type InForce, inForce, type PolicyBook } from '../policies/index.ts'
import { type Lpr, lprShape } from './lpr.ts'
import { schemeShape, type TaxCreditScheme } from './scheme.ts'

export {
  type Figure,
  type LimitTerm,
  limitTermWords,
  type Reason,
  type TaxCreditFacts,
  type TaxCreditLimit,
  type TaxCreditRule,
  taxCreditLimit,
  taxCreditRuleWords,
} from './limit.ts'
export { type Lpr, type LprTerm, lprOf } from './lpr.ts'
export {
  checkScheme,
  type GrowthStage,
  growthStageWords,
  type SchemeAssumable,
  schemeAssumableWords,
  schemeShape,
  type TaxCreditScheme,
} from './scheme.ts'

export const schemeFamily = 'tax-credit-scheme'

/** The scheme in force on a day, with its version. Refuses `unknown-scheme`. */
export function schemeOn(
  book: PolicyBook,
  code: string,
  on: Day,
): Outcome<{ policy: InForce<TaxCreditScheme> }> {
  const policy = policyOf(book, schemeFamily, code, on, schemeShape)
  return policy ? done({ policy }) : refuse('unknown-scheme', { field: 'scheme', values: { code } })
}

/** The codes of all schemes in force on a day. */
export const schemeCodesOn = (book: PolicyBook, on: Day): string[] => codesOn(book, schemeFamily, on)

/** The loan prime rate of a day. Refuses `lpr-missing` before the first that is known. */
export function lprOn(book: PolicyBook, on: Day): Outcome<{ policy: InForce<Lpr> }> {
  return inForce(book.rows, 'lpr', on) === null
    ? refuse('lpr-missing', { field: 'on', values: { on } })
    : done({ policy: book.read('lpr', on, lprShape) })
}
