import { constraintOf, type Store, type Transaction } from '../../db/index.ts'
import type { By } from '../accounts/by.ts'
import { type Outcome, type Refused, refuse } from '../platform/outcome.ts'
import { addSubmission, submissionOf } from './rows.ts'

/**
 * Constraints that stand behind a rule of a room: where one of them has to say no, a person hears what the rule would
 * have said. It takes a bug to come this far, or a rule that was got round.
 */
const refusedBy: Readonly<Record<string, string>> = {
  ledger_accounts_floor: 'pool-short',
  ledger_accounts_sums: 'sum-too-large',
}

/**
 * One action: one transaction. A form that was submitted before is refused, and a refusal undoes everything,
 * the form's key included, so that a mended form can be sent again.
 *
 * Refuses: `already-submitted`, and whatever the work refuses.
 */
export async function act<T extends object>(
  store: Store,
  by: By,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T> | Refused> {
  try {
    return await store.transact(async (tx) => {
      if (by.once) {
        const key = `${by.person?.id ?? 'nobody'} ${by.once}`
        if (await submissionOf(tx, key)) return refuse('already-submitted')
        await addSubmission(tx, { key, personId: by.person?.id ?? null, at: by.at })
      }
      return work(tx)
    })
  } catch (error) {
    const code = refusedBy[constraintOf(error) ?? '']
    if (code) return refuse(code)
    throw error
  }
}
