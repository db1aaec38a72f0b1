import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Guarantee } from './rows.ts'

/** The form of a step, with what it is about; `note`, `noteBy` and `table` stand above it where a step has them. */
export const formPage = (w: Words, what: string, guarantee: Guarantee | null, shown: ShownForm) => ({
  title: w(`guarantees.${what}-title`, { number: guarantee?.number ?? '' }),
  lead: w(`guarantees.${what}-text`, { yuan: guarantee ? showYuan(guarantee.amountFen) : '' }),
  submitLabel: w(`guarantees.${what}-label`),
  ...shown,
  action: guarantee ? `/guarantees/${guarantee.id}/${what}` : '',
  back: guarantee ? `/guarantees/${guarantee.id}` : '/guarantees',
  backLabel: w('guarantees.back-to-one'),
  once: newId(),
})
