import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { SizeClass } from '../enterprises/size-class.ts'
import type { GuaranteeState } from '../guarantees/guarantee.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import { type BearerRole, type ExposureKind, quarterOf, type Stand } from './exposure.ts'

type Guaranteed = {
  readonly id: Id<'guarantee'>
  readonly loanId: Id<'loan'> | null
  readonly enterpriseId: EnterpriseId
  readonly bankId: InstitutionId
  readonly guarantorId: InstitutionId
  readonly district: string
  readonly industry: string
  readonly size: SizeClass | null
  readonly arrangement: string
  readonly inForceOn: Day
}

/** Under what a guarantee in force counts; its vintage is the quarter in which it came into force with the drawdown. */
export const guaranteeExposed = (one: Guaranteed) => ({
  ...{ id: one.id, kind: 'guarantee' as ExposureKind, loanId: one.loanId, enterpriseId: one.enterpriseId },
  ...{ bankId: one.bankId, guarantorId: one.guarantorId, district: one.district },
  ...{ industry: one.industry.slice(0, 1), size: one.size, scheme: one.arrangement },
  vintage: quarterOf(one.inForceOn),
})

type Share = {
  readonly party: BearerRole
  readonly institutionId: InstitutionId | null
  readonly contingentFen: Fen
}

/** What a guarantee stands for: its balance, and of it everybody's contingent share. It counts until it is over. */
export const guaranteeStand = (
  { state, balanceFen }: { readonly state: GuaranteeState; readonly balanceFen: Fen },
  shares: readonly Share[],
): Stand => ({
  ...{ balanceFen, loans: state === 'in-force' || state === 'claimed' ? 1 : 0 },
  bearings: shares.map(({ party, institutionId, contingentFen }) => ({
    ...{ party: institutionId ?? party, role: party, fen: contingentFen },
  })),
})
