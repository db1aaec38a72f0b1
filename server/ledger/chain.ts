import {
  createHmac,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { Values } from '../platform/web/words.ts'
import { sortedEntries } from './entry.ts'

/*
 * What binds the entries to each other: each one's hash is keyed and covers the entry, its postings and the hash
 * before it. Whoever reaches the database without the key can change rows, but not make them fit.
 */

/** What the hash of an entry covers: everything that its rows say. */
export type Sealed = {
  readonly seq: number
  readonly id: string
  readonly bookedOn: Day
  readonly postedAt: Instant
  readonly kind: string
  readonly memo: Values
  readonly why: string | null
  readonly subjectKind: string
  readonly subjectId: string
  readonly personId: string | null
  readonly actor: string
  readonly key: string
  readonly fingerprint: string
  readonly reversesSeq: number | null
  readonly previousHash: string
}

/** With the names of book and account, so that neither can be given another meaning. */
export type SealedPosting = {
  readonly accountId: string
  readonly book: string
  readonly account: string
  readonly amountFen: number
}

/** The canonical form: one JSON list in a fixed order. */
const canonical = (entry: Sealed, postings: readonly SealedPosting[]): string =>
  JSON.stringify([
    entry.previousHash,
    entry.seq,
    entry.id,
    entry.bookedOn,
    entry.postedAt,
    entry.kind,
    sortedEntries(entry.memo),
    entry.why,
    entry.subjectKind,
    entry.subjectId,
    entry.personId,
    entry.actor,
    entry.key,
    entry.fingerprint,
    entry.reversesSeq,
    postings.map(({ accountId, book, account, amountFen }) => [accountId, book, account, amountFen]),
  ])

/** What stands in place of the hash before the first entry. */
export const beginning = 'rongqiao'

export type Seal = {
  readonly publicKey: string
  hashOf(entry: Sealed, postings: readonly SealedPosting[]): string
  sign(text: string): string
  isSigned(text: string, signature: string): boolean
}

const seals = new Map<string, Seal>()

/** The seal of an installation, by its setting LEDGER_KEY. */
export function sealBy(ledgerKey: string): Seal {
  const known = seals.get(ledgerKey)
  if (known) return known
  const made = makeSeal(ledgerKey)
  seals.set(ledgerKey, made)
  return made
}

/** Two keys out of one setting (HKDF, RFC 5869): one for the hashes, one for the signatures (Ed25519, RFC 8032). */
function makeSeal(ledgerKey: string): Seal {
  const derived = (purpose: string) =>
    Buffer.from(hkdfSync('sha256', ledgerKey, 'rongqiao ledger', purpose, 32))
  const chainKey = derived('chain')
  const privateKey = ed25519(derived('checkpoint'))
  const publicKey = createPublicKey(privateKey)
  return {
    publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    hashOf: (entry, postings) =>
      createHmac('sha256', chainKey).update(canonical(entry, postings)).digest('base64url'),
    sign: (text) => sign(null, Buffer.from(text), privateKey).toString('base64url'),
    isSigned: (text, signature) =>
      verify(null, Buffer.from(text), publicKey, Buffer.from(signature, 'base64url')),
  }
}

/** The wrapping of an Ed25519 key in PKCS #8 (RFC 8410), before its 32 bytes. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

const ed25519 = (seed: Buffer): KeyObject =>
  createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: 'der', type: 'pkcs8' })
