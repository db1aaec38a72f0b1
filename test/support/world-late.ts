import type { Transaction } from '../../db/index.ts'
import { assignments, overdues, supervisions } from '../../db/tables/supervision.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import type { Instant } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'

type Ids = {
  readonly application: Id<'application'>
  readonly overdue: Id<'overdue'>
  readonly supervision: Id<'supervision'>
  readonly assignment: Id<'assignment'>
}

/** A late step of a bank in Xiangshan that stands on the bureau's list, under supervision and in somebody's hands. */
export async function writeLateStep(
  tx: Transaction,
  { application, overdue, supervision, assignment }: Ids,
  institutionId: Id<'institution'>,
  { at, today, by }: { readonly at: Instant; readonly today: Day; readonly by: Id<'person'> },
): Promise<void> {
  const where = { institutionId, region: '340603001' } as const
  await tx.insert(overdues).values({
    ...{ ...where, id: overdue, applicationId: application, step: 'decision', dueOn: plusDays(today, -5) },
    ...{ foundAt: at, listOn: plusDays(today, -3), listPolicy: 'supervision-1', listedAt: at },
  })
  await tx.insert(supervisions).values({
    ...{ ...where, id: supervision, number: 'DB-WORLD-1', overdueId: overdue, state: 'open' },
    ...{ words: '请说明原因', dueOn: plusDays(today, 5), openedAt: at, openedBy: by, version: 1 },
  })
  await tx.insert(assignments).values({
    ...{ ...where, id: assignment, number: 'JB-WORLD-1', subjectKind: 'overdue', subjectId: overdue },
    ...{ matter: 'supervision.step.decision', about: 'SQ-WORLD-1', personId: by, state: 'assigned' },
    ...{ words: '请跟进', dueOn: plusDays(today, 5), openedOn: today, openedAt: at, openedBy: by },
    ...{ returns: 0, version: 1 },
  })
}
