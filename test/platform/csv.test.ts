import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csv, csvCell } from '../../server/platform/csv.ts'

for (const [given, written] of [
  ['周明', '周明'],
  ['', ''],
  ['a,b', '"a,b"'],
  ['say "yes"', '"say ""yes"""'],
  ['two\nlines', '"two\nlines"'],
  ['=1+1', "'=1+1"],
  ['+86 10', "'+86 10"],
  ['-5', "'-5"],
  ['@SUM(A1)', "'@SUM(A1)"],
  ['\tx', "'\tx"],
  ['\rx', '"\'\rx"'],
  ['＝1+1', "'＝1+1"],
  ['=HYPERLINK("http://x","y")', '"\'=HYPERLINK(""http://x"",""y"")"'],
  ['1=1', '1=1'],
] as const) {
  test(`the cell ${JSON.stringify(given)} is written as ${JSON.stringify(written)}`, () => {
    assert.equal(csvCell(given), written)
  })
}

test('a table begins with the mark of UTF-8 and ends each line as spreadsheets want it', () => {
  assert.equal(
    csv([
      ['a', 'b'],
      ['1', ''],
    ]),
    '\ufeffa,b\r\n1,\r\n',
  )
})
