import { choice, lines } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { taxImportModes } from './import.ts'

/** Whether a file is taken over whole or its good rows only; the button knows. */
export const modeForm = form('tax-facts', { mode: choice(taxImportModes, 'tax-facts.import-mode') })

/** A whole file is taken back with its reason, which the trail keeps. */
export const reversalForm = form('tax-facts', { why: lines({ min: 2, max: 300 }) })
