import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { write } from '../audit/index.ts'
import { supervisionOn } from '../clocks/rule.ts'
import { notify } from '../inbox/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import { isWorkday, plusWorkdays } from '../money/workdays.ts'
import type { Parts } from '../parts.ts'
import { assert } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { calendarOf } from '../policies/index.ts'
import { standingOf } from './matter.ts'
import * as rows from './rows.ts'
import { remindable, tellable } from './rows-clocks.ts'
import { markTold, type Source, type Window } from './rows-told.ts'

type With = Pick<Parts, 'store' | 'policies' | 'reference'>

/** As many as one transaction takes on, so that nobody else waits long for the one writer. */
const atOnce = 100

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
  // Reminders look ahead, at the end of a year into one that may be unknown: they come last, and fail alone.
  const near = plusWorkdays(calendar, by.today, rule.remindWorkdays)
  assert(near.ok, `no calendar for ${near.ok ? '' : near.year}`)
  const window: Window = { kind: 'near', from: by.today, to: near.day }
  return { late, listed, told, reminded: await tellAll(parts, by, remindable(city), window) }
}

/** Ends what is no longer owed, and follows a clock that stood still to its new day. */
const followMatters = ({ store }: With, by: By): Promise<void> =>
  store.transact(async (tx) => {
    for (const matter of await rows.openMatters(tx)) {
      const { overdue } = matter
      const standing = standingOf(overdue.step, matter, by.today)
      if (standing.is === 'over') await rows.changeOverdue(tx, overdue.id, { endedAt: by.at })
      if (standing.is === 'late' && standing.dueOn !== overdue.dueOn)
        await rows.changeOverdue(tx, overdue.id, { dueOn: standing.dueOn })
    }
  })

async function findLate(parts: With, by: By): Promise<number> {
  let count = 0
  for (;;) {
    const found = await parts.store.transact((tx) => keepLate(tx, parts, by))
    if (found === 0) return count
    count += found
  }
}

async function keepLate(tx: Transaction, { policies }: With, by: By): Promise<number> {
  const { value: rule, version } = supervisionOn(policies, by.today)
  const late = await rows.lateSteps(tx, by.today, atOnce)
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

/** Puts on the bureau's list what was late for long enough; each office hears once a morning how much came. */
const listMatters = ({ store }: With, by: By): Promise<number> =>
  store.transact(async (tx) => {
    const listed = await rows.toBeListed(tx, by.today)
    for (const { overdue } of listed) {
      await rows.changeOverdue(tx, overdue.id, { listedAt: by.at })
      const subject = { kind: 'application', id: overdue.applicationId }
      await write(tx, by, { happening: 'supervision.listed', subject })
    }
    for (const [county, count] of countsByCounty(listed)) await tellOffice(tx, by, county, count)
    return listed.length
  })

/** The district or county of a place, by its division code. */
const countyOf = (region: string): string => region.slice(0, 6)

function countsByCounty(listed: readonly rows.Matter[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const { overdue } of listed) {
    const county = countyOf(overdue.region)
    counts.set(county, (counts.get(county) ?? 0) + 1)
  }
  return counts
}

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
  for (const source of sources) {
    for (;;) {
      const told = await parts.store.transact((tx) => tellSome(tx, by, source, window))
      count += told
      if (told < atOnce) break
    }
  }
  return count
}

async function tellSome(tx: Transaction, by: By, source: Source, window: Window): Promise<number> {
  const running = await source(tx, window, atOnce)
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
