import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { partyWords } from '../arrangements/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { basisWords, type ClaimState, claimStateWords, isOpenClaim } from './claim.ts'
import { papersList } from './pages-papers.ts'
import { column, dueIn, inYuan, settlementsTable, sharingTable } from './pages-tables.ts'
import type { Claim, Guaranteed, Sharer, ShownClaim } from './rows.ts'
import type { ClaimPaperRow } from './rows-papers.ts'
import type { Settlement } from './rows-settlements.ts'
import { type ClaimPaper, triggerWords } from './rule.ts'
import { lateDays } from './settlement.ts'
import { type AccountMoves, hubOf } from './sharing.ts'

const tones: Readonly<Record<ClaimState, string>> = {
  filed: 'info',
  returned: 'warn',
  checked: 'info',
  approved: 'info',
  paid: 'good',
  refused: 'neutral',
  withdrawn: 'neutral',
}
export const claimState = (w: Words, state: ClaimState) => ({
  label: w(claimStateWords(state)),
  tone: tones[state],
})

export const listPage = (
  w: Words,
  rows: readonly ShownClaim[],
  today: Day,
  pager: Pager,
  side: string,
  isBureau: boolean,
) => ({
  title: w('claims.title'),
  lead: w(`claims.lead-${side}`),
  statements: isBureau ? { href: '/bureau/statements', label: w('claims.statements-title') } : null,
  pager,
  empty: { title: w('claims.none-title'), text: w(`claims.none-${side}`) },
  table: rows.length
    ? {
        caption: w('claims.list'),
        columns: [
          column(w, 'number', 'code'),
          column(w, 'firm'),
          column(w, 'parties'),
          column(w, 'claimed', 'number'),
          column(w, 'state'),
          column(w, 'due'),
        ],
        rows: rows.map(({ claim, firm, bank, guarantor }) => ({
          cells: [
            { words: claim.number, href: `/claims/${claim.id}`, note: w(`claims.kind.${claim.kind}`) },
            firm,
            w('claims.between', { bank, guarantor }),
            showYuan(claim.claimedFen),
            { words: w(claimStateWords(claim.state)), tone: tones[claim.state] },
            isOpenClaim(claim.state)
              ? dueIn(w, { dueOn: claim.dueOn, settledOn: null }, today)
              : { words: claim.paidOn ?? '—' },
          ],
        })),
      }
    : null,
})

export type ClaimForms = Readonly<Partial<Record<'answer' | 'decision' | 'payment', ShownForm>>>

export type ClaimShown = {
  readonly row: ShownClaim
  readonly guarantee: Guaranteed
  readonly sharers: readonly Sharer[]
  readonly moves: readonly AccountMoves[]
  /** What the payout of this claim would move; null once it is paid or over. */
  readonly coming: AccountMoves | null
  readonly settlements: readonly Settlement[]
  readonly papers: readonly ClaimPaperRow[]
  /** The day of the books where it is not that of the payout. */
  readonly booked: Day | null
  readonly trail: readonly TrailRow[]
  readonly forms: ClaimForms
  readonly me: Person
  readonly today: Day
}

/** One claim before whoever may know of it, with what he can do about it. */
export function claimPage(w: Words, shown: ClaimShown) {
  const { row, guarantee, sharers, moves, settlements, trail, forms, me, today, booked, coming } = shown
  const { claim, firm, bank, guarantor } = row
  return {
    title: w('claims.claim-title', { number: claim.number }),
    state: claimState(w, claim.state),
    step: stepOf(w, claim, me, today),
    facts: factsShown(w, claim, { firm, bank, guarantor }, booked),
    papers: papersList(w, {
      ...{ rows: shown.papers, wanted: claim.papers as readonly ClaimPaper[], takesBack: false },
      opens: !isOneOf(me, enterpriseRoles),
    }),
    printHref: `/claims/${claim.id}/print`,
    guarantee: {
      href: `/guarantees/${guarantee.id}`,
      label: w('claims.see-guarantee', { number: guarantee.number }),
    },
    recovery: claim.state === 'paid' ? { href: `/guarantees/${guarantee.id}/recovery` } : null,
    forms: formsShown(w, claim, forms),
    again:
      isOneOf(me, bankRoles) && claim.state === 'returned' ? { href: `/claims/${claim.id}/again` } : null,
    withdrawal:
      isOneOf(me, bankRoles) && (claim.state === 'filed' || claim.state === 'returned')
        ? { action: `/claims/${claim.id}/withdrawal`, once: newId() }
        : null,
    note: isOpenClaim(claim.state)
      ? w('claims.shares-note', { party: w(partyWords(hubOf(guarantee.terms))) })
      : null,
    sharing: isOneOf(me, enterpriseRoles)
      ? []
      : [
          ...(moves.length ? [sharingTable(w, guarantee.terms, sharers, moves)] : []),
          ...(coming
            ? [
                {
                  ...sharingTable(w, guarantee.terms, sharers, [...moves, coming]),
                  caption: w('claims.sharing-coming'),
                },
              ]
            : []),
        ],
    settlements: settlements.length ? settlementsTable(w, settlements, sharers, me, today) : null,
    steps: timelineSteps(w, trail),
  }
}

/** The forms that this person may use: decide, say that it was paid, give it back. */
function formsShown(w: Words, { id }: Claim, forms: ClaimForms) {
  const form = (name: keyof ClaimForms, to: string, title: string, submit: string) => {
    const found = forms[name]
    return found
      ? [
          {
            ...{ ...found, title: w(title), action: `/claims/${id}/${to}`, submitLabel: w(submit) },
            ...{ once: newId(), formId: `form-${name}` },
          },
        ]
      : []
  }
  return [
    ...form('decision', 'decision', 'claims.decision-title', 'claims.decide'),
    ...form('payment', 'payment', 'claims.payment-title', 'claims.pay'),
    ...form('answer', 'return', 'claims.return-title', 'claims.return'),
  ]
}

export function factsShown(
  w: Words,
  claim: Claim,
  { firm, bank, guarantor }: Readonly<Record<'firm' | 'bank' | 'guarantor', string>>,
  booked: Day | null,
) {
  const lateness = w('claims.lateness', { days: claim.overdueDays })
  return [
    { label: w('claims.column.firm'), value: firm },
    { label: w('claims.column.parties'), value: w('claims.between', { bank, guarantor }) },
    { label: w('claims.field.kind'), value: w(`claims.kind.${claim.kind}`) },
    {
      label: w('claims.base'),
      value: inYuan(w, claim.claimedFen),
      note: w('claims.of-which', {
        principal: showYuan(claim.principalFen),
        interest: showYuan(claim.interestFen),
      }),
    },
    {
      label: w('claims.opened-by'),
      value: w(triggerWords(claim.trigger)),
      note: claim.riskClass ? `${lateness} · ${w(`loans.five-class.${claim.riskClass}`)}` : lateness,
      by: claim.ruleVersion,
    },
    { label: w('claims.field.basis'), value: w(basisWords(claim.basis)) },
    { label: w('claims.field.words'), value: claim.words },
    ...(claim.answer ? [{ label: w('claims.field.answer'), value: claim.answer }] : []),
    ...(claim.paidOn
      ? [
          {
            label: w('claims.field.paidOn'),
            value: claim.paidOn,
            note: [claim.reference ?? '', booked && w('claims.booked-on', { day: booked })]
              .filter(Boolean)
              .join(' · '),
          },
        ]
      : []),
  ]
}

/** Whose turn it is, and until when. */
function stepOf(w: Words, claim: Claim, me: Person, today: Day) {
  if (!isOpenClaim(claim.state)) return null
  const side = isOneOf(me, bankRoles)
    ? 'bank'
    : me.role === 'guarantor-officer' || me.role === 'guarantor-manager'
      ? me.role
      : 'others'
  const key = `claims.step.${claim.state}`
  const late = lateDays({ dueOn: claim.dueOn, settledOn: null }, today)
  const mayCheck = claim.state === 'filed' && side === 'guarantor-officer'
  return {
    title: w(`${key}-title`),
    text: w(`${key}-text`),
    due: late
      ? w('claims.late-since', { days: late, day: claim.dueOn })
      : w('claims.pay-by', { day: claim.dueOn }),
    dueBy: claim.ruleVersion,
    late: late > 0,
    ...(mayCheck
      ? {
          action: `/claims/${claim.id}/check`,
          label: w('claims.check'),
          once: newId(),
          version: claim.version,
        }
      : claim.state === 'returned' && side === 'bank'
        ? { href: `/claims/${claim.id}/again`, label: w('claims.file-again') }
        : {}),
  }
}
