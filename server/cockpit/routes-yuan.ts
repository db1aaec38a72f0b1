import { bureauRoles } from '../accounts/index.ts'
import { withExport } from '../exports/index.ts'
import { asOfAsked, leadAsOf } from '../platform/web/as-of.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, page, routes, type SignedIn } from '../web.ts'
import { moreAsked, yuanPage } from './pages-yuan.ts'
import { regionOf } from './parts.ts'
import { leversIn, raised } from './parts-yuan.ts'

/** 多一元钱能做什么: what one more yuan does in a pool, with a guarantor, or by another share. */
export const cockpitYuanRoutes = routes(
  ...withExport('/cockpit/yuan', bureauRoles, 'yuan', showYuan, { figures: ['yuan-fit'] }),
)

async function showYuan(visit: SignedIn): Promise<Answer> {
  const { parts, me, query, today } = visit
  const region = regionOf(me)
  const levers = await leversIn(parts, region, today)
  const chosen = levers.find(({ code }) => code === one(query.lever)) ?? levers[0] ?? null
  const asked = moreAsked(visit)
  const found = chosen && !asked.fault ? await raised(parts, region, chosen, asked.moreFen, today) : null
  const shown = await yuanPage(visit, levers, chosen, asked, found)
  const lead = leadAsOf(visit.w, asOfAsked(query, today), shown.lead)
  return page('cockpit/yuan', { ...shown, lead }, asked.fault ? 422 : 200)
}
