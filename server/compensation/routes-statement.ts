import { balanceKnown } from '../ledger/index.ts'
import { plusDays } from '../money/day.ts'
import { plus } from '../money/fen.ts'
import { dayOf } from '../platform/clock.ts'
import { one } from '../platform/web/paging.ts'
import { type Answer, page, printed, type SignedIn } from '../web.ts'
import { statementPage } from './pages-statement.ts'
import { poolAt } from './parts.ts'
import * as rows from './rows-statement.ts'
import { cashKindOf, periodOf, statementLines } from './statement.ts'

/** So many a page shows; taken away they are whole, for no pool has so many claims. */
const mostEvents = 500
const mostTaken = 100_000

/**
 * Everything as it was known at the end of the period's last day, so that a period says the same whenever it is asked; what was
 * written down later for its days stands behind it by itself.
 */
async function stated(visit: SignedIn) {
  const { w, parts, query, today, slice } = visit
  const { read } = parts.store
  const shown = await poolAt(visit)
  const most = slice ? mostTaken : mostEvents
  const { bookId, arrangement, party, openedAt } = shown.pool
  const first = dayOf(openedAt)
  const asked = periodOf(one(query.from) ?? '', one(query.to) ?? '', today, first)
  const usual = periodOf('', '', today, first)
  const period = asked.ok ? asked.period : usual.ok ? usual.period : { from: today, to: today }
  const before = plusDays(period.from, -1)
  const at = async (code: Parameters<typeof balanceKnown>[2]) =>
    [
      await balanceKnown(read, bookId, code, before, before),
      await balanceKnown(read, bookId, code, period.to, period.to),
    ] as const
  const [free, reserved, out] = [await at('cash-free'), await at('cash-reserved'), await at('claims-out')]
  const events = await rows.eventsWithin(read, arrangement, party, period, most + 1)
  return statementPage(w, {
    ...{ shown, period, reserved, out, isOver: period.to < today },
    typed: asked.ok ? period : { from: one(query.from), to: one(query.to) },
    fault: asked.ok ? null : { field: asked.refusal.field ?? 'from', words: w.refusal(asked.refusal) },
    openingFen: plus(free[0], reserved[0]),
    closingFen: plus(free[1], reserved[1]),
    lines: statementLines(await rows.cashMoved(read, bookId, period)),
    late: (await rows.cameAfter(read, bookId, period.to)).map((row) => ({
      ...{ ...row, kind: cashKindOf(row.kind) },
    })),
    events: events.slice(0, most),
    isMore: events.length > most,
  })
}

export async function showStatement(visit: SignedIn): Promise<Answer> {
  const found = await stated(visit)
  return page('compensation/statement', found, found.filters.errors.length ? 422 : 200)
}

export async function printStatement(visit: SignedIn): Promise<Answer> {
  const found = await stated(visit)
  // Paper of another period than was asked for would mislead: the page says what is wrong.
  if (found.filters.errors.length) return page('compensation/statement', found, 422)
  return printed('compensation/statement-print', found)
}
