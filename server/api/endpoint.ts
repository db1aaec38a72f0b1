import type { z } from 'zod'
import type { Scope } from '../api-keys/key.ts'
import type { Fault } from '../calculators/worked.ts'
import { whole } from './asking.ts'

/* One address of the public API: what it asks, what it answers, and examples that are answered as they stand. */

export type Example = {
  readonly url: string
  readonly body?: unknown
  readonly status: number
  /** The answer of 200 or 201. */
  readonly answer?: unknown
  /** What an answer of 422 says. */
  readonly refused?: { readonly code: string; readonly faults: readonly Fault[] }
  /** The figures are of the day; the shape is always this. */
  readonly varies?: true
}

export type Endpoint = {
  readonly name: string
  readonly method: 'GET' | 'POST'
  readonly url: string
  /** What a key must be made for; without it the address is open to everybody. */
  readonly scope?: Scope
  readonly params?: z.ZodObject
  readonly query?: z.ZodObject
  readonly body?: z.ZodObject
  readonly answer: z.ZodObject
  readonly examples: readonly [Example, ...Example[]]
}

/** Whole fen of an answer. */
export const amount = () => whole().min(0)

/** Whole fen that somebody sends, nothing included. */
export const amountSent = () => whole().min(0, 'negative').max(Number.MAX_SAFE_INTEGER, 'too-large')

/** Whole fen that somebody sends, more than nothing. */
export const sumSent = () => whole().min(1, 'not-positive').max(Number.MAX_SAFE_INTEGER, 'too-large')
