import { owedOn } from '../../server/applications/index.ts'
import { findFirstLoan } from '../../server/loans/first-loan.ts'
import { balance, draw, type Loan, markOverdue, overdueDays, repay } from '../../server/loans/loan.ts'
import { type Due, loanOf, maturityOf, plan } from '../../server/loans/plan.ts'
import { type Day, daysBetween, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, minus, noFen, plus } from '../../server/money/fen.ts'
import { assert } from '../../server/platform/assert.ts'
import { dayOf, type Instant } from '../../server/platform/clock.ts'
import { moveCase } from './case-life.ts'
import {
  type ApplicationRow,
  type City,
  isPast,
  type LoanRow,
  nightAfter,
  type OfferRow,
  platform,
  trailRow,
  type Who,
} from './city.ts'
import { moveNeed, type Play } from './need-life.ts'

export type Part = { readonly amountFen: Fen; readonly drawnOn: Day }

/** Signs the agreed case: the loan on the terms of the accepted offer. */
export function sign(
  play: Play,
  row: ApplicationRow,
  accepted: OfferRow,
  at: Instant,
  officer: Who,
  loansHere: number,
): LoanRow {
  const { city, rows } = play
  const due = city.due(dayOf(at), 'drawdownReportWorkdays')
  const found = firstLoanOf(play, loansHere)
  const loan: LoanRow = {
    id: city.naming<'loan'>(at),
    number: '',
    contractNumber: '',
    applicationId: row.id,
    offerId: accepted.id,
    needId: row.needId,
    enterpriseId: row.enterpriseId,
    institutionId: row.institutionId,
    state: 'signed',
    amountFen: accepted.amountFen,
    months: accepted.months,
    ratePpm: accepted.ratePpm,
    method: accepted.method,
    signedOn: dayOf(at),
    reportDueOn: due.dueOn,
    reportDuePolicies: due.duePolicies,
    firstDrawnOn: null,
    maturesOn: null,
    renewalToldFor: null,
    settledOn: null,
    writtenOffOn: null,
    drawnFen: noFen,
    balanceFen: noFen,
    firstLoan: found.finding === 'first',
    firstLoanFound: found,
    overdueSince: null,
    clearedOn: null,
    riskClass: null,
    classedOn: null,
    drawingClosed: false,
    renewalOf: null,
    version: 1,
  }
  rows.loans.push(loan)
  moveCase(play, row, 'signed', ['institution', officer, at], owedOn(null))
  tell(play, loan, at, officer, 'signed')
  return loan
}

/** 首贷 as the bank finds it: most officers look into the register, and most firms say what it says. */
function firstLoanOf({ city, member }: Play, loansHere: number) {
  const firm = member.row.borrowedBefore
  const before = loansHere > 0 || firm === 'before' || (firm === null && city.random.chance(450))
  const register = city.random.chance(80) ? 'not-asked' : before ? 'some' : 'none'
  return findFirstLoan({ loansHere, register, firm })
}

/** Pays out a part, as the bank reports it the same day or some days later; the first part finances the need. */
export function drawPart(play: Play, loan: LoanRow, part: Part, at: Instant, officer: Who): void {
  const { city, rows } = play
  const drawn = draw(loanOf(loan), part, dayOf(at))
  assert(drawn.ok, 'a part that may be drawn')
  const id = city.naming<'drawdown'>(at)
  const report = { reportedAt: at, reportedBy: officer.personId, keyId: null }
  const { dueOn: reportDueOn, duePolicies: reportDuePolicies } = city.due(
    part.drawnOn,
    'drawdownReportWorkdays',
  )
  rows.drawdowns.push({ ...part, ...report, reportDueOn, reportDuePolicies, id, loanId: loan.id })
  const isFirst = loan.state === 'signed'
  keep(play, loan, drawn.loan, at, officer, 'drawn', part.amountFen)
  if (isFirst) moveNeed(play, 'financed', at, officer)
}

/** How a firm pays: always in time, once late, all at once before the end, or not any more. */
export const payments = ['steady', 'late-once', 'early', 'stopped'] as const
export type Payment = (typeof payments)[number]

/** Plays the life of a loan to the eve of today: every instalment that was due is paid, or is overdue. */
export function repayAll(
  play: Play,
  loan: LoanRow,
  parts: readonly Part[],
  officer: Who,
  stops: (duesPast: number) => boolean = () => false,
): void {
  const { city } = play
  const dues = plan(loan, parts)
  const past = dues.filter(({ dueOn }) => dueOn < city.today)
  loan.maturesOn = maturityOf(loan.months, parts)
  const gaveUp = stops(past.length)
  const payment = gaveUp ? 'stopped' : paymentOf(city, loan, dues, past)
  const turn = gaveUp ? 1 : turnOf(city, payment, past)
  let [paidFen, last] = [noFen, loan.firstDrawnOn ?? loan.signedOn]
  for (const [at, due] of past.entries()) {
    if (payment === 'stopped' && at >= turn) break
    const isLate = payment === 'late-once' && at === turn
    const paidOn = isLate ? lateDay(city, past, at) : inTime(city, due.dueOn, last)
    if (isLate) mark(play, loan, dues, paidFen, due.dueOn)
    const all = payment === 'early' && at === turn
    const principalFen = all ? loan.balanceFen : due.principalFen
    paidFen = plus(paidFen, principalFen, due.interestFen)
    pay(play, loan, { principalFen, interestFen: due.interestFen, paidOn }, { dues, paidFen }, officer)
    last = paidOn
    if (all) return
  }
  const unpaid = past[turn]
  if (payment === 'stopped' && unpaid) mark(play, loan, dues, paidFen, unpaid.dueOn)
}

function paymentOf(city: City, loan: LoanRow, dues: readonly Due[], past: readonly Due[]): Payment {
  const { random, today } = city
  const last = past.at(-1)
  if (!last || last.dueOn > plusDays(today, -3)) return 'steady'
  // A bank writes off what nobody paid for long, so of the early years few are left unpaid.
  const isRecent = daysBetween(last.dueOn, today) < 200
  const chances: readonly (readonly [Payment, number])[] = [
    ['steady', 880],
    ['late-once', 60],
    ['early', dues.length > 3 && past.length > 2 && loan.method !== 'interest-only' ? 70 : 0],
    ['stopped', isRecent ? 34 : 3],
  ]
  return random.weighted(chances)
}

/** At which instalment a payment leaves the plan. */
function turnOf({ random, today }: City, payment: Payment, past: readonly Due[]): number {
  if (payment === 'steady') return past.length
  if (payment === 'early') return random.whole(Math.floor(past.length / 2), past.length - 1)
  // The newest instalments have no time to be late and paid again, nor to be late at all.
  const eldest = payment === 'stopped' ? Math.max(0, past.length - 1 - Math.floor(random.next() ** 2 * 9)) : 0
  const until = past.findLastIndex(({ dueOn }) => dueOn <= plusDays(today, payment === 'stopped' ? -3 : -35))
  return until < 0 ? past.length : Math.min(until, payment === 'stopped' ? eldest : random.whole(0, until))
}

/** Paid on the due day, or a day or two before; never before the last payment. */
function inTime({ random }: City, dueOn: Day, last: Day): Day {
  const paidOn = random.chance(200) ? plusDays(dueOn, -random.whole(1, 2)) : dueOn
  return paidOn > last ? paidOn : dueOn > last ? dueOn : last
}

/** Late by days, and paid before the next instalment falls due. */
function lateDay({ random }: City, past: readonly Due[], at: number): Day {
  const { dueOn } = past[at] ?? { dueOn: '' as Day }
  const next = past.slice(at + 1).find((one) => one.dueOn > dueOn)?.dueOn ?? plusDays(dueOn, 30)
  return plusDays(dueOn, random.whole(2, Math.min(26, Math.max(2, daysBetween(dueOn, next) - 1))))
}

/** The night in which the platform finds an instalment unpaid. */
function mark(play: Play, loan: LoanRow, dues: readonly Due[], paidFen: Fen, dueOn: Day): void {
  const at = nightAfter(play.city, dueOn)
  if (!isPast(play.city, at) || loan.state !== 'drawn') return
  const late = markOverdue(loanOf(loan), overdueDays(dues, paidFen, dayOf(at)))
  assert(late.state === 'overdue', 'an instalment that is late')
  keep(play, loan, late, at, platform, 'overdue')
}

type Standing = { readonly dues: readonly Due[]; readonly paidFen: Fen }
type Paying = { readonly principalFen: Fen; readonly interestFen: Fen; readonly paidOn: Day }

function pay(play: Play, loan: LoanRow, paying: Paying, { dues, paidFen }: Standing, officer: Who): void {
  const { city, rows } = play
  const at = city.days.moment(paying.paidOn)
  const repaid = repay(loanOf(loan), paying, paying.paidOn)
  assert(repaid.ok, `a repayment that may be booked: ${repaid.ok ? '' : repaid.refusal.code}`)
  const id = city.naming<'repayment'>(at)
  const report = { reportedAt: at, reportedBy: officer.personId, keyId: null }
  const plain = {
    reference: null,
    reversalOf: null,
    renewedBy: null,
    byGuarantor: null,
    recoveryId: null,
    importId: null,
    importRow: null,
  }
  rows.repayments.push({ ...paying, ...plain, ...report, id, loanId: loan.id })
  const isDone = repaid.loan.state === 'settled'
  const after = isDone ? repaid.loan : markOverdue(repaid.loan, overdueDays(dues, paidFen, paying.paidOn))
  if (isDone) loan.settledOn = paying.paidOn
  keep(play, loan, after, at, officer, 'repaid')
}

/** Writes what the pure rules decided into the row, and the trail. */
function keep(
  play: Play,
  loan: LoanRow,
  after: Loan,
  at: Instant,
  who: Who,
  happened: string,
  drawnFen?: Fen,
): void {
  const from = loan.state
  const { state, firstDrawnOn, drawingClosed } = after
  const kept = { state, firstDrawnOn, drawingClosed, drawnFen: after.drawnFen, balanceFen: balance(after) }
  Object.assign(loan, kept, { version: loan.version + 1 })
  tell(play, loan, at, who, happened, from, drawnFen)
}

function tell(
  { city, rows }: Play,
  loan: LoanRow,
  at: Instant,
  who: Who,
  happened: string,
  from?: string,
  drawnFen?: Fen,
): void {
  rows.trail.push(
    trailRow(city.naming, {
      ...{ at, who, to: loan.state },
      happening: `loans.${happened}`,
      subject: ['loan', loan.id],
      ...(from ? { from } : {}),
      ...(drawnFen ? { details: { fen: drawnFen } } : {}),
    }),
  )
}

/** A contract that is given up before anything was drawn. */
export function cancelLoan(play: Play, loan: LoanRow, at: Instant, officer: Who): void {
  const after: Loan = { ...loanOf(loan), state: 'cancelled' }
  keep(play, loan, after, at, officer, 'cancelled')
}

/** A loan in one part, or sometimes in two, the second within three weeks. */
export function partsOf({ random, days, today }: City, sumFen: Fen, drawnOn: Day): Part[] {
  const second = days.after(drawnOn, random.whole(4, 9))
  if (!random.chance(60) || second >= today) return [{ amountFen: sumFen, drawnOn }]
  const firstFen = fen(Math.round((sumFen * 0.6) / 1_000_000) * 1_000_000)
  return [
    { amountFen: firstFen, drawnOn },
    { amountFen: minus(sumFen, firstFen), drawnOn: second },
  ]
}
