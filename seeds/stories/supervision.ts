import { byPerson, byPlatform, type Person } from '../../server/accounts/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { type Calendar, isWorkday } from '../../server/money/workdays.ts'
import type { Parts } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { answerUrge, supervise, urge } from '../../server/supervision/actions.ts'
import { closeClockDay } from '../../server/supervision/index.ts'
import { type Matter, type MatterFilter, mattersOf } from '../../server/supervision/rows.ts'
import type { Cast } from '../cast.ts'
import { happened } from './stage.ts'

/** So many mornings lie behind the city, so that some of what is late has come to the bureau already. */
const mornings = 3

const everywhere: MatterFilter = {
  ...{ step: null, dueFrom: null, dueTo: null, measure: null, officerId: null },
  institutionId: null,
  region: '3406',
  reach: 'listed',
  on: null,
}

/**
 * Banks left some steps lying. On the last mornings their managers were told, and what stayed came before the bureau;
 * Qin asked Zhou's bank about two, of which he answered for one, and Lu put another bank under supervision.
 */
export async function tellSupervision(parts: Parts, cast: Cast, today: Day): Promise<void> {
  const days = lastWorkdays(parts.reference.calendar, today)
  const last = present(days.at(-1), 'a working day')
  const clock = handClock(`${last}T01:00:00+08:00`)
  const act = (person: Person, time: string) => {
    clock.set(`${last}T${time}:00+08:00`)
    return byPerson(person, clock.now(), last)
  }
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      for (const on of days) {
        clock.set(`${on}T01:00:00+08:00`)
        await closeClockDay(parts, byPlatform(clock.now(), on))
      }
      const listed = await mattersOf(parts.store.read, last, everywhere, 50, 0)
      const ofBankA = ({ overdue }: Matter) => overdue.institutionId === cast.institutionIds.bankA
      const [first, second] = listed.filter(ofBankA)
      const third = listed.find((one) => !ofBankA(one))
      if (first) {
        const words = '企业来电询问进度，请尽快办理并说明原因。'
        happened(await urge(parts, act(cast.qin, '09:20'), first.overdue.id, words))
      }
      if (second) {
        const words = '请说明超期原因和预计办结时间。'
        happened(await urge(parts, act(cast.qin, '09:35'), second.overdue.id, words))
        const said = '经办人员轮岗交接，已重新指定客户经理，两个工作日内办结。'
        happened(await answerUrge(parts.store, act(cast.zhou, '11:05'), second.overdue.id, said))
      }
      if (third) {
        const order = {
          words: '多次超期，请负责人牵头限期办结，并书面说明整改措施。',
          dueOn: plusDays(today, 7),
        }
        happened(await supervise(parts.store, act(cast.lu, '15:10'), third.overdue.id, order))
      }
    },
  )
}

/** The last working days before today, the earliest first. */
function lastWorkdays(calendar: Calendar, today: Day): Day[] {
  const days: Day[] = []
  for (let on = plusDays(today, -1); days.length < mornings; on = plusDays(on, -1))
    if (isWorkday(calendar, on)) days.unshift(on)
  return days
}
