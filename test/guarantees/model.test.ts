import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  approveGuarantee,
  askForGuarantee,
  type Guarantee,
  guaranteeById,
  sharesOf,
  signGuarantee,
  standingOfCase,
  takeUp,
  withdrawGuarantee,
  writeSheet,
} from '../../server/guarantees/index.ts'
import { loanOfCase } from '../../server/guarantees/rows.ts'
import { contingentShares } from '../../server/guarantees/shares.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { loanById, repaymentsOf } from '../../server/loans/rows.ts'
import { type Fen, fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { given } from '../applications/played.ts'
import { drawn } from '../loans/contract.ts'
import { type Town, town } from '../support/app.ts'
import { assertKept } from './books.ts'
import {
  asking,
  consentToGuarantor,
  contractOf,
  guaranteedCase,
  million,
  netAssets,
  sheet,
} from './guaranteed.ts'

/*
 * Any order of opening, drawing, repaying, reversing and giving up, against a model that knows sums only: nothing is
 * lost, no cap is passed, every share is the split of what is out, and the ledger says the same.
 */

const sums = [9 * million, 8 * million + 1, 6 * million] as const
const cap = 20 * million

type Model = { asked: boolean; open: number; balance: number; repaid: number }
type World = { readonly made: Town; readonly cases: readonly Id<'application'>[]; readonly models: Model[] }

const step = fc.record({
  which: fc.nat({ max: sums.length - 1 }),
  what: fc.constantFrom('ask', 'promise', 'draw', 'draw', 'repay', 'repay', 'reverse', 'withdraw'),
  part: fc.integer({ min: 1, max: 1_000 }),
})

async function world(): Promise<World> {
  const made = await town()
  await consentToGuarantor(made)
  await netAssets(made, 3_000 * million)
  const cases: Id<'application'>[] = []
  for (const amount of sums) cases.push(await guaranteedCase(made, amount))
  return { made, cases, models: sums.map(() => ({ asked: false, open: 0, balance: 0, repaid: 0 })) }
}

const taken = (models: readonly Model[]) => models.reduce((sum, one) => sum + one.open + one.balance, 0)

async function play(
  { made, cases, models }: World,
  { which, what, part }: { which: number; what: string; part: number },
) {
  const { parts, by, cast, store, clock } = made
  const [id, model, amount] = [
    present(cases[which], 'a case'),
    present(models[which], 'a model'),
    sums[which] ?? 0,
  ]
  const guarantee = await standingOfCase(store.read, id)
  if (what === 'ask') {
    const wanted = !model.asked && taken(models) + amount <= cap
    const found = await askForGuarantee(parts, by(cast.zhou), id, asking(made))
    assert.equal(found.ok, wanted, `asking for ${which}`)
    if (found.ok) Object.assign(model, { asked: true, open: amount })
    return
  }
  if (!guarantee) return
  if (what === 'promise' && guarantee.state === 'applied') {
    given(await takeUp(parts, by(cast.he), guarantee.id))
    given(await writeSheet(parts, by(cast.he), guarantee.id, sheet))
    given(await approveGuarantee(parts, by(cast.han), guarantee.id, '同意'))
    given(await signGuarantee(parts, by(cast.he), guarantee.id))
    await contractOf(made, guarantee)
  } else if (what === 'withdraw' && guarantee.state === 'applied') {
    given(await withdrawGuarantee(parts, by(cast.zhou), guarantee.id, '不再需要。'))
    Object.assign(model, { asked: false, open: 0 })
  } else if (
    what === 'draw' &&
    (guarantee.state === 'signed' || guarantee.state === 'in-force') &&
    model.open > 0
  ) {
    const fenDrawn = Math.max(1, Math.floor((model.open * part) / 1_000))
    const loan = await loanOfGuarantee(made, guarantee)
    await drawn(made, loan, fenDrawn)
    Object.assign(model, { open: model.open - fenDrawn, balance: model.balance + fenDrawn })
  } else if (what === 'repay' && model.balance > 0) {
    const back = Math.max(1, Math.floor((model.balance * part) / 1_000))
    const loan = await loanOfGuarantee(made, guarantee)
    const paid = { principalFen: fen(back), interestFen: noFen, paidOn: clock.today() }
    given(await reportRepayment(parts, by(cast.zhou), loan.id, paid))
    Object.assign(model, { balance: model.balance - back, repaid: back })
  } else if (what === 'reverse' && model.repaid > 0) {
    const loan = await loanOfGuarantee(made, guarantee)
    const last = (await repaymentsOf(store.read, loan.id)).findLast(
      (one) => one.principalFen === model.repaid && one.reversalOf === null,
    )
    given(await reverseRepayment(parts, by(cast.qian), loan, present(last, 'a repayment').id, '记错了。'))
    Object.assign(model, { balance: model.balance + model.repaid, repaid: 0 })
  }
}

async function loanOfGuarantee({ store }: Town, { applicationId }: Guarantee) {
  const loan = present(await loanOfCase(store.read, applicationId), 'the loan of a guarantee')
  return present(await loanById(store.read, loan.id), 'a loan')
}

async function compare({ made, cases, models }: World) {
  const { store } = made
  for (const [at, id] of cases.entries()) {
    const model = present(models[at], 'a model')
    const standing = await standingOfCase(store.read, id)
    const found = standing && (await guaranteeById(store.read, standing.id))
    assert.deepEqual([found?.openFen ?? 0, found?.balanceFen ?? 0], [model.open, model.balance])
    if (!found) continue
    const shares: Fen[] = (await sharesOf(store.read, found.id)).map(({ contingentFen }) => contingentFen)
    const wanted = contingentShares(found.terms, fen(model.balance)).map((one) => one.fen)
    if (shares.length) assert.deepEqual(shares.toSorted(), wanted.toSorted())
  }
  assert.ok(taken(models) <= cap, 'no cap is passed')
  await assertKept(made)
}

test('guarantees stand where the sums say, whatever happens in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 6, maxLength: 24 }), async (steps) => {
      const all = await world()
      for (const one of steps) await play(all, one)
      await compare(all)
    }),
    { numRuns: 10, endOnFailure: true },
  )
})
