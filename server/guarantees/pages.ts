import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  guarantorRoles,
  isOneOf,
  type Person,
} from '../accounts/index.ts'
import { partiesOf, partyWords } from '../arrangements/arrangement.ts'
import { coverRuleWords } from '../arrangements/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { dueWords } from '../clocks/index.ts'
import type { ShownGroup } from '../consents/index.ts'
import { showChinese } from '../money/chinese.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { mayExtend } from './following.ts'
import { stateTones } from './pages-list.ts'
import { stepOf } from './pages-step.ts'
import type { Headroom } from './ratios.ts'
import type { Change, Counter, Guarantee, Share } from './rows.ts'
import type { namesOf, relationsOfFirm } from './rows-lists.ts'

export type GuaranteeShown = {
  readonly guarantee: Guarantee
  readonly names: Awaited<ReturnType<typeof namesOf>>
  /** Null where the reader may not know who it is. */
  readonly firm: string | null
  readonly institutions: ReadonlyMap<string, string>
  readonly shares: readonly Share[]
  readonly counters: readonly Counter[]
  readonly changes: readonly Change[]
  readonly trail: readonly TrailRow[]
  /** The caps as they are now, before the promise; as they were then, after it. */
  readonly rooms: readonly Headroom[] | null
  /** What the guarantor may see of the firm, kind by kind. */
  readonly groups: readonly ShownGroup[] | null
  readonly relations: Awaited<ReturnType<typeof relationsOfFirm>> | null
  /** Whether the firm lets the guarantor see what a sheet rests on. */
  readonly consented: boolean
}

export type Side = 'firm' | 'bank' | 'guarantor' | 'sharer' | 'bureau'
export function sideOf(me: Person): Side {
  if (isOneOf(me, enterpriseRoles)) return 'firm'
  if (isOneOf(me, bankRoles)) return 'bank'
  if (isOneOf(me, guarantorRoles)) return 'guarantor'
  return isOneOf(me, bureauRoles) ? 'bureau' : 'sharer'
}

type About = { readonly me: Person; readonly today: Day; readonly reference: Reference }

/** One guarantee: what it is, who bears what of it now, under which caps, and what is next. */
export function guaranteePage(w: Words, about: About, shown: GuaranteeShown) {
  const { guarantee, shares, counters, changes, rooms, groups } = shown
  const side = sideOf(about.me)
  const isInner = side === 'guarantor' || side === 'bureau'
  return {
    title: w('guarantees.one-title', { number: guarantee.number }),
    state: { label: w(`guarantees.state.${guarantee.state}`), tone: stateTones[guarantee.state] },
    step: { ...stepOf(w, about.me, side, shown), ...dueStep(w, about, guarantee) },
    facts: factsOf(w, about, shown),
    scope: guarantee.scope.map((finding) => ({
      label: w(coverRuleWords(finding.rule)),
      met: finding.met,
      have: haveOf(w, finding),
    })),
    rooms: isInner && rooms ? roomsTable(w, rooms) : null,
    roomsTitle: w(guarantee.approvedAt ? 'guarantees.rooms-then' : 'guarantees.rooms-now'),
    roomsBy: guarantee.policies,
    groups: side === 'guarantor' ? groups : null,
    findings: isInner ? guarantee.findings : null,
    tables: [
      ...(shares.length ? [sharesTable(w, shown)] : []),
      ...(counters.length && isInner ? [countersTable(w, counters)] : []),
      ...(isInner && shown.relations ? [relationsTable(w, guarantee, shown.relations, side)] : []),
      ...(changes.length ? [changesTable(w, changes)] : []),
    ],
    buttons: buttonsOf(w, about.me, side, guarantee),
    steps: timelineSteps(w, shown.trail),
  }
}

function haveOf(w: Words, { rule, have }: Guarantee['scope'][number]): string | null {
  if (have === null) return null
  return rule === 'size' ? w(`enterprises.size.${have}`) : String(have)
}

const yuan = (w: Words, amount: Fen): string => w('guarantees.yuan', { yuan: showYuan(amount) })

function factsOf(w: Words, { me, today, reference }: About, { guarantee, names, firm }: GuaranteeShown) {
  const fact = (key: string, value: string | null, more: object = {}) =>
    value === null ? [] : [{ label: w(`guarantees.fact.${key}`), value, ...more }]
  const { filing, filingDueOn, filingLateDays, feePpm, feeFen, arrangementVersion } = guarantee
  const filingDue =
    filing === 'due' || filing === 'returned' ? dueWords(w, reference, filingDueOn, today).words : null
  return [
    ...fact('firm', firm ?? w('guarantees.anonymous')),
    ...fact('guarantor', names.guarantor),
    ...fact('bank', names.bank),
    ...fact('arrangement', w.language === 'zh' ? guarantee.terms.name.zh : guarantee.terms.name.en, {
      by: arrangementVersion ?? `arrangement-${guarantee.arrangement}-1`,
      note: arrangementVersion ? w('guarantees.fixed', { version: arrangementVersion }) : undefined,
    }),
    ...fact('origin', w(`guarantees.origin.${guarantee.origin}`), {
      href:
        guarantee.agreementId && (isOneOf(me, bankRoles) || isOneOf(me, guarantorRoles))
          ? `/batches/${guarantee.agreementId}`
          : undefined,
    }),
    ...fact('amount', yuan(w, guarantee.amountFen), { note: showChinese(guarantee.amountFen) }),
    ...fact('balance', yuan(w, guarantee.balanceFen)),
    ...fact('open', yuan(w, guarantee.openFen)),
    ...fact('months', w('guarantees.months', { months: guarantee.months })),
    ...fact('kind', w(`guarantees.kind.${guarantee.kind}`)),
    ...fact('fee', feePpm === null ? null : w('guarantees.fee-of', { rate: showPercent(feePpm) }), {
      note: feeFen === null ? undefined : w('guarantees.fee-sum', { yuan: showYuan(feeFen) }),
      by: guarantee.policies.find((version) => version.startsWith('guarantee-fees')),
    }),
    ...fact('letter', guarantee.letterNumber, {
      note: guarantee.signedOn ?? undefined,
      href: guarantee.letterNumber ? `/guarantees/${guarantee.id}/letter` : undefined,
    }),
    ...fact('filing', filing === 'none' ? null : w(`guarantees.filing.${filing}`), {
      note: [
        filingDue ?? guarantee.filedOn ?? '',
        filingLateDays ? w('guarantees.filed-late', { days: filingLateDays }) : '',
      ]
        .filter(Boolean)
        .join(' · '),
    }),
    ...fact('in-force', guarantee.inForceOn),
    ...fact('matures', guarantee.maturesOn, {
      note: guarantee.coverUntil ? w('guarantees.cover-until', { day: guarantee.coverUntil }) : undefined,
    }),
    ...fact('released', guarantee.releasedOn),
    ...fact('decline', guarantee.declineReason ? w(`guarantees.decline.${guarantee.declineReason}`) : null, {
      note: guarantee.declineWords ?? undefined,
    }),
  ]
}

/** Until when the guarantor owes its answer. */
function dueStep(w: Words, { today, reference }: About, { dueOn, duePolicies }: Guarantee) {
  if (!dueOn) return {}
  const { words, late } = dueWords(w, reference, dueOn, today)
  return { due: w('guarantees.answer-due', { day: dueOn, words }), dueBy: duePolicies, late }
}

export const roomsTable = (w: Words, rooms: readonly Headroom[]) => ({
  caption: w('guarantees.rooms-caption'),
  columns: ['rule', 'limit', 'used', 'added', 'left', 'met'].map((key) => ({
    label: w(`guarantees.room.${key}`),
    ...(key === 'rule' || key === 'met' ? {} : { kind: 'number' }),
  })),
  rows: rooms.map(({ rule, limitFen, usedFen, addedFen, leftFen, met }) => ({
    cells: [
      w(`guarantees.cap.${rule}`),
      limitFen === null ? w('guarantees.not-known') : showYuan(limitFen),
      showYuan(usedFen),
      showYuan(addedFen),
      leftFen === null ? w('guarantees.not-known') : showYuan(leftFen),
      { words: w(`guarantees.met.${met}`), tone: met === 'yes' ? 'good' : met === 'no' ? 'bad' : 'warn' },
    ],
  })),
})

const columnsOf = (w: Words, keys: readonly string[], numbers: readonly string[] = []) =>
  keys.map((key) => ({
    label: w(`guarantees.column.${key}`),
    ...(numbers.includes(key) ? { kind: 'number' } : {}),
  }))

/** The sharers in the order in which the arrangement names them. */
export const inOrder = ({ terms }: Pick<Guarantee, 'terms'>, shares: readonly Share[]): Share[] => {
  const parties = partiesOf(terms)
  return shares.toSorted((one, other) => parties.indexOf(one.party) - parties.indexOf(other.party))
}

const sharesTable = (w: Words, { guarantee, shares, institutions }: GuaranteeShown) => ({
  caption: w('guarantees.shares-title'),
  columns: columnsOf(w, ['party', 'institution', 'share', 'contingent'], ['share', 'contingent']),
  rows: inOrder(guarantee, shares).map(({ party, institutionId, shareFen, contingentFen }) => ({
    cells: [
      w(partyWords(party)),
      institutionId ? (institutions.get(institutionId) ?? '') : '',
      showYuan(shareFen),
      showYuan(contingentFen),
    ],
  })),
})

export const countersTable = (w: Words, counters: readonly Counter[]) => ({
  caption: w('guarantees.counters-title'),
  columns: columnsOf(w, ['counter', 'words', 'value'], ['value']),
  rows: counters.map(({ kind, words, valueFen }) => ({
    cells: [w(`guarantees.counter.${kind}`), words, valueFen === null ? '' : showYuan(valueFen)],
  })),
})

const relationsTable = (
  w: Words,
  { id }: Guarantee,
  relations: NonNullable<GuaranteeShown['relations']>,
  side: Side,
) => ({
  caption: w('guarantees.relations-title'),
  moreHref: side === 'guarantor' ? `/guarantees/${id}/relations` : null,
  moreLabel: w('guarantees.relations-edit'),
  none: relations.length ? null : w('guarantees.relations-none'),
  columns: columnsOf(w, ['relation', 'from', 'to', 'held'], ['held']),
  rows: relations.map(({ relation, firm }) => ({
    cells: [
      w(`guarantees.relation.${relation.kind}`),
      firm,
      relation.toName,
      relation.sharePpm === null ? '' : showPercent(relation.sharePpm),
    ],
  })),
})

const changesTable = (w: Words, changes: readonly Change[]) => ({
  caption: w('guarantees.changes-title'),
  columns: columnsOf(w, ['on', 'what', 'delta', 'after'], ['delta', 'after']),
  rows: changes.map(({ happenedOn, kind, deltaFen, balanceFen }) => ({
    cells: [happenedOn, w(`guarantees.change.${kind}`), showYuan(deltaFen), showYuan(balanceFen)],
  })),
})

/** What else this reader may do or open. */
function buttonsOf(w: Words, me: Person, side: Side, guarantee: Guarantee) {
  const at = (path: string, key: string) => ({
    link: `/guarantees/${guarantee.id}/${path}`,
    words: w(`guarantees.${key}`),
  })
  const { state, filing, underwrittenAt } = guarantee
  const isManager = me.role === 'guarantor-manager'
  const isOpen = state === 'applied' || state === 'underwriting'
  return [
    ...(side === 'guarantor' && underwrittenAt ? [at('sheet/print', 'sheet-print')] : []),
    ...(side === 'guarantor' && state === 'underwriting' && underwrittenAt
      ? [at('sheet', 'sheet-edit')]
      : []),
    ...(isManager && state === 'underwriting' && underwrittenAt ? [at('sheet-return', 'sheet-return')] : []),
    ...(side === 'guarantor' && isOpen && (isManager || state === 'applied')
      ? [at('decline', 'decline-do')]
      : []),
    ...(isManager && mayExtend(guarantee) ? [at('extension', 'extend')] : []),
    ...(side === 'bank' && (isOpen || state === 'approved' || state === 'signed')
      ? [at('withdrawal', 'withdraw')]
      : []),
    ...(me.role === 'reguarantor' && filing === 'sent' ? [at('filing-return', 'filing-return')] : []),
    ...(me.role.startsWith('bank-') && (state === 'in-force' || state === 'claimed')
      ? [at('claims/new', 'claim-do')]
      : []),
    ...(guarantee.claimedFen > 0 ? [at('recovery', 'to-recovery')] : []),
    ...(guarantee.letterNumber ? [at('letter', 'letter-print')] : []),
    ...(side === 'bank' || side === 'firm'
      ? [{ link: `/applications/${guarantee.applicationId}`, words: w('guarantees.to-case') }]
      : []),
  ]
}
