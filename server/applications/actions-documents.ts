import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { goesOn, stopped } from '../clocks/clock.ts'
import { noteContact } from '../contacts/index.ts'
import { mayAsk } from '../documents/access.ts'
import {
  answerRequest,
  askForPapers,
  owedCount,
  resumeRequest,
  runningRequest,
  withdrawRequest,
} from '../documents/index.ts'
import type { RequestItem } from '../documents/request.ts'
import { documentRulesOn } from '../documents/rules.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { calendarOf, calendarVersions, dueIn, type PolicyBook } from '../policies/index.ts'
import { termsOf } from '../products/index.ts'
import { owedOn } from './actions.ts'
import { tellSides } from './actions-notices.ts'
import * as rows from './rows.ts'

type With = Pick<Parts, 'store' | 'policies'>
type Moved = Outcome<{ readonly application: rows.Application }>

/**
 * 退回补件: the bank gives the case back to the firm with a list. The bank's clock stands still until the firm answers;
 * whoever asked may decide afterwards.
 *
 * Refuses: `case-not-askable` (the next step is not the bank's), `nothing-asked`, `asked-words-required`,
 * `papers-asked-already`, `calendar-missing`, `stale`.
 */
export const returnForPapers = (
  { store, policies }: With,
  by: By,
  id: Id<'application'>,
  { items, words }: { readonly items: readonly RequestItem[]; readonly words: string },
) =>
  act(store, by, async (tx): Promise<Moved> => {
    const application = await rows.applicationById(tx, id)
    if (!application || !mayAsk(application.state)) return refuse('case-not-askable')
    const { value: rules, version } = documentRulesOn(policies, by.today)
    const clock = dueIn(policies, by.today, rules.answerWorkdays, version)
    if (!clock.ok) return clock
    const left = application.dueOn ? stopped(calendarOf(policies), application.dueOn, by.today) : null
    if (left && !left.ok) return calendarMissing(left.year)
    await noteContact(tx, by, id, 'papers')
    const asked = await askForPapers(tx, by, {
      applicationId: id,
      items,
      words,
      dueOn: clock.due.on,
      duePolicy: version,
      bankDaysLeft: left?.days ?? null,
    })
    if (!asked.ok) return asked
    // Who asked is known by the request; a case that nobody had yet becomes his.
    const officerId = application.officerId ?? by.person?.id ?? null
    await tellSides(tx, by, 'papers-asked', application)
    return changed(tx, application, { dueOn: null, officerId })
  })

/** The firm gives the case back to the bank, whose clock goes on where it stopped. Refuses: `nothing-to-answer`, `answer-words-required`, `calendar-missing`, `stale`. */
export const resubmit = ({ store, policies }: With, by: By, id: Id<'application'>, answer: string) =>
  act(store, by, async (tx): Promise<Moved> => {
    const application = await rows.applicationById(tx, id)
    const request = application ? await runningRequest(tx, id) : null
    if (!application || request?.state !== 'open') return refuse('nothing-to-answer')
    const missing = await owedCount(tx, id, await termsOfCase(tx, application), by.today)
    const answered = await answerRequest(tx, by, request, missing, answer)
    if (!answered.ok) return answered
    await tellSides(tx, by, 'papers-answered', application)
    return clockGoesOn(tx, policies, by, application, request.bankDaysLeft)
  })

/** The officer goes on with what came. Refuses: `nothing-to-resume`. */
export const resume = ({ store }: With, by: By, id: Id<'application'>) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const request = await runningRequest(tx, id)
    return request?.state === 'answered' ? resumeRequest(tx, by, request) : refuse('nothing-to-resume')
  })

/** The bank no longer wants the papers; its clock goes on. Refuses: `nothing-to-withdraw`, `calendar-missing`, `stale`. */
export const withdrawReturn = ({ store, policies }: With, by: By, id: Id<'application'>) =>
  act(store, by, async (tx): Promise<Moved> => {
    const application = await rows.applicationById(tx, id)
    const request = application ? await runningRequest(tx, id) : null
    if (!application || request?.state !== 'open') return refuse('nothing-to-withdraw')
    const withdrawn = await withdrawRequest(tx, by, request)
    if (!withdrawn.ok) return withdrawn
    await tellSides(tx, by, 'papers-not-wanted', application)
    return clockGoesOn(tx, policies, by, application, request.bankDaysLeft)
  })

/** The papers that the case's product asks for, in the version applied under. */
export const termsOfCase = async (
  from: Parameters<typeof termsOf>[0],
  { productId, productVersion }: Pick<rows.Application, 'productId' | 'productVersion'>,
) => present(await termsOf(from, productId, productVersion), 'terms applied under')

/** The bank has as many working days as it had when its clock stopped; who was late then stays late. */
async function clockGoesOn(
  tx: Transaction,
  policies: PolicyBook,
  by: By,
  application: rows.Application,
  daysLeft: number | null,
): Promise<Moved> {
  if (daysLeft === null) return changed(tx, application, owedOn(null))
  const due = goesOn(calendarOf(policies), daysLeft, by.today)
  if (!due.ok) return calendarMissing(due.year)
  const counted = calendarVersions(policies, ...between(by.today, due.day))
  const duePolicies = [...new Set([...(application.duePolicies ?? []), ...counted])]
  return changed(tx, application, { dueOn: due.day, duePolicies })
}

const between = (one: Day, other: Day): [Day, Day] => (one < other ? [one, other] : [other, one])

async function changed(
  tx: Transaction,
  application: rows.Application,
  changes: rows.ApplicationChanges,
): Promise<Moved> {
  const moved = await rows.changeApplication(tx, application, changes)
  return moved ? done({ application: moved }) : refuse('stale')
}

const calendarMissing = (year: number | undefined) =>
  refuse('calendar-missing', { values: { year: year ?? 0 } })
