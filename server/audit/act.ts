import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/by.ts'
import { type Outcome, type Refused, refuse } from '../platform/outcome.ts'
import { addSubmission, submissionOf } from './rows.ts'

/**
 * One action: one transaction. A form that was submitted before is refused, and a refusal undoes everything,
 * the form's key included, so that a mended form can be sent again.
 *
 * Refuses: `already-submitted`, and whatever the work refuses.
 */
export const act = <T extends object>(
  store: Store,
  by: By,
  work: (tx: Transaction) => Promise<Outcome<T>>,
): Promise<Outcome<T> | Refused> =>
  store.transact(async (tx) => {
    if (by.once) {
      const key = `${by.person?.id ?? 'nobody'} ${by.once}`
      if (await submissionOf(tx, key)) return refuse('already-submitted')
      await addSubmission(tx, { key, personId: by.person?.id ?? null, at: by.at })
    }
    return work(tx)
  })
