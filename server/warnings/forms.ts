import { choice, lines } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { findings } from './warning.ts'

/** What was found, and what was done: asked of the bank, and of the bureau that closes. */
const said = { finding: choice(findings, 'warnings.finding'), did: lines({ min: 2, max: 500 }) }

export const answerForm = form('warnings', said)
export const closingForm = form('warnings', said)
