import type { Day } from '../money/day.ts'
import { monthOf, yearOf } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { isWatchRule, watchRules } from './tax.ts'

/** 预警规则: the four of the tax watch, and what the night finds elsewhere. */
export const warningRules = [
  ...watchRules,
  'overdue',
  'concentration',
  'promise-lapsed',
  'claim-rate',
  'bridge-dependence',
  'silent-product',
] as const
export type WarningRule = (typeof warningRules)[number]

/** What is told by the firm's tax facts; a bank reads it by the firm's consent only. */
export const isTaxRule = (rule: WarningRule) => isWatchRule(rule)

/** What a warning is about, and so where its link leads. */
export const subjectKinds = ['loan', 'bridge', 'enterprise', 'product', 'institution', 'arrangement'] as const

/** By what concentration is looked for: one customer, all of one circle, one bank, one industry. */
export const concentrations = ['customer', 'circle', 'bank', 'industry'] as const
export type Concentration = (typeof concentrations)[number]

/** `assigned` while a person of the bureau has it in hand. */
export const warningStates = ['open', 'acknowledged', 'assigned', 'closed'] as const
export type WarningState = (typeof warningStates)[number]

/** 核实结果: it was as the warning said; it was not; or nobody could tell. */
export const findings = ['confirmed', 'false-alarm', 'undecided'] as const
export type Finding = (typeof findings)[number]

/** The value is back; or it is another one, and a newer warning says so. */
export const waysToClear = ['back', 'newer'] as const
export type WayToClear = (typeof waysToClear)[number]

/**
 * How bad something is. A number warns anew once it grew by `step`; without a step the same, and less, never warns twice.
 * The text of a tax fact warns anew by being another one.
 */
export type Mark = { readonly mark: string } | { readonly mark: number; readonly step: number | null }

/** Whether what was found is to be told, after what was told last and still stands; null where nothing stands. */
export function isNews(before: string | null, found: Mark): boolean {
  if (before === null) return true
  if (typeof found.mark === 'string') return before !== found.mark
  return 'step' in found && found.step !== null && found.mark >= Number(before) + found.step
}

/** Where a warning may go; nobody closes what he has not even acknowledged, and what is closed stays so. */
export const warningMoves = {
  open: ['acknowledged', 'assigned'],
  acknowledged: ['assigned', 'closed'],
  assigned: ['closed'],
  closed: [],
} as const satisfies Record<WarningState, readonly WarningState[]>

const mayMove = (from: WarningState, to: WarningState): boolean =>
  warningMoves[from].some((one) => one === to)

type Standing = { readonly state: WarningState }

/** 知悉: somebody of the bureau has read it. Refuses `warning-acknowledged`, `warning-closed`. */
export function checkAcknowledging({ state }: Standing): Outcome<object> {
  if (state === 'closed') return refuse('warning-closed')
  return mayMove(state, 'acknowledged') ? done() : refuse('warning-acknowledged')
}

/** Refuses `warning-assigned`, `warning-closed`. */
export function checkAssigning({ state }: Standing): Outcome<object> {
  if (state === 'closed') return refuse('warning-closed')
  return mayMove(state, 'assigned') ? done() : refuse('warning-assigned')
}

/** Refuses `warning-closed`, `warning-unread`. */
export function checkClosing({ state }: Standing): Outcome<object> {
  if (state === 'closed') return refuse('warning-closed')
  return mayMove(state, 'closed') ? done() : refuse('warning-unread')
}

/** The bank answers once, and before the bureau has closed. Refuses `warning-closed`, `warning-answered`. */
export function checkBankAnswer({
  state,
  bankFinding,
}: Standing & { readonly bankFinding: Finding | null }): Outcome<object> {
  if (bankFinding !== null) return refuse('warning-answered')
  return state === 'closed' ? refuse('warning-closed') : done()
}

export const quarterOf = (on: Day): string => `${yearOf(on)}Q${Math.ceil(monthOf(on) / 3)}`

export type Precision = {
  readonly closed: number
  readonly confirmed: number
  readonly falseAlarms: number
  /** 准确率: confirmed of all that were closed, in ppm, half up; null while none was. */
  readonly ppm: number | null
}

export type Closed<Key extends string = string> = {
  readonly key: Key
  readonly outcome: Finding
  readonly count: number
}

/** How often rules were right, over what was closed; by any key, as the rule and the quarter. */
export function precisionOf(closed: readonly Closed[]): Precision {
  const of = (outcome: Finding | null) =>
    closed
      .filter((one) => outcome === null || one.outcome === outcome)
      .reduce((sum, { count }) => sum + count, 0)
  const [all, confirmed, falseAlarms] = [of(null), of('confirmed'), of('false-alarm')]
  return {
    ...{ closed: all, confirmed, falseAlarms },
    ppm: all === 0 ? null : Math.floor((confirmed * 2_000_000 + all) / (all * 2)),
  }
}
