import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { inboxes, notices } from '../../db/tables/inbox.ts'
import { loans } from '../../db/tables/loans.ts'
import { repayments } from '../../db/tables/repayments.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { bookImport, checkFile, giveUpImport, reverseImport } from '../../server/loans/actions-imports.ts'
import type { TypedRow } from '../../server/loans/import-row.ts'
import { closeLoanDay, reportRepayment } from '../../server/loans/index.ts'
import { type LoanRow, repaymentsOf } from '../../server/loans/rows.ts'
import { type ImportBatch, importById, rowsOfImport } from '../../server/loans/rows-imports.ts'
import { day } from '../../server/money/day.ts'
import { fen, noFen, plus } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { codeOf, given, onShelf } from '../applications/played.ts'
import { once } from '../needs/sample-draft.ts'
import { type Town, town } from '../support/app.ts'
import { drawn, loanNow, signed } from './contract.ts'

const million = 100_000_000
const today = '2026-03-10'

type Cells = readonly [loan: string, paidOn: string, principal: string, interest: string, reference?: string]
const sheet = (...rows: readonly Cells[]): TypedRow[] =>
  rows.map((cells, at) => ({
    row: at + 2,
    typed: [...cells.slice(0, 4), cells[4] ?? ''] as string[],
    formulas: [],
  }))

const checked = async (
  { store, by, cast }: Town,
  rows: readonly TypedRow[],
  who = cast.zhou,
): Promise<ImportBatch> => {
  const file = { name: 'r.xlsx', hash: 'h', rows }
  return given(await checkFile(store, by(who), present(who.institutionId, 'a bank'), file)).batch
}
const badOf = async ({ store }: Town, { id }: ImportBatch) =>
  (await rowsOfImport(store.read, id, 'bad', 100)).flatMap(({ row, faults }) =>
    faults.map(({ column, code }) => `${row} ${column} ${code}`),
  )
const paidOf = async ({ store }: Town, { id }: LoanRow) =>
  plus(...(await repaymentsOf(store.read, id)).map(({ principalFen }) => principalFen))

/** Two loans of bank A that are out, each of one million. */
async function twoLoans() {
  const made = await town()
  const productId = await onShelf(made)
  const one = await drawn(made, await signed(made, productId), million)
  const other = await drawn(made, await signed(made, productId), million)
  return { made, one, other }
}

describe('a file of repayments', () => {
  test('is checked without a fen being booked', async () => {
    const { made, one, other } = await twoLoans()
    const batch = await checked(
      made,
      sheet(
        [one.number, today, '10000', '5'],
        [other.number, today, '1000000', '0.01'],
        ['DK-NONE', today, '1', ''],
      ),
    )
    const { state, goodRows, badRows, loanCount, settledCount, principalFen, interestFen, number } = batch
    assert.deepEqual(
      { state, goodRows, badRows, loanCount, settledCount, principalFen, interestFen, number },
      {
        ...{ state: 'checked', goodRows: 2, badRows: 1, loanCount: 2, settledCount: 1 },
        ...{ principalFen: 101_000_000, interestFen: 501, number: 'DR20260310-0001' },
      },
    )
    assert.equal(await made.store.read.$count(repayments), 0)
    assert.equal((await loanNow(made, one)).version, one.version)
  })

  test('finds what is wrong row by row, by the very rules of a single report', async () => {
    const { made, one, other } = await twoLoans()
    given(
      await reportRepayment(made.parts, made.by(made.cast.zhou), other.id, {
        ...{ principalFen: fen(100), interestFen: noFen, paidOn: day(today), reference: 'LS-9' },
      }),
    )
    const batch = await checked(
      made,
      sheet(
        [one.number, '2026-03-09', '1', ''], // 2: before the money went out
        [one.number, '2026-03-11', '1', ''], // 3: tomorrow
        [one.number, today, '999999.99', ''], // 4: all but a fen
        [one.number, today, '0.02', ''], // 5: one fen too much
        [one.number, today, '0.01', ''], // 6: the last fen
        [one.number, today, '', '3'], // 7: nothing is out any more
        [other.number, today, '1', ''], // 8: reported before, without a number here
        [other.number, today, '7', '', 'LS-9'], // 9: the number was used
        [other.number, today, '5', '', 'LS-10'], // 10
        [other.number, today, '5', ''], // 11: the same again
        [other.number, today, '6', '', 'LS-10'], // 12: the number again
        ['HT-2026-001', today, '1', ''], // 13: the number of both contracts
        ['no such loan', today, '1', ''], // 14
        [other.number, 'soon', 'much', ''], // 15
      ),
    )
    assert.deepEqual(await badOf(made, batch), [
      '2 paidOn before-drawing',
      '3 paidOn future-day',
      '5 principal over-balance',
      '7 loan not-repayable',
      '8 paidOn repeated-before',
      '9 reference repeated-before',
      '11 loan repeated-in-file',
      '12 loan repeated-in-file',
      '13 loan loan-ambiguous',
      '14 loan loan-unknown',
      '15 paidOn not-a-day',
      '15 principal not-an-amount',
    ])
    assert.deepEqual([batch.goodRows, batch.badRows], [3, 11])
  })

  test('of another bank’s loans finds none of them', async () => {
    const { made, one } = await twoLoans()
    const batch = await checked(
      made,
      sheet([one.number, today, '1', ''], ['HT-2026-001', today, '2', '']),
      made.cast.wu,
    )
    assert.deepEqual(await badOf(made, batch), ['2 loan loan-unknown', '3 loan loan-unknown'])
  })

  test('is booked whole in one go, and the loans say so', async () => {
    const { made, one, other } = await twoLoans()
    const batch = await checked(
      made,
      sheet(
        [one.number, today, '10000', '5', 'LS-1'],
        [one.number, today, '20000', ''],
        [other.number, today, '1000000', '0.01'],
      ),
    )
    const booked = given(await bookImport(made.parts, made.by(made.cast.qian), batch, 'all')).batch
    assert.deepEqual([booked.state, booked.mode, booked.bookedBy], ['booked', 'all', made.cast.qian.id])
    assert.equal((await loanNow(made, one)).balanceFen, 97_000_000)
    const settled = await loanNow(made, other)
    assert.deepEqual([settled.state, settled.balanceFen, settled.settledOn], ['settled', 0, today])
    const [first] = await repaymentsOf(made.store.read, one.id)
    assert.deepEqual([first?.importId, first?.importRow, first?.reference], [batch.id, 2, 'LS-1'])
    const [told] = await trailOf(made.store.read, 'loan', one.id)
    assert.deepEqual(
      [told?.happening, told?.personId, told?.details],
      [
        'loans.repaid',
        made.cast.qian.id,
        { import: batch.number, payments: 2, principalFen: 3_000_000, interestFen: 500 },
      ],
    )
    assert.equal((await trailOf(made.store.read, 'import', batch.id))[0]?.toState, 'booked')
  })

  test('tells each loan’s sides once, when it is booked and when it is taken back, as a single report would', async () => {
    const { made, one, other } = await twoLoans()
    const { store, by, cast, clock } = made
    await store.transact((tx) => tx.delete(notices))
    const told = async () => {
      const found = await store.read.select().from(notices)
      const unread = await store.read.select().from(inboxes).where(eq(inboxes.personId, cast.lin.id))
      return [
        found
          .filter(({ personId }) => personId === cast.lin.id)
          .map(({ words, values, href }) => [words, values.number, href].join(' '))
          .toSorted(),
        found.filter(({ personId }) => personId === cast.zhou.id).map(({ words }) => words),
        unread[0]?.unread,
      ]
    }
    const [, , before] = (await told()) as [unknown, unknown, number]
    const rows = sheet(
      [one.number, today, '10000', '5'],
      [other.number, today, '600000', ''],
      [other.number, today, '400000', ''],
    )
    const batch = given(await bookImport(made.parts, by(cast.qian), await checked(made, rows), 'all')).batch
    const settled = `loans.notice.settled ${other.number} /loans/${other.id}`
    assert.deepEqual(await told(), [[settled], [], before + 1])
    // The first instalment is late by now: the one is overdue without its payment, of the other the bank hears too.
    clock.set('2026-04-12T01:30:00.000Z')
    given(await reverseImport(made.parts, by(cast.qian), batch, '传错了月份。'))
    const late = [one, other].map(({ id, number }) => `loans.notice.overdue ${number} /loans/${id}`)
    assert.deepEqual(await told(), [
      [...late, settled].toSorted(),
      ['loans.notice.overdue', 'loans.notice.overdue'],
      before + 3,
    ])
  })

  test('whose taking back makes no loan late tells the firm of it, loan by loan', async () => {
    const { made, one, other } = await twoLoans()
    const { store, by, cast } = made
    const rows = sheet([one.number, today, '10000', '5'], [other.number, today, '20000', ''])
    const batch = given(await bookImport(made.parts, by(cast.zhou), await checked(made, rows), 'all')).batch
    await store.transact((tx) => tx.delete(notices))
    given(await reverseImport(made.parts, by(cast.zhou), batch, '错了。'))
    const found = (await store.read.select().from(notices)).filter(({ personId }) => personId === cast.lin.id)
    assert.deepEqual(
      found.map(({ words, subjectId }) => `${words} ${subjectId}`).toSorted(),
      [one, other].map(({ id }) => `loans.notice.repayment-reversed ${id}`).toSorted(),
    )
  })

  test('is booked once, by one of two who press at the same moment', async () => {
    const { made, one } = await twoLoans()
    const batch = await checked(made, sheet([one.number, today, '10000', '']))
    const { store, by, cast } = made
    const pressed = await Promise.all([0, 1].map(() => bookImport(made.parts, by(cast.zhou), batch, 'all')))
    assert.deepEqual(pressed.map(codeOf).toSorted(), ['done', 'stale'])
    assert.equal(codeOf(await bookImport(made.parts, by(cast.zhou), batch, 'all')), 'stale')
    const now = present(await importById(store.read, batch.id), 'the import')
    assert.equal(codeOf(await bookImport(made.parts, by(cast.zhou), now, 'all')), 'import-moved-on')
    assert.equal(await paidOf(made, one), 1_000_000)
  })

  test('with a wrong row is booked by its good rows, and only when asked to', async () => {
    const { made, one } = await twoLoans()
    const { by, cast } = made
    const batch = await checked(made, sheet([one.number, today, '10000', ''], ['x', today, '1', '']))
    assert.equal(codeOf(await bookImport(made.parts, by(cast.zhou), batch, 'all')), 'import-has-bad-rows')
    assert.equal(await paidOf(made, one), 0)
    given(await bookImport(made.parts, by(cast.zhou), batch, 'good'))
    assert.equal(await paidOf(made, one), 1_000_000)
    const bad = await checked(made, sheet(['x', today, '1', '']))
    assert.equal(codeOf(await bookImport(made.parts, by(cast.zhou), bad, 'good')), 'import-nothing-good')
  })

  test('whose loans moved on is not booked, and shows its new check', async () => {
    const { made, one, other } = await twoLoans()
    const { store, by, cast } = made
    const batch = await checked(
      made,
      sheet([one.number, today, '600000', '', 'LS-1'], [other.number, today, '1', '', 'LS-2']),
    )
    const report = { principalFen: fen(50_000_000), interestFen: noFen, paidOn: day(today) }
    given(await reportRepayment(made.parts, by(cast.zhou), one.id, report))
    assert.equal(codeOf(await bookImport(made.parts, by(cast.zhou), batch, 'all')), 'import-changed')
    assert.equal(await paidOf(made, other), 0)
    const again = present(await importById(store.read, batch.id), 'the import')
    assert.deepEqual([again.state, again.goodRows, again.badRows, again.principalFen], ['checked', 1, 1, 100])
    assert.deepEqual(await badOf(made, again), ['2 principal over-balance'])
    given(await bookImport(made.parts, by(cast.zhou), again, 'good'))
    assert.deepEqual([await paidOf(made, one), await paidOf(made, other)], [50_000_000, 100])
  })

  test('sent again finds every row reported before', async () => {
    const { made, one, other } = await twoLoans()
    const rows = sheet([one.number, today, '10000', '', 'LS-1'], [other.number, today, '1', '2'])
    given(await bookImport(made.parts, made.by(made.cast.zhou), await checked(made, rows), 'all'))
    assert.deepEqual(await badOf(made, await checked(made, rows)), [
      '2 reference repeated-before',
      '3 paidOn repeated-before',
    ])
  })

  test('brings a late loan up to date', async () => {
    const { made, one, other } = await twoLoans()
    const on = day('2026-04-12')
    await closeLoanDay(made.parts, byPlatform(startOf(on), on))
    made.clock.set(`${on}T01:30:00.000Z`)
    const batch = await checked(
      made,
      sheet([one.number, on, '85309.90', ''], [other.number, on, '85309.89', '']),
    )
    given(await bookImport(made.parts, made.by(made.cast.zhou), batch, 'all'))
    const [paid, late] = [await loanNow(made, one), await loanNow(made, other)]
    assert.deepEqual([paid.state, paid.overdueSince, paid.clearedOn], ['drawn', null, on])
    assert.deepEqual([late.state, late.overdueSince], ['overdue', '2026-04-10'])
  })

  test('that was given up is not booked any more; one form is read once', async () => {
    const { made, one } = await twoLoans()
    const { store, by, cast } = made
    const batch = await checked(made, sheet([one.number, today, '10000', '']))
    const given1 = given(await giveUpImport(store, by(cast.zhou), batch)).batch
    assert.equal(codeOf(await bookImport(made.parts, by(cast.zhou), given1, 'all')), 'import-moved-on')
    assert.equal(codeOf(await giveUpImport(store, by(cast.zhou), given1)), 'import-moved-on')
    const twice = once(by(cast.zhou), 'a-form')
    const file = { name: 'r.xlsx', hash: 'h', rows: sheet([one.number, today, '1', '']) }
    const bank = cast.institutionIds.bankA
    assert.equal(codeOf(await checkFile(store, twice, bank, file)), 'done')
    assert.equal(codeOf(await checkFile(store, twice, bank, file)), 'already-submitted')
  })
})

describe('a booked file is taken back', () => {
  test('by rows against its own, none of which is changed', async () => {
    const { made, one, other } = await twoLoans()
    const { store, by, cast } = made
    given(
      await reportRepayment(made.parts, by(cast.zhou), one.id, {
        ...{ principalFen: fen(7), interestFen: noFen, paidOn: day(today) },
      }),
    )
    const rows = sheet([one.number, today, '10000', '5', 'LS-1'], [other.number, today, '1000000', '1'])
    const batch = given(await bookImport(made.parts, by(cast.zhou), await checked(made, rows), 'all')).batch
    const before = await store.read.select().from(repayments).orderBy(repayments.id)
    made.clock.forward(60)
    const back = given(await reverseImport(made.parts, by(cast.qian), batch, '传错了月份。')).batch
    assert.deepEqual([back.state, back.endedBy, back.why], ['reversed', cast.qian.id, '传错了月份。'])
    const after = await store.read.select().from(repayments).orderBy(repayments.id)
    assert.deepEqual(after.slice(0, before.length), before)
    assert.deepEqual(
      after
        .slice(before.length)
        .map(({ principalFen, interestFen, reference }) => [principalFen, interestFen, reference]),
      [
        [-1_000_000, -500, null],
        [-100_000_000, -100, null],
      ],
    )
    assert.equal((await loanNow(made, one)).balanceFen, million - 7)
    const reopened = await loanNow(made, other)
    assert.deepEqual([reopened.state, reopened.balanceFen, reopened.settledOn], ['drawn', million, null])
    assert.equal((await trailOf(store.read, 'loan', other.id))[0]?.why, '传错了月份。')
    assert.equal(
      codeOf(await reverseImport(made.parts, by(cast.qian), back, '再来一次。')),
      'import-moved-on',
    )
    assert.equal(codeOf(await reverseImport(made.parts, by(cast.qian), batch, '再来一次。')), 'stale')
  })

  test('and may then be sent rightly, under the same numbers', async () => {
    const { made, one } = await twoLoans()
    const { by, cast } = made
    const rows = sheet([one.number, today, '10000', '5', 'LS-1'])
    for (let time = 0; time < 2; time += 1) {
      const batch = given(await bookImport(made.parts, by(cast.zhou), await checked(made, rows), 'all')).batch
      if (time === 0) given(await reverseImport(made.parts, by(cast.qian), batch, '错了。'))
    }
    assert.equal((await loanNow(made, one)).balanceFen, 99_000_000)
  })

  test('and the loan is late again where it was', async () => {
    const { made, one } = await twoLoans()
    const { by, cast } = made
    const on = day('2026-04-12')
    await closeLoanDay(made.parts, byPlatform(startOf(on), on))
    made.clock.set(`${on}T01:30:00.000Z`)
    const rows = sheet([one.number, on, '90000', ''])
    const batch = given(await bookImport(made.parts, by(cast.zhou), await checked(made, rows), 'all')).batch
    assert.equal((await loanNow(made, one)).state, 'drawn')
    given(await reverseImport(made.parts, by(cast.qian), batch, '错了。'))
    const { state, overdueSince } = await loanNow(made, one)
    assert.deepEqual([state, overdueSince], ['overdue', '2026-04-10'])
  })
})

test('a repayment is never changed, deleted or replaced, and reversed once at most', async () => {
  const { made, one } = await twoLoans()
  const { store, by, cast } = made
  given(
    await reportRepayment(made.parts, by(cast.zhou), one.id, {
      ...{ principalFen: fen(7), interestFen: noFen, paidOn: day(today) },
    }),
  )
  const [row] = await repaymentsOf(store.read, one.id)
  const known = present(row, 'a repayment')
  await assert.rejects(
    store.transact((tx) => tx.update(repayments).set({ principalFen: fen(1) })),
    /never changed|Failed/,
  )
  await assert.rejects(
    store.transact((tx) => tx.delete(repayments)),
    /never deleted|Failed/,
  )
  const reversal = { ...known, principalFen: fen(-7), reversalOf: known.id, reference: null }
  await store.transact((tx) => tx.insert(repayments).values({ ...reversal, id: newId() }))
  await assert.rejects(store.transact((tx) => tx.insert(repayments).values({ ...reversal, id: newId() })))
  await assert.rejects(
    store.transact((tx) => tx.insert(repayments).values({ ...known, principalFen: fen(-1), id: newId() })),
  )
  assert.equal(await store.read.$count(loans, eq(loans.id, one.id)), 1)
})
