import { showChinese } from '../money/chinese.ts'
import { type Fen, fen, showYuan } from '../money/fen.ts'
import type { Refusal } from '../platform/outcome.ts'
import { type Field, optional, pickedSome } from '../platform/web/fields.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'

/*
 * 核对金额: a box for each sum that looks wrong, which is there once it was asked about. It carries the sum itself, so
 * that a tick is for that sum and for no other; nothing of it needs a script.
 */

const name = 'sure'
/** The refusals that ask: each says the sum that it asks about. */
const asks: readonly string[] = ['sum-small', 'cost-above-back']

/** The boxes as a question of a form; each carries fen. */
export const sureField = (): Field<readonly string[] | null> => optional(pickedSome(/^\d{1,15}$/, 4))

/** What was confirmed, as an action takes it. */
export const sureOf = (ticked: readonly string[] | null | undefined): readonly Fen[] =>
  (ticked ?? []).map((one) => fen(Number(one)))

/** The form as it is before anything was asked: without boxes. */
export const unasked = <Shown extends ShownForm>(shown: Shown): Shown => ({
  ...shown,
  fields: shown.fields.filter((field) => field.name !== name),
})

/** The form with a box for the sum that was just asked about, and for what was confirmed before and still stands. */
export function asking<Shown extends ShownForm>(
  w: Words,
  shown: Shown,
  { code, values = {} }: Refusal,
  typed: { readonly sums: readonly Fen[]; readonly sure: readonly Fen[] },
): Shown {
  const sums = typed.sums.filter(
    (sum) => typed.sure.includes(sum) || (asks.includes(code) && values.typedFen === sum),
  )
  if (sums.length === 0) return unasked(shown)
  const options = [...new Set(sums)].map((sum) => ({
    value: String(sum),
    label: w('claims.sum-is', { amount: showYuan(sum), capitals: showChinese(sum) }),
  }))
  return {
    ...shown,
    fields: shown.fields.map((field) => (field.name === name ? { ...field, options } : field)),
  }
}
