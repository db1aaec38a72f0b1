import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import { refuse } from '../platform/outcome.ts'
import { isOut } from './bridge.ts'
import { bankOf, found, poolPeople, type Stepped, step, type With } from './parts-step.ts'

export type Claim = { readonly filedOn: Day; readonly courtCase: string }

/**
 * 依法追收: the pool has filed its claim, after the days that its terms give. The fee runs on, and the money may still come
 * back. Refuses: `bridge-not-for-court`, `bridge-day-ahead` (after today, or before it was a matter for the court), `bridge-same-person`, `stale`.
 */
export const goToCourt = (parts: With, by: By, id: Id<'bridge'>, version: number, claim: Claim) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge, pool } = one
    if (!isOut(bridge.state) || !bridge.courtOn || bridge.filedOn) return refuse('bridge-not-for-court')
    if (claim.filedOn > by.today || claim.filedOn < bridge.courtOn)
      return refuse('bridge-day-ahead', { field: 'filedOn' })
    return step(tx, by, parts, one, {
      ...{ to: bridge.state, stays: true, what: 'court-filed', as: 'maker', changes: claim, details: claim },
      tell: [
        ...[{ firm: bridge.enterpriseId }, { bureauOf: bridge.region }, bankOf(bridge)],
        ...(await poolPeople(tx, pool)),
      ],
    })
  })
