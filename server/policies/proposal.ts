import type { Day } from '../money/day.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { type Certainty, type PolicyRow, versionsOf } from './policy.ts'

/** A version that somebody proposed: it waits for a second person, and comes in force or does not. */
export const proposalStates = ['open', 'approved', 'rejected', 'withdrawn'] as const
export type ProposalState = (typeof proposalStates)[number]
export const proposalStateWords = (state: ProposalState): string => `policies.proposal-state.${state}`

/** What a proposal says. `effectiveFrom` null: from the day on which it is approved. */
export type Proposed = {
  readonly code: string
  /** The newest version when the proposal was written; 0 for a policy that is new. */
  readonly baseVersion: number
  readonly effectiveFrom: Day | null
  readonly effectiveTo: Day | null
  readonly value: unknown
  readonly source: string
  readonly certainty: Certainty
}

/**
 * Why a version cannot come after those that are there: an empty list when it can. Asked when it is proposed, and
 * again on the day of its approval, which may be later.
 *
 * Refuses: `policy-stale` (another version was approved since), `effective-past` (what was decided on a past day was
 * decided by the version of that day, so no version begins before today), `effective-before-last` (it would never
 * come in force, or take the place of one that has: versions begin in their order), `ends-before-it-begins`,
 * `policy-cannot-end` (the platform cannot work a day without it), `policy-unchanged`.
 */
export function checkProposed(
  rows: readonly PolicyRow[],
  proposed: Proposed,
  today: Day,
  mayEnd: boolean,
): Refusal[] {
  const last = newestOf(rows, proposed.code)
  if ((last?.version ?? 0) !== proposed.baseVersion)
    return [{ code: 'policy-stale', values: { version: last?.version ?? 0 } }]
  const { effectiveTo } = proposed
  const effectiveFrom = proposed.effectiveFrom ?? today
  const faults: Refusal[] = []
  if (effectiveFrom < today)
    faults.push({ code: 'effective-past', field: 'effectiveFrom', values: { today } })
  else if (last && effectiveFrom < last.effectiveFrom)
    faults.push({
      code: 'effective-before-last',
      field: 'effectiveFrom',
      values: { from: last.effectiveFrom, version: last.version },
    })
  if (effectiveTo !== null && !mayEnd) faults.push({ code: 'policy-cannot-end', field: 'effectiveTo' })
  else if (effectiveTo !== null && effectiveTo < effectiveFrom)
    faults.push({ code: 'ends-before-it-begins', field: 'effectiveTo' })
  if (last && saysTheSame(last, proposed)) faults.push({ code: 'policy-unchanged' })
  return faults
}

/** The version with the highest number: the one that the next follows. */
export const newestOf = (rows: readonly PolicyRow[], code: string): PolicyRow | null =>
  versionsOf(rows, code).toSorted((one, other) => other.version - one.version)[0] ?? null

const saysTheSame = (row: PolicyRow, proposed: Proposed): boolean =>
  row.effectiveTo === proposed.effectiveTo &&
  row.certainty === proposed.certainty &&
  row.source === proposed.source &&
  sorted(row.value) === sorted(proposed.value)

/** A value as text in which the order of keys does not matter: a database may give them back in another. */
const sorted = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : part,
  )

type Open = { readonly state: ProposalState; readonly proposedBy: string }

/**
 * Whether this person may approve or reject: a second one, for the maker is not the checker.
 * Refuses: `proposal-decided`, `own-proposal`.
 */
export function mayDecide({ state, proposedBy }: Open, personId: string): Outcome<object> {
  if (state !== 'open') return refuse('proposal-decided')
  return proposedBy === personId ? refuse('own-proposal') : done()
}

/** Whether this person may take a proposal back: its maker alone. Refuses: `proposal-decided`, `not-own-proposal`. */
export function mayWithdraw({ state, proposedBy }: Open, personId: string): Outcome<object> {
  if (state !== 'open') return refuse('proposal-decided')
  return proposedBy === personId ? done() : refuse('not-own-proposal')
}
