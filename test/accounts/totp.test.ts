import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  newRecoveryCodes,
  newTotpSecret,
  stepOfCode,
  totpAddress,
  totpCode,
} from '../../server/accounts/totp.ts'
import { instantOf } from '../../server/platform/clock.ts'
import { table, whole, yes } from '../support/table.ts'

/** The secret of RFC 6238, appendix B, `12345678901234567890` in base 32. */
const published = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
const second = (seconds: number) => instantOf(seconds * 1000)

describe('codes of an authenticator', () => {
  for (const row of table(`
    seconds     | code
    59          | 287082
    1111111109  | 081804
    1111111111  | 050471
    1234567890  | 005924
    2000000000  | 279037
    20000000000 | 353130
  `)) {
    test(`RFC 6238: at ${row.seconds} s the code is ${row.code}`, () => {
      assert.equal(totpCode(published, second(whole(row.seconds))), row.code)
      assert.equal(
        stepOfCode(published, row.code, second(whole(row.seconds)), 0),
        Math.floor(whole(row.seconds) / 30),
      )
    })
  }

  for (const row of table(`
    drift | taken
    -60   | no
    -30   | yes
    0     | yes
    30    | yes
    60    | no
  `)) {
    test(`a code ${row.drift} s away is taken: ${row.taken}`, () => {
      const code = totpCode(published, second(1_500_000_000 + whole(row.drift)))
      assert.equal(stepOfCode(published, code, second(1_500_000_000), 0) !== null, yes(row.taken))
    })
  }

  test('a code that was used is refused, and so is every older one', () => {
    const now = second(1_500_000_000)
    const used = stepOfCode(published, totpCode(published, now), now, 0)
    assert(used !== null)
    assert.equal(stepOfCode(published, totpCode(published, now), now, used), null)
    assert.equal(stepOfCode(published, totpCode(published, second(1_499_999_970)), now, used), null)
    assert.equal(stepOfCode(published, totpCode(published, second(1_500_000_030)), now, used), used + 1)
  })

  test('full-width digits and a space in the middle are taken, letters are not', () => {
    const now = second(1_111_111_109)
    assert.notEqual(stepOfCode(published, '０８１　８０４', now, 0), null)
    assert.equal(stepOfCode(published, 'o81804', now, 0), null)
    assert.equal(stepOfCode(published, '', now, 0), null)
  })

  test('secrets and recovery codes are long, and never the same', () => {
    assert.match(newTotpSecret(), /^[A-Z2-7]{32}$/)
    assert.notEqual(newTotpSecret(), newTotpSecret())
    const codes = newRecoveryCodes()
    assert.equal(new Set(codes).size, 10)
    assert.ok(codes.every((code) => /^[0-9a-f]{5}-[0-9a-f]{5}$/.test(code)))
    assert.match(totpAddress(published, 'zhou'), /^otpauth:\/\/totp\/Rongqiao:zhou\?issuer=Rongqiao/)
  })
})
