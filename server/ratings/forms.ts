import { choice, choices, lines, optional } from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { ratingReasons, scores } from './rating.ts'

export const ratingForm = form('ratings', {
  score: choice(scores, 'ratings.score', { control: 'radios' }),
  reasons: choices(ratingReasons, 'ratings.reason', { min: 0 }),
  comment: optional(lines({ max: 500 })),
})

export const additionForm = form('ratings', { addition: lines({ min: 2, max: 500 }) })

export const answerForm = form('ratings', { answer: lines({ min: 4, max: 500 }) })
