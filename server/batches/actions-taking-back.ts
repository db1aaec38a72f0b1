import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { takeBackBatched } from '../guarantees/index.ts'
import { showYuan } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { tell } from './actions.ts'
import type { With } from './actions-filing.ts'
import * as rows from './rows.ts'

/**
 * 撤回: takes a booked filing back as one, with its reason. Every guarantee that it made and that still stands ends, with an
 * entry in every sharer's book; one whose loan was paid back meanwhile has ended already. All or none.
 *
 * Refuses `filing-moved`, what `takeBackBatched` refuses, `stale`.
 */
export const takeBackFiling = (parts: With, by: By, known: rows.Filing, why: string) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly filing: rows.Filing }>> => {
    const filing = present(await rows.filingById(tx, known.id), 'the filing that was looked up')
    if (filing.state !== 'booked') return refuse('filing-moved')
    const loanIds = filing.rows.flatMap(({ fault, loanId }) => (fault === null && loanId ? [loanId] : []))
    for (const guarantee of await rows.standingOf(tx, filing.agreementId, loanIds)) {
      const taken = await takeBackBatched(tx, parts, by, guarantee, why)
      if (!taken.ok) return taken
    }
    const changes = { takenBackAt: by.at, takenBackBy: by.person?.id ?? null, takenBackWords: why }
    const after = await rows.changeFiling(tx, filing, { ...changes, state: 'taken-back' })
    if (!after) return refuse('stale')
    await write(tx, by, {
      ...{ happening: 'batches.filing-taken-back', subject: { kind: 'batch-filing', id: filing.id }, why },
      ...{ from: filing.state, to: 'taken-back', details: { number: filing.number, loans: filing.goodRows } },
    })
    const agreement = present(await rows.agreementById(tx, filing.agreementId), 'the agreement of a filing')
    const values = { count: filing.goodRows, yuan: showYuan(filing.amountFen) }
    await tell(tx, by, agreement, 'taken-back', [{ bank: agreement.guarantorId, officer: null }], values)
    return done({ filing: after })
  })
