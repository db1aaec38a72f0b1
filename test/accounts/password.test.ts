import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  checkPassword,
  hashPassword,
  type PasswordPolicy,
  passwordPolicies,
  samePassword,
} from '../../server/accounts/password.ts'
import { table, yes } from '../support/table.ts'

const policyOf = (cell: string): PasswordPolicy => {
  const found = passwordPolicies.find((one) => one === cell)
  assert(found)
  return found
}

describe('the rules of a password', () => {
  for (const row of table(`
    policy | second factor | name  | password         | answer
    djbh3  | no            | zhou  | Abcde-1          | password-short
    djbh3  | yes           | zhou  | Abcde-1          | password-short
    djbh3  | no            | zhou  | Abcdef-1         | fine
    djbh3  | yes           | zhou  | abcdef-1         | fine
    djbh3  | no            | zhou  | abcdefg1         | password-simple
    djbh3  | no            | zhou  | ABCDEFG1         | password-simple
    djbh3  | no            | zhou  | Abcdefgh         | password-simple
    djbh3  | no            | zhou  | ABCDEFG-         | password-simple
    djbh3  | no            | zhou  | Hkdwqft1         | fine
    djbh3  | no            | zhou  | 融资桥梁abc1     | fine
    djbh3  | no            | zhou  | Trustno1         | password-common
    djbh3  | no            | zhou  | Passw0rd         | password-common
    djbh3  | no            | zhou  | P@ssword1        | password-common
    djbh3  | no            | zhou  | Aa1Aa1Aa1        | password-common
    djbh3  | no            | zhou  | Xx-zhou-2026     | password-contains-name
    djbh3  | no            | zhou  | Xx-ZHOU-2026     | password-contains-name
    djbh3  | no            | he    | Xx-he-2026       | fine
    djbh3  | no            | zhou  | Ａｂｃｄｅ-１    | password-short
    nist   | yes           | zhou  | sevench          | password-short
    nist   | yes           | zhou  | eightchr         | fine
    nist   | no            | zhou  | fourteen chars   | password-short
    nist   | no            | zhou  | fifteen letters  | fine
    nist   | no            | zhou  | 桥河山水田林湖草沙金木火土日月 | fine
    nist   | no            | zhou  | 桥河山水田林湖草沙金木火土日   | password-short
    nist   | no            | zhou  | aaaaaaaaaaaaaaaa | password-common
    nist   | yes           | zhou  | rongqiao123      | password-common
    nist   | no            | zhou  | my name is zhou, you know | password-contains-name
  `)) {
    test(`${row.policy}, second factor ${row['second factor']}: '${row.password}' is ${row.answer}`, () => {
      const person = { signInName: row.name, secondFactor: yes(row['second factor']) }
      const outcome = checkPassword(policyOf(row.policy), row.password, person)
      assert.equal(outcome.ok ? 'fine' : outcome.refusal.code, row.answer)
    })
  }
})

const [full, quick] = [{ passwordCost: 15 }, { passwordCost: 10 }]

describe('a stored password', () => {
  test('opens by the same password only, typed in either width, and by none where there is none', async () => {
    const stored = await hashPassword('Abcdef-1', quick)
    assert.equal(await samePassword('Abcdef-1', stored, quick), true)
    assert.equal(await samePassword('Ａbcdef-1', stored, quick), true)
    assert.equal(await samePassword('Abcdef-2', stored, quick), false)
    assert.equal(await samePassword('', null, quick), false)
    assert.equal(await samePassword('Abcdef-1', 'plain$Abcdef-1', quick), false)
  })

  test('never looks the same twice, and does not hold the password', async () => {
    const [one, other] = await Promise.all([hashPassword('Abcdef-1', full), hashPassword('Abcdef-1', full)])
    assert.notEqual(one, other)
    assert.ok(!one.includes('Abcdef'))
    assert.match(one, /^scrypt\$32768\$8\$3\$/)
  })
})
