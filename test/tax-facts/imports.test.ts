import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { taxGradeFacts, taxImports } from '../../db/tables/tax-facts.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { usccFor } from '../../server/enterprises/uscc.ts'
import { present } from '../../server/platform/assert.ts'
import { csv } from '../../server/platform/csv.ts'
import { speak } from '../../server/platform/web/words.ts'
import { mostTaxRows } from '../../server/tax-facts/import.ts'
import { taxFactsOf, taxFactsOfAll } from '../../server/tax-facts/index.ts'
import { templateHeader } from '../../server/tax-facts/workbooks.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { rawWorkbook, workbook } from '../support/workbook.ts'

const w = speak('zh')
const header = templateHeader(w, 2025)
const nobody = usccFor('91340600MA0000999')

async function bureau() {
  const made = await runningTown()
  const { cast, store, clock, browserOf } = made
  const lin = cast.enterpriseIds.linFirm
  const firm = async () => present(await firmOf(store.read, lin), 'the firm of Lin')
  return {
    ...made,
    lin,
    code: (await firm()).uscc,
    head: await browserOf(cast.lu),
    grade: async () => (await firm()).taxBureauGrade,
    facts: () => taxFactsOf(store.read, lin, clock.today()),
  }
}

const row = (code: string, year: string, grade: string, on: string, more: readonly string[] = []) => {
  const stated = ['', '', ...more]
  const graded = [code, '', year, grade, on, grade ? '年度评价' : '']
  return [...graded, ...(more.length ? more : stated)]
}
const taxed = ['0', '否', '2026-02-28', '1000', '', '', '', '2000', '500', '0.5', '100']
const upload = (browser: Browser, value: Buffer | string, fileName = '税务数据.csv') =>
  browser.send('/tax-facts/imports', [{ name: 'file', value, fileName }])
const sent = async (browser: Browser, value: Buffer | string) => {
  const answer = await upload(browser, value)
  assert.equal(answer.statusCode, 303, answer.body.slice(-4000))
  return String(answer.headers.location)
}

describe('a file of the tax bureau', () => {
  test('is checked, mended, taken over and taken back; each time matching reads what counts', async () => {
    const made = await bureau()
    const { head, code, grade, facts, store, app, browserOf, cast, lin, clock } = made
    const bad = [
      row(code, '2025', 'E', '2026-02-01'),
      row(nobody, '2025', 'A', '2026-02-01'),
      row('91340600', '2025', 'A', '2026-02-01'),
      row(code, '2023', 'A', '2024-04-01', ['', '', '2026-02-28', '-5']),
      // What is said twice alike holds once; of two that differ neither is taken, the good rows alone or not.
      row(code, '2024', 'B', '2025-04-20'),
      row(code, '2021', 'A', '2022-04-20'),
      row(code, '2021', 'C', '2022-05-01'),
    ]
    const href = await sent(head, csv([header, row(code, '2024', 'B', '2025-04-20', taxed), ...bad]))
    const page = await head.get(href)
    for (const words of [
      w('tax-facts.import-outcome.checked', { good: 1, bad: 7 }),
      ...['no-such-grade', 'code-of-nobody', 'code-length', 'negative'].map((key) =>
        w(`tax-facts.fault.${key}`),
      ),
      w('tax-facts.fault.year-twice', { row: 2 }),
      w('tax-facts.fault.year-differs', { row: 9 }),
      w('tax-facts.fault.year-twice', { row: 8 }),
    ])
      assert.ok(page.body.includes(words), words)
    assert.deepEqual([await grade(), (await facts()).facts.taxPaidFen], [null, {}], 'checked is not counted')

    const list = (await head.get(`${href}/bad-rows?as=csv`)).body.trim().split('\r\n')
    assert.equal(list.length, 8, list.join('\n'))
    assert.equal(
      list[1],
      `3,${w('tax-facts.column.grade')},E,${'没有这个等级，只有 A、B、M、C、D 和未评级。'}`,
    )
    assert.equal((await head.get(`${href}/bad-rows?as=xlsx`)).statusCode, 200)
    assert.equal((await head.post(`${href}/booking`, { mode: 'all' })).statusCode, 422, 'all or nothing')
    assert.equal((await head.post(`${href}/booking`, { mode: 'good' })).statusCode, 303)
    assert.equal((await head.post(`${href}/booking`, { mode: 'good' })).statusCode, 422, 'once')
    assert.equal(await grade(), 'B')
    const known = await facts()
    assert.deepEqual(known.facts, {
      ...{ grade: 'B', assessYear: 2024, arrears: false, abnormal: false },
      taxPaidFen: { 2024: 100_000, 2025: 240_050 },
    })
    assert.deepEqual(
      (await taxFactsOfAll(store.read, clock.today())).get(lin),
      known,
      'all at once say the same',
    )

    const later = await sent(head, await workbook([header, row(code, '2025', 'C', '2026-03-01')]))
    assert.equal((await head.post(`${later}/booking`, { mode: 'all' })).statusCode, 303)
    assert.equal(await grade(), 'C')
    const analyst = await browserOf(cast.qin)
    assert.equal((await analyst.get(`${href}/reversal`)).statusCode, 403, 'the head takes back')
    const asked = await head.get(`${href}/reversal`)
    assert.ok(asked.body.includes(w('tax-facts.import-reversal-text', { firms: 1, later: 1 })))
    assert.equal((await head.post(`${href}/reversal`, { why: '' })).statusCode, 422)
    assert.equal((await head.post(`${href}/reversal`, { why: '税务部门来函更正' })).statusCode, 303)
    assert.deepEqual([await grade(), (await facts()).facts.taxPaidFen], ['C', {}], 'what came later stays')
    assert.equal((await head.post(`${later}/reversal`, { why: '税务部门来函更正' })).statusCode, 303)
    assert.deepEqual([await grade(), (await facts()).from.grade?.source], [null, 'declared'])
    assert.equal(await store.read.$count(taxGradeFacts), 2, 'history stays')
    await assert.rejects(store.transact(async (tx) => tx.delete(taxGradeFacts)))
    assert.deepEqual(readdirSync(app.uploadFolder), [])
  })

  test('states nothing of the firms of another city', async () => {
    const { head, code, store, lin } = await bureau()
    await store.transact((tx) =>
      tx.update(enterprises).set({ region: '340104001' }).where(eq(enterprises.id, lin)),
    )
    const href = await sent(head, csv([header, row(code, '2024', 'B', '2025-04-20', taxed)]))
    const { body } = await head.get(href)
    assert.ok(body.includes(w('tax-facts.fault.code-of-nobody')))
    assert.equal(await store.read.$count(taxGradeFacts), 0)
  })

  test('is not taken over twice, by whatever name, and given up it never counts', async () => {
    const { head, code, grade } = await bureau()
    const text = csv([header, row(code, '2025', 'A', '2026-02-01')])
    const [one, other] = [await sent(head, text), await sent(head, text)]
    assert.equal((await head.post(`${one}/booking`, { mode: 'all' })).statusCode, 303)
    assert.equal((await head.post(`${other}/booking`, { mode: 'all' })).statusCode, 422)
    assert.equal((await upload(head, text, 'other.csv')).statusCode, 422)
    assert.equal((await head.post(`${other}/withdrawal`)).statusCode, 303)
    assert.equal((await head.post(`${other}/booking`, { mode: 'all' })).statusCode, 422)
    assert.equal(await grade(), 'A')
  })

  test('that is none, too long or of another layout is refused as a whole and leaves nothing', async () => {
    const { head, code, store, browserOf, cast } = await bureau()
    const long = `${header.join(',')}\n${'x,,,,,,,,,,,,,,,,\n'.repeat(mostTaxRows + 1)}`
    const files: readonly (readonly [string, Buffer | string, string])[] = [
      ['one row more than the 120,000 that a file may have', long, 'sheet-too-many-rows'],
      [
        'another layout',
        csv([
          ['贷款编号', '还款日期'],
          ['DK-1', '2026-01-01'],
        ]),
        'import-header-wrong',
      ],
      ['nothing but a header', csv([header]), 'import-no-rows'],
      ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0]), 'sheet-not-readable'],
      [
        'half an archive',
        (await workbook([header, row(code, '2025', 'A', '2026-02-01')])).subarray(0, 800),
        'sheet-not-readable',
      ],
      ['nothing', '', 'upload-empty'],
    ]
    for (const [what, bytes, refusal] of files) {
      const answer = await upload(head, bytes)
      assert.equal(answer.statusCode, 422, what)
      const values = { max: mostTaxRows, rows: mostTaxRows + 1, missing: '', unknown: '' }
      const [start = ''] = w.refusal({ code: refusal, values }).split(/[：。]/u)
      assert.ok(answer.body.includes(start), `${what}: ${start}`)
    }
    assert.equal(await store.read.$count(taxGradeFacts), 0)
    const left = await store.read.select().from(taxImports)
    assert.deepEqual(
      left.map(({ state }) => state).filter((state) => state !== 'given-up'),
      [],
    )
    assert.equal((await upload(await browserOf(cast.zhou), 'x')).statusCode, 403, 'no bank sends one')
  })

  test('as a workbook: texts shared and inline, days as numbers, formulas named', async () => {
    const { head, code, grade } = await bureau()
    const cell = (at: string, text: string) => `<c r="${at}" t="inlineStr"><is><t>${text}</t></is></c>`
    const names = header.map((text, at) => cell(`${String.fromCharCode(65 + at)}1`, text)).join('')
    const shared = `<c r="A2" t="s"><v>0</v></c><c r="C2"><v>2025</v></c>${cell('D2', 'M')}<c r="E2" s="1"><v>46054</v></c>${cell('F2', '信用修复')}`
    const reckoned = `<c r="A3" t="s"><v>0</v></c><c r="I3"><v>46054</v></c><c r="J3"><f>SUM(K3:L3)</f><v>5</v></c>`
    const file = await rawWorkbook(
      `<row r="1">${names}</row><row r="2">${shared}</row><row r="3">${reckoned}</row>`,
      {
        'xl/sharedStrings.xml': `<sst><si><r><t>${code.slice(0, 6)}</t></r><r><t>${code.slice(6)}</t></r></si></sst>`,
      },
    )
    const href = await sent(head, file)
    const { body } = await head.get(href)
    assert.ok(body.includes(w('tax-facts.import-outcome.checked', { good: 1, bad: 1 })))
    assert.ok(body.includes(w('tax-facts.fault.formula')))
    assert.equal((await head.post(`${href}/booking`, { mode: 'good' })).statusCode, 303)
    assert.equal(await grade(), 'M')
  })

  test('the template is taken as it is, in both languages and forms', async () => {
    const { head } = await bureau()
    for (const language of ['zh', 'en'] as const)
      for (const as of ['xlsx', 'csv']) {
        head.setCookie('lang', language)
        const template = await head.get(`/tax-facts/imports/template?as=${as}`)
        const answer = await upload(head, template.rawPayload)
        assert.equal(answer.statusCode, 422)
        const [start = ''] = speak(language).refusal({ code: 'import-no-rows' }).split(/[:：]/u)
        assert.ok(answer.body.includes(start), `${language} ${as}`)
      }
  })
})

describe('the tax facts of a firm', () => {
  test('lie before its own people and the bureau, with whose word they are, and can be objected to', async () => {
    const { head, code, lin, browserOf, cast, facts } = await bureau()
    const owner = await browserOf(cast.lin)
    assert.ok((await owner.get('/tax-facts')).body.includes(w('tax-facts.source.declared')))
    const href = await sent(head, csv([header, row(code, '2024', 'B', '2025-04-20', taxed)]))
    await head.post(`${href}/booking`, { mode: 'all' })
    for (const page of [await owner.get('/tax-facts'), await head.get(`/enterprises/${lin}/tax-facts`)]) {
      assert.equal(page.statusCode, 200)
      for (const words of ['2,400.50', w('tax-facts.as-of', { source: '税务部门', on: '2025-04-20' })])
        assert.ok(page.body.includes(words), words)
    }
    const objection = await owner.get('/objections/new?fact=taxPaid&year=2024')
    assert.match(objection.body, /value="2024"/)
    const words = '完税证明与此不符，请核实。'
    const made = await owner.post('/objections', {
      fact: 'taxPaid',
      year: '2024',
      taxSum: 'vat',
      taxPaid: '3000',
      words,
    })
    assert.equal(made.statusCode, 303)
    assert.deepEqual((await facts()).facts.taxPaidFen, { 2025: 240_050 }, 'the other year counts on')
    assert.ok(
      (await owner.get('/tax-facts')).body.includes(
        w('tax-facts.disputed', { facts: w('tax-facts.sum-of-year', { year: 2024, sum: '增值税' }) }),
      ),
    )
    assert.equal((await (await browserOf(cast.fang)).get(`/enterprises/${lin}/tax-facts`)).statusCode, 403)
  })
})
