import type { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { InForce, PolicyBook } from '../policies/book.ts'
import { type GuaranteeRule, guaranteeShapes } from '../policies/guarantee-rules.ts'

/** A rule for guarantors as it is in force on a day, with its version. */
export const ruleOn = <Rule extends GuaranteeRule>(
  book: PolicyBook,
  rule: Rule,
  on: Day,
): InForce<z.infer<(typeof guaranteeShapes)[Rule]>> =>
  book.read(rule, on, guaranteeShapes[rule] as unknown as z.ZodType<z.infer<(typeof guaranteeShapes)[Rule]>>)

/** Versions by which something was decided, each once, in the order in which they came. */
export const versionsWith = (known: readonly string[], ...more: readonly string[]): string[] => [
  ...new Set([...known, ...more]),
]
