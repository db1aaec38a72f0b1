import type { z } from 'zod'
import type { Fault } from './asking.ts'
import type * as endpoints from './endpoints.ts'

/** What a calculator comes to: the answer that its address describes, or every field at fault. */
export type Worked<Answer> =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly code: string; readonly faults: readonly Fault[] }

export type AnswerOf<Name extends keyof typeof endpoints> = (typeof endpoints)[Name] extends {
  readonly answer: infer Shape extends z.ZodType
}
  ? z.output<Shape>
  : never

export type BodyOf<Name extends keyof typeof endpoints> = (typeof endpoints)[Name] extends {
  readonly body: infer Shape extends z.ZodType
}
  ? z.output<Shape>
  : never

export const refused = (code: string, faults: readonly Fault[]) => ({ ok: false, code, faults }) as const
