import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import type { Day } from '../money/day.ts'
import { noFen } from '../money/fen.ts'
import type { Ppm } from '../money/rate.ts'
import type { PolicyBook } from '../policies/index.ts'
import { raise, stopRuleOn, tellOf } from './actions.ts'
import { type Lines, type Measured, standingOf } from './line.ts'
import * as rows from './rows.ts'

/** An arrangement with pools of its own: what is bad among what they stand for, and its lines. */
export type WatchedArrangement = {
  readonly key: string
  readonly name: string
  /** Of the arrangement, which sets the lines. */
  readonly version: string
  readonly sums: Measured
  readonly lines: Lines
}

/**
 * The same for pools as for guarantees: at the stop line nothing new is filed until the last day, unless the bureau lifts the
 * stop; until then nobody is stopped for the same again. Whether it was stopped just now.
 */
export async function watchArrangement(
  tx: Transaction,
  parts: { readonly policies: PolicyBook },
  by: By,
  { key, name, version, sums, lines }: WatchedArrangement,
): Promise<boolean> {
  const one = { scope: 'arrangement', key, rate: 'all' } as const
  // A pool has no history of releases to grow into: its lines count from its first loan on.
  const standing = standingOf(lines, sums, noFen)
  if (standing === 'warned') await tellOf(tx, by, one, 'warned', sums, name)
  if (standing !== 'stopped' || (await rows.isCovered(tx, one, by.today))) return false
  const { value } = stopRuleOn(parts, by.today)
  await raise(tx, by, one, sums, lines, { value, version }, name)
  return true
}

/** What a stop says of an arrangement on a day: that it is stopped, or that the bureau lifted its stop; null without one. */
export async function stopOf(
  from: Reader,
  code: string,
  today: Day,
): Promise<{ readonly state: 'active' | 'lifted'; readonly untilOn: Day; readonly ratePpm: Ppm } | null> {
  const row = await rows.stopCovering(from, { scope: 'arrangement', key: code, rate: 'all' }, today)
  return row && { state: row.state, untilOn: row.untilOn, ratePpm: row.ratePpm }
}
