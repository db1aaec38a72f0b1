import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { notify } from '../inbox/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { isWorkday, plusWorkdays } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { assert } from '../platform/assert.ts'
import { startOf } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { eachInTurn, untilNone } from '../platform/work/slices.ts'
import { calendarOf } from '../policies/index.ts'
import { chaseAssignments } from './actions-assignments.ts'
import { standingOf } from './matter.ts'
import * as rows from './rows.ts'
import { remindable, tellable } from './rows-clocks.ts'
import { listedSince } from './rows-now.ts'
import { markTold, type Source, type Window } from './rows-told.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>

/** What a morning did; a second one on the same day finds nothing to do. */
export type Morning = {
  readonly late: number
  readonly listed: number
  readonly reminded: number
  readonly told: number
}

/**
 * The morning of a working day: owners are reminded of what is due soon, a bank's manager is told of what was left
 * lying, and what stays there goes on the bureau's list. On a day off nothing happens, for nobody could act on it. Two
 * processes at once do it once: what was told is kept with its day.
 */
export async function closeClockDay(parts: With, by: By): Promise<Morning> {
  const calendar = calendarOf(parts.policies)
  // A year without a calendar is a fault of the office's, not a day off: the assertion within is heard by the log.
  if (!isWorkday(calendar, by.today)) return { late: 0, listed: 0, reminded: 0, told: 0 }
  await followMatters(parts, by)
  const late = await findLate(parts, by)
  const listed = await listMatters(parts, by)
  const { value: rule } = supervisionOn(parts.policies, by.today)
  const city = parts.reference.divisions.find(({ level }) => level === 'city')?.code ?? ''
  const yesterday = plusDays(by.today, -1)
  const told = await tellAll(parts, by, tellable(city), { kind: 'over', from: null, to: yesterday })
  await chaseAssignments(parts, by, rule.remindWorkdays)
  // Reminders look ahead, at the end of a year into one that may be unknown: they come last, and fail alone.
  const near = plusWorkdays(calendar, by.today, rule.remindWorkdays)
  assert(near.ok, `no calendar for ${near.ok ? '' : near.year}`)
  const window: Window = { kind: 'near', from: by.today, to: near.day }
  return { late, listed, told, reminded: await tellAll(parts, by, remindable(city), window) }
}

/** Ends what is no longer owed, and follows a clock that stood still to its new day. */
async function followMatters({ store }: With, by: By): Promise<void> {
  const find = (tx: Transaction, after: rows.Overdue['id'] | null, limit: number) =>
    rows.openMatters(tx, after, limit).then((found) => found.map((one) => ({ id: one.overdue.id, ...one })))
  await eachInTurn(store, find, async (tx, found) => {
    for (const matter of found) {
      const { overdue } = matter
      const standing = standingOf(overdue.step, matter, by.today)
      if (standing.is === 'over') await rows.changeOverdue(tx, overdue.id, { endedAt: by.at })
      if (standing.is === 'late' && standing.dueOn !== overdue.dueOn)
        await rows.changeOverdue(tx, overdue.id, { dueOn: standing.dueOn })
    }
    return found.length
  })
}

const findLate = (parts: With, by: By): Promise<number> =>
  untilNone(parts.store, (tx, limit) => keepLate(tx, parts, by, limit))

async function keepLate(tx: Transaction, { policies }: With, by: By, limit: number): Promise<number> {
  const { value: rule, version } = supervisionOn(policies, by.today)
  const late = await rows.lateSteps(tx, by.today, limit)
  for (const { applicationId, number, institutionId, officerId, region, dueOn, step } of late) {
    const list = plusWorkdays(calendarOf(policies), dueOn, rule.listWorkdays)
    const id = newId<'overdue'>()
    const kept = await rows.addOverdue(tx, {
      ...{ id, applicationId, step, institutionId, region, dueOn, foundAt: by.at },
      // What fell due in a year that the calendar no longer knows has been late for long enough.
      listOn: list.ok ? list.day : by.today,
      listPolicy: version,
    })
    assert(kept, 'a step that nobody was told of is not kept yet')
    const subject = { kind: 'application', id: applicationId }
    await write(tx, by, { happening: 'supervision.overdue', subject, details: { step, dueOn } })
    await notify(tx, by, {
      to: [{ managersOf: institutionId }, { bank: institutionId, officer: officerId }],
      kind: 'reminders',
      words: 'supervision.notice.overdue',
      values: { number, step: { words: `supervision.step.${step}` }, day: dueOn },
      href: `/overdue/${id}`,
      subject: { kind: 'overdue', id },
      once: `overdue ${id}`,
    })
  }
  return late.length
}

/**
 * Puts on the bureau's list what was late for long enough; each office hears once a morning how much came. The offices are
 * told from the list itself, and not from what this run put there: one that died in between would have told nobody.
 */
async function listMatters({ store }: With, by: By): Promise<number> {
  const listed = await untilNone(store, async (tx, limit) => {
    const found = await rows.toBeListed(tx, by.today, limit)
    for (const { overdue } of found) {
      await rows.changeOverdue(tx, overdue.id, { listedAt: by.at })
      const subject = { kind: 'application', id: overdue.applicationId }
      await write(tx, by, { happening: 'supervision.listed', subject })
    }
    return found.length
  })
  const counties = new Map<string, number>()
  for (const { region, count } of await listedSince(store.read, startOf(by.today)))
    counties.set(countyOf(region), (counties.get(countyOf(region)) ?? 0) + count)
  for (const [county, count] of counties) await store.transact((tx) => tellOffice(tx, by, county, count))
  return listed
}

/** The district or county of a place, by its division code. */
const countyOf = (region: string): string => region.slice(0, 6)

const tellOffice = (tx: Transaction, by: By, county: string, count: number): Promise<number> =>
  notify(tx, by, {
    to: [{ bureauOf: county }],
    kind: 'reminders',
    words: 'supervision.notice.listed',
    values: { count },
    href: '/bureau/overdue',
    subject: { kind: 'region', id: county },
    once: `listed ${by.today} ${county}`,
  })

async function tellAll(parts: With, by: By, sources: readonly Source[], window: Window): Promise<number> {
  let count = 0
  for (const source of sources)
    count += await untilNone(parts.store, (tx, limit) => tellSome(tx, by, source, window, limit))
  return count
}

async function tellSome(
  tx: Transaction,
  by: By,
  source: Source,
  window: Window,
  limit: number,
): Promise<number> {
  const running = await source(tx, window, limit)
  let told = 0
  for (const clock of running) {
    if (!(await markTold(tx, clock, window.kind, by.at))) continue
    told += 1
    const { subject, step, number, dueOn, to, href } = clock
    const what = window.kind === 'near' ? 'reminded' : 'told-late'
    await write(tx, by, { happening: `supervision.${what}`, subject, details: { step, dueOn } })
    await notify(tx, by, {
      ...{ to, href, subject, kind: 'reminders' },
      words: `supervision.notice.${window.kind}`,
      values: { number, step: { words: `supervision.step.${step}` }, day: dueOn satisfies Day },
    })
  }
  return told
}
