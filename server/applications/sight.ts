import type { Sight } from '../consents/disclosure.ts'
import { type ConsentPurpose, dataKinds } from '../consents/kind.ts'
import { type ApplicationState, isClosed, isContract } from './application.ts'
import type { Opening } from './opening.ts'

/** Whether a bank has a contract with the firm of a case: in the case itself, or in the loan that the case renews. */
export const hasContract = (state: ApplicationState, openedBy: Opening): boolean =>
  isContract(state) || openedBy === 'renewal'

/**
 * What a bank may ask to see in a case of this state. While it decides, the firm's consent to the decision opens what
 * it is about; after the contract also a consent to watch the loan. A case that ended without a contract needs nothing
 * any more but to know whom it was about.
 */
export function sightIn(state: ApplicationState, openedBy: Opening = 'firm-applied'): Sight {
  const contract = hasContract(state, openedBy)
  if (isClosed(state) && !isContract(state)) return { purposes: { contact: ['credit-assessment'] }, contract }
  const purposes: readonly ConsentPurpose[] =
    state === 'signed' ? ['credit-assessment', 'post-loan'] : ['credit-assessment']
  return { purposes: Object.fromEntries(dataKinds.map((kind) => [kind, purposes])), contract }
}

/** What a bank asks the firm's consent for in a case of this state; null where there is nothing left to ask for. */
export function purposeIn(state: ApplicationState): ConsentPurpose | null {
  if (state === 'signed') return 'post-loan'
  return isClosed(state) ? null : 'credit-assessment'
}
