import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { applicationById } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { handOver } from '../../server/handovers/index.ts'
import { applied, codeOf, given, inHall, onShelf, taken } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'

/** Zhou works on one case of his bank; another waits for somebody; Wu's bank has one of its own. */
async function desks() {
  const made = await runningTown()
  const { cast } = made
  const [mine, other] = [await onShelf(made), await onShelf(made, 'bankB')]
  const one = await taken(made, { needId: (await inHall(made)).id, productId: mine }, cast.zhou)
  const waiting = await applied(made, { needId: (await inHall(made)).id, productId: mine })
  const foreign = await taken(made, { needId: (await inHall(made)).id, productId: other }, cast.wu)
  const officerOf = async (id: typeof one.id) => (await applicationById(made.store.read, id))?.officerId
  return { ...made, one, waiting, foreign, officerOf }
}

describe('a hand-over', () => {
  test('moves every open case of the officer with its clock, and leaves all others', async () => {
    const { store, by, cast, one, waiting, foreign, officerOf } = await desks()
    const asked = { fromId: cast.zhou.id, toId: cast.qian.id, why: '休假' }
    assert.equal(given(await handOver(store, by(cast.qian), asked)).cases, 1)
    const moved = await applicationById(store.read, one.id)
    assert.deepEqual([moved?.officerId, moved?.dueOn, moved?.state], [cast.qian.id, one.dueOn, one.state])
    assert.equal(await officerOf(waiting.id), null)
    assert.equal(await officerOf(foreign.id), cast.wu.id)
    const [last] = await trailOf(store.read, 'application', one.id)
    assert.equal(last?.happening, 'handovers.case-moved')
    assert.equal(codeOf(await handOver(store, by(cast.qian), asked)), 'handover-empty')
  })

  test('goes to somebody else who works at the same bank, or nowhere', async () => {
    const { store, by, cast, one, officerOf } = await desks()
    const qian = by(cast.qian)
    const refused = async (fromId: string, toId: string) =>
      codeOf(await handOver(store, qian, { fromId, toId, why: 'x' }))
    assert.equal(await refused(cast.zhou.id, cast.wu.id), 'handover-unknown')
    assert.equal(await refused(cast.wu.id, cast.zhou.id), 'handover-unknown')
    assert.equal(await refused(cast.lin.id, cast.zhou.id), 'handover-unknown')
    assert.equal(await refused(cast.zhou.id, cast.zhou.id), 'handover-same')
    assert.equal(await officerOf(one.id), cast.zhou.id)
  })

  test('by two managers at once moves the cases once', async () => {
    const { store, by, cast } = await desks()
    const asked = { fromId: cast.zhou.id, toId: cast.qian.id, why: '调岗' }
    const codes = await Promise.all(
      [1, 2].map(async () => codeOf(await handOver(store, by(cast.qian), asked))),
    )
    assert.deepEqual(codes.toSorted(), ['done', 'handover-empty'])
  })

  test('is made on its page, which keeps what was typed and says what is wrong', async () => {
    const { browserOf, cast, one, officerOf } = await desks()
    const qian = await browserOf(cast.qian)
    const before = await qian.get('/handovers')
    assert.match(before.body, new RegExp(`${cast.zhou.name}（在办 1 件，已签约 0 件，已结束 0 件）`))
    const wrong = await qian.post('/handovers', {
      fromId: cast.zhou.id,
      toId: cast.zhou.id,
      why: '去外地培训',
    })
    assert.equal(wrong.statusCode, 422)
    assert.match(wrong.body, /去外地培训/)
    assert.match(wrong.body, /移交人和接手人不能是同一人/)
    const done = await qian.post('/handovers', {
      fromId: cast.zhou.id,
      toId: cast.qian.id,
      why: '去外地培训',
    })
    assert.equal(done.headers.location, '/handovers')
    assert.equal(await officerOf(one.id), cast.qian.id)
    assert.match(
      (await qian.get('/handovers')).body,
      new RegExp(`${cast.zhou.name} 名下 1 件案件移交给 ${cast.qian.name}`),
    )
    assert.equal((await (await browserOf(cast.zhou)).get('/handovers')).statusCode, 403)
  })
})
