import { setImmediate as breath } from 'node:timers/promises'

/*
 * Long work in the one thread that answers everybody: done a slice at a time, with a breath in between in which the
 * others' requests go on. A slice is some ten milliseconds, so a page that needs a few turns still comes at once.
 */

const atOnce = 400

/** Makes one of each, with a breath after every so many. */
export async function mapped<Item, Made>(
  items: readonly Item[],
  make: (item: Item) => Made,
  size = atOnce,
): Promise<Made[]> {
  const made: Made[] = []
  for (const slice of slicesOf(items, size)) {
    for (const item of slice) made.push(make(item))
    await breath()
  }
  return made
}

/** Lets the others in whenever so many rows were written since the last time. */
export function breathing(size = atOnce): (count: number) => unknown {
  let written = 0
  return (count) => {
    written += count
    if (written < size) return undefined
    written = 0
    return breath()
  }
}

export function* slicesOf<Item>(all: readonly Item[], size: number): Generator<readonly Item[]> {
  for (let at = 0; at < all.length; at += size) yield all.slice(at, at + size)
}

export { breath }
