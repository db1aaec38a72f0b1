import { plusDays } from '../money/day.ts'
import { dayOf } from '../platform/clock.ts'
import { xlsxType } from '../platform/sheets/write.ts'
import {
  type Answer,
  get,
  go,
  NotFound,
  page,
  post,
  Refusing,
  routes,
  type SignedIn,
  stream,
} from '../web.ts'
import { cancel, fileOf } from './actions.ts'
import { keptDays } from './export.ts'
import { exportPage, listPage } from './pages.ts'
import { type Export, exportOf, exportsOf } from './rows.ts'

/* Whoever took something away sees his own exports, and nobody else does. */

export const exportRoutes = routes(
  get('/exports', 'signed-in', showAll),
  get('/exports/:id', 'signed-in', showOne),
  get('/exports/:id/file', 'signed-in', sendFile),
  post('/exports/:id/cancellation', 'signed-in', callOff),
)

const shownExports = 50

async function found({ parts, me, params }: SignedIn): Promise<Export> {
  const one = await exportOf(parts.store.read, me.id, params.id ?? '')
  if (!one) throw new NotFound(`export ${params.id}`)
  return one
}

async function showAll({ w, parts, me }: SignedIn): Promise<Answer> {
  return page('exports/list', listPage(w, await exportsOf(parts.store.read, me.id, shownExports)))
}

async function showOne(visit: SignedIn): Promise<Answer> {
  const one = await found(visit)
  return page('exports/export', exportPage(visit.w, one, plusDays(dayOf(one.askedAt), keptDays)))
}

async function sendFile(visit: SignedIn): Promise<Answer> {
  const one = await found(visit)
  const file = one.state === 'done' ? await fileOf(visit.parts, one) : null
  if (!file) return go(`/exports/${one.id}`, { tone: 'info', key: 'exports.gone-flash' })
  return stream({ ...file, type: xlsxType, name: one.name, inline: false })
}

async function callOff(visit: SignedIn): Promise<Answer> {
  const one = await found(visit)
  const outcome = await cancel(visit.parts.store, visit.by, one)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/exports/${one.id}`)
  return go(`/exports/${one.id}`, 'exports.cancelled-flash')
}
