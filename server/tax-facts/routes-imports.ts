import { bureauRoles, namesOfPeople } from '../accounts/index.ts'
import { yearOf } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { csv } from '../platform/csv.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { writeXlsx, xlsxType } from '../platform/sheets/write.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import type { Language } from '../platform/web/words.ts'
import { type Answer, file, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { checkFile } from './actions-reading.ts'
import { modeForm, reversalForm } from './forms.ts'
import { mayReverse, mostTaxBytes, mostTaxRows } from './import.ts'
import {
  faultHeader,
  faultLines,
  faultWords,
  importPage,
  importsPage,
  importViews,
  reversalPage,
} from './pages-imports.ts'
import { importer, importFor } from './parts-imports.ts'
import * as rows from './rows-imports.ts'
import { badRowSheets, labelsOf, templateHeader, templateSheets } from './workbooks.ts'

const heads = ['bureau-head'] as const
const csvType = 'text/csv; charset=utf-8'
const uploads = { files: 1, bytes: mostTaxBytes }

export const taxImportRoutes = routes(
  get('/tax-facts/imports', bureauRoles, showImports),
  post('/tax-facts/imports', bureauRoles, upload, { perMinute: 10, uploads }),
  get('/tax-facts/imports/template', bureauRoles, sendTemplate),
  get('/tax-facts/imports/:id', bureauRoles, showImport),
  get('/tax-facts/imports/:id/bad-rows', bureauRoles, sendBadRows, { perMinute: 20 }),
  post('/tax-facts/imports/:id/booking', bureauRoles, book),
  post('/tax-facts/imports/:id/withdrawal', bureauRoles, giveUp),
  get('/tax-facts/imports/:id/reversal', heads, showReversal),
  post('/tax-facts/imports/:id/reversal', heads, reverse),
)

const batchOf = ({ me, parts, params }: SignedIn) => importFor(parts.store.read, me, params.id ?? '')

function showImports(visit: SignedIn): Promise<Answer> {
  return listed(visit, null)
}

async function listed(visit: SignedIn, refusal: Refusal | null): Promise<Answer> {
  const { me, w, parts, query, path } = visit
  const region = present(importer(me).region, 'the city of its bureau')
  const number = pageNumber(query.page)
  const found = await rows.listImports(parts.store.read, region, perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  return page('tax-facts/imports', importsPage(w, shown, pager, refusal), refusal ? 422 : 200)
}

/** One check of a file at a time: two large ones at once would only make both slower, and every page with them. */
let checking: Promise<unknown> = Promise.resolve()

async function upload(visit: SignedIn): Promise<Answer> {
  importer(visit.me)
  const turn = checking.then(() => checkUpload(visit))
  checking = turn.catch(() => undefined)
  const outcome = await turn
  if (outcome.ok) return go(`/tax-facts/imports/${outcome.batch.id}`)
  if (outcome.refusal.code === 'already-submitted') throw new Refusing(outcome.refusal, '/tax-facts/imports')
  return listed(visit, outcome.refusal)
}

async function checkUpload(visit: SignedIn): Promise<Outcome<{ readonly batch: rows.TaxImport }>> {
  const { parts, by, uploads: sending, w } = visit
  const [sent] = sending.files
  if (sending.fault) return { ok: false, refusal: sending.fault }
  if (!sent) return refuse('upload-missing')
  if (sent.bytes === 0) return refuse('upload-empty')
  const languages: readonly Language[] = w.language === 'zh' ? ['zh', 'en'] : ['en', 'zh']
  const labels = languages.map((language) => labelsOf(parts.words[language]))
  const outcome = await checkFile(parts.store, by, sent, labels)
  return outcome.ok ? done({ batch: outcome.batch }) : outcome
}

async function sendTemplate({ me, w, today, query }: SignedIn): Promise<Answer> {
  importer(me)
  const lastYear = yearOf(today) - 1
  const name = w('tax-facts.template-name')
  if (one(query.as) === 'csv') return file(csv([templateHeader(w, lastYear)]), csvType, `${name}.csv`)
  return file(await writeXlsx(templateSheets(w, lastYear)), xlsxType, `${name}.xlsx`)
}

async function showImport(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path } = visit
  const { read } = parts.store
  const batch = await batchOf(visit)
  const asked = importViews.find((view) => view === one(query.of))
  const view = asked ?? (batch.badRows > 0 ? 'bad' : 'grades')
  const number = pageNumber(query.page)
  const [limit, offset] = [perPage + 1, (number - 1) * perPage]
  const bad = view === 'bad' ? await rows.badRowsOf(read, batch.id, limit, offset) : []
  const grades = view === 'grades' ? await rows.gradesOfImport(read, batch.id, limit, offset) : []
  const { pager } = paged<unknown>(view === 'bad' ? bad : grades, number, path, query)
  const names = await namesOfPeople(read, [batch.checkedBy, batch.bookedBy, batch.endedBy])
  const shown = { batch, names, view, pager, bad: bad.slice(0, perPage), grades: grades.slice(0, perPage) }
  return page('tax-facts/import', importPage(w, me, shown))
}

async function sendBadRows(visit: SignedIn): Promise<Answer> {
  const { w, parts, query } = visit
  const batch = await batchOf(visit)
  const bad = await rows.badRowsOf(parts.store.read, batch.id, mostTaxRows)
  const lines = { header: faultHeader(w), rows: faultLines(w, batch, bad) }
  const name = `${batch.number}-${w('tax-facts.bad-rows-name')}`
  if (one(query.as) === 'csv') return file(csv([lines.header, ...lines.rows]), csvType, `${name}.csv`)
  const mended = bad.map(({ typed, faults }) => ({
    typed,
    reason: faults.map((fault) => faultWords(w, fault)).join(' '),
  }))
  const sheets = badRowSheets(w, batch.columns, mended, lines)
  return file(await writeXlsx(sheets), xlsxType, `${name}.xlsx`)
}

function answered(batch: rows.TaxImport, outcome: Outcome<object>, flash: string): Answer {
  const back = `/tax-facts/imports/${batch.id}`
  if (outcome.ok) return go(back, flash)
  throw new Refusing(outcome.refusal, back)
}

async function book(visit: SignedIn): Promise<Answer> {
  const { parts, by, body } = visit
  const batch = await batchOf(visit)
  const read = modeForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'tax-import-moved-on' }, `/tax-facts/imports/${batch.id}`)
  const outcome = await actions.bookImport(parts.store, by, batch, read.value.mode)
  return answered(batch, outcome, 'tax-facts.import-booked-flash')
}

async function giveUp(visit: SignedIn): Promise<Answer> {
  const { parts, by } = visit
  const batch = await batchOf(visit)
  const outcome = await actions.giveUpImport(parts.store, by, batch)
  return answered(batch, outcome, 'tax-facts.import-given-up-flash')
}

async function showReversal(visit: SignedIn): Promise<Answer> {
  const { w, parts } = visit
  const batch = await batchOf(visit)
  if (!mayReverse(batch).ok) return go(`/tax-facts/imports/${batch.id}`)
  const later = await rows.gradesStatedLater(parts.store.read, batch)
  return page('tax-facts/reversal', reversalPage(w, batch, later, reversalForm.filled(w, {})))
}

async function reverse(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const batch = await batchOf(visit)
  const read = reversalForm.read(body)
  if (!read.ok) {
    const later = await rows.gradesStatedLater(parts.store.read, batch)
    const shown = reversalForm.again(w, read.typed, read.faults)
    return formAgain('tax-facts/reversal', reversalPage(w, batch, later, shown))
  }
  const outcome = await actions.reverseImport(parts.store, by, batch, read.value.why)
  return answered(batch, outcome, 'tax-facts.import-reversed-flash')
}
