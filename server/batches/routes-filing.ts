import { bankRoles } from '../accounts/index.ts'
import { fen, showYuan } from '../money/fen.ts'
import { isId } from '../platform/ids.ts'
import type { Outcome, Refusal } from '../platform/outcome.ts'
import { readXlsx } from '../platform/sheets/read.ts'
import { writeXlsx, xlsxType } from '../platform/sheets/write.ts'
import { type Answer, file, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions-filing.ts'
import { takeBackFiling } from './actions-taking-back.ts'
import { checkLoan } from './agreement.ts'
import { mostBytes, mostRows, rowsOfSheet } from './filing.ts'
import { loansForm, whyForm } from './forms.ts'
import { choosePage, filingPage, labelsOf, templateSheets } from './pages-filing.ts'
import { batchFor, batchReaders, filingFor } from './parts.ts'
import * as rows from './rows.ts'

export const batchFilingRoutes = routes(
  get('/batches/template', bankRoles, sendTemplate),
  get('/batches/:id/loans', bankRoles, (visit) => choosing(visit, null)),
  post('/batches/:id/loans', bankRoles, choose, { perMinute: 20 }),
  post('/batches/:id/files', bankRoles, upload, {
    perMinute: 20,
    uploads: { files: 1, bytes: mostBytes },
  }),
  get('/batch-filings/:id', batchReaders, showFiling),
  post('/batch-filings/:id/booking', bankRoles, book),
  post('/batch-filings/:id/withdrawal', bankRoles, giveUp),
  post('/batch-filings/:id/taking-back', ['bank-manager'], takeBack),
)

const agreementOf = ({ me, parts, params }: SignedIn) => batchFor(parts.store.read, me, params.id ?? '')

/** The newest loans that could be filed, each with what the agreement has against it; the caps are asked by the trial. */
async function choosing(visit: SignedIn, refusal: Refusal | null): Promise<Answer> {
  const { w, parts, today } = visit
  const { read } = parts.store
  const agreement = await agreementOf(visit)
  const { guaranteedFen } = await rows.usedOf(read, agreement.id)
  const candidates = (await rows.candidatesOf(read, agreement, mostRows)).map((one) => {
    const { institutionId: bankId, state, amountFen, firstDrawnOn } = one.loan
    const loan = { bankId, guarantorId: one.guarantorId, state, amountFen, firstDrawnOn }
    const may = checkLoan(agreement, loan, guaranteedFen, today)
    return { ...one, refusal: may.ok ? null : inYuan(may.refusal) }
  })
  const shown = choosePage(w, agreement, candidates, refusal)
  return page('batches/choose', shown, refusal ? 422 : 200)
}

const inYuan = ({ values = {}, ...refusal }: Refusal): Refusal => ({
  ...refusal,
  values: Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      name.endsWith('Fen') ? showYuan(fen(Number(value))) : value,
    ]),
  ),
})

const nothingChosen = { tone: 'warn', key: 'batches.choose-flash' } as const

async function choose(visit: SignedIn): Promise<Answer> {
  const { parts, by, body } = visit
  const agreement = await agreementOf(visit)
  const read = loansForm.read(body)
  if (!read.ok) return go(`/batches/${agreement.id}/loans`, nothingChosen)
  const ids = read.value.loans.filter((id) => isId<'loan'>(id))
  const found = (await rows.loansById(parts.store.read, ids)).filter(
    ({ loan }) => loan.institutionId === agreement.bankId,
  )
  // The choice of a page that has become old, or loans of another bank: a filing of nothing is none.
  if (found.length === 0) return go(`/batches/${agreement.id}/loans`, nothingChosen)
  const typed = found.map(({ loan }, at) => ({
    ...{ row: at + 1, loan: loan.number, amount: showYuan(loan.amountFen), formula: false },
  }))
  return tried(visit, agreement, await actions.checkFiling(parts, by, agreement, { file: null, rows: typed }))
}

async function upload(visit: SignedIn): Promise<Answer> {
  const { parts, by, uploads } = visit
  const agreement = await agreementOf(visit)
  const [sent] = uploads.files
  const no = (refusal: Refusal) => choosing(visit, refusal)
  if (uploads.fault) return no(uploads.fault)
  if (!sent) return no({ code: 'upload-missing' })
  if (sent.bytes === 0) return no({ code: 'upload-empty' })
  const read = await readXlsx(sent.path, { rows: mostRows, columns: 20 })
  if (!read.ok) return no(read.refusal)
  const found = rowsOfSheet(read.sheet, [labelsOf(parts.words.zh), labelsOf(parts.words.en)])
  if (!found.ok) return no(found.refusal)
  const input = { file: { name: sent.name, hash: sent.hash }, rows: found.rows }
  return tried(visit, agreement, await actions.checkFiling(parts, by, agreement, input))
}

function tried(
  visit: SignedIn,
  { id }: rows.Agreement,
  outcome: Outcome<{ readonly filing: rows.Filing }>,
): Answer | Promise<Answer> {
  if (outcome.ok) return go(`/batch-filings/${outcome.filing.id}`)
  if (outcome.refusal.code === 'already-submitted') throw new Refusing(outcome.refusal, `/batches/${id}`)
  return choosing(visit, outcome.refusal)
}

async function sendTemplate({ w }: SignedIn): Promise<Answer> {
  return file(await writeXlsx(templateSheets(w)), xlsxType, `${w('batches.template-name')}.xlsx`)
}

async function showFiling({ me, w, parts, params }: SignedIn): Promise<Answer> {
  const { filing, agreement } = await filingFor(parts.store.read, me, params.id ?? '')
  return page('batches/filing', filingPage(w, me, agreement, filing, whyForm.filled(w, {})))
}

/** The form stands on the page of the filing itself. */
async function takeBack({ me, w, parts, by, body, params }: SignedIn): Promise<Answer> {
  const { filing, agreement } = await filingFor(parts.store.read, me, params.id ?? '')
  const read = whyForm.read(body)
  if (!read.ok) {
    const shown = whyForm.again(w, read.typed, read.faults)
    return formAgain('batches/filing', filingPage(w, me, agreement, filing, shown))
  }
  const outcome = await takeBackFiling(parts, by, filing, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/batch-filings/${filing.id}`)
  return go(`/batch-filings/${filing.id}`, 'batches.taken-back-flash')
}

type Step = typeof actions.bookFiling

async function step({ me, parts, by, params }: SignedIn, act: Step, flash: string): Promise<Answer> {
  const { filing } = await filingFor(parts.store.read, me, params.id ?? '')
  const outcome = await act(parts, by, filing)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/batch-filings/${filing.id}`)
  return go(`/batch-filings/${filing.id}`, flash)
}

function book(visit: SignedIn): Promise<Answer> {
  return step(visit, actions.bookFiling, 'batches.booked-flash')
}

function giveUp(visit: SignedIn): Promise<Answer> {
  return step(visit, actions.giveUpFiling, 'batches.given-up-flash')
}
