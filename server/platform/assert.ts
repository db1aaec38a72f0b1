/** A broken promise of our own code. It is never caught in a room: it ends the request with a 500. */
export class Broken extends Error {
  override readonly name = 'Broken'
}

/** Asserts what only a bug could break. For what a person can get wrong, use `refuse`. */
export function assert(condition: unknown, promise: string): asserts condition {
  if (!condition) throw new Broken(promise)
}

/** For values that the types say are there (an index within bounds, a row just written). */
export function present<T>(value: T | null | undefined, what: string): T {
  assert(value !== null && value !== undefined, `missing: ${what}`)
  return value
}

/** The end of a `switch` over a closed list. */
export function never(value: never): never {
  throw new Broken(`not in the list: ${String(value)}`)
}
