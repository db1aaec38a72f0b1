import { type By, byPlatform, sendAlarm, sweep } from './accounts/index.ts'
import { forgetAnswers } from './api-keys/index.ts'
import { expireApplications, expireOffers } from './applications/index.ts'
import { closeBridgeDay } from './bridges/index.ts'
import { chaseClaims } from './claims/index.ts'
import { closeCockpitDay } from './cockpit/index.ts'
import { tendPoolClaims } from './compensation/index.ts'
import { chaseComplaints } from './complaints/index.ts'
import { expireConsents, lapseRequests } from './consents/index.ts'
import { watchPools } from './covers/index.ts'
import { runDispatches } from './dispatches/index.ts'
import { remindOfEndings, sweepFiles } from './documents/index.ts'
import { sweepExports } from './exports/index.ts'
import { correctExposures } from './exposures/index.ts'
import { releaseExpired, reweighAll } from './guarantees/index.ts'
import { mailHandlers, sweepNotices } from './inbox/index.ts'
import { expireReservations, proveLedger } from './ledger/index.ts'
import { closeLoanDay, tellOfMaturities } from './loans/index.ts'
import type { Day } from './money/day.ts'
import { expireNeeds, refreshCopies } from './needs/index.ts'
import type { Parts } from './parts.ts'
import { millisecondsOf } from './platform/clock.ts'
import { every } from './platform/work/every.ts'
import { drain, type Handlers } from './platform/work/outbox.ts'
import { type NightJob, runNight } from './platform/work/timetable.ts'
import { refreshPolicies } from './policies/index.ts'
import { chaseAnswers } from './ratings/index.ts'
import { closeLooks } from './second-looks/index.ts'
import { watchAll } from './stop-lines/index.ts'
import { closeClockDay } from './supervision/index.ts'
import { raiseWarnings } from './warnings/index.ts'

type Night = { readonly parts: Parts; readonly by: By }

const everyNight = (name: string, run: (parts: Parts, by: By) => Promise<void>): NightJob<Night> => ({
  name,
  run: ({ parts, by }) => run(parts, by),
})

/** What the platform does by itself, once each business day. Every job bears being repeated. */
export const nights: readonly NightJob<Night>[] = [
  // Before whatever a night moves: what lapses tonight and the warnings raised tonight are of the new day, not of the one that closed.
  everyNight('close-cockpit-day', async (parts, by) => void (await closeCockpitDay(parts, by))),
  everyNight('sweep', ({ store }, by) => sweep(store, by)),
  everyNight('sweep-notices', ({ store }, by) => sweepNotices(store, by)),
  everyNight('expire-needs', async ({ store }, by) => void (await expireNeeds(store, by))),
  everyNight('refresh-needs', async (parts) => void (await refreshCopies(parts))),
  everyNight('expire-offers', async ({ store }, by) => void (await expireOffers(store, by))),
  everyNight('expire-applications', async (parts, by) => void (await expireApplications(parts, by))),
  everyNight('remind-of-endings', async (parts, by) => void (await remindOfEndings(parts, by))),
  everyNight('sweep-files', async (parts, by) => void (await sweepFiles(parts, by))),
  everyNight('forget-api-answers', async ({ store }, by) => void (await forgetAnswers(store, by))),
  everyNight('close-loan-day', async (parts, by) => void (await closeLoanDay(parts, by))),
  everyNight('tell-of-maturities', async (parts, by) => void (await tellOfMaturities(parts, by))),
  // After the loans: what a bank reported yesterday counts before its time is over.
  everyNight('release-expired', async (parts, by) => void (await releaseExpired(parts, by))),
  everyNight('reweigh-guarantors', async (parts, by) => void (await reweighAll(parts, by))),
  everyNight('watch-stop-lines', async (parts, by) => void (await watchAll(parts, by))),
  everyNight('watch-pools', async (parts, by) => void (await watchPools(parts, by))),
  everyNight('tend-pool-claims', async (parts, by) => void (await tendPoolClaims(parts, by))),
  everyNight('close-second-looks', async (parts, by) => void (await closeLooks(parts, by))),
  everyNight('expire-consents', async ({ store }, by) => void (await expireConsents(store, by))),
  everyNight('lapse-consent-requests', async ({ store }, by) => void (await lapseRequests(store, by))),
  everyNight('expire-reservations', async (parts, by) => void (await expireReservations(parts, by))),
  everyNight('close-bridge-day', async (parts, by) => void (await closeBridgeDay(parts, by))),
  everyNight('chase-ratings', async (parts, by) => void (await chaseAnswers(parts, by))),
  everyNight('chase-complaints', async (parts, by) => void (await chaseComplaints(parts, by))),
  // After whatever ends by itself, so that nobody is told of a step that is over.
  everyNight('chase-claims', async (parts, by) => void (await chaseClaims(parts, by))),
  everyNight('close-clock-day', async (parts, by) => void (await closeClockDay(parts, by))),
  everyNight('correct-exposures', async ({ store }, by) => void (await correctExposures(store, by))),
  // After what moves loans, rates, advances and letters.
  everyNight('raise-warnings', async (parts, by) => void (await raiseWarnings(parts, by))),
  everyNight('sweep-exports', async (parts, by) => void (await sweepExports(parts, by))),
  // Last, so that the checkpoint holds what the jobs before it posted.
  everyNight('prove-ledger', async (parts, by) => void (await proveLedger(parts, by))),
]

/** Effects outside the database, by their kind in the outbox. */
export const handlersOf = (parts: Parts): Handlers => ({
  ...(parts.config.alarmUrl ? { alarm: sendAlarm(parts.config.alarmUrl, parts.words.zh) } : {}),
  ...mailHandlers(parts),
})

/**
 * Between the open door and the first night: those who waited for the door come first, and a program that is started again
 * and again (a new release, a fault at the start) spends no night on each start.
 */
const firstNightSeconds = 20

/** The night begins within a minute of midnight, before people move what the day left; what failed is tried again so much later. */
const nightAgainMilliseconds = 60 * 60_000

type Log = { error(details: object, words: string): void; info(details: object, words: string): void }

/** Starts the work that no request asks for; the answer stops it and waits for what is under way. */
export function startWork(parts: Parts, log: Log): () => Promise<void> {
  const { store, clock } = parts
  const onFault = (error: unknown) => log.error({ err: error }, 'work failed')
  let begun: { readonly on: Day; readonly at: number } | null = null
  const night = async () => {
    const [on, at] = [clock.today(), millisecondsOf(clock.now())]
    if (begun?.on === on && at - begun.at < nightAgainMilliseconds) return
    begun = { on, at }
    const by = byPlatform(clock.now(), clock.today())
    const { ran, failed } = await runNight(store, by.today, nights, { parts, by })
    for (const [name, error] of failed) log.error({ err: error, name }, 'night job failed')
    if (ran.length) log.info({ ran }, 'night jobs done')
  }
  const handlers = handlersOf(parts)
  const stops = [
    every(10, () => drain(store, clock, handlers), onFault),
    every(60, night, onFault, firstNightSeconds),
    every(60, () => runDispatches(parts, byPlatform(clock.now(), clock.today())), onFault),
    // Another process may have approved a version of a policy.
    every(60, () => refreshPolicies(parts), onFault),
  ]
  return async () => {
    await Promise.all(stops.map((stop) => stop()))
  }
}
