import { bureauRoles } from '../accounts/index.ts'
import { withExport } from '../exports/index.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, page, routes, type SignedIn } from '../web.ts'
import { roomRules } from './headroom.ts'
import { headroomPage } from './pages-headroom.ts'
import { asking } from './parts-asking.ts'

/** 余量: what is left to every cap and line, now or as a day closed. */
export const cockpitHeadroomRoutes = routes(
  ...withExport('/cockpit/headroom', bureauRoles, 'headroom', showHeadroom, {
    figures: ['headroom-passed', 'headroom-near'],
  }),
)

async function showHeadroom(visit: SignedIn): Promise<Answer> {
  const asked = await asking(visit)
  const rule = roomRules.find((known) => known === one(visit.query.rule)) ?? null
  return page('cockpit/headroom', await headroomPage(visit, asked, rule), asked.kind === 'none' ? 404 : 200)
}
