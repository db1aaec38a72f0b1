import type { By } from '../accounts/index.ts'
import { lookThrough } from '../consents/index.ts'
import type { Parts } from '../parts.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import type { Application } from './rows.ts'
import { sightIn } from './sight.ts'

/**
 * Whether a bank may read the pre-assessment 税融通预审 of its own case now; if so, the look has been recorded before the
 * answer is there. Refuses: `consent-missing`, `consent-revoked`, `consent-expired`.
 */
export async function lookAtTax(
  { store }: Pick<Parts, 'store'>,
  by: By,
  { id, number, enterpriseId, state }: Application,
): Promise<Outcome<object>> {
  const purposes = sightIn(state).purposes.tax
  if (!purposes) return refuse('consent-missing')
  const subject = { kind: 'application', id, about: number }
  return lookThrough(store, by, enterpriseId, subject, {
    ...{ kind: 'tax', purposes },
    what: ['taxGrade', 'taxCheck'],
  })
}
