import { and, eq, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import { prepared, type Reader } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { complaints } from '../../db/tables/complaints.ts'
import { consentRequests } from '../../db/tables/consents.ts'
import { contacts } from '../../db/tables/contacts.ts'
import { caseDocuments, documentRequests } from '../../db/tables/documents.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { loans } from '../../db/tables/loans.ts'
import { messages } from '../../db/tables/messages.ts'
import { needs } from '../../db/tables/needs.ts'
import { objections } from '../../db/tables/objections.ts'
import { products, productVersions } from '../../db/tables/products.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Id } from '../platform/ids.ts'
import type { Application } from './rows.ts'

/** Whether anything of a table hangs on a case. */
const hasOf = (rows: { readonly applicationId: PgColumn } & PgTable) =>
  sql<boolean>`exists (select 1 from ${rows} where ${rows.applicationId} = ${applications.id})`.mapWith(
    Boolean,
  )

/**
 * A case with its need, its two sides, what it was applied for under, and what came of it: one read for a page. `has` says
 * what else hangs on it, so that a page asks for nothing that is not there.
 */
export async function wholeCase(from: Reader, id: Id<'application'>) {
  const query = prepared(from, 'application_whole', (reader, name) =>
    reader
      .select({
        ...{ application: applications, need: needs, firm: enterprises, bank: institutions },
        ...{ product: products.name, terms: productVersions.terms },
        officer: { name: people.name, phone: people.phone },
        loan: {
          ...{ id: loans.id, state: loans.state },
          ...{ firstLoan: loans.firstLoan, settledOn: loans.settledOn },
        },
        has: {
          ...{ offers: hasOf(offers), messages: hasOf(messages), contacts: hasOf(contacts) },
          ...{ papers: hasOf(caseDocuments), paperRequests: hasOf(documentRequests) },
          ...{ consentRequests: hasOf(consentRequests), complaints: hasOf(complaints) },
          /** Whatever the bureau examines of the firm, in this case or another. */
          objections:
            sql<boolean>`exists (select 1 from ${objections} where ${objections.enterpriseId} = ${applications.enterpriseId} and ${objections.state} = 'open')`.mapWith(
              Boolean,
            ),
        },
      })
      .from(applications)
      .innerJoin(needs, eq(needs.id, applications.needId))
      .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
      .innerJoin(institutions, eq(institutions.id, applications.institutionId))
      .innerJoin(products, eq(products.id, applications.productId))
      .innerJoin(
        productVersions,
        and(
          eq(productVersions.productId, applications.productId),
          eq(productVersions.version, applications.productVersion),
        ),
      )
      .leftJoin(people, eq(people.id, applications.officerId))
      .leftJoin(loans, eq(loans.applicationId, applications.id))
      .where(eq(applications.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

export type WholeCase = NonNullable<Awaited<ReturnType<typeof wholeCase>>>

/** Names that the file of a case shows. */
export async function namesOf(from: Reader, { id }: Application) {
  const query = prepared(from, 'application_names', (reader, name) =>
    reader
      .select({
        firm: enterprises.name,
        bank: institutions.name,
        product: products.name,
        officer: people.name,
        officerPhone: people.phone,
        disputed: enterprises.disputed,
      })
      .from(applications)
      .innerJoin(enterprises, eq(enterprises.id, applications.enterpriseId))
      .innerJoin(institutions, eq(institutions.id, applications.institutionId))
      .innerJoin(products, eq(products.id, applications.productId))
      .leftJoin(people, eq(people.id, applications.officerId))
      .where(eq(applications.id, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

/** The loan that came of a case, for the link to it, and whether it is a first one (首贷). */
export async function loanOfCase(
  from: Reader,
  id: Id<'application'>,
): Promise<{ readonly id: Id<'loan'>; readonly firstLoan: boolean } | null> {
  const query = prepared(from, 'loan_of_case', (reader, name) =>
    reader
      .select({ id: loans.id, firstLoan: loans.firstLoan })
      .from(loans)
      .where(eq(loans.applicationId, sql.placeholder('id')))
      .prepare(name),
  )
  const [row] = await query.execute({ id })
  return row ?? null
}

/** A case of an institution by its number; another institution's is not found. */
export async function applicationNumbered(
  from: Reader,
  institutionId: InstitutionId,
  number: string,
): Promise<Application | null> {
  const [row] = await from
    .select()
    .from(applications)
    .where(and(eq(applications.number, number), eq(applications.institutionId, institutionId)))
  return row ?? null
}
