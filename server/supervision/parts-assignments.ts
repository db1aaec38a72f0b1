import type { Reader } from '../../db/index.ts'
import { isOneOf, type Person } from '../accounts/index.ts'
import { bureauRoles } from '../accounts/person.ts'
import { lateClaimOf, lateSettlementOf } from '../claims/index.ts'
import * as compensation from '../compensation/index.ts'
import { type Day, day, monthOf, plusMonths } from '../money/day.ts'
import { dayOf } from '../platform/clock.ts'
import { quarterOf } from '../warnings/warning.ts'
import { NotFound } from '../web.ts'
import type { Matter } from './actions-assignments.ts'
import { type AssignmentSubject, type Opened, type Tally, tallyOf } from './assignment.ts'
import { matterById } from './rows.ts'
import { assignmentById, openedSince, type ShownAssignment } from './rows-assignments.ts'

/** What is in somebody's hands within the region of this person's office. Throws `NotFound` for everybody else. */
export async function assignmentFor(from: Reader, who: Person, id: string): Promise<ShownAssignment> {
  const found = await assignmentById(from, id)
  const isMine = isOneOf(who, bureauRoles) && found?.assignment.region.startsWith(who.region || '-')
  if (!found || !isMine) throw new NotFound(id)
  return found
}

/**
 * What may be assigned beside warnings, which have a page of their own: a late step on the bureau's list; a claim, a
 * settlement, a step of a claim on pools, or what came back of one, that is late today. Throws `NotFound` for what is none, or not of this office.
 */
export async function subjectFor(
  from: Reader,
  who: Person,
  { kind, id }: { readonly kind: AssignmentSubject; readonly id: string },
  today: Day,
): Promise<Matter> {
  const found = await subjectOf(from, kind, id, today)
  if (!found?.region.startsWith(who.region || '-')) throw new NotFound(`${kind} ${id}`)
  return { ...found, subjectKind: kind, subjectId: id }
}

async function subjectOf(
  from: Reader,
  kind: AssignmentSubject,
  id: string,
  today: Day,
): Promise<Omit<Matter, 'subjectKind' | 'subjectId'> | null> {
  if (kind === 'overdue') {
    const found = await matterById(from, id)
    if (!found || found.overdue.listedAt === null) return null
    const { step, institutionId, region } = found.overdue
    return { matter: `supervision.step.${step}`, about: found.number, institutionId, region }
  }
  if (kind === 'claim') {
    const found = await lateClaimOf(from, id, today)
    return found && { ...found, matter: 'claims.late-claim' }
  }
  if (kind === 'settlement') {
    const found = await lateSettlementOf(from, id, today)
    return found && { ...found, matter: 'supervision.late-settlement' }
  }
  if (kind === 'warning') return null
  const found =
    kind === 'pool-claim'
      ? await compensation.lateClaimOf(from, id, today)
      : await compensation.lateRecoveryOf(from, id, today)
  if (!found) return null
  const { step, ...late } = found
  return { ...late, matter: compensation.lateStepWords(step) }
}

/** The page of what was assigned. */
export const subjectHref = ({
  subjectKind,
  subjectId,
}: Pick<ShownAssignment['assignment'], 'subjectKind' | 'subjectId'>): string =>
  ({
    overdue: `/bureau/overdue/${subjectId}`,
    warning: `/bureau/warnings/${subjectId}`,
    claim: `/claims/${subjectId}`,
    settlement: '/bureau/overdue#late-claims',
    'pool-claim': `/compensation/claims/${subjectId}`,
    'pool-recovery': '/bureau/overdue#late-pool-claims',
  })[subjectKind]

/** So many quarters are counted, with the one that runs. */
const quartersShown = 4

export type QuarterTally = {
  readonly quarter: string
  readonly all: Tally
  readonly banks: readonly { readonly institutionId: string | null; readonly tally: Tally }[]
}

/**
 * What was opened in each of the last quarters and what became of it: what is in the hands of the bureau's people, and
 * orders to banks; all of it, and by the institution that it concerns (null: none). The newest first.
 */
export async function quarterTallies(from: Reader, region: string, today: Day): Promise<QuarterTally[]> {
  const first = day(
    `${today.slice(0, 4)}-${String(monthOf(today) - ((monthOf(today) - 1) % 3)).padStart(2, '0')}-01`,
  )
  const since = plusMonths(first, -3 * (quartersShown - 1))
  const { toPeople, toBanks } = await openedSince(from, region, since)
  const opened: Opened[] = [
    ...toPeople.flatMap(({ count, institutionId, ...one }) =>
      Array.from({ length: count }, () => ({ ...one, bank: institutionId })),
    ),
    ...toBanks.map(({ institutionId, openedAt, dueOn, closedAt }) => ({
      ...{ bank: institutionId, openedOn: dayOf(openedAt), dueOn },
      closedOn: closedAt && dayOf(closedAt),
    })),
  ].filter(({ openedOn }) => openedOn >= since)
  return Array.from({ length: quartersShown }, (_, back) => quarterOf(plusMonths(first, -3 * back))).map(
    (quarter) => {
      const own = opened.filter(({ openedOn }) => quarterOf(openedOn) === quarter)
      const banks = [...new Set(own.map(({ bank }) => bank))]
      return {
        ...{ quarter, all: tallyOf(own, today) },
        banks: banks
          .map((institutionId) => ({
            institutionId,
            tally: tallyOf(
              own.filter(({ bank }) => bank === institutionId),
              today,
            ),
          }))
          .toSorted((one, other) => other.tally.opened - one.tally.opened),
      }
    },
  )
}
