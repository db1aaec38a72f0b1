import type { z } from 'zod'
import type { Day } from '../money/day.ts'
import { assert } from '../platform/assert.ts'
import { inForce, type PolicyRow } from './policy.ts'

/**
 * The policies in force, in memory: reading one costs no query. It is filled when the program starts and again
 * by whatever changes a policy.
 */
export type PolicyBook = {
  readonly rows: readonly PolicyRow[]
  refill(rows: readonly PolicyRow[]): void
  /**
   * The value in force on that day, in the shape that the asking room knows, and the version to be stored with
   * what it decides. A policy that is missing is a fault of the installation and throws.
   */
  read<Value>(code: string, on: Day, shape: z.ZodType<Value>): InForce<Value>
}

export type InForce<Value> = { readonly value: Value; readonly version: string; readonly row: PolicyRow }

export function policyBook(filled: readonly PolicyRow[] = []): PolicyBook {
  let rows = filled
  return {
    get rows() {
      return rows
    },
    refill(fresh) {
      rows = fresh
    },
    read(code, on, shape) {
      const row = inForce(rows, code, on)
      assert(row, `no policy ${code} in force on ${on}`)
      return { value: shape.parse(row.value), version: `${row.code}-${row.version}`, row }
    },
  }
}
