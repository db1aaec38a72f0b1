import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mostLines } from '../../server/calculators/forms.ts'
import { speak } from '../../server/platform/web/words.ts'
import { runningTown } from '../support/app.ts'
import { table } from '../support/table.ts'

const made = runningTown()
const get = async (url: string, lang = 'zh') => {
  const browser = await (await made).browserOf(null)
  browser.setCookie('lang', lang)
  return browser.get(url)
}
const words = { zh: speak('zh'), en: speak('en') }

const schedule =
  'principal=10%E4%B8%87&rate=4.35&months=3&method=equal-instalment&drawnOn=2026-01-31&dayCount=monthly'
const bullet = 'months=3&method=bullet&drawnOn=2026-01-31&dayCount=monthly'
const names = [
  'repayment-schedule',
  'loan-cost',
  'annualised-cost',
  'tax-credit-limit',
  'bridge-fee',
  'risk-sharing',
  'size-class',
  'credit-code',
  'working-days',
]
const cost = 'principal=100%E4%B8%87&rate=4.35&months=12'
const level = `${cost}&method=equal-instalment`
const flows = (advances: string, payments: string) =>
  `advances=${encodeURIComponent(advances.replaceAll('; ', '\n'))}&payments=${encodeURIComponent(payments.replaceAll('; ', '\n'))}`
const risk = 'arrangement=4321&loss=1000000.01&poolFree=&recovered=&recoveryCost='
const tax =
  'scheme=hefei-2015&grade=A&assessYear=2026&foundedOn=2015-01-01&on=2026-03-10' +
  '&taxLast=180%E4%B8%87&taxBefore=120%E4%B8%87&taxThird=&outstanding=0&requested=&industry='
const bridge = 'policy=donghai-2023&principal=1000%E4%B8%87&paidOutOn=2026-03-02'

/** The piece of a page in which a field stands: its label, its hint, its error and what was typed. */
function fieldIn(body: string, field: string): string {
  const from = body.lastIndexOf('<div class="field', body.indexOf(`id="${field}"`))
  assert.ok(from >= 0, `no field ${field}`)
  return body.slice(from, body.indexOf('</div>', body.indexOf(`id="${field}"`)))
}

describe('a calculator refuses beside the field, in both languages, and keeps what was typed', () => {
  for (const row of table(`
    address                                                        | field      | zh             | en
    repayment-schedule?principal=x&rate=4.35&${bullet}             | principal  | 请填写金额     | amount
    repayment-schedule?principal=0&rate=4.35&${bullet}             | principal  | 至少 0.01 元   | At least 0.01
    repayment-schedule?principal=-5&rate=4.35&${bullet}            | principal  | 不能是负数     | cannot be negative
    repayment-schedule?principal=0.001&rate=4.35&${bullet}         | principal  | 小数位太多     | decimals
    repayment-schedule?principal=NaN&rate=4.35&${bullet}           | principal  | 请填写金额     | amount
    repayment-schedule?principal=90071992547409.92&rate=0&${bullet} | principal | 太大           | too large
    repayment-schedule?principal=1000000000000.01&rate=1&${bullet} | principal | 最多 1,000,000,000,000.00 | At most 1,000,000,000,000.00
    repayment-schedule?principal=1&rate=99&${bullet}               | rate       | 要在 0 到 36   | Between 0 and 36
    repayment-schedule?principal=1&rate=4.35001&${bullet}          | rate       | 小数位太多     | decimals
    repayment-schedule?principal=1&rate=-1&${bullet}               | rate       | 不能是负数     | cannot be negative
    repayment-schedule?${schedule.replace('months=3', 'months=601')} | months   | 要在 1 到 600  | Between 1 and 600
    repayment-schedule?${schedule.replace('months=3', 'months=0')} | months     | 要在 1 到 600  | Between 1 and 600
    repayment-schedule?${schedule.replace('months=3', 'months=1.5')} | months   | 请填写整数     | whole
    repayment-schedule?${schedule.replace('2026-01-31', '2026-02-29')} | drawnOn | 存在的日期    | day that exists
    repayment-schedule?${schedule.replace('2026-01-31', '2999-06-01')} | drawnOn | 超出可计算    | beyond what
    repayment-schedule?${schedule.replace('equal-instalment', 'annuity')} | method | 列出的选项  | from the list
    repayment-schedule?${schedule.replace('=monthly', '=30%2F360')} | dayCount  | 列出的选项     | from the list
    repayment-schedule?${schedule}&firstDueOn=2026-01-31           | firstDueOn | 放款日之后     | after the day
    repayment-schedule?${schedule}&firstDueOn=2027-06-01           | firstDueOn | 超出可计算     | beyond what
    repayment-schedule?principal=1&rate=4&${bullet}&firstDueOn=2026-02-20 | firstDueOn | 只有一个还款日 | one due day
    repayment-schedule?principal=100&rate=24&months=600&method=equal-instalment&drawnOn=2026-01-31&dayCount=monthly | rate | 不够付利息 | cover the interest
    loan-cost?${level}&upfrontFees=-1                              | upfrontFees | 不能是负数    | cannot be negative
    loan-cost?${cost}&method=annuity                               | method     | 列出的选项     | from the list
    loan-cost?${level}&upfrontFees=100%E4%B8%87                    | upfrontFees | 不能达到本金  | reach the principal
    loan-cost?${level}&registryOnce=100%E4%B8%87                   | registryOnce | 不能达到本金 | reach the principal
    loan-cost?${level}&guaranteeYearly=90000000000                 | guaranteeYearly | 太大      | too large
    annualised-cost?${flows('2025-01-01 1', '')}                   | payments   | 请填写这一项   | Fill this in
    annualised-cost?${flows('2025-02-29 1', '2026-01-01 2')}       | advances   | 第 1 行        | Line 1
    annualised-cost?${flows('2025-01-01 1; 2025-01-02 0', '2026-01-01 2')} | advances | 第 2 行  | line 2
    annualised-cost?${flows('2025-01-01 1', 'x; 2026-01-01 2')}    | payments   | 第 1 行        | Line 1
    annualised-cost?${flows('2025-01-01 1', '2026-01-01 0.001')}   | payments   | 第 1 行        | Line 1
    annualised-cost?${flows('2025-01-01 90071992547409.91; 2025-01-02 1', '2026-01-01 2')} | advances | 太大 | too large
    annualised-cost?${flows('2025-01-01 1', '2025-01-02 9000')}    | payments   | 太大           | too large
    risk-sharing?arrangement=&loss=1                               | arrangement | 请填写        | Fill this in
    risk-sharing?arrangement=4321&loss=0.001                       | loss       | 小数           | decimals
    risk-sharing?arrangement=zhubaodai&loss=1                      | poolFree   | 资金池可用余额 | free money of the pool
    risk-sharing?arrangement=1234&loss=1                           | arrangement | 没有“1234”    | no arrangement 1234
    tax-credit-limit?${tax.replace('grade=A', 'grade=E')}          | grade      | 列出的选项     | from the list
    tax-credit-limit?${tax.replace('hefei-2015', 'hefei-2016')}    | scheme     | hefei-2016     | hefei-2016
    tax-credit-limit?${tax.replace('2015-01-01', '2026-03-11')}    | foundedOn  | 不能晚于       | founded after
    tax-credit-limit?${tax.replace('assessYear=2026', 'assessYear=2027')} | assessYear | 不晚于  | assessment
    tax-credit-limit?${tax.replace('taxLast=180%E4%B8%87', 'taxLast=-1')} | taxLast | 不能是负数 | cannot be negative
    tax-credit-limit?${tax.replace('on=2026-03-10', 'on=2016-03-10').replace('assessYear=2026', 'assessYear=2016')} | on | LPR | prime rate
    tax-credit-limit?${tax}C99                                     | industry   | 没有这个行业   | no such industry
    bridge-fee?${bridge}&repaidOn=2026-02-30                       | repaidOn   | 存在的日期     | day that exists
    bridge-fee?${bridge}&repaidOn=2026-03-01                       | repaidOn   | 不能早于拨付日 | before the payout
    bridge-fee?${bridge.replace('donghai-2023', 'nowhere')}&repaidOn=2026-03-10 | policy | nowhere  | nowhere
    bridge-fee?${bridge.replace('donghai-2023', 'wenzhou-2018')}&repaidOn=2027-01-05 | repaidOn | 2027 年 | 2027
    bridge-fee?${bridge.replace('1000%E4%B8%87', '1e12')}&repaidOn=2037-01-01 | principal | 请填写金额 | amount
    credit-code?code=                                              | code       | 请填写这一项   | Fill this in
    size-class?industry=                                           | industry   | 请填写这一项   | Fill this in
    size-class?industry=F&employees=1                              | industry   | F51            | F51
    size-class?industry=I65&employees=1.5&revenue=1                | employees  | 请填写整数     | whole
    size-class?industry=I65&employees=100&revenue=&assets=         | revenue    | 请填写         | please give
    working-days?from=2026-02-30&days=3                            | from       | 存在的日期     | day that exists
    working-days?from=2026-02-13&days=1e3                          | days       | 请填写整数     | whole
    working-days?from=2026-12-30&days=3                            | days       | 2027 年        | 2027
    working-days?from=2019-12-30&days=3                            | from       | 2019 年        | 2019
  `)) {
    test(`${row.address}: ${row.field}`, async () => {
      for (const lang of ['zh', 'en'] as const) {
        for (const place of ['', '/print']) {
          const { statusCode, body } = await get(
            `/calculators/${row.address.replace('?', `${place}?`)}`,
            lang,
          )
          assert.equal(statusCode, 422, body.slice(0, 200))
          assert.match(body, /class="error-summary"/)
          assert.ok(body.includes(`href="#${row.field}"`), 'the summary leads to the field')
          const field = fieldIn(body, row.field)
          assert.match(field, new RegExp(`id="${row.field}-error"`))
          assert.ok(field.includes(row[lang]), `${lang}: ${field}`)
          assert.ok(!body.includes('id="result"'))
          assert.doesNotMatch(body, /class="paper/)
        }
      }
      const typed = new URLSearchParams(row.address.split('?')[1])
      const { body } = await get(`/calculators/${row.address}`)
      for (const [name, value] of typed) {
        if (!/^[\w.-]+$/.test(value) || !body.includes(`id="${name}"`)) continue
        const field = fieldIn(body, name)
        if (!field.includes('<select')) assert.ok(field.includes(value), `${name} keeps ${value}`)
      }
    })
  }

  test('a name that it does not ask for', async () => {
    const { statusCode, body } = await get(`/calculators/repayment-schedule?${schedule}&more=1`)
    assert.equal(statusCode, 422)
    assert.ok(body.includes('不认识的内容'))
  })

  test('more lines than an address can hold', async () => {
    const many = Array.from({ length: mostLines + 1 }, () => '2025-01-01 1').join('; ')
    const { statusCode, body } = await get(`/calculators/annualised-cost?${flows(many, '2026-01-01 200')}`)
    assert.equal(statusCode, 422)
    assert.ok(fieldIn(body, 'advances').includes(`最多 ${mostLines} 行`))
  })
})

describe('a calculator answers', () => {
  for (const row of table(`
    address                                                      | zh              | en
    repayment-schedule?${schedule}                               | 33,575.29       | 33,575.29
    repayment-schedule?${schedule}                               | 725.87 元       | 725.87 yuan
    repayment-schedule?${schedule}&firstDueOn=                   | 2026-02-28      | 2026-02-28
    repayment-schedule?${schedule}&firstDueOn=2026-03-20         | 2026-05-20      | 2026-05-20
    repayment-schedule?${schedule}                               | 占全部还款的 0.72% | 0.72% of all
    loan-cost?${level}                                           | 4.4378          | 4.4378
    loan-cost?${level}                                           | 4.3500%         | 4.3500%
    loan-cost?${level}&upfrontFees=1%E4%B8%87                    | 6.2288          | 6.4097
    loan-cost?${level}&guaranteeOnce=1%E4%B8%87                  | 6.2288          | 6.4097
    loan-cost?${level}&guaranteeOnce=1%E4%B8%87                  | 担保机构        | Guarantor
    loan-cost?${level}&guaranteeOnce=1%E4%B8%87                  | 占全部成本的 29.66% | 29.66%
    loan-cost?${cost}&method=interest-only&upfrontFees=1%E4%B8%87 | 5.3794%        | 5.5140%
    annualised-cost?${flows('2025-01-01 100000', '2026-01-01 105000')} | 5.0000%   | 5.0000%
    annualised-cost?${flows('2025年1月1日 10万', '2026/1/1，105,000')} | 4.8889%   | 4.8889%
    annualised-cost?${flows('2025-01-01 100000', '2026-01-01 105000')} | 5,000.00 元 | 5,000.00 yuan
    annualised-cost?${flows('2025-01-01 10000; 2027-01-01 13200', '2026-01-01 23000')} | 不止一个利率 | More than one rate
    annualised-cost?${flows('2025-01-01 100', '2025-01-01 100')} | 没有一个利率    | No rate
    risk-sharing?${risk}                                         | 400,000.01      | 400,000.01
    risk-sharing?${risk}                                         | 暂定值          | Placeholders: 
    risk-sharing?${risk}                                         | 损失基数        | arrangement-4321-1
    risk-sharing?${risk}                                         | 占 40.00%       | 40.00%
    risk-sharing?arrangement=zhubaodai&loss=1&poolFree=0         | 暂定方案        | Placeholder: 
    risk-sharing?arrangement=4321&loss=0                         | 0.00            | 0.00
    tax-credit-limit?${tax}                                      | 7,500,000.00 元 | 7,500,000.00 yuan
    tax-credit-limit?${tax}                                      | 3.2000%         | 3.2000%
    tax-credit-limit?${tax}                                      | 未提供          | Not given
    tax-credit-limit?${tax.replace('hefei-2015', 'demo-2026')}   | 暂定方案        | Placeholder: 
    tax-credit-limit?${tax.replace('grade=A', 'grade=D')}        | 该等级没有利率  | No rate
    bridge-fee?${bridge}&repaidOn=2026-03-10                     | 22,000.00 元    | 22,000.00 yuan
    bridge-fee?${bridge}&repaidOn=2026-03-10                     | 0.0400%         | 0.0400%
    bridge-fee?${bridge}&repaidOn=2026-03-10                     | 平均每天 2,750.00 元 | 2,750.00 yuan a day
    credit-code?code=91340600ma0000015t                          | 正确            | Right
    credit-code?code=91340600MA00000151                          | 最后一位应该是 T | should be T
    credit-code?code=91340600MA0000015T                          | MA0000015       | Code of the body
    credit-code?code=123                                         | 应为 18 位      | has 18 characters
    size-class?industry=I65&employees=100&revenue=1000%E4%B8%87&assets= | 中型     | Medium
    size-class?industry=I65&employees=100&revenue=1000%E4%B8%87&assets= | 1,000 万 | 10,000,000
    size-class?industry=J66&employees=100&revenue=&assets=       | 不适用划型      | Not classified
    working-days?from=2026-02-13&days=3                          | 2026-02-25      | 2026-02-25
    working-days?from=2026-02-13&days=3                          | 调休上班        | Worked
    working-days?from=2026-02-13&days=0                          | 星期五          | Friday
  `)) {
    test(`${row.address} with ${row.en}`, async () => {
      for (const lang of ['zh', 'en'] as const) {
        const { statusCode, body } = await get(`/calculators/${row.address}`, lang)
        assert.equal(statusCode, 200)
        const result = body.slice(body.indexOf('id="result"'), body.indexOf('id="examples-title"'))
        assert.ok(result.includes(row[lang]), `${lang}: ${row[lang]}`)
        const paper = await get(`/calculators/${row.address.replace('?', '/print?')}`, lang)
        assert.equal(paper.statusCode, 200)
        assert.match(paper.body, /class="paper/)
        assert.ok(paper.body.includes(row[lang]), `${lang} on paper: ${row[lang]}`)
      }
    })
  }

  test('nothing yet as an empty form, on screen and on paper, without errors', async () => {
    for (const name of names)
      for (const place of ['', '/print']) {
        const { statusCode, body } = await get(`/calculators/${name}${place}`)
        assert.equal(statusCode, 200, name)
        assert.ok(!body.includes('error-summary') && !body.includes('id="result"'), name)
      }
  })

  test('and stands in the contents and in the menu', async () => {
    for (const lang of ['zh', 'en']) {
      const { body } = await get('/calculators', lang)
      for (const name of names) assert.ok(body.includes(`href="/calculators/${name}"`), name)
      assert.match(body, /<nav[\s\S]*href="\/calculators" aria-current="page"/)
    }
  })
})

describe('the examples of a calculator', () => {
  // What each example says comes out, as its page writes it.
  for (const row of table(`
    calculator         | says
    repayment-schedule | 85,309.90 / 6,861.11 / 3,397.82
    loan-cost          | 4.4378% / 6.4097% / 5.5140%
    annualised-cost    | 12.9620% / 13.0662% / 不止一个利率
    tax-credit-limit   | 7,500,000.00 / 4,500,000.00 / 6,000,000.00
    bridge-fee         | 22,000.00 / 4,500.00 / 16,000.00
    risk-sharing       | 400,000.01 / 280,000.00 / 400,000.00
    size-class         | 中型 / 中型 / 中型
    credit-code        | 正确 / 应该是 T
    working-days       | 2026-02-25 / 2026-10-13 / 2026-03-20
  `)) {
    test(`${row.calculator} come out as they say`, async () => {
      const { body } = await get(`/calculators/${row.calculator}`)
      const list = body.slice(body.indexOf('class="examples"'))
      const links = [...list.slice(0, list.indexOf('</ul>')).matchAll(/href="([^"]+)"/g)].map(
        ([, href = '']) => href.replaceAll('&amp;', '&').replaceAll('&#38;', '&'),
      )
      const wanted = row.says.split(' / ')
      assert.equal(links.length, wanted.length)
      for (const [at, href] of links.entries()) {
        const shown = await get(href.replace('#result', ''))
        assert.equal(shown.statusCode, 200, href)
        const result = shown.body.slice(
          shown.body.indexOf('id="result"'),
          shown.body.indexOf('id="examples-title"'),
        )
        assert.ok(result.includes(wanted[at] ?? ''), `${href}: ${wanted[at]}`)
        // The figure stands in the example's own words too, in both languages.
        const figure = wanted[at]?.replace(/\.00$/, '') ?? ''
        if (/\d/.test(figure) && row.calculator !== 'risk-sharing' && row.calculator !== 'tax-credit-limit')
          for (const w of Object.values(words))
            assert.ok(w(`calculators.example.${row.calculator}-${at + 1}`).includes(figure), figure)
      }
    })
  }
})

describe('a figure', () => {
  for (const row of table(`
    address                                                        | says
    repayment-schedule?${schedule}                                 | 3 期共付利息 725.87 元
    repayment-schedule?${schedule.replace('months=3', 'months=25')} | 25 期共付利息
    loan-cost?${level}&guaranteeOnce=1%E4%B8%87                    | 利息之外的费用 10,000.00 元
    annualised-cost?${flows('2025-01-01 100000', '2026-01-01 105000')} | 年化成本 5.0000%
    risk-sharing?${risk}                                           | 市县政策性担保机构最终承担最多
    tax-credit-limit?${tax}                                        | 额度由“纳税额的倍数”决定
    bridge-fee?${bridge}&repaidOn=2026-03-10                       | 用 8 天收费 22,000.00 元
  `))
    test(`of ${row.address} says what it shows, with a table`, async () => {
      for (const place of ['', '/print']) {
        const { body } = await get(`/calculators/${row.address.replace('?', `${place}?`)}`)
        const figure = /<figure[\s\S]*?<\/figure>/.exec(body)?.[0] ?? ''
        assert.ok(figure.includes(row.says), figure.slice(0, 300))
        assert.match(figure, /<figcaption>[\s\S]*role="img" aria-label="[\s\S]*<svg aria-hidden="true"/)
        assert.doesNotMatch(figure, / style=|NaN/)
        assert.match(body, /<table/)
      }
    })

  test('of a long loan counts years, with their table beside it', async () => {
    const { body } = await get(`/calculators/repayment-schedule?${schedule.replace('months=3', 'months=36')}`)
    const figure = /<figure[\s\S]*?<\/figure>/.exec(body)?.[0] ?? ''
    assert.ok(figure.includes('第 3 年') && !figure.includes('第 4 年'))
  })

  test('is left out where there is nothing to compare', async () => {
    for (const address of [`loan-cost?${level}`, `repayment-schedule?principal=1&rate=4&${bullet}`])
      assert.doesNotMatch((await get(`/calculators/${address}`)).body, /<figure/)
  })
})

describe('on paper', () => {
  test('the cost sheet names every payee, its rule and who signs', async () => {
    const { body } = await get(
      `/calculators/loan-cost/print?${level}&guaranteeOnce=1%E4%B8%87&registryOnce=80&insuranceYearly=3000&bankMonthly=10`,
    )
    for (const said of [
      '企业贷款综合融资成本明白纸',
      '1,000,000 元',
      '等额本息',
      '担保机构',
      '登记机构',
      '保险公司',
      '月费',
      '公告〔2021〕第3号',
      '借款企业（盖章、签字）',
      '36,918.79',
    ])
      assert.ok(body.includes(said), said)
  })

  test('stands the address at which the same is found again', async () => {
    const { body } = await get(`/calculators/repayment-schedule/print?${schedule}`)
    const address = `/calculators/repayment-schedule?${schedule}`.replaceAll('&', '&amp;')
    assert.ok(body.includes(`href="${address}"`) || body.includes(address.replaceAll('&amp;', '&#38;')))
    assert.ok(body.includes('打印日期：2026-03-10'))
    const { body: english } = await get(`/calculators/repayment-schedule/print?${schedule}`, 'en')
    assert.ok(english.includes('Equal') || english.includes('instalment'))
  })
})
