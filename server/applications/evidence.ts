import type { DataKind } from '../consents/kind.ts'
import { kindOfPaper } from '../consents/needed.ts'
import type { PaperKind } from '../documents/paper.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { DeclineReason } from './application.ts'

/**
 * What a bank's no may rest on. The first are facts of the firm's own profile; the others the bank learnt elsewhere
 * (its own books, the credit registry, the courts' register) and names, so that the firm can object to them.
 */
export const evidenceFacts = [
  'grade',
  'foundedOn',
  'figures',
  'industry',
  'region',
  'size',
  'amount',
  'purpose',
  'guarantee',
  'credit-record',
  'existing-debt',
  'court-case',
] as const
export type EvidenceFact = (typeof evidenceFacts)[number]

/** The kind of consented data that a fact stands in; null for what the need tells everybody, or the bank knew itself. */
export function kindOfEvidence(fact: EvidenceFact): DataKind | null {
  if (fact === 'grade') return 'tax'
  return fact === 'foundedOn' || fact === 'figures' ? 'details' : null
}

export type Evidence = { readonly facts: readonly EvidenceFact[]; readonly papers: readonly PaperKind[] }

/** Reasons that say something of the firm's data; the others speak of the bank, the papers that lack, or the talk. */
const restOnData: readonly DeclineReason[] = [
  'credit-record',
  'repayment-ability',
  'collateral-insufficient',
  'industry-restricted',
  'existing-debt',
]

/**
 * Checks what a no rests on against what the bank may see. Refuses: `evidence-needed` (the reason speaks of the firm's
 * data and names none of it), `evidence-not-consented` (a fact or paper that the firm has not opened to this bank),
 * both at `facts`.
 */
export function checkEvidence(
  reason: DeclineReason,
  { facts, papers }: Evidence,
  open: ReadonlySet<DataKind>,
): Outcome<object> {
  if (restOnData.includes(reason) && facts.length + papers.length === 0)
    return refuse('evidence-needed', { field: 'facts' })
  const kinds = [...facts.map(kindOfEvidence), ...papers.map((paper) => kindOfPaper(paper))]
  return kinds.every((kind) => kind === null || open.has(kind))
    ? done()
    : refuse('evidence-not-consented', { field: 'facts' })
}

/** What a bank may name: the facts that need no consent, and those whose kind is open to it. */
export const nameable = (open: ReadonlySet<DataKind>): EvidenceFact[] =>
  evidenceFacts.filter((fact) => {
    const kind = kindOfEvidence(fact)
    return kind === null || open.has(kind)
  })
