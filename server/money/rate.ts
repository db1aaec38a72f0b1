import { fail } from './assert.ts'
import { type Answer, refused } from './refused.ts'

/** A rate in whole parts per million per year: 43,500 is 4.35 %. Never added to fen or days. */
export type Ppm = number & { readonly unit: 'ppm' }

export const isPpm = (n: unknown): n is Ppm => Number.isSafeInteger(n)

/** A number that is known to be whole ppm; anything else is a bug. Text goes through `parsePercent`. */
export function ppm(n: number): Ppm {
  const plain = n + 0
  if (!isPpm(plain)) fail(`not whole ppm: ${n}`)
  return plain
}

/** 100 % in ppm; `million` for products that pass 2^53. */
export const wholePpm = 1_000_000
export const million = 1_000_000n

/**
 * A rate as people type it: '4.35%', '４．３５', '4.35 %'. Four decimals at most, because ppm has no more.
 * Refuses: `empty`, `negative`, `not-a-rate`, `too-many-decimals`, `too-large` (above 1,000 %: surely a slip).
 */
export function parsePercent(text: string): Answer<{ ppm: Ppm }> {
  const typed = text.normalize('NFKC').trim()
  if (typed === '') return refused('empty')
  if (/^[-−]/u.test(typed)) return refused('negative')
  const found = /^(?<whole>\d+)(?:\.(?<decimals>\d+))?\s*%?$/u.exec(typed)?.groups
  if (!found) return refused('not-a-rate')
  const { whole = '', decimals = '' } = found
  if (decimals.length > 4) return refused('too-many-decimals')
  const rate = Number(whole + decimals.padEnd(4, '0'))
  return rate > 10_000_000 ? refused('too-large') : { ok: true, ppm: ppm(rate) }
}

/** '4.35%', '4.4378%', '5.00%': two decimals at least, four when they are there; exact. */
export const showPercent = (rate: Ppm): string => showPercentInFull(rate).replace(/0{1,2}%$/u, '%')

/** '4.3500%': all four decimals, for rates that stand side by side. */
export function showPercentInFull(rate: Ppm): string {
  const digits = String(Math.abs(ppm(rate))).padStart(5, '0')
  return `${rate < 0 ? '-' : ''}${digits.slice(0, -4)}.${digits.slice(-4)}%`
}
