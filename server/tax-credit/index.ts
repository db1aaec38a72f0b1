import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { codesOn, policyOf } from '../policies/family.ts'
import { type InForce, inForce, type PolicyBook } from '../policies/index.ts'
import { courtListShape, type TakenOver } from './court-list.ts'
import { type Lpr, lprShape } from './lpr.ts'
import type { Rules } from './rules.ts'
import { schemeShape, type TaxCreditScheme } from './scheme.ts'

export { type LimitTerm, limitTermWords } from './bounds.ts'
export { isDishonest, type TakenOver } from './court-list.ts'
export {
  type Figure,
  type Reason,
  type TaxCreditFacts,
  type TaxCreditLimit,
  type TaxCreditRule,
  taxCreditLimit,
  taxCreditRuleWords,
} from './limit.ts'
export { type Lpr, type LprTerm, lprOf } from './lpr.ts'
export type { Rules, SchemeUsed } from './rules.ts'
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
const courtListFamily = 'court-list'

/** The courts' lists that were taken over and have not been ended, each with its day. */
export const courtListsOn = (book: PolicyBook, on: Day): TakenOver[] =>
  codesOn(book, courtListFamily, on).flatMap((code) => {
    const found = policyOf(book, courtListFamily, code, on, courtListShape)
    return found ? [{ since: found.row.effectiveFrom, list: found.value }] : []
  })

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

/** The schemes and the LPR of a day; with `codes`, those schemes alone. Refuses `lpr-missing`. */
export function rulesOn(
  book: PolicyBook,
  on: Day,
  codes: readonly string[] = schemeCodesOn(book, on),
): Outcome<{ readonly rules: Rules }> {
  const lpr = lprOn(book, on)
  if (!lpr.ok) return lpr
  const schemes = codes.flatMap((code) => {
    const found = schemeOn(book, code, on)
    return found.ok ? [{ code, version: found.policy.version, scheme: found.policy.value }] : []
  })
  return done({ rules: { schemes, lpr: lpr.policy.value, lprVersion: lpr.policy.version } })
}
