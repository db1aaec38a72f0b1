import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isNull } from 'drizzle-orm'
import { apiKeys } from '../../db/tables/api-keys.ts'
import { trailOf } from '../../server/audit/index.ts'
import { speak } from '../../server/platform/web/words.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

const w = speak('zh')
const wanted = { name: '核心系统', scopes: ['loans-read', 'repayments-write'], days: '90' }

async function desk() {
  const made = await runningTown()
  return { ...made, qian: await made.browserOf(made.cast.qian) }
}

describe('the page of keys', () => {
  test('shows a key once, when it is made, and stores only its hash', async () => {
    const { qian, store, cast } = await desk()
    const made = await qian.post('/api-keys', wanted)
    assert.equal(made.statusCode, 201)
    const key = /rq_[A-Za-z0-9_-]{43}/.exec(made.body)?.[0] ?? ''
    assert.ok(key, 'the key is on the page')
    const later = await qian.get('/api-keys')
    assert.ok(!later.body.includes(key))
    assert.ok(later.body.includes(`…${key.slice(-4)}`))
    const [row] = await store.read.select().from(apiKeys)
    assert.ok(row && !JSON.stringify(row).includes(key))
    assert.deepEqual([row.scopes, row.endsOn], [['loans-read', 'repayments-write'], '2026-06-08'])
    const [told] = await trailOf(store.read, 'api-key', row.id)
    assert.deepEqual([told?.happening, told?.personId], ['api-keys.created', cast.qian.id])
    assert.ok(!JSON.stringify(told).includes(key))
  })

  test('keeps what was typed, and asks for a name and something to do', async () => {
    const { qian, store } = await desk()
    const answer = await qian.post('/api-keys', { name: 'x', days: '90' })
    assert.equal(answer.statusCode, 422)
    assert.ok(answer.body.includes(w('api-keys.field.scopes')))
    assert.equal(await store.read.$count(apiKeys), 0)
    assert.equal((await qian.post('/api-keys', { ...wanted, days: '3650' })).statusCode, 422)
    assert.equal((await qian.post('/api-keys', { ...wanted, scopes: ['everything'] })).statusCode, 422)
  })

  test('is the manager’s alone, and another bank’s keys are not found', async () => {
    const town = await desk()
    assert.equal((await (await town.browserOf(town.cast.zhou)).get('/api-keys')).statusCode, 403)
    await town.qian.post('/api-keys', wanted)
    const [own] = await town.store.read.select().from(apiKeys)
    const manager = await anotherPerson(town, 'bank-manager', {
      institutionId: town.cast.institutionIds.bankB,
    })
    const stranger = await town.browserOf(manager)
    assert.equal((await stranger.post(`/api-keys/${own?.id}/revocation`)).statusCode, 404)
    assert.ok(!(await stranger.get('/api-keys')).body.includes(`…${own?.tail}`))
    assert.equal(await town.store.read.$count(apiKeys, isNull(apiKeys.revokedAt)), 1)
  })

  test('makes twenty keys and no more', async () => {
    const { qian, store } = await desk()
    for (let count = 0; count < 20; count += 1)
      assert.equal((await qian.post('/api-keys', wanted)).statusCode, 201)
    assert.equal((await qian.post('/api-keys', wanted)).statusCode, 422)
    const [row] = await store.read.select().from(apiKeys)
    assert.equal((await qian.post(`/api-keys/${row?.id}/revocation`)).statusCode, 303)
    assert.equal((await qian.post(`/api-keys/${row?.id}/revocation`)).statusCode, 422)
    assert.equal((await qian.post('/api-keys', wanted)).statusCode, 201)
  })
})
