import { z } from 'zod'
import type { Refusal } from '../platform/outcome.ts'
import type { Language } from '../platform/web/words.ts'

/**
 * The written text of a consent, clause by clause: what it lets the bank see, for what alone, why that is needed,
 * that each look is recorded, until when it holds, how to take it back, and what else one may ask for
 * (个人信息保护法 arts 14–17, 23, 30; 征信业管理条例 arts 18–20).
 */
export const clauses = ['scope', 'use', 'need', 'looks', 'term', 'revocation', 'rights'] as const
export type Clause = (typeof clauses)[number]

/** What a standard text must draw attention to (征信业管理条例 art. 19): what the data is not for, and the way out. */
export const stressedClauses = ['use', 'revocation'] as const satisfies readonly Clause[]
export const isStressed = (clause: Clause): boolean => stressedClauses.some((one) => one === clause)

const paragraph = z.string().trim().min(1).max(600)
const inOneLanguage = z.strictObject({
  scope: paragraph,
  use: paragraph,
  need: paragraph,
  looks: paragraph,
  term: paragraph,
  revocation: paragraph,
  rights: paragraph,
} satisfies Record<Clause, typeof paragraph>)

/** Policies `consent-text` and `consent-text-person`: the text that a firm, and a natural person, consents under. */
export const consentTextShape = z.strictObject({
  zh: inOneLanguage,
  en: inOneLanguage,
} satisfies Record<Language, typeof inOneLanguage>)
export type ConsentText = z.infer<typeof consentTextShape>

/** Why a text cannot be used: an empty list when it can. Refuses: `consent-text-malformed`. */
export function checkConsentText(value: unknown): Refusal[] {
  const read = consentTextShape.safeParse(value)
  return read.success
    ? []
    : read.error.issues.map(({ path }) => ({ code: 'consent-text-malformed', field: path.join('.') }))
}
