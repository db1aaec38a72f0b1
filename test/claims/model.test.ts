import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import fc from 'fast-check'
import { dialect } from '../../db/index.ts'
import { sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { fileClaim } from '../../server/claims/actions.ts'
import { isOpenClaim } from '../../server/claims/claim.ts'
import { claimRuleOn } from '../../server/claims/parts.ts'
import { claimsOf, eventsOf, sharersOf } from '../../server/claims/rows.ts'
import { settlementsOf } from '../../server/claims/rows-settlements.ts'
import type { Guarantee } from '../../server/guarantees/index.ts'
import type { AccountCode } from '../../server/ledger/chart.ts'
import { accountAt, verifyLedger } from '../../server/ledger/index.ts'
import { writeOffLoan } from '../../server/loans/actions-ends.ts'
import { isBad } from '../../server/loans/five-class.ts'
import { drawdownsOf, reportRepayment } from '../../server/loans/index.ts'
import { type Due, plan } from '../../server/loans/plan.ts'
import { type Day, daysBetween } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import type { Id } from '../../server/platform/ids.ts'
import {
  agreeToWriteOff,
  approveWriteOff,
  proposeWriteOff,
  recover,
} from '../../server/recoveries/actions.ts'
import { takeBackRecovery } from '../../server/recoveries/actions-taking-back.ts'
import { recoveriesOf } from '../../server/recoveries/rows.ts'
import { codeOf, given } from '../applications/played.ts'
import { type Town, town } from '../support/app.ts'
import { carried, fairShares } from './fair.ts'
import {
  claiming,
  filed,
  guaranteed,
  later,
  loanNow,
  now,
  openSettlements,
  paid,
  richGuarantor,
  settled,
} from './played.ts'

type Step =
  | { readonly do: 'repay' | 'claim' | 'recover' | 'write-off'; readonly per: number; readonly cost: number }
  | { readonly do: 'settle'; readonly which: number }
  | { readonly do: 'wait'; readonly days: number }
  | { readonly do: 'bank-write-off' | 'take-back' }

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom('claim' as const, 'recover' as const),
      per: fc.nat({ max: 110 }),
      cost: fc.nat({ max: 30 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constantFrom('repay' as const, 'write-off' as const),
      per: fc.nat({ max: 110 }),
      cost: fc.constant(0),
    }),
  },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('settle' as const), which: fc.nat({ max: 5 }) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), days: fc.integer({ min: 1, max: 70 }) }),
  },
  { weight: 1, arbitrary: fc.constant({ do: 'bank-write-off' as const }) },
  { weight: 3, arbitrary: fc.constant({ do: 'take-back' as const }) },
)

type Back = { readonly recovered: number; readonly spent: number; readonly back: number }

/**
 * What should be, in plain sums and kept apart from the code that is tested: how much may still be claimed and come back,
 * what everybody bears, and how late the firm is by its own money.
 */
class Model {
  guaranteed: number
  claimed = 0
  recovered = 0
  spent = 0
  writtenOff = 0
  /** The most that ever came back beyond its costs: a later cost is never collected from those who got it. */
  back = 0
  /** The bank claimed for the last time: what was left is free. */
  isFinal = false
  isWrittenOff = false
  /** What the firm paid itself; what its guarantor paid cures no lateness of the firm's. */
  firmPaid = 0
  /** Claims and recoveries that count, the newest last, and what was back and written off before each. */
  readonly counting: { recovery: Id<'recovery'> | null; before: Back; writtenOff: number }[] = []
  readonly #terms: Arrangement
  readonly #dues: readonly Due[]

  constructor(terms: Arrangement, amount: number, dues: readonly Due[]) {
    this.guaranteed = amount
    this.#terms = terms
    this.#dues = dues
  }
  fair = () => fairShares(this.#terms, this.claimed, this.back)
  /** Days since the first instalment that the firm's own money does not reach. */
  daysLate(today: Day): number {
    let left = this.firmPaid
    for (const { dueOn, paymentFen } of this.#dues) {
      if (left < paymentFen) return dueOn < today ? daysBetween(dueOn, today) : 0
      left -= paymentFen
    }
    return 0
  }
  mostBack = (cost: number) => this.claimed + this.spent + cost - this.recovered
  rest = () => Math.max(0, this.claimed - this.back - this.writtenOff)

  claim(amount: number): void {
    this.#counts(null)
    this.claimed += amount
    this.guaranteed -= amount
  }
  #counts(recovery: Id<'recovery'> | null): void {
    const { recovered, spent, back, writtenOff } = this
    this.counting.push({ recovery, before: { recovered, spent, back }, writtenOff })
  }
  recover(amount: number, cost: number, id: Id<'recovery'>): void {
    this.#counts(id)
    this.recovered += amount
    this.spent += cost
    this.back = Math.max(this.back, this.recovered - this.spent)
  }
}

async function checked(made: Town, guarantee: Guarantee, model: Model): Promise<void> {
  const { store, parts } = made
  const read = store.read
  const kept = await now(made, guarantee.id)
  assert.equal(kept.balanceFen, model.guaranteed, 'what is guaranteed')
  assert.equal(kept.claimedFen, model.claimed, 'a claim adds and never overwrites')
  const events = await read.select().from(sharedEvents).where(eq(sharedEvents.guaranteeId, guarantee.id))
  const moved = await read
    .select({ part: sharedParts, kind: sharedEvents.kind })
    .from(sharedParts)
    .innerJoin(sharedEvents, eq(sharedEvents.id, sharedParts.eventId))
    .where(eq(sharedEvents.guaranteeId, guarantee.id))
  const sum = (rows: readonly number[]) => rows.reduce((all, one) => all + one, 0)
  assert.equal(sum(events.map(({ lossFen }) => lossFen)), model.claimed)
  const settlements = await settlementsOf(read, guarantee.id)
  const fair = model.fair()
  let borneByAll = 0
  for (const sharer of await sharersOf(read, guarantee.id)) {
    const own = moved.filter(({ part }) => part.party === sharer.party)
    const sign = (kind: string) => (kind === 'taken-back' ? -1 : 1)
    const borne = sum(own.map(({ part, kind }) => sign(kind) * (part.borneFen - part.returnedFen)))
    const due = (side: 'fromParty' | 'toParty', open: boolean) =>
      sum(
        settlements
          .filter(
            (one) =>
              one[side] === sharer.party && one.state !== 'taken-back' && (one.state !== 'settled') === open,
          )
          .map(({ amountFen }) => amountFen),
      )
    const isHub = sharer.party === 'guarantor'
    const cash = sum(own.map(({ part }) => part.cashFen))
    const account = async (code: AccountCode) => (await accountAt(read, sharer.bookId, code))?.balanceFen
    assert.equal(await account('losses-borne'), borne, `${sharer.party} bears`)
    assert.equal(
      await account('paid'),
      cash + due('fromParty', false) + (isHub ? model.spent : 0),
      `${sharer.party} paid`,
    )
    assert.equal(
      await account('received'),
      due('toParty', false) + (isHub ? model.recovered : 0),
      `${sharer.party} received`,
    )
    assert.equal(await account('owed-by-it'), due('fromParty', true), `${sharer.party} owes`)
    assert.equal(await account('owed-to-it'), due('toParty', true), `${sharer.party} is owed`)
    assert.equal(await account('recovery-costs'), isHub ? model.back - (model.recovered - model.spent) : 0)
    const off = Math.abs(borne - (fair.get(sharer.party) ?? 0))
    assert.ok(off <= (model.recovered === 0 ? 0 : carried), `${sharer.party} is off by ${off} fen`)
    assert.ok(borne >= 0)
    borneByAll += borne
  }
  assert.equal(borneByAll, model.claimed - model.back, 'nothing is lost')
  assert.equal((await verifyLedger(read, parts)).fault, null)
}

/** The newest recovery goes, where nothing depends on it; where something does, nothing moves. */
async function takesBack(made: Town, { id }: Guarantee, model: Model): Promise<void> {
  const { store, parts, by, cast } = made
  const [recorded] = (await recoveriesOf(store.read, id)).slice(-1)
  const newest = model.counting.at(-1)
  const back = newest?.recovery ?? recorded?.recovery.id
  if (!back) return
  const event = (await eventsOf(store.read, id)).find(({ subjectId }) => subjectId === back)
  const isSettled = (await settlementsOf(store.read, id)).some(
    ({ eventId, state }) => eventId === event?.id && state === 'settled',
  )
  assert.equal(codeOf(await takeBackRecovery(parts, by(cast.he), back, '录入有误。')) !== 'done', true)
  const found = await takeBackRecovery(parts, by(cast.han), back, '录入有误。')
  const may = newest?.recovery === back && !isSettled && newest.writtenOff === model.writtenOff
  assert.equal(found.ok, may, codeOf(found))
  if (!may) return
  Object.assign(model, newest.before)
  model.counting.pop()
  assert.equal(codeOf(await takeBackRecovery(parts, by(cast.han), back, '再收回。')), 'recovery-taken-back')
}

test('in any order of repayments, claims, settlements, recoveries, their taking back and write-offs the ledger is what the model says', async (t) => {
  const seed = Number(process.env.CLAIMS_SEED) || Date.now() % 2 ** 31
  t.diagnostic(`seed ${seed}`)
  const runs = dialect === 'postgresql' ? 2 : 5
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const made = await town()
      const { store, parts, by, cast, clock } = made
      await richGuarantor(made)
      const { guarantee, loan } = await guaranteed(made)
      const dues = plan(loan, await drawdownsOf(store.read, loan.id))
      await later(made, 100)
      const model = new Model(guarantee.terms, guarantee.balanceFen, dues)
      const { value: rule } = claimRuleOn(parts, clock.today())
      for (const one of steps) {
        if (one.do === 'repay') {
          const amount = fen(Math.floor((model.guaranteed * Math.min(one.per, 90)) / 100))
          if (amount === 0) continue
          const payer = model.claimed > 0 ? ('firm' as const) : null
          const paying = { principalFen: amount, interestFen: noFen, paidOn: clock.today(), payer }
          given(await reportRepayment(parts, by(cast.zhou), loan.id, paying))
          model.guaranteed -= amount
          model.firmPaid += amount
        } else if (one.do === 'bank-write-off') {
          const { riskClass } = await loanNow(made, loan.id)
          const may = riskClass !== null && isBad(riskClass) && !model.isWrittenOff
          const found = await writeOffLoan(parts, by(cast.qian), loan.id, '不良，账销案存。')
          assert.equal(found.ok, may)
          model.isWrittenOff ||= may
        } else if (one.do === 'wait') {
          await later(made, one.days)
        } else if (one.do === 'claim') {
          const amount = fen(Math.floor((model.guaranteed * one.per) / 100))
          const { riskClass } = await loanNow(made, loan.id)
          const bad = riskClass !== null && rule.triggerClasses.includes(riskClass)
          const late = bad || model.daysLate(clock.today()) >= rule.triggerDays
          const kind = one.per % 9 === 4 ? ('final' as const) : ('interim' as const)
          const asked = claiming(made, { principalFen: amount, kind })
          if (!late || model.isFinal || amount === 0 || amount > model.guaranteed) {
            assert.notEqual(codeOf(await fileClaim(parts, by(cast.zhou), guarantee.id, asked)), 'done')
            continue
          }
          const claim = await filed(made, guarantee, { principalFen: amount, kind })
          const writing = { amountFen: fen(1), why: '不应通过。' }
          assert.notEqual(codeOf(await proposeWriteOff(parts, by(cast.he), guarantee.id, writing)), 'done')
          await paid(made, claim)
          model.claim(amount)
          if (kind === 'final') Object.assign(model, { isFinal: true, guaranteed: 0 })
          // What the guarantor paid, as its bank books it: the claim has taken it out of the guarantee already.
          const payout = { principalFen: fen(Math.floor((amount * 8) / 10)), interestFen: noFen }
          if (one.per % 2 === 0 && payout.principalFen > 0) {
            const paying = { ...payout, paidOn: clock.today(), payer: 'guarantor' as const }
            given(await reportRepayment(parts, by(cast.zhou), loan.id, paying))
          }
        } else if (one.do === 'recover') {
          const cost = fen(Math.floor((model.claimed * one.cost) / 1000))
          const amount = fen(Math.floor((model.mostBack(cost) * one.per) / 100))
          const money = {
            means: 'lawsuit' as const,
            receivedOn: clock.today(),
            recoveredFen: amount,
            costFen: cost,
            words: '',
            sure: [amount],
          }
          const found = await recover(parts, by(cast.he), guarantee.id, money)
          if (model.claimed === 0 || amount + cost === 0 || amount > model.mostBack(cost))
            assert.notEqual(codeOf(found), 'done')
          else {
            model.recover(amount, cost, given(found).recovery.id)
          }
        } else if (one.do === 'take-back') {
          await takesBack(made, guarantee, model)
        } else if (one.do === 'write-off') {
          const amountFen = fen(Math.floor((model.rest() * one.per) / 100))
          const found = await proposeWriteOff(parts, by(cast.he), guarantee.id, {
            amountFen,
            why: '核销部分余额。',
          })
          if (amountFen === 0 || amountFen > model.rest()) assert.notEqual(codeOf(found), 'done')
          else {
            const { writeOff } = given(found)
            given(await agreeToWriteOff(parts, by(cast.han), writeOff.id))
            given(await approveWriteOff(parts, by(cast.lu), writeOff.id))
            model.writtenOff += amountFen
          }
        } else if (one.do === 'settle') {
          const open = await openSettlements(made, guarantee)
          const chosen = open[one.which]
          if (chosen) await settled(made, chosen)
        }
        assert.ok((await claimsOf(store.read, guarantee.id)).every(({ state }) => !isOpenClaim(state)))
        await checked(made, guarantee, model)
      }
      for (const one of await openSettlements(made, guarantee)) await settled(made, one)
      await checked(made, guarantee, model)
    }),
    { seed, numRuns: runs },
  )
})
