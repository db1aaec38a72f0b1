import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  type AgreementTerms,
  agreementStates,
  checkAgreement,
  checkLoan,
  type LoanToGuarantee,
  moveAgreement,
} from '../../server/batches/agreement.ts'
import { mayBook, readRow, repeated, rowsOfSheet } from '../../server/batches/filing.ts'
import { ceilingOf } from '../../server/claims/ground.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'

const yuan = (amount: number): Fen => fen(amount * 100)
const today = day('2026-03-10')
const terms: AgreementTerms = {
  ...{ startsOn: day('2026-03-10'), endsOn: day('2027-03-10') },
  ...{ perLoanFen: yuan(1_000_000), totalFen: yuan(5_000_000) },
  ...{ feePpm: ppm(8_000), ceilingPpm: ppm(30_000) },
}

test('an agreement says no more than policy and arrangement allow, each line included', () => {
  const bounds = { ceilingPpm: ppm(30_000), feePpm: ppm(10_000), customerCapFen: yuan(20_000_000) }
  const cases: readonly [Partial<AgreementTerms>, readonly string[]][] = [
    [{}, []],
    [{ startsOn: day('2026-03-09') }, ['day-passed']],
    [{ endsOn: day('2026-03-10') }, ['ends-before']],
    [{ perLoanFen: yuan(5_000_000) }, []],
    [{ perLoanFen: fen(yuan(5_000_000) + 1) }, ['per-loan-above-total']],
    [{ perLoanFen: yuan(20_000_000), totalFen: yuan(90_000_000) }, []],
    [{ perLoanFen: fen(yuan(20_000_000) + 1), totalFen: yuan(90_000_000) }, ['per-loan-above-cap']],
    [{ feePpm: ppm(10_000) }, []],
    [{ feePpm: ppm(10_001) }, ['fee-above-cap']],
    [{ ceilingPpm: ppm(30_001) }, ['ceiling-above-policy']],
    [{ ceilingPpm: ppm(0) }, ['not-positive']],
  ]
  for (const [changes, wanted] of cases)
    assert.deepEqual(
      checkAgreement({ ...terms, ...changes }, bounds, today).map(({ code }) => code),
      wanted,
      JSON.stringify(changes),
    )
  for (const state of agreementStates)
    assert.equal(moveAgreement(state, 'in-force').ok, state === 'proposed', state)
})

test('a loan is filed within the period, the sum for one and the sum for all; at each line it passes', () => {
  const agreed = { ...terms, state: 'in-force' as const, bankId: 'a', guarantorId: 'g' }
  const loan: LoanToGuarantee = {
    ...{ bankId: 'a', guarantorId: 'g', state: 'drawn', amountFen: yuan(1_000_000), firstDrawnOn: today },
  }
  const cases: readonly [object, Partial<LoanToGuarantee>, Fen, string][] = [
    [{}, {}, fen(0), 'done'],
    [{}, { guarantorId: null }, fen(0), 'done'],
    [{ state: 'proposed' }, {}, fen(0), 'agreement-not-in-force'],
    [{ startsOn: day('2026-03-11') }, {}, fen(0), 'agreement-not-in-force'],
    [{ startsOn: day('2025-03-01'), endsOn: day('2026-03-10') }, {}, fen(0), 'done'],
    [{ startsOn: day('2025-03-01'), endsOn: day('2026-03-09') }, {}, fen(0), 'agreement-not-in-force'],
    [{}, { bankId: 'b' }, fen(0), 'loan-of-other-bank'],
    [{}, { guarantorId: 'h' }, fen(0), 'other-guarantor-named'],
    [{}, { state: 'overdue' }, fen(0), 'loan-late'],
    [{}, { state: 'signed', firstDrawnOn: null }, fen(0), 'loan-not-out'],
    [{}, { state: 'settled' }, fen(0), 'loan-not-out'],
    [{}, { firstDrawnOn: day('2026-03-09') }, fen(0), 'drawn-outside-period'],
    [{}, { amountFen: fen(yuan(1_000_000) + 1) }, fen(0), 'loan-above-agreement'],
    [{}, {}, yuan(4_000_000), 'done'],
    [{}, {}, fen(yuan(4_000_000) + 1), 'agreement-used-up'],
    [{}, {}, yuan(6_000_000), 'agreement-used-up'],
  ]
  for (const [changes, more, used, wanted] of cases) {
    const found = checkLoan({ ...agreed, ...changes }, { ...loan, ...more }, used, today)
    assert.equal(found.ok ? 'done' : found.refusal.code, wanted, JSON.stringify({ changes, more, used }))
  }
  const three = { guaranteedFen: yuan(1_000_000), claimedFen: yuan(10_000) }
  assert.equal(ceilingOf(three, ppm(30_000)), yuan(20_000))
  assert.equal(ceilingOf({ ...three, claimedFen: yuan(31_000) }, ppm(30_000)), 0)
})

test('a row says which loan and what sum; formulas, blanks and repetitions are told', () => {
  const read = (loan: string, amount: string, formula = false) => readRow({ row: 2, loan, amount, formula })
  assert.deepEqual(
    [read(' ＤＫ1 ', '1,000.50'), read('DK1', '1'), read('DK1', '')].map(({ loan, amountFen, fault }) => [
      loan,
      amountFen,
      fault?.code ?? null,
    ]),
    [
      ['DK1', 100_050, null],
      ['DK1', 100, null],
      ['DK1', null, 'required'],
    ],
  )
  assert.equal(read('DK1', '1', true).fault?.code, 'formula')
  assert.ok(read('DK1', 'abc').fault)
  const rows = [
    { row: 2, loanId: 'a' },
    { row: 3, loanId: null },
    { row: 4, loanId: 'a' },
  ]
  assert.deepEqual([...repeated(rows)], [[4, 2]])
  const labels = { loan: '贷款编号或合同编号', amount: '贷款金额（元）' }
  const sheet = (header: string[], ...body: string[][]) => ({
    rows: [header, ...body],
    formulas: [[1, 1]] as const,
  })
  const found = rowsOfSheet(sheet(['贷款金额（元）*', '贷款编号或合同编号*'], ['5', 'DK9'], ['', '']), [
    labels,
  ])
  assert.deepEqual(found.ok && found.rows, [{ row: 2, loan: 'DK9', amount: '5', formula: true }])
  assert.equal(codeOf(rowsOfSheet(sheet(['贷款'], ['1']), [labels])), 'batch-header-wrong')
  assert.equal(codeOf(rowsOfSheet(sheet(Object.values(labels)), [labels])), 'batch-no-rows')
  assert.equal(codeOf(mayBook({ state: 'booked', goodRows: 1 })), 'filing-moved')
  assert.equal(codeOf(mayBook({ state: 'checked', goodRows: 0 })), 'filing-nothing-good')
})

const codeOf = (found: { ok: true } | { ok: false; refusal: { code: string } }) =>
  found.ok ? 'done' : found.refusal.code
