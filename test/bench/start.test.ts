import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { people } from '../../db/tables/accounts.ts'
import { byPerson, startSession } from '../../server/accounts/index.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { urlOf } from '../support/raw.ts'
import { openTown } from '../support/server.ts'
import { benches, firstCase } from './pages.ts'

/* A benchmark is run seldom and nobody reads it in between: that it still starts is seen here, on the smallest scale. */

const home = fileURLToPath(new URL('../..', import.meta.url))

test('the benchmark of the pages fills its hall, and its bare pages are ours to the byte', async () => {
  const { store, cast } = await openTown()
  // The benchmark lives today: the passwords of the town's own day would be too old.
  await store.transact((tx) => tx.update(people).set({ passwordSetAt: systemClock.now() }))
  const pages = [...benches.hall.pages, ...benches.cases.pages.filter(({ url }) => !url.endsWith(firstCase))]
  const visitor = { agent: 'test', address: '127.0.0.1' }
  const cookies: Record<string, string> = {}
  for (const person of ['zhou', 'lin'] as const) {
    const by = byPerson(cast[person], systemClock.now(), systemClock.today())
    const session = await startSession(store, by, cast[person].id, visitor, 'in')
    assert.ok(session.ok)
    cookies[person] = `sid=${session.secret}`
  }
  const environment = {
    DATABASE_URL: await urlOf(store),
    LOG_LEVEL: 'error',
    PAGES: JSON.stringify(pages),
    COOKIES: JSON.stringify(cookies),
  }
  await Promise.all([
    says('prepare.ts', ['20'], environment, benches.hall.what),
    says('bare.ts', ['0'], environment, 'listening'),
  ])
})

/** Starts a script of the benchmark, which has to say the word. */
async function says(script: string, args: readonly string[], environment: object, word: string) {
  const child: ChildProcess = spawn(
    process.execPath,
    ['--import', 'tsx', `${home}test/bench/${script}`, ...args],
    { cwd: home, env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] },
  )
  after(() => child.kill())
  let said = ''
  await new Promise<void>((resolve) => {
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8')
        if (said.includes(word)) resolve()
      })
    child.once('close', () => resolve())
  })
  assert.ok(said.includes(word), said)
}
