import type { ClaimRule } from '../../server/claims/rule.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'
import type { ScoreboardRule } from '../../server/scoreboard/rule.ts'
import type { StopRule } from '../../server/stop-lines/rule.ts'
import type { StressRule } from '../../server/stress/rule.ts'

/** 代偿 and 熔断: no text of the city was seen, so every figure is a placeholder until the bureau sets it. */
export const claimPolicies: readonly PolicyRow[] = [
  {
    code: 'claim-rule',
    version: 1,
    effectiveFrom: day('2014-12-01'),
    effectiveTo: null,
    value: {
      triggerDays: 60,
      triggerClasses: ['substandard', 'doubtful', 'loss'],
      papers: ['loan-contract', 'drawdown-slip', 'guarantee-letter', 'demand-notice', 'debt-statement'],
      payDays: 30,
      settleDays: 30,
      returnDays: 15,
    } satisfies ClaimRule,
    source:
      '代偿期限、代偿宽限期以合作协议为准（常见 30、60、90 日），本市文本未见；天数、类别和材料均为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'stop-line',
    version: 1,
    effectiveFrom: day('2014-12-01'),
    effectiveTo: null,
    value: {
      bankWarnPpm: ppm(30_000),
      bankStopPpm: ppm(50_000),
      guarantorWarnPpm: ppm(30_000),
      guarantorStopPpm: ppm(50_000),
      ...{ bankYearWarnPpm: ppm(30_000), bankYearStopPpm: ppm(50_000) },
      ...{ guarantorYearWarnPpm: ppm(30_000), guarantorYearStopPpm: ppm(50_000) },
      ...{ arrangementYearWarnPpm: ppm(30_000), arrangementYearStopPpm: ppm(50_000) },
      stopDays: 90,
      leastReleasedFen: fen(1_000_000_000),
    } satisfies StopRule,
    source:
      '代偿率预警约 3 %、熔断约 5 % 为行业通行说法，未见明文；当年代偿率用同一对线、熔断期限与起算规模为平台缺省值，均待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'stress',
    version: 1,
    effectiveFrom: day('2014-12-01'),
    effectiveTo: null,
    value: {
      microPpm: ppm(40_000),
      smallPpm: ppm(30_000),
      mediumPpm: ppm(20_000),
      largePpm: ppm(10_000),
      unknownPpm: ppm(40_000),
      correlationPpm: ppm(120_000),
      recoveryPpm: ppm(300_000),
      scenarios: 10_000,
      seed: 3406,
    } satisfies StressRule,
    source:
      '单因子模型（Vasicek）；相关系数取巴塞尔内部评级法公司类敞口区间 12 %–24 % 的下限，违约率、回收率和次数为平台缺省值，待金融局按本市数据确定',
    certainty: 'placeholder',
  },
  {
    code: 'scoreboard',
    version: 1,
    effectiveFrom: day('2014-12-01'),
    effectiveTo: null,
    value: { leastFirms: 3, mostSharePpm: ppm(750_000) } satisfies ScoreboardRule,
    source:
      '《统计法实施条例》要求不得公布能够识别或者推断单个统计调查对象身份的资料；“不足三户不公布、一户占比过高不公布”为通行做法，本市文本未见，待金融局确定',
    certainty: 'placeholder',
  },
]
