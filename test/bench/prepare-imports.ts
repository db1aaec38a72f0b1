import { asc, eq } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import { openStore } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications, offers } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { drawdowns, loans } from '../../db/tables/loans.ts'
import { needs } from '../../db/tables/needs.ts'
import { repayments } from '../../db/tables/repayments.ts'
import { maturityOf } from '../../server/loans/plan.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { rawOf } from '../support/raw.ts'
import { loanName } from './imports-rows.ts'

/*
 * Gives one bank as many loans that are out as a file of repayments names, each of three years, a year old, with twelve
 * repayments behind it; run once by `imports.ts`, after the demo city.
 */

const count = Number(process.argv[2] ?? 4_000)
const earlier = 12
const store = await openStore()
const today = systemClock.today()
const now = systemClock.now()
const [zhou] = await store.read.select().from(people).where(eq(people.signInName, 'zhou'))
const officer = present(zhou, 'an officer of the cast')
const institutionId = present(officer.institutionId, 'his bank')
const [known] = await store.read
  .select()
  .from(loans)
  .innerJoin(applications, eq(applications.id, loans.applicationId))
  .innerJoin(offers, eq(offers.id, loans.offerId))
  .innerJoin(needs, eq(needs.id, loans.needId))
  .where(eq(loans.institutionId, institutionId))
  .orderBy(asc(loans.id))
  .limit(1)
const model = present(known, 'a loan of his bank')
const firms = await store.read.select({ id: enterprises.id }).from(enterprises).limit(2_000)
const drawnOn = plusDays(today, -370)
const amountFen = fen(300_000_000)
const paidFen = fen(8_400_000)

type Copy = {
  readonly need: typeof needs.$inferInsert
  readonly application: typeof applications.$inferInsert
  readonly offer: typeof offers.$inferInsert
  readonly loan: typeof loans.$inferInsert
  readonly drawdown: typeof drawdowns.$inferInsert
  readonly repayments: readonly (typeof repayments.$inferInsert)[]
}

function copy(at: number): Copy {
  const { id: enterpriseId } = present(firms[at % firms.length], 'a firm')
  const [needId, applicationId, offerId, loanId] = [
    newId<'need'>(),
    newId<'application'>(),
    newId<'offer'>(),
    newId<'loan'>(),
  ]
  const drawdown = {
    ...{ id: newId<'drawdown'>(), loanId, amountFen, drawnOn, reportDueOn: null, reportDuePolicies: null },
    ...{ reportedAt: now, reportedBy: officer.id, keyId: null },
  }
  return {
    need: { ...model.needs, id: needId, number: `XQI${at}`, enterpriseId },
    application: {
      ...{ ...model.applications, id: applicationId, needId, enterpriseId },
      number: `SQI${at}`,
    },
    offer: { ...model.offers, id: offerId, applicationId, needId },
    drawdown,
    loan: {
      ...{ ...model.loans, id: loanId, applicationId, offerId, needId, enterpriseId },
      ...{
        number: loanName(at),
        contractNumber: `HT-${loanName(at)}`,
        state: 'drawn',
        method: 'equal-instalment',
      },
      ...{ amountFen, drawnFen: amountFen, balanceFen: fen(amountFen - earlier * paidFen), months: 36 },
      ...{ signedOn: drawnOn, firstDrawnOn: drawnOn, maturesOn: maturityOf(36, [drawdown]) },
      ...{ settledOn: null, overdueSince: null, clearedOn: null, drawingClosed: false },
    },
    repayments: Array.from({ length: earlier }, (_, month) => ({
      ...{ id: newId<'repayment'>(), loanId, principalFen: paidFen, interestFen: fen(900_000) },
      ...{ paidOn: plusDays(drawnOn, 30 * (month + 1)), reference: `VOR${at}-${month}` },
      ...{
        reversalOf: null,
        renewedBy: null,
        importId: null,
        importRow: null,
        reportedAt: now,
        reportedBy: officer.id,
      },
      keyId: null,
    })),
  }
}

await store.transact(async (tx) => {
  const copies = Array.from({ length: count }, (_, at) => copy(at))
  await insertAll(
    tx,
    needs,
    copies.map(({ need }) => need),
  )
  await insertAll(
    tx,
    applications,
    copies.map(({ application }) => application),
  )
  await insertAll(
    tx,
    offers,
    copies.map(({ offer }) => offer),
  )
  await insertAll(
    tx,
    loans,
    copies.map(({ loan }) => loan),
  )
  await insertAll(
    tx,
    drawdowns,
    copies.map(({ drawdown }) => drawdown),
  )
  await insertAll(
    tx,
    repayments,
    copies.flatMap((one) => one.repayments),
  )
})
if (store.dialect === 'postgresql') {
  // A server of its own keeps its statistics up to date; the one of the tests does not.
  const raw = await rawOf(store)
  await raw.run('analyze')
  await raw.close()
}
process.stdout.write(`${count} loans that are out\n`)
await store.close()
