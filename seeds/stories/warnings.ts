import { byPerson, byPlatform, type Person } from '../../server/accounts/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { isWorkday } from '../../server/money/workdays.ts'
import type { Parts } from '../../server/parts.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { answerAssignment } from '../../server/supervision/actions-assignments.ts'
import { runningOf } from '../../server/supervision/rows-assignments.ts'
import { acknowledge, answerWarning, assign, closeWarning } from '../../server/warnings/actions.ts'
import { raiseWarnings, type WarningRule } from '../../server/warnings/index.ts'
import { type ShownWarning, type WarningFilter, warningsOf } from '../../server/warnings/rows.ts'
import type { Cast } from '../cast.ts'
import { happened } from './stage.ts'

const standing: WarningFilter = {
  ...{ rules: null, state: 'standing', institutionId: null, from: null, to: null },
  on: null,
}
/** More than the city ever raises in a night. */
const most = 2000

/**
 * The night before the last working day asked every rule, by the same function as any night; on that day Qin and Lu read what
 * came. Some they closed, each as it was; one Lu put into Qin's hands, who answered, and one that waits for him; Zhou answered
 * what concerns his bank.
 */
export async function tellWarnings(parts: Parts, { qin, lu, zhou, institutionIds }: Cast, today: Day) {
  let last = plusDays(today, -1)
  while (!isWorkday(parts.reference.calendar, last)) last = plusDays(last, -1)
  const { store } = parts
  const clock = handClock(`${last}T01:20:00+08:00`)
  const by = (person: Person, time: string) => {
    clock.set(`${last}T${time}:00+08:00`)
    return byPerson(person, clock.now(), last)
  }
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      await raiseWarnings(parts, byPlatform(clock.now(), last))
      const open = await warningsOf(store.read, { region: '3406' }, standing, last, most, 0)
      const take = (rule: WarningRule, fits: (one: ShownWarning) => boolean = () => true) => {
        const at = open.findIndex((one) => one.warning.rule === rule && fits(one))
        return at < 0 ? null : (open.splice(at, 1)[0]?.warning.id ?? null)
      }
      const own = take('overdue', ({ warning }) => warning.institutionId === institutionIds.bankA)
      if (own) {
        const said = {
          finding: 'confirmed',
          did: '企业回款延迟，已约定月底前补足，客户经理每周跟进。',
        } as const
        happened(await answerWarning(store, by(zhou, '09:10'), own, said))
      }
      const closed = [
        ['overdue', 'confirmed', '已电话核实，企业确有逾期，银行已启动催收。'],
        ['overdue', 'confirmed', '核实属实，已提示担保机构关注。'],
        ['overdue', 'false-alarm', '银行系统扣款延迟一天，当日已补扣，不是企业逾期。'],
        ['concentration', 'confirmed', '占比属实，已要求担保机构控制新增。'],
        ['silent-product', 'confirmed', '银行承认专人离岗无人受理，已重新指定客户经理。'],
      ] as const
      for (const [rule, finding, did] of closed) {
        const id = take(rule)
        if (!id) continue
        happened(await acknowledge(store, by(qin, '09:40'), id))
        happened(await closeWarning(store, by(qin, '10:30'), id, { finding, did }))
      }
      const task = {
        personId: qin.id,
        words: '请与银行核实原因，三日内提出处理意见。',
        dueOn: plusDays(today, 5),
      }
      const inHand = take('concentration') ?? take('overdue')
      if (inHand) {
        happened(await assign(store, by(lu, '10:45'), inHand, task))
        const running = await runningOf(store.read, { subjectKind: 'warning', subjectId: inHand })
        const did = '已约谈机构负责人，承诺本季度内降到阈值以下。'
        if (running) happened(await answerAssignment(store, by(qin, '16:20'), running.assignment.id, did))
      }
      const waiting = take('overdue')
      if (waiting) happened(await assign(store, by(lu, '11:00'), waiting, task))
      const read = take('overdue')
      if (read) happened(await acknowledge(store, by(qin, '11:30'), read))
    },
  )
}
