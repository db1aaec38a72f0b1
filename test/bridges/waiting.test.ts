import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { breakPromise } from '../../server/bridges/index.ts'
import { expectedIn } from '../../server/bridges/parts-forecast.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { given } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { checked, dueLoan, hands, pool } from './played.ts'

/** The page without its marks, as a reader sees it. */
const textOf = (body: string) => body.replace(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('a case that waits for money', () => {
  test('sees its place and the expected day, and the bank whose money it is sees what is expected back', async () => {
    const made = await runningTown()
    const { cast, parts, clock, browserOf } = made
    const at = await pool(made, 90_000_000, 'licheng-2019')
    const play = hands(made)
    const planned = { backOn: plusDays(clock.today(), 6) }
    const approved = async () => {
      const { id } = await checked(made, await dueLoan(made), at, planned)
      given(await play.approve(id))
      return play.now(id)
    }
    const out = await approved()
    given(await play.pay(out.id))
    const [first, second] = [await approved(), await approved()]
    assert.deepEqual([first.state, second.state], ['queued', 'queued'])
    const expected = (id: typeof out.id) => expectedIn(parts, at, clock.today(), id)
    // The firm promised Monday the 16th, its bank the new loan by Wednesday the 18th; four days on is a Sunday, on which the
    // pool takes no money.
    assert.deepEqual(await expected(first.id), { place: 1, moneyOn: day('2026-03-18') })
    assert.deepEqual(await expected(second.id), { place: 2, moneyOn: day('2026-03-23') })
    assert.equal(await expected(out.id), null, 'what has its money waits for none')

    const [lin, qian, wu] = [await browserOf(cast.lin), await browserOf(cast.qian), await browserOf(cast.wu)]
    const seen = async (id: string) => textOf((await lin.get(`/bridges/${id}`)).body)
    assert.match(await seen(first.id), /排在第 1 位，预计 2026-03-18 有资金。/)
    assert.match(await seen(second.id), /排在第 2 位，预计 2026-03-23 有资金。/)
    assert.doesNotMatch(await seen(out.id), /排在第/)
    const { lastOn } = await play.now(out.id)
    const bank = textOf((await qian.get('/bridges')).body)
    assert.match(bank, new RegExp(`待归还的过桥资金.*${out.number}.* 90 .*${lastOn}`))
    const back = bank.slice(bank.lastIndexOf('待归还的过桥资金'))
    assert.ok(
      !back.includes(first.number) && !back.includes(second.number),
      'what is not out does not come back',
    )
    assert.match(textOf((await wu.get('/bridges')).body), /本行客户没有在外的过桥资金。/)

    // A word that is taken back promises nothing: what is left is the firm's.
    const letter = await play.promise(out.id)
    given(await breakPromise(parts, made.by(cast.qian), letter.id, letter.version, '授信压降。'))
    assert.deepEqual(await expected(first.id), { place: 1, moneyOn: day('2026-03-16') })
    given(await play.back(out.id, 90_000_000))
    assert.equal((await play.now(first.id)).state, 'reserved')
    assert.deepEqual(await expected(second.id), { place: 1, moneyOn: day('2026-03-18') })
  })
})
