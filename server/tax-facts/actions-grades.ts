import type { Transaction } from '../../db/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import type { Day } from '../money/day.ts'
import * as rows from './rows.ts'
import { gradeOn, type Stated } from './standing.ts'

/** Writes the grade that stands today beside each of these firms, in the transaction that changed what counts. */
export async function standingGradeOf(tx: Transaction, on: Day, ids: readonly EnterpriseId[]): Promise<void> {
  const byFirm = new Map<EnterpriseId, Stated['grades'][number][]>(ids.map((id) => [id, []]))
  for (const grade of await rows.gradesOfFirms(tx, ids)) byFirm.get(grade.enterpriseId)?.push(grade)
  await rows.keepGrades(
    tx,
    [...byFirm].map(([id, grades]) => {
      const given = gradeOn(grades, on)
      return { id, taxBureauGrade: given?.grade ?? null, taxBureauYear: given?.assessYear ?? null }
    }),
  )
}
