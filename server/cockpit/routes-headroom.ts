import { bureauRoles } from '../accounts/index.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { roomRules } from './headroom.ts'
import { headroomPage } from './pages-headroom.ts'
import { asking } from './parts-asking.ts'

/** 余量: what is left to every cap and line, now or as a day closed. */
export const cockpitHeadroomRoutes = routes(get('/cockpit/headroom', bureauRoles, showHeadroom))

async function showHeadroom(visit: SignedIn): Promise<Answer> {
  const asked = await asking(visit)
  const rule = roomRules.find((known) => known === one(visit.query.rule)) ?? null
  return page('cockpit/headroom', await headroomPage(visit, asked, rule), asked.kind === 'none' ? 404 : 200)
}
