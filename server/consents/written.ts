import type { InstitutionKind } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import type { Language } from '../platform/web/words.ts'
import { type PolicyBook, versionName } from '../policies/index.ts'
import { type DataKind, isPersonal } from './kind.ts'
import { type ConsentTerms, consentTermsShape, usualUntil } from './terms.ts'
import { type ConsentText, consentTextShape } from './text.ts'

/** A written text with the name of its version, by which a consent keeps what it was given under. */
export type Written = { readonly version: string; readonly text: ConsentText; readonly from: Day }

/** Who is let in: what a guarantor may do with what it sees is written in texts of its own. */
export type Audience = 'bank' | 'guarantor'
export const audienceOf = (kind: InstitutionKind): Audience => (kind === 'guarantor' ? 'guarantor' : 'bank')

const codeFor = (kind: DataKind, audience: Audience): string =>
  `consent-text${audience === 'guarantor' ? '-guarantor' : ''}${isPersonal(kind) ? '-person' : ''}`

/** The text in force on a day for a kind of data. */
export function textOn(policies: PolicyBook, kind: DataKind, on: Day, audience: Audience = 'bank'): Written {
  const { value, version, row } = policies.read(codeFor(kind, audience), on, consentTextShape)
  return { version, text: value, from: row.effectiveFrom }
}

/** The text of a version, whether or not it is still in force. */
export function textOfVersion(policies: PolicyBook, version: string): Written {
  const row = present(
    policies.rows.find((one) => versionName(one) === version),
    `the text ${version}`,
  )
  return { version, text: consentTextShape.parse(row.value), from: row.effectiveFrom }
}

export const consentTermsOn = (policies: PolicyBook, on: Day): ConsentTerms =>
  policies.read('consent-terms', on, consentTermsShape).value

/** What somebody consents to beside the kinds: until when, and the versions of the texts that he was shown. */
export type Shown = {
  readonly until: Day
  readonly textVersion: string
  readonly personTextVersion: string
  readonly language: Language
}

/** The texts of today, for as long as is usual. */
export const shownOn = (
  policies: PolicyBook,
  today: Day,
  language: Language,
  audience: Audience = 'bank',
): Shown => ({
  until: usualUntil(consentTermsOn(policies, today), today),
  textVersion: textOn(policies, 'contact', today, audience).version,
  personTextVersion: textOn(policies, 'person', today, audience).version,
  language,
})

/** What was typed, carrying the texts of today: a form that is shown again shows those. */
export function withTexts(
  policies: PolicyBook,
  today: Day,
  typed: unknown,
  audience: Audience = 'bank',
): Record<string, unknown> {
  const { textVersion, personTextVersion } = shownOn(policies, today, 'zh', audience)
  return { ...Object(typed), textVersion, personTextVersion }
}
