import { eq } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import { applications } from '../../db/tables/applications.ts'
import { bridges, promises } from '../../db/tables/bridges.ts'
import { loans } from '../../db/tables/loans.ts'
import type { Bridge } from '../../server/bridges/index.ts'
import { day } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { promiseOf } from '../../server/promises/index.ts'
import type { Town } from '../support/app.ts'

/** Cases like one that was played, each with a loan and a letter of its own; `change` says what else is different. */
export async function copiesOf(
  { store }: Pick<Town, 'store'>,
  first: Bridge,
  count: number,
  change: (at: number) => Partial<Bridge> = () => ({}),
): Promise<readonly Bridge[]> {
  const letter = present(await promiseOf(store.read, first.id), 'its letter')
  const loanId = present(first.loanId, 'its loan')
  const old = present((await store.read.select().from(loans).where(eq(loans.id, loanId)))[0], 'the old loan')
  const rows = await store.read.select().from(applications).where(eq(applications.id, old.applicationId))
  const one = present(rows[0], 'the case of a loan')
  const made = Array.from({ length: count }, (_, at) => {
    const [applicationId, loanId, id] = [newId<'application'>(), newId<'loan'>(), newId<'bridge'>()]
    const own = {
      state: 'signed' as const,
      letterNumber: `L-${id}`,
      number: `CN-${id}`,
      validUntil: day('2027-12-31'),
    }
    return {
      application: { ...one, id: applicationId, number: `SQ-${id}` },
      loan: { ...old, id: loanId, applicationId, number: `DK-${id}`, contractNumber: `HT-${id}` },
      bridge: { ...first, id, loanId, number: `GQ-${id}`, ...change(at) },
      promise: { ...letter, ...own, id: newId<'promise'>(), bridgeId: id, loanId },
    }
  })
  await store.transact(async (tx) => {
    await insertAll(
      tx,
      applications,
      made.map(({ application }) => application),
    )
    await insertAll(
      tx,
      loans,
      made.map(({ loan }) => loan),
    )
    await insertAll(
      tx,
      bridges,
      made.map(({ bridge }) => bridge),
    )
    await insertAll(
      tx,
      promises,
      made.map(({ promise }) => promise),
    )
  })
  return made.map(({ bridge }) => bridge)
}
