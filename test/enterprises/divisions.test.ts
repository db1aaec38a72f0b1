import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { regionAbove, regionLevel, regionWithin, shortRegion } from '../../server/enterprises/divisions.ts'
import { table } from '../support/table.ts'

describe('a region', () => {
  for (const row of table(`
    code         | level   | above
    3406         | city    | -
    340603       | county  | 3406
    340603001    | town    | 340603
    340603001010 | village | 340603001
    3410         | city    | -
  `)) {
    test(`${row.code} is a ${row.level}`, () => {
      assert.equal(regionLevel(row.code), row.level)
      assert.equal(regionAbove(row.code) ?? '-', row.above)
    })
  }

  for (const code of ['', '34', '34060', '340600', '340603000', '340603001000', '0406', '3406O3', ' 3406']) {
    test(`is not '${code}'`, () => {
      assert.equal(regionLevel(code), null)
      assert.throws(() => regionAbove(code))
    })
  }

  test('loses the padding that other registers give it', () => {
    assert.equal(shortRegion('340600'), '3406')
    assert.equal(shortRegion('340603000000'), '340603')
    assert.equal(shortRegion('340603'), '340603')
    assert.equal(shortRegion('341000'), '3410')
  })
})

describe('the right to a region', () => {
  for (const row of table(`
    code         | prefix    | within
    340603       | 3406      | yes
    340603001010 | 3406      | yes
    340603001010 | 340603    | yes
    340603001    | 340603001 | yes
    340604001    | 340603    | no
    3406         | 340603    | no
    411282       | 3406      | no
    34060        | 3406      | no
                 | 3406      | no
  `)) {
    test(`over ${row.prefix} ${row.within === 'yes' ? 'covers' : 'stops short of'} '${row.code}'`, () => {
      assert.equal(regionWithin(row.code, row.prefix), row.within === 'yes')
    })
  }

  test('throws on a prefix that is no region, so that an empty one never means the whole country', () => {
    for (const prefix of ['', '3', '34', '340600']) assert.throws(() => regionWithin('340603', prefix))
  })
})
