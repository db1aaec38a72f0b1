import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import type { Day } from '../money/day.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { checkAnswer, checkItems, moveRequest, type RequestItem, type RequestState } from './request.ts'
import * as rows from './rows-requests.ts'

/* 退回补件 within the transaction of whoever moves the case: the clock of the case is not this room's. */

type Asking = {
  readonly applicationId: Id<'application'>
  readonly items: readonly RequestItem[]
  readonly words: string
  readonly dueOn: Day
  readonly duePolicy: string
  /** The working days that the bank had left; its clock stands still from now on. */
  readonly bankDaysLeft: number | null
}

/** Refuses: `nothing-asked`, `asked-words-required`, `papers-asked-already`. */
export async function askForPapers(tx: Transaction, by: By, asking: Asking): Promise<Outcome<object>> {
  const { items, ...request } = asking
  const fine = checkItems(items, asking.words)
  if (!fine.ok) return fine
  if (await rows.runningRequest(tx, asking.applicationId)) return refuse('papers-asked-already')
  const id = newId<'document-request'>()
  await rows.addRequest(
    tx,
    {
      ...request,
      id,
      state: 'open',
      askedBy: present(by.person, 'somebody who asks').id,
      owedSince: by.at,
      version: 1,
    },
    items,
  )
  await write(tx, by, {
    happening: 'documents.asked',
    subject: { kind: 'application', id: asking.applicationId },
    ...(asking.words ? { why: asking.words } : {}),
    details: { request: id, items, dueOn: asking.dueOn },
  })
  return done()
}

/**
 * The firm gives the case back; its owing ends now. Refuses: `answer-words-required`, `request-move-not-allowed`.
 */
export async function answerRequest(
  tx: Transaction,
  by: By,
  request: rows.PaperRequest,
  owedCount: number,
  answer: string,
): Promise<Outcome<object>> {
  const fine = checkAnswer(owedCount, answer)
  if (!fine.ok) return fine
  return moved(tx, by, request, 'answered', {
    owedUntil: by.at,
    answeredBy: present(by.person, 'somebody who answers').id,
    answer,
  })
}

/** The officer takes the case up again with what came. Refuses: `request-move-not-allowed`. */
export const resumeRequest = (tx: Transaction, by: By, request: rows.PaperRequest) =>
  moved(tx, by, request, 'resumed', over(by))

/** The bank no longer wants the papers. Refuses: `request-move-not-allowed`. */
export const withdrawRequest = (tx: Transaction, by: By, request: rows.PaperRequest) =>
  moved(tx, by, request, 'ended', { ...over(by), owedUntil: request.owedUntil ?? by.at })

/** A case that moves on takes its request with it: an answer that lay before the bank counts as taken up. */
export async function endRequestOf(tx: Transaction, by: By, applicationId: Id<'application'>): Promise<void> {
  const request = await rows.runningRequest(tx, applicationId)
  if (!request) return
  if (request.state === 'answered') await resumeRequest(tx, by, request)
  else await withdrawRequest(tx, by, request)
}

const over = (by: By) => ({ endedAt: by.at, endedBy: by.person?.id ?? null })

async function moved(
  tx: Transaction,
  by: By,
  request: rows.PaperRequest,
  to: RequestState,
  changes: Parameters<typeof rows.changeRequest>[2],
): Promise<Outcome<object>> {
  const allowed = moveRequest(request.state, to)
  if (!allowed.ok) return allowed
  if (!(await rows.changeRequest(tx, request, { ...changes, state: to }))) return refuse('stale')
  const answer = to === 'answered' ? changes.answer : null
  await write(tx, by, {
    happening: `documents.request-${to}`,
    subject: { kind: 'application', id: request.applicationId },
    ...(answer ? { why: answer } : {}),
    details: { request: request.id },
  })
  return done()
}
