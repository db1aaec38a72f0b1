import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claims, settlements, sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import { guaranteeChanges, guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { ledgerAccounts, ledgerEntries, ledgerPostings } from '../../db/tables/ledger.ts'
import { recoveries, writeOffs } from '../../db/tables/recoveries.ts'
import { checkPapers, decideClaim, fileClaim } from '../../server/claims/actions.ts'
import { payClaim } from '../../server/claims/actions-paying.ts'
import { confirmSettlement, settle } from '../../server/claims/actions-settling.ts'
import { askForGuarantee, type Guarantee } from '../../server/guarantees/index.ts'
import { inYuan, reportRepayment } from '../../server/loans/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import { speak } from '../../server/platform/web/words.ts'
import {
  agreeToWriteOff,
  approveWriteOff,
  proposeWriteOff,
  type Recovering,
  recover,
} from '../../server/recoveries/actions.ts'
import { codeOf, given } from '../applications/played.ts'
import { consentToGuarantor, guaranteedCase, million } from '../guarantees/guaranteed.ts'
import { runningTown, type Town, town } from '../support/app.ts'
import {
  claiming,
  filed,
  guaranteed,
  later,
  openSettlements,
  paid,
  papered,
  richGuarantor,
  settled,
} from './played.ts'

/** All that money and promises stand in: how many rows, what they add up to, and what every account says. */
async function booked({ store: { read } }: Town) {
  const postings = await read.select().from(ledgerPostings)
  const whole = (sums: readonly number[]) => sums.reduce((sum, one) => sum + BigInt(one), 0n)
  const promised = await read.select().from(guarantees)
  return {
    entries: (await read.select({ seq: ledgerEntries.seq }).from(ledgerEntries)).length,
    postings: postings.length,
    sum: whole(postings.map(({ amountFen }) => amountFen)),
    moved: whole(postings.map(({ amountFen }) => Math.abs(amountFen))),
    accounts: (await read.select().from(ledgerAccounts))
      .map(({ id, debitFen, creditFen, balanceFen }) => `${id} ${debitFen} ${creditFen} ${balanceFen}`)
      .toSorted(),
    guarantees: promised
      .map(({ id, state, openFen, balanceFen, claimedFen, openClaims, version }) =>
        [id, state, openFen, balanceFen, claimedFen, openClaims, version].join(' '),
      )
      .toSorted(),
    rows: [
      (await read.select({ id: guaranteeChanges.id }).from(guaranteeChanges)).length,
      (await read.select({ id: sharedEvents.id }).from(sharedEvents)).length,
      (await read.select({ id: sharedParts.eventId }).from(sharedParts)).length,
      (await read.select({ id: recoveries.id }).from(recoveries)).length,
    ],
    states: [
      ...(await read.select().from(claims)).map(({ id, state, version }) => `${id} ${state} ${version}`),
      ...(await read.select().from(settlements)).map(({ id, state, version }) => `${id} ${state} ${version}`),
      ...(await read.select().from(writeOffs)).map(({ id, state, version }) => `${id} ${state} ${version}`),
    ].toSorted(),
  }
}

/** Guarantees in all states of which bad input speaks, beside each other in one town. */
async function standing() {
  const made = await town()
  await richGuarantor(made)
  const { parts, by, cast, clock } = made
  const late = (await guaranteed(made)).guarantee
  const asked = (await guaranteed(made)).guarantee
  const withPaid = (await guaranteed(made)).guarantee
  const over = await guaranteed(made)
  const all = { principalFen: over.loan.balanceFen, interestFen: noFen, paidOn: clock.today() }
  given(await reportRepayment(parts, by(cast.zhou), over.loan.id, { ...all, reference: 'HK-1' }))
  await later(made, 100)
  // What the firm allowed a hundred days ago has run out.
  await consentToGuarantor(made)
  const fresh = (await guaranteed(made)).guarantee
  for (const one of [late, fresh, over.guarantee]) await papered(made, one)
  const claimed = await paid(made, await filed(made, withPaid, { principalFen: fen(50_000_000) }))
  const open = await filed(made, asked, { principalFen: fen(1_000_000) })
  const [toConfirm, toPay, done] = await openSettlements(made, withPaid).then(async (due) => {
    const province = present(
      due.find(({ fromParty }) => fromParty === 'reguarantor'),
      'what the province owes',
    )
    const treasury = present(
      due.find(({ fromParty }) => fromParty === 'treasury'),
      'what the treasury owes',
    )
    given(await confirmSettlement(parts, by(cast.shen), province.id))
    const money = { recoveredFen: fen(1_000_000), costFen: noFen, receivedOn: clock.today() }
    given(await recover(parts, by(cast.he), withPaid.id, { ...money, means: 'lawsuit', words: '' }))
    const back = present(
      (await openSettlements(made, withPaid)).find(({ toParty }) => toParty === 'bank'),
      'what the bank gets back',
    )
    await settled(made, back)
    return [treasury, province, back] as const
  })
  return { made, late, asked, withPaid, over: over.guarantee, fresh, claimed, open, toConfirm, toPay, done }
}

type Case = readonly [name: string, code: string, field: string | null, ask: () => Promise<Outcome<object>>]

test('every piece of bad input is refused with its code and words in both languages, and the ledger is as it was', async () => {
  const here = await standing()
  const { made, late, asked, withPaid, over, fresh, claimed, open, toConfirm, toPay, done } = here
  const { parts, by, cast, clock } = made
  const { zhou, he, han, feng, shen, yan, cai, bai, lu } = cast
  const today = clock.today()
  const tomorrow = plusDays(today, 1)
  const claim = ({ id }: Guarantee, changes: Parameters<typeof claiming>[1] = {}) =>
    fileClaim(parts, by(zhou), id, claiming(made, changes))
  const money = (changes: Partial<Recovering>, { id }: Guarantee = withPaid) =>
    recover(parts, by(he), id, {
      ...{ means: 'lawsuit', receivedOn: today, recoveredFen: fen(1), costFen: noFen, words: '' },
      ...changes,
    })
  const paying = (changes: object = {}) => ({ paidOn: today, reference: 'X-1', ...changes })
  const approve = { outcome: 'approved', answer: '' } as const
  const off = (amountFen: Fen) => proposeWriteOff(parts, by(he), withPaid.id, { amountFen, why: '无财产。' })
  const run = async (cases: readonly Case[]) => {
    for (const [name, code, field, ask] of cases) {
      const before = await booked(made)
      const outcome = await ask()
      assert.equal(codeOf(outcome), code, name)
      assert.ok(!outcome.ok)
      assert.equal(outcome.refusal.field ?? null, field, `${name}: where its words stand`)
      for (const language of ['zh', 'en'] as const) {
        const words = speak(language).refusal(inYuan(outcome.refusal))
        assert.ok(words.length > 3 && !/[{}]|undefined|null|NaN/.test(words), `${name}: ${words}`)
      }
      assert.deepEqual(await booked(made), before, `${name}: nothing moved`)
    }
  }

  const wrong = [
    // 超额: above the balance, by a fen and by all that a number holds.
    ['one fen above the balance', 'claim-above-balance', 'principalFen', 100_000_001],
    ['far above the balance', 'claim-above-balance', 'principalFen', 100_000_000_000_000],
    ['of nothing', 'claim-of-nothing', 'principalFen', 0],
    ['below nothing', 'negative', 'principalFen', -1],
    ['in 万元 for 元', 'claim-unit', 'principalFen', 1_000_000_000_000],
    ['in 元 for 万元', 'claim-unit', 'principalFen', 10_000],
  ] as const
  const unsure = { principalFen: fen(6_000), sure: [] }
  await run([
    ...wrong.map(
      ([name, code, field, sum]): Case => [name, code, field, () => claim(late, { principalFen: fen(sum) })],
    ),
    ['a part in 万元 for 元', 'sum-small', 'principalFen', () => claim(late, unsure)],
    [
      'interest that is not covered',
      'claim-interest-not-covered',
      'interestFen',
      () => claim(late, { interestFen: fen(1) }),
    ],
    ['before the trigger', 'claim-too-early', null, () => claim(fresh)],
    ['twice', 'claim-open', null, () => claim(asked, { principalFen: fen(1_000) })],
    ['after release', 'claim-after-release', null, () => claim(over)],
    ['a claim that is not checked', 'claim-moved', null, () => decideClaim(parts, by(han), open.id, approve)],
    [
      'a payout that nobody approved',
      'claim-moved',
      null,
      () => payClaim(parts, by(feng), open.id, paying()),
    ],
    ['a payout once more', 'claim-moved', null, () => payClaim(parts, by(feng), claimed.id, paying())],
    [
      'a recovery one fen above what is owed',
      'recovery-above-owed',
      'recoveredFen',
      () => money({ recoveredFen: fen(49_000_001) }),
    ],
    [
      'a recovery far above what is owed',
      'recovery-above-owed',
      'recoveredFen',
      () => money({ recoveredFen: fen(100_000_000_000_000) }),
    ],
    ['a recovery in 万元', 'sum-small', 'recoveredFen', () => money({ recoveredFen: fen(4_900) })],
    ['a recovery below nothing', 'negative', 'recoveredFen', () => money({ recoveredFen: fen(-1) })],
    ['a cost below nothing', 'negative', 'costFen', () => money({ costFen: fen(-1) })],
    ['a cost in the other unit', 'cost-above-claimed', 'costFen', () => money({ costFen: fen(50_000_001) })],
    ['a recovery of nothing', 'not-positive', 'recoveredFen', () => money({ recoveredFen: noFen })],
    ['a recovery of tomorrow', 'day-ahead', 'receivedOn', () => money({ receivedOn: tomorrow })],
    [
      'a recovery before the payout',
      'before-payout',
      'receivedOn',
      () => money({ receivedOn: plusDays(today, -1) }),
    ],
    ['a recovery without a claim', 'nothing-claimed', null, () => money({}, late)],
    ['a write-off one fen above the rest', 'write-off-above-rest', 'amountFen', () => off(fen(49_000_001))],
    ['a write-off of nothing', 'not-positive', 'amountFen', () => off(noFen)],
    ...[cai, he, zhou, lu].map(
      (person): Case => [
        `a settlement paid by ${person.name}`,
        'not-the-payer',
        null,
        () => settle(parts, by(person), toPay.id, paying()),
      ],
    ),
    ...[shen, feng, zhou].map(
      (person): Case => [
        `a settlement confirmed by ${person.name}`,
        'not-the-payer',
        null,
        () => confirmSettlement(parts, by(person), toConfirm.id),
      ],
    ),
    [
      'a settlement that nobody confirmed',
      'settlement-unconfirmed',
      null,
      () => settle(parts, by(bai), toConfirm.id, paying()),
    ],
    [
      'a settlement by who confirmed it',
      'same-person',
      null,
      () => settle(parts, by(shen), toPay.id, paying()),
    ],
    [
      'a settlement of tomorrow',
      'day-ahead',
      'paidOn',
      () => settle(parts, by(yan), toPay.id, paying({ paidOn: tomorrow })),
    ],
    [
      'a settlement before it arose',
      'before-arisen',
      'paidOn',
      () => settle(parts, by(yan), toPay.id, paying({ paidOn: plusDays(today, -1) })),
    ],
    ['a settlement once more', 'settlement-settled', null, () => settle(parts, by(feng), done.id, paying())],
  ])

  // 经办与复核同一人: at every step that has two.
  given(await checkPapers(parts, by(he), open.id))
  await run([
    ['approved by who checked', 'same-person', null, () => decideClaim(parts, by(he), open.id, approve)],
  ])
  given(await decideClaim(parts, by(han), open.id, approve))
  const { writeOff } = given(await off(fen(1_000)))
  await run([
    ...[he, han].map(
      (person): Case => [
        `paid by ${person.name}, who had a hand in it`,
        'same-person',
        null,
        () => payClaim(parts, by(person), open.id, paying()),
      ],
    ),
    [
      'a payout of tomorrow',
      'day-ahead',
      'paidOn',
      () => payClaim(parts, by(feng), open.id, paying({ paidOn: tomorrow })),
    ],
    [
      'a payout before its filing',
      'before-filing',
      'paidOn',
      () => payClaim(parts, by(feng), open.id, paying({ paidOn: plusDays(today, -1) })),
    ],
    [
      'a write-off agreed to by who proposed it',
      'same-person',
      null,
      () => agreeToWriteOff(parts, by(he), writeOff.id),
    ],
    [
      'a write-off approved before anybody agreed',
      'write-off-moved',
      null,
      () => approveWriteOff(parts, by(lu), writeOff.id),
    ],
    ['a second write-off beside it', 'write-off-running', null, () => off(fen(1))],
  ])
  given(await agreeToWriteOff(parts, by(han), writeOff.id))
  await run([
    [
      'a write-off approved by who agreed',
      'same-person',
      null,
      () => approveWriteOff(parts, by(han), writeOff.id),
    ],
  ])

  // What was in order when it was filed is not, once the firm has paid some of it back.
  const { loanId } = asked
  const some = { principalFen: fen(99_500_000), interestFen: noFen, paidOn: today, payer: 'firm' as const }
  given(await reportRepayment(parts, by(zhou), present(loanId, 'its loan'), { ...some, reference: 'HK-2' }))
  await run([
    [
      'a payout above what is left',
      'claim-above-balance',
      null,
      () => payClaim(parts, by(feng), open.id, paying()),
    ],
  ])
})

test('a customer at the cap who is filed at two banks at once gets one of the two, and the other moves nothing', async () => {
  const made = await town()
  const { parts, by, cast, store, clock } = made
  const second = newId<'institution'>()
  await store.transact((tx) =>
    tx.insert(institutions).values({
      ...{ id: second, code: 'ERDB', name: '第二融资担保有限公司', shortName: '第二担保', kind: 'guarantor' },
      ...{ state: 'active', region: '3406', pinyin: 'derdb', createdAt: clock.now() },
    }),
  )
  const asks = [
    [cast.zhou, await guaranteedCase(made, 20 * million), cast.institutionIds.guarantor],
    [cast.wu, await guaranteedCase(made, million, { guarantorId: second, bank: 'bankB' }), second],
  ] as const
  const before = await booked(made)
  const found = await Promise.all(
    asks.map(([officer, id, guarantorId]) =>
      askForGuarantee(parts, by(officer), id, { guarantorId, arrangement: '4321' }),
    ),
  )
  assert.deepEqual(found.map(codeOf).toSorted(), ['cap-customer-cap', 'done'])
  for (const one of found)
    if (!one.ok)
      for (const language of ['zh', 'en'] as const)
        assert.match(speak(language).refusal(inYuan(one.refusal)), /20,000,000\.00|2,?000(\.00)? ?万/)
  const after = await booked(made)
  assert.equal(after.guarantees.length, 1, 'one was asked for')
  assert.deepEqual({ ...after, guarantees: [] }, { ...before, guarantees: [] })
})

test('days of interest that cannot be are refused beside their field, whether or not interest is asked for by them', async () => {
  const made = await runningTown()
  const { parts, cast, clock, store, browserOf } = made
  parts.policies.refill(
    parts.policies.rows.map((row) => {
      const value = row.value as { readonly base?: object }
      const base = { normalInterest: true, interestCapDays: 90 }
      return row.code === 'arrangement-4321' ? { ...row, value: { ...value, base } } : row
    }),
  )
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  await later(made, 100)
  const today = clock.today()
  const officer = await browserOf(cast.zhou)
  const asked = { kind: 'interim', basis: 'unperformed', principalFen: '1000', words: '多次催收无果。' }
  const before = await booked(made)
  for (const [field, days] of [
    ['interestUntil', { interestFrom: today, interestUntil: plusDays(today, -1) }],
    ['interestUntil', { interestFrom: plusDays(today, 1) }],
    ['interestUntil', { interestUntil: plusDays(today, 1) }],
    ['interestFrom', { interestFrom: '1999-12-31' }],
    ['interestFrom', { interestFrom: '1999-12-31', interestUntil: '1999-12-30', interestFen: '1' }],
  ] as const) {
    const answer = await officer.post(`/guarantees/${guarantee.id}/claims`, { ...asked, ...days })
    assert.equal(answer.statusCode, 422, JSON.stringify(days))
    assert.match(answer.body, new RegExp(`id="${field}-error"[^]*?利息的起止日须在首次放款与今天之间`))
  }
  assert.deepEqual(await booked(made), before)
  assert.equal((await store.read.select().from(claims)).length, 0)
})
