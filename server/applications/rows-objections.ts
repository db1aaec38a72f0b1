import { and, asc, eq, sql } from 'drizzle-orm'
import { prepared, type Reader } from '../../db/index.ts'
import { objections } from '../../db/tables/objections.ts'
import type { Application } from './rows.ts'

/** What the bureau is examining of a firm while it has this case, what is due first. */
export async function examinedIn(from: Reader, { enterpriseId }: Pick<Application, 'enterpriseId'>) {
  const query = prepared(from, 'objections_while_case', (reader, name) =>
    reader
      .select({
        id: objections.id,
        number: objections.number,
        fact: objections.fact,
        dueOn: objections.dueOn,
        duePolicies: objections.duePolicies,
        applicationId: objections.applicationId,
      })
      .from(objections)
      .where(and(eq(objections.enterpriseId, sql.placeholder('enterpriseId')), eq(objections.state, 'open')))
      .orderBy(asc(objections.dueOn), asc(objections.id))
      .prepare(name),
  )
  return query.execute({ enterpriseId })
}

export type Examined = Awaited<ReturnType<typeof examinedIn>>[number]
