import { z } from 'zod'
import { type Day, plusDays } from '../money/day.ts'
import { done, type Outcome, type Refusal, refuse } from '../platform/outcome.ts'
import { type DataKind, isPersonal } from './kind.ts'

const days = z.number().int().positive().max(3650)

/** Policy `consent-terms`: how long a consent holds, in calendar days. */
export const consentTermsShape = z.strictObject({
  /** What a form proposes. */
  usualDays: days,
  mostDays: days,
  /** The same for a natural person's data, of which less is kept open. */
  personMostDays: days,
  /** How long a firm may leave a bank's request unanswered. */
  requestDays: days,
})
export type ConsentTerms = z.infer<typeof consentTermsShape>

/**
 * Why such terms cannot be used: an empty list when they can. Refuses: `consent-terms-malformed`,
 * `consent-terms-in-wrong-order`.
 */
export function checkConsentTerms(value: unknown): Refusal[] {
  const read = consentTermsShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'consent-terms-malformed', field: path.join('.') }))
  const { usualDays, mostDays, personMostDays } = read.data
  return [
    ...(usualDays > mostDays ? [{ code: 'consent-terms-in-wrong-order', field: 'usualDays' }] : []),
    ...(personMostDays > mostDays ? [{ code: 'consent-terms-in-wrong-order', field: 'personMostDays' }] : []),
  ]
}

/** The last day that a form proposes. */
export const usualUntil = (terms: ConsentTerms, today: Day): Day => plusDays(today, terms.usualDays)

/** The last day on which a consent to this kind may end. */
export const latestUntil = (terms: ConsentTerms, kind: DataKind, today: Day): Day =>
  plusDays(today, isPersonal(kind) ? terms.personMostDays : terms.mostDays)

/** A natural person's consent given along with the firm's ends with it, or earlier where its own term is shorter. */
export const cappedUntil = (terms: ConsentTerms, kind: DataKind, until: Day, today: Day): Day => {
  const latest = latestUntil(terms, kind, today)
  return until < latest ? until : latest
}

/** Refuses: `consent-until-past`, `consent-until-too-late` (naming the latest day), both at `until`. */
export function checkUntil(terms: ConsentTerms, until: Day, today: Day): Outcome<object> {
  if (until < today) return refuse('consent-until-past', { field: 'until' })
  const latest = plusDays(today, terms.mostDays)
  return until > latest ? refuse('consent-until-too-late', { field: 'until', values: { latest } }) : done()
}
