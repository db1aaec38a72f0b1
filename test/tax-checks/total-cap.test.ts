import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { type Application, applicationById } from '../../server/applications/index.ts'
import { answer, wish } from '../../server/loans/actions-renewals.ts'
import { closeLoanDay, reportDrawdown, sign } from '../../server/loans/index.ts'
import { bankConditions } from '../../server/loans/renewal.ts'
import { loanById } from '../../server/loans/rows.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import { checksOfCase, compareCase } from '../../server/tax-checks/index.ts'
import { outstandingOfAll } from '../../server/tax-facts/index.ts'
import { outstandingOf } from '../../server/tax-facts/rows-loans.ts'
import { agreed, codeOf, given, inHall, offered, onShelf, taken } from '../applications/played.ts'
import { type Town, town } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { stated } from './stated.ts'

const million = 100_000_000
const taxLoan = {
  name: '税融通',
  kind: 'tax-credit',
  scheme: 'hefei-2015',
  guaranteeModes: ['credit'],
  amountMaxFen: fen(10 * million),
} as const

/** Lin's firm paid two millions of tax a year: five times that is the cap of the scheme, 10 million. */
async function taxed() {
  const made = await town()
  const { linFirm } = made.cast.enterpriseIds
  await stated(made, linFirm, {
    ...{ grade: 'A', tax: { 2024: 2_000_000, 2025: 2_000_000 }, arrears: false, abnormal: false },
  })
  return { ...made, linFirm }
}

async function agreedOver(
  made: Town,
  bank: 'bankA' | 'bankB',
  officer: Town['cast']['zhou'],
  amount: number,
) {
  const productId = await onShelf(made, bank, taxLoan)
  const amountFen = fen(amount)
  const need = await inHall(made, { amountFen, guaranteeModes: [] })
  const { id } = await taken(made, { needId: need.id, productId }, officer)
  return agreed(made, await offered(made, { id }, officer, { amountFen, guaranteeMode: 'credit' }))
}

const contract = (made: Town, number: string) => ({
  ...{ signedOn: made.clock.today(), contractNumber: number, register: 'none' as const },
})

/** What the scheme says of a case now: its limit, what stands against it, and what changed. */
async function limitNow(made: Town, id: Id<'application'>) {
  const application = present(await applicationById(made.store.read, id), 'the case')
  const now = present(
    await compareCase(made.store.read, made.parts, application, made.clock.today()),
    'what the scheme says',
  )
  const changes = (now.changes ?? []).map(({ of }) => of)
  return [now.found.checked?.result.limitFen, now.found.facts.outstandingFen, changes] as const
}

const kept = async (made: Town, { id }: Pick<Application, 'id'>) =>
  (await checksOfCase(made.store.read, id)).map(({ occasion, checked, facts }) => [
    occasion,
    checked[0]?.result.limitFen,
    facts.outstandingFen,
  ])

describe('the cap over all banks', () => {
  test('counts what another bank agreed, and the second contract beyond it is refused in words', async () => {
    const made = await taxed()
    const { store, cast, parts, by, linFirm } = made
    const wu = await anotherPerson(made, 'bank-officer', { institutionId: cast.institutionIds.bankB })
    const out = async (beside: Id<'application'> | null) => outstandingOf(store.read, linFirm, beside)
    const first = await agreedOver(made, 'bankA', cast.zhou, 6 * million)
    assert.deepEqual([await out(null), await out(first.id)], [6 * million, 0])
    const second = await agreedOver(made, 'bankB', wu, 6 * million)
    assert.deepEqual(await kept(made, second), [
      ['opened', 4 * million, 6 * million],
      ['offered', 4 * million, 6 * million],
      ['approved', 4 * million, 6 * million],
    ])
    assert.deepEqual(
      [await out(null), await out(first.id), await out(second.id)],
      [12 * million, 6 * million, 6 * million],
    )
    assert.equal((await outstandingOfAll(store.read)).get(linFirm), 12 * million)
    // The other side by side shows as a change to the first, which was told of ten million.
    assert.deepEqual(await limitNow(made, first.id), [
      ...[4 * million, 6 * million],
      ['outstandingFen', 'limitFen'],
    ])
    const { loan } = given(await sign(parts, by(cast.zhou), first.id, contract(made, 'HT-1')))
    const late = await sign(parts, by(wu), second.id, contract(made, 'HT-2'))
    assert.equal(codeOf(late), 'tax-total-cap')
    assert.deepEqual(late.ok ? null : late.refusal.values, { leftFen: 4 * million })
    assert.equal((await applicationById(store.read, second.id))?.state, 'agreed')
    // Signed as agreed, its own loan stands against every case but its own.
    assert.deepEqual([await out(first.id), await out(second.id)], [6 * million, 6 * million])
    given(
      await reportDrawdown(parts, by(cast.zhou), loan.id, {
        amountFen: fen(million),
        drawnOn: loan.signedOn,
      }),
    )
    assert.deepEqual([await out(second.id), await out(null)], [6 * million, 12 * million])
    await store.transact((tx) => tx.update(loans).set({ drawingClosed: true }).where(eq(loans.id, loan.id)))
    assert.equal(await out(second.id), million)
    given(await sign(parts, by(wu), second.id, contract(made, 'HT-2')))
    assert.equal((await outstandingOfAll(store.read)).get(linFirm), 7 * million)
  })

  test('leaves the loan that is renewed out, before its renewal is drawn and after', async () => {
    const made = await taxed()
    const { store, cast, parts, by, linFirm } = made
    const old = await agreedOver(made, 'bankA', cast.zhou, 8 * million)
    const { loan } = given(await sign(parts, by(cast.zhou), old.id, contract(made, 'HT-1')))
    assert.deepEqual(await limitNow(made, old.id), [10 * million, 0, []])
    const drawing = { amountFen: fen(8 * million), drawnOn: loan.signedOn }
    given(await reportDrawdown(parts, by(cast.zhou), loan.id, drawing))
    assert.deepEqual(await limitNow(made, old.id), [10 * million, 0, []])
    await store.transact((tx) =>
      tx
        .update(loans)
        .set({ maturesOn: day('2026-05-20'), method: 'bullet' })
        .where(eq(loans.id, loan.id)),
    )
    const today = made.clock.today()
    await closeLoanDay(parts, byPlatform(startOf(today), today))
    const asked = { amountFen: fen(8 * million), months: 12, wish: '订单稳定。' }
    given(await wish(parts, by(cast.lin), loan.id, asked))
    const [wished] = await renewalsOf(store.read, [loan.id])
    const said = Object.fromEntries(bankConditions.map((one) => [one, true]))
    const yes = { answer: 'without-repayment', said, words: '' } as const
    given(await answer(parts, by(cast.zhou), present(wished, 'the wish').id, yes))
    const id = present((await renewalsOf(store.read, [loan.id]))[0]?.applicationId, 'the case')
    await agreed(
      made,
      await offered(made, { id }, cast.zhou, { amountFen: asked.amountFen, guaranteeMode: 'credit' }),
    )
    assert.deepEqual(await kept(made, { id }), [
      ['opened', 10 * million, 0],
      ['offered', 10 * million, 0],
      ['approved', 10 * million, 0],
    ])
    // Everybody else reads eight million once, not twice.
    const others = async () => [
      await outstandingOf(store.read, linFirm, null),
      (await outstandingOfAll(store.read)).get(linFirm),
    ]
    assert.deepEqual(await others(), [8 * million, 8 * million])
    const { loan: renewal } = given(await sign(parts, by(cast.zhou), id, contract(made, 'HT-2')))
    assert.deepEqual(
      [await limitNow(made, id), await others()],
      [
        [10 * million, 0, []],
        [8 * million, 8 * million],
      ],
    )
    given(await reportDrawdown(parts, by(cast.zhou), renewal.id, { ...drawing, drawnOn: renewal.signedOn }))
    assert.equal((await loanById(store.read, loan.id))?.state, 'settled')
    assert.deepEqual(
      [await limitNow(made, id), await others()],
      [
        [10 * million, 0, []],
        [8 * million, 8 * million],
      ],
    )
  })
})
