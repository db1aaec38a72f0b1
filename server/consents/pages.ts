import { actorWords, type TrailRow, timelineSteps } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { dayOf, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type ConsentState, endedWithItsLook, isInForce, stateOf } from './consent.ts'
import { chips, type Query } from './pages-filters.ts'
import { looksTable } from './pages-looks.ts'
import { holdsWords, writtenShown } from './pages-text.ts'
import type { Consent, ListedConsent } from './rows.ts'
import type { ListedLook } from './rows-looks.ts'
import type { requestsBefore } from './rows-requests.ts'
import type { Written } from './written.ts'

export const stateTones = {
  'in-force': 'good',
  revoked: 'neutral',
  expired: 'neutral',
  replaced: 'neutral',
} as const satisfies Record<ConsentState, string>

const stateWords = (w: Words, consent: Pick<Consent, 'until' | 'endedAt' | 'ending'>, today: Day): string =>
  w(`consents.state.${endedWithItsLook(consent) ? 'over' : stateOf(consent, today)}`)

type Request = Awaited<ReturnType<typeof requestsBefore>>[number]

type Listed = {
  readonly rows: readonly ListedConsent[]
  readonly pager: Pager
  readonly requests: readonly Request[]
  readonly filter: ShownForm
  readonly query: Query
  readonly today: Day
}

/** A firm's consents: what banks ask for first, then all that it gave. */
export function listPage(w: Words, { rows, pager, requests, filter, query, today }: Listed) {
  const [first] = requests
  return {
    title: w('consents.title'),
    step: first
      ? {
          title: w('consents.next-request', { bank: first.bank, kind: w(`consents.kind.${first.kind}`) }),
          text: w('consents.next-request-text', { number: first.number }),
          due: w('consents.next-request-due', { day: first.lapsesOn }),
          href: `/consents/requests/${first.id}`,
          label: w('consents.next-request-label'),
        }
      : null,
    requests: requests.length > 1 ? requestsTable(w, requests) : null,
    filters: {
      action: '/consents',
      fields: filter.fields,
      active: chips(w, filter, query, '/consents'),
      clearHref: '/consents',
      target: '#consents',
    },
    table: rows.length ? consentsTable(w, today, rows) : null,
    pager: { ...pager, target: '#consents' },
    isFiltered: filter.fields.some(({ value }) => value !== undefined && value !== ''),
    exported: { action: '/consents/exports', once: newId() },
  }
}

const requestsTable = (w: Words, requests: readonly Request[]) => ({
  caption: w('consents.requests-title'),
  columns: ['bank', 'kind', 'purpose', 'case', 'lapses'].map((key) => ({
    label: w(`consents.column.${key}`),
  })),
  rows: requests.map((one) => ({
    cells: [
      { words: one.bank, href: `/consents/requests/${one.id}` },
      w(`consents.kind.${one.kind}`),
      w(`consents.purpose.${one.purpose}`),
      one.number,
      one.lapsesOn,
    ],
  })),
})

const consentsTable = (w: Words, today: Day, rows: readonly ListedConsent[]) => ({
  caption: w('consents.title'),
  columns: ['number', 'bank', 'kind', 'purpose', 'until', 'state'].map((key) => ({
    label: w(`consents.column.${key}`),
    ...(key === 'until' ? { kind: 'date' } : {}),
  })),
  rows: rows.map((row) => {
    const state = stateOf(row, today)
    return {
      cells: [
        { words: row.number, href: `/consents/${row.id}`, note: showInstant(row.givenAt).slice(0, 10) },
        row.bank,
        w(`consents.kind.${row.kind}`),
        w(`consents.purpose.${row.purpose}`),
        row.until,
        { words: stateWords(w, row, today), tone: stateTones[state] },
      ],
    }
  }),
})

type ConsentShown = {
  readonly consent: Consent
  readonly bank: string
  readonly written: Written
  readonly today: Day
  /** Only the firm reads who gave it, who used it, and what became of it. */
  readonly own: {
    readonly looks: readonly ListedLook[]
    readonly trail: readonly TrailRow[]
  } | null
}

/** One consent: what it says, whether it holds, the text in full; for the firm also the way out, and who used it. */
export function consentPage(w: Words, { consent, bank, written, today, own }: ConsentShown) {
  const { number, kind, purpose, until, personName, givenAt, giver, endedAt } = consent
  const state = stateOf(consent, today)
  return {
    title: w('consents.consent-title', { number }),
    state: { label: stateWords(w, consent, today), tone: stateTones[state] },
    facts: [
      { label: w('consents.column.bank'), value: bank },
      {
        label: w('consents.column.kind'),
        value: w(`consents.kind.${kind}`),
        note: holdsWords(w, written, kind, purpose),
      },
      ...(personName && own ? [{ label: w('consents.person'), value: personName }] : []),
      { label: w('consents.column.purpose'), value: w(`consents.purpose.${purpose}`) },
      { label: w('consents.column.until'), value: until },
      ...(own
        ? [{ label: w('consents.given'), value: showInstant(givenAt), note: actorWords(w, giver) }]
        : []),
      // One that ran out ended with its last day, whenever that was noted.
      ...(endedAt && dayOf(endedAt) <= until
        ? [{ label: w('consents.ended'), value: showInstant(endedAt) }]
        : []),
    ],
    text: writtenShown(w, kind, written),
    own: own && {
      revocation: isInForce(consent, today)
        ? { action: `/consents/${consent.id}/revocation`, once: newId() }
        : null,
      looks: own.looks.length ? looksTable(w, own.looks) : null,
      looksHref: `/consents/looks?consent=${consent.id}`,
      steps: timelineSteps(w, own.trail),
    },
  }
}

/** A firm's consents for a spreadsheet. */
export const consentsExport = (w: Words, today: Day, rows: readonly ListedConsent[]): string[][] => [
  ['number', 'bank', 'kind', 'purpose', 'until', 'state', 'given', 'giver', 'ended', 'text'].map((key) =>
    w(`consents.column.${key}`),
  ),
  ...rows.map((row) => [
    row.number,
    row.bank,
    w(`consents.kind.${row.kind}`),
    w(`consents.purpose.${row.purpose}`),
    row.until,
    stateWords(w, row, today),
    showInstant(row.givenAt),
    actorWords(w, row.giver),
    row.endedAt ? showInstant(row.endedAt) : '',
    row.textVersion,
  ]),
]
