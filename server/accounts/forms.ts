import { carried, choice, line, optional, secret } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { appointableRoles, personStates, roles } from './person.ts'

export const signInForm = form('accounts', {
  signInName: line({ max: 60, autocomplete: 'username' }),
  password: secret('current-password'),
  back: optional(carried(/^\/[^\s]{0,300}$/)),
})

export const codeForm = form('accounts', { code: line({ min: 6, max: 20, autocomplete: 'one-time-code' }) })

export const passwordForm = form('accounts', {
  old: secret('current-password'),
  password: secret('new-password'),
  again: secret('new-password'),
})

/** One of the rows that the page offers; the action looks it up again. */
const row = (shape: RegExp) => optional<string>({ ...carried(shape), control: 'select' })

export const newPersonForm = form('accounts', {
  name: line({ min: 2, max: 40 }),
  signInName: line({ min: 3, max: 40 }),
  role: choice(appointableRoles, 'accounts.role'),
  institution: row(/^[0-9a-z]{26}$/),
  region: row(/^\d{4,12}$/),
})

export const clerkForm = form('accounts', {
  name: line({ min: 2, max: 40 }),
  signInName: line({ min: 3, max: 40 }),
})

export const peopleFilter = form('accounts', {
  find: optional(line({ max: 40 })),
  role: optional(choice(roles, 'accounts.role')),
  organisation: optional(line({ max: 60 })),
  state: optional(choice(personStates, 'accounts.state', { control: 'select' })),
})

export const findForm = form('accounts', { find: optional(line({ max: 40 })) })

export const reasonForm = form('accounts', { why: line({ min: 2, max: 200 }) })

export const firstPasswordForm = form('accounts', {
  password: secret('new-password'),
  again: secret('new-password'),
})
