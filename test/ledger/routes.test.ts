import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { trail } from '../../db/tables/audit.ts'
import { ledgerCheckpoints } from '../../db/tables/ledger.ts'
import { accountAt, credit, debit, parseLine } from '../../server/ledger/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { runningTown } from '../support/app.ts'
import { books, happened, paidIn, theCase } from './sample.ts'

/** A pool with some money, an entry that was reversed, and one that another institution's book shares. */
async function city() {
  const made = await runningTown()
  const at = await books(made)
  const { ledger, bridge, party, store, today } = at
  const first = happened(await ledger.post(paidIn(bridge, 123_456_789, day('2026-03-02')))).entry
  const wrong = happened(await ledger.post(paidIn(bridge, 5_000, today()))).entry
  const reversal = happened(await ledger.reverse({ entry: wrong.id, key: 'undo', why: '=金额录错' })).entry
  const lines = [
    debit(bridge, 'owed-to-it', fen(700)),
    credit(bridge, 'recoveries', fen(700)),
    debit(party, 'losses-borne', fen(700)),
    credit(party, 'owed-by-it', fen(700)),
  ]
  const shared = happened(
    await ledger.post({ key: 'shared', kind: 'test.shared', subject: theCase, on: today(), lines }),
  ).entry
  const free = await accountAt(store.read, bridge, 'cash-free')
  const account = `/ledger/accounts/${free?.id}`
  return { ...made, ...at, first, wrong, reversal, shared, account }
}

describe('the books', () => {
  test('are listed to whom they concern: a pool to its people, all of them to the bureau and the auditor', async () => {
    const { browserOf, cast } = await city()
    for (const [person, sees, oversees] of [
      [cast.tang, ['bridge', 'compensation'], false],
      [cast.qin, ['bridge', 'compensation', 'party-guarantor'], true],
      [cast.shi, ['bridge', 'compensation', 'party-guarantor'], true],
    ] as const) {
      const { statusCode, body } = await (await browserOf(person)).get('/ledger')
      assert.equal(statusCode, 200)
      const found = [...body.matchAll(/账簿 ([a-z-]+)/g)].map(([, code]) => code)
      assert.deepEqual([...new Set(found)], sees)
      assert.equal(body.includes('/ledger/proof'), oversees)
    }
  })

  test('of nobody say so', async () => {
    const { browserOf, cast } = await runningTown()
    for (const person of [cast.tang, cast.lu])
      assert.match((await (await browserOf(person)).get('/ledger')).body, /还没有账簿/)
  })

  test('stand in the menu of those who may read them, and on the desk of a pool', async () => {
    const { browserOf, cast } = await city()
    for (const [person, has] of [
      [cast.jiang, true],
      [cast.shi, true],
      [cast.zhou, false],
      [cast.lin, false],
    ] as const)
      assert.equal(
        (await (await browserOf(person)).get('/')).body.includes('href="/ledger"'),
        has,
        person.role,
      )
  })
})

describe('a trial balance', () => {
  test('adds up, now and at the end of a day', async () => {
    const { browserOf, cast, bridge } = await city()
    const browser = await browserOf(cast.song)
    const now = await browser.get(`/ledger/books/${bridge}`)
    assert.match(now.body, /借贷平衡/)
    assert.match(now.body, /1,234,567\.89/)
    assert.match(now.body, /应收分担款/)
    const then = await browser.get(`/ledger/books/${bridge}?on=2026-03-02`)
    assert.match(then.body, /截至 2026-03-02/)
    const before = await browser.get(`/ledger/books/${bridge}?on=2026-03-01`)
    assert.match(before.body, /还没有分录/)
    assert.match((await browser.get(`/ledger/books/${bridge}?on=2026-02-30`)).body, /请填写一个存在的日期/)
  })
})

describe('a statement', () => {
  test('opens, lists, sums and closes a period, with links to its entries', async () => {
    const { browserOf, cast, account, first } = await city()
    const browser = await browserOf(cast.qin)
    const { body } = await browser.get(`${account}?from=2026-03-01&to=2026-03-10`)
    for (const words of ['市财政拨入资金', '1,234,567.89', `/ledger/entries/${first.id}`, '冲销第 2 号分录'])
      assert.ok(body.includes(words), words)
    assert.match((await browser.get(`${account}?from=2026-03-03&to=2026-03-09`)).body, /这段时间没有发生额/)
    assert.match((await browser.get(`${account}?from=2026-03-09&to=2026-03-01`)).body, /不能早于起始日期/)
    assert.equal((await browser.get(`${account}?to=1900-01-01`)).statusCode, 200)
    assert.equal((await browser.get(`${account}?from=1900-01-01`)).statusCode, 200)
  })

  test('turns its pages, each line with the balance that it leads to', async () => {
    const { browserOf, cast, account, ledger, bridge, today } = await city()
    for (let count = 0; count < 25; count += 1) happened(await ledger.post(paidIn(bridge, 100, today())))
    const browser = await browserOf(cast.qin)
    const one = await browser.get(account)
    const next = /rel="next" href="([^"]+)"/.exec(one.body)?.[1]?.replaceAll('&amp;', '&')
    assert.ok(next)
    const two = await browser.get(next)
    assert.ok(two.body.includes('1,234,592.89'), 'the last balance stands on the last page')
    assert.ok(!one.body.includes('1,234,592.89</div></td>') || one.body.includes('期末余额'))
  })

  test('prints on paper', async () => {
    const { browserOf, cast, account } = await city()
    const { statusCode, body } = await (await browserOf(cast.jiang)).get(`${account}/print?from=2026-03-01`)
    assert.equal(statusCode, 200)
    assert.match(body, /账簿 bridge · 可用资金 对账单/)
    assert.match(body, /期初余额[\s\S]*期末余额/)
  })

  test('goes out as a spreadsheet that adds, guards formulas, and leaves a trail', async () => {
    const { browserOf, cast, account, store } = await city()
    const browser = await browserOf(cast.jiang)
    const sent = await browser.post(`${account}/exports`, { from: '2026-03-01', to: '2026-03-10' })
    assert.equal(sent.statusCode, 200)
    assert.equal(sent.headers['content-type'], 'text/csv; charset=utf-8')
    const lines = sent.body.trimEnd().split('\r\n')
    assert.equal(lines.length, 3 + 3 + 1)
    assert.ok(lines[3]?.includes('1234567.89'))
    assert.ok(sent.body.includes("'=金额录错"))
    const [told] = await store.read.select().from(trail).where(eq(trail.happening, 'ledger.exported'))
    assert.deepEqual(
      [told?.personId, told?.details?.rows, told?.details?.since],
      [cast.jiang.id, 3, '2026-03-01'],
    )
    const periods: Record<string, string>[] = [
      { from: '2020-01-01', to: '2020-01-02' },
      { from: '2026-02-30' },
    ]
    for (const period of periods)
      assert.equal((await browser.post(`${account}/exports`, period)).statusCode, 422)
  })
})

describe('an entry', () => {
  test('says who, when and why, and links what it undid to what undid it', async () => {
    const { browserOf, cast, wrong, reversal } = await city()
    const browser = await browserOf(cast.shi)
    const undone = await browser.get(`/ledger/entries/${wrong.id}`)
    assert.ok(undone.body.includes(`/ledger/entries/${reversal.id}`))
    assert.match(undone.body, /已被第 3 号分录冲销/)
    const undoing = await browser.get(`/ledger/entries/${reversal.id}`)
    for (const words of ['冲销第 2 号分录', '=金额录错', '唐宁', '50.00', reversal.hash, '/trail?subject='])
      assert.ok(undoing.body.includes(words), words)
    const english = await browser.get(`/ledger/entries/${reversal.id}`, {
      cookie: `sid=${browser.cookie('sid')}; lang=en`,
    })
    assert.match(english.body, /Reversal of entry 2/)
  })

  test('over two books shows a pool its own half, and that there is another', async () => {
    const { browserOf, cast, shared } = await city()
    const own = await (await browserOf(cast.tang)).get(`/ledger/entries/${shared.id}`)
    assert.match(own.body, /核销后收回/)
    assert.ok(!own.body.includes('已承担损失'))
    assert.match(own.body, /还涉及 1 本/)
    const all = await (await browserOf(cast.lu)).get(`/ledger/entries/${shared.id}`)
    assert.match(all.body, /已承担损失/)
  })
})

describe('the proof', () => {
  test('is shown to those who watch, signed by the auditor or the head of the bureau, and taken away as a line', async () => {
    const { browserOf, cast, store } = await city()
    const auditor = await browserOf(cast.shi)
    assert.match((await auditor.get('/ledger/proof')).body, /4 笔分录还没有校验点/)
    assert.equal((await auditor.get('/ledger/proof/line')).statusCode, 303)
    assert.equal((await auditor.post('/ledger/checkpoints')).statusCode, 303)
    assert.deepEqual(
      (await store.read.select().from(ledgerCheckpoints)).map(({ seq, personId }) => [seq, personId]),
      [[4, cast.shi.id]],
    )
    const line = await auditor.get('/ledger/proof/line')
    assert.equal(parseLine(line.body)?.seq, 4)
    assert.match(String(line.headers['content-disposition']), /ledger-checkpoint-4\.txt/)
    const after = await auditor.get('/ledger/proof')
    assert.ok(after.body.includes(line.body.trim().slice(0, 40)))
    assert.ok(!after.body.includes('还没有校验点'))
    const analyst = await browserOf(cast.qin)
    assert.ok(!(await analyst.get('/ledger/proof')).body.includes('action="/ledger/checkpoints"'))
    assert.equal((await analyst.post('/ledger/checkpoints')).statusCode, 403)
  })

  test('of nothing is refused in words', async () => {
    const { browserOf, cast } = await runningTown()
    const { statusCode, body } = await (await browserOf(cast.shi)).post('/ledger/checkpoints')
    assert.equal(statusCode, 422)
    assert.match(body, /还没有分录/)
  })
})
