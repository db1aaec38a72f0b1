import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { dialect } from '../../db/index.ts'
import {
  exposureDays,
  exposureFigures,
  exposureFirms,
  exposureSquares,
  exposures,
} from '../../db/tables/exposures.ts'
import { everybody, type Stand } from '../../server/exposures/exposure.ts'
import {
  asOfDay,
  concentrationOf,
  type Exposed,
  exposedLoans,
  exposureOfBearer,
  exposureOverview,
  keepExposure,
  type Overview,
  proveExposures,
  rebuildExposures,
} from '../../server/exposures/index.ts'
import { coverShares } from '../../server/exposures/shares.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, plus } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { codeOf, given } from '../applications/played.ts'
import { type Town, town } from '../support/app.ts'
import { urlOf } from '../support/raw.ts'
import { shipped } from './shipped.ts'

/*
 * Any sequence of standings of any things over any days: what was kept at the end of each day is what is said of it
 * later, to the fen; the loans behind a figure add up to it; and all of it can be counted anew from the entries.
 */

const first = day('2026-03-10')
const counties = ['340602', '340603', '340621'] as const
const things = 6

/** Six things of three firms, two banks, three counties; some of them borne by one who is two parties. */
async function exposedIn({ cast }: Town): Promise<Exposed[]> {
  const { bankA, bankB, guarantor } = cast.institutionIds
  const firms = Object.values(cast.enterpriseIds)
  return Array.from({ length: things }, (_, at): Exposed => {
    const isCover = at % 2 === 1
    return {
      ...{ id: newId(), kind: isCover ? 'cover' : 'guarantee', loanId: null },
      ...{ enterpriseId: present(firms[at % firms.length], 'a firm'), bankId: at < 3 ? bankA : bankB },
      ...{ guarantorId: isCover ? null : guarantor, district: present(counties[at % 3], 'a county') },
      ...{ industry: at < 2 ? 'C' : 'F', size: at === 4 ? null : 'micro' },
      ...{ scheme: isCover ? 'tax-credit-pool' : '4321', vintage: at < 4 ? '2026Q1' : '2025Q4' },
    }
  })
}

function standOf({ cast }: Town, one: Exposed, balanceFen: Fen): Stand {
  const { guarantor } = cast.institutionIds
  const parties: Readonly<Record<string, string>> = { guarantor, reguarantor: guarantor, bank: one.bankId }
  return {
    ...{ balanceFen, loans: balanceFen > 0 ? 1 : 0 },
    bearings: coverShares(shipped(one.scheme), balanceFen, fen(0)).map(({ party, fen: share }) => ({
      ...{ party: parties[party] ?? party, role: party, fen: share },
    })),
  }
}

const step = fc.record({
  which: fc.nat({ max: things - 1 }),
  balance: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 900_000_001 })),
  nights: fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 40 })),
})

test('figures of a past day never change, add up to their loans, and can be counted anew', async (t) => {
  const seed = Number(process.env.EXPOSURES_SEED) || Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  const made = await town()
  const { store } = made
  let today = first
  const seen: { asOf: typeof first; place: string; whole: Overview; concentrated: unknown }[] = []
  const see = async () => {
    for (const place of ['3406', '340603']) {
      const whole = given(await exposureOverview(store.read, { place }, null, today))
      const concentrated = await concentrationOf(store, place, whole)
      seen.push({ asOf: today, place, whole, concentrated })
    }
  }
  const run = async (steps: readonly (typeof step extends fc.Arbitrary<infer One> ? One : never)[]) => {
    const exposed = await exposedIn(made)
    for (const { which, balance, nights } of steps) {
      const one = present(exposed[which], 'a thing')
      if (nights > 0 && seen.at(-1)?.asOf !== today) await see()
      today = plusDays(today, nights)
      const when = { at: startOf(today), today }
      await store.transact((tx) => keepExposure(tx, when, one, standOf(made, one, fen(balance))))
    }
    await see()
    today = plusDays(today, 1)
    // Before anything was covered there is no day to ask for.
    const { firstOn } = given(await asOfDay(store.read, null, today))
    const known = seen.filter(({ asOf }) => firstOn !== null && asOf >= firstOn)
    for (const { asOf, place, whole, concentrated } of known.slice(-8)) {
      const again = given(await exposureOverview(store.read, { place }, asOf, today))
      assert.deepEqual(sorted(again), sorted(whole), `${place} at the end of ${asOf}`)
      assert.deepEqual(await concentrationOf(store, place, again), concentrated)
    }
    assert.equal((await proveExposures(store.read)).fault, null)
    await behindEvery(made, today, known.at(-2)?.asOf ?? null)
  }
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 12 }), run), {
    ...{ seed, numRuns: dialect === 'sqlite' ? 12 : 3, endOnFailure: true },
  })
  await rebuilt(made)
})

const sorted = ({ figures, balanceFen, shareFen, loans }: Overview) => ({
  figures: figures
    .map((row) => [row.dimension, row.key, row.balanceFen, row.shareFen, row.loans].join(' '))
    .toSorted(),
  ...{ balanceFen, shareFen, loans },
})

/** The loans behind every figure, page by page, add up to it; now and on a past day. */
async function behindEvery(
  { store, cast }: Town,
  today: typeof first,
  past: typeof first | null,
): Promise<void> {
  const { guarantor } = cast.institutionIds
  for (const asOf of [null, past])
    for (const whose of [
      { place: '3406', party: everybody },
      { place: '340603', party: everybody },
      { place: '3406', party: guarantor },
    ]) {
      const { on, figures } = given(await exposureOverview(store.read, whose, asOf, today))
      for (const { dimension, key, ...figure } of figures) {
        const sum = { balanceFen: fen(0), shareFen: fen(0), loans: 0 }
        for (let offset = 0; ; offset += 3) {
          const page = { limit: 3, offset }
          const found = await exposedLoans(store.read, { ...whose, dimension, key }, on, page)
          sum.balanceFen = plus(sum.balanceFen, ...found.map(({ balanceFen }) => balanceFen))
          sum.shareFen = plus(sum.shareFen, ...found.map(({ shareFen }) => shareFen))
          sum.loans += found.length
          if (found.length < 3) break
        }
        assert.deepEqual(sum, figure, `${whose.party} ${whose.place} ${dimension} ${key} ${asOf}`)
      }
    }
}

/** `npm run figures:verify` as an operator runs it. */
const command = (url: string, ...args: string[]): string =>
  spawnSync(process.execPath, ['--import', 'tsx', 'server/verify-figures.ts', ...args], {
    ...{ cwd: fileURLToPath(new URL('../..', import.meta.url)), encoding: 'utf8' },
    env: { ...process.env, DATABASE_URL: url },
  }).stdout

/** One fen less in one row is found, by name; and mended from the entries. */
async function rebuilt({ store, cast }: Town): Promise<void> {
  const before = (await store.read.select().from(exposureFigures)).length
  assert.ok(before > 50)
  const { bankA } = cast.institutionIds
  await store.transact((tx) =>
    tx
      .update(exposureFigures)
      .set({ shareFen: fen(1) })
      .where(eq(exposureFigures.party, bankA)),
  )
  const { fault } = await proveExposures(store.read)
  assert.equal(fault?.kind, 'figure')
  assert.ok(fault?.name.startsWith(bankA))
  const url = await urlOf(store)
  assert.match(command(url), /不一致，第一处：现值 .*not equal to their entries; the first: figure /s)
  assert.match(command(url, '--rebuild'), /made anew from \d+ entries.*equal their entries to the fen/s)
  assert.equal((await proveExposures(store.read)).fault, null)
}

test('all that is kept can be spoilt and is made anew, while entries are written, even of days long over', async () => {
  const made = await town()
  const { store } = made
  const all = await exposedIn(made)
  const stand = async (which: number, balance: number, today: typeof first) => {
    const one = present(all[which], 'a thing')
    const when = { at: startOf(today), today }
    await store.transact((tx) => keepExposure(tx, when, one, standOf(made, one, fen(balance))))
  }
  for (const [which, balance, days] of [
    [0, 1_000_001, 0],
    [1, 30_000_000, 3],
    [3, 777, 4],
    [0, 999_999, 9],
    [2, 5, 40],
    [1, 0, 41],
  ] as const)
    await stand(which, balance, plusDays(first, days))
  const fault = async () => (await store.moment(proveExposures)).fault?.kind ?? null
  assert.equal(await fault(), null)
  const spoils: readonly [string, () => Promise<unknown>][] = [
    ['squares', () => store.transact((tx) => tx.update(exposureSquares).set({ squares: '7' }))],
    ['firm', () => store.transact((tx) => tx.delete(exposureFirms))],
    ['day', () => store.transact((tx) => tx.delete(exposureDays))],
    [
      'day',
      () =>
        store.transact((tx) =>
          tx
            .update(exposureDays)
            .set({ recordedOn: plusDays(first, 20), loans: 1 })
            .where(eq(exposureDays.recordedOn, plusDays(first, 40))),
        ),
    ],
    ['figure', () => store.transact((tx) => tx.update(exposureFigures).set({ loans: 9 }))],
  ]
  for (const [kind, spoil] of spoils) {
    await spoil()
    assert.equal(await fault(), kind)
    // What others write between the counting and the change: of a day that was counted as over, and of today.
    const meanwhile = [() => stand(5, 6, plusDays(first, 2)), () => stand(4, 12_345, plusDays(first, 42))]
    const busy: typeof store = {
      ...store,
      transact: async (work) => {
        await meanwhile.shift()?.()
        return store.transact(work)
      },
    }
    await rebuildExposures(busy)
    assert.equal(meanwhile.length, 0)
    assert.equal(await fault(), null, `${kind} is mended`)
    await stand(4, 0, plusDays(first, 43))
    await stand(5, 0, plusDays(first, 43))
  }
  const { id } = present(all[0], 'a thing')
  await store.transact((tx) =>
    tx
      .update(exposures)
      .set({ balanceFen: fen(1) })
      .where(eq(exposures.id, id)),
  )
  assert.deepEqual((await proveExposures(store.read)).fault, { kind: 'exposure', name: id })
})

test('a day before the first entry or ahead is refused with words', async () => {
  const made = await town()
  const { store } = made
  const [one] = await exposedIn(made)
  const asked = (on: typeof first) => exposureOverview(store.read, { place: '3406' }, on, plusDays(first, 5))
  assert.equal(codeOf(await asked(first)), 'exposure-day-before')
  const exposed = present(one, 'a thing')
  await store.transact((tx) =>
    keepExposure(tx, { at: startOf(first), today: first }, exposed, standOf(made, exposed, fen(1_000))),
  )
  assert.equal(codeOf(await asked(first)), 'done')
  assert.equal(codeOf(await asked(plusDays(first, -1))), 'exposure-day-before')
  assert.equal(codeOf(await asked(plusDays(first, 6))), 'exposure-day-ahead')
  // An institution that is two parties, wherever it bears.
  const own = given(await exposureOfBearer(store.read, made.cast.institutionIds.guarantor, null, first))
  assert.deepEqual([own.balanceFen, own.shareFen, own.loans], [1_000, 700, 1])
})
