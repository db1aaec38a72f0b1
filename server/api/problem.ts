import { type Fault, wholeCodes } from '../calculators/worked.ts'
import type { Words } from '../platform/web/words.ts'

/** What went wrong, for programs (RFC 9457): `code` and the codes of `errors` are stable, the sentences are not. */
export type ProblemBody = {
  readonly type: 'about:blank'
  readonly title: string
  readonly status: number
  readonly code: string
  readonly errors?: readonly { readonly field: string; readonly code: string; readonly message: string }[]
}

/** The codes that the API itself gives besides those of every answer of the house. */
export const problemCodes = [
  'not-json',
  'not-valid',
  ...wholeCodes,
  'not-found',
  'key-needed',
  'key-unknown',
  'scope-missing',
  'too-many-for-key',
  'idempotency-key-missing',
  'idempotency-key-reused',
  'no-scheme',
  'tax-facts-wrong',
  'consent-missing',
  'consent-revoked',
  'consent-expired',
  'database-silent',
] as const

export function problemBody(
  w: Words,
  status: number,
  code: string,
  faults: readonly Fault[] = [],
): ProblemBody {
  const errors = faults.map((fault) => ({
    field: fault.field,
    code: fault.code,
    message: w(`api.fault.${fault.code}`, fault.values),
  }))
  const title = w(`api.problem.${code}`)
  return { type: 'about:blank', title, status, code, ...(errors.length ? { errors } : {}) }
}
