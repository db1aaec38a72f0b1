import { type By, byPerson, type Person } from '../../server/accounts/index.ts'
import { read } from '../../server/inbox/index.ts'
import type { Day } from '../../server/money/day.ts'
import { plusWorkdays } from '../../server/money/workdays.ts'
import type { Parts } from '../../server/parts.ts'
import { assert } from '../../server/platform/assert.ts'
import type { handClock } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import type { Cast } from '../cast.ts'
import type { Listing } from '../city/city.ts'

/** Where a story plays: the program with a clock of the story's own, its people, and the day on which it ends. */
export type Stage = {
  readonly parts: Parts
  readonly cast: Cast
  readonly shelf: readonly Listing[]
  readonly today: Day
  readonly clock: ReturnType<typeof handClock>
}

/** Sets the clock so many working days before today. */
export function scene({ clock, parts, today }: Stage, workdaysBack: number, time: string): void {
  const found = plusWorkdays(parts.reference.calendar, today, -workdaysBack)
  assert(found.ok, 'a story plays in years that the calendar knows')
  clock.set(`${found.day}T${time}:00+08:00`)
}

/** Who acts, at the story's time. */
export const by = ({ clock }: Stage, person: Person): By => byPerson(person, clock.now(), clock.today())

/** What happened so far is no news to these people any more. */
export async function haveRead(stage: Stage, people: readonly Person[]): Promise<void> {
  const through = newId<'notice'>()
  for (const person of people)
    happened(await read(stage.parts.store, by(stage, person), person.id, { through }))
}

/** A story knows what the rooms allow; a refusal here is a bug of the story. */
export function happened<T extends object>(outcome: Outcome<T>): T {
  assert(outcome.ok, `refused in the story: ${outcome.ok ? '' : outcome.refusal.code}`)
  return outcome
}
