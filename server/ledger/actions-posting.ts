import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/by.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { type LedgerParts, type Posted, writeEntry } from './actions-entry.ts'
import { releaseExpired } from './actions-reservations.ts'
import type { EntryDraft } from './entry.ts'

/**
 * Posts an entry. Where a pool is short of free money, reservations that have run out are released first.
 * Money that is reserved is not posted but used: see `useReservation`.
 * Refuses: `cash-line`, and what `writeEntry` refuses.
 */
export async function post(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  draft: EntryDraft,
): Promise<Outcome<Posted>> {
  const at = draft.lines.findIndex(({ account }) => account === 'cash-reserved')
  if (at >= 0) return refuse('cash-line', { field: `lines.${at}.account` })
  return withFreed(tx, by, parts, draft, () => writeEntry(tx, by, parts, draft))
}

/** Tries again where money that nobody may use any longer was what lacked. */
export async function withFreed(
  tx: Transaction,
  by: By,
  parts: LedgerParts,
  { lines }: Pick<EntryDraft, 'lines'>,
  attempt: () => Promise<Outcome<Posted>>,
): Promise<Outcome<Posted>> {
  const books = [...new Set(lines.map(({ book }) => book))]
  for (;;) {
    const posted = await attempt()
    if (posted.ok || posted.refusal.code !== 'pool-short') return posted
    // They are released some at a time, the oldest first.
    if ((await releaseExpired(tx, by, parts, books)) === 0) return posted
  }
}
