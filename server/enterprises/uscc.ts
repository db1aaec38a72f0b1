import { assert } from '../platform/assert.ts'

/**
 * The unified social credit code 统一社会信用代码 of GB 32100-2015: 18 characters.
 * 1 registering authority, 1 kind of body, 6 region digits, 9 organisation code (GB 11714), 1 check.
 */
export type UsccFault = 'length' | 'alphabet' | 'region' | 'check'

export type UsccCheck = {
  readonly valid: boolean
  readonly normalised: string
  /** The right 18th character, whenever the first 17 are well formed. */
  readonly expectedCheck: string | null
  readonly fault?: UsccFault
  /**
   * Whether the inner organisation code holds by GB 11714; null where it cannot be read.
   * A warning only: a code is valid or not by its own check character.
   */
  readonly orgCodeOk: boolean | null
}

// I, O, S, V and Z are left out, for they are taken for 1, 0, 5, U and 2.
const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const weights = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const orgAlphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ'
const orgWeights = [3, 7, 9, 10, 5, 8, 4, 2]

/**
 * What is wrong with a code as somebody typed it, if anything. Of several faults the first is named, in
 * the order length, alphabet, region, check. A few real firms bear a code that fails the check: whoever
 * has seen the licence may still accept one, on record.
 */
export function checkUscc(text: string): UsccCheck {
  const normalised = normaliseUscc(text)
  const first17 = normalised.slice(0, 17)
  const expectedCheck = isBody(first17) ? checkCharacter(first17) : null
  const fault = faultOf(normalised, expectedCheck)
  const found = { normalised, expectedCheck, orgCodeOk: orgCodeHolds(normalised.slice(8, 17)) }
  return fault === undefined ? { valid: true, ...found } : { valid: false, ...found, fault }
}

/**
 * The code as the register writes it: full-width characters become half-width, blanks, dashes and
 * invisible marks go, letters are capitals. Says nothing about whether it is valid.
 */
export function normaliseUscc(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u200b-\u200f\u2060\ufeff]/g, '')
    .replace(/[-\u2010-\u2015\u2212]/g, '')
    .replace(/[a-z]/g, (letter) => letter.toUpperCase()) // toUpperCase alone would make SS of ß
}

/** 个体工商户: registered by the market authority (9) as a body of kind 2, by GB 32100-2015. */
export const isHousehold = (uscc: string): boolean => uscc.startsWith('92')

/** The whole code for its first 17 characters, which must be well formed. */
export function usccFor(first17: string): string {
  assert(isBody(first17), `Not the first 17 characters of a credit code: ${first17}`)
  return first17 + checkCharacter(first17)
}

/** The ninth character of an organisation code (GB 11714) for its first eight. */
export function orgCodeCheck(first8: string): string {
  assert(/^[0-9A-Z]{8}$/.test(first8), `Not the first 8 characters of an organisation code: ${first8}`)
  const rest = 11 - (weighted(first8, orgAlphabet, orgWeights) % 11)
  return rest === 10 ? 'X' : rest === 11 ? '0' : String(rest)
}

function faultOf(code: string, expectedCheck: string | null): UsccFault | undefined {
  if (code.length !== 18) return 'length'
  if ([...code].some((character) => !alphabet.includes(character))) return 'alphabet'
  if (expectedCheck === null) return 'region'
  return code[17] === expectedCheck ? undefined : 'check'
}

const isBody = (text: string): boolean => /^[0-9A-HJ-NPQRTUWXY]{2}[0-9]{6}[0-9A-HJ-NPQRTUWXY]{9}$/.test(text)

// The outer modulus matters: a sum that 31 divides has the check character 0, not a 32nd one.
const checkCharacter = (first17: string): string =>
  alphabet.charAt((31 - (weighted(first17, alphabet, weights) % 31)) % 31)

const orgCodeHolds = (code: string): boolean | null =>
  /^[0-9A-Z]{8}[0-9X]$/.test(code) ? orgCodeCheck(code.slice(0, 8)) === code[8] : null

const weighted = (text: string, values: string, factors: readonly number[]): number =>
  factors.reduce((sum, factor, i) => sum + factor * values.indexOf(text.charAt(i)), 0)
