import { and, asc, eq } from 'drizzle-orm'
import { people } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { institutions } from '../../db/tables/institutions.ts'
import type { Person } from '../../server/accounts/index.ts'
import { addPerson } from '../../server/accounts/rows.ts'
import type { EnterpriseId } from '../../server/enterprises/enterprise.ts'
import type { InstitutionId } from '../../server/institutions/institution.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import type { Instant } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { personName } from '../city/names.ts'
import type { Random } from '../city/random.ts'

/*
 * A story that is told of a firm or a bank beside the cast needs somebody there who acts, or the trail would show the
 * cast's people doing the work of others. None of them has a password, so none can sign in.
 */

/** The owner of a firm of the city, written into its people where it has none yet. */
export async function ownerOf(
  { store }: Pick<Parts, 'store'>,
  enterpriseId: EnterpriseId,
  at: Instant,
  random: Random,
): Promise<Person> {
  const [firm] = await store.read
    .select({ name: enterprises.name, uscc: enterprises.uscc })
    .from(enterprises)
    .where(eq(enterprises.id, enterpriseId))
  const { name: organisation, uscc } = present(firm, 'the firm of a story')
  const [owner] = await store.read
    .select({ id: people.id, name: people.name })
    .from(people)
    .where(and(eq(people.enterpriseId, enterpriseId), eq(people.role, 'enterprise-owner')))
    .limit(1)
  const { id, name } = owner ?? { id: newId<'person'>(), name: personName(random) }
  const person: Person = {
    ...{ id, name, enterpriseId, organisation, institutionId: null, region: null },
    role: 'enterprise-owner',
    language: 'zh',
  }
  if (owner) return person
  const { organisation: _, ...row } = person
  await store.transact((tx) =>
    addPerson(tx, {
      ...{ ...row, signInName: uscc.toLowerCase(), state: 'active', demo: false },
      ...{ totpStep: 0, failures: 0, createdAt: at, version: 1 },
    }),
  )
  return person
}

/** The manager of a bank of the city. */
export async function managerOf(
  { store }: Pick<Parts, 'store'>,
  institutionId: InstitutionId,
): Promise<Person> {
  const [row] = await store.read
    .select({ id: people.id, name: people.name, organisation: institutions.name })
    .from(people)
    .innerJoin(institutions, eq(institutions.id, people.institutionId))
    .where(
      and(
        eq(people.institutionId, institutionId),
        eq(people.role, 'bank-manager'),
        eq(people.state, 'active'),
      ),
    )
    .orderBy(asc(people.id))
    .limit(1)
  return {
    ...present(row, 'the manager of a bank'),
    ...{ institutionId, enterpriseId: null, region: null },
    role: 'bank-manager',
    language: 'zh',
  }
}
