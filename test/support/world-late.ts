import type { Transaction } from '../../db/index.ts'
import { overdues, supervisions } from '../../db/tables/supervision.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import type { Instant } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'

type Ids = {
  readonly application: Id<'application'>
  readonly overdue: Id<'overdue'>
  readonly supervision: Id<'supervision'>
}

/** A late step of a bank in Xiangshan that stands on the bureau's list, under supervision. */
export async function writeLateStep(
  tx: Transaction,
  { application, overdue, supervision }: Ids,
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
}
