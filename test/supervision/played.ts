import { notices } from '../../db/tables/inbox.ts'
import { overdues } from '../../db/tables/supervision.ts'
import { byPlatform, type Person } from '../../server/accounts/index.ts'
import { closeClockDay } from '../../server/supervision/index.ts'
import { mattersOf } from '../../server/supervision/rows.ts'
import { applied, inHall, onShelf } from '../applications/played.ts'
import type { Town } from '../support/app.ts'

/** A case that Lin applied for on a morning of ours; bank A has not taken it up. */
export async function waitingCase(made: Town, morning = '2026-03-10T01:30:00.000Z') {
  made.clock.set(morning)
  const productId = await onShelf(made)
  return applied(made, { needId: (await inHall(made)).id, productId })
}

/** The platform's morning of a day. */
export function morningOf(made: Town, on: string) {
  made.clock.set(`${on}T01:00:00.000Z`)
  return closeClockDay(made.parts, byPlatform(made.clock.now(), made.clock.today()))
}

/** What a person was told by clocks, oldest first. */
export const toldTo = async ({ store }: Town, person: Person): Promise<string[]> =>
  (await store.read.select().from(notices).orderBy(notices.id))
    .filter(({ personId, words }) => personId === person.id && words.startsWith('supervision.'))
    .map(({ words }) => words.replace('supervision.notice.', ''))

export const keptMatters = ({ store }: Town) => store.read.select().from(overdues).orderBy(overdues.id)

/** The late steps of a bank, or of the bureau's list, as they stand now. */
export const listOf = ({ store, clock, cast }: Town, side: 'bank' | 'bureau') =>
  mattersOf(
    store.read,
    clock.today(),
    {
      ...{ step: null, dueFrom: null, dueTo: null, measure: null, officerId: null },
      on: null,
      reach: side === 'bank' ? 'all' : 'listed',
      institutionId: side === 'bank' ? cast.institutionIds.bankA : null,
      region: side === 'bank' ? null : '3406',
    },
    20,
    0,
  )
