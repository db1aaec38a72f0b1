import assert from 'node:assert/strict'
import { test } from 'node:test'
import { recordRelation } from '../../server/guarantees/index.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { day } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { given } from '../applications/played.ts'
import { atNoon, guaranteed } from '../claims/played.ts'
import { consentToGuarantor, contractOf, lettered, million, netAssets } from '../guarantees/guaranteed.ts'
import { drawn } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'

/*
 * One guarantee of 10 March; on 20 April its bank reports what was paid back in March and on 5 April, and that a second loan was
 * drawn on 15 March. What a page said of 10 April, and of the end of March, it says after that.
 */

const asked = '2026-04-10'
const pages = [
  ['he', `/indicators?on=${asked}`],
  ['he', `/indicators/month?month=2026-03&on=2026-03-31`],
  ['he', `/indicators/month?month=2026-03&on=${asked}`],
  ['he', `/indicators/month?month=2026-04&on=${asked}`],
  ['lu', `/stop-lines?on=${asked}`],
  ['he', `/stop-lines?on=${asked}`],
  ['he', `/exposure?on=${asked}`],
  ['he', `/exposure/groups?on=${asked}`],
  ['zhou', `/exposure/groups?on=${asked}`],
  ['qin', `/exposure/groups?on=${asked}`],
  ['qin', `/bureau/exposure?on=${asked}`],
] as const

const tablesIn = (body: string) => body.match(/<table[\s\S]*?<\/table>/g) ?? []

test('a past day says the same digits after something of before was reported late, and the report is a later entry', async () => {
  const made = await runningTown()
  const { parts, by, cast, browserOf } = made
  await consentToGuarantor(made)
  await netAssets(made)
  const { loan } = await guaranteed(made)
  const second = await contractOf(made, await lettered(made))
  const relation = { kind: 'controller' as const, sharePpm: null, source: '营业执照' }
  const other = { person: '林国栋', documentTail: '1234' }
  const linFirm = present(cast.lin.enterpriseId, 'the firm of Lin')
  given(await recordRelation(parts, by(cast.he), linFirm, { ...relation, other }))

  atNoon(made, day('2026-04-20'))
  const look = async () => {
    const found = new Map<string, string[]>()
    for (const [who, path] of pages) {
      const { statusCode, body } = await (await browserOf(cast[who])).get(path)
      assert.equal(statusCode, 200, path)
      assert.ok(tablesIn(body).length > 0 || path.startsWith('/stop-lines'), path)
      found.set(`${who} ${path}`, tablesIn(body))
    }
    return found
  }
  const before = await look()
  const paidBack = (wan: number, paidOn: string) => ({
    ...{ principalFen: fen((wan * million) / 100), interestFen: noFen, paidOn: day(paidOn), payer: null },
  })
  given(await reportRepayment(parts, by(cast.zhou), loan.id, paidBack(20, '2026-03-20')))
  given(await reportRepayment(parts, by(cast.zhou), loan.id, paidBack(30, '2026-04-05')))
  await drawn(made, second, million, day('2026-03-15'))
  assert.deepEqual(await look(), before)

  // As of today all of it counts, and the sheet of March says what it had said when March ended.
  const he = await browserOf(cast.he)
  const now = (await he.get('/indicators/month?month=2026-03')).body
  assert.match(now, /200,000\.00[\s\S]{0,200}月末时 0\.00，之后补记 \+200,000\.00/)
  assert.match(now, /月末时 1,000,000\.00，之后补记 \+800,000\.00/)
  // The yearly fee of the second letter too, which nobody knew of in April.
  assert.match(now, />\s*16,000\.00/)
  assert.match(before.get(`he /indicators/month?month=2026-03&on=${asked}`)?.join() ?? '', />\s*8,000\.00/)
  assert.match((await he.get('/exposure/groups')).body, />\s*150\s*</)
  assert.match(before.get(`he /exposure/groups?on=${asked}`)?.join() ?? '', />\s*100\s*<[\s\S]*>\s*40\s*</)
  assert.match((await he.get('/stop-lines')).body, /500,000\.00/)
})

test('a day before the first entry, to come, or none at all is refused in words, and what was typed stays', async () => {
  const made = await runningTown()
  const { cast, browserOf } = made
  await consentToGuarantor(made)
  await netAssets(made)
  await guaranteed(made)
  const [he, qin] = [await browserOf(cast.he), await browserOf(cast.qin)]
  for (const path of ['/indicators', '/indicators/month', '/stop-lines', '/exposure', '/exposure/groups'])
    for (const [on, zh, en] of [
      ['2020-01-01', '最早可查 2026-03-10', 'the earliest is 2026-03-10'],
      ['2026-03-11', '那一天还没有到', 'has not come yet'],
      ['soon', '这不是一个日期', 'That is no day'],
    ] as const)
      for (const browser of [he, qin]) {
        browser.setCookie('lang', 'zh')
        const { statusCode, body } = await browser.get(`${path}?on=${on}`)
        assert.equal(statusCode, 422, `${path} ${on}`)
        assert.ok(body.includes(zh), `${path} ${on}`)
        assert.ok(body.includes(`value="${on}"`), `${path} ${on}`)
        browser.setCookie('lang', 'en')
        assert.ok((await browser.get(`${path}?on=${on}`)).body.includes(en), `${path} ${on}`)
      }
  he.setCookie('lang', 'zh')
  for (const [query, words] of [
    ['month=2026-04', '这个月还没有开始'],
    ['month=March', '这不是一个月份'],
    ['month=2019-12', '最早可查 2026-03-10'],
  ] as const) {
    const { statusCode, body } = await he.get(`/indicators/month?${query}`)
    assert.deepEqual([statusCode, body.includes(words)], [422, true], query)
    assert.ok(body.includes(`value="${query.slice(6)}"`), query)
    assert.equal((await he.get(`/indicators/month/print?${query}`)).statusCode, 422, query)
  }
})
