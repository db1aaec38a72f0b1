import { and, eq, lt, lte } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'

/**
 * Guarantees that were taken back by the end of a day (见贷即担, 撤回) after they had been in force: a question to be asked within
 * another one. From the day on which the books took it out such a guarantee was never business: nothing of it came in force,
 * was released or earned a fee. Until then it was, so a past day says what it said: what was not known of it at the end of
 * `knownOn` does not count there, and null counts all that is known.
 */
export const takenBackBy = (from: Reader, on: Day, knownOn: Day | null) =>
  from
    .select({ id: guarantees.id })
    .from(guarantees)
    .innerJoin(guaranteeChanges, eq(guaranteeChanges.guaranteeId, guarantees.id))
    .where(
      and(
        eq(guarantees.state, 'withdrawn'),
        eq(guaranteeChanges.kind, 'closed'),
        lte(guaranteeChanges.happenedOn, on),
        knownOn === null ? undefined : lt(guaranteeChanges.at, startOf(plusDays(knownOn, 1))),
      ),
    )
