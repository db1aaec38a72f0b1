import { insertAll } from '../../db/bulk.ts'
import type { Transaction } from '../../db/index.ts'
import { covers } from '../../db/tables/covers.ts'
import { poolsWith, tallyAnew } from '../../server/covers/index.ts'
import { coverStand, exposeMany, type Past } from '../../server/exposures/index.ts'
import { type Fen, minus, noFen, plus } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { dayOf, type Instant } from '../../server/platform/clock.ts'
import type { CityRows } from './city.ts'
import type { makeCovers } from './covers.ts'
import type { Member } from './members.ts'

type CoverRow = ReturnType<typeof makeCovers>['covers'][number]

/** What came in by bulk is counted at once, as an action would have counted it loan by loan. */
export async function insertCovers(
  tx: Transaction,
  made: readonly CoverRow[],
  rows: CityRows,
  members: readonly Member[],
  forward: (count: number) => Promise<void>,
): Promise<void> {
  await insertAll(tx, covers, made, forward)
  await tallyAnew(tx, 'tax-credit-pool')
  await exposeMany(tx, await pastsOf(tx, made, rows, members))
}

/** Where every cover stood from the operator's word on, report by report of its bank. */
async function pastsOf(
  tx: Transaction,
  made: readonly CoverRow[],
  rows: CityRows,
  members: readonly Member[],
): Promise<Past[]> {
  const loans = new Map(rows.loans.map((loan) => [String(loan.id), loan]))
  const firms = new Map(members.map(({ row }) => [String(row.id), row]))
  const reports = reportsOf(rows)
  const pools = await poolsWith(tx, 'tax-credit-pool')
  const poolOf = (_: string, party: string) => pools.find((pool) => pool.party === party)?.id ?? null
  return made.flatMap((row): Past[] => {
    const { decidedAt } = row
    if (row.state !== 'in-cover' || !decidedAt) return []
    const loan = present(loans.get(row.loanId), 'the loan of a cover')
    const found = {
      ...{ cover: row, depositFen: null },
      firm: present(firms.get(row.enterpriseId), 'the firm of a cover'),
    }
    const { firstDrawnOn = null } = loan
    const standAt = (balanceFen: Fen) => coverStand(found, { balanceFen, firstDrawnOn }, poolOf)
    const all = reports.get(row.loanId) ?? []
    const outUntil = (at: Instant) =>
      plus(noFen, ...all.filter((one) => one.at <= at).map(({ deltaFen }) => deltaFen))
    const moments = [decidedAt, ...all.map(({ at }) => at).filter((at) => at > decidedAt)]
    return [
      {
        exposed: standAt(loan.balanceFen).exposed,
        stands: moments.map((at) => ({ at, on: dayOf(at), stand: standAt(outUntil(at)).stand })),
      },
    ]
  })
}

type Report = { readonly at: Instant; readonly deltaFen: Fen }

/** What banks reported of each loan, in its order: drawn, and paid back. */
function reportsOf({ drawdowns, repayments }: CityRows): Map<string, Report[]> {
  const found = new Map<string, Report[]>()
  const add = (loanId: string, report: Report) => found.set(loanId, [...(found.get(loanId) ?? []), report])
  for (const { loanId, amountFen, reportedAt } of drawdowns)
    add(loanId, { at: reportedAt, deltaFen: amountFen })
  for (const { loanId, principalFen, reportedAt } of repayments)
    if (principalFen !== 0) add(loanId, { at: reportedAt, deltaFen: minus(noFen, principalFen) })
  for (const reports of found.values()) reports.sort((one, other) => (one.at < other.at ? -1 : 1))
  return found
}
