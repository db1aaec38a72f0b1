import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { dueWords } from '../clocks/index.ts'
import { contactDue, contactSection, type contactsOf } from '../contacts/index.ts'
import { type Papers, paperName, paperStep, papersSection } from '../documents/index.ts'
import { underExamination } from '../matching/disputed.ts'
import type { Fit } from '../matching/fit.ts'
import { conditionsForBank, conditionWords } from '../matching/index.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Need } from '../needs/index.ts'
import type { Reference } from '../parts.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { type ApplicationState, isClosed, isContract, movesOpenTo } from './application.ts'
import { advicePage, type Declined } from './pages-advice.ts'
import { examinedShown } from './pages-examined.ts'
import { offerFacts } from './pages-offers.ts'
import type { Application, Offer } from './rows.ts'
import type { namesOf } from './rows-case.ts'
import type { Examined } from './rows-objections.ts'
import type { RenewedLoan } from './rows-renewal.ts'

export const stateTones = {
  submitted: 'info',
  taken: 'info',
  offered: 'good',
  agreed: 'good',
  signed: 'good',
  declined: 'neutral',
  withdrawn: 'neutral',
  expired: 'neutral',
  'not-chosen': 'neutral',
} as const satisfies Record<ApplicationState, string>

export const stateShown = (w: Words, state: ApplicationState) => ({
  label: w(`applications.state.${state}`),
  tone: stateTones[state],
})

export type CaseShown = {
  readonly application: Application
  /** Null as long as the firm stays anonymous to this bank. */
  readonly firm: string | null
  /** Whether this reader may read the firm's tax data. */
  readonly isTaxOpen: boolean
  readonly need: Need
  readonly names: NonNullable<Awaited<ReturnType<typeof namesOf>>>
  readonly offers: readonly Offer[]
  /** The offers that have a cost sheet. */
  readonly sheets: ReadonlySet<string>
  readonly loan: { readonly id: string; readonly firstLoan: boolean } | null
  readonly trail: readonly TrailRow[]
  readonly papers: Papers
  /** What the bureau examines of the firm now. */
  readonly examined: readonly Examined[]
  /** What changed of the firm's taxes since the offer, where its page says so. */
  readonly taxChanged: readonly ReturnType<typeof examinedShown>[number][]
  /** The loan that the case renews; null for a case that lends anew. */
  readonly renewed: RenewedLoan | null
  /** The calls and visits of the bank. */
  readonly contacts: Awaited<ReturnType<typeof contactsOf>>
  /** Where in the queue the reader comes from, as the query of its address; empty for his whole own turn. */
  readonly queuePlace: string
  /** For the firm of a case that was declined. */
  readonly declined: Declined | null
}

/** One case: facts left, clock and history right, and what this reader should do now. */
export function casePage(w: Words, reference: Reference, me: Person, today: Day, shown: CaseShown) {
  const { application, need, firm, isTaxOpen, names, offers, trail } = shown
  const isBank = isOneOf(me, bankRoles)
  const due = dueWords(w, reference, application.dueOn, today)
  const found = application.fit as Partial<Fit>
  const conditions = underExamination(found.conditions ?? [], names.disputed ?? [])
  const side = isBank ? 'bank' : 'firm'
  const plain = nextStep(w, me, shown)
  // While papers are asked for, they come first; what would come next stays within reach.
  const also = contactDue(w, reference, application, side, today)
  const papers = paperStep(w, { ...application, side }, shown.papers)
  const later = papers && 'href' in plain && plain.href ? [{ link: plain.href, words: plain.label }] : []
  return {
    title: w('applications.case-title', { number: application.number }),
    moves: isBank ? movesFrom(application, shown.queuePlace) : null,
    state: stateShown(w, application.state),
    step: {
      ...(papers ?? plain),
      ...(due.words ? { due: due.words, dueBy: application.duePolicies } : {}),
      ...(also ? { also } : {}),
      late: due.late,
    },
    examined: [
      ...shown.taxChanged,
      ...examinedShown(w, reference, application, { side, examined: shown.examined, today }),
    ],
    contact: contactSection(w, reference, application, { side, listed: shown.contacts, today }),
    facts: [
      ...caseFacts(w, isBank, firm, names, need, application),
      ...renewedFacts(w, shown.renewed),
      ...loanFacts(w, shown.loan),
    ],
    ...(isBank
      ? conditionsForBank(w, reference, conditions, isTaxOpen)
      : conditionWords(w, reference, conditions)),
    sides: isBank ? { haveLabel: w('matching.firm-side'), wantLabel: w('matching.product-side') } : {},
    rule: w('applications.by-rule', { rule: application.ruleVersion, version: application.productVersion }),
    ruleBy: application.ruleVersion,
    offers: offers.map((offer) => ({
      state: {
        label: w(`applications.offer-state.${offer.state}`),
        tone: offer.state === 'open' || offer.state === 'accepted' ? 'good' : 'neutral',
      },
      facts: offerFacts(w, offer),
      words: offer.words,
      sheetHref: shown.sheets.has(offer.id) ? `/offers/${offer.id}/sheet` : null,
      withdrawal: isBank && offer.state === 'open' ? takeBack(w, offer) : null,
    })),
    advice: shown.declined ? advicePage(w, application, shown.declined) : null,
    buttons: [...later, ...guaranteeLink(w, application, offers), ...buttonsFor(w, me, application)],
    once: newId(),
    fileHref: `/applications/${application.id}/file`,
    steps: timelineSteps(w, isBank ? trail.map((row) => unnamed(row, firm)) : trail),
    papers: papersSection(w, { ...application, side }, shown.papers),
  }
}

/** Who came from a band of his queue goes on in it, also from a case that he has just closed. */
const movesFrom = ({ id, state }: Application, place: string) =>
  place || !isClosed(state)
    ? {
        before: `/queue/before/${id}${place}`,
        after: `/queue/after/${id}${place}`,
        queue: `/queue${place}`,
      }
    : null

/**
 * A step of the firm as a bank reads it: by the role, and by the firm where the bank may know it; the person behind it
 * is nobody's to name.
 */
export function unnamed(row: TrailRow, firm: string | null): TrailRow {
  const role = row.actor.split(' · ').find((part) => enterpriseRoles.some((one) => one === part))
  return role ? { ...row, actor: [role, firm].filter(Boolean).join(' · ') } : row
}

const caseFacts = (
  w: Words,
  isBank: boolean,
  firm: string | null,
  names: CaseShown['names'],
  need: Need,
  application: Application,
) => [
  { label: w('applications.column.firm'), value: firm ?? w('applications.firm-closed') },
  { label: w('applications.column.bank'), value: names.bank },
  { label: w('applications.column.product'), value: names.product },
  { label: w('applications.need'), value: need.number },
  {
    label: w('applications.asked'),
    value: w('applications.yuan', { yuan: showYuan(need.amountFen) }),
    note: w('applications.months', { months: need.months }),
  },
  { label: w('applications.purpose'), value: w(`needs.purpose.${need.purpose}`) },
  {
    label: w('applications.column.officer'),
    value: names.officer ?? w('applications.nobody-yet'),
    ...(!isBank && names.officerPhone
      ? { note: w('applications.phone', { phone: names.officerPhone }) }
      : {}),
  },
  ...(application.declineReason
    ? [
        {
          label: w('applications.declined-because'),
          value: w(`applications.decline-reason.${application.declineReason}`),
          note: application.declineWords ?? undefined,
        },
        ...evidenceFacts(w, application),
      ]
    : []),
]

/** What the bank's no rests on, by name. */
function evidenceFacts(w: Words, { declineFacts, declinePapers }: Application) {
  const named = [
    ...(declineFacts ?? []).map((fact) => w(`applications.evidence.${fact}`)),
    ...(declinePapers ?? []).map((paper) => paperName(w, paper)),
  ]
  return named.length
    ? [{ label: w('applications.declined-on'), value: named.join(w('applications.comma')) }]
    : []
}

/** Which loan the case renews: nothing is lent anew. */
const renewedFacts = (w: Words, renewed: RenewedLoan | null) =>
  renewed
    ? [
        {
          ...{ label: w('applications.renews'), value: renewed.number, href: `/loans/${renewed.loanId}` },
          note: w('applications.renews-note', {
            yuan: showYuan(renewed.balanceFen),
            wished: showYuan(renewed.wishedFen),
            months: renewed.wishedMonths,
            day: renewed.maturesOn ?? '',
          }),
        },
      ]
    : []

/** 首贷 as it was found at signing. */
const loanFacts = (w: Words, loan: CaseShown['loan']) =>
  loan ? [{ label: w('loans.first-loan'), value: w(loan.firstLoan ? 'loans.yes' : 'loans.no') }] : []

/** The step that the case waits for, if it is this reader's; else who owes it. */
function nextStep(w: Words, me: Person, { application, loan, renewed, offers }: CaseShown) {
  const side = isOneOf(me, bankRoles) ? 'bank' : 'firm'
  const { id, state, needId, version } = application
  // A renewal has no offers of others beside it, and nothing that was matched anew.
  const open = renewed && offers.find((offer) => offer.state === 'open')
  const isOwn = renewed !== null && (state === 'taken' || state === 'offered' || state === 'agreed')
  const key = `applications.${isOwn ? 'renewal-next' : 'next'}.${side}.${state}`
  const words = { title: w(`${key}-title`), text: w(`${key}-text`) }
  const steps: Partial<Record<string, { href?: string; action?: string; once?: string; version?: number }>> =
    {
      'bank.submitted': { action: `/applications/${id}/taking`, once: newId(), version },
      'bank.taken': { href: `/applications/${id}/offers/new` },
      'bank.agreed': { href: `/applications/${id}/signing` },
      'bank.signed': loan ? { href: `/loans/${loan.id}` } : {},
      'bank.not-chosen': { href: '/hall' },
      'bank.withdrawn': { href: '/hall' },
      'firm.offered': { href: open ? `/offers/${open.id}/acceptance` : `/needs/${needId}/offers` },
      'firm.declined': { href: `/needs/${needId}/fits` },
      'firm.signed': loan ? { href: `/loans/${loan.id}` } : {},
      'firm.withdrawn': { href: `/needs/${needId}/fits` },
      'firm.expired': { href: `/needs/${needId}/fits` },
    }
  const step = steps[`${side}.${state}`]
  return step ? { ...words, ...step, label: w(`${key}-label`) } : words
}

/** The way to the guarantee, where the offer that was accepted asks for one. */
const guaranteeLink = (w: Words, { id, state }: Application, offers: readonly Offer[]) =>
  isContract(state) &&
  offers.some((offer) => offer.state === 'accepted' && offer.guaranteeMode === 'guarantee')
    ? [{ link: `/applications/${id}/guarantee`, words: w('applications.guarantee') }]
    : []

/** What else this reader may do; what binds the firm is its owner's alone. */
function buttonsFor(w: Words, me: Person, { id, state, version }: Application) {
  const isBank = isOneOf(me, bankRoles)
  const open = movesOpenTo(isBank ? 'institution' : 'applicant', state)
  return [
    ...(isBank && open.includes('declined')
      ? [{ link: `/applications/${id}/decline`, words: w('applications.decline') }]
      : []),
    ...(isOneOf(me, ['enterprise-owner']) && open.includes('withdrawn')
      ? [
          {
            ...{ post: `/applications/${id}/withdrawal`, words: w('applications.withdraw'), version },
            ...{ why: w('applications.withdraw-why'), id: 'withdrawal-why', once: newId() },
          },
        ]
      : []),
  ]
}

const takeBack = (w: Words, { id }: Offer) => ({
  ...{ post: `/offers/${id}/withdrawal`, words: w('applications.withdraw-offer') },
  ...{ why: w('applications.take-back-why'), id: `why-${id}`, once: newId() },
})

export const declinePage = (w: Words, application: Application, shown: ShownForm) => ({
  title: w('applications.decline-title', { number: application.number }),
  ...shown,
  action: `/applications/${application.id}/decline`,
  back: `/applications/${application.id}`,
  once: newId(),
})
