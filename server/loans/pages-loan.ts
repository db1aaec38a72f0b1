import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { dueWords } from '../clocks/index.ts'
import { standingOf } from '../covers/cover.ts'
import { showChinese } from '../money/chinese.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { isOut, leftToDraw } from './loan.ts'
import { stateTones } from './pages.ts'
import { classTable, drawnTable, paidTable, planTable } from './pages-loan-tables.ts'
import { renewalStep } from './pages-renewal-step.ts'
import { arrears, type Due, daysLate, loanOf, nextDue, plan } from './plan.ts'
import { isDueSoon, type RenewalRule } from './renewal.ts'
import type { DrawdownRow, LoanRow, partiesOf, RepaymentRow } from './rows.ts'
import type { LoanClassRow } from './rows-classes.ts'
import type { CoverOfLoan } from './rows-covers.ts'
import type { Renewal, RenewalLinks } from './rows-renewals.ts'
import { checkLoanWriteOff } from './write-off.ts'

export type LoanShown = {
  readonly loan: LoanRow
  readonly parties: NonNullable<Awaited<ReturnType<typeof partiesOf>>>
  readonly drawdowns: readonly DrawdownRow[]
  readonly repayments: readonly RepaymentRow[]
  readonly classes: readonly LoanClassRow[]
  readonly renewals: readonly Renewal[]
  readonly links: RenewalLinks
  readonly trail: readonly TrailRow[]
  /** The newest compensation cover that was asked for (风险补偿). */
  readonly cover: CoverOfLoan | null
  /** The claim at which the bank reports what comes back, where pools have paid for the loan. */
  readonly claimId: string | null
}

type About = {
  readonly me: Person
  readonly today: Day
  readonly reference: Reference
  readonly rule: RenewalRule
}

/** One loan: its contract, its plan, what was drawn and paid, and what the bank reports next. */
export function loanPage(w: Words, about: About, shown: LoanShown) {
  const { loan, drawdowns, repayments, classes, trail } = shown
  const { me, today } = about
  const dues = plan(loan, drawdowns)
  const late = loan.state === 'settled' ? 0 : daysLate(dues, repayments, today)
  const isBank = isOneOf(me, bankRoles)
  const rest = planTable(w, { dues, repayments, drawdowns })
  return {
    title: w('loans.loan-title', { number: loan.number }),
    state: { label: w(`loans.state.${loan.state}`), tone: stateTones[loan.state] },
    lateWords: late
      ? w('loans.late', { days: late, yuan: showYuan(arrears(dues, repayments, today)) })
      : null,
    step: {
      ...(isBank ? bankStep(w, shown, late) : firmStep(w, loan, dues, repayments, late)),
      ...reportStep(w, about, loan),
    },
    renewalStep: renewalStep(w, about, loan, shown.renewals[0]),
    facts: loanFacts(w, about, shown, isBank),
    tables: [
      ...(drawdowns.length ? [drawnTable(w, drawdowns)] : []),
      ...(repayments.length ? [paidTable(w, shown, isBank)] : []),
      ...(classes.length && isBank ? [classTable(w, classes)] : []),
      ...(rest ? [rest] : []),
    ],
    buttons: [
      ...(shown.cover || (isBank && isOut(loanOf(loan)))
        ? [{ link: `/loans/${loan.id}/cover`, words: w(`covers.loan-${shown.cover ? 'open' : 'file'}`) }]
        : []),
      ...(isDueSoon(loan, about.rule, today)
        ? [{ link: `/loans/${loan.id}/renewal`, words: w('loans.renewal-open') }]
        : []),
      ...(isBank ? bankButtons(w, me, loan) : []),
    ],
    steps: timelineSteps(
      w,
      isBank ? trail : trail.filter(({ happening }) => happening !== 'loans.written-off'),
    ),
  }
}

const yuan = (amount: Fen): string => showYuan(amount)

function loanFacts(
  w: Words,
  { today, reference }: About,
  { loan, parties, links, cover }: LoanShown,
  isBank: boolean,
) {
  const due = loan.state === 'signed' ? dueWords(w, reference, loan.reportDueOn, today) : null
  return [
    { label: w('loans.column.firm'), value: parties.firm },
    { label: w('loans.column.bank'), value: parties.bank },
    {
      label: w('loans.agreed'),
      value: w('loans.yuan', { yuan: yuan(loan.amountFen) }),
      note: w('loans.in-words', { words: showChinese(loan.amountFen) }),
    },
    { label: w('loans.drawn-sum'), value: w('loans.yuan', { yuan: yuan(loan.drawnFen) }) },
    { label: w('loans.column.balance'), value: w('loans.yuan', { yuan: yuan(loan.balanceFen) }) },
    { label: w('loans.column.rate'), value: showPercent(loan.ratePpm) },
    { label: w('loans.months'), value: String(loan.months) },
    { label: w('loans.method'), value: w(`products.method.${loan.method}`) },
    { label: w('loans.field.contractNumber'), value: loan.contractNumber },
    { label: w('loans.field.signedOn'), value: loan.signedOn },
    ...(due?.words && loan.reportDueOn
      ? [
          {
            label: w('loans.report-due'),
            value: loan.reportDueOn,
            note: due.words,
            by: loan.reportDuePolicies,
          },
        ]
      : []),
    { label: w('loans.column.maturesOn'), value: loan.maturesOn ?? w('loans.not-drawn') },
    ...classFact(w, loan),
    // A bank keeps it to itself what it has given up in its books.
    ...(isBank && loan.writtenOffOn
      ? [
          {
            ...{ label: w('loans.written-off-on'), value: loan.writtenOffOn },
            note: w('loans.written-off-note'),
          },
        ]
      : []),
    ...(cover
      ? [{ label: w('covers.loan-fact'), value: w(`covers.standing.${standingOf(cover, loan)}`) }]
      : []),
    firstLoanFact(w, loan),
    ...renewalFacts(w, links),
  ]
}

/** 续贷 seen from both sides: what this contract pays back, and what paid or will pay it back. */
function renewalFacts(w: Words, { old, renewal }: RenewalLinks) {
  const drawn = renewal?.drawnOn
  return [
    ...(old
      ? [
          {
            ...{ label: w('loans.renewal-of'), value: old.number, href: `/loans/${old.id}` },
            note: w('loans.renewal-of-note'),
          },
        ]
      : []),
    ...(renewal
      ? [
          {
            label: w(drawn ? 'loans.renewed-by' : 'loans.renewed-by-signed'),
            ...{ value: renewal.number, href: `/loans/${renewal.id}` },
            note: drawn
              ? w('loans.renewed-by-note', { day: drawn, yuan: yuan(renewal.drawnFen) })
              : w('loans.renewed-by-signed-note'),
          },
        ]
      : []),
  ]
}

/** 五级分类 is of the last night; a loan that is not out has none. */
function classFact(w: Words, { state, riskClass, classedOn }: LoanRow) {
  if (state !== 'drawn' && state !== 'overdue') return []
  return [
    riskClass && classedOn
      ? {
          label: w('loans.class'),
          value: w(`loans.five-class.${riskClass}`),
          note: w('loans.class-since', { day: classedOn }),
        }
      : { label: w('loans.class'), value: w('loans.class-tonight') },
  ]
}

function firstLoanFact(w: Words, { firstLoan, firstLoanFound: found, renewalOf }: LoanRow) {
  if (renewalOf) return { label: w('loans.first-loan'), value: w('loans.not-first-renewal') }
  if (!found) return { label: w('loans.first-loan'), value: w(firstLoan ? 'loans.yes' : 'loans.no') }
  return {
    label: w('loans.first-loan'),
    value: w(`loans.first-loan-finding.${found.finding}`),
    note: w('loans.first-loan-note', {
      here: found.loansHere,
      register: w(`loans.register.${found.register}`),
      firm: w(`enterprises.borrowed-before.${found.firm ?? 'not-said'}`),
      rule: found.rule,
    }),
  }
}

/** Until when the bank owes the report of the first drawdown: for both sides, and by which policies. */
function reportStep(w: Words, { today, reference }: About, loan: LoanRow) {
  if (loan.state !== 'signed' || loan.reportDueOn === null) return {}
  const { words: due, late } = dueWords(w, reference, loan.reportDueOn, today)
  return { due, dueBy: loan.reportDuePolicies, late }
}

/** What the bank reports next. */
function bankStep(w: Words, { loan, claimId }: LoanShown, late: number) {
  if (claimId)
    return {
      title: w('loans.next.bank-recovery-title'),
      text: w('loans.next.bank-recovery-text'),
      href: `/compensation/claims/${claimId}`,
      label: w('loans.next.bank-recovery-label'),
    }
  const next =
    loan.state === 'signed'
      ? 'drawdowns'
      : loan.state === 'drawn' || loan.state === 'overdue'
        ? 'repayments'
        : null
  if (!next) return { title: w(`loans.next.${loan.state}-title`), text: w(`loans.next.${loan.state}-text`) }
  return {
    title: w(`loans.next.bank-${next}-title`),
    text: w(`loans.next.bank-${next}-text`),
    href: `/loans/${loan.id}/${next}/new`,
    label: w(`loans.next.bank-${next}-label`),
    late: late > 0,
  }
}

/** The firm's next instalment, less what was paid towards it already. */
function firmStep(
  w: Words,
  loan: LoanRow,
  dues: readonly Due[],
  repayments: readonly RepaymentRow[],
  late: number,
) {
  const next = nextDue(dues, repayments)
  if (!next || loan.state === 'settled') {
    return { title: w(`loans.next.${loan.state}-title`), text: w(`loans.next.${loan.state}-text`) }
  }
  return {
    title: w('loans.next.firm-title', { day: next.dueOn, yuan: yuan(next.owedFen) }),
    text: w('loans.next.firm-text', { yuan: yuan(next.ofFen) }),
    late: late > 0,
  }
}

function bankButtons(w: Words, me: Person, loan: LoanRow) {
  const out = loan.state === 'drawn' || loan.state === 'overdue'
  const left = leftToDraw(loanOf(loan))
  return [
    ...(loan.state === 'drawn' && left > 0
      ? [{ link: `/loans/${loan.id}/drawdowns/new`, words: w('loans.report-drawdown') }]
      : []),
    ...(out && left > 0 ? [{ link: `/loans/${loan.id}/drawing-end`, words: w('loans.end-drawing') }] : []),
    ...(loan.state === 'signed'
      ? [{ link: `/loans/${loan.id}/cancellation`, words: w('loans.cancel') }]
      : []),
    ...(me.role === 'bank-manager' && checkLoanWriteOff(loan).ok
      ? [{ link: `/loans/${loan.id}/write-off`, words: w('loans.write-off') }]
      : []),
  ]
}
