import { byPerson, type Person } from '../../server/accounts/index.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { Parts } from '../../server/parts.ts'
import { handClock, millisecondsOf } from '../../server/platform/clock.ts'
import { withIdsOf } from '../../server/platform/ids.ts'
import { clocksOn, propose, reject } from '../../server/policies/index.ts'
import type { Cast } from '../cast.ts'
import { happened } from './stage.ts'

/**
 * What the head of the bureau proposed, played through the same actions as the web: a shorter time limit, which
 * his colleague rejected with words, and a seventh arrangement, which waits for her.
 */
export async function tellPolicies(parts: Parts, cast: Cast, today: Day): Promise<void> {
  const clock = handClock(`${plusDays(today, -41)}T10:20:00+08:00`)
  const by = (person: Person) => byPerson(person, clock.now(), clock.today())
  await withIdsOf(
    () => millisecondsOf(clock.now()),
    async () => {
      const { value, row } = clocksOn(parts.policies, clock.today())
      const shorter = { ...value, acceptWorkdays: 1 }
      const { proposal } = happened(
        await propose(
          parts,
          by(cast.lu),
          {
            code: row.code,
            baseVersion: row.version,
            ...{ value: shorter, source: '演示：局务会讨论稿，尚无文件', certainty: 'placeholder' },
            ...{ effectiveFrom: null, effectiveTo: null },
          },
          '企业反映受理等候较久，拟将受理时限由两个工作日缩短为一个。',
        ),
      )
      clock.set(`${plusDays(today, -39)}T15:40:00+08:00`)
      const words = '多家银行下午收到的申请当日来不及核对材料。建议先统计一个季度的受理用时，再定时限。'
      happened(await reject(parts, by(cast.qin), proposal.id, words))
      clock.set(`${plusDays(today, -2)}T16:05:00+08:00`)
      happened(await propose(parts, by(cast.lu), seventh, '辖内两家保险公司有意试点，先把分担方案定下来。'))
    },
  )
}

/** 云南小额贷款保证保险, as it was published: seen, and not yet decided by the city. */
const value: Arrangement = {
  name: { zh: '小额贷款保证保险（云南做法）', en: 'Small-loan insurance, the Yunnan way' },
  layers: [
    {
      shares: [
        { party: 'bank', basisPoints: 3000 },
        { party: 'insurer', basisPoints: 7000 },
      ],
      limit: { kind: 'none' },
    },
  ],
  variants: {},
  base: { normalInterest: false, interestCapDays: null },
  firstPayer: null,
  excess: null,
  scope: { sizes: ['small', 'micro'], farming: true, excludedIndustries: [], unsecuredOnly: false },
  singleCustomerCapFen: fen(300_000_000),
  warnLinePpm: null,
  stopLinePpm: ppm(100_000),
  assumed: ['base', 'firstPayer', 'scope'],
}

const seventh = {
  code: 'arrangement-loan-insurance',
  baseVersion: 0,
  ...{ effectiveFrom: null, effectiveTo: null, value },
  source:
    '云南省小额贷款保证保险试点：银行与保险公司按 3:7 分担，企业单户不超过 300 万元，逾期率达到 10 % 暂停；赔付率超过 120 % 部分的财政补偿未列入本方案',
  certainty: 'seen',
} as const
