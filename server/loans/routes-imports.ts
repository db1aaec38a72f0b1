import { bankRoles, namesOfPeople } from '../accounts/index.ts'
import { present } from '../platform/assert.ts'
import { csv } from '../platform/csv.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { readXlsx } from '../platform/sheets/read.ts'
import { writeXlsx, xlsxType } from '../platform/sheets/write.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import type { Language } from '../platform/web/words.ts'
import { type Answer, file, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions-imports.ts'
import { endingForm, modeForm } from './forms.ts'
import { mayReverse, mostImportBytes, mostImportRows } from './import.ts'
import { rowsOfSheet } from './import-sheet.ts'
import {
  faultHeader,
  faultLines,
  faultWords,
  importPage,
  importsPage,
  importViews,
  labelsOf,
  reversalPage,
} from './pages-imports.ts'
import { importFor } from './parts.ts'
import * as rows from './rows-imports.ts'
import { badRowSheets, templateSheets } from './workbooks.ts'

const managers = ['bank-manager'] as const

export const importRoutes = routes(
  get('/loans/imports', bankRoles, showImports),
  post('/loans/imports', bankRoles, upload, { perMinute: 20, uploads: { files: 1, bytes: mostImportBytes } }),
  get('/loans/imports/template', bankRoles, sendTemplate),
  get('/loans/imports/:id', bankRoles, showImport),
  get('/loans/imports/:id/bad-rows', bankRoles, sendBadRows, { perMinute: 20 }),
  post('/loans/imports/:id/booking', bankRoles, book),
  post('/loans/imports/:id/withdrawal', bankRoles, giveUp),
  get('/loans/imports/:id/reversal', managers, showReversal),
  post('/loans/imports/:id/reversal', managers, reverse),
)

const batchOf = ({ me, parts, params }: SignedIn) => importFor(parts.store.read, me, params.id ?? '')
const bankOf = ({ me }: SignedIn) => present(me.institutionId, 'the bank of its own people')

function showImports(visit: SignedIn): Promise<Answer> {
  return listed(visit, null)
}

async function listed(visit: SignedIn, refusal: Refusal | null): Promise<Answer> {
  const { w, parts, query, path } = visit
  const number = pageNumber(query.page)
  const found = await rows.importsOf(parts.store.read, bankOf(visit), perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('loans/imports', importsPage(w, shown, pager, refusal), refusal ? 422 : 200)
}

/** One check of a file at a time: two large ones at once would only make both slower, and every page with them. */
let checking: Promise<unknown> = Promise.resolve()

async function upload(visit: SignedIn): Promise<Answer> {
  const turn = checking.then(() => checkUpload(visit))
  checking = turn.catch(() => undefined)
  const outcome = await turn
  if (outcome.ok) return go(`/loans/imports/${outcome.batch.id}`)
  if (outcome.refusal.code === 'already-submitted') throw new Refusing(outcome.refusal, '/loans/imports')
  return listed(visit, outcome.refusal)
}

async function checkUpload(visit: SignedIn): Promise<Outcome<{ readonly batch: rows.ImportBatch }>> {
  const { parts, by, uploads } = visit
  const [sent] = uploads.files
  if (uploads.fault) return { ok: false, refusal: uploads.fault }
  if (!sent) return refuse('upload-missing')
  if (sent.bytes === 0) return refuse('upload-empty')
  const read = await readXlsx(sent.path, { rows: mostImportRows, columns: 20 })
  if (!read.ok) return read
  const others: readonly Language[] = visit.w.language === 'zh' ? ['zh', 'en'] : ['en', 'zh']
  const found = rowsOfSheet(
    read.sheet,
    others.map((language) => labelsOf(parts.words[language])),
  )
  if (!found.ok) return found
  const outcome = await actions.checkFile(parts.store, by, bankOf(visit), {
    ...{ name: sent.name, hash: sent.hash },
    rows: found.rows,
  })
  return outcome.ok ? done({ batch: outcome.batch }) : outcome
}

/** The same for everybody who reads the language, so it is written once. */
const templates = new Map<Language, Promise<Buffer>>()

async function sendTemplate({ w }: SignedIn): Promise<Answer> {
  const made = templates.get(w.language) ?? writeXlsx(templateSheets(w, labelsOf(w)))
  templates.set(w.language, made)
  made.catch(() => templates.delete(w.language))
  return file(await made, xlsxType, `${w('loans.template-name')}.xlsx`)
}

async function showImport(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path } = visit
  const { read } = parts.store
  const batch = await batchOf(visit)
  const asked = importViews.find((view) => view === one(query.of))
  const view = asked ?? (batch.badRows > 0 ? 'bad' : 'loans')
  const number = pageNumber(query.page)
  const [limit, offset] = [perPage + 1, (number - 1) * perPage]
  const bad = view === 'bad' ? await rows.rowsOfImport(read, batch.id, 'bad', limit, offset) : []
  const loans = view === 'loans' ? await rows.loansOfImport(read, batch.id, limit, offset) : []
  const { pager } = paged<unknown>(view === 'bad' ? bad : loans, number, path, query)
  const names = await namesOfPeople(read, [batch.checkedBy, batch.bookedBy, batch.endedBy])
  const shown = { batch, names, view, pager, bad: bad.slice(0, perPage), loans: loans.slice(0, perPage) }
  return page('loans/import', importPage(w, me, shown))
}

async function sendBadRows(visit: SignedIn): Promise<Answer> {
  const { w, parts, query } = visit
  const batch = await batchOf(visit)
  const bad = await rows.rowsOfImport(parts.store.read, batch.id, 'bad', mostImportRows)
  const lines = { header: faultHeader(w), rows: faultLines(w, bad) }
  const name = `${batch.number}-${w('loans.bad-rows-name')}`
  if (one(query.as) === 'csv') {
    return file(csv([lines.header, ...lines.rows]), 'text/csv; charset=utf-8', `${name}.csv`)
  }
  const mended = bad.map(({ typed, faults }) => ({
    typed,
    reason: faults.map((fault) => faultWords(w, fault)).join(' '),
  }))
  return file(await writeXlsx(badRowSheets(w, labelsOf(w), mended, lines)), xlsxType, `${name}.xlsx`)
}

/** Back to the file for what changed meanwhile, which it then shows; everything else is told on a page of its own. */
function answered(batch: rows.ImportBatch, outcome: Outcome<object>, flash: string): Answer {
  const back = `/loans/imports/${batch.id}`
  if (outcome.ok) return go(back, flash)
  if (outcome.refusal.code === 'import-changed')
    return go(back, { tone: 'warn', key: 'loans.import-changed-flash' })
  throw new Refusing(outcome.refusal, back)
}

async function book(visit: SignedIn): Promise<Answer> {
  const { parts, by, body } = visit
  const batch = await batchOf(visit)
  const read = modeForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'import-moved-on' }, `/loans/imports/${batch.id}`)
  return answered(
    batch,
    await actions.bookImport(parts, by, batch, read.value.mode),
    'loans.import-booked-flash',
  )
}

async function giveUp(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const batch = await batchOf(visit)
  return answered(batch, await actions.giveUpImport(parts.store, by, batch), 'loans.import-given-up-flash')
}

async function showReversal(visit: SignedIn): Promise<Answer> {
  const batch = await batchOf(visit)
  if (!mayReverse(batch).ok) return go(`/loans/imports/${batch.id}`)
  return page('loans/report', reversalPage(visit.w, batch, endingForm.filled(visit.w, {})))
}

async function reverse(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const batch = await batchOf(visit)
  const read = endingForm.read(body)
  if (!read.ok) {
    const shown = endingForm.again(w, read.typed, read.faults)
    return formAgain('loans/report', reversalPage(w, batch, shown))
  }
  const outcome = await actions.reverseImport(parts, by, batch, read.value.why)
  return answered(batch, outcome, 'loans.import-reversed-flash')
}
