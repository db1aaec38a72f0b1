import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { policyProposals } from '../../db/tables/policies.ts'
import { runningTown } from '../support/app.ts'

const seventh: Record<string, string | string[]> = {
  code: 'lieshan-2026',
  'name.zh': '烈山区粮食贷款分担',
  'name.en': 'Grain loans of Lieshan',
  'layers.0.limit': 'pool',
  'layers.0.limitParty': 'fund',
  'layers.0.shares.0.party': 'fund',
  'layers.0.shares.0.percent': '60',
  'layers.0.shares.1.party': 'bank',
  'layers.0.shares.1.percent': '40',
  'layers.1.limit': 'none',
  'layers.1.shares.0.party': 'guarantor',
  'layers.1.shares.0.percent': '70',
  'layers.1.shares.1.party': 'bank',
  'layers.1.shares.1.percent': '30',
  'base.normalInterest': 'no',
  'firstPayer.party': 'guarantor',
  'firstPayer.mode': 'net-of-bank',
  'scope.sizes': ['small', 'micro'],
  'scope.farming': 'yes',
  'scope.unsecuredOnly': 'no',
  singleCustomerCapFen: '300万',
  warnLinePpm: '3',
  stopLinePpm: '5',
  assumed: ['lines'],
  source: '测试：烈山区与银行的协议',
  certainty: 'seen',
  why: '新的协议。',
  base: '0',
}

const heading = /<h1>([^<]*)/

describe('what the public reads', () => {
  test('is every arrangement in force, drawn, with what of it is a placeholder', async () => {
    const { browserOf } = await runningTown()
    const { body } = await (await browserOf(null)).get('/arrangements')
    for (const words of ['新型政银担', '助保贷', '超出的部分落到下一层', '暂定：'])
      assert.ok(body.includes(words), words)
    assert.equal(body.match(/<section class="panel">/g)?.length, 6)
    assert.match(body, /<rect class="share-1" x="0%" y="0" width="40%"/)
  })

  test('is one of them, tried on a sum to the fen', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    const { body } = await browser.get(
      '/arrangements/4321?loss=1000000.01&recovered=500000&recoveryCost=100000',
    )
    for (const words of [
      '800,000.01',
      '200,000.00',
      '240,000.01',
      '180,000.00',
      '120,000.00',
      '60,000.00',
      '400,000.00',
    ])
      assert.ok(body.includes(words), words)
    const first = await browser.get(
      '/arrangements/tax-credit-pool?loss=1000&poolFree=1000&variant=first-loan',
    )
    assert.ok(first.body.includes('350.00') && first.body.includes('650.00'))
    assert.equal((await browser.get('/arrangements/nobody')).statusCode, 404)
  })

  test('a sum that cannot be tried is refused beside its field', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    const pool = await browser.get('/arrangements/zhubaodai?loss=1000')
    assert.equal(pool.statusCode, 422)
    assert.ok(pool.body.includes('id="poolFree-error"'))
    const loss = await browser.get('/arrangements/4321?loss=-1')
    assert.equal(loss.statusCode, 422)
    assert.ok(loss.body.includes('id="loss-error"') && loss.body.includes('value="-1"'))
  })
})

describe('the bureau writes a seventh', () => {
  test('row by row: every button brings back the whole form with all that was typed', async () => {
    const { browserOf, cast, store } = await runningTown()
    const head = await browserOf(cast.lu)
    const { statusCode, body } = await head.post('/arrangements/new', {
      ...seventh,
      do: 'add-share layers 0',
    })
    assert.equal(statusCode, 200)
    assert.ok(body.includes('name="layers.0.shares.2.party"') && body.includes('value="烈山区粮食贷款分担"'))
    assert.match(body, /name="layers\.1\.shares\.0\.percent" value="70"/)
    const fewer = (await head.post('/arrangements/new', { ...seventh, do: 'remove-layer layers 0' })).body
    assert.match(fewer, /name="layers\.0\.shares\.0\.percent" value="70"/)
    assert.ok(!fewer.includes('name="layers.1.shares.0.percent"'))
    const other = (await head.post('/arrangements/new', { ...seventh, do: 'add-layer first-loan' })).body
    assert.ok(other.includes('name="first-loan.0.shares.0.party"'))
    assert.equal(await store.read.$count(policyProposals), 0)
  })

  test('tries it before anything is said of its source, and sees what a fund that runs dry means', async () => {
    const { browserOf, cast, store } = await runningTown()
    const head = await browserOf(cast.lu)
    const typed = { ...seventh, source: '', certainty: '', why: '', code: '', 'name.zh': '' }
    const tried = { ...typed, tryLoss: '100万', tryPoolFree: '300000.01', do: 'try' }
    const { statusCode, body } = await head.post('/arrangements/new', tried)
    assert.equal(statusCode, 200)
    // The fund bears its 300,000.01 and the bank 200,000.01 of the first layer; the rest is shared 70 to 30.
    for (const words of ['300,000.01', '349,999.99', '350,000.00', '1,000,000.00'])
      assert.ok(body.includes(words), words)
    const silent = await head.post('/arrangements/new', {
      ...typed,
      tryLoss: '100万',
      tryRecovered: '-5',
      do: 'try',
    })
    assert.equal(silent.statusCode, 422)
    assert.ok(silent.body.includes('id="tryRecovered-error"'))
    assert.equal(await store.read.$count(policyProposals), 0)
  })

  test('is told beside the field what cannot be, and nothing is kept', async () => {
    const { browserOf, cast, store } = await runningTown()
    const head = await browserOf(cast.lu)
    const send = (changes: Record<string, string>) =>
      head.post('/arrangements/new', { ...seventh, ...changes, do: 'propose' })
    for (const [changes, field, words] of [
      [{ 'layers.0.shares.1.percent': '39.99' }, 'layers.0.shares.0.percent', '99.99 %'],
      [{ 'layers.1.limit': 'amount', 'layers.1.limitFen': '500' }, 'layers.1.limit', '最后一层不能有限额'],
      [{ 'layers.0.limitParty': 'pool' }, 'layers.0.limitParty', '没有份额'],
      [{ 'layers.0.shares.0.party': 'uncle' }, 'layers.0.shares.0.party', '选项中选择'],
      [{ 'firstPayer.party': 'bank' }, 'firstPayer.party', '银行是收款方'],
      [{ stopLinePpm: '2' }, 'warnLinePpm', '预警线要低于熔断线'],
      [{ code: '4321' }, 'code', '已有同样代码'],
      [{ code: 'proposals' }, 'code', '已有同样代码'],
      [{ code: 'Ü' }, 'code', '小写字母'],
      [{ 'name.en': '' }, 'name.en', '请填写'],
      [{ effectiveFrom: '2026-03-09' }, 'effectiveFrom', '不能早于今天'],
      [{ source: '' }, 'source', '请填写'],
    ] as const) {
      const { statusCode, body } = await send(changes)
      const what = JSON.stringify(changes)
      assert.equal(statusCode, 422, what)
      assert.ok(body.includes(`id="${field}-error"`), `${what}: ${heading.exec(body)?.[1]}`)
      assert.ok(body.includes(words), what)
      assert.ok(body.includes('新的协议。'), what)
    }
    assert.equal(await store.read.$count(policyProposals), 0)
  })

  test('sends it, a second person tries it and approves, and the calculators have it with no code', async () => {
    const { browserOf, cast } = await runningTown()
    const head = await browserOf(cast.lu)
    const sent = await head.post('/arrangements/new', { ...seventh, do: 'propose' })
    assert.equal(sent.statusCode, 303, sent.body.slice(0, 400))
    const address = String(sent.headers.location)
    const anybody = await browserOf(null)
    const ask = () =>
      anybody.get(
        '/calculators/risk-sharing?arrangement=lieshan-2026&loss=1000&poolFree=600&recovered=&recoveryCost=',
      )
    assert.ok(!(await anybody.get('/arrangements')).body.includes('烈山区粮食贷款分担'))
    const checker = await browserOf(cast.qin)
    const shown = (await checker.get(address)).body
    assert.ok(shown.includes('烈山区粮食贷款分担') && shown.includes('以政府扶持基金的余额为限'))
    const tried = await checker.get(
      `${address.replace('/policies/', '/arrangements/')}?loss=1000&poolFree=600`,
    )
    assert.ok(tried.body.includes('600.00') && tried.body.includes('400.00'))
    assert.equal((await checker.post(`${address}/approval`, { words: '核对无误。' })).statusCode, 303)
    assert.ok((await anybody.get('/arrangements/lieshan-2026')).body.includes('烈山区粮食贷款分担'))
    assert.ok((await ask()).body.includes('600.00'))
    const answer = await anybody.api('/api/v1/calculators/risk-sharing', {
      arrangement: 'lieshan-2026',
      lossFen: 100_000,
      poolFreeFen: 30_000,
    })
    assert.equal(answer.statusCode, 200)
    assert.deepEqual(answer.json().shares, [
      { party: 'fund', cashFen: 0, borneFen: 30_000 },
      { party: 'bank', cashFen: 35_000, borneFen: 35_000 },
      { party: 'guarantor', cashFen: 65_000, borneFen: 35_000 },
    ])
  })

  test('a next version of one that is there keeps what the form did not change', async () => {
    const { browserOf, cast, parts } = await runningTown()
    const head = await browserOf(cast.lu)
    const page = (await head.get('/arrangements/tax-credit-pool/versions/new')).body
    assert.match(page, /name="first-loan\.0\.shares\.0\.percent" value="35"/)
    const fields: Record<string, string | string[]> = {}
    for (const [, name = '', value = ''] of page.matchAll(
      /<input class="form-control"[^>]*name="([^"]+)" value="([^"]*)"/g,
    ))
      fields[name] = value
    for (const [, name = '', rest = ''] of page.matchAll(
      /<select[^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g,
    ))
      fields[name] = /value="([^"]*)" selected/.exec(rest)?.[1] ?? ''
    for (const [, name = '', value = ''] of page.matchAll(/name="([^"]+)" value="([^"]*)" checked/g))
      fields[name] = [...(fields[name] ?? []), value].flat()
    const typed = { ...fields, source: '测试来源', why: '比例调整。', base: '1', warnLinePpm: '2' }
    const sent = await head.post('/arrangements/tax-credit-pool/versions', { ...typed, do: 'propose' })
    assert.equal(sent.statusCode, 303, /error-summary[\s\S]*?<\/div>/.exec(sent.body)?.[0])
    const checker = await browserOf(cast.qin)
    const shown = (await checker.get(String(sent.headers.location))).body
    assert.ok(shown.includes('与第 1 版相比') && shown.includes('<td role="cell" data-label="现在"'))
    await checker.post(`${sent.headers.location}/approval`, { words: '' })
    const [one, two] = parts.policies.rows.filter(({ code }) => code === 'arrangement-tax-credit-pool')
    assert.deepEqual(Object(two?.value), { ...Object(one?.value), warnLinePpm: 20_000 })
  })
})
