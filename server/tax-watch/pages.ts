import { ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { Figure } from '../tax-credit/index.ts'
import { figureWords } from '../tax-credit/words.ts'
import type { ShownWarning } from './rows.ts'
import type { RuleCount, WatchRule } from './warning.ts'

const tones = { open: 'warn', confirmed: 'bad', 'false-alarm': 'neutral' } as const

const stateOf = ({ warning: { outcome } }: ShownWarning) => outcome ?? 'open'

/** The list of a bank or of a bureau: what waits first, and how often each rule was right. */
export const listPage = (
  w: Words,
  base: string,
  rows: readonly ShownWarning[],
  counts: readonly RuleCount[],
  pager: object | null,
) => ({
  title: w('tax-watch.title'),
  lead: w('tax-watch.lead'),
  pager,
  table: rows.length
    ? {
        caption: w('tax-watch.list'),
        columns: ['rule', 'firm', 'loan', 'raised', 'state'].map((key) => ({
          label: w(`tax-watch.column.${key}`),
        })),
        rows: rows.map((row) => ({
          cells: [
            { words: w(`tax-watch.rule.${row.warning.rule}`), href: `${base}/${row.warning.id}` },
            { words: row.firm, note: row.bank },
            row.loanNumber,
            row.warning.raisedOn,
            { words: w(`tax-watch.state.${stateOf(row)}`), tone: tones[stateOf(row)] },
          ],
        })),
      }
    : null,
  counts: {
    caption: w('tax-watch.counts'),
    columns: ['rule', 'raised', 'confirmed', 'false-alarms', 'precision'].map((key, at) => ({
      label: w(`tax-watch.column.${key}`),
      ...(at ? { kind: 'number' } : {}),
    })),
    rows: counts.map(({ rule, raised, confirmed, falseAlarms, precisionPpm }) => ({
      cells: [
        w(`tax-watch.rule.${rule}`),
        String(raised),
        String(confirmed),
        String(falseAlarms),
        precisionPpm === null ? w('tax-watch.none-answered') : showPercent(ppm(precisionPpm)),
      ],
    })),
  },
})

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
  /** Whether the reader may see the tax fact itself; a bank needs the firm's consent. */
  readonly isOpen: boolean
  /** The form of the answer, for the bank while it owes one. */
  readonly shown: ShownForm | null
}

export function warningPage(w: Words, reference: Reference, { row, base, isOpen, shown }: Asked) {
  const { warning } = row
  const words = (figure: Figure) => figureWords(w, reference, shownAs[warning.rule], figure)
  return {
    title: w(`tax-watch.rule.${warning.rule}`),
    back: base,
    state: { label: w(`tax-watch.state.${stateOf(row)}`), tone: tones[stateOf(row)] },
    facts: [
      { label: w('tax-watch.column.firm'), value: row.firm },
      { label: w('tax-watch.column.bank'), value: row.bank },
      { label: w('tax-watch.column.loan'), value: row.loanNumber },
      { label: w('tax-watch.have'), value: isOpen ? words(warning.have) : w('tax-watch.withheld') },
      {
        label: w('tax-watch.want'),
        value: isOpen || warning.rule !== 'grade-dropped' ? words(warning.want) : w('tax-watch.withheld'),
        ...(warning.schemeVersion ? { by: warning.schemeVersion } : {}),
      },
      { label: w('tax-watch.column.raised'), value: showInstant(warning.raisedAt) },
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
    waits: shown === null && warning.answeredAt === null ? w('tax-watch.waits') : null,
  }
}
