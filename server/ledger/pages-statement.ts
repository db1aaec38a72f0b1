import { actorWords } from '../audit/index.ts'
import { fen, showYuan } from '../money/fen.ts'
import { showInstant } from '../platform/clock.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Pager, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { Statement } from './actions-reading.ts'
import { accountWords } from './chart.ts'
import { entryWords, yuanOrBlank } from './pages.ts'
import type { AccountRow, BookRow } from './rows.ts'
import type { Period } from './statement.ts'

type Query = Parameters<typeof withQuery>[1]
type Shown = {
  readonly account: AccountRow
  readonly book: BookRow
  readonly period: Period
  readonly statement: Statement
}

const amountKeys = ['opening', 'debit', 'credit', 'closing'] as const

const factsOf = (w: Words, { statement }: Pick<Shown, 'statement'>) =>
  amountKeys.map((key) => ({
    label: w(`ledger.sum-${key}`),
    value: w('ledger.yuan', { yuan: showYuan(statement[`${key}Fen`]) }),
  }))

const columns = (w: Words) => [
  { label: w('ledger.business-day'), kind: 'date' },
  { label: w('ledger.what') },
  { label: w('ledger.number'), kind: 'code' },
  ...['debit', 'credit', 'balance'].map((key) => ({ label: w(`ledger.${key}`), kind: 'number' })),
]

const rowsOf = (w: Words, lines: Statement['lines']) =>
  lines.map((line) => ({
    cells: [
      line.bookedOn,
      {
        words: entryWords(w, line),
        href: `/ledger/entries/${line.id}`,
        ...(line.why ? { note: line.why } : {}),
      },
      String(line.seq),
      yuanOrBlank(line.debitFen),
      yuanOrBlank(line.creditFen),
      showYuan(line.balanceFen),
    ],
  }))

/** 对账单 of one account over a period, a page at a time. */
export function statementPage(w: Words, shown: Shown, filter: ShownForm, query: Query, pager: Pager) {
  const { account, book, period, statement } = shown
  const path = `/ledger/accounts/${account.id}`
  return {
    title: w(accountWords(account.code)),
    book: { href: `/ledger/books/${book.id}`, name: book.name[w.language] },
    filters: { action: path, fields: filter.fields, target: '#statement' },
    facts: factsOf(w, shown),
    isEmpty: statement.lines.length === 0,
    table: { caption: captionOf(w, period), columns: columns(w), rows: rowsOf(w, statement.lines) },
    pager: { ...pager, target: '#statement' },
    printHref: withQuery(`${path}/print`, query, { page: null }),
    exportTo: `${path}/exports`,
    carried: [
      { name: 'from', value: period.since },
      { name: 'to', value: period.until },
    ],
  }
}

const captionOf = (w: Words, { since, until }: Period): string =>
  w('ledger.period', { from: since, to: until })

/** The same on paper. */
export function statementPrint(w: Words, shown: Shown, cut: boolean, url: string) {
  const { account, book, period, statement } = shown
  return {
    title: w('ledger.statement-title', {
      book: book.name[w.language],
      account: w(accountWords(account.code)),
    }),
    facts: factsOf(w, shown),
    table: { caption: captionOf(w, period), ...onPaper(w, statement.lines) },
    isEmpty: statement.lines.length === 0,
    cut,
    backHref: url.replace('/print', ''),
  }
}

/** Paper is narrow and has no links: the number of an entry stands below what it says. */
function onPaper(w: Words, lines: Statement['lines']) {
  const [on, what, , ...amounts] = columns(w)
  return {
    columns: [on, what, ...amounts],
    rows: rowsOf(w, lines).map(({ cells: [day, , number, ...rest] }, at) => {
      const line = lines[at]
      const note = [w('ledger.entry-title', { number: String(number) }), line?.why]
        .filter(Boolean)
        .join(' · ')
      return { cells: [day, { words: line ? entryWords(w, line) : '', note }, ...rest] }
    }),
  }
}

/** The same for a spreadsheet: amounts in yuan without separators, so that it can add them. */
export function statementTable(w: Words, { account, book, statement }: Omit<Shown, 'period'>): string[][] {
  const plain = (amount: number) => showYuan(fen(amount)).replaceAll(',', '')
  const keys = ['business-day', 'number', 'what', 'why', 'who', 'posted-at', 'debit', 'credit', 'balance']
  return [
    [book.name[w.language], w(accountWords(account.code))],
    keys.map((key) => w(`ledger.${key}`)),
    ['', '', w('ledger.sum-opening'), '', '', '', '', '', plain(statement.openingFen)],
    ...statement.lines.map((line) => [
      line.bookedOn,
      String(line.seq),
      entryWords(w, line),
      line.why ?? '',
      actorWords(w, line.actor),
      showInstant(line.postedAt),
      plain(line.debitFen),
      plain(line.creditFen),
      plain(line.balanceFen),
    ]),
    ['', '', w('ledger.sum-closing'), '', '', '', '', '', plain(statement.closingFen)],
  ]
}
