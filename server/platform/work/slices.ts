import type { Store, Transaction } from '../../../db/index.ts'
import { breath } from './breaths.ts'

/*
 * The night's work in slices: one short transaction each, and a breath in between in which pages and other writers have
 * their turn. What a slice wrote stays when the process dies in the next one; the next run goes on with what is left, so
 * whatever is done in a slice must be found done by a second run.
 */

/** Things that one transaction takes on: some ten milliseconds of the one writer. */
export const sliceSize = 10
/** Rows that one transaction lets go of: nothing hangs on them, so they go quickly. */
export const sweptSize = 200

type Cut = Pick<Store, 'transact'>

/**
 * Does what is found until nothing is found any more. For work after which a thing is not found again; what stays found
 * although nothing could be done with it ends the run, and the next night tries again. Answers how many were done.
 */
export async function untilNone(
  store: Cut,
  work: (tx: Transaction, limit: number) => Promise<number>,
  size = sliceSize,
): Promise<number> {
  for (let total = 0; ; ) {
    const done = await store.transact((tx) => work(tx, size))
    if (done === 0) return total
    total += done
    await breath()
  }
}

/**
 * Goes through what is found in the order of its ids, whether or not there is anything to do with it. `work` answers what
 * it did with one, as a count. Answers the sum.
 */
export async function eachInTurn<Row extends { readonly id: string }>(
  store: Cut,
  find: (tx: Transaction, after: Row['id'] | null, limit: number) => Promise<readonly Row[]>,
  work: (tx: Transaction, rows: readonly Row[]) => Promise<number>,
  size = sliceSize,
): Promise<number> {
  for (let [total, after]: [number, Row['id'] | null] = [0, null]; ; ) {
    const slice = await store.transact(async (tx) => {
      const found = await find(tx, after, size)
      return { done: found.length ? await work(tx, found) : 0, found }
    })
    total += slice.done
    after = slice.found.at(-1)?.id ?? null
    if (slice.found.length < size) return total
    await breath()
  }
}
