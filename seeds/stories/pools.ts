import { byPerson, type Person } from '../../server/accounts/index.ts'
import { act } from '../../server/audit/index.ts'
import { agree, bookFunding, open } from '../../server/compensation/actions-pools.ts'
import { openPool, type PoolDraft } from '../../server/covers/index.ts'
import { type BookId, credit, debit, post, reverse } from '../../server/ledger/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import type { Parts } from '../../server/parts.ts'
import { handClock, type Instant, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import type { Cast } from '../cast.ts'
import { castInstitutions } from '../people.ts'
import { openBridge } from './bridge-past.ts'
import { happened } from './stage.ts'

/** The funders of the demo pools; the second one is invented, and so are all sums. */
const treasury = castInstitutions.treasury.name
const stateFund = '相城国有资本运营公司（演示）'
const why = '演示数据，金额为虚构'

/**
 * The city's two pools open their books, and their funders pay in: through the same actions as everything later. One
 * payment goes to the wrong pool, and is reversed the next day. `officeDay` answers a day on which offices are open.
 */
export async function tellPools(
  parts: Parts,
  cast: Cast,
  today: Day,
  officeDay: (day: Day) => Day,
): Promise<void> {
  const clock = handClock(`${officeDay(plusDays(today, -520))}T09:10:00+08:00`)
  const scene = (daysBack: number, time: string) =>
    clock.set(`${officeDay(plusDays(today, -daysBack))}T${time}:00+08:00`)
  const who = () => byPerson(cast.tang, clock.now(), clock.today())

  const run = { institutionId: cast.institutionIds.pool, region: '3406' }
  const openCompensation = async (zh: string, en: string) => {
    const draft: PoolDraft = {
      ...{ arrangement: 'tax-credit-pool', code: 'compensation', name: { zh, en }, ...run },
      party: 'pool',
    }
    return happened(await act(parts.store, who(), (tx) => openPool(tx, who(), parts.policies, draft))).book
  }
  const paidIn = async (key: string, book: BookId, funder: string, amountFen: Fen) => {
    const draft = {
      key: `demo ${key}`,
      kind: 'ledger.capital-paid-in',
      subject: { kind: 'book', id: book },
      on: clock.today(),
      memo: { funder },
      why,
      lines: [debit(book, 'cash-free', amountFen), credit(book, 'funders-capital', amountFen)],
    }
    return happened(await act(parts.store, who(), (tx) => post(tx, who(), parts, draft))).entry.id
  }

  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      const bridge = await openBridge(parts, cast, [
        [treasury, yuan(60_000_000)],
        [stateFund, yuan(40_000_000)],
      ])
      const pool = await openCompensation('信用贷款风险补偿资金池（演示）', 'Compensation pool (demo)')
      scene(490, '11:05')
      await paidIn('pool 1', pool, treasury, yuan(20_000_000))
      await moreFunds({ parts, cast, scene, at: () => [clock.now(), clock.today()] })
      scene(150, '16:40')
      const wrong = await paidIn('pool 2 at the wrong pool', bridge, treasury, yuan(10_000_000))
      scene(149, '09:20')
      const reversal = { entry: wrong, key: 'demo undone', why: '应计入风险补偿资金池，误记入过桥资金池' }
      happened(await act(parts.store, who(), (tx) => reverse(tx, who(), parts, reversal)))
      await paidIn('pool 2', pool, treasury, yuan(10_000_000))
    },
  )
}

type Opening = {
  readonly parts: Parts
  readonly cast: Cast
  readonly scene: (daysBack: number, time: string) => void
  readonly at: () => readonly [Instant, Day]
}

/**
 * The pools of other schemes, each opened by the bureau: the borrowers' and the government's of 助保贷 (平度 has one of 15
 * million), the treasury's of 政银保 (which 平度 had first), and a start-up fund (汝州 has one of 30 million). Its operator writes the agreements down, its cashier books them.
 */
async function moreFunds({ parts, cast, scene, at }: Opening): Promise<void> {
  const by = (person: Person) => byPerson(person, ...at())
  const run = { institutionId: cast.institutionIds.pool, region: '3406' }
  for (const { arrangement, party, zh, en, amountFen } of [
    {
      arrangement: 'zhubaodai',
      party: 'borrowers',
      zh: '助保贷企业助保金池（演示）',
      en: 'Joint deposits of borrowers (demo)',
    },
    {
      ...{ arrangement: 'zhubaodai', party: 'fund', zh: '助保贷政府铺底资金（演示）' },
      ...{ en: 'Government fund beside joint deposits (demo)', amountFen: yuan(15_000_000) },
    },
    {
      ...{ arrangement: 'zhengyinbao', party: 'treasury', zh: '政银保财政资金（演示）' },
      ...{ en: 'Treasury pool for insured loans (demo)', amountFen: yuan(8_000_000) },
    },
    {
      ...{ arrangement: 'startup-fund', party: 'fund', zh: '创业扶持基金（演示）' },
      ...{ en: 'Start-up fund (demo)', amountFen: yuan(30_000_000) },
    },
  ] as readonly OtherPool[]) {
    scene(480, '10:00')
    const draft = { ...run, arrangement, party, name: { zh, en } }
    const { pool } = happened(await open(parts, by(cast.lu), draft))
    if (!amountFen) continue
    const [, agreedOn] = at()
    const agreement = {
      kind: 'contribution',
      funder: treasury,
      agreement: `财金字 ${agreedOn.slice(0, 4)}-${party}`,
    } as const
    const { funding } = happened(
      await agree(parts, by(cast.tang), pool, { ...agreement, amountFen, agreedOn }),
    )
    scene(478, '15:30')
    happened(await bookFunding(parts, by(cast.jiang), funding, pool, at()[1]))
  }
}
type OtherPool = {
  readonly arrangement: string
  readonly party: 'borrowers' | 'fund' | 'treasury'
  readonly zh: string
  readonly en: string
  readonly amountFen?: Fen
}

const yuan = (amount: number): Fen => fen(amount * 100)
