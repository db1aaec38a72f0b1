import type { Day } from '../money/day.ts'
import { type Fen, fen, showYuan } from '../money/fen.ts'
import type { Typed } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Fault } from './asking.ts'

/** A calculator: its name in the address, and what its form begins with. */
export type Calculator = { readonly name: string; readonly begin: (today: Day) => Typed }

export type Fact = { readonly label: string; readonly value: string; readonly note?: string }

/** What came out, below the form; `refused` says why nothing did, `assumed` what has no source yet. */
export type Result = {
  readonly refused: readonly string[]
  readonly assumed: readonly string[]
  readonly facts: readonly Fact[]
  readonly table: object | null
  readonly printHref: string | null
}

export const nothing: Result = { refused: [], assumed: [], facts: [], table: null, printHref: null }

/** Why nothing came out. The fields are the API's; here their words name them. */
export const refusedResult = (w: Words, faults: readonly Fault[]): Result => ({
  ...nothing,
  refused: faults.map(({ field, code, values }) =>
    code === 'required'
      ? w('calculators.needed', { field: w(`api.field.${field}`).replace(/[（(,].*$/, '') })
      : w(`api.fault.${code}`, values),
  ),
})

export const yuan = (amount: number): string => showYuan(fen(amount))

export const amountWords = (w: Words, amount: number): string =>
  w('calculators.yuan', { amount: yuan(amount) })

/** An amount that may have been left out, as the API asks for it. */
export const orLeftOut = (amount: Fen | null): Fen | undefined => amount ?? undefined
