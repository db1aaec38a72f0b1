import { type Fen, noFen } from '../money/fen.ts'

/*
 * 会计科目: which accounts a book has, on which side each grows, and how low it may fall. Data, so that a room that
 * needs one more account adds a line here and opens the book again (`openBook` adds what is missing).
 */

/** Who keeps a book: a pool of public money, or a party that shares in losses. */
export const bookKinds = ['bridge-pool', 'compensation-pool', 'party'] as const
export type BookKind = (typeof bookKinds)[number]
export const bookKindWords = (kind: BookKind): string => `ledger.kind.${kind}`

/** The side on which an account grows: what is owned, is out or was borne on debit; where it came from on credit. */
export const sides = ['debit', 'credit'] as const
export type Side = (typeof sides)[number]

export const accountCodes = [
  'cash-free',
  'cash-reserved',
  'advances-out',
  'claims-out',
  'owed-to-it',
  'recovery-costs',
  'losses-borne',
  'paid',
  'received',
  'owed-by-it',
  'funders-capital',
  'borrower-deposits',
  'subsidies-paid',
  'fee-income',
  'interest-income',
  'recoveries',
  'contingent',
  'contingent-against',
] as const
export type AccountCode = (typeof accountCodes)[number]
export const accountWords = (code: AccountCode): string => `ledger.account.${code}`

export type ChartLine = {
  readonly code: AccountCode
  readonly side: Side
  /** The balance never falls below this; null for no floor. The database checks it as well. */
  readonly floorFen: Fen | null
}

const line = (code: AccountCode, side: Side): ChartLine => ({ code, side, floorFen: noFen })

/** Money that anything may draw on, and money that is promised to one case and waits for its payout. */
const cash = [line('cash-free', 'debit'), line('cash-reserved', 'debit')]

/** Debts between books: settled later, by a reguarantor or the treasury. */
const owedToIt = line('owed-to-it', 'debit')
const owedByIt = line('owed-by-it', 'credit')

/** Costs of recovering that were paid and that recoveries have not covered yet: they are covered first. */
const recoveryCosts = line('recovery-costs', 'debit')

/** 核销: what is given up for lost. What comes back afterwards is a recovery of its own, so both sums stay seen. */
const losses = line('losses-borne', 'debit')

/** 或有责任, off the balance sheet: what a party would bear of what it guarantees or shares in, and its counter-account. */
const contingent = [line('contingent', 'debit'), line('contingent-against', 'credit')]

const sources = [
  owedByIt,
  line('funders-capital', 'credit'),
  line('fee-income', 'credit'),
  line('interest-income', 'credit'),
  line('recoveries', 'credit'),
]

/** The accounts of a book, in the order in which a trial balance lists them. */
export const chartOf: Readonly<Record<BookKind, readonly ChartLine[]>> = {
  'bridge-pool': [...cash, line('advances-out', 'debit'), owedToIt, recoveryCosts, losses, ...sources],
  // 代偿余额: what was paid on claims, less what came back and what was written off.
  // 助保金 stays in it, and the treasury's part of a premium is spent.
  'compensation-pool': [
    ...[
      ...cash,
      line('claims-out', 'debit'),
      owedToIt,
      recoveryCosts,
      losses,
      line('subsidies-paid', 'debit'),
    ],
    ...[...sources, line('borrower-deposits', 'credit')],
  ],
  // A party's own money is not ours to count: only what it paid and received in a case, owes, is owed, and bore.
  party: [
    ...[line('received', 'debit'), owedToIt, recoveryCosts, losses, line('paid', 'credit'), owedByIt],
    ...contingent,
  ],
}

/** The line of a book's chart; undefined where books of that kind have no such account. */
export const chartLine = (kind: BookKind, code: string): ChartLine | undefined =>
  chartOf[kind].find((one) => one.code === code)

/** Where an account stands in the trial balance of its book. */
export const placeInChart = (kind: BookKind, code: AccountCode): number =>
  chartOf[kind].findIndex((one) => one.code === code)

/** Books that hold money, and can therefore reserve some of it. */
export const holdsMoney = (kind: BookKind): boolean => chartLine(kind, 'cash-free') !== undefined
