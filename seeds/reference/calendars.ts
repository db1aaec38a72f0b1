import { day, yearOf } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { type CalendarYear, calendarCode } from '../../server/policies/calendar.ts'
import type { PolicyRow } from '../../server/policies/index.ts'
import { loadCalendar } from './load.ts'

/** The days on which the State Council's office published the notices of these years. */
const published: Readonly<Record<number, string>> = {
  2024: '2023-10-25',
  2025: '2024-11-12',
  2026: '2025-11-04',
}

/** The working-day calendars that the program brings along; the bureau adds the years that follow. */
export const calendarPolicies = (): readonly PolicyRow[] => {
  const { years, kinds } = loadCalendar()
  const of = (year: number, wanted: 'off' | 'work') =>
    [...kinds].flatMap(([on, kind]) => (yearOf(on) === year && kind === wanted ? [on] : []))
  return [...years].map((year) => {
    const value: CalendarYear = { year, off: of(year, 'off'), work: of(year, 'work') }
    return {
      code: calendarCode(year),
      version: 1,
      effectiveFrom: day(present(published[year], 'the day of a notice')),
      effectiveTo: null,
      value,
      source: `国务院办公厅关于${year}年部分节假日安排的通知，据公开转载核对`,
      certainty: 'seen',
    }
  })
}
