import { dueCell } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { minus, showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import type { ListedPromise } from '../promises/index.ts'
import { type PromiseState, promiseStateWords } from '../promises/promise.ts'
import { stateShown } from './pages.ts'
import type { Listed } from './rows-lists.ts'

/** So many of each stand on the page; a bank has seldom more at once. */
export const bankRows = 50

type Shown = {
  readonly today: Day
  readonly asked: readonly ListedPromise[]
  readonly toKeep: readonly ListedPromise[]
  readonly out: readonly Listed[]
}

/** A bank's own view: promises to sign, promises due, money expected back. */
export const bankSections = (w: Words, reference: Reference, { today, asked, toKeep, out }: Shown) => [
  section(
    w,
    'to-sign',
    ['number', 'firm', 'old-loan', 'least', 'sign-by'],
    asked.map(({ promise, bridge, firm }) => [
      { words: bridge.number, href: `/bridges/${bridge.id}` },
      firm,
      { words: showWan(bridge.principalDueFen), note: bridge.maturesOn },
      showWan(promise.leastFen),
      dueCell(w, reference, promise.dueOn, today),
    ]),
  ),
  section(
    w,
    'to-keep',
    ['number', 'firm', 'promised', 'letter', 'new-loan-by', 'valid-until'],
    toKeep.map(({ promise, bridge, firm }) => [
      { words: bridge.number, href: `/bridges/${bridge.id}` },
      { words: firm, note: stateShown(w, bridge).label },
      showWan(promise.amountFen ?? promise.leastFen),
      { words: w(promiseStateWords(promise.state)), tone: letterTone[promise.state] ?? 'good' },
      dueCell(w, reference, promise.newLoanBy, today),
      promise.validUntil ?? '',
    ]),
  ),
  section(
    w,
    'expected-back',
    ['number', 'firm', 'out', 'state', 'last-on'],
    out.map(({ bridge, firm }) => {
      const state = stateShown(w, bridge)
      return [
        { words: bridge.number, href: `/bridges/${bridge.id}` },
        firm,
        showWan(minus(bridge.amountFen, bridge.repaidFen)),
        { words: state.label, tone: state.tone },
        dueCell(w, reference, bridge.lastOn, today),
      ]
    }),
  ),
]

const letterTone: Readonly<Partial<Record<PromiseState, string>>> = { used: 'warn', lapsed: 'bad' }

const numbers: readonly string[] = ['old-loan', 'least', 'promised', 'out']

const section = (w: Words, key: string, columns: readonly string[], cells: readonly unknown[][]) => ({
  title: w(`bridges.bank.${key}`),
  none: w(`bridges.bank.${key}-none`),
  table: cells.length
    ? {
        caption: w(`bridges.bank.${key}`),
        columns: columns.map((one) => ({
          label: w(`bridges.bank-column.${one}`),
          ...(one === 'number' ? { kind: 'code' } : numbers.includes(one) ? { kind: 'number' } : {}),
        })),
        rows: cells.map((one) => ({ cells: one })),
      }
    : null,
})
