import { ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Figure } from '../tax-credit/index.ts'
import { figureWords } from '../tax-credit/words.ts'
import type { ShownWarning } from './rows.ts'
import type { WatchCount, WatchRule } from './warning.ts'

const tones = { open: 'warn', confirmed: 'bad', 'false-alarm': 'neutral' } as const

const stateOf = ({ warning: { outcome } }: ShownWarning) => outcome ?? 'open'

type Listed = {
  readonly base: string
  /** Whether the reader may know which rule a warning is of; a bank reads that one by one, each look recorded. */
  readonly isOpen: boolean
  readonly rows: readonly ShownWarning[]
  /** Of each rule for whoever may know the rules, else of all together. */
  readonly counts: readonly (WatchCount & { readonly rule?: WatchRule })[]
  readonly pager: object | null
}

/** The list of a bank or of a bureau: what waits first, and how often the watch was right. */
export const listPage = (w: Words, { base, isOpen, rows, counts, pager }: Listed) => ({
  title: w('tax-watch.title'),
  lead: w(isOpen ? 'tax-watch.lead' : 'tax-watch.lead-bank'),
  pager,
  table: rows.length
    ? {
        caption: w('tax-watch.list'),
        columns: [isOpen ? 'rule' : 'what', 'firm', 'loan', 'raised', 'state'].map((key) => ({
          label: w(`tax-watch.column.${key}`),
        })),
        rows: rows.map((row) => ({
          cells: [
            { words: isOpen ? ruleWords(w, row) : w('tax-watch.to-look'), href: `${base}/${row.warning.id}` },
            { words: row.firm, note: row.bank },
            row.loanNumber,
            row.warning.raisedOn,
            { words: w(`tax-watch.state.${stateOf(row)}`), tone: tones[stateOf(row)] },
          ],
        })),
      }
    : null,
  counts: {
    caption: w(isOpen ? 'tax-watch.counts' : 'tax-watch.counts-all'),
    columns: ['rule', 'count', 'confirmed', 'false-alarms', 'precision'].map((key, at) => ({
      label: w(`tax-watch.column.${key}`),
      ...(at ? { kind: 'number' } : {}),
    })),
    rows: counts.map(({ rule, raised, confirmed, falseAlarms, precisionPpm }) => ({
      cells: [
        w(`tax-watch.${rule ? `rule.${rule}` : 'all-rules'}`),
        String(raised),
        String(confirmed),
        String(falseAlarms),
        precisionPpm === null ? w('tax-watch.none-answered') : showPercent(ppm(precisionPpm)),
      ],
    })),
  },
})

const ruleWords = (w: Words, { warning }: ShownWarning) => w(`tax-watch.rule.${warning.rule}`)

/** The rule of a scheme whose figures a warning shows alike. */
const shownAs = {
  'grade-dropped': 'grade',
  'grade-not-admitted': 'grade',
  arrears: 'arrears',
  abnormal: 'abnormal',
} as const satisfies Record<WatchRule, string>

type Asked = {
  readonly row: ShownWarning
  readonly base: string
  /** Whether the reader may know what it is about: that is tax data, for which a bank needs the firm's consent. */
  readonly isOpen: boolean
  /** The form of the answer, for the bank while it owes one. */
  readonly shown: ShownForm | null
}

export function warningPage(w: Words, reference: Reference, { row, base, isOpen, shown }: Asked) {
  const { warning } = row
  const { rule } = warning
  const words = (figure: Figure) =>
    typeof figure === 'boolean' && (rule === 'arrears' || rule === 'abnormal')
      ? w(`tax-facts.${rule}.${figure ? 'yes' : 'no'}`)
      : figureWords(w, reference, shownAs[rule], figure)
  return {
    title: isOpen ? ruleWords(w, row) : w('tax-watch.to-look'),
    back: base,
    state: { label: w(`tax-watch.state.${stateOf(row)}`), tone: tones[stateOf(row)] },
    facts: [
      { label: w('tax-watch.column.firm'), value: row.firm },
      { label: w('tax-watch.column.bank'), value: row.bank },
      { label: w('tax-watch.column.loan'), value: row.loanNumber },
      ...(isOpen
        ? [
            { label: w('tax-watch.have'), value: words(warning.have) },
            {
              label: w('tax-watch.want'),
              value: words(warning.want),
              ...(warning.schemeVersion ? { by: warning.schemeVersion } : {}),
            },
          ]
        : []),
      { label: w('tax-watch.column.raised'), value: showInstant(warning.raisedAt) },
      ...(isOpen && warning.clearedOn ? [{ label: w('tax-watch.cleared'), value: warning.clearedOn }] : []),
      ...(warning.answeredAt
        ? [
            { label: w('tax-watch.answered-at'), value: showInstant(warning.answeredAt) },
            { label: w('tax-watch.field.did'), value: warning.did ?? '' },
          ]
        : []),
    ],
    answer: shown
      ? {
          ...shown,
          action: `${base}/${warning.id}/answer`,
          submitLabel: w('tax-watch.answer'),
          once: newId(),
        }
      : null,
    ask: isOpen
      ? null
      : {
          words: w('tax-watch.needs-consent'),
          href: `/applications/${row.applicationId}/consent-requests/new?kind=tax`,
          label: w('tax-watch.ask'),
        },
    waits: isOpen && shown === null && warning.answeredAt === null ? w('tax-watch.waits') : null,
  }
}
