import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import type { NoFigures } from './as-of.ts'
import type { DayShown } from './dated.ts'
import type { Shown } from './parts-kept.ts'
import type { KeptDay } from './rows.ts'

/** What the page shows: figures, or why there are none of the day that was asked for. */
export type Asked =
  | {
      readonly kind: 'figures'
      readonly shown: Shown
      readonly entries: readonly KeptDay[]
      readonly entry: number
    }
  | { readonly kind: 'none'; readonly none: NoFigures; readonly asked: string }
  | { readonly kind: 'counting' }

/** The past day that is shown; null for now. */
export const dayShown = (asked: Asked): DayShown | null =>
  asked.kind === 'figures' && asked.shown.told !== 'now'
    ? { on: asked.shown.figures.on, entry: asked.entry }
    : null

/** The head of a page that stands as of now or of a day that was kept: its lead, the choice of a day, and why there is none. */
export function headOf(
  { w, today }: SignedIn,
  asked: Asked,
  action: string,
  carried: Readonly<Record<string, string>>,
) {
  const on = asked.kind === 'figures' && asked.shown.told !== 'now' ? asked.shown.figures.on : null
  const none =
    asked.kind === 'none'
      ? noneOf(w, asked.none)
      : asked.kind === 'counting'
        ? { title: w('cockpit.counting'), text: w('cockpit.counting-text') }
        : null
  return {
    ...{ action, carried: Object.entries(carried), none },
    lead:
      asked.kind !== 'figures'
        ? null
        : on === null
          ? w('cockpit.stands-now', { at: showInstant(asked.shown.at) })
          : leadOf(w, asked),
    asOf: {
      value: on ?? (asked.kind === 'none' ? asked.asked : today),
      ...{ max: today, isPast: on !== null },
    },
  }
}

export function leadOf(w: Words, { shown }: Extract<Asked, { kind: 'figures' }>): string {
  const at = showInstant(shown.at)
  return shown.told === 'now'
    ? w('cockpit.lead-now', { at })
    : w(`cockpit.lead-${shown.told}`, { day: shown.figures.on, at })
}

export const noneOf = (w: Words, { why, first }: NoFigures) => ({
  title: w(`cockpit.no-figures.${why}`),
  text: first ? w('cockpit.no-figures-since', { day: first }) : w('cockpit.no-figures-yet'),
  href: '/cockpit',
  label: w('cockpit.to-now'),
})
