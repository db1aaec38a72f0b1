import { availableParallelism } from 'node:os'

/** One more than there are processors, since each now and then waits for a server, a browser or a clock. */
let free = Math.min(4, availableParallelism() + 1)
const waiting: (() => void)[] = []

/**
 * Does what keeps a processor busy when there is a place for it, first come first served: so the steps of a run follow each
 * other without a processor that waits for the last file of one.
 */
export async function inPlace<T>(work: () => Promise<T>): Promise<T> {
  if (free > 0) free -= 1
  else await new Promise<void>((go) => waiting.push(go))
  try {
    return await work()
  } finally {
    const next = waiting.shift()
    // A place that is handed on was never free.
    if (next) next()
    else free += 1
  }
}

/** How many there are in all. */
export const placeCount = free
