import { and, eq, gte, isNotNull, sql } from 'drizzle-orm'
import { type Reader, startsWith } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { dayOf, type Instant } from '../platform/clock.ts'
import type { Finished } from './times.ts'

/** Which cases are looked at: those that began since a moment, in a region. */
export type TimesScope = { readonly region: string | null; readonly since: Instant }

const within = ({ region, since }: TimesScope) =>
  and(gte(applications.submittedAt, since), region === null ? undefined : startsWith(needs.region, region))

/**
 * Every step that a bank finished, of the cases of a scope. A case that was taken from the hall was never waited for. What
 * the hard stop ended took until then: else the longest waits would be those that nobody sees.
 */
export async function finishedSteps(from: Reader, scope: TimesScope): Promise<Finished<InstitutionId>[]> {
  const stops = await stopsOf(from, scope)
  return [
    ...(await decided(from, scope)).flatMap((one) => {
      const { id, bank, openedBy, state, submittedAt, takenAt, offeredAt, decidedAt } = one
      // What ends by another day than the hard stop's, names no policy.
      const isStopped = state === 'expired' && offeredAt === null && one.duePolicies !== null
      const endedAt = state === 'declined' || isStopped ? decidedAt : null
      const accepted = takenAt ?? endedAt
      const answered = takenAt && (offeredAt ?? endedAt)
      const own = stops.get(id) ?? []
      return [
        ...(openedBy === 'firm-applied' && accepted
          ? [step(bank, 'accept', dayOf(submittedAt), dayOf(accepted), own)]
          : []),
        ...(takenAt && answered ? [step(bank, 'decision', dayOf(takenAt), dayOf(answered), own)] : []),
        ...heardFrom(one, endedAt),
      ]
    }),
    ...(await contracts(from, scope)).flatMap(({ id, bank, agreedAt, signedOn, recordedAt, reportedAt }) => [
      ...(agreedAt ? [step(bank, 'signing', dayOf(agreedAt), signedOn, stops.get(id) ?? [])] : []),
      ...(reportedAt
        ? [step(bank, 'report', recordedAt ? dayOf(recordedAt) : signedOn, dayOf(reportedAt), [])]
        : []),
    ]),
    ...(await answeredWishes(from, scope)),
  ]
}

/**
 * From the acceptance to the first contact. A firm that heard from its bank before, waited no day; one that never did, waited
 * until the bank's no or the hard stop.
 */
function heardFrom(
  { bank, takenAt, contactDueOn, contactedOn }: Awaited<ReturnType<typeof decided>>[number],
  endedAt: Instant | null,
): Finished<InstitutionId>[] {
  if (!takenAt || contactDueOn === null) return []
  const from = dayOf(takenAt)
  const to = contactedOn ?? (endedAt && dayOf(endedAt))
  return to ? [step(bank, 'contact', from, to < from ? from : to, [])] : []
}

/** Wishes to renew that the bank has answered, by the day on which the firm asked. */
async function answeredWishes(from: Reader, { region, since }: TimesScope) {
  const rows = await from
    .select({ bank: renewals.institutionId, wishedAt: renewals.wishedAt, answeredAt: renewals.answeredAt })
    .from(renewals)
    .innerJoin(loans, eq(loans.id, renewals.loanId))
    .innerJoin(needs, eq(needs.id, loans.needId))
    .where(
      and(
        isNotNull(renewals.answeredAt),
        gte(renewals.wishedAt, since),
        region === null ? undefined : startsWith(needs.region, region),
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
      offeredAt: applications.offeredAt,
      decidedAt: applications.decidedAt,
      duePolicies: applications.duePolicies,
      contactDueOn: applications.contactDueOn,
      contactedOn: applications.contactedOn,
    })
    .from(applications)
    .innerJoin(needs, eq(needs.id, applications.needId))
    .where(within(scope))

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
    .where(and(within(scope), isNotNull(documentRequests.owedUntil)))
  const stops = new Map<string, Finished['stops'][number][]>()
  for (const { id, since, until } of rows) {
    if (!until) continue
    const stop = { from: dayOf(since), to: dayOf(until) }
    stops.set(id, [...(stops.get(id) ?? []), stop])
  }
  return stops
}
