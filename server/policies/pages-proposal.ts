import type { Person } from '../accounts/index.ts'
import type { Day } from '../money/day.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownError, ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { approvalForm, rejectionForm } from './forms.ts'
import { valueFormOf } from './forms-values.ts'
import { kindOf, type PolicyKind } from './kinds.ts'
import { periodWords, policyHref } from './pages.ts'
import { changeTable } from './pages-policy.ts'
import { policyTitle, valueSections } from './pages-value.ts'
import { certaintyWords, type PolicyRow } from './policy.ts'
import { mayDecide, newestOf, type ProposalState, proposalStateWords } from './proposal.ts'
import type { Proposal, proposalsIn } from './rows.ts'

const stateTones = {
  open: 'info',
  approved: 'good',
  rejected: 'neutral',
  withdrawn: 'neutral',
} as const satisfies Record<ProposalState, string>

/** The form of a version: the value in its sections, then what every proposal says. */
export function proposePage(
  w: Words,
  kind: PolicyKind,
  shown: ShownForm,
  of: { readonly title: string; readonly action: string; readonly back: string; readonly lead: string },
) {
  const fieldNamed = (name: string) => shown.fields.find((field) => field.name === name)
  const sections = (valueFormOf(kind)?.sections ?? []).map(({ key, fields }) => ({
    title: w(`policies.section.${key}`),
    fields: Object.keys(fields).flatMap((name) => fieldNamed(name) ?? []),
  }))
  const own = new Set(sections.flatMap(({ fields }) => fields.map(({ name }) => name)))
  const code = fieldNamed('code')
  return {
    ...of,
    errors: shown.errors,
    hidden: shown.fields.filter(({ kind }) => kind === 'hidden'),
    sections: [
      ...(code ? [{ title: w('policies.section.code'), fields: [code] }] : []),
      ...sections,
      {
        title: w('policies.section.proposal'),
        fields: shown.fields.filter(
          (field) => !own.has(field.name) && field !== code && field.kind !== 'hidden',
        ),
      },
    ],
    once: newId(),
  }
}

type Listed = Awaited<ReturnType<typeof proposalsIn>>[number]

/** Proposals that wait, and those that were decided. */
export function proposalsPage(w: Words, which: 'open' | 'ended', rows: readonly Listed[], pager: Pager) {
  return {
    title: w('policies.proposals'),
    kinds: (['open', 'ended'] as const).map((one) => ({
      href: `/policies/proposals?of=${one}`,
      words: w(`policies.proposals-${one}`),
      current: one === which,
    })),
    table: rows.length
      ? {
          caption: w(`policies.proposals-${which}`),
          columns: [
            { label: w('policies.column.policy') },
            { label: w('policies.column.state') },
            { label: w('policies.proposed-by') },
            { label: w('policies.column.proposed'), kind: 'date' },
          ],
          rows: rows.map(({ proposal, proposer }) => ({
            cells: [
              {
                words: policyTitle(w, proposal),
                href: `/policies/proposals/${proposal.id}`,
                note: proposal.why,
              },
              { words: w(proposalStateWords(proposal.state)), tone: stateTones[proposal.state] },
              proposer,
              showInstant(proposal.proposedAt).slice(0, 10),
            ],
          })),
        }
      : null,
    nothing: {
      title: w(`policies.no-proposals-${which}`),
      text: w('policies.no-proposals-text'),
      href: '/policies',
      label: w('policies.title'),
    },
    pager: pager.previousHref || pager.nextHref ? pager : null,
  }
}

export type ProposalAsked = {
  readonly rows: readonly PolicyRow[]
  readonly proposal: Proposal
  readonly names: ReadonlyMap<string, string>
  readonly me: Person
  readonly today: Day
  /** A form that was refused: which one, and with what. */
  readonly again?: { readonly which: 'approval' | 'rejection'; readonly shown: ShownForm } | undefined
}

/** One proposal: what it says, what would change, and what this reader may do about it. */
export function proposalPage(w: Words, asked: ProposalAsked) {
  const { rows, proposal, me, again } = asked
  const { id, code, state, baseVersion } = proposal
  const base = rows.find((row) => row.code === code && row.version === baseVersion) ?? null
  const newest = newestOf(rows, code)?.version ?? 0
  const isOwn = state === 'open' && proposal.proposedBy === me.id
  return {
    title: w('policies.proposal-title', { name: policyTitle(w, proposal) }),
    state: { label: w(proposalStateWords(state)), tone: stateTones[state] },
    staleWords:
      state === 'open' && newest !== baseVersion
        ? w.refusal({ code: 'policy-stale', values: { version: newest } })
        : null,
    facts: proposalFacts(w, asked),
    sections: valueSections(w, proposal),
    change: base ? changeTable(w, base, proposal) : null,
    newWords: base ? null : w('policies.is-new'),
    address: `/policies/proposals/${id}`,
    decide: mayDecide(proposal, me.id).ok
      ? {
          approval: again?.which === 'approval' ? again.shown : approvalForm.filled(w, {}),
          rejection: again?.which === 'rejection' ? again.shown : rejectionForm.filled(w, {}),
        }
      : null,
    errors: (again?.shown.errors ?? []) as readonly ShownError[],
    withdraw: isOwn,
    ownWords: isOwn ? w('policies.waits-for-second') : null,
    links: proposalLinks(w, proposal, newest),
    once: newId(),
  }
}

const decidedWords = {
  open: 'policies.proposed-by',
  approved: 'policies.approved-by',
  rejected: 'policies.rejected-by',
  withdrawn: 'policies.withdrawn-by',
} as const satisfies Record<ProposalState, string>

function proposalFacts(w: Words, { proposal, names }: ProposalAsked) {
  const { state, effectiveFrom, effectiveTo, certainty, decidedAt, decidedBy, words } = proposal
  const nameOf = (id: string | null) => names.get(id ?? '') ?? ''
  return [
    {
      label: w('policies.column.period'),
      value: periodWords(w, { from: effectiveFrom ?? w('policies.from-approval'), to: effectiveTo }),
    },
    { label: w('policies.field.source'), value: proposal.source },
    { label: w('policies.column.certainty'), value: w(certaintyWords(certainty)) },
    { label: w('policies.field.why'), value: proposal.why },
    {
      label: w('policies.proposed-by'),
      value: `${nameOf(proposal.proposedBy)} · ${showInstant(proposal.proposedAt)}`,
    },
    ...(decidedAt
      ? [
          {
            label: w(decidedWords[state]),
            value: `${nameOf(decidedBy)} · ${showInstant(decidedAt)}`,
            ...(words ? { note: words } : {}),
          },
        ]
      : []),
  ]
}

const proposalLinks = (w: Words, { id, code, version }: Proposal, newest: number) => [
  ...(kindOf(code) === 'arrangement'
    ? [{ href: `/arrangements/proposals/${id}`, label: w('policies.see-drawn') }]
    : []),
  ...(newest > 0 ? [{ href: policyHref(code), label: w('policies.see-policy') }] : []),
  ...(version
    ? [{ href: `/policies/${code}?version=${version}`, label: w('policies.see-version', { version }) }]
    : []),
]
