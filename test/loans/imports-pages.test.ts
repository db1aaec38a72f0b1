import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { repaymentImports, repayments } from '../../db/tables/repayments.ts'
import { mostImportBytes } from '../../server/loans/import.ts'
import type { LoanRow } from '../../server/loans/rows.ts'
import { readXlsx } from '../../server/platform/sheets/read.ts'
import { speak } from '../../server/platform/web/words.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { rawWorkbook, workbook } from '../support/workbook.ts'
import { drawn, loanNow, signed } from './contract.ts'

const w = speak('zh')
const million = 100_000_000
const today = '2026-03-10'
const header = ['loan', 'paidOn', 'principal', 'interest', 'reference'].map((key) =>
  w(`loans.import-column.${key}`),
)

async function bank() {
  const made = await runningTown()
  const loan = await drawn(made, await signed(made), million)
  const left = () => readdirSync(made.app.uploadFolder)
  return { ...made, loan, left, zhou: await made.browserOf(made.cast.zhou) }
}

const upload = (browser: Browser, value: Buffer | string, fileName = '还款.xlsx') =>
  browser.send('/loans/imports', [{ name: 'file', value, fileName }])
const rowsOf = (loan: LoanRow, ...principal: string[]) =>
  workbook([header, ...principal.map((sum, at) => [loan.number, today, sum, '', `LS-${at}`])])
const read = async (bytes: Buffer) => {
  const path = join(mkdtempSync(join(tmpdir(), 'rongqiao-import-')), 'x.xlsx')
  writeFileSync(path, bytes)
  const outcome = await readXlsx(path, { rows: 100, columns: 10 })
  assert.ok(outcome.ok)
  return outcome.sheet.rows
}

describe('the page of imports', () => {
  test('gives a template whose own header is taken, in both languages', async () => {
    const { zhou, loan, left } = await bank()
    for (const language of ['zh', 'en'] as const) {
      zhou.setCookie('lang', language)
      const template = await zhou.get('/loans/imports/template')
      assert.match(String(template.headers['content-disposition']), /\.xlsx$/)
      const [labels = []] = await read(template.rawPayload)
      const sent = await upload(zhou, await workbook([labels, [loan.number, today, '1', '', '']]))
      assert.equal(sent.statusCode, 303, language)
    }
    assert.deepEqual(left(), [])
  })

  test('leads through a file with bad rows: the check, the list to mend, the good rows booked, all taken back', async () => {
    const made = await bank()
    const { zhou, loan, browserOf, cast, store, left } = made
    const bad = Array.from({ length: 10 }, (_, at) => ['DK-NONE', today, `=${at}+1`, '', ''])
    const sent = await upload(zhou, await workbook([header, [loan.number, today, '10000', '5', ''], ...bad]))
    const href = String(sent.headers.location)
    assert.match(href, /^\/loans\/imports\/[0-9a-z]{26}$/)
    const page = await zhou.get(href)
    assert.ok(page.body.includes(w('loans.import-outcome.checked', { good: 1, bad: 10 })))
    assert.ok(page.body.includes(w('forms.not-an-amount')))
    assert.equal(await store.read.$count(repayments), 0)

    const list = await zhou.get(`${href}/bad-rows?as=csv`)
    const lines = list.body.trim().split('\r\n')
    assert.equal(lines.length, 11)
    assert.equal(lines[1], `3,${w('loans.import-column.principal')},'=0+1,${w('forms.not-an-amount')}`)
    const [labels = [], first = []] = await read((await zhou.get(`${href}/bad-rows?as=xlsx`)).rawPayload)
    assert.equal(labels.at(-1), w('loans.import-column.reason'))
    assert.deepEqual(first.slice(0, 3), ['DK-NONE', today, '=0+1'])
    const again = await upload(
      zhou,
      await workbook([labels, [loan.number, today, '2', '', '', first.at(-1) ?? '']]),
    )
    assert.equal(again.statusCode, 303, 'the mended list is taken, its column of reasons left out')

    assert.equal((await zhou.post(`${href}/booking`, { mode: 'all' })).statusCode, 422)
    assert.equal((await zhou.post(`${href}/booking`, { mode: 'good' })).statusCode, 303)
    assert.equal((await loanNow(made, loan)).balanceFen, 99_000_000)
    assert.equal((await zhou.get(`${href}/reversal`)).statusCode, 403)
    const qian = await browserOf(cast.qian)
    assert.equal((await qian.post(`${href}/reversal`, { why: '' })).statusCode, 422)
    assert.equal((await qian.post(`${href}/reversal`, { why: '重复上报。' })).statusCode, 303)
    assert.equal((await loanNow(made, loan)).balanceFen, million)
    assert.ok((await qian.get(href)).body.includes('重复上报。'))
    assert.ok((await (await browserOf(cast.lin)).get(`/loans/${loan.id}`)).body.includes(w('loans.reversal')))
    assert.deepEqual(left(), [])
  })

  test('is nobody else’s: another bank finds no import, a firm has none', async () => {
    const { zhou, loan, browserOf, cast } = await bank()
    const href = String((await upload(zhou, await rowsOf(loan, '1'))).headers.location)
    const wu = await browserOf(cast.wu)
    for (const path of [href, `${href}/bad-rows`]) assert.equal((await wu.get(path)).statusCode, 404, path)
    for (const path of ['booking', 'withdrawal'])
      assert.equal((await wu.post(`${href}/${path}`, { mode: 'all' })).statusCode, 404)
    assert.equal((await (await browserOf(cast.lin)).get(href)).statusCode, 403)
    assert.ok(!(await wu.get('/loans/imports')).body.includes(href))
  })

  test('shows names of files and cells as text, whatever they hold', async () => {
    const { zhou } = await bank()
    const evil = '<img src=x onerror=alert(1)>'
    const sent = await upload(zhou, await workbook([header, [evil, evil, evil, evil, evil]]), 'a<b>&.xlsx')
    const { body } = await zhou.get(String(sent.headers.location))
    assert.ok(!body.includes('<img src=x'))
    assert.ok(body.includes('&lt;img src=x'))
  })
})

describe('a file that is none', () => {
  const bomb = () => rawWorkbook('', { 'xl/media/a.xml': Buffer.alloc(65 * 1024 * 1024) })
  const over = (extra: number) =>
    Buffer.concat([Buffer.from('504b0304', 'hex'), randomBytes(mostImportBytes - 4 + extra)])
  const cell = (name: string, inner: string) => `<c r="${name}" ${inner}</c>`
  const text = (name: string, value: string) => cell(name, `t="inlineStr"><is><t>${value}</t></is>`)
  const formula = (loan: LoanRow) =>
    rawWorkbook(
      `<row r="1">${header.map((label, at) => text(`${'ABCDE'[at]}1`, label)).join('')}</row><row r="2">${text('A2', loan.number)}${text('B2', today)}${cell('C2', '><f>1+1</f><v>2</v>')}</row>`,
    )

  for (const [name, make, code] of [
    ['nothing chosen', () => null, 'upload-missing'],
    ['empty', () => Buffer.alloc(0), 'upload-empty'],
    ['of another kind under the right name', () => Buffer.from('%PDF-1.7\n'), 'sheet-not-xlsx'],
    ['of a byte more than allowed', () => over(1), 'upload-too-large'],
    ['of as many bytes as allowed, all noise', () => over(0), 'sheet-not-readable'],
    ['made to unfold without end', bomb, 'sheet-not-readable'],
    [
      'with a wrong header',
      () =>
        workbook([
          ['a', 'b'],
          ['1', '2'],
        ]),
      'import-header-wrong',
    ],
    ['with a column twice', () => workbook([[...header, header[0] ?? ''], ['1']]), 'import-header-wrong'],
    ['without a row', () => workbook([header]), 'import-no-rows'],
    [
      'of a row more than allowed',
      () => workbook([header, ...Array.from({ length: 20_001 }, (_, at) => [`DK-${at}`])]),
      'sheet-too-many-rows',
    ],
  ] as const) {
    test(`${name}: ${code}, and nothing is stored`, async () => {
      const { zhou, store, left } = await bank()
      const value = await make()
      const answer = await (value === null
        ? zhou.send('/loans/imports', [{ name: 'file', value: '', fileName: '' }])
        : upload(zhou, value))
      assert.equal(answer.statusCode, 422)
      const values = {
        ...{ megabytes: mostImportBytes / 1024 / 1024, max: 20_000, rows: 20_001, missing: '', unknown: '' },
      }
      const said = w.refusal({ code, values }).split(/[：。]/)[0] ?? ''
      assert.ok(answer.body.includes(said), said)
      assert.equal(await store.read.$count(repaymentImports), 0)
      assert.deepEqual(left(), [])
    })
  }

  test('with a formula in a cell has a wrong cell, whatever it came to', async () => {
    const { zhou, loan } = await bank()
    const sent = await upload(zhou, await formula(loan))
    const { body } = await zhou.get(String(sent.headers.location))
    assert.ok(body.includes(w('loans.import-fault.formula')))
    assert.ok(body.includes(w('loans.import-outcome.checked', { good: 0, bad: 1 })))
  })

  test('without the token of its form is not even looked at, and leaves nothing', async () => {
    const { app, zhou, loan, store, left } = await bank()
    const { multipart } = await import('../support/multipart.ts')
    const { payload, headers } = multipart([
      { name: 'file', value: await rowsOf(loan, '1'), fileName: 'a.xlsx' },
    ])
    const cookie = `sid=${zhou.cookie('sid')}`
    const answer = await app.inject({
      method: 'POST',
      url: '/loans/imports',
      payload,
      headers: { ...headers, cookie },
    })
    assert.equal(answer.statusCode, 403)
    assert.equal(await store.read.$count(repaymentImports), 0)
    assert.deepEqual(left(), [])
  })

  test('sent to an address that takes none is refused', async () => {
    const { zhou, loan } = await bank()
    const answer = await zhou.send(`/loans/${loan.id}/repayments`, [
      { name: 'file', value: 'x', fileName: 'x' },
    ])
    assert.ok([403, 422].includes(answer.statusCode), String(answer.statusCode))
  })
})
