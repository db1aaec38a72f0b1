import { and, asc, eq, gt, inArray, lte, notInArray, type SQL, sql } from 'drizzle-orm'
import { type Reader, sumFen } from '../../db/index.ts'
import { sharedEvents } from '../../db/tables/claims.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import { type Day, day } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import { breath } from '../platform/work/breaths.ts'
import { type Measured, type StopScope, stopRates, stopScopes } from './line.ts'
import { type MeasuredRate, releasing } from './rows.ts'
import { takenBackBy } from './rows-business.ts'

/** So many guarantees are gone through in one question: between two of them others have their turn. */
const usualPiece = 5_000

/**
 * Both rates of everybody as of a day, by all that is known: what `measured` says of each scope and rate, by one way through the
 * guarantees instead of six. Piece by piece, so that a page that asks holds no other up; for the whole of a transaction's moment
 * ask `measuredOf`.
 */
export async function measuredAll(from: Reader, on: Day, piece = usualPiece): Promise<MeasuredRate[]> {
  const found = new Map<string, MeasuredRate>()
  for (let after: GuaranteeId | null = null; ; ) {
    const last: GuaranteeId | null = await endOfPiece(from, after, piece)
    const among = and(
      after ? gt(guarantees.id, after) : undefined,
      last ? lte(guarantees.id, last) : undefined,
    )
    for (const line of await linesOf(from, on, among)) fold(found, line)
    if (last === null) return [...found.values()]
    after = last
    await breath()
  }
}

type GuaranteeId = (typeof guarantees.$inferSelect)['id']

/** The last guarantee of the next piece; null where the rest is one. */
async function endOfPiece(from: Reader, after: GuaranteeId | null, piece: number) {
  const [row] = await from
    .select({ id: guarantees.id })
    .from(guarantees)
    .where(after ? gt(guarantees.id, after) : undefined)
    .orderBy(asc(guarantees.id))
    .limit(1)
    .offset(piece - 1)
  return row?.id ?? null
}

/** Of one bank, guarantor and arrangement together: what was claimed or released, since ever and since the year began. */
type Line = Readonly<Record<StopScope, string>> & {
  readonly what: keyof Measured
  readonly all: Fen
  readonly year: Fen
}

async function linesOf(from: Reader, on: Day, among: SQL | undefined): Promise<Line[]> {
  const places = {
    bank: guarantees.bankId,
    guarantor: guarantees.guarantorId,
    arrangement: guarantees.arrangement,
  }
  const by = [places.bank, places.guarantor, places.arrangement]
  const first = day(`${on.slice(0, 4)}-01-01`)
  const sums = (of: SQL, column: typeof guaranteeChanges.happenedOn | typeof sharedEvents.on) => ({
    all: sumFen(of),
    year: sumFen(sql`case when ${column} >= ${first} then ${of} else 0 end`),
  })
  const released = await from
    .select({ ...places, ...sums(sql`-${guaranteeChanges.deltaFen}`, guaranteeChanges.happenedOn) })
    .from(guarantees)
    .innerJoin(guaranteeChanges, eq(guaranteeChanges.guaranteeId, guarantees.id))
    .where(
      and(
        ...[among, inArray(guaranteeChanges.kind, [...releasing]), lte(guaranteeChanges.happenedOn, on)],
        notInArray(guarantees.id, takenBackBy(from, on, null)),
      ),
    )
    .groupBy(...by)
  const claimed = await from
    .select({ ...places, ...sums(sql`${sharedEvents.lossFen}`, sharedEvents.on) })
    .from(guarantees)
    .innerJoin(sharedEvents, eq(sharedEvents.guaranteeId, guarantees.id))
    .where(and(among, eq(sharedEvents.kind, 'claim'), lte(sharedEvents.on, on)))
    .groupBy(...by)
  return [
    ...released.map((line): Line => ({ ...line, what: 'releasedFen' })),
    ...claimed.map((line): Line => ({ ...line, what: 'claimedFen' })),
  ]
}

function fold(found: Map<string, MeasuredRate>, line: Line): void {
  for (const scope of stopScopes)
    for (const rate of stopRates) {
      const [key, name] = [line[scope], `${scope} ${rate} ${line[scope]}`]
      const before = found.get(name)?.sums ?? { claimedFen: noFen, releasedFen: noFen }
      const sums = { ...before, [line.what]: plus(before[line.what], line[rate]) }
      found.set(name, { scope, key, rate, sums })
    }
}
