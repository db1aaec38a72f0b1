import { bankRoles, guarantorRoles, type Role } from '../accounts/index.ts'
import { trailOf } from '../audit/index.ts'
import { institutionOf } from '../institutions/index.ts'
import { day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { one, paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  printed,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { confirmSettlement, settle } from './actions-settling.ts'
import { periodForm, settlingForm } from './forms.ts'
import { nameOf, settlementPage, settlementsPage } from './pages-settlements.ts'
import { statementPage } from './pages-statement.ts'
import { sharerRoles } from './parts.ts'
import * as rows from './rows-settlements.ts'
import { payerOf } from './settlement.ts'
import { statementOf } from './statement.ts'

/** Everybody who settles. */
const settlers: readonly Role[] = [...bankRoles, ...guarantorRoles, ...sharerRoles]

export const settlementRoutes = routes(
  get('/settlements', settlers, showList),
  get('/settlements/statement', settlers, showStatement),
  get('/settlements/statement/print', settlers, printStatement),
  get('/settlements/:id', settlers, showOne),
  post('/settlements/:id/confirmation', settlers, confirm),
  post('/settlements/:id/payment', settlers, pay),
)

const own = ({ me }: SignedIn) => present(me.institutionId, 'the institution of its own people')

async function showList(visit: SignedIn): Promise<Answer> {
  const { me, w, parts, query, path, today } = visit
  const { read } = parts.store
  const number = pageNumber(query.page)
  const found = await rows.settlementsAt(read, own(visit), perPage + 1, (number - 1) * perPage)
  const { rows: shown, pager } = paged(found, number, path, query)
  const sums = await rows.openSums(read, own(visit), today)
  return page('claims/settlements', settlementsPage(w, me, shown, sums, today, pager))
}

async function found(visit: SignedIn): Promise<rows.ShownSettlement> {
  const row = await rows.settlementAt(visit.parts.store.read, visit.params.id ?? '', own(visit))
  if (!row) throw new NotFound(`settlement ${visit.params.id}`)
  return row
}

async function dataOf(visit: SignedIn, row: rows.ShownSettlement, form: ShownForm | null) {
  const { w, me, parts, today } = visit
  const trail = await trailOf(parts.store.read, 'settlement', row.settlement.id)
  return settlementPage(w, me, row, { trail, today, form })
}

async function showOne(visit: SignedIn): Promise<Answer> {
  const { w, me, today } = visit
  const row = await found(visit)
  const { settlement } = row
  const pays =
    settlement.state === 'confirmed' &&
    payerOf(settlement) === me.institutionId &&
    settlement.confirmedBy !== me.id
  return page(
    'claims/settlement',
    await dataOf(visit, row, pays ? settlingForm.filled(w, { paidOn: today }) : null),
  )
}

async function confirm(visit: SignedIn): Promise<Answer> {
  const { settlement } = await found(visit)
  const back = `/settlements/${settlement.id}`
  const outcome = await confirmSettlement(visit.parts, visit.by, settlement.id)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go(back, 'claims.confirmed-flash')
}

async function pay(visit: SignedIn): Promise<Answer> {
  const { w, parts, by, body } = visit
  const row = await found(visit)
  const back = `/settlements/${row.settlement.id}`
  const read = settlingForm.read(body)
  const again = async (shown: ShownForm) => formAgain('claims/settlement', await dataOf(visit, row, shown))
  if (!read.ok) return again(settlingForm.again(w, read.typed, read.faults))
  const outcome = await settle(parts, by, row.settlement.id, read.value)
  if (outcome.ok) return go(back, 'claims.settled-flash')
  if (outcome.refusal.field === undefined) throw new Refusing(outcome.refusal, back)
  const refused = await again(settlingForm.refused(w, body, outcome.refusal))
  return mend(outcome.refusal, back, () => refused)
}

/** The period that was asked for; without one, this year until today. What is wrong is kept as typed, with its words. */
function periodOf({ w, query, today }: SignedIn) {
  const usual = { from: day(`${today.slice(0, 4)}-01-01`), to: today }
  const typed = { from: one(query.from) || usual.from, to: one(query.to) || usual.to }
  const read = periodForm.read(typed)
  if (!read.ok) return { period: usual, shown: periodForm.again(w, typed, read.faults) }
  const { from, to } = read.value
  const wrong =
    to > today
      ? { code: 'day-ahead', field: 'to' }
      : from > to
        ? { code: 'statement-period', field: 'from' }
        : null
  return wrong
    ? { period: usual, shown: periodForm.refused(w, typed, wrong) }
    : { period: { from, to }, shown: periodForm.filled(w, { from, to }) }
}

async function stated(visit: SignedIn) {
  const { w, parts } = visit
  const { read } = parts.store
  const id = own(visit)
  const { period, shown } = periodOf(visit)
  const settlements = (await rows.settlementsUntil(read, id, period.to)).map((row) => {
    const { settlement, kind, guaranteeNumber, firm, arisenBookedOn } = row
    const owes = settlement.fromId === id
    const { number, amountFen, arisenOn, dueOn, settledOn, bookedOn, state } = settlement
    return {
      ...{ number, amountFen, arisenOn, dueOn, settledOn, arisenBookedOn, bookedOn, state, kind },
      ...{ guaranteeNumber, firm },
      direction: owes ? ('owes' as const) : ('owed' as const),
      other: nameOf(w, row, owes ? 'to' : 'from'),
    }
  })
  const parted = (await rows.partsBetween(read, id, period.from, period.to)).map(
    ({ event, part, ...row }) => ({
      ...{ ...row, on: event.on, kind: event.kind, party: part.party },
      ...{ borneFen: part.borneFen, returnedFen: part.returnedFen },
    }),
  )
  const institution = present(await institutionOf(read, id), 'an institution')
  return statementPage(w, {
    ...{ name: institution.name, period, statement: statementOf(period, settlements, parted) },
    shown,
  })
}

async function showStatement(visit: SignedIn): Promise<Answer> {
  const shown = await stated(visit)
  return page('claims/statement', shown, shown.filters.errors.length ? 422 : 200)
}

/** What was asked wrong is no paper: it comes back on the screen, to be mended. */
async function printStatement(visit: SignedIn): Promise<Answer> {
  const shown = await stated(visit)
  return shown.filters.errors.length
    ? page('claims/statement', shown, 422)
    : printed('claims/statement-print', shown)
}
