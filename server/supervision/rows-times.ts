import { and, eq, gte, isNotNull, lt, type SQL, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { contacts } from '../../db/tables/contacts.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { dayOf, type Instant, startOf } from '../platform/clock.ts'
import type { Finished } from './times.ts'

/**
 * Which cases are looked at: those that began since a moment, in a region; and until when what is counted had to be recorded
 * (null: by now).
 */
export type TimesScope = {
  readonly region: string | null
  readonly since: Instant
  readonly until?: Instant | null
}

const isKnown = ({ until }: TimesScope, at: Instant): boolean => !until || at < until
const known = (scope: TimesScope, at: Instant | null): Instant | null =>
  at !== null && isKnown(scope, at) ? at : null

const inRegion = ({ region }: Pick<TimesScope, 'region'>) =>
  region === null ? undefined : startsWith(needs.region, region)

const within = (scope: TimesScope) =>
  and(
    gte(applications.submittedAt, scope.since),
    scope.until ? lt(applications.submittedAt, scope.until) : undefined,
    inRegion(scope),
  )

/** When the first case of a region began: no step is older. */
export async function firstCaseAt(from: Reader, region: string | null): Promise<Instant | null> {
  const [row] = await from
    .select({ at: sql<Instant | null>`min(${applications.submittedAt})`.mapWith(applications.submittedAt) })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(inRegion({ region }))
  return row?.at ?? null
}

/**
 * Every step that a bank finished, of the cases of a scope. A case that was taken from the hall was never waited for. What
 * the hard stop ended took until then: else the longest waits would be those that nobody sees.
 */
export async function finishedSteps(from: Reader, scope: TimesScope): Promise<Finished<InstitutionId>[]> {
  const stops = await stopsOf(from, scope)
  return [
    ...(await decided(from, scope)).flatMap((one) => {
      const { id, bank, openedBy, state, submittedAt } = one
      const takenAt = known(scope, one.takenAt)
      const offeredAt = known(scope, one.offeredAt)
      // What ends by another day than the hard stop's, names no policy.
      const isStopped = state === 'expired' && one.offeredAt === null && one.duePolicies !== null
      const endedAt = state === 'declined' || isStopped ? known(scope, one.decidedAt) : null
      const accepted = takenAt ?? endedAt
      const answered = takenAt && (offeredAt ?? endedAt)
      const own = stops.get(id) ?? []
      return [
        ...(openedBy === 'firm-applied' && accepted
          ? [step(bank, 'accept', dayOf(submittedAt), dayOf(accepted), own)]
          : []),
        ...(takenAt && answered ? [step(bank, 'decision', dayOf(takenAt), dayOf(answered), own)] : []),
        ...heardFrom({ ...one, takenAt, contactedOn: contactKnown(scope, one) }, endedAt),
      ]
    }),
    ...(await contracts(from, scope)).flatMap(({ id, bank, agreedAt, signedOn, recordedAt, ...one }) => {
      if (!isKnown(scope, recordedAt ?? startOf(signedOn))) return []
      const reportedAt = known(scope, one.reportedAt)
      return [
        ...(agreedAt ? [step(bank, 'signing', dayOf(agreedAt), signedOn, stops.get(id) ?? [])] : []),
        ...(reportedAt
          ? [step(bank, 'report', recordedAt ? dayOf(recordedAt) : signedOn, dayOf(reportedAt), [])]
          : []),
      ]
    }),
    ...(await answeredWishes(from, scope)),
  ]
}

type Decided = Awaited<ReturnType<typeof decided>>[number]

/** The day of the first contact, where it was known: a call or a visit is written down later than it was. */
const contactKnown = (scope: TimesScope, { contactedOn, contactToldAt }: Decided): Day | null =>
  contactedOn && isKnown(scope, contactToldAt ?? startOf(contactedOn)) ? contactedOn : null

/**
 * From the acceptance to the first contact. A firm that heard from its bank before, waited no day; one that never did, waited
 * until the bank's no or the hard stop.
 */
function heardFrom(
  {
    bank,
    takenAt,
    contactDueOn,
    contactedOn,
  }: Pick<Decided, 'bank' | 'takenAt' | 'contactDueOn' | 'contactedOn'>,
  endedAt: Instant | null,
): Finished<InstitutionId>[] {
  if (!takenAt || contactDueOn === null) return []
  const from = dayOf(takenAt)
  const to = contactedOn ?? (endedAt && dayOf(endedAt))
  return to ? [step(bank, 'contact', from, to < from ? from : to, [])] : []
}

/** Wishes to renew that the bank has answered, by the day on which the firm asked. */
async function answeredWishes(from: Reader, { region, since, until }: TimesScope) {
  const rows = await from
    .select({ bank: renewals.institutionId, wishedAt: renewals.wishedAt, answeredAt: renewals.answeredAt })
    .from(renewals)
    .innerJoin(loans, eq(loans.id, renewals.loanId))
    .innerJoin(needs, eq(needs.id, loans.needId))
    .where(
      and(
        isNotNull(renewals.answeredAt),
        gte(renewals.wishedAt, since),
        until ? lt(renewals.answeredAt, until) : undefined,
        inRegion({ region }),
      ),
    )
  return rows.flatMap(({ bank, wishedAt, answeredAt }) =>
    answeredAt ? [step(bank, 'renewal', dayOf(wishedAt), dayOf(answeredAt), [])] : [],
  )
}

const step = (
  bank: InstitutionId,
  name: Finished['step'],
  from: Finished['from'],
  to: Finished['to'],
  stops: Finished['stops'],
): Finished<InstitutionId> => ({ bank, step: name, from, to, stops })

const decided = (from: Reader, scope: TimesScope) =>
  from
    .select({
      id: applications.id,
      bank: applications.institutionId,
      openedBy: applications.openedBy,
      state: applications.state,
      submittedAt: applications.submittedAt,
      takenAt: applications.takenAt,
      offeredAt: firstOffer,
      decidedAt: applications.decidedAt,
      duePolicies: applications.duePolicies,
      contactDueOn: applications.contactDueOn,
      contactedOn: applications.contactedOn,
      contactToldAt: contactTold,
    })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(within(scope))

/** The first offer answers; what a bank offers in its place later is another matter. */
const firstOffer =
  sql`(select min(${offers.madeAt}) from ${offers} where ${offers.applicationId} = ${applications.id})`.mapWith(
    offers.madeAt,
  ) as SQL<Instant | null>

/** When a call or a visit that was the first contact was written down; null for what the platform saw itself. */
const contactTold =
  sql`(select min(${contacts.at}) from ${contacts} where ${contacts.applicationId} = ${applications.id} and ${contacts.way} = ${applications.contactWay} and ${contacts.reachedOn} = ${applications.contactedOn})`.mapWith(
    contacts.at,
  ) as SQL<Instant | null>

const contracts = (from: Reader, scope: TimesScope) =>
  from
    .select({
      id: applications.id,
      bank: applications.institutionId,
      agreedAt: offers.decidedAt,
      signedOn: loans.signedOn,
      // The clock of the report begins when the platform learns of the contract, not on the day that it bears.
      recordedAt: trail.at,
      reportedAt: sql<Instant | null>`min(${drawdowns.reportedAt})`.mapWith(drawdowns.reportedAt),
    })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(offers, eq(offers.id, loans.offerId))
    .innerJoin(needs, eq(needs.id, loans.needId))
    .leftJoin(
      trail,
      and(eq(trail.subjectKind, 'loan'), eq(trail.subjectId, loans.id), eq(trail.happening, 'loans.signed')),
    )
    .leftJoin(drawdowns, eq(drawdowns.loanId, loans.id))
    .where(within(scope))
    .groupBy(
      loans.id,
      applications.id,
      applications.institutionId,
      offers.decidedAt,
      loans.signedOn,
      trail.at,
    )

/** When firms owed papers, by case. */
async function stopsOf(from: Reader, scope: TimesScope) {
  const rows = await from
    .select({
      id: documentRequests.applicationId,
      since: documentRequests.owedSince,
      until: documentRequests.owedUntil,
    })
    .from(documentRequests)
    .innerJoin(applications, eq(applications.id, documentRequests.applicationId))
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(
      and(
        within(scope),
        isNotNull(documentRequests.owedUntil),
        scope.until ? lt(documentRequests.owedUntil, scope.until) : undefined,
      ),
    )
  const stops = new Map<string, Finished['stops'][number][]>()
  for (const { id, since, until } of rows) {
    if (!until) continue
    const stop = { from: dayOf(since), to: dayOf(until) }
    stops.set(id, [...(stops.get(id) ?? []), stop])
  }
  return stops
}
