import { eq } from 'drizzle-orm'
import { people } from '../../db/tables/accounts.ts'
import { type By, byPerson, byPlatform, type Person } from '../../server/accounts/index.ts'
import { bridgePolicyOn, lastDayOf, plannedBack } from '../../server/bridge-pool/index.ts'
import * as room from '../../server/bridges/index.ts'
import { answer, wish } from '../../server/loans/actions-renewals.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, minus, noFen } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { promiseOf } from '../../server/promises/index.ts'
import type { Cast } from '../cast.ts'
import { type Random, randomFrom } from '../city/random.ts'
import { castInstitutions } from '../people.ts'
import { type Due, dueLoans } from './bridge-loans.ts'
import { layPapers, signLetter } from './bridge-papers.ts'
import { historyTo, poolOf, tellPast } from './bridge-past.ts'
import { happened } from './stage.ts'
import { managerOf, ownerOf } from './stand-ins.ts'

const wan = (amount: number): Fen => fen(amount * 1_000_000)
const yearAnd = (on: Day): string => on.slice(0, 4)

type Reach =
  | 'applied'
  | 'checking'
  | 'promise'
  | 'approval'
  | 'queue'
  | 'paid'
  | 'settled'
  | 'renewed'
  | 'repaid'
  | 'closed'

type Scene = {
  /** How many days ago it began, and how far it has come by today. */
  readonly back: number
  readonly upTo: Reach
  /** A bank of the cast, where its people shall find the case before them. */
  readonly bank?: 'bankA' | 'bankB'
  /** Whether a visitor of the demo can sign in as its owner. */
  readonly isOpen?: true
}

const scenes: readonly Scene[] = [
  { back: 40, upTo: 'closed' },
  { back: 30, upTo: 'paid' },
  { back: 26, upTo: 'closed' },
  { back: 16, upTo: 'paid' },
  { back: 14, upTo: 'repaid', bank: 'bankB' },
  { back: 9, upTo: 'renewed' },
  { back: 8, upTo: 'settled', bank: 'bankA' },
  { back: 7, upTo: 'paid' },
  { back: 6, upTo: 'paid', bank: 'bankB', isOpen: true },
  { back: 5, upTo: 'paid' },
  { back: 5, upTo: 'queue' },
  { back: 4, upTo: 'queue' },
  { back: 4, upTo: 'queue' },
  { back: 3, upTo: 'approval' },
  { back: 3, upTo: 'promise', bank: 'bankA' },
  { back: 2, upTo: 'checking' },
  { back: 3, upTo: 'applied', bank: 'bankB' },
  // What was set aside longer ago may run out on the day of the demo: some came late enough to wait still.
  { back: 2, upTo: 'queue' },
  { back: 1, upTo: 'queue' },
]

/**
 * The pool as it works today: money out, some of it late, cases before each desk, and who waits for money. Each step by
 * the person whose step it is, through the same actions as on the web.
 */
export async function tellBridges(
  parts: Parts,
  cast: Cast,
  today: Day,
  officeDay: (day: Day) => Day,
): Promise<void> {
  const pool = await poolOf(parts)
  if (!pool || today < plusDays(historyTo, 60)) return
  const clock = handClock(`${officeDay(plusDays(today, -40))}T09:30:00+08:00`)
  const by = (person: Person): By => {
    clock.forward(1)
    return byPerson(person, clock.now(), clock.today())
  }
  const random = randomFrom(4321)
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      await tellPast(parts, cast.tang)
      const due = await dueLoans(parts, today)
      const { calendar } = parts.reference
      const backFor = (on: Day): Day => {
        const found = bridgePolicyOn(parts.policies, pool.policyCode, on)
        assert(found.ok, 'the pool has terms')
        const { value: terms } = found.policy
        const last = lastDayOf(terms, plusDays(on, 1), calendar)
        return plannedBack(terms, plusDays(on, 9), last.ok ? last.on : plusDays(on, 9), calendar)
      }
      for (const [at, scene] of scenes.entries()) {
        const bank = scene.bank && cast.institutionIds[scene.bank]
        const began = plusDays(today, -scene.back)
        const index = due.findIndex(
          ({ loan, lastPaidOn }) =>
            (!bank || loan.institutionId === bank) &&
            // What the city tells of a loan is told; a loan that the story settles had no payment since.
            (!settles.includes(scene.upTo) || lastPaidOn === null || lastPaidOn < began),
        )
        const [loan] = index < 0 ? [] : due.splice(index, 1)
        if (!loan) continue
        clock.set(
          `${officeDay(plusDays(today, -scene.back))}T${String(9 + (at % 6)).padStart(2, '0')}:10:00+08:00`,
        )
        if (clock.today() <= today)
          await tellOne(
            { parts, cast, by, pool, clock, until: plusDays(today, -1), officeDay, backFor },
            loan,
            scene,
            random,
          )
      }
      clock.set(`${officeDay(plusDays(today, -2))}T10:30:00+08:00`)
      await agreeOn(parts, by(cast.tang), pool, today, officeDay)
      clock.set(`${plusDays(today, -1)}T21:00:00+08:00`)
      await room.closeBridgeDay(parts, byPlatform(clock.now(), today))
    },
  )
}

/** What funders have agreed to for the next weeks: one pays in, another takes out. */
async function agreeOn(
  parts: Parts,
  by: By,
  { id }: room.Pool,
  today: Day,
  officeDay: (day: Day) => Day,
): Promise<void> {
  const moves = [
    { kind: 'contribution', funder: castInstitutions.treasury.name, amountFen: wan(2_000), in: 12 },
    { kind: 'withdrawal', funder: '相城国有资本运营公司（演示）', amountFen: wan(1_000), in: 40 },
  ] as const
  for (const [at, { in: days, ...move }] of moves.entries()) {
    const agreement = `过桥资金出资协议（演示）${at + 3} 号`
    const plannedOn = officeDay(plusDays(today, days))
    happened(await room.agree(parts, by, id, { ...move, agreement, agreedOn: by.today, plannedOn }))
  }
}

/** How far a case has come whose old loan is settled. */
const settles: readonly Reach[] = ['settled', 'renewed', 'repaid', 'closed']

const clean = {
  ...{ stoppedMonths: 0, noVatMonths: 0, overdueMonths: 0, dishonest: false },
  marks: { 'abnormal-operation': false, 'wage-arrears': false, disputes: false, 'bad-credit': false },
}

type Telling = {
  readonly parts: Parts
  readonly cast: Cast
  readonly by: (person: Person) => By
  readonly pool: room.Pool
  readonly clock: ReturnType<typeof handClock>
  /** Nothing of the story happens after this day. */
  readonly until: Day
  readonly officeDay: (day: Day) => Day
  /** The day on which an application of a day means to bring the money back. */
  readonly backFor: (on: Day) => Day
}

const bankAccount = '6217000012345678'

async function tellOne(telling: Telling, { loan }: Due, scene: Scene, random: Random): Promise<void> {
  const { parts, cast, by, pool } = telling
  const { upTo } = scene
  const { store } = parts
  const firm = await ownerOf(parts, loan.enterpriseId, by(cast.tang).at, random)
  if (scene.isOpen) await lendKey(parts, cast, firm)
  const bank = await managerOf(parts, loan.institutionId)
  const today = by(firm).today
  const wished = { amountFen: loan.balanceFen, months: 12, wish: '到期后续贷，用于备货。' }
  if (!(await wish(parts, by(firm), loan.id, wished)).ok) return
  const [renewal] = await renewalsOf(store.read, [loan.id])
  const said = { answer: 'after-repayment', said: {}, words: '本行要求先还后贷。' } as const
  happened(await answer(parts, by(bank), present(renewal, 'the wish').id, said))
  const amountFen = fen(Math.min(Math.floor((loan.balanceFen * 0.94) / 1_000_000) * 1_000_000, wan(1_980)))
  const asking = {
    ...({ borrower: 'firm', amountFen, whyNot: '银行答复先还后贷：本行要求先还后贷。' } as const),
    ...{ payOn: plusDays(today, 1), backOn: telling.backFor(today) },
  }
  const applied = await room.apply(parts, by(firm), loan.id, pool.id, asking)
  if (!applied.ok) return
  const { id } = applied.bridge
  await layPapers(parts, by(firm), applied.bridge, upTo !== 'applied')
  const now = async () => present(await room.bridgeById(store.read, id), 'the advance')
  const version = async () => (await now()).version
  if (upTo === 'applied') return
  happened(await room.complete(parts, by(cast.tang), id, await version(), null))
  if (upTo === 'checking') return
  happened(
    await room.check(parts, by(cast.tang), id, await version(), { word: 'yes', said: '', stated: clean }),
  )
  happened(await room.speak(parts, by(cast.ye), id, await version(), { word: 'yes', said: '生产正常。' }))
  if (upTo === 'promise') return
  const letter = present(await promiseOf(store.read, id), 'the letter')
  const promised = {
    ...{ amountFen: loan.balanceFen, validUntil: plusDays(today, 45), newLoanBy: plusDays(today, 9) },
    ...{ letterNumber: `承诺〔${yearAnd(today)}〕${loan.number}`, signer: '客户部负责人' },
    ...{ accountName: '过桥资金监管专户', accountNumber: bankAccount },
  }
  await signLetter(parts, by(bank), letter, promised)
  const own = {
    ownMoneyFen: minus(loan.balanceFen, fen(Math.min(amountFen, Math.floor(loan.balanceFen * 0.95)))),
    ownMoneyOn: today,
  }
  happened(await room.ownMoney(parts, by(cast.tang), id, await version(), own))
  if (upTo === 'approval') return
  const approved = happened(await room.approve(parts, by(cast.song), id, await version())).bridge
  if (approved.state === 'third-approval')
    happened(await room.approveThird(parts, by(cast.lu), id, await version()))
  if (upTo === 'queue' || (await now()).state !== 'reserved') return
  happened(await room.pay(parts, by(cast.jiang), id, await version(), bankAccount))
  if (upTo !== 'paid') await goesOn(telling, await now(), bank, upTo)
}

/** From the payout on: the old loan is settled, the new one paid out, the money comes back, the fee is paid. */
async function goesOn(
  telling: Telling,
  { id, ...bridge }: room.Bridge,
  bank: Person,
  upTo: Reach,
): Promise<void> {
  const { parts, cast, by, clock, until } = telling
  const { store } = parts
  const version = async () => present(await room.bridgeById(store.read, id), 'the advance').version
  const paidOn = present(bridge.paidOutOn, 'the payout day')
  const onDay = (days: number) => {
    const on = telling.officeDay(plusDays(paidOn, days))
    clock.set(`${on < until ? on : until}T14:20:00+08:00`)
  }
  const loanId = present(bridge.loanId, 'its loan')
  onDay(1)
  const repaid = { principalFen: bridge.principalDueFen, interestFen: noFen }
  const settled = await reportRepayment(parts, by(bank), loanId, { ...repaid, paidOn: by(bank).today })
  if (!settled.ok) return
  happened(await room.settle(parts, by(bank), id, await version()))
  if (upTo === 'settled') return
  onDay(4)
  const renewed = {
    ...{ newLoanFen: bridge.principalDueFen, newLoanOn: by(bank).today },
    newContract: `${bridge.oldContract} 续`,
  }
  happened(await room.renew(parts, by(bank), id, await version(), renewed))
  if (upTo === 'renewed') return
  onDay(6)
  // On a day off no money comes in: the story waits, as the cashier would.
  if (telling.officeDay(clock.today()) !== clock.today()) return
  const back = { amountFen: bridge.amountFen, returnedOn: by(cast.jiang).today }
  const { bridge: returned } = happened(await room.giveBack(parts, by(cast.jiang), id, await version(), back))
  if (upTo === 'repaid') return
  const fee = { feeFen: returned.feeFen, feePaidOn: by(cast.jiang).today }
  happened(await room.payFee(parts, by(cast.jiang), id, await version(), fee))
}

/** A visitor of the demo may look at a bridge as its firm does: this owner signs in like the cast. */
async function lendKey({ store }: Parts, cast: Cast, { id }: Person): Promise<void> {
  await store.transact(async (tx) => {
    const [lin] = await tx.select().from(people).where(eq(people.id, cast.lin.id))
    const { passwordHash, passwordSetAt } = present(lin, 'the owner of the cast')
    const key = { signInName: 'deng', demo: true, passwordHash, passwordSetAt }
    await tx.update(people).set(key).where(eq(people.id, id))
  })
}
