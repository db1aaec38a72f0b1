import { type InHand, lateRowsTable } from '../claims/late.ts'
import type { Day } from '../money/day.ts'
import type { Words } from '../platform/web/words.ts'
import type { LateOnes, LateStep } from './rows-night.ts'

/** What a late step is called. */
export const lateStepWords = (step: LateStep['step']): string => `compensation.late-step.${step}`

/** 逾期的风险补偿 as it stands on the bureau's list: which step, whose, by how many days, and who has it in hand. */
export function lateTable(
  w: Words,
  { claims, recoveries }: LateOnes,
  today: Day,
  inHand: InHand<'pool-claim' | 'pool-recovery'>,
) {
  const rows = [
    ...claims.flatMap((one) =>
      one.state === 'filed' || one.state === 'checked' || one.state === 'noticed'
        ? [{ ...one, step: lateStepWords(one.state), hand: inHand('pool-claim', one.id) }]
        : [],
    ),
    ...recoveries.map((one) => ({
      ...{ ...one, step: lateStepWords('recovery'), hand: inHand('pool-recovery', one.id) },
    })),
  ].map(({ dueOn, step, claimId, ...one }) => ({
    ...{ ...one, dueOn: dueOn ?? today, matter: w(step), href: `/compensation/claims/${claimId}` },
  }))
  return lateRowsTable(w, w('compensation.late-title'), rows, today)
}
