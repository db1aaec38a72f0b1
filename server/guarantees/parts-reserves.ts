import type { Store } from '../../db/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { type Day, plusDays } from '../money/day.ts'
import { type Fen, noFen, plus } from '../money/fen.ts'
import type { Parts } from '../parts.ts'
import { ruleOn } from './policies.ts'
import { reservesAfter } from './reserves.ts'
import { feesOfYear, yearEndsUntil } from './rows-reserves.ts'

type With = Pick<Parts, 'store' | 'policies'>

/**
 * 准备金 of a guarantor as of the end of a day, every year's end by the rules of its own day; as they were known at the end of
 * `knownOn`, that day or a later one.
 */
export async function reservesOn({ store, policies }: With, id: InstitutionId, on: Day, knownOn: Day) {
  const feesFen = await feesOfYear(store.read, id, on, knownOn)
  const years = (await yearEndsUntil(store.read, id, on, knownOn)).map(({ on: end, customers }) => ({
    customers,
    weights: ruleOn(policies, 'guarantee-weights', end).value,
    reserves: ruleOn(policies, 'guarantee-reserves', end).value,
  }))
  const { value: rules, version } = ruleOn(policies, 'guarantee-reserves', on)
  return {
    ...reservesAfter(years, feesFen),
    ...{ rules, version },
    weightsVersion: ruleOn(policies, 'guarantee-weights', on).version,
  }
}
export type ReservesOn = Awaited<ReturnType<typeof reservesOn>>

/** Worked out once a day: all changes of a guarantor are gone through for them. */
const kept = new WeakMap<Store, Map<string, Promise<ReservesOn>>>()

/**
 * The same of all these guarantors together, as of the end of yesterday: a page that is asked for often looks at what the
 * day closed with. The monthly sheet says what has come since.
 */
export async function reservesYesterday(
  parts: With,
  ids: readonly InstitutionId[],
  today: Day,
): Promise<{
  readonly on: Day
  readonly unearnedFen: Fen
  readonly compensationFen: Fen
  readonly version: string
}> {
  const on = plusDays(today, -1)
  const all = await Promise.all(ids.map((id) => keptReserves(parts, id, on)))
  return {
    ...{ on, version: ruleOn(parts.policies, 'guarantee-reserves', on).version },
    unearnedFen: plus(noFen, ...all.map(({ unearnedFen }) => unearnedFen)),
    compensationFen: plus(noFen, ...all.map(({ compensationFen }) => compensationFen)),
  }
}

function keptReserves(parts: With, id: InstitutionId, on: Day): Promise<ReservesOn> {
  const known = kept.get(parts.store) ?? new Map<string, Promise<ReservesOn>>()
  kept.set(parts.store, known)
  const key = `${id} ${on} ${parts.policies.rows.length}`
  const there = known.get(key)
  if (there) return there
  // Of days that are over nobody asks here any more.
  for (const old of known.keys()) if (old.startsWith(`${id} `)) known.delete(old)
  const found = reservesOn(parts, id, on, on)
  known.set(key, found)
  found.catch(() => known.delete(key))
  return found
}
