import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { runningTown } from '../support/app.ts'

describe('the owner and the clerks of a firm', () => {
  test('another firm’s clerk, the owner himself and a bank officer are not the owner’s to switch off', async () => {
    const { browserOf, cast } = await runningTown()
    const fang = await browserOf(cast.fang)
    for (const person of [cast.xu, cast.fang, cast.zhou]) {
      assert.equal((await fang.post(`/colleagues/${person.id}/disablement`)).statusCode, 404)
    }
    const xu = await browserOf(cast.xu)
    assert.equal((await xu.get('/account')).statusCode, 200)
  })

  test('a clerk may not add clerks', async () => {
    const { browserOf, cast } = await runningTown()
    const xu = await browserOf(cast.xu)
    assert.equal((await xu.get('/colleagues')).statusCode, 403)
    assert.equal((await xu.post('/colleagues', { name: '新人', signInName: 'xinren' })).statusCode, 403)
  })

  test('a taken sign-in name is refused and what was typed is kept', async () => {
    const { browserOf, cast } = await runningTown()
    const lin = await browserOf(cast.lin)
    const { statusCode, body } = await lin.post('/colleagues', { name: '丁一', signInName: 'zhou' })
    assert.equal(statusCode, 422)
    assert.match(body, /value="丁一"/)
  })

  test('a new clerk gets a link, sets a password by it and belongs to the firm', async () => {
    const { browserOf, cast } = await runningTown()
    const lin = await browserOf(cast.lin)
    const { statusCode, body } = await lin.post('/colleagues', { name: '丁一', signInName: 'dingyi' })
    assert.equal(statusCode, 200)
    const [, token = ''] = /\/setup\/([\w-]+)/.exec(body) ?? []
    const clerk = await browserOf(null)
    const set = await clerk.post(`/setup/${token}`, { password: 'Weaving-2026', again: 'Weaving-2026' })
    assert.equal(set.statusCode, 303)
    const signedIn = await clerk.post('/sign-in', { signInName: 'dingyi', password: 'Weaving-2026' })
    assert.equal(signedIn.statusCode, 303)
    const { body: firm } = await clerk.get('/enterprise')
    assert.ok(firm.includes(cast.lin.organisation))
  })

  test('a clerk who left is signed out at once, and may come back', async () => {
    const { browserOf, cast } = await runningTown()
    const [lin, xu] = [await browserOf(cast.lin), await browserOf(cast.xu)]
    assert.equal((await lin.post(`/colleagues/${cast.xu.id}/disablement`)).statusCode, 303)
    assert.equal((await xu.get('/needs')).statusCode, 303)
    assert.equal((await lin.post(`/colleagues/${cast.xu.id}/enablement`)).statusCode, 303)
    const { body } = await lin.get('/colleagues')
    assert.match(body, /徐小满/)
  })
})
