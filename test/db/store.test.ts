import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq, sql } from 'drizzle-orm'
import {
  contains,
  countRows,
  databaseUrl,
  failureOf,
  has,
  prepared,
  startsWith,
  sumFen,
  type Transaction,
} from '../../db/index.ts'
import { openFile } from '../../db/sqlite-file.ts'
import { trail } from '../../db/tables/audit.ts'
import { enterprises, enterpriseYears } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { counters, submissions } from '../../db/tables/platform.ts'
import { write } from '../../server/audit/index.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { done, refuse } from '../../server/platform/outcome.ts'
import { town } from '../support/app.ts'
import { freshStore } from '../support/database.ts'

/* What a store promises, the same on both databases. `npm test` runs this file on each. */

const put = (tx: Transaction, name: string, value: number) => tx.insert(counters).values({ name, value })

/** Two purses and what is in them. */
async function purses() {
  const store = await freshStore()
  await store.transact(async (tx) => {
    await put(tx, 'left', 1_000)
    await put(tx, 'right', 0)
  })
  const inPurse = async (name: string) => {
    const [row] = await store.read.select().from(counters).where(eq(counters.name, name))
    return row?.value
  }
  return { store, inPurse }
}

describe('a transaction', () => {
  test('that is refused leaves nothing, and its refusal is handed back', async () => {
    const { store, inPurse } = await purses()
    const answer = await store.transact(async (tx) => {
      await put(tx, 'third', 1)
      await tx.update(counters).set({ value: 0 })
      return refuse('stale')
    })
    assert.deepEqual(answer, refuse('stale'))
    assert.deepEqual([await inPurse('left'), await inPurse('third')], [1_000, undefined])
  })

  test('that breaks leaves nothing, and the next one goes on', async () => {
    const { store, inPurse } = await purses()
    await assert.rejects(
      store.transact(async (tx) => {
        await put(tx, 'third', 1)
        throw new Error('a bug')
      }),
      /a bug/,
    )
    await store.transact((tx) => tx.update(counters).set({ value: 7 }).where(eq(counters.name, 'right')))
    assert.deepEqual([await inPurse('third'), await inPurse('right')], [undefined, 7])
  })

  test('within a transaction is refused, and undoes the outer one', async () => {
    const { store, inPurse } = await purses()
    await assert.rejects(
      store.transact(async (tx) => {
        await put(tx, 'third', 1)
        await store.transact((inner) => put(inner, 'fourth', 1))
      }),
      /no transact inside transact/,
    )
    assert.deepEqual([await inPurse('third'), await inPurse('fourth')], [undefined, undefined])
  })

  test('names what the database refused: a key taken, an unknown parent, a word off the list, nothing', async () => {
    const { store } = await town()
    const failure = async (work: (tx: Transaction) => Promise<unknown>) =>
      store.transact(work).then(
        () => null,
        (error: unknown) => failureOf(error),
      )
    assert.equal(await failure((tx) => put(tx, 'x', 1).then(() => put(tx, 'x', 2))), 'unique')
    const year = { year: 2025, employees: 1, revenueFen: fen(1), assetsFen: fen(1) }
    assert.equal(
      await failure((tx) =>
        tx.insert(enterpriseYears).values({ ...year, enterpriseId: newId<'enterprise'>() }),
      ),
      'foreign-key',
    )
    assert.equal(await failure((tx) => tx.update(enterprises).set({ state: sql`'nonsense'` })), 'check')
    assert.equal(await failure((tx) => tx.update(enterprises).set({ name: sql`null` })), 'not-null')
    assert.equal(failureOf(new Error('anything else')), null)
  })
})

describe('many writers', () => {
  test('three hundred colliding transfers lose nothing, and exactly the money there is changes hands', async () => {
    const { store, inPurse } = await purses()
    const move = (amount: number) =>
      store.transact(async (tx) => {
        const [left] = await tx.select().from(counters).where(eq(counters.name, 'left'))
        const [right] = await tx.select().from(counters).where(eq(counters.name, 'right'))
        assert(left && right)
        if (left.value < amount) return refuse('not-enough')
        await tx
          .update(counters)
          .set({ value: left.value - amount })
          .where(eq(counters.name, 'left'))
        // Another writer would come in between here, if one could.
        await new Promise((turn) => setImmediate(turn))
        await tx
          .update(counters)
          .set({ value: right.value + amount })
          .where(eq(counters.name, 'right'))
        return done()
      })
    const outcomes = await Promise.all(Array.from({ length: 300 }, () => move(5)))
    assert.equal(outcomes.filter(({ ok }) => ok).length, 200)
    assert.deepEqual([await inPurse('left'), await inPurse('right')], [0, 1_000])
  })

  test('see their own rows, while readers see committed ones only', async () => {
    const { store, inPurse } = await purses()
    await store.transact(async (tx) => {
      await tx.update(counters).set({ value: 1 }).where(eq(counters.name, 'left'))
      const [own] = await tx.select().from(counters).where(eq(counters.name, 'left'))
      assert.equal(own?.value, 1)
      assert.equal(await inPurse('left'), 1_000)
    })
    assert.equal(await inPurse('left'), 1)
  })
})

describe('the reading handle', () => {
  test('cannot write, even where the types are got round', async () => {
    const { store, inPurse } = await purses()
    const sly = store.read as unknown as Transaction
    await assert.rejects(async () => put(sly, 'third', 1))
    await assert.rejects(async () => sly.update(counters).set({ value: 0 }))
    await assert.rejects(async () => sly.delete(counters))
    assert.deepEqual([await inPurse('left'), await inPurse('third')], [1_000, undefined])
  })

  test('builds a prepared query once, and runs it with other values each time', async () => {
    const { store } = await purses()
    let built = 0
    const value = async (name: string) => {
      const query = prepared(store.read, 'test_counter', (from, statement) => {
        built++
        return from
          .select({ value: counters.value })
          .from(counters)
          .where(eq(counters.name, sql.placeholder('name')))
          .prepare(statement)
      })
      return (await query.execute({ name }))[0]?.value
    }
    assert.deepEqual([await value('left'), await value('right'), await value('none')], [1_000, 0, undefined])
    assert.equal(built, 1)
  })
})

describe('columns', () => {
  /** Lin's firm, and a way to put something impossible into one of its columns. */
  async function firm() {
    const { store, cast } = await town()
    const id = cast.enterpriseIds.linFirm
    const bend = (set: Parameters<ReturnType<Transaction['update']>['set']>[0]) =>
      store.transact(async (tx) => {
        await tx.update(enterprises).set(set).where(eq(enterprises.id, id))
      })
    const read = () => store.read.select().from(enterprises).where(eq(enterprises.id, id))
    return { store, id, bend, read }
  }

  test('refuse half a fen on the way in and on the way out', async () => {
    const { store, id } = await firm()
    const half = 1.5 as Fen
    const set = (revenueFen: Fen | ReturnType<typeof sql>) =>
      store.transact(async (tx) => {
        await tx
          .update(enterpriseYears)
          .set({ revenueFen: revenueFen as Fen })
          .where(eq(enterpriseYears.enterpriseId, id))
      })
    await assert.rejects(set(half))
    await assert.rejects(set(Number.NaN as Fen))
    await assert.rejects(set((Number.MAX_SAFE_INTEGER + 1) as Fen))
    if (store.dialect === 'sqlite') {
      // SQLite takes it behind the columns' back; then reading must not.
      await set(sql`1.5`)
      await assert.rejects(async () => store.read.select().from(enterpriseYears))
    }
  })

  test('refuse a 30 February on the way in and on the way out', async () => {
    const { store, bend, read } = await firm()
    await assert.rejects(bend({ foundedOn: '2026-02-30' }))
    await assert.rejects(bend({ foundedOn: '2026-2-3' }))
    if (store.dialect === 'sqlite') {
      await bend({ foundedOn: sql`'2026-02-30'` })
      await assert.rejects(async () => read())
    } else await assert.rejects(bend({ foundedOn: sql`'2026-02-30'` }))
  })

  test('refuse a moment without its milliseconds or its zone', async () => {
    const { bend } = await firm()
    for (const at of ['2026-03-10', '2026-03-10T01:30:00Z', '2026-03-10T01:30:00.000+08:00', 'now'])
      await assert.rejects(bend({ createdAt: at }), at)
  })

  test('give back what was put in: days, moments, amounts, lists and shapes', async () => {
    const { store, read, bend } = await firm()
    await bend({ foundedOn: day('2024-02-29'), createdAt: '2026-03-09T16:00:00.001Z' })
    const [row] = await read()
    assert.deepEqual([row?.foundedOn, row?.createdAt], ['2024-02-29', '2026-03-09T16:00:00.001Z'])
    const big = fen(Number.MAX_SAFE_INTEGER)
    await store.transact(async (tx) => {
      await tx.update(enterpriseYears).set({ revenueFen: big })
      await tx.insert(submissions).values({ key: '键', personId: null, at: row?.createdAt ?? never() })
    })
    const [year] = await store.read.select().from(enterpriseYears)
    assert.equal(year?.revenueFen, big)
    assert.equal((await store.read.select().from(submissions))[0]?.key, '键')
  })
})

const never = (): never => assert.fail('the row is there')

describe('search and sums', () => {
  /** Needs with awkward words; ordered as they were put in. */
  async function shelf() {
    const { store, cast, clock } = await town()
    const stories = ['Spring ORDER 50%', 'under_score', 'back\\slash', '春季备料', "o'clock"]
    const ids: Id<'need'>[] = []
    await store.transact(async (tx) => {
      for (const [at, story] of stories.entries()) {
        const id = newId<'need'>()
        ids.push(id)
        await tx.insert(needs).values({
          id,
          number: `XQ-${at}`,
          enterpriseId: cast.enterpriseIds.linFirm,
          state: 'draft',
          amountFen: fen(100 + at),
          months: 12,
          purpose: 'raw-materials',
          guaranteeModes: at % 2 ? ['credit', 'guarantee'] : ['guarantee'],
          nameShown: 'anonymous-until-contact',
          story,
          region: at < 2 ? '340603001' : '340604001',
          industry: 'C17',
          search: story,
          createdAt: clock.now(),
          createdBy: cast.lin.id,
          version: 1,
        })
      }
    })
    const found = async (condition: ReturnType<typeof contains>) =>
      (await store.read.select({ number: needs.number }).from(needs).where(condition).orderBy(needs.number))
        .map(({ number }) => number.slice(3))
        .join()
    return { store, found }
  }

  for (const [word, numbers] of [
    ['order', '0'],
    ['ORDER', '0'],
    ['%', '0'],
    ['_', '1'],
    ['\\', '2'],
    ['备料', '3'],
    ["'", '4'],
    ['nothing', ''],
  ] as const) {
    test(`contains '${word}' finds ${numbers || 'none'}`, async () => {
      const { found } = await shelf()
      assert.equal(await found(contains(needs.search, word)), numbers)
    })
  }

  test('has finds whole words of a set only', async () => {
    const { found } = await shelf()
    assert.equal(await found(has(needs.guaranteeModes, 'credit')), '1,3')
    assert.equal(await found(has(needs.guaranteeModes, 'guarantee')), '0,1,2,3,4')
    assert.equal(await found(has(needs.guaranteeModes, 'guarant')), '')
    assert.equal(await found(has(needs.guaranteeModes, '%')), '')
  })

  test('startsWith finds a region and what lies in it', async () => {
    const { found } = await shelf()
    assert.equal(await found(startsWith(needs.region, '3406')), '0,1,2,3,4')
    assert.equal(await found(startsWith(needs.region, '340603')), '0,1')
    assert.equal(await found(startsWith(needs.region, '0603')), '')
    assert.equal(await found(startsWith(needs.region, '3406_3')), '')
  })

  test('sumFen is a whole number of fen, and zero where there is nothing', async () => {
    const { store } = await shelf()
    const sum = (region: string) =>
      store.read
        .select({ total: sumFen(needs.amountFen), count: countRows() })
        .from(needs)
        .where(startsWith(needs.region, region))
    assert.deepEqual(await sum('3406'), [{ total: 510, count: 5 }])
    assert.deepEqual(await sum('99'), [{ total: 0, count: 0 }])
  })
})

describe('the trail', () => {
  async function written() {
    const { store, by, cast } = await town()
    const happening = { happening: 'accounts.unlocked', subject: { kind: 'person', id: cast.zhou.id } }
    await store.transact((tx) => write(tx, by(cast.an), happening))
    const [row] = await store.read.select().from(trail)
    assert(row)
    return { store, row, rows: () => store.read.select().from(trail) }
  }

  test('is never changed, deleted or replaced', async () => {
    const { store, row, rows } = await written()
    const tries: ((tx: Transaction) => Promise<unknown>)[] = [
      async (tx) => tx.update(trail).set({ why: 'never happened' }),
      async (tx) => tx.update(trail).set({ why: 'never happened' }).where(eq(trail.id, row.id)),
      async (tx) => tx.delete(trail),
      async (tx) => tx.delete(trail).where(eq(trail.id, row.id)),
      async (tx) => tx.insert(trail).values({ ...row, why: 'never happened' }),
      async (tx) =>
        tx
          .insert(trail)
          .values({ ...row, why: 'never happened' })
          .onConflictDoUpdate({ target: trail.id, set: { why: 'never happened' } }),
    ]
    for (const attempt of tries)
      await assert.rejects(
        store.transact(async (tx) => {
          await attempt(tx)
        }),
      )
    assert.deepEqual(await rows(), [row])
  })

  test('is never replaced or emptied by a statement that skips the ordinary triggers', async () => {
    const { store, row, rows } = await written()
    if (store.dialect === 'sqlite') {
      const [main] = await store.read.select({ file: sql<string>`file` }).from(sql`pragma_database_list`)
      assert(main)
      const { default: Driver } = await import('better-sqlite3')
      const raw = new Driver(main.file)
      assert.throws(
        () => raw.prepare('insert or replace into trail select * from trail').run(),
        /the trail is never replaced/,
      )
      raw.close()
    } else {
      const [main] = await store.read.select({ name: sql<string>`current_database()` }).from(trail)
      assert(main)
      const { Client } = await import('pg')
      const raw = new Client({
        connectionString: Object.assign(new URL(databaseUrl), { pathname: `/${main.name}` }).toString(),
      })
      await raw.connect()
      await assert.rejects(raw.query('truncate trail'), /never changed or deleted/)
      await raw.end()
    }
    assert.deepEqual(await rows(), [row])
  })
})

test('what is read of one moment stays as it was, whatever is written meanwhile', async () => {
  const { store, inPurse } = await purses()
  const seen = await store.moment(async (from) => {
    const left = async () => (await from.select().from(counters).where(eq(counters.name, 'left')))[0]?.value
    const before = await left()
    await store.transact((tx) => tx.update(counters).set({ value: 1 }).where(eq(counters.name, 'left')))
    return [before, await left()]
  })
  assert.deepEqual([seen, await inPurse('left')], [[1_000, 1_000], 1])
  await assert.rejects(
    store.moment(async (from) => {
      await (from as Transaction).update(counters).set({ value: 2 })
    }),
    'a moment is read and never changed',
  )
  assert.equal(await inPurse('left'), 1)
})

test('the limit of a prepared question may be another at each run, for which SQLite does not plan it anew', async () => {
  const { store } = await purses()
  const query = prepared(store.read, 'test_limited', (reader, name) =>
    reader.select().from(counters).orderBy(counters.name).limit(sql.placeholder('most')).prepare(name),
  )
  for (const most of [1, 2, 1]) assert.equal((await query.execute({ most })).length, most)
  const file = openFile(':memory:')
  assert.equal(file.prepare('select 1 limit ?').source, 'select 1 limit ?+0')
  file.close()
})

test('SQLite plans a statement once, and gives each asker the form that he asks for', () => {
  const file = openFile(':memory:')
  const ask = () => file.prepare('select ? as one')
  assert.equal(ask(), ask())
  assert.deepEqual(ask().raw().all(1), [[1]])
  assert.deepEqual(ask().all(2), [{ one: 2 }])
  assert.deepEqual(ask().raw().get(3), [3])
  assert.deepEqual(ask().get(4), { one: 4 })
  const long = `select 1 as one -- ${'x'.repeat(10_000)}`
  assert.notEqual(file.prepare(long), file.prepare(long))
  const first = ask()
  for (let at = 0; at < 300; at += 1) file.prepare(`select ${at}`)
  assert.notEqual(ask(), first)
  file.close()
})
