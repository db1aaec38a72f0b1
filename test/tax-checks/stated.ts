import { taxImports } from '../../db/tables/tax-facts.ts'
import type { EnterpriseId } from '../../server/enterprises/enterprise.ts'
import type { TaxGrade } from '../../server/enterprises/tax-grade.ts'
import { type Day, day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { newId } from '../../server/platform/ids.ts'
import { approve, propose } from '../../server/policies/index.ts'
import { addGrade, addStanding, addTax } from '../../server/tax-facts/rows.ts'
import { given } from '../applications/played.ts'
import type { Town } from '../support/app.ts'

type Stating = {
  readonly grade?: TaxGrade
  /** Yuan by year. */
  readonly tax?: Readonly<Record<string, number>>
  readonly arrears?: boolean
  readonly abnormal?: boolean
  readonly asOf?: Day
}

/** What the tax bureau says of a firm in a test. */
export const stated = (
  { store, clock }: Pick<Town, 'store' | 'clock'>,
  enterpriseId: EnterpriseId,
  { grade, tax = {}, arrears, abnormal, asOf = day('2026-02-01') }: Stating,
) =>
  store.transact(async (tx) => {
    const importId = newId<'tax-import'>()
    const nobody = newId<'person'>()
    await tx.insert(taxImports).values({
      ...{ id: importId, number: `TX-${importId}`, state: 'booked', mode: 'all' },
      ...{ fileName: 'stated.xlsx', fileHash: '', columns: [], years: [] },
      ...{ goodRows: 1, badRows: 0, firmCount: 1, gradeCount: 0, taxCount: 0, standingCount: 0 },
      ...{ checkedAt: clock.now(), checkedBy: nobody, bookedAt: clock.now(), bookedBy: nobody, version: 1 },
    })
    const origin = () => ({
      ...{ id: newId<'tax-fact'>(), enterpriseId, asOf, source: 'tax-bureau' as const },
      ...{ importId, importRow: 2, objectionId: null },
    })
    if (grade) await addGrade(tx, { ...origin(), grade, assessYear: 2025, reason: 'annual' })
    for (const [year, paid] of Object.entries(tax))
      await addTax(tx, {
        ...origin(),
        ...{ year: Number(year), vatFen: fen(paid * 100) },
        ...{ incomeFen: noFen, otherFen: noFen, refundFen: noFen },
      })
    if (arrears !== undefined || abnormal !== undefined)
      await addStanding(tx, {
        ...origin(),
        arrearsFen: arrears === undefined ? null : arrears ? fen(100) : noFen,
        abnormal: abnormal ?? null,
      })
    return { id: importId, version: 1 }
  })

/** The bureau takes over which firms stand on the courts' list of defaulters: from today on, for 90 days. */
export async function listOfCourts(
  { parts, by, cast }: Pick<Town, 'parts' | 'by' | 'cast'>,
  codes: readonly string[],
): Promise<void> {
  const list = {
    ...{ code: 'court-list-zhixing', baseVersion: 0, effectiveFrom: null, effectiveTo: null },
    value: { name: { zh: '名单', en: 'List' }, codes, validDays: 90 },
    ...{ source: '中国执行信息公开网', certainty: 'stated' as const },
  }
  const { proposal } = given(await propose(parts, by(cast.lu), list, '每季度摘录一次。'))
  given(await approve(parts, by(cast.qin), proposal.id, '已核对。'))
}
