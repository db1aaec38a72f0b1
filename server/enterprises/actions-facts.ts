import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { isDay } from '../money/day.ts'
import type { ExaminedName, KeptFact } from '../objections/objection.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { sizeOf } from './actions-profile.ts'
import type { EnterpriseId } from './enterprise.ts'
import { checkParticulars } from './registration.ts'
import * as rows from './rows.ts'
import { standingGrade } from './tax-grade.ts'

type Kept = Outcome<{ readonly firm: rows.Firm }>

/** A kept fact as text, the way an objection holds it; null where nobody gave it. */
export const factOf = (firm: rows.Firm, fact: KeptFact): string | null =>
  fact === 'grade' ? standingGrade(firm) : firm[fact]

/**
 * While an objection to the fact is examined, the match takes it for unknown; of the tax paid only that of the year.
 * Refuses: `stale`.
 */
export async function dispute(tx: Transaction, firm: rows.Firm, name: ExaminedName): Promise<Kept> {
  const disputed = [...new Set([...(firm.disputed ?? []), name])]
  const changed = await rows.changeFirm(tx, firm, { disputed })
  return changed ? done({ firm: changed }) : refuse('stale')
}

/** The fact counts again as it stands; what the tax bureau says is corrected in its own room. Refuses: `stale`. */
export async function undispute(tx: Transaction, id: EnterpriseId, name: ExaminedName): Promise<Kept> {
  const firm = present(await rows.firmOf(tx, id), 'the firm of an objection')
  const changed = await rows.changeFirm(tx, firm, { disputed: without(firm, name) })
  return changed ? done({ firm: changed }) : refuse('stale')
}

function without(firm: rows.Firm, fact: ExaminedName): rows.Firm['disputed'] {
  const left = (firm.disputed ?? []).filter((one) => one !== fact)
  return left.length ? left : null
}

/**
 * The fact counts again: as it stood, or as the bureau found it to be. A correction is checked and written as the
 * firm's own would be, its size class with it; the firm stays verified, for the bureau itself has looked.
 * Refuses: what `checkParticulars` refuses, `claim-malformed`, `stale`.
 */
export async function settle(
  tx: Transaction,
  { reference }: Pick<Parts, 'reference'>,
  by: By,
  id: EnterpriseId,
  { fact, corrected }: { readonly fact: Exclude<KeptFact, 'grade'>; readonly corrected: string | null },
): Promise<Kept> {
  if (corrected === null) return undispute(tx, id, fact)
  const firm = present(await rows.firmOf(tx, id), 'the firm of an objection')
  const disputed = without(firm, fact)
  const found = corrections(fact, corrected)
  if (!found) return refuse('claim-malformed')
  const after = { ...firm, ...found }
  const fine = checkParticulars(
    { ...after, foundedOn: present(after.foundedOn, 'a day') },
    reference,
    by.today,
  )
  if (!fine.ok) return fine
  const size = await sizeOf(tx, id, after.industry)
  const changed = await rows.changeFirm(tx, firm, { ...found, disputed, size })
  if (!changed) return refuse('stale')
  await write(tx, by, {
    happening: 'enterprises.corrected',
    subject: { kind: 'enterprise', id },
    details: { before: { [fact]: factOf(firm, fact) }, after: { [fact]: corrected } },
  })
  return done({ firm: changed })
}

function corrections(fact: Exclude<KeptFact, 'grade'>, value: string): Partial<rows.Firm> | null {
  if (fact === 'foundedOn') return isDay(value) ? { foundedOn: value } : null
  return { [fact]: value }
}
