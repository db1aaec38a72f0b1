import { type Day, day, daysBetween, plusDays, weekdayOf } from '../money/day.ts'
import { type Calendar, isWorkday } from '../money/workdays.ts'
import type { Words } from '../platform/web/words.ts'
import { workdaysAnswer } from './answers.ts'
import { byTable, type Calculator } from './calculator.ts'
import { workdaysForm } from './forms.ts'
import { type Shown, shown, type Table } from './result.ts'

/* Which day is so many working days after another, as a page. */

type Asked = { readonly from: Day; readonly days: number }

export const workdaysCalculator: Calculator<Asked> = {
  name: 'working-days',
  form: workdaysForm,
  begin: (today) => ({ from: today }),
  work: ({ w, parts }, asked) => {
    const { calendar } = parts.reference
    const worked = workdaysAnswer(asked, calendar)
    return worked.ok ? { ok: true, answer: daysShown(w, asked, day(worked.answer.date), calendar) } : worked
  },
  fieldOf: byTable({}),
  examples: [
    { from: '2026-02-13', days: '3' },
    { from: '2026-09-30', days: '5' },
    { from: '2026-03-06', days: '10' },
  ],
}

function daysShown(w: Words, { from, days }: Asked, date: Day, calendar: Calendar): Shown {
  const special = specialDays(from, date, calendar)
  return shown({
    facts: [
      {
        label: w('calculators.days-after', { from, days }),
        value: date,
        note: w(`calculators.weekday-${weekdayOf(date)}`),
      },
      { label: w('calculators.days-apart'), value: w('calculators.days', { days: daysBetween(from, date) }) },
    ],
    tables: special.length ? [specialTable(w, special)] : [],
  })
}

type Special = { readonly on: Day; readonly kind: 'off' | 'work' }

/** The days passed over that are worked although they are at a weekend, or are off although they are not. */
function specialDays(from: Day, date: Day, calendar: Calendar): Special[] {
  const days = Array.from({ length: daysBetween(from, date) }, (_, at) => plusDays(from, at + 1))
  return days.flatMap((on) => {
    const works = isWorkday(calendar, on)
    return works === weekdayOf(on) <= 5 ? [] : [{ on, kind: works ? 'work' : 'off' }]
  })
}

const specialTable = (w: Words, special: readonly Special[]): Table => ({
  caption: w('calculators.special-caption'),
  columns: [
    { label: w('calculators.column-on'), kind: 'date' },
    { label: w('calculators.column-weekday') },
    { label: w('calculators.column-kind') },
  ],
  rows: special.map(({ on, kind }) => ({
    cells: [
      on,
      w(`calculators.weekday-${weekdayOf(on)}`),
      { words: w(`calculators.special-${kind}`), tone: kind === 'work' ? 'info' : 'good' },
    ],
  })),
})
