import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import readWorkbook from 'read-excel-file/node'
import * as tables from '../../db/tables/index.ts'
import { day } from '../../server/money/day.ts'
import { newId } from '../../server/platform/ids.ts'
import { runningTown } from '../support/app.ts'

/* Three warnings that stand on 10 March: one past its day and in nobody's hands, one in time, one assigned without a day. */

const made = await runningTown()
const { store, cast, clock, browserOf } = made
const one = (about: string, rest: Partial<typeof tables.warnings.$inferInsert>) => ({
  ...{ id: newId<'warning'>(), subjectKind: 'institution' as const, subject: about, subjectId: about, about },
  ...{ rule: 'concentration' as const, region: '340603001', have: 26_700, want: 24_000, mark: '26700' },
  ...{ state: 'open' as const, version: 1, raisedOn: day('2026-03-02'), raisedAt: clock.now() },
  ...{ dueOn: null, duePolicies: null, policyVersion: 'warning-1' },
  ...rest,
})
await store.transact((tx) =>
  tx
    .insert(tables.warnings)
    .values([
      one('LATE-1', { dueOn: day('2026-03-06'), duePolicies: ['calendar-2026-1'] }),
      one('TIME-1', { dueOn: day('2026-03-20'), duePolicies: ['calendar-2026-1'] }),
      one('HAND-1', { state: 'assigned' }),
    ]),
)
const lu = await browserOf(cast.lu)
const abouts = (body: string) => ['LATE-1', 'TIME-1', 'HAND-1'].filter((about) => body.includes(`>${about}`))

describe('a warning that nobody deals with', () => {
  test('stands at the head of the list as one in nobody’s hands, and as one past its day, each a click away', async () => {
    const { body } = await lu.get('/bureau/warnings')
    assert.match(body, /href="\/bureau\/warnings\?state=unassigned">2 项未解除的预警还没有交办/)
    assert.match(body, /href="\/bureau\/warnings\?state=late">1 项已过处置期限/)
    assert.deepEqual(abouts((await lu.get('/bureau/warnings?state=unassigned')).body), ['LATE-1', 'TIME-1'])
    const late = (await lu.get('/bureau/warnings?state=late')).body
    assert.deepEqual(abouts(late), ['LATE-1'])
    assert.match(late, /state-bad">已超期 2 个工作日/)
    assert.deepEqual(abouts((await lu.get('/bureau/warnings?state=late&on=2026-03-06')).body), [])
  })

  test('leaves in a workbook with its value, threshold and day as such', async () => {
    const file = await lu.post('/bureau/warnings/exports', { state: 'late' })
    const [header = [], row = []] = (await readWorkbook(file.rawPayload))[0]?.data ?? []
    const at = (key: string) => row[header.indexOf(made.parts.words.zh(`warnings.column.${key}`))]
    assert.deepEqual([at('have'), at('want')], [0.0267, 0.024])
    for (const [key, on] of [
      ['raised', '2026-03-02'],
      ['due', '2026-03-06'],
    ] as const) {
      const cell = at(key)
      assert.ok(cell instanceof Date, key)
      assert.equal(cell.toISOString().slice(0, 10), on)
    }
    assert.ok(row.includes('已超期 2 个工作日'), 'what the page says of it stands beside')
  })

  test('names no rule in the counts that never raised one', async () => {
    const { body } = await lu.get('/bureau/warnings')
    const counts = body.slice(body.lastIndexOf('<table'))
    assert.match(counts, /集中度|集中/)
    assert.doesNotMatch(counts, /欠税/)
  })
})
