import type { Day } from '../money/day.ts'

/** How sure we are of a number that a policy sets; a placeholder shows as such wherever it is used. */
export const certainties = ['stated', 'seen', 'placeholder'] as const
export type Certainty = (typeof certainties)[number]

/** One dated version of one policy. `value` has the shape that the policy's own reader checks. */
export type PolicyRow = {
  readonly code: string
  readonly version: number
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly value: unknown
  readonly source: string
  readonly certainty: Certainty
}

/** The row in force on a business day: the newest version whose period holds the day; null if there is none. */
export function inForce(rows: readonly PolicyRow[], code: string, on: Day): PolicyRow | null {
  const holding = rows.filter(
    (row) =>
      row.code === code && row.effectiveFrom <= on && (row.effectiveTo === null || on <= row.effectiveTo),
  )
  return holding.toSorted((one, other) => other.version - one.version)[0] ?? null
}
