import type { Reader, Store } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, fen, minus, noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { type AccountCode, placeInChart } from './chart.ts'
import type { BookId } from './entry.ts'
import { lateSince } from './period.ts'
import * as rows from './rows.ts'
import * as reading from './rows-reading.ts'
import { inDirection, type Period, type Running, running, type TrialLine, trialLine } from './statement.ts'

/** Where an account stands now: one lookup, whatever has gone through it. */
export async function balance(from: Reader, book: BookId, code: AccountCode): Promise<Fen> {
  return present(await rows.accountAt(from, book, code), `the account ${code} of a book`).balanceFen
}

/** Where an account stood at the end of a day, from its entries alone. */
export async function balanceOn(from: Reader, book: BookId, code: AccountCode, on: Day): Promise<Fen> {
  const account = present(await rows.accountAt(from, book, code), `the account ${code} of a book`)
  return standAt(from, account, { until: on })
}

/**
 * The same as it was known at the end of a day, `knownOn`, which is `on` or later: without what was written down after it for
 * days before. Asked for again it says the same, whatever came late.
 */
export async function balanceKnown(
  from: Reader,
  book: BookId,
  code: AccountCode,
  on: Day,
  knownOn: Day,
): Promise<Fen> {
  const account = present(await rows.accountAt(from, book, code), `the account ${code} of a book`)
  const stands = await standAt(from, account, { until: on })
  const since = lateSince(knownOn)
  if (since > on) return stands
  const late = await reading.lateTurnoverOf(
    from,
    account.id,
    { since, until: on },
    startOf(plusDays(knownOn, 1)),
  )
  return minus(stands, inDirection(account.side, fen(late.debitFen - late.creditFen)))
}

async function standAt(from: Reader, { id, side }: rows.AccountRow, bounds: reading.Bounds): Promise<Fen> {
  const { debitFen, creditFen } = await reading.turnoverOf(from, id, bounds)
  return inDirection(side, fen(debitFen - creditFen))
}

export type TrialRow = TrialLine & { readonly account: rows.AccountRow }

/**
 * 试算平衡表: every account of a book in the order of its chart. Now, from the kept balances, at the cost of one lookup;
 * or at the end of a day, from the entries alone.
 */
export async function trialBalance(
  from: Reader,
  book: Pick<rows.BookRow, 'id' | 'kind'>,
  on: Day | null = null,
): Promise<TrialRow[]> {
  const accounts = await rows.accountsOf(from, book.id)
  const sums = new Map(
    on ? (await reading.turnoversOn(from, book.id, on)).map((sum) => [sum.accountId as string, sum]) : [],
  )
  return accounts
    .toSorted((one, other) => placeInChart(book.kind, one.code) - placeInChart(book.kind, other.code))
    .map((account) => {
      const { debitFen = noFen, creditFen = noFen } = on ? (sums.get(account.id) ?? {}) : account
      return { account, ...trialLine(debitFen, creditFen) }
    })
}

export type Statement = {
  readonly openingFen: Fen
  readonly closingFen: Fen
  readonly debitFen: Fen
  readonly creditFen: Fen
  readonly lines: readonly Running<reading.StatementRow>[]
}

/** 对账单: opening, some of the period's lines with the balance after each, its sums, and closing; entries alone. */
export async function statement(
  from: Reader,
  account: rows.AccountRow,
  { since, until }: Period,
  { limit, offset }: { readonly limit: number; readonly offset: number },
): Promise<Statement> {
  const { id: accountId, side } = account
  const stretch = { accountId, since, until, limit, offset }
  const openingFen = await standAt(from, account, { before: since })
  const { debitFen, creditFen } = await reading.turnoverOf(from, accountId, { since, until })
  const before = inDirection(side, await reading.sumBefore(from, stretch))
  const found = await reading.postingsIn(from, stretch)
  return {
    openingFen,
    debitFen,
    creditFen,
    closingFen: fen(openingFen + inDirection(side, fen(debitFen - creditFen))),
    lines: running(side, fen(openingFen + before), found),
  }
}

/** More lines than a spreadsheet is good for; a shorter period is the better answer. */
export const exportLimit = 20_000

/**
 * Hands a statement out of the platform, and leaves in the trail who took which one.
 * Refuses: `statement-too-long`, `statement-empty`.
 */
export const exportStatement = (
  store: Store,
  by: By,
  account: rows.AccountRow,
  period: Period,
): Promise<Outcome<{ statement: Statement }>> =>
  act(store, by, async (tx) => {
    const found = await statement(tx, account, period, { limit: exportLimit + 1, offset: 0 })
    if (found.lines.length > exportLimit)
      return refuse('statement-too-long', { values: { max: exportLimit } })
    if (found.lines.length === 0) return refuse('statement-empty')
    await write(tx, by, {
      happening: 'ledger.exported',
      subject: { kind: 'account', id: account.id },
      details: { ...period, account: account.code, rows: found.lines.length },
    })
    return done({ statement: found })
  })
