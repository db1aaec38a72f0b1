import type { Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { answer, type TaxWarning } from './rows.ts'
import type { WarningOutcome } from './warning.ts'

/** The bank answers a warning of its own: what it found, and what it did. Refuses `warning-answered`. */
export const answerWarning = (
  store: Store,
  by: By,
  { id, loanId, rule }: Pick<TaxWarning, 'id' | 'loanId' | 'rule'>,
  { outcome, did }: { readonly outcome: WarningOutcome; readonly did: string },
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const said = { outcome, did, answeredAt: by.at, answeredBy: by.person?.id ?? null }
    if (!(await answer(tx, id, said))) return refuse('warning-answered')
    await write(tx, by, {
      happening: 'tax-watch.answered',
      subject: { kind: 'loan', id: loanId },
      why: did,
      details: { rule, outcome },
    })
    return done()
  })
