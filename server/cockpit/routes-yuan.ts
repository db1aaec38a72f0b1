import { bureauRoles } from '../accounts/index.ts'
import { withExport } from '../exports/index.ts'
import { asOfAsked, leadAsOf } from '../platform/web/as-of.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, page, routes, type SignedIn } from '../web.ts'
import { moreAsked, yuanPage } from './pages-yuan.ts'
import { regionOf } from './parts.ts'
import { compared, leversIn, raised } from './parts-yuan.ts'
import { largerSums, mostGained } from './yuan.ts'

/** 多一元钱能做什么: what one more yuan does in a pool, with a guarantor, or by another share. */
export const cockpitYuanRoutes = routes(
  ...withExport('/cockpit/yuan', bureauRoles, 'yuan', showYuan, { figures: ['yuan-fit'] }),
)

async function showYuan(visit: SignedIn): Promise<Answer> {
  const { parts, me, query, today } = visit
  const region = regionOf(me)
  const levers = await leversIn(parts, region, today)
  const asked = moreAsked(visit)
  const named = levers.find(({ code }) => code === one(query.lever)) ?? null
  // Nobody was named: all are held against each other, and the one that does most is shown.
  const all = named || asked.fault ? [] : await compared(parts, region, levers, asked.moreFen, today)
  const most = mostGained(all, asked.isUsual ? largerSums(asked.moreFen) : [asked.moreFen])
  const chosen = named ?? most?.one.choice ?? levers[0] ?? null
  const moreFen = most?.moreFen ?? asked.moreFen
  const found = chosen && !asked.fault ? await raised(parts, region, chosen, moreFen, today) : null
  const shown = await yuanPage(visit, { levers, chosen, asked, moreFen, found, all, gains: most !== null })
  const lead = leadAsOf(visit.w, asOfAsked(query, today), shown.lead)
  return page('cockpit/yuan', { ...shown, lead }, asked.fault ? 422 : 200)
}
