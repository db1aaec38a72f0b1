import assert from 'node:assert/strict'
import { compensationClaims } from '../../db/tables/compensation.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { withdrawClaim } from '../../server/compensation/actions.ts'
import {
  bookRecovery,
  payClaim,
  refuseRecovery,
  reportRecovery,
} from '../../server/compensation/actions-paying.ts'
import { agree, bookFunding } from '../../server/compensation/actions-pools.ts'
import { approveClaim, refuseClaim, returnClaim } from '../../server/compensation/actions-review.ts'
import { keptOf } from '../../server/compensation/parts.ts'
import {
  coveredById,
  eventsOf,
  type PoolClaim,
  partsOf,
  recoveriesOf,
} from '../../server/compensation/rows.ts'
import { fundingsOf } from '../../server/compensation/rows-pools.ts'
import { sharesOfClaim } from '../../server/compensation/sharing.ts'
import { allPools, poolTotals, tallyFromRows, tallyOf } from '../../server/covers/index.ts'
import { proveExposures } from '../../server/exposures/index.ts'
import { balance } from '../../server/ledger/index.ts'
import { loanById, repaymentsOf } from '../../server/loans/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { code, type Pooled, totalsFromRows } from '../covers/lent.ts'
import { compareStress } from '../stress/held.ts'
import { checked, classed, covered } from './played.ts'

type Cover = Awaited<ReturnType<typeof covered>>

/**
 * Steps drawn by chance on one pool: funders pay in and take out, claims are filed, approved, returned, refused, taken back
 * and paid, money comes back. What is refused is part of it. After every step what is kept is held against the rows.
 */
export async function runSequence(made: Pooled, steps: number, seed: number): Promise<void> {
  const random = randomFrom(seed)
  const { store, parts, by, cast, clock } = made
  const pool = present((await allPools(store.read))[0], 'the pool')
  const open: Cover[] = []
  const claims = async () => store.read.select().from(compensationClaims)
  const pick = <One>(all: readonly One[]): One | undefined =>
    all[random.whole(0, Math.max(0, all.length - 1))]
  const amount = () => fen(random.whole(1, 20_000_000))
  const doings: Readonly<Record<string, () => Promise<unknown>>> = {
    fund: async () => {
      const kind = random.chance(700) ? 'contribution' : 'withdrawal'
      const made = await agree(parts, by(cast.tang), pool, {
        ...{ kind, funder: '市财政', agreement: 'CZ', amountFen: amount(), agreedOn: clock.today() },
      })
      if (made.ok) await bookFunding(parts, by(cast.jiang), made.funding, pool, clock.today())
    },
    cover: async () => {
      if (open.length >= 6) return
      const one = await covered(made, fen(random.whole(12, 90) * 1_000_000))
      await classed(made, one.loan)
      open.push(one)
    },
    claim: async () => {
      const taken = new Set(
        (await claims())
          .filter(({ state }) => !['refused', 'withdrawn'].includes(state))
          .map(({ coverId }) => coverId),
      )
      const one = pick(open.filter(({ cover }) => !taken.has(cover.id)))
      if (one) await checked(made, one.cover.id, fen(random.whole(500_000, one.cover.filedFen)))
    },
    approve: async () => {
      const one = pick((await claims()).filter(({ state }) => state === 'checked'))
      if (one) await approveClaim(parts, by(cast.song), one.id, '')
    },
    turn: async () => {
      const one = pick((await claims()).filter(({ state }) => state === 'noticed' || state === 'checked'))
      if (one)
        await (random.chance(500) ? returnClaim : refuseClaim)(parts, by(cast.song), one.id, '补充材料。')
    },
    withdraw: async () => {
      const one = pick((await claims()).filter(({ state }) => state === 'returned'))
      if (one) await withdrawClaim(parts, by(cast.zhou), one.id)
    },
    pay: async () => {
      const one = pick((await claims()).filter(({ state }) => state === 'noticed'))
      if (!one) return
      clock.set(`${plusDays(clock.today(), random.chance(900) ? 8 : 1)}T04:00:00.000Z`)
      await payClaim(parts, by(cast.jiang), one.id, { paidOn: clock.today(), reference: 'ZF' })
    },
    recover: async () => {
      const one = pick((await claims()).filter(({ state }) => state === 'paid'))
      if (!one) return
      const [recoveredFen, costFen] = [amount(), fen(random.whole(0, 90_000))]
      await reportRecovery(parts, by(cast.zhou), one.id, {
        ...{ receivedOn: clock.today(), recoveredFen, costFen, words: '执行回款。' },
        sure: [recoveredFen, costFen],
      })
      const waiting = (await recoveriesOf(store.read, one.id)).find(({ state }) => state === 'reported')
      if (!waiting) return
      if (random.chance(800)) await bookRecovery(parts, by(cast.jiang), waiting.id, clock.today())
      else await refuseRecovery(parts, by(cast.jiang), waiting.id, '没有到账。')
    },
  }
  const names = [
    'fund',
    'fund',
    'cover',
    'claim',
    'claim',
    'approve',
    'approve',
    'turn',
    'withdraw',
    'pay',
    'pay',
    'recover',
  ]
  for (let at = 0; at < steps; at += 1) {
    const name = present(pick(names), 'a step')
    await present(doings[name], name)()
    await compare(made, pool, await claims(), `step ${at}: ${name}`)
  }
  const reached = new Set((await claims()).map(({ state }) => state))
  for (const state of ['paid', 'refused'] as const) assert.ok(reached.has(state), `never ${state}`)
}

/** Every balance of the pool, and what is kept of its arrangement, from the rows. */
async function compare(
  { store, book }: Pooled,
  pool: Parameters<typeof bookFunding>[3],
  claims: readonly PoolClaim[],
  where: string,
): Promise<void> {
  const { read } = store
  assert.deepEqual(await tallyOf(read, code), await tallyFromRows(read, code), where)
  assert.equal((await proveExposures(read)).fault, null, where)
  await compareStress(read, '3406', where)
  assert.deepEqual(await poolTotals(read, code), await totalsFromRows(store), where)
  const capital = (await fundingsOf(read, pool.id, 1_000))
    .filter(({ state }) => state === 'booked')
    .reduce((sum, { kind, amountFen }) => sum + (kind === 'contribution' ? amountFen : -amountFen), 0)
  const { paidFen, returnedFen } = await tallyOf(read, code)
  let reserved = 0
  for (const claim of claims.filter(({ state }) => state === 'noticed')) {
    const { terms } = present(await coveredById(read, claim.coverId), 'a cover').cover
    const shares = sharesOfClaim(keptOf(claim, terms, []))
    assert.ok(shares.ok)
    reserved += shares.postings.find(({ party }) => party === 'pool')?.borneFen ?? 0
    assert.equal((await eventsOf(read, claim.id)).length, 0)
  }
  const [free, held, out, paidIn] = await Promise.all(
    (['cash-free', 'cash-reserved', 'claims-out', 'funders-capital'] as const).map((one) =>
      balance(read, book, one),
    ),
  )
  assert.deepEqual(
    { free, held, out, paidIn },
    {
      free: capital - paidFen + returnedFen - reserved,
      held: reserved,
      out: paidFen - returnedFen,
      paidIn: capital,
    },
    where,
  )
  assert.ok(Number(free) >= 0)
  for (const claim of claims.filter(({ state }) => state === 'paid')) await compareLoan(read, claim, where)
}

/** What came back of a claim is what its loan was paid by it, and is no more than was borne; the loan has no other repayment. */
async function compareLoan(read: Pooled['store']['read'], claim: PoolClaim, where: string): Promise<void> {
  const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0)
  const loan = present(await loanById(read, claim.loanId), 'the loan of a claim')
  const paid = await repaymentsOf(read, claim.loanId)
  const booked = new Set<string | null>(
    (await recoveriesOf(read, claim.id)).filter(({ state }) => state === 'booked').map(({ id }) => id),
  )
  const parts = (await partsOf(read, claim.id)).map(({ part }) => part)
  const backFen = sum(parts.map(({ returnedFen }) => returnedFen))
  const principal = sum(paid.map(({ principalFen }) => principalFen))
  assert.equal(
    sum(paid.filter((one) => booked.has(one.recoveryId)).map((one) => one.principalFen)),
    backFen,
    where,
  )
  assert.equal(principal, backFen, where)
  assert.equal(loan.balanceFen, loan.drawnFen - principal, where)
  assert.ok(backFen <= sum(parts.map(({ borneFen }) => borneFen)) && loan.balanceFen >= 0, where)
}
