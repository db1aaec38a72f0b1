import { countAnew, insertAll } from '../../db/bulk.ts'
import { openStore } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { namingBy } from '../../seeds/city/ids.ts'
import { officeDays } from '../../seeds/city/office-days.ts'
import { makeProducts, modelledProducts } from '../../seeds/city/products.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { wishFor } from '../../seeds/city/wishes.ts'
import { loadCalendar } from '../../seeds/reference/load.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { systemClock } from '../../server/platform/clock.ts'

/* Puts 200,000 published needs of the city's firms into the hall; run once by `run.ts`, after the demo city. */

const count = Number(process.argv[2] ?? 200_000)
const store = await openStore()
const random = randomFrom(2026)
const naming = namingBy(random)
const days = officeDays(loadCalendar(), random)
const today = systemClock.today()
const firms = await store.read
  .select({
    id: enterprises.id,
    region: enterprises.region,
    industry: enterprises.industry,
    size: enterprises.size,
  })
  .from(enterprises)
const products = [...modelledProducts, ...makeProducts(random, 164, 20)].map(({ terms }) => terms)

function row(at: number): typeof needs.$inferInsert {
  const firm = random.pick(firms)
  const terms = random.pick(products)
  const on = plusDays(today, -1 - random.whole(0, 80))
  const publishedAt = days.moment(on)
  const span = terms.amountMaxFen - terms.amountMinFen
  const wish = wishFor(
    random,
    terms,
    fen(terms.amountMinFen + Math.floor((span * random.next() ** 3) / 1e6) * 1e6),
    on,
  )
  const number = `XQB${String(at).padStart(6, '0')}`
  const { id: enterpriseId, region, size } = firm
  return {
    ...wish,
    ...{ id: naming<'need'>(publishedAt), number, enterpriseId, region, size, publishedAt },
    industry: firm.industry.slice(0, 3),
    ...{ state: 'published', openness: 'open', dispatch: 'ended' },
    search: `${number} ${wish.story}`.toLowerCase(),
    expiresOn: plusDays(on, 90),
    createdAt: publishedAt,
    version: 1,
  }
}

await store.transact(async (tx) => {
  for (let made = 0; made < count; made += 10_000) {
    const size = Math.min(10_000, count - made)
    await insertAll(
      tx,
      needs,
      Array.from({ length: size }, (_, at) => row(made + at)),
    )
  }
  await countAnew(tx)
})
const there = present(await store.read.$count(needs), 'a count')
process.stdout.write(`${there} needs in the database\n`)
await store.close()
