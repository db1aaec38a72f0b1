import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { assignments } from '../../db/tables/supervision.ts'
import { present } from '../../server/platform/assert.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson, writeWorld } from '../support/world.ts'

const made = await runningTown()
const { store, cast, browserOf } = made
const { overdue } = await writeWorld(made)
// The late step of the world is in somebody's hands already; here it is given away anew.
await store.transact((tx) => tx.delete(assignments))

describe('a late step in the hands of the bureau', () => {
  test('is given to a person by a form that keeps what was typed, and strangers do not find it', async () => {
    const lu = await browserOf(cast.lu)
    const address = `/bureau/assignments/new?kind=overdue&of=${overdue}`
    const shown = await lu.get(address)
    assert.equal(shown.statusCode, 200)
    assert.match(shown.body, /name="task"[\s\S]*name="dueOn"/)
    const typed = { kind: 'overdue', of: overdue, person: cast.qin.id, task: '请督促银行', dueOn: 'morgen' }
    const again = await lu.post('/bureau/assignments', typed)
    assert.equal(again.statusCode, 422)
    assert.match(again.body, /请督促银行[\s\S]*value="morgen"/)
    assert.equal((await lu.get('/bureau/assignments/new?kind=overdue&of=x')).statusCode, 404)
    assert.equal((await lu.get(`/bureau/assignments/new?kind=other&of=${overdue}`)).statusCode, 404)
    const county = await browserOf(await anotherPerson(made, 'bureau-head', { region: '340604' }))
    assert.equal((await county.get(address)).statusCode, 404)
    assert.equal((await county.post('/bureau/assignments', typed)).statusCode, 404)
    assert.equal(await store.read.$count(assignments), 0)
  })

  test('goes from hand to hand until another closes it', async () => {
    const [lu, qin] = [await browserOf(cast.lu), await browserOf(cast.qin)]
    const given = { kind: 'overdue', of: overdue, person: cast.qin.id, task: '请督促银行' }
    const sent = await lu.post('/bureau/assignments', { ...given, dueOn: '2026-03-16' })
    const [row] = await store.read.select().from(assignments)
    const at = `/bureau/assignments/${present(row, 'what was assigned').id}`
    assert.equal(sent.headers.location, at)
    assert.equal(
      (await lu.post('/bureau/assignments', { ...given, dueOn: '2026-03-17' })).statusCode,
      422,
      'one hand at a time',
    )
    assert.equal((await lu.post(`${at}/closure`, { closing: '未答先结' })).statusCode, 422)
    assert.equal((await qin.post(`${at}/answer`, { answer: '银行已受理' })).headers.location, at)
    assert.equal((await qin.post(`${at}/closure`, { closing: '自己办结' })).statusCode, 422)
    const back = { returning: '请附凭证', dueOn: '2026-03-18' }
    assert.equal((await lu.post(`${at}/return`, back)).headers.location, at)
    await qin.post(`${at}/answer`, { answer: '凭证已附' })
    assert.equal((await lu.post(`${at}/closure`, { closing: '已核实' })).headers.location, at)
    assert.match((await lu.get(at)).body, /凭证已附[\s\S]*已核实/)
    const list = (await lu.get('/bureau/assignments')).body
    assert.match(list, /JB20260310-0001/)
  })
})
