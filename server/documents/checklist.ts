import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import type { DocumentKind } from '../products/product.ts'
import { isExpired, type PaperKind } from './paper.ts'

/** A paper as far as a list asks about it. */
export type GivenPaper = {
  readonly kind: PaperKind
  readonly expiresOn: Day | null
  readonly givenAt: Instant
}

/** What the bank asks for at the moment, beside what its product always asks. */
export type Asked = {
  readonly owedSince: Instant
  readonly items: readonly { readonly kind: PaperKind; readonly words: string }[]
}

/** `asked`: the bank wants it (again); `extra`: the firm brought it by itself. */
export const paperNeeds = ['required', 'asked', 'optional', 'extra'] as const
export type PaperNeed = (typeof paperNeeds)[number]
export const lineStandings = ['there', 'missing', 'expired'] as const
export type LineStanding = (typeof lineStandings)[number]

/** One kind of paper of a case: whether it must be there, and whether it is. */
export type ChecklistLine<Paper extends GivenPaper = GivenPaper> = {
  readonly kind: PaperKind
  readonly need: PaperNeed
  readonly standing: LineStanding
  /** What the bank said about it, while it is asked for. */
  readonly words: string
  readonly papers: readonly Paper[]
}

type Terms = {
  readonly documents: readonly DocumentKind[]
  readonly optionalDocuments?: readonly DocumentKind[]
}

/**
 * The list of a case: what the bank asked for now, what its product asks for, what may be missing, what came besides.
 * A paper that is asked for is there once one was given after the asking; an expired one is as good as none.
 */
export function checklist<Paper extends GivenPaper>(
  { documents, optionalDocuments = [] }: Terms,
  papers: readonly Paper[],
  asked: Asked | null,
  today: Day,
): ChecklistLine<Paper>[] {
  const items = asked?.items ?? []
  const kinds = new Map<PaperKind, PaperNeed>()
  for (const { kind } of items) kinds.set(kind, 'asked')
  for (const kind of documents) if (!kinds.has(kind)) kinds.set(kind, 'required')
  for (const kind of optionalDocuments) if (!kinds.has(kind)) kinds.set(kind, 'optional')
  for (const { kind } of papers) if (!kinds.has(kind)) kinds.set(kind, 'extra')
  return [...kinds].map(([kind, need]) => {
    const own = papers.filter((paper) => paper.kind === kind)
    const counting = need === 'asked' && asked ? own.filter(({ givenAt }) => givenAt > asked.owedSince) : own
    return {
      kind,
      need,
      standing: standingOf(counting, today),
      words: items
        .filter((item) => item.kind === kind)
        .map(({ words }) => words)
        .filter(Boolean)
        .join('\n'),
      papers: own,
    }
  })
}

function standingOf(papers: readonly GivenPaper[], today: Day): LineStanding {
  if (papers.some((paper) => !isExpired(paper, today))) return 'there'
  return papers.length ? 'expired' : 'missing'
}

/** What still has to come before the bank can decide. */
export const owed = <Paper extends GivenPaper>(
  lines: readonly ChecklistLine<Paper>[],
): ChecklistLine<Paper>[] =>
  lines.filter(({ need, standing }) => (need === 'required' || need === 'asked') && standing !== 'there')
