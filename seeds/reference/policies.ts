import type { CaseTerms } from '../../server/applications/case-terms.ts'
import type { BridgeCaseRule } from '../../server/bridge-pool/case-rule.ts'
import type { SupervisionRule } from '../../server/clocks/rule.ts'
import type { CompensationRule } from '../../server/covers/policy.ts'
import type { DocumentRules } from '../../server/documents/rules.ts'
import type { MessageRule } from '../../server/messages/message.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { Clocks, PolicyRow } from '../../server/policies/index.ts'
import type { FeedbackRule } from '../../server/ratings/feedback-rule.ts'
import type { Stages } from '../../server/tax-credit/stages.ts'
import type { PublishedFigures } from '../../server/tax-figures/published.ts'
import { arrangementPolicies } from './arrangements.ts'
import { bridgePolicies } from './bridge-policies.ts'
import { calendarPolicies } from './calendars.ts'
import { claimPolicies } from './claim-rules.ts'
import { consentPolicies } from './consent-texts.ts'
import { guaranteePolicies } from './guarantee-rules.ts'
import { loanPolicies } from './loan-rules.ts'
import { lprPolicies } from './lpr.ts'
import { poolPolicies } from './pool-rules.ts'
import { taxCreditSchemes } from './tax-credit-schemes.ts'
import { warningPolicies } from './warning-rules.ts'

/** The policy rows that every installation starts with, each with its source and how sure we are of it. */
export const referencePolicies: readonly PolicyRow[] = [
  {
    code: 'clocks',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      acceptWorkdays: 2,
      firstContactWorkdays: 3,
      decisionWorkdays: 10,
      decisionHardStopDays: 30,
      drawdownReportWorkdays: 3,
      needOpenDays: 90,
    },
    source: '金发〔2024〕32号（30 日内决定）；其余工作日数为平台缺省值',
    certainty: 'placeholder',
  },
  // A version is never changed: the second adds what the first lacked, for the same days.
  {
    code: 'clocks',
    version: 2,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      acceptWorkdays: 2,
      firstContactWorkdays: 3,
      decisionWorkdays: 10,
      decisionHardStopDays: 30,
      signingWorkdays: 5,
      drawdownReportWorkdays: 3,
      needOpenDays: 90,
    } satisfies Clocks,
    source: '金发〔2024〕32号（30 日内决定）；其余工作日数为平台缺省值',
    certainty: 'placeholder',
  },
  {
    code: 'supervision',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      needReviewWorkdays: 2,
      productReviewWorkdays: 3,
      remindWorkdays: 1,
      listWorkdays: 2,
      urgeAnswerWorkdays: 2,
      superviseWorkdays: 5,
      signingHardStopDays: 30,
      leastCases: 5,
    } satisfies SupervisionRule,
    source: '平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'documents',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      fileMegabytes: 20,
      filesAtOnce: 5,
      quotaMegabytes: 500,
      dailyFiles: 100,
      answerWorkdays: 5,
      firstReminderDays: 30,
      lastReminderDays: 7,
    } satisfies DocumentRules,
    source: '平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'case-terms',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      offerUsualDays: 10,
      offerMostDays: 60,
      penaltyLeastPpm: ppm(300_000),
      penaltyUsualPpm: ppm(500_000),
      penaltyMostPpm: ppm(500_000),
      earlyFeeMostPpm: ppm(10_000),
      secondLookUsualDays: 15,
      secondLookMostDays: 60,
      objectionWorkdays: 10,
    } satisfies CaseTerms,
    source:
      '银发〔2003〕251号：逾期罚息在合同利率上加收 30% 至 50%；方案有效期、提前还款费用、再看一次和异议核查的期限为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'messages',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: { openDays: 30 } satisfies MessageRule,
    source: '平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'feedback',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      rateDays: 180,
      addDays: 180,
      ratingAnswerWorkdays: 5,
      takeOverWorkdays: 2,
      complaintAnswerWorkdays: 15,
    } satisfies FeedbackRule,
    source:
      '国办发〔2019〕51号：五级评价，后两级为差评，须回访、整改和反馈；各项天数为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'tax-credit-published',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: { institutions: 10, firms: 256 } satisfies PublishedFigures,
    source: '淮北市公开材料：税融通合作金融机构 10 家，服务企业约 256 户；公布日期未见，按平台启用之日起列示',
    certainty: 'stated',
  },
  {
    code: 'tax-credit-stages',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: { startUpMonths: 36, growingPpm: ppm(100_000) } satisfies Stages,
    source:
      '淮北市公开材料：按行业特点和成长阶段设计产品，未见划分标准；成立不满 36 个月、税收和营收均增长 10 % 为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'bridge-case',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      completenessWorkdays: 1,
      wordWorkdays: 2,
      promiseWorkdays: 3,
      ownMoneyWorkdays: 3,
      approvalWorkdays: 1,
      reservedDays: 5,
      warnDays: 1,
      ownMoneyPpm: ppm(50_000),
      thirdFromFen: fen(1_000_000_000),
      papers: ['due-contract', 'business-licence', 'resolution', 'financial-statements'],
    } satisfies BridgeCaseRule,
    source:
      '自筹资金不少于 5 %、申请到结案的环节见各地过桥资金办法（永春 2024 联合初审、领导小组联审）；申请材料取各地清单共有的几项（广元：到期贷款合同、营业执照、权力机构决议、财务报表等）；各环节时限、额度占用天数和第三人审批的金额为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  {
    code: 'compensation',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: { fileWithinDays: 30, confirmWorkdays: 5 } satisfies CompensationRule,
    source: '参照再担保业务当月备案的惯例，放款后 30 天内备案、5 个工作日内确认为平台缺省值，待金融局确定',
    certainty: 'placeholder',
  },
  ...poolPolicies,
  {
    code: 'match-rule',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: {
      weights: { rate: 35, speed: 20, amountHeadroom: 15, guarantee: 20, term: 10 },
      scales: { ratePpm: { best: 25_000, worst: 120_000 }, daysPromised: { best: 1, worst: 20 } },
    },
    source: '平台缺省权重，待金融局确定',
    certainty: 'placeholder',
  },
  ...loanPolicies,
  ...consentPolicies,
  ...lprPolicies,
  ...arrangementPolicies,
  ...taxCreditSchemes,
  ...bridgePolicies,
  ...guaranteePolicies,
  ...claimPolicies,
  ...warningPolicies,
  ...calendarPolicies(),
]
