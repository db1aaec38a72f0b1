import { type Day, firstYear, plusMonths, yearOf } from '../money/day.ts'
import { type Fen, fen, negative } from '../money/fen.ts'
import type { Side } from './chart.ts'

/** 对账单: what an account's postings say over a period, in the direction of its side. */
export type Period = { readonly since: Day; readonly until: Day }

/** The period between two days; unasked, the twelve months up to its end, which is today. Null where it runs backwards. */
export function periodOf(from: Day | null, to: Day | null, today: Day): Period | null {
  const until = to ?? today
  const since = from ?? (yearOf(until) > firstYear ? plusMonths(until, -12) : until)
  return since <= until ? { since, until } : null
}

/** Signed as postings are, turned into the direction in which the account grows. */
export const inDirection = (side: Side, signedFen: Fen): Fen =>
  side === 'debit' ? signedFen : negative(signedFen)

export type Running<Row> = Row & { readonly debitFen: Fen; readonly creditFen: Fen; readonly balanceFen: Fen }

/** Each posting with the balance that it leads to. */
export function running<Row extends { readonly amountFen: Fen }>(
  side: Side,
  openingFen: Fen,
  rows: readonly Row[],
): Running<Row>[] {
  let balanceFen = openingFen
  return rows.map((row) => {
    balanceFen = fen(balanceFen + inDirection(side, row.amountFen))
    return {
      ...row,
      debitFen: fen(Math.max(0, row.amountFen)),
      creditFen: fen(Math.max(0, -row.amountFen)),
      balanceFen,
    }
  })
}

/** One line of a trial balance: what has gone through the account, and on which side it stands. */
export type TrialLine = {
  readonly debitFen: Fen
  readonly creditFen: Fen
  /** What is left on debit, or on credit; one of the two is nothing. */
  readonly onDebitFen: Fen
  readonly onCreditFen: Fen
}

export function trialLine(debitFen: Fen, creditFen: Fen): TrialLine {
  const left = debitFen - creditFen
  return {
    debitFen,
    creditFen,
    onDebitFen: fen(Math.max(0, left)),
    onCreditFen: fen(Math.max(0, -left)),
  }
}

/** The sums of its columns; debit and credit are equal, or something is wrong. */
export const trialTotal = (lines: readonly TrialLine[]): TrialLine => {
  const sum = (column: keyof TrialLine) => fen(lines.reduce((all, line) => all + line[column], 0))
  return {
    debitFen: sum('debitFen'),
    creditFen: sum('creditFen'),
    onDebitFen: sum('onDebitFen'),
    onCreditFen: sum('onCreditFen'),
  }
}
