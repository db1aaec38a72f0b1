import { fen, showYuan } from '../money/fen.ts'
import type { Refusal } from '../platform/outcome.ts'

/** A refusal whose sums are written as people read them; by their names they end in `Fen`. */
export const inYuan = ({ values, ...refusal }: Refusal): Refusal => ({
  ...refusal,
  values: Object.fromEntries(
    Object.entries(values ?? {}).map(([name, value]) => [
      name,
      name.endsWith('Fen') ? showYuan(fen(Number(value))) : value,
    ]),
  ),
})
