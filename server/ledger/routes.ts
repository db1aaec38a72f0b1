import { isOneOf, type Role } from '../accounts/index.ts'
import { present } from '../platform/assert.ts'
import { csv } from '../platform/csv.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import { type Answer, file, get, go, page, post, printed, Refusing, routes, type SignedIn } from '../web.ts'
import { proofState, writeCheckpoint } from './actions-proof.ts'
import { exportStatement, statement, trialBalance } from './actions-reading.ts'
import { lineOf } from './checkpoint.ts'
import { dayFilter, periodFilter } from './forms.ts'
import { booksPage, entryPage, trialPage } from './pages.ts'
import { proofPage } from './pages-proof.ts'
import { statementPage, statementPrint, statementTable } from './pages-statement.ts'
import { accountFor, bookFor, entryFor, overseers, readers, whoseBooks } from './parts.ts'
import { entryBySeq, reversalOf } from './rows.ts'
import { newestCheckpoint } from './rows-proof.ts'
import { accountsOfAll, listBooks } from './rows-reading.ts'
import { periodOf } from './statement.ts'

/** Who may sign that the chain stands where it stands: nobody who moves money. */
const signers: readonly Role[] = ['auditor', 'bureau-head']

export const ledgerRoutes = routes(
  get('/ledger', readers, showBooks),
  get('/ledger/proof', overseers, showProof),
  get('/ledger/proof/line', overseers, takeLine),
  post('/ledger/checkpoints', signers, signCheckpoint),
  get('/ledger/books/:id', readers, showTrial),
  get('/ledger/accounts/:id', readers, showStatement),
  get('/ledger/accounts/:id/print', readers, printStatement),
  post('/ledger/accounts/:id/exports', readers, takeStatement, { perMinute: 6 }),
  get('/ledger/entries/:id', readers, showEntry),
)

async function showBooks({ me, w, parts }: SignedIn): Promise<Answer> {
  const from = parts.store.read
  const whose = whoseBooks(me)
  const books = whose ? await listBooks(from, whose) : []
  const accounts = await accountsOfAll(
    from,
    books.map(({ id }) => id),
  )
  return page('ledger/books', booksPage(w, books, accounts, isOneOf(me, overseers)))
}

async function showTrial({ me, w, parts, params, query }: SignedIn): Promise<Answer> {
  const from = parts.store.read
  const book = await bookFor(from, me, params.id ?? '')
  const asked = { on: one(query.on) }
  const read = dayFilter.read(asked)
  const shown = dayFilter.again(w, asked, read.ok ? {} : read.faults)
  const on = read.ok ? read.value.on : null
  return page('ledger/trial', trialPage(w, book, await trialBalance(from, book, on), shown, on))
}

/** The period that the address asks for; what is no period, or ends before it begins, counts as not asked. */
function askedPeriod({ w, query, today }: SignedIn) {
  const asked = { from: one(query.from), to: one(query.to) }
  const read = periodFilter.read(asked)
  const usual = present(periodOf(null, null, today), 'the period up to today')
  if (!read.ok) return { period: usual, filter: periodFilter.again(w, asked, read.faults) }
  const period = periodOf(read.value.from, read.value.to, today)
  if (!period) {
    const faults = { to: { code: 'refusal:period-backwards' } }
    return { period: usual, filter: periodFilter.again(w, asked, faults) }
  }
  return { period, filter: periodFilter.filled(w, { from: period.since, to: period.until }) }
}

async function showStatement(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, query, path } = visit
  const from = parts.store.read
  const { account, book } = await accountFor(from, me, params.id ?? '')
  const { period, filter } = askedPeriod(visit)
  const number = pageNumber(query.page)
  const asked = { limit: perPage + 1, offset: (number - 1) * perPage }
  const found = await statement(from, account, period, asked)
  const { rows: lines, pager } = paged(found.lines, number, path, query)
  const shown = { account, book, period, statement: { ...found, lines } }
  return page('ledger/statement', statementPage(w, shown, filter, query, pager))
}

/** More lines than anybody prints; a shorter period is the better answer. */
const mostPrinted = 2_000

async function printStatement(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, params, url } = visit
  const from = parts.store.read
  const { account, book } = await accountFor(from, me, params.id ?? '')
  const { period } = askedPeriod(visit)
  const found = await statement(from, account, period, { limit: mostPrinted + 1, offset: 0 })
  const cut = found.lines.length > mostPrinted
  const shown = { account, book, period, statement: { ...found, lines: found.lines.slice(0, mostPrinted) } }
  return printed('ledger/statement-print', statementPrint(w, shown, cut, url))
}

async function takeStatement({ me, w, parts, by, params, body, today }: SignedIn): Promise<Answer> {
  const { account, book } = await accountFor(parts.store.read, me, params.id ?? '')
  const back = `/ledger/accounts/${account.id}`
  const read = periodFilter.read(body)
  const period = read.ok ? periodOf(read.value.from, read.value.to, today) : null
  if (!period) throw new Refusing({ code: 'period-wrong' }, back)
  const outcome = await exportStatement(parts.store, by, account, period)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  const table = statementTable(w, { account, book, statement: outcome.statement })
  return file(csv(table), 'text/csv; charset=utf-8', `${book.code}-${account.code}-${today}.csv`)
}

async function showEntry({ me, w, parts, params }: SignedIn): Promise<Answer> {
  const from = parts.store.read
  const found = await entryFor(from, me, params.id ?? '')
  const { seq, reversesSeq } = found.entry
  const linked = {
    reverses: reversesSeq === null ? null : await entryBySeq(from, reversesSeq),
    reversedBy: await reversalOf(from, seq),
  }
  return page('ledger/entry', entryPage(w, found, linked, me.role === 'auditor'))
}

async function showProof({ me, w, parts }: SignedIn): Promise<Answer> {
  return page('ledger/proof', proofPage(w, await proofState(parts.store, parts), isOneOf(me, signers)))
}

/** The newest checkpoint as a text, to be kept where the platform cannot reach it. */
async function takeLine({ parts }: SignedIn): Promise<Answer> {
  const checkpoint = await newestCheckpoint(parts.store.read)
  if (!checkpoint) return go('/ledger/proof', { tone: 'warn', key: 'ledger.no-checkpoint-flash' })
  return file(
    `${lineOf(checkpoint)}\n`,
    'text/plain; charset=utf-8',
    `ledger-checkpoint-${checkpoint.seq}.txt`,
  )
}

async function signCheckpoint({ parts, by }: SignedIn): Promise<Answer> {
  const outcome = await writeCheckpoint(parts, by)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/ledger/proof')
  return go('/ledger/proof', 'ledger.checkpoint-flash')
}
