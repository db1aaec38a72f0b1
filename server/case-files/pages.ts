import { offerFacts } from '../applications/index.ts'
import { actorWords, timelineSteps } from '../audit/index.ts'
import { stateOf } from '../consents/consent.ts'
import { groundForBank } from '../dispatches/dispatch.ts'
import { paperName } from '../documents/index.ts'
import { showBytes } from '../documents/size.ts'
import type { Fit } from '../matching/fit.ts'
import { conditionsForBank, conditionWords } from '../matching/index.ts'
import { showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import { type FileShown, placeOf } from './case-file.ts'
import { checksShown, saidTables } from './pages-said.ts'
import { table } from './pages-table.ts'

/**
 * The file of a case for one of its parties. Tax data a bank reads only by a consent that holds, and the look is recorded.
 */
export function filePage(w: Words, reference: Reference, shown: FileShown) {
  const { application, isBank, offers, trail } = shown
  const { id, number } = application
  const at = showInstant(shown.at)
  return {
    title: w('case-files.title', { number }),
    running: w('case-files.title', { number }),
    backHref: `/applications/${id}`,
    zipHref: `/applications/${id}/file.zip`,
    mark: w('case-files.mark', { number, who: shown.who, at }),
    facts: headFacts(w, shown, at),
    rule: w('applications.by-rule', { rule: application.ruleVersion, version: application.productVersion }),
    conditions: conditionsOf(w, reference, shown),
    sides: isBank ? { haveLabel: w('matching.firm-side'), wantLabel: w('matching.product-side') } : {},
    tables: [
      consentsTable(w, shown),
      looksTable(w, shown),
      papersTable(w, shown),
      dispatchesTable(w, shown),
      moneyTable(w, shown),
      ...saidTables(w, reference, shown),
    ],
    checks: checksShown(w, reference, shown),
    offers: offers.map((offer) => ({
      state: w(`applications.offer-state.${offer.state}`),
      facts: offerFacts(w, offer),
      words: offer.words,
    })),
    steps: timelineSteps(w, trail),
  }
}

/** What the matching found, as this side of the case may read it. */
export function conditionsOf(w: Words, reference: Reference, { application, isBank }: FileShown) {
  const found = application.fit as Partial<Fit>
  const conditions = found.conditions ?? []
  const words = isBank
    ? conditionsForBank(w, reference, conditions, false)
    : conditionWords(w, reference, conditions)
  return words.conditions
}

/** The list of papers that lies with their bytes: what is kept back stands there by kind and reason. */
export const papersList = (w: Words, { papers, withheld }: FileShown): string[][] => [
  ['place', 'kind', 'name', 'bytes', 'hash', 'given'].map((key) => w(`case-files.${key}`)),
  ...papers.map((paper) => {
    const because = withheld(paper)
    return because
      ? [w(`case-files.because.${because}`), paperName(w, paper.kind), '', '', '', showInstant(paper.givenAt)]
      : [
          placeOf(papers, paper),
          paperName(w, paper.kind),
          paper.name || w('documents.nameless'),
          String(paper.bytes),
          paper.hash,
          showInstant(paper.givenAt),
        ]
  }),
]

const headFacts = (w: Words, { application, need, names, firm, who, isCopy }: FileShown, at: string) => [
  { label: w(isCopy ? 'case-files.as-of' : 'case-files.made'), value: at },
  { label: w('case-files.asker'), value: who },
  { label: w('case-files.state'), value: w(`applications.state.${application.state}`) },
  { label: w('applications.column.firm'), value: firm ?? w('applications.firm-closed') },
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

const papersTable = (w: Words, { papers, withheld, isBank, isCopy }: FileShown) =>
  table(
    w,
    w('case-files.papers'),
    ['kind', 'name', 'size', 'hash', 'given', 'opened'],
    papers.map((paper) => {
      const because = withheld(paper)
      const name = paper.name || w('documents.nameless')
      return {
        cells: [
          paperName(w, paper.kind),
          because
            ? w(`case-files.because.${because}`)
            : { words: name, ...(isCopy ? { href: placeOf(papers, paper) } : {}) },
          because ? '' : showBytes(paper.bytes),
          because ? '' : paper.hash,
          { words: showInstant(paper.givenAt), ...(isBank ? {} : { note: paper.addedBy }) },
          paper.openedAt ? showInstant(paper.openedAt) : '',
        ],
      }
    }),
  )

const dispatchesTable = (w: Words, { dispatches, isBank }: FileShown) =>
  table(
    w,
    w('case-files.dispatches'),
    ['at', 'ground', 'due', 'ended', 'why'],
    dispatches.map((one) => ({
      cells: [
        showInstant(one.sentAt),
        {
          words: w(`dispatches.reason.${isBank ? groundForBank(one.reason) : one.reason}`),
          ...(one.why ? { note: one.why } : {}),
        },
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
