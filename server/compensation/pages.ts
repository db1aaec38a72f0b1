import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { dueCell } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, plus, showYuan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { isOpenPoolClaim, type PoolClaimState, poolClaimStates } from './claim.ts'
import { keptOf } from './parts.ts'
import type { ShownClaim } from './rows.ts'
import { sharesOfClaim } from './sharing.ts'

export const stateTones: Readonly<Record<PoolClaimState, string>> = {
  draft: 'neutral',
  filed: 'info',
  returned: 'warn',
  checked: 'info',
  noticed: 'info',
  paid: 'good',
  refused: 'bad',
  withdrawn: 'neutral',
}
export const stateShown = (w: Words, state: PoolClaimState) => ({
  label: w(`compensation.state.${state}`),
  tone: stateTones[state],
})

export const inYuan = (w: Words, amount: Fen): string => w('compensation.yuan', { amount: showYuan(amount) })

export const column = (w: Words, key: string, kind?: 'number' | 'date' | 'code') => ({
  label: w(`compensation.column.${key}`),
  ...(kind ? { kind } : {}),
})

export type Sight = 'bank' | 'pool' | 'firm' | 'bureau'

type Listed = {
  readonly rows: readonly ShownClaim[]
  readonly state: PoolClaimState | null
  readonly pager: Pager
  readonly sight: Sight
}

/** The claims that a person may know of: what is on its way first. */
export const listPage = (
  w: Words,
  { me, reference, today }: { readonly me: Person; readonly reference: Reference; readonly today: Day },
  { rows, state, pager, sight }: Listed,
) => ({
  title: w('compensation.title'),
  lead: w(`compensation.lead-${sight}`),
  actions: isOneOf(me, bankRoles)
    ? [{ href: '/compensation/claims/new', label: w('compensation.may-claim') }]
    : [],
  filters: {
    ...{ action: '/compensation/claims', clearHref: '/compensation/claims', target: '#pool-claims' },
    fields: [
      {
        ...{ name: 'state', label: w('compensation.column.state'), kind: 'select', value: state ?? '' },
        options: [
          { value: '', label: w('compensation.any') },
          ...poolClaimStates
            .filter((value) => sight === 'bank' || value !== 'draft')
            .map((value) => ({ value, label: w(`compensation.state.${value}`) })),
        ],
      },
    ],
  },
  pager: { ...pager, target: '#pool-claims' },
  nothing: { title: w('compensation.none-title'), text: w(`compensation.none-${sight}`) },
  table: rows.length
    ? {
        caption: w('compensation.list'),
        columns: [
          column(w, 'number', 'code'),
          ...(sight === 'firm' ? [] : [column(w, 'firm')]),
          ...(sight === 'bank' ? [] : [column(w, 'bank')]),
          column(w, 'claimed', 'number'),
          column(w, 'state'),
          column(w, 'due'),
        ],
        rows: rows.map(({ claim, firm, bank, terms }) => ({
          cells: [
            {
              ...{ words: claim.number, href: `/compensation/claims/${claim.id}` },
              note: terms.name[w.language],
            },
            ...(sight === 'firm' ? [] : [firm]),
            ...(sight === 'bank' ? [] : [bank]),
            showYuan(claim.claimedFen),
            { words: w(`compensation.state.${claim.state}`), tone: stateTones[claim.state] },
            isOpenPoolClaim(claim.state)
              ? dueCell(w, reference, claim.dueOn, today)
              : { words: claim.paidOn ?? '—' },
          ],
        })),
      }
    : null,
})

/** What is to be paid out of pools of an approved claim. */
export function poolsPart(
  { claim, terms }: Pick<ShownClaim, 'claim' | 'terms'>,
  parties: readonly string[],
): Fen {
  const shares = sharesOfClaim(keptOf(claim, terms, []))
  const own = shares.ok ? shares.postings.filter(({ party }) => parties.includes(party)) : []
  return plus(0 as Fen, ...own.map(({ borneFen }) => borneFen))
}

/**
 * 公示: what lies open, for everybody. The bank, the scheme and the sums, but not the firm: what a firm owes to whom is no
 * matter of the public, and a number is enough for whoever has something to say.
 */
export const noticesPage = (
  w: Words,
  rows: readonly ShownClaim[],
  pools: (terms: ShownClaim['terms']) => readonly string[],
  pager: Pager,
) => ({
  title: w('compensation.notices-title'),
  lead: w('compensation.notices-lead'),
  pager,
  nothing: { title: w('compensation.notices-none'), text: w('compensation.notices-none-text') },
  table: rows.length
    ? {
        caption: w('compensation.notices-title'),
        columns: [
          column(w, 'number', 'code'),
          column(w, 'scheme'),
          column(w, 'bank'),
          column(w, 'claimed', 'number'),
          column(w, 'pools', 'number'),
          column(w, 'from'),
          column(w, 'until'),
        ],
        rows: rows.map((row) => ({
          cells: [
            row.claim.number,
            row.terms.name[w.language],
            row.bank,
            showYuan(row.claim.claimedFen),
            showYuan(poolsPart(row, pools(row.terms))),
            row.claim.noticeFrom ?? '',
            row.claim.noticeUntil ?? '',
          ],
        })),
      }
    : null,
})
