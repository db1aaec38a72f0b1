import { and, eq } from 'drizzle-orm'
import type { Reader } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import type { InstitutionId } from '../institutions/institution.ts'

/** The active people of an institution; of a guarantor its managers alone, where only they are meant. */
export const peopleOf = (from: Reader, institutionId: InstitutionId, managersOnly: boolean) =>
  from
    .select({ id: people.id, name: people.name, role: people.role })
    .from(people)
    .where(
      and(
        eq(people.institutionId, institutionId),
        eq(people.state, 'active'),
        managersOnly ? eq(people.role, 'guarantor-manager') : undefined,
      ),
    )
