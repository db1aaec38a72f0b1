import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import type { QueueKey } from './policy.ts'

/** What decides a place in the queue. */
export type Queueing = { readonly id: string; readonly appliedOn: Day; readonly taxLastYearFen: Fen | null }

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

const comparing: Readonly<Record<QueueKey, (a: Queueing, b: Queueing) => number>> = {
  arrival: (a, b) => byText(a.appliedOn, b.appliedOn),
  // Nobody knows what he paid: he stands behind whoever is known to have paid something.
  'tax-last-year': (a, b) => (b.taxLastYearFen ?? 0) - (a.taxLastYearFen ?? 0),
}

/**
 * In which order cases wait, by the keys of the policy, one after the other: "as they came" means by day, so that among
 * those of one day the next key decides (Licheng 2019). What is equal in all of them is in the order of its id.
 */
export const inOrder =
  (keys: readonly QueueKey[]) =>
  (a: Queueing, b: Queueing): number => {
    for (const key of keys) {
      const found = comparing[key](a, b)
      if (found !== 0) return found
    }
    return byText(a.id, b.id)
  }
