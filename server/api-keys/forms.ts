import { choice, choices, line } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { keyLives, scopes } from './key.ts'

const lives = keyLives.map(String)

export const keyForm = form('api-keys', {
  name: line({ min: 2, max: 60 }),
  scopes: choices(scopes, 'api-keys.scope'),
  days: choice(lives, 'api-keys.life', { control: 'select' }),
})
