import type { Store, Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { type Notice, notify, type Recipient } from '../inbox/index.ts'
import type { Day } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { checkDay, standingOf } from './matter.ts'
import * as rows from './rows.ts'
import * as measured from './rows-measures.ts'

type With = Pick<Parts, 'store' | 'policies'>

/** The step, if it is owed still. Refuses: `overdue-over`. */
async function owed(
  tx: Transaction,
  by: By,
  id: Id<'overdue'>,
): Promise<Outcome<{ readonly matter: rows.Matter }>> {
  const matter = await rows.matterById(tx, id)
  if (!matter || matter.overdue.endedAt) return refuse('overdue-over')
  return standingOf(matter.overdue.step, matter, by.today).is === 'over'
    ? refuse('overdue-over')
    : done({ matter })
}

/** Leaves in the case's trail what was done about its step, and tells those whom it concerns. */
async function leave(
  tx: Transaction,
  by: By,
  { overdue, number }: rows.Matter,
  what: string,
  to: readonly Recipient[],
  told: { readonly why: string; readonly values?: Notice['values']; readonly href?: string },
): Promise<void> {
  const subject = { kind: 'application', id: overdue.applicationId }
  await write(tx, by, { happening: `supervision.${what}`, subject, why: told.why })
  await notify(tx, by, {
    to,
    kind: 'reminders',
    words: `supervision.notice.${what}`,
    values: { number, step: { words: `supervision.step.${overdue.step}` }, ...told.values },
    href: told.href ?? `/overdue/${overdue.id}`,
    subject: { kind: 'overdue', id: overdue.id },
  })
}

/** Whoever works on a late step, and his manager. */
const atBank = ({ overdue, officerId }: rows.Matter): readonly Recipient[] => [
  { bank: overdue.institutionId, officer: officerId },
  { managersOf: overdue.institutionId },
]

/**
 * 催办: the bureau asks the bank about a late step, with words; the bank owes an answer by a day. Refuses:
 * `overdue-over` (the step was made meanwhile), `urge-open` (the bank has not answered the last one),
 * `calendar-missing`.
 */
export const urge = ({ store, policies }: With, by: By, id: Id<'overdue'>, words: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const found = await owed(tx, by, id)
    if (!found.ok) return found
    if (await measured.openUrge(tx, id)) return refuse('urge-open')
    const { value: rule, version } = supervisionOn(policies, by.today)
    const clock = dueIn(policies, by.today, rule.urgeAnswerWorkdays, version)
    if (!clock.ok) return clock
    await measured.addUrge(tx, {
      id: newId<'urge'>(),
      overdueId: id,
      words,
      urgedAt: by.at,
      urgedBy: present(by.person, 'somebody who urges').id,
      dueOn: clock.due.on,
      duePolicies: clock.due.policies,
    })
    await leave(tx, by, found.matter, 'urged', atBank(found.matter), {
      why: words,
      values: { day: clock.due.on },
    })
    return done()
  })

/** The bank's answer, which the bureau reads. Refuses: `urge-none`. */
export const answerUrge = (store: Store, by: By, id: Id<'overdue'>, answer: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const matter = present(await rows.matterById(tx, id), 'the late step that was looked up')
    const open = await measured.openUrge(tx, id)
    const answered = { answer, answeredAt: by.at, answeredBy: by.person?.id ?? null }
    if (!open || !(await measured.closeUrge(tx, open.id, answered))) return refuse('urge-none')
    await leave(tx, by, matter, 'urge-answered', [{ person: open.urgedBy }], {
      why: answer,
      href: `/bureau/overdue/${id}`,
    })
    return done()
  })

/**
 * 督办: a numbered order to the bank's manager, to be answered by a day. Refuses: `overdue-over`,
 * `supervision-running`, `supervision-day-past`.
 */
export const supervise = (
  store: Store,
  by: By,
  id: Id<'overdue'>,
  { words, dueOn }: { readonly words: string; readonly dueOn: Day },
) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly number: string }>> => {
    const found = await owed(tx, by, id)
    if (!found.ok) return found
    const fine = checkDay(dueOn, by.today)
    if (!fine.ok) return fine
    const { supervisions } = await measured.measuresOf(tx, [id])
    if (supervisions.some(({ supervision }) => supervision.state !== 'closed'))
      return refuse('supervision-running')
    const { overdue } = found.matter
    const number = await nextNumber(tx, 'DB', by.today)
    await measured.addSupervision(tx, {
      id: newId<'supervision'>(),
      number,
      overdueId: id,
      institutionId: overdue.institutionId,
      region: overdue.region,
      state: 'open',
      words,
      dueOn,
      openedAt: by.at,
      openedBy: present(by.person, 'somebody who supervises').id,
      version: 1,
    })
    await leave(tx, by, found.matter, 'supervised', [{ managersOf: overdue.institutionId }], {
      why: `${number}: ${words}`,
      values: { order: number, day: dueOn },
    })
    return done({ number })
  })

/** The manager's answer. Refuses: `supervision-answered` (it is, or it is closed). */
export const answerSupervision = (store: Store, by: By, id: Id<'supervision'>, answer: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const { order, matter } = await orderOf(tx, id)
    if (order.state !== 'open') return refuse('supervision-answered')
    const changes = {
      state: 'answered',
      answer,
      answeredAt: by.at,
      answeredBy: by.person?.id ?? null,
    } as const
    if (!(await measured.changeSupervision(tx, order, changes))) return refuse('stale')
    await leave(tx, by, matter, 'supervision-answered', [{ person: order.openedBy }], {
      why: `${order.number}: ${answer}`,
      values: { order: order.number },
      href: `/bureau/overdue/${matter.overdue.id}`,
    })
    return done()
  })

/** The bureau closes a supervision with its own words, answered or not. Refuses: `supervision-closed`. */
export const closeSupervision = (store: Store, by: By, id: Id<'supervision'>, closing: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const { order, matter } = await orderOf(tx, id)
    if (order.state === 'closed') return refuse('supervision-closed')
    const changes = { state: 'closed', closing, closedAt: by.at, closedBy: by.person?.id ?? null } as const
    if (!(await measured.changeSupervision(tx, order, changes))) return refuse('stale')
    await leave(tx, by, matter, 'supervision-closed', [{ managersOf: order.institutionId }], {
      why: `${order.number}: ${closing}`,
      values: { order: order.number },
    })
    return done()
  })

async function orderOf(tx: Transaction, id: Id<'supervision'>) {
  const order = present(await measured.supervisionById(tx, id), 'the supervision that was looked up')
  const matter = present(await rows.matterById(tx, order.overdueId), 'the late step of a supervision')
  return { order, matter }
}
