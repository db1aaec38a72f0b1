import { bankRoles, bureauRoles } from '../accounts/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { allBanks } from '../institutions/index.ts'
import { plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import { calendarOf } from '../policies/index.ts'
import { type Answer, get, page, routes, type SignedIn } from '../web.ts'
import { timesPage } from './pages-times.ts'
import { finishedSteps } from './rows-times.ts'
import { takenBy } from './times.ts'

export const timesRoutes = routes(
  get('/bureau/times', bureauRoles, (visit) => showTimes(visit, 'bureau')),
  get('/times', bankRoles, (visit) => showTimes(visit, 'bank')),
)

/** A year of cases is enough to be fair, and short enough to show who became quicker. */
const daysBack = 365

/** The bureau reads every bank of its region; a bank itself, and all banks together. */
async function showTimes({ me, w, parts, today }: SignedIn, side: 'bank' | 'bureau'): Promise<Answer> {
  const { read } = parts.store
  const since = plusDays(today, -daysBack)
  const region = side === 'bank' ? null : me.region || '-'
  const finished = await finishedSteps(read, { region, since: startOf(since) })
  const banks = (await allBanks(read)).filter(({ id }) => side === 'bureau' || id === me.institutionId)
  const { value: rule, version } = supervisionOn(parts.policies, today)
  return page(
    'supervision/times',
    timesPage(w, {
      ...{ banks, since, side, least: rule.leastCases, policy: version },
      taken: takenBy(calendarOf(parts.policies), finished),
    }),
  )
}
