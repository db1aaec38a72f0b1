import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { addressOf, cellText, formulasIn, numberText } from '../../server/platform/sheets/cells.ts'
import { readXlsx } from '../../server/platform/sheets/read.ts'
import { unzipped } from '../../server/platform/sheets/unzip.ts'
import { rawWorkbook, workbook, zipped } from '../support/workbook.ts'

const folder = mkdtempSync(join(tmpdir(), 'rongqiao-sheets-'))
const bounds = { rows: 20, columns: 4 }

async function read(bytes: Buffer | string) {
  const path = join(folder, 'file.xlsx')
  writeFileSync(path, bytes)
  const outcome = await readXlsx(path, bounds)
  return outcome.ok ? outcome.sheet : outcome.refusal.code
}

describe('a sheet', () => {
  test('comes back as it was written, formulas in text included', async () => {
    const rows = [
      ['名称', 'a'],
      ['=1+1', '-3'],
      ['', '＝SUM(A1)'],
    ]
    assert.deepEqual(await read(await workbook(rows)), { rows, formulas: [] })
  })

  test('names the cells that hold formulas, whatever they came to', async () => {
    const found = await read(
      await rawWorkbook(
        '<row r="1"><c r="A1" t="inlineStr"><is><t>x</t></is></c></row><row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>A2*2</f><v>2</v></c></row>',
      ),
    )
    assert.deepEqual(found, {
      rows: [
        ['x', ''],
        ['1', '2'],
      ],
      formulas: [[1, 1]],
    })
  })

  test('of one row more than allowed is refused; empty rows do not count', async () => {
    const rows = (count: number) => [['h'], ...Array.from({ length: count }, (_, at) => [String(at)])]
    assert.notEqual(await read(await workbook([...rows(10), [''], ...rows(9)])), 'sheet-too-many-rows')
    assert.notEqual(await read(await workbook(rows(20))), 'sheet-too-many-rows')
    assert.equal(await read(await workbook(rows(21))), 'sheet-too-many-rows')
  })

  test('that is none is refused by what it is, not by its name', async () => {
    assert.equal(await read(''), 'sheet-not-readable')
    assert.equal(await read('a,b\n1,2\n'), 'sheet-not-xlsx')
    assert.equal(await read(Buffer.from('d0cf11e0a1b11ae1', 'hex')), 'sheet-not-xlsx')
    assert.equal(await read('%PDF-1.7'), 'sheet-not-xlsx')
    assert.equal(await read(await zipped({ 'word/document.xml': '<w/>' })), 'sheet-not-xlsx')
  })

  test('that is damaged is refused', async () => {
    const whole = await workbook([['a'], ['b']])
    assert.equal(await read(whole.subarray(0, whole.length - 40)), 'sheet-not-readable')
    assert.equal(
      await read(Buffer.concat([whole.subarray(0, 200), whole.subarray(260)])),
      'sheet-not-readable',
    )
    assert.equal(
      await read(await rawWorkbook('<row r="1"><c r="A1" t="s"><v>7</v></c></row>')),
      'sheet-not-readable',
    )
  })

  test('that unfolds into more than any honest one is refused', async () => {
    const bomb = await rawWorkbook('', { 'xl/media/image.xml': Buffer.alloc(65 * 1024 * 1024) })
    assert.ok(bomb.length < 1024 * 1024, `${bomb.length} bytes`)
    assert.equal(await read(bomb), 'sheet-not-readable')
  })

  test('whose last cell lies far out is refused for what it would take', async () => {
    const far = Array.from(
      { length: 30_000 },
      (_, at) => `<row r="${at + 1}"><c r="A${at + 1}"><v>1</v></c></row>`,
    ).join('')
    const found = await read(await rawWorkbook(`${far}<row r="30001"><c r="XFD30001"><v>1</v></c></row>`))
    assert.ok(
      ['sheet-too-large', 'sheet-too-many-rows', 'sheet-not-readable'].includes(String(found)),
      String(found),
    )
  })
})

describe('an archive', () => {
  const most = { entries: 3, bytes: 1000 }

  test('unfolds to the last byte that is allowed, and no further', async () => {
    assert.equal(unzipped(await zipped({ a: 'x'.repeat(600), b: 'y'.repeat(400) }), most)?.size, 2)
    assert.equal(unzipped(await zipped({ a: 'x'.repeat(600), b: 'y'.repeat(401) }), most), null)
  })

  test('of too many entries is refused', async () => {
    assert.equal(unzipped(await zipped({ a: '', b: '', c: '' }), most)?.size, 3)
    assert.equal(unzipped(await zipped({ a: '', b: '', c: '', d: '' }), most), null)
  })

  test('that lies about a size is refused', async () => {
    const archive = await zipped({ a: 'x'.repeat(600) })
    const entry = archive.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
    for (const size of [10, 599, 601, 5_000]) {
      const lying = Buffer.from(archive)
      lying.writeUInt32LE(size, entry + 24)
      assert.equal(unzipped(lying, most), null, `${size}`)
    }
  })

  test('with any byte changed or cut off never throws', async () => {
    const archive = await zipped({ a: 'x'.repeat(300), b: 'y' })
    for (let at = 0; at < archive.length; at += 1) {
      const changed = Buffer.from(archive)
      changed[at] = (changed[at] ?? 0) ^ 0xff
      unzipped(changed, most)
      unzipped(archive.subarray(0, at), most)
    }
  })
})

describe('a cell', () => {
  for (const [written, shown] of [
    ['85309.90999999999', '85309.91'],
    ['85309.9', '85309.9'],
    ['0.30000000000000004', '0.3'],
    ['362.5', '362.5'],
    ['-12', '-12'],
    ['1E+3', '1000'],
    ['1.2345678901234567E-2', '0.0123456789012346'],
    ['340600123456789', '340600123456789'],
  ] as const) {
    test(`that holds ${written} reads ${shown}`, () => assert.equal(numberText(written), shown))
  }

  test('with a day a second short of midnight is that day', () => {
    assert.equal(cellText(new Date('2026-03-09T23:59:59.999Z')), '2026-03-10')
    assert.equal(cellText(new Date(Number.NaN)), '')
  })

  test('has an address', () => {
    assert.deepEqual(addressOf('A1'), [0, 0])
    assert.deepEqual(addressOf('AB12'), [11, 27])
    assert.deepEqual(formulasIn('<x:c r="C3"><x:f/></x:c><c r="D3"><v>1</v></c><font/>'), [[2, 2]])
  })
})
