import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { post } from '../ledger/index.ts'
import { bookedOn } from '../ledger/period.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { tellOfSettlement } from './actions-notices.ts'
import { linesOf, type Paying } from './actions-paying.ts'
import * as rows from './rows.ts'
import { changeSettlement, type Settlement, settlementById } from './rows-settlements.ts'
import { checkConfirm, checkSettle, lateDays } from './settlement.ts'
import { settledMoves } from './sharing.ts'

type With = Pick<Parts, 'store' | 'config'>
type Kept = Outcome<{ readonly settlement: Settlement }>

/** Somebody of the payer finds the sum right. Refuses `not-the-payer`, `settlement-confirmed`, `stale`. */
export const confirmSettlement = ({ store }: With, by: By, id: Settlement['id']) =>
  act(store, by, async (tx): Promise<Kept> => {
    const found = present(await settlementById(tx, id), 'the settlement that was looked up')
    const who = present(by.person, 'who confirms')
    const may = checkConfirm(found, who)
    if (!may.ok) return may
    const confirmed = { state: 'confirmed' as const, confirmedAt: by.at, confirmedBy: who.id }
    const settlement = await changeSettlement(tx, found, confirmed)
    if (!settlement) return refuse('stale')
    await write(tx, by, {
      happening: 'claims.settlement-confirmed',
      subject: { kind: 'settlement', id },
      from: 'due',
      to: 'confirmed',
    })
    await tellOfSettlement(tx, by, settlement, 'confirmed')
    return done({ settlement })
  })

/**
 * 结算: another one of the payer's people has paid it; both books know, on the first open day where its own is closed. Refuses what `checkSettle` and the ledger refuse,
 * and `stale`.
 */
export const settle = (parts: With, by: By, id: Settlement['id'], { paidOn, reference }: Paying) =>
  act(parts.store, by, async (tx): Promise<Kept> => {
    const found = present(await settlementById(tx, id), 'the settlement that was looked up')
    const who = present(by.person, 'who settles')
    const may = checkSettle(found, who, paidOn, by.today)
    if (!may.ok) return may
    const booked = bookedOn(paidOn, by.today)
    const paid = { settledOn: paidOn, bookedOn: booked, settledAt: by.at, settledBy: who.id, reference }
    const settlement = await changeSettlement(tx, found, { ...paid, state: 'settled' })
    if (!settlement) return refuse('stale')
    const sharers = await rows.sharersOf(tx, found.guaranteeId)
    const { fromParty, toParty, amountFen, number } = found
    const posted = await post(tx, by, parts, {
      ...{ key: `claims.settled ${id}`, kind: 'claims.settled', on: booked, memo: { number, amountFen } },
      subject: { kind: 'guarantee', id: found.guaranteeId },
      lines: linesOf(
        settledMoves({ from: fromParty, to: toParty, fen: amountFen }),
        (party) =>
          present(
            sharers.find((one) => one.party === party),
            `the book of ${party}`,
          ).bookId,
      ),
    })
    if (!posted.ok) return posted
    await write(tx, by, {
      happening: 'claims.settlement-settled',
      subject: { kind: 'settlement', id },
      from: 'confirmed',
      to: 'settled',
      details: { amountFen, lateDays: lateDays(settlement, by.today) },
    })
    await tellOfSettlement(tx, by, settlement, 'settled')
    return done({ settlement })
  })
