import type { taxChecks } from '../../db/tables/tax-checks.ts'
import type { EnterpriseId } from '../../server/enterprises/enterprise.ts'
import { firmFacts } from '../../server/enterprises/index.ts'
import type { InstitutionId } from '../../server/institutions/institution.ts'
import { type Day, plusDays, yearOf } from '../../server/money/day.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { dayOf, type Instant } from '../../server/platform/clock.ts'
import type { PolicyBook } from '../../server/policies/index.ts'
import { type ProductTerms, schemeOf } from '../../server/products/product.ts'
import { checkSchemes, type SchemeChecked } from '../../server/tax-checks/check.ts'
import {
  courtListsOn,
  isDishonest,
  type Rules,
  rulesOn,
  type TaxCreditFacts,
} from '../../server/tax-credit/index.ts'
import { limitFacts } from '../../server/tax-facts/credit.ts'
import { standingOn } from '../../server/tax-facts/standing.ts'
import type { ApplicationRow, Listing } from './city.ts'
import { type Naming, namingBy } from './ids.ts'
import type { Member } from './members.ts'
import { randomFrom } from './random.ts'
import type { TaxRows } from './taxes.ts'

type CheckRow = typeof taxChecks.$inferSelect

/** Statements with the number of the file that they came in, counted from 0. */
type Filed<Kind extends 'grades' | 'taxes' | 'standings'> = TaxRows[Kind][number] & { readonly file: number }
type Early = Pick<TaxRows, 'taxes' | 'standings'>
type Known = {
  readonly grades: Filed<'grades'>[]
  readonly taxes: Filed<'taxes'>[]
  readonly standings: Filed<'standings'>[]
  early?: Early
}
const nothingEarly: Early = { taxes: [], standings: [] }

/** A tax-credit loan is asked for on less than what the tax bureau's first file says some weeks later. */
const settledIn = 45
/** So many of these borrowers stopped paying early; each had paid once, and owed some instalments since. */
const gaveUp = 4
const owedSince = 5

export const isTaxCredit = ({ terms }: Pick<Listing, 'terms'>): boolean => terms.kind === 'tax-credit'

/**
 * 税融通 in the demo city: who borrows by tax credit, on what the tax bureau had said by that day. One firm, one loan;
 * each within the limit of its product's scheme, and the check of the day of its approval is kept with the case.
 */
export class TaxSlice {
  readonly checks: CheckRow[] = []
  /** From this day on loans can rest on a file of the tax bureau. */
  readonly since: Day
  readonly #taxes: TaxRows
  readonly #book: PolicyBook
  readonly #naming: Naming = namingBy(randomFrom(340_613))
  readonly #files: readonly Day[]
  readonly #known = new Map<EnterpriseId, Known>()
  readonly #rules = new Map<string, Rules | null>()
  #stopped = 0
  readonly #served = new Set<EnterpriseId>()
  readonly #banks = new Set<InstitutionId>()

  constructor(taxes: TaxRows, book: PolicyBook, members: readonly Member[]) {
    this.#taxes = taxes
    this.#book = book
    this.#files = taxes.imports.map(({ checkedAt }) => dayOf(checkedAt))
    this.since = plusDays(present(this.#files[0], 'the first file'), settledIn)
    const place = new Map(taxes.imports.map(({ id }, at) => [id, at]))
    const fileOf = ({ importId }: Pick<TaxRows['grades'][number], 'importId'>) =>
      present(importId === null ? undefined : place.get(importId), 'the file of a statement')
    for (const { row } of members) this.#known.set(row.id, { grades: [], taxes: [], standings: [] })
    for (const one of taxes.grades)
      this.#known.get(one.enterpriseId)?.grades.push({ ...one, file: fileOf(one) })
    for (const one of taxes.taxes)
      this.#known.get(one.enterpriseId)?.taxes.push({ ...one, file: fileOf(one) })
    for (const one of taxes.standings)
      this.#known.get(one.enterpriseId)?.standings.push({ ...one, file: fileOf(one) })
  }

  /** Whether a firm that no tax-credit loan went to yet could have this one, by the word of the tax bureau of that day. */
  admits(member: Member, terms: ProductTerms, sumFen: Fen, on: Day): boolean {
    if (this.#served.has(member.row.id)) return false
    const facts = this.factsOn(member, on)
    if (facts === null || facts.arrears || facts.abnormal) return false
    if (!terms.grades.some((grade) => grade === facts.grade)) return false
    const checked = this.#checked(facts, terms, on)
    return checked === null || (checked.result.eligible && checked.result.limitFen >= sumFen)
  }

  /** The next bank that has no such loan yet; null once each has one. */
  bankToServe(shelf: readonly Listing[]): InstitutionId | null {
    return shelf.find((one) => isTaxCredit(one) && !this.#banks.has(one.institutionId))?.institutionId ?? null
  }

  /** Whether a borrower with so many instalments behind it is one of those who stopped paying after the first. */
  stops(duesPast: number): boolean {
    if (duesPast <= owedSince || this.#stopped === gaveUp) return false
    this.#stopped += 1
    return true
  }

  serve(member: Member, { institutionId }: Listing): void {
    this.#served.add(member.row.id)
    this.#banks.add(institutionId)
    this.#writeEarly(member)
  }

  /** Keeps what the scheme said when the offer was accepted, as the action does. */
  keep(row: ApplicationRow, member: Member, terms: ProductTerms, at: Instant): void {
    const on = dayOf(at)
    const facts = this.factsOn(member, on)
    const checked = facts && this.#checked(facts, terms, on)
    if (!facts || !checked) return
    this.checks.push({
      ...{ id: this.#naming<'tax-check'>(at), enterpriseId: row.enterpriseId, applicationId: row.id },
      ...{ occasion: 'approved', madeAt: at, madeBy: null, facts, checked: [checked] },
      ...{ refusal: null, againstId: null, changes: null },
      lprVersion: present(this.#rulesOn(schemeOf(terms) ?? '', on), 'the rules of a check').lprVersion,
    })
  }

  #checked(facts: TaxCreditFacts, terms: ProductTerms, on: Day): SchemeChecked | null {
    const rules = this.#rulesOn(schemeOf(terms) ?? '', on)
    if (!rules) return null
    const found = checkSchemes(facts, rules)
    assert(found.ok, 'facts that can be')
    return found.checked[0] ?? null
  }

  #rulesOn(code: string, on: Day): Rules | null {
    const key = `${code} ${on}`
    const known = this.#rules.get(key)
    if (known !== undefined) return known
    const found = rulesOn(this.#book, on, [code])
    const rules = found.ok && found.rules.schemes.length ? found.rules : null
    this.#rules.set(key, rules)
    return rules
  }

  /** What the files that had come by a day say of a member; null where none names it. */
  factsOn({ row, years }: Member, on: Day): TaxCreditFacts | null {
    const known = this.#known.get(row.id)
    if (!known) return null
    const come = this.#files.filter((day) => day <= on).length
    const grades = known.grades.filter(({ file }) => file < come)
    if (grades.length === 0) return null
    const early = grades.some(({ file }) => file === 0) ? this.#early(row.id) : nothingEarly
    const stated = {
      grades,
      taxes: [...early.taxes, ...known.taxes.filter(({ file }) => file < come)],
      standings: [...early.standings, ...known.standings.filter(({ file }) => file < come)],
    }
    const tax = standingOn(stated, row.taxGrade, [], on).facts
    const dishonest = isDishonest(courtListsOn(this.#book, on), row.uscc, on)
    return limitFacts({ firm: firmFacts(row), tax, years, outstandingFen: noFen, dishonest, on })
  }

  /** The taxes of the two years before the first file, which named the grades of most firms alone. */
  #early(id: EnterpriseId): Early {
    const known = present(this.#known.get(id), 'a member')
    if (known.early) return known.early
    const first = present(this.#taxes.imports[0], 'the first file')
    const on = present(this.#files[0], 'its day')
    const grade = known.grades.find(({ file }) => file === 0)
    const at = first.checkedAt
    const origin = {
      ...{ enterpriseId: id, source: 'tax-bureau' as const, asOf: plusDays(on, -20) },
      ...{ importId: first.id, importRow: grade?.importRow ?? null, objectionId: null },
    }
    const taxes: TaxRows['taxes'][number][] = []
    const eldest = known.taxes.toSorted((one, other) => one.year - other.year)[0]
    for (const year of [yearOf(on) - 1, yearOf(on) - 2]) {
      const told = known.taxes.find((one) => one.year === year)
      const sums = told ? sumsOf(told) : eldest && year < eldest.year ? lessOf(sumsOf(eldest)) : null
      if (sums) taxes.push({ ...origin, ...sums, sum: null, year, id: this.#naming<'tax-fact'>(at) })
    }
    const standings = [{ ...origin, id: this.#naming<'tax-fact'>(at), arrearsFen: noFen, abnormal: false }]
    known.early = { taxes, standings }
    return known.early
  }

  /** The tax bureau added to its first file the taxes of the firms that authorised it to. */
  #writeEarly({ row }: Member): void {
    const known = present(this.#known.get(row.id), 'a member')
    if (!known.grades.some(({ file }) => file === 0)) return
    const { taxes, standings } = this.#early(row.id)
    this.#taxes.taxes.push(...taxes)
    this.#taxes.standings.push(...standings)
    const file = present(this.#taxes.imports[0], 'the first file')
    const years = [...new Set([...file.years, ...taxes.map(({ year }) => String(year))])].toSorted()
    Object.assign(file, {
      ...{ taxCount: file.taxCount + taxes.length, standingCount: file.standingCount + standings.length },
      years,
    })
  }
}

type Sums = Pick<TaxRows['taxes'][number], 'vatFen' | 'incomeFen' | 'otherFen' | 'refundFen'>
const sumsOf = ({ vatFen, incomeFen, otherFen, refundFen }: Sums): Sums => ({
  ...{ vatFen, incomeFen, otherFen, refundFen },
})

/** The year before, in which a firm paid a little less. */
const lessOf = (sums: Sums): Sums => {
  const less = (paid: Fen) => fen(Math.round(paid * 0.94))
  return {
    ...{ vatFen: less(sums.vatFen), incomeFen: less(sums.incomeFen) },
    ...{ otherFen: less(sums.otherFen), refundFen: noFen },
  }
}
