import { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { InForce, PolicyBook } from './book.ts'

/** Policy `clocks`: the time that each step may take (design §6), and how long a need stays open. */
const clocksShape = z.object({
  acceptWorkdays: z.number().int().positive(),
  firstContactWorkdays: z.number().int().positive(),
  decisionWorkdays: z.number().int().positive(),
  decisionHardStopDays: z.number().int().positive(),
  drawdownReportWorkdays: z.number().int().positive(),
  needOpenDays: z.number().int().positive(),
})
export type Clocks = z.infer<typeof clocksShape>

export const clocksOn = (book: PolicyBook, on: Day): InForce<Clocks> => book.read('clocks', on, clocksShape)
