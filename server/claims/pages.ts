import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { partiesOf, partyWords } from '../arrangements/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, plus, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { basisWords, type ClaimState, claimStateWords, isOpenClaim } from './claim.ts'
import type { Claim, Guaranteed, Sharer, ShownClaim } from './rows.ts'
import type { Settlement } from './rows-settlements.ts'
import { claimPaperWords, triggerWords } from './rule.ts'
import { lateDays, type SettlementState, settlementStateWords } from './settlement.ts'
import { type AccountMoves, hubOf, type Standing, standings } from './sharing.ts'

const tones: Readonly<Record<ClaimState, string>> = {
  filed: 'info',
  returned: 'warn',
  checked: 'info',
  approved: 'info',
  paid: 'good',
  refused: 'neutral',
  withdrawn: 'neutral',
}
export const settlementTones: Readonly<Record<SettlementState, string>> = {
  due: 'warn',
  confirmed: 'info',
  settled: 'good',
}
export const claimState = (w: Words, state: ClaimState) => ({
  label: w(claimStateWords(state)),
  tone: tones[state],
})

export const inYuan = (w: Words, amount: Fen): string => w('claims.yuan', { amount: showYuan(amount) })

const column = (w: Words, key: string, kind?: 'number' | 'date' | 'code') => ({
  label: w(`claims.column.${key}`),
  ...(kind ? { kind } : {}),
})

/** How far a day is in calendar days: agreements count them, not working days. */
export function dueIn(w: Words, dueOn: Day, settledOn: Day | null, today: Day) {
  const late = lateDays({ dueOn, settledOn }, today)
  return late > 0 ? { words: w('claims.late', { days: late }), tone: 'bad', note: dueOn } : { words: dueOn }
}

export const listPage = (w: Words, rows: readonly ShownClaim[], today: Day, pager: Pager, side: string) => ({
  title: w('claims.title'),
  lead: w(`claims.lead-${side}`),
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
            isOpenClaim(claim.state) ? dueIn(w, claim.dueOn, null, today) : { words: claim.paidOn ?? '—' },
          ],
        })),
      }
    : null,
})

/** Everybody who shares: what he is out of pocket, what he bears, what he still owes and is owed. */
export function sharingTable(
  w: Words,
  terms: Guaranteed['terms'],
  sharers: readonly Sharer[],
  moves: readonly AccountMoves[],
) {
  const rows = standings(partiesOf(terms), moves)
  const nameOf = (party: Standing['party']) => sharers.find((one) => one.party === party)?.name ?? ''
  const sum = (key: 'cashFen' | 'borneFen' | 'owesFen' | 'owedFen') =>
    showYuan(plus(...rows.map((row) => row[key])))
  return {
    caption: w('claims.sharing'),
    columns: [
      column(w, 'party'),
      column(w, 'cash', 'number'),
      column(w, 'borne', 'number'),
      column(w, 'owes', 'number'),
      column(w, 'owed', 'number'),
    ],
    rows: [
      ...rows.map((row) => ({
        cells: [
          { words: w(partyWords(row.party)), note: nameOf(row.party) },
          { words: showYuan(row.cashFen), ...(row.costsFen ? { note: costsNote(w, row.costsFen) } : {}) },
          showYuan(row.borneFen),
          showYuan(row.owesFen),
          showYuan(row.owedFen),
        ],
      })),
      { cells: [w('claims.total'), sum('cashFen'), sum('borneFen'), sum('owesFen'), sum('owedFen')] },
    ],
  }
}
const costsNote = (w: Words, costsFen: Fen) => w('claims.with-costs', { amount: showYuan(costsFen) })

export const settlementsTable = (
  w: Words,
  rows: readonly Settlement[],
  sharers: readonly Sharer[],
  me: Person,
  today: Day,
) => ({
  caption: w('claims.settlements'),
  columns: [
    column(w, 'number', 'code'),
    column(w, 'from'),
    column(w, 'to'),
    column(w, 'amount', 'number'),
    column(w, 'state'),
    column(w, 'due'),
  ],
  rows: rows.map((one) => {
    const nameOf = (party: Settlement['fromParty']) =>
      sharers.find((sharer) => sharer.party === party)?.name ?? w(partyWords(party))
    const mine = me.institutionId !== null && [one.fromId, one.toId].includes(me.institutionId)
    return {
      cells: [
        mine ? { words: one.number, href: `/settlements/${one.id}` } : one.number,
        nameOf(one.fromParty),
        nameOf(one.toParty),
        showYuan(one.amountFen),
        { words: w(settlementStateWords(one.state)), tone: settlementTones[one.state] },
        dueIn(w, one.dueOn, one.settledOn, today),
      ],
    }
  }),
})

export type ClaimForms = Readonly<Partial<Record<'answer' | 'decision' | 'payment', ShownForm>>>

export type ClaimShown = {
  readonly row: ShownClaim
  readonly guarantee: Guaranteed
  readonly sharers: readonly Sharer[]
  readonly moves: readonly AccountMoves[]
  readonly settlements: readonly Settlement[]
  readonly trail: readonly TrailRow[]
  readonly forms: ClaimForms
  readonly me: Person
  readonly today: Day
}

/** One claim before whoever may know of it, with what he can do about it. */
export function claimPage(w: Words, shown: ClaimShown) {
  const { row, guarantee, sharers, moves, settlements, trail, forms, me, today } = shown
  const { claim, firm, bank, guarantor } = row
  const form = (name: keyof ClaimForms, to: string, title: string, submit: string) => {
    const found = forms[name]
    return found
      ? [
          {
            ...found,
            title: w(title),
            action: `/claims/${claim.id}/${to}`,
            submitLabel: w(submit),
            once: newId(),
            formId: `form-${name}`,
          },
        ]
      : []
  }
  return {
    title: w('claims.claim-title', { number: claim.number }),
    state: claimState(w, claim.state),
    step: stepOf(w, claim, me, today),
    facts: factsShown(w, claim, { firm, bank, guarantor }),
    guarantee: {
      href: `/guarantees/${guarantee.id}`,
      label: w('claims.see-guarantee', { number: guarantee.number }),
    },
    recovery: claim.state === 'paid' ? { href: `/guarantees/${guarantee.id}/recovery` } : null,
    forms: [
      ...form('decision', 'decision', 'claims.decision-title', 'claims.decide'),
      ...form('payment', 'payment', 'claims.payment-title', 'claims.pay'),
      ...form('answer', 'return', 'claims.return-title', 'claims.return'),
    ],
    again:
      isOneOf(me, bankRoles) && claim.state === 'returned' ? { href: `/claims/${claim.id}/again` } : null,
    withdrawal:
      isOneOf(me, bankRoles) && (claim.state === 'filed' || claim.state === 'returned')
        ? { action: `/claims/${claim.id}/withdrawal`, once: newId() }
        : null,
    note:
      claim.state === 'paid'
        ? null
        : w('claims.shares-note', { party: w(partyWords(hubOf(guarantee.terms))) }),
    sharing: moves.length ? sharingTable(w, guarantee.terms, sharers, moves) : null,
    settlements: settlements.length ? settlementsTable(w, settlements, sharers, me, today) : null,
    steps: timelineSteps(w, trail),
  }
}

function factsShown(
  w: Words,
  claim: Claim,
  { firm, bank, guarantor }: Readonly<Record<'firm' | 'bank' | 'guarantor', string>>,
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
    {
      label: w('claims.field.papers'),
      value: claim.papers
        .map((paper) => w(claimPaperWords(paper as Parameters<typeof claimPaperWords>[0])))
        .join(w('claims.comma')),
    },
    { label: w('claims.field.words'), value: claim.words },
    ...(claim.answer ? [{ label: w('claims.field.answer'), value: claim.answer }] : []),
    ...(claim.paidOn
      ? [{ label: w('claims.field.paidOn'), value: claim.paidOn, note: claim.reference ?? '' }]
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
      ? { action: `/claims/${claim.id}/check`, label: w('claims.check'), once: newId() }
      : claim.state === 'returned' && side === 'bank'
        ? { href: `/claims/${claim.id}/again`, label: w('claims.file-again') }
        : {}),
  }
}
