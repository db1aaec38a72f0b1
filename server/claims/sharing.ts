import type { Arrangement, Party, Posting, SharingSeries } from '../arrangements/index.ts'
import { newSharing, shareNext } from '../arrangements/series.ts'
import type { AccountCode } from '../ledger/chart.ts'
import { type Fen, fen, minus, negative, noFen, plus, smaller } from '../money/fen.ts'
import { assert, present } from '../platform/assert.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/*
 * 分担: what each claim and each recovery moves between those who share a guarantee. Everything here is told by the
 * engine of arrangements; this file says who pays whom, and what the books of the parties keep of it.
 */

/** What one party owes another from one claim or recovery; it is settled in one sum. */
export type Debt = { readonly from: Party; readonly to: Party; readonly fen: Fen }

/** `taken-back`: the newest recovery was entered in error, and everybody stands where he stood before it. */
export const sharedKinds = ['claim', 'recovery', 'taken-back'] as const
export type SharedKind = (typeof sharedKinds)[number]

/** A claim that is paid, or money that came back: `costFen` is what getting it cost since the last time. */
export type SharedEvent =
  | { readonly kind: 'claim'; readonly lossFen: Fen }
  | { readonly kind: 'recovery'; readonly recoveredFen: Fen; readonly costFen: Fen }

/** Where a guarantee stands after its claims and recoveries: plain data, folded from its events in their order. */
export type Sharing = {
  readonly series: SharingSeries
  readonly lossFen: Fen
  /** Costs of recovering that no recovery has covered yet; they lie with the first payer. */
  readonly openCostFen: Fen
  readonly debts: readonly Debt[]
}

export const noSharing = (arrangement: Arrangement): Sharing => ({
  series: newSharing(arrangement),
  lossFen: noFen,
  openCostFen: noFen,
  debts: [],
})

/**
 * Whom the others settle with: the first payer. Where each pays its own share it is the bank, which waits for the shares
 * of those who are not there when the guarantor pays.
 */
export const hubOf = ({ firstPayer }: Arrangement): Party => firstPayer?.party ?? 'bank'

/** What one event moves for one party. */
export type Share = Posting & { readonly owesFen: Fen; readonly owedFen: Fen }

/** Changes of a party's accounts, as its book keeps them; each party's add up by themselves. */
export type AccountMoves = ReadonlyMap<Party, Readonly<Partial<Record<AccountCode, Fen>>>>

export type Shared = {
  readonly sharing: Sharing
  readonly shares: readonly Share[]
  readonly debts: readonly Debt[]
  readonly moves: AccountMoves
}

/**
 * One more claim or recovery. A claim adds to what was claimed before, and the shares follow the sum of all; what came
 * back covers its costs, and the rest goes back to those who bore, as far as they bore it.
 * Refuses as `shareNext` does, and `recovery-above-owed` when more came back than was paid out and spent.
 */
export function share(
  arrangement: Arrangement,
  before: Sharing,
  event: SharedEvent,
): Outcome<{ shared: Shared }> {
  if (event.kind === 'recovery') {
    const mostFen = mostRecovered(before, event.costFen)
    if (event.recoveredFen > mostFen)
      return refuse('recovery-above-owed', { field: 'recoveredFen', values: { mostFen } })
  }
  const { coveredFen, openCostFen } = costsAfter(before, event)
  const next = shareNext(
    arrangement,
    before.series,
    event.kind === 'claim'
      ? event
      : { kind: 'recovery', recoveredFen: event.recoveredFen, recoveryCostFen: coveredFen },
  )
  // Of a cost that nothing covers yet, nobody but the first payer hears.
  const silent = event.kind === 'recovery' && event.recoveredFen === 0 && event.costFen > 0
  if (!next.ok && !silent) return next
  const { series, postings: all } = next.ok ? next : { series: before.series, postings: nothingOf(before) }
  const hub = hubOf(arrangement)
  const postings = event.kind === 'claim' ? paidOnDay(arrangement, all) : all
  const debts = debtsOf(hub, postings)
  if (event.kind === 'recovery') {
    const returnedFen = plus(...postings.map((posting) => posting.returnedFen))
    assert(returnedFen === minus(event.recoveredFen, coveredFen), 'what covers no cost goes back')
  }
  const lossFen = event.kind === 'claim' ? plus(before.lossFen, event.lossFen) : before.lossFen
  return done({
    shared: {
      sharing: { series, lossFen, openCostFen, debts: [...before.debts, ...debts] },
      shares: sharesOf(postings, debts),
      debts,
      moves: movesOf(hub, postings, debts, event, coveredFen),
    },
  })
}

/**
 * Costs first (民法典 561): what comes in covers those that are open, of today and of before. The engine is told of a cost once
 * it is covered; told before, it would take the cost off what is divided by the next claim, and one party would bear that
 * claim for all.
 */
function costsAfter({ openCostFen }: Sharing, event: SharedEvent): { coveredFen: Fen; openCostFen: Fen } {
  if (event.kind === 'claim') return { coveredFen: noFen, openCostFen }
  const costFen = plus(openCostFen, event.costFen)
  const coveredFen = smaller(costFen, event.recoveredFen)
  return { coveredFen, openCostFen: minus(costFen, coveredFen) }
}

const nothingOf = ({ series }: Sharing): readonly Posting[] =>
  series.shares.map(({ party }) => ({ party, cashFen: noFen, borneFen: noFen, returnedFen: noFen }))

/** The most that can still come back: what was paid out and spent, less what came back before. */
export function mostRecovered({ series, lossFen, openCostFen }: Sharing, costFen: Fen): Fen {
  const spentFen = plus(lossFen, series.recoveryCostFen, openCostFen, costFen)
  return minus(spentFen, smaller(spentFen, series.recoveredFen))
}

/**
 * Who pays on the day of the payout. Where each pays its own share, only the guarantor stands at the counter: the bank
 * goes on waiting for the others' shares.
 */
function paidOnDay({ firstPayer }: Arrangement, postings: readonly Posting[]): readonly Posting[] {
  if (firstPayer) return postings
  const waitsFor = plus(...postings.filter(isAway).map(({ cashFen }) => cashFen))
  return postings.map((posting) => {
    if (isAway(posting)) return { ...posting, cashFen: noFen }
    return posting.party === 'bank' ? { ...posting, cashFen: plus(posting.cashFen, waitsFor) } : posting
  })
}
const isAway = ({ party }: Pick<Posting, 'party'>): boolean => party !== 'bank' && party !== 'guarantor'

/** Everybody settles with the first payer; of what nobody owes there is no debt. */
function debtsOf(hub: Party, postings: readonly Posting[]): Debt[] {
  return postings.flatMap(({ party, cashFen, borneFen, returnedFen }) => {
    if (party === hub) return []
    const owes = minus(minus(borneFen, returnedFen), cashFen)
    if (owes === 0) return []
    return owes > 0 ? [{ from: party, to: hub, fen: owes }] : [{ from: hub, to: party, fen: negative(owes) }]
  })
}

const sumOf = (debts: readonly Debt[], side: 'from' | 'to', party: Party): Fen =>
  plus(...debts.filter((debt) => debt[side] === party).map((debt) => debt.fen))

const sharesOf = (postings: readonly Posting[], debts: readonly Debt[]): Share[] =>
  postings.map((posting) => ({
    ...posting,
    owesFen: sumOf(debts, 'from', posting.party),
    owedFen: sumOf(debts, 'to', posting.party),
  }))

function movesOf(
  hub: Party,
  postings: readonly Posting[],
  debts: readonly Debt[],
  event: SharedEvent,
  coveredFen: Fen,
): AccountMoves {
  const [recoveredFen, costFen] =
    event.kind === 'recovery' ? [event.recoveredFen, event.costFen] : [noFen, noFen]
  return new Map(
    postings.map(({ party, cashFen, borneFen, returnedFen }) => {
      const chases = party === hub
      const moves = {
        received: chases ? recoveredFen : noFen,
        'owed-to-it': sumOf(debts, 'to', party),
        'recovery-costs': chases ? minus(costFen, coveredFen) : noFen,
        'losses-borne': minus(borneFen, returnedFen),
        paid: plus(cashFen, chases ? costFen : noFen),
        'owed-by-it': sumOf(debts, 'from', party),
      }
      return [party, moves] as const
    }),
  )
}

/** What the settlement of one debt moves in the books of the two. */
export const settledMoves = ({ from, to, fen: amount }: Debt): AccountMoves =>
  new Map([
    [from, { 'owed-by-it': negative(amount), paid: amount }],
    [to, { received: amount, 'owed-to-it': negative(amount) }],
  ])

/** What undoes moves: the same sums the other way. */
export const undoing = (moves: AccountMoves): AccountMoves =>
  new Map(
    [...moves].map(([party, accounts]) => [
      party,
      Object.fromEntries(Object.entries(accounts).map(([code, amount]) => [code, negative(amount)])),
    ]),
  )

/** Of events in their order the newest that counts: what was taken back does not, nor what takes it back. */
export function newestOf<Event extends { readonly kind: SharedKind }>(
  events: readonly Event[],
): Event | null {
  const counting: Event[] = []
  for (const event of events) {
    if (event.kind === 'taken-back') counting.pop()
    else counting.push(event)
  }
  return counting.at(-1) ?? null
}

/**
 * Where a guarantee stands after all its events, told one after the other, and what they moved. What is taken back is
 * always the newest that counts, for how a later one is shared depends on it; so what stands after it is what stood
 * before, to the fen.
 */
export function retold(
  arrangement: Arrangement,
  events: readonly (SharedEvent | { readonly kind: 'taken-back' })[],
): { readonly sharing: Sharing; readonly moves: readonly AccountMoves[] } {
  let sharing = noSharing(arrangement)
  const all: AccountMoves[] = []
  const counting: { readonly before: Sharing; readonly moves: AccountMoves }[] = []
  for (const event of events) {
    if (event.kind === 'taken-back') {
      const { before, moves } = present(counting.pop(), 'what is taken back')
      all.push(undoing(moves))
      sharing = before
      continue
    }
    const found = share(arrangement, sharing, event)
    assert(found.ok, 'what was shared once is shared again')
    const { moves } = found.shared
    counting.push({ before: sharing, moves })
    all.push(moves)
    sharing = found.shared.sharing
  }
  return { sharing, moves: all }
}

/**
 * What a party paid, got and bore up to now. `cashFen` is what it is out of pocket today; once all debts are settled and
 * all costs covered it is what the party bears.
 */
export type Standing = {
  readonly party: Party
  readonly paidFen: Fen
  readonly receivedFen: Fen
  readonly cashFen: Fen
  readonly borneFen: Fen
  readonly costsFen: Fen
  readonly owesFen: Fen
  readonly owedFen: Fen
}

const accounts = ['received', 'owed-to-it', 'recovery-costs', 'losses-borne', 'paid', 'owed-by-it'] as const

/** Adds up what all events and settlements of a guarantee moved, in the order of its parties. */
export function standings(parties: readonly Party[], all: readonly AccountMoves[]): Standing[] {
  return parties.map((party) => {
    const [received, owed, costs, borne, paid, owes] = accounts.map((account) =>
      fen(all.reduce((sum, moves) => sum + (moves.get(party)?.[account] ?? 0), 0)),
    ) as [Fen, Fen, Fen, Fen, Fen, Fen]
    const cashFen = minus(paid, received)
    assert(
      plus(borne, costs, owed) === plus(cashFen, owes),
      `what ${party} paid, is owed and owes is what it bears`,
    )
    return {
      ...{ party, paidFen: paid, receivedFen: received, cashFen },
      ...{ borneFen: borne, costsFen: costs, owesFen: owes, owedFen: owed },
    }
  })
}
