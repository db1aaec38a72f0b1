import { and, eq } from 'drizzle-orm'
import { countAnew, insertAll } from '../../db/bulk.ts'
import { openStore } from '../../db/index.ts'
import { people } from '../../db/tables/accounts.ts'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'
import { type Id, newId } from '../../server/platform/ids.ts'

/*
 * Puts 10,000 open cases on the desks of one bank, forty before each officer; run once by `run.ts`, after the demo city.
 * They are copies of a case that the city has, of other firms, at other states and days.
 */

const count = Number(process.argv[2] ?? 10_000)
const casesOfOne = 40
const store = await openStore()
const random = randomFrom(2026)
const today = systemClock.today()
const [zhou] = await store.read.select().from(people).where(eq(people.signInName, 'zhou'))
const officer = present(zhou, 'an officer of the cast')
const [known] = await store.read
  .select()
  .from(applications)
  .innerJoin(needs, eq(needs.id, applications.needId))
  .where(
    and(
      eq(applications.institutionId, present(officer.institutionId, 'his bank')),
      eq(applications.state, 'taken'),
    ),
  )
  .limit(1)
const model = present(known, 'a case that the bank works on')
const firms = await store.read.select({ id: enterprises.id }).from(enterprises).limit(2_000)
const officers = Array.from({ length: Math.ceil(count / casesOfOne) }, (_, at) =>
  at === 0 ? officer.id : newId<'person'>(),
)
const states = ['submitted', 'taken', 'taken', 'offered', 'agreed'] as const

function pair(at: number): [typeof needs.$inferInsert, typeof applications.$inferInsert] {
  const needId: Id<'need'> = newId<'need'>()
  const enterpriseId = random.pick(firms).id
  const need = {
    ...{ ...model.needs, id: needId, number: `XQC${String(at).padStart(6, '0')}`, enterpriseId },
    ...({ state: 'in-progress', nameShown: 'shown' } as const),
  }
  const application = {
    ...{ ...model.applications, id: newId<'application'>(), needId, enterpriseId },
    number: `SQC${String(at).padStart(6, '0')}`,
    state: random.pick(states),
    officerId: officers[at % officers.length] ?? null,
    dueOn: plusDays(today, random.whole(-5, 20)),
  }
  return [need, application]
}

await store.transact(async (tx) => {
  const pairs = Array.from({ length: count }, (_, at) => pair(at))
  await insertAll(
    tx,
    needs,
    pairs.map(([need]) => need),
  )
  await insertAll(
    tx,
    applications,
    pairs.map(([, application]) => application),
  )
  await countAnew(tx)
})
process.stdout.write(`${await store.read.$count(applications)} cases, ${count} of them new open cases\n`)
await store.close()
