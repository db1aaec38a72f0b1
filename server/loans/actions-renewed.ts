import type { Reader } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { type Application, renewedInCase } from '../applications/index.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import { checkTotalCap } from '../tax-checks/index.ts'
import { daysLate, plan } from './plan.ts'
import { checkRenewed, checkRenewedBy, type Renewed } from './renewed.ts'
import * as rows from './rows.ts'
import { classesOfLoan } from './rows-classes.ts'

/** The old loan as it stood at the end of a day, however late that is reported. */
async function renewedOn(from: Reader, id: Id<'loan'>, on: Day): Promise<Renewed> {
  const row = present(await rows.loanById(from, id), 'the loan that is renewed')
  const paid = (await rows.repaymentsOf(from, id)).filter(({ paidOn }) => paidOn <= on)
  const dues = plan(row, await rows.drawdownsOf(from, id))
  const { state, balanceFen, maturesOn } = row
  const classed = (await classesOfLoan(from, id)).find(({ classedOn }) => classedOn <= on)
  const late = state === 'settled' || state === 'cancelled' ? 0 : daysLate(dues, paid, on)
  return { state, balanceFen, maturesOn, daysLate: late, riskClass: classed?.toClass ?? null }
}

/**
 * What the contract of a case renews, if it does; one that lends anew stays within the cap of its scheme over all banks,
 * while a renewal lends nothing that is not out already. Refuses: as `checkRenewed` and `checkTotalCap`.
 */
export async function maySign(
  from: Reader,
  parts: Pick<Parts, 'policies'>,
  { today }: Pick<By, 'today'>,
  application: Application,
  { signedOn, amountFen }: { readonly signedOn: Day; readonly amountFen: Fen },
): Promise<Outcome<{ readonly renewalOf: Id<'loan'> | null }>> {
  const renewed = await renewedInCase(from, application.id)
  if (!renewed) {
    const within = await checkTotalCap(from, parts, application, amountFen, today)
    return within.ok ? done({ renewalOf: null }) : within
  }
  const may = checkRenewed(await renewedOn(from, renewed.loanId, signedOn), signedOn)
  return may.ok ? done({ renewalOf: renewed.loanId }) : may
}

/** Whether a renewal may be drawn. Refuses: as `checkRenewedBy`. */
export const renewalDrawn = async (
  from: Reader,
  id: Id<'loan'>,
  { amountFen, drawnOn }: { readonly amountFen: Fen; readonly drawnOn: Day },
): Promise<Outcome<object>> => checkRenewedBy(await renewedOn(from, id, drawnOn), amountFen, drawnOn)
