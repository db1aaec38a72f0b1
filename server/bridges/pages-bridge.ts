import { type TrailRow, timelineSteps } from '../audit/index.ts'
import {
  type BridgeCheck,
  type BridgePolicy,
  bridgeConditionWords,
  bridgeMarks,
  lastTaken,
} from '../bridge-pool/index.ts'
import { bridgeBorrowerWords } from '../bridge-pool/policy.ts'
import { dueWords } from '../clocks/index.ts'
import { type Day, yearOf } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { isWorkday, knowsYear } from '../money/workdays.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { PromiseRow } from '../promises/index.ts'
import { promiseStateWords } from '../promises/promise.ts'
import { isOut, noReason, ownerOf } from './bridge.ts'
import { stateShown } from './pages.ts'
import { costStanding } from './pages-cost.ts'
import type { PapersShown } from './pages-papers.ts'
import type { FoundBridge } from './parts.ts'
import type { Bridge, BridgeReturn } from './rows.ts'

export type Asked = {
  readonly key: string
  readonly action: string
  readonly form: ShownForm
  readonly isExit: boolean
  /** The question for a file that goes with it. */
  readonly upload?: object
}

export type Shown = FoundBridge & {
  readonly promise: PromiseRow | null
  readonly returns: readonly BridgeReturn[]
  readonly trail: readonly TrailRow[]
  readonly terms: BridgePolicy
  readonly forms: readonly Asked[]
  readonly today: Day
  /** What lies beside the application; null for who does not open it. */
  readonly papers: PapersShown | null
  /** Its place among those that wait, and when there is money for it. */
  readonly waits: { readonly place: number; readonly moneyOn: Day | null } | null
}

const yuan = (w: Words, amount: Fen) => w('bridges.yuan', { yuan: showYuan(amount) })

/** One advance, for whoever may know of it, with what this reader can do now. */
export function bridgePage(w: Words, reference: Reference, shown: Shown) {
  const { bridge, pool, promise, returns, trail, terms, forms, papers, side, today, waits } = shown
  const due = dueWords(w, reference, bridge.dueOn, today)
  const [main, ...others] = forms
  const isMine = main && !main.isExit
  const owed = papers?.upload ? papers.missing : 0
  const key = owed ? 'papers' : isMine ? main.key : bridge.state
  const asks = owed > 0 || isMine
  return {
    title: w('bridges.bridge-title', { number: bridge.number }),
    state: stateShown(w, bridge),
    step: {
      title: w(asks ? `bridges.do.${key}` : `bridges.wait.${key}-title`),
      text: asks ? w(`bridges.do-text.${key}`, { count: owed }) : waitText(w, bridge, waits),
      ...(due.words
        ? { due: w('bridges.due', { day: bridge.dueOn ?? '', words: due.words }), dueBy: bridge.duePolicies }
        : {}),
      late: due.late,
      ...(asks ? { href: owed ? '#papers' : '#asked', label: w('bridges.to-form') } : {}),
    },
    alarm:
      promise?.state === 'lapsed' && bridge.paidOutOn && !bridge.endedOn
        ? w('bridges.alarm', { why: promise.why ?? '' })
        : '',
    facts: factsShown(w, reference, shown),
    tryHref:
      side === 'pool' && isOut(bridge.state)
        ? `/bridge-pools/${pool.id}/calendar?late=${bridge.id}&days=5`
        : null,
    cost: costStanding(w, terms, reference, shown),
    // For who pays it, the cost comes before all else.
    costFirst: side === 'firm',
    conditions: side === 'bank' ? [] : (bridge.checks ?? []).map((check) => conditionShown(w, check)),
    words: [
      wordShown(w, 'operator', bridge.operatorWord, bridge.operatorSaid),
      wordShown(w, 'bureau', bridge.bureauWord, bridge.bureauSaid),
    ].filter((one) => one !== null),
    papers,
    letter: promise ? letterShown(w, promise) : null,
    returns: returns.length ? returnsTable(w, reference, terms, returns) : null,
    forms: [...(isMine ? [main] : []), ...(isMine ? others : forms)].map((one, at) => formShown(w, one, at)),
    steps: timelineSteps(w, trail),
  }
}

function waitText(w: Words, bridge: Bridge, waits: Shown['waits']): string {
  if (bridge.state === 'queued' && waits)
    return w(waits.moneyOn ? 'bridges.wait-place' : 'bridges.wait-place-unknown', {
      place: waits.place,
      day: waits.moneyOn ?? '',
    })
  if (
    bridge.why &&
    bridge.why !== noReason &&
    ['returned', 'refused', 'lapsed', 'withdrawn'].includes(bridge.state)
  )
    return w('bridges.wait-why', { why: bridge.why })
  // The operator and the industry bureau speak beside each other: whoever has not is waited for.
  const owner = bridge.state === 'checking' && bridge.operatorWord !== null ? 'bureau' : ownerOf[bridge.state]
  return owner
    ? w('bridges.wait-for', { who: w(`bridges.owner.${owner}`) })
    : w(`bridges.wait.${bridge.state}-text`)
}

const formShown = (w: Words, { key, action, form, isExit, upload }: Asked, at: number) => ({
  ...form,
  ...(upload ? { upload } : {}),
  action,
  isExit,
  id: at === 0 ? 'asked' : `asked-${at}`,
  title: w(`bridges.do.${key}`),
  submitLabel: w(`bridges.send.${key}`),
  once: newId(),
})

function factsShown(w: Words, reference: Reference, { bridge, firm, bank, pool, side, terms }: Shown) {
  const fact = (key: string, value: string | null, note?: string) =>
    value === null ? [] : [{ label: w(`bridges.fact.${key}`), value, ...(note ? { note } : {}) }]
  return [
    ...fact('pool', pool.name[w.language]),
    ...fact('firm', firm, w(bridgeBorrowerWords(bridge.borrower))),
    ...fact('bank', bank),
    ...fact('amount', yuan(w, bridge.amountFen)),
    ...fact(
      'old-loan',
      yuan(w, bridge.principalDueFen),
      w('bridges.fact.old-loan-note', { contract: bridge.oldContract, day: bridge.maturesOn }),
    ),
    ...fact('planned', w('bridges.from-to', { from: bridge.payOn, to: bridge.backOn })),
    ...(side === 'bank' ? [] : fact('why-not', bridge.whyNot)),
    ...fact(
      'own-money',
      bridge.ownMoneyFen === null ? null : yuan(w, bridge.ownMoneyFen),
      bridge.ownMoneyOn ?? '',
    ),
    ...fact('reserved', bridge.state === 'reserved' ? bridge.reservedUntil : null),
    ...fact('paid-out', bridge.paidOutOn, bridge.lastOn ? lastWords(w, reference, terms, bridge.lastOn) : ''),
    ...fact('settled', bridge.settledOn),
    ...fact('court', bridge.filedOn ?? bridge.courtOn, bridge.courtCase ?? w('bridges.fact.court-due')),
    ...fact(
      'new-loan',
      bridge.newLoanFen === null ? null : yuan(w, bridge.newLoanFen),
      [bridge.newLoanOn, bridge.newContract].filter(Boolean).join(' · '),
    ),
    ...fact('repaid', bridge.repaidFen > 0 ? yuan(w, bridge.repaidFen) : null),
    ...fact(
      'fee',
      bridge.repaidFen > 0 ? yuan(w, bridge.feeFen) : null,
      bridge.feePaidOn ?? w('bridges.fact.fee-owed'),
    ),
  ]
}

/** The last day, and the working day before it where the pool's account takes no money on it. */
function lastWords(w: Words, { calendar }: Reference, terms: BridgePolicy, day: Day): string {
  const taken = lastTaken(terms, day, calendar)
  return taken === day ? w('bridges.fact.last', { day }) : w('bridges.fact.last-off', { day, taken })
}

const shownWhole = (w: Words, have: number | string | null): string =>
  have === null ? w('bridges.unknown') : typeof have === 'number' ? String(have) : have

const saidYesNo: readonly string[] = ['dishonest', ...bridgeMarks]

function saidOf(w: Words, { condition, met, have }: BridgeCheck): string {
  if (condition === 'borrower') return w(`bridge-pool.borrower.${have}`)
  if (condition === 'loan' && have !== null) return w(`bridge-pool.loan.${have}`)
  if (condition === 'working-capital') return w(`forms.yes-no.${met === 'yes' ? 'yes' : 'no'}`)
  if (saidYesNo.includes(condition) && have !== null) return w(`forms.yes-no.${have}`)
  return shownWhole(w, have)
}

function conditionShown(w: Words, check: BridgeCheck) {
  const { condition, met, want, onRecord } = check
  const have = saidOf(w, check)
  return {
    label: w(bridgeConditionWords(condition)),
    met,
    have: onRecord ? w('bridges.on-record', { have }) : have,
    ...(want === null ? {} : { want: w(`bridges.wants.${condition}`, { want }) }),
    ...(met === 'unknown' ? { missing: w('bridges.missing') } : {}),
  }
}

const wordShown = (w: Words, who: 'operator' | 'bureau', word: 'yes' | 'no' | null, said: string | null) =>
  word === null
    ? null
    : {
        label: w(`bridges.word-of.${who}`),
        value: w(`bridges.word.${word}`),
        ...(said ? { note: said } : {}),
      }

const letterShown = (w: Words, promise: PromiseRow) => ({
  href: promise.sha256 ? `/promises/${promise.id}` : null,
  fileHref: promise.fileId ? `/promises/${promise.id}/file` : null,
  state: {
    label: w(promiseStateWords(promise.state)),
    tone: promise.state === 'lapsed' ? 'bad' : promise.state === 'asked' ? 'warn' : 'good',
  },
  facts: letterFacts(w, promise),
})

/** What a letter says, or what it is asked to say at least. */
export const letterFacts = (w: Words, promise: PromiseRow) => [
  { label: w('bridges.letter.number'), value: promise.number },
  ...(promise.amountFen === null
    ? [{ label: w('bridges.letter.least'), value: yuan(w, promise.leastFen) }]
    : [
        { label: w('bridges.letter.amount'), value: yuan(w, promise.amountFen) },
        { label: w('bridges.letter.letter-number'), value: promise.letterNumber ?? '' },
        { label: w('bridges.letter.valid'), value: promise.validUntil ?? '' },
        { label: w('bridges.letter.new-loan'), value: promise.newLoanBy ?? '' },
        {
          label: w('bridges.letter.account'),
          value: promise.accountNumber ?? '',
          note: promise.accountName ?? '',
        },
        {
          label: w('bridges.letter.signer'),
          value: promise.signer ?? '',
          note: promise.signedAt ? showInstant(promise.signedAt) : '',
        },
        { label: w('bridges.letter.mark'), value: (promise.sha256 ?? '').slice(0, 16) },
      ]),
]

/** What a day off costs is for the terms to say; that it was one, the page says. */
function dayCell(w: Words, { calendar }: Reference, { dayKind }: BridgePolicy, on: Day) {
  const isOff = knowsYear(calendar, yearOf(on)) && !isWorkday(calendar, on)
  return isOff ? { words: on, note: w(`bridges.day-off.${dayKind}`) } : on
}

const returnsTable = (
  w: Words,
  reference: Reference,
  terms: BridgePolicy,
  returns: readonly BridgeReturn[],
) => ({
  caption: w('bridges.returns'),
  columns: ['day', 'sum', 'days-out', 'fee'].map((key) => ({
    label: w(`bridges.column.${key}`),
    ...(key === 'day' ? {} : { kind: 'number' }),
  })),
  rows: returns.map(({ returnedOn, amountFen, days, overdueDays, feeFen }) => ({
    cells: [
      dayCell(w, reference, terms, returnedOn),
      showYuan(amountFen),
      overdueDays > 0
        ? { words: String(days), tone: 'bad', note: w('bridges.days-over', { days: overdueDays }) }
        : String(days),
      showYuan(feeFen),
    ],
  })),
})
