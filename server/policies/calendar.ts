import { z } from 'zod'
import { type Day, firstYear, lastYear, parseDay, plusDays, weekdayOf, yearOf } from '../money/day.ts'
import type { Calendar } from '../money/workdays.ts'
import { type Refusal, type Refused, refuse } from '../platform/outcome.ts'
import type { PolicyBook } from './book.ts'
import { type PolicyRow, versionName } from './policy.ts'
import { newestOf } from './proposal.ts'
import { dayShape } from './shapes.ts'

/** Policies `calendar-2026` and so on: what the State Council's notice for one year says beyond Monday to Friday. */
export const calendarFamily = 'calendar'
export const calendarCode = (year: number): string => `${calendarFamily}-${year}`

export const calendarShape = z.strictObject({
  year: z.number().int().min(firstYear).max(lastYear),
  /** 放假: days off, weekends among them included. */
  off: z.array(dayShape),
  /** 调休上班: days at a weekend that are worked. */
  work: z.array(dayShape),
})
export type CalendarYear = z.infer<typeof calendarShape>

/** The statutory holidays of a year were eleven days until 2024 and are thirteen since; a notice never has fewer. */
const leastDaysOff = 11

/**
 * Why a year cannot be used: an empty list when it can. Refuses what has another form, days of another year, days
 * that stand twice, a make-up day that is worked anyway, and a year with fewer days off than the law gives.
 */
export function checkCalendar(value: unknown): Refusal[] {
  const read = calendarShape.safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'calendar-malformed', field: path.join('.') }))
  const { year, off, work } = read.data
  const faults: Refusal[] = [...off, ...work].flatMap((on, at, all) => {
    if (yearOf(on) !== year) return [{ code: 'calendar-other-year', field: 'days', values: { on, year } }]
    return all.indexOf(on) < at ? [{ code: 'calendar-day-twice', field: 'days', values: { on } }] : []
  })
  for (const on of work)
    if (weekdayOf(on) <= 5) faults.push({ code: 'calendar-worked-anyway', field: 'days', values: { on } })
  if (faults.length === 0 && off.length < leastDaysOff)
    faults.push({
      code: 'calendar-too-few',
      field: 'days',
      values: { count: off.length, least: leastDaysOff },
    })
  return faults
}

export type LineFault = { readonly line: number; readonly text: string; readonly refusal: Refusal }

const kindOf: Readonly<Record<string, 'off' | 'work'>> = {
  off: 'off',
  work: 'work',
  休: 'off',
  放假: 'off',
  班: 'work',
  上班: 'work',
}

/**
 * Reads a year as it is pasted: one day a line, `2027-01-01,off` or `2027/1/24 上班`; a heading and empty lines are
 * passed over. All that is wrong comes back, each with its line. Refuses by line: `calendar-line-wrong`,
 * `not-a-day`, `calendar-other-year`, `calendar-day-twice`, `calendar-worked-anyway`; of the whole
 * `calendar-too-few`.
 */
export function readCalendarLines(
  text: string,
  year: number,
): { readonly value: CalendarYear; readonly faults: readonly LineFault[]; readonly whole: Refusal | null } {
  const days = new Map<Day, 'off' | 'work'>()
  const faults: LineFault[] = []
  for (const [at, line] of text.normalize('NFKC').split(/\r?\n/).entries()) {
    if (line.trim() === '' || (at === 0 && /^\s*(day|日期)\b/iu.test(line))) continue
    const read = readLine(line, year, days)
    if (read.ok) days.set(read.on, read.kind)
    else faults.push({ line: at + 1, text: line.trim().slice(0, 60), refusal: read.refusal })
  }
  const of = (kind: 'off' | 'work') => [...days].flatMap(([on, one]) => (one === kind ? [on] : [])).toSorted()
  const value = { year, off: of('off'), work: of('work') }
  const whole = faults.length ? null : (checkCalendar(value)[0] ?? null)
  return { value, faults, whole }
}

function readLine(
  line: string,
  year: number,
  before: ReadonlyMap<Day, unknown>,
): Refused | { readonly ok: true; readonly on: Day; readonly kind: 'off' | 'work' } {
  const [left = '', right = '', ...more] = line.trim().split(/[\s,;\u3001]+/u)
  const kind = kindOf[right.toLowerCase()]
  if (!kind || more.length > 0) return refuse('calendar-line-wrong')
  const read = parseDay(left)
  if (!read.ok) return refuse('calendar-not-a-day')
  const on = read.day
  if (yearOf(on) !== year) return refuse('calendar-other-year', { values: { on, year } })
  if (before.has(on)) return refuse('calendar-day-twice', { values: { on } })
  if (kind === 'work' && weekdayOf(on) <= 5) return refuse('calendar-worked-anyway', { values: { on } })
  return { ok: true, on, kind }
}

const calendars = new WeakMap<readonly PolicyRow[], Calendar>()

/**
 * The working-day calendar as the newest versions say. A notice counts from its approval for every day of its year,
 * past ones included, for a day was off or it was not; so no business day is asked for.
 */
export function calendarOf({ rows }: PolicyBook): Calendar {
  const known = calendars.get(rows)
  if (known) return known
  const years = calendarYears(rows).map((row) => calendarShape.parse(row.value))
  const calendar: Calendar = {
    years: new Set(years.map(({ year }) => year)),
    kinds: new Map(
      years.flatMap(({ off, work }) => [
        ...off.map((on) => [on, 'off'] as const),
        ...work.map((on) => [on, 'work'] as const),
      ]),
    ),
  }
  calendars.set(rows, calendar)
  return calendar
}

const calendarPattern = new RegExp(`^${calendarFamily}-\\d{4}$`)
const yearsKnown = new WeakMap<readonly PolicyRow[], readonly PolicyRow[]>()

/** The newest version of each year, by year. */
export function calendarYears(rows: readonly PolicyRow[]): readonly PolicyRow[] {
  const known = yearsKnown.get(rows)
  if (known) return known
  const codes = new Set(rows.map(({ code }) => code).filter((code) => calendarPattern.test(code)))
  const years = [...codes].toSorted().flatMap((code) => newestOf(rows, code) ?? [])
  yearsKnown.set(rows, years)
  return years
}

/** The versions of the years that a count from one day to another looked at, for what it decided to keep. */
export const calendarVersions = ({ rows }: PolicyBook, from: Day, to: Day): string[] =>
  calendarYears(rows)
    .filter((row) => [calendarCode(yearOf(from)), calendarCode(yearOf(to))].includes(row.code))
    .map(versionName)

/** Runs of days that follow each other, for people: 1–3 January, 15–23 February. */
export function runsOf(days: readonly Day[]): { readonly from: Day; readonly to: Day }[] {
  const runs: { from: Day; to: Day }[] = []
  for (const on of days.toSorted()) {
    const last = runs.at(-1)
    if (last && plusDays(last.to, 1) === on) last.to = on
    else runs.push({ from: on, to: on })
  }
  return runs
}
