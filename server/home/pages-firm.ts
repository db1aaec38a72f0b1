import { type BridgeState, bridgeStateWords, isOut } from '../bridges/bridge.ts'
import type { PaperKind } from '../documents/paper.ts'
import type { EnterpriseState } from '../enterprises/enterprise.ts'
import type { LoanState } from '../loans/loan.ts'
import type { Day } from '../money/day.ts'
import { daysBetween } from '../money/day.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { type Ppm, showPercent } from '../money/rate.ts'
import type { NeedState } from '../needs/need.ts'
import type { Words } from '../platform/web/words.ts'
import type { Desk, NextStep, WorkList } from './pages-desk.ts'

export type FirmWork = {
  readonly firm: { readonly state: EnterpriseState; readonly returnedFor: string | null } | null
  readonly needs: readonly {
    readonly id: string
    readonly number: string
    readonly state: NeedState
    readonly amountFen: Fen
    readonly months: number
    readonly returnedFor: string | null
  }[]
  readonly offers: readonly {
    readonly needId: string
    readonly bank: string
    readonly amountFen: Fen
    readonly ratePpm: Ppm
    readonly validUntil: Day
  }[]
  readonly loans: readonly {
    readonly id: string
    readonly number: string
    readonly bank: string
    readonly state: LoanState
    readonly balanceFen: Fen
    readonly due: { readonly dueOn: Day; readonly owedFen: Fen } | null
  }[]
  readonly asked: readonly {
    readonly applicationId: string
    readonly number: string
    readonly bank: string
    readonly dueOn: Day
  }[]
  /** Papers that end soon or have ended. */
  readonly ending: readonly {
    readonly id: string
    readonly kind: PaperKind
    readonly name: string
    readonly expiresOn: Day | null
  }[]
  /** Loans about to fall due for which nothing is arranged; the bank may have said that it wants its money back first. */
  readonly maturing: readonly {
    readonly loan: { readonly id: string; readonly number: string; readonly maturesOn: Day | null }
    readonly bank: string
    readonly afterRepayment: boolean
  }[]
  /** 过桥 that is under way. */
  readonly advances: readonly {
    readonly id: string
    readonly number: string
    readonly state: BridgeState
    readonly amountFen: Fen
    readonly lastOn: Day | null
    readonly overdueSince: Day | null
  }[]
  readonly today: Day
}

/** A firm's own work: what waits for it first, then its needs, the offers before it and what it pays back. */
export const firmDesk = (w: Words, work: FirmWork): Desk => ({
  next: nextStep(w, work),
  figures: [],
  lists: [
    ...(work.asked.length ? [askedList(w, work)] : []),
    ...(work.offers.length ? [offersList(w, work)] : []),
    ...(work.loans.length ? [loansList(w, work)] : []),
    ...(work.advances.length ? [advancesList(w, work)] : []),
    needsList(w, work),
    ...(work.ending.length ? [endingList(w, work)] : []),
  ],
  entries: ['products', 'progress', 'calculators'].map((key) => entry(w, key)),
})

const entry = (w: Words, key: string) => ({
  href: `/${key}`,
  name: w(`home.entry-${key}`),
  text: w(`home.entry-${key}-text`),
})

/** What comes first: the registration, an answer that is waited for, money that is late, and only then the next need. */
function nextStep(w: Words, work: FirmWork): NextStep {
  const { firm, needs, offers, loans, asked, today } = work
  const step = (key: string, href: string, values: Record<string, string | number> = {}): NextStep => ({
    title: w(`home.next-${key}`, values),
    text: w(`home.next-${key}-text`, values),
    href,
    label: w(`home.next-${key}-label`),
  })
  if (firm?.state === 'returned')
    return step('registration-returned', '/enterprise/edit', { why: firm.returnedFor ?? '' })
  if (firm?.state === 'under-review') return step('registration-waiting', '/products')
  const late = loans.find(({ state }) => state === 'overdue')
  if (late)
    return {
      ...step('repayment-late', `/loans/${late.id}`, { number: late.number, bank: late.bank }),
      late: true,
    }
  const owed = asked[0]
  if (owed)
    return {
      ...step('papers-asked', `/applications/${owed.applicationId}/documents`, {
        bank: owed.bank,
        number: owed.number,
      }),
      due: w('documents.answer-by', { day: owed.dueOn }),
      late: owed.dueOn < today,
    }
  const bridged = bridgeStep(work, step)
  if (bridged) return bridged
  const offer = offers[0]
  if (offer) {
    const days = daysBetween(today, offer.validUntil)
    return {
      ...step('offers', `/needs/${offer.needId}/offers`, { count: offers.length }),
      due: w('home.next-offers-due', { day: offer.validUntil, days }),
    }
  }
  const returned = needs.find(({ state, returnedFor }) => state === 'draft' && returnedFor)
  if (returned)
    return step('need-returned', `/needs/${returned.id}`, {
      number: returned.number,
      why: returned.returnedFor ?? '',
    })
  const draft = needs.find(({ state }) => state === 'draft')
  if (draft) return step('need-draft', `/needs/${draft.id}`, { number: draft.number })
  const posted = needs.find(({ state }) => state === 'published')
  if (posted) return step('need-posted', `/needs/${posted.id}/fits`, { number: posted.number })
  const open = needs.find(({ state }) => state === 'in-progress' || state === 'under-review')
  if (open) return step('need-open', `/needs/${open.id}`, { number: open.number })
  return step('need-first', '/needs/new')
}

type Step = (key: string, href: string, values?: Record<string, string | number>) => NextStep

/** Between two loans: an application that came back, money that is out, then a loan about to fall due without a plan. */
function bridgeStep({ maturing, advances, today }: FirmWork, step: Step): NextStep | null {
  const returned = advances.find(({ state }) => state === 'returned')
  if (returned) return step('bridge-returned', `/bridges/${returned.id}`, { number: returned.number })
  const out = advances.find(({ state }) => isOut(state))
  if (out) {
    const day = out.lastOn ?? today
    const owed = step('bridge-out', `/bridges/${out.id}`, { number: out.number, day })
    return out.overdueSince ? { ...owed, late: true } : owed
  }
  const [due] = maturing
  if (!due) return null
  const { loan, bank, afterRepayment } = due
  const on = loan.maturesOn ?? today
  const values = { number: loan.number, bank, day: on, days: Math.max(0, daysBetween(today, on)) }
  return afterRepayment
    ? step('bridge', `/loans/${loan.id}/bridge`, values)
    : step('loan-due', `/loans/${loan.id}/renewal`, values)
}

const wan = (w: Words) => w('home.unit-wan')

const askedList = (w: Words, { asked, today }: FirmWork): WorkList => ({
  title: w('home.papers-asked'),
  none: '',
  columns: [{ label: w('home.case') }, { label: w('home.bank') }, { label: w('home.due-on'), kind: 'date' }],
  rows: asked.map(({ applicationId, number, bank, dueOn }) => [
    { words: number, href: `/applications/${applicationId}/documents` },
    bank,
    dueOn < today ? { words: dueOn, tone: 'bad', note: w('home.is-overdue') } : dueOn,
  ]),
})

const endingList = (w: Words, { ending, today }: FirmWork): WorkList => ({
  title: w('home.papers-ending'),
  more: { href: '/documents', label: w('home.all-papers') },
  none: '',
  columns: [{ label: w('home.paper') }, { label: w('home.paper-ends'), kind: 'date' }],
  rows: ending.map(({ id, kind, name, expiresOn }) => [
    { words: w(`products.document.${kind}`), href: `/documents/${id}`, note: name },
    expiresOn && expiresOn < today
      ? { words: expiresOn, tone: 'bad', note: w('home.paper-ended') }
      : (expiresOn ?? ''),
  ]),
})

const offersList = (w: Words, { offers }: FirmWork): WorkList => ({
  title: w('home.offers'),
  none: '',
  columns: [
    { label: w('home.bank') },
    { label: w('home.amount', { unit: wan(w) }), kind: 'number' },
    { label: w('home.rate'), kind: 'number' },
    { label: w('home.valid-until'), kind: 'date' },
  ],
  rows: offers.map((offer) => [
    { words: offer.bank, href: `/needs/${offer.needId}/offers` },
    showWan(offer.amountFen),
    showPercent(offer.ratePpm),
    offer.validUntil,
  ]),
})

const loansList = (w: Words, { loans }: FirmWork): WorkList => ({
  title: w('home.loans'),
  more: { href: '/loans', label: w('home.all-loans') },
  none: '',
  columns: [
    { label: w('home.loan') },
    { label: w('home.bank') },
    { label: w('home.balance', { unit: wan(w) }), kind: 'number' },
    { label: w('home.next-instalment'), kind: 'number' },
    { label: w('home.pay-by'), kind: 'date' },
    { label: w('home.state') },
  ],
  rows: loans.map((loan) => [
    { words: loan.number, href: `/loans/${loan.id}` },
    loan.bank,
    showWan(loan.balanceFen),
    loan.due ? w('home.yuan', { amount: showYuan(loan.due.owedFen) }) : '',
    loan.due?.dueOn ?? '',
    { words: w(`loans.state.${loan.state}`), tone: loan.state === 'overdue' ? 'bad' : 'info' },
  ]),
})

const advancesList = (w: Words, { advances }: FirmWork): WorkList => ({
  title: w('home.advances'),
  more: { href: '/bridges', label: w('home.all-advances') },
  none: '',
  columns: [
    { label: w('home.advance') },
    { label: w('home.amount', { unit: wan(w) }), kind: 'number' },
    { label: w('home.state') },
    { label: w('home.back-by'), kind: 'date' },
  ],
  rows: advances.map(({ id, number, state, amountFen, lastOn, overdueSince }) => [
    { words: number, href: `/bridges/${id}` },
    showWan(amountFen),
    overdueSince && isOut(state)
      ? { words: w('bridges.state-overdue'), tone: 'bad' }
      : { words: w(bridgeStateWords(state)), tone: state === 'returned' ? 'warn' : 'info' },
    lastOn ?? '',
  ]),
})

const tones: Readonly<Record<NeedState, string>> = {
  draft: 'neutral',
  'under-review': 'warn',
  published: 'info',
  'in-progress': 'info',
  financed: 'good',
  withdrawn: 'neutral',
  expired: 'neutral',
}

const needsList = (w: Words, { needs }: FirmWork): WorkList => ({
  title: w('home.needs'),
  more: { href: '/needs', label: w('home.all-needs') },
  none: w('home.needs-none'),
  columns: [
    { label: w('home.need') },
    { label: w('home.amount', { unit: wan(w) }), kind: 'number' },
    { label: w('home.months'), kind: 'number' },
    { label: w('home.state') },
  ],
  rows: needs.map((need) => [
    { words: need.number, href: `/needs/${need.id}` },
    showWan(need.amountFen),
    String(need.months),
    { words: w(`needs.state.${need.state}`), tone: tones[need.state] },
  ]),
})
