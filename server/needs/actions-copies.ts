import type { Store } from '../../db/index.ts'
import type { Parts } from '../parts.ts'
import { breath, slicesOf } from '../platform/work/breaths.ts'
import { sliceSize } from '../platform/work/slices.ts'
import { copiesOf, copyAgain, firmsAfter } from './rows-copies.ts'
import { type Copied, copier } from './search.ts'

/**
 * The hall shows a firm's place, trade and size from its needs; a firm that moved, grew or was renamed since is found by
 * what it is now. Run each night, some firms at a time; says how many needs had aged.
 */
export async function refreshCopies({
  store,
  reference,
}: Pick<Parts, 'store' | 'reference'>): Promise<number> {
  const copied = copier(reference)
  let aged = 0
  let firms = await firmsAfter(store.read, null, sliceSize)
  while (firms.length > 0) {
    const changed: Aged[] = []
    const byId = new Map<string, (typeof firms)[number]>(firms.map((firm) => [firm.id, firm]))
    for (const need of await copiesOf(store.read, [...byId.keys()])) {
      const firm = byId.get(need.enterpriseId)
      const now = firm && copied(firm, need, need.number)
      if (now && what.some((name) => now[name] !== need[name])) changed.push({ id: need.id, now })
    }
    aged += await copyAll(store, changed)
    await breath()
    firms = await firmsAfter(store.read, firms.at(-1)?.id ?? null, sliceSize)
  }
  return aged
}

const what = ['region', 'industry', 'size', 'search'] as const

type Aged = {
  readonly id: Parameters<typeof copyAgain>[1]
  readonly now: Omit<Copied, 'name'>
}

async function copyAll(store: Pick<Store, 'transact'>, changed: readonly Aged[]): Promise<number> {
  for (const slice of slicesOf(changed, sliceSize)) {
    await store.transact(async (tx) => {
      for (const { id, now } of slice) await copyAgain(tx, id, now)
    })
    await breath()
  }
  return changed.length
}
