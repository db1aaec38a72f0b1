import type {
  taxGradeFacts,
  taxImportRows,
  taxImports,
  taxPaidFacts,
  taxStandingFacts,
} from '../../db/tables/tax-facts.ts'
import type { EnterpriseId } from '../../server/enterprises/enterprise.ts'
import type { TaxGrade } from '../../server/enterprises/tax-grade.ts'
import { type Day, day, plusDays, yearOf } from '../../server/money/day.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { type Instant, instantOf, millisecondsOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import { gradeOn } from '../../server/tax-facts/standing.ts'
import type { GradeReason, StatedGrade } from '../../server/tax-facts/tax-fact.ts'
import { type CityRows, trailRow, type Who } from './city.ts'
import { type Naming, namingBy } from './ids.ts'
import type { Member } from './members.ts'
import type { OfficeDays } from './office-days.ts'
import { type Random, randomFrom } from './random.ts'

export type TaxRows = {
  readonly imports: (typeof taxImports.$inferSelect)[]
  readonly bad: (typeof taxImportRows.$inferSelect)[]
  readonly grades: (typeof taxGradeFacts.$inferSelect)[]
  readonly taxes: (typeof taxPaidFacts.$inferSelect)[]
  readonly standings: (typeof taxStandingFacts.$inferSelect)[]
  readonly trail: CityRows['trail']
}

/** A firm as the tax bureau sees it. */
export type Taxed = {
  readonly id: EnterpriseId
  readonly foundedOn: Day | null
  readonly joinedOn: Day
  readonly grade: TaxGrade
  /** Of the last full years. */
  readonly revenueFen: Fen
  /** Of the story, which rests on its taxes being paid: it owes nothing, whatever chance says. */
  readonly owesNothing?: true
}

export type TaxOffice = {
  readonly days: OfficeDays
  readonly today: Day
  readonly bureau: Who
  /** How the columns of the tax bureau's file are headed, with the years of taxes up to the one given. */
  readonly header: (lastYear: number) => readonly string[]
}

/** Members that have a grade; the bureau gave it, and most firms say the same of themselves or nothing. */
export function taxedMembers(members: readonly Member[], random: Random): Taxed[] {
  return members.flatMap(({ row, joinedOn, revenueFen }): Taxed[] => {
    const { id, foundedOn, taxGrade: grade } = row
    if (grade === null) return []
    if (random.chance(350)) row.taxGrade = null
    else if (random.chance(30)) row.taxGrade = grade === 'C' || grade === 'M' ? 'B' : 'A'
    return [{ id, foundedOn, joinedOn, grade, revenueFen }]
  })
}

/**
 * What the tax bureau sent of the city: the assessments of two years, each with the taxes known by then, and a few weeks
 * ago what changed within the year. A firm that registered later stands in none of the files before.
 */
export function makeTaxes(firms: readonly Taxed[], office: TaxOffice): TaxRows {
  const rows: TaxRows = { imports: [], bad: [], grades: [], taxes: [], standings: [], trail: [] }
  const random = randomFrom(340_612)
  const newest = assessedBy(plusDays(office.today, -60))
  const first = plusDays(office.today, -300)
  const files = [
    { on: first, assessYear: newest - 1, all: true },
    ...newYearsFrom(first, plusDays(office.today, -13)),
    { on: plusDays(office.today, -60), assessYear: newest, all: true },
    { on: plusDays(office.today, -12), assessYear: newest, all: false },
  ].toSorted((one, other) => (one.on < other.on ? -1 : 1))
  for (const [at, one] of files.entries()) {
    const on = office.days.onOrAfter(one.on)
    const file = new TaxFile(rows, office, random, { on, assessYear: one.assessYear })
    const before = files[at - 1]?.on ?? null
    for (const firm of firms) {
      if (firm.joinedOn >= on || isTooYoung(firm, one.assessYear)) continue
      const known = before !== null && firm.joinedOn < before
      if (one.all || !known) file.annual(firm, at === 0)
      else file.change(firm)
    }
    if (!one.all) file.wrong()
    file.end()
  }
  return rows
}

/** Every January the year's taxes, without which no loan of the new year could rest on two full years. */
function newYearsFrom(first: Day, last: Day) {
  const on = day(`${yearOf(last)}-01-08`)
  return on > plusDays(first, 7) && on < last ? [{ on, assessYear: assessedBy(on), all: true }] : []
}

/** Assessments are out by the end of April. */
const assessedBy = (on: Day): number => (on.slice(5) >= '05-01' ? yearOf(on) - 1 : yearOf(on) - 2)

const isTooYoung = ({ foundedOn }: Taxed, assessYear: number): boolean =>
  foundedOn !== null && yearOf(foundedOn) > assessYear

type Opened = { readonly on: Day; readonly assessYear: number }

/** One file on its way into the rows. */
class TaxFile {
  readonly #rows: TaxRows
  readonly #office: TaxOffice
  readonly #random: Random
  readonly #naming: Naming
  readonly #opened: Opened
  readonly #checkedAt: Instant
  readonly #id: Id<'tax-import'>
  readonly #before: Readonly<Record<'grades' | 'taxes' | 'standings', number>>
  #firms = 0
  #row = 1

  constructor(rows: TaxRows, office: TaxOffice, random: Random, opened: Opened) {
    this.#rows = rows
    this.#office = office
    this.#random = random
    this.#naming = namingBy(random)
    this.#opened = opened
    this.#checkedAt = office.days.moment(opened.on)
    this.#id = this.#naming(this.#checkedAt)
    const { grades, taxes, standings } = rows
    this.#before = { grades: grades.length, taxes: taxes.length, standings: standings.length }
  }

  #origin(enterpriseId: EnterpriseId) {
    return {
      ...{ id: this.#naming<'tax-fact'>(this.#checkedAt), enterpriseId, source: 'tax-bureau' as const },
      ...{ importId: this.#id, importRow: this.#row, objectionId: null },
    }
  }

  #graded(firm: Taxed, grade: TaxGrade, asOf: Day, reason: GradeReason): void {
    this.#firms += 1
    this.#row += 1
    const { assessYear } = this.#opened
    this.#rows.grades.push({ ...this.#origin(firm.id), assessYear, grade, asOf, reason })
  }

  /** The yearly assessment: a grade, how the firm stands, and the taxes of two years; a year earlier grades alone. */
  annual(firm: Taxed, earlier: boolean): void {
    const random = this.#random
    const { assessYear, on } = this.#opened
    const grade = earlier ? earlierGrade(random, firm.grade) : firm.grade
    this.#graded(firm, grade, day(`${assessYear + 1}-04-20`), 'annual')
    if (earlier) return
    const asOf = plusDays(on, -20)
    const owes = random.chance(firm.grade === 'D' ? 600 : 12) && !firm.owesNothing
    const arrearsFen = owes ? fen(random.whole(20, 900) * 10_000) : noFen
    const abnormal = firm.grade === 'D' && random.chance(350)
    this.#rows.standings.push({ ...this.#origin(firm.id), asOf, arrearsFen, abnormal })
    let taxFen = firm.revenueFen * random.logNormal(0.028, 0.45)
    for (const year of this.#taxYears()) {
      if (firm.foundedOn !== null && yearOf(firm.foundedOn) > year) continue
      this.#rows.taxes.push({ ...this.#origin(firm.id), year, asOf, sum: null, ...sumsOf(random, taxFen) })
      taxFen /= random.logNormal(1.06, 0.12)
    }
  }

  /** The last two years that were over when the file came. */
  #taxYears(): readonly [newest: number, before: number] {
    const newest = Math.max(this.#opened.assessYear, yearOf(this.#opened.on) - 1)
    return [newest, newest - 1]
  }

  /** Repairs and offences within the year. */
  change(firm: Taxed): void {
    const repaired = firm.grade === 'C' && this.#random.chance(60)
    if (!repaired && !this.#random.chance(3)) return
    const asOf = plusDays(this.#opened.on, -this.#random.whole(5, 30))
    this.#graded(firm, repaired ? 'B' : 'D', asOf, repaired ? 'repair' : 'offence')
  }

  /** What every file has some of. */
  wrong(): void {
    const year = String(this.#opened.assessYear)
    for (const [code, grade, at, fault] of [
      ['91340600MA2UNKNOWN', 'B', 0, 'code-alphabet'],
      ['91340600MA0009999', 'A', 0, 'code-length'],
      ['91340600MA0000015T', 'E', 3, 'no-such-grade'],
    ] as const) {
      this.#row += 1
      const typed = [code, '', year, grade]
      this.#rows.bad.push({ importId: this.#id, row: this.#row, typed, faults: [{ at, code: fault }] })
    }
  }

  end(): void {
    const { assessYear, on } = this.#opened
    const { bureau, header } = this.#office
    const rows = this.#rows
    const id = this.#id
    const checkedAt = this.#checkedAt
    const bookedAt = instantOf(millisecondsOf(checkedAt) + 900_000)
    const number = `SW${on.replaceAll('-', '')}-0001`
    const taxCount = rows.taxes.length - this.#before.taxes
    const badRows = rows.bad.filter(({ importId }) => importId === id).length
    const person = present(bureau.personId, 'an officer of the bureau')
    rows.imports.push({
      ...{ id, number, state: 'booked', mode: badRows ? 'good' : 'all', version: 3 },
      fileName: `${assessYear}-tax-${on}.xlsx`,
      fileHash: number.replace(/\D/g, '').padStart(64, '0'),
      columns: header(this.#taxYears()[0]),
      ...{ goodRows: this.#firms, badRows, firmCount: this.#firms, taxCount },
      gradeCount: rows.grades.length - this.#before.grades,
      standingCount: rows.standings.length - this.#before.standings,
      years: taxCount ? this.#taxYears().toReversed().map(String) : [String(assessYear)],
      ...{
        checkedAt,
        checkedBy: person,
        bookedAt,
        bookedBy: person,
        endedAt: null,
        endedBy: null,
        why: null,
      },
    })
    const told = { who: bureau, subject: ['tax-import', id] as const }
    const booked = { happening: 'tax-facts.import-booked', from: 'checked', to: 'booked' } as const
    rows.trail.push(
      trailRow(this.#naming, {
        ...told,
        at: checkedAt,
        happening: 'tax-facts.import-checked',
        to: 'checked',
      }),
      trailRow(this.#naming, { ...told, at: bookedAt, ...booked }),
    )
  }
}

/** Most firms had the same grade a year earlier. */
const earlierGrade = (random: Random, grade: TaxGrade): TaxGrade =>
  random.weighted<TaxGrade>([
    [grade, 80],
    ['B', 10],
    [grade === 'A' ? 'B' : 'M', 10],
  ])

function sumsOf(random: Random, taxFen: number) {
  const share = random.whole(45, 75) / 100
  const vatFen = fen(Math.round(taxFen * share))
  const incomeFen = fen(Math.round(taxFen * (1 - share) * 0.7))
  const otherFen = fen(Math.round(taxFen * (1 - share) * 0.3))
  const refundFen = random.chance(80) ? fen(Math.round(vatFen * 0.2)) : noFen
  return { vatFen, incomeFen, otherFen, refundFen }
}

/** The grade that stands today of every firm of the files, for the column beside the firm. */
export function standingGrades({ grades }: TaxRows, today: Day): ReadonlyMap<EnterpriseId, StatedGrade> {
  const byFirm = new Map<EnterpriseId, StatedGrade[]>()
  for (const grade of grades) {
    const own = byFirm.get(grade.enterpriseId)
    if (own) own.push(grade)
    else byFirm.set(grade.enterpriseId, [grade])
  }
  const standing = new Map<EnterpriseId, StatedGrade>()
  for (const [id, own] of byFirm) {
    const newest = gradeOn(own, today)
    if (newest) standing.set(id, newest)
  }
  return standing
}
