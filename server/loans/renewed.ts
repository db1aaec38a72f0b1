import type { Day } from '../money/day.ts'
import { type Fen, smaller } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { FiveClass } from './five-class.ts'
import type { LoanState } from './loan.ts'

/*
 * 无还本续贷, carried out: a new contract is drawn once, and what is drawn pays principal of the old loan back on the same
 * day. No money of the firm's moves and none is lent anew: the sum of both balances stays as it was, to the fen.
 */

/** The old loan on the day on which its renewal is offered, signed or drawn. */
export type Renewed = {
  readonly state: LoanState
  readonly balanceFen: Fen
  readonly maturesOn: Day | null
  /** Days late on that day. */
  readonly daysLate: number
  /** Its class on that day; null before its first night. */
  readonly riskClass: FiveClass | null
}

/**
 * Whether the old loan may be renewed on a day. A loan that is late or is not 正常 must not be renewed out of its class
 * (金规〔2024〕13号; Measures of 2023 on risk classification, on 重组资产). Refuses: `renewal-settled` (it is paid back, or was
 * never drawn), `renewal-too-late` (past its last day), `renewal-arrears`, `renewal-class`.
 */
export function checkRenewed(old: Renewed, on: Day): Outcome<object> {
  if (old.state !== 'drawn' && old.state !== 'overdue') return refuse('renewal-settled')
  if (old.daysLate > 0) return refuse('renewal-arrears', { values: { days: old.daysLate } })
  if (old.riskClass !== null && old.riskClass !== 'normal') return refuse('renewal-class')
  if (old.maturesOn !== null && on > old.maturesOn)
    return refuse('renewal-too-late', { values: { day: old.maturesOn } })
  return done()
}

/** Whether so much of it may be renewed. Refuses: `renewal-over-balance` (`balanceFen` is all that is out), and as `checkRenewed`. */
export function checkRenewedBy(old: Renewed, amountFen: Fen, on: Day): Outcome<object> {
  const may = checkRenewed(old, on)
  if (!may.ok) return may
  const { balanceFen } = old
  return amountFen > balanceFen
    ? refuse('renewal-over-balance', { field: 'amountFen', values: { balanceFen } })
    : done()
}

/** What a renewal draws: as much as was agreed, but no more than is still out on the old loan. */
export const renewable = (agreedFen: Fen, { balanceFen }: Pick<Renewed, 'balanceFen'>): Fen =>
  smaller(agreedFen, balanceFen)
