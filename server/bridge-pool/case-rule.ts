import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { fenShape, ppmShape } from '../policies/shapes.ts'
import { bridgePapers } from './papers.ts'

const workdays = z.number().int().min(1).max(250)
const days = z.number().int().min(1).max(365)

/** Policy `bridge-case`: how a case of a bridge pool is handled, whatever the pool's terms are. */
export const bridgeCaseShape = z.strictObject({
  /** Working days for the operator to look whether all is there, and then for his check and the bureau's word. */
  completenessWorkdays: workdays,
  wordWorkdays: workdays,
  /** Working days for the bank's promise letter, for the firm's own money, for an approval. */
  promiseWorkdays: workdays,
  ownMoneyWorkdays: workdays,
  approvalWorkdays: workdays,
  /** Days that money stays set aside, the last included; and how many days before that both sides are warned. */
  reservedDays: days,
  warnDays: days,
  /** The part of the old loan that the firm brings itself. */
  ownMoneyPpm: ppmShape,
  /** From this amount on a third person approves. */
  thirdFromFen: fenShape,
  /** What lies beside an application that is complete; what a rule of before this was asked is taken to want. */
  papers: z
    .array(z.enum(bridgePapers))
    .default(['due-contract', 'business-licence', 'resolution', 'financial-statements']),
})
export type BridgeCaseRule = z.infer<typeof bridgeCaseShape>

export const bridgeCaseRuleOn = (book: PolicyBook, on: Day): InForce<BridgeCaseRule> =>
  book.read('bridge-case', on, bridgeCaseShape)
