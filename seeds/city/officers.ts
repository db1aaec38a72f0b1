import type { people } from '../../db/tables/accounts.ts'
import { actorOf } from '../../server/accounts/index.ts'
import type { Role } from '../../server/accounts/person.ts'
import type { Instant } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Who } from './city.ts'
import type { Naming } from './ids.ts'
import { personName } from './names.ts'
import type { Random } from './random.ts'

type PersonRow = typeof people.$inferInsert
export type Bank = { readonly id: Id<'institution'>; readonly code: string; readonly name: string }

/**
 * So that every case has somebody who took it: two people in each bank beside the cast. None of them has a password,
 * so none can sign in.
 */
export function bankPeople(banks: readonly Bank[], at: Instant, random: Random, naming: Naming) {
  const rows: PersonRow[] = []
  const officers = new Map<Id<'institution'>, Who[]>()
  for (const { id, code, name: organisation } of banks) {
    for (const [count, role] of (['bank-officer', 'bank-manager'] satisfies Role[]).entries()) {
      const [personId, name] = [naming<'person'>(at), personName(random)]
      rows.push({
        id: personId,
        signInName: `${code.toLowerCase()}.${count + 1}`,
        name,
        role,
        institutionId: id,
        state: 'active',
        language: 'zh',
        totpStep: 0,
        failures: 0,
        demo: false,
        createdAt: at,
        version: 1,
      })
      const who = { personId, actor: actorOf({ name, role, organisation }), institutionId: id }
      officers.set(id, [...(officers.get(id) ?? []), who])
    }
  }
  return { rows, officers }
}
