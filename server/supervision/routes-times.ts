import { bankRoles, bureauRoles } from '../accounts/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { withExport } from '../exports/index.ts'
import { dayAsked } from '../exposures/as-of.ts'
import { allBanks } from '../institutions/index.ts'
import { plusDays } from '../money/day.ts'
import { dayOf } from '../platform/clock.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { refusedTimes, timesPage } from './pages-times.ts'
import { daysBack, timesTaken } from './parts-times.ts'
import { firstCaseAt } from './rows-times.ts'

export const timesRoutes = routes(
  ...withExport('/bureau/times', bureauRoles, 'times', (visit) => showTimes(visit, 'bureau'), {
    figures: ['step-times'],
  }),
  get('/times', bankRoles, (visit) => showTimes(visit, 'bank')),
)

/** The bureau reads every bank of its region; a bank itself, and all banks together. */
async function showTimes(
  { me, w, parts, query, path, today }: SignedIn,
  side: 'bank' | 'bureau',
): Promise<Answer> {
  const { read } = parts.store
  const region = side === 'bank' ? null : me.region || '-'
  const typed = one(query.on)
  const first = typed === '' ? null : await firstCaseAt(read, region)
  const day = dayAsked(typed, first && dayOf(first), today)
  if (!day.ok)
    return page('supervision/times', refusedTimes(w, { side, path, typed, today }, day.refusal), 422)
  const { asOf, on } = day
  const taken = await timesTaken(parts, region, asOf)
  const banks = (await allBanks(read)).filter(({ id }) => side === 'bureau' || id === me.institutionId)
  const { value: rule, version } = supervisionOn(parts.policies, asOf)
  const asked = { side, path, today, on, since: plusDays(asOf, -daysBack) }
  return page(
    'supervision/times',
    timesPage(w, { ...asked, banks, taken, least: rule.leastCases, policy: version }),
  )
}
