import type { Application, namesOf, Offer } from '../applications/index.ts'
import type { TrailRow } from '../audit/index.ts'
import { stateOf } from '../consents/consent.ts'
import type { Consent, Look } from '../consents/index.ts'
import { groundForBank } from '../dispatches/dispatch.ts'
import type { dispatchesTo } from '../dispatches/index.ts'
import type { CasePaper } from '../documents/index.ts'
import type { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import type { messagesOf } from '../messages/index.ts'
import type { Day } from '../money/day.ts'
import type { Need } from '../needs/index.ts'
import type { Objection } from '../objections/index.ts'
import type { Instant } from '../platform/clock.ts'
import { endings } from '../platform/files/recognise.ts'
import type { banksOf, SecondLook } from '../second-looks/index.ts'
import { lookStateOn } from '../second-looks/second-look.ts'
import type { TaxCheck } from '../tax-checks/index.ts'
import type { TaxCreditScheme } from '../tax-credit/scheme.ts'

/** More steps than a person reads on paper; a file that would leave some out is refused instead. */
export const fileLimit = 2000

/** Oldest first: ids rise with time. */
export const inOrder = <Row extends { readonly id: string }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((one, other) => (one.id < other.id ? -1 : one.id > other.id ? 1 : 0))

/** That somebody took the file away is no part of it: else no two would ever be the same. */
export const taken = 'case-files.taken'

/** Why the bytes of a paper are not with the file; null where they are. */
export type Withheld = 'no-consent' | 'case-closed' | null

type Rows<Read extends (...asked: never[]) => Promise<unknown>> = Awaited<ReturnType<Read>>

/** What was said in a case, and what was kept at its decisions, each as far as the reader may see it. */
export type Said = {
  readonly messages: Rows<typeof messagesOf>
  readonly objections: readonly { readonly objection: Objection; readonly withheld: Withheld }[]
  /** Null for a bank: what a firm shows to others is not its to know. */
  readonly secondLooks: readonly { readonly look: SecondLook; readonly banks: Rows<typeof banksOf> }[] | null
  readonly taxChecks: {
    readonly kept: readonly TaxCheck[]
    readonly withheld: Withheld
    /** As each was in force on the day of the check; only its name is read. */
    readonly schemes: ReadonlyMap<string, TaxCreditScheme>
  }
}

/** All that the file of a case holds for one of its parties. */
export type FileShown = {
  readonly application: Application
  readonly need: Need
  readonly names: NonNullable<Rows<typeof namesOf>>
  /** Null while the firm stays anonymous to the reader. */
  readonly firm: string | null
  readonly isBank: boolean
  readonly today: Day
  readonly who: string
  /** When the page was made; of a copy that is taken away, when something last happened in it. */
  readonly at: Instant
  readonly isCopy: boolean
  readonly consents: readonly Consent[]
  readonly looks: readonly Look[]
  readonly papers: readonly CasePaper[]
  readonly withheld: (paper: CasePaper) => Withheld
  readonly offers: readonly Offer[]
  readonly dispatches: Rows<typeof dispatchesTo>
  readonly drawdowns: Rows<typeof drawdownsOf>
  readonly repayments: Rows<typeof repaymentsOf>
  readonly said: Said
  readonly trail: readonly TrailRow[]
}

/** Where the bytes of a paper lie within the file: a name of ours, whatever its own is. */
export function placeOf(papers: readonly CasePaper[], { caseDocumentId, kind, type }: CasePaper): string {
  const at = papers.findIndex((one) => one.caseDocumentId === caseDocumentId) + 1
  return `documents/${String(at).padStart(3, '0')}-${kind}.${endings[type]}`
}

/** The last moment at which something happened in the case: what the file is the state of. */
export const lastMoment = ({
  application,
  trail,
  looks,
  said,
}: Pick<FileShown, 'application' | 'trail' | 'looks' | 'said'>) =>
  [...[...trail, ...looks].map(({ at }) => at), ...momentsOf(said)].reduce<Instant>(
    (last, at) => (at && at > last ? at : last),
    application.submittedAt,
  )

const momentsOf = ({ messages, objections, secondLooks, taxChecks }: Said): (Instant | null)[] => [
  ...messages.map(({ message }) => message.at),
  ...objections.flatMap(({ objection }) => [objection.madeAt, objection.decidedAt]),
  ...(secondLooks ?? []).flatMap(({ look, banks }) => [
    ...[look.openedAt, look.endedAt],
    ...banks.map(({ answer }) => answer.answeredAt),
  ]),
  ...taxChecks.kept.map(({ madeAt }) => madeAt),
]

type Condition = {
  readonly label: string
  readonly met: string
  readonly have?: string
  readonly want?: string
}

/**
 * The file for programs: whole fen, rates in millionths a year, days and instants as they are kept, always in this order
 * of names. It holds what the page for people holds and nothing more.
 */
export function caseRecord(shown: FileShown, conditions: readonly Condition[]) {
  const { application, need, names, firm, isBank, papers, withheld, today } = shown
  const numbers = new Map(shown.consents.map(({ id, number }) => [id, number]))
  return {
    form: 'rongqiao-case-file-1',
    number: application.number,
    asOf: shown.at,
    reader: shown.who,
    case: caseOf(application, names),
    firm,
    bank: names.bank,
    need: { number: need.number, amountFen: need.amountFen, months: need.months, purpose: need.purpose },
    matching: {
      rule: application.ruleVersion,
      conditions: conditions.map(({ label, met, have, want }) => ({
        condition: label,
        met,
        have: have ?? null,
        want: want ?? null,
      })),
    },
    consents: inOrder(shown.consents).map((one) => ({
      ...{ number: one.number, kind: one.kind, purpose: one.purpose, text: one.textVersion },
      ...{ givenAt: one.givenAt, ...(isBank ? {} : { giver: one.giver }), until: one.until },
      ...{ state: stateOf(one, today), endedAt: one.endedAt, ending: one.ending },
    })),
    looks: shown.looks.map(({ at, actor, kind, basis, consentId, about }) => ({
      ...{ at, actor, kind, basis },
      consent: consentId ? (numbers.get(consentId) ?? consentId) : null,
      // It names papers that a bank may no longer know by name.
      ...(isBank ? {} : { about }),
    })),
    papers: papers.map((paper) => paperOf(paper, papers, withheld(paper), isBank)),
    dispatches: shown.dispatches.map((one) => ({
      ...{ sentAt: one.sentAt, reason: isBank ? groundForBank(one.reason) : one.reason, why: one.why },
      ...{ dueOn: one.dueOn, state: one.state },
      ...{ endedAt: one.endedAt, declineReason: one.declineReason, declineWords: one.declineWords },
    })),
    offers: inOrder(shown.offers).map(offerOf),
    drawdowns: inOrder(shown.drawdowns).map(({ drawnOn, amountFen, reportedAt }) => ({
      ...{ drawnOn, amountFen, reportedAt },
    })),
    repayments: inOrder(shown.repayments).map((one) => ({
      ...{ paidOn: one.paidOn, principalFen: one.principalFen, interestFen: one.interestFen },
      ...{ isReversal: one.reversalOf !== null, reportedAt: one.reportedAt },
    })),
    ...saidOf(shown),
    timeline: shown.trail.map(({ at, actor, happening, fromState, toState, why }) => ({
      ...{ at, actor, happening, from: fromState, to: toState, why },
    })),
  }
}

const saidOf = ({ said, isBank, today }: FileShown) => ({
  messages: said.messages.map(({ message, name }) => ({
    ...{ at: message.at, side: message.side, who: isBank && message.side === 'firm' ? null : name },
    text: message.text,
  })),
  objections: said.objections.map(({ objection: one, withheld }) => ({
    ...{ number: one.number, fact: one.fact, year: one.factYear, taxSum: one.factSum, withheld },
    ...{ held: withheld ? null : one.held, claimed: withheld ? null : one.claimed, words: one.words },
    ...{ state: one.state, madeAt: one.madeAt, dueOn: one.dueOn, duePolicies: one.duePolicies },
    ...{ decidedAt: one.decidedAt, answer: one.answer },
  })),
  ...(said.secondLooks && {
    secondLooks: said.secondLooks.map(({ look, banks }) => ({
      ...{ number: look.number, state: lookStateOn(look, today), until: look.until },
      ...{ openedAt: look.openedAt, endedAt: look.endedAt },
      banks: banks.map(({ answer, bank, product }) => ({
        ...{ bank, answer: answer.state, product, words: answer.words, answeredAt: answer.answeredAt },
      })),
    })),
  }),
  taxChecks: said.taxChecks.kept.map(({ occasion, madeAt, lprVersion, ...kept }) => ({
    ...{ occasion, madeAt, withheld: said.taxChecks.withheld },
    ...(said.taxChecks.withheld
      ? {}
      : {
          lprVersion,
          facts: kept.facts,
          checked: kept.checked,
          refusal: kept.refusal,
          changes: kept.changes,
        }),
  })),
})

const caseOf = (one: Application, names: FileShown['names']) => ({
  ...{ state: one.state, openedBy: one.openedBy, product: names.product, version: one.productVersion },
  ...{ officer: names.officer, submittedAt: one.submittedAt, takenAt: one.takenAt },
  ...{ offeredAt: one.offeredAt, decidedAt: one.decidedAt, dueOn: one.dueOn, duePolicies: one.duePolicies },
  ...{ declineReason: one.declineReason, declineWords: one.declineWords },
  ...{ declineFacts: one.declineFacts, declinePapers: one.declinePapers },
})

const paperOf = (paper: CasePaper, papers: readonly CasePaper[], withheld: Withheld, isBank: boolean) => ({
  kind: paper.kind,
  ...{ file: withheld ? null : placeOf(papers, paper), withheld },
  ...{ name: withheld ? null : paper.name, bytes: withheld ? null : paper.bytes },
  ...{ sha256: withheld ? null : paper.hash, expiresOn: withheld ? null : paper.expiresOn },
  ...{ givenAt: paper.givenAt, ...(isBank ? {} : { addedBy: paper.addedBy }), openedAt: paper.openedAt },
})

const offerOf = (one: Offer) => ({
  ...{ state: one.state, amountFen: one.amountFen, months: one.months, ratePpm: one.ratePpm },
  ...{ method: one.method, guaranteeMode: one.guaranteeMode, guarantor: one.guarantorName },
  upfrontFeesFen: one.upfrontFeesFen,
  ...{ yearlyFeesFen: one.yearlyFeesFen, fees: one.fees, penaltyUpliftPpm: one.penaltyUpliftPpm },
  ...{ earlyFeePpm: one.earlyFeePpm, simplePpm: one.simplePpm, compoundPpm: one.compoundPpm },
  ...{ validUntil: one.validUntil, words: one.words, madeAt: one.madeAt, decidedAt: one.decidedAt },
})
