/**
 * Why the money core says no. A refusal is an answer to bad input, so it is a value; words for the person
 * are chosen elsewhere, by code. What only a bug could cause is asserted instead.
 */
export const refusalCodes = [
  'empty',
  'not-an-amount',
  'not-a-rate',
  'not-a-day',
  'not-whole',
  'not-positive',
  'negative',
  'too-many-decimals',
  'too-large',
  'unknown-choice',
  'out-of-order',
  'out-of-range',
  'calendar-missing',
  'payment-below-interest',
  'fees-reach-principal',
  'more-than-owed',
] as const
export type RefusalCode = (typeof refusalCodes)[number]

/** `field` names the input that is at fault, `year` the year a calendar lacks. */
export type Refused = { ok: false; code: RefusalCode; field?: string; year?: number }

/** What a function answers that may refuse: the wanted fields, or the refusal. */
export type Answer<T extends object> = ({ ok: true } & T) | Refused

export const refused = (code: RefusalCode, field?: string): Refused =>
  field === undefined ? { ok: false, code } : { ok: false, code, field }
