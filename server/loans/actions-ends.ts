import type { By } from '../accounts/index.ts'
import { applicationById, released } from '../applications/index.ts'
import { act } from '../audit/index.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { type Kept, keep, reported, type With } from './actions.ts'
import { cancel, closeDrawing } from './loan.ts'
import { loanOf } from './plan.ts'
import * as rows from './rows.ts'
import { checkLoanWriteOff } from './write-off.ts'

/** Both sides give up what was not drawn. Refuses: what `closeDrawing` refuses, and `stale`. */
export const endDrawing = (parts: With, by: By, id: Id<'loan'>, why: string) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const row = present(await rows.loanById(tx, id), 'the loan of a report')
    const closed = closeDrawing(loanOf(row))
    if (!closed.ok) return closed
    const settled = closed.loan.state === 'settled'
    const more = settled ? { settledOn: by.today, overdueSince: null } : {}
    return reported(tx, parts, by, row, closed.loan, { happened: 'drawing-closed', more, why })
  })

/** Ends a contract of which nothing was drawn; its need may be taken again. Refuses: `not-cancellable`, `stale`. */
export const cancelLoan = (parts: With, by: By, id: Id<'loan'>, why: string) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const row = present(await rows.loanById(tx, id), 'the loan of a report')
    const cancelled = cancel(loanOf(row))
    if (!cancelled.ok) return cancelled
    const kept = await reported(tx, parts, by, row, cancelled.loan, { happened: 'cancelled', why })
    if (!kept.ok) return kept
    const application = present(await applicationById(tx, row.applicationId), 'the case of a loan')
    const back = await released(tx, by, application)
    return back.ok ? kept : back
  })

/**
 * 核销: the bank's manager writes a bad loan off. That moves no money and no balance: guarantee, claim and recovery go on as
 * they stand. Refuses what `checkLoanWriteOff` refuses, and `stale`.
 */
export const writeOffLoan = (parts: With, by: By, id: Id<'loan'>, why: string) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const row = present(await rows.loanById(tx, id), 'the loan of a report')
    const may = checkLoanWriteOff(row)
    if (!may.ok) return may
    const more = { writtenOffOn: by.today }
    const details = { balanceFen: row.balanceFen }
    return keep(tx, by, row, loanOf(row), { happened: 'written-off', more, why, details })
  })
