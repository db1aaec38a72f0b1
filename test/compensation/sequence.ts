import assert from 'node:assert/strict'
import { asc } from 'drizzle-orm'
import { compensationClaims } from '../../db/tables/compensation.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { withdrawClaim } from '../../server/compensation/actions.ts'
import {
  bookRecovery,
  payClaim,
  refuseRecovery,
  reportRecovery,
} from '../../server/compensation/actions-paying.ts'
import { agree, bookFunding, open } from '../../server/compensation/actions-pools.ts'
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
import {
  allPools,
  confirmCover,
  fileCover,
  type PoolRow,
  payCharge,
  poolTotals,
  tallyFromRows,
  tallyOf,
} from '../../server/covers/index.ts'
import { proveExposures } from '../../server/exposures/index.ts'
import { balance } from '../../server/ledger/index.ts'
import { reverseRepayment } from '../../server/loans/actions-reversals.ts'
import { loanById, repaymentsOf, reportRepayment } from '../../server/loans/index.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, noFen, smaller } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { loadPolicies } from '../../server/policies/index.ts'
import { given } from '../applications/played.ts'
import { code, lent, type Pooled, shownTo, totalsFromRows } from '../covers/lent.ts'
import { compareStress } from '../stress/held.ts'
import { checked, classed, covered } from './played.ts'

/** An arrangement of two layers, whose first pool is what borrowers paid in. */
const layered = 'zhubaodai'
const arrangements = [code, layered] as const

/** What was reached of all that can happen: a property over steps that never come is none. */
export type Reached = Record<
  'paid' | 'layers' | 'refused' | 'repaid' | 'reversed' | 'recovered' | 'turned',
  number
>
export const nothingReached = (): Reached => ({
  ...{ paid: 0, layers: 0, refused: 0, repaid: 0, reversed: 0, recovered: 0, turned: 0 },
})

/** The layered arrangement without lines, its two pools and money in the one that funders fill. */
async function withLayers(made: Pooled): Promise<void> {
  const { parts, by, cast, store, clock } = made
  const shipped = present(
    arrangementPolicies.find((row) => row.code === `arrangement-${layered}`),
    'the arrangement that ships',
  )
  const value = { ...(shipped.value as Arrangement), warnLinePpm: null, stopLinePpm: null }
  const row = { ...shipped, version: 2, effectiveFrom: day('2026-01-01'), value }
  await loadPolicies(store, clock, parts.policies, [row])
  for (const party of ['borrowers', 'fund'] as const) {
    const draft = { arrangement: layered, party, name: { zh: party, en: party }, region: '3406' }
    given(await open(parts, by(cast.lu), { ...draft, institutionId: cast.institutionIds.pool }))
  }
}

/** A loan under the layered arrangement, whose borrower has paid its deposit. */
async function coveredByLayers(made: Pooled, amountFen: Fen) {
  const { parts, by, cast, store, clock } = made
  const loan = await lent(made, amountFen)
  const { cover } = given(await fileCover(parts, by(cast.zhou), loan, layered))
  const paying = { paidOn: clock.today(), reference: 'ZB' }
  given(await payCharge(parts, by(cast.jiang), await shownTo(made, cover.id), paying))
  given(await confirmCover(store, by(cast.tang), await shownTo(made, cover.id)))
  return { loan, cover }
}

type Cover = Awaited<ReturnType<typeof covered>>

/**
 * Steps drawn by chance on the pools of two arrangements: funders pay in and take out, firms repay and a repayment is taken back,
 * claims are filed, approved, returned, refused, taken back and paid, money comes back or does not. What is refused is part of it.
 * After every step what is kept is held against the rows.
 */
export async function runSequence(
  made: Pooled,
  steps: number,
  seed: number,
  reached: Reached,
): Promise<void> {
  const random = randomFrom(seed)
  const { store, parts, by, cast, clock } = made
  await withLayers(made)
  const poolsOfFunders = (await allPools(store.read)).filter(({ party }) => party !== 'borrowers')
  const standing: Cover[] = []
  const claims = async () => store.read.select().from(compensationClaims).orderBy(asc(compensationClaims.id))
  const loanNow = async ({ loan }: Cover) => present(await loanById(store.read, loan), 'the loan')
  const pick = <One>(all: readonly One[]): One | undefined =>
    all[random.whole(0, Math.max(0, all.length - 1))]
  const amount = () => fen(random.whole(1, 20_000_000))
  const count = (what: keyof Reached, outcome: { readonly ok: boolean }) => {
    if (outcome.ok) reached[what] += 1
  }
  const doings: Readonly<Record<string, () => Promise<unknown>>> = {
    fund: async () => {
      const kind = random.chance(700) ? 'contribution' : 'withdrawal'
      const pool = present(pick(poolsOfFunders), 'a pool')
      const made = await agree(parts, by(cast.tang), pool, {
        ...{ kind, funder: '市财政', agreement: 'CZ', amountFen: amount(), agreedOn: clock.today() },
      })
      if (made.ok) await bookFunding(parts, by(cast.jiang), made.funding, pool, clock.today())
    },
    cover: async () => {
      if (standing.length >= 6) return
      const amountFen = fen(random.whole(12, 90) * 1_000_000)
      const one = await (standing.length % 2 ? covered : coveredByLayers)(made, amountFen)
      await classed(made, one.loan)
      standing.push(one)
    },
    repay: async () => {
      const one = pick(standing)
      if (!one) return
      const principalFen = fen(random.whole(1, 9_000_000))
      const report = { principalFen, interestFen: noFen, paidOn: clock.today() }
      count('repaid', await reportRepayment(parts, by(cast.zhou), one.loan, report))
    },
    reverse: async () => {
      const one = pick(standing)
      const last = one && pick(await repaymentsOf(store.read, one.loan))
      if (one && last)
        count(
          'reversed',
          await reverseRepayment(parts, by(cast.qian), await loanNow(one), last.id, '记错了。'),
        )
    },
    claim: async () => {
      const taken = new Set(
        (await claims())
          .filter(({ state }) => !['refused', 'withdrawn'].includes(state))
          .map(({ coverId }) => coverId),
      )
      const one = pick(standing.filter(({ cover }) => !taken.has(cover.id)))
      if (!one) return
      const mostFen = smaller(one.cover.filedFen, (await loanNow(one)).balanceFen)
      if (mostFen > 500_000) await checked(made, one.cover.id, fen(random.whole(500_000, mostFen)))
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
      const paying = { paidOn: clock.today(), reference: 'ZF' }
      count(
        one.arrangement === layered ? 'layers' : 'paid',
        await payClaim(parts, by(cast.jiang), one.id, paying),
      )
    },
    recover: async () => {
      const one = pick((await claims()).filter(({ state }) => state === 'paid'))
      if (!one) return
      const [recoveredFen, costFen] = [fen(random.whole(1, 6_000_000)), fen(random.whole(0, 90_000))]
      await reportRecovery(parts, by(cast.zhou), one.id, {
        ...{ receivedOn: clock.today(), recoveredFen, costFen, words: '执行回款。' },
        sure: [recoveredFen, costFen],
      })
      const waiting = (await recoveriesOf(store.read, one.id)).find(({ state }) => state === 'reported')
      if (!waiting) return
      if (random.chance(700))
        count('recovered', await bookRecovery(parts, by(cast.jiang), waiting.id, clock.today()))
      else count('turned', await refuseRecovery(parts, by(cast.jiang), waiting.id, '没有到账。'))
    },
  }
  const names = [
    ...[
      'fund',
      'fund',
      'cover',
      'cover',
      'repay',
      'repay',
      'reverse',
      'claim',
      'claim',
      'approve',
      'approve',
    ],
    ...['turn', 'withdraw', 'pay', 'pay', 'recover', 'recover'],
  ]
  for (let at = 0; at < steps; at += 1) {
    const name = present(pick(names), 'a step')
    await present(doings[name], name)()
    await compare(made, await claims(), `seed ${seed}, step ${at}: ${name}`)
  }
  reached.refused += (await claims()).filter(({ state }) => state === 'refused').length
}

/** Every balance of the pools, and what is kept of their arrangements, from the rows. */
async function compare({ store }: Pooled, claims: readonly PoolClaim[], where: string): Promise<void> {
  const { read } = store
  assert.equal((await proveExposures(read)).fault, null, where)
  await compareStress(read, '3406', where)
  for (const one of arrangements) {
    assert.deepEqual(await tallyOf(read, one), await tallyFromRows(read, one), where)
    assert.deepEqual(await poolTotals(read, one), await totalsFromRows(store, one), where)
  }
  for (const pool of await allPools(read))
    await comparePool(
      read,
      pool,
      claims.filter(({ arrangement }) => arrangement === pool.arrangement),
      where,
    )
  for (const claim of claims.filter(({ state }) => state === 'paid')) await compareLoan(read, claim, where)
}

type Read = Pooled['store']['read']
const sum = (all: readonly number[]) => all.reduce((one, other) => one + other, 0)

/** One pool: what was paid into it, what it has set aside, and what is out, by its own part of each claim. */
async function comparePool(
  read: Read,
  { id, bookId, party }: PoolRow,
  claims: readonly PoolClaim[],
  where: string,
): Promise<void> {
  const capital = sum(
    (await fundingsOf(read, id, 1_000))
      .filter(({ state }) => state === 'booked')
      .map(({ kind, amountFen }) => (kind === 'contribution' ? amountFen : -amountFen)),
  )
  const deposits = await balance(read, bookId, 'borrower-deposits')
  let [reserved, out] = [0, 0]
  for (const claim of claims) {
    const parts = (await partsOf(read, claim.id)).filter(({ part }) => part.party === party)
    out += sum(parts.map(({ part }) => part.borneFen - part.returnedFen))
    if (claim.state !== 'noticed') continue
    const { terms } = present(await coveredById(read, claim.coverId), 'a cover').cover
    const shares = sharesOfClaim(keptOf(claim, terms, []))
    assert.ok(shares.ok)
    reserved += shares.postings.find((one) => one.party === party)?.borneFen ?? 0
    assert.equal((await eventsOf(read, claim.id)).length, 0)
  }
  const [free, held, paidOut, paidIn] = await Promise.all(
    (['cash-free', 'cash-reserved', 'claims-out', 'funders-capital'] as const).map((one) =>
      balance(read, bookId, one),
    ),
  )
  assert.deepEqual(
    { free, held, paidOut, paidIn },
    {
      ...{ free: capital + Number(deposits) - out - reserved, held: reserved },
      ...{ paidOut: out, paidIn: capital },
    },
    `${where}, ${party}`,
  )
  assert.ok(Number(free) >= 0)
}

/** What came back of a claim is what its loan was paid by it, and is no more than was borne; the loan is down by all repayments. */
async function compareLoan(read: Read, claim: PoolClaim, where: string): Promise<void> {
  const loan = present(await loanById(read, claim.loanId), 'the loan of a claim')
  const paid = await repaymentsOf(read, claim.loanId)
  const principal = (of: typeof paid) => sum(of.map(({ principalFen }) => principalFen))
  const booked = new Set<string | null>(
    (await recoveriesOf(read, claim.id)).filter(({ state }) => state === 'booked').map(({ id }) => id),
  )
  const parts = (await partsOf(read, claim.id)).map(({ part }) => part)
  const backFen = sum(parts.map(({ returnedFen }) => returnedFen))
  assert.equal(principal(paid.filter((one) => booked.has(one.recoveryId))), backFen, where)
  assert.equal(principal(paid.filter(({ recoveryId }) => recoveryId !== null)), backFen, where)
  assert.equal(loan.balanceFen, loan.drawnFen - principal(paid), where)
  assert.ok(backFen <= sum(parts.map(({ borneFen }) => borneFen)) && loan.balanceFen >= 0, where)
}
