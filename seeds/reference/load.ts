import { readFileSync } from 'node:fs'
import { type Division, regionAbove, regionLevel, regionLevels } from '../../server/enterprises/divisions.ts'
import {
  type IndustryName,
  industryLevel,
  industryLevels,
  isIndustry,
} from '../../server/enterprises/industry.ts'
import { type Day, isDay, weekdayOf, yearOf } from '../../server/money/day.ts'
import type { Calendar } from '../../server/money/workdays.ts'
import type { Reference } from '../../server/parts.ts'
import { assert } from '../../server/platform/assert.ts'
import { calendarOf, type PolicyBook } from '../../server/policies/index.ts'

/** All of it, as the program carries it along; the calendar as the policies say at the moment it is asked. */
export const loadReference = (policies: PolicyBook): Reference => ({
  divisions: loadDivisions(),
  industries: loadIndustries(),
  get calendar() {
    return calendarOf(policies)
  },
})

/** All sections and divisions, and the groups and classes on which the size of a firm depends. */
export const loadIndustries = once((): readonly IndustryName[] =>
  records('industries.csv', ['code', 'name_zh', 'name_en', 'level']).map(
    ([code = '', nameZh = '', nameEn = '', text = '']) => {
      const level = industryLevels.find((known) => known === text)
      assert(isIndustry(code) && level === industryLevel(code), `Not an industry: ${code} ${text}`)
      return { code, nameZh, nameEn, level }
    },
  ),
)

/** The city, its counties, towns and villages, each after what it lies in. */
export const loadDivisions = once((): readonly Division[] => {
  const known = new Set<string>()
  return records('divisions.csv', ['code', 'name_zh', 'name_en', 'level']).map(
    ([code = '', nameZh = '', nameEn = '', text = '']) => {
      const level = regionLevels.find((one) => one === text)
      assert(level !== undefined && level === regionLevel(code), `Not a region: ${code} ${text}`)
      const above = regionAbove(code)
      assert(above === null || known.has(above), `${code} lies nowhere`)
      assert(!known.has(code), `${code} stands twice`)
      known.add(code)
      return { code, nameZh, nameEn, level }
    },
  )
})

/** Days off and make-up working days by the State Council's notices that the program brings along. */
export const loadCalendar = once((): Calendar => {
  const kinds = new Map<Day, 'off' | 'work'>()
  for (const [on = '', kind] of records('calendar.csv', ['day', 'kind'])) {
    assert(isDay(on) && (kind === 'off' || kind === 'work'), `Not a day of the calendar: ${on} ${kind}`)
    assert(kind === 'off' || weekdayOf(on) > 5, `${on} is worked anyway`)
    assert(!kinds.has(on), `${on} stands twice`)
    kinds.set(on, kind)
  }
  return { years: new Set([...kinds.keys()].map(yearOf)), kinds }
})

/** The lines under the header, which must be the one that is expected. */
function records(file: string, header: readonly string[]): string[][] {
  const text = readFileSync(new URL(file, import.meta.url), 'utf8')
  const [first, ...rest] = text.trimEnd().split(/\r?\n/).map(cellsOf)
  assert(first?.join() === header.join(), `${file}: not the header ${header.join()}`)
  for (const cells of rest) assert(cells.length === header.length, `${file}: ${cells.join()}`)
  return rest
}

/** The cells of one line; a cell in quotation marks may hold commas and doubled marks, but no new line. */
function cellsOf(line: string): string[] {
  return [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)].map(
    ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '',
  )
}

function once<T>(read: () => T): () => T {
  let found: { readonly value: T } | undefined
  return () => {
    found ??= { value: read() }
    return found.value
  }
}
