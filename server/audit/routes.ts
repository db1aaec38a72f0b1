import type { Role } from '../accounts/person.ts'
import { csv } from '../platform/csv.ts'
import { isId } from '../platform/ids.ts'
import { one, perPage } from '../platform/web/paging.ts'
import { type Answer, type Anyone, file, get, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import { exportTrail } from './actions.ts'
import { trailFilter } from './forms.ts'
import { exportTable, happeningOptions, trailPage } from './pages.ts'
import { type TrailCursor, trailRows } from './rows.ts'

const auditor: readonly Role[] = ['auditor']

export const auditRoutes = routes(
  get('/trail', auditor, showTrail),
  post('/trail/exports', auditor, exportRows, { perMinute: 6 }),
)

async function showTrail({ w, parts, query }: SignedIn): Promise<Answer> {
  const asked = Object.fromEntries(trailFilter.names.map((name) => [name, one(query[name])]))
  const read = trailFilter.read(asked)
  const options = { options: { happening: happeningOptions(w) } }
  const shown = trailFilter.again(w, asked, read.ok ? {} : read.faults, options)
  const cursor = cursorOf(query)
  const rows = read.ok ? await trailRows(parts.store.read, read.value, cursor, perPage + 1) : []
  return page('audit/trail', trailPage(w, rows, cursor, query, asked, shown))
}

/** The page's place in the trail; an address that was tampered with begins at the newest row. */
function cursorOf(query: Anyone['query']): TrailCursor {
  const [older, newer] = [one(query.older), one(query.newer)]
  if (isId<'trail'>(older)) return { older }
  return isId<'trail'>(newer) ? { newer } : null
}

async function exportRows({ w, parts, by, body, today }: SignedIn): Promise<Answer> {
  const read = trailFilter.read(body)
  if (!read.ok) throw new Refusing({ code: 'trail-filter-wrong' }, '/trail')
  const outcome = await exportTrail(parts.store, by, read.value)
  if (!outcome.ok) throw new Refusing(outcome.refusal, '/trail')
  return file(csv(exportTable(w, outcome.rows)), 'text/csv; charset=utf-8', `trail-${today}.csv`)
}
