import { byPerson, type Person } from '../../server/accounts/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import type { Parts } from '../../server/parts.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { approve, propose } from '../../server/policies/index.ts'
import type { Cast } from '../cast.ts'
import type { Member } from '../city/members.ts'
import { happened } from './stage.ts'

const listedFirms = 5

/**
 * Ten months ago Lu took over which firms of the city stand on the courts' list of defaulters, and Qin compared it with the
 * list before she approved it. In this city they are some of those whom the tax bureau gave a D.
 */
export async function tellCourtList(
  parts: Parts,
  cast: Cast,
  members: readonly Member[],
  today: Day,
): Promise<void> {
  const clock = handClock(`${plusDays(today, -310)}T10:10:00+08:00`)
  const by = (person: Person) => byPerson(person, clock.now(), clock.today())
  const known = members.filter(({ row, joinedOn }) => row.taxGrade === 'D' && joinedOn < clock.today())
  const codes = known.slice(0, listedFirms).map(({ row }) => row.uscc)
  const value = {
    name: { zh: '中国执行信息公开网（演示）', en: 'China enforcement information online (demo)' },
    codes,
    validDays: 365,
  }
  const list = {
    ...{ code: 'court-list-zhixing', baseVersion: 0, effectiveFrom: null, effectiveTo: null, value },
    source: '演示：自中国执行信息公开网摘录的本市企业，有效天数为暂定',
    certainty: 'placeholder',
  } as const
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      const why = '税融通方案要求借款企业不在失信被执行人名单内，每年摘录一次。'
      const { proposal } = happened(await propose(parts, by(cast.lu), list, why))
      clock.set(`${plusDays(today, -310)}T15:05:00+08:00`)
      happened(await approve(parts, by(cast.qin), proposal.id, '已与公布名单逐条核对。'))
    },
  )
}
