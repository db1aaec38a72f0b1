import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { consents } from '../../db/tables/consents.ts'
import { decline } from '../../server/applications/index.ts'
import { applied, given, inHall, offered, onShelf, takenUp } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'

describe('the file of a case', () => {
  test('tells both parties in order what was seen and decided, and nobody else', async () => {
    const made = await runningTown()
    const { store, cast, browserOf } = made
    const need = await inHall(made)
    const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
    await takenUp(made, one, cast.zhou)
    const bank = await browserOf(cast.zhou)
    await bank.get(`/applications/${one.id}`)
    await offered(made, one, cast.zhou)
    const url = `/applications/${one.id}/file`
    const file = await bank.get(url)
    assert.equal(file.statusCode, 200)
    const held = await store.read.select().from(consents).where(eq(consents.enterpriseId, need.enterpriseId))
    assert.ok(held.length > 0)
    for (const { number } of held) assert.ok(file.body.includes(number), number)
    for (const words of [one.number, need.number, one.ruleVersion, '授信方案', '4.35%', cast.zhou.name])
      assert.ok(file.body.includes(words), words)
    assert.ok(!file.body.includes(cast.lin.name), 'who acted for the firm is the firm’s to know')
    const steps = [...file.body.matchAll(/history-by"><time>([^<]+)/g)].map(([, at = '']) => at)
    assert.ok(steps.length > 2)
    assert.deepEqual(steps, steps.toSorted())
    const own = await (await browserOf(cast.lin)).get(url)
    assert.ok(own.body.includes(cast.lin.name))
    for (const person of [cast.wu, cast.fang])
      assert.equal((await (await browserOf(person)).get(url)).statusCode, 404)
  })

  test('without consent it names no firm, yet still when the bank had seen it; a no keeps its words', async () => {
    const made = await runningTown()
    const { store, by, cast, browserOf } = made
    const need = await inHall(made, { nameShown: 'anonymous-until-contact' })
    const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
    const { version } = await takenUp(made, one, cast.zhou)
    const bank = await browserOf(cast.zhou)
    await bank.get(`/applications/${one.id}`)
    const no = {
      reason: 'collateral-insufficient',
      words: '抵押物不足值',
      facts: ['figures'],
      papers: [],
    } as const
    given(await decline(store, by(cast.zhou), { id: one.id, version }, no))
    const ended = { endedAt: by(cast.zhou).at, ending: 'revoked' as const, endedBy: cast.lin.id }
    await store.transact((tx) =>
      tx.update(consents).set(ended).where(eq(consents.enterpriseId, need.enterpriseId)),
    )
    const { statusCode, body } = await bank.get(`/applications/${one.id}/file`)
    assert.equal(statusCode, 200)
    assert.ok(body.includes('抵押物不足值'))
    assert.ok(!body.includes(cast.lin.organisation))
    const held = await store.read.select().from(consents).where(eq(consents.enterpriseId, need.enterpriseId))
    assert.ok(
      held.some(({ number }) => body.split(number).length > 2),
      'a look names its consent',
    )
  })
})
