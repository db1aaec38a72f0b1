import { and, asc, desc, eq, gte, inArray, lt, ne, notInArray, or, sql } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import { secondLookBanks, secondLooks } from '../../db/tables/second-looks.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'

export type SecondLook = typeof secondLooks.$inferSelect
export type LookBank = typeof secondLookBanks.$inferSelect
type LookId = Id<'second-look'>

export async function addLook(
  tx: Transaction,
  row: typeof secondLooks.$inferInsert,
  banks: readonly InstitutionId[],
): Promise<void> {
  await tx.insert(secondLooks).values(row)
  await tx
    .insert(secondLookBanks)
    .values(banks.map((institutionId) => ({ secondLookId: row.id, institutionId, state: 'asked' as const })))
}

export async function lookById(from: Reader, id: LookId): Promise<SecondLook | null> {
  const [row] = await from.select().from(secondLooks).where(eq(secondLooks.id, id))
  return row ?? null
}

/** The second look of a declined case: the one that is open, else the newest. */
export async function lookOfCase(from: Reader, applicationId: Id<'application'>): Promise<SecondLook | null> {
  const [row] = await from
    .select()
    .from(secondLooks)
    .where(eq(secondLooks.applicationId, applicationId))
    .orderBy(sql`case when ${secondLooks.state} = 'open' then 0 else 1 end`, desc(secondLooks.id))
    .limit(1)
  return row ?? null
}

/** Every second look that a firm opened of a declined case, oldest first. */
export const looksOfCase = (from: Reader, applicationId: Id<'application'>): Promise<SecondLook[]> =>
  from
    .select()
    .from(secondLooks)
    .where(eq(secondLooks.applicationId, applicationId))
    .orderBy(asc(secondLooks.id))

/** Changes the version that was read; null when somebody was quicker. */
export async function changeLook(
  tx: Transaction,
  { id, version }: Pick<SecondLook, 'id' | 'version'>,
  changes: Pick<SecondLook, 'state' | 'endedAt'>,
): Promise<SecondLook | null> {
  const [row] = await tx
    .update(secondLooks)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(secondLooks.id, id), eq(secondLooks.version, version)))
    .returning()
  return row ?? null
}

export async function bankOf(from: Reader, id: LookId, bank: InstitutionId): Promise<LookBank | null> {
  const [row] = await from
    .select()
    .from(secondLookBanks)
    .where(and(eq(secondLookBanks.secondLookId, id), eq(secondLookBanks.institutionId, bank)))
  return row ?? null
}

/** The banks that may look, with the product that each proposed. */
export const banksOf = (from: Reader, id: LookId) =>
  from
    .select({ answer: secondLookBanks, bank: institutions.name, product: products.name })
    .from(secondLookBanks)
    .innerJoin(institutions, eq(institutions.id, secondLookBanks.institutionId))
    .leftJoin(products, eq(products.id, secondLookBanks.productId))
    .where(eq(secondLookBanks.secondLookId, id))
    .orderBy(sql`case when ${secondLookBanks.state} = 'proposed' then 0 else 1 end`, institutions.name)

export async function answerLook(
  tx: Transaction,
  id: LookId,
  bank: InstitutionId,
  answer: Pick<LookBank, 'state' | 'productId' | 'words' | 'answeredAt' | 'answeredBy'>,
): Promise<void> {
  await tx
    .update(secondLookBanks)
    .set(answer)
    .where(and(eq(secondLookBanks.secondLookId, id), eq(secondLookBanks.institutionId, bank)))
}

/** Banks that the firm still lets look at something else by another second look of its own. */
export async function banksElsewhere(
  from: Reader,
  { id, enterpriseId }: SecondLook,
): Promise<InstitutionId[]> {
  const found = await from
    .select({ id: secondLookBanks.institutionId })
    .from(secondLookBanks)
    .innerJoin(secondLooks, eq(secondLooks.id, secondLookBanks.secondLookId))
    .where(
      and(eq(secondLooks.enterpriseId, enterpriseId), eq(secondLooks.state, 'open'), ne(secondLooks.id, id)),
    )
  return found.map((one) => one.id)
}

/** What a bank may look at today, newest first. */
export const looksFor = (from: Reader, bank: InstitutionId, today: Day, limit: number, offset: number) =>
  from
    .select({
      id: secondLooks.id,
      number: secondLooks.number,
      until: secondLooks.until,
      reason: applications.declineReason,
      answer: secondLookBanks.state,
      amountFen: needs.amountFen,
      months: needs.months,
      purpose: needs.purpose,
      region: needs.region,
      industry: needs.industry,
    })
    .from(secondLookBanks)
    .innerJoin(secondLooks, eq(secondLooks.id, secondLookBanks.secondLookId))
    .innerJoin(applications, eq(applications.id, secondLooks.applicationId))
    .innerJoin(needs, eq(needs.id, secondLooks.needId))
    .where(
      and(
        eq(secondLookBanks.institutionId, bank),
        eq(secondLooks.state, 'open'),
        gte(secondLooks.until, today),
        inArray(needs.state, ['published', 'in-progress']),
      ),
    )
    .orderBy(desc(secondLooks.id))
    .limit(limit)
    .offset(offset)

/** Open ones whose last day has passed, or whose need is no longer in the hall. */
export const looksOver = (from: Reader, today: Day, limit: number) =>
  from
    .select({ look: secondLooks })
    .from(secondLooks)
    .innerJoin(needs, eq(needs.id, secondLooks.needId))
    .where(
      and(
        eq(secondLooks.state, 'open'),
        or(lt(secondLooks.until, today), notInArray(needs.state, ['published', 'in-progress'])),
      ),
    )
    .orderBy(secondLooks.id)
    .limit(limit)

/** Every case of a need: whom the firm has asked, and who said no. */
export const casesOf = (from: Reader, needId: Id<'need'>) =>
  from
    .select({
      id: applications.id,
      institutionId: applications.institutionId,
      productId: applications.productId,
      state: applications.state,
      submittedAt: applications.submittedAt,
    })
    .from(applications)
    .where(eq(applications.needId, needId))
