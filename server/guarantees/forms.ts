import { type Fen, fen } from '../money/fen.ts'
import {
  carried,
  choice,
  date,
  line,
  lines,
  optional,
  percent,
  picked,
  yuan,
} from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { form } from '../platform/web/forms.ts'
import type { CounterItem, CounterPlace } from './counters.ts'
import { type CounterKind, counterKinds, guaranteeDeclines } from './guarantee.ts'
import { relationKinds } from './related.ts'

const id = /^[0-9a-z]{26}$/

export const askForm = form('guarantees', {
  guarantorId: picked(id),
  arrangement: picked(/^[a-z0-9-]{1,40}$/),
})

/** One place for a counter-guarantee: what it is, its description and its value. */
const counterFields = <Place extends CounterPlace>(place: Place) => {
  const kind = optional(choice(counterKinds, 'guarantees.counter'))
  const words = optional(lines({ max: 500 }))
  const valueFen = optional(yuan({ min: fen(1) }))
  return {
    [`counterKind${place}`]: kind,
    [`counterWords${place}`]: words,
    [`counterValueFen${place}`]: valueFen,
  } as Record<`counterKind${Place}`, typeof kind> &
    Record<`counterWords${Place}`, typeof words> &
    Record<`counterValueFen${Place}`, typeof valueFen>
}

/** What stands in such a place already. */
export const counterValues = <Place extends CounterPlace>(place: Place, item: CounterItem | undefined) =>
  (item
    ? {
        [`counterKind${place}`]: item.kind,
        [`counterWords${place}`]: item.words,
        [`counterValueFen${place}`]: item.valueFen,
      }
    : {}) as Partial<
    Record<`counterKind${Place}`, CounterKind> &
      Record<`counterWords${Place}`, string> &
      Record<`counterValueFen${Place}`, Fen | null>
  >

export const sheetForm = form('guarantees', {
  farming: choice(['yes', 'no'], 'guarantees.farming', { control: 'radios' }),
  feePpm: percent({ max: 50_000 }),
  findings: lines({ min: 4, max: 2000 }),
  ...counterFields('1'),
  ...counterFields('2'),
  ...counterFields('3'),
  ...counterFields('4'),
})

/** The version of the guarantee whose sheet lay before the manager: one that was written anew is read anew. */
export const approvalForm = form('guarantees', {
  words: optional(lines({ max: 500 })),
  version: carried(/^\d{1,9}$/),
})
export const whyForm = form('guarantees', { why: lines({ min: 2, max: 300 }) })

export const declineForm = form('guarantees', {
  reason: choice(guaranteeDeclines, 'guarantees.decline'),
  words: optional(lines({ max: 500 })),
})

export const extensionForm = form('guarantees', { until: date(), why: lines({ min: 2, max: 300 }) })

export const assetsForm = form('guarantees', {
  asOf: date(),
  netAssetsFen: yuan({ min: fen(1) }),
  source: line({ min: 2, max: 100 }),
})

export const decisionForm = form('guarantees', {
  decision: choice(['approved', 'rejected'], 'guarantees.assets', { control: 'radios' }),
  words: optional(lines({ max: 300 })),
})

export const relationForm = form('guarantees', {
  kind: choice(relationKinds, 'guarantees.relation'),
  uscc: optional(line({ max: 18 })),
  person: optional(line({ max: 40 })),
  documentTail: optional(line({ min: 4, max: 4 })),
  sharePpm: optional(portion()),
  source: line({ min: 2, max: 100 }),
})

/** The relation that a button is about. */
export const endingForm = form('guarantees', { relation: carried(id), why: lines({ min: 2, max: 300 }) })
