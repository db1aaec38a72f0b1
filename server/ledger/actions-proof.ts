import type { Reader, Store } from '../../db/index.ts'
import { type By, raiseAlarm } from '../accounts/index.ts'
import { act, trailOf, write } from '../audit/index.ts'
import type { Parts } from '../parts.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { breath } from '../platform/work/breaths.ts'
import type { LedgerParts } from './actions-entry.ts'
import { type Seal, sealBy } from './chain.ts'
import { type Checkpoint, isGenuine, signed } from './checkpoint.ts'
import { type Fault, newProof, type Proof } from './proof.ts'
import { faultInReservations } from './proof-reservations.ts'
import * as ledger from './rows.ts'
import * as rows from './rows-proof.ts'

/** What the trail and the alarm call the ledger as a whole. */
const whole = { kind: 'ledger', id: 'main' }
const points = { kind: 'ledger', id: 'checkpoints' }

export type Verdict = {
  readonly entries: number
  readonly postings: number
  readonly accounts: number
  /** The newest checkpoint that was compared. */
  readonly checkpoint: Checkpoint | null
  /** The first row that is wrong; null where all is sound. */
  readonly fault: Fault | null
}

/** Entries read at once; between two such pages other work has its turn. */
const pageSize = 500

/**
 * Rebuilds every balance from the entries and compares; checks every hash, the sums of every entry, the reservations
 * against the entries that made and ended them, the checkpoints of the database, those that the trail remembers, and those that were `kept` outside. It only reads, holds one page of
 * entries in memory, and looks at the ledger of the moment when it began, whatever is posted meanwhile.
 */
export async function verifyLedger(
  from: Reader,
  { config }: LedgerParts,
  kept: readonly Checkpoint[] = [],
): Promise<Verdict> {
  const seal = sealBy(config.ledgerKey)
  const known = await checkpoints(from)
  if ('code' in known) return { entries: 0, postings: 0, accounts: 0, checkpoint: null, fault: known }
  const proof = newProof(seal, [...known, ...kept])
  const { accounts, fault } = await walk(from, proof)
  return {
    entries: proof.seq,
    postings: proof.postings,
    accounts,
    checkpoint: known.at(-1) ?? null,
    fault: fault ?? (await forgotten(from, known)),
  }
}

/** The accounts of one moment, and then, page after page, the entries that there were at that moment. */
async function walk(from: Reader, proof: Proof): Promise<{ accounts: number; fault: Fault | null }> {
  const accounts = await rows.accountsOfMoment(from)
  const { lastSeq = 0, straySeq = null } = accounts[0] ?? {}
  const byId = new Map<string, Account>(accounts.map((account) => [account.id, account]))
  const answer = (fault: Fault | null) => ({ accounts: accounts.length, fault })
  while (proof.seq < lastSeq) {
    const fault = await page(from, proof, lastSeq, (id) => byId.get(id))
    if (fault) return answer(fault)
    await breath()
  }
  const stray: Fault | null =
    straySeq === null ? null : { code: 'posting-without-entry', table: 'postings', row: String(straySeq) }
  return answer(proof.end(accounts) ?? stray)
}

type Account = Awaited<ReturnType<typeof rows.accountsOfMoment>>[number]
type Find = (id: string) => Account | undefined

async function page(from: Reader, proof: Proof, lastSeq: number, accountOf: Find): Promise<Fault | null> {
  const upTo = Math.min(proof.seq + pageSize, lastSeq)
  try {
    return await checked(from, proof, upTo, accountOf)
  } catch {
    // Something in this page cannot be read; entry by entry, it shows which one it is.
    while (proof.seq < upTo) {
      try {
        const fault = await checked(from, proof, proof.seq + 1, accountOf)
        if (fault) return fault
      } catch {
        return { code: 'entry-unreadable', table: 'entries', row: String(proof.seq + 1) }
      }
    }
    return null
  }
}

/** The entries up to a number, each with its postings; one that is not there is a fault. */
async function checked(from: Reader, proof: Proof, upTo: number, accountOf: Find): Promise<Fault | null> {
  const after = proof.seq
  const entries = await rows.entriesBetween(from, after, upTo)
  const lines = new Map<number, Awaited<ReturnType<typeof rows.postingsBetween>>>()
  for (const line of await rows.postingsBetween(from, after, upTo)) {
    const own = lines.get(line.entrySeq)
    if (own) own.push(line)
    else lines.set(line.entrySeq, [line])
  }
  for (const entry of entries) {
    const fault = proof.entry(entry, lines.get(entry.seq) ?? [], accountOf)
    if (fault) return fault
  }
  if (proof.seq < upTo) return { code: 'entry-missing', table: 'entries', row: String(proof.seq + 1) }
  const held = entries.map((entry) => ({
    entry,
    lines: (lines.get(entry.seq) ?? []).flatMap(({ accountId, amountFen }) => {
      const account = accountOf(accountId)
      return account ? [{ book: account.book, code: account.code, amountFen }] : []
    }),
  }))
  return faultInReservations(held, await rows.reservationsBetween(from, after, upTo))
}

/** All checkpoints of the database; or the first that cannot be read, by its place. */
async function checkpoints(from: Reader): Promise<Checkpoint[] | Fault> {
  const all: Checkpoint[] = []
  for (;;) {
    try {
      const some = await rows.checkpointsFrom(from, all.length, pageSize)
      all.push(...some)
      if (some.length < pageSize) return all
    } catch {
      return { code: 'checkpoint-forged', table: 'checkpoints', row: `#${all.length + 1}` }
    }
  }
}

/** A checkpoint that the trail remembers and the ledger does not: somebody took it away. */
async function forgotten(from: Reader, known: readonly Checkpoint[]): Promise<Fault | null> {
  const hashes = new Map(known.map(({ seq, hash }) => [seq, hash]))
  const remembered = (await trailOf(from, points.kind, points.id)).map(({ details }) => details ?? {})
  const gone = remembered.find(({ seq, hash }) => hashes.get(Number(seq)) !== hash)
  return gone ? { code: 'checkpoint-missing', table: 'checkpoints', row: String(gone.seq) } : null
}

/** Whether the newest entry was sealed by this installation's key; a ledger without entries fits every key. */
export async function fitsKey(from: Reader, { config }: LedgerParts): Promise<boolean> {
  const head = await ledger.headOf(from)
  if (!head) return true
  const entry = await ledger.entryBySeq(from, head.seq)
  const postings = await ledger.postingsOf(from, head.seq)
  return entry !== null && sealBy(config.ledgerKey).hashOf(entry, postings) === entry.hash
}

/**
 * Signs how many entries there are and the hash of the last, and leaves both in the trail. Where nothing was posted
 * since the last one, that is the answer. Refuses: `ledger-empty`, `ledger-altered`.
 */
export const writeCheckpoint = (
  { store, config }: Pick<Parts, 'store' | 'config'>,
  by: By,
): Promise<Outcome<{ checkpoint: Checkpoint; fresh: boolean }>> =>
  act(store, by, async (tx) => {
    const head = await ledger.headOf(tx)
    if (!head) return refuse('ledger-empty')
    const newest = await rows.newestCheckpoint(tx)
    if (newest?.seq === head.seq) return done({ checkpoint: newest, fresh: false })
    if (!(await fitsKey(tx, { config }))) return refuse('ledger-altered')
    const checkpoint = signed(sealBy(config.ledgerKey), { ...head, writtenAt: by.at })
    await rows.addCheckpoint(tx, { ...checkpoint, personId: by.person?.id ?? null, actor: by.actor })
    await write(tx, by, {
      happening: 'ledger.checkpoint-written',
      subject: points,
      details: { seq: head.seq, hash: head.hash },
    })
    return done({ checkpoint, fresh: true })
  })

/**
 * The nightly proof: verifies, leaves the verdict in the trail, and signs a checkpoint if all is sound. What is not is
 * an alarm, and nothing is signed.
 */
export async function proveLedger({ store, config }: Parts, by: By): Promise<Verdict> {
  const verdict = await verifyLedger(store.read, { config })
  const { fault, entries, postings } = verdict
  if (entries === 0 && !fault) return verdict
  await store.transact(async (tx) => {
    await write(tx, by, {
      happening: fault ? 'ledger.verify-failed' : 'ledger.verified',
      subject: whole,
      details: { entries, postings, ...fault },
    })
    if (fault) await raiseAlarm(tx, config, by, 'ledger.verify-failed', `${fault.table} ${fault.row}`)
  })
  if (!fault) await writeCheckpoint({ store, config }, by)
  return verdict
}

/** What the last proof said, and what is signed: for the page. */
export async function proofState(store: Pick<Store, 'read'>, { config }: LedgerParts) {
  const [last = null] = await trailOf(store.read, whole.kind, whole.id)
  const checkpoint = await rows.newestCheckpoint(store.read)
  const head = await ledger.headOf(store.read)
  return { last, checkpoint, head, isGenuine: checkpoint ? isGenuine(sealOf(config), checkpoint) : null }
}

const sealOf = ({ ledgerKey }: LedgerParts['config']): Seal => sealBy(ledgerKey)
