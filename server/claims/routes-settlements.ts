import { trailOf } from '../audit/index.ts'
import { present } from '../platform/assert.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { paged, pageNumber, perPage } from '../platform/web/paging.ts'
import {
  type Answer,
  formAgain,
  get,
  go,
  mend,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
} from '../web.ts'
import { confirmSettlement, settle } from './actions-settling.ts'
import { settlingForm } from './forms.ts'
import { settlementPage, settlementsPage } from './pages-settlements.ts'
import { settlers } from './parts.ts'
import * as rows from './rows-settlements.ts'
import { payerOf } from './settlement.ts'

export const settlementRoutes = routes(
  get('/settlements', settlers, showList),
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
