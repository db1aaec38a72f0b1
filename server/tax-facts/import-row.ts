import { isTaxGrade, type TaxGrade } from '../enterprises/tax-grade.ts'
import { normaliseUscc } from '../enterprises/uscc.ts'
import { type Day, day, parseDay, plusDays, yearOf } from '../money/day.ts'
import { type Fen, noFen, parseYuan } from '../money/fen.ts'
import type { SheetLine } from '../platform/sheets/line.ts'
import type { Layout, TaxColumn } from './import-sheet.ts'
import { type GradeReason, statedReasons, type TaxKind, taxKinds } from './tax-fact.ts'

/** What is wrong with a cell: where it stands, a code that has words, and figures for the sentence. */
export type TaxRowFault = {
  /** Where in the row, from zero. */
  readonly at: number
  readonly code: string
  readonly values?: Readonly<Record<string, string | number>>
}

export type TaxOfYear = { readonly year: number; readonly asOf: Day } & Readonly<
  Record<`${TaxKind}Fen` | 'refundFen', Fen>
>

/** A row as it was understood. With a fault nothing of it is taken over. */
export type ReadTaxRow = {
  readonly row: number
  readonly typed: readonly string[]
  readonly faults: readonly TaxRowFault[]
  readonly code: string
  readonly grade: {
    readonly assessYear: number
    readonly grade: TaxGrade
    readonly asOf: Day
    readonly reason: GradeReason
  } | null
  readonly taxes: readonly TaxOfYear[]
  readonly standing: {
    readonly asOf: Day
    readonly arrearsFen: Fen | null
    readonly abnormal: boolean | null
  } | null
}

/** Cells that were typed longer than this are no answer to any column. */
const longest = 60
/** The first assessment by 公告2014年第40号 was of 2014. */
const firstAssessed = 2014
const firstTaxYear = 1994

/**
 * Reads one row of the tax bureau's file. Nothing is guessed: a grade comes with its year, its day and its reason, and
 * an amount or a standing with the day on which it was so. A cell left empty says nothing; among the taxes of one year,
 * where one is filled, the others are nil.
 */
export function readTaxRow(line: SheetLine, layout: Layout, today: Day): ReadTaxRow {
  const reader = new RowReader(line, layout, today)
  const code = reader.code()
  const grade = reader.grade()
  const asOf = reader.day('asOf')
  const standing = reader.standing(asOf)
  const taxes = reader.taxes(asOf)
  if (!grade && !standing && taxes.length === 0 && reader.faults.length === 0)
    reader.fault('code', 'nothing-stated')
  const { row } = line
  return { row, typed: reader.typed, faults: reader.faults, code, grade, taxes, standing }
}

class RowReader {
  readonly faults: TaxRowFault[] = []
  readonly typed: readonly string[]
  readonly #layout: Layout
  readonly #today: Day

  constructor({ cells, formulas }: SheetLine, layout: Layout, today: Day) {
    this.#layout = layout
    this.#today = today
    this.typed = layout.header.map((_, at) => (cells[at] ?? '').slice(0, 200))
    for (const at of formulas) if (layout.columns[at] != null) this.#faultAt(at, 'formula')
    for (const [at, text] of this.typed.entries())
      if (text.length > longest && layout.columns[at]?.kind !== 'name')
        this.#faultAt(at, 'too-long', { max: longest })
  }

  #faultAt(at: number, code: string, values?: TaxRowFault['values']): null {
    if (!this.faults.some((one) => one.at === at))
      this.faults.push({ at, code, ...(values ? { values } : {}) })
    return null
  }

  fault(kind: TaxColumn['kind'], code: string, values?: TaxRowFault['values']): null {
    return this.#faultAt(this.#layout.at[kind] ?? 0, code, values)
  }

  #text(kind: TaxColumn['kind']): string {
    return textOf(this.typed[this.#layout.at[kind] ?? -1])
  }

  code(): string {
    const code = codeIn(this.typed[this.#layout.at.code ?? -1])
    if (code === '') this.fault('code', 'required')
    return code
  }

  #year(): number | null {
    const text = this.#text('assessYear')
    if (text === '') return null
    const year = Number(/^(\d{4})\D{0,2}$/u.exec(text)?.[1] ?? 0)
    const last = yearOf(this.#today)
    if (year >= firstAssessed && year <= last) return year
    return this.fault('assessYear', 'assess-year-out', { first: firstAssessed, last })
  }

  day(kind: 'gradedOn' | 'asOf'): Day | null {
    const text = this.#text(kind)
    if (text === '') return null
    const read = /^\d{5}(\.0+)?$/.test(text) ? serialDay(Number(text)) : parseDay(text)
    if (!read.ok) return this.fault(kind, read.code)
    return read.day > this.#today ? this.fault(kind, 'day-to-come') : read.day
  }

  grade(): ReadTaxRow['grade'] {
    const [text, reasonText] = [this.#text('grade'), this.#text('reason')]
    const [assessYear, asOf] = [this.#year(), this.day('gradedOn')]
    if (text === '') {
      if (assessYear !== null) this.fault('grade', 'grade-needed')
      return null
    }
    const grade = gradeOf(text, this.#layout.unrated)
    if (!grade) this.fault('grade', 'no-such-grade')
    if (this.#text('assessYear') === '') this.fault('assessYear', 'required')
    if (this.#text('gradedOn') === '') this.fault('gradedOn', 'required')
    if (assessYear !== null && asOf !== null && yearOf(asOf) < assessYear)
      this.fault('gradedOn', 'day-before-year')
    const reason = statedReasons.find((one) => this.#layout.reasons[one]?.includes(reasonText)) ?? null
    if (reason === null) this.fault('reason', reasonText === '' ? 'required' : 'no-such-reason')
    return grade && assessYear !== null && asOf && reason ? { assessYear, grade, asOf, reason } : null
  }

  #amountAt(at: number | undefined): Fen | null {
    const text = at === undefined ? '' : textOf(this.typed[at])
    if (at === undefined || text === '') return null
    const read = parseYuan(text)
    return read.ok ? read.fen : this.#faultAt(at, read.code)
  }

  #needsDay(asOf: Day | null): boolean {
    if (asOf === null && this.#text('asOf') === '') this.fault('asOf', 'required')
    return asOf !== null
  }

  standing(asOf: Day | null): ReadTaxRow['standing'] {
    const said = this.#text('abnormal').toLowerCase()
    const arrearsFen = this.#amountAt(this.#layout.at.arrears)
    const abnormal = this.#layout.yes.includes(said) ? true : this.#layout.no.includes(said) ? false : null
    if (abnormal === null && said !== '') this.fault('abnormal', 'yes-or-no')
    if (arrearsFen === null && abnormal === null) return null
    return this.#needsDay(asOf) && asOf ? { asOf, arrearsFen, abnormal } : null
  }

  taxes(asOf: Day | null): TaxOfYear[] {
    return [...this.#layout.years].flatMap(([year, columns]): TaxOfYear[] => {
      const kinds = [...taxKinds, 'refund'] as const
      const sums = kinds.map((kind) => this.#amountAt(columns[kind]))
      if (sums.every((sum) => sum === null)) return []
      const [first = 0] = Object.values(columns)
      const last = yearOf(this.#today)
      if (year < firstTaxYear || year > last)
        this.#faultAt(first, 'tax-year-out', { first: firstTaxYear, last })
      if (!this.#needsDay(asOf) || !asOf) return []
      if (yearOf(asOf) < year) this.fault('asOf', 'day-before-year')
      const [vatFen = null, incomeFen = null, otherFen = null, refundFen = null] = sums
      const [vat, income, other, refund] = [
        vatFen ?? noFen,
        incomeFen ?? noFen,
        otherFen ?? noFen,
        refundFen ?? noFen,
      ]
      return [{ year, asOf, vatFen: vat, incomeFen: income, otherFen: other, refundFen: refund }]
    })
  }
}

/** The code of a firm as a cell has it; '' where it is empty. */
export const codeIn = (typed: string | undefined): string => normaliseUscc(textOf(typed).replace(/^'/, ''))

/** As people see it: full-width forms folded, blanks at the ends and the apostrophe before a guarded sign gone. */
const textOf = (typed = ''): string => {
  const folded = plainText.test(typed) ? typed : typed.normalize('NFKC')
  return folded.trim().replace(/^'(?=[-+=@\d])/, '')
}
const plainText = /^[ -~]*$/

function gradeOf(text: string, unrated: readonly string[]): TaxGrade | null {
  if (unrated.includes(text.toLowerCase())) return 'unrated'
  // The offices write the word for grade behind the letter.
  const letter = /^([A-Z])[^A-Z\d]?$/u.exec(text.toUpperCase())?.[1] ?? ''
  return isTaxGrade(letter) ? letter : null
}

const serialTwo = day('1900-01-01')

/** A day as spreadsheets keep it: 1900 counts as a leap year there, so that from March on 1 January 1900 was day 2. */
function serialDay(serial: number): ReturnType<typeof parseDay> {
  return serial < 20_000 || serial > 80_000
    ? { ok: false, code: 'not-a-day' }
    : { ok: true, day: plusDays(serialTwo, Math.floor(serial) - 2) }
}
