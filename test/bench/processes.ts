import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const home = fileURLToPath(new URL('../..', import.meta.url))
const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
const wordsAfterNode = (line: string): readonly string[] => line.split(' ').slice(1)
/** The options of Node with which `npm start` runs the program, and the program. */
const flags = wordsAfterNode(scripts.start).slice(0, -1)
export const program = wordsAfterNode(scripts.start).at(-1) ?? ''
let isBuilt = false

type Environment = Readonly<Record<string, string>>

/** Starts the program, as `npm start` does, or a script of ours; ready when it has printed the word. */
export async function started(
  script: string,
  args: readonly string[],
  environment: Environment,
  word: RegExp,
) {
  if (script === program && !isBuilt)
    execFileSync(process.execPath, wordsAfterNode(scripts.prestart), { cwd: home })
  isBuilt ||= script === program
  const loader = script === program ? [] : ['--import', 'tsx']
  const child = spawn(process.execPath, [...flags, ...loader, script, ...args], {
    cwd: home,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  // A benchmark that fails leaves no server behind.
  process.once('exit', () => child.kill('SIGTERM'))
  let said = ''
  await new Promise<void>((resolve, reject) => {
    const hear = (chunk: Buffer) => {
      said += chunk.toString('utf8')
      if (word.test(said)) resolve()
    }
    child.stdout.on('data', hear)
    child.stderr.on('data', hear)
    child.once('exit', (code) => reject(new Error(`${script} ended with ${code}:\n${said}`)))
  })
  return child
}

export async function stopped(child: ChildProcess): Promise<void> {
  child.removeAllListeners('exit')
  if (child.exitCode !== null) return
  child.kill('SIGTERM')
  await once(child, 'exit')
}

/** Resident memory of a process in megabytes, now and at most. */
export function memoryOf({ pid }: ChildProcess): { readonly now: number; readonly most: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const read = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? Number.NaN) / 1024
  return { now: read('VmRSS'), most: read('VmHWM') }
}

/** Processor time that a process has taken since it was started, in seconds; the kernel counts in hundredths. */
export function processorOf({ pid }: ChildProcess): number {
  const counts = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /s, '')
    .split(' ')
  return (Number(counts[11]) + Number(counts[12])) / 100
}

/** Until a server has nothing to do of its own: the work of its first night begins some seconds after its start. */
export async function atRest(child: ChildProcess): Promise<void> {
  await pause(6_000)
  for (let [last, calm] = [processorOf(child), 0]; calm < 3; ) {
    await pause(2_000)
    const now = processorOf(child)
    calm = now - last < 0.1 ? calm + 1 : 0
    last = now
  }
}

export type Load = {
  readonly perSecond: number
  readonly p50: number
  readonly p99: number
  readonly bad: number
}

/** 32 connections for some seconds, from a process of its own. */
export async function loadOn(url: string, cookie: string, seconds: number): Promise<Load> {
  const script = fileURLToPath(import.meta.resolve('autocannon'))
  const args = [
    '-j',
    '-n',
    '-c',
    '32',
    '-d',
    String(seconds),
    '-H',
    `cookie: ${cookie}`,
    '-H',
    'accept-language: zh',
    url,
  ]
  const child = spawn(process.execPath, [script, ...args], { cwd: home, stdio: ['ignore', 'pipe', 'ignore'] })
  let out = ''
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString('utf8')
  })
  await once(child, 'close')
  const { requests, latency, non2xx, errors, timeouts } = JSON.parse(out)
  return { perSecond: requests.average, p50: latency.p50, p99: latency.p99, bad: non2xx + errors + timeouts }
}
