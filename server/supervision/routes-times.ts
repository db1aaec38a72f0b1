import { bankRoles, bureauRoles } from '../accounts/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { withExport } from '../exports/index.ts'
import { allBanks } from '../institutions/index.ts'
import { plusDays } from '../money/day.ts'
import { asOfAsked, leadAsOf } from '../platform/web/as-of.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { timesPage } from './pages-times.ts'
import { daysBack, timesTaken } from './parts-times.ts'

export const timesRoutes = routes(
  ...withExport('/bureau/times', bureauRoles, 'times', (visit) => showTimes(visit, 'bureau'), {
    figures: ['step-times'],
  }),
  get('/times', bankRoles, (visit) => showTimes(visit, 'bank')),
)

/** The bureau reads every bank of its region; a bank itself, and all banks together. */
async function showTimes({ me, w, parts, query, today }: SignedIn, side: 'bank' | 'bureau'): Promise<Answer> {
  const { read } = parts.store
  const since = plusDays(today, -daysBack)
  const region = side === 'bank' ? null : me.region || '-'
  const taken = await timesTaken(parts, region, today)
  const banks = (await allBanks(read)).filter(({ id }) => side === 'bureau' || id === me.institutionId)
  const { value: rule, version } = supervisionOn(parts.policies, today)
  const shown = timesPage(w, { ...{ banks, since, side, least: rule.leastCases, policy: version }, taken })
  return page('supervision/times', { ...shown, lead: leadAsOf(w, asOfAsked(query, today), shown.lead) })
}
