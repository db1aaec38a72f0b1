import { and, asc, count, desc, eq, gt, inArray, isNull, lt } from 'drizzle-orm'
import type { Reader, Transaction } from '../../db/index.ts'
import { startsWith, sumFen } from '../../db/index.ts'
import { compensationPools, covers } from '../../db/tables/covers.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposures } from '../../db/tables/exposures.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { loans } from '../../db/tables/loans.ts'
import { stressRuns } from '../../db/tables/stress.ts'
import type { Arrangement } from '../arrangements/index.ts'
import { type FiveClass, isBad } from '../loans/five-class.ts'
import { fen, noFen, smaller } from '../money/fen.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { Exposure, Tally } from './portfolio.ts'
import { isOfAll, type Slice } from './run.ts'

export type StressRun = typeof stressRuns.$inferSelect

export async function addRun(tx: Transaction, row: StressRun): Promise<void> {
  await tx.insert(stressRuns).values(row)
}

export async function runById(from: Reader, id: string): Promise<StressRun | null> {
  if (!isId<'stress-run'>(id)) return null
  const [found] = await from.select().from(stressRuns).where(eq(stressRuns.id, id))
  return found ?? null
}

/** The runs of an office, the newest first. */
export const runsOf = (from: Reader, region: string, limit: number, offset: number): Promise<StressRun[]> =>
  from
    .select()
    .from(stressRuns)
    .where(eq(stressRuns.region, region))
    .orderBy(desc(stressRuns.id))
    .limit(limit)
    .offset(offset)

/** Runs under way: whoever is silent since `before`, or all. */
export const runsUnderWay = (from: Reader, before: Instant | null): Promise<StressRun[]> =>
  from
    .select()
    .from(stressRuns)
    .where(and(eq(stressRuns.state, 'running'), before ? lt(stressRuns.beatAt, before) : undefined))

/** Changes a run that is still under way; false where it is not any more. */
export async function changeRunning(
  tx: Transaction,
  id: StressRun['id'],
  change: Partial<StressRun>,
): Promise<boolean> {
  const changed = await tx
    .update(stressRuns)
    .set(change)
    .where(and(eq(stressRuns.id, id), eq(stressRuns.state, 'running')))
    .returning({ id: stressRuns.id })
  return changed.length > 0
}

/** Guarantees with something drawn under them, in the order of their ids. */
export async function guaranteed(
  from: Reader,
  { region, arrangement, bankId, size }: Slice,
  after: string,
  limit: number,
): Promise<Exposure[]> {
  const found = await from
    .select({
      id: guarantees.id,
      code: guarantees.arrangement,
      terms: guarantees.arrangementVersion,
      guarantorId: guarantees.guarantorId,
      bankId: guarantees.bankId,
      size: guarantees.size,
      riskClass: loans.riskClass,
      balanceFen: guarantees.balanceFen,
    })
    .from(guarantees)
    .leftJoin(loans, eq(loans.id, guarantees.loanId))
    .where(
      and(
        gt(guarantees.id, after as Id<'guarantee'>),
        gt(guarantees.balanceFen, noFen),
        startsWith(guarantees.district, region),
        arrangement ? eq(guarantees.arrangement, arrangement) : undefined,
        bankId ? eq(guarantees.bankId, bankId as Id<'institution'>) : undefined,
        size ? eq(guarantees.size, size) : undefined,
      ),
    )
    .orderBy(asc(guarantees.id))
    .limit(limit)
  return found.map(({ riskClass, terms, ...one }) => ({
    ...{ ...one, terms: terms ?? '', hasFailed: hasFailed(riskClass) },
  }))
}

/**
 * Loans under cover of a pool with something out, in the order of their covers: at most what was filed. One that the pools have
 * paid for costs nobody a second time.
 */
export async function covered(
  from: Reader,
  { region, arrangement, bankId, size }: Slice,
  after: string,
  limit: number,
): Promise<Exposure[]> {
  const found = await from
    .select({
      id: covers.id,
      code: covers.arrangement,
      version: covers.arrangementVersion,
      variant: covers.variant,
      bankId: covers.institutionId,
      size: enterprises.size,
      riskClass: loans.riskClass,
      filedFen: covers.filedFen,
      balanceFen: loans.balanceFen,
    })
    .from(covers)
    .innerJoin(loans, eq(loans.id, covers.loanId))
    .innerJoin(enterprises, eq(enterprises.id, covers.enterpriseId))
    .where(
      and(
        gt(covers.id, after as Id<'cover'>),
        eq(covers.state, 'in-cover'),
        isNull(covers.compensatedOn),
        gt(loans.balanceFen, noFen),
        startsWith(enterprises.region, region),
        arrangement ? eq(covers.arrangement, arrangement) : undefined,
        bankId ? eq(covers.institutionId, bankId as Id<'institution'>) : undefined,
        size ? eq(enterprises.size, size) : undefined,
      ),
    )
    .orderBy(asc(covers.id))
    .limit(limit)
  return found.map(({ version, variant, filedFen, balanceFen, riskClass, ...one }) => ({
    ...{ ...one, guarantorId: null, terms: `${version} ${variant ?? ''}` },
    hasFailed: hasFailed(riskClass),
    balanceFen: fen(smaller(filedFen, balanceFen)),
  }))
}

/**
 * Advances of bridge pools that are out in the slice: all that is out is the pool's own. They are out for days, against the promise of a bank, so the yearly rate
 * of a firm says nothing of them, and no policy sets another.
 */
export async function advanced(from: Reader, { region, arrangement, bankId, size }: Slice): Promise<Tally> {
  const [row] = await from
    .select({ loans: count(), balanceFen: sumFen(exposures.balanceFen) })
    .from(exposures)
    .where(
      and(
        eq(exposures.kind, 'bridge'),
        gt(exposures.balanceFen, noFen),
        startsWith(exposures.district, region),
        arrangement ? eq(exposures.scheme, arrangement) : undefined,
        bankId ? eq(exposures.bankId, bankId as Id<'institution'>) : undefined,
        size ? eq(exposures.size, size) : undefined,
      ),
    )
  return row ?? { loans: 0, balanceFen: noFen }
}

/** A loan that was never classed has not failed. */
const hasFailed = (riskClass: FiveClass | null): boolean => riskClass !== null && isBad(riskClass)

/** What was agreed of sharing in these guarantees and covers. */
export async function termsOf(
  from: Reader,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Arrangement>> {
  const [ofGuarantees, ofCovers] = await Promise.all([
    from
      .select({ id: guarantees.id, terms: guarantees.terms })
      .from(guarantees)
      .where(inArray(guarantees.id, ids as Id<'guarantee'>[])),
    from
      .select({ id: covers.id, terms: covers.terms })
      .from(covers)
      .where(inArray(covers.id, ids as Id<'cover'>[])),
  ])
  return new Map([...ofGuarantees, ...ofCovers].map(({ id, terms }) => [id as string, terms]))
}

/** The pools with an account, by arrangement and party. */
export const accountsOfPools = (from: Reader) =>
  from
    .select({
      code: compensationPools.arrangement,
      party: compensationPools.party,
      bookId: compensationPools.bookId,
    })
    .from(compensationPools)

const runsAtOnce = 50

/**
 * What a bad year costs a whole region: the newest run of its office over all that is in force there, by years that are
 * drawn, that was done before `before`. A slice and a rate that somebody gave are no answer to that; null without one.
 */
export async function latestRun(from: Reader, region: string, before: Instant): Promise<StressRun | null> {
  const done = and(
    eq(stressRuns.region, region),
    eq(stressRuns.state, 'done'),
    lt(stressRuns.endedAt, before),
  )
  for (let offset = 0; ; offset += runsAtOnce) {
    const found = await from
      .select({ id: stressRuns.id, question: stressRuns.question })
      .from(stressRuns)
      .where(done)
      .orderBy(desc(stressRuns.id))
      .limit(runsAtOnce)
      .offset(offset)
    const whole = found.find(({ question }) => isOfAll(question, region))
    if (whole) return runById(from, whole.id)
    if (found.length < runsAtOnce) return null
  }
}
