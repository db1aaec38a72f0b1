import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { noFen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { type Asking, addAsked, askable, type Kept } from './actions.ts'
import { headroom } from './actions-figures.ts'
import { changeBalance, type FollowParts, followLoan } from './actions-following.ts'
import { tellOfGuarantee } from './actions-notices.ts'
import { sharesAt, signed } from './actions-signing.ts'
import { checkFee, yearlyFee } from './fee.ts'
import { ruleOn, versionsWith } from './policies.ts'
import { capRefusal } from './ratios.ts'
import * as rows from './rows.ts'
import { scopeStanding } from './scope.ts'

/** What a guarantor and a bank agreed, as far as one loan hangs on it. */
export type Agreed = Asking & { readonly id: Id<'batch-agreement'>; readonly feePpm: Ppm }

/**
 * 见贷即担: guarantees a loan that is paid out already, by an agreement and not by a sheet of the guarantor's. The law asks
 * of it what it asks of any: scope, the customer's cap, every ratio of the guarantor, the stop lines, the fee. All of it is
 * asked before anything is written, so a loan that is refused leaves nothing behind. Its letter is numbered at once, its
 * filing is due, and it is in force with what is out of the loan today.
 *
 * Refuses as `askForGuarantee`, and `scope-unknown`, what `capRefusal` and `checkFee` refuse, `sharer-missing`.
 */
export async function guaranteeInBatch(
  tx: Transaction,
  parts: Pick<Parts, 'policies' | 'words' | 'config'>,
  by: By,
  agreed: Agreed,
  applicationId: Id<'application'>,
): Promise<Kept> {
  const found = await askable(tx, parts, by, applicationId, agreed, 'batch')
  if (!found.ok) return found
  const fees = ruleOn(parts.policies, 'guarantee-fees', by.today)
  const { feePpm } = agreed
  const draft = {
    ...found.draft,
    ...{ agreementId: agreed.id, feePpm, feeFen: yearlyFee(found.draft.amountFen, feePpm) },
    policies: versionsWith(found.draft.policies, fees.version),
  }
  // Nobody looks at the firm before the letter, so what the register does not say stays unknown.
  if (scopeStanding(draft.scope) !== 'yes') return refuse('scope-unknown')
  const fee = checkFee(fees.value, draft.amountFen, feePpm)
  if (!fee.ok) return fee
  const rooms = await headroom(tx, parts, by.today, { ...draft, number: '', state: null })
  const over = capRefusal(rooms)
  if (over) return over
  const shares = await sharesAt(tx, parts, by, { ...draft, number: '' })
  if (!shares.ok) return shares
  const asked = await addAsked(tx, parts, by, draft)
  const more = { rooms, approvedAt: by.at }
  const letter = await signed(tx, parts, by, asked, { actor: 'agreement', told: 'batch-signed', more })
  if (!letter.ok) return letter
  const loan = present(await rows.loanOfCase(tx, applicationId), 'a loan that is paid out')
  const followed = await followLoan(tx, parts, by, loan, by.today, true)
  if (!followed.ok) return followed
  return {
    ok: true,
    guarantee: present(await rows.guaranteeById(tx, asked.id), 'a guarantee of a batch'),
  }
}

/**
 * Takes a guarantee of a batch back: it should not have been filed. What it put into the books goes out of them by an entry
 * of its own, its filing is waited for no more, and the province hears of it. Refuses `batch-claimed` (naming it), `stale`,
 * and what the ledger refuses.
 */
export async function takeBackBatched(
  tx: Transaction,
  parts: FollowParts,
  by: By,
  guarantee: rows.Guarantee,
  why: string,
): Promise<Outcome<{ readonly guarantee: rows.Guarantee }>> {
  const { openClaims, claimedFen, number, filing, id } = guarantee
  if (openClaims > 0 || claimedFen > 0) return refuse('batch-claimed', { values: { number } })
  const ended = { state: 'withdrawn', openFen: noFen, balanceFen: noFen, kind: 'closed' } as const
  const more = filing === 'filed' ? {} : { filing: 'none' as const }
  const taken = await changeBalance(tx, parts, by, guarantee, ended, { on: by.today, why, more })
  if (!taken.ok) return taken
  const province = (await rows.sharesOf(tx, id)).find(({ party }) => party === 'reguarantor')
  if (province?.institutionId && (filing === 'sent' || filing === 'filed'))
    await tellOfGuarantee(tx, by, 'taken-back', taken.guarantee, province.institutionId)
  return taken
}
