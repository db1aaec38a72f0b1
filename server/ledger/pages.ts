import { actorWords } from '../audit/index.ts'
import { type Fen, fen, noFen, showWan, showYuan } from '../money/fen.ts'
import { showInstant } from '../platform/clock.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Values, Words } from '../platform/web/words.ts'
import type { TrialRow } from './actions-reading.ts'
import { type AccountCode, accountWords, bookKindWords, holdsMoney } from './chart.ts'
import type { AccountRow, BookRow, EntryRow, postingsOf } from './rows.ts'
import { trialTotal } from './statement.ts'

/** Nothing is left blank, so that a column reads well. */
export const yuanOrBlank = (amount: Fen): string => (amount === 0 ? '' : showYuan(amount))

/** What an entry says, in the words of its room; where a later release forgot them, the code must do. */
export function entryWords(w: Words, { kind, memo }: Pick<EntryRow, 'kind' | 'memo'>): string {
  const key = kind.replace('.', '.entry.')
  return w.has(key) ? w(key, shown(memo)) : kind
}

const shown = (memo: Values): Values =>
  Object.fromEntries(
    Object.entries(memo).map(([name, value]) => [
      name,
      name.endsWith('Fen') && typeof value === 'number' ? showYuan(fen(value)) : value,
    ]),
  )

const kindOfSubject = (w: Words, kind: string): string => {
  const key = `audit.kind.${kind}`
  return w.has(key) ? w(key) : kind
}

const bookName = (w: Words, book: Pick<BookRow, 'name'>): string => book.name[w.language]

/** All books that a person may see: pools by what they can pay, parties by what they owe and bore. */
export function booksPage(
  w: Words,
  books: readonly BookRow[],
  accounts: readonly AccountRow[],
  overseer: boolean,
) {
  const balance = (book: BookRow, code: AccountCode) =>
    accounts.find((account) => account.bookId === book.id && account.code === code)?.balanceFen ?? noFen
  const listed = (caption: string, list: readonly BookRow[], codes: readonly AccountCode[]) =>
    list.length
      ? {
          caption: w(`ledger.${caption}`),
          columns: [
            { label: w('ledger.book') },
            ...codes.map((code) => ({
              label: w('ledger.in-wan', { account: w(accountWords(code)) }),
              kind: 'number',
            })),
          ],
          rows: list.map((book) => ({
            cells: [
              {
                words: bookName(w, book),
                href: `/ledger/books/${book.id}`,
                note: w(bookKindWords(book.kind)),
              },
              ...codes.map((code) => showWan(balance(book, code))),
            ],
          })),
        }
      : null
  const pools = books.filter(({ kind }) => holdsMoney(kind))
  const parties = books.filter(({ kind }) => !holdsMoney(kind))
  const hasAdvances = pools.some(({ kind }) => kind === 'bridge-pool')
  const hasClaims = pools.some(({ kind }) => kind === 'compensation-pool')
  const out: AccountCode[] = [
    ...(hasAdvances ? (['advances-out'] as const) : []),
    ...(hasClaims ? (['claims-out'] as const) : []),
  ]
  return {
    title: w('ledger.title'),
    tables: [
      listed('pools', pools, ['cash-free', 'cash-reserved', ...out, 'funders-capital']),
      listed('parties', parties, ['paid', 'owed-to-it', 'owed-by-it', 'losses-borne']),
    ].filter((table) => table !== null),
    overseer,
  }
}

const trialColumns = (w: Words) => [
  { label: w('ledger.account') },
  ...['debit-turnover', 'credit-turnover', 'debit-balance', 'credit-balance'].map((key) => ({
    label: w(`ledger.${key}`),
    kind: 'number',
  })),
]

/** 试算平衡表 of one book. */
export function trialPage(
  w: Words,
  book: BookRow,
  rows: readonly TrialRow[],
  filter: ShownForm,
  on: string | null,
) {
  const total = trialTotal(rows)
  const balanced = total.debitFen === total.creditFen && total.onDebitFen === total.onCreditFen
  const cells = ({ debitFen, creditFen, onDebitFen, onCreditFen }: typeof total) =>
    [debitFen, creditFen, onDebitFen, onCreditFen].map(yuanOrBlank)
  const action = `/ledger/books/${book.id}`
  return {
    title: bookName(w, book),
    kind: w(bookKindWords(book.kind)),
    isEmpty: rows.every(({ debitFen, creditFen }) => debitFen === 0 && creditFen === 0),
    filters: {
      action,
      fields: filter.fields,
      target: '#trial',
      ...(on
        ? { active: [{ label: w('ledger.up-to', { day: on }), removeHref: action }], clearHref: action }
        : {}),
    },
    state: {
      label: w(balanced ? 'ledger.balanced' : 'ledger.unbalanced'),
      tone: balanced ? 'good' : 'bad',
    },
    table: {
      caption: w(on ? 'ledger.trial-on' : 'ledger.trial-now', { day: on ?? '' }),
      columns: trialColumns(w),
      scroll: true,
      rows: [
        ...rows.map((row) => ({
          cells: [
            { words: w(accountWords(row.account.code)), href: `/ledger/accounts/${row.account.id}` },
            ...cells(row),
          ],
        })),
        { cells: [{ words: w('ledger.total'), strong: true }, ...cells(total)] },
      ],
    },
  }
}

type Found = {
  readonly entry: EntryRow
  readonly postings: Awaited<ReturnType<typeof postingsOf>>
  readonly books: readonly BookRow[]
}
type Linked = { readonly reverses: EntryRow | null; readonly reversedBy: EntryRow | null }

/** One entry: who, when, why, what it is about, its postings by book, and what it undid or what undid it. */
export function entryPage(w: Words, { entry, postings, books }: Found, linked: Linked, forAuditor: boolean) {
  const all = new Set(postings.map(({ bookId }) => bookId)).size
  return {
    title: w('ledger.entry-title', { number: entry.seq }),
    says: entryWords(w, entry),
    links: [
      ...(linked.reverses ? [link(w, 'reverses', linked.reverses)] : []),
      ...(linked.reversedBy ? [link(w, 'reversed-by', linked.reversedBy)] : []),
    ],
    facts: [
      { label: w('ledger.business-day'), value: entry.bookedOn },
      { label: w('ledger.posted-at'), value: showInstant(entry.postedAt) },
      { label: w('ledger.who'), value: actorWords(w, entry.actor) },
      { label: w('ledger.about'), value: kindOfSubject(w, entry.subjectKind) },
      ...(entry.why ? [{ label: w('ledger.why'), value: entry.why }] : []),
    ],
    trailHref: forAuditor ? `/trail?subject=${encodeURIComponent(entry.subjectId)}` : null,
    tables: books.map((book) => ({
      caption: bookName(w, book),
      columns: [
        { label: w('ledger.account') },
        { label: w('ledger.debit'), kind: 'number' },
        { label: w('ledger.credit'), kind: 'number' },
      ],
      rows: postings
        .filter(({ bookId }) => bookId === book.id)
        .map(({ accountId, account, amountFen }) => ({
          cells: [
            { words: w(accountWords(account)), href: `/ledger/accounts/${accountId}` },
            yuanOrBlank(fen(Math.max(0, amountFen))),
            yuanOrBlank(fen(Math.max(0, -amountFen))),
          ],
        })),
    })),
    elsewhere: all > books.length ? w('ledger.other-books', { count: all - books.length }) : null,
    chain: [
      { label: w('ledger.hash'), value: entry.hash },
      { label: w('ledger.previous-hash'), value: entry.previousHash },
    ],
  }
}

const link = (w: Words, key: 'reverses' | 'reversed-by', { id, seq }: EntryRow) => ({
  href: `/ledger/entries/${id}`,
  words: w(`ledger.${key}`, { number: seq }),
})
