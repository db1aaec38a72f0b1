import { and, asc, desc, eq, gt, inArray, isNull, lt } from 'drizzle-orm'
import { renewals } from '../../db/tables/loan-life.ts'
import { loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { type By, byPerson, byPlatform, type Person } from '../../server/accounts/index.ts'
import * as room from '../../server/bridges/index.ts'
import { answer, wish } from '../../server/loans/actions-renewals.ts'
import { renewalRuleOn } from '../../server/loans/policies.ts'
import { renewalsOf } from '../../server/loans/rows-renewals.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen, minus } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { promiseOf } from '../../server/promises/index.ts'
import type { Cast } from '../cast.ts'
import { type Random, randomFrom } from '../city/random.ts'
import { historyTo, poolOf, tellPast } from './bridge-past.ts'
import { happened } from './stage.ts'
import { managerOf, ownerOf } from './stand-ins.ts'

const wan = (amount: number): Fen => fen(amount * 1_000_000)
const yearAnd = (on: Day): string => on.slice(0, 4)

/** How far each case of the story has come by today, and how many days ago it began. */
const scenes = [
  { back: 16, upTo: 'paid' },
  { back: 9, upTo: 'paid' },
  { back: 8, upTo: 'paid' },
  { back: 7, upTo: 'paid' },
  { back: 6, upTo: 'paid' },
  { back: 5, upTo: 'paid' },
  { back: 5, upTo: 'queue' },
  { back: 4, upTo: 'queue' },
  { back: 4, upTo: 'queue' },
  { back: 3, upTo: 'approval' },
  { back: 3, upTo: 'promise' },
  { back: 2, upTo: 'checking' },
  { back: 1, upTo: 'applied' },
] as const
type Scene = (typeof scenes)[number]

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
      for (const [at, scene] of scenes.entries()) {
        const loan = due[at]
        if (!loan) continue
        clock.set(
          `${officeDay(plusDays(today, -scene.back))}T${String(9 + (at % 6)).padStart(2, '0')}:10:00+08:00`,
        )
        if (clock.today() <= today) await tellOne(parts, cast, by, pool, loan, scene, random)
      }
      clock.set(`${plusDays(today, -1)}T21:00:00+08:00`)
      await room.closeBridgeDay(parts, byPlatform(clock.now(), today))
    },
  )
}

type Due = { readonly loan: typeof loans.$inferSelect }

/** Large loans that fall due within the weeks, of which nobody has asked for renewal. */
const dueLoans = ({ store, policies }: Parts, today: Day): Promise<Due[]> =>
  store.read
    .select({ loan: loans })
    .from(loans)
    .innerJoin(needs, eq(needs.id, loans.needId))
    .leftJoin(renewals, eq(renewals.loanId, loans.id))
    .where(
      and(
        eq(loans.state, 'drawn'),
        gt(loans.maturesOn, plusDays(today, 3)),
        lt(loans.maturesOn, plusDays(today, 70)),
        lt(loans.balanceFen, wan(2_200)),
        // 流动资金贷款 alone is bridged.
        inArray(needs.purpose, [...renewalRuleOn(policies, today).value.purposes]),
        isNull(renewals.id),
        isNull(loans.overdueSince),
      ),
    )
    .orderBy(desc(loans.balanceFen), asc(loans.id))
    .limit(scenes.length)

const clean = { stoppedMonths: 0, noVatMonths: 0, overdueMonths: 0, dishonest: false }

async function tellOne(
  parts: Parts,
  cast: Cast,
  by: (person: Person) => By,
  pool: room.Pool,
  { loan }: Due,
  { upTo }: Scene,
  random: Random,
): Promise<void> {
  const { store } = parts
  const firm = await ownerOf(parts, loan.enterpriseId, by(cast.tang).at, random)
  const bank = await managerOf(parts, loan.institutionId)
  const today = by(firm).today
  const wished = { amountFen: loan.balanceFen, months: 12, wish: '到期后续贷，用于备货。' }
  if (!(await wish(parts, by(firm), loan.id, wished)).ok) return
  const [renewal] = await renewalsOf(store.read, [loan.id])
  const said = { answer: 'after-repayment', said: {}, words: '本行要求先还后贷。' } as const
  happened(await answer(parts, by(bank), present(renewal, 'the wish').id, said))
  const amountFen = fen(Math.min(Math.floor((loan.balanceFen * 0.94) / 1_000_000) * 1_000_000, wan(1_980)))
  const asking = {
    ...({ borrower: 'firm', amountFen, whyNot: '银行要求先还后贷。' } as const),
    ...{ payOn: plusDays(today, 1), backOn: plusDays(today, 9) },
  }
  const applied = await room.apply(parts, by(firm), loan.id, pool.id, asking)
  if (!applied.ok) return
  const { id } = applied.bridge
  const version = async () => present(await room.bridgeById(store.read, id), 'the advance').version
  if (upTo === 'applied') return
  happened(await room.complete(parts, by(cast.tang), id, await version(), null))
  if (upTo === 'checking') return
  happened(
    await room.check(parts, by(cast.tang), id, await version(), { word: 'yes', said: '', stated: clean }),
  )
  happened(await room.speak(parts, by(cast.qin), id, await version(), { word: 'yes', said: '生产正常。' }))
  if (upTo === 'promise') return
  const letter = present(await promiseOf(store.read, id), 'the letter')
  happened(
    await room.sign(parts, by(bank), letter.id, letter.version, {
      ...{ amountFen: loan.balanceFen, validUntil: plusDays(today, 45), newLoanBy: plusDays(today, 9) },
      ...{ letterNumber: `承诺〔${yearAnd(today)}〕${loan.number}`, signer: '客户部负责人' },
      ...{ accountName: '过桥资金监管专户', accountNumber: '6217000012345678' },
    }),
  )
  const own = {
    ownMoneyFen: minus(loan.balanceFen, fen(Math.min(amountFen, Math.floor(loan.balanceFen * 0.95)))),
    ownMoneyOn: today,
  }
  happened(await room.ownMoney(parts, by(cast.tang), id, await version(), own))
  if (upTo === 'approval') return
  const approved = happened(await room.approve(parts, by(cast.song), id, await version())).bridge
  if (approved.state === 'third-approval')
    happened(await room.approveThird(parts, by(cast.lu), id, await version()))
  const { state } = present(await room.bridgeById(store.read, id), 'the advance')
  if (upTo === 'paid' && state === 'reserved')
    happened(await room.pay(parts, by(cast.jiang), id, await version(), '6217000012345678'))
}
