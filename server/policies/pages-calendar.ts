import { type Day, yearOf } from '../money/day.ts'
import { knowsYear } from '../money/workdays.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { PolicyBook } from './book.ts'
import {
  type CalendarYear,
  calendarCode,
  calendarOf,
  calendarShape,
  calendarYears,
  type LineFault,
} from './calendar.ts'
import { certaintyTones, policyHref } from './pages.ts'
import { valueSections } from './pages-value.ts'
import { certaintyWords } from './policy.ts'

/** The first year from this one on of which nothing is known. */
export function missingYear(book: PolicyBook, today: Day): number {
  let year = yearOf(today)
  while (knowsYear(calendarOf(book), year)) year += 1
  return year
}

/** The years that are known, and what happens when one is not: for everybody who met a missing one. */
export function yearsPage(w: Words, book: PolicyBook, today: Day, mayImport: boolean) {
  const missing = missingYear(book, today)
  const rows = calendarYears(book.rows).toReversed()
  return {
    title: w('policies.calendar-title'),
    lead: w('policies.calendar-lead'),
    missing: {
      words: w('policies.calendar-ends', { year: missing - 1, missing }),
      tone: missing > yearOf(today) ? 'info' : 'warn',
    },
    how: w('policies.calendar-how'),
    importHref: mayImport ? `/policies/calendar/import?year=${missing}` : null,
    table: {
      caption: w('policies.calendar-title'),
      columns: [
        { label: w('policies.column.year') },
        { label: w('policies.column.off'), kind: 'number' },
        { label: w('policies.column.work'), kind: 'number' },
        { label: w('policies.column.certainty') },
        { label: w('policies.column.version'), kind: 'number' },
      ],
      rows: rows.map((row) => {
        const { year, off, work } = calendarShape.parse(row.value)
        return {
          cells: [
            { words: String(year), href: policyHref(calendarCode(year)), note: row.source },
            String(off.length),
            String(work.length),
            { words: w(certaintyWords(row.certainty)), tone: certaintyTones[row.certainty] },
            String(row.version),
          ],
        }
      }),
    },
  }
}

/** What the dry run says: the year as it was read, or the lines that it could not read. */
export type DryRun = {
  readonly value: CalendarYear
  readonly faults: readonly LineFault[]
  readonly fine: boolean
}

export function importPage(w: Words, shown: ShownForm, dryRun: DryRun | null) {
  const { fields, errors } = shown
  return {
    title: w('policies.import-title'),
    lead: w('policies.import-lead'),
    fields: fields.filter(({ name }) => name !== 'step'),
    errors,
    faults: dryRun?.faults.length
      ? {
          caption: w('policies.line-faults', { count: dryRun.faults.length }),
          columns: [
            { label: w('policies.column.line'), kind: 'number' },
            { label: w('policies.column.text') },
            { label: w('policies.column.wrong') },
          ],
          rows: dryRun.faults.map(({ line, text, refusal }) => ({
            cells: [String(line), text, w.refusal(refusal)],
          })),
        }
      : null,
    read: dryRun?.fine
      ? {
          words: w('policies.dry-run-fine', {
            year: dryRun.value.year,
            off: dryRun.value.off.length,
            work: dryRun.value.work.length,
          }),
          sections: valueSections(w, { code: calendarCode(dryRun.value.year), value: dryRun.value }),
        }
      : null,
    once: newId(),
  }
}

/** A year as its notice would be pasted, to be mended. */
export const pasted = ({ off, work }: CalendarYear): string =>
  [...off.map((on) => `${on},off`), ...work.map((on) => `${on},work`)].toSorted().join('\n')
