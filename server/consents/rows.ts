import { and, desc, eq, gte, inArray, isNotNull, isNull, lt, type SQL, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { consents } from '../../db/tables/consents.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import type { ConsentState } from './consent.ts'
import type { ConsentPurpose, DataKind } from './kind.ts'

export type Consent = typeof consents.$inferSelect

/** More consents between one firm and one bank than anybody gives; the newest are enough to know how things stand. */
const pairLength = 200

/** All consents of a firm to a bank, newest first, those that a newer one replaced left out. */
export async function consentsBetween(
  from: Reader,
  enterpriseId: EnterpriseId,
  institutionId: InstitutionId,
): Promise<Consent[]> {
  const query = prepared(from, 'consents_between', (reader, name) =>
    reader
      .select()
      .from(consents)
      .where(
        and(
          eq(consents.institutionId, sql.placeholder('institutionId')),
          eq(consents.enterpriseId, sql.placeholder('enterpriseId')),
          sql`coalesce(${consents.ending}, '') <> 'replaced'`,
        ),
      )
      .orderBy(desc(consents.id))
      .limit(pairLength)
      .prepare(name),
  )
  return query.execute({ enterpriseId, institutionId })
}

/** Firms asked for by one question; the pages of lists have no more. */
const firmsAtOnce = 20

/** The consents by which a bank may know who these firms are; the longest first. */
export async function contactConsents(
  from: Reader,
  institutionId: InstitutionId,
  firms: readonly EnterpriseId[],
  purposes: readonly [ConsentPurpose, ConsentPurpose],
  today: Day,
): Promise<{ readonly id: Id<'consent'>; readonly enterpriseId: EnterpriseId }[]> {
  const places = Array.from({ length: firmsAtOnce }, (_, at) => `firm${at}`)
  const query = prepared(from, 'consents_contact', (reader, name) =>
    reader
      .select({ id: consents.id, enterpriseId: consents.enterpriseId, until: consents.until })
      .from(consents)
      .where(
        and(
          eq(consents.institutionId, sql.placeholder('institutionId')),
          inArray(
            consents.enterpriseId,
            places.map((place) => sql.placeholder(place)),
          ),
          eq(consents.kind, 'contact'),
          inArray(consents.purpose, [sql.placeholder('one'), sql.placeholder('other')]),
          isNull(consents.endedAt),
          gte(consents.until, sql.placeholder('today')),
        ),
      )
      .prepare(name),
  )
  const [one, other] = purposes
  const found: Awaited<ReturnType<typeof query.execute>> = []
  for (let first = 0; first < firms.length; first += firmsAtOnce) {
    // A place that no firm is left for asks for the first once more, which changes nothing.
    const asked = places.map((place, at) => [place, firms[first + at] ?? firms[first]])
    found.push(...(await query.execute({ ...Object.fromEntries(asked), institutionId, one, other, today })))
  }
  // Sorted here: asked for this order, SQLite walks through all consents by their last day.
  return found.toSorted((a, b) => compare(b.until, a.until) || compare(a.id, b.id))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

/**
 * A condition for lists: the firm of a row lets the bank of the row know who it is. What a bank may not know it does
 * not find by searching either.
 */
export const contactIsOpen = (
  row: { readonly enterpriseId: SQL | unknown; readonly institutionId: SQL | unknown },
  purposes: readonly ConsentPurpose[],
  today: Day,
): SQL => sql`exists (select 1 from ${consents} where ${consents.enterpriseId} = ${row.enterpriseId}
  and ${consents.institutionId} = ${row.institutionId} and ${consents.kind} = 'contact'
  and ${inArray(consents.purpose, [...purposes])} and ${consents.endedAt} is null and ${consents.until} >= ${today})`

export async function consentById(from: Reader, id: Id<'consent'>): Promise<Consent | null> {
  const [row] = await from.select().from(consents).where(eq(consents.id, id))
  return row ?? null
}

/** The consent to the same thing that has not ended yet, whether or not its last day has passed. */
export async function standingConsent(
  from: Reader,
  same: Pick<Consent, 'enterpriseId' | 'institutionId' | 'kind' | 'purpose'>,
): Promise<Consent | null> {
  const [row] = await from
    .select()
    .from(consents)
    .where(
      and(
        eq(consents.enterpriseId, same.enterpriseId),
        eq(consents.institutionId, same.institutionId),
        eq(consents.kind, same.kind),
        eq(consents.purpose, same.purpose),
        isNull(consents.endedAt),
      ),
    )
  return row ?? null
}

export async function addConsent(tx: Transaction, row: typeof consents.$inferInsert): Promise<void> {
  await tx.insert(consents).values(row)
}

/** Ends a consent that has not ended; false when it had. */
export async function endConsent(
  tx: Transaction,
  id: Id<'consent'>,
  end: Pick<Consent, 'ending' | 'endedAt' | 'endedBy'>,
): Promise<boolean> {
  const ended = await tx
    .update(consents)
    .set(end)
    .where(and(eq(consents.id, id), isNull(consents.endedAt)))
    .returning({ id: consents.id })
  return ended.length === 1
}

/** Consents whose last day has passed and whose end nobody noted yet. */
export const consentsPast = (from: Reader, today: Day, limit: number): Promise<Consent[]> =>
  from
    .select()
    .from(consents)
    .where(and(isNull(consents.endedAt), lt(consents.until, today)))
    .orderBy(consents.until, consents.id)
    .limit(limit)

export type ConsentFilters = {
  readonly institutionId: InstitutionId | null
  readonly kind: DataKind | null
  readonly state: ConsentState | null
}

const listed = {
  id: consents.id,
  number: consents.number,
  bank: institutions.shortName,
  kind: consents.kind,
  purpose: consents.purpose,
  until: consents.until,
  givenAt: consents.givenAt,
  giver: consents.giver,
  textVersion: consents.textVersion,
  endedAt: consents.endedAt,
  ending: consents.ending,
}

/** A firm's consents, newest first. */
export const consentsOf = (
  from: Reader,
  enterpriseId: EnterpriseId,
  { institutionId, kind, state }: ConsentFilters,
  today: Day,
  limit: number,
  offset: number,
) =>
  from
    .select(listed)
    .from(consents)
    .innerJoin(institutions, eq(institutions.id, consents.institutionId))
    .where(
      and(
        eq(consents.enterpriseId, enterpriseId),
        institutionId ? eq(consents.institutionId, institutionId) : undefined,
        kind ? eq(consents.kind, kind) : undefined,
        state ? inState(state, today) : undefined,
      ),
    )
    .orderBy(desc(consents.id))
    .limit(limit)
    .offset(offset)

export type ListedConsent = Awaited<ReturnType<typeof consentsOf>>[number]

function inState(state: ConsentState, today: Day): SQL | undefined {
  if (state === 'in-force') return and(isNull(consents.endedAt), gte(consents.until, today))
  if (state !== 'expired') return eq(consents.ending, state)
  return sql`(${consents.ending} = 'expired' or (${isNull(consents.endedAt)} and ${lt(consents.until, today)}))`
}

/** Banks that a firm ever let see something, for the filter above its lists. */
export const banksConsentedTo = (from: Reader, enterpriseId: EnterpriseId) =>
  from
    .selectDistinct({ id: institutions.id, name: institutions.shortName, pinyin: institutions.pinyin })
    .from(consents)
    .innerJoin(institutions, eq(institutions.id, consents.institutionId))
    .where(and(eq(consents.enterpriseId, enterpriseId), isNotNull(consents.institutionId)))
    .orderBy(institutions.pinyin, institutions.id)
