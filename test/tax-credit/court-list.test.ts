import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { policyBook } from '../../server/policies/index.ts'
import { checkCourtList, isDishonest } from '../../server/tax-credit/court-list.ts'
import { courtListsOn } from '../../server/tax-credit/index.ts'
import { table } from '../support/table.ts'

const name = { zh: '名单', en: 'List' }
const [listed, free] = ['91340600MA0000015T', '91340600MA0000031G']

describe('the courts’ list that the bureau took over', () => {
  for (const row of table(`
    codes                              | days | says
    []                                 | 90   | ok
    ["91340600MA0000015T"]             | 90   | ok
    ["91340600MA00000151"]             | 90   | court-list-code codes
    ["91340600MA0000015T","天下第一"]  | 90   | court-list-code codes
    []                                 | 0    | figure-is-nothing validDays
    "91340600MA0000015T"               | 90   | scheme-malformed codes
    []                                 | -1   | scheme-malformed validDays
  `))
    test(`${row.codes} for ${row.days} days: ${row.says}`, () => {
      const value = { name, codes: JSON.parse(row.codes), validDays: Number(row.days) }
      const says = checkCourtList(value).map(({ code, field }) => `${code} ${field}`)
      assert.equal(says.join() || 'ok', row.says)
    })

  const of = (since: string, codes: readonly string[], validDays = 10) => ({
    since: day(since),
    list: { name, codes: [...codes], validDays },
  })

  test('says yes of whom it names, no of the others, and nothing before its day or after its days', () => {
    const lists = [of('2026-03-01', [listed])]
    const says = (on: string) => [listed, free].map((code) => isDishonest(lists, code, day(on)))
    assert.deepEqual(says('2026-02-28'), [null, null])
    assert.deepEqual(says('2026-03-01'), [true, false])
    assert.deepEqual(says('2026-03-10'), [true, false])
    assert.deepEqual(says('2026-03-11'), [null, null])
    assert.deepEqual(isDishonest([], listed, day('2026-03-01')), null)
  })

  test('where there are two, one that names a firm is enough, and one too old says nothing', () => {
    const [old, fresh] = [of('2026-01-01', [listed]), of('2026-03-01', [free])]
    const on = day('2026-03-02')
    assert.equal(isDishonest([old, fresh], free, on), true)
    assert.equal(isDishonest([old, fresh], listed, on), false)
    assert.equal(isDishonest([old], listed, on), null)
  })

  test('is read from the policies in force, each with the day from which it counts', () => {
    const row = (version: number, from: string, codes: readonly string[]) => ({
      ...{ code: 'court-list-zhixing', version, effectiveFrom: day(from), effectiveTo: null },
      ...{ value: { name, codes, validDays: 90 }, source: '演示', certainty: 'placeholder' as const },
    })
    const book = policyBook([row(1, '2026-01-01', [listed]), row(2, '2026-03-01', [])])
    assert.deepEqual(
      courtListsOn(book, day('2026-02-28')).map(({ since, list }) => [since, list.codes]),
      [['2026-01-01', [listed]]],
    )
    assert.deepEqual(
      courtListsOn(book, day('2026-03-01')).map(({ since, list }) => [since, list.codes]),
      [['2026-03-01', []]],
    )
    assert.deepEqual(courtListsOn(book, day('2025-12-31')), [])
  })
})
