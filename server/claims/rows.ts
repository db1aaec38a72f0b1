import { and, desc, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { prepared, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { claims, sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Party } from '../arrangements/index.ts'
import type { BookId } from '../ledger/index.ts'
import { type Fen, fen } from '../money/fen.ts'
import { type Id, isId } from '../platform/ids.ts'
import { openClaimStates } from './claim.ts'

export type Claim = typeof claims.$inferSelect
export type ClaimId = Claim['id']
export type GuaranteeId = Id<'guarantee'>
/** A guarantee as claims know it. */
export type Guaranteed = typeof guarantees.$inferSelect
export type SharedEventRow = typeof sharedEvents.$inferSelect
export type SharedPart = typeof sharedParts.$inferSelect

export async function guaranteeById(from: Reader, id: GuaranteeId): Promise<Guaranteed | null> {
  const [row] = await from.select().from(guarantees).where(eq(guarantees.id, id))
  return row ?? null
}

export async function claimById(from: Reader, id: ClaimId): Promise<Claim | null> {
  const [row] = await from.select().from(claims).where(eq(claims.id, id))
  return row ?? null
}

/** All claims of a guarantee, oldest first. */
export const claimsOf = (from: Reader, guaranteeId: GuaranteeId): Promise<Claim[]> =>
  from.select().from(claims).where(eq(claims.guaranteeId, guaranteeId)).orderBy(claims.id)

export async function addClaim(tx: Transaction, row: typeof claims.$inferInsert): Promise<void> {
  await tx.insert(claims).values(row)
}

/** Changes the version that was read; null when somebody was quicker. */
export async function changeClaim(
  tx: Transaction,
  { id, version }: Pick<Claim, 'id' | 'version'>,
  changes: Partial<typeof claims.$inferInsert>,
): Promise<Claim | null> {
  const [row] = await tx
    .update(claims)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(claims.id, id), eq(claims.version, version)))
    .returning()
  return row ?? null
}

/** Who shares in a guarantee, with the book of each. */
export type Sharer = {
  readonly party: Party
  readonly institutionId: Id<'institution'> | null
  readonly bookId: BookId
  readonly name: string | null
}

export const sharersOf = (from: Reader, guaranteeId: GuaranteeId): Promise<Sharer[]> =>
  from
    .select({
      party: guaranteeShares.party,
      institutionId: guaranteeShares.institutionId,
      bookId: guaranteeShares.bookId,
      name: institutions.shortName,
    })
    .from(guaranteeShares)
    .leftJoin(institutions, eq(institutions.id, guaranteeShares.institutionId))
    .where(eq(guaranteeShares.guaranteeId, guaranteeId))

export const eventsOf = (from: Reader, guaranteeId: GuaranteeId): Promise<SharedEventRow[]> =>
  from
    .select()
    .from(sharedEvents)
    .where(eq(sharedEvents.guaranteeId, guaranteeId))
    .orderBy(sharedEvents.position)

type Summed = typeof sharedEvents.recoveredFen | typeof sharedEvents.costFen | typeof sharedParts.returnedFen

/** A sum over events, where what was taken back counts the other way, on its own day. */
export const netOf = (column: Summed): SQL<Fen> =>
  sql<Fen>`coalesce(sum(case when ${sharedEvents.kind} = 'taken-back' then -${column} else ${column} end), 0)`.mapWith(
    (sum: string | number) => fen(Number(sum)),
  )

/** Everybody's part in one event. */
export const partsOf = (from: Reader, eventId: SharedEventRow['id']): Promise<SharedPart[]> =>
  from.select().from(sharedParts).where(eq(sharedParts.eventId, eventId))

export async function addEvent(
  tx: Transaction,
  event: SharedEventRow,
  parts: readonly SharedPart[],
): Promise<void> {
  await tx.insert(sharedEvents).values(event)
  await tx.insert(sharedParts).values([...parts])
}

/** Whose claims somebody sees. A party that shares sees those of the guarantees that it shares in. */
export type Scope =
  | { readonly bankId: Id<'institution'> }
  | { readonly guarantorId: Id<'institution'> }
  | { readonly sharerId: Id<'institution'> }
  | { readonly enterpriseId: Id<'enterprise'> }
  | { readonly region: string }

export function within(scope: Scope): SQL | undefined {
  if ('bankId' in scope) return eq(guarantees.bankId, scope.bankId)
  if ('guarantorId' in scope) return eq(guarantees.guarantorId, scope.guarantorId)
  if ('enterpriseId' in scope) return eq(guarantees.enterpriseId, scope.enterpriseId)
  if ('region' in scope) return startsWith(enterprises.region, scope.region)
  return sql`exists (select 1 from ${guaranteeShares} where ${guaranteeShares.guaranteeId} = ${guarantees.id} and ${guaranteeShares.institutionId} = ${scope.sharerId})`
}

const bank = sql<string>`(select ${institutions.shortName} from ${institutions} where ${institutions.id} = ${guarantees.bankId})`
const guarantor = sql<string>`(select ${institutions.shortName} from ${institutions} where ${institutions.id} = ${guarantees.guarantorId})`

const shown = (from: Reader) =>
  from
    .select({
      claim: claims,
      guaranteeNumber: guarantees.number,
      firm: enterprises.name,
      bank,
      guarantor,
    })
    .from(claims)
    .innerJoin(guarantees, eq(guarantees.id, claims.guaranteeId))
    .innerJoin(enterprises, eq(enterprises.id, claims.enterpriseId))

export type ShownClaim = Awaited<ReturnType<typeof claimsIn>>[number]

/** What is on its way first, what is due first; then the newest. */
export const claimsIn = (from: Reader, scope: Scope, limit: number, offset: number) =>
  shown(from)
    .where(within(scope))
    .orderBy(
      sql`case when ${inArray(claims.state, [...openClaimStates])} then 0 else 1 end`,
      sql`case when ${inArray(claims.state, [...openClaimStates])} then ${claims.dueOn} end`,
      desc(claims.id),
    )
    .limit(limit)
    .offset(offset)

export async function claimIn(from: Reader, scope: Scope, id: string): Promise<ShownClaim | null> {
  if (!isId<'claim'>(id)) return null
  const [row] = await shown(from).where(and(within(scope), eq(claims.id, id)))
  return row ?? null
}

/** A guarantee with its names, as far as a scope reaches. */
export async function guaranteeIn(from: Reader, scope: Scope, id: string) {
  if (!isId<'guarantee'>(id)) return null
  const [row] = await from
    .select({ guarantee: guarantees, firm: enterprises.name, region: enterprises.region, bank, guarantor })
    .from(guarantees)
    .innerJoin(enterprises, eq(enterprises.id, guarantees.enterpriseId))
    .where(and(within(scope), eq(guarantees.id, id)))
  return row ?? null
}
export type ShownGuarantee = NonNullable<Awaited<ReturnType<typeof guaranteeIn>>>

export async function loanOf(from: Reader, id: Id<'loan'>) {
  const query = prepared(from, 'claims_loan', (reader, name) =>
    reader
      .select()
      .from(loans)
      .where(eq(loans.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}
