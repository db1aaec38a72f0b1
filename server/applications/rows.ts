import { and, asc, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import { contains, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { products } from '../../db/tables/products.ts'
import { contactIsOpen, namingPurposes } from '../consents/index.ts'
import type { Day } from '../money/day.ts'
import type { Id } from '../platform/ids.ts'
import { type ApplicationState, applicationStates, isClosed, isContract } from './application.ts'

export type Application = typeof applications.$inferSelect
export type Offer = typeof offers.$inferSelect

const openStates = applicationStates.filter((state) => !isClosed(state))

export async function applicationById(from: Reader, id: Id<'application'>): Promise<Application | null> {
  const query = prepared(from, 'application_by_id', (reader, name) =>
    reader
      .select()
      .from(applications)
      .where(eq(applications.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

export async function applicationNumbered(from: Reader, number: string): Promise<Application | null> {
  const [row] = await from.select().from(applications).where(eq(applications.number, number))
  return row ?? null
}

export async function addApplication(tx: Transaction, row: typeof applications.$inferInsert): Promise<void> {
  await tx.insert(applications).values(row)
}

export type ApplicationChanges = Partial<Omit<typeof applications.$inferInsert, 'id' | 'number' | 'version'>>

/** Changes the version that was read, and only that one; null when somebody was quicker. */
export async function changeApplication(
  tx: Transaction,
  { id, version }: Pick<Application, 'id' | 'version'>,
  changes: ApplicationChanges,
): Promise<Application | null> {
  const [row] = await tx
    .update(applications)
    .set({ ...changes, version: version + 1 })
    .where(and(eq(applications.id, id), eq(applications.version, version)))
    .returning()
  return row ?? null
}

/** The cases of a need that have not come to an end. */
export const openOfNeed = (from: Reader, needId: Id<'need'>): Promise<Application[]> =>
  from
    .select()
    .from(applications)
    .where(and(eq(applications.needId, needId), inArray(applications.state, openStates)))
    .orderBy(applications.id)

/** Whether the firm has bound itself: an offer is agreed, or came to a contract that stands. */
export async function isSpokenFor(from: Reader, needId: Id<'need'>): Promise<boolean> {
  const agreed = await from
    .select({ id: applications.id })
    .from(applications)
    .where(and(eq(applications.needId, needId), eq(applications.state, 'agreed')))
    .limit(1)
  if (agreed.length > 0) return true
  const contracts = await from
    .select({ id: loans.id })
    .from(loans)
    .where(and(eq(loans.needId, needId), ne(loans.state, 'cancelled')))
    .limit(1)
  return contracts.length > 0
}

/** Whether a product's bank has said no to the need before. */
export async function isDeclined(
  from: Reader,
  { needId, productId }: Pick<Application, 'needId' | 'productId'>,
): Promise<boolean> {
  const found = await from
    .select({ id: applications.id })
    .from(applications)
    .where(
      and(
        eq(applications.needId, needId),
        eq(applications.productId, productId),
        eq(applications.state, 'declined'),
      ),
    )
    .limit(1)
  return found.length > 0
}

export type CaseFilters = {
  readonly state: ApplicationState | 'open' | null
  readonly words: string
  readonly officerId: Id<'person'> | null
}

/** What a list of cases shows; overdue and due ones first, those without a day last, then the newest. */
const listed = {
  id: applications.id,
  number: applications.number,
  state: applications.state,
  openedBy: applications.openedBy,
  dueOn: applications.dueOn,
  duePolicies: applications.duePolicies,
  /** The day by which the firm owes papers, while the bank's clock stands still for them, and the policy behind it. */
  papersDueOn: documentRequests.dueOn,
  papersDuePolicy: documentRequests.duePolicy,
  submittedAt: applications.submittedAt,
  enterpriseId: applications.enterpriseId,
  firm: enterprises.name,
  nameShown: needs.nameShown,
  bank: institutions.shortName,
  product: products.name,
  amountFen: needs.amountFen,
  months: needs.months,
  officer: people.name,
}

/** 退回补件 that the firm has not answered: there is one at most. */
const isOwedPapers = and(
  eq(documentRequests.applicationId, applications.id),
  eq(documentRequests.state, 'open'),
)

export const casesOf = (
  from: Reader,
  whose: { enterpriseId: Id<'enterprise'> } | { institutionId: Id<'institution'> },
  { state, words, officerId }: CaseFilters,
  today: Day,
  limit: number,
  offset: number,
) =>
  from
    .select(listed)
    .from(applications)
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, applications.institutionId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(needs, eq(needs.id, applications.needId))
    .leftJoin(people, eq(people.id, applications.officerId))
    .leftJoin(documentRequests, isOwedPapers)
    .where(
      and(
        'enterpriseId' in whose
          ? eq(applications.enterpriseId, whose.enterpriseId)
          : eq(applications.institutionId, whose.institutionId),
        state === 'open'
          ? inArray(applications.state, openStates)
          : state
            ? eq(applications.state, state)
            : undefined,
        officerId ? eq(applications.officerId, officerId) : undefined,
        wordsFound(words, 'institutionId' in whose ? nameIsOpen(today) : undefined),
      ),
    )
    .orderBy(
      sql`case when ${applications.dueOn} is null then 1 else 0 end`,
      asc(applications.dueOn),
      sql`${applications.id} desc`,
    )
    .limit(limit)
    .offset(offset)

/** Who works on a need: its cases that have not come to an end, as a list shows them. */
export const casesOnNeed = (from: Reader, needId: Id<'need'>) =>
  from
    .select(listed)
    .from(applications)
    .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
    .innerJoin(institutions, eq(institutions.id, applications.institutionId))
    .innerJoin(products, eq(products.id, applications.productId))
    .innerJoin(needs, eq(needs.id, applications.needId))
    .leftJoin(people, eq(people.id, applications.officerId))
    .leftJoin(documentRequests, isOwedPapers)
    .where(and(eq(applications.needId, needId), inArray(applications.state, [...openStates, 'signed'])))
    .orderBy(applications.id)

/** A firm is found by its name where the reader may know the name; `open` is undefined for the firm itself. */
const wordsFound = (words: string, open: SQL | undefined): SQL | undefined =>
  words
    ? or(
        contains(applications.number, words),
        and(open, or(contains(enterprises.name, words), contains(enterprises.pinyin, words))),
        contains(products.name, words),
      )
    : undefined

/** The bank of a case may know its firm: the need says who asks, a contract does, or the firm consents to it. */
const nameIsOpen = (today: Day): SQL | undefined =>
  or(
    eq(needs.nameShown, 'shown'),
    inArray(applications.state, applicationStates.filter(isContract)),
    eq(applications.openedBy, 'renewal'),
    contactIsOpen(applications, namingPurposes, today),
  )

export async function offerById(from: Reader, id: Id<'offer'>): Promise<Offer | null> {
  const [row] = await from.select().from(offers).where(eq(offers.id, id))
  return row ?? null
}

export function offersOf(from: Reader, applicationId: Id<'application'>): Promise<Offer[]> {
  const query = prepared(from, 'offers_of_case', (reader, name) =>
    reader
      .select()
      .from(offers)
      .where(eq(offers.applicationId, sql.placeholder('applicationId')))
      .orderBy(sql`${offers.id} desc`)
      .prepare(name),
  )
  return query.execute({ applicationId })
}

/** The open offers of a need with their banks, as they lie side by side. */
export async function openOffers(from: Reader, needId: Id<'need'>) {
  const query = prepared(from, 'applications_open_offers', (reader, name) =>
    reader
      .select({ offer: offers, bank: institutions.name, product: products.name, number: applications.number })
      .from(offers)
      .innerJoin(applications, eq(applications.id, offers.applicationId))
      .innerJoin(institutions, eq(institutions.id, applications.institutionId))
      .innerJoin(products, eq(products.id, applications.productId))
      .where(and(eq(offers.needId, sql.placeholder('needId')), eq(offers.state, 'open')))
      .orderBy(offers.id)
      .prepare(name),
  )
  return query.execute({ needId })
}

export async function addOffer(tx: Transaction, row: typeof offers.$inferInsert): Promise<void> {
  await tx.insert(offers).values(row)
}

/** Moves an offer that is still open; false when it no longer was. */
export async function closeOffer(
  tx: Transaction,
  id: Id<'offer'>,
  changes: Pick<Offer, 'state' | 'decidedAt'>,
): Promise<boolean> {
  const changed = await tx
    .update(offers)
    .set(changes)
    .where(and(eq(offers.id, id), eq(offers.state, 'open')))
    .returning({ id: offers.id })
  return changed.length === 1
}
