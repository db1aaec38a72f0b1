import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { lastDay } from '../clocks/clock.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { owedTimes } from '../documents/index.ts'
import { notify } from '../inbox/index.ts'
import { plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { assert, present } from '../platform/assert.ts'
import { dayOf, type Instant, startOf } from '../platform/clock.ts'
import { eachInTurn, untilNone } from '../platform/work/slices.ts'
import { clocksOn } from '../policies/index.ts'
import { closeOffers, moveCase, owedOn, released } from './actions.ts'
import * as rows from './rows.ts'
import { agreedPast, casesOfPastNeeds, casesPast, offersPast } from './rows-night.ts'

/* What ends by itself, by a clock. Each ending is told to both sides, with its cause. */

/** Why a case ended without anybody having ended it. */
type Cause = 'offer-lapsed' | 'never-decided' | 'never-signed' | 'need-over'

/** The nightly job: offers past their last day lapse, and their cases end. Says how many. */
export const expireOffers = (store: Store, by: By): Promise<number> =>
  untilNone(store, async (tx, limit) => {
    const past = await offersPast(tx, by.today, limit)
    for (const offer of past) {
      await rows.closeOffer(tx, offer.id, { state: 'lapsed', decidedAt: by.at })
      const application = present(await rows.applicationById(tx, offer.applicationId), 'the case of an offer')
      await expire(tx, by, application, 'offer-lapsed')
    }
    return past.length
  })

/**
 * The nightly job: cases end that no bank decided on by the hard stop of policy `clocks`, that came to no contract by
 * the one of policy `supervision`, or whose need has no days left. An offer that lies open keeps its own last day, and
 * the days on which a firm owes papers count for no hard stop.
 * Says how many.
 */
export async function expireApplications(
  { store, policies }: Pick<Parts, 'store' | 'policies'>,
  by: By,
): Promise<number> {
  const decision = clocksOn(policies, by.today)
  const signing = supervisionOn(policies, by.today)
  // The last day counts in full, at whatever hour the job runs.
  const before = (days: number) => startOf(plusDays(by.today, -days))
  const ending =
    (cause: Cause, days: number, version: string, beganAt: (one: rows.Application) => Instant) =>
    async (tx: Transaction, found: readonly rows.Application[]) => {
      const past = await pastTerm(tx, by, found, days, beganAt)
      for (const one of past) await expire(tx, by, one, cause, version)
      return past.length
    }
  const [decisionDays, signingDays] = [decision.value.decisionHardStopDays, signing.value.signingHardStopDays]
  const undecided = await eachInTurn(
    store,
    (tx, after, limit) => casesPast(tx, before(decisionDays), after, limit),
    ending('never-decided', decisionDays, decision.version, ({ submittedAt }) => submittedAt),
  )
  const unsigned = await eachInTurn(
    store,
    (tx, after, limit) => agreedPast(tx, before(signingDays), after, limit),
    ending('never-signed', signingDays, signing.version, ({ decidedAt }) =>
      present(decidedAt, 'the firm’s yes'),
    ),
  )
  const needless = await untilNone(store, async (tx, limit) => {
    const found = await casesOfPastNeeds(tx, by.today, limit)
    for (const one of found) await expire(tx, by, one, 'need-over')
    return found.length
  })
  return undecided + unsigned + needless
}

/** Those whose term is over even without the days on which the firm owed papers; while it owes them, none ends. */
async function pastTerm(
  tx: Transaction,
  { today }: By,
  cases: readonly rows.Application[],
  days: number,
  beganAt: (one: rows.Application) => Instant,
): Promise<readonly rows.Application[]> {
  const times = await owedTimes(
    tx,
    cases.map(({ id }) => id),
  )
  return cases.filter((one) => {
    const began = beganAt(one)
    const stops = []
    for (const { applicationId, since, until } of times) {
      if (applicationId !== one.id || since < began) continue
      if (until === null) return false
      stops.push({ from: dayOf(since), to: dayOf(until) })
    }
    return lastDay(dayOf(began), days, stops) < today
  })
}

/** `policy`: the version by whose term a case ends; an offer that lapses, or a need, named its own day. */
async function expire(
  tx: Transaction,
  by: By,
  application: rows.Application,
  cause: Cause,
  policy?: string,
): Promise<void> {
  const ended = { decidedAt: by.at, ...owedOn(null), ...(policy ? { duePolicies: [policy] } : {}) }
  await closeOffers(tx, by, application.id, 'lapsed')
  const moved = await moveCase(tx, by, application, 'expired', 'clock', ended)
  assert(moved.ok, `a case that is past its day may expire: ${application.state}`)
  const subject = { kind: 'application', id: application.id }
  await write(tx, by, { happening: `applications.ended-${cause}`, subject })
  await notify(tx, by, {
    to: [
      { firm: application.enterpriseId },
      { bank: application.institutionId, officer: application.officerId },
    ],
    kind: 'cases',
    words: `applications.notice.ended-${cause}`,
    values: { number: application.number },
    href: `/applications/${application.id}`,
    subject,
  })
  await released(tx, by, moved.application)
}
