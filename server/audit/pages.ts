import { isRole } from '../accounts/person.ts'
import { showInstant } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import type { TrailRow } from './rows.ts'

type Step = { readonly at: string; readonly who: string; readonly what: string; readonly why?: string }

/** Rows of the trail as `views/parts/timeline.ejs` shows them. */
export const timelineSteps = (
  w: Words,
  rows: readonly Pick<TrailRow, 'at' | 'actor' | 'happening' | 'why'>[],
): Step[] =>
  rows.map((row) => ({
    at: showInstant(row.at),
    who: actorWords(w, row.actor),
    what: happeningWords(w, row.happening),
    ...(row.why ? { why: row.why } : {}),
  }))

/** The sentence of `<room>.<what happened>`. Rows outlive the words of their day: then the code must do. */
export function happeningWords(w: Words, happening: string): string {
  const [room, what] = happening.split('.')
  const key = `${room}.happening.${what}`
  return w.has(key) ? w(key) : happening
}

/** The trail keeps the role's code, so that it can be read in either language. */
export function actorWords(w: Words, actor: string): string {
  if (actor === 'platform' || actor === 'visitor') return w(`audit.actor-${actor}`)
  return actor
    .split(' · ')
    .map((part) => (isRole(part) ? w(`accounts.role.${part}`) : part))
    .join(' · ')
}
