import { act } from '../audit/index.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Outcome, refuse } from '../platform/outcome.ts'
import { appoint, type SetupLink } from './actions-people.ts'
import type { By } from './by.ts'
import type { Person } from './person.ts'
import { isNameTaken } from './rows-people.ts'

/**
 * The owner of a firm adds a clerk, who sets the password himself by the link that this hands out.
 * Refuses: `sign-in-name-form`, `sign-in-name-taken`.
 */
export const addClerk = (
  { store }: Pick<Parts, 'store'>,
  by: By,
  owner: Person,
  input: { readonly name: string; readonly signInName: string },
): Promise<Outcome<SetupLink>> =>
  act(store, by, async (tx) => {
    const signInName = input.signInName.toLowerCase()
    if (!/^[a-z][a-z0-9._-]{2,39}$/.test(signInName)) {
      return refuse('sign-in-name-form', { field: 'signInName' })
    }
    if (await isNameTaken(tx, signInName)) return refuse('sign-in-name-taken', { field: 'signInName' })
    const enterpriseId = present(owner.enterpriseId, 'the firm of its owner')
    const place = { role: 'enterprise-clerk', enterpriseId, institutionId: null, region: null } as const
    return appoint(tx, by, { name: input.name, signInName, ...place })
  })
