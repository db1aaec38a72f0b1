import { bankRoles, enterpriseRoles, guarantorRoles, isOneOf, type Person } from '../accounts/index.ts'
import { dueCell } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { filingStates } from './filing.ts'
import { type GuaranteeState, guaranteeStates } from './guarantee.ts'
import type { deskCounts, ListedGuarantee, ListFilters } from './rows-lists.ts'

export const stateTones = {
  applied: 'warn',
  underwriting: 'info',
  approved: 'info',
  signed: 'info',
  'in-force': 'good',
  claimed: 'bad',
  released: 'neutral',
  declined: 'neutral',
  withdrawn: 'neutral',
} as const satisfies Record<GuaranteeState, string>

export type ListShown = {
  readonly me: Person
  readonly today: Day
  readonly filters: ListFilters
  readonly rows: readonly ListedGuarantee[]
  /** The rows whose firm the reader may know. */
  readonly named: ReadonlySet<string>
  readonly names: ReadonlyMap<string, string>
  /** A guarantor's desk. */
  readonly counts: Awaited<ReturnType<typeof deskCounts>> | null
  readonly pager: Pager
}

/** Guarantees as their reader has them; a guarantor's with how much presses. */
export function listPage(w: Words, reference: Pick<Reference, 'calendar'>, shown: ListShown) {
  const { filters, rows, pager, counts, me } = shown
  return {
    title: w('guarantees.title'),
    counts: counts ? countsShown(w, counts) : [],
    actions: [
      ...(isOneOf(me, guarantorRoles) ? [{ href: '/guarantor', label: w('guarantees.standing-title') }] : []),
      ...(isOneOf(me, [...guarantorRoles, ...bankRoles])
        ? [{ href: '/batches', label: w('layout.menu-batches') }]
        : []),
    ],
    filters: {
      ...{ action: '/guarantees', clearHref: '/guarantees', target: '#guarantees' },
      fields: [
        optionsOf(w, 'state', filters.state, guaranteeStates),
        optionsOf(w, 'filing', filters.filing, filingStates),
      ],
    },
    pager: { ...pager, target: '#guarantees' },
    table: rows.length ? listTable(w, reference, shown) : null,
  }
}

const optionsOf = (w: Words, name: 'state' | 'filing', value: string | null, all: readonly string[]) => ({
  ...{ name, label: w(`guarantees.column.${name}`), kind: 'select', value: value ?? '' },
  options: [
    { value: '', label: w('guarantees.any') },
    ...all.map((one) => ({ value: one, label: w(`guarantees.${name}.${one}`) })),
  ],
})

function countsShown(w: Words, { states, late, filings }: NonNullable<ListShown['counts']>) {
  const of = (state: GuaranteeState) => states.find((one) => one.state === state)?.count ?? 0
  return [
    { label: w('guarantees.desk-late'), value: late, tone: late > 0 ? 'bad' : 'plain' },
    ...(['applied', 'underwriting', 'approved'] as const).map((state) => ({
      ...{ label: w(`guarantees.desk-${state}`), value: of(state), tone: 'plain' },
      href: `/guarantees?state=${state}`,
    })),
    {
      ...{ label: w('guarantees.desk-filings'), value: filings, tone: 'plain' },
      href: '/guarantees?filing=due',
    },
  ]
}

function listTable(
  w: Words,
  reference: Pick<Reference, 'calendar'>,
  { me, rows, named, names, today }: ListShown,
) {
  const isFirm = isOneOf(me, enterpriseRoles)
  // All of a guarantor's own list are its own.
  const isGuarantor = isOneOf(me, guarantorRoles)
  const columns = [
    'number',
    ...(isFirm ? [] : ['firm']),
    ...(isGuarantor ? [] : ['guarantor']),
    'bank',
    'amount',
    'balance',
    'state',
    'due',
  ]
  return {
    caption: w('guarantees.caption'),
    columns: columns.map((key) => ({
      label: w(`guarantees.column.${key}`),
      ...(key === 'number' ? { kind: 'code' } : {}),
      ...(key === 'amount' || key === 'balance' ? { kind: 'number' } : {}),
    })),
    rows: rows.map((row) => ({
      cells: [
        { words: row.number, href: `/guarantees/${row.id}`, note: row.letterNumber ?? undefined },
        ...(isFirm ? [] : [named.has(row.id) ? row.firm : w('guarantees.anonymous')]),
        ...(isGuarantor ? [] : [names.get(row.guarantorId) ?? '']),
        names.get(row.bankId) ?? '',
        showWan(row.amountFen),
        showWan(row.balanceFen),
        {
          words: w(`guarantees.state.${row.state}`),
          tone: stateTones[row.state],
          note: row.filing === 'none' ? undefined : w(`guarantees.filing.${row.filing}`),
        },
        dueOf(w, reference, row, today),
      ],
    })),
  }
}

/** What is owed next: the guarantor's answer, or the filing. */
function dueOf(w: Words, reference: Pick<Reference, 'calendar'>, row: ListedGuarantee, today: Day) {
  if (row.dueOn) return dueCell(w, reference, row.dueOn, today)
  if (row.filing === 'due' || row.filing === 'returned') return dueCell(w, reference, row.filingDueOn, today)
  return row.filingLateDays > 0 ? w('guarantees.filed-late', { days: row.filingLateDays }) : ''
}
