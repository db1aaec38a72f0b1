import { usccFor } from '../../server/enterprises/uscc.ts'
import type { Words } from '../../server/platform/web/words.ts'
import { templateHeader } from '../../server/tax-facts/workbooks.ts'

/** Codes of the firms that `prepare-taxes.ts` makes. */
export const codeAt = (at: number): string => usccFor(`91340600MB${String(at).padStart(7, '0')}`)

/** A file with a grade, a standing and two years of tax of so many firms; `turn` makes it another file of the same firms. */
export function taxSheet(w: Words, turn: number, count: number, lastYear: number): string[][] {
  const grades = ['A', 'B', 'M', 'C', 'D']
  const asOf = `${lastYear + 1}-01-${10 + turn}`
  const sums = (at: number, year: number) => [
    `${1000 + at}.${10 + turn}`,
    `${500 + year}`,
    '88.8',
    at % 9 ? '' : '12',
  ]
  return [
    templateHeader(w, lastYear),
    ...Array.from({ length: count }, (_, at) => [
      ...[codeAt(at), '', String(lastYear - 1), grades[(at + turn) % 5] ?? 'M', `${lastYear}-04-20`],
      ...[
        w('tax-facts.reason.annual'),
        at % 50 ? '0' : '1234.56',
        w('tax-facts.no').split(' ')[0] ?? '',
        asOf,
      ],
      ...sums(at, lastYear - 1),
      ...sums(at, lastYear),
    ]),
  ]
}
