import { type Classed, classesOf, type Finding, isBad } from '../../server/loans/five-class.ts'
import { daysSince, lateSince } from '../../server/loans/loan.ts'
import { type Due, paidSince, plan } from '../../server/loans/plan.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { fen, minus, plus } from '../../server/money/fen.ts'
import { type City, type CityRows, type LoanRow, nightAfter, platform, trailRow } from './city.ts'

/**
 * 五级分类, night by night up to yesterday, as the nightly job would have found it: only nights on which something can
 * have changed are looked at. First each loan by itself, then what one firm owes one bank together.
 */
export function classLoans(city: City, rows: CityRows): void {
  const parts = grouped(rows.drawdowns, ({ loanId }) => loanId)
  const paid = grouped(rows.repayments, ({ loanId }) => loanId)
  const sizes = new Map(city.members.map(({ row }) => [row.id, row.size]))
  for (const loan of rows.loans) {
    if (loan.firstDrawnOn === null) continue
    const dues = plan(loan, parts.get(loan.id) ?? [])
    play(city, rows, loan, {
      dues,
      paid: paid.get(loan.id) ?? [],
      size: sizes.get(loan.enterpriseId) ?? null,
    })
  }
  const out = rows.loans.filter(
    ({ riskClass, state }) => riskClass !== null && (state === 'drawn' || state === 'overdue'),
  )
  for (const loans of grouped(out, (one) => `${one.enterpriseId} ${one.institutionId}`).values())
    if (loans.length > 1) together(city, rows, loans, sizes)
}

type Size = City['members'][number]['row']['size']
type Life = { readonly dues: readonly Due[]; readonly paid: CityRows['repayments']; readonly size: Size }

function play(city: City, rows: CityRows, loan: LoanRow, { dues, paid, size }: Life): void {
  let clearedOn: Day | null = null
  let since: Day | null = null
  for (const on of nightsOf(city, loan, dues, paid)) {
    const before = paid.filter(({ paidOn }) => paidOn < on)
    const paidFen = plus(...before.flatMap((one) => [one.principalFen, one.interestFen]))
    const late = lateSince(dues, paidFen, on)
    if (late) clearedOn = null
    else if (since) clearedOn = plusDays(on, -1)
    since = late
    const balanceFen = minus(loan.drawnFen, plus(...before.map(({ principalFen }) => principalFen)))
    const classed: Classed = {
      ...{ id: loan.id, days: daysSince(since, on), balanceFen, before: loan.riskClass, clearedOn },
      paidSince: paidSince(dues, clearedOn, on),
    }
    const found = classesOf([classed], size, city.classRule.value, on).get(loan.id)
    if (found && found.class !== loan.riskClass) keep(city, rows, loan, found, classed, on)
  }
  loan.overdueSince = loan.state === 'overdue' ? since : null
  loan.clearedOn = loan.state === 'overdue' ? null : clearedOn
}

/** The nights after a payment and after an instalment, and those on which lateness passes from one class to the next. */
function nightsOf(
  { classRule, today }: City,
  loan: LoanRow,
  dues: readonly Due[],
  paid: CityRows['repayments'],
): Day[] {
  const { normalLastDay, mentionLastDay, substandardLastDay, doubtfulLastDay } = classRule.value
  const steps = [normalLastDay, mentionLastDay, substandardLastDay, doubtfulLastDay].map((last) => last + 1)
  const nights = [
    plusDays(loan.firstDrawnOn ?? loan.signedOn, 1),
    ...paid.map(({ paidOn }) => plusDays(paidOn, 1)),
    ...dues.flatMap(({ dueOn }) => steps.map((days) => plusDays(dueOn, days))),
  ]
  const last = loan.settledOn ?? today
  return [...new Set(nights)].filter((on) => on < today && on <= last).toSorted()
}

/** What a loan of the same firm at the same bank does to the others. */
function together(
  city: City,
  rows: CityRows,
  loans: readonly LoanRow[],
  sizes: ReadonlyMap<string, Size>,
): void {
  const bad = loans.filter(({ riskClass }) => riskClass && isBad(riskClass))
  const from = bad
    .flatMap(({ classedOn }) => classedOn ?? [])
    .toSorted()
    .at(0)
  if (!from) return
  const yesterday = plusDays(city.today, -1)
  const classed = loans.map(
    (loan): Classed => ({
      ...{ id: loan.id, days: daysSince(loan.overdueSince, yesterday), balanceFen: loan.balanceFen },
      ...{ before: loan.riskClass, clearedOn: null, paidSince: 0 },
    }),
  )
  const found = classesOf(
    classed,
    sizes.get(loans[0]?.enterpriseId ?? '') ?? null,
    city.classRule.value,
    yesterday,
  )
  for (const loan of loans) {
    const finding = found.get(loan.id)
    const own = classed.find(({ id }) => id === loan.id)
    if (!finding || !own || finding.reason !== 'same-bank' || finding.class === loan.riskClass) continue
    const on = loan.classedOn && loan.classedOn > from ? plusDays(loan.classedOn, 1) : from
    if (on < city.today) keep(city, rows, loan, finding, own, on)
  }
}

function keep(city: City, rows: CityRows, loan: LoanRow, found: Finding, classed: Classed, on: Day): void {
  const at = nightAfter(city, plusDays(on, -1))
  const before = loan.riskClass
  rows.classes.push({
    ...{ id: city.naming<'loan-class'>(at), loanId: loan.id, at, classedOn: on },
    ...{ fromClass: before, toClass: found.class, reason: found.reason },
    ...{ overdueDays: classed.days, balanceFen: fen(Math.max(0, classed.balanceFen)) },
    ruleVersion: city.classRule.version,
  })
  const details = { days: classed.days, class: found.class, before }
  const told = { happening: 'loans.classed', subject: ['loan', loan.id] as const, details }
  rows.trail.push(trailRow(city.naming, { at, who: platform, ...told }))
  loan.riskClass = found.class
  loan.classedOn = on
}

function grouped<Row>(all: readonly Row[], keyOf: (row: Row) => string): ReadonlyMap<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of all) {
    const there = groups.get(keyOf(row))
    if (there) there.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}
