import { type CastInstitution, castInstitutions } from '../people.ts'

/*
 * The institutions of the demo city. All names are invented; none is meant to be anybody's.
 */

/** A bank, and how many of a hundred cases of the city are its own. */
export type CityBank = CastInstitution & { readonly weight: number }

const bank = (code: string, name: string, shortName: string, weight: number): CityBank => ({
  code,
  name,
  shortName,
  kind: 'bank',
  weight,
})

/** The twenty banks in the order in which the products of the city count them; the first two are the cast's. */
export const cityBanks: readonly CityBank[] = [
  { ...castInstitutions.bankA, weight: 13 },
  { ...castInstitutions.bankB, weight: 9 },
  bank('HBNSH', '浍滨农村商业银行股份有限公司', '浍滨农商行', 10),
  bank('AHTYH', '安淮通商银行股份有限公司淮北分行', '安淮通商银行', 8),
  bank('YHHM', '运河惠民银行股份有限公司淮北分行', '运河惠民银行', 6),
  bank('ZWLH', '中皖联合银行股份有限公司淮北分行', '中皖联合银行', 8),
  bank('XTZCZ', '濉溪兴田村镇银行股份有限公司', '兴田村镇银行', 4),
  bank('TXYH', '同和信银行股份有限公司淮北支行', '同和信银行', 4),
  bank('QCYH', '启程工贸银行股份有限公司淮北分行', '启程工贸银行', 5),
  bank('RHYH', '润淮银行股份有限公司淮北分行', '润淮银行', 5),
  bank('WSYH', '稳升银行股份有限公司淮北支行', '稳升银行', 4),
  bank('SDYH', '善达银行股份有限公司淮北分行', '善达银行', 4),
  bank('KYNSH', '濉溪口源农村商业银行股份有限公司', '口源农商行', 6),
  bank('LYCZ', '烈山榴园村镇银行股份有限公司', '榴园村镇银行', 3),
  bank('LJYH', '绿基银行股份有限公司淮北分行', '绿基银行', 3),
  bank('HLYH', '宏黎银行股份有限公司淮北分行', '宏黎银行', 3),
  bank('LJNSH', '龙脊农村商业银行股份有限公司', '龙脊农商行', 2),
  bank('STCZ', '杜集石塔村镇银行股份有限公司', '石塔村镇银行', 1),
  bank('NHYH', '南湖科创银行股份有限公司淮北支行', '南湖科创银行', 1),
  bank('DHYH', '东隅产业银行股份有限公司淮北分行', '东隅产业银行', 1),
]

/** Who is neither a bank nor of the cast. */
const others: readonly CastInstitution[] = [
  { code: 'HHDB', name: '濉溪浍惠融资担保有限公司', shortName: '浍惠担保', kind: 'guarantor' },
  { code: 'LFDB', name: '烈峰融资担保有限公司', shortName: '烈峰担保', kind: 'guarantor' },
  { code: 'SNDB', name: '皖北穗农融资担保有限公司', shortName: '穗农担保', kind: 'guarantor' },
  {
    code: 'RFBX',
    name: '稔丰农业保险股份有限公司淮北中心支公司',
    shortName: '稔丰农险',
    kind: 'insurer',
  },
  { code: 'JRFW', name: '淮北市金融服务中心（演示）', shortName: '市金融中心', kind: 'bureau' },
]

/** The twenty-three that stand beside the cast's six. */
export const addedInstitutions: readonly CastInstitution[] = [
  ...cityBanks.slice(2).map(({ weight: _, ...one }) => one),
  ...others,
]
