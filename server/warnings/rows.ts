import { and, desc, eq, gt, gte, inArray, isNull, lt, lte, or, type SQL, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { countRows, type Reader, startsWith, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { warnings } from '../../db/tables/warnings.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { isId } from '../platform/ids.ts'
import type { WarningRule, WarningState, WayToClear } from './warning.ts'

export type Warning = typeof warnings.$inferSelect
export type WarningId = Warning['id']

/* What the night writes. */

/** What stands of these rules, by rule and subject: told, and not found to be over. */
export async function standing(
  from: Reader,
  rules: readonly WarningRule[],
  subjects: readonly string[] | null = null,
): Promise<ReadonlyMap<string, Pick<Warning, 'id' | 'rule' | 'subject' | 'mark'>>> {
  const found = await from
    .select({ id: warnings.id, rule: warnings.rule, subject: warnings.subject, mark: warnings.mark })
    .from(warnings)
    .where(
      and(
        isNull(warnings.clearedOn),
        inArray(warnings.rule, [...rules]),
        subjects ? inArray(warnings.subject, [...subjects]) : undefined,
      ),
    )
  return new Map(found.map((row) => [keyOf(row.rule, row.subject), row]))
}

export const keyOf = (rule: WarningRule, subject: string): string => `${rule} ${subject}`

/** Writes a warning; false where one of the same rule and subject stands already, told by another process. */
export async function addWarning(tx: Transaction, row: typeof warnings.$inferInsert): Promise<boolean> {
  const added = await tx.insert(warnings).values(row).onConflictDoNothing().returning({ id: warnings.id })
  return added.length === 1
}

export async function clear(tx: Transaction, id: WarningId, on: Day, as: WayToClear): Promise<void> {
  await tx
    .update(warnings)
    .set({ clearedOn: on, clearedAs: as })
    .where(and(eq(warnings.id, id), isNull(warnings.clearedOn)))
}

/** How many were raised on a day, by region and by the institution that they concern. */
export const raisedOn = (from: Reader, on: Day) =>
  from
    .select({ region: warnings.region, institutionId: warnings.institutionId, count: countRows() })
    .from(warnings)
    .where(eq(warnings.raisedOn, on))
    .groupBy(warnings.region, warnings.institutionId)

/* What people see. */

/** Whose warnings somebody sees: a bank or a guarantor its own, a bureau those of its region. */
export type Scope = { readonly institutionId: InstitutionId } | { readonly region: string }

const within = (scope: Scope): SQL | undefined =>
  'region' in scope
    ? startsWith(warnings.region, scope.region)
    : eq(warnings.institutionId, scope.institutionId)

const acknowledger = alias(people, 'acknowledger')
const answerer = alias(people, 'answerer')
const closer = alias(people, 'closer')

const shown = (from: Reader) =>
  from
    .select({
      warning: warnings,
      firm: enterprises.name,
      institution: institutions.shortName,
      acknowledgedBy: acknowledger.name,
      answeredBy: answerer.name,
      closedBy: closer.name,
    })
    .from(warnings)
    .leftJoin(enterprises, eq(enterprises.id, warnings.enterpriseId))
    .leftJoin(institutions, eq(institutions.id, warnings.institutionId))
    .leftJoin(acknowledger, eq(acknowledger.id, warnings.acknowledgedBy))
    .leftJoin(answerer, eq(answerer.id, warnings.answeredBy))
    .leftJoin(closer, eq(closer.id, warnings.closedBy))

export type ShownWarning = Awaited<ReturnType<typeof shown>>[number]

/**
 * `standing`: not closed, and the value is not back. `late`: that, past its day. `unassigned`: that, in nobody's hands. `over`:
 * back without anybody's doing.
 */
export const standings = ['standing', 'late', 'unassigned', 'over'] as const
export type WarningFilter = {
  readonly rules: readonly WarningRule[] | null
  readonly state: WarningState | (typeof standings)[number] | null
  readonly institutionId: InstitutionId | null
  readonly from: Day | null
  readonly to: Day | null
  /** What there was when a day ended, by the days of raising, clearing and closing; null for now. */
  readonly on: Day | null
}

const isStanding = and(isNull(warnings.clearedOn), sql`${warnings.state} <> 'closed'`)

/** The same when a day ended. */
const stoodOn = (on: Day | null): SQL | undefined =>
  on === null
    ? isStanding
    : and(
        lte(warnings.raisedOn, on),
        or(isNull(warnings.clearedOn), gt(warnings.clearedOn, on)),
        or(isNull(warnings.closedOn), gt(warnings.closedOn, on)),
      )

const isUnassigned = inArray(warnings.state, ['open', 'acknowledged'])

function inState(state: NonNullable<WarningFilter['state']>, on: Day | null, today: Day): SQL | undefined {
  if (state === 'standing') return stoodOn(on)
  if (state === 'late') return and(stoodOn(on), lt(warnings.dueOn, on ?? today))
  if (state === 'unassigned') return and(stoodOn(on), isUnassigned)
  if (state === 'over') return and(eq(warnings.clearedAs, 'back'), sql`${warnings.state} <> 'closed'`)
  return eq(warnings.state, state)
}

function matching(
  { rules, state, institutionId, from, to, on }: WarningFilter,
  today: Day,
): (SQL | undefined)[] {
  return [
    rules ? inArray(warnings.rule, [...rules]) : undefined,
    state ? inState(state, on, today) : undefined,
    institutionId ? eq(warnings.institutionId, institutionId) : undefined,
    from ? gte(warnings.raisedOn, from) : undefined,
    to ? lte(warnings.raisedOn, to) : undefined,
    on ? lte(warnings.raisedOn, on) : undefined,
  ]
}

/** The newest first. */
export const warningsOf = (
  from: Reader,
  scope: Scope,
  filter: WarningFilter,
  today: Day,
  limit: number,
  offset: number,
) =>
  shown(from)
    .where(and(within(scope), ...matching(filter, today)))
    .orderBy(desc(warnings.id))
    .limit(limit)
    .offset(offset)

export async function warningIn(from: Reader, scope: Scope, id: string): Promise<ShownWarning | null> {
  if (!isId<'warning'>(id)) return null
  const [row] = await shown(from).where(and(within(scope), eq(warnings.id, id)))
  return row ?? null
}

/** Of the same rule and subject what stands now, where it is another one. */
export async function newerOf(from: Reader, { id, rule, subject }: Warning): Promise<WarningId | null> {
  const [row] = await from
    .select({ id: warnings.id })
    .from(warnings)
    .where(and(eq(warnings.rule, rule), eq(warnings.subject, subject), isNull(warnings.clearedOn)))
  return row && row.id !== id ? row.id : null
}

export async function warningById(from: Reader, id: WarningId): Promise<Warning | null> {
  const [row] = await from.select().from(warnings).where(eq(warnings.id, id))
  return row ?? null
}

/** Changes the version that was read; false when somebody was quicker. */
export async function changeWarning(
  tx: Transaction,
  { id, version }: Pick<Warning, 'id' | 'version'>,
  changes: Partial<typeof warnings.$inferInsert>,
): Promise<boolean> {
  const changed = await tx
    .update(warnings)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(warnings.id, id), eq(warnings.version, version)))
    .returning({ id: warnings.id })
  return changed.length === 1
}

/* Figures. */

/** What is open now, or was when a day ended, by rule: not closed, and the value is not back. */
export const standingByRule = (from: Reader, scope: Scope, on: Day | null = null) =>
  from
    .select({ rule: warnings.rule, count: countRows() })
    .from(warnings)
    .where(and(within(scope), stoodOn(on)))
    .groupBy(warnings.rule)

/** How many stand in nobody's hands, and how many are past the day by which the rule wants them dealt with. */
export async function waitingIn(from: Reader, scope: Scope, today: Day) {
  const standing = and(within(scope), isStanding)
  return {
    unassigned: await from.$count(warnings, and(standing, isUnassigned)),
    late: await from.$count(warnings, and(standing, lt(warnings.dueOn, today))),
  }
}

/** What came of those that were closed, by rule and by the day on which they were; up to a day. */
export const closedByDay = (from: Reader, scope: Scope, on: Day | null = null) =>
  from
    .select({
      ...{ rule: warnings.rule, outcome: warnings.outcome, closedOn: warnings.closedOn },
      count: countRows(),
    })
    .from(warnings)
    .where(and(within(scope), eq(warnings.state, 'closed'), on ? lte(warnings.closedOn, on) : undefined))
    .groupBy(warnings.rule, warnings.outcome, warnings.closedOn)

/** How many were raised at all, and how many ended without anybody's word, by rule. */
export const raisedByRule = (from: Reader, scope: Scope, on: Day | null = null) =>
  from
    .select({ rule: warnings.rule, count: countRows() })
    .from(warnings)
    .where(and(within(scope), on ? lte(warnings.raisedOn, on) : undefined))
    .groupBy(warnings.rule)

/** Banks and guarantors that warnings of a place concern, for the filter. */
export const concerned = (from: Reader, scope: Scope) =>
  from
    .selectDistinct({ id: institutions.id, name: institutions.shortName })
    .from(warnings)
    .innerJoin(institutions, eq(institutions.id, warnings.institutionId))
    .where(within(scope))
    .orderBy(institutions.shortName)

/** The case of the loan that a warning is about, where the firm may be asked to consent; null where there is none. */
export async function applicationOf(from: Reader, { subjectKind, subjectId }: Warning) {
  if (subjectKind !== 'loan' || !isId<'loan'>(subjectId)) return null
  const [row] = await from.select({ id: loans.applicationId }).from(loans).where(eq(loans.id, subjectId))
  return row?.id ?? null
}

/** The newest that stand in a place, for whoever shows a few of them. */
export const newestStanding = (from: Reader, region: string, limit: number) =>
  shown(from)
    .where(and(within({ region }), isStanding))
    .orderBy(desc(warnings.id))
    .limit(limit)
