import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import type { SizeClass } from '../../server/enterprises/size-class.ts'
import { closeLoanDay, reportRepayment } from '../../server/loans/index.ts'
import { drawdownsOf, type LoanRow } from '../../server/loans/rows.ts'
import { classesOfLoan } from '../../server/loans/rows-classes.ts'
import { type Day, day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { given, onShelf } from '../applications/played.ts'
import { type Town, town } from '../support/app.ts'
import { drawn, loanNow, signed } from './contract.ts'

const million = 100_000_000
/** The day of the first instalment of a loan that is drawn on the morning of the tests. */
const due = day('2026-04-10')

const night = (made: Town, on: Day) => closeLoanDay(made.parts, byPlatform(startOf(on), on))
const classOf = async (made: Town, loan: LoanRow) => (await loanNow(made, loan)).riskClass
const sized = (made: Town, size: SizeClass) =>
  made.store.transact((tx) =>
    tx.update(enterprises).set({ size }).where(eq(enterprises.id, made.cast.enterpriseIds.linFirm)),
  )

describe('the class of a loan, night by night', () => {
  test('follows the days since the oldest instalment that is not paid', async () => {
    const made = await town()
    const loan = await drawn(made, await signed(made), million)
    assert.equal((await loanNow(made, loan)).riskClass, null)
    for (const [days, wanted] of [
      [0, 'normal'],
      [1, 'special-mention'],
      [90, 'special-mention'],
      [91, 'substandard'],
      [270, 'substandard'],
      [271, 'doubtful'],
      [360, 'doubtful'],
      [361, 'loss'],
    ] as const) {
      await night(made, plusDays(due, days))
      assert.equal(await classOf(made, loan), wanted, `${days} days late`)
    }
    const history = (await classesOfLoan(made.store.read, loan.id)).toReversed()
    assert.deepEqual(
      history.map(({ classedOn, fromClass, toClass, overdueDays, reason, ruleVersion }) =>
        [classedOn, fromClass, toClass, overdueDays, reason, ruleVersion].join(' '),
      ),
      [
        '2026-04-10  normal 0 days five-class-1',
        '2026-04-11 normal special-mention 1 days five-class-1',
        '2026-07-10 special-mention substandard 91 days five-class-1',
        '2027-01-06 substandard doubtful 271 days five-class-1',
        '2027-04-06 doubtful loss 361 days five-class-1',
      ],
    )
  })

  test('is written once, however often the night is repeated', async () => {
    const made = await town()
    const loan = await drawn(made, await signed(made), million)
    for (const on of [plusDays(due, 1), plusDays(due, 1), plusDays(due, 2)]) await night(made, on)
    assert.equal((await classesOfLoan(made.store.read, loan.id)).length, 1)
  })

  test('rises at once for a small firm that has caught up, and is observed for a medium one', async () => {
    for (const [size, wanted] of [
      ['small', 'normal'],
      ['medium', 'substandard'],
    ] as const) {
      const made = await town()
      await sized(made, size)
      const loan = await drawn(made, await signed(made), million)
      const on = plusDays(due, 100)
      await night(made, on)
      assert.equal(await classOf(made, loan), 'substandard')
      made.clock.set(`${on}T01:30:00.000Z`)
      const back = { principalFen: fen(60_000_000), interestFen: fen(10_000_000), paidOn: on }
      given(await reportRepayment(made.parts, made.by(made.cast.zhou), loan.id, back))
      await night(made, plusDays(on, 1))
      assert.equal(await classOf(made, loan), wanted, size)
    }
  })

  test('of which nothing is owed is never late nor bad, and its rest may be drawn', async () => {
    const made = await town()
    await sized(made, 'medium')
    const { by, cast, clock } = made
    const loan = await drawn(made, await signed(made), million / 2)
    const on = plusDays(due, 100)
    await night(made, on)
    assert.equal(await classOf(made, loan), 'substandard')
    clock.set(`${on}T01:30:00.000Z`)
    const back = { principalFen: fen(million / 2), interestFen: fen(100), paidOn: on }
    given(await reportRepayment(made.parts, by(cast.zhou), loan.id, back))
    for (const later of [plusDays(on, 1), plusDays(on, 200), plusDays(due, 330)]) {
      await night(made, later)
      const { state, overdueSince, riskClass } = await loanNow(made, loan)
      assert.deepEqual([state, overdueSince, riskClass], ['drawn', null, 'normal'], later)
    }
    clock.set('2027-03-10T01:30:00.000Z')
    const again = await drawn(made, await loanNow(made, loan), million / 2)
    assert.deepEqual([again.state, again.balanceFen], ['drawn', million / 2])
    await night(made, day('2027-04-10'))
    assert.equal((await loanNow(made, loan)).state, 'drawn')
    await night(made, day('2027-04-11'))
    const { state, overdueSince } = await loanNow(made, loan)
    assert.deepEqual([state, overdueSince], ['overdue', '2027-04-10'])
  })

  test('takes the firm’s other loans at the bank with it, and lets them go again', async () => {
    const made = await town()
    const [bad, good] = [await drawn(made, await signed(made), million), await signed(made)]
    made.clock.set('2026-07-01T01:30:00.000Z')
    await drawn(made, good, million)
    await night(made, day('2026-07-10'))
    assert.deepEqual([await classOf(made, bad), await classOf(made, good)], ['substandard', 'substandard'])
    const [found] = await classesOfLoan(made.store.read, good.id)
    assert.deepEqual([found?.reason, found?.overdueDays], ['same-bank', 0])
    made.clock.set('2026-07-10T01:30:00.000Z')
    const back = { principalFen: fen(50_000_000), interestFen: fen(0), paidOn: day('2026-07-10') }
    given(await reportRepayment(made.parts, made.by(made.cast.zhou), bad.id, back))
    await night(made, day('2026-07-11'))
    assert.deepEqual([await classOf(made, bad), await classOf(made, good)], ['normal', 'normal'])
  })

  test('reaches every loan of a firm that has more of them than one page', async () => {
    const made = await town()
    const loan = await drawn(made, await signed(made, await onShelf(made)), million)
    await copies(made, loan, 450)
    assert.equal(await night(made, plusDays(due, 1)), 451)
    assert.equal(await made.store.read.$count(loans, eq(loans.riskClass, 'special-mention')), 451)
  })
})

/** So many loans that are like this one in everything but their names. */
async function copies({ store }: Town, loan: LoanRow, count: number): Promise<void> {
  const read = store.read
  const [application] = await read.select().from(applications).where(eq(applications.id, loan.applicationId))
  const [offer] = await read.select().from(offers).where(eq(offers.id, loan.offerId))
  const [part] = await drawdownsOf(read, loan.id)
  const made = Array.from({ length: count }, (_, at) => {
    const [applicationId, offerId, loanId] = [newId<'application'>(), newId<'offer'>(), newId<'loan'>()]
    return {
      application: { ...present(application, 'a case'), id: applicationId, number: `SQ-COPY-${at}` },
      offer: { ...present(offer, 'an offer'), id: offerId, applicationId },
      loan: { ...loan, id: loanId, number: `DK-COPY-${at}`, applicationId, offerId },
      part: { ...present(part, 'a part'), id: newId<'drawdown'>(), loanId },
    }
  })
  await store.transact(async (tx) => {
    await insertAll(
      tx,
      applications,
      made.map((one) => one.application),
    )
    await insertAll(
      tx,
      offers,
      made.map((one) => one.offer),
    )
    await insertAll(
      tx,
      loans,
      made.map((one) => one.loan),
    )
    await insertAll(
      tx,
      drawdowns,
      made.map((one) => one.part),
    )
  })
}
