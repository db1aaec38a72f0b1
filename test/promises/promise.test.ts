import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { markOfLetter } from '../../server/promises/letter.ts'
import { checkPromise, movePromise, promiseMoves, promiseStates } from '../../server/promises/promise.ts'
import { table, whole } from '../support/table.ts'

const today = day('2026-03-10')
const terms = {
  ...{ letterNumber: '承 1 号', signer: '钱慧', accountName: '待划转', accountNumber: '2000' },
  ...{ amountFen: fen(1000), validUntil: day('2026-04-09'), newLoanBy: day('2026-03-20') },
}

describe('a promise letter', () => {
  for (const row of table(`
    amount | least | valid      | newLoan    | bank | says
    1000   | 1000  | 2026-04-09 | 2026-03-20 | A    | ok
    999    | 1000  | 2026-04-09 | 2026-03-20 | A    | promise-too-small
    1000   | 1000  | 2026-03-10 | 2026-03-10 | A    | ok
    1000   | 1000  | 2026-03-09 | 2026-03-09 | A    | promise-expired
    1000   | 1000  | 2026-04-09 | 2026-04-10 | A    | promise-new-loan-late
    1000   | 1000  | 2026-04-09 | 2026-03-09 | A    | promise-new-loan-late
    1000   | 1000  | 2026-04-09 | 2026-03-20 | B    | promise-bank-foreign
  `))
    test(`of ${row.amount} until ${row.valid}, the new loan by ${row.newLoan}, from bank ${row.bank}: ${row.says}`, () => {
      const said = {
        ...terms,
        amountFen: fen(whole(row.amount)),
        validUntil: day(row.valid),
        newLoanBy: day(row.newLoan),
      }
      const found = checkPromise(
        said,
        { leastFen: fen(whole(row.least)), holder: 'A', bank: row.bank },
        today,
      )
      assert.equal(found.ok ? 'ok' : found.refusal.code, row.says)
    })

  test('is used once', () => {
    assert.equal(movePromise('signed', 'used').ok, true)
    const again = movePromise('used', 'used')
    assert.equal(again.ok ? 'ok' : again.refusal.code, 'promise-used')
    for (const from of promiseStates)
      for (const to of promiseStates)
        assert.equal(movePromise(from, to).ok, promiseMoves[from].includes(to), `${from} → ${to}`)
  })

  test('has a mark that changes with every word of it', () => {
    const letter = { ...terms, number: 'CN-1', loanId: 'l', bridgeId: 'b' }
    const others = Object.keys(letter).map((key) =>
      markOfLetter({ ...letter, [key]: key.endsWith('Fen') ? fen(1) : `${Reflect.get(letter, key)}x` }),
    )
    assert.equal(new Set([markOfLetter(letter), ...others]).size, others.length + 1)
    assert.equal(markOfLetter({ ...letter }), markOfLetter(letter))
  })
})
