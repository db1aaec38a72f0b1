import { and, asc, desc, eq, inArray, lt } from 'drizzle-orm'
import { countRows, type Reader, type Transaction } from '../../db/index.ts'
import { trail } from '../../db/tables/audit.ts'
import { compensationClaims, compensationFundings } from '../../db/tables/compensation.ts'
import { compensationPools } from '../../db/tables/covers.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerBooks } from '../../db/tables/ledger.ts'
import { type Day, plusDays } from '../money/day.ts'
import { startOf } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'

import { poolClaimStates } from './claim.ts'

export type Funding = typeof compensationFundings.$inferSelect

export async function poolById(from: Reader, id: string) {
  if (!isId<'compensation-pool'>(id)) return null
  const [row] = await from
    .select({ pool: compensationPools, name: ledgerBooks.name, operator: institutions.name })
    .from(compensationPools)
    .innerJoin(ledgerBooks, eq(ledgerBooks.id, compensationPools.bookId))
    .innerJoin(institutions, eq(institutions.id, compensationPools.institutionId))
    .where(eq(compensationPools.id, id))
  return row ?? null
}
export type ShownPool = NonNullable<Awaited<ReturnType<typeof poolById>>>

/** Who may run a pool. */
export const operators = (from: Reader) =>
  from
    .select({ id: institutions.id, name: institutions.name })
    .from(institutions)
    .where(and(eq(institutions.kind, 'pool'), eq(institutions.state, 'active')))
    .orderBy(asc(institutions.id))

export async function addFunding(tx: Transaction, row: Funding): Promise<void> {
  await tx.insert(compensationFundings).values(row)
}

export async function fundingById(from: Reader, id: string): Promise<Funding | null> {
  if (!isId<'compensation-funding'>(id)) return null
  const [row] = await from.select().from(compensationFundings).where(eq(compensationFundings.id, id))
  return row ?? null
}

export const fundingsOf = (
  from: Reader,
  poolId: Id<'compensation-pool'>,
  limit: number,
): Promise<Funding[]> =>
  from
    .select()
    .from(compensationFundings)
    .where(eq(compensationFundings.poolId, poolId))
    .orderBy(desc(compensationFundings.id))
    .limit(limit)

/** Changes the version that was read; null when somebody was quicker. */
export async function changeFunding(
  tx: Transaction,
  { id, version }: Pick<Funding, 'id' | 'version'>,
  changes: Partial<Omit<Funding, 'id' | 'version'>>,
): Promise<Funding | null> {
  const [row] = await tx
    .update(compensationFundings)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(compensationFundings.id, id), eq(compensationFundings.version, version)))
    .returning()
  return row ?? null
}

/** Claims of an arrangement by their state, for the desk of its pools. */
export const claimsByState = (from: Reader, arrangement: string) =>
  from
    .select({ state: compensationClaims.state, count: countRows() })
    .from(compensationClaims)
    .where(eq(compensationClaims.arrangement, arrangement))
    .groupBy(compensationClaims.state)

/** Moves of a claim from state to state, as the trail names them. */
const moves = ['drafted', ...poolClaimStates].map((one) => `compensation.${one}`)

/** The same at the end of a day that is over: by the last move of each that was written down by then. */
export async function claimsByStateThen(from: Reader, arrangement: string, on: Day) {
  const found = await from
    .select({ claim: compensationClaims.id, to: trail.toState })
    .from(compensationClaims)
    .innerJoin(
      trail,
      and(eq(trail.subjectKind, 'compensation-claim'), eq(trail.subjectId, compensationClaims.id)),
    )
    .where(
      and(
        eq(compensationClaims.arrangement, arrangement),
        inArray(trail.happening, moves),
        lt(trail.at, startOf(plusDays(on, 1))),
      ),
    )
    .orderBy(asc(trail.id))
  const stood = new Map(found.map(({ claim, to }) => [claim, to]))
  const counts = new Map<string, number>()
  for (const state of stood.values()) if (state) counts.set(state, (counts.get(state) ?? 0) + 1)
  return counts
}
