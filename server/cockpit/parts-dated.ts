import { setImmediate as breath } from 'node:timers/promises'
import type { Reader } from '../../db/index.ts'
import { funnelOf, type NeedProgress } from '../dashboards/funnel.ts'
import { postedNeeds, takenNeeds } from '../dashboards/index.ts'
import { type Day, day, daysBetween, yearOf } from '../money/day.ts'
import { dayOf } from '../platform/clock.ts'
import { piecesOf, progressOn } from './as-of.ts'
import type { CockpitFigures } from './figures.ts'
import { cellsOf, type InclusionDay, shownSince } from './inclusion.ts'
import * as rows from './rows.ts'

/** So many needs or loans are read at once: between two pieces other pages have their turn. */
export const atOnce = 3_000

export type Within = { readonly region: string; readonly from: Day; readonly to: Day }

/** The first day of the year whose needs a day's funnel counts. */
export const yearBegins = (on: Day): Day => day(`${yearOf(on)}-01-01`)

/** The needs posted in a period that were taken, and how far they came by now. */
export async function takenIn(read: Reader, { region, from, to }: Within): Promise<NeedProgress[]> {
  const { count: posted } = await postedNeeds(read, { region, from, to, institutionId: null })
  const taken: NeedProgress[] = []
  for (const piece of piecesOf(from, to, Math.ceil(posted / atOnce), daysBetween(from, to) + 1)) {
    for (const need of await takenNeeds(read, { region, ...piece, institutionId: null })) taken.push(need)
    await breath()
  }
  return taken
}

/** What was lent in a period, and what bridges saved, by day and county. */
export async function lending(read: Reader, within: Within): Promise<readonly InclusionDay[]> {
  const days: InclusionDay[] = []
  const count = Math.ceil((await rows.countLent(read, within)) / atOnce)
  for (const piece of piecesOf(within.from, within.to, count, daysBetween(within.from, within.to) + 1)) {
    for (const one of await rows.lentByDay(read, { region: within.region, ...piece })) days.push(one)
    await breath()
  }
  return [...days, ...(await rows.savedByDay(read, within))]
}

type Dated = Pick<CockpitFigures, 'funnel' | 'inclusion'>

/**
 * The figures that follow from rows which bear their days, for each day of a period. The rows are read once for all of them:
 * a night looks at every day that is still open, and reading the year for each would cost it sixty times as much.
 */
export async function datedBetween(read: Reader, { region, from, to }: Within) {
  const taken = await takenIn(read, { region, from: yearBegins(from), to })
  const lent = await lending(read, { region, from: shownSince(from), to })
  return async (on: Day): Promise<Dated> => {
    const begins = yearBegins(on)
    const posted = await postedNeeds(read, { region, from: begins, to: on, institutionId: null })
    const asked = taken.filter(({ postedAt }) => dayOf(postedAt) >= begins && dayOf(postedAt) <= on)
    return {
      funnel: funnelOf(
        posted,
        asked.flatMap((need) => progressOn(need, on) ?? []),
      ),
      inclusion: cellsOf(lent.filter(({ on: lentOn }) => lentOn >= shownSince(on) && lentOn <= on)),
    }
  }
}
