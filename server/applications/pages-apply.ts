import { type GivingPlace, givingShown } from '../consents/index.ts'
import { showYuan } from '../money/fen.ts'
import type { Need } from '../needs/index.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { ShelfProduct } from '../products/index.ts'

/** `/needs/:id/applications/new`: before which bank, and what that bank will see of the firm. */
export const applyPage = (
  w: Words,
  need: Need,
  product: ShelfProduct,
  place: GivingPlace,
  shown: ShownForm,
) => ({
  title: w('applications.apply-title', { product: product.terms.name }),
  lead: w('applications.apply-lead', { bank: product.institutionName }),
  facts: [
    { label: w('applications.column.bank'), value: product.institutionName },
    { label: w('applications.column.product'), value: product.terms.name },
    { label: w('applications.need'), value: need.number },
    { label: w('applications.asked'), value: w('applications.yuan', { yuan: showYuan(need.amountFen) }) },
    { label: w('consents.column.purpose'), value: w('consents.purpose.credit-assessment') },
  ],
  errors: shown.errors,
  giving: givingShown(w, place, shown),
  action: `/needs/${need.id}/applications`,
  back: `/needs/${need.id}/fits`,
  once: newId(),
})
