import type { ConsentTerms } from '../../server/consents/terms.ts'
import type { ConsentText } from '../../server/consents/text.ts'
import { day } from '../../server/money/day.ts'
import type { PolicyRow } from '../../server/policies/index.ts'

/** What each kind of data comprises; stands beside its box. */
const kinds = {
  zh: {
    contact: '企业名称、统一社会信用代码、联系电话',
    details: '成立日期、主办银行、各年职工人数、营业收入和资产，以及财务报表',
    tax: '纳税信用等级和评价年度、各年入库税款、有无欠税、是否非正常户、按税融通方案测算的结果，以及纳税申报材料',
    'bank-statements': '企业账户的流水材料',
    documents: '营业执照、合同、担保材料等其他材料',
  },
  en: {
    contact: 'Name of the firm, unified social credit code, telephone',
    details: 'Founding day, main bank, employees, revenue and assets by year, and financial statements',
    tax: 'Tax credit grade with its year of assessment, tax paid by year, arrears, whether an abnormal household, what the tax-credit schemes make of them, and tax returns',
    'bank-statements': 'Statements of the firm’s accounts',
    documents: 'Business licence, contracts, papers on collateral and other papers',
  },
} as const
/** What is left of two of them where other banks look at a declined case and must not know the firm. */
const lookKinds = {
  zh: {
    'look-details': '成立满几年；各年职工人数、营业收入和资产只到区间',
    'look-tax': '纳税信用等级、有无欠税、是否非正常户，以及是否符合税融通方案；各年入库税款只到区间',
  },
  en: {
    'look-details': 'Whole years in business; employees, revenue and assets of each year by bands only',
    'look-tax':
      'Tax credit grade, arrears, whether an abnormal household, and whether the tax-credit schemes admit the firm; the tax paid in each year by bands only',
  },
} as const
const personKinds = {
  zh: {
    person: '法定代表人姓名，以及本人的身份证件和征信查询授权书',
  },
  en: {
    person: 'Name of the legal representative, identity papers and the consent to a credit report',
  },
} as const

const firmText: ConsentText = {
  zh: {
    scope: '本企业同意所选银行在有效期内，通过本平台查看本企业勾选的信息。没有勾选的信息，该银行看不到。',
    use: '该银行只能把这些信息用于所选的目的，不得用于其他用途，不得提供给第三方；法律、行政法规另有规定的除外。',
    need: '银行需要这些信息核实申请人、判断能不能办理。标有“办理必需”的信息不授权，这个产品就不能办理，但可以选择需要信息较少的产品；其余信息不授权，不影响申请。',
    looks:
      '该银行的人员每次查看，平台都记录谁、何时、在哪里、看了什么、依据哪份授权。本企业随时可以查阅和导出这些记录，记录不能修改和删除。',
    term: '授权到所填日期为止，到期自动失效。申请结束而没有签约的，目的不再存在，即使没有到期，该银行也不能再查看企业名称和联系方式以外的信息。',
    revocation:
      '本企业可以随时在“授权管理”撤回授权，不需要说明理由，撤回立即生效。平台不会因为撤回拒绝提供服务。撤回不影响撤回之前依据授权已经进行的查看。',
    rights:
      '本企业可以查阅、更正平台上的本企业信息；认为银行超出目的使用信息的，可以向平台运行单位、金融管理部门投诉。',
    kinds: { ...kinds.zh, ...lookKinds.zh },
  },
  en: {
    scope:
      'The firm agrees that the chosen bank may see, through this platform and until the last day given, the data that the firm has ticked. What is not ticked, the bank does not see.',
    use: 'The bank may use this data for the chosen purpose only. It may neither use it for anything else nor pass it on to others, unless a law or an administrative regulation provides otherwise.',
    need: 'The bank needs this data to know who applies and to decide. Without what is marked as needed this product cannot be decided on; a product that needs less can be chosen instead. All other data may stay closed without harm to the application.',
    looks:
      'Each time that somebody of the bank looks, the platform records who, when, where, what and under which consent. The firm can read and export these records at any time; nobody can change or delete them.',
    term: 'The consent ends by itself after the last day given. Where an application ends without a contract, its purpose is gone: from then on the bank may see no more than the name and the contact of the firm, even before that day.',
    revocation:
      'The firm can revoke the consent at any time under “Consents”, without giving a reason and with effect at once. The platform will not refuse its services for that. What was seen under the consent before stays lawful.',
    rights:
      'The firm may read and correct its data on the platform, and may complain to the operator of the platform or to the financial authorities if a bank uses data beyond the purpose. The Chinese text prevails.',
    kinds: { ...kinds.en, ...lookKinds.en },
  },
}

const personText: ConsentText = {
  zh: {
    scope:
      '本人单独同意所选银行在有效期内，通过本平台查看本人的姓名，以及本人提供的身份证件、征信查询授权书。其中身份证件和征信信息属于敏感个人信息。',
    use: '接收方是所选银行，经办人员和联系电话见申请页面。该银行只能为所选的目的查看，不得用于其他用途，不得提供给第三方；法律、行政法规另有规定的除外。',
    need: '银行需要核实代表企业办理的是本人，签约时需要确认身份。不同意不影响企业提交申请；签约前，银行可能再次请本人授权。',
    looks:
      '该银行的人员每次查看，平台都记录谁、何时、看了什么、依据哪份授权。本人随时可以查阅和导出这些记录，记录不能修改和删除。',
    term: '授权到所填日期为止，并且不超过个人信息授权的最长期限，到期自动失效。申请结束而没有签约的，目的不再存在，该银行不能再查看。',
    revocation:
      '本人可以随时在“授权管理”撤回同意，不需要说明理由，撤回立即生效。平台不会因为撤回拒绝提供服务。撤回不影响撤回之前依据同意已经进行的查看。',
    rights:
      '本人可以向平台和银行查阅、复制、更正、删除本人的个人信息，可以要求解释处理规则；请求被拒绝的，平台说明理由。本人可以向履行个人信息保护职责的部门投诉。',
    kinds: personKinds.zh,
  },
  en: {
    scope:
      'I separately agree that the chosen bank may see, through this platform and until the last day given, my name, and the identity papers and the consent to a credit report that I provide. Identity papers and credit records are sensitive personal data.',
    use: 'The recipient is the chosen bank; its officer and how to reach it stand on the page of the application. It may see the data for the chosen purpose only, and may neither use it for anything else nor pass it on, unless a law or an administrative regulation provides otherwise.',
    need: 'The bank has to verify who acts for the firm, and to confirm identities when a contract is signed. Not agreeing does not keep the firm from applying; the bank may ask me again before a contract is signed.',
    looks:
      'Each time that somebody of the bank looks, the platform records who, when, what and under which consent. I can read and export these records at any time; nobody can change or delete them.',
    term: 'The consent ends by itself after the last day given, and at the latest when the longest term for personal data is over. Where an application ends without a contract, its purpose is gone and the bank may look no more.',
    revocation:
      'I can revoke this consent at any time under “Consents”, without giving a reason and with effect at once. The platform will not refuse its services for that. What was seen under the consent before stays lawful.',
    rights:
      'I may ask the platform and the bank to let me read, copy, correct or delete my personal data and to explain how it is used; a refusal is given with its reasons. I may complain to the authorities that protect personal data. The Chinese text prevails.',
    kinds: personKinds.en,
  },
}

/** What a guarantor sees it sees to decide whether it guarantees, and later to watch over what it guarantees. */
const guarantorText: ConsentText = {
  zh: {
    scope:
      '本企业同意所选担保机构在有效期内，通过本平台查看本企业勾选的信息，用于办理本企业贷款的融资担保。没有勾选的信息，该担保机构看不到。',
    use: '该担保机构只能把这些信息用于担保的尽职调查、审批和保后管理，不得用于其他用途，不得用于担保以外的业务；除向再担保机构、财政分担方报送备案和代偿所必需的信息，以及法律、行政法规另有规定的以外，不得提供给第三方。',
    need: '担保机构要对本企业的债务承担责任，需要这些信息核实情况、判断能不能担保。不授权企业信息，担保机构不能出具尽调意见，这笔担保就不能单笔审批；不影响本企业选择不需要担保的产品。',
    looks:
      '该担保机构的人员每次查看，平台都记录谁、何时、在哪里、看了什么、依据哪份授权。本企业随时可以查阅和导出这些记录，记录不能修改和删除。',
    term: '授权到所填日期为止，到期自动失效。没有出具保函的，申请结束后该担保机构不能再查看。保函出具后，担保合同存续期间，该担保机构仍可查看企业名称和联系方式。',
    revocation:
      '本企业可以随时在“授权管理”撤回授权，不需要说明理由，撤回立即生效。平台不会因为撤回拒绝提供服务。撤回不影响撤回之前已经进行的查看，也不影响已经出具的保函。',
    rights:
      '本企业可以查阅、更正平台上的本企业信息；认为担保机构超出目的使用信息的，可以向平台运行单位、融资担保公司监督管理部门投诉。',
    kinds: kinds.zh,
  },
  en: {
    scope:
      'The firm agrees that the chosen guarantor may see, through this platform and until the last day given, the data that the firm has ticked, in order to guarantee a loan of the firm. What is not ticked, the guarantor does not see.',
    use: 'The guarantor may use this data to underwrite, to decide on and to watch over the guarantee only, and for no other business. It may not pass it on, apart from what filing and claims with the re-guarantor and the treasury that share the risk require, unless a law or an administrative regulation provides otherwise.',
    need: 'The guarantor answers for the debt of the firm, so it has to know its affairs and decide. Without the data of the firm no sheet can be written and this guarantee cannot be decided on one by one; products without a guarantee can be chosen instead.',
    looks:
      'Each time that somebody of the guarantor looks, the platform records who, when, where, what and under which consent. The firm can read and export these records at any time; nobody can change or delete them.',
    term: 'The consent ends by itself after the last day given. Where no letter of guarantee was issued, the guarantor may look no more once the request is over. As long as a letter stands it may still see the name and the contact of the firm.',
    revocation:
      'The firm can revoke the consent at any time under “Consents”, without giving a reason and with effect at once. The platform will not refuse its services for that. What was seen before stays lawful, and a letter that was issued stands.',
    rights:
      'The firm may read and correct its data on the platform, and may complain to the operator of the platform or to the authority that supervises guarantors if data is used beyond the purpose. The Chinese text prevails.',
    kinds: kinds.en,
  },
}

const guarantorPersonText: ConsentText = {
  zh: {
    scope:
      '本人单独同意所选担保机构在有效期内，通过本平台查看本人的姓名，以及本人提供的身份证件、征信查询授权书。其中身份证件和征信信息属于敏感个人信息。',
    use: '接收方是所选担保机构，经办人员见担保页面。该担保机构只能为这笔担保的尽职调查、审批、保后管理和追偿查看，不得用于其他用途，不得提供给第三方；法律、行政法规另有规定的除外。',
    need: '担保机构需要核实代表企业办理的是本人；本人提供反担保的，还需要核实本人的身份和信用。不同意不影响企业申请贷款；签订反担保合同前，担保机构可能再次请本人授权。',
    looks:
      '该担保机构的人员每次查看，平台都记录谁、何时、看了什么、依据哪份授权。本人随时可以查阅和导出这些记录，记录不能修改和删除。',
    term: '授权到所填日期为止，并且不超过个人信息授权的最长期限，到期自动失效。没有出具保函的，申请结束后该担保机构不能再查看。',
    revocation:
      '本人可以随时在“授权管理”撤回同意，不需要说明理由，撤回立即生效。平台不会因为撤回拒绝提供服务。撤回不影响撤回之前已经进行的查看，也不影响本人另行签订的反担保合同。',
    rights:
      '本人可以向平台和担保机构查阅、复制、更正、删除本人的个人信息，可以要求解释处理规则；请求被拒绝的，平台说明理由。本人可以向履行个人信息保护职责的部门投诉。',
    kinds: personKinds.zh,
  },
  en: {
    scope:
      'I separately agree that the chosen guarantor may see, through this platform and until the last day given, my name, and the identity papers and the consent to a credit report that I provide. Identity papers and credit records are sensitive personal data.',
    use: 'The recipient is the chosen guarantor; its officer stands on the page of the guarantee. It may see the data to underwrite, decide on, watch over and recover this guarantee only, and may neither use it for anything else nor pass it on, unless a law or an administrative regulation provides otherwise.',
    need: 'The guarantor has to verify who acts for the firm, and who I am and how I stand where I give a counter-guarantee. Not agreeing does not keep the firm from applying for a loan; the guarantor may ask me again before a counter-guarantee is signed.',
    looks:
      'Each time that somebody of the guarantor looks, the platform records who, when, what and under which consent. I can read and export these records at any time; nobody can change or delete them.',
    term: 'The consent ends by itself after the last day given, and at the latest when the longest term for personal data is over. Where no letter of guarantee was issued, the guarantor may look no more once the request is over.',
    revocation:
      'I can revoke this consent at any time under “Consents”, without giving a reason and with effect at once. The platform will not refuse its services for that. What was seen before stays lawful, and a counter-guarantee that I signed stands.',
    rights:
      'I may ask the platform and the guarantor to let me read, copy, correct or delete my personal data and to explain how it is used; a refusal is given with its reasons. I may complain to the authorities that protect personal data. The Chinese text prevails.',
    kinds: personKinds.en,
  },
}

const draft = '由主办单位法务审定前为草拟文本'

/** The texts that firms and persons consent under, and how long a consent may hold. */
export const consentPolicies: readonly PolicyRow[] = [
  {
    code: 'consent-text',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: firmText,
    source: `依据《征信业管理条例》第十八至二十条、《个人信息保护法》第十四至十七条拟写；${draft}`,
    certainty: 'placeholder',
  },
  {
    code: 'consent-text-person',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: personText,
    source: `依据《个人信息保护法》第十四至十七、二十三、二十九、三十、四十四至五十条拟写；${draft}`,
    certainty: 'placeholder',
  },
  {
    code: 'consent-text-guarantor',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: guarantorText,
    source: `依据《融资担保公司监督管理条例》、《征信业管理条例》第十八至二十条拟写；${draft}`,
    certainty: 'placeholder',
  },
  {
    code: 'consent-text-guarantor-person',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: guarantorPersonText,
    source: `依据《个人信息保护法》第十四至十七、二十三、二十九、三十、四十四至五十条拟写；${draft}`,
    certainty: 'placeholder',
  },
  {
    code: 'consent-terms',
    version: 1,
    effectiveFrom: day('2020-01-01'),
    effectiveTo: null,
    value: { usualDays: 90, mostDays: 365, personMostDays: 180, requestDays: 10 } satisfies ConsentTerms,
    source: '平台缺省天数，待主办单位确定；只保存必要的最短时间（《个人信息保护法》第十九条）',
    certainty: 'placeholder',
  },
]
