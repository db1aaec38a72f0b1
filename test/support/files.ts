import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { statSync } from 'node:fs'
import { inPlace, placeCount } from './places.ts'
import type { Verdict } from './verdicts.ts'

export type Tally = {
  readonly passed: number
  readonly failures: readonly string[]
  /** Since the first of its files began. */
  readonly seconds: number
  /** The ten files that took longest, by seconds. */
  readonly slowest: readonly (readonly [file: string, seconds: number])[]
}

const reporter = new URL('./verdicts.ts', import.meta.url).href
const worker = new URL('./worker.ts', import.meta.url).pathname

/** Tests make much that lives for moments: with more room for the young it is swept less often. */
const roomy = ['--max-semi-space-size=64', '--min-semi-space-size=64', '--single-threaded-gc']

/** Several times what the slowest file takes: on a machine a third as quick, and busy, that was nine minutes. */
const usualPatienceMs = 1_500_000

/**
 * Runs test files in a few processes, which take the next file when they are done with one. What was skipped or put
 * off has failed, and so has a file without a test or without an end, a process that dies, and one that has to be ended.
 */
export async function runFiles(
  files: readonly string[],
  environment: Record<string, string>,
  patienceMs = usualPatienceMs,
): Promise<Tally> {
  // The longest come first, so that no process is left with one when the other has nothing to do.
  const waiting = files.toSorted((one, other) => statSync(other).size - statSync(one).size)
  const verdicts: Verdict[] = []
  const broken: string[] = []
  let startedAt: number | undefined
  const inTurn = async () => {
    startedAt ??= Date.now()
    while (waiting.length) broken.push(...(await work(waiting, verdicts, environment, patienceMs)))
  }
  await Promise.all(Array.from({ length: Math.min(placeCount, files.length) }, () => inPlace(inTurn)))
  return {
    passed: verdicts.reduce((sum, { passed }) => sum + passed, 0),
    failures: [...verdicts.flatMap(faultsOf), ...broken],
    seconds: (Date.now() - (startedAt ?? Date.now())) / 1000,
    slowest: verdicts
      .map(({ file, seconds }) => [file, seconds] as const)
      .toSorted(([, one], [, other]) => other - one)
      .slice(0, 10),
  }
}

const faultsOf = ({ file, passed, notRun, failures }: Verdict): readonly string[] => [
  ...failures,
  ...(notRun ? [`${file}: ${notRun} skipped or put off`] : []),
  ...(passed + notRun + failures.length === 0 ? [`${file} has no test`] : []),
]

/** One process for as long as it lives or there are files; answers what is wrong beyond the verdicts. */
async function work(
  waiting: string[],
  verdicts: Verdict[],
  environment: Record<string, string>,
  patienceMs: number,
): Promise<readonly string[]> {
  const child = spawn(
    process.execPath,
    [...roomy, '--import', 'tsx', `--test-reporter=${reporter}`, worker],
    {
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    },
  )
  const output = outputOf(child)
  let file: string | undefined
  let hasFailed = false
  const patience = setTimeout(() => child.kill('SIGKILL'), patienceMs)
  const next = (isLast: boolean) => {
    file = isLast ? undefined : waiting.shift()
    child.send({ file: file ?? null }, () => undefined)
    patience.refresh()
  }
  child.on('message', (verdict: Verdict) => {
    verdicts.push(verdict)
    hasFailed ||= faultsOf(verdict).length > 0
    next(verdict.isLast)
  })
  next(false)
  const [code, signal] = await once(child, 'close')
  clearTimeout(patience)
  const end = `its process ended (${signal ?? code})`
  if (file) return [`${file}: ${end} before its verdict\n${output()}`]
  // Node itself ends with one where a test has failed.
  return code === 0 || (code === 1 && hasFailed) ? [] : [`${end} after the last file:\n${output()}`]
}

function outputOf(child: ChildProcess): () => string {
  const chunks: Buffer[] = []
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => chunks.push(chunk))
  return () => Buffer.concat(chunks).toString('utf8').slice(-20_000)
}
