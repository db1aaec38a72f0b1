import { and, asc, desc, eq, sql } from 'drizzle-orm'
import { prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { scoreboardEditions } from '../../db/tables/scoreboard.ts'
import { isId } from '../platform/ids.ts'

export type Edition = typeof scoreboardEditions.$inferSelect
/** What everybody may see of an edition: never the facts of single firms. */
const open = {
  id: scoreboardEditions.id,
  region: scoreboardEditions.region,
  quarter: scoreboardEditions.quarter,
  edition: scoreboardEditions.edition,
  state: scoreboardEditions.state,
  reason: scoreboardEditions.reason,
  content: scoreboardEditions.content,
  names: scoreboardEditions.names,
  rule: scoreboardEditions.rule,
  ruleVersion: scoreboardEditions.ruleVersion,
  proposedAt: scoreboardEditions.proposedAt,
  proposedBy: scoreboardEditions.proposedBy,
  decidedAt: scoreboardEditions.decidedAt,
  why: scoreboardEditions.why,
  version: scoreboardEditions.version,
}
export type OpenEdition = Omit<Edition, 'facts' | 'decidedBy'>

export async function addEdition(tx: Transaction, row: Edition): Promise<void> {
  await tx.insert(scoreboardEditions).values(row)
}

export async function editionById(from: Reader, id: string): Promise<OpenEdition | null> {
  if (!isId<'scoreboard-edition'>(id)) return null
  const [row] = await from.select(open).from(scoreboardEditions).where(eq(scoreboardEditions.id, id))
  return row ?? null
}

/** All that was published of a quarter in a region with what it rests on, the oldest first. */
export const publishedBefore = (from: Reader, region: string, quarter: string): Promise<Edition[]> =>
  from
    .select()
    .from(scoreboardEditions)
    .where(
      and(
        eq(scoreboardEditions.region, region),
        eq(scoreboardEditions.quarter, quarter),
        eq(scoreboardEditions.state, 'published'),
      ),
    )
    .orderBy(asc(scoreboardEditions.edition))

export async function waitingFor(from: Reader, region: string, quarter: string): Promise<OpenEdition | null> {
  const [row] = await from
    .select(open)
    .from(scoreboardEditions)
    .where(
      and(
        eq(scoreboardEditions.region, region),
        eq(scoreboardEditions.quarter, quarter),
        eq(scoreboardEditions.state, 'proposed'),
      ),
    )
  return row ?? null
}

type Heading = Pick<OpenEdition, 'quarter' | 'edition' | 'reason' | 'decidedAt'>

/** What was published, the newest quarter and its last edition first: one short list for every page. */
export async function publishedList(from: Reader): Promise<readonly Heading[]> {
  const query = prepared(from, 'scoreboard_published', (reader, name) =>
    reader
      .select({
        quarter: scoreboardEditions.quarter,
        edition: scoreboardEditions.edition,
        reason: scoreboardEditions.reason,
        decidedAt: scoreboardEditions.decidedAt,
      })
      .from(scoreboardEditions)
      .where(eq(scoreboardEditions.state, sql.placeholder('state')))
      .orderBy(desc(scoreboardEditions.quarter), desc(scoreboardEditions.edition))
      .limit(sql.placeholder('limit'))
      .prepare(name),
  )
  return query.execute({ state: 'published', limit: 200 })
}

/** One published edition of a quarter. */
export async function publishedEdition(
  from: Reader,
  quarter: string,
  edition: number,
): Promise<OpenEdition | null> {
  const query = prepared(from, 'scoreboard_edition', (reader, name) =>
    reader
      .select(open)
      .from(scoreboardEditions)
      .where(
        and(
          eq(scoreboardEditions.state, 'published'),
          eq(scoreboardEditions.quarter, sql.placeholder('quarter')),
          eq(scoreboardEditions.edition, sql.placeholder('edition')),
        ),
      )
      .prepare(name),
  )
  const [row] = await query.execute({ quarter, edition })
  return row ?? null
}

/** What an office proposed, the newest first, with who proposed it. */
export const editionsIn = (from: Reader, region: string, limit: number, offset: number) =>
  from
    .select({
      id: scoreboardEditions.id,
      quarter: scoreboardEditions.quarter,
      edition: scoreboardEditions.edition,
      state: scoreboardEditions.state,
      reason: scoreboardEditions.reason,
      why: scoreboardEditions.why,
      proposedAt: scoreboardEditions.proposedAt,
      decidedAt: scoreboardEditions.decidedAt,
      proposer: people.name,
    })
    .from(scoreboardEditions)
    .innerJoin(people, eq(people.id, scoreboardEditions.proposedBy))
    .where(eq(scoreboardEditions.region, region))
    .orderBy(desc(scoreboardEditions.id))
    .limit(limit)
    .offset(offset)

export type ListedEdition = Awaited<ReturnType<typeof editionsIn>>[number]

/** Decides what still waits; false when somebody was quicker. */
export async function decide(
  tx: Transaction,
  { id, version }: Pick<OpenEdition, 'id' | 'version'>,
  change: Pick<Edition, 'state' | 'decidedAt' | 'decidedBy' | 'why'>,
): Promise<boolean> {
  const changed = await tx
    .update(scoreboardEditions)
    .set({ ...change, version: version + 1 })
    .where(
      and(
        eq(scoreboardEditions.id, id),
        eq(scoreboardEditions.version, version),
        eq(scoreboardEditions.state, 'proposed'),
      ),
    )
    .returning({ id: scoreboardEditions.id })
  return changed.length === 1
}
