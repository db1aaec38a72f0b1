import {
  type Arrangement,
  arrangementCodesOn,
  arrangementOn,
  assumableWords,
  type Party,
  partyWords,
} from '../arrangements/index.ts'
import {
  type BridgePolicy,
  bridgeAssumableWords,
  bridgePolicyCodesOn,
  bridgePolicyOn,
} from '../bridge-pool/index.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { Words } from '../platform/web/words.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { schemeCodesOn, schemeOn } from '../tax-credit/index.ts'
import { amountWords, type Calculator, type Fact, nothing, orLeftOut, type Result, yuan } from './result.ts'

/* Who bears a loss and what a bridge costs, as pages; and what every programme says of its terms. */

export const riskCalculator: Calculator = { name: 'risk-sharing', begin: () => ({ arrangement: '4321' }) }
export const bridgeCalculator: Calculator = {
  name: 'bridge-fee',
  begin: (today) => ({ paidOutOn: today }),
}

type Named = { readonly name: Readonly<Record<'zh' | 'en', string>> }

/** The programmes that a person may choose from today, by name. */
export function programmeOptions(w: Words, book: PolicyBook, today: Day) {
  const named = (codes: readonly string[], find: (code: string) => Outcome<{ policy: InForce<Named> }>) =>
    codes.flatMap((code) => {
      const found = find(code)
      return found.ok ? [{ value: code, label: found.policy.value.name[w.language] }] : []
    })
  return {
    arrangement: named(arrangementCodesOn(book, today), (code) => arrangementOn(book, code, today)),
    scheme: named(schemeCodesOn(book, today), (code) => schemeOn(book, code, today)),
    policy: named(bridgePolicyCodesOn(book, today), (code) => bridgePolicyOn(book, code, today)),
  }
}

/** By which terms something was worked out, and which of them nobody has published. */
export function termsUsed(
  w: Words,
  { value, version, row }: InForce<Named>,
  assumed: readonly string[],
): { readonly fact: Fact; readonly assumed: readonly string[] } {
  const parts = assumed.map((key) => w(key)).join(w('calculators.comma'))
  return {
    fact: {
      label: w('calculators.terms-used'),
      value: value.name[w.language],
      note: w('calculators.terms-version', { version }),
    },
    assumed: [
      ...(row.certainty === 'placeholder' ? [w('calculators.terms-placeholder')] : []),
      ...(assumed.length ? [w('calculators.terms-assumed', { parts })] : []),
    ],
  }
}

type RiskAsked = {
  readonly arrangement: string
  readonly loss: Fen
  readonly poolFree: Fen | null
  readonly recovered: Fen | null
  readonly recoveryCost: Fen | null
}

export const riskAsked = ({ arrangement, loss, poolFree, recovered, recoveryCost }: RiskAsked) => ({
  arrangement,
  lossFen: loss,
  poolFreeFen: orLeftOut(poolFree),
  recoveredFen: orLeftOut(recovered),
  recoveryCostFen: orLeftOut(recoveryCost),
})

type Shared = {
  readonly shares: readonly { readonly party: Party; readonly cashFen: number; readonly borneFen: number }[]
  readonly totalFen: number
}

export function riskResult(w: Words, { shares, totalFen }: Shared, policy: InForce<Arrangement>): Result {
  const { fact, assumed } = termsUsed(w, policy, policy.value.assumed.map(assumableWords))
  return {
    ...nothing,
    assumed,
    facts: [fact, { label: w('calculators.loss-total'), value: amountWords(w, totalFen) }],
    table: {
      caption: w('calculators.shares-caption'),
      columns: [
        { label: w('calculators.column-party') },
        { label: w('calculators.column-cash'), kind: 'number' },
        { label: w('calculators.column-borne'), kind: 'number' },
      ],
      rows: shares.map(({ party, cashFen, borneFen }) => ({
        cells: [w(partyWords(party)), yuan(cashFen), yuan(borneFen)],
      })),
    },
  }
}

type BridgeAsked = {
  readonly policy: string
  readonly principal: Fen
  readonly paidOutOn: Day
  readonly repaidOn: Day
}

export const bridgeAsked = ({ principal, ...asked }: BridgeAsked) => ({ ...asked, principalFen: principal })

type Bridge = {
  readonly days: number
  readonly feeFen: number
  readonly tiers: readonly {
    readonly days: number
    readonly ratePpmPerDay: number
    readonly feeFen: number
  }[]
  readonly overdueDays: number
}

export function bridgeResult(
  w: Words,
  { days, feeFen, tiers, overdueDays }: Bridge,
  policy: InForce<BridgePolicy>,
): Result {
  const { fact, assumed } = termsUsed(w, policy, policy.value.assumed.map(bridgeAssumableWords))
  return {
    ...nothing,
    assumed,
    facts: [
      fact,
      { label: w('calculators.fee-total'), value: amountWords(w, feeFen) },
      {
        label: w('calculators.days-counted'),
        value: w(`calculators.days-${policy.value.dayKind}`, { days }),
      },
      { label: w('calculators.days-overdue'), value: w('calculators.days', { days: overdueDays }) },
    ],
    table: {
      caption: w('calculators.fee-caption'),
      columns: ['days', 'rate-a-day', 'fee'].map((key) => ({
        label: w(`calculators.column-${key}`),
        kind: 'number',
      })),
      rows: tiers.map((tier) => ({
        cells: [String(tier.days), showPercent(ppm(tier.ratePpmPerDay)), yuan(tier.feeFen)],
      })),
    },
  }
}
