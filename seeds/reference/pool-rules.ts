import type { PoolClaimRule } from '../../server/compensation/rule.ts'
import type { ChargesRule } from '../../server/covers/charge.ts'
import { day } from '../../server/money/day.ts'
import { ppm } from '../../server/money/rate.ts'
import type { PolicyRow } from '../../server/policies/index.ts'

/** 补偿 and what borrowers pay besides: no text of the city was seen. */
export const poolPolicies: readonly PolicyRow[] = [
  {
    code: 'pool-claim',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      triggerDays: 91,
      triggerClasses: ['substandard', 'doubtful', 'loss'],
      papers: [
        'claim-form',
        'loan-contract',
        'drawdown-slip',
        'demand-notice',
        'debt-statement',
        'class-proof',
      ],
      checkWorkdays: 5,
      reviewWorkdays: 10,
      noticeWorkdays: 5,
      payWorkdays: 5,
      returnWorkdays: 10,
      reservedDays: 60,
    } satisfies PoolClaimRule,
    source:
      '各地风险补偿办法通行的流程：逾期超过约定天数或次级及以下可申请，初审、复核、公示、拨付、追回返还；本市文本未见，天数、类别和材料为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'cover-charges',
    version: 1,
    effectiveFrom: day('2016-01-01'),
    effectiveTo: null,
    value: {
      depositPpm: ppm(20_000),
      premiumPpm: ppm(30_000),
      subsidyPpm: ppm(500_000),
    } satisfies ChargesRule,
    source:
      '助保贷：企业助保金不低于贷款额每年 2 %（建行通行文本，另见 4 %）；山东政银保（2016）：保费 3 %，财政补贴 50 %；按合同月数折算为平台口径',
    certainty: 'seen',
  },
]
