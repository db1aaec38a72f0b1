import { type Arrangement, coverFindings } from '../arrangements/index.ts'
import { isFarming } from '../covers/filing.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { Verdict } from '../matching/fit.ts'
import { type Fen, noFen } from '../money/fen.ts'
import type { GuaranteeMode } from '../products/product.ts'

/** `kind`: no product of a kind that the arrangement takes is open to it; `no`: another rule bars it; `unknown`: a fact is missing. */
export type NeedScope = 'yes' | 'kind' | 'no' | 'unknown'

export type NeedAsked = {
  readonly size: SizeClass | null
  readonly industry: string
  readonly amountFen: Fen
  readonly guaranteeModes: readonly GuaranteeMode[]
  /**
   * What its newest match says of the listed products whose loans the arrangement takes; null where it takes all. Such a loan
   * can only come of one of these, so the need is asked what the loan will be.
   */
  readonly verdicts: readonly Verdict[] | null
}

/**
 * A need before the rules of filing, as far as it can answer before there is a loan. A firm takes a loan on credit anyway,
 * whatever it can put up, as the match has it; where somebody guarantees, it has to say that it can have a guarantor.
 */
export function needScope(arrangement: Arrangement, need: NeedAsked): NeedScope {
  const product = productMet(need.verdicts)
  if (product === 'no') return 'kind'
  const { size, industry, amountFen, guaranteeModes } = need
  const findings = coverFindings(
    { ...arrangement, singleCustomerCapFen: null },
    {
      ...{ size, industry, farming: isFarming(industry) },
      ...{ unsecured: true, coveredFen: noFen, newFen: amountFen },
    },
  )
  const all = [product, guarantorMet(arrangement, guaranteeModes), ...findings.map(({ met }) => met)]
  return all.includes('no') ? 'no' : all.includes('unknown') ? 'unknown' : 'yes'
}

type Met = 'yes' | 'no' | 'unknown'

function productMet(verdicts: NeedAsked['verdicts']): Met {
  if (verdicts === null || verdicts.includes('eligible')) return 'yes'
  return verdicts.includes('unknown') ? 'unknown' : 'no'
}

function guarantorMet({ firstPayer }: Arrangement, modes: readonly GuaranteeMode[]): Met {
  if (!firstPayer || modes.includes('guarantee')) return 'yes'
  return modes.length === 0 ? 'unknown' : 'no'
}
