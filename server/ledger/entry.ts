import { createHash } from 'node:crypto'
import type { Day } from '../money/day.ts'
import { type Fen, isFen, negative } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Values } from '../platform/web/words.ts'
import type { AccountCode } from './chart.ts'

export type BookId = Id<'book'>
export type EntryId = Id<'entry'>
export type AccountId = Id<'account'>
export type ReservationId = Id<'reservation'>

/** One line of an entry: debit above zero, credit below. Rooms write `debit(…)` and `credit(…)`. */
export type Line = { readonly book: BookId; readonly account: AccountCode; readonly fen: Fen }

/** 借: what a book owns, has out or bore grows; what it owes or came from shrinks. */
export const debit = (book: BookId, account: AccountCode, fen: Fen): Line => ({ book, account, fen })
/** 贷: the other way round. */
export const credit = (book: BookId, account: AccountCode, fen: Fen): Line => ({
  book,
  account,
  fen: negative(fen),
})

/** An entry as a room asks for it. */
export type EntryDraft = {
  /** Made by whoever asks, once for each effect: sent again, it has no second one. */
  readonly key: string
  /** `<room>.<what>`; words stand in the room's words under `entry.<what>`. */
  readonly kind: string
  /** What the entry is about: a case of the room. */
  readonly subject: { readonly kind: string; readonly id: string }
  /** The business day: when the money moved, today or before. */
  readonly on: Day
  /** Figures and names for the words; what ends in `Fen` is shown as an amount. */
  readonly memo?: Values
  readonly why?: string
  readonly lines: readonly Line[]
}

export const longestEntry = 60
const longestKey = 200
const longestWhy = 1_000

/**
 * Whether an entry can be posted as it is written: two lines or more, whole fen, none of them nothing, no account
 * twice, and debit equal to credit in every book that it touches, so that each book's trial balance adds up.
 * Refuses: `entry-key-wrong`, `entry-text-wrong`, `day-ahead`, `entry-too-short`, `entry-too-long`, `entry-line-wrong`,
 * `entry-account-twice`, `sum-too-large`, `entry-unbalanced`.
 */
export function checkEntry(draft: EntryDraft, today: Day): Outcome<object> {
  const { key, on, lines, why = '' } = draft
  if (key === '' || key.length > longestKey) return refuse('entry-key-wrong', { field: 'key' })
  if (!textsOf(draft).every(canBeKept)) return refuse('entry-text-wrong', { field: 'memo' })
  if (on > today) return refuse('day-ahead', { field: 'on' })
  if (why.length > longestWhy) return refuse('entry-too-long', { field: 'why' })
  if (lines.length < 2) return refuse('entry-too-short', { field: 'lines' })
  if (lines.length > longestEntry) return refuse('entry-too-long', { field: 'lines' })
  const wrong = lines.findIndex(({ fen }) => !isFen(fen) || fen === 0)
  if (wrong >= 0) return refuse('entry-line-wrong', { field: `lines.${wrong}.fen` })
  const places = lines.map(({ book, account }) => `${book} ${account}`)
  const twice = places.findIndex((place, at) => places.indexOf(place) !== at)
  if (twice >= 0) return refuse('entry-account-twice', { field: `lines.${twice}.account` })
  for (const book of new Set(lines.map((line) => line.book))) {
    const own = lines.filter((line) => line.book === book).map(({ fen }) => fen)
    const debits = sum(own.filter((amount) => amount > 0))
    const credits = -sum(own.filter((amount) => amount < 0))
    if (!isFen(debits) || !isFen(credits)) return refuse('sum-too-large', { field: 'lines' })
    if (debits !== credits) return refuse('entry-unbalanced', { field: 'lines' })
  }
  return done()
}

const textsOf = ({ key, kind, subject, memo = {}, why = '' }: EntryDraft): string[] =>
  [key, kind, subject.kind, subject.id, why, ...Object.entries(memo).flat()].map(String)

/** Half a character, or a zero byte, comes back from a database as something else, and the hash would never fit again. */
const canBeKept = (text: string): boolean => !/\p{Surrogate}/u.test(text) && !text.includes('\0')

const sum = (amounts: readonly number[]): number => amounts.reduce((all, one) => all + one, 0)

/** The same lines with every sign turned: what a reversal posts. */
export const mirrored = (lines: readonly Line[]): Line[] =>
  lines.map((line) => ({ ...line, fen: negative(line.fen) }))

/**
 * What was asked, in short. Two requests under one key are the same if and only if this is; who asks, and when, does
 * not count, so that a colleague may send again what timed out.
 */
export function fingerprintOf(draft: EntryDraft, reversesSeq: number | null): string {
  const { kind, subject, on, memo = {}, why = '', lines } = draft
  const asked = [
    kind,
    subject.kind,
    subject.id,
    on,
    sortedEntries(memo),
    why,
    reversesSeq,
    lines.map(({ book, account, fen }) => [book, account, fen]),
  ]
  return createHash('sha256').update(JSON.stringify(asked)).digest('base64url')
}

/** The pairs of a memo in one order, whatever order a database gives them back in. */
export const sortedEntries = (memo: Values): [string, string | number][] =>
  Object.entries(memo).toSorted(([one], [other]) => (one < other ? -1 : 1))
