import { dueCell } from '../clocks/index.ts'
import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Words } from '../platform/web/words.ts'
import type { RecoveryState } from './claim.ts'
import { column } from './pages.ts'
import type { ClaimShown } from './pages-claim.ts'

const tones: Readonly<Record<RecoveryState, string>> = { reported: 'info', booked: 'good', refused: 'bad' }

/** 追回: what the bank reported, and for the pool's cashier what to do about the one that waits. */
export function recoverySections(w: Words, { recoveries, forms, reference, today, sight }: ClaimShown) {
  const waiting = recoveries.find(({ state }) => state === 'reported')
  const at = waiting ? `/compensation/recoveries/${waiting.id}` : ''
  const form = (name: 'booking' | 'turning', words: string) => {
    const found = forms[name]
    return found && waiting
      ? [
          {
            ...{ ...found, title: w(`compensation.${words}-title`, { number: waiting.number }) },
            ...{ action: `${at}/${name}`, submitLabel: w(`compensation.${words}`), once: newId() },
            formId: `form-${name}`,
          },
        ]
      : []
  }
  return {
    recoveries:
      recoveries.length && sight !== 'firm'
        ? {
            caption: w('compensation.recoveries'),
            columns: [
              column(w, 'number', 'code'),
              column(w, 'received'),
              column(w, 'recovered', 'number'),
              column(w, 'costs', 'number'),
              column(w, 'state'),
              column(w, 'due'),
            ],
            rows: recoveries.map((one) => ({
              cells: [
                { words: one.number, note: one.answer ?? one.words },
                one.receivedOn,
                showYuan(one.recoveredFen),
                showYuan(one.costFen),
                { words: w(`compensation.recovery.${one.state}`), tone: tones[one.state] },
                one.state === 'reported'
                  ? dueCell(w, reference, one.dueOn, today)
                  : { words: one.bookedOn ?? '—' },
              ],
            })),
          }
        : null,
    recoveryForms: [...form('booking', 'book'), ...form('turning', 'turn')],
  }
}
