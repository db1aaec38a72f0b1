import type { TaxCreditFacts } from '../tax-credit/limit.ts'
import type { SchemeChecked } from './check.ts'
import type { Compared, Difference } from './difference.ts'

/*
 * What a bank reads of a check by consent to the firm's taxes alone. The day of founding and the revenue go by consent to
 * its figures: how the firm stands to a rule is then said, and from what it is, is not.
 */

const ofDetails: readonly Compared[] = ['foundedOn', 'revenueFen']

export const factsWithoutDetails = (facts: TaxCreditFacts): TaxCreditFacts => ({
  ...facts,
  foundedOn: null,
  revenueFen: {},
})

/** The figure of a rule is null then though the rule is decided, which nothing else makes it. */
export const checkedWithoutDetails = (checked: SchemeChecked): SchemeChecked => ({
  ...checked,
  result: {
    ...checked.result,
    reasons: checked.result.reasons.map((one) =>
      one.rule === 'operating-months' ? { ...one, have: null } : one,
    ),
  },
})

export const changesWithoutDetails = (changes: readonly Difference[] | null): readonly Difference[] | null =>
  changes?.filter(({ of }) => !ofDetails.includes(of)) ?? null

type Kept = {
  readonly facts: TaxCreditFacts
  readonly checked: readonly SchemeChecked[]
  readonly changes: readonly Difference[] | null
}

/** A check that was kept, without them. */
export const keptWithoutDetails = <One extends Kept>(kept: One): One => ({
  ...kept,
  facts: factsWithoutDetails(kept.facts),
  checked: kept.checked.map(checkedWithoutDetails),
  changes: changesWithoutDetails(kept.changes),
})
