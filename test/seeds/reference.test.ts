import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadCalendar, loadDivisions, loadIndustries } from '../../seeds/reference/load.ts'
import { industrySections } from '../../server/enterprises/industry.ts'
import { sizeGroupOf, sizeGroups } from '../../server/enterprises/size-class.ts'
import { day } from '../../server/money/day.ts'
import { isWorkday, plusWorkdays } from '../../server/money/workdays.ts'
import { table, whole } from '../support/table.ts'

describe('the industries', () => {
  const industries = loadIndustries()

  test('are all twenty sections and all 97 divisions, in order, each with names in both languages', () => {
    const codesOf = (level: string) => industries.filter((one) => one.level === level).map(({ code }) => code)
    assert.deepEqual(codesOf('section'), industrySections)
    assert.deepEqual(
      codesOf('division').map((code) => Number(code.slice(1))),
      Array.from({ length: 97 }, (_, i) => i + 1),
    )
    assert.equal(new Set(industries.map(({ code }) => code)).size, industries.length)
    for (const { code, nameZh, nameEn } of industries) {
      assert.match(nameZh, /^[\p{Script=Han}、]+$/u, code)
      assert.match(nameEn, /^[A-Z][A-Za-z',\- ]+$/, code)
    }
  })

  test('hold a code for every refusal of a size class, and one for each of the sixteen groups', () => {
    const known = new Set<string>(industries.map(({ code }) => code))
    const groups = new Set<string>()
    for (const { code } of industries) {
      const found = sizeGroupOf(code)
      if (found.ok) groups.add(found.group ?? 'none')
      else {
        assert.equal(found.refusal.code, 'industry-too-coarse')
        for (const need of String(found.refusal.values?.needs).split(' ')) assert(known.has(need), need)
      }
    }
    assert.deepEqual([...groups].toSorted(), [...Object.keys(sizeGroups), 'none'].toSorted())
  })

  test('keep commas within a name', () => {
    assert.equal(
      industries.find(({ code }) => code === 'A')?.nameEn,
      'Agriculture, forestry, animal husbandry and fishery',
    )
  })
})

describe('the divisions', () => {
  const divisions = loadDivisions()

  test('are one city with four counties, and towns and villages below', () => {
    const count = (level: string) => divisions.filter((one) => one.level === level).length
    assert.deepEqual(['city', 'county', 'town', 'village'].map(count), [1, 4, 37, 452])
    assert.deepEqual(
      divisions.slice(0, 5).map(({ code, nameZh }) => `${code} ${nameZh}`),
      ['3406 淮北市', '340602 杜集区', '340603 相山区', '340604 烈山区', '340621 濉溪县'],
    )
  })

  test('have names in both languages', () => {
    for (const { code, nameZh, nameEn } of divisions) {
      assert.match(nameZh, /^\p{Script=Han}+$/u, code)
      assert.match(nameEn, /^[A-Z][A-Za-zü0-9' -]+$/, code)
    }
  })
})

describe('the calendar', () => {
  const calendar = loadCalendar()

  test('refuses a year without a notice instead of guessing', () => {
    assert.deepEqual([...calendar.years], [2024, 2025, 2026])
    assert.equal(plusWorkdays(calendar, day('2026-12-31'), 1).ok, false)
    assert.equal(plusWorkdays(calendar, day('2024-01-01'), -1).ok, false)
    assert.throws(() => isWorkday(calendar, day('2027-01-04')))
  })

  test('is read once', () => assert.equal(loadCalendar(), calendar))

  for (const row of table(`
    on         | worked | why
    2024-01-01 | no     | New Year
    2024-02-04 | yes    | a Sunday worked for the Spring Festival
    2024-02-09 | yes    | the eve of the Spring Festival, in 2024 still a working day
    2024-02-17 | no     | the last day of the Spring Festival
    2024-02-18 | yes    | a Sunday made up
    2024-04-07 | yes    | a Sunday made up
    2024-06-10 | no     | the Dragon Boat Festival, a Monday
    2024-09-14 | yes    | a Saturday made up
    2024-09-29 | yes    | a Sunday made up
    2024-10-08 | yes    | the first day after the National Day
    2025-01-26 | yes    | a Sunday made up
    2025-01-27 | yes    | the Monday before the eve
    2025-01-28 | no     | the eve, a holiday since 2025
    2025-02-05 | yes    | the first day after the Spring Festival
    2025-05-31 | no     | the Dragon Boat Festival, a Saturday
    2025-06-02 | no     | the Monday after it
    2025-10-08 | no     | the last day of an eight-day holiday
    2025-10-11 | yes    | a Saturday made up
    2026-01-02 | no     | a Friday bridged
    2026-01-04 | yes    | a Sunday made up
    2026-02-14 | yes    | a Saturday worked for the Spring Festival
    2026-02-15 | no     | the first day of the Spring Festival
    2026-02-23 | no     | the last day of the Spring Festival
    2026-02-28 | yes    | a Saturday made up
    2026-09-20 | yes    | a Sunday made up
    2026-10-10 | yes    | a Saturday made up
    2026-11-21 | no     | a plain Saturday
    2026-11-20 | yes    | a plain Friday
  `)) {
    test(`${row.on} is ${row.worked === 'yes' ? 'worked' : 'free'}: ${row.why}`, () => {
      assert.equal(isWorkday(calendar, day(row.on)), row.worked === 'yes')
    })
  }

  // Counted by hand on the printed notices; the first day never counts.
  for (const row of table(`
    from       | days | until      | why
    2026-02-13 | 1    | 2026-02-14 | a Friday; the Saturday after it is worked
    2026-02-13 | 2    | 2026-02-24 | then nine days off, 15 to 23 February
    2026-02-13 | 3    | 2026-02-25 | 14, 24, 25 February
    2026-02-13 | 7    | 2026-03-02 | 14, 24, 25, 26, 27, 28 February (a Saturday), 2 March
    2026-02-20 | 1    | 2026-02-24 | from within the holiday
    2026-02-13 | 0    | 2026-02-13 | no day
    2025-12-31 | 1    | 2026-01-04 | over the turn of the year, to a worked Sunday
    2026-04-30 | 3    | 2026-05-08 | 6, 7, 8 May
    2026-04-30 | 4    | 2026-05-09 | and the Saturday after
    2026-09-30 | 3    | 2026-10-10 | 8, 9 and 10 October
    2026-09-24 | 2    | 2026-09-29 | 25 to 27 September off
    2025-01-24 | 3    | 2025-02-05 | 26 and 27 January, 5 February
    2025-09-26 | 4    | 2025-10-09 | 28 (a Sunday), 29, 30 September, 9 October
    2025-05-30 | 1    | 2025-06-03 | the Dragon Boat weekend
    2024-02-02 | 10   | 2024-02-21 | 4 to 9 February (6), 18 to 21 February (4)
    2024-09-13 | 1    | 2024-09-14 | a worked Saturday
    2024-09-13 | 2    | 2024-09-18 | then the Mid-Autumn Festival
    2024-09-30 | 5    | 2024-10-12 | 8, 9, 10, 11, 12 October
    2024-12-31 | 1    | 2025-01-02 | New Year
    2026-02-25 | -3   | 2026-02-13 | and back again
  `)) {
    test(`${row.from} and ${row.days} working days is ${row.until}: ${row.why}`, () => {
      assert.deepEqual(plusWorkdays(calendar, day(row.from), whole(row.days)), {
        ok: true,
        day: day(row.until),
      })
    })
  }
})
