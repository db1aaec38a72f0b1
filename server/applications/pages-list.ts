import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { dueWords } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { applicationStates } from './application.ts'
import { stateTones } from './pages.ts'
import type { CaseFilters, casesOf } from './rows.ts'

type CaseRow = Awaited<ReturnType<typeof casesOf>>[number]
/** The rows whose firm the reader may know; null for the firm itself. */
type Named = ReadonlySet<string> | null

/** The list of cases of a firm or of a bank: what is due comes first. */
export function listPage(
  w: Words,
  reference: Reference,
  me: Person,
  today: Day,
  filters: CaseFilters,
  rows: readonly CaseRow[],
  named: Named,
  pager: Pager,
) {
  const isBank = isOneOf(me, bankRoles)
  return {
    title: w(isBank ? 'applications.cases-title' : 'applications.title'),
    filters: {
      action: '/applications',
      fields: filterFields(w, filters, isBank),
      clearHref: '/applications',
      target: '#cases',
    },
    pager: { ...pager, target: '#cases' },
    dueBy: [...new Set(rows.flatMap(duePoliciesOf))],
    table: rows.length ? casesTable(w, reference, named, today, rows) : null,
    empty: emptyWords(w, isBank, filters),
  }
}

type Owed = Pick<CaseRow, 'dueOn' | 'duePolicies' | 'papersDueOn' | 'papersDuePolicy'>

const duePoliciesOf = ({ duePolicies, papersDueOn, papersDuePolicy }: Owed): readonly string[] =>
  papersDueOn && papersDuePolicy ? [papersDuePolicy] : (duePolicies ?? [])

/** By when the next step of a case is owed; while the firm owes papers it is theirs, and the cell says so. */
export function dueShown(
  w: Words,
  reference: Reference,
  { dueOn, papersDueOn }: Pick<Owed, 'dueOn' | 'papersDueOn'>,
  today: Day,
) {
  const owedOn = papersDueOn ?? dueOn
  const due = dueWords(w, reference, owedOn, today)
  const words = papersDueOn ? w('applications.papers-due', { due: due.words }) : due.words
  return due.late ? { words, tone: 'bad' } : { words, note: owedOn ?? undefined }
}

/** Nothing found is another thing than nothing there. */
function emptyWords(w: Words, isBank: boolean, { state, words, officerId }: CaseFilters) {
  if (words || officerId || (state !== null && state !== 'open'))
    return {
      title: w('applications.none-found-title'),
      text: w('applications.none-found-text'),
      href: '/applications?state=all',
      label: w('applications.see-all'),
    }
  return isBank
    ? {
        title: w('applications.no-cases-title'),
        text: w('applications.no-cases-text'),
        href: '/hall',
        label: w('layout.menu-hall'),
      }
    : {
        title: w('applications.none-title'),
        text: w('applications.none-text'),
        href: '/needs',
        label: w('layout.menu-needs'),
      }
}

function casesTable(w: Words, reference: Reference, named: Named, today: Day, rows: readonly CaseRow[]) {
  const isBank = named !== null
  const columns = [
    'number',
    isBank ? 'firm' : 'bank',
    'product',
    'amount',
    'state',
    'due',
    ...(isBank ? ['officer'] : []),
  ]
  const cells = (row: CaseRow) => {
    return [
      { words: row.number, href: `/applications/${row.id}`, note: showInstant(row.submittedAt).slice(0, 10) },
      named === null ? row.bank : named.has(row.id) ? row.firm : w('matching.anonymous'),
      row.product,
      { words: showWan(row.amountFen), note: w('applications.months', { months: row.months }) },
      { words: w(`applications.state.${row.state}`), tone: stateTones[row.state] },
      dueShown(w, reference, row, today),
      ...(isBank ? [row.officer ?? w('applications.nobody-yet')] : []),
    ]
  }
  return {
    caption: w('applications.caption'),
    columns: columns.map((key) => ({
      label: w(`applications.column.${key}`),
      ...(key === 'amount' ? { kind: 'number' } : {}),
    })),
    rows: rows.map((row) => ({ cells: cells(row) })),
  }
}

function filterFields(w: Words, { state, words, officerId }: CaseFilters, isBank: boolean) {
  const option = (value: string) => ({ value, label: w(`applications.state.${value}`) })
  const fields = [
    { name: 'q', label: w('applications.filter-words'), kind: 'text', value: words },
    {
      name: 'state',
      label: w('applications.column.state'),
      kind: 'select',
      value: state ?? 'all',
      options: [
        { value: 'all', label: w('applications.any') },
        { value: 'open', label: w('applications.open') },
        ...applicationStates.map(option),
      ],
    },
  ]
  if (!isBank) return fields
  const options = [
    { value: '', label: w('applications.everybody') },
    { value: 'yes', label: w('applications.mine') },
  ]
  return [
    ...fields,
    {
      name: 'mine',
      label: w('applications.column.officer'),
      kind: 'select',
      value: officerId ? 'yes' : '',
      options,
    },
  ]
}
