import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { loans } from '../../db/tables/loans.ts'
import type { Person } from '../../server/accounts/index.ts'
import { bridgeCaseRuleOn } from '../../server/bridge-pool/index.ts'
import { applyAgain, approve, approveThird, refuseCase, withdraw } from '../../server/bridges/index.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { wish } from '../../server/loans/actions-renewals.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import { codeOf, given } from '../applications/played.ts'
import { town } from '../support/app.ts'
import { asking, checked, dueLoan, hands, million, pool } from './played.ts'

const made = await town()
const { store, parts, cast, by, clock } = made
const { thirdFromFen } = bridgeCaseRuleOn(parts.policies, clock.today()).value
const play = hands(made)
const at = await pool(made, 10 * thirdFromFen)
type BridgeId = Parameters<typeof play.now>[0]
const leaves = async (id: BridgeId) =>
  given(await withdraw(parts, by(cast.lin), id, (await play.now(id)).version))

/** A case over so much that waits for the second person: the old loan has a fifth more out. */
async function large(amount: number) {
  const loan = await dueLoan(made)
  const outFen = fen(thirdFromFen + thirdFromFen / 5)
  await store.transact((tx) =>
    tx
      .update(loans)
      .set({ amountFen: outFen, drawnFen: outFen, balanceFen: outFen })
      .where(eq(loans.id, loan.id)),
  )
  const { apply, complete, check, speak, sign, ownMoney, now } = play
  const { id } = given(await apply(loan, at, { amountFen: fen(amount) })).bridge
  for (const step of [complete, check, speak]) given(await step(id))
  given(await sign(id, { amountFen: outFen }))
  given(await ownMoney(id, outFen))
  return now(id)
}

describe('an advance of the amount from which a third person approves', () => {
  test('waits for the third, who is neither of the two before', async () => {
    const { id } = await large(thirdFromFen)
    const third = async (who: Person) => approveThird(parts, by(who), id, (await play.now(id)).version)
    assert.equal(codeOf(await third(cast.lu)), 'bridge-move-not-allowed', 'the third comes after the second')
    given(await play.approve(id))
    const waits = await play.now(id)
    assert.deepEqual([waits.state, waits.checkerId, waits.thirdId], ['third-approval', cast.song.id, null])
    assert.deepEqual((await play.balances(at)).slice(1, 3), [0, 0], 'nothing is set aside yet')
    for (const [who, did] of [
      [cast.tang, 'maker'],
      [cast.song, 'checker'],
    ] as const) {
      const refused = await third(who)
      assert(!refused.ok)
      assert.deepEqual([refused.refusal.code, refused.refusal.values], ['bridge-same-person', { did }])
    }
    assert.deepEqual(await play.now(id), waits, 'a refusal leaves no trace')
    given(await third(cast.lu))
    const reserved = await play.now(id)
    assert.deepEqual([reserved.state, reserved.thirdId], ['reserved', cast.lu.id])
    assert.deepEqual((await play.balances(at)).slice(1, 3), [thirdFromFen, 0])
    await leaves(id)
  })

  test('and one of a fen less has its money with the second', async () => {
    const { id } = await large(thirdFromFen - 1)
    given(await play.approve(id))
    const reserved = await play.now(id)
    assert.deepEqual([reserved.state, reserved.thirdId], ['reserved', null])
    await leaves(id)
  })
})

describe('a list of the courts that comes after the check', () => {
  test('keeps the firm that it names from the approval, and from money that is set aside', async () => {
    const { id, enterpriseId } = await checked(made, await dueLoan(made), at)
    const { uscc } = present(await firmOf(store.read, enterpriseId), 'the firm')
    const { rows } = parts.policies
    const listing = async (codes: readonly string[], does: () => Promise<Outcome<object>>) => {
      const name = { zh: '名单', en: 'List' }
      const [one] = rows
      const list = { code: 'court-list-late', version: 1, effectiveFrom: clock.today(), effectiveTo: null }
      const row = { ...present(one, 'a policy'), ...list, value: { name, codes, validDays: 90 } }
      parts.policies.refill([...rows, row])
      try {
        return codeOf(await does())
      } finally {
        parts.policies.refill(rows)
      }
    }
    assert.equal(await listing([uscc], () => play.approve(id)), 'bridge-conditions-record')
    given(await play.approve(id))
    const before = [await play.now(id), await play.balances(at)]
    assert.equal(await listing([uscc], () => play.pay(id)), 'bridge-conditions-record')
    assert.deepEqual([await play.now(id), await play.balances(at)], before, 'nothing has moved')
    await leaves(id)
  })
})

describe('a no', () => {
  test('is said by whose step it is, and no more once the money is set aside', async () => {
    const { id } = await checked(made, await dueLoan(made), at)
    const no = async (who: Person) =>
      refuseCase(parts, by(who), id, (await play.now(id)).version, '不在范围内。')
    assert.equal(codeOf(await no(cast.tang)), 'bridge-move-not-allowed', 'the second person has it')
    given(await approve(parts, by(cast.song), id, (await play.now(id)).version))
    const before = [await play.now(id), await play.balances(at)]
    for (const who of [cast.tang, cast.song, cast.lu])
      assert.equal(codeOf(await no(who)), 'bridge-move-not-allowed', who.name)
    assert.deepEqual([await play.now(id), await play.balances(at)], before)
    await leaves(id)
    const other = await checked(made, await dueLoan(made), at)
    given(await refuseCase(parts, by(cast.song), other.id, other.version, '不在范围内。'))
    assert.equal((await play.now(other.id)).state, 'refused')
  })
})

describe('what the firm sends again', () => {
  test('is measured for the borrower that it names now, and waits for the answer about renewal', async () => {
    const loan = await dueLoan(made)
    const { id } = given(await play.apply(loan, at)).bridge
    given(await play.complete(id, '借款人填错了。'))
    const again = async () =>
      applyAgain(
        parts,
        by(cast.lin),
        id,
        (await play.now(id)).version,
        asking(made, { borrower: 'owner', amountFen: fen(80_000_000) }),
      )
    const returned = await play.now(id)
    assert.equal(returned.facts?.borrower, 'firm')
    given(await again())
    const sent = await play.now(id)
    assert.deepEqual(
      [sent.state, sent.borrower, sent.facts, sent.amountFen],
      ['applied', 'owner', { ...returned.facts, borrower: 'owner' }, 80_000_000],
    )
    given(await play.complete(id, '再补一份。'))
    given(
      await wish(parts, by(cast.lin), loan.id, { amountFen: fen(million), months: 12, wish: '再问一次。' }),
    )
    assert.equal(codeOf(await again()), 'bridge-renewal-waits')
    assert.equal((await play.now(id)).state, 'returned')
    await leaves(id)
  })
})
