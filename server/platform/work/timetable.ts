import type { Store } from '../../../db/index.ts'
import type { Day } from '../../money/day.ts'
import { setStand, standOf } from './rows.ts'

/** Work of every night. It must bear being repeated: a crash before its note makes it run again. */
export type NightJob<Context> = {
  readonly name: string
  readonly run: (context: Context) => Promise<void>
}

/**
 * Runs each job that has not run on this business day yet. A job that fails stops no other one and is tried again
 * with the next call. Answers the names of those that ran and what went wrong with those that failed.
 */
export async function runNight<Context>(
  store: Store,
  today: Day,
  jobs: readonly NightJob<Context>[],
  context: Context,
): Promise<{ readonly ran: readonly string[]; readonly failed: ReadonlyMap<string, unknown> }> {
  const ran: string[] = []
  const failed = new Map<string, unknown>()
  const date = Number(today.replaceAll('-', ''))
  for (const { name, run } of jobs) {
    const counter = `night ${name}`
    if (((await standOf(store.read, counter)) ?? 0) >= date) continue
    try {
      await run(context)
      await store.transact((tx) => setStand(tx, counter, date))
      ran.push(name)
    } catch (error) {
      failed.set(name, error)
    }
  }
  return { ran, failed }
}
