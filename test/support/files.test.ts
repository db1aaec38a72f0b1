import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { before, describe, test } from 'node:test'
import { runFiles, type Tally } from './files.ts'

/* The runner itself: what is not known to have passed has failed, and is named. */

const cases = {
  passes: `test('one', () => {}); test('two', async (t) => { await t.test('within', () => {}) })`,
  fails: `test('good', () => {}); describe('a suite', () => { test('bad', () => { throw new Error('no') }) })`,
  empty: '',
  broken: `throw new Error('does not load')`,
  skips: `test.skip('later', () => {}); test.todo('some day')`,
  hooks: `after(() => { throw new Error('after all') }); test('good', () => {})`,
  dies: `test('good', () => {}); test('gone', () => process.exit(0))`,
  stays: `setInterval(() => {}, 1_000); test('good', () => {})`,
}

const never = `test('never', () => new Promise(() => {}))`

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-files-'))
const written = (texts: Readonly<Record<string, string>>): string[] =>
  Object.entries(texts).map(([name, text]) => {
    const path = join(folder, `${name}.test.mjs`)
    writeFileSync(path, `import { after, describe, test } from 'node:test'\n${text}\n`)
    return path
  })

describe('a run of files', () => {
  let tally: Tally
  let waiting: Tally
  let endless: Tally
  const said = (name: string) => tally.failures.filter((text) => text.includes(`${name}.test.mjs`))

  before(async () => {
    ;[tally, waiting, endless] = await Promise.all([
      runFiles(written(cases), {}),
      // Node 24 keeps waiting where 20 and 22 see that nothing is left to wait for.
      runFiles(written({ waits: never }), {}, 5_000),
      runFiles(written({ lasts: `setInterval(() => {}, 1_000); ${never}` }), {}, 5_000),
    ])
  })

  test('counts what passed, and what passed within it', () => {
    assert.deepEqual(said('passes'), [])
    // Two and the one within; one each beside what failed, after what broke at the end, and beside what stays open.
    assert.equal(tally.passed, 6)
  })

  test('names a test that fails with its file and its suite', () => {
    assert.equal(said('fails').length, 1)
    assert.match(String(said('fails')), /fails\.test\.mjs › a suite › bad\n.*no/s)
  })

  for (const [name, why] of [
    ['empty', /has no test/],
    ['broken', /does not load/],
    ['skips', /2 skipped or put off/],
    ['hooks', /after all/],
    ['dies', /its process ended \(0\) before its verdict/],
  ] as const)
    test(`fails for a file that ${name}`, () => {
      assert.match(said(name).join('\n'), why)
    })

  test('fails for a test that waits for nothing, and for one that never ends', () => {
    assert.match(
      waiting.failures.join('\n'),
      /waits\.test\.mjs( › never\n.*still pending|: its process ended \(SIGKILL\))/s,
    )
    assert.match(endless.failures.join('\n'), /lasts\.test\.mjs: its process ended \(SIGKILL\)/)
  })

  test('fails for what stays open after the last file', () => {
    assert.match(tally.failures.join('\n'), /still open after the last test: .*Timeout/)
  })
})
