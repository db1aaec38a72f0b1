import type { z } from 'zod'
import type { Day } from '../money/day.ts'
import type { InForce, PolicyBook } from './book.ts'
import { inForce } from './policy.ts'

/**
 * Policies of one kind among which a person chooses: `arrangement-4321`, `bridge-policy-donghai-2023`.
 * The person names the short code; a code that no row has, or none on that day, gives null and not an alarm.
 */
export function policyOf<Value>(
  book: PolicyBook,
  family: string,
  code: string,
  on: Day,
  shape: z.ZodType<Value>,
): InForce<Value> | null {
  const whole = `${family}-${code}`
  return inForce(book.rows, whole, on) === null ? null : book.read(whole, on, shape)
}

/** The short codes of a family that are in force on a day, in the order of the book. */
export function codesOn(book: PolicyBook, family: string, on: Day): string[] {
  const codes = book.rows.map((row) => row.code).filter((code) => code.startsWith(`${family}-`))
  return [...new Set(codes)]
    .filter((code) => inForce(book.rows, code, on) !== null)
    .map((code) => code.slice(family.length + 1))
}
