import { type Day, plusDays } from '../../server/money/day.ts'
import { dayOf, type Instant, instantOf, plusMinutes } from '../../server/platform/clock.ts'

/**
 * The moments of one story's steps, in their order. A step for a day off comes on the next day that is worked; where that is where
 * the step before it came, as behind a weekend, it comes a working day later, for nobody decides in the morning what is looked
 * through in the afternoon. A long holiday ends behind today; the story ends before it.
 */
export function onward(onOrAfter: (day: Day) => Day, today: Day): (day: Day, time: string) => Instant {
  let last: Instant | null = null
  const moment = (day: Day, time: string) => instantOf(Date.parse(`${day}T${time}:00+08:00`))
  const before = (day: Day) => (day < today ? day : plusDays(today, -1))
  return (day, time) => {
    let next = moment(before(onOrAfter(day)), time)
    if (last !== null && next <= last) next = moment(before(onOrAfter(plusDays(dayOf(last), 1))), time)
    if (last !== null && next <= last) next = plusMinutes(last, 20)
    last = next
    return next
  }
}
