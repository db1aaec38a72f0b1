import { type Fen, fen, showWan, showYuan } from '../money/fen.ts'
import { ppm, showPercentInFull } from '../money/rate.ts'
import type { Bar, Columns } from '../platform/web/charts.ts'
import type { Words } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'

/* What came out, in words and numbers, as a page and a sheet of paper show it. */

export type Fact = {
  readonly label: string
  readonly value: string
  readonly note?: string
  readonly by?: string
}

type Cell = string | { readonly words: string; readonly tone?: string }
export type Table = {
  readonly caption: string
  readonly columns: readonly { readonly label: string; readonly kind?: string }[]
  readonly rows: readonly { readonly cells: readonly Cell[] }[]
}

/** A picture, with what it says for its title and its figures beside it. */
export type Figure = {
  readonly says: string
  readonly picture:
    | { readonly kind: 'bars'; readonly bars: readonly Bar[] }
    | { readonly kind: 'columns'; readonly columns: Columns }
  readonly table: Table | null
}

export type Shown = {
  /** What has no source yet, or could be taken for more than it is. */
  readonly notes: readonly string[]
  readonly facts: readonly Fact[]
  readonly figure: Figure | null
  readonly tables: readonly Table[]
  /** A sheet with a name of its own, with lines to sign; without it the calculator's name stands above the print. */
  readonly sheet?: {
    readonly title: string
    readonly terms: readonly string[]
    readonly signed: readonly string[]
  }
}

export const shown = (parts: Partial<Shown>): Shown => ({
  notes: [],
  facts: [],
  figure: null,
  tables: [],
  ...parts,
})

export const yuan = (amount: number): string => showYuan(fen(amount))

export const amountWords = (w: Words, amount: number): string =>
  w('calculators.yuan', { amount: yuan(amount) })

/** Rates stand side by side here, so all have the four decimals that a rate can have. */
export const rateWords = (rate: number): string => showPercentInFull(ppm(rate))

/** How much of a whole something is, for a sentence. */
export const shareWords = (part: number, of: number): string =>
  rateWords(of === 0 ? 0 : Math.round((part / of) * 10_000) * 100).replace(/00%$/, '%')

/** A round amount in short, for axes and limits: 万元 in Chinese, yuan in English. */
export function shortAmount(w: Words, amount: number): string {
  const whole = fen(Math.round(amount))
  const words = w.language === 'zh' ? showWan(whole) : showYuan(whole).replace(/\.\d+$/, '')
  return w('calculators.wan', { amount: words })
}

/** An amount that may have been left out, as the API asks for it. */
export const orLeftOut = (amount: Fen | null): Fen | undefined => amount ?? undefined

export type Named = { readonly name: Readonly<Record<'zh' | 'en', string>> }

/** By which terms something was worked out, and which of them nobody has published. */
export function termsUsed(
  w: Words,
  { value, version, row }: InForce<Named>,
  assumed: readonly string[],
): { readonly fact: Fact; readonly notes: readonly string[] } {
  const parts = assumed.map((key) => w(key)).join(w('calculators.comma'))
  return {
    fact: {
      label: w('calculators.terms-used'),
      value: value.name[w.language],
      note: w('calculators.terms-version', { version }),
      by: version,
    },
    notes: [
      ...(row.certainty === 'placeholder' ? [w('calculators.terms-placeholder')] : []),
      ...(assumed.length ? [w('calculators.terms-assumed', { parts })] : []),
    ],
  }
}
