import type { Day } from '../money/day.ts'
import type { Words } from '../platform/web/words.ts'
import { warningKinds } from '../warnings/rule.ts'
import { guaranteeRules } from './guarantee-rules.ts'
import { familyKinds, kindOf, type PolicyFamily, type PolicyKind } from './kinds.ts'
import { policyTitle } from './pages-value.ts'
import { type Certainty, certaintyWords, inForce, type PolicyRow, periodOf, versionsOf } from './policy.ts'

export const certaintyTones = {
  stated: 'good',
  seen: 'info',
  placeholder: 'warn',
} as const satisfies Record<Certainty, string>

export const certaintyShown = (w: Words, certainty: Certainty) => ({
  label: w(certaintyWords(certainty)),
  tone: certaintyTones[certainty],
})

/** The public list in its parts: policies that concern the same people stand together. */
const groups = [
  [
    'process',
    ['clocks', 'supervision', 'case-terms', 'documents', 'messages', 'feedback', 'match-rule', 'scoreboard'],
  ],
  ['loans', ['five-class', 'renewal', 'bridge-case']],
  [
    'consents',
    [
      'consent-terms',
      'consent-text',
      'consent-text-person',
      'consent-text-guarantor',
      'consent-text-guarantor-person',
    ],
  ],
  ['rates', ['lpr']],
  ['calendar', ['calendar']],
  ['arrangement', ['arrangement', 'compensation', 'pool-claim', 'cover-charges']],
  ['tax-credit-scheme', ['tax-credit-scheme', 'tax-credit-published', 'tax-credit-stages']],
  ['court-list', ['court-list']],
  ['bridge-policy', ['bridge-policy']],
  ['guarantee', [...guaranteeRules, 'claim-rule', 'stop-line', 'stress']],
  ['warnings', [...warningKinds]],
] as const satisfies readonly (readonly [string, readonly PolicyKind[]])[]

type Asked = {
  readonly rows: readonly PolicyRow[]
  readonly on: Day
  readonly today: Day
  readonly faults: readonly { readonly words: string }[]
  readonly mayPropose: boolean
  /** How many proposals wait; null for readers who do not see them. */
  readonly waiting: number | null
}

/** Everything in force on a day, in groups; whoever may propose finds here where to begin. */
export function listPage(w: Words, asked: Asked) {
  const { rows, on, today, faults, mayPropose, waiting } = asked
  const found = [...new Set(rows.map(({ code }) => code))].flatMap((code) => inForce(rows, code, on) ?? [])
  return {
    title: w('policies.title'),
    lead: w('policies.lead'),
    filters: {
      action: '/policies',
      fields: [
        {
          name: 'on',
          label: w('policies.field.on'),
          kind: 'date',
          value: on,
          ...(faults[0] ? { error: faults[0].words } : {}),
        },
      ],
    },
    dayWords: on === today ? null : w('policies.as-of', { on }),
    waiting: waiting === null ? null : { count: waiting, words: w('policies.waiting', { count: waiting }) },
    groups: groups.flatMap(([key, kinds]) => {
      const own = kinds
        .flatMap((kind: PolicyKind) => found.filter((row) => kindOf(row.code) === kind))
        .map((row) => listRow(w, rows, row, on === today ? null : on))
      const family = familyKinds.find((kind) => kind === key)
      if (own.length === 0 && !(family && mayPropose)) return []
      return {
        title: w(`policies.group.${key}`),
        text: w(`policies.group-about.${key}`),
        table: own.length ? { ...tableHead(w, w(`policies.group.${key}`)), rows: own } : null,
        add: family && mayPropose ? { href: newHref(family), label: w(`policies.add.${family}`) } : null,
        more: ownPages[key] ? { href: ownPages[key], label: w(`policies.group-more.${key}`) } : null,
      }
    }),
  }
}

const tableHead = (w: Words, caption: string) => ({
  caption,
  columns: [
    { label: w('policies.column.policy') },
    { label: w('policies.column.certainty') },
    { label: w('policies.column.from'), kind: 'date' },
    { label: w('policies.column.to'), kind: 'date' },
    { label: w('policies.column.version'), kind: 'number' },
  ],
})

function listRow(w: Words, rows: readonly PolicyRow[], row: PolicyRow, on: Day | null) {
  const { code, certainty, version, source } = row
  const period = periodOf(rows, row)
  return {
    cells: [
      { words: policyTitle(w, row), href: policyHref(code, on), note: source },
      { words: w(certaintyWords(certainty)), tone: certaintyTones[certainty] },
      period?.from ?? '',
      period?.to ?? w('policies.no-end'),
      String(version),
    ],
  }
}

/** From when to when; open where nothing has an end yet. */
export const periodWords = (w: Words, { from, to }: { readonly from: string; readonly to: string | null }) =>
  to === null ? w('policies.period-open', { from }) : w('policies.period', { from, to })

export const policyHref = (code: string, on: Day | null = null): string =>
  `/policies/${code}${on ? `?on=${on}` : ''}`

/** Groups that have a page of their own beside this list. */
const ownPages: Readonly<Record<string, string>> = {
  arrangement: '/arrangements',
  calendar: '/policies/calendar',
}

/** Where the head of the bureau adds a policy to a family. */
const newHref = (family: PolicyFamily): string =>
  family === 'arrangement'
    ? '/arrangements/new'
    : family === 'calendar'
      ? '/policies/calendar/import'
      : `/policies/new/${family}`

/** Where he writes the next version of one. */
export const nextVersionHref = (code: string): string => {
  const kind = kindOf(code)
  if (kind === 'arrangement') return `/arrangements/${code.slice('arrangement-'.length)}/versions/new`
  return kind === 'calendar'
    ? `/policies/calendar/import?year=${code.slice(-4)}`
    : `/policies/${code}/proposals/new`
}

/** Policies of one code that people may know of: those that were once approved. */
export const known = (rows: readonly PolicyRow[], code: string): boolean =>
  kindOf(code) !== null && versionsOf(rows, code).length > 0
