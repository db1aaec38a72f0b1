import type { Fen } from '../money/fen.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { CounterKind } from './guarantee.ts'

/** 反担保 of a sheet: one thing that stands behind the guarantor. */
export type CounterItem = {
  readonly kind: CounterKind
  readonly words: string
  readonly valueFen: Fen | null
}

/** As many as a form has places for; a policy guarantor rarely takes more. */
export const counterPlaces = ['1', '2', '3', '4'] as const
export type CounterPlace = (typeof counterPlaces)[number]

/** What was typed in one place; all empty where nothing was. */
export type TypedCounter = {
  readonly place: CounterPlace
  readonly kind: CounterKind | null
  readonly words: string | null
  readonly valueFen: Fen | null
}

/**
 * The items of a sheet from the places of its form; empty places are left out.
 * Refuses `counter-kind` (described and not said what it is), `counter-words` (without a description), `counter-none-beside`
 * (none at all, beside one), each of its place.
 */
export function countersTyped(typed: readonly TypedCounter[]): Outcome<{ readonly counters: CounterItem[] }> {
  const counters: CounterItem[] = []
  const filled = typed.filter(
    ({ kind, words, valueFen }) => kind !== null || words !== null || valueFen !== null,
  )
  for (const { place, kind, words, valueFen } of filled) {
    if (kind === null) return refuse('counter-kind', { field: `counterKind${place}` })
    if (kind !== 'none' && !words?.trim()) return refuse('counter-words', { field: `counterWords${place}` })
    if (kind === 'none' && filled.length > 1)
      return refuse('counter-none-beside', { field: `counterKind${place}` })
    counters.push({ kind, words: words ?? '', valueFen })
  }
  return done({ counters })
}
