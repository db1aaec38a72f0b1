import type { ApplicationState } from '../applications/application.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showWan } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import type { Desk, DeskFigure, NextStep, WorkList } from './pages-desk.ts'

/** An offer that lapses within so many days stands on the first page. */
export const lapsingDays = 3
/** How long a need counts as new in the hall, and how many of the newest are measured against own products. */
export const hallDays = 7
export const newNeedsLooked = 200

export type BankWork = {
  readonly counts: { readonly dueToday: number; readonly overdue: number }
  readonly cases: readonly {
    readonly id: string
    readonly number: string
    readonly state: ApplicationState
    readonly dueOn: Day | null
    readonly duePolicies: readonly string[] | null
    readonly product: string
  }[]
  readonly offers: readonly {
    readonly applicationId: string
    readonly number: string
    readonly amountFen: Fen
    readonly validUntil: Day
  }[]
  /** How many own products wait for the centre; only a manager is told. */
  readonly products: number
  readonly fitting: number
  readonly isManager: boolean
  readonly today: Day
}

/** An officer's cases, or for a manager the whole bank's and its products under review. */
export const bankDesk = (w: Words, work: BankWork): Desk => ({
  next: nextStep(w, work),
  figures: figures(w, work),
  lists: [casesList(w, work), offersList(w, work)],
  entries: [
    { href: '/hall', name: w('layout.menu-hall'), text: w('home.entry-hall-text') },
    {
      href: '/desk/products',
      name: w('layout.menu-desk-products'),
      text: w('home.entry-desk-products-text'),
    },
    { href: '/calculators', name: w('home.entry-calculators'), text: w('home.entry-calculators-text') },
  ],
})

function nextStep(w: Words, { counts, cases, fitting, isManager }: BankWork): NextStep {
  const step = (key: string, href: string, count: number): NextStep => ({
    title: w(`home.next-${key}`, { count }),
    text: w(`home.next-${key}-text`, { count }),
    href,
    label: w(`home.next-${key}-label`),
  })
  const first = cases[0]
  const caseHref = first ? `/applications/${first.id}` : '/queue'
  if (counts.overdue)
    return { ...step(isManager ? 'overdue-bank' : 'overdue', caseHref, counts.overdue), late: true }
  if (counts.dueToday) return step('due-today', caseHref, counts.dueToday)
  if (fitting) return step('hall-fits', '/hall', fitting)
  return step('hall', '/hall', 0)
}

const figures = (w: Words, { counts, fitting, products, isManager }: BankWork): DeskFigure[] => [
  {
    label: w('home.overdue'),
    value: String(counts.overdue),
    unit: w('home.unit-cases'),
    href: isManager ? '/queue?band=late&of=all' : '/queue?band=late',
    ...(counts.overdue ? { tone: 'bad' as const } : {}),
  },
  {
    label: w('home.due-today'),
    value: String(counts.dueToday),
    unit: w('home.unit-cases'),
    href: isManager ? '/queue?band=today&of=all' : '/queue?band=today',
  },
  {
    label: w('home.fitting', { days: hallDays }),
    value: String(fitting),
    unit: w('home.unit-needs'),
    href: '/hall',
  },
  ...(isManager
    ? [
        {
          label: w('home.products-under-review'),
          value: String(products),
          unit: w('home.unit-products'),
          href: '/desk/products',
        },
      ]
    : []),
]

const casesList = (w: Words, { cases, today }: BankWork): WorkList => ({
  title: w('home.cases'),
  more: { href: '/queue', label: w('home.all-cases') },
  none: w('home.cases-none'),
  by: [...new Set(cases.flatMap(({ duePolicies }) => duePolicies ?? []))],
  columns: [
    { label: w('home.case') },
    { label: w('home.product') },
    { label: w('home.your-step') },
    { label: w('home.due-on'), kind: 'date' },
  ],
  rows: cases.map((one) => [
    { words: one.number, href: `/applications/${one.id}` },
    one.product,
    w(`home.owed-${one.state}`),
    one.dueOn && one.dueOn < today
      ? { words: one.dueOn, tone: 'bad', note: w('home.is-overdue') }
      : (one.dueOn ?? ''),
  ]),
})

const offersList = (w: Words, { offers }: BankWork): WorkList => ({
  title: w('home.offers-lapsing', { days: lapsingDays }),
  none: w('home.offers-lapsing-none'),
  columns: [
    { label: w('home.case') },
    { label: w('home.amount', { unit: w('home.unit-wan') }), kind: 'number' },
    { label: w('home.valid-until'), kind: 'date' },
  ],
  rows: offers.map((offer) => [
    { words: offer.number, href: `/applications/${offer.applicationId}` },
    showWan(offer.amountFen),
    offer.validUntil,
  ]),
})
