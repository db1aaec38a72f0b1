import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { openRenewal } from '../applications/index.ts'
import { act, write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { plusWorkdays } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { calendarVersions } from '../policies/index.ts'
import { keepCaseCheck } from '../tax-checks/index.ts'
import { tellOfLoan } from './actions-notices.ts'
import { daysSince } from './loan.ts'
import { renewalRuleOn } from './policies.ts'
import {
  type BankCondition,
  checkAnswer,
  checkWish,
  type RenewalAnswer,
  type RenewalFacts,
  renewalChecks,
} from './renewal.ts'
import { loanById } from './rows.ts'
import * as rows from './rows-renewals.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>
type Kept = Outcome<{ readonly renewal: rows.Renewal }>

export type Wish = { readonly amountFen: Fen; readonly months: number; readonly wish: string }

/** What is known of a loan on a day, with what the bank has said of the rest. */
export const factsOf = (
  { loan, size, purpose }: rows.DueLoan,
  said: RenewalFacts['said'],
  today: Day,
): RenewalFacts => ({
  size,
  purpose,
  maturesOn: present(loan.maturesOn, 'the last day of a loan that is out'),
  daysLate: daysSince(loan.overdueSince, today),
  class: loan.riskClass,
  said,
})

/**
 * The firm asks for renewal; its bank owes an answer from now on.
 * Refuses: what `checkWish` refuses, `renewal-running` (the bank said yes, and the contract is on its way or there),
 * `renewal-over-balance` (more than is out), `calendar-missing`.
 */
export const wish = ({ store, policies, reference }: With, by: By, loanId: Id<'loan'>, asked: Wish) =>
  act(store, by, async (tx): Promise<Kept> => {
    const { loan } = present(await rows.dueLoan(tx, loanId), 'the loan of a wish')
    const { value: rule, version } = renewalRuleOn(policies, by.today)
    const isOpen = (await rows.renewalsOf(tx, [loanId])).some(({ state }) => state === 'wished')
    const may = checkWish(loan, isOpen, rule, by.today)
    if (!may.ok) return may
    if (await rows.isBeingRenewed(tx, loanId)) return refuse('renewal-running')
    if (asked.amountFen > loan.balanceFen) {
      return refuse('renewal-over-balance', { field: 'amountFen', values: { balanceFen: loan.balanceFen } })
    }
    const due = plusWorkdays(reference.calendar, by.today, rule.answerWorkdays)
    if (!due.ok) return refuse('calendar-missing', { values: { year: due.year ?? 0 } })
    const id = newId<'renewal'>()
    await rows.addRenewal(tx, {
      ...asked,
      ...{ id, loanId, enterpriseId: loan.enterpriseId, institutionId: loan.institutionId },
      ...{ state: 'wished', wishedAt: by.at, ruleVersion: version, version: 1 },
      wishedBy: present(by.person, 'who asks for renewal').id,
      dueOn: due.day,
      duePolicies: [version, ...calendarVersions(policies, by.today, due.day)],
    })
    await told(tx, by, loanId, 'renewal-wished', asked.wish)
    return done({ renewal: present(await rows.renewalById(tx, id), 'the wish just written') })
  })

export type Answering = {
  readonly answer: RenewalAnswer
  readonly said: Readonly<Partial<Record<BankCondition, boolean>>>
  readonly words: string
}

/**
 * The bank answers, and says of each condition that only it can know whether it is met; all conditions stay with the
 * answer as they stood. A yes without repayment opens the case of the new contract. Refuses: what `checkAnswer` refuses,
 * `calendar-missing`, `stale`.
 */
export const answer = (
  { store, policies }: With,
  by: By,
  id: Id<'renewal'>,
  { answer: given, said, words }: Answering,
) =>
  act(store, by, async (tx): Promise<Kept> => {
    const renewal = present(await rows.renewalById(tx, id), 'the wish of an answer')
    const known = present(await rows.dueLoan(tx, renewal.loanId), 'the loan of a wish')
    const { value: rule, version } = renewalRuleOn(policies, by.today)
    const checks = renewalChecks(factsOf(known, said, by.today), rule, by.today)
    const may = checkAnswer(renewal.state, given, checks, words)
    if (!may.ok) return may
    const opened =
      given === 'without-repayment' ? await openRenewal(tx, { policies }, by, known.loan.applicationId) : null
    if (opened && !opened.ok) return opened
    const changed = await rows.changeRenewal(tx, renewal, {
      ...(opened ? { applicationId: opened.application.id } : {}),
      ...{ state: given, checks, ruleVersion: version, answer: words, answeredAt: by.at, dueOn: null },
      answeredBy: present(by.person, 'who answers').id,
    })
    if (!changed) return refuse('stale')
    // Only now is it known which loan the case renews.
    if (opened) await keepCaseCheck(tx, { policies }, by, opened.application, 'opened')
    await told(tx, by, renewal.loanId, `renewal-${given}`, words)
    return done({ renewal: changed })
  })

/** The firm takes its wish back. Refuses: `renewal-answered`, `stale`. */
export const withdrawWish = ({ store }: With, by: By, id: Id<'renewal'>) =>
  act(store, by, async (tx): Promise<Kept> => {
    const renewal = present(await rows.renewalById(tx, id), 'the wish of a withdrawal')
    if (renewal.state !== 'wished') return refuse('renewal-answered')
    const changed = await rows.changeRenewal(tx, renewal, { state: 'withdrawn', dueOn: null })
    if (!changed) return refuse('stale')
    await told(tx, by, renewal.loanId, 'renewal-withdrawn', '')
    return done({ renewal: changed })
  })

async function told(
  tx: Transaction,
  by: By,
  loanId: Id<'loan'>,
  happened: string,
  why: string,
): Promise<void> {
  await write(tx, by, {
    happening: `loans.${happened}`,
    subject: { kind: 'loan', id: loanId },
    ...(why ? { why } : {}),
  })
  const loan = present(await loanById(tx, loanId), 'the loan of a wish')
  await tellOfLoan(tx, by, happened, loan)
}
