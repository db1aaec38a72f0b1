import { dueCell } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { LoanDuty } from './rows-loans.ts'

/** What a bank owes on loans, by its day, each with the way to where it is done; null where it owes nothing. */
export const dutiesTable = (
  w: Words,
  reference: Pick<Reference, 'calendar'>,
  today: Day,
  duties: readonly LoanDuty[],
) =>
  duties.length
    ? {
        caption: w('queue.loans-caption'),
        columns: ['loan', 'firm', 'step', 'due'].map((key) => ({ label: w(`queue.column.${key}`) })),
        rows: duties.map(({ id, number, firm, step, dueOn }) => ({
          cells: [
            { words: number, href: step === 'report' ? `/loans/${id}` : `/loans/${id}/renewal` },
            firm,
            w(`queue.step.${step}`),
            dueCell(w, reference, dueOn, today),
          ],
        })),
      }
    : null

type Shown = {
  readonly all: boolean
  readonly today: Day
  readonly duties: readonly LoanDuty[]
  readonly pager: Pager
}

const addressOf = (all: boolean): string => `/queue/loans${all ? '?of=all' : ''}`

/** `/queue/loans`: all of them. */
export const loansPage = (
  w: Words,
  reference: Pick<Reference, 'calendar'>,
  { all, today, duties, pager }: Shown,
) => ({
  title: w('queue.loans-title'),
  backHref: all ? '/queue?of=all' : '/queue',
  scopes: [false, true].map((one) => ({
    href: addressOf(one),
    label: w(one ? 'queue.everybody' : 'queue.mine'),
    current: one === all,
  })),
  dueBy: policiesOf(duties),
  table: dutiesTable(w, reference, today, duties),
  pager: { ...pager, target: '#loan-duties' },
})

/** As many as stand below the cases of a desk. */
export const dutiesBelow = 5

/** The most pressing of them below the cases of a desk, and the way to the rest; one more is read than is shown. */
export function loansBelow(
  w: Words,
  reference: Pick<Reference, 'calendar'>,
  today: Day,
  all: boolean,
  found: readonly LoanDuty[],
) {
  const duties = found.slice(0, dutiesBelow)
  const table = dutiesTable(w, reference, today, duties)
  return (
    table && {
      ...{ title: w('queue.loans-title'), table, dueBy: policiesOf(duties) },
      moreHref: found.length > dutiesBelow ? addressOf(all) : null,
    }
  )
}

const policiesOf = (duties: readonly LoanDuty[]): string[] => [
  ...new Set(duties.flatMap(({ duePolicies }) => duePolicies ?? [])),
]
