import { and, desc, eq, inArray, ne } from 'drizzle-orm'
import { countRows, prepared, type Reader, type Transaction } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { policies, policyProposals } from '../../db/tables/policies.ts'
import { present } from '../platform/assert.ts'
import type { Instant } from '../platform/clock.ts'
import { type Id, newId } from '../platform/ids.ts'
import type { PolicyRow } from './policy.ts'

export type Proposal = typeof policyProposals.$inferSelect
export type ProposalId = Id<'proposal'>

const columns = {
  code: policies.code,
  version: policies.version,
  effectiveFrom: policies.effectiveFrom,
  effectiveTo: policies.effectiveTo,
  value: policies.value,
  source: policies.source,
  certainty: policies.certainty,
  proposalId: policies.proposalId,
}

export const allPolicies = (from: Reader): Promise<PolicyRow[]> =>
  from.select(columns).from(policies).orderBy(policies.code, policies.version)

export const policyVersions = (from: Reader, code: string): Promise<PolicyRow[]> =>
  from.select(columns).from(policies).where(eq(policies.code, code)).orderBy(policies.version)

/** How many versions there are of all policies: rows are only ever added, so the count tells whether one is new. */
export async function countPolicies(from: Reader): Promise<number> {
  const query = prepared(from, 'policies_count', (reader, name) =>
    reader.select({ count: countRows() }).from(policies).prepare(name),
  )
  const [row] = await query.execute()
  return present(row, 'the row of a count').count
}

export async function addPolicy(tx: Transaction, row: PolicyRow, at: Instant): Promise<void> {
  await tx.insert(policies).values({ ...row, id: newId<'policy'>(), createdAt: at })
}

export async function addProposal(tx: Transaction, row: typeof policyProposals.$inferInsert): Promise<void> {
  await tx.insert(policyProposals).values(row)
}

export async function proposalById(from: Reader, id: ProposalId): Promise<Proposal | null> {
  const [row] = await from.select().from(policyProposals).where(eq(policyProposals.id, id))
  return row ?? null
}

export async function openProposalOf(from: Reader, code: string): Promise<Proposal | null> {
  const [row] = await from
    .select()
    .from(policyProposals)
    .where(and(eq(policyProposals.code, code), eq(policyProposals.state, 'open')))
  return row ?? null
}

/** Decides a proposal that is still open; false when it no longer was. */
export async function closeProposal(
  tx: Transaction,
  id: ProposalId,
  changes: Pick<Proposal, 'state' | 'decidedAt' | 'decidedBy' | 'words' | 'version'>,
): Promise<boolean> {
  const changed = await tx
    .update(policyProposals)
    .set(changes)
    .where(and(eq(policyProposals.id, id), eq(policyProposals.state, 'open')))
    .returning({ id: policyProposals.id })
  return changed.length === 1
}

/** What a list of proposals shows, with the names of whoever proposed; open ones or those that came to an end. */
export const proposalsIn = (from: Reader, which: 'open' | 'ended', limit: number, offset: number) =>
  from
    .select({ proposal: policyProposals, proposer: people.name })
    .from(policyProposals)
    .innerJoin(people, eq(people.id, policyProposals.proposedBy))
    .where(
      which === 'open'
        ? eq(policyProposals.state, 'open')
        : inArray(policyProposals.state, ['approved', 'rejected', 'withdrawn']),
    )
    .orderBy(desc(policyProposals.id))
    .limit(limit)
    .offset(offset)

/** What was proposed for one policy, newest first. */
export const proposalsOf = (from: Reader, code: string): Promise<Proposal[]> =>
  from
    .select()
    .from(policyProposals)
    .where(eq(policyProposals.code, code))
    .orderBy(desc(policyProposals.id))
    .limit(historyLength)

/** A page tells this much of a policy's history; the auditor's trail has the rest. */
const historyLength = 100

/** What waits for a person to decide: others' proposals, the oldest first. */
export const proposalsFor = (
  from: Reader,
  personId: Proposal['proposedBy'],
  { limit, offset }: { readonly limit: number; readonly offset: number },
) =>
  from
    .select({ proposal: policyProposals, proposer: people.name })
    .from(policyProposals)
    .innerJoin(people, eq(people.id, policyProposals.proposedBy))
    .where(and(eq(policyProposals.state, 'open'), ne(policyProposals.proposedBy, personId)))
    .orderBy(policyProposals.id)
    .limit(limit)
    .offset(offset)

export async function countProposalsFor(from: Reader, personId: Proposal['proposedBy']): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(policyProposals)
    .where(and(eq(policyProposals.state, 'open'), ne(policyProposals.proposedBy, personId)))
  return present(row, 'the row of a count').count
}

export async function countOpenProposals(from: Reader): Promise<number> {
  const [row] = await from
    .select({ count: countRows() })
    .from(policyProposals)
    .where(eq(policyProposals.state, 'open'))
  return present(row, 'the row of a count').count
}

/** Names of the people who proposed and decided, by id. */
export async function namesOf(
  from: Reader,
  proposals: readonly Pick<Proposal, 'proposedBy' | 'decidedBy'>[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [
    ...new Set(
      proposals.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy ? [decidedBy] : [])]),
    ),
  ]
  if (ids.length === 0) return new Map()
  const rows = await from
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(inArray(people.id, ids))
  return new Map(rows.map(({ id, name }) => [id, name]))
}
