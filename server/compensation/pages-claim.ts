import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { partyWords } from '../arrangements/index.ts'
import { layerWords } from '../arrangements/shown.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { dueWords } from '../clocks/index.ts'
import { isShown } from '../documents/paper.ts'
import { showBytes } from '../documents/size.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, noFen, plus, showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { isOpenPoolClaim, isWritten } from './claim.ts'
import { column, inYuan, type Sight, stateShown } from './pages.ts'
import { recoverySections } from './pages-recoveries.ts'
import type { partsOf, Recovery, ShownClaim, ShownPaper } from './rows.ts'
import type { PoolPaper } from './rule.ts'
import { type Kept, layersOf, type Shared, shortOf, told } from './sharing.ts'

export type ClaimForms = Readonly<
  Partial<Record<'answer' | 'decision' | 'payment' | 'recovery' | 'booking' | 'turning', ShownForm>>
>
type Part = Awaited<ReturnType<typeof partsOf>>[number]

export type ClaimShown = {
  readonly row: ShownClaim
  readonly sight: Sight
  readonly me: Person
  readonly today: Day
  readonly reference: Reference
  readonly papers: readonly ShownPaper[]
  readonly required: readonly PoolPaper[]
  readonly upload: object | null
  /** What was approved, or what would be if it were approved today; null before anybody looks. */
  readonly shared: { readonly kept: Kept; readonly shares: Shared; readonly isPlan: boolean } | null
  readonly parts: readonly Part[]
  readonly recoveries: readonly Recovery[]
  readonly trail: readonly TrailRow[]
  readonly forms: ClaimForms
}

/** One claim before whoever may know of it, with what he can do about it. */
export function claimPage(w: Words, shown: ClaimShown) {
  const { row, sight, me, papers, required, upload, shared, trail, forms } = shown
  const { claim } = row
  const at = `/compensation/claims/${claim.id}`
  const isBank = isOneOf(me, bankRoles)
  const form = (name: keyof ClaimForms, to: string, words: string) => {
    const found = forms[name]
    return found
      ? [
          {
            ...{ ...found, title: w(`compensation.${words}-title`), action: `${at}/${to}` },
            ...{ submitLabel: w(`compensation.${words}`), once: newId(), formId: `form-${name}` },
          },
        ]
      : []
  }
  return {
    title: w('compensation.claim-title', { number: claim.number }),
    state: stateShown(w, claim.state),
    step: stepOf(w, shown),
    says: w(`compensation.says-${claim.state}`, {
      why: claim.answer ?? '',
      from: claim.noticeFrom ?? '',
      until: claim.noticeUntil ?? '',
      paidOn: claim.paidOn ?? '',
    }),
    facts: factsOf(w, shown),
    papers:
      sight === 'firm'
        ? null
        : papersShown(w, papers, required, isBank && isWritten(claim.state) ? at : null, at),
    upload,
    short: shared ? shortShown(w, shared) : null,
    layers: shared && sight !== 'firm' ? layersTable(w, shared.kept, shared.isPlan) : null,
    shares: shared && sight !== 'firm' ? sharesTable(w, shared, shown.parts) : null,
    forms: [
      ...form('decision', 'decision', 'decide'),
      ...form('payment', 'payment', 'pay'),
      ...form('answer', 'return', 'return'),
      ...form('recovery', 'recoveries', 'report'),
    ],
    ...recoverySections(w, shown),
    buttons: [
      ...(isBank && isWritten(claim.state) ? [{ href: `${at}/edit`, label: w('compensation.edit') }] : []),
      { href: `/covers/${claim.coverId}`, label: w('compensation.see-cover') },
    ],
    withdrawal:
      isBank && (isWritten(claim.state) || claim.state === 'filed')
        ? { action: `${at}/withdrawal`, once: newId() }
        : null,
    steps: sight === 'firm' ? [] : timelineSteps(w, trail),
  }
}

/** Whose turn it is, and until when. */
function stepOf(
  w: Words,
  { row: { claim }, sight, me, reference, today, papers, required, forms }: ClaimShown,
) {
  if (!isOpenPoolClaim(claim.state)) return null
  const at = `/compensation/claims/${claim.id}`
  const due = dueWords(w, reference, claim.dueOn, today)
  const missing = required.filter((kind) => !papers.some((paper) => paper.kind === kind)).length
  const isNoticed = claim.state === 'noticed' && claim.noticeUntil !== null && today <= claim.noticeUntil
  const key = isNoticed ? 'noticed' : claim.state === 'noticed' ? 'payable' : claim.state
  const filing = sight === 'bank' && isWritten(claim.state) && missing === 0
  const checking = me.role === 'pool-operator' && claim.state === 'filed'
  return {
    title: w(`compensation.step.${key}-title`),
    text: w(`compensation.step.${key}-text`, { missing, until: claim.noticeUntil ?? '' }),
    ...(claim.dueOn && !isNoticed
      ? { due: `${claim.dueOn} · ${due.words}`, dueBy: claim.duePolicies, late: due.late }
      : {}),
    ...(filing ? { action: `${at}/filing`, label: w('compensation.file'), once: newId() } : {}),
    // The form stands below papers and layers; whose turn it is comes to it at once.
    ...(forms.decision ? { href: '#form-decision', label: w('compensation.to-decision') } : {}),
    ...(forms.payment ? { href: '#form-payment', label: w('compensation.to-payment') } : {}),
    ...(checking ? { action: `${at}/check`, label: w('compensation.check'), once: newId() } : {}),
  }
}

function factsOf(w: Words, { row, sight }: ClaimShown) {
  const { claim, firm, bank, coverNumber, loanNumber, terms, arrangementVersion } = row
  const lateness = w('compensation.lateness', { days: claim.overdueDays })
  return [
    { label: w('compensation.column.firm'), value: firm },
    { label: w('compensation.column.bank'), value: bank },
    {
      ...{ label: w('compensation.loan'), value: loanNumber, note: coverNumber },
      ...(sight === 'bank' || sight === 'firm' ? { href: `/loans/${claim.loanId}` } : {}),
    },
    { label: w('compensation.column.scheme'), value: terms.name[w.language], by: arrangementVersion },
    {
      ...{ label: w('compensation.base'), value: inYuan(w, claim.claimedFen) },
      note: w('compensation.of-which', {
        principal: showYuan(claim.principalFen),
        interest: showYuan(claim.interestFen),
      }),
    },
    {
      label: w('compensation.opened-by'),
      value: w(`compensation.trigger.${claim.trigger}`),
      note: claim.riskClass ? `${lateness} · ${w(`loans.five-class.${claim.riskClass}`)}` : lateness,
      by: claim.ruleVersion,
    },
    ...(sight === 'firm' ? [] : [{ label: w('compensation.field.words'), value: claim.words }]),
    ...(claim.noticeUntil
      ? [
          {
            label: w('compensation.notice'),
            value: w('compensation.span', { from: claim.noticeFrom ?? '', until: claim.noticeUntil }),
            href: '/compensation/notices',
          },
        ]
      : []),
    ...(claim.answer ? [{ label: w('compensation.field.answer'), value: claim.answer }] : []),
    ...(claim.paidOn
      ? [{ label: w('compensation.field.paidOn'), value: claim.paidOn, note: claim.reference ?? '' }]
      : []),
  ]
}

/** What the rule asks for and what is there, kind by kind; whoever still writes may take one away. */
function papersShown(
  w: Words,
  papers: readonly ShownPaper[],
  required: readonly PoolPaper[],
  writesAt: string | null,
  at: string,
) {
  const kinds = [...new Set([...required, ...papers.map(({ kind }) => kind)])]
  return kinds.map((kind) => {
    const there = papers.filter((paper) => paper.kind === kind)
    return {
      name: w(`compensation.paper.${kind}`),
      state: there.length
        ? { label: w('compensation.paper-there'), tone: 'good' }
        : { label: w('compensation.paper-missing'), tone: 'warn' },
      papers: there.map((paper) => ({
        name: paper.name || w('documents.nameless'),
        href: `${at}/papers/${paper.id}/${isShown(paper.type) ? 'content' : 'download'}`,
        note: w('compensation.paper-note', {
          size: showBytes(paper.bytes),
          at: showInstant(paper.addedAt),
          who: paper.addedBy,
        }),
        removal: writesAt ? { action: `${writesAt}/papers/${paper.id}/removal`, once: newId() } : null,
      })),
    }
  })
}

/** What pools lacked is said in words, not only by a smaller figure. */
function shortShown(w: Words, { kept, shares, isPlan }: NonNullable<ClaimShown['shared']>) {
  const shortFen = shortOf(kept, shares.postings)
  const key = isPlan ? 'compensation.short-plan' : 'compensation.short'
  return shortFen > 0 ? w(key, { amount: showYuan(shortFen) }) : null
}

/** The way of the claim through the layers. */
const layersTable = (w: Words, kept: Kept, isPlan: boolean) => ({
  caption: w(isPlan ? 'compensation.layers-plan' : 'compensation.layers'),
  columns: [
    column(w, 'layer'),
    column(w, 'shares'),
    column(w, 'had', 'number'),
    column(w, 'took', 'number'),
    column(w, 'rest', 'number'),
  ],
  rows: layersOf(kept, told({ ...kept, recoveries: [] })).map(({ layer, takenFen, restFen, bound }, at) => ({
    cells: [
      String(at + 1),
      layerWords(w, layer),
      bound ? { words: showYuan(bound.freeFen), note: w(partyWords(bound.party)) } : '—',
      showYuan(takenFen),
      showYuan(restFen),
    ],
  })),
})

/** Everybody who shares: what he paid, what he bears, what came back to him, and what is left. */
function sharesTable(
  w: Words,
  { shares, isPlan }: NonNullable<ClaimShown['shared']>,
  parts: readonly Part[],
) {
  const sum = (party: string, of: (part: Part['part']) => Fen) =>
    plus(noFen, ...parts.filter(({ part }) => part.party === party).map(({ part }) => of(part)))
  const rows = shares.postings.map(({ party, cashFen, borneFen }) => {
    const backFen = sum(party, (part) => part.returnedFen)
    return { party, cashFen, borneFen, backFen, leftFen: minus(borneFen, backFen) }
  })
  const total = (key: 'cashFen' | 'borneFen' | 'backFen' | 'leftFen') =>
    showYuan(plus(noFen, ...rows.map((row) => row[key])))
  return {
    caption: w(isPlan ? 'compensation.shares-plan' : 'compensation.shares'),
    columns: [
      column(w, 'party'),
      column(w, 'cash', 'number'),
      column(w, 'borne', 'number'),
      column(w, 'back', 'number'),
      column(w, 'left', 'number'),
    ],
    rows: [
      ...rows.map((row) => ({
        cells: [
          w(partyWords(row.party)),
          ...(['cashFen', 'borneFen', 'backFen', 'leftFen'] as const).map((key) => showYuan(row[key])),
        ],
      })),
      {
        cells: [
          w('compensation.total'),
          ...(['cashFen', 'borneFen', 'backFen', 'leftFen'] as const).map(total),
        ],
      },
    ],
  }
}
