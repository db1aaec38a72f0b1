import { dueCell } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { type AsOf, leadAsOf } from '../platform/web/as-of.ts'
import { type Pager, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { shareWords } from './pages-precision.ts'
import { aboutWords, haveCell, wantCell } from './pages-values.ts'
import type { ShownWarning, Warning } from './rows.ts'
import { isTaxRule, type Precision, type WarningRule, warningRules, warningStates } from './warning.ts'

export type Side = 'house' | 'bureau'
export const pathOf = { house: '/warnings', bureau: '/bureau/warnings' } as const satisfies Record<
  Side,
  string
>

/** What the list asks: the values as they were chosen, empty for all. */
export type Chosen = {
  readonly rule: string
  readonly state: string
  readonly bank: string
  readonly from: string
  readonly to: string
  /** A day that is over; empty for now. */
  readonly on: string
}

/**
 * Rules as a side may choose and read them. Which of the tax watch's rules it was, is tax data of the firm: an institution
 * reads that one by one, by the firm's consent, and chooses all of them as one.
 */
export const ruleChoices: Readonly<Record<Side, readonly (WarningRule | 'tax')[]>> = {
  bureau: warningRules,
  house: ['tax', ...warningRules.filter((rule) => !isTaxRule(rule))],
}
/** How far the bureau has come with it, is the bureau's own. */
export const stateChoices = {
  bureau: ['standing', 'late', 'unassigned', ...warningStates, 'over'],
  house: ['standing', 'closed', 'over'],
} as const satisfies Record<Side, readonly unknown[]>

export const tones = {
  open: 'warn',
  acknowledged: 'info',
  assigned: 'info',
  closed: 'neutral',
  over: 'good',
  replaced: 'neutral',
  waits: 'warn',
  answered: 'info',
} as const

/**
 * As people see it: closed, back by itself, or how far it has come. How far the bureau has come is the bureau's own: an
 * institution sees whether it waits for its answer.
 */
export function standingOf({ state, clearedAs, bankFinding }: Warning, side: Side): keyof typeof tones {
  if (state === 'closed') return 'closed'
  if (clearedAs !== null) return clearedAs === 'back' ? 'over' : 'replaced'
  if (side === 'bureau') return state
  return bankFinding ? 'answered' : 'waits'
}

/** How it stood when a day ended: whether the bureau had it in hand by then, its row does not say. */
function stoodAs(warning: Warning, side: Side, on: Day | null): keyof typeof tones | 'standing' {
  if (on === null) return standingOf(warning, side)
  const [cleared, closed] = [warning.clearedOn ?? '9999', warning.closedOn ?? '9999']
  if (closed > on && cleared > on) return 'standing'
  return closed <= on ? 'closed' : warning.clearedAs === 'back' ? 'over' : 'replaced'
}

export type RuleCount = {
  readonly rule: WarningRule | null
  readonly raised: number
  readonly standing: number
  readonly precision: Precision
}

export type Waiting = { readonly unassigned: number; readonly late: number }

type Listing = {
  readonly side: Side
  readonly chosen: Chosen
  readonly rows: readonly ShownWarning[]
  readonly pager: Pager
  readonly asOf: AsOf
  /** For the bureau, of now. */
  readonly waiting: Waiting | null
  readonly banks: readonly { readonly id: string; readonly name: string }[]
  readonly counts: readonly RuleCount[]
  readonly versions: readonly string[]
}

/** All warnings of a place, or those that concern one institution, the newest first; and how often each rule was right. */
export function listPage(visit: SignedIn, listing: Listing) {
  const { w } = visit
  const { side, rows, pager, counts, versions } = listing
  const active = chips(visit, listing)
  return {
    title: w('warnings.title'),
    lead: leadAsOf(w, listing.asOf, w(`warnings.lead-${side}`), 'warnings.list-on'),
    by: versions,
    chased: chased(w, listing.waiting),
    precisionHref:
      side === 'bureau' ? withQuery(`${pathOf.bureau}/precision`, {}, { on: listing.asOf.on }) : null,
    filters: {
      ...{ action: pathOf[side], fields: filterFields(w, listing), active, clearHref: pathOf[side] },
      target: '#warnings',
    },
    table: rows.length ? tableOf(visit, listing) : null,
    pager: { ...pager, target: '#warnings' },
    empty: {
      title: w(`warnings.${active.length ? 'none-found' : 'none'}`),
      text: w(`warnings.${active.length ? 'none-found' : 'none'}-text`),
    },
    counts: countsTable(w, counts),
  }
}

function filterFields(w: Words, { side, chosen, banks }: Listing) {
  const field = (name: keyof Chosen) => ({
    ...{ name, label: w(`warnings.filter.${name}`), value: chosen[name] },
  })
  const select = (name: keyof Chosen, options: readonly { value: string; label: string }[]) => ({
    ...{ ...field(name), kind: 'select' },
    options: [{ value: '', label: w('warnings.filter.all') }, ...options],
  })
  return [
    select(
      'rule',
      ruleChoices[side].map((rule) => ({ value: rule, label: w(`warnings.rule.${rule}`) })),
    ),
    select(
      'state',
      stateChoices[side].map((state) => ({ value: state, label: w(`warnings.state.${state}`) })),
    ),
    ...(side === 'bureau'
      ? [
          select(
            'bank',
            banks.map(({ id, name }) => ({ value: id, label: name })),
          ),
        ]
      : []),
    { ...field('from'), kind: 'date', options: [] },
    { ...field('to'), kind: 'date', options: [] },
    ...(side === 'bureau' ? [{ ...field('on'), kind: 'date', options: [] }] : []),
  ]
}

/** What is chosen, each with the way to take it away. */
function chips({ w, query }: SignedIn, listing: Listing) {
  return filterFields(w, listing).flatMap(({ name, label, value, options }) => {
    if (!value) return []
    const option = options.find((one) => one.value === value)
    if (options.length > 0 && !option) return []
    const words = option ? option.label : `${label} ${value}`
    return [{ label: words, removeHref: withQuery(pathOf[listing.side], query, { [name]: null }) }]
  })
}

function tableOf(visit: SignedIn, { side, rows, asOf }: Listing) {
  const { w } = visit
  const columns = [
    'rule',
    'about',
    ...(side === 'bureau' ? ['bank'] : []),
    'have',
    'want',
    'raised',
    'due',
    'state',
  ]
  return {
    caption: w('warnings.list'),
    columns: columns.map((key) => ({
      label: w(`warnings.column.${key}`),
      ...(key === 'raised' ? { kind: 'date' } : {}),
    })),
    rows: rows.map(({ warning, firm, institution }) => {
      const isHidden = side === 'house' && isTaxRule(warning.rule)
      const about = aboutWords(visit, warning)
      const standing = stoodAs(warning, side, asOf.on)
      const note = about.note ?? (firm && firm !== about.words ? firm : undefined)
      return {
        cells: [
          {
            words: w(isHidden ? 'warnings.to-look' : `warnings.rule.${warning.rule}`),
            href: `${pathOf[side]}/${warning.id}`,
          },
          { ...about, ...(note ? { note } : {}) },
          ...(side === 'bureau' ? [institution ?? '—'] : []),
          isHidden ? '—' : haveCell(visit, warning),
          isHidden ? '—' : wantCell(visit, warning),
          warning.raisedOn,
          dueShown(visit, warning, asOf.on),
          {
            words: w(`warnings.state.${standing}`),
            tone: standing === 'standing' ? 'warn' : tones[standing],
          },
        ],
      }
    }),
  }
}

/** By when the rule wants it dealt with: with its tone as long as it stands. */
function dueShown({ w, parts, today }: SignedIn, warning: Warning, on: Day | null) {
  const { dueOn, clearedOn, closedOn } = warning
  if (dueOn === null) return '—'
  const stands =
    on === null ? clearedOn === null && closedOn === null : stoodAs(warning, 'bureau', on) === 'standing'
  return stands ? dueCell(w, parts.reference, dueOn, on ?? today) : { words: dueOn, value: { day: dueOn } }
}

/** How many stand in nobody's hands, and how many are past their day, each with the way to them; nothing where there are none. */
const chased = (w: Words, waiting: Waiting | null) =>
  waiting === null
    ? []
    : (['unassigned', 'late'] as const).flatMap((state) =>
        waiting[state]
          ? [
              {
                href: `${pathOf.bureau}?state=${state}`,
                label: w(`warnings.${state}-count`, { count: waiting[state] }),
              },
            ]
          : [],
      )

/** How many stand, and how often each rule was right over what was closed. */
function countsTable(w: Words, counts: readonly RuleCount[]) {
  return {
    caption: w('warnings.counts'),
    columns: ['rule', 'standing', 'all', 'closed', 'confirmed', 'false-alarms', 'precision'].map(
      (key, at) => ({
        label: w(`warnings.column.${key}`),
        ...(at ? { kind: 'number' } : {}),
      }),
    ),
    // A rule that never raised one says nothing, and on a phone it would be a card of noughts.
    rows: counts
      .filter(({ rule, raised }) => rule === null || raised > 0)
      .map(({ rule, raised, standing, precision }) => ({
        cells: [
          w(rule ? `warnings.rule.${rule}` : 'warnings.all-rules'),
          ...[standing, raised, precision.closed, precision.confirmed, precision.falseAlarms].map(String),
          shareWords(w, precision),
        ],
      })),
  }
}
