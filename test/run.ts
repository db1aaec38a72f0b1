import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { runFiles } from './support/files.ts'
import { inPlace } from './support/places.ts'
import { startPostgresql } from './support/postgresql.ts'
import { scratchFolder } from './support/scratch.ts'
import { templatesOf } from './support/templates.ts'

/*
 * The one command that proves all: types, lint and format, house rules, business rules, rooms on SQLite, the same
 * rooms on a real PostgreSQL, journeys in a real browser. What cannot run fails; nothing is skipped.
 *
 * The steps share the places for processes (`support/places.ts`): one begins while the one before it ends.
 *
 *   npm test                      everything
 *   npm test -- rooms needs       only steps that begin with, and files whose names contain, one of the words
 *   npm test -- --times           names the files of each step that took longest
 */

const home = fileURLToPath(new URL('..', import.meta.url))
process.env.TMPDIR = scratchFolder()
const asksForTimes = process.argv.includes('--times')
const words = process.argv.slice(2).filter((word) => word !== '--times')
const say = (line: string) => process.stdout.write(`${line}\n`)

type Result = { readonly code: number; readonly output: string }

function run(
  command: string,
  args: readonly string[],
  environment: Record<string, string> = {},
): Promise<Result> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd: home, env: { ...process.env, ...environment } })
    const chunks: Buffer[] = []
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(chunks).toString('utf8') }))
  })
}

const files = walk('test')
const usesDatabase = (file: string) =>
  /support\/(app|database)\.ts'/.test(readFileSync(`${home}${file}`, 'utf8'))
const within = (folder: string) => (file: string) => file.startsWith(`test/${folder}/`)
const house = files.filter(within('house'))
const journeys = files.filter(within('journeys'))
const others = files.filter((file) => !house.includes(file) && !journeys.includes(file))
const rooms = others.filter(usesDatabase)
const rules = others.filter((file) => !rooms.includes(file))

let passed = 0
let failed = 0

const steps = ['types', 'lint', 'house', 'rules', 'rooms-sqlite', 'rooms-postgresql', 'journeys']
const stepWords = words.filter((word) => steps.some((step) => step.startsWith(word)))
const fileWords = words.filter((word) => !stepWords.includes(word))
const isWanted = (step: string) => !stepWords.length || stepWords.some((word) => step.startsWith(word))

/** The files of a step that the command line asks for; all of them where it asks for none. */
const wanted = (step: string, list: readonly string[]): readonly string[] =>
  isWanted(step)
    ? list.filter((file) => !fileWords.length || fileWords.some((word) => file.includes(word)))
    : []

/** A check that is not made of tests counts as one. */
async function check(step: string, command: string, args: readonly string[]): Promise<void> {
  if (!isWanted(step) || fileWords.length) return
  await inPlace(async () => {
    const started = Date.now()
    const { code, output } = await run(command, args)
    report(step, (Date.now() - started) / 1000, code === 0 ? 1 : 0, code === 0 ? 0 : 1)
    if (code !== 0) say(output)
  })
}

async function tests(
  step: string,
  list: readonly string[],
  environment: Record<string, string> = {},
): Promise<void> {
  const chosen = wanted(step, list)
  if (!chosen.length) {
    if (!words.length) throw new Error(`no test files for ${step}`)
    return
  }
  const { passed, failures, seconds, slowest } = await runFiles(chosen, environment)
  report(step, seconds, passed, failures.length)
  if (asksForTimes)
    for (const [file, seconds] of slowest) say(`  ${seconds.toFixed(1).padStart(6)} s  ${file}`)
  for (const failure of failures) say(`\n✖ ${failure}`)
}

function report(step: string, seconds: number, good: number, bad: number): void {
  passed += good
  failed += bad
  say(
    `${bad ? '✖' : '✔'} ${step.padEnd(24)} ${String(good).padStart(5)} passed ${String(bad).padStart(4)} failed  ${seconds.toFixed(1)} s`,
  )
}

function walk(folder: string): string[] {
  return readdirSync(`${home}${folder}`, { recursive: true, encoding: 'utf8' })
    .map((file) => `${folder}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.test.ts'))
    .toSorted()
}

async function roomsOnSqlite(): Promise<void> {
  const rendered = `${process.env.TMPDIR}/rendered-templates`
  await tests('rooms-sqlite', rooms, {
    DATABASE_URL: 'file:data/test-only.db',
    RENDERED_TEMPLATES: rendered,
  })
  if (!isWanted('rooms-sqlite') || fileWords.length) return
  const { all, missing } = templatesOf(rendered)
  report('templates', 0, all - missing.length, missing.length)
  for (const name of missing) say(`\n✖ no test renders views/${name}.ejs`)
}

async function roomsOnPostgresql(): Promise<void> {
  if (!wanted('rooms-postgresql', rooms).length) return
  const server = await startPostgresql()
  try {
    const environment = { DATABASE_URL: server.url }
    const template = await run(
      process.execPath,
      ['--import', 'tsx', 'test/support/migrate-template.ts'],
      environment,
    )
    if (template.code !== 0) throw new Error(`the template could not be made:\n${template.output}`)
    await tests('rooms-postgresql', rooms, environment)
  } finally {
    await server.stop()
  }
}

await Promise.all([
  check('types', 'npx', ['tsc', '--noEmit', '-p', '.']),
  check('lint', 'npx', ['biome', 'check', '--error-on-warnings']),
  tests('house', house),
  tests('rules', rules),
  roomsOnSqlite(),
  tests('journeys', journeys),
  roomsOnPostgresql(),
])

say('')
say(`${passed} passed, ${failed} failed`)
process.exit(failed === 0 && passed > 0 ? 0 : 1)
