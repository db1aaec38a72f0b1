import type { Transaction } from '../../db/index.ts'
import type { Day } from '../money/day.ts'
import { countUp } from './rows.ts'

/**
 * What carries a number that people read out on the telephone: 需求, 申请, 贷款, 导入, 授权 (同意), 督办, 再看一次, 异议, 税务,
 * 投诉, 过桥, 承诺函, 保证 (担保), 保函, 备案, 代偿, 结算, 追偿, 核销, 补偿, 补偿返还,
 * 压力测试, 批量 (协议), 批备, 交办.
 */
export const numberPrefixes = [
  'XQ',
  'SQ',
  'DK',
  'DR',
  'TY',
  'DB',
  'ZK',
  'YY',
  'SW',
  'TS',
  'GQ',
  'CN',
  'BZ',
  'BH',
  'BA',
  'DC',
  'JS',
  'ZC',
  'HX',
  'BC',
  'BF',
  'YL',
  'PL',
  'PB',
  'JB',
] as const
export type NumberPrefix = (typeof numberPrefixes)[number]

/**
 * The next number of a day, `XQ20260310-0001`. It is taken inside the transaction of what it numbers: work that
 * is rolled back gives its number back, and since writers queue, no number is given twice.
 */
export async function nextNumber(tx: Transaction, prefix: NumberPrefix, on: Day): Promise<string> {
  const series = `${prefix}${on.replaceAll('-', '')}`
  return `${series}-${String(await countUp(tx, series)).padStart(4, '0')}`
}
