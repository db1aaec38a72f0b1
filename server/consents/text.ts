import { z } from 'zod'
import type { Refusal } from '../platform/outcome.ts'
import { type Language, languages } from '../platform/web/words.ts'
import { dataKinds, firmKinds } from './kind.ts'

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

/**
 * What each kind of data comprises, one sentence each, as it stands beside its box: that is agreed to as much as the clauses
 * are. A second look opens less of two kinds, and says so in sentences of its own.
 */
export const sentences = [...dataKinds, 'look-details', 'look-tax'] as const
export type Sentence = (typeof sentences)[number]

/** The sentences that a text must have, by the code of its policy; second looks are for banks alone. */
export function sentencesOf(code: string): readonly Sentence[] {
  if (code.endsWith('-person')) return ['person']
  return code.endsWith('-guarantor') ? firmKinds : [...firmKinds, 'look-details', 'look-tax']
}

const paragraph = z.string().trim().min(1).max(600)
const inOneLanguage = z.strictObject({
  scope: paragraph,
  use: paragraph,
  need: paragraph,
  looks: paragraph,
  term: paragraph,
  revocation: paragraph,
  rights: paragraph,
  /** Texts of before these were part of them have none. */
  kinds: z.partialRecord(z.enum(sentences), paragraph).optional(),
} satisfies Record<Clause, typeof paragraph> & { kinds: z.ZodType })

/** Policies `consent-text` and `consent-text-person`: the text that a firm, and a natural person, consents under. */
export const consentTextShape = z.strictObject({
  zh: inOneLanguage,
  en: inOneLanguage,
} satisfies Record<Language, typeof inOneLanguage>)
export type ConsentText = z.infer<typeof consentTextShape>

const malformed = (field: string): Refusal => ({ code: 'consent-text-malformed', field })

/**
 * Why a text cannot be used: an empty list when it can. Refuses: `consent-text-malformed` (a clause or a sentence is
 * missing, empty or too long).
 */
export function checkConsentText(code: string, value: unknown): Refusal[] {
  const read = consentTextShape.safeParse(value)
  if (!read.success) return read.error.issues.map(({ path }) => malformed(path.join('.')))
  return languages.flatMap((language) =>
    sentencesOf(code)
      .filter((sentence) => read.data[language].kinds?.[sentence] === undefined)
      .map((sentence) => malformed(`${language}.kinds.${sentence}`)),
  )
}
