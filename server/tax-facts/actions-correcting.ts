import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { isTaxGrade } from '../enterprises/tax-grade.ts'
import { yearOf } from '../money/day.ts'
import { fen, isFen, noFen } from '../money/fen.ts'
import { assert } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { standingGradeOf } from './actions-grades.ts'
import * as rows from './rows.ts'
import { gradeOn, netOf, standingOn, taxesOn } from './standing.ts'
import type { TaxFact } from './tax-fact.ts'

/** A fact as an objection holds it: a grade, fen as digits, 'yes' or 'no'. */
export type Correction = {
  readonly enterpriseId: EnterpriseId
  readonly objectionId: Id<'objection'>
  readonly fact: TaxFact
  /** Of the tax paid in one. */
  readonly year: number | null
  readonly found: string
}

/** What counts today of a fact that an objection is about, as text; null where nobody stated it. */
export async function heldText(
  from: Reader,
  by: By,
  enterpriseId: EnterpriseId,
  fact: Exclude<TaxFact, 'grade'>,
  year: number | null,
): Promise<string | null> {
  const stated = await rows.statedOf(from, enterpriseId)
  if (fact === 'taxPaid') {
    const tax = year === null ? undefined : taxesOn(stated.taxes, by.today).get(year)
    return tax ? String(netOf(tax)) : null
  }
  const { facts } = standingOn(stated, null, [], by.today)
  if (fact === 'abnormal') return facts.abnormal === null ? null : facts.abnormal ? 'yes' : 'no'
  const newest = stated.standings.find(({ arrearsFen, asOf }) => arrearsFen !== null && asOf <= by.today)
  return newest ? String(newest.arrearsFen) : null
}

/**
 * What was found when an objection was upheld, as a statement of its own beside the tax bureau's: of today, and so the
 * newest, until the tax bureau says something newer. Corrected tax is one sum of the year, for kinds nobody claimed.
 * Refuses: `claim-malformed`.
 */
export async function correct(tx: Transaction, by: By, correction: Correction): Promise<Outcome<object>> {
  const { enterpriseId, objectionId, fact, year, found } = correction
  const origin = {
    ...{ id: newId<'tax-fact'>(), enterpriseId, objectionId, asOf: by.today },
    ...{ source: 'correction' as const, importId: null, importRow: null },
  }
  const amount = /^\d{1,16}$/.test(found) && isFen(Number(found)) ? fen(Number(found)) : null
  switch (fact) {
    case 'grade': {
      if (!isTaxGrade(found)) return refuse('claim-malformed')
      const given = gradeOn(await rows.gradesOfFirms(tx, [enterpriseId]), by.today)
      const assessYear = given?.assessYear ?? yearOf(by.today) - 1
      await rows.addGrade(tx, { ...origin, assessYear, grade: found, reason: 'objection' })
      await standingGradeOf(tx, by.today, [enterpriseId])
      break
    }
    case 'taxPaid': {
      if (amount === null || year === null) return refuse('claim-malformed')
      const sums = { vatFen: noFen, incomeFen: noFen, otherFen: amount, refundFen: noFen }
      await rows.addTax(tx, { ...origin, year, ...sums })
      break
    }
    case 'arrears':
      if (amount === null) return refuse('claim-malformed')
      await rows.addStanding(tx, { ...origin, arrearsFen: amount, abnormal: null })
      break
    case 'abnormal':
      assert(found === 'yes' || found === 'no', 'whether a household is abnormal')
      await rows.addStanding(tx, { ...origin, arrearsFen: null, abnormal: found === 'yes' })
  }
  await write(tx, by, {
    happening: 'tax-facts.corrected',
    subject: { kind: 'enterprise', id: enterpriseId },
    details: { fact, ...(year === null ? {} : { year }), after: found },
  })
  return done()
}
