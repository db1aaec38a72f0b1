import { fen } from '../money/fen.ts'
import {
  carried,
  choice,
  choices,
  date,
  line,
  lines,
  optional,
  percent,
  whole,
  yuan,
} from '../platform/web/fields.ts'
import { form } from '../platform/web/forms.ts'
import { guaranteeModes } from '../products/product.ts'
import { nameShown, needPurposes, openness } from './need.ts'

/** From ten thousand yuan to a thousand million: less is a card, more is a syndicate. */
const bounds = { min: fen(1_000_000), max: fen(100_000_000_000) }

export const needForm = form('needs', {
  amountFen: yuan(bounds),
  months: whole({ min: 1, max: 360, unit: 'forms.unit-months' }),
  purpose: choice(needPurposes, 'needs.purpose'),
  guaranteeModes: choices(guaranteeModes, 'products.guarantee-mode', { min: 0 }),
  highestRatePpm: optional(percent()),
  wantedBy: optional(date()),
  nameShown: choice(nameShown, 'needs.name-shown'),
  openness: optional(choice(openness, 'needs.openness')),
  story: optional(lines({ max: 300 })),
  /** The version that was read, where a draft is edited. */
  version: optional(carried(/^\d{1,9}$/)),
  /** The draft that is edited, for the preview's way back. */
  need: optional(carried()),
})

export const returnForm = form('needs', {
  returnedFor: lines({ min: 4, max: 300 }),
  version: optional(carried(/^\d{1,9}$/)),
})

/** A button of the firm's own page: the version that it showed, and a reason where the firm likes to give one. */
export const stepForm = form('needs', {
  version: optional(carried(/^\d{1,9}$/)),
  why: optional(line({ max: 200 })),
})

/** The bureau's yes, to the version that it read. */
export const publicationForm = form('needs', { version: optional(carried(/^\d{1,9}$/)) })
