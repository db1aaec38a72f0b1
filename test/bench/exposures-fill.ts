import { isNotNull } from 'drizzle-orm'
import { insertAll } from '../../db/bulk.ts'
import type { Store } from '../../db/index.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { exposureEntries, exposureParties, exposures } from '../../db/tables/exposures.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import type { By } from '../../server/accounts/index.ts'
import { between, nothing, quarterOf } from '../../server/exposures/exposure.ts'
import { guaranteeStand } from '../../server/exposures/guarantee.ts'
import { contingentShares } from '../../server/guarantees/shares.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, part } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'

const batch = 20_000
const regions = ['340602001', '340603001', '340604001', '340621001']
const trades = ['C13', 'F51', 'G54', 'A01', 'E47', 'H62']
/** Of every so many loans one was paid back in part: a second entry, as its second set of eight postings. */
const reducedOf = 4

/** A firm for every five loans, besides those of the demo city. */
async function firmsFor(store: Store, count: number) {
  const [model] = await store.read.select().from(enterprises).where(isNotNull(enterprises.size)).limit(1)
  const firm = present(model, 'a firm to copy')
  const made = Array.from({ length: count }, (_, at) => ({
    ...{ ...firm, id: newId<'enterprise'>(), uscc: `B${String(at).padStart(17, '0')}` },
    ...{ name: `基准企业${at}`, region: regions[at % 4] ?? '', industry: trades[at % 6] ?? '' },
  }))
  await store.transact((tx) => insertAll(tx, enterprises, made))
  return made
}

/**
 * Exposures with their entries, each entry that of one ledger entry of eight postings, over three years. Only what this room
 * keeps: neither guarantees nor postings are written, and no figure is; those are counted from the entries by the rebuilding
 * that is measured.
 */
export async function fillExposures(store: Store, by: By, count: number): Promise<number> {
  const [model] = await store.read.select().from(guarantees).limit(1)
  const { guarantorId, terms, arrangement } = present(model, 'a letter of the city')
  const all = await store.read.select().from(institutions)
  const banks = all.filter(({ kind }) => kind === 'bank').map(({ id }) => id)
  const idOf = (kind: string) => all.find((one) => one.kind === kind)?.id ?? null
  const sharers = { guarantor: guarantorId, reguarantor: idOf('reguarantor'), treasury: idOf('treasury') }
  const firms = await firmsFor(store, Math.max(1_000, Math.round(count / 5)))
  const random = randomFrom(1_000_000)
  let entries = 0
  for (let from = 0; from < count; from += batch) {
    const rows = {
      exposures: [] as (typeof exposures.$inferInsert)[],
      parties: [] as (typeof exposureParties.$inferInsert)[],
      entries: [] as (typeof exposureEntries.$inferInsert)[],
    }
    for (let at = from; at < Math.min(count, from + batch); at += 1) {
      const id = newId<'guarantee'>()
      const firm = present(firms[at % firms.length], 'a firm')
      const bankId = random.pick(banks)
      const on = plusDays(by.today, -30 - random.whole(0, 1_000))
      const wholeFen = fen(random.whole(10, 500) * 1_000_000)
      const institutionOf: Readonly<Record<string, (typeof banks)[number] | null>> = {
        ...sharers,
        bank: bankId,
      }
      const standAt = (balanceFen: typeof wholeFen) =>
        guaranteeStand(
          { state: 'in-force', balanceFen },
          contingentShares(terms, balanceFen).map(({ party, fen: contingentFen }) => ({
            ...{ party, institutionId: institutionOf[party] ?? null, contingentFen },
          })),
        )
      const stands = [
        { on, stand: standAt(wholeFen) },
        ...(at % reducedOf === 0 ? [{ on: plusDays(on, 20), stand: standAt(part(wholeFen, 1, 2)) }] : []),
      ]
      const last = present(stands.at(-1), 'a stand').stand
      rows.exposures.push({
        ...{ ...last, id, kind: 'guarantee', loanId: null, enterpriseId: firm.id, bankId, guarantorId },
        ...{ district: firm.region.slice(0, 6), industry: firm.industry.slice(0, 1), size: firm.size },
        ...{ scheme: arrangement, vintage: quarterOf(on) },
      })
      for (const { party } of last.bearings) rows.parties.push({ party, exposureId: id })
      let before = nothing
      for (const { on: recordedOn, stand } of stands) {
        const moved = present(between(before, stand), 'a difference')
        rows.entries.push({
          ...{ ...moved, id: newId<'exposure-entry'>(), exposureId: id, recordedOn, at: by.at },
        })
        before = stand
      }
    }
    entries += rows.entries.length
    await store.transact(async (tx) => {
      await insertAll(tx, exposures, rows.exposures)
      await insertAll(tx, exposureParties, rows.parties)
      await insertAll(tx, exposureEntries, rows.entries)
    })
  }
  return entries
}
