import { byPerson, type Person } from '../../server/accounts/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import type { Parts } from '../../server/parts.ts'
import { assert } from '../../server/platform/assert.ts'
import { instantOf, millisecondsOf, startOf } from '../../server/platform/clock.ts'
import { propose, publish } from '../../server/scoreboard/index.ts'
import { finishedQuarters } from '../../server/scoreboard/quarter.ts'
import type { Ground } from '../ground.ts'

/** Quarters that the city has told of by now. */
const told = 3
/** So many days after its end a quarter is proposed, and two later published. */
const proposedAfter = 9

/** The analyst has proposed the last quarters from what really happened in the city, and the head has published them. */
export async function tellScoreboard(parts: Parts, { cast, today, days }: Ground): Promise<void> {
  for (const { code, to } of finishedQuarters(today, told).toReversed()) {
    const proposedOn = earlier(days.onOrAfter(plusDays(to, proposedAfter)), today)
    const made = await propose(parts, at(cast.qin, proposedOn, 10), { quarter: code, reason: null })
    // A city that opened later has nothing to tell of a quarter.
    if (!made.ok && made.refusal.code === 'scoreboard-nothing') continue
    assert(made.ok, `no scoreboard of ${code}: ${made.ok ? '' : made.refusal.code}`)
    const publishedOn = earlier(days.onOrAfter(plusDays(proposedOn, 2)), today)
    const done = await publish(parts.store, at(cast.lu, publishedOn, 15), made.id)
    assert(done.ok, `not published: ${code}`)
  }
}

const earlier = (one: Day, other: Day): Day => (one < other ? one : other)

const at = (person: Person, on: Day, hour: number) =>
  byPerson(person, instantOf(millisecondsOf(startOf(on)) + hour * 3_600_000), on)
