import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { applications, offers } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { notices } from '../../db/tables/inbox.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { overdues } from '../../db/tables/supervision.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import type { Parts } from '../../server/parts.ts'
import { sliceSize } from '../../server/platform/work/slices.ts'
import { runNight } from '../../server/platform/work/timetable.ts'
import { nights } from '../../server/timetable.ts'
import { applied, inHall, offered, onShelf, taken } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { type Town, town } from '../support/app.ts'

/** More of each than one slice takes on: needs that end by their day, cases that nobody takes, offers that lapse, loans. */
const many = sliceSize + 2

async function busyTown(): Promise<Town> {
  const made = await town()
  const { cast, clock, store } = made
  const productId = await onShelf(made)
  for (let at = 0; at < many; at += 1) {
    await inHall(made)
    await applied(made, { needId: (await inHall(made)).id, productId })
    await offered(
      made,
      await taken(made, { needId: (await inHall(made)).id, productId }, cast.zhou),
      cast.zhou,
    )
    await drawn(made, await signed(made, productId), 100_000_000)
  }
  await store.transact((tx) =>
    tx
      .update(enterprises)
      .set({ region: '340604000000' })
      .where(eq(enterprises.id, cast.enterpriseIds.linFirm)),
  )
  clock.forward(8 * 24 * 60)
  return made
}

/** A store that dies in the middle of a transaction, after so many others were kept. */
function mortal(parts: Parts, kept: number): Parts {
  let left = kept
  const { store } = parts
  return {
    ...parts,
    store: {
      ...store,
      transact: (work) =>
        store.transact(async (tx) => {
          const result = await work(tx)
          left -= 1
          if (left < 0) throw new Error('killed')
          return result
        }),
    },
  }
}

const night = ({ clock }: Town, parts: Parts) => {
  const by = byPlatform(clock.now(), clock.today())
  return runNight(parts.store, by.today, nights, { parts, by })
}

/** The night again and again, cut off a little later each time, until nothing is left of it; says how often it was cut. */
async function cutNight(made: Town): Promise<number> {
  for (let kept = 1; ; kept += 3) {
    const { failed } = await night(made, mortal(made.parts, kept))
    if (failed.size === 0) return (kept - 1) / 3
    for (const [name, error] of failed) assert.equal(String(error), 'Error: killed', name)
  }
}

/** What the nights made of a town, without what differs from town to town: ids, and the numbers that go on counting. */
async function leftBy({ store: { read } }: Town) {
  const counted = (rows: readonly object[]) => {
    const counts = new Map<string, number>()
    for (const row of rows) {
      const key = Object.values(row).join(' ')
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    return [...counts].toSorted()
  }
  return {
    needs: counted(await read.select({ state: needs.state, region: needs.region }).from(needs)),
    cases: counted(
      await read.select({ state: applications.state, due: applications.dueOn }).from(applications),
    ),
    offers: counted(await read.select({ state: offers.state }).from(offers)),
    loans: counted(
      await read.select({ state: loans.state, since: loans.overdueSince, is: loans.riskClass }).from(loans),
    ),
    late: counted(await read.select({ step: overdues.step, on: overdues.listOn }).from(overdues)),
    trail: counted(await read.select({ happening: trail.happening }).from(trail)),
    told: counted(await read.select({ words: notices.words, person: notices.kind }).from(notices)),
  }
}

test('nights that are cut off again and again leave the same rows as nights that run through', async () => {
  const [straight, cut] = [await busyTown(), await busyTown()]
  let cuts = 0
  for (const days of [0, 3, 60, 100]) {
    for (const made of [straight, cut]) made.clock.forward(days * 24 * 60)
    assert.equal((await night(straight, straight.parts)).failed.size, 0)
    cuts += await cutNight(cut)
  }
  const left = await leftBy(straight)
  assert.deepEqual(await leftBy(cut), left)
  assert.ok(cuts > 10, 'they were cut')
  const states = (rows: readonly (readonly [string, number])[], word: string) =>
    rows.filter(([key]) => key.startsWith(word)).reduce((sum, [, count]) => sum + count, 0)
  assert.equal(states(left.needs, 'expired'), 3 * many, 'needs without a case, and those whose case ended')
  assert.equal(states(left.cases, 'expired'), 2 * many)
  assert.equal(states(left.loans, 'overdue'), many)
  assert.equal(states(left.late, 'accept'), many)
})

test('a day is kept before its night moves anything', () => {
  assert.equal(nights[0]?.name, 'close-cockpit-day')
})
