import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { sessions } from '../../db/tables/accounts.ts'
import { outbox, submissions } from '../../db/tables/platform.ts'
import { byPlatform, sendAlarm } from '../../server/accounts/index.ts'
import { day } from '../../server/money/day.ts'
import { refuse } from '../../server/platform/outcome.ts'
import { every } from '../../server/platform/work/every.ts'
import { drain as drainWith, enqueue, type Handlers, Hopeless } from '../../server/platform/work/outbox.ts'
import { type NightJob, runNight } from '../../server/platform/work/timetable.ts'
import { nights } from '../../server/timetable.ts'
import { runningTown, town } from '../support/app.ts'

/** A town with an outbox, and what its handler was given. */
async function post() {
  const made = await town()
  const carried: unknown[] = []
  const handlers: Handlers = {
    letter: async (payload) => {
      carried.push(payload.to)
      if (payload.to === 'nowhere') throw new Error('no such address')
    },
  }
  const put = (to: string, kind = 'letter') =>
    made.store.transact((tx) => enqueue(tx, { at: made.clock.now() }, kind, { to }))
  const rows = () => made.store.read.select().from(outbox)
  return { ...made, carried, put, rows, drain: () => drainWith(made.store, made.clock, handlers) }
}

describe('the outbox', () => {
  test('holds nothing of a transaction that was rolled back', async () => {
    const { store, clock, rows } = await post()
    await store.transact(async (tx) => {
      await enqueue(tx, { at: clock.now() }, 'letter', { to: 'lin' })
      return refuse('stale')
    })
    assert.deepEqual(await rows(), [])
  })

  test('carries each effect out, oldest first, and not again', async () => {
    const { put, drain, carried, rows } = await post()
    for (const to of ['lin', 'fang', 'zhou']) await put(to)
    assert.equal(await drain(), 3)
    assert.equal(await drain(), 0)
    assert.deepEqual(carried, ['lin', 'fang', 'zhou'])
    assert.ok((await rows()).every(({ doneAt, attempts }) => doneAt !== null && attempts === 1))
  })

  test('keeps the fault and tries again after a delay that grows', async () => {
    const { put, drain, carried, rows, clock } = await post()
    await put('nowhere')
    await drain()
    assert.equal((await rows())[0]?.fault, 'no such address')
    for (const minutes of [1, 5, 30, 120, 480, 1440, 1440]) {
      clock.forward(minutes - 0.01)
      assert.equal(await drain(), 0, `not yet after ${minutes} minutes`)
      clock.forward(0.01)
      assert.equal(await drain(), 1, `again after ${minutes} minutes`)
    }
    assert.equal(carried.length, 8)
    assert.deepEqual([(await rows())[0]?.attempts, (await rows())[0]?.doneAt], [8, null])
  })

  test('gives up after ten tries, or at once where no try would help', async () => {
    const { put, drain, store, clock, rows } = await post()
    await put('nowhere')
    for (let tries = 0; tries < 10; tries += 1) {
      assert.equal(await drain(), 1)
      clock.forward(24 * 60)
    }
    assert.equal(await drain(), 0)
    const [tired] = await rows()
    assert.deepEqual([tired?.attempts, tired?.givenUpAt !== null, tired?.doneAt], [10, true, null])
    await put('gone')
    const hopeless: Handlers = { letter: () => Promise.reject(new Hopeless('no such box')) }
    assert.equal(await drainWith(store, clock, hopeless), 1)
    clock.forward(24 * 60)
    assert.equal(await drain(), 0)
    assert.deepEqual(
      (await rows()).map(({ attempts, fault }) => [attempts, fault]),
      [
        [10, 'no such address'],
        [1, 'no such box'],
      ],
    )
  })

  test('two processes that look at the same time carry each effect out once', async () => {
    const { put, drain, carried } = await post()
    for (const to of ['lin', 'fang', 'zhou']) await put(to)
    const tried = await Promise.all([drain(), drain()])
    assert.equal(tried[0] + tried[1], 3)
    assert.deepEqual(carried.toSorted(), ['fang', 'lin', 'zhou'])
  })

  test('one effect that fails holds up no other, and one that nobody carries out is kept', async () => {
    const { put, drain, carried, rows } = await post()
    await put('nowhere')
    await put('lin', 'pigeon')
    await put('fang')
    await drain()
    assert.deepEqual(carried, ['nowhere', 'fang'])
    assert.equal((await rows()).filter(({ doneAt }) => doneAt === null).length, 2)
  })

  test('an effect that was carried out but not noted is repeated: at least once, never lost', async () => {
    const { put, carried, store, clock, rows } = await post()
    await put('lin')
    const dies: Handlers = {
      letter: async ({ to }) => {
        carried.push(to)
        throw new Error('the power failed after the effect')
      },
    }
    await drainWith(store, clock, dies)
    clock.forward(1)
    await drainWith(store, clock, { letter: async ({ to }) => void carried.push(to) })
    assert.deepEqual(carried, ['lin', 'lin'])
    assert.equal((await rows())[0]?.fault, null)
  })

  test('brings an alarm to the robot that the installation named', async () => {
    const { store, clock, parts, rows } = await post()
    const heard: string[] = []
    const server = createServer((request, response) => {
      request.on('data', (chunk) => heard.push(String(chunk)))
      request.on('end', () => response.writeHead(heard.length === 1 ? 500 : 200).end())
    })
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
    const address = server.address()
    assert(address && typeof address === 'object')
    const handlers = { alarm: sendAlarm(`http://127.0.0.1:${address.port}/`, parts.words.zh) }
    const at = clock.now()
    await store.transact((tx) => enqueue(tx, { at }, 'alarm', { alarm: 'accounts.locked', name: 'zhou', at }))
    await drainWith(store, clock, handlers)
    assert.equal((await rows())[0]?.fault, 'the alarm was answered with 500')
    clock.forward(1)
    await drainWith(store, clock, handlers)
    server.close()
    assert.notEqual((await rows())[0]?.doneAt, null)
    assert.deepEqual(JSON.parse(heard[1] ?? ''), {
      msgtype: 'text',
      text: { content: '【融桥】账号锁定：zhou（2026-03-10 09:30）' },
    })
  })
})

describe('the timetable', () => {
  test('runs each job once a business day, and a failed one again without holding up the others', async () => {
    const { store } = await town()
    const ran: string[] = []
    let broken = true
    const jobs: NightJob<string>[] = [
      {
        name: 'first',
        run: async (context) => {
          if (broken) throw new Error('not tonight')
          ran.push(`first ${context}`)
        },
      },
      { name: 'second', run: async (context) => void ran.push(`second ${context}`) },
    ]
    const night = (on: string) => runNight(store, day(on), jobs, on)
    const first = await night('2026-03-10')
    assert.deepEqual([first.ran, [...first.failed.keys()]], [['second'], ['first']])
    broken = false
    assert.deepEqual((await night('2026-03-10')).ran, ['first'])
    assert.deepEqual((await night('2026-03-10')).ran, [])
    assert.deepEqual((await night('2026-03-11')).ran, ['first', 'second'])
    assert.deepEqual((await night('2026-03-10')).ran, [], 'a clock that was set back repeats nothing')
    assert.equal(ran.length, 4)
  })

  test('names no job twice, and every job bears being repeated', async () => {
    const { store, parts, clock } = await town()
    const names = nights.map(({ name }) => name)
    assert.equal(new Set(names).size, names.length)
    const by = byPlatform(clock.now(), clock.today())
    for (const job of nights) for (let time = 1; time <= 2; time++) await job.run({ parts, by })
    assert.deepEqual((await runNight(store, by.today, nights, { parts, by })).ran, names)
  })

  test('the sweep lets go of sessions a month after their end and of form keys after a week', async () => {
    const { store, parts, clock, cast, browserOf } = await runningTown()
    const shi = await browserOf(cast.shi)
    await shi.post('/account/sessions/end', { _once: 'a-form-key' })
    const count = async () => [await store.read.$count(sessions), await store.read.$count(submissions)]
    const sweep = async () => {
      for (const { run } of nights) await run({ parts, by: byPlatform(clock.now(), clock.today()) })
    }
    clock.forward(7 * 24 * 60)
    await sweep()
    assert.deepEqual(await count(), [1, 1])
    clock.forward(1)
    await sweep()
    assert.deepEqual(await count(), [1, 0])
    clock.forward(31 * 24 * 60)
    await sweep()
    assert.deepEqual(await count(), [0, 0])
  })
})

describe('work that repeats', () => {
  test('never overlaps itself, survives its faults, and stops after the run under way', async () => {
    let running = 0
    let runs = 0
    const faults: unknown[] = []
    const stop = every(
      0.001,
      async () => {
        assert.equal(++running, 1)
        await pause(5)
        running--
        if (++runs === 2) throw new Error('once')
      },
      (error) => faults.push(error),
    )
    while (runs < 4) await pause(2)
    await stop()
    const after = runs
    assert.equal(running, 0)
    await pause(20)
    assert.equal(runs, after)
    assert.deepEqual(faults.map(String), ['Error: once'])
  })

  test('waits before its first run where it is told to, and a stop in that time is the end of it', async () => {
    let runs = 0
    const fault = (error: unknown) => assert.fail(String(error))
    const once = async () => {
      runs += 1
    }
    const stop = every(3600, once, fault, 0.02)
    assert.equal(runs, 0)
    while (runs < 1) await pause(2)
    await stop()
    const never = every(3600, () => assert.fail('stopped before'), fault, 0.02)
    await never()
    await pause(40)
    assert.equal(runs, 1)
  })
})
