import { createHash } from 'node:crypto'
import type { z } from 'zod'
import type { Transaction } from '../../db/index.ts'
import { onceForKey } from '../api-keys/index.ts'
import {
  drawdown,
  drawdownsOf,
  inYuan,
  type LoanRow,
  loanNumbered,
  repayment,
  repaymentsOf,
} from '../loans/index.ts'
import { daysSince } from '../loans/loan.ts'
import type { Day } from '../money/day.ts'
import { fen } from '../money/fen.ts'
import { dayOf } from '../platform/clock.ts'
import { done, type Outcome, type Refusal } from '../platform/outcome.ts'
import type { Words } from '../platform/web/words.ts'
import { type Answer, get, json, type Keyed, NotFound, post, routes } from '../web.ts'
import { readAsked, sentQuery } from './asking.ts'
import { nothing } from './endpoints.ts'
import * as endpoints from './endpoints-loans.ts'
import { problemBody } from './problem.ts'

export const loanApiRoutes = routes(
  get('/api/v1/loans/:number', 'key:loans-read', showLoan),
  post('/api/v1/loans/:number/drawdowns', 'key:drawdowns-write', reportDrawdown),
  post('/api/v1/loans/:number/repayments', 'key:repayments-write', reportRepayment),
)

/** The loan of the key's own institution; another's is not found, as if there were none. */
async function loanOf({ parts, params, program }: Keyed): Promise<LoanRow> {
  const number = params.number ?? ''
  const loan = await loanNumbered(parts.store.read, program.key.institutionId, number)
  if (!loan) throw new NotFound(number)
  return loan
}

async function showLoan(visit: Keyed): Promise<Answer> {
  const { parts, query, today, w } = visit
  const { read } = parts.store
  const loan = await loanOf(visit)
  const asked = readAsked(nothing, sentQuery(query))
  if (!asked.ok) return problem(422, problemBody(w, 422, 'not-valid', asked.faults))
  const [drawn, paid] = await Promise.all([drawdownsOf(read, loan.id), repaymentsOf(read, loan.id)])
  return json({
    loan: loanShown(loan, today),
    drawdowns: drawn.map(({ amountFen, drawnOn, reportedAt, reportDueOn }) => ({
      ...{ amountFen, drawnOn, reportedOn: dayOf(reportedAt), reportDueOn },
    })),
    repayments: paid.map(({ paidOn, principalFen, interestFen, reference, reversalOf, byGuarantor }) => ({
      ...{ paidOn, principalFen, interestFen, reference, isReversal: reversalOf !== null },
      payer: byGuarantor ? 'guarantor' : 'firm',
    })),
  })
}

function loanShown(loan: LoanRow, today: Day) {
  const { number, contractNumber, state, amountFen, drawnFen, balanceFen } = loan
  const { signedOn, firstDrawnOn, maturesOn, settledOn, riskClass, firstLoan } = loan
  return {
    ...{ number, contractNumber, state, amountFen, drawnFen, balanceFen },
    ...{ signedOn, firstDrawnOn, maturesOn, settledOn },
    daysLate: daysSince(loan.overdueSince, today),
    ...{ riskClass, firstLoan },
  }
}

function reportDrawdown(visit: Keyed): Promise<Answer> {
  const { parts, by } = visit
  return written(visit, endpoints.drawdowns.body, (tx, loan, { amountFen, drawnOn }) =>
    drawdown(tx, parts, by, loan.id, { amountFen: fen(amountFen), drawnOn }),
  )
}

function reportRepayment(visit: Keyed): Promise<Answer> {
  const { parts, by } = visit
  return written(visit, endpoints.repayments.body, (tx, loan, { principalFen, interestFen, ...asked }) =>
    repayment(tx, parts, by, loan.id, {
      ...asked,
      principalFen: fen(principalFen),
      interestFen: fen(interestFen),
    }),
  )
}

type Work<Asked> = (
  tx: Transaction,
  loan: LoanRow,
  asked: Asked,
) => Promise<Outcome<{ readonly loan: LoanRow }>>

/** A report of money: read, carried out once for its idempotency key, and answered with the loan as it then stands. */
async function written<Shape extends z.ZodType>(
  visit: Keyed,
  shape: Shape,
  work: Work<z.output<Shape>>,
): Promise<Answer> {
  const { parts, by, w, today, path, body, program } = visit
  const loan = await loanOf(visit)
  if (program.idempotencyKey === null) return problem(400, problemBody(w, 400, 'idempotency-key-missing'))
  // A text is what a body is that did not say it is JSON, or nothing at all was sent.
  if (body === undefined || body === null || typeof body === 'string') {
    return problem(400, problemBody(w, 400, 'not-json'))
  }
  const read = readAsked(shape, body)
  if (!read.ok) return problem(422, problemBody(w, 422, 'not-valid', read.faults))
  const asked = createHash('sha256')
    .update(`${path}\n${inOneOrder(body)}`)
    .digest('hex')
  const { institutionId } = program.key
  const outcome = await onceForKey(
    parts.store,
    by,
    { institutionId, key: program.idempotencyKey, asked },
    async (tx) => {
      const worked = await work(tx, loan, read.asked)
      return worked.ok ? done({ answer: { loan: loanShown(worked.loan, today) } }) : worked
    },
  )
  return outcome.ok ? json(outcome.answer, outcome.status) : refused(w, outcome.refusal)
}

/** The same body whichever order its names stand in. */
function inOneOrder(body: unknown): string {
  return JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : value,
  )
}

function refused(w: Words, refusal: Refusal): Answer {
  if (refusal.code === 'idempotency-key-reused') return problem(409, problemBody(w, 409, refusal.code))
  const message = w.refusal(inYuan(refusal))
  const errors = refusal.field ? [{ field: refusal.field, code: refusal.code, message }] : []
  const status = refusal.code === 'stale' ? 409 : 422
  return problem(status, {
    ...{ type: 'about:blank', title: message, status, code: refusal.code },
    ...(errors.length ? { errors } : {}),
  })
}

const problem = (status: number, body: object): Answer => json(body, status, 'application/problem+json')
