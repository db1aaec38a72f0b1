import { carried, line, optional, secret } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'

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

export const firstPasswordForm = form('accounts', {
  password: secret('new-password'),
  again: secret('new-password'),
})
