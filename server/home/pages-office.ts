import type { Person, Role } from '../accounts/index.ts'
import { type ReviewKind, reviewKinds } from '../dashboards/index.ts'
import type { EnterpriseState } from '../enterprises/enterprise.ts'
import { placeName } from '../enterprises/index.ts'
import type { NeedState } from '../needs/need.ts'
import type { Reference } from '../parts.ts'
import { dayOf, type Instant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import type { Desk } from './pages-desk.ts'

/** The bureau: what waits for it, and where banks are late. */
export function bureauDesk(
  w: Words,
  counts: Readonly<Record<ReviewKind, number>>,
  overdue: number,
  /** The version of the clocks by which steps are overdue. */
  clocks: string,
): Desk {
  const waiting = reviewKinds.reduce((sum, kind) => sum + counts[kind], 0)
  const key = waiting ? 'reviews' : 'cockpit'
  return {
    next: {
      title: w(`home.next-${key}`, { count: waiting }),
      text: w(`home.next-${key}-text`),
      href: waiting ? '/bureau/reviews' : '/cockpit',
      label: w(`home.next-${key}-label`),
    },
    figures: [
      ...reviewKinds.map((kind) => ({
        label: w(`home.review-${kind}`),
        value: String(counts[kind]),
        unit: w(`home.unit-${kind}`),
        href: `/bureau/reviews?of=${kind}`,
      })),
      {
        label: w('home.overdue-steps'),
        value: String(overdue),
        unit: w('home.unit-cases'),
        by: clocks,
        href: '/bureau/overdue?reach=all',
        ...(overdue ? { tone: 'bad' as const } : {}),
      },
    ],
    lists: [],
    entries: [
      { href: '/cockpit', name: w('layout.menu-cockpit'), text: w('home.entry-cockpit-text') },
      { href: '/bureau/funnel', name: w('layout.menu-funnel'), text: w('home.entry-funnel-text') },
      { href: '/enterprises', name: w('home.entry-enterprises'), text: w('home.entry-enterprises-text') },
      { href: '/products', name: w('home.entry-products'), text: w('home.entry-products-text') },
    ],
  }
}

type Township = {
  readonly firms: readonly { readonly state: EnterpriseState; readonly count: number }[]
  readonly needs: readonly { readonly state: NeedState; readonly count: number }[]
  readonly newest: readonly {
    readonly id: string
    readonly name: string
    readonly state: EnterpriseState
    readonly createdAt: Instant
  }[]
}

/** A township sees how its firms stand, by count and by name, and nothing of their figures. */
export function townshipDesk(w: Words, reference: Reference, region: string, found: Township): Desk {
  const place = placeName(reference, w.language, region)
  const countOf = (...states: readonly EnterpriseState[]) =>
    found.firms.filter(({ state }) => states.includes(state)).reduce((sum, { count }) => sum + count, 0)
  const open: readonly NeedState[] = ['published', 'in-progress']
  const needs = found.needs
    .filter(({ state }) => open.includes(state))
    .reduce((sum, { count }) => sum + count, 0)
  return {
    next: {
      title: w('home.next-township', { place }),
      text: w('home.next-township-text'),
      href: '/enterprises',
      label: w('home.next-township-label'),
    },
    figures: [
      {
        label: w('home.firms-verified'),
        value: String(countOf('verified')),
        unit: w('home.unit-enterprises'),
      },
      {
        label: w('home.firms-waiting'),
        value: String(countOf('under-review', 'returned')),
        unit: w('home.unit-enterprises'),
      },
      { label: w('home.needs-open'), value: String(needs), unit: w('home.unit-needs') },
    ],
    lists: [
      {
        title: w('home.newest-firms', { place }),
        none: w('home.newest-firms-none'),
        columns: [
          { label: w('home.firm') },
          { label: w('home.registered-on'), kind: 'date' },
          { label: w('home.state') },
        ],
        rows: found.newest.map((firm) => [
          { words: firm.name, href: `/enterprises/${firm.id}` },
          dayOf(firm.createdAt),
          w(`enterprises.state.${firm.state}`),
        ]),
      },
    ],
    entries: readable(w),
  }
}

/** Where the work of some roles is; the others find here what is open to them. */
const ownPage: Partial<Record<Role, string>> = {
  administrator: '/people',
  'security-administrator': '/security',
  auditor: '/trail',
}

export function plainDesk(w: Words, me: Person): Desk {
  const own = ownPage[me.role]
  const key = own ? me.role : 'plain'
  return {
    next: {
      title: w(`home.next-${key}`),
      text: w(`home.next-${key}-text`),
      href: own ?? '/products',
      label: w(`home.next-${key}-label`),
    },
    figures: [],
    lists: [],
    entries: readable(w),
  }
}

const readable = (w: Words): Desk['entries'] => [
  { href: '/products', name: w('home.entry-products'), text: w('home.entry-products-text') },
  { href: '/calculators', name: w('home.entry-calculators'), text: w('home.entry-calculators-text') },
  { href: '/account', name: w('home.entry-account'), text: w('home.entry-account-text') },
]
