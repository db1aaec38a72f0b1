import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { people } from '../../db/tables/accounts.ts'
import { byPerson, startSession } from '../../server/accounts/index.ts'
import { checkFile } from '../../server/loans/actions-imports.ts'
import { yearOf } from '../../server/money/day.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { csv } from '../../server/platform/csv.ts'
import { speak } from '../../server/platform/web/words.ts'
import { checkTaxFile } from '../../server/tax-facts/index.ts'
import { labelsOf } from '../../server/tax-facts/workbooks.ts'
import { given } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { urlOf } from '../support/raw.ts'
import { openTown } from '../support/server.ts'
import { importRows } from './imports-rows.ts'
import { benches, firstCase } from './pages.ts'
import { taxSheet } from './taxes-rows.ts'

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

test('the benchmark of imports finds every row of its files good', async () => {
  const made = await openTown()
  await drawn(made, await signed(made), 100_000_000)
  const environment = { DATABASE_URL: await urlOf(made.store), LOG_LEVEL: 'error' }
  await says('prepare-imports.ts', ['6'], environment, 'loans that are out')
  const { zhou, institutionIds } = made.cast
  const today = systemClock.today()
  const rows = importRows(1, 20, 6, today).map((typed, at) => ({ row: at + 2, typed, formulas: [] }))
  const by = byPerson(zhou, systemClock.now(), today)
  const file = { name: 'r.xlsx', hash: 'h', rows }
  const { batch } = given(await checkFile(made.store, by, institutionIds.bankA, file))
  assert.deepEqual([batch.goodRows, batch.badRows, batch.loanCount], [20, 0, 6])
})

test('the benchmark of the tax bureau finds every row of its file good', async () => {
  const made = await openTown()
  const environment = { DATABASE_URL: await urlOf(made.store), LOG_LEVEL: 'error' }
  await says('prepare-taxes.ts', ['6'], environment, 'firms')
  const w = speak('zh')
  const today = systemClock.today()
  const path = join(mkdtempSync(join(tmpdir(), 'rongqiao-bench-')), 'taxes.csv')
  writeFileSync(path, csv(taxSheet(w, 0, 6, yearOf(today) - 1)))
  const by = byPerson(made.cast.lu, systemClock.now(), today)
  const { batch } = given(
    await checkTaxFile(made.store, by, { name: 't.csv', hash: 'h', path }, [labelsOf(w)]),
  )
  assert.deepEqual([batch.goodRows, batch.badRows, batch.taxCount], [6, 0, 12])
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
