import type { InstitutionId } from '../institutions/institution.ts'

/** Why a need went to a bank: by rule in this order, or by the bureau's hand. */
export const dispatchReasons = ['main-bank', 'best-fit', 'by-hand'] as const
export type DispatchReason = (typeof dispatchReasons)[number]

/**
 * The ground as its bank may read it: which bank a firm has its basic account with is the firm's to show, and to be told
 * of the best fit alone would say that it is another.
 */
export const groundForBank = (reason: DispatchReason): 'by-hand' | 'by-platform' =>
  reason === 'by-hand' ? 'by-hand' : 'by-platform'

/** What became of it. `recalled`: the bureau asked another, or the need left the hall. */
export const dispatchStandings = ['waiting', 'taken', 'declined', 'timed-out', 'recalled'] as const
export type DispatchStanding = (typeof dispatchStandings)[number]

/** A bank that has a product which the need fits. */
export type Candidate = {
  readonly institutionId: InstitutionId
  /** The bank of the firm's basic account. */
  readonly isMainBank: boolean
  /** Of its best product, by the match rule; among the eligible only. */
  readonly score: number
  /** How many cases it works on already. */
  readonly openCases: number
}

/**
 * 精准派单: the bank to be asked next. The main bank comes first, then the best fit, then the one with the
 * least to do; the id settles what is then still equal, so that a second run finds the same bank. Null when
 * every candidate was asked.
 */
export function nextBank(
  candidates: readonly Candidate[],
  asked: readonly InstitutionId[],
): { readonly institutionId: InstitutionId; readonly reason: DispatchReason } | null {
  const [first] = candidates
    .filter(({ institutionId }) => !asked.includes(institutionId))
    .toSorted(
      (one, other) =>
        Number(other.isMainBank) - Number(one.isMainBank) ||
        other.score - one.score ||
        one.openCases - other.openCases ||
        (one.institutionId < other.institutionId ? -1 : 1),
    )
  if (!first) return null
  return { institutionId: first.institutionId, reason: first.isMainBank ? 'main-bank' : 'best-fit' }
}
