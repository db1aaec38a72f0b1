import { and, asc, eq, gt, inArray, isNull, or, sql } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { objections } from '../../db/tables/objections.ts'
import { products } from '../../db/tables/products.ts'
import { overdues, supervisions, urges } from '../../db/tables/supervision.ts'
import { caseColumns, day, type Source, untold } from './rows-told.ts'

/* Clocks of the bureau: what it owes, and the answers that are owed to it. */

export const ofNeeds: Source = async (from, window, limit) => {
  const rows = await from
    .select({ id: needs.id, number: needs.number, region: needs.region, dueOn: day(needs.reviewDueOn) })
    .from(needs)
    .where(
      and(
        eq(needs.state, 'under-review'),
        untold(from, window, 'need-review', sql`${needs.id}`, needs.reviewDueOn),
      ),
    )
    .orderBy(asc(needs.id))
    .limit(limit)
  return rows.map(({ id, number, region, dueOn }) => ({
    ...{ step: 'need-review', number, dueOn, subject: { kind: 'need', id } },
    ...{ to: [{ bureauOf: region }], href: `/bureau/needs/${id}` },
  }))
}

/** Products are the city's: its office reads them, whoever sells them. */
export const ofProducts =
  (region: string): Source =>
  async (from, window, limit) => {
    const rows = await from
      .select({ id: products.id, number: products.number, dueOn: day(products.reviewDueOn) })
      .from(products)
      .where(
        and(
          or(
            eq(products.state, 'under-review'),
            and(
              inArray(products.state, ['listed', 'suspended']),
              gt(products.version, products.listedVersion),
              isNull(products.returnedFor),
            ),
          ),
          untold(from, window, 'product-review', sql`${products.id}`, products.reviewDueOn),
        ),
      )
      .orderBy(asc(products.id))
      .limit(limit)
    return rows.map(({ id, number, dueOn }) => ({
      ...{ step: 'product-review', number, dueOn, subject: { kind: 'product', id } },
      ...{ to: [{ bureauOf: region }], href: `/bureau/products/${id}` },
    }))
  }

/** The bureau's word on a fact that a firm disputes; when it is late, the firm and the bank that wait for it hear so. */
export const ofObjections: Source = async (from, window, limit) => {
  const rows = await from
    .select({
      id: objections.id,
      number: objections.number,
      region: enterprises.region,
      dueOn: objections.dueOn,
      enterpriseId: objections.enterpriseId,
      institutionId: applications.institutionId,
      officerId: applications.officerId,
    })
    .from(objections)
    .innerJoin(enterprises, eq(enterprises.id, objections.enterpriseId))
    .leftJoin(applications, eq(applications.id, objections.applicationId))
    .where(
      and(
        eq(objections.state, 'open'),
        untold(from, window, 'objection', sql`${objections.id}`, objections.dueOn),
      ),
    )
    .orderBy(asc(objections.id))
    .limit(limit)
  return rows.map(({ id, number, region, dueOn, enterpriseId, institutionId, officerId }) => ({
    ...{ step: 'objection', number, dueOn, subject: { kind: 'objection', id } },
    to: [
      { bureauOf: region },
      ...(window.kind === 'over' ? [{ firm: enterpriseId }] : []),
      ...(window.kind === 'over' && institutionId ? [{ bank: institutionId, officer: officerId }] : []),
    ],
    href: `/objections/${id}`,
  }))
}

/** Answers that a bank owes the bureau; when one is late, whoever asked is told. */
export const ofAnswers =
  (step: 'urge' | 'supervision'): Source =>
  async (from, window, limit) => {
    const table = step === 'urge' ? urges : supervisions
    const open = step === 'urge' ? isNull(urges.answeredAt) : eq(supervisions.state, 'open')
    const asker = step === 'urge' ? urges.urgedBy : supervisions.openedBy
    const rows = await from
      .select({ ...caseColumns, overdueId: overdues.id, dueOn: table.dueOn, asker })
      .from(table)
      .innerJoin(overdues, eq(overdues.id, table.overdueId))
      .innerJoin(applications, eq(applications.id, overdues.applicationId))
      .where(and(open, untold(from, window, step, sql`${applications.id}`, table.dueOn)))
      .orderBy(asc(table.id))
      .limit(limit)
    return rows.map(({ id, number, dueOn, institutionId, overdueId, asker: person }) => ({
      ...{ step, number, dueOn, subject: { kind: 'application', id } },
      ...(window.kind === 'over'
        ? { to: [{ person }], href: `/bureau/overdue/${overdueId}` }
        : { to: [{ managersOf: institutionId }], href: `/overdue/${overdueId}` }),
    }))
  }
