import type { Lpr } from './lpr.ts'
import type { TaxCreditScheme } from './scheme.ts'

/** A scheme in force with the version that is stored with what it decides. */
export type SchemeUsed = { readonly code: string; readonly version: string; readonly scheme: TaxCreditScheme }

/** The schemes of a day with the LPR that their prices stand on. */
export type Rules = {
  readonly schemes: readonly SchemeUsed[]
  readonly lpr: Lpr
  readonly lprVersion: string
}
