import { type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import { kindOf } from './kinds.ts'
import { certaintyShown, certaintyTones, nextVersionHref, periodWords, policyHref } from './pages.ts'
import { differences, policyTitle, valueSections } from './pages-value.ts'
import { certaintyWords, inForce, type PolicyRow, periodOf, versionName, versionsOf } from './policy.ts'
import type { Proposal } from './rows.ts'

export type PolicyAsked = {
  readonly rows: readonly PolicyRow[]
  readonly code: string
  readonly today: Day
  readonly on: Day
  /** A version that the reader picked; null for the one in force on the day. */
  readonly version: number | null
  readonly mayPropose: boolean
  /** What only the bureau of the city sees; null for everybody else. */
  readonly inside: Inside | null
  /** What was proposed and became a version: the day of its approval is for everybody. */
  readonly proposals: readonly Proposal[]
}

export type Inside = {
  readonly names: ReadonlyMap<string, string>
  readonly open: Proposal | null
  readonly trail: readonly TrailRow[]
}

/** One policy: its value in words, where it comes from, what changed, and every version that it had. */
export function policyPage(w: Words, asked: PolicyAsked) {
  const { rows, code, on, today, mayPropose, inside } = asked
  const versions = versionsOf(rows, code)
  const current = inForce(rows, code, on)
  const shown = present(
    versions.find(({ version }) => version === asked.version) ?? current ?? versions.at(-1),
    'a version of a policy that is known',
  )
  const before = versions[versions.indexOf(shown) - 1] ?? null
  return {
    title: policyTitle(w, shown),
    about: w(`policies.about.${kindOf(code)}`),
    code: versionName(shown),
    certainty: certaintyShown(w, shown.certainty),
    placeholderWords: shown.certainty === 'placeholder' ? w('policies.placeholder-text') : null,
    standing: standingOf(w, asked, shown, current),
    facts: versionFacts(w, asked, shown),
    sections: valueSections(w, shown),
    change: before ? changeTable(w, before, shown) : null,
    history: historyTable(w, asked, versions, shown),
    links: [
      ...(kindOf(code) === 'arrangement'
        ? [
            {
              href: `/arrangements/${code.slice('arrangement-'.length)}`,
              label: w('policies.see-arrangement'),
            },
          ]
        : []),
      ...(shown !== current || on !== today
        ? [{ href: policyHref(code), label: w('policies.see-today') }]
        : []),
    ],
    open: inside?.open
      ? {
          href: `/policies/proposals/${inside.open.id}`,
          words: w('policies.open-proposal', { on: showInstant(inside.open.proposedAt).slice(0, 10) }),
        }
      : null,
    propose: mayPropose && !inside?.open ? nextVersionHref(code) : null,
    steps: inside ? timelineSteps(w, inside.trail) : null,
  }
}

/** Whether what is shown is in force on the day asked for, was, will be, or never came to be. */
function standingOf(w: Words, { rows, on }: PolicyAsked, shown: PolicyRow, current: PolicyRow | null) {
  if (shown === current) return { label: w('policies.standing.in-force', { on }), tone: 'good' }
  const period = periodOf(rows, shown)
  if (period === null) return { label: w('policies.standing.replaced'), tone: 'neutral' }
  return period.from > on
    ? { label: w('policies.standing.later', { from: period.from }), tone: 'info' }
    : { label: w('policies.standing.ended', { to: period.to ?? '' }), tone: 'neutral' }
}

function versionFacts(w: Words, asked: PolicyAsked, shown: PolicyRow) {
  const period = periodOf(asked.rows, shown)
  const proposal = asked.proposals.find(({ id }) => id === shown.proposalId)
  return [
    {
      label: w('policies.column.period'),
      value: period ? periodWords(w, period) : w('policies.standing.replaced'),
    },
    { label: w('policies.field.source'), value: shown.source },
    { label: w('policies.column.certainty'), value: w(certaintyWords(shown.certainty)) },
    ...approvalFacts(w, asked, proposal),
  ]
}

/** The public reads on which day a version was approved; the bureau also by whom, and why it was proposed. */
function approvalFacts(w: Words, { inside }: PolicyAsked, proposal: Proposal | undefined) {
  if (!proposal) return [{ label: w('policies.column.approved'), value: w('policies.with-the-program') }]
  const approved = proposal.decidedAt ? showInstant(proposal.decidedAt) : ''
  if (!inside) return [{ label: w('policies.column.approved'), value: approved.slice(0, 10) }]
  const nameOf = (id: string | null) => inside.names.get(id ?? '') ?? ''
  return [
    {
      label: w('policies.proposed-by'),
      value: `${nameOf(proposal.proposedBy)} · ${showInstant(proposal.proposedAt)}`,
      note: proposal.why,
    },
    {
      label: w('policies.approved-by'),
      value: `${nameOf(proposal.decidedBy)} · ${approved}`,
      ...(proposal.words ? { note: proposal.words } : {}),
    },
  ]
}

export function changeTable(w: Words, before: PolicyRow, after: Pick<PolicyRow, 'code' | 'value'>) {
  const found = differences(w, before, after)
  return {
    title: w('policies.changed-since', { version: before.version }),
    none: w('policies.same-value'),
    table: found.length
      ? {
          caption: w('policies.changed-since', { version: before.version }),
          columns: ['part', 'before', 'after'].map((key) => ({ label: w(`policies.column.${key}`) })),
          rows: found.map((one) => ({ cells: [one.label, one.before, one.after] })),
        }
      : null,
  }
}

function historyTable(
  w: Words,
  { rows, code, inside, proposals }: PolicyAsked,
  versions: readonly PolicyRow[],
  shown: PolicyRow,
) {
  const decided = (row: PolicyRow) => proposals.find(({ id }) => id === row.proposalId)
  return {
    caption: w('policies.history'),
    columns: [
      { label: w('policies.column.version') },
      { label: w('policies.column.from'), kind: 'date' },
      { label: w('policies.column.to'), kind: 'date' },
      { label: w('policies.column.certainty') },
      { label: w('policies.column.approved') },
    ],
    rows: versions.toReversed().map((row) => {
      const period = periodOf(rows, row)
      const proposal = decided(row)
      const approvedOn = proposal?.decidedAt ? showInstant(proposal.decidedAt).slice(0, 10) : ''
      const checker = inside?.names.get(proposal?.decidedBy ?? '')
      return {
        cells: [
          {
            words: w('policies.version', { version: row.version }),
            href: `/policies/${code}?version=${row.version}`,
            note: row === shown ? w('policies.shown-here') : undefined,
          },
          row.effectiveFrom,
          period === null ? w('policies.standing.replaced') : (period.to ?? w('policies.no-end')),
          { words: w(certaintyWords(row.certainty)), tone: certaintyTones[row.certainty] },
          proposal ? { words: approvedOn, note: checker } : w('policies.with-the-program'),
        ],
      }
    }),
  }
}
