import { assert, fail } from './assert.ts'
import { type Answer, refused } from './refused.ts'
import { exactlyHalved, halfUp, halfUpPlain } from './rounding.ts'

/** Whole fen, the only unit in which money is kept and counted. 100 fen are 1 yuan. */
export type Fen = number & { readonly unit: 'fen' }

export const isFen = (n: unknown): n is Fen => Number.isSafeInteger(n)

/** A number that is known to be whole fen. Anything else here is a bug; text from outside goes through `parseYuan`. */
export function fen(n: number): Fen {
  const plain = n + 0 // −0 would be a second zero
  // The words are made only when they are needed: this line runs for every amount there is.
  if (!isFen(plain)) fail(`not whole fen: ${n}`)
  return plain
}

export const noFen = fen(0)

/** The sum. A sum past 2^53 is a bug, also when a later term would bring it back. */
export const plus = (...amounts: readonly Fen[]): Fen => total(amounts)

/** The sum of a list, however long. A sum past 2^53 is a bug here too. */
export function total(amounts: readonly Fen[]): Fen {
  let sum = noFen
  for (const amount of amounts) sum = fen(sum + fen(amount))
  return sum
}

export const minus = (from: Fen, amount: Fen): Fen => fen(fen(from) - fen(amount))

/** A whole number of times; shares and rates go through `split` and `interest`, where rounding has a name. */
export function times(amount: Fen, count: number): Fen {
  assert(Number.isSafeInteger(count), `not a whole count: ${count}`)
  return fen(fen(amount) * count)
}

export const negative = (amount: Fen): Fen => fen(-amount)
export const smaller = (a: Fen, b: Fen): Fen => (a <= b ? a : b)
export const larger = (a: Fen, b: Fen): Fen => (a >= b ? a : b)

/** Exact fen from an exact whole number; `undefined` when it passes what a `Fen` can hold. */
export function fenOf(whole: bigint): Fen | undefined {
  const n = Number(whole)
  return isFen(n) ? n : undefined
}

/** amount × numerator ÷ denominator, whole numbers below 2^53 all of them; rounded once, half up to the fen. */
export function part(amount: Fen, numerator: number, denominator: number): Fen {
  const found = partWithin(amount, numerator, denominator)
  if (found === undefined) fail(`no fen can hold ${amount} × ${numerator} ÷ ${denominator}`)
  return found
}

/** As `part`; `undefined` when it passes what a `Fen` can hold. */
export function partWithin(amount: Fen, numerator: number, denominator: number): Fen | undefined {
  assert(
    Number.isSafeInteger(numerator) && Number.isSafeInteger(denominator),
    'a part is a whole number of parts',
  )
  const product = fen(amount) * numerator
  // Plain numbers are exact as long as nothing passes 2^53; this is where nearly all amounts are.
  if (Math.abs(product) <= exactlyHalved && denominator <= exactlyHalved)
    return fen(halfUpPlain(product, denominator))
  return fenOf(halfUp(BigInt(amount) * BigInt(numerator), BigInt(denominator)))
}

const amountText = /^¥?(?<whole>\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.(?<decimals>\d+))? ?(?<scale>万|亿)?元?$/u
const scales = { 万: 4, 亿: 8 } as const
const isScale = (text: string): text is keyof typeof scales => text in scales

/**
 * The only way in: yuan as people type them, '20,000.50', '２万', '1.2 亿元', '¥ 300'.
 * Two decimals at most, so that the sum is whole fen; a 万 takes six, a 亿 ten.
 * Refuses: `empty`, `not-an-amount`, `negative`, `too-many-decimals`, `too-large`.
 */
export function parseYuan(text: string): Answer<{ fen: Fen }> {
  const typed = text
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim()
    .replace(/^¥ /u, '¥')
    .replace(/ 元$/u, '元')
  if (typed === '') return refused('empty')
  if (/^¥?[-−]/u.test(typed)) return refused('negative')
  const found = amountText.exec(typed)?.groups
  if (!found) return refused('not-an-amount')
  const { whole = '', decimals = '', scale = '' } = found
  const places = 2 + (isScale(scale) ? scales[scale] : 0)
  if (decimals.length > places) return refused('too-many-decimals')
  if (whole.length > 30) return refused('too-large')
  const amount = fenOf(BigInt(whole.replace(/[, ]/gu, '') + decimals.padEnd(places, '0')))
  return amount === undefined ? refused('too-large') : { ok: true, fen: amount }
}

const grouped = (digits: string): string => digits.replace(/\B(?=(?:\d{3})+$)/gu, ',')

/** The only way out: '20,000.50'. The unit 元 stands in the page, not here. */
export function showYuan(amount: Fen): string {
  const digits = String(Math.abs(fen(amount))).padStart(3, '0')
  return `${amount < 0 ? '-' : ''}${grouped(digits.slice(0, -2))}.${digits.slice(-2)}`
}

/**
 * For lists: in 万元 with two decimals at most, '1,234.5'. Rounded half up to 0.01 万元 (100 yuan), so it is for
 * reading and never for counting.
 */
export function showWan(amount: Fen): string {
  const hundreds = halfUp(BigInt(fen(amount)), 10_000n)
  const digits = String(hundreds < 0n ? -hundreds : hundreds).padStart(3, '0')
  const decimals = digits.slice(-2).replace(/0+$/u, '')
  return `${hundreds < 0n ? '-' : ''}${grouped(digits.slice(0, -2))}${decimals === '' ? '' : `.${decimals}`}`
}
