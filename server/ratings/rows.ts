import { and, asc, desc, eq, gt, gte, isNotNull, isNull, lt, lte, sql } from 'drizzle-orm'
import { countRows, prepared, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { applications } from '../../db/tables/applications.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { products } from '../../db/tables/products.ts'
import { ratings } from '../../db/tables/ratings.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import { worstScores } from './rating.ts'

export type Rating = typeof ratings.$inferSelect

export async function ratingById(from: Reader, id: Id<'rating'>): Promise<Rating | null> {
  const [row] = await from.select().from(ratings).where(eq(ratings.id, id))
  return row ?? null
}

export async function ratingOfCase(from: Reader, applicationId: Id<'application'>): Promise<Rating | null> {
  const query = prepared(from, 'rating_of_case', (reader, name) =>
    reader
      .select()
      .from(ratings)
      .where(eq(ratings.applicationId, sql.placeholder('applicationId')))
      .prepare(name),
  )
  const [row] = await query.execute({ applicationId })
  return row ?? null
}

export async function addRating(tx: Transaction, row: typeof ratings.$inferInsert): Promise<void> {
  await tx.insert(ratings).values(row)
}

type Changes = Partial<
  Pick<Rating, 'addition' | 'addedAt' | 'addedBy' | 'answer' | 'answeredAt' | 'answeredBy'>
>

/** Changes the version that was read; false when somebody was quicker. */
export async function changeRating(
  tx: Transaction,
  { id, version }: Pick<Rating, 'id' | 'version'>,
  changes: Changes,
): Promise<boolean> {
  const changed = await tx
    .update(ratings)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(ratings.id, id), eq(ratings.version, version)))
    .returning({ id: ratings.id })
  return changed.length === 1
}

/** What a list shows of: everything, bad ones, or bad ones that the bank has not answered. */
export const ratingViews = ['unanswered', 'bad', 'all'] as const
export type RatingView = (typeof ratingViews)[number]

/** One bank's ratings, and those of firms in a place; null for all. */
export type RatingScope = { readonly institutionId: InstitutionId | null; readonly region: string | null }

const within = ({ institutionId, region }: RatingScope) =>
  and(
    institutionId === null ? undefined : eq(ratings.institutionId, institutionId),
    region === null ? undefined : startsWith(ratings.region, region),
  )

const isUnanswered = and(isNotNull(ratings.answerDueOn), isNull(ratings.answeredAt))

/** Unanswered ones by the day on which the answer is due, all others the newest first. */
export const ratingsOf = (
  from: Reader,
  scope: RatingScope,
  view: RatingView,
  limit: number,
  offset: number,
) =>
  from
    .select({
      rating: ratings,
      number: applications.number,
      product: products.name,
      bank: institutions.shortName,
    })
    .from(ratings)
    .innerJoin(applications, eq(applications.id, ratings.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(institutions, eq(institutions.id, ratings.institutionId))
    .where(
      and(
        within(scope),
        view === 'bad' ? lte(ratings.score, worstScores) : undefined,
        view === 'unanswered' ? isUnanswered : undefined,
      ),
    )
    .orderBy(...(view === 'unanswered' ? [asc(ratings.answerDueOn)] : []), desc(ratings.id))
    .limit(limit)
    .offset(offset)

export type ListedRating = Awaited<ReturnType<typeof ratingsOf>>[number]

/** How often each grade was given to each bank since a moment. */
export const gradeCounts = (from: Reader, scope: RatingScope, since: Instant) =>
  from
    .select({ institutionId: ratings.institutionId, score: ratings.score, count: countRows() })
    .from(ratings)
    .where(and(within(scope), gte(ratings.ratedAt, since)))
    .groupBy(ratings.institutionId, ratings.score)

/** Bad ratings of each bank that wait for its answer, whenever they were given, and those of them past their day. */
export const unansweredCounts = (from: Reader, scope: RatingScope, today: Day) =>
  from
    .select({
      institutionId: ratings.institutionId,
      unanswered: countRows(),
      late: sql<number>`sum(case when ${ratings.answerDueOn} < ${sql.param(today, ratings.answerDueOn)} then 1 else 0 end)`.mapWith(
        Number,
      ),
    })
    .from(ratings)
    .where(and(within(scope), isUnanswered))
    .groupBy(ratings.institutionId)

/** Bad ratings whose answer fell due between two days, the last not included, and is still owed. */
export const lateAnswers = (
  from: Reader,
  dueFrom: Day,
  dueBefore: Day,
  after: Rating['id'] | null,
  limit: number,
) =>
  from
    .select({ id: ratings.id, rating: ratings, number: applications.number, bank: institutions.shortName })
    .from(ratings)
    .innerJoin(applications, eq(applications.id, ratings.applicationId))
    .innerJoin(institutions, eq(institutions.id, ratings.institutionId))
    .where(
      and(
        isUnanswered,
        ...[gte(ratings.answerDueOn, dueFrom), lt(ratings.answerDueOn, dueBefore)],
        after ? gt(ratings.id, after) : undefined,
      ),
    )
    .orderBy(asc(ratings.id))
    .limit(limit)

export type LateAnswer = Awaited<ReturnType<typeof lateAnswers>>[number]
