import { plusDays } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import { type Answer, page, type SignedIn } from '../web.ts'
import { countsPage } from './pages-counts.ts'
import { consentCounts, lookCounts, requestCounts } from './rows-counts.ts'

/** What happened lately, for the bureau: a month says more than all the years. */
const countedDays = 30

/** `/bureau/consents`: how many, and never whose. */
export async function showCounts({ me, w, parts, today }: SignedIn): Promise<Answer> {
  const region = present(me.region, 'the region of the bureau’s people')
  const since = startOf(plusDays(today, 1 - countedDays))
  const from = parts.store.read
  const [consents, looks, requests] = await Promise.all([
    consentCounts(from, region, today, since),
    lookCounts(from, region, since),
    requestCounts(from, region, since),
  ])
  return page('consents/counts', countsPage(w, { consents, looks, requests, days: countedDays }))
}
