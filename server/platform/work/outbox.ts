import type { Store, Transaction } from '../../../db/index.ts'
import { assert } from '../assert.ts'
import { type Clock, type Instant, plusMinutes } from '../clock.ts'
import { newId } from '../ids.ts'
import { addToOutbox, changeOutbox, claimInOutbox, dueInOutbox } from './rows.ts'

export { forgetOutbox } from './rows.ts'

/*
 * Effects outside the database. They are written in the transaction that causes them, so that they happen if and
 * only if it commits, and carried out after it. A crash between the effect and its note repeats the effect: each
 * row is carried out at least once, and what receives it must bear the second time. What fails too often is given up
 * and waits for a person.
 */

export type Payload = Readonly<Record<string, unknown>>

/** Carries out one kind of effect; what it throws is kept with the row and tried again. */
export type Handler = (payload: Payload) => Promise<void>
export type Handlers = Readonly<Record<string, Handler>>

/** What no further try would change, such as an address that does not exist: it is given up at once. */
export class Hopeless extends Error {
  override readonly name = 'Hopeless'
}

/** Minutes before each new try; after the last one it is tried once a day, until the tries are used up. */
const delays = [1, 5, 30, 120, 480]
const lastDelay = 24 * 60
const mostTries = 10
/** How long a row belongs to the process that took it up; one that died in between leaves it to the others then. */
const claimMinutes = 5
const atOnce = 50

export async function enqueue(
  tx: Transaction,
  by: { readonly at: Instant },
  kind: string,
  payload: Payload,
): Promise<void> {
  await addToOutbox(tx, {
    id: newId<'outbox'>(),
    kind,
    payload,
    createdAt: by.at,
    dueAt: by.at,
    attempts: 0,
    doneAt: null,
    fault: null,
    givenUpAt: null,
  })
}

/** Carries out what is due, and says how many rows it tried. Two processes share the work: a row is taken up by one. */
export async function drain(store: Store, clock: Clock, handlers: Handlers): Promise<number> {
  const due = await dueInOutbox(store.read, clock.now(), atOnce)
  let tried = 0
  for (const row of due) {
    const until = plusMinutes(clock.now(), claimMinutes)
    if (!(await store.transact((tx) => claimInOutbox(tx, row, until)))) continue
    tried += 1
    const failed = await carriedOut(handlers[row.kind], row.payload)
    const attempts = row.attempts + 1
    const fault = failed?.fault ?? null
    const now = clock.now()
    const changes =
      failed === null
        ? { attempts, fault, doneAt: now }
        : failed.hopeless || attempts >= mostTries
          ? { attempts, fault, givenUpAt: now }
          : { attempts, fault, dueAt: plusMinutes(now, delays[row.attempts] ?? lastDelay) }
    await store.transact((tx) => changeOutbox(tx, row.id, changes))
  }
  return tried
}

type Failed = { readonly fault: string; readonly hopeless: boolean }

/** Null, or what went wrong. */
async function carriedOut(handler: Handler | undefined, payload: Payload): Promise<Failed | null> {
  try {
    assert(handler, 'nobody carries out effects of this kind')
    await handler(payload)
    return null
  } catch (error) {
    const fault = String(error instanceof Error ? error.message : error).slice(0, 500)
    return { fault, hopeless: error instanceof Hopeless }
  }
}
