import type { z } from 'zod'
import { sizeAnswer, usccAnswer, workdaysAnswer } from '../calculators/answers.ts'
import { annualisedCostAnswer, loanCostAnswer, scheduleAnswer } from '../calculators/answers-costs.ts'
import {
  bridgeFeeAnswer,
  riskSharingAnswer,
  taxCreditLimitAnswer,
} from '../calculators/answers-programmes.ts'
import type { Fault, Worked } from '../calculators/worked.ts'
import { statistics as statisticsOf } from '../dashboards/index.ts'
import { dayOf } from '../platform/clock.ts'
import type { Words } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'
import { boardJson, publishedAsked } from '../scoreboard/index.ts'
import { type Answer, type Anyone, get, json, page, post, routes } from '../web.ts'
import { type Reading, readAsked, sentQuery } from './asking.ts'
import * as endpoints from './endpoints.ts'
import { openApiDocument } from './openapi.ts'
import { docsPage } from './pages.ts'
import { problemBody } from './problem.ts'
import { askDatabase } from './rows.ts'

/**
 * Strangers may calculate, and as often as they may ask for anything else: most answers cost less than a page. Only the
 * search for a yearly cost can take long, by the thousand flows.
 */
const searching = { perMinute: 600 }

export const apiRoutes = routes(
  get('/healthz', 'public', health),
  get('/api/v1/statistics', 'public', statistics),
  get('/api/v1/scoreboard', 'public', scoreboard),
  get('/api/v1/uscc/:code', 'public', uscc),
  get('/api/v1/size-class', 'public', sizeClass),
  get('/api/v1/workdays', 'public', workdays),
  post('/api/v1/calculators/repayment-schedule', 'public', repaymentSchedule),
  post('/api/v1/calculators/annualised-cost', 'public', annualisedCost, searching),
  post('/api/v1/calculators/loan-cost', 'public', loanCost),
  post('/api/v1/calculators/risk-sharing', 'public', riskSharing),
  post('/api/v1/calculators/tax-credit-limit', 'public', taxCreditLimit),
  post('/api/v1/calculators/bridge-fee', 'public', bridgeFee),
  get('/api/docs', 'public', docs),
  get('/api/docs/openapi.json', 'public', openApi),
)

async function health({ parts, w }: Anyone): Promise<Answer> {
  try {
    await askDatabase(parts.store.read)
  } catch {
    // The pipeline logs what fails; whoever asks here needs only the yes or no, whatever the driver threw.
    return problem(w, 503, 'database-silent')
  }
  return json({ status: 'ok', database: parts.store.dialect, version: parts.version })
}

async function statistics({ parts, today, query, w }: Anyone): Promise<Answer> {
  const figures = await statisticsOf(parts, today)
  return answered(w, readAsked(endpoints.nothing, sentQuery(query)), () => ({ ok: true, answer: figures }))
}

async function scoreboard({ parts, query, w }: Anyone): Promise<Answer> {
  const asked = readAsked(endpoints.scoreboard.query, sentQuery(query))
  if (!asked.ok) return answered(w, asked, () => ({ ok: true, answer: {} }))
  const { published, edition } = await publishedAsked({ parts, query })
  const isAsked = asked.asked.quarter !== undefined || asked.asked.edition !== undefined
  return answered(w, asked, () =>
    edition || !isAsked
      ? {
          ok: true,
          answer: {
            published: published.map(({ quarter, edition: number, decidedAt, reason }) => ({
              ...{ quarter, edition: number, reason, publishedOn: decidedAt ? dayOf(decidedAt) : '' },
            })),
            scoreboard: edition && boardJson(w, parts.reference, edition),
          },
        }
      : { ok: false, code: 'not-valid', faults: [{ field: 'quarter', code: 'unknown-quarter' }] },
  )
}

function uscc({ params, query, w }: Anyone): Answer {
  const nothing = readAsked(endpoints.nothing, sentQuery(query))
  return answered(w, nothing, () => ({ ok: true, answer: usccAnswer(params.code ?? '') }))
}

function sizeClass({ query, w }: Anyone): Answer {
  return answered(w, readAsked(endpoints.sizeClass.query, sentQuery(query)), sizeAnswer)
}

function workdays({ query, w, parts }: Anyone): Answer {
  const read = readAsked(endpoints.workdays.query, sentQuery(query))
  return answered(w, read, (asked) => workdaysAnswer(asked, parts.reference.calendar))
}

function repaymentSchedule(visit: Anyone): Answer {
  return posted(visit, endpoints.repaymentSchedule.body, scheduleAnswer)
}

function annualisedCost(visit: Anyone): Answer {
  return posted(visit, endpoints.annualisedCost.body, annualisedCostAnswer)
}

function loanCost(visit: Anyone): Answer {
  return posted(visit, endpoints.loanCost.body, loanCostAnswer)
}

function riskSharing(visit: Anyone): Answer {
  const { parts, today } = visit
  return posted(visit, endpoints.riskSharing.body, (asked) =>
    told(riskSharingAnswer(asked, parts.policies, today), ({ shares, totalFen }) => ({ shares, totalFen })),
  )
}

function taxCreditLimit(visit: Anyone): Answer {
  const { policies } = visit.parts
  return posted(visit, endpoints.taxCreditLimit.body, (asked) =>
    told(taxCreditLimitAnswer(asked, policies), (found) => {
      const { eligible, limitFen, annualRatePpm, reasons, policy } = found
      return { eligible, limitFen, annualRatePpm, reasons, policy: policy.version }
    }),
  )
}

function bridgeFee(visit: Anyone): Answer {
  const { policies, reference } = visit.parts
  return posted(visit, endpoints.bridgeFee.body, (asked) =>
    told(bridgeFeeAnswer(asked, policies, reference.calendar), (found) => {
      const { days, feeFen, tiers, overdueDays } = found
      return { days, feeFen, tiers, overdueDays }
    }),
  )
}

/** What an address promises of an answer that knows more, and by which terms it was worked out. */
const told = <Answered extends { readonly policy: InForce<{ readonly assumed: readonly string[] }> }>(
  worked: Worked<Answered>,
  tell: (answer: Answered) => object,
): Worked<object> =>
  worked.ok ? { ok: true, answer: tell(worked.answer), by: worked.answer.policy } : worked

/** A figure that a placeholder decided says so to programs too; the bodies of the answers are promised as they are. */
const termsHeaders = ({ by }: Extract<Worked<object>, { ok: true }>): Record<string, string> =>
  by
    ? {
        'policy-version': by.version,
        'policy-certainty': by.row.certainty,
        ...(by.value.assumed.length ? { 'policy-assumed': by.value.assumed.join(', ') } : {}),
      }
    : {}

function docs({ w, parts }: Anyone): Answer {
  return page('api/docs', docsPage(w, parts.config.origin))
}

function openApi({ w, parts }: Anyone): Answer {
  return json(openApiDocument(w, parts.config.origin, parts.version))
}

function posted<Shape extends z.ZodType>(
  { body, w }: Anyone,
  shape: Shape,
  work: (asked: z.output<Shape>) => Worked<object>,
): Answer {
  // A text is what a body is that did not say it is JSON, or nothing at all was sent.
  if (body === undefined || typeof body === 'string') return problem(w, 400, 'not-json')
  return answered(w, readAsked(shape, body), work)
}

function answered<Asked>(w: Words, read: Reading<Asked>, work: (asked: Asked) => Worked<object>): Answer {
  if (!read.ok) return problem(w, 422, 'not-valid', read.faults)
  const worked = work(read.asked)
  return worked.ok
    ? json(worked.answer, 200, 'application/json', termsHeaders(worked))
    : problem(w, 422, worked.code, worked.faults)
}

const problem = (w: Words, status: number, code: string, faults?: readonly Fault[]): Answer =>
  json(problemBody(w, status, code, faults), status, 'application/problem+json')
