import { loadavg } from 'node:os'

/** Milliseconds by the clock, and of a processor, which a busy machine has nearly right. */
export type Took = { readonly clock: number; readonly processor: number }
/** What a change took as a whole, and the part of it that is looked at, one by one. */
export type Line = { readonly whole: Took[]; readonly own: Took[] }

export const say = (line = '') => process.stdout.write(`${line}\n`)

export const figure = (value: number, decimals = 0): string =>
  value.toLocaleString('en', { minimumFractionDigits: decimals, maximumFractionDigits: decimals })

/** The value below which a share of all values lies. */
export const at = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ??
  Number.NaN

export const loadOf = () => figure(loadavg()[0] ?? 0, 1)

/** A number said behind a program's name. */
export const option = (name: string, usual: number): number =>
  Number(process.argv.find((word) => word.startsWith(`--${name}=`))?.split('=')[1] ?? usual)

export async function spentOn(work: () => Promise<unknown>): Promise<Took> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  await work()
  const { user, system } = process.cpuUsage(used)
  return { clock: performance.now() - began, processor: (user + system) / 1000 }
}

/** What a piece of work takes by the clock and of a processor, in words: a busy machine has the latter nearly right. */
export async function spent<Result>(work: () => Promise<Result>): Promise<[Result, string]> {
  const [began, used] = [performance.now(), process.cpuUsage()]
  const result = await work()
  const { user, system } = process.cpuUsage(used)
  const seconds = (performance.now() - began) / 1000
  return [result, `${figure(seconds, 1)} s (${figure((user + system) / 1e6, 1)} of a processor)`]
}
