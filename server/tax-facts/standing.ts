import type { TaxGrade } from '../enterprises/tax-grade.ts'
import { standingGrade } from '../enterprises/tax-grade.ts'
import { type Day, yearOf } from '../money/day.ts'
import { type Fen, fen, noFen } from '../money/fen.ts'
import { yearObjectedTo } from '../objections/objection.ts'
import { present } from '../platform/assert.ts'
import type { TaxCreditFacts } from '../tax-credit/limit.ts'
import type { FactSource, StatedGrade, StatedStanding, StatedTax, TaxSum } from './tax-fact.ts'

/** Whose word a fact is, and since when it is so; `declared` by the firm itself, which names no day. */
export type Origin = { readonly source: FactSource | 'declared'; readonly asOf: Day | null }

/** What the limit rule takes from the tax bureau. */
export type KnownTax = Pick<
  TaxCreditFacts,
  'grade' | 'assessYear' | 'taxPaidFen' | 'examinedYears' | 'arrears' | 'abnormal'
> & { readonly arrears: boolean | null; readonly abnormal: boolean | null }

export type TaxFacts = {
  readonly facts: KnownTax
  readonly from: {
    readonly grade: Origin | null
    /** By calendar year. */
    readonly taxPaidFen: Readonly<Record<string, Origin>>
    readonly arrears: Origin | null
    readonly abnormal: Origin | null
  }
  /** Facts that stand above as unknown because an objection to them is examined; of tax paid: `taxPaid-2025-vat`. */
  readonly disputed: readonly string[]
}

export type Stated = {
  readonly grades: readonly StatedGrade[]
  readonly taxes: readonly StatedTax[]
  readonly standings: readonly StatedStanding[]
}

/**
 * The facts of a firm on a day, from all that was stated of it by then and is in force. The newest statement counts:
 * of grades that of the latest assessment year, within it the latest day (a grade changes within a year by repair,
 * review or offence). Where the tax bureau gave no grade, what the firm declares counts, as of last year's assessment,
 * and says that it is declared. A fact under examination is unknown, of the tax paid that of the year objected to.
 */
export function standingOn(
  stated: Stated,
  declared: TaxGrade | null,
  disputed: readonly string[],
  on: Day,
): TaxFacts {
  const unless = <Value>(fact: string, value: Value): Value | null => (disputed.includes(fact) ? null : value)
  const given = gradeOn(stated.grades, on)
  const grade = standingGrade({ taxBureauGrade: given?.grade ?? null, taxGrade: declared })
  const examinedYears = [...new Set(disputed.flatMap((fact) => yearObjectedTo(fact) ?? []))]
  const taxes = new Map(taxesOn(stated.taxes, on))
  for (const year of examinedYears) taxes.delete(year)
  const arrears = newestOn(
    stated.standings.filter(({ arrearsFen }) => arrearsFen !== null),
    on,
  )
  const abnormal = newestOn(
    stated.standings.filter((one) => one.abnormal !== null),
    on,
  )
  return {
    facts: {
      grade: unless('grade', grade),
      assessYear: given?.assessYear ?? yearOf(on) - 1,
      taxPaidFen: Object.fromEntries([...taxes].map(([year, tax]) => [String(year), netOf(tax)])),
      ...(examinedYears.length ? { examinedYears } : {}),
      arrears: unless('arrears', arrears ? (arrears.arrearsFen ?? 0) > 0 : null),
      abnormal: unless('abnormal', abnormal?.abnormal ?? null),
    },
    from: {
      grade: given ? originOf(given) : declared ? { source: 'declared', asOf: null } : null,
      taxPaidFen: Object.fromEntries([...taxes].map(([year, tax]) => [String(year), originOf(tax.latest)])),
      arrears: arrears ? originOf(arrears) : null,
      abnormal: abnormal ? originOf(abnormal) : null,
    },
    disputed: disputed.filter(
      (fact) => ['grade', 'arrears', 'abnormal'].includes(fact) || yearObjectedTo(fact) !== null,
    ),
  }
}

const originOf = ({ source, asOf }: { readonly source: FactSource; readonly asOf: Day }): Origin => ({
  source,
  asOf,
})

/** The grade in force on a day; null before the first. */
export function gradeOn(grades: readonly StatedGrade[], on: Day): StatedGrade | null {
  return grades
    .filter(({ asOf }) => asOf <= on)
    .reduce<StatedGrade | null>((best, one) => (best && isLater(best, one) ? best : one), null)
}

const isLater = (best: StatedGrade, one: StatedGrade): boolean =>
  best.assessYear !== one.assessYear ? best.assessYear > one.assessYear : isNewer(best, one)

type Dated = { readonly id: string; readonly asOf: Day }
const isNewer = (best: Dated, one: Dated): boolean =>
  best.asOf !== one.asOf ? best.asOf > one.asOf : best.id > one.id

const newestOn = <One extends Dated>(stated: readonly One[], on: Day): One | null =>
  stated
    .filter(({ asOf }) => asOf <= on)
    .reduce<One | null>((best, one) => (best && isNewer(best, one) ? best : one), null)

type TaxSums = Readonly<Record<`${TaxSum}Fen`, Fen>>

/** The tax of one year by kind, and whose word it is. */
export type TaxOfYear<Tax extends StatedTax> = TaxSums & {
  /** The newest word on all of it; null where only a sum of it was ever stated. */
  readonly whole: Tax | null
  /** The sums that an objection corrected since. */
  readonly corrected: readonly Tax[]
  readonly latest: Tax
}

/**
 * The newest word on each year's tax, latest year first. A correction of one sum stands until all of the year is stated
 * anew; what nobody stated beside it is nil, as in a file where one cell of a year is filled.
 */
export function taxesOn<Tax extends StatedTax>(
  taxes: readonly Tax[],
  on: Day,
): ReadonlyMap<number, TaxOfYear<Tax>> {
  const wholes = new Map<number, Tax>()
  const parts: Tax[] = []
  for (const one of taxes) {
    const best = wholes.get(one.year)
    if (one.asOf > on) continue
    if (one.sum !== null) parts.push(one)
    else if (!(best && isNewer(best, one))) wholes.set(one.year, one)
  }
  const found = new Map<number, TaxOfYear<Tax>>()
  for (const [year, whole] of wholes) {
    const { vatFen, incomeFen, otherFen, refundFen } = whole
    found.set(year, { vatFen, incomeFen, otherFen, refundFen, whole, corrected: [], latest: whole })
  }
  for (const part of parts.sort((one, other) => (isNewer(one, other) ? 1 : -1))) {
    const before = found.get(part.year)
    if (!before || isNewer(part, before.latest)) found.set(part.year, withSum(before ?? null, part))
  }
  return new Map([...found].sort(([one], [other]) => other - one))
}

export const nilSums: TaxSums = { vatFen: noFen, incomeFen: noFen, otherFen: noFen, refundFen: noFen }

function withSum<Tax extends StatedTax>(before: TaxOfYear<Tax> | null, part: Tax): TaxOfYear<Tax> {
  const key = `${present(part.sum, 'the sum that was corrected')}Fen` as const
  const others = before?.corrected.filter(({ sum }) => sum !== part.sum) ?? []
  return {
    ...nilSums,
    ...before,
    ...{ [key]: part[key], whole: before?.whole ?? null, corrected: [...others, part], latest: part },
  }
}

/**
 * What a firm paid in a year, refunds taken off (入库税款, 退税 netted). What went back beyond the tax of its year counts as
 * nothing and is not taken off another year: the sources do not say to which it belongs. That favours the firm: of 600,000
 * and of 100,000 less 500,000 the average is 300,000, where netted over both years it were 100,000.
 */
export const netOf = ({ vatFen, incomeFen, otherFen, refundFen }: TaxSums): Fen =>
  fen(Math.max(noFen, vatFen + incomeFen + otherFen - refundFen))
