import { dueCell } from '../clocks/index.ts'
import { minus, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Words } from '../platform/web/words.ts'
import type { RecoveryState } from './claim.ts'
import { column } from './pages.ts'
import type { ClaimShown } from './pages-claim.ts'
import type { Recovery } from './rows.ts'

const tones: Readonly<Record<RecoveryState, string>> = { reported: 'info', booked: 'good', refused: 'bad' }

/** What a recovery cost; what of it came back too little to cover waits for the next money, and says so. */
const costCell = (w: Words, { recoveredFen, costFen, state }: Recovery) =>
  costFen > recoveredFen && state !== 'refused'
    ? {
        words: showYuan(costFen),
        note: w('compensation.costs-wait', { amount: showYuan(minus(costFen, recoveredFen)) }),
      }
    : showYuan(costFen)

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
                costCell(w, one),
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
