import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { hashOfKey, isLive, keyPrefix, looksLikeKey, tailOf } from '../../server/api-keys/key.ts'
import { day } from '../../server/money/day.ts'
import { newSecret } from '../../server/platform/ids.ts'

describe('a key', () => {
  test('is known by its shape before anybody is asked', () => {
    const key = keyPrefix + newSecret()
    assert.equal(looksLikeKey(key), true)
    for (const other of [
      '',
      'rq_',
      key.slice(1),
      `${key}x`,
      key.replace('rq_', 'rQ_'),
      `${key.slice(0, -1)} `,
      `${key.slice(0, -1)}=`,
    ])
      assert.equal(looksLikeKey(other), false, other)
  })

  test('is stored as something else, and told apart by its end', () => {
    const key = keyPrefix + newSecret()
    assert.match(hashOfKey(key), /^[0-9a-f]{64}$/)
    assert.ok(!hashOfKey(key).includes(tailOf(key)) || tailOf(key).length === 4)
    assert.equal(tailOf('rq_abcdef'), 'cdef')
  })

  for (const [today, revokedAt, wanted] of [
    ['2026-03-10', null, true],
    ['2026-03-11', null, true],
    ['2026-03-12', null, false],
    ['2026-03-10', '2026-03-10T00:00:00.000Z', false],
  ] as const)
    test(`that ends on 11 March is ${wanted ? 'live' : 'dead'} on ${today}${revokedAt ? ', taken back' : ''}`, () => {
      assert.equal(isLive({ endsOn: day('2026-03-11'), revokedAt }, day(today)), wanted)
    })
})
