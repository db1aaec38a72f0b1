import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyProposals } from '../../db/tables/policies.ts'
import { present } from '../../server/platform/assert.ts'
import { clocksOn } from '../../server/policies/index.ts'
import { allPolicies } from '../../server/policies/rows.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

const clocks = {
  acceptWorkdays: '1',
  firstContactWorkdays: '3',
  decisionWorkdays: '8',
  signingWorkdays: '5',
  drawdownReportWorkdays: '3',
  decisionHardStopDays: '30',
  needOpenDays: '90',
  source: '市金融局会议纪要（测试）',
  certainty: 'stated',
  effectiveFrom: '',
  why: '银行已能更快受理。',
  base: '2',
}

const proposalOf = (location: unknown): string =>
  present(/proposals\/(\w+)/.exec(String(location))?.[1], 'its id')

describe('what the public reads', () => {
  test('is every policy in force on a day, with its source and how sure it is', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    const today = (await browser.get('/policies')).body
    for (const words of ['办理时限', '贷款市场报价利率', '2026 年工作日历', '新型政银担', '担保责任余额权重'])
      assert.ok(today.includes(words), words)
    assert.ok(today.includes('文件载明') && today.includes('公开所见') && today.includes('暂定'))
    const then = (await browser.get('/policies?on=2015-01-01')).body
    assert.ok(then.includes('新型政银担') && !then.includes('2026 年工作日历'))
    assert.ok(then.includes('2015-01-01 当日生效'))
    const wrong = await browser.get('/policies?on=2026-02-30')
    assert.equal(wrong.statusCode, 422)
    assert.ok(wrong.body.includes('一个存在的日期'))
  })

  test('is one policy with its value in words, what changed and every version; a code that is none is not found', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    const { body } = await browser.get('/policies/lpr')
    assert.ok(body.includes('3.00 % / 年') && body.includes('与第 14 版相比') && body.includes('第 1 版'))
    const then = (await browser.get('/policies/lpr?on=2024-08-01')).body
    assert.ok(then.includes('3.35 % / 年') && then.includes('lpr-13'))
    assert.ok((await browser.get('/policies/lpr?version=1')).body.includes('4.25 % / 年'))
    for (const code of ['weather', 'arrangement-none', 'calendar-2031', 'lpr-1'])
      assert.equal((await browser.get(`/policies/${code}`)).statusCode, 404, code)
  })

  test('is nothing of who proposed what', async () => {
    const { browserOf, cast } = await runningTown()
    const head = await browserOf(cast.lu)
    const { headers } = await head.post('/policies/clocks/proposals', clocks)
    const checker = await browserOf(cast.qin)
    await checker.post(`/policies/proposals/${proposalOf(headers.location)}/approval`, {
      words: '同意调整。',
    })
    for (const person of [null, cast.lin, cast.zhou, cast.shi]) {
      const { body } = await (await browserOf(person)).get('/policies/clocks')
      assert.ok(body.includes('2026-03-10') && body.includes('市金融局会议纪要'))
      for (const words of [cast.lu.name, cast.qin.name, '银行已能更快受理', '同意调整'])
        assert.ok(!body.replace(/<header[\s\S]*?<\/header>/, '').includes(words), words)
    }
    const { body } = await checker.get('/policies/clocks')
    for (const words of [cast.lu.name, '银行已能更快受理', '同意调整']) assert.ok(body.includes(words), words)
  })
})

describe('the head of the bureau proposes', () => {
  test('by a form that keeps what was typed and says at each field what is wrong', async () => {
    const { browserOf, cast, store } = await runningTown()
    const head = await browserOf(cast.lu)
    const page = (await head.get('/policies/clocks/proposals/new')).body
    assert.match(page, /name="acceptWorkdays"[^>]*value="2"/)
    const { statusCode, body } = await head.post('/policies/clocks/proposals', {
      ...clocks,
      acceptWorkdays: '两天',
      needOpenDays: '0',
      effectiveFrom: '2026-03-09',
      source: '',
    })
    assert.equal(statusCode, 422)
    assert.match(body, /name="acceptWorkdays"[^>]*value="两天"/)
    for (const id of ['acceptWorkdays', 'needOpenDays', 'source'])
      assert.ok(body.includes(`id="${id}-error"`), id)
    assert.ok(body.includes('银行已能更快受理。'))
    const past = await head.post('/policies/clocks/proposals', { ...clocks, effectiveFrom: '2026-03-09' })
    assert.equal(past.statusCode, 422)
    assert.ok(
      past.body.includes('id="effectiveFrom-error"') && past.body.includes('不能早于今天（2026-03-10）'),
    )
    assert.equal(await store.read.$count(policyProposals), 0)
  })

  test('and a second person approves: it counts from its day on, and who decided before keeps the old version', async () => {
    const { browserOf, cast, parts, clock } = await runningTown()
    const head = await browserOf(cast.lu)
    const sent = await head.post('/policies/clocks/proposals', { ...clocks, effectiveFrom: '2026-03-12' })
    assert.equal(sent.statusCode, 303)
    const address = String(sent.headers.location)
    const own = (await head.get(address)).body
    assert.ok(own.includes('撤回提议') && !own.includes(`${address}/approval`))
    assert.equal((await head.post(`${address}/approval`)).statusCode, 422)
    const checker = await browserOf(cast.qin)
    const shown = (await checker.get(address)).body
    assert.ok(shown.includes('2 个工作日') && shown.includes('1 个工作日'), 'before and after')
    assert.equal((await checker.post(`${address}/approval`, { words: '' })).statusCode, 303)
    assert.equal(clocksOn(parts.policies, clock.today()).version, 'clocks-2')
    clock.forward(2 * 24 * 60)
    assert.equal(clocksOn(parts.policies, clock.today()).value.acceptWorkdays, 1)
    const later = await browserOf(cast.qin)
    assert.equal((await later.post(`${address}/rejection`, { reason: '晚了' })).statusCode, 409)
  })

  test('on top of a version that is not the newest any more: a page that says so, and nothing is kept', async () => {
    const { browserOf, cast, store } = await runningTown()
    const head = await browserOf(cast.lu)
    const first = await head.post('/policies/clocks/proposals', clocks)
    await (await browserOf(cast.qin)).post(`${first.headers.location}/approval`, { words: '' })
    const late = await head.post('/policies/clocks/proposals', { ...clocks, acceptWorkdays: '3' })
    assert.equal(late.statusCode, 409)
    assert.ok(late.body.includes('第 3 版已经批准'))
    assert.equal(await store.read.$count(policyProposals), 1)
  })

  test('a policy of a family under a code of its own, and not under one that is taken', async () => {
    const { browserOf, cast, parts } = await runningTown()
    const head = await browserOf(cast.lu)
    const fields: Record<string, string | string[]> = {
      code: 'lieshan-2026',
      'name.zh': '烈山区过桥资金（测试）',
      'name.en': 'Bridge pool of Lieshan (test)',
      borrowers: ['firm'],
      'caps.firm': '500万',
      loans: ['working-capital'],
      promiseSharePpm: '90',
      dayKind: 'working',
      daysOff: 'taken',
      longestDays: '7',
      'tiers.0.ratePpmPerDay': '0.03',
      overdueBasisPoints: '2',
      queue: ['arrival'],
      marketRatePpmPerDay: '0.2',
      'exclusions.dishonestDebtors': 'yes',
      source: '测试来源',
      certainty: 'placeholder',
      why: '新设资金池。',
      base: '0',
    }
    for (const [code, words] of [
      ['wenzhou-2018', '已有同样代码'],
      ['Lieshan 2026', '小写字母'],
    ] as const) {
      const { statusCode, body } = await head.post('/policies/new/bridge-policy', { ...fields, code })
      assert.equal(statusCode, 422, code)
      assert.ok(body.includes(words), code)
    }
    const tiers = { ...fields, 'tiers.1.ratePpmPerDay': '0.05' }
    const uneven = await head.post('/policies/new/bridge-policy', tiers)
    assert.equal(uneven.statusCode, 422)
    assert.ok(uneven.body.includes('id="tiers.0.throughDay-error"'))
    const sent = await head.post('/policies/new/bridge-policy', fields)
    assert.equal(sent.statusCode, 303)
    await (await browserOf(cast.qin)).post(`${sent.headers.location}/approval`, { words: '' })
    assert.ok(parts.policies.rows.some(({ code }) => code === 'bridge-policy-lieshan-2026'))
    const anybody = await browserOf(null)
    assert.ok((await anybody.get('/calculators/bridge-fee')).body.includes('烈山区过桥资金（测试）'))
    const fee = await anybody.get(
      '/calculators/bridge-fee?policy=lieshan-2026&principal=1000000&paidOutOn=2026-03-10&repaidOn=2026-03-16',
    )
    assert.ok(fee.body.includes('1,200.00'), 'four working days at 0.03 %')
  })

  test('not from a county, and nobody there sees proposals', async () => {
    const made = await runningTown()
    const county = await anotherPerson(made, 'bureau-head', { region: '340604' })
    const browser = await made.browserOf(county)
    assert.equal((await browser.get('/policies/clocks/proposals/new')).statusCode, 403)
    assert.equal((await browser.post('/policies/clocks/proposals', clocks)).statusCode, 403)
    assert.equal((await browser.get('/policies/calendar/import')).statusCode, 403)
    assert.equal((await browser.get('/policies')).statusCode, 200)
  })
})

describe('a year of the working-day calendar', () => {
  /** Not the real notice: days that a test makes up. */
  const holidays = [
    '01-01',
    '02-05',
    '02-06',
    '02-07',
    '02-08',
    '02-09',
    '02-10',
    '02-11',
    '04-05',
    '05-01',
    '10-01',
  ]
  const days = [...holidays.map((on) => `2027-${on},off`), '2027-02-13 班'].join('\n')
  const year = {
    year: '2027',
    days,
    source: '测试通知',
    certainty: 'seen',
    why: '新的一年。',
    base: '2027-0',
  }

  test('that is missing is refused loudly, by a page that says who can add it and where', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    const { body } = await browser.get('/calculators/working-days?from=2026-12-30&days=3')
    assert.ok(body.includes('2027') && body.includes('/policies/calendar'))
    const known = (await browser.get('/policies/calendar')).body
    assert.ok(known.includes('2026') && known.includes('金融局负责人') && !known.includes('导入年度安排</a>'))
  })

  test('is checked line by line without being sent', async () => {
    const { browserOf, cast, store } = await runningTown()
    const head = await browserOf(cast.lu)
    const wrong = `day,kind\n2027-01-01,off\n2027-13-01,off\n2026-10-01,off\n2027-01-01,休\n2027-02-09,班\nhello\n2027-02-13,maybe`
    const { statusCode, body } = await head.post('/policies/calendar/import', {
      ...year,
      days: wrong,
      why: '',
      step: 'check',
    })
    assert.equal(statusCode, 422)
    for (const words of [
      '没有这一天',
      '不在 2027 年',
      '出现了两次',
      '本来就是工作日',
      '每行要写一个日期',
      '有 6 行读不出来',
    ])
      assert.ok(body.includes(words), words)
    assert.ok(body.includes('2027-13-01,off'), 'what was typed is kept')
    const few = await head.post('/policies/calendar/import', {
      ...year,
      days: '2027-01-01,off',
      step: 'propose',
    })
    assert.ok(few.body.includes('只有 1 天放假'))
    const fine = await head.post('/policies/calendar/import', { ...year, why: '', step: 'check' })
    assert.equal(fine.statusCode, 200)
    assert.ok(fine.body.includes('放假 11 天，调休上班 1 天'))
    assert.equal(await store.read.$count(policyProposals), 0)
  })

  test('counts everywhere as soon as a second person approves it', async () => {
    const { browserOf, cast, store, parts } = await runningTown()
    const head = await browserOf(cast.lu)
    const sent = await head.post('/policies/calendar/import', { ...year, step: 'propose' })
    assert.equal(sent.statusCode, 303, sent.body.slice(0, 300))
    const anybody = await browserOf(null)
    const ask = async () => (await anybody.get('/api/v1/workdays?from=2027-02-04&days=2')).statusCode
    assert.equal(await ask(), 422)
    const checker = await browserOf(cast.qin)
    assert.ok((await checker.get(String(sent.headers.location))).body.includes('2027-02-05 至 02-11'))
    await checker.post(`${sent.headers.location}/approval`, { words: '' })
    assert.equal((await anybody.get('/api/v1/workdays?from=2027-02-04&days=2')).json().date, '2027-02-13')
    assert.equal((await anybody.get('/api/v1/workdays?from=2026-12-31&days=1')).json().date, '2027-01-04')
    assert.ok(parts.reference.calendar.years.has(2027))
    assert.equal((await allPolicies(store.read)).at(-1)?.version !== undefined, true)
    const again = await head.get('/policies/calendar/import?year=2027')
    assert.ok(again.body.includes('2027-02-13,work'))
  })
})
