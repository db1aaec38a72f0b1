import { and, eq, lte } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import type { Day } from '../money/day.ts'

/**
 * Guarantees that were taken back by the end of a day (见贷即担, 撤回) after they had been in force: a question to be asked within
 * another one. From the day on which the books took it out such a guarantee was never business: nothing of it came in force,
 * was released or earned a fee. Until then it was, so a past day says what it said.
 */
export const takenBackBy = (from: Reader, on: Day) =>
  from
    .select({ id: guarantees.id })
    .from(guarantees)
    .innerJoin(guaranteeChanges, eq(guaranteeChanges.guaranteeId, guarantees.id))
    .where(
      and(
        eq(guarantees.state, 'withdrawn'),
        eq(guaranteeChanges.kind, 'closed'),
        lte(guaranteeChanges.happenedOn, on),
      ),
    )
