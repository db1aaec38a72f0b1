import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import readWorkbook from 'read-excel-file/node'
import * as tables from '../../db/tables/index.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { closeCockpitDay } from '../../server/cockpit/index.ts'
import { present } from '../../server/platform/assert.ts'
import { tell } from '../dashboards/sample.ts'
import { runningTown } from '../support/app.ts'
import { reportLate } from './late.ts'

/*
 * Three loans of the first quarter; the night keeps 9 March. Then a bank reports a fourth, paid out on 20 February, and a need
 * that one condition kept from the shelf is withdrawn.
 */

const made = await runningTown()
const { store, parts, cast, clock, browserOf } = made
const paid = (posted: string, wan: number) => ({
  ...{ posted, wan, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 },
})
await tell(made, [
  ...[paid('2026-01-05', 100), paid('2026-01-20', 200), paid('2026-03-01', 300)],
  { posted: '2026-03-02', wan: 50 },
])
const [blocked] = (await store.read.select().from(tables.needs)).filter(({ number }) => number === 'XQ-3')
const block = { needId: present(blocked, 'a need').id, rule: 'amount' as const, kind: 'refused' as const }
await store.transact((tx) => tx.insert(tables.needBlocks).values({ ...block, region: '340603001' }))
await closeCockpitDay(parts, byPlatform(clock.now(), clock.today()))
clock.set('2026-03-11T02:00:00.000Z')
const head = await browserOf(cast.lu)
const rowsIn = (body: string) => [...body.matchAll(/href="\/cockpit\/loans\/[0-9a-z]{26}/g)].length

describe('a list behind the cockpit of a past day', () => {
  const on = '2026-03-09'
  const list = `/cockpit/loans?quarter=2026-q1&of=all&on=${on}`

  test('is reached from every cell of that day, and holds what the figure counts', async () => {
    const { body } = await head.get(`/cockpit?on=${on}`)
    for (const path of ['inclusion', 'loans', 'banks', 'unlock', 'headroom', 'exposure'])
      assert.match(body, new RegExp(`href="/cockpit/${path}\\?[^"]*on=${on}`), path)
    assert.doesNotMatch(body, /href="\/cockpit\/(inclusion|loans|banks|unlock)(\?(?![^"]*on=)[^"]*)?"/)
    assert.match(body, /查看漏斗（现在）|（现在）/)
    const inclusion = (await head.get(`/cockpit/inclusion?on=${on}`)).body
    const [, href = ''] = /href="(\/cockpit\/loans\?quarter=2026-q1[^"]*of=all[^"]*)"/.exec(inclusion) ?? []
    const { body: loans } = await head.get(href.replaceAll('&amp;', '&'))
    assert.equal(rowsIn(loans), 3)
    assert.match(loans, /名单 3 笔，与当日数字一致/)
  })

  test('stays as it was after something of before was told late, while the list of now has it', async () => {
    const before = rowsIn((await head.get(list)).body)
    const unlockBefore = (await head.get(`/cockpit/unlock?rule=amount&on=${on}`)).body
    assert.match(unlockBefore, /名单是现在的：1 个需求、50 万元；2026-03-09 的数字是 1 个、50 万元/)
    await reportLate(made, '2026-02-20')
    await store.transact((tx) => tx.update(tables.needs).set({ state: 'withdrawn' }))
    const { body } = await head.get(list)
    assert.deepEqual([rowsIn(body), before], [3, 3])
    assert.doesNotMatch(body, /DK-LATE/)
    assert.match((await head.get('/cockpit/loans?quarter=2026-q1&of=all')).body, /DK-LATE/)
    // What cannot be told of a past day says so, with both numbers.
    const { body: unlock } = await head.get(`/cockpit/unlock?rule=amount&on=${on}`)
    assert.match(unlock, /名单是现在的：0 个需求、0 万元；2026-03-09 的数字是 1 个、50 万元/)
    assert.match((await head.get('/cockpit/unlock?on=2026-03-05')).body, /事后不能补算/)
    const [, one = ''] = /href="(\/cockpit\/loans\/[0-9a-z]{26}[^"]*)"/.exec(body) ?? []
    assert.match((await head.get(one)).body, /以下是现在的情况，不是 2026-03-09 的/)
  })

  test('says both numbers where the rows tell another than was kept', async () => {
    await store.transact((tx) => tx.update(tables.loans).set({ state: 'cancelled' }))
    assert.match((await head.get(list)).body, /还原为 0 笔，当日保存的数字是 3 笔，两者不同/)
    await store.transact((tx) => tx.update(tables.loans).set({ state: 'drawn' }))
  })

  test('is taken away as of that day, which its second sheet says', async () => {
    const taken = await head.post('/cockpit/loans/exports', {
      ...{ quarter: '2026-q1', of: 'all', on, entry: '1' },
    })
    assert.equal(taken.statusCode, 200)
    const [loans, about] = (await readWorkbook(taken.rawPayload)).map(({ data }) =>
      data.map((row) => row.map(String)),
    )
    assert.equal(loans?.length, 4, 'a header and three loans')
    assert.ok(about?.some((row) => row.includes('截至日') && row.includes(on)))
    assert.ok(about?.some((row) => row.join().includes('为导出时的情况')))
    const [trace] = (await store.read.select().from(tables.trail)).filter(
      ({ happening }) => happening === 'exports.taken',
    )
    assert.match(JSON.stringify(trace), /2026-03-09/)
  })

  test('of no kept day says why, and keeps what was typed', async () => {
    for (const path of ['loans', 'inclusion', 'banks', 'unlock'])
      for (const [typed, words] of [
        ['2020-01-01', '早于第一条记录'],
        ['2099-01-01', '还没有到'],
        ['soon', '不是一个日期'],
      ] as const) {
        const { statusCode, body } = await head.get(`/cockpit/${path}?on=${typed}`)
        assert.deepEqual([statusCode, body.includes(words)], [404, true], `${path} ${typed}`)
        assert.ok(body.includes(`value="${typed}"`), path)
      }
  })
})
