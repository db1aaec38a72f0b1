import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { officeDays } from '../../seeds/city/office-days.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { makeTaxes, type Taxed } from '../../seeds/city/taxes.ts'
import { loadCalendar } from '../../seeds/reference/load.ts'
import { day, plusDays, plusMonths, yearOf } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { dayOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'

const bureau = { personId: newId<'person'>(), actor: 'bureau', institutionId: null }

/** What the tax bureau sent until today of one firm that was always there. */
function sentUntil(today: string) {
  const firm: Taxed = {
    ...{ id: newId<'enterprise'>(), foundedOn: null, joinedOn: day('2020-01-01'), grade: 'A' },
    ...{ revenueFen: fen(2_400_000_000), owesNothing: true },
  }
  const days = officeDays(loadCalendar(), randomFrom(1))
  const header = (lastYear: number) => [String(lastYear)]
  return makeTaxes([firm], { days, today: day(today), bureau, header })
}

describe('the files of the tax bureau', () => {
  // Loans by tax credit rest on two full years: a city is filled on any day of the year, and lends in all of its months.
  test('bring the two years before each month since the first of them, whatever day it is', () => {
    for (let month = 0; month < 14; month += 1) {
      const today = plusMonths(day('2026-09-30'), month)
      const { imports, taxes } = sentUntil(today)
      const first = dayOf(present(imports[0], 'the first file').checkedAt)
      for (let on = plusDays(first, 45); on < today; on = plusDays(on, 7)) {
        // The first file is completed by the years before it where a firm borrows.
        const known = new Set([yearOf(first) - 1, yearOf(first) - 2])
        for (const one of taxes) {
          const file = imports.find(({ id }) => id === one.importId)
          if (file && dayOf(file.checkedAt) <= on) known.add(one.year)
        }
        const isEarly = on.slice(5) < '01-12'
        const wanted = isEarly ? [] : [yearOf(on) - 1, yearOf(on) - 2]
        assert.ok(
          wanted.every((year) => known.has(year)),
          `${today}: ${on} knows ${[...known]}`,
        )
      }
    }
  })

  test('are told in the order in which they came, each with the years it brought', () => {
    const { imports } = sentUntil('2027-02-20')
    assert.deepEqual(
      imports.map(({ checkedAt, years }) => [dayOf(checkedAt), years]),
      [
        ['2026-04-27', ['2024']],
        ['2026-12-22', ['2024', '2025']],
        ['2027-01-08', ['2025', '2026']],
        ['2027-02-08', ['2025']],
      ],
    )
  })
})
