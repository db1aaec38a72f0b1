import { and, eq, inArray, isNull, lte, not, notInArray, or, type SQL, sql } from 'drizzle-orm'
import { type Reader, sumFen } from '../../db/index.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import type { Arrangement } from '../arrangements/arrangement.ts'
import { cameLate } from '../ledger/index.ts'
import { lateSince } from '../ledger/period.ts'
import { type Day, day, plusDays } from '../money/day.ts'
import { type Fen, negative, noFen, plus } from '../money/fen.ts'
import { startOf } from '../platform/clock.ts'
import type { Id } from '../platform/ids.ts'
import { breath } from '../platform/work/breaths.ts'
import { takenBackBy } from '../stop-lines/index.ts'
import { shareOf } from './shares.ts'
import type { CustomerBalance } from './weights.ts'

type GuarantorId = Id<'institution'>

/** What a guarantor's customers had in force at the end of a day. */
export type YearEnd = { readonly on: Day; readonly customers: readonly CustomerBalance[] }

/** After so many guarantees the others' requests have a breath. */
const spell = 2_000

/**
 * The customers of a guarantor at the end of every year since its first guarantee came in force, and at the end of the day
 * asked for, which is the last; as they were known at the end of `knownOn`, that day or a later one. Own shares are the split
 * of each guarantee's balance, as the ledger books them.
 */
export async function yearEndsUntil(
  from: Reader,
  id: GuarantorId,
  on: Day,
  knownOn: Day,
): Promise<YearEnd[]> {
  const known = await movesByYear(from, id, lte(guaranteeChanges.happenedOn, on))
  const told = cameLate(guaranteeChanges, on, knownOn)
  const late = told ? await movesByYear(from, id, told) : []
  const moves = [...known, ...late.map((move) => ({ ...move, deltaFen: negative(move.deltaFen) }))]
  const years = [...new Set(moves.map(({ year }) => year))]
  const ends: YearEnd[] = []
  for (
    let year = Math.min(Number(on.slice(0, 4)), ...years.map(Number));
    year <= Number(on.slice(0, 4));
    year++
  ) {
    const end = day(`${year}-12-31`)
    const counted = moves.filter((move) => Number(move.year) <= year)
    ends.push({ on: end < on ? end : on, customers: await customersOf(from, counted) })
  }
  return ends
}

type Move = Awaited<ReturnType<typeof movesByYear>>[number]

function movesByYear(from: Reader, id: GuarantorId, which: SQL | undefined) {
  const year = sql<string>`substr(cast(${guaranteeChanges.happenedOn} as text), 1, 4)`
  const { enterpriseId, kind, arrangement, arrangementVersion } = guarantees
  return (
    from
      .select({
        ...{ id: guarantees.id, enterpriseId, kind, arrangement, arrangementVersion, year },
        deltaFen: sumFen(guaranteeChanges.deltaFen),
      })
      .from(guaranteeChanges)
      .innerJoin(guarantees, eq(guarantees.id, guaranteeChanges.guaranteeId))
      .where(and(eq(guarantees.guarantorId, id), which))
      .groupBy(guarantees.id, enterpriseId, kind, arrangement, arrangementVersion, sql`6`)
      // A customer counts as what its newest letter says.
      .orderBy(guarantees.id)
  )
}

const letterOf = ({ arrangement, arrangementVersion }: Move) => `${arrangement} ${arrangementVersion}`

async function customersOf(from: Reader, moves: readonly Move[]): Promise<CustomerBalance[]> {
  const balances = new Map<string, { move: Move; fen: Fen }>()
  for (const move of moves)
    balances.set(move.id, { move, fen: plus(balances.get(move.id)?.fen ?? noFen, move.deltaFen) })
  const terms = await termsOf(from, moves)
  const customers = new Map<string, CustomerBalance>()
  let done = 0
  for (const { move, fen } of balances.values()) {
    if (++done % spell === 0) await breath()
    const letter = terms.get(letterOf(move))
    if (!letter || fen === 0) continue
    const there = customers.get(move.enterpriseId)
    customers.set(move.enterpriseId, {
      kind: move.kind,
      balanceFen: plus(there?.balanceFen ?? noFen, fen),
      ownFen: plus(there?.ownFen ?? noFen, shareOf(letter, 'guarantor', fen)),
    })
  }
  return [...customers.values()]
}

/** The terms of letters under the same version of an arrangement are the same: one of each is read. */
async function termsOf(from: Reader, moves: readonly Move[]): Promise<ReadonlyMap<string, Arrangement>> {
  const samples = new Map(
    moves.map((move) => [move.id, letterOf(move)] as const).map(([id, key]) => [key, id]),
  )
  if (samples.size === 0) return new Map()
  const letters = await from
    .select({ id: guarantees.id, terms: guarantees.terms })
    .from(guarantees)
    .where(inArray(guarantees.id, [...samples.values()]))
  const byId = new Map(letters.map(({ id, terms }) => [id, terms]))
  return new Map(
    [...samples].flatMap(([key, id]) => {
      const terms = byId.get(id)
      return terms ? [[key, terms] as const] : []
    }),
  )
}

/**
 * 当年担保费收入 until the end of a day, as it was known at the end of `knownOn`: the yearly fee falls due when the guarantee
 * comes in force and at every anniversary within the term of its letter, unless it was released before or taken back by that
 * day. Fees are not paid over this platform: this is what is due.
 */
export async function feesOfYear(from: Reader, id: GuarantorId, on: Day, knownOn: Day): Promise<Fen> {
  const { feeFen, inForceOn, releasedOn, months, guarantorId } = guarantees
  const year = Number(on.slice(0, 4))
  // Without its 29 February a year has that anniversary on the 28th: whatever is before tomorrow is due.
  const before = on.endsWith('-12-31') ? '12-32' : plusDays(on, 1).slice(5)
  const monthDay = sql`substr(cast(${inForceOn} as text), 6, 5)`
  const elapsed = sql`(cast(${year} as integer) - cast(substr(cast(${inForceOn} as text), 1, 4) as integer))`
  const [row] = await from
    .select({ sum: sumFen(feeFen) })
    .from(guarantees)
    .where(
      and(
        eq(guarantorId, id),
        lte(inForceOn, on),
        sql`${monthDay} < ${before}`,
        sql`${elapsed} * 12 < ${months}`,
        notInArray(guarantees.id, takenBackBy(from, on, knownOn)),
        not(toldLate('in-force', knownOn)),
        or(
          sql`${elapsed} = 0`,
          isNull(releasedOn),
          sql`cast(${releasedOn} as text) > cast(${`${year}-`} as text) || ${monthDay}`,
          toldLate('released', knownOn),
        ),
      ),
    )
  return row?.sum ?? noFen
}

/** Whether a guarantee came in force, or was released, only by what was told after the end of a day. */
const toldLate = (kind: 'in-force' | 'released', knownOn: Day): SQL =>
  sql`exists (select 1 from ${guaranteeChanges} where ${guaranteeChanges.guaranteeId} = ${guarantees.id}
    and ${guaranteeChanges.happenedOn} >= ${lateSince(knownOn)} and ${guaranteeChanges.kind} = ${kind}
    and ${guaranteeChanges.at} >= ${startOf(plusDays(knownOn, 1))})`
