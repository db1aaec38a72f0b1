import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { messages } from '../../db/tables/messages.ts'
import { applicationById, decline } from '../../server/applications/index.ts'
import { sendMessage } from '../../server/messages/index.ts'
import { longestMessage, messagesADay } from '../../server/messages/message.ts'
import { present } from '../../server/platform/assert.ts'
import { applied, codeOf, given, inHall, onShelf, taken } from '../applications/played.ts'
import { telling } from '../inbox/telling.ts'
import { runningTown } from '../support/app.ts'

/** A case in which Lin applied and let the bank know her firm, or that the bank took from the hall without a name. */
async function talking(how: 'applied' | 'taken') {
  const made = telling(await runningTown())
  const { cast, browserOf } = made
  const chosen = { needId: (await inHall(made)).id, productId: await onShelf(made) }
  const application = how === 'applied' ? await applied(made, chosen) : await taken(made, chosen, cast.zhou)
  const url = `/applications/${application.id}/messages`
  return {
    ...made,
    application,
    url,
    lin: await browserOf(cast.lin),
    zhou: await browserOf(cast.zhou),
    rows: () => made.store.read.select().from(messages).orderBy(messages.number),
  }
}

describe('a message', () => {
  test('goes to and fro, unread until it is read, and the other side is told', async () => {
    const { lin, zhou, url, rows, all, counts, cast, application } = await talking('applied')
    const before = await counts(cast.zhou)
    assert.equal((await lin.post(url, { text: '请问还需要什么材料？\n我们可以补。' })).statusCode, 303)
    assert.equal(await counts(cast.zhou), before + 1)
    const told = (await all()).filter(({ kind }) => kind === 'messages')
    assert.deepEqual(
      new Set(told.map(({ personId, href }) => `${personId} ${href}`)),
      new Set([cast.zhou, cast.qian].map(({ id }) => `${id} ${url}`)),
    )
    assert.match(
      (await zhou.get(`/applications/${application.id}`)).body,
      /id="talk"[\s\S]*1 条未读[\s\S]*还需要什么材料/,
    )
    const page = await zhou.get(url)
    assert.match(page.body, /talk-unread/)
    assert.doesNotMatch(page.body, /林秀英/)
    assert.equal((await zhou.post(`${url}/reading`)).statusCode, 303)
    assert.doesNotMatch((await zhou.get(url)).body, /talk-unread/)
    assert.equal(await counts(cast.zhou), before)
    assert.equal((await zhou.post(url, { text: '营业执照副本。' })).statusCode, 303)
    assert.match((await lin.get(url)).body, /1 条未读[\s\S]*周明 · /)
    assert.deepEqual(
      (await rows()).map(({ number, side, personId }) => [number, side, personId]),
      [
        [1, 'firm', cast.lin.id],
        [2, 'bank', cast.zhou.id],
      ],
    )
  })

  test('is text, whatever it holds, of a length that is said in words, and never empty', async () => {
    const { lin, zhou, url, rows } = await talking('applied')
    await lin.post(url, { text: '<script>alert(1)</script><img src=x onerror=alert(1)>' })
    const { body } = await zhou.get(url)
    assert.ok(!body.includes('<script>alert') && !body.includes('<img src=x'))
    assert.match(body, /&lt;script&gt;alert\(1\)/)
    assert.equal((await lin.post(url, { text: ' \n ' })).statusCode, 422)
    const long = await lin.post(url, { text: '长'.repeat(longestMessage + 1) })
    assert.equal(long.statusCode, 422)
    assert.match(long.body, /1000/)
    assert.ok(long.body.includes('长'.repeat(longestMessage + 1)), 'what was typed is kept')
    assert.equal((await lin.post(url, { text: '长'.repeat(longestMessage) })).statusCode, 303)
    assert.equal((await rows()).length, 2)
  })

  test('is nobody else’s to read or write', async () => {
    const { browserOf, cast, url, rows, application, lin } = await talking('applied')
    await lin.post(url, { text: '你好' })
    for (const stranger of [cast.fang, cast.wu]) {
      const browser = await browserOf(stranger)
      assert.equal((await browser.get(url)).statusCode, 404)
      assert.equal((await browser.post(url, { text: '你好' })).statusCode, 404)
      assert.equal((await browser.post(`${url}/reading`)).statusCode, 404)
    }
    for (const other of [cast.lu, cast.he, cast.guan])
      assert.equal((await (await browserOf(other)).get(url)).statusCode, 403, application.number)
    assert.equal((await rows()).length, 1)
  })

  test('does not name a firm that the bank does not know, in its text nor beside it', async () => {
    const { lin, zhou, url, rows } = await talking('taken')
    for (const text of [
      '我是林秀英',
      '电话 15400001234',
      '写信到 lin@example.com',
      '临涣纺织：淮北市相山区临涣纺织有限公司',
    ]) {
      const refused = await lin.post(url, { text })
      assert.equal(refused.statusCode, 422, text)
      assert.match(refused.body, /银行还看不到贵企业的名称/)
    }
    assert.equal((await rows()).length, 0)
    assert.equal((await lin.post(url, { text: '可以提供流水。' })).statusCode, 303)
    // The bank may say how it is reached.
    assert.equal((await zhou.post(url, { text: '请致电 15400009999。' })).statusCode, 303)
    const { body } = await zhou.get(url)
    assert.doesNotMatch(body, /林秀英|临涣纺织/)
  })

  test('ends with its case after the days of the policy, and is no flood', async () => {
    const { store, parts, by, cast, application, browserOf, url, clock } = await talking('taken')
    const now = async () => present(await applicationById(store.read, application.id), 'the case')
    const say = async () =>
      codeOf(await sendMessage(parts, by(cast.lin), await now(), { text: '好', hidden: null }))
    for (let n = 0; n < messagesADay; n += 1) assert.equal(await say(), 'done')
    assert.equal(await say(), 'messages-too-many')
    clock.forward(24 * 60 + 1)
    assert.equal(await say(), 'done')
    given(await decline(store, by(cast.zhou), application, { reason: 'outside-policy', words: '' }))
    clock.forward(30 * 24 * 60)
    assert.equal(await say(), 'done')
    assert.match((await (await browserOf(cast.lin)).get(url)).body, /name="text"/)
    clock.forward(24 * 60)
    assert.equal(await say(), 'messages-closed')
    const closed = await (await browserOf(cast.lin)).get(url)
    assert.match(closed.body, /留言于 \d{4}-\d\d-\d\d 关闭/)
    assert.doesNotMatch(closed.body, /name="text"/)
  })

  test('is never changed and never deleted', async () => {
    const { store, lin, url } = await talking('applied')
    await lin.post(url, { text: '你好' })
    await assert.rejects(store.transact((tx) => tx.update(messages).set({ text: '再见' })))
    await assert.rejects(store.transact((tx) => tx.delete(messages)))
  })
})
