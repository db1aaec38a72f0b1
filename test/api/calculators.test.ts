import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runningTown } from '../support/app.ts'
import { table } from '../support/table.ts'

const made = runningTown()
const get = async (url: string, lang = 'zh') => {
  const browser = await (await made).browserOf(null)
  browser.setCookie('lang', lang)
  return browser.get(url)
}

const schedule =
  'principal=10%E4%B8%87&rate=4.35&months=3&method=equal-instalment&drawnOn=2026-01-31&dayCount=monthly'

describe('a calculator', () => {
  for (const row of table(`
    address                                                                       | says
    repayment-schedule?principal=x&rate=4.35&months=3                             | 请填写金额
    repayment-schedule?principal=0&rate=4.35&months=3&method=bullet&drawnOn=2026-01-31&dayCount=monthly | 至少 0.01 元
    repayment-schedule?principal=1&rate=4.35&months=601&method=bullet&drawnOn=2026-01-31&dayCount=monthly | 要在 1 到 600 之间
    repayment-schedule?principal=1&rate=99&months=3&method=bullet&drawnOn=2026-01-31&dayCount=monthly | 要在 0 到 36 之间
    repayment-schedule?${schedule}&more=1                                         | 不认识的内容
    credit-code?code=                                                             | 请填写这一项
    size-class?industry=                                                          | 请填写这一项
    working-days?from=2026-02-30&days=3                                           | 存在的日期
    working-days?from=2026-02-13&days=1e3                                         | 请填写整数
  `)) {
    test(`keeps what was typed and says what to mend: ${row.address}`, async () => {
      const { statusCode, body } = await get(`/calculators/${row.address}`)
      assert.equal(statusCode, 422)
      assert.ok(body.includes('error-summary'))
      assert.ok(body.includes(row.says))
      assert.ok(!body.includes('id="result"'))
    })
  }

  for (const row of table(`
    address                                                      | zh              | en
    repayment-schedule?${schedule}                               | 33,575.29       | 33,575.29
    repayment-schedule?${schedule}                               | 725.87 元       | 725.87 yuan
    credit-code?code=91340600ma0000015t                          | 正确            | Right
    credit-code?code=91340600MA00000151                          | 最后一位应该是 T | should be T
    credit-code?code=123                                         | 应为 18 位      | has 18 characters
    size-class?industry=I65&employees=100&revenue=1000%E4%B8%87&assets= | 中型     | Medium
    size-class?industry=I65&employees=100&revenue=&assets=       | 营业收入        | Revenue
    size-class?industry=F&employees=&revenue=&assets=            | F51             | F51
    working-days?from=2026-02-13&days=3                          | 2026-02-25      | 2026-02-25
    working-days?from=2026-12-30&days=3                          | 2027 年         | 2027
  `)) {
    test(`answers ${row.address} with ${row.en}`, async () => {
      for (const lang of ['zh', 'en'] as const) {
        const { statusCode, body } = await get(`/calculators/${row.address}`, lang)
        assert.equal(statusCode, 200)
        const result = body.slice(body.indexOf('id="result"'))
        assert.ok(result.includes(row[lang]), `${lang}: ${row[lang]}`)
      }
    })
  }

  test('begins as an empty form, without errors', async () => {
    for (const name of ['repayment-schedule', 'credit-code', 'size-class', 'working-days']) {
      const { statusCode, body } = await get(`/calculators/${name}`)
      assert.equal(statusCode, 200, name)
      assert.ok(!body.includes('error-summary'), name)
    }
  })

  test('stands in the contents and in the menu', async () => {
    for (const lang of ['zh', 'en']) {
      const { body } = await get('/calculators', lang)
      for (const name of ['repayment-schedule', 'credit-code', 'size-class', 'working-days'])
        assert.ok(body.includes(`href="/calculators/${name}"`), name)
      assert.match(body, /<nav[\s\S]*href="\/calculators" aria-current="page"/)
    }
  })

  test('prints the schedule, and sends what cannot be calculated back to the form', async () => {
    const printed = await get(`/calculators/repayment-schedule/print?${schedule}`)
    assert.equal(printed.statusCode, 200)
    assert.match(printed.body, /class="paper/)
    assert.ok(printed.body.includes('33,575.29'))
    assert.equal((await get('/calculators/repayment-schedule/print?principal=x')).statusCode, 422)
    assert.equal((await get('/calculators/repayment-schedule/print')).statusCode, 200)
  })
})
