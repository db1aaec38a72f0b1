import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  acceptOffer,
  applicationById,
  apply,
  decline,
  offersOf,
  take,
  withdraw,
} from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { reportDrawdown, sign } from '../../server/loans/actions.ts'
import { cancelLoan } from '../../server/loans/actions-ends.ts'
import { fen } from '../../server/money/fen.ts'
import { needById } from '../../server/needs/index.ts'
import { runningTown, town } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'
import {
  agreed,
  agreedCase,
  applied,
  codeOf,
  given,
  inHall,
  markFor,
  offered,
  onShelf,
  taken,
} from './played.ts'

describe('a need has one contract', () => {
  test('of two offers accepted at the same moment exactly one comes true, and the other bank sees it', async () => {
    const made = await town()
    const { cast, parts, store, by } = made
    const need = await inHall(made)
    const ours = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    const theirs = await taken(made, { needId: need.id, productId: await onShelf(made, 'bankB') }, cast.wu)
    const one = await offered(made, ours, cast.zhou)
    const other = await offered(made, theirs, cast.wu)
    const outcomes = await Promise.all(
      [one, other].map(async ({ id }) => acceptOffer(parts, by(cast.lin), id, await markFor(made, id))),
    )
    assert.deepEqual(outcomes.map(codeOf).toSorted(), ['done', 'offer-not-chosen'])
    const states = await Promise.all(
      [ours, theirs].map(async ({ id }) => [
        (await applicationById(store.read, id))?.state,
        (await offersOf(store.read, id))[0]?.state,
      ]),
    )
    assert.deepEqual(states.toSorted(), [
      ['agreed', 'accepted'],
      ['not-chosen', 'not-chosen'],
    ])
    for (const { id } of [ours, theirs]) {
      const [last] = await trailOf(store.read, 'application', id)
      assert.equal(last?.toState, (await applicationById(store.read, id))?.state)
    }
  })

  test('two clicks on the same offer agree it once', async () => {
    const made = await town()
    const { cast, parts, by } = made
    const need = await inHall(made)
    const ours = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    const { id } = await offered(made, ours, cast.zhou)
    const mark = await markFor(made, id)
    const outcomes = await Promise.all([id, id].map((offer) => acceptOffer(parts, by(cast.lin), offer, mark)))
    assert.deepEqual(outcomes.map(codeOf).toSorted(), ['done', 'offer-accepted'])
  })

  test('while an offer is agreed or signed nobody opens another case', async () => {
    const made = await town()
    const { cast, store, by, parts, clock } = made
    const ours = await onShelf(made)
    const theirs = await onShelf(made, 'bankB')
    const { id, needId } = await agreedCase(made, ours)
    const attempts = async () => [
      codeOf(await apply(parts, by(cast.lin), { needId, productId: theirs, consent: consenting(made) })),
      codeOf(await take(parts, by(cast.wu), { needId, productId: theirs })),
    ]
    assert.deepEqual(await attempts(), ['need-agreed', 'need-agreed'])
    const contract = { signedOn: clock.today(), contractNumber: 'HT-1', register: 'none' as const }
    const { loan } = given(await sign(parts, by(cast.zhou), id, contract))
    assert.deepEqual(await attempts(), ['need-agreed', 'need-agreed'])
    const drawing = { amountFen: fen(100_000_000), drawnOn: clock.today() }
    given(await reportDrawdown(made.parts, by(cast.zhou), loan.id, drawing))
    assert.equal((await needById(store.read, needId))?.state, 'financed')
    assert.deepEqual(await attempts(), ['need-not-in-hall', 'need-not-in-hall'])
  })

  test('a contract of which nothing was drawn gives its need back to all when it is cancelled', async () => {
    const made = await runningTown()
    const { cast, parts, store, by, clock } = made
    const { id, needId } = await agreedCase(made, await onShelf(made))
    const contract = { signedOn: clock.today(), contractNumber: 'HT-1', register: 'none' as const }
    const { loan } = given(await sign(parts, by(cast.zhou), id, contract))
    const owner = await made.browserOf(cast.lin)
    assert.match((await owner.get(`/needs/${needId}/offers`)).body, /已选定相城农商行的方案/)
    given(await cancelLoan(made.parts, by(cast.zhou), loan.id, '企业改用自有资金。'))
    assert.equal((await needById(store.read, needId))?.state, 'published')
    assert.doesNotMatch((await owner.get(`/needs/${needId}/offers`)).body, /已选定相城农商行的方案/)
    const again = await applied(made, { needId, productId: await onShelf(made, 'bankB') })
    assert.equal(again.state, 'submitted')
    assert.equal((await needById(store.read, needId))?.state, 'in-progress')
  })

  test('a need goes back into the hall with its last case, not before', async () => {
    const made = await town()
    const { cast, store, by } = made
    const need = await inHall(made)
    const one = await applied(made, { needId: need.id, productId: await onShelf(made) })
    const other = await applied(made, { needId: need.id, productId: await onShelf(made, 'bankB') })
    given(await withdraw(store, by(cast.lin), one.id))
    assert.equal((await needById(store.read, need.id))?.state, 'in-progress')
    given(await decline(store, by(cast.wu), other, { reason: 'outside-policy', words: '' }))
    assert.equal((await needById(store.read, need.id))?.state, 'published')
  })

  test('an agreed case that the bank then declines gives the need back', async () => {
    const made = await town()
    const { cast, store, by } = made
    const need = await inHall(made)
    const case1 = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    const bound = await agreed(made, await offered(made, case1, cast.zhou))
    given(
      await decline(store, by(cast.zhou), bound, {
        ...{ reason: 'credit-record', words: '', facts: ['credit-record'] },
      }),
    )
    assert.equal((await needById(store.read, need.id))?.state, 'published')
  })
})
