import { byPerson } from '../../server/accounts/index.ts'
import {
  type Agreement,
  agreementById,
  answerAgreement,
  bookFiling,
  checkFiling,
  proposeAgreement,
} from '../../server/batches/index.ts'
import { candidatesOf } from '../../server/batches/rows.ts'
import { type Day, plusDays, plusMonths } from '../../server/money/day.ts'
import { fen, showYuan } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { type Instant, millisecondsOf, plusMinutes, startOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import type { Cast } from '../cast.ts'
import { batchDays, batchLoanFen } from '../city/guarantees.ts'
import type { OfficeDays } from '../city/office-days.ts'
import { happened } from './stage.ts'

type Told = { readonly cast: Cast; readonly days: OfficeDays; readonly today: Day }

/**
 * 见贷即担 in the demo city: ten months ago Han proposed an agreement and Qian agreed; the last working days Zhou filed a
 * few loans by a file, and tried some more that wait for his word.
 */
export async function tellBatches(parts: Parts, { cast, days, today }: Told): Promise<void> {
  const begun = days.onOrAfter(plusDays(today, -batchDays))
  const agreement = await agreed(parts, cast, begun, days.onOrAfter(plusDays(begun, 2)))
  let filedOn = plusDays(today, -3)
  while (days.onOrAfter(filedOn) !== filedOn) filedOn = plusDays(filedOn, -1)
  const found = await candidatesOf(parts.store.read, agreement, 100)
  const small = found.filter(({ loan }) => loan.amountFen <= agreement.perLoanFen).slice(0, 11)
  const rows = small.map(({ loan }, place) => ({
    ...{ row: place + 2, loan: place % 2 ? loan.number : loan.contractNumber, formula: false },
    amount: showYuan(loan.amountFen),
  }))
  // One row of the first file has its sum in 万元: the trial says so.
  const first = rows.slice(0, 7).map((row, place) => (place === 6 ? { ...row, amount: '50' } : row))
  if (first.length === 0) return
  await at(filedOn, 10, async (instant) => {
    const zhou = byPerson(cast.zhou, instant, filedOn)
    const file = { name: '见贷即担备案.xlsx', hash: '0'.repeat(64) }
    const { filing } = happened(await checkFiling(parts, zhou, agreement, { file, rows: first }))
    if (filing.goodRows > 0) happened(await bookFiling(parts, zhou, filing))
  })
  const rest = rows.slice(7)
  if (rest.length)
    await at(filedOn, 15, async (instant) => {
      const zhou = byPerson(cast.zhou, instant, filedOn)
      happened(await checkFiling(parts, zhou, agreement, { file: null, rows: rest }))
    })
}

async function agreed(parts: Parts, cast: Cast, proposedOn: Day, answeredOn: Day): Promise<Agreement> {
  const id = await at(proposedOn, 9, async (instant) => {
    const { agreement } = happened(
      await proposeAgreement(parts, byPerson(cast.han, instant, proposedOn), {
        ...{ bankId: cast.institutionIds.bankA, arrangement: '4321' },
        ...{ startsOn: proposedOn, endsOn: plusMonths(proposedOn, 12) },
        ...{ perLoanFen: batchLoanFen, totalFen: fen(10_000_000_000) },
        ...{ feePpm: ppm(6_000), ceilingPpm: ppm(30_000) },
        words: '面向小微企业流动资金贷款，银行自主审批，按月对账。',
      }),
    )
    return agreement.id
  })
  await at(answeredOn, 14, async (instant) => {
    const known = present(await agreementById(parts.store.read, id), 'the agreement just proposed')
    const answer = { answer: 'agreed' as const, words: '同意，已对照总行额度。' }
    return happened(await answerAgreement(parts, byPerson(cast.qian, instant, answeredOn), known, answer))
  })
  return present(await agreementById(parts.store.read, id), 'the agreement in force')
}

/** Something that happens at an hour of a day, with ids of that moment. */
function at<T>(on: Day, hour: number, work: (instant: Instant) => Promise<T>): Promise<T> {
  const instant = plusMinutes(startOf(on), hour * 60)
  return withIdsOf(
    () => millisecondsOf(instant),
    () => work(instant),
  )
}
