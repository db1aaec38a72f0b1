import type { settlements } from '../../db/tables/claims.ts'
import type { Party } from '../../server/arrangements/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import type { Fen } from '../../server/money/fen.ts'
import type { Instant } from '../../server/platform/clock.ts'
import { type Id, newId } from '../../server/platform/ids.ts'

type Claimed = {
  readonly guaranteeId: Id<'guarantee'>
  readonly eventId: Id<'shared-event'>
  readonly on: Day
  readonly at: Instant
  readonly number: string
  readonly shares: readonly { readonly party: Party; readonly fen: Fen }[]
  readonly institutions: Partial<Record<Party, Id<'institution'>>>
}

/** What the others owe the guarantor of a claim: paid a month later, and of every fifth claim still open. */
export function settlementsOfClaim(
  { guaranteeId, eventId, on, at, number, shares, institutions }: Claimed,
  isOpen: boolean,
): (typeof settlements.$inferInsert)[] {
  const paidOn = plusDays(on, 30)
  return shares
    .filter(({ party, fen }) => party !== 'guarantor' && party !== 'bank' && fen > 0)
    .map(({ party, fen }) => ({
      ...{ id: newId<'settlement'>(), number: `${number}-${party}`, guaranteeId, eventId, amountFen: fen },
      ...{ fromParty: party, fromId: institutions[party] ?? null },
      ...{ toParty: 'guarantor' as const, toId: institutions.guarantor ?? null },
      ...{ arisenOn: on, dueOn: paidOn, ruleVersion: 'claim-rule-1', version: 1 },
      ...(isOpen
        ? { state: 'due' as const }
        : {
            state: 'settled' as const,
            settledOn: paidOn,
            bookedOn: paidOn,
            settledAt: at,
            reference: number,
          }),
    }))
}
