import type { Store, Transaction } from '../../db/index.ts'
import type { By, PersonId } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { type Notice, notify } from '../inbox/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { plusWorkdays } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { eachInTurn } from '../platform/work/slices.ts'
import { calendarOf } from '../policies/index.ts'
import { checkAnswer, checkClosing } from './assignment.ts'
import { checkDay } from './matter.ts'
import * as rows from './rows-assignments.ts'

/** What a person is to do, and by when. */
export type Task = { readonly personId: PersonId; readonly words: string; readonly dueOn: Day }

/** What is assigned: its page, what is the matter, and whom it concerns. */
export type Matter = rows.Subject & Pick<rows.Assignment, 'matter' | 'about' | 'institutionId' | 'region'>

const whoOf = (by: By) => present(by.person, 'somebody who acts').id

async function tell(
  tx: Transaction,
  by: By,
  one: Pick<rows.Assignment, 'id' | 'number' | 'about' | 'matter' | 'dueOn'>,
  what: string,
  to: Notice['to'],
  once?: string,
): Promise<number> {
  return notify(tx, by, {
    ...{ to, kind: 'reminders', words: `supervision.notice.${what}`, href: `/bureau/assignments/${one.id}` },
    values: { number: one.number, about: one.about, matter: { words: one.matter }, day: one.dueOn },
    subject: { kind: 'assignment', id: one.id },
    ...(once ? { once } : {}),
  })
}

/**
 * 交办 within a transaction: puts a matter into the hands of a person of the bureau that answers for its place. Refuses
 * `supervision-day-past`, `assignment-elsewhere` (no such person there), `assignment-running`.
 */
export async function openAssignment(
  tx: Transaction,
  by: By,
  matter: Matter,
  { personId, words, dueOn }: Task,
): Promise<Outcome<{ readonly id: rows.AssignmentId; readonly number: string }>> {
  const fine = checkDay(dueOn, by.today)
  if (!fine.ok) return fine
  const people = await rows.peopleFor(tx, matter.region)
  if (!people.some(({ id }) => id === personId)) return refuse('assignment-elsewhere', { field: 'person' })
  if (await rows.runningOf(tx, matter)) return refuse('assignment-running')
  const number = await nextNumber(tx, 'JB', by.today)
  const id = newId<'assignment'>()
  const added = await rows.addAssignment(tx, {
    ...{ ...matter, id, number, personId, words, dueOn, state: 'assigned', returns: 0, version: 1 },
    ...{ openedOn: by.today, openedAt: by.at, openedBy: whoOf(by) },
  })
  if (!added) return refuse('assignment-running')
  await write(tx, by, {
    ...{ happening: 'supervision.assigned', subject: { kind: 'assignment', id }, why: words },
    ...{ to: 'assigned', details: { number, personId, dueOn } },
  })
  await tell(tx, by, { id, number, ...matter, dueOn }, 'assigned', [{ person: personId }])
  return done({ id, number })
}

/** The same as an action of its own, for what has no state that follows it. */
export const assign = (store: Store, by: By, matter: Matter, task: Task) =>
  act(store, by, (tx) => openAssignment(tx, by, matter, task))

async function found(tx: Transaction, id: rows.AssignmentId): Promise<rows.Assignment> {
  return present(await rows.assignmentById(tx, id), 'the assignment that was looked up').assignment
}

/**
 * The assignee says what he did; whoever assigned it hears. Refuses `assignment-not-yours`, `assignment-answered`, `stale`.
 */
export const answerAssignment = (store: Store, by: By, id: rows.AssignmentId, answer: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const one = await found(tx, id)
    const fine = checkAnswer(one, whoOf(by))
    if (!fine.ok) return fine
    const changes = { state: 'answered', answer, answeredAt: by.at } as const
    if (!(await rows.changeAssignment(tx, one, changes))) return refuse('stale')
    await leave(tx, by, one, 'assignment-answered', answer, 'answered')
    await tell(tx, by, one, 'assignment-answered', [{ person: one.openedBy }])
    return done()
  })

const leave = (
  tx: Transaction,
  by: By,
  one: rows.Assignment,
  what: string,
  why: string,
  to: rows.Assignment['state'],
) =>
  write(tx, by, {
    ...{ happening: `supervision.${what}`, subject: { kind: 'assignment', id: one.id } },
    ...{ why, from: one.state, to, details: { number: one.number } },
  })

/**
 * 退回: what was answered is not done yet; it goes back to the same person with a new day. Refuses `assignment-closed`,
 * `assignment-unanswered`, `assignment-own`, `supervision-day-past`, `stale`.
 */
export const giveBack = (
  store: Store,
  by: By,
  id: rows.AssignmentId,
  { words, dueOn }: Pick<Task, 'words' | 'dueOn'>,
) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const one = await found(tx, id)
    const fine = checkClosing(one, whoOf(by))
    if (!fine.ok) return fine
    const day = checkDay(dueOn, by.today)
    if (!day.ok) return day
    const changes = { state: 'assigned', returnWords: words, returns: one.returns + 1, dueOn } as const
    if (!(await rows.changeAssignment(tx, one, changes))) return refuse('stale')
    await leave(tx, by, one, 'assignment-returned', words, 'assigned')
    await tell(tx, by, { ...one, dueOn }, 'assignment-returned', [{ person: one.personId }])
    return done()
  })

/**
 * Ends what is in somebody's hands, within a transaction; a warning ends with it. Refuses `assignment-closed`,
 * `assignment-unanswered`, `assignment-own`, `stale`.
 */
export async function closeAssignment(
  tx: Transaction,
  by: By,
  subject: rows.Subject,
  closing: string,
): Promise<Outcome<object>> {
  const running = await rows.runningOf(tx, subject)
  if (!running) return refuse('assignment-closed')
  const one = running.assignment
  const fine = checkClosing(one, whoOf(by))
  if (!fine.ok) return fine
  const closed = { closing, closedOn: by.today, closedAt: by.at, closedBy: whoOf(by) }
  if (!(await rows.changeAssignment(tx, one, { ...closed, state: 'closed' }))) return refuse('stale')
  await leave(tx, by, one, 'assignment-closed', closing, 'closed')
  await tell(tx, by, one, 'assignment-closed', [{ person: one.personId }])
  return done()
}

/** The same as an action; a warning is closed on its own page, with what came of it. Refuses besides `assignment-of-warning`. */
export const closeOne = (store: Store, by: By, id: rows.AssignmentId, closing: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const one = await found(tx, id)
    if (one.subjectKind === 'warning') return refuse('assignment-of-warning')
    if (one.state === 'closed') return refuse('assignment-closed')
    return closeAssignment(tx, by, one, closing)
  })

/** How far back a word about lateness is still owed: an outage of the nights is made up for, old times are not told anew. */
const toldBackDays = 60

/**
 * The morning's word: the assignee is reminded before his day, and told with whoever assigned it when it has passed. Each
 * once for each day, however often the morning runs. Says how many notices were written.
 */
export const chaseAssignments = (
  { store, policies }: Pick<Parts, 'store' | 'policies'>,
  by: By,
  remindWorkdays: number,
): Promise<number> => {
  const near = plusWorkdays(calendarOf(policies), by.today, remindWorkdays)
  const window = { from: plusDays(by.today, -toldBackDays), to: near.ok ? near.day : by.today }
  return eachInTurn(
    store,
    (tx, after: rows.AssignmentId | null, limit) => rows.unanswered(tx, window, after, limit),
    async (tx, all) => {
      let count = 0
      for (const one of all) {
        const what = one.dueOn < by.today ? 'assignment-late' : 'assignment-near'
        const to: Notice['to'] =
          what === 'assignment-late'
            ? [{ person: one.personId }, { person: one.openedBy }]
            : [{ person: one.personId }]
        count += await tell(tx, by, one, what, to, `${what} ${one.id} ${one.dueOn}`)
      }
      return count
    },
  )
}
