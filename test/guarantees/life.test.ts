import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { trailOf } from '../../server/audit/index.ts'
import { quarterOf } from '../../server/exposures/exposure.ts'
import { exposureDimensions, exposureOfBearer } from '../../server/exposures/index.ts'
import {
  approveGuarantee,
  askForGuarantee,
  confirmFiling,
  decideAssets,
  declineGuarantee,
  extendGuarantee,
  type Guarantee,
  returnFiling,
  returnSheet,
  sendFiling,
  sharesOf,
  signGuarantee,
  stateNetAssets,
  takeUp,
  withdrawGuarantee,
  writeSheet,
} from '../../server/guarantees/index.ts'
import { changesOf, guaranteesOfCase } from '../../server/guarantees/rows.ts'
import { balance, balanceOn, proveLedger } from '../../server/ledger/index.ts'
import { cancelLoan, endDrawing } from '../../server/loans/actions-ends.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { repaymentsOf } from '../../server/loans/rows.ts'
import { plusDays, plusMonths } from '../../server/money/day.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { agreedCase, codeOf, given, onShelf } from '../applications/played.ts'
import { drawn, loanNow } from '../loans/contract.ts'
import { type Town, town } from '../support/app.ts'
import { assertKept } from './books.ts'
import {
  askedFor,
  asking,
  consentToGuarantor,
  contractOf,
  guaranteedCase,
  guaranteeNow,
  lettered,
  million,
  netAssets,
  sheet,
  underwritten,
} from './guaranteed.ts'

/** What each party bears contingently, of one guarantee and in its book. */
async function sharesIn({ store }: Town, guarantee: Guarantee): Promise<Record<string, Fen>> {
  const shares = await sharesOf(store.read, guarantee.id)
  return Object.fromEntries(shares.map(({ party, contingentFen }) => [party, contingentFen]))
}

describe('asking for a guarantee', () => {
  test('is refused without an agreed offer that asks for one, and to who is no guarantor', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const { id: mortgaged } = await agreedCase(made, await onShelf(made))
    const ask = (id: typeof mortgaged, changes = {}) =>
      askForGuarantee(parts, by(cast.zhou), id, { ...asking(made), ...changes })
    assert.equal(codeOf(await ask(mortgaged)), 'offer-without-guarantee')
    const id = await guaranteedCase(made)
    assert.equal(codeOf(await ask(id, { guarantorId: cast.institutionIds.bankB })), 'other-guarantor')
    assert.equal(codeOf(await ask(id, { arrangement: '9999' })), 'unknown-arrangement')
    assert.equal(codeOf(await ask(id, { arrangement: 'startup-fund' })), 'no-guarantor-share')
    assert.equal(codeOf(await ask(id)), 'done')
    assert.equal(codeOf(await ask(id)), 'guarantee-standing')
    await assertKept(made)
  })

  test('counts at once towards the customer’s cap, over all guarantors, and frees it again', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const nineteen = await guaranteedCase(made, 19 * million)
    const first = given(await askForGuarantee(parts, by(cast.zhou), nineteen, asking(made))).guarantee
    const above = await guaranteedCase(made, million + 1)
    const ask = (id: typeof above) => askForGuarantee(parts, by(cast.zhou), id, asking(made))
    assert.equal(codeOf(await ask(above)), 'cap-customer-cap')
    assert.equal(codeOf(await ask(await guaranteedCase(made, million))), 'done')
    assert.equal(codeOf(await ask(above)), 'cap-customer-cap')
    given(await withdrawGuarantee(parts, by(cast.zhou), first.id, '企业改用抵押。'))
    assert.equal(codeOf(await ask(above)), 'done')
    await assertKept(made)
  })
})

describe('underwriting', () => {
  test('needs the firm’s consent to this guarantor, a fee within the policy, and words for what stands behind', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const { id } = await askedFor(made)
    const write = (changes = {}) => writeSheet(parts, by(cast.he), id, { ...sheet, ...changes })
    assert.equal(codeOf(await write()), 'move-not-allowed')
    given(await takeUp(parts, by(cast.he), id))
    assert.equal(codeOf(await write()), 'consent-missing')
    await consentToGuarantor(made)
    assert.equal(codeOf(await write({ feePpm: ppm(10_001) })), 'fee-above-cap')
    const silent = [{ kind: 'mortgage', words: ' ', valueFen: null }]
    assert.equal(codeOf(await write({ counters: silent })), 'counter-words')
    assert.equal(codeOf(await approveGuarantee(parts, by(cast.han), id, '')), 'underwriting-missing')
    const kept = given(await write()).guarantee
    assert.deepEqual([kept.feeFen, kept.kind, kept.size], [800_000, 'small', 'small'])
  })

  test('a sheet is returned and written anew, and nobody approves his own', async () => {
    const made = await town()
    const { parts, by, cast } = made
    await consentToGuarantor(made)
    const { id } = await underwritten(made)
    given(await returnSheet(parts, by(cast.han), id, '补充近三个月流水分析。'))
    assert.equal(codeOf(await approveGuarantee(parts, by(cast.han), id, '')), 'underwriting-missing')
    given(await writeSheet(parts, by(cast.han), id, sheet))
    assert.equal(codeOf(await approveGuarantee(parts, by(cast.han), id, '')), 'maker-is-checker')
    given(await writeSheet(parts, by(cast.he), id, sheet))
    assert.equal(codeOf(await approveGuarantee(parts, by(cast.han), id, '')), 'net-assets-missing')
    await netAssets(made)
    assert.equal(codeOf(await approveGuarantee(parts, { ...by(cast.han), once: null }, id, '同意')), 'done')
    await assertKept(made)
  })

  test('a guarantor that says no frees what was asked for', async () => {
    const made = await town()
    const { parts, by, cast } = made
    const { id, applicationId } = await askedFor(made)
    const no = (words: string) => declineGuarantee(parts, by(cast.he), id, { reason: 'other', words })
    assert.equal(codeOf(await no(' ')), 'words-required')
    given(await no('企业与我公司另有纠纷。'))
    assert.equal(codeOf(await askForGuarantee(parts, by(cast.zhou), applicationId, asking(made))), 'done')
    assert.equal((await guaranteesOfCase(made.store.read, applicationId)).length, 2)
    await assertKept(made)
  })
})

describe('the guarantor’s ratios', () => {
  test('are refused at the number behind the line, and pass at the line', async () => {
    const made = await town()
    const { parts, by, cast, clock } = made
    await consentToGuarantor(made)
    // One customer may come to a tenth: 40 % of two million, at three quarters, is six hundred thousand.
    await netAssets(made, 6 * million - 10)
    const { id } = await underwritten(made, 2 * million)
    assert.equal(codeOf(await approveGuarantee(parts, by(cast.han), id, '')), 'cap-customer-ratio')
    clock.set(`${plusDays(clock.today(), 3)}T09:00:00+08:00`)
    const more = { asOf: plusDays(clock.today(), -1), netAssetsFen: fen(6 * million), source: '增资验资报告' }
    const stated = given(await stateNetAssets(parts, by(cast.han), cast.institutionIds.guarantor, more))
    assert.equal(codeOf(await approveGuarantee(parts, by(cast.han), id, '')), 'cap-customer-ratio')
    given(await decideAssets(parts, by(cast.lu), stated.id, { approved: true, words: '' }))
    const kept = given(await approveGuarantee(parts, by(cast.han), id, '')).guarantee
    assert.deepEqual(
      kept.rooms?.map(({ rule, met }) => [rule, met]),
      [
        ['customer-cap', 'yes'],
        ['leverage', 'yes'],
        ['customer-ratio', 'yes'],
        ['group-ratio', 'yes'],
      ],
    )
    await assertKept(made)
  })
})

test('the life of a guarantee', async (life) => {
  const made = await town()
  await consentToGuarantor(made)
  await netAssets(made)
  const letter = await lettered(made, million + 1)

  await life.test('has its number, its arrangement and everybody’s share fixed in the letter', async () => {
    assert.match(letter.letterNumber ?? '', /^BH20260310-/)
    assert.deepEqual(
      [letter.state, letter.filing, letter.arrangementVersion],
      ['signed', 'due', 'arrangement-4321-1'],
    )
    assert.equal(letter.filingDueOn, plusMonths(made.clock.today(), 1))
    const shares = await sharesOf(made.store.read, letter.id)
    assert.deepEqual(Object.fromEntries(shares.map(({ party, shareFen }) => [party, shareFen])), {
      guarantor: 40_000_001,
      reguarantor: 30_000_000,
      bank: 20_000_000,
      treasury: 10_000_000,
    })
    assert.equal(
      codeOf(await signGuarantee(made.parts, made.by(made.cast.he), letter.id)),
      'move-not-allowed',
    )
  })

  await life.test(
    'is in force with the drawdown and follows the loan, in its rows and in every book',
    async () => {
      const { parts, by, cast, clock, store } = made
      const loan = await contractOf(made, letter)
      await drawn(made, loan, million)
      assert.deepEqual(await sharesIn(made, letter), {
        ...{ guarantor: 40_000_000, reguarantor: 30_000_000, bank: 20_000_000, treasury: 10_000_000 },
      })
      const now = await guaranteeNow(made, letter)
      assert.deepEqual([now.state, now.openFen, now.balanceFen, now.openOwnFen], ['in-force', 1, million, 1])
      await assertKept(made)
      const firstDay = clock.today()
      clock.set(`${plusDays(firstDay, 20)}T09:00:00+08:00`)
      const paid = (fenPaid: number) => ({
        principalFen: fen(fenPaid),
        interestFen: noFen,
        paidOn: clock.today(),
      })
      given(await reportRepayment(parts, by(cast.zhou), loan.id, paid(33_333_333)))
      assert.deepEqual(await sharesIn(made, letter), {
        ...{ guarantor: 26_666_667, reguarantor: 20_000_000, bank: 13_333_333, treasury: 6_666_667 },
      })
      const [book] = (await sharesOf(store.read, letter.id)).filter(({ party }) => party === 'guarantor')
      const bookId = present(book, 'the guarantor’s share').bookId
      assert.equal(await balance(store.read, bookId, 'contingent'), 26_666_667)
      assert.equal(await balanceOn(store.read, bookId, 'contingent', plusDays(firstDay, 19)), 40_000_000)
      assert.equal(await balanceOn(store.read, bookId, 'contingent', plusDays(firstDay, -1)), 0)
      const then = await exposureOfBearer(
        store.read,
        cast.institutionIds.guarantor,
        plusDays(firstDay, 19),
        clock.today(),
      )
      const past = given(then).figures.filter(({ balanceFen }) => balanceFen > 0)
      for (const dimension of exposureDimensions) {
        const own = past.filter((row) => row.dimension === dimension)
        if (dimension !== 'party')
          assert.deepEqual(
            own.map(({ balanceFen, shareFen }) => [balanceFen, shareFen]),
            [[100_000_000, 40_000_000]],
            dimension,
          )
        if (dimension === 'vintage') assert.deepEqual(own[0]?.key, quarterOf(firstDay))
      }
      await assertKept(made)
    },
  )

  await life.test('can be extended, and keeps until then', async () => {
    const { parts, by, cast } = made
    const { maturesOn } = await guaranteeNow(made, letter)
    const until = plusMonths(present(maturesOn, 'the last day'), 6)
    const extend = (day: typeof until) =>
      extendGuarantee(parts, by(cast.han), letter.id, { until: day, why: '贷款展期六个月。' })
    assert.equal(codeOf(await extend(present(maturesOn, 'the last day'))), 'not-later')
    const kept = given(await extend(until)).guarantee
    assert.deepEqual([kept.maturesOn, kept.coverUntil], [until, plusMonths(until, 36)])
    assert.equal(codeOf(await extend(until)), 'not-later')
  })

  await life.test('is released with the loan, and in force again where that was a mistake', async () => {
    const { parts, by, cast, clock, store } = made
    const loanId = present((await guaranteeNow(made, letter)).loanId, 'the loan of a guarantee')
    given(await endDrawing(parts, by(cast.zhou), loanId, '不再需要。'))
    const rest = { principalFen: fen(66_666_667), interestFen: noFen, paidOn: clock.today() }
    given(await reportRepayment(parts, by(cast.zhou), loanId, rest))
    const released = await guaranteeNow(made, letter)
    assert.deepEqual(
      [released.state, released.balanceFen, released.releasedOn],
      ['released', 0, clock.today()],
    )
    assert.deepEqual(Object.values(await sharesIn(made, letter)), [0, 0, 0, 0])
    await assertKept(made)
    const last = (await repaymentsOf(store.read, loanId)).find(
      ({ principalFen }) => principalFen === 66_666_667,
    )
    const loan = await loanNow(made, { id: loanId })
    given(await reverseRepayment(parts, by(cast.qian), loan, present(last, 'it').id, '记错了贷款。'))
    const again = await guaranteeNow(made, letter)
    assert.deepEqual([again.state, again.balanceFen, again.releasedOn], ['in-force', 66_666_667, null])
    assert.deepEqual(
      (await changesOf(store.read, letter.id)).map(({ kind, deltaFen }) => [kind, deltaFen]),
      [
        ['in-force', million],
        ['reduced', -33_333_333],
        ['extended', 0],
        ['closed', 0],
        ['released', -66_666_667],
        ['raised', 66_666_667],
      ],
    )
    const told = (await trailOf(store.read, 'guarantee', letter.id)).map(({ happening }) => happening)
    for (const one of [
      'applied',
      'underwriting',
      'underwritten',
      'approved',
      'signed',
      'in-force',
      'released',
    ])
      assert.ok(told.includes(`guarantees.${one}`), one)
    await assertKept(made)
    const proof = await proveLedger(parts, by(cast.lu))
    assert.ok(proof === undefined || proof !== null)
  })
})

describe('filing with the provincial group', () => {
  test('is sent, returned, sent again and filed; late by its first day, and by the group that shares', async () => {
    const made = await town()
    const { parts, by, cast, clock } = made
    await consentToGuarantor(made)
    await netAssets(made)
    const { id, filingDueOn } = await lettered(made)
    assert.equal(codeOf(await confirmFiling(parts, by(cast.shen), id)), 'filing-not-allowed')
    clock.set(`${plusDays(present(filingDueOn, 'a last day'), 2)}T09:00:00+08:00`)
    const sent = given(await sendFiling(parts, by(cast.he), id)).guarantee
    assert.deepEqual([sent.filing, sent.filingLateDays], ['sent', 2])
    assert.equal(codeOf(await sendFiling(parts, by(cast.he), id)), 'filing-not-allowed')
    assert.equal(codeOf(await confirmFiling(parts, by(cast.cai), id)), 'not-its-share')
    given(await returnFiling(parts, by(cast.shen), id, '请补反担保合同。'))
    clock.set(`${plusDays(clock.today(), 3)}T09:00:00+08:00`)
    assert.equal(given(await sendFiling(parts, by(cast.he), id)).guarantee.filingLateDays, 2)
    const filed = given(await confirmFiling(parts, by(cast.shen), id)).guarantee
    assert.deepEqual([filed.filing, filed.filedOn, filed.filingWords], ['filed', clock.today(), null])
  })
})

describe('a contract that is cancelled undrawn', () => {
  test('frees the promise', async () => {
    const made = await town()
    const { parts, by, cast } = made
    await consentToGuarantor(made)
    await netAssets(made)
    const letter = await lettered(made)
    const loan = await contractOf(made, letter)
    assert.equal(codeOf(await withdrawGuarantee(parts, by(cast.he), letter.id, '')), 'done')
    const other = await lettered(made)
    const contract = await contractOf(made, other)
    given(await cancelLoan(parts, by(cast.zhou), contract.id, '企业改用自有资金。'))
    assert.equal((await guaranteeNow(made, other)).state, 'withdrawn')
    assert.equal(codeOf(await cancelLoan(parts, by(cast.zhou), loan.id, '企业改用自有资金。')), 'done')
    await assertKept(made)
  })
})
