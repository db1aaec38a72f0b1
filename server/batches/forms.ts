import { fen } from '../money/fen.ts'
import { choice, date, lines, optional, percent, picked, pickedSome, yuan } from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { form } from '../platform/web/forms.ts'
import { mostRows } from './filing.ts'

const id = /^[0-9a-z]{26}$/

export const agreementForm = form('batches', {
  bankId: picked(id),
  arrangement: picked(/^[a-z0-9-]{1,40}$/),
  startsOn: date(),
  endsOn: date(),
  perLoanFen: yuan({ min: fen(1) }),
  totalFen: yuan({ min: fen(1) }),
  feePpm: percent({ max: 50_000 }),
  ceilingPpm: portion(),
  words: optional(lines({ max: 500 })),
})

export const answerForm = form('batches', {
  answer: choice(['agreed', 'declined'], 'batches.answer', { control: 'radios' }),
  words: optional(lines({ max: 500 })),
})

export const whyForm = form('batches', { why: lines({ min: 2, max: 300 }) })

export const loansForm = form('batches', { loans: pickedSome(id, mostRows) })
