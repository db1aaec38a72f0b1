import type { TaxGrade } from '../enterprises/tax-grade.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import type { Id } from '../platform/ids.ts'
import type { SchemeChecked } from '../tax-checks/check.ts'
import type { TaxCreditFacts } from '../tax-credit/limit.ts'
import type { GrowthStage } from '../tax-credit/scheme.ts'
import { type Stages, stageBy } from '../tax-credit/stages.ts'

/**
 * What is counted, each on its own day: an offer that a firm accepted (授信), money that was paid out (放款), and a loan
 * that is 不良 now, on the day of its first drawdown and with what is still out on it.
 */
export const counted = ['approved', 'drawn', 'bad'] as const
export type Counted = (typeof counted)[number]

/** One thing that happened with a tax-credit loan. */
export type TaxEvent = {
  readonly what: Counted
  readonly on: Day
  readonly amountFen: Fen
  readonly applicationId: Id<'application'>
  readonly enterpriseId: Id<'enterprise'>
  readonly institutionId: InstitutionId
  /** Of the firm: where it is, and its industry. */
  readonly region: string
  readonly industry: string
}

/** What the check that was kept at the approval says; null where its scheme did not ask or no check was kept. */
export type AtApproval = { readonly grade: TaxGrade | null; readonly stage: GrowthStage | null }

/**
 * The stage of growth on the day of a kept check: as its scheme drew the lines, and by the city's where the scheme has no
 * stages; null where the facts of that day do not tell.
 */
export function stageAt(
  { facts, checked: [by] }: { readonly facts: TaxCreditFacts; readonly checked: readonly SchemeChecked[] },
  stages: Stages,
): GrowthStage | null {
  if (!by) return null
  const { reasons, stage, years } = by.result
  return reasons.some(({ rule }) => rule === 'stage') ? stage : stageBy(stages, facts, years)
}

export type TaxFigures = {
  readonly approvals: number
  readonly approvedFen: Fen
  /** Firms to which money was paid out, each counted once. */
  readonly firms: number
  readonly drawnFen: Fen
  readonly badLoans: number
  readonly badFen: Fen
}

export const breakdowns = ['month', 'grade', 'district', 'industry', 'bank', 'stage'] as const
export type Breakdown = (typeof breakdowns)[number]
export const isByCheck = (by: Breakdown): boolean => by === 'grade' || by === 'stage'

/** What none of the parts of a breakdown fits: a loan without a kept check. */
export const unknownPart = '-'

/** The part of a breakdown that an event belongs to: a month, a grade, a county, a section of industry, a bank, a stage. */
export function partOf(
  by: Breakdown,
  { on, region, industry, institutionId, applicationId }: TaxEvent,
  approvals: ReadonlyMap<string, AtApproval>,
): string {
  if (by === 'month') return on.slice(0, 7)
  if (by === 'district') return region.slice(0, 6)
  if (by === 'industry') return industry.slice(0, 1)
  if (by === 'bank') return institutionId
  return approvals.get(applicationId)?.[by] ?? unknownPart
}

/** The figures of some events. A loan that is bad is one event, so a firm with two of them counts twice. */
export function figuresOf(events: readonly TaxEvent[]): TaxFigures {
  const of = (wanted: Counted) => events.filter(({ what }) => what === wanted)
  const sum = (some: readonly TaxEvent[]) =>
    some.length ? plus(...some.map(({ amountFen }) => amountFen)) : noFen
  const [approved, drawn, bad] = [of('approved'), of('drawn'), of('bad')]
  return {
    approvals: approved.length,
    approvedFen: sum(approved),
    firms: new Set(drawn.map(({ enterpriseId }) => enterpriseId)).size,
    drawnFen: sum(drawn),
    badLoans: bad.length,
    badFen: sum(bad),
  }
}

/** The figures of every part of a breakdown that has any, by the part's name in the order of the alphabet. */
export function brokenDown(
  by: Breakdown,
  events: readonly TaxEvent[],
  approvals: ReadonlyMap<string, AtApproval>,
): readonly (readonly [part: string, figures: TaxFigures])[] {
  const parts = new Map<string, TaxEvent[]>()
  for (const event of events) {
    const part = partOf(by, event, approvals)
    const own = parts.get(part)
    if (own) own.push(event)
    else parts.set(part, [event])
  }
  return [...parts]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([part, own]) => [part, figuresOf(own)] as const)
}
