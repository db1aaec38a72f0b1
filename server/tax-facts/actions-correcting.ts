import type { Reader, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { EnterpriseId } from '../enterprises/enterprise.ts'
import { isTaxGrade } from '../enterprises/tax-grade.ts'
import { yearOf } from '../money/day.ts'
import { fen, isFen } from '../money/fen.ts'
import type { TaxOf } from '../objections/objection.ts'
import { assert } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { standingGradeOf } from './actions-grades.ts'
import * as rows from './rows.ts'
import { gradeOn, netOf, nilSums, standingOn, taxesOn } from './standing.ts'
import type { TaxFact } from './tax-fact.ts'

/** A fact as an objection holds it: a grade, fen as digits, 'yes' or 'no'. */
export type Correction = {
  readonly enterpriseId: EnterpriseId
  readonly objectionId: Id<'objection'>
  readonly fact: TaxFact
  /** Of the tax paid: which of it. */
  readonly taxOf: TaxOf | null
  readonly found: string
}

/** What counts today of a fact that an objection is about, as text; null where nobody stated it. */
export async function heldText(
  from: Reader,
  by: By,
  enterpriseId: EnterpriseId,
  fact: Exclude<TaxFact, 'grade'>,
  taxOf: TaxOf | null,
): Promise<string | null> {
  const stated = await rows.statedOf(from, enterpriseId)
  if (fact === 'taxPaid') {
    const tax = taxOf ? taxesOn(stated.taxes, by.today).get(taxOf.year) : undefined
    if (!tax) return null
    return String(taxOf?.sum ? tax[`${taxOf.sum}Fen`] : netOf(tax))
  }
  const { facts } = standingOn(stated, null, [], by.today)
  if (fact === 'abnormal') return facts.abnormal === null ? null : facts.abnormal ? 'yes' : 'no'
  const newest = stated.standings.find(({ arrearsFen, asOf }) => arrearsFen !== null && asOf <= by.today)
  return newest ? String(newest.arrearsFen) : null
}

/**
 * What was found when an objection was upheld, as a statement of its own beside the tax bureau's: of today, and so the
 * newest, until the tax bureau says something newer. Of the tax of a year one sum is corrected and the others stand; what was claimed of
 * the year as a whole, of no kind, is kept as other tax.
 * Refuses: `claim-malformed`.
 */
export async function correct(tx: Transaction, by: By, correction: Correction): Promise<Outcome<object>> {
  const { enterpriseId, objectionId, fact, taxOf, found } = correction
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
      if (amount === null || taxOf === null) return refuse('claim-malformed')
      const { year, sum } = taxOf
      await rows.addTax(tx, { ...origin, year, sum, ...nilSums, [`${sum ?? 'other'}Fen`]: amount })
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
    details: { fact, ...(taxOf && { year: taxOf.year, sum: taxOf.sum }), after: found },
  })
  return done()
}
