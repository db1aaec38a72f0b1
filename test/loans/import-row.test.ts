import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { importStates, mayBook } from '../../server/loans/import.ts'
import { type ImportColumn, importColumns, readRow, repetitions } from '../../server/loans/import-row.ts'

const fine = {
  loan: 'DK20260310-0001',
  paidOn: '2026-04-10',
  principal: '8,000.50',
  interest: '362.5',
  reference: 'LS1',
}
const read = (changes: Partial<Record<ImportColumn, string>> = {}, formulas: ImportColumn[] = []) => {
  const cells = { ...fine, ...changes }
  return readRow({ row: 7, typed: importColumns.map((column) => cells[column]), formulas })
}
const faultsOf = (changes: Partial<Record<ImportColumn, string>>, formulas: ImportColumn[] = []) =>
  read(changes, formulas).faults.map(({ column, code }) => `${column} ${code}`)

describe('a row of a file', () => {
  test('is read to the fen, whichever way people and spreadsheets write it', () => {
    const { loan, paidOn, principalFen, interestFen, reference, faults } = read()
    assert.deepEqual(faults, [])
    assert.deepEqual(
      [loan, paidOn, principalFen, interestFen, reference],
      ['DK20260310-0001', '2026-04-10', 800_050, 36_250, 'LS1'],
    )
    assert.equal(read({ paidOn: '2026/4/10' }).paidOn, '2026-04-10')
    assert.equal(read({ paidOn: '２０２６年４月１０日' }).paidOn, '2026-04-10')
    assert.equal(read({ principal: ' ８０００.５ ' }).principalFen, 800_050)
    assert.equal(read({ interest: '' }).interestFen, 0)
    assert.equal(read({ reference: '' }).reference, null)
  })

  for (const [name, changes, wanted] of [
    ['without a loan', { loan: '' }, ['loan required']],
    ['without a day', { paidOn: '' }, ['paidOn required']],
    ['with a day that does not exist', { paidOn: '2026-02-30' }, ['paidOn not-a-day']],
    ['with a thousandth of a yuan', { principal: '1.001' }, ['principal too-many-decimals']],
    ['with words for an amount', { interest: '按合同' }, ['interest not-an-amount']],
    ['with less than nothing', { principal: '-1' }, ['principal negative']],
    ['with more than a number holds', { principal: '99999999999999999' }, ['principal too-large']],
    ['about nothing', { principal: '0', interest: '' }, ['principal not-positive']],
    ['with a number of many letters', { reference: 'X'.repeat(61) }, ['reference too-long']],
    ['with a letter that deceives', { loan: 'DK\u202e1' }, ['loan strange-characters']],
    ['with two faults', { paidOn: 'x', principal: 'y' }, ['paidOn not-a-day', 'principal not-an-amount']],
  ] as const) {
    test(`${name} is wrong in its cell`, () => assert.deepEqual(faultsOf(changes), wanted))
  }

  test('with a formula is wrong, whatever the formula came to', () => {
    assert.deepEqual(faultsOf({}, ['principal']), ['principal formula'])
    assert.deepEqual(faultsOf({ principal: 'x' }, ['principal']), ['principal formula'])
  })

  test('keeps what was typed, and no more columns than there are', () => {
    const typed = ['DK1', '', '1', '2', '', '上次的原因']
    assert.deepEqual(readRow({ row: 3, typed, formulas: [] }).typed, typed.slice(0, 5))
  })
})

describe('rows that repeat each other', () => {
  const row = (at: number, reference: string | null, likeness = 'same', loanId = 'loan') => ({
    row: at,
    reference,
    likeness,
    loanId,
  })
  const repeated = (...rows: ReturnType<typeof row>[]) => {
    const earlier = repetitions()
    return rows.map((one) => [one.row, earlier(one)]).filter(([, found]) => found !== undefined)
  }

  test('by number, whatever else they say', () => {
    assert.deepEqual(repeated(row(2, 'A', 'one'), row(3, 'A', 'other', 'another')), [[3, 2]])
  })
  test('by loan, day and sums, when one of them has no number', () => {
    assert.deepEqual(repeated(row(2, null), row(3, null)), [[3, 2]])
    assert.deepEqual(repeated(row(2, 'A'), row(3, null)), [[3, 2]])
    assert.deepEqual(repeated(row(2, null), row(3, 'A')), [[3, 2]])
    assert.deepEqual(repeated(row(2, 'A'), row(3, 'B'), row(4, null)), [[4, 2]])
  })
  test('are not those with two numbers, or of two loans', () => {
    assert.deepEqual(repeated(row(2, 'A'), row(3, 'B')), [])
    assert.deepEqual(repeated(row(2, null, 'same', 'one'), row(3, null, 'same', 'two')), [])
    assert.deepEqual(repeated(row(2, null, 'one'), row(3, null, 'two')), [])
  })
})

describe('a checked file', () => {
  const code = (
    goodRows: number,
    badRows: number,
    mode: 'all' | 'good',
    state: (typeof importStates)[number] = 'checked',
  ) => {
    const outcome = mayBook({ state, goodRows, badRows }, mode)
    return outcome.ok ? 'done' : outcome.refusal.code
  }

  test('is booked whole only when no row is wrong', () => {
    assert.equal(code(10, 0, 'all'), 'done')
    assert.equal(code(10, 1, 'all'), 'import-has-bad-rows')
    assert.equal(code(10, 1, 'good'), 'done')
    assert.equal(code(0, 3, 'good'), 'import-nothing-good')
  })
  test('is booked once', () => {
    for (const state of importStates.filter((one) => one !== 'checked'))
      assert.equal(code(10, 0, 'all', state), 'import-moved-on')
  })
})
