import { applicationNumbered, lookAtTax, mayReadDetails } from '../applications/index.ts'
import { checkCase } from '../tax-checks/index.ts'
import { checkedWithoutDetails } from '../tax-checks/without-details.ts'
import { type Answer, get, json, type Keyed, NotFound, routes } from '../web.ts'
import { readAsked, sentQuery } from './asking.ts'
import { nothing } from './endpoints.ts'
import { problemBody } from './problem.ts'

export const taxApiRoutes = routes(
  get('/api/v1/applications/:number/tax-check', 'key:tax-checks-read', showTaxCheck),
)

/**
 * 税融通预审 for the program of a bank: what the scheme of the product says today of the firm of its own case, worked out
 * as the page of the case and the open calculator do. By the firm's consent alone, each look recorded under the key. For how
 * long the firm has been there goes by its consent to its figures: without it that figure is null, and the rule stands.
 */
async function showTaxCheck({ parts, by, params, query, program, today, w }: Keyed): Promise<Answer> {
  const refused = (status: number, code: string) =>
    json(problemBody(w, status, code), status, 'application/problem+json')
  const number = params.number ?? ''
  const { read } = parts.store
  const application = await applicationNumbered(read, program.key.institutionId, number)
  if (!application) throw new NotFound(number)
  const asked = readAsked(nothing, sentQuery(query))
  if (!asked.ok) {
    const body = problemBody(w, 422, 'not-valid', asked.faults)
    return json(body, 422, 'application/problem+json')
  }
  const found = await checkCase(read, parts, application, today)
  if (!found) return refused(422, 'no-scheme')
  const looked = await lookAtTax(parts, by, application)
  if (!looked.ok) return refused(403, looked.refusal.code)
  const { checked } = found
  if (!checked) return refused(422, unasked[found.refusal?.code ?? ''] ?? 'tax-facts-wrong')
  const mayRead = await mayReadDetails(parts, by, application)
  const { code, version, result } = mayRead ? checked : checkedWithoutDetails(checked)
  const { eligible, limitFen, annualRatePpm, reasons } = result
  return json({
    ...{ application: application.number, scheme: code, on: today },
    ...{ eligible, limitFen, annualRatePpm, reasons, policy: version },
    lprPolicy: found.lprVersion,
  })
}

/** Why the scheme of a product cannot be asked; of anything else the facts are the cause. */
const unasked: Readonly<Record<string, string>> = {
  'unknown-scheme': 'no-scheme',
  'lpr-missing': 'lpr-missing',
}
