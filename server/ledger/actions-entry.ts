import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { type Fen, fen, isFen, negative, noFen, showYuan } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { assert, present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { beginning, sealBy } from './chain.ts'
import { checkEntry, type EntryDraft, fingerprintOf, type Line } from './entry.ts'
import { checkPeriod } from './period.ts'
import * as rows from './rows.ts'

/** The ledger's key is a setting; whoever posts hands over what he was given. */
export type LedgerParts = Pick<Parts, 'config'>

/** `fresh` is false where the key was used before: then nothing happened, and this is what happened then. */
export type Posted = { readonly entry: rows.EntryRow; readonly fresh: boolean }

/**
 * Writes one entry, its postings and the balances that they move, inside the caller's transaction, so that what the
 * business writes and what the ledger writes stand or fall together. How rooms post is `post`; this is what `post`,
 * `reverse` and reservations have in common.
 *
 * Refuses as `checkEntry` and `checkPeriod` do, and `unknown-account`, `entry-key-reused`, `pool-short`, `account-short`,
 * `sum-too-large`.
 */
export async function writeEntry(
  tx: Transaction,
  by: By,
  { config }: LedgerParts,
  draft: EntryDraft,
  reversesSeq: number | null = null,
): Promise<Outcome<Posted>> {
  const checked = checkEntry(draft, by.today)
  if (!checked.ok) return checked
  const ground = await rows.groundFor(tx, draft.lines, draft.key)
  const fingerprint = fingerprintOf(draft, reversesSeq)
  if (ground.sameKeySeq !== null) return asBefore(tx, ground.sameKeySeq, fingerprint)
  // Only now: what was booked in time is answered as it was, however late it is asked again.
  const open = checkPeriod(draft.on, by.today)
  if (!open.ok) return open
  const moved = movesOf(draft.lines, ground)
  if (!moved.ok) return moved
  const { moves } = moved
  const seq = (ground.headSeq ?? 0) + 1
  const unsealed = {
    seq,
    id: newId<'entry'>(),
    bookedOn: draft.on,
    postedAt: by.at,
    kind: draft.kind,
    memo: draft.memo ?? {},
    why: draft.why ?? null,
    subjectKind: draft.subject.kind,
    subjectId: draft.subject.id,
    personId: by.person?.id ?? null,
    actor: by.actor,
    key: draft.key,
    fingerprint,
    reversesSeq,
    previousHash: ground.headHash ?? beginning,
  }
  const hash = sealBy(config.ledgerKey).hashOf(unsealed, moves)
  const entry: rows.EntryRow = { ...unsealed, hash }
  await rows.addEntry(
    tx,
    entry,
    moves.map(({ accountId, amountFen }, line) => ({
      entrySeq: seq,
      line,
      accountId,
      bookedOn: draft.on,
      amountFen,
    })),
    moves,
  )
  return done({ entry, fresh: true })
}

/** The key was used before: for the same, then that is the answer, or for something else. */
async function asBefore(tx: Transaction, seq: number, fingerprint: string): Promise<Outcome<Posted>> {
  const entry = present(await rows.entryBySeq(tx, seq), 'the entry of a key')
  if (entry.fingerprint !== fingerprint) return refuse('entry-key-reused', { field: 'key' })
  return done({ entry, fresh: false })
}

/** One posting and what it does to its account. */
type Move = rows.Change & { readonly book: string; readonly account: string; readonly amountFen: Fen }

/** What each line does to its account, if every account can bear it. */
function movesOf(lines: readonly Line[], { places, balances }: rows.Ground): Outcome<{ moves: Move[] }> {
  const moves: Move[] = []
  for (const [at, line] of lines.entries()) {
    const place = places[at]
    if (!place) return refuse('unknown-account', { field: `lines.${at}.account` })
    const before = present(balances.get(place.id), 'the balance of an account')
    const change = place.side === 'debit' ? line.fen : negative(line.fen)
    const after = before + change
    if (!isFen(after)) return refuse('sum-too-large', { field: `lines.${at}.fen` })
    if (place.floorFen !== null && after < place.floorFen) return tooLittle(line, at, before)
    moves.push({
      accountId: place.id,
      book: place.bookCode,
      account: place.code,
      amountFen: line.fen,
      debitFen: line.fen > 0 ? line.fen : noFen,
      creditFen: line.fen < 0 ? negative(line.fen) : noFen,
      balanceFen: change,
    })
  }
  assert(moves.length === lines.length, 'every line moves its account')
  return done({ moves })
}

/** The account has less than the line takes from it: a pool is short of cash, or more is settled than there is. */
function tooLittle({ account, fen: amount }: Line, at: number, there: Fen) {
  const isCash = account === 'cash-free' || account === 'cash-reserved'
  return refuse(isCash ? 'pool-short' : 'account-short', {
    field: `lines.${at}.fen`,
    values: { there: showYuan(there), wanted: showYuan(fen(Math.abs(amount))) },
  })
}
