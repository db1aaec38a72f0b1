import type { Values } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'

/** One field at fault. The fields are those of the API; the pages know their own by them. */
export type Fault = { readonly field: string; readonly code: string; readonly values?: Values }

/** What a calculator comes to: an answer, or every field at fault under the code of the whole. */
export type Worked<Answer> =
  | {
      readonly ok: true
      readonly answer: Answer
      /** The terms by which it was worked out, where a policy sets them. */
      readonly by?: InForce<{ readonly assumed: readonly string[] }>
    }
  | { readonly ok: false; readonly code: string; readonly faults: readonly Fault[] }

export const refused = (code: string, faults: readonly Fault[]) => ({ ok: false, code, faults }) as const

/** Why a whole question cannot be answered. What concerns one field only is `not-valid`. */
export const wholeCodes = [
  'figures-missing',
  'industry-unknown',
  'industry-too-coarse',
  'calendar-missing',
  'unknown-arrangement',
  'unknown-scheme',
  'unknown-policy',
  'lpr-missing',
] as const
export const isWhole = (code: string): boolean => wholeCodes.some((one) => one === code)
