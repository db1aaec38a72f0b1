import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { initials, pinyinKey } from '../../server/enterprises/pinyin.ts'
import { table } from '../support/table.ts'

describe('the pinyin of a firm', () => {
  for (const row of table(`
    name                 | initials   | key
    中国工商银行淮北分行   | zggsyhhbfh | zhong guo gong shang yin hang huai bei fen hang
    濉溪农村商业银行支行   | sxncsyyhzh | sui xi nong cun shang ye yin hang zhi hang
    宏泰粮行              | htlh       | hong tai liang hang
    淮北行健贸易          | hbxjmy     | huai bei xing jian mao yi
    重庆火锅店            | cqhgd      | chong qing huo guo dian
    任圩街道              | rwjd       | ren wei jie dao
    绿洲女装              | lznz       | lv zhou nv zhuang
    ABC科技（淮北）       | abckjhb    | abc ke ji huai bei
    ３Ｄ 打印             | 3ddy       | 3d da yin
    Huaibei Textile       | huaibeitextile | huaibei textile
    ——                    |            |
  `)) {
    test(`of ${row.name} is ${row.key || 'empty'}`, () => {
      assert.equal(initials(row.name), row.initials)
      assert.equal(pinyinKey(row.name), row.key)
    })
  }

  test('sorts by syllables, not by letters', () => {
    assert.deepEqual(
      ['先锋', '西安'].toSorted((a, b) => (pinyinKey(a) < pinyinKey(b) ? -1 : 1)),
      ['西安', '先锋'],
    )
  })
})

describe('the pinyin of a person', () => {
  for (const row of table(`
    name | key
    单雄 | shan xiong
    曾明 | zeng ming
    仇英 | qiu ying
    任重 | ren zhong
    查良 | zha liang
  `)) {
    test(`reads the surname of ${row.name}`, () => assert.equal(pinyinKey(row.name, 'person'), row.key))
  }
})
