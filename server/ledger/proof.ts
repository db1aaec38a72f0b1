import { type Fen, fen, isFen } from '../money/fen.ts'
import { beginning, type Seal, type Sealed } from './chain.ts'
import { type AccountCode, type BookKind, chartLine } from './chart.ts'
import { type Checkpoint, isGenuine } from './checkpoint.ts'

/*
 * What an auditor would do with a pencil: go through all entries in their order, add up every account anew, and compare.
 * It holds the accounts in memory and one entry, whatever the number of postings.
 */

/** What can be wrong; each has words under `ledger.fault.<code>`. */
export const faultCodes = [
  'entry-unreadable',
  'entry-missing',
  'entry-altered',
  'entry-not-balanced',
  'entry-day-differs',
  'reversal-backwards',
  'posting-without-entry',
  'posting-of-unknown-account',
  'checkpoint-forged',
  'checkpoint-differs',
  'checkpoint-missing',
  'entries-cut-off',
  'account-altered',
  'balance-differs',
  'below-floor',
  'reservations-differ',
  'reservation-altered',
] as const
export type FaultCode = (typeof faultCodes)[number]

/** The first row that is wrong: of which table, by the number or the name that a person finds it by. */
export type Fault = {
  readonly code: FaultCode
  readonly table: 'entries' | 'postings' | 'accounts' | 'checkpoints' | 'reservations'
  readonly row: string
}

export type ProvenEntry = Sealed & { readonly hash: string }
export type ProvenPosting = {
  readonly entrySeq: number
  readonly accountId: string
  readonly bookedOn: string
  readonly amountFen: number
}
export type ProvenAccount = {
  readonly id: string
  readonly book: string
  readonly kind: BookKind
  readonly code: AccountCode
  readonly side: string
  readonly floorFen: number | null
  readonly debitFen: number
  readonly creditFen: number
  readonly balanceFen: number
  readonly postings: number
  /** What the open reservations of its book add up to; for the account that holds them. */
  readonly reservedFen: number
}

type Sums = { debitFen: number; creditFen: number; postings: number }
type Named = { readonly book: string; readonly code: AccountCode }

export type Proof = {
  readonly seq: number
  readonly postings: number
  /** The next entry in the chain with all its postings; the fault that it shows, if any. */
  entry(
    entry: ProvenEntry,
    postings: readonly ProvenPosting[],
    accountOf: (id: string) => Named | undefined,
  ): Fault | null
  /** At the end: the accounts against what the entries add up to, and the checkpoints against the last entry. */
  end(accounts: readonly ProvenAccount[]): Fault | null
}

const faultAt = (code: FaultCode, table: Fault['table'], row: string | number): Fault => ({
  code,
  table,
  row: String(row),
})

/** Begins a proof against these checkpoints: those of the database, and those that were kept outside it. */
export function newProof(seal: Seal, checkpoints: readonly Checkpoint[]): Proof {
  const pinned = new Map<number, Checkpoint[]>()
  for (const point of checkpoints) pinned.set(point.seq, [...(pinned.get(point.seq) ?? []), point])
  const sums = new Map<string, Sums>()
  let [seq, hash, postings] = [0, beginning, 0]

  return {
    get seq() {
      return seq
    },
    get postings() {
      return postings
    },
    entry(entry, lines, accountOf) {
      if (entry.seq !== seq + 1) return faultAt('entry-missing', 'entries', seq + 1)
      const fault = faultInEntry(seal, entry, lines, hash, accountOf)
      if (fault) return fault
      for (const point of pinned.get(entry.seq) ?? []) {
        if (!isGenuine(seal, point)) return faultAt('checkpoint-forged', 'checkpoints', point.seq)
        if (point.hash !== entry.hash) return faultAt('checkpoint-differs', 'checkpoints', point.seq)
      }
      for (const line of lines) addTo(sums, line)
      seq = entry.seq
      hash = entry.hash
      postings += lines.length
      return null
    },
    end(accounts) {
      const beyond = checkpoints.find((point) => point.seq > seq)
      if (beyond)
        return isGenuine(seal, beyond)
          ? faultAt('entries-cut-off', 'entries', seq + 1)
          : faultAt('checkpoint-forged', 'checkpoints', beyond.seq)
      for (const account of accounts) {
        const fault = faultInAccount(account, sums.get(account.id))
        if (fault) return fault
      }
      return null
    },
  }
}

function faultInEntry(
  seal: Seal,
  entry: ProvenEntry,
  lines: readonly ProvenPosting[],
  previousHash: string,
  accountOf: (id: string) => Named | undefined,
): Fault | null {
  const stray = lines.find(({ accountId }) => !accountOf(accountId))
  if (stray) return faultAt('posting-of-unknown-account', 'postings', entry.seq)
  const postings = lines.map(({ accountId, amountFen }) => {
    const { book = '', code = '' } = accountOf(accountId) ?? {}
    return { accountId, book, account: code, amountFen }
  })
  const isOurs = entry.previousHash === previousHash && seal.hashOf(entry, postings) === entry.hash
  if (!isOurs) return faultAt('entry-altered', 'entries', entry.seq)
  if (lines.some(({ bookedOn }) => bookedOn !== entry.bookedOn))
    return faultAt('entry-day-differs', 'postings', entry.seq)
  const { reversesSeq } = entry
  if (reversesSeq !== null && !(reversesSeq >= 1 && reversesSeq < entry.seq))
    return faultAt('reversal-backwards', 'entries', entry.seq)
  return isBalanced(postings) ? null : faultAt('entry-not-balanced', 'entries', entry.seq)
}

function isBalanced(postings: readonly { readonly book: string; readonly amountFen: number }[]): boolean {
  const books = new Map<string, number>()
  for (const { book, amountFen } of postings) books.set(book, (books.get(book) ?? 0) + amountFen)
  const isWhole = postings.every(({ amountFen }) => isFen(amountFen) && amountFen !== 0)
  return postings.length >= 2 && isWhole && [...books.values()].every((sum) => sum === 0)
}

function addTo(sums: Map<string, Sums>, { accountId, amountFen }: ProvenPosting): void {
  const sum = sums.get(accountId) ?? { debitFen: 0, creditFen: 0, postings: 0 }
  if (amountFen > 0) sum.debitFen += amountFen
  else sum.creditFen -= amountFen
  sum.postings += 1
  sums.set(accountId, sum)
}

/** An account against its chart, against what the entries add up to, and against the reservations of its book. */
function faultInAccount(
  account: ProvenAccount,
  sum: Sums = { debitFen: 0, creditFen: 0, postings: 0 },
): Fault | null {
  const name = `${account.book} ${account.code}`
  const planned = chartLine(account.kind, account.code)
  if (!planned || planned.side !== account.side || planned.floorFen !== account.floorFen)
    return faultAt('account-altered', 'accounts', name)
  const grown: Fen = fen(sum.debitFen - sum.creditFen)
  const balanceFen = planned.side === 'debit' ? grown : fen(-grown)
  const isRight =
    account.debitFen === sum.debitFen &&
    account.creditFen === sum.creditFen &&
    account.balanceFen === balanceFen &&
    account.postings === sum.postings
  if (!isRight) return faultAt('balance-differs', 'accounts', name)
  if (planned.floorFen !== null && balanceFen < planned.floorFen)
    return faultAt('below-floor', 'accounts', name)
  if (account.code === 'cash-reserved' && account.reservedFen !== balanceFen)
    return faultAt('reservations-differ', 'reservations', account.book)
  return null
}
