import type { Role } from '../server/accounts/person.ts'
import type { InstitutionKind } from '../server/institutions/institution.ts'

/*
 * The named cast: the same people in the demo city, in tests and in screenshots. All names are invented.
 */

export type CastInstitution = {
  readonly code: string
  readonly name: string
  readonly shortName: string
  readonly kind: InstitutionKind
}

/** Where the cast works. Bank B is a stranger to bank A. */
export const castInstitutions = {
  bankA: { code: 'XCNSH', name: '相城农村商业银行股份有限公司', shortName: '相城农商行', kind: 'bank' },
  bankB: { code: 'SHYH', name: '濉河银行股份有限公司淮北分行', shortName: '濉河银行', kind: 'bank' },
  guarantor: { code: 'LHDB', name: '龙湖融资担保有限公司', shortName: '龙湖担保', kind: 'guarantor' },
  reguarantor: {
    code: 'WBZDB',
    name: '皖北再担保集团有限公司',
    shortName: '皖北再担保',
    kind: 'reguarantor',
  },
  treasury: { code: 'CZGK', name: '淮北市财政国库支付中心（演示）', shortName: '市财政', kind: 'treasury' },
  pool: { code: 'XDJJ', name: '淮北市续贷过桥资金管理中心（演示）', shortName: '续贷中心', kind: 'pool' },
} as const satisfies Record<string, CastInstitution>

export type CastEnterprise = {
  readonly uscc: string
  readonly name: string
  readonly industry: string
  readonly region: string
  readonly foundedOn: string
  readonly figures: readonly { year: number; employees: number; revenueYuan: number; assetsYuan: number }[]
}

/** Lin's workshop carries the story; Fang's firm is the stranger. */
export const castEnterprises = {
  linFirm: {
    uscc: '91340600MA0000015T',
    name: '淮北市相山区临涣纺织有限公司',
    industry: 'C17',
    region: '340603001',
    foundedOn: '2016-05-18',
    figures: [
      { year: 2024, employees: 82, revenueYuan: 31_500_000, assetsYuan: 18_200_000 },
      { year: 2025, employees: 86, revenueYuan: 34_800_000, assetsYuan: 19_600_000 },
    ],
  },
  fangFirm: {
    uscc: '91340600MA0000023M',
    name: '淮北市烈山区方圆食品有限公司',
    industry: 'C14',
    region: '340604001',
    foundedOn: '2019-09-02',
    figures: [{ year: 2025, employees: 28, revenueYuan: 9_600_000, assetsYuan: 5_100_000 }],
  },
} as const satisfies Record<string, CastEnterprise>

export type CastPerson = {
  readonly signInName: string
  readonly name: string
  readonly role: Role
  readonly institution?: keyof typeof castInstitutions
  readonly enterprise?: keyof typeof castEnterprises
  readonly region?: string
}

export const castPeople = {
  lin: { signInName: 'lin', name: '林秀英', role: 'enterprise-owner', enterprise: 'linFirm' },
  xu: { signInName: 'xu', name: '徐小满', role: 'enterprise-clerk', enterprise: 'linFirm' },
  fang: { signInName: 'fang', name: '方国强', role: 'enterprise-owner', enterprise: 'fangFirm' },
  zhou: { signInName: 'zhou', name: '周明', role: 'bank-officer', institution: 'bankA' },
  qian: { signInName: 'qian', name: '钱慧', role: 'bank-manager', institution: 'bankA' },
  wu: { signInName: 'wu', name: '吴涛', role: 'bank-officer', institution: 'bankB' },
  he: { signInName: 'he', name: '何静', role: 'guarantor-officer', institution: 'guarantor' },
  han: { signInName: 'han', name: '韩立', role: 'guarantor-manager', institution: 'guarantor' },
  feng: { signInName: 'feng', name: '冯雪', role: 'guarantor-officer', institution: 'guarantor' },
  shen: { signInName: 'shen', name: '沈岩', role: 'reguarantor', institution: 'reguarantor' },
  cai: { signInName: 'cai', name: '蔡文', role: 'treasury', institution: 'treasury' },
  yan: { signInName: 'yan', name: '严方', role: 'reguarantor', institution: 'reguarantor' },
  bai: { signInName: 'bai', name: '白露', role: 'treasury', institution: 'treasury' },
  tang: { signInName: 'tang', name: '唐宁', role: 'pool-operator', institution: 'pool' },
  song: { signInName: 'song', name: '宋洁', role: 'pool-checker', institution: 'pool' },
  jiang: { signInName: 'jiang', name: '江海', role: 'pool-cashier', institution: 'pool' },
  qin: { signInName: 'qin', name: '秦岚', role: 'bureau-analyst', region: '3406' },
  lu: { signInName: 'lu', name: '陆建国', role: 'bureau-head', region: '3406' },
  mei: { signInName: 'mei', name: '梅香', role: 'township-officer', region: '340603001' },
  ye: { signInName: 'ye', name: '叶青', role: 'industry-officer', region: '3406' },
  guan: { signInName: 'guan', name: '管平', role: 'administrator', region: '3406' },
  an: { signInName: 'an', name: '安全', role: 'security-administrator', region: '3406' },
  shi: { signInName: 'shi', name: '史明', role: 'auditor', region: '3406' },
} as const satisfies Record<string, CastPerson>

export type CastName = keyof typeof castPeople
