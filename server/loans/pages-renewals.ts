import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { dueWords } from '../clocks/index.ts'
import { type Day, daysBetween } from '../money/day.ts'
import { showWan, showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { factsOf } from './actions-renewals.ts'
import {
  bankConditions,
  checkWish,
  type Met,
  type RenewalCheck,
  type RenewalFacts,
  type RenewalRule,
  type RenewalState,
  renewalChecks,
  verdictOf,
} from './renewal.ts'
import type { DueLoan, Renewal } from './rows-renewals.ts'

export type About = {
  readonly me: Person
  readonly today: Day
  readonly reference: Reference
  readonly rule: RenewalRule
  readonly ruleVersion: string
}

const verdictTones = { yes: 'good', no: 'neutral', unknown: 'info' } as const satisfies Record<Met, string>
const stateTones = {
  wished: 'info',
  'without-repayment': 'good',
  'after-repayment': 'warn',
  no: 'neutral',
  withdrawn: 'neutral',
} as const satisfies Record<RenewalState, string>

export const renewalViews = ['due', 'wished'] as const
export type RenewalView = (typeof renewalViews)[number]

/** Loans that fall due soon, and those whose firms asked for renewal. */
export function renewalsPage(
  w: Words,
  about: About,
  view: RenewalView,
  loans: readonly DueLoan[],
  renewals: readonly Renewal[],
  pager: Pager,
) {
  const isBank = isOneOf(about.me, bankRoles)
  const newest = (loanId: string) => renewals.find((one) => one.loanId === loanId)
  return {
    title: w('loans.renewals-title'),
    lead: w(`loans.renewals-lead-${isBank ? 'bank' : 'firm'}`, { days: about.rule.noticeDays }),
    views: renewalViews.map((one) => ({
      href: one === 'due' ? '/loans/renewals' : `/loans/renewals?of=${one}`,
      words: w(`loans.renewals-${one}`, { days: about.rule.noticeDays }),
      current: one === view,
    })),
    nothing: {
      title: w(`loans.renewals-none-${view}`),
      text: w('loans.renewals-none-text', { days: about.rule.noticeDays }),
    },
    pager: pager.previousHref || pager.nextHref ? pager : null,
    table: loans.length
      ? {
          caption: w('loans.renewals-caption'),
          columns: [
            { label: w('loans.column.number') },
            { label: w(`loans.column.${isBank ? 'firm' : 'bank'}`) },
            { label: w('loans.bureau-column.balance'), kind: 'number' },
            { label: w('loans.column.maturesOn') },
            { label: w('loans.without-repayment') },
            { label: w('loans.renewal-wish') },
          ],
          rows: loans.map((known) => ({ cells: listCells(w, about, known, newest(known.loan.id), isBank) })),
        }
      : null,
  }
}

function listCells(w: Words, about: About, known: DueLoan, renewal: Renewal | undefined, isBank: boolean) {
  const { today, rule, reference } = about
  const { loan, firm, bank } = known
  const maturesOn = present(loan.maturesOn, 'the last day of a loan that is out')
  const left = daysBetween(today, maturesOn)
  const verdict = verdictOf(checksFor(known, renewal, rule, today))
  const due = dueWords(w, reference, renewal?.dueOn ?? null, today)
  return [
    { words: loan.number, href: `/loans/${loan.id}/renewal` },
    isBank ? firm : bank,
    showWan(loan.balanceFen),
    { words: maturesOn, note: leftWords(w, left), ...(left < 0 ? { tone: 'bad' } : {}) },
    { words: w(`loans.renewal-verdict.${verdict}`), tone: verdictTones[verdict] },
    renewal
      ? {
          words: w(`loans.renewal-state.${renewal.state}`),
          tone: due.late ? 'bad' : stateTones[renewal.state],
          note: due.words,
        }
      : w('loans.renewal-not-wished'),
  ]
}

/** As they stood when the bank answered; before that as they stand today, with the bank's part unknown. */
const checksFor = (
  known: DueLoan,
  renewal: Renewal | undefined,
  rule: RenewalRule,
  today: Day,
): readonly RenewalCheck[] => renewal?.checks ?? renewalChecks(factsOf(known, {}, today), rule, today)

export type RenewalShown = {
  readonly known: DueLoan
  readonly renewals: readonly Renewal[]
  /** The form of this reader, where there is one to fill in. */
  readonly form: ShownForm | null
}

/** One loan before its last day: what renewal it may have, what the firm asked, what the bank answered. */
export function renewalPage(w: Words, about: About, { known, renewals, form }: RenewalShown) {
  const { me, today, rule, reference, ruleVersion } = about
  const { loan } = known
  const [newest] = renewals
  const isBank = isOneOf(me, bankRoles)
  const isOpen = newest?.state === 'wished'
  const checks = checksFor(known, isOpen || newest?.checks ? newest : undefined, rule, today)
  const verdict = verdictOf(checks)
  const due = dueWords(w, reference, isOpen ? newest.dueOn : null, today)
  const side = isBank ? 'bank' : 'firm'
  const may = checkWish(loan, isOpen, rule, today)
  const running = newest?.applicationId ?? null
  const answered = newest && newest.state !== 'withdrawn' ? newest.state : 'none'
  const step = isOpen ? 'wished' : running ? 'running' : answered
  return {
    title: w('loans.renewal-title', { number: loan.number }),
    loanHref: `/loans/${loan.id}`,
    state: newest
      ? { label: w(`loans.renewal-state.${newest.state}`), tone: stateTones[newest.state] }
      : { label: w('loans.renewal-not-wished'), tone: 'neutral' },
    step: {
      title: w(`loans.renewal-next.${side}.${step}-title`),
      text: w(`loans.renewal-next.${side}.${step}-text`, { answer: newest?.answer ?? '' }),
      ...(running ? { href: `/applications/${running}`, label: w('loans.renewal-to-case') } : {}),
      ...(due.words ? { due: due.words } : {}),
      late: due.late,
    },
    facts: factsShown(w, known, today),
    verdict: { label: w(`loans.renewal-verdict.${verdict}`), tone: verdictTones[verdict] },
    rule: w('loans.renewal-rule', { rule: newest?.checks ? newest.ruleVersion : ruleVersion }),
    conditions: checks.map((check) => conditionShown(w, check, factsOf(known, {}, today), rule)),
    bridge: w('loans.renewal-bridge'),
    bridgeHref: isBank ? null : `/loans/${loan.id}/bridge`,
    form:
      form && (isBank ? isOpen : may.ok)
        ? {
            ...form,
            title: w(`loans.renewal-form.${side}`),
            action: isBank ? `/renewals/${newest?.id}/answer` : `/loans/${loan.id}/renewals`,
            submitLabel: w(`loans.renewal-send.${side}`),
            once: newId(),
          }
        : null,
    whyNot: !isBank && !may.ok && !isOpen ? w.refusal(may.refusal) : null,
    withdrawal: !isBank && isOpen ? { action: `/renewals/${newest.id}/withdrawal`, once: newId() } : null,
    history: renewals.map((one) => historyShown(w, one)),
  }
}

/** The conditions of 无还本续贷 for a loan, as `parts/conditions` shows them, and what they come to together. */
export function conditionsShown(
  w: Words,
  known: DueLoan,
  renewal: Renewal | undefined,
  rule: RenewalRule,
  today: Day,
) {
  const checks = checksFor(known, renewal, rule, today)
  const verdict = verdictOf(checks)
  return {
    verdict,
    status: { label: w(`loans.renewal-verdict.${verdict}`), tone: verdictTones[verdict] },
    conditions: checks.map((check) => conditionShown(w, check, factsOf(known, {}, today), rule)),
  }
}

/** How far the last day of a loan is, in calendar days, as contracts count them. */
function leftWords(w: Words, left: number): string {
  if (left === 0) return w('loans.renewal-today')
  return left > 0 ? w('loans.renewal-left', { days: left }) : w('loans.renewal-past', { days: -left })
}

function factsShown(w: Words, { loan, firm, bank, purpose }: DueLoan, today: Day) {
  const maturesOn = present(loan.maturesOn, 'the last day of a loan that is out')
  return [
    { label: w('loans.column.firm'), value: firm },
    { label: w('loans.column.bank'), value: bank },
    { label: w('loans.column.balance'), value: w('loans.yuan', { yuan: showYuan(loan.balanceFen) }) },
    {
      label: w('loans.column.maturesOn'),
      value: maturesOn,
      note: leftWords(w, daysBetween(today, maturesOn)),
    },
    { label: w('loans.renewal-purpose'), value: w(`needs.purpose.${purpose}`) },
  ]
}

/** A condition as `parts/conditions` shows it: how it is, and what the rule wants. */
function conditionShown(w: Words, { condition, met }: RenewalCheck, facts: RenewalFacts, rule: RenewalRule) {
  const have: Partial<Record<RenewalCheck['condition'], string>> = {
    size: facts.size ? w(`enterprises.size.${facts.size}`) : w('loans.renewal-size-unknown'),
    'before-maturity': facts.maturesOn,
    'working-capital': w(`needs.purpose.${facts.purpose}`),
    'no-arrears': facts.daysLate
      ? w('loans.renewal-late', { days: facts.daysLate })
      : w('loans.renewal-in-time'),
    'class-normal': facts.class ? w(`loans.five-class.${facts.class}`) : w('loans.class-tonight'),
  }
  const isBanks = bankConditions.some((one) => one === condition)
  return {
    label: w(`loans.renewal-condition.${condition}`),
    met,
    have: have[condition] ?? w(`loans.renewal-said.${met}`),
    want: w(`loans.renewal-wants.${condition}`, { until: rule.untilDay }),
    ...(met === 'unknown' ? { missing: w(`loans.renewal-missing-${isBanks ? 'bank' : 'fact'}`) } : {}),
  }
}

const historyShown = (w: Words, one: Renewal) => ({
  at: showInstant(one.wishedAt),
  facts: [
    {
      label: w('loans.renewal-asked'),
      value: w('loans.yuan', { yuan: showYuan(one.amountFen) }),
      note: w('loans.renewal-months', { months: one.months }),
    },
    { label: w('loans.renewal-asked-at'), value: showInstant(one.wishedAt) },
    { label: w('loans.field.wish'), value: one.wish },
    {
      label: w('loans.renewal-answer'),
      value: w(`loans.renewal-state.${one.state}`),
      ...(one.answeredAt ? { note: showInstant(one.answeredAt) } : {}),
    },
    ...(one.answer ? [{ label: w('loans.field.words'), value: one.answer }] : []),
  ],
})
