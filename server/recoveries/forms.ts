import { sureField } from '../claims/index.ts'
import { fen, noFen } from '../money/fen.ts'
import { choice, choices, date, lines, optional, yuan } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { recoveryMeans } from './recovery.ts'

export const planForm = form('recoveries', {
  means: choices(recoveryMeans, 'recoveries.means', { min: 1 }),
  expectedFen: yuan({ min: noFen }),
  untilOn: date(),
  words: lines({ min: 2, max: 1000 }),
})

export const recoveryForm = form('recoveries', {
  means: choice(recoveryMeans, 'recoveries.means', { control: 'select' }),
  receivedOn: date(),
  recoveredFen: yuan({ min: noFen }),
  sure: sureField(),
  costFen: optional(yuan({ min: noFen })),
  words: lines({ max: 500 }),
})

export const writeOffForm = form('recoveries', {
  amountFen: yuan({ min: fen(1) }),
  why: lines({ min: 4, max: 1000 }),
})

export const answerForm = form('recoveries', { answer: lines({ min: 2, max: 500 }) })

export const takingBackForm = form('recoveries', { why: lines({ min: 4, max: 500 }) })
