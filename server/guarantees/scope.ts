import type { Arrangement } from '../arrangements/arrangement.ts'
import { type CoverFinding, coverFindings } from '../arrangements/cover.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import { noFen } from '../money/fen.ts'

/** What the scope of an arrangement asks of a firm on the day; null is unknown, and never "no". */
export type ScopeFacts = {
  readonly size: SizeClass | null
  /** 三农: a farmer, or a firm of farming, by the register or as the guarantor found. */
  readonly farming: boolean | null
  readonly industry: string | null
}

/**
 * Whether a firm may be guaranteed under an arrangement, rule by rule: small or micro on the day, or farming, and in no
 * excluded industry (非融资服务类).
 */
export const scopeFindings = (arrangement: Arrangement, facts: ScopeFacts): CoverFinding[] =>
  coverFindings(
    { ...arrangement, singleCustomerCapFen: null },
    { ...facts, unsecured: null, coveredFen: null, newFen: noFen },
  )

/** `no` when any rule is not met, `unknown` when one cannot be told, else `yes`. */
export function scopeStanding(findings: readonly Pick<CoverFinding, 'met'>[]): CoverFinding['met'] {
  if (findings.some(({ met }) => met === 'no')) return 'no'
  return findings.some(({ met }) => met === 'unknown') ? 'unknown' : 'yes'
}

/**
 * What a customer counts as. A farmer that is a small firm too is one customer with one balance, so it has one kind and is
 * counted once.
 */
export const customerKinds = ['small', 'farming', 'small-farming', 'other'] as const
export type CustomerKind = (typeof customerKinds)[number]

export function customerKind({ size, farming }: Pick<ScopeFacts, 'size' | 'farming'>): CustomerKind {
  const isSmall = size === 'small' || size === 'micro'
  if (isSmall) return farming ? 'small-farming' : 'small'
  return farming ? 'farming' : 'other'
}

/** 支小支农: whom the rules are kinder to; asked once for each customer. */
export const isSmallOrFarming = (kind: CustomerKind): boolean => kind !== 'other'
