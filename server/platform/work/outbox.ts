import type { Store, Transaction } from '../../../db/index.ts'
import { assert } from '../assert.ts'
import { type Clock, type Instant, plusMinutes } from '../clock.ts'
import { newId } from '../ids.ts'
import { addToOutbox, changeOutbox, dueInOutbox } from './rows.ts'

export { forgetOutbox } from './rows.ts'

/*
 * Effects outside the database. They are written in the transaction that causes them, so that they happen if and
 * only if it commits, and carried out after it. A crash between the effect and its note repeats the effect: each
 * row is carried out at least once, and what receives it must bear the second time.
 */

export type Payload = Readonly<Record<string, unknown>>

/** Carries out one kind of effect; what it throws is kept with the row and tried again. */
export type Handler = (payload: Payload) => Promise<void>
export type Handlers = Readonly<Record<string, Handler>>

/** Minutes before each new try; after the last one it is tried once a day. */
const delays = [1, 5, 30, 120, 480]
const lastDelay = 24 * 60
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
  })
}

/** Carries out what is due, and says how many rows it tried. One drain at a time, please: `every` sees to that. */
export async function drain(store: Store, clock: Clock, handlers: Handlers): Promise<number> {
  const due = await dueInOutbox(store.read, clock.now(), atOnce)
  for (const row of due) {
    const fault = await carriedOut(handlers[row.kind], row.payload)
    const attempts = row.attempts + 1
    const changes =
      fault === null
        ? { attempts, fault, doneAt: clock.now() }
        : { attempts, fault, dueAt: plusMinutes(clock.now(), delays[row.attempts] ?? lastDelay) }
    await store.transact((tx) => changeOutbox(tx, row.id, changes))
  }
  return due.length
}

/** Null, or what went wrong. */
async function carriedOut(handler: Handler | undefined, payload: Payload): Promise<string | null> {
  try {
    assert(handler, 'nobody carries out effects of this kind')
    await handler(payload)
    return null
  } catch (error) {
    return String(error instanceof Error ? error.message : error).slice(0, 500)
  }
}
