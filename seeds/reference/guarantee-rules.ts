import type { z } from 'zod'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { GuaranteeRule, guaranteeShapes } from '../../server/policies/guarantee-rules.ts'
import type { PolicyRow } from '../../server/policies/index.ts'

const yuan = (amount: number) => fen(amount * 100)
/** Per cent, as the texts write them. */
const percent = (share: number) => ppm(share * 10_000)

const row = <Rule extends GuaranteeRule>(
  code: Rule,
  effectiveFrom: string,
  certainty: PolicyRow['certainty'],
  source: string,
  value: z.infer<(typeof guaranteeShapes)[Rule]>,
): PolicyRow => ({
  code,
  version: 1,
  effectiveFrom: day(effectiveFrom),
  effectiveTo: null,
  value,
  source,
  certainty,
})

/** What the law and the ministries set for guarantors. What a row assumes for want of a source stands in `assumed`. */
export const guaranteePolicies: readonly PolicyRow[] = [
  row(
    'guarantor-limits',
    '2017-10-01',
    'seen',
    '融资担保公司监督管理条例（国务院令第683号）第十五条：担保责任余额不超过净资产 10 倍，主要为小微企业和农业、农村、农民服务的可提高至 15 倍；第十六条：同一被担保人 10 %，与其关联方合计 15 %；“主要服务”的口径（余额 50 %、户数 80 %）未见原文',
    {
      leverageTimes: 10,
      smallLeverageTimes: 15,
      smallBalancePpm: percent(50),
      smallCustomersPpm: percent(80),
      customerPpm: percent(10),
      groupPpm: percent(15),
      assumed: ['smallTest'],
    },
  ),
  row(
    'guarantee-weights',
    '2018-04-02',
    'seen',
    '融资担保责任余额计量办法（银保监发〔2018〕1号附件）：单户 500 万元以下小微企业、单户 200 万元以下农户 75 %，其他借款类 100 %，其他发行债券 100 %；住房置业担保 30 %（后补充规定）、AA 级以上债券 80 % 与“以下”含本数未见原文',
    {
      smallFirmsPpm: percent(75),
      smallFirmsUpToFen: yuan(5_000_000),
      farmingPpm: percent(75),
      farmingUpToFen: yuan(2_000_000),
      housingPpm: percent(30),
      otherLoansPpm: percent(100),
      ratedBondsPpm: percent(80),
      otherBondsPpm: percent(100),
      otherPpm: percent(100),
      assumed: ['housing', 'ratedBonds', 'limitsIncluded'],
    },
  ),
  row(
    'guarantee-assets',
    '2018-04-02',
    'seen',
    '融资担保公司资产比例管理办法（银保监发〔2018〕1号附件）：净资产与两项准备金之和不低于资产总额 60 %，I 级资产不低于 20 %，III 级资产不高于 30 %；I、II 级合计 70 % 未见原文',
    {
      ownFundsPpm: percent(60),
      firstClassPpm: percent(20),
      firstTwoClassesPpm: percent(70),
      thirdClassPpm: percent(30),
      assumed: ['firstTwoClasses'],
    },
  ),
  row(
    'guarantee-reserves',
    '2010-03-08',
    'seen',
    '融资性担保公司管理暂行办法（2010）第三十一条：未到期责任准备金为当年担保费收入的 50 %，担保赔偿准备金不低于年末担保责任余额的 1 %，累计达 10 % 的差额提取；现行做法是否沿用未见明文',
    {
      unearnedFeesPpm: percent(50),
      compensationPpm: percent(1),
      compensationFullPpm: percent(10),
      assumed: ['stillInForce'],
    },
  ),
  row(
    'guarantee-fees',
    '2019-01-22',
    'seen',
    '国办发〔2019〕6号：小微和“三农”平均担保费率降至 1 % 以下；国家融资担保基金再担保费 0.5 %，单户 500 万元以下 0.3 %（2019）；按单户 500 万元分 1 %、1.5 % 两档未见原文，基金现行费率待确认',
    {
      averagePpm: percent(1),
      smallUpToFen: yuan(5_000_000),
      smallPpm: percent(1),
      largePpm: ppm(15_000),
      fundPpm: ppm(5_000),
      fundSmallUpToFen: yuan(5_000_000),
      fundSmallPpm: ppm(3_000),
      assumed: ['bySize', 'fundToday'],
    },
  ),
  row(
    'guarantee-focus',
    '2025-03-01',
    'seen',
    '政府性融资担保发展管理办法（财金〔2025〕11号）：重点支持单户 1000 万元以下，支小支农业务金额占比不低于 80 %，其中单户 500 万元以下不低于 50 %',
    {
      customerFen: yuan(10_000_000),
      smallAndFarmingPpm: percent(80),
      smallTicketFen: yuan(5_000_000),
      smallTicketPpm: percent(50),
    },
  ),
  row(
    'guarantee-handling',
    '2014-12-01',
    'placeholder',
    '受理后答复时限、备案“当月”（按一个月计）、保证期间、构成关联的持股比例与“见贷即担”代偿率上限 3 % 均未见明文，为暂定',
    {
      underwritingWorkdays: 5,
      filingMonths: 1,
      coverMonths: 36,
      relatedSharePpm: percent(25),
      batchClaimPpm: percent(3),
      assumed: ['underwriting', 'filing', 'cover', 'relatedShare', 'batchClaims'],
    },
  ),
]
