import {
  bankRoles,
  bureauRoles,
  enterpriseRoles,
  guarantorRoles,
  isOneOf,
  poolRoles,
  type Role,
} from './accounts/person.ts'
import { ledgerReaders } from './ledger/index.ts'
import type { Anyone } from './web.ts'

type Item = {
  readonly href: string
  readonly key: string
  readonly roles: 'everyone' | readonly Role[]
  /** Not of every day: where a menu would be too long for one line, it folds these behind a word. */
  readonly rare?: true
}

/** What a line of the menu holds on a wide screen, in the longer of the two languages. */
const inOneLine = 10

/** The menu, in the order in which it is shown; each person sees what he may open. */
const items: readonly Item[] = [
  { href: '/', key: 'layout.menu-home', roles: 'everyone' },
  { href: '/cockpit', key: 'layout.menu-cockpit', roles: bureauRoles },
  { href: '/products', key: 'layout.menu-products', roles: 'everyone' },
  { href: '/needs', key: 'layout.menu-needs', roles: enterpriseRoles },
  { href: '/tax-credit', key: 'layout.menu-tax-credit', roles: enterpriseRoles },
  { href: '/documents', key: 'layout.menu-documents', roles: enterpriseRoles, rare: true },
  { href: '/enterprise', key: 'layout.menu-enterprise', roles: enterpriseRoles },
  { href: '/tax-facts', key: 'layout.menu-tax-facts', roles: enterpriseRoles, rare: true },
  { href: '/consents', key: 'layout.menu-consents', roles: enterpriseRoles },
  { href: '/colleagues', key: 'layout.menu-colleagues', roles: ['enterprise-owner'], rare: true },
  { href: '/queue', key: 'layout.menu-queue', roles: bankRoles },
  { href: '/hall', key: 'layout.menu-hall', roles: bankRoles },
  { href: '/second-looks', key: 'layout.menu-second-looks', roles: bankRoles },
  { href: '/dispatches', key: 'layout.menu-dispatches', roles: bankRoles },
  { href: '/applications', key: 'layout.menu-applications', roles: [...enterpriseRoles, ...bankRoles] },
  { href: '/overdue', key: 'layout.menu-overdue', roles: bankRoles, rare: true },
  { href: '/loans', key: 'layout.menu-loans', roles: [...enterpriseRoles, ...bankRoles] },
  {
    href: '/compensation',
    key: 'layout.menu-compensation',
    roles: [...bureauRoles, ...poolRoles, 'treasury'],
    rare: true,
  },
  {
    href: '/covers',
    key: 'layout.menu-covers',
    roles: [
      ...enterpriseRoles,
      ...bankRoles,
      ...bureauRoles,
      'pool-operator',
      'pool-checker',
      'pool-cashier',
    ],
    rare: true,
  },
  {
    href: '/compensation/claims',
    key: 'layout.menu-pool-claims',
    roles: [...enterpriseRoles, ...bankRoles, ...bureauRoles, ...poolRoles],
    rare: true,
  },
  {
    href: '/guarantees',
    key: 'layout.menu-guarantees',
    roles: [...guarantorRoles, 'reguarantor', 'treasury'],
  },
  {
    href: '/guarantees',
    key: 'layout.menu-guarantees',
    roles: [...enterpriseRoles, ...bankRoles, ...bureauRoles],
    rare: true,
  },
  {
    href: '/batches',
    key: 'layout.menu-batches',
    roles: [...guarantorRoles, ...bankRoles, ...bureauRoles],
    rare: true,
  },
  { href: '/guarantor', key: 'layout.menu-guarantor', roles: guarantorRoles },
  { href: '/exposure', key: 'layout.menu-exposure', roles: [...guarantorRoles, 'reguarantor', 'treasury'] },
  { href: '/exposure', key: 'layout.menu-exposure', roles: [...bankRoles, ...bureauRoles], rare: true },
  { href: '/bureau/exposure', key: 'layout.menu-bureau-exposure', roles: bureauRoles, rare: true },
  { href: '/stress', key: 'layout.menu-stress', roles: bureauRoles, rare: true },
  { href: '/bureau/net-assets', key: 'layout.menu-net-assets', roles: bureauRoles, rare: true },
  {
    href: '/bridges',
    key: 'layout.menu-bridges',
    roles: [
      ...enterpriseRoles,
      ...bankRoles,
      ...bureauRoles,
      'pool-operator',
      'pool-checker',
      'pool-cashier',
    ],
    rare: true,
  },
  { href: '/bridges', key: 'layout.menu-bridges', roles: ['industry-officer'] },
  {
    href: '/bridge-pools',
    key: 'layout.menu-bridge-pools',
    roles: [...bureauRoles, ...poolRoles, 'treasury'],
    rare: true,
  },
  { href: '/warnings', key: 'layout.menu-warnings', roles: [...bankRoles, ...guarantorRoles], rare: true },
  { href: '/handovers', key: 'layout.menu-handovers', roles: ['bank-manager'], rare: true },
  { href: '/api-keys', key: 'layout.menu-api-keys', roles: ['bank-manager'], rare: true },
  { href: '/desk/products', key: 'layout.menu-desk-products', roles: bankRoles },
  { href: '/enterprises', key: 'layout.menu-firms', roles: [...bureauRoles, 'township-officer'] },
  { href: '/tax-facts/imports', key: 'layout.menu-tax-imports', roles: bureauRoles, rare: true },
  { href: '/bureau/reviews', key: 'layout.menu-reviews', roles: bureauRoles },
  { href: '/bureau/overdue', key: 'layout.menu-supervision', roles: bureauRoles },
  {
    href: '/objections',
    key: 'layout.menu-objections',
    roles: [...enterpriseRoles, ...bureauRoles],
    rare: true,
  },
  { href: '/ratings', key: 'layout.menu-ratings', roles: bankRoles, rare: true },
  { href: '/bureau/ratings', key: 'layout.menu-bureau-ratings', roles: bureauRoles, rare: true },
  {
    href: '/complaints',
    key: 'layout.menu-complaints',
    roles: [...enterpriseRoles, ...bankRoles, ...bureauRoles],
    rare: true,
  },
  { href: '/bureau/loans', key: 'layout.menu-bureau-loans', roles: bureauRoles },
  { href: '/bureau/warnings', key: 'layout.menu-warnings', roles: bureauRoles, rare: true },
  { href: '/bureau/assignments', key: 'layout.menu-assignments', roles: bureauRoles, rare: true },
  { href: '/bureau/funnel', key: 'layout.menu-funnel', roles: bureauRoles, rare: true },
  { href: '/bureau/tax-credit', key: 'layout.menu-tax-figures', roles: bureauRoles, rare: true },
  {
    href: '/claims',
    key: 'layout.menu-claims',
    roles: [...guarantorRoles, 'reguarantor', 'treasury'],
  },
  {
    href: '/claims',
    key: 'layout.menu-claims',
    roles: [...enterpriseRoles, ...bankRoles, ...bureauRoles],
    rare: true,
  },
  {
    href: '/settlements',
    key: 'layout.menu-settlements',
    roles: [...guarantorRoles, 'reguarantor', 'treasury'],
  },
  { href: '/settlements', key: 'layout.menu-settlements', roles: bankRoles, rare: true },
  { href: '/indicators', key: 'layout.menu-indicators', roles: [...guarantorRoles, 'reguarantor'] },
  { href: '/indicators', key: 'layout.menu-indicators', roles: bureauRoles, rare: true },
  { href: '/write-offs', key: 'layout.menu-write-offs', roles: ['bureau-head'], rare: true },
  {
    href: '/stop-lines',
    key: 'layout.menu-stop-lines',
    roles: [...guarantorRoles, 'reguarantor', 'treasury'],
  },
  { href: '/stop-lines', key: 'layout.menu-stop-lines', roles: [...bankRoles, ...bureauRoles], rare: true },
  { href: '/policies', key: 'layout.menu-policies', roles: 'everyone', rare: true },
  { href: '/bureau/consents', key: 'layout.menu-consent-counts', roles: bureauRoles, rare: true },
  { href: '/ledger', key: 'layout.menu-ledger', roles: ledgerReaders },
  { href: '/calculators', key: 'layout.menu-calculators', roles: 'everyone', rare: true },
  { href: '/scoreboard', key: 'layout.menu-scoreboard', roles: 'everyone', rare: true },
  { href: '/bureau/scoreboard', key: 'layout.menu-bureau-scoreboard', roles: bureauRoles, rare: true },
  { href: '/people', key: 'layout.menu-people', roles: ['administrator'] },
  { href: '/security', key: 'layout.menu-security', roles: ['security-administrator'] },
  { href: '/trail', key: 'layout.menu-trail', roles: ['auditor'] },
]

/** The menu of a person; `more` is what is folded, empty where one line holds everything. */
export function navigation({ me, path, w }: Pick<Anyone, 'me' | 'path' | 'w'>) {
  const mine = items.filter(({ roles }) => roles === 'everyone' || (me && isOneOf(me, roles)))
  const leads = (href: string) => path === href || (href !== '/' && path.startsWith(`${href}/`))
  // Of two that lead here, the nearer one: /compensation/claims before /compensation.
  const nearest = mine
    .map(({ href }) => href)
    .filter(leads)
    .reduce((one, other) => (other.length > one.length ? other : one), '')
  const open = mine.map(({ href, key, rare = false }) => ({
    href,
    label: w(key),
    rare,
    current: href === nearest,
  }))
  if (open.length <= inOneLine) return { items: open, more: [] }
  return { items: open.filter(({ rare }) => !rare), more: open.filter(({ rare }) => rare) }
}
