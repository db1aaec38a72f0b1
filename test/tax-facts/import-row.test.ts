import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { commaLines } from '../../server/platform/sheets/comma.ts'
import { speak } from '../../server/platform/web/words.ts'
import { contradicted, type Repeats, repeatFinder } from '../../server/tax-facts/import-repeats.ts'
import { readTaxRow } from '../../server/tax-facts/import-row.ts'
import { type Layout, layoutOf } from '../../server/tax-facts/import-sheet.ts'
import { labelsOf } from '../../server/tax-facts/workbooks.ts'

const today = day('2026-03-10')
const languages = [labelsOf(speak('zh')), labelsOf(speak('en'))]
const header = [
  ...['统一社会信用代码*', '评价年度', '纳税信用等级', '评定日期', '评定原因'],
  ...['欠税余额', '是否非正常户', '数据截止日期', '2024年增值税', '2024年企业所得税（元）', '2024 年退税'],
]
const layout = (names: readonly string[] = header): Layout => {
  const found = layoutOf(names, languages)
  assert.ok(found.ok, JSON.stringify(found))
  return found.layout
}
const good = [
  '91340600MA2TEST00X',
  '2024',
  'B',
  '2025-04-20',
  '年度评价',
  '0',
  '否',
  '2026-01-31',
  '100.05',
  '',
  '3',
]
/** The good row with some cells typed otherwise. */
const typed = (changes: Readonly<Record<number, string>>) => good.map((text, at) => changes[at] ?? text)
const read = (cells: readonly string[], formulas: readonly number[] = []) =>
  readTaxRow({ row: 2, cells, formulas }, layout(), today)
const faultsOf = (changes: Readonly<Record<number, string>>) =>
  read(typed(changes)).faults.map(({ at, code }) => `${at} ${code}`)

describe('a row of the tax bureau', () => {
  test('says a grade, the taxes of its years, and how the firm stands', () => {
    const { faults, code, grade, taxes, standing } = read(good)
    assert.deepEqual([faults, code], [[], '91340600MA2TEST00X'])
    assert.deepEqual(grade, { assessYear: 2024, grade: 'B', asOf: '2025-04-20', reason: 'annual' })
    const sums = { vatFen: 10_005, incomeFen: 0, otherFen: 0, refundFen: 300 }
    assert.deepEqual(taxes, [{ year: 2024, asOf: '2026-01-31', ...sums }])
    assert.deepEqual(standing, { asOf: '2026-01-31', arrearsFen: 0, abnormal: false })
  })

  const cases: readonly (readonly [what: string, Readonly<Record<number, string>>, ...faults: string[]])[] = [
    ['full-width letters and a sign behind the grade', { 0: '９１３４０６００ma2test00x', 2: 'ａ级' }],
    ['days as spreadsheets keep them', { 3: '45767', 7: '46053.0' }],
    ['unrated in the words of the office', { 2: '不参评' }],
    ['the reason in English, yes in English', { 4: 'Credit repair', 6: 'Yes' }],
    ['nothing but a grade', { 5: '', 6: '', 7: '', 8: '', 9: '', 10: '' }],
    ['nothing but a standing', { 1: '', 2: '', 3: '', 4: '', 8: '', 9: '', 10: '' }],
    ['no code', { 0: '' }, '0 required'],
    ['a grade that does not exist', { 2: 'E' }, '2 no-such-grade'],
    [
      'a grade without year, day and reason',
      { 1: '', 3: '', 4: '' },
      '1 required',
      '3 required',
      '4 required',
    ],
    ['a year without a grade', { 2: '' }, '2 grade-needed'],
    ['an assessment to come', { 1: '2027' }, '1 assess-year-out'],
    ['an assessment before there was any', { 1: '2013' }, '1 assess-year-out'],
    ['a day to come', { 3: '2026-03-11' }, '3 day-to-come'],
    ['today', { 3: '2026-03-10' }],
    ['a grade before its year', { 3: '2023-12-31' }, '3 day-before-year'],
    ['a day that does not exist', { 3: '2025-02-30' }, '3 not-a-day'],
    ['a reason nobody knows', { 4: '人情' }, '4 no-such-reason'],
    ['negative tax', { 8: '-1' }, '8 negative'],
    ['a negative refund', { 10: '-1' }, '10 negative'],
    ['tax to a tenth of a fen', { 8: '1.001' }, '8 too-many-decimals'],
    ['tax that is no amount', { 8: '很多' }, '8 not-an-amount'],
    ['tax without a day', { 7: '' }, '7 required'],
    ['tax before its year began', { 7: '2023-06-30' }, '7 day-before-year'],
    ['neither yes nor no', { 6: '也许' }, '6 yes-or-no'],
    [
      'nothing at all beside the code',
      { 1: '', 2: '', 3: '', 4: '', 5: '', 6: '', 7: '', 8: '', 9: '', 10: '' },
      '0 nothing-stated',
    ],
    ['a novel', { 4: '长'.repeat(61) }, '4 too-long'],
  ]
  for (const [what, changes, ...faults] of cases)
    test(what, () => assert.deepEqual(faultsOf(changes), faults))

  test('a formula is refused even where its cell shows a value', () => {
    assert.deepEqual(read(good, [8]).faults, [{ at: 8, code: 'formula' }])
  })

  test('what a file states twice of a firm is refused where it comes the second time', () => {
    const repeats = repeatFinder(layout())
    const at = (row: number, changes: Readonly<Record<number, string>>) =>
      repeats(readTaxRow({ row, cells: typed(changes), formulas: [] }, layout(), today)).faults
    assert.deepEqual(at(2, {}), [])
    assert.deepEqual(
      at(3, { 2: 'C' }).map(({ at: place, code, values }) => [place, code, values?.row]),
      [
        [1, 'year-twice', 2],
        [8, 'tax-twice', 2],
        [7, 'standing-twice', 2],
      ],
    )
    const other = { 1: '2023', 7: '2026-02-28', 8: '', 10: '' }
    assert.deepEqual(at(4, other), [], 'another year of the same firm')
    assert.deepEqual(at(5, { 0: '91340600MA2TEST018' }), [], 'the same of another firm')
  })

  test('of two rows that differ the first is refused as well; one that is said twice alike holds once', () => {
    const [other, again]: [Readonly<Record<number, string>>, Repeats] = [
      { 0: '91340600MA2TEST018' },
      new Map(),
    ]
    const twice: readonly Readonly<Record<number, string>>[] = [{}, { 2: 'C' }, {}, other, other]
    const repeats = repeatFinder(layout(), again)
    const rows = new Map(
      twice.map((changes, at) => {
        const line = { row: at + 2, cells: typed(changes), formulas: [] }
        repeats(readTaxRow(line, layout(), today))
        return [line.row, readTaxRow(line, layout(), today)] as const
      }),
    )
    assert.deepEqual(
      [...again],
      [
        [2, [3, 4]],
        [5, [6]],
      ],
    )
    assert.deepEqual(
      [...contradicted(layout(), rows, again)],
      [[2, [{ at: 1, code: 'year-differs', values: { row: 3 } }]]],
    )
  })
})

describe('the header of a file', () => {
  test('is known in either language and any order, with any years', () => {
    const english = ['VAT of 2023 (yuan)', 'Figures as of', 'Abnormal household', 'Tax arrears (yuan)']
    const rest = ['Reason of the grade', 'Day of the grade', 'Tax credit grade', 'Assessment year']
    const { years, at } = layout([...english, ...rest, 'Unified social credit code', 'VAT of 2025', ''])
    assert.deepEqual([...years.keys()], [2023, 2025])
    assert.equal(at.code, 8)
  })

  test('of another layout is refused by its columns', () => {
    const refused = layoutOf(['贷款编号', ...header.slice(1), '2024年增值税'], languages)
    assert.ok(!refused.ok)
    assert.deepEqual(refused.refusal, {
      code: 'import-header-wrong',
      values: { missing: '“统一社会信用代码”', unknown: '“贷款编号” “2024年增值税”' },
    })
  })
})

describe('comma-separated text', () => {
  const rows = (text: string | Uint8Array) => {
    const lines = commaLines(typeof text === 'string' ? Buffer.from(text) : text)
    return lines && [...{ [Symbol.iterator]: lines }].map(({ cells }) => cells)
  }
  test('quotes, breaks within them, and the ends of lines of all systems', () => {
    assert.deepEqual(rows('\ufeffa,"b ""c"", d"\r\n,\n"x\ny",z\r'), [
      ['a', 'b "c", d'],
      ['', ''],
      ['x\ny', 'z'],
    ])
    assert.deepEqual(rows('a,b'), [['a', 'b']])
    assert.deepEqual(rows('a,'), [['a', '']])
    assert.deepEqual(rows('"a"b,c\nd'), [['"a"b,c'], ['d']], 'text behind a quote loses nothing')
  })
  test('GB 18030 as Chinese spreadsheets save it; bytes that are no text are none', () => {
    assert.deepEqual(rows(Uint8Array.from([0xb5, 0xc8, 0xbc, 0xb6])), [['等级']])
    assert.equal(rows(Uint8Array.from([0, 1, 2, 3])), null)
  })
  test('a cell that a spreadsheet would reckon is a formula', () => {
    const lines = commaLines(Buffer.from('a,=1+1, ＝A1'))
    assert.deepEqual(lines && [...{ [Symbol.iterator]: lines }][0]?.formulas, [1, 2])
  })
})
