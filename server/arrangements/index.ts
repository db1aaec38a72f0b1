import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Language } from '../platform/web/words.ts'
import { codesOn, policyOf } from '../policies/family.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { type Arrangement, arrangementShape, type Variant } from './arrangement.ts'
import { withVariant } from './check.ts'

export {
  type Arrangement,
  type Assumable,
  arrangementShape,
  assumableWords,
  type FirstPayerMode,
  firstPayerWords,
  type Layer,
  type Party,
  parties,
  partiesOf,
  partyWords,
  poolsOf,
  type Variant,
  variants,
  variantWords,
} from './arrangement.ts'
export { checkArrangement, readArrangement, withVariant } from './check.ts'
export {
  type BadLoan,
  type Cover,
  type CoverFinding,
  coveredLoss,
  coverFindings,
  coverRuleWords,
  type LineStanding,
  lineStanding,
  lineWords,
} from './cover.ts'
export { arrangementRoutes } from './routes.ts'
export {
  newSharing,
  type Posting,
  type SharingEvent,
  type SharingSeries,
  shareNext,
} from './series.ts'
export { type Loss, type LossSplit, splitLoss } from './split-loss.ts'
export type { PartyShare, PoolFree, Premium } from './standing.ts'

export const arrangementFamily = 'arrangement'

/**
 * The arrangement in force on a day, for loans of a kind that may have shares of its own, with its version.
 * Refuses `unknown-arrangement`, `unknown-variant`.
 */
export function arrangementOn(
  book: PolicyBook,
  code: string,
  on: Day,
  variant: Variant | null = null,
): Outcome<{ policy: InForce<Arrangement> }> {
  const policy = policyOf(book, arrangementFamily, code, on, arrangementShape)
  if (!policy) return refuse('unknown-arrangement', { field: 'arrangement', values: { code } })
  const found = withVariant(policy.value, variant)
  return found.ok ? done({ policy: { ...policy, value: found.arrangement } }) : found
}

/**
 * Words that were kept in Chinese, such as what an assignment is about, in the reader's language where they are the name of an
 * arrangement in force; anything else stands as it is.
 */
export function arrangementCalled(book: PolicyBook, language: Language, words: string, on: Day): string {
  if (language === 'zh') return words
  for (const code of arrangementCodesOn(book, on)) {
    const found = arrangementOn(book, code, on)
    if (found.ok && found.policy.value.name.zh === words) return found.policy.value.name[language]
  }
  return words
}

/** The codes of all arrangements in force on a day. */
export const arrangementCodesOn = (book: PolicyBook, on: Day): string[] =>
  codesOn(book, arrangementFamily, on)
