import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { Fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { FileId } from '../platform/files/folder.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { DueDay } from '../policies/index.ts'
import { markOfLetter } from './letter.ts'
import { checkPromise, movePromise, type PromiseState, type PromiseTerms } from './promise.ts'
import * as rows from './rows.ts'

/*
 * What happens to a letter, each within the transaction of the advance that it stands behind.
 */

type Asked = {
  readonly bridgeId: Id<'bridge'>
  readonly loanId: Id<'loan'>
  readonly enterpriseId: Id<'enterprise'>
  readonly institutionId: Id<'institution'>
  readonly leastFen: Fen
  readonly due: DueDay
}

/** The bank that holds the old loan is asked for its letter. */
export async function askPromise(
  tx: Transaction,
  by: By,
  { due, ...asked }: Asked,
): Promise<rows.PromiseRow> {
  const promise: rows.PromiseRow = {
    ...{ ...asked, id: newId<'promise'>(), number: await nextNumber(tx, 'CN', by.today), state: 'asked' },
    ...{ askedAt: by.at, amountFen: null, validUntil: null, newLoanBy: null, letterNumber: null },
    ...{ signer: null, accountName: null, accountNumber: null, signedAt: null, signedBy: null, sha256: null },
    ...{
      usedAt: null,
      fileId: null,
      fileName: null,
      why: null,
      dueOn: due.on,
      duePolicies: due.policies,
      version: 1,
    },
  }
  await rows.addPromise(tx, promise)
  await trail(tx, by, promise.id, 'asked', { to: 'asked' })
  return promise
}

/** The letter as it was stamped and scanned, in the folder of files. */
export type LetterFile = { readonly fileId: FileId; readonly fileName: string }

/**
 * The bank signs. Refuses what `checkPromise` refuses, `promise-letter-used` (a letter of this number stands behind
 * another advance), `promise-used` and `promise-move-not-allowed`, `stale`.
 */
export async function signPromise(
  tx: Transaction,
  by: By,
  promise: rows.PromiseRow,
  terms: PromiseTerms,
  file: LetterFile | null,
): Promise<Outcome<{ readonly promise: rows.PromiseRow }>> {
  const person = present(by.person, 'who signs a letter')
  const moved = movePromise(promise.state, 'signed')
  if (!moved.ok) return moved
  const bank = present(person.institutionId, 'the bank of who signs')
  const fine = checkPromise(
    terms,
    { leastFen: promise.leastFen, holder: promise.institutionId, bank },
    by.today,
  )
  if (!fine.ok) return fine
  if (await rows.letterThere(tx, promise.institutionId, terms.letterNumber))
    return refuse('promise-letter-used', { field: 'letterNumber' })
  return changed(tx, by, promise, 'signed', {
    ...{ ...terms, ...file, signedAt: by.at, signedBy: person.id, dueOn: null, duePolicies: null },
    sha256: markOfLetter({ ...promise, ...terms }),
  })
}

/** Any other step of a letter. Refuses `promise-used`, `promise-move-not-allowed`, `stale`. */
export async function stepPromise(
  tx: Transaction,
  by: By,
  promise: rows.PromiseRow,
  to: Exclude<PromiseState, 'asked'>,
  why: string | null = null,
): Promise<Outcome<{ readonly promise: rows.PromiseRow }>> {
  const moved = movePromise(promise.state, to)
  if (!moved.ok) return moved
  const used = to === 'used' ? { usedAt: by.at } : to === 'signed' ? { usedAt: null } : {}
  return changed(tx, by, promise, to, { ...used, why, dueOn: null, duePolicies: null })
}

async function changed(
  tx: Transaction,
  by: By,
  promise: rows.PromiseRow,
  to: PromiseState,
  changes: Parameters<typeof rows.changePromise>[2],
): Promise<Outcome<{ readonly promise: rows.PromiseRow }>> {
  const after = await rows.changePromise(tx, promise, { ...changes, state: to })
  if (!after) return refuse('stale')
  await trail(tx, by, promise.id, to, { from: promise.state, to, ...(after.why ? { why: after.why } : {}) })
  return done({ promise: after })
}

const trail = (tx: Transaction, by: By, id: Id<'promise'>, what: string, more: object) =>
  write(tx, by, { happening: `promises.${what}`, subject: { kind: 'promise', id }, ...more })
