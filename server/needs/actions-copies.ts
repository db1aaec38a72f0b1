import { setImmediate as breath } from 'node:timers/promises'
import type { Parts } from '../parts.ts'
import { copiesInHall, copyAgain } from './rows-copies.ts'
import { copiedFrom } from './search.ts'

/** Needs that are compared between two breaths. */
const atOnce = 500

/**
 * The hall shows a firm's place, trade and size from its needs; a firm that moved, grew or was renamed since is found by
 * what it is now. Run each night; says how many needs had aged.
 */
export async function refreshCopies({
  store,
  reference,
}: Pick<Parts, 'store' | 'reference'>): Promise<number> {
  let aged = 0
  let rows = await copiesInHall(store.read, null, atOnce)
  while (rows.length > 0) {
    for (const { need, firm } of rows) {
      const now = copiedFrom(firm, need, need.number, reference)
      const same = (['region', 'industry', 'size', 'search'] as const).every(
        (name) => now[name] === need[name],
      )
      if (same) continue
      await store.transact((tx) => copyAgain(tx, need.id, now))
      aged += 1
    }
    await breath()
    rows = await copiesInHall(store.read, rows.at(-1)?.need.id ?? null, atOnce)
  }
  return aged
}
