import { type Day, plusDays } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

/** How sure we are of a number that a policy sets; a placeholder shows as such wherever it is used. */
export const certainties = ['stated', 'seen', 'placeholder'] as const
export type Certainty = (typeof certainties)[number]
export const certaintyWords = (certainty: Certainty): string => `policies.certainty.${certainty}`

/** One dated version of one policy. `value` has the shape that the policy's own reader checks. */
export type PolicyRow = {
  readonly code: string
  readonly version: number
  readonly effectiveFrom: Day
  readonly effectiveTo: Day | null
  readonly value: unknown
  readonly source: string
  readonly certainty: Certainty
  /** What the bureau proposed and a second person approved; a row that came with the program has none. */
  readonly proposalId?: Id<'proposal'> | null
}

/** How a decision keeps the version by which it was made. */
export const versionName = ({ code, version }: Pick<PolicyRow, 'code' | 'version'>): string =>
  `${code}-${version}`

/** The versions of one policy, in the order in which they come in force. */
export const versionsOf = (rows: readonly PolicyRow[], code: string): PolicyRow[] =>
  rows.filter((row) => row.code === code).toSorted(inOrder)

const inOrder = (one: PolicyRow, other: PolicyRow): number =>
  one.effectiveFrom === other.effectiveFrom
    ? one.version - other.version
    : one.effectiveFrom < other.effectiveFrom
      ? -1
      : 1

/**
 * The row in force on a business day, null if there is none: the last that has begun, until its own last day. So the
 * periods of two versions never overlap, and one that has ended does not bring back the one before it.
 */
export function inForce(rows: readonly PolicyRow[], code: string, on: Day): PolicyRow | null {
  const begun = versionsOf(rows, code).findLast((row) => row.effectiveFrom <= on)
  return begun && (begun.effectiveTo === null || on <= begun.effectiveTo) ? begun : null
}

export type Period = { readonly from: Day; readonly to: Day | null }

/**
 * From when to when a version is in force: until the day before the next one begins, or its own last day if that is
 * earlier. Null for one that another replaced on its very first day, or before.
 */
export function periodOf(rows: readonly PolicyRow[], row: PolicyRow): Period | null {
  const versions = versionsOf(rows, row.code)
  const next = versions[versions.findIndex(({ version }) => version === row.version) + 1]
  const { effectiveFrom: from, effectiveTo } = row
  if (next?.effectiveFrom === from) return null
  const before = next ? plusDays(next.effectiveFrom, -1) : null
  const to = before !== null && (effectiveTo === null || before < effectiveTo) ? before : effectiveTo
  return { from, to }
}
