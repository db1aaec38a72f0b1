import { type Application, type namesOf, type Offer, offerFacts } from '../applications/index.ts'
import { actorWords, type TrailRow, timelineSteps } from '../audit/index.ts'
import { stateOf } from '../consents/consent.ts'
import type { Consent, Look } from '../consents/index.ts'
import type { dispatchesTo } from '../dispatches/index.ts'
import { type CasePaper, paperName } from '../documents/index.ts'
import type { PaperKind } from '../documents/paper.ts'
import { showBytes } from '../documents/size.ts'
import type { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import type { Fit } from '../matching/fit.ts'
import { conditionsForBank, conditionWords } from '../matching/index.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Need } from '../needs/index.ts'
import type { Reference } from '../parts.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'

type Rows<Read extends (...asked: never[]) => Promise<unknown>> = Awaited<ReturnType<Read>>

export type FileShown = {
  readonly application: Application
  readonly need: Need
  readonly names: NonNullable<Rows<typeof namesOf>>
  /** Null while the firm stays anonymous to the reader. */
  readonly firm: string | null
  readonly isBank: boolean
  readonly today: Day
  readonly who: string
  readonly at: Instant
  readonly consents: readonly Consent[]
  readonly looks: readonly Look[]
  readonly papers: readonly CasePaper[]
  readonly withheld: (kind: PaperKind) => boolean
  readonly offers: readonly Offer[]
  readonly dispatches: Rows<typeof dispatchesTo>
  readonly drawdowns: Rows<typeof drawdownsOf>
  readonly repayments: Rows<typeof repaymentsOf>
  readonly trail: readonly TrailRow[]
}

/**
 * The file of a case for one of its parties. A bank reads no tax data here, consent or not: the page of the case shows
 * it and records the look.
 */
export function filePage(w: Words, reference: Reference, shown: FileShown) {
  const { application, isBank, offers, trail } = shown
  const { id, number } = application
  const found = application.fit as Partial<Fit>
  const conditions = found.conditions ?? []
  const at = showInstant(shown.at)
  return {
    title: w('case-files.title', { number }),
    backHref: `/applications/${id}`,
    mark: w('case-files.mark', { number, who: shown.who, at }),
    facts: headFacts(w, shown, at),
    rule: w('applications.by-rule', { rule: application.ruleVersion, version: application.productVersion }),
    conditions: (isBank
      ? conditionsForBank(w, reference, conditions, false)
      : conditionWords(w, reference, conditions)
    ).conditions,
    sides: isBank ? { haveLabel: w('matching.firm-side'), wantLabel: w('matching.product-side') } : {},
    tables: [
      consentsTable(w, shown),
      looksTable(w, shown),
      papersTable(w, shown),
      dispatchesTable(w, shown),
      moneyTable(w, shown),
    ],
    offers: offers.map((offer) => ({
      state: w(`applications.offer-state.${offer.state}`),
      facts: offerFacts(w, offer),
      words: offer.words,
    })),
    steps: timelineSteps(w, trail),
  }
}

const headFacts = (w: Words, { application, need, names, firm, who }: FileShown, at: string) => [
  { label: w('case-files.made'), value: at },
  { label: w('case-files.asker'), value: who },
  { label: w('case-files.state'), value: w(`applications.state.${application.state}`) },
  { label: w('applications.column.firm'), value: firm ?? w('matching.anonymous-long') },
  { label: w('applications.column.bank'), value: names.bank },
  { label: w('applications.column.product'), value: names.product },
  { label: w('applications.column.officer'), value: names.officer ?? w('applications.nobody-yet') },
  { label: w('applications.need'), value: need.number },
  {
    label: w('applications.asked'),
    value: w('applications.yuan', { yuan: showYuan(need.amountFen) }),
    note: w('applications.months', { months: need.months }),
  },
  { label: w('applications.purpose'), value: w(`needs.purpose.${need.purpose}`) },
  { label: w('case-files.submitted'), value: showInstant(application.submittedAt) },
  ...(application.dueOn
    ? [{ label: w('case-files.due'), value: application.dueOn, by: application.duePolicies }]
    : []),
  ...(application.declineReason
    ? [
        {
          label: w('applications.declined-because'),
          value: w(`applications.decline-reason.${application.declineReason}`),
          note: application.declineWords ?? undefined,
        },
      ]
    : []),
]

type Cell = string | { readonly words: string; readonly note?: string }
type Row = { readonly cells: readonly Cell[] }

const table = (w: Words, caption: string, columns: readonly string[], rows: readonly Row[]) => ({
  caption,
  columns: columns.map((key) => ({ label: w(`case-files.${key}`) })),
  rows,
})

/** Who of the firm gave it is the firm's to know. */
const consentsTable = (w: Words, { consents, isBank, today }: FileShown) =>
  table(
    w,
    w('case-files.consents'),
    ['number', 'kind', 'purpose', 'given', 'until', 'state', 'ended'],
    consents.toReversed().map((one) => ({
      cells: [
        one.number,
        w(`consents.kind.${one.kind}`),
        w(`consents.purpose.${one.purpose}`),
        { words: showInstant(one.givenAt), ...(isBank ? {} : { note: actorWords(w, one.giver) }) },
        one.until,
        w(`consents.state.${stateOf(one, today)}`),
        one.endedAt ? showInstant(one.endedAt) : '',
      ],
    })),
  )

function looksTable(w: Words, { looks, consents }: FileShown) {
  const numbers = new Map(consents.map(({ id, number }) => [id, number]))
  return table(
    w,
    w('case-files.looks'),
    ['at', 'who', 'kind', 'ground'],
    looks.map((look) => ({
      cells: [
        showInstant(look.at),
        actorWords(w, look.actor),
        w(`consents.kind.${look.kind}`),
        look.consentId ? (numbers.get(look.consentId) ?? look.consentId) : w('consents.basis.contract'),
      ],
    })),
  )
}

const papersTable = (w: Words, { papers, withheld, isBank }: FileShown) =>
  table(
    w,
    w('case-files.papers'),
    ['kind', 'name', 'size', 'hash', 'given', 'opened'],
    papers.map((paper) => {
      const hidden = withheld(paper.kind)
      return {
        cells: [
          paperName(w, paper.kind),
          hidden ? w('case-files.withheld') : paper.name || w('documents.nameless'),
          hidden ? '' : showBytes(paper.bytes),
          hidden ? '' : paper.hash,
          { words: showInstant(paper.givenAt), ...(isBank ? {} : { note: paper.addedBy }) },
          paper.openedAt ? showInstant(paper.openedAt) : '',
        ],
      }
    }),
  )

const dispatchesTable = (w: Words, { dispatches }: FileShown) =>
  table(
    w,
    w('case-files.dispatches'),
    ['at', 'ground', 'due', 'ended', 'why'],
    dispatches.map((one) => ({
      cells: [
        showInstant(one.sentAt),
        { words: w(`dispatches.reason.${one.reason}`), ...(one.why ? { note: one.why } : {}) },
        one.dueOn,
        one.endedAt ? showInstant(one.endedAt) : '',
        [
          one.declineReason ? w(`applications.decline-reason.${one.declineReason}`) : '',
          one.declineWords ?? '',
        ]
          .filter(Boolean)
          .join(' '),
      ],
    })),
  )

function moneyTable(w: Words, { drawdowns, repayments }: FileShown) {
  const rows = [
    ...drawdowns.map((one) => ({
      ...{ on: one.drawnOn, kind: 'drawdown', principal: one.amountFen, interest: null },
      at: one.reportedAt,
    })),
    ...repayments.map((one) => ({
      ...{ on: one.paidOn, kind: one.reversalOf ? 'reversal' : 'repayment' },
      ...{ principal: one.principalFen, interest: one.interestFen, at: one.reportedAt },
    })),
  ].toSorted((one, other) => (one.at < other.at ? -1 : one.at > other.at ? 1 : 0))
  return table(
    w,
    w('case-files.loan'),
    ['on', 'what', 'principal', 'interest', 'report'],
    rows.map(({ on, kind, principal, interest, at }) => ({
      cells: [
        on,
        w(`case-files.movement.${kind}`),
        w('applications.yuan', { yuan: showYuan(principal) }),
        interest === null ? '' : w('applications.yuan', { yuan: showYuan(interest) }),
        showInstant(at),
      ],
    })),
  )
}
