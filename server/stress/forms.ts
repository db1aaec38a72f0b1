import { choice, optional, picked } from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { form } from '../platform/web/forms.ts'
import { stressKinds } from './run.ts'

/** The sizes that a slice can be narrowed to. */
export const sliceSizes = ['micro', 'small', 'medium', 'large'] as const

/** A slice of what is in force, and how it is put under stress. Recovery left empty is the policy's. */
export const askForm = form('stress', {
  arrangement: optional(picked()),
  county: optional(picked()),
  bank: optional(picked()),
  size: optional(choice(sliceSizes, 'enterprises.size', { control: 'select' })),
  kind: choice(stressKinds, 'stress.kind', { control: 'radios' }),
  ratePpm: optional(portion()),
  recoveryPpm: optional(portion()),
})
