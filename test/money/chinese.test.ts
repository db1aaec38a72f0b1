import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { showChinese } from '../../server/money/chinese.ts'
import { fen } from '../../server/money/fen.ts'
import { table, whole } from '../support/table.ts'

describe('a sum in capital numerals', () => {
  // The first six are the examples of 《正确填写票据和结算凭证的基本规定》 itself.
  for (const row of table(`
    fen              | words
    140950           | 壹仟肆佰零玖元伍角
    600714           | 陆仟零柒元壹角肆分
    168032           | 壹仟陆佰捌拾元零叁角贰分
    10700053         | 壹拾万柒仟元零伍角叁分
    1640902          | 壹万陆仟肆佰零玖元零贰分
    32504            | 叁佰贰拾伍元零肆分
    1005             | 壹拾元零伍分
    0                | 零元整
    1                | 壹分
    10               | 壹角
    11               | 壹角壹分
    100              | 壹元整
    101              | 壹元零壹分
    110              | 壹元壹角
    1000             | 壹拾元整
    1010             | 壹拾元零壹角
    10000            | 壹佰元整
    10100            | 壹佰零壹元整
    100100           | 壹仟零壹元整
    1000000          | 壹万元整
    1000100          | 壹万零壹元整
    1010000          | 壹万零壹佰元整
    1100000          | 壹万壹仟元整
    10000000         | 壹拾万元整
    10010000         | 壹拾万零壹佰元整
    200000000        | 贰佰万元整
    2000000000       | 贰仟万元整
    2005000000       | 贰仟零伍万元整
    10000000000      | 壹亿元整
    10000000100      | 壹亿零壹元整
    10001000000      | 壹亿零壹万元整
    10100000000      | 壹亿零壹佰万元整
    11000000000      | 壹亿壹仟万元整
    300000000000     | 叁拾亿元整
    100000000000000  | 壹万亿元整
    100010000000001  | 壹万零壹亿元零壹分
    9007199254740991 | 玖拾万零柒佰壹拾玖亿玖仟贰佰伍拾肆万柒仟肆佰零玖元玖角壹分
    -12345           | 负壹佰贰拾叁元肆角伍分
  `))
    test(`${row.fen} fen is ${row.words}`, () => assert.equal(showChinese(fen(whole(row.fen))), row.words))

  test('says the amount and no other: read back, it is the same', () =>
    fc.assert(
      fc.property(fc.oneof(fc.maxSafeNat(), fc.integer({ min: 0, max: 10_000_000 })), (n) => {
        const said = showChinese(fen(n))
        assert.equal(heard(said), n, said)
        assert.doesNotMatch(said, /零零|零[元万亿](?!整)|^零[^元]/u)
      }),
    ))
})

/** Reads capital numerals the way a person does; knows nothing of how they were written. */
function heard(said: string): number {
  const [yuan = '', small = ''] = said.includes('元') ? said.split('元') : ['', said]
  const jiao = /(.)角/u.exec(small)?.[1] ?? '零'
  const odd = /(.)分/u.exec(small)?.[1] ?? '零'
  return Number(heardWhole(yuan) * 100n) + digit(jiao) * 10 + digit(odd)
}

function heardWhole(text: string): bigint {
  for (const [word, unit] of [
    ['亿', 100_000_000n],
    ['万', 10_000n],
  ] as const) {
    const at = text.lastIndexOf(word)
    if (at >= 0) return heardWhole(text.slice(0, at)) * unit + heardWhole(text.slice(at + 1))
  }
  let sum = 0
  let last = 0
  for (const sign of text) {
    const unit = { 拾: 10, 佰: 100, 仟: 1000 }[sign]
    if (unit === undefined) last = digit(sign)
    else sum += last * unit
    if (unit !== undefined) last = 0
  }
  return BigInt(sum + last)
}

const digit = (sign: string): number => '零壹贰叁肆伍陆柒捌玖'.indexOf(sign)
