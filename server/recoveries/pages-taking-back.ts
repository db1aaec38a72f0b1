import type { ShownGuarantee, settlementsOf } from '../claims/index.ts'
import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { meansWords } from './recovery.ts'
import type { Recovery } from './rows.ts'

type Shown = {
  readonly recovery: Recovery
  readonly of: ShownGuarantee
  readonly who: string
  readonly settlements: Awaited<ReturnType<typeof settlementsOf>>
  readonly shown: ShownForm
  /** Why it cannot be taken back; then there is no form. */
  readonly refusal: Refusal | null
}

/** 追偿撤销: which recovery it is, what follows, and why. */
export function takingBackPage(w: Words, { recovery, of, who, settlements, shown, refusal }: Shown) {
  const back = `/guarantees/${of.guarantee.id}/recovery`
  const yuan = (amount: Recovery['costFen']) => w('claims.yuan', { amount: showYuan(amount) })
  return {
    title: w('recoveries.taking-back-title', { number: recovery.number }),
    lead: w('recoveries.taking-back-lead'),
    back: { href: back, label: w('recoveries.title', { number: of.guarantee.number }) },
    facts: [
      { label: w('recoveries.column.firm'), value: of.firm },
      {
        label: w('recoveries.field.receivedOn'),
        value: recovery.receivedOn,
        note: w(meansWords(recovery.means)),
      },
      { label: w('recoveries.field.recoveredFen'), value: yuan(recovery.recoveredFen) },
      { label: w('recoveries.field.costFen'), value: yuan(recovery.costFen) },
      { label: w('recoveries.column.who'), value: who, note: recovery.words },
      {
        label: w('recoveries.taking-back-owed'),
        value: settlements.length
          ? settlements.map(({ number, amountFen }) => `${number} ${yuan(amountFen)}`).join(w('claims.comma'))
          : '—',
      },
    ],
    no: refusal ? w.refusal(refusal) : null,
    form: refusal
      ? null
      : {
          ...shown,
          ...{ action: `/recoveries/${recovery.id}/taking-back`, submitLabel: w('recoveries.take-back') },
          ...{ once: newId(), cancelHref: back },
        },
  }
}
