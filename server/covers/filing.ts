import type { Arrangement, Variant } from '../arrangements/arrangement.ts'
import { type Cover, coverFindings, type LineStanding, lineStanding } from '../arrangements/cover.ts'
import { type FiveClass, isBad } from '../loans/five-class.ts'
import type { LoanState } from '../loans/loan.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, showWan } from '../money/fen.ts'
import { type Ppm, ppm, showPercent } from '../money/rate.ts'
import { type Refused, refuse } from '../platform/outcome.ts'
import type { GuaranteeMode, ProductKind } from '../products/product.ts'

/** The kinds of product whose loans an arrangement is for; an arrangement that is not named here is for all. */
const kindsOf: Readonly<Record<string, readonly ProductKind[]>> = {
  'tax-credit-pool': ['tax-credit'],
  'startup-fund': ['startup'],
}
export const kindsFor = (arrangement: string): readonly ProductKind[] | null => kindsOf[arrangement] ?? null
export const isForKind = (arrangement: string, kind: ProductKind): boolean =>
  kindsOf[arrangement]?.includes(kind) ?? true

/** 信用贷款: lent on nothing but the firm's word. */
export const isUnsecured = (mode: GuaranteeMode): boolean => mode === 'credit'

/** 三农 by the register: a firm of section A, 农、林、牧、渔业. */
export const isFarming = (industry: string): boolean => industry.startsWith('A')

/** The form of an arrangement that holds for a loan: an unsecured one before a first one, where both have a form. */
export function variantFor(
  { variants }: Arrangement,
  { unsecured, firstLoan }: { readonly unsecured: boolean; readonly firstLoan: boolean },
): Variant | null {
  if (unsecured && variants['pure-credit']) return 'pure-credit'
  return firstLoan && variants['first-loan'] ? 'first-loan' : null
}

/** What filing asks, in the order in which it is told; the first that is not met refuses. */
export const filingRules = [
  'pool',
  'kind',
  'once',
  'guaranteed',
  'out',
  'overdue',
  'class',
  'time',
  'size',
  'industry',
  'unsecured',
  'single-customer-cap',
  'stop-line',
] as const
export type FilingRule = (typeof filingRules)[number]

/** Sums in fen, days as they are, a line in ppm; the rule says which. */
type Figure = string | number | readonly string[] | null
export type FilingCheck = {
  readonly rule: FilingRule
  readonly met: 'yes' | 'no' | 'unknown'
  readonly have: Figure
  readonly want: Figure
}

export type FilingFacts = {
  /** Whether every pool of the arrangement has a book. */
  readonly isOpen: boolean
  readonly isForKind: boolean
  /** Whether a cover is asked for or stands already. */
  readonly isCovered: boolean
  /** Whether a guarantor stands for it or is asked to: a loss is not made good twice. */
  readonly isGuaranteed: boolean
  readonly loan: {
    readonly state: LoanState
    readonly overdueSince: Day | null
    readonly riskClass: FiveClass | null
    readonly firstDrawnOn: Day | null
  }
  readonly cover: Cover
  /** Of the pool as it stands: what is in cover, and what of it is 不良. */
  readonly pool: { readonly coveredFen: Fen; readonly badFen: Fen }
  /** A stop of the arrangement that the day is one of: it bars, and one that the bureau lifted lets in. */
  readonly stop?: { readonly state: 'active' | 'lifted'; readonly ratePpm: Ppm } | null
}

/**
 * Every rule that a loan has to meet to be filed under an arrangement on a day. At a number itself it is met: exactly the
 * cap is in, the last day of the time counts; at the stop line itself nothing new is filed.
 */
export function filingChecks(
  arrangement: Arrangement,
  { fileWithinDays }: { readonly fileWithinDays: number },
  { isOpen, isForKind, isCovered, isGuaranteed, loan, cover, pool, stop = null }: FilingFacts,
  today: Day,
): FilingCheck[] {
  const checks = new Map<FilingRule, FilingCheck>()
  const put = (
    rule: FilingRule,
    met: boolean | FilingCheck['met'],
    have: Figure = null,
    want: Figure = null,
  ) => checks.set(rule, { rule, met: typeof met === 'string' ? met : met ? 'yes' : 'no', have, want })
  put('pool', isOpen)
  put('kind', isForKind)
  put('once', !isCovered)
  put('guaranteed', !isGuaranteed)
  put('out', loan.state === 'drawn' || loan.state === 'overdue')
  put('overdue', loan.overdueSince === null && loan.state !== 'overdue', loan.overdueSince)
  put('class', !(loan.riskClass && isBad(loan.riskClass)), loan.riskClass)
  const lastOn = loan.firstDrawnOn && plusDays(loan.firstDrawnOn, fileWithinDays)
  put('time', lastOn === null ? 'unknown' : today <= lastOn, loan.firstDrawnOn, lastOn)
  for (const { rule, met, have, want } of coverFindings(arrangement, cover)) put(rule, met, have, want)
  if (arrangement.stopLinePpm !== null) {
    const standing = lineStanding(arrangement, pool.badFen, pool.coveredFen)
    const isIn = mayFile(standing, stop)
    const share = stop?.state === 'active' ? stop.ratePpm : badShare(pool)
    put('stop-line', isIn, share, arrangement.stopLinePpm)
  }
  return filingRules.flatMap((rule) => checks.get(rule) ?? [])
}

/** Whether an arrangement takes new loans where its pool stands so: a stop of it bars, and one that the bureau lifted lets in. */
export const mayFile = (standing: LineStanding, stop: FilingFacts['stop']): boolean =>
  stop ? stop.state === 'lifted' : standing !== 'stopped'

/** 不良 among what is in cover, rounded half up; nothing where nothing is covered. */
export function badShare({ badFen, coveredFen }: FilingFacts['pool']): Ppm {
  if (coveredFen === 0) return ppm(0)
  return ppm(Number((BigInt(badFen) * 2_000_000n + BigInt(coveredFen)) / (2n * BigInt(coveredFen))))
}

/** Why a loan cannot be filed: the first rule that is not met, with what is there and what is asked; null when all are. */
export function filingRefusal(checks: readonly FilingCheck[]): Refused | null {
  const failed = checks.find(({ met }) => met === 'no') ?? checks.find(({ met }) => met === 'unknown')
  if (!failed) return null
  const values = { have: plain(failed, failed.have), want: plain(failed, failed.want) }
  return refuse(`cover-${failed.rule}${failed.met === 'unknown' ? '-unknown' : ''}`, { values })
}

/** A figure for a sentence: sums in 万元, a line in per cent. */
function plain({ rule }: FilingCheck, figure: Figure): string {
  if (figure === null) return ''
  if (typeof figure !== 'number') return String(figure)
  if (rule === 'single-customer-cap') return showWan(figure as Fen)
  return rule === 'stop-line' ? showPercent(ppm(figure)) : String(figure)
}

/** Whether a loan that was filed may still come into cover when the pool's operator decides. */
export const stillSound = ({ loan }: Pick<FilingFacts, 'loan'>): Refused | null => {
  if (loan.state !== 'drawn' && loan.state !== 'overdue') return refuse('cover-out')
  if (loan.state === 'overdue' || loan.overdueSince !== null)
    return refuse('cover-overdue', { values: { have: loan.overdueSince ?? '' } })
  if (loan.riskClass && isBad(loan.riskClass))
    return refuse('cover-class', { values: { have: loan.riskClass } })
  return null
}

export type PoolLine = { readonly standing: LineStanding; readonly sharePpm: Ppm }

/** Where a pool stands against its lines. */
export const lineOf = (arrangement: Arrangement, pool: FilingFacts['pool']): PoolLine => ({
  standing: lineStanding(arrangement, pool.badFen, pool.coveredFen),
  sharePpm: badShare(pool),
})
