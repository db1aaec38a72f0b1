import { bankRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import { dueCell } from '../clocks/index.ts'
import type { DueLoan } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import type { Reference } from '../parts.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type BridgeState, bridgeStateWords, openStates, outStates } from './bridge.ts'
import type { Bridge } from './rows.ts'
import type { Listed } from './rows-lists.ts'

const tones: Readonly<Record<BridgeState, string>> = {
  ...{ applied: 'info', returned: 'warn', checking: 'info', promise: 'info', 'own-money': 'info' },
  ...{ approval: 'info', 'third-approval': 'info', queued: 'warn', reserved: 'good', paid: 'good' },
  ...{ settled: 'good', renewed: 'good', repaid: 'good', closed: 'neutral', refused: 'neutral' },
  ...{ withdrawn: 'neutral', lapsed: 'neutral' },
}

/** How a case stands; that its money is late says more than where it is. */
export function stateShown(w: Words, { state, overdueSince, courtOn }: Bridge) {
  const isLate = overdueSince !== null && (outStates as readonly string[]).includes(state)
  if (isLate) return { label: w(courtOn ? 'bridges.state-court' : 'bridges.state-overdue'), tone: 'bad' }
  return { label: w(bridgeStateWords(state)), tone: tones[state] }
}

export const bridgeViews = ['mine', 'out', 'open', 'all'] as const
export type BridgeView = (typeof bridgeViews)[number]

const myStates = (me: Person): readonly BridgeState[] => {
  if (isOneOf(me, enterpriseRoles)) return openStates
  if (isOneOf(me, bankRoles)) return ['promise', 'paid', 'settled']
  switch (me.role) {
    case 'pool-operator':
      return ['applied', 'checking', 'own-money']
    case 'pool-checker':
      return ['approval']
    case 'pool-cashier':
      return ['reserved', ...outStates, 'repaid']
    case 'bureau-head':
      return ['third-approval']
    case 'bureau-analyst':
      return openStates
    default:
      return ['checking']
  }
}

/** The states of a view; null for all. */
export function statesOf(me: Person, view: BridgeView): readonly BridgeState[] | null {
  if (view === 'all') return null
  if (view === 'out') return outStates
  return view === 'open' ? openStates : myStates(me)
}

type Listing = {
  readonly me: Person
  readonly today: Day
  readonly view: BridgeView
  readonly rows: readonly Listed[]
  readonly pager: Pager
  /** Loans of a firm that are about to fall due and have no advance. */
  readonly due: readonly DueLoan[]
}

/** The desk: what waits for this reader first. */
export function listPage(w: Words, reference: Reference, { me, today, view, rows, pager, due }: Listing) {
  const isFirm = isOneOf(me, enterpriseRoles)
  const isBank = isOneOf(me, bankRoles)
  const isIndustry = me.role === 'industry-officer'
  const side = isFirm ? 'firm' : isBank ? 'bank' : me.region && !isIndustry ? 'bureau' : me.role
  const columns = ['number', isFirm ? 'bank' : 'firm', 'amount', 'state', 'days', 'due'] as const
  return {
    title: w('bridges.title'),
    lead: w(`bridges.lead.${side}`),
    sections: null as unknown,
    poolsHref: isFirm || isBank || isIndustry ? null : '/bridge-pools',
    filters: {
      ...{ action: '/bridges', target: '#bridges' },
      fields: [
        {
          ...{ name: 'view', id: 'view', kind: 'select', label: w('bridges.filter-view'), value: view },
          options: bridgeViews.map((value) => ({ value, label: w(`bridges.view.${value}`) })),
        },
      ],
    },
    due: due.map(({ loan, bank }) => ({
      href: `/loans/${loan.id}/bridge`,
      words: w('bridges.due-loan', { number: loan.number, bank, day: loan.maturesOn ?? '' }),
    })),
    table: rows.length
      ? {
          caption: w('bridges.caption'),
          columns: columns.map((key) => ({
            label: w(`bridges.column.${key}`),
            ...(key === 'number' ? { kind: 'code' } : key === 'amount' ? { kind: 'number' } : {}),
          })),
          rows: rows.map(({ bridge, firm, bank }) => {
            const state = stateShown(w, bridge)
            return {
              cells: [
                { words: bridge.number, href: `/bridges/${bridge.id}` },
                isFirm ? bank : { words: firm, note: isBank ? undefined : bank },
                showWan(bridge.amountFen),
                { words: state.label, tone: state.tone },
                bridge.paidOutOn
                  ? w('bridges.from-to', {
                      from: bridge.paidOutOn,
                      to: bridge.repaidOn ?? bridge.lastOn ?? '',
                    })
                  : w('bridges.planned', { from: bridge.payOn, to: bridge.backOn }),
                dueCell(w, reference, bridge.dueOn, today),
              ],
            }
          }),
        }
      : null,
    pager: { ...pager, target: '#bridges' },
    empty: { title: w('bridges.none-title'), text: w(`bridges.none-${view}`) },
  }
}
