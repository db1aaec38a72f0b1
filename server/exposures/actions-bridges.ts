import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { type Exposed, keepExposure } from './actions.ts'
import { quarterOf, type Stand } from './exposure.ts'
import { firmPlaced } from './rows.ts'

/** An advance of a bridge pool as far as it is exposed. */
export type Advance = {
  readonly id: Id<'bridge'>
  readonly poolId: Id<'pool'>
  readonly loanId: Id<'loan'> | null
  readonly enterpriseId: EnterpriseId
  readonly institutionId: InstitutionId
  readonly region: string
  readonly paidOutOn: Day
}

/** What an advance stands for: all that is out is the pool's own. */
export const advanceStand = ({ poolId }: Pick<Advance, 'poolId'>, outFen: Fen): Stand => ({
  ...{ balanceFen: outFen, loans: outFen > 0 ? 1 : 0 },
  bearings: [{ party: poolId, role: 'bridge-pool', fen: outFen }],
})

export const advanceExposed = (
  advance: Advance,
  scheme: string,
  firm: { readonly industry: string; readonly size: Exposed['size'] },
): Exposed => ({
  ...{ id: advance.id, kind: 'bridge', loanId: advance.loanId, enterpriseId: advance.enterpriseId },
  ...{ bankId: advance.institutionId, guarantorId: null, district: advance.region.slice(0, 6) },
  ...{ industry: firm.industry.slice(0, 1), size: firm.size, scheme },
  vintage: quarterOf(advance.paidOutOn),
})

/** Money of a bridge pool went out, came back, or either was undone. `scheme` is the code of the pool's terms. */
export async function keepAdvance(
  tx: Transaction,
  when: Pick<By, 'at' | 'today'>,
  advance: Advance,
  scheme: string,
  outFen: Fen,
): Promise<void> {
  const firm = present(await firmPlaced(tx, advance.enterpriseId), 'the firm of an advance')
  await keepExposure(tx, when, advanceExposed(advance, scheme, firm), advanceStand(advance, outFen))
}
