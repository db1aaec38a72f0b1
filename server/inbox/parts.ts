import type { Store } from '../../db/index.ts'
import { aliveSessions } from '../accounts/index.ts'
import type { Parts } from '../parts.ts'
import { every } from '../platform/work/every.ts'
import { type Listener, Listeners } from './live.ts'
import { inboxesSince, newestStamp, unreadOf } from './rows.ts'

/*
 * Live news. Every process that has listeners asks the database once a second which inboxes changed: one indexed query,
 * however many people listen. So only what was committed is told, and it does not matter which process wrote it. An
 * effect in the outbox would be carried out by one process, and reach that one's listeners alone.
 */

type With = Pick<Parts, 'store' | 'clock'>
type Hub = { readonly listeners: Listeners; stamp: number; stop: (() => Promise<void>) | null }

const hubs = new WeakMap<Store, Hub>()
const everySeconds = 1

const hubOf = ({ store }: With): Hub => {
  const known = hubs.get(store) ?? { listeners: new Listeners(), stamp: 0, stop: null }
  hubs.set(store, known)
  return known
}

/** Tells a listener how things stand, and from now on what changes. The answer ends it. */
export function listen(parts: With, listener: Listener): () => void {
  const hub = hubOf(parts)
  if (!hub.listeners.add(listener)) {
    listener.over()
    return () => undefined
  }
  void begin(parts, hub, listener)
  return () => {
    hub.listeners.remove(listener)
    if (hub.listeners.size > 0 || !hub.stop) return
    void hub.stop()
    hub.stop = null
  }
}

/** The stamp is read before the count, so that nothing can change unheard between the two. */
async function begin(parts: With, hub: Hub, listener: Listener): Promise<void> {
  try {
    if (!hub.stop) {
      // Before the database answers, others may come, or this one may be gone again.
      const beginning = async () => undefined
      hub.stop = beginning
      const stamp = await newestStamp(parts.store.read)
      if (hub.stop !== beginning) return
      hub.stamp = stamp
      hub.stop = every(
        everySeconds,
        () => look(parts, hub),
        () => breakOff(hub),
      )
    }
    listener.tell(await unreadOf(parts.store.read, listener.personId))
  } catch {
    listener.end()
  }
}

/** Tells who is concerned what changed, and ends the lines of sessions that are over. */
async function look({ store, clock }: With, hub: Hub): Promise<void> {
  const changed = await inboxesSince(store.read, hub.stamp)
  for (const { personId, unread, stamp } of changed) {
    hub.stamp = Math.max(hub.stamp, stamp)
    for (const listener of hub.listeners.of(personId)) listener.tell(unread)
  }
  const all = hub.listeners.all()
  const alive = await aliveSessions(
    store.read,
    all.map(({ session }) => session),
    clock.now(),
  )
  for (const listener of all) if (!alive.has(listener.session)) listener.over()
}

/** The database does not answer: pages ask again, and are told what they missed as soon as it does. */
function breakOff({ listeners }: Hub): void {
  for (const listener of listeners.all()) listener.end()
}
