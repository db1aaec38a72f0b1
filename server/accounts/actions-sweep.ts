import type { Store } from '../../db/index.ts'
import { forgetSubmissions } from '../audit/index.ts'
import { plusMinutes } from '../platform/clock.ts'
import { forgetOutbox } from '../platform/work/outbox.ts'
import { sweptSize, untilNone } from '../platform/work/slices.ts'
import type { By } from './by.ts'
import { forgetSessions } from './rows-people.ts'

const dayMinutes = 24 * 60
/** Ended sessions are kept a month for questions; the trail keeps for good who signed in when. */
const sessionDays = 30
/** A form is not sent again a week after it was opened. */
const submissionDays = 7

/** Nightly: lets go of what has done its work, so that the tables of every request stay small. */
export async function sweep(store: Store, by: By): Promise<void> {
  const before = (days: number) => plusMinutes(by.at, -days * dayMinutes)
  await untilNone(store, (tx, limit) => forgetSessions(tx, before(sessionDays), limit), sweptSize)
  await untilNone(store, (tx, limit) => forgetSubmissions(tx, before(submissionDays), limit), sweptSize)
  await untilNone(store, (tx, limit) => forgetOutbox(tx, before(sessionDays), limit), sweptSize)
}
