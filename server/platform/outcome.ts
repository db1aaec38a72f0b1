/**
 * Expected refusals are values, bugs are thrown (see `assert.ts`).
 *
 * A refusal has a stable code; its words live in `views/words/<language>/<room>.json` under
 * `refusal.<code>`, so that an API client reads the code and a person reads a sentence.
 */
export type Refusal = {
  readonly code: string
  /** The form field that the refusal is about, where there is one. */
  readonly field?: string
  /** Figures for the sentence: limits, days, expected characters. */
  readonly values?: Readonly<Record<string, string | number>>
}

export type Refused = { readonly ok: false; readonly refusal: Refusal }
export type Outcome<T> = ({ readonly ok: true } & T) | Refused

/** Says no, with a code that has words in both languages. */
export function refuse(code: string, more: Omit<Refusal, 'code'> = {}): Refused {
  return { ok: false, refusal: { code, ...more } }
}

/** Says yes, with what came of it. */
export function done(): { readonly ok: true }
export function done<T extends object>(value: T): { readonly ok: true } & T
export function done(value: object = {}) {
  return { ok: true as const, ...value }
}
