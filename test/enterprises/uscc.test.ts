import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { stdnum } from 'stdnum'
import { checkUscc, normaliseUscc, orgCodeCheck, usccFor } from '../../server/enterprises/uscc.ts'
import { table } from '../support/table.ts'

const good = `
  91440300708461136T 91110000101623741K 911101066976941872 914403001922038216 91330100799655058B
  91440300192317458F 91110108551385082Q 91440400192548256N 91440606722473344C 91370200264574251E
  91100000100003962T 911100001000044477 911100001000054748 9131000010000595XD 9144030010001686XA
  91350100M000100Y43 91340600MA00000070
  91340600MA0000015T 91340600MA0000023M 91340600MA0000031G 91340600MA000004X8
`
  .trim()
  .split(/\s+/)

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const charactersOf = (count: number, from: string) =>
  fc
    .array(fc.constantFrom(...from), { minLength: count, maxLength: count })
    .map((characters) => characters.join(''))
const bodies = fc
  .tuple(charactersOf(2, '0123456789'), charactersOf(6, '0123456789'), charactersOf(9, alphabet))
  .map((parts) => parts.join(''))

describe('checking a unified social credit code', () => {
  for (const row of table(`
    code               | fault    | expected | why
                       | length   | -        | nothing at all
    9134060            | length   | -        | too short to say anything
    91440300708461136  | length   | T        | 17 characters: the 18th can be told
    91440300708461136TT| length   | T        | one too many
    9144030070846113IT | alphabet | -        | I is not in the alphabet
    9144030070846113OT | alphabet | -        | nor is O
    9144030070846113ST | alphabet | -        | nor is S
    9144030070846113VT | alphabet | -        | nor is V
    9144030070846113ZT | alphabet | -        | nor is Z
    91440300708461136Z | alphabet | T        | a check character outside the alphabet
    9144030070846113中T | alphabet | -        | a Chinese character
    91A40300708461136T | region   | -        | the region is digits
    914403O0708461136T | alphabet | -        | the letter O in the region
    91440300708461136U | check    | T        | one letter off
    91330000799655058B | check    | 6        | the region of another office
    91350211M0000XUF46 | check    | *        | a real firm whose code fails
  `)) {
    test(`refuses ${row.code || 'an empty code'}: ${row.why}`, () => {
      const found = checkUscc(row.code)
      assert.equal(found.valid, false)
      assert.equal(found.fault, row.fault)
      if (row.expected !== '*') assert.equal(found.expectedCheck ?? '-', row.expected)
    })
  }

  test('finds every genuine and every made-up code valid, the inner code too', () => {
    for (const code of good) {
      const expected = { valid: true, normalised: code, expectedCheck: code[17], orgCodeOk: true }
      // The sample of a software manual has an invented inner code.
      if (code === '91350100M000100Y43') assert.equal(checkUscc(code).valid, true)
      else assert.deepEqual(checkUscc(code), expected, code)
    }
  })

  test('names the check character 0 where the sum is divisible by 31', () => {
    assert.equal(usccFor('91340600MA0000007'), '91340600MA00000070')
  })

  test('only warns when the inner organisation code does not hold', () => {
    const code = usccFor('91340600MA0000016')
    assert.deepEqual(checkUscc(code), {
      valid: true,
      normalised: code,
      expectedCheck: code[17],
      orgCodeOk: false,
    })
  })

  test('finds the inner code of a real firm right though its own check fails', () => {
    const found = checkUscc('91350211M0000XUF46')
    assert.equal(found.fault, 'check')
    assert.equal(found.orgCodeOk, true)
    assert.notEqual(found.expectedCheck, '6')
  })

  test('says the same as an independent library for any body', () => {
    fc.assert(
      fc.property(bodies, fc.constantFrom(...alphabet), (body, check) => {
        const whole = usccFor(body)
        assert.equal(stdnum.CN?.uscc?.validate(whole).isValid, !oracleFails(whole))
        if (check !== whole[17]) assert.equal(stdnum.CN?.uscc?.validate(body + check).isValid, false)
        assert.equal(checkUscc(body + check).valid, check === whole[17])
      }),
      { numRuns: 500 },
    )
  })

  test('notices any single wrong character and any swap of two neighbours', () => {
    fc.assert(
      fc.property(
        bodies,
        fc.nat({ max: 17 }),
        fc.nat({ max: 16 }),
        fc.constantFrom(...alphabet),
        (body, at, swap, wrong) => {
          const code = usccFor(body)
          const changed = code.slice(0, at) + wrong + code.slice(at + 1)
          assert.equal(checkUscc(changed).valid, changed === code)
          const swapped =
            code.slice(0, swap) + code.charAt(swap + 1) + code.charAt(swap) + code.slice(swap + 2)
          assert.equal(checkUscc(swapped).valid, swapped === code)
        },
      ),
      { numRuns: 500 },
    )
  })

  test('answers for any text at all', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 40 }), (text) => {
        const found = checkUscc(text)
        assert.equal(found.valid, found.fault === undefined)
        assert.equal(normaliseUscc(found.normalised), found.normalised)
      }),
    )
  })
})

// The oracle leaves out the outer modulus, so it refuses every code whose check character is rightly 0.
const oracleFails = (code: string): boolean => code.endsWith('0')

describe('writing a unified social credit code', () => {
  for (const row of table(`
    typed                      | normalised         | why
    91340600ma0000015t         | 91340600MA0000015T | small letters
    ９１３４０６００ＭＡ０００００１５Ｔ | 91340600MA0000015T | full-width characters
    91340600-MA0000015-T       | 91340600MA0000015T | dashes
    9134 0600 MA00 0001 5T     | 91340600MA0000015T | blanks inside
    91340600–MA0000015—T       | 91340600MA0000015T | long dashes
    ß                          | ß                  | other letters stay as they are
  `)) {
    test(`normalises ${row.why}`, () => assert.equal(normaliseUscc(row.typed), row.normalised))
  }

  test('drops blanks and invisible marks around and inside', () => {
    assert.equal(normaliseUscc(' \u300091340600\u00a0MA\u200b0000015T\ufeff\n'), '91340600MA0000015T')
  })

  test('refuses to make a code of a body that is not well formed', () => {
    for (const body of ['', '91340600MA000001', '91340600MA000001I', '9134060XMA0000015']) {
      assert.throws(() => usccFor(body), /first 17/)
    }
  })

  test('makes the check characters of the organisation code, X and 0 among them', () => {
    assert.equal(orgCodeCheck('70846113'), '6')
    assert.equal(orgCodeCheck('10000595'), 'X')
    assert.equal(orgCodeCheck('MA000000'), usccFor('91340600MA0000007').slice(16, 17))
    assert.throws(() => orgCodeCheck('1234567'))
  })
})
