import { bankSteps } from '../clocks/clock.ts'
import { workdaysWords } from '../clocks/index.ts'
import type { Institution } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import type { Refusal } from '../platform/outcome.ts'
import { leadAsOf } from '../platform/web/as-of.ts'
import type { Words } from '../platform/web/words.ts'
import { type Taken, takenKey } from './times.ts'

type Shown = {
  readonly taken: ReadonlyMap<string, Taken>
  readonly banks: readonly Pick<Institution, 'id' | 'shortName'>[]
  readonly since: Day
  /** As few steps as are shown, and the version of the policy that says so. */
  readonly least: number
  readonly policy: string
  readonly on: Day | null
} & Asked

type Asked = { readonly side: 'bank' | 'bureau'; readonly path: string; readonly today: Day }

/** The choice of a day, with what was typed. */
const filtersOf = (w: Words, { path, today }: Asked, value: string, error?: string) => ({
  action: path,
  fields: [
    {
      ...{ name: 'on', label: w('parts.as-of'), kind: 'date', value, max: today },
      ...(error ? { error } : {}),
    },
  ],
  active: value ? [{ label: `${w('parts.as-of')}: ${value}`, removeHref: path }] : [],
})

const backOf = (w: Words, side: Asked['side']) => ({
  href: side === 'bank' ? '/overdue' : '/bureau/overdue',
  label: w(`supervision.${side}-title`),
})

/** A day of which nothing can be said. */
export const refusedTimes = (w: Words, asked: Asked & { readonly typed: string }, refusal: Refusal) => ({
  ...{ title: w('supervision.times-title'), lead: w(`supervision.times-lead-${asked.side}`) },
  ...{ note: '', policy: null, back: backOf(w, asked.side), tables: [] },
  filters: filtersOf(w, asked, asked.typed, w.refusal(refusal)),
  nothing: { title: w.refusal(refusal), text: w('exposures.other-day') },
})

/** How long banks took for each step, in the order of their names; the last line is all of them. */
export function timesPage(w: Words, shown: Shown) {
  const { taken, banks, since, least, policy, side, on } = shown
  const lines = [
    ...banks.map(({ id, shortName }) => ({ id, name: shortName })),
    { id: null, name: w('supervision.all-banks') },
  ]
  return {
    title: w('supervision.times-title'),
    lead: leadAsOf(w, { on, isNone: false }, w(`supervision.times-lead-${side}`), 'supervision.times-on'),
    filters: filtersOf(w, shown, on ?? ''),
    nothing: null,
    note: w('supervision.times-note', { since, least }),
    policy,
    back: backOf(w, side),
    tables: bankSteps.map((step) => ({
      title: w(`supervision.step.${step}`),
      about: w(`supervision.times-step-${step}`),
      table: {
        caption: w('supervision.times-caption', { step: w(`supervision.step.${step}`) }),
        columns: [
          { label: w('supervision.column.bank') },
          ...['count', 'median', 'ninetieth'].map((key) => ({
            label: w(`supervision.times-${key}`),
            kind: 'number',
          })),
        ],
        rows: lines.flatMap(({ id, name }) => {
          const found = taken.get(takenKey(id, step))
          return found || side === 'bank' ? [{ cells: cellsOf(w, name, found, least) }] : []
        }),
      },
    })),
  }
}

/** Too few cases say nothing of a bank, and much of single firms. */
function cellsOf(w: Words, name: string, found: Taken | undefined, least: number) {
  const shown = (days: number) => ({ words: workdaysWords(w, days), value: days })
  if (!found || found.count < least)
    return [
      name,
      found ? w('supervision.too-few', { least }) : '0',
      w('supervision.hidden'),
      w('supervision.hidden'),
    ]
  return [name, String(found.count), shown(found.median), shown(found.ninetieth)]
}
