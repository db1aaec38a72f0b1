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
const names = [
  'repayment-schedule',
  'loan-cost',
  'tax-credit-limit',
  'bridge-fee',
  'risk-sharing',
  'credit-code',
  'size-class',
  'working-days',
]
const cost = 'principal=100%E4%B8%87&rate=4.35&months=12'
const risk = 'arrangement=4321&loss=1000000.01&poolFree=&recovered=&recoveryCost='
const tax =
  'scheme=hefei-2015&grade=A&assessYear=2026&foundedOn=2015-01-01&on=2026-03-10' +
  '&taxLast=180%E4%B8%87&taxBefore=120%E4%B8%87&taxThird=&outstanding=0&requested=&industry='
const bridge = 'policy=donghai-2023&principal=1000%E4%B8%87&paidOutOn=2026-03-02'

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
    loan-cost?${cost}&method=bullet&upfrontFees=-1                                | 不能是负数
    loan-cost?${cost}&method=annuity&upfrontFees=0                                | 列出的选项
    risk-sharing?arrangement=&loss=1                                              | 请填写
    risk-sharing?arrangement=4321&loss=0.001                                      | 小数
    tax-credit-limit?${tax}&size=small                                            | 不认识的内容
    bridge-fee?${bridge}&repaidOn=2026-02-30                                      | 存在的日期
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
    loan-cost?${cost}&method=equal-instalment&upfrontFees=0      | 4.4378          | 4.4378
    loan-cost?${cost}&method=equal-instalment&upfrontFees=1%E4%B8%87 | 6.2288      | 6.4097
    loan-cost?${cost}&method=interest-only&upfrontFees=1%E4%B8%87 | 5.3794         | 5.514
    loan-cost?${cost}&method=interest-only&upfrontFees=100%E4%B8%87 | 不能达到本金 | reach the principal
    risk-sharing?${risk}                                         | 400,000.01      | 400,000.01
    risk-sharing?${risk}                                         | 暂定值          | Placeholders: 
    risk-sharing?${risk}                                         | 损失基数        | arrangement-4321-1
    risk-sharing?arrangement=zhubaodai&loss=1                    | 资金池可用余额  | free money of the pool
    risk-sharing?arrangement=zhubaodai&loss=1&poolFree=0         | 暂定方案        | Placeholder: 
    risk-sharing?arrangement=1234&loss=1                         | 没有“1234”      | no arrangement 1234
    tax-credit-limit?${tax}                                      | 7,500,000.00 元 | 7,500,000.00 yuan
    tax-credit-limit?${tax}                                      | 未提供          | Not given
    tax-credit-limit?${tax.replace('2015-01-01', '2026-03-11')}  | 不能晚于        | founded after
    tax-credit-limit?${tax.replace('hefei-2015', 'demo-2026')}   | 暂定方案        | Placeholder: 
    tax-credit-limit?${tax.replace('grade=A', 'grade=D')}        | 该等级没有利率  | No rate
    bridge-fee?${bridge}&repaidOn=2026-03-10                     | 22,000.00 元    | 22,000.00 yuan
    bridge-fee?${bridge}&repaidOn=2026-03-10                     | 0.04%           | 0.04%
    bridge-fee?${bridge}&repaidOn=2026-03-01                     | 不能早于拨付日  | before the payout
    bridge-fee?${bridge.replace('donghai-2023', 'wenzhou-2018')}&repaidOn=2027-01-05 | 2027 年 | 2027
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
    for (const name of names) {
      const { statusCode, body } = await get(`/calculators/${name}`)
      assert.equal(statusCode, 200, name)
      assert.ok(!body.includes('error-summary'), name)
    }
  })

  test('stands in the contents and in the menu', async () => {
    for (const lang of ['zh', 'en']) {
      const { body } = await get('/calculators', lang)
      for (const name of names) assert.ok(body.includes(`href="/calculators/${name}"`), name)
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
