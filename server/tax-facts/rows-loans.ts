import { and, eq, inArray, ne, notExists, type SQL, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { products } from '../../db/tables/products.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { type Fen, fen, plus } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'

/**
 * What counts of a loan against the cap over all banks: what is out, and what may still be drawn. A renewal draws only what
 * it pays back on the old loan, which counts until then.
 */
const out = sql<number>`${loans.balanceFen} + case when ${loans.drawingClosed} or ${loans.renewalOf} is not null then 0 else ${loans.amountFen} - ${loans.drawnFen} end`
const running = and(inArray(loans.state, ['signed', 'drawn', 'overdue']), eq(products.kind, 'tax-credit'))
/** What is agreed and not signed yet counts too; a renewal lends nothing beside the loan that it renews. */
const waiting = and(
  ...[eq(applications.state, 'agreed'), ne(applications.openedBy, 'renewal')],
  ...[eq(offers.state, 'accepted'), eq(products.kind, 'tax-credit')],
)

const sumOf = (amount: typeof out | typeof offers.amountFen) =>
  sql<number>`coalesce(sum(${amount}), 0)`.mapWith(Number)

/** Whose case is asked about: its own loan does not stand against it, nor the loan that it renews. */
export type Beside = Id<'application'> | null

/** What is signed of a firm's tax-credit loans, over all banks. */
export async function signedBeside(from: Reader, enterpriseId: EnterpriseId, beside: Beside): Promise<Fen> {
  const query = prepared(from, 'tax_facts_signed_beside', (reader, name) => {
    const renewedHere: SQL = notExists(
      reader
        .select({ id: renewals.id })
        .from(renewals)
        .where(and(eq(renewals.loanId, loans.id), eq(renewals.applicationId, sql.placeholder('beside')))),
    )
    return reader
      .select({ outFen: sumOf(out) })
      .from(loans)
      .innerJoin(applications, eq(applications.id, loans.applicationId))
      .innerJoin(products, eq(products.id, applications.productId))
      .where(
        and(
          eq(loans.enterpriseId, sql.placeholder('enterpriseId')),
          running,
          ne(loans.applicationId, sql.placeholder('beside')),
          renewedHere,
        ),
      )
      .prepare(name)
  })
  const [row] = await query.execute({ enterpriseId, beside: beside ?? '' })
  return fen(row?.outFen ?? 0)
}

async function agreedBeside(from: Reader, enterpriseId: EnterpriseId, beside: Beside): Promise<Fen> {
  const query = prepared(from, 'tax_facts_agreed_beside', (reader, name) =>
    reader
      .select({ outFen: sumOf(offers.amountFen) })
      .from(applications)
      .innerJoin(offers, eq(offers.applicationId, applications.id))
      .innerJoin(products, eq(products.id, applications.productId))
      .where(
        and(
          eq(applications.enterpriseId, sql.placeholder('enterpriseId')),
          waiting,
          ne(applications.id, sql.placeholder('beside')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ enterpriseId, beside: beside ?? '' })
  return fen(row?.outFen ?? 0)
}

/** Tax-credit loans of a firm at all banks, signed or agreed, as they stand against a case of its, or against any new one. */
export async function outstandingOf(from: Reader, enterpriseId: EnterpriseId, beside: Beside): Promise<Fen> {
  const [signedFen, agreedFen] = await Promise.all([
    signedBeside(from, enterpriseId, beside),
    agreedBeside(from, enterpriseId, beside),
  ])
  return plus(signedFen, agreedFen)
}

/** The same of every firm that has any, against any new case. */
export async function outstandingOfAll(from: Reader): Promise<ReadonlyMap<EnterpriseId, Fen>> {
  const [signed, agreed] = await Promise.all([
    from
      .select({ id: loans.enterpriseId, outFen: sumOf(out) })
      .from(loans)
      .innerJoin(applications, eq(applications.id, loans.applicationId))
      .innerJoin(products, eq(products.id, applications.productId))
      .where(running)
      .groupBy(loans.enterpriseId),
    from
      .select({ id: applications.enterpriseId, outFen: sumOf(offers.amountFen) })
      .from(applications)
      .innerJoin(offers, eq(offers.applicationId, applications.id))
      .innerJoin(products, eq(products.id, applications.productId))
      .where(waiting)
      .groupBy(applications.enterpriseId),
  ])
  const all = new Map<EnterpriseId, Fen>()
  for (const { id, outFen } of [...signed, ...agreed]) all.set(id, fen((all.get(id) ?? 0) + outFen))
  return all
}
