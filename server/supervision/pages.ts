import { bankSteps } from '../clocks/clock.ts'
import { dueCell } from '../clocks/index.ts'
import type { Institution } from '../institutions/index.ts'
import { type AsOf, leadAsOf } from '../platform/web/as-of.ts'
import type { Pager } from '../platform/web/paging.ts'
import { withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { latenesses, measures, standingOf } from './matter.ts'
import type { Matter } from './rows.ts'
import type { Measures } from './rows-measures.ts'

type Visit = Pick<SignedIn, 'w' | 'parts' | 'today' | 'query'>

/** What the lists ask: the values as they were chosen, empty for all. */
export type Chosen = {
  readonly step: string
  readonly lateness: string
  readonly measure: string
  readonly bank: string
  readonly officer: string
  /** `all` for late steps that do not stand on the office's list yet too. */
  readonly reach: string
  /** A day that is over, for the bureau; empty for now. */
  readonly on: string
}

type Listing = {
  readonly path: '/bureau/overdue' | '/overdue'
  readonly chosen: Chosen
  readonly asOf: AsOf
  readonly rows: readonly Matter[]
  readonly measures: Measures
  readonly pager: Pager
  /** For the bureau; a bank sees its own alone. */
  readonly banks: readonly Pick<Institution, 'id' | 'shortName'>[]
  /** For a bank's manager. */
  readonly officers: readonly { readonly id: string; readonly name: string }[]
  readonly owed: { readonly urges: number; readonly supervisions: number } | null
}

/** Late steps, the longest overdue first: `/bureau/overdue` for the bureau, `/overdue` for a bank. */
export function listPage(visit: Visit, listing: Listing) {
  const { w } = visit
  const { path, rows, pager, owed } = listing
  const side = path === '/overdue' ? 'bank' : 'bureau'
  const active = chips(visit, listing)
  return {
    title: w(`supervision.${side}-title`),
    lead: leadAsOf(w, listing.asOf, w(`supervision.${side}-lead`), 'supervision.overdue-on'),
    assignmentsHref: side === 'bureau' ? '/bureau/assignments' : null,
    timesHref: side === 'bank' ? '/times' : '/bureau/times',
    owed: owed && owed.urges + owed.supervisions > 0 ? w('supervision.owed', owed) : null,
    filters: {
      action: path,
      fields: filterFields(w, listing),
      active,
      clearHref: path,
      target: '#overdue',
    },
    table: rows.length ? tableOf(visit, listing) : null,
    policies: [...new Set(rows.map(({ overdue }) => overdue.listPolicy))],
    pager: { ...pager, target: '#overdue' },
    empty: active.length
      ? { title: w('supervision.none-found'), text: w('supervision.none-found-text') }
      : { title: w('supervision.none'), text: w(`supervision.none-${side}`) },
  }
}

function filterFields(w: Words, { path, chosen, banks, officers }: Listing) {
  const select = (
    name: keyof Chosen,
    options: readonly { readonly value: string; readonly label: string }[],
    usual = 'supervision.filter.all',
  ) => ({
    ...{ name, kind: 'select', label: w(`supervision.filter.${name}`), value: chosen[name] },
    options: [{ value: '', label: w(usual) }, ...options],
  })
  return [
    ...(path === '/bureau/overdue'
      ? [
          select(
            'bank',
            banks.map(({ id, shortName }) => ({ value: id, label: shortName })),
          ),
        ]
      : []),
    ...(path === '/bureau/overdue'
      ? [select('reach', [{ value: 'all', label: w('supervision.reach.all') }], 'supervision.reach.listed')]
      : []),
    ...(officers.length
      ? [
          select(
            'officer',
            officers.map(({ id, name }) => ({ value: id, label: name })),
          ),
        ]
      : []),
    select(
      'step',
      bankSteps.map((step) => ({ value: step, label: w(`supervision.step.${step}`) })),
    ),
    select(
      'lateness',
      Object.keys(latenesses).map((one) => ({ value: one, label: w(`supervision.lateness.${one}`) })),
    ),
    select(
      'measure',
      measures.map((one) => ({ value: one, label: w(`supervision.measure.${one}`) })),
    ),
    ...(path === '/bureau/overdue'
      ? [
          {
            ...{ name: 'on' as const, kind: 'date', label: w('parts.as-of'), value: chosen.on },
            options: [] as readonly { value: string; label: string }[],
          },
        ]
      : []),
  ]
}

/** What is chosen, each with the way to take it away. */
function chips({ w, query }: Visit, listing: Listing) {
  return filterFields(w, listing).flatMap(({ name, label, value, options }) => {
    const chosen =
      name === 'on' ? `${label} ${value}` : options.find((option) => option.value === value)?.label
    return value && chosen
      ? [{ label: chosen, removeHref: withQuery(listing.path, query, { [name]: null }) }]
      : []
  })
}

function tableOf(visit: Visit, listing: Listing) {
  const { w } = visit
  const isBureau = listing.path === '/bureau/overdue'
  const columns = ['case', ...(isBureau ? ['bank'] : []), 'step', 'officer', 'late', 'measures']
  return {
    caption: w('supervision.caption'),
    columns: columns.map((key) => ({ label: w(`supervision.column.${key}`) })),
    rows: listing.rows.map((matter) => ({
      cells: [
        { words: matter.number, href: `${listing.path}/${matter.overdue.id}` },
        ...(isBureau ? [matter.bankShort] : []),
        { words: w(`supervision.step.${matter.overdue.step}`), note: matter.product },
        matter.officer ?? w('supervision.nobody'),
        listing.asOf.on === null
          ? lateCell(visit, matter)
          : dueCell(w, visit.parts.reference, matter.overdue.dueOn, listing.asOf.on),
        measureCell(visit, matter, listing.measures),
      ],
    })),
  }
}

/** By how much it is late; a clock that stands still says so. */
export function lateCell({ w, parts, today }: Visit, matter: Matter) {
  const standing = standingOf(matter.overdue.step, matter, today)
  if (standing.is === 'late') return dueCell(w, parts.reference, standing.dueOn, today)
  return {
    words: w(`supervision.standing.${standing.is}`),
    note: matter.overdue.dueOn,
    value: { day: matter.overdue.dueOn },
  }
}

/** The last that the bureau did about it. */
function measureCell({ w, parts, today }: Visit, { overdue }: Matter, measured: Measures) {
  const order = measured.supervisions.find(
    ({ supervision }) => supervision.overdueId === overdue.id && supervision.state !== 'closed',
  )?.supervision
  if (order)
    return {
      words: w('supervision.supervised-by', { number: order.number }),
      note: w(`supervision.order-${order.state}`, { day: order.dueOn }),
    }
  const last = measured.urges.find(({ urge }) => urge.overdueId === overdue.id)?.urge
  if (!last) return w('supervision.measure.none')
  if (last.answeredAt) return w('supervision.urge-answered')
  const due = dueCell(w, parts.reference, last.dueOn, today)
  return { words: w('supervision.urged'), note: typeof due === 'string' ? due : due.words }
}
