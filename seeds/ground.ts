import { insertAll } from '../db/bulk.ts'
import type { Transaction } from '../db/index.ts'
import { people } from '../db/tables/accounts.ts'
import { trail } from '../db/tables/audit.ts'
import { institutions } from '../db/tables/institutions.ts'
import { counters } from '../db/tables/platform.ts'
import { products, productVersions } from '../db/tables/products.ts'
import { actorOf, hashPassword } from '../server/accounts/index.ts'
import { demoPassword } from '../server/accounts/pages.ts'
import { supervisionOn } from '../server/clocks/rule.ts'
import { initials } from '../server/enterprises/pinyin.ts'
import { guarantorsInBusiness } from '../server/institutions/index.ts'
import { type Day, plusDays, plusMonths } from '../server/money/day.ts'
import type { Parts } from '../server/parts.ts'
import { present } from '../server/platform/assert.ts'
import type { Instant } from '../server/platform/clock.ts'
import type { Id } from '../server/platform/ids.ts'
import { calendarVersions } from '../server/policies/index.ts'
import { markShelf } from '../server/products/index.ts'
import { type Cast, writeCast } from './cast.ts'
import type { City, Listing, Who } from './city/city.ts'
import { type Naming, namingBy } from './city/ids.ts'
import { addedInstitutions, cityBanks } from './city/institutions.ts'
import { type OfficeDays, officeDays } from './city/office-days.ts'
import { type Bank, bankPeople } from './city/officers.ts'
import { type Random, randomFrom } from './city/random.ts'
import { makeShelf, type ShelfBank } from './city/shelf.ts'

/** What stands before the first firm comes: the cast, institutions with their people, and the shelf. */
export type Ground = {
  readonly random: Random
  readonly naming: Naming
  readonly days: OfficeDays
  /** The platform opened three years ago; institutions and products were there a little earlier. */
  readonly openedOn: Day
  readonly today: Day
  readonly cast: Cast
  readonly banks: readonly ShelfBank[]
  readonly officers: ReadonlyMap<Id<'institution'>, readonly Who[]>
  readonly bureau: Who
  readonly listings: readonly Listing[]
  readonly guarantors: City['guarantors']
}

/** The seed of the city: its postal code would do as well, as long as it stays. */
const seed = 3406

/** Writes the ground into an empty database. */
export async function layGround(
  { store, clock, config, reference, policies }: Parts,
  productCount: number,
): Promise<Ground> {
  const random = randomFrom(seed)
  const naming = namingBy(random)
  const days = officeDays(reference.calendar, random)
  const today = clock.today()
  const openedOn = plusMonths(today, -36)
  const foundedAt = days.moment(days.onOrAfter(plusDays(openedOn, -100)))
  const hash = await hashPassword(demoPassword, config)
  return store.transact(async (tx) => {
    const cast = await writeCast(tx, foundedAt, hash, clock.now())
    const banks = await writeBanks(tx, cast, foundedAt, naming)
    const { rows, officers } = bankPeople(banks, foundedAt, random, naming)
    await insertAll(tx, people, rows)
    const all = withCast(cast, officers)
    const shelfBanks = banks.map((bank) => ({
      ...bank,
      officer: present(all.get(bank.id)?.[0], 'an officer'),
    }))
    const bureau = whoIs(cast.qin)
    const { value: clocks, version } = supervisionOn(policies, today)
    const reviewOf = (on: Day) => {
      const reviewDueOn = days.after(on, clocks.productReviewWorkdays)
      return { reviewDueOn, reviewDuePolicies: [version, ...calendarVersions(policies, on, reviewDueOn)] }
    }
    const making = { random, naming, days, openedOn, today, banks: shelfBanks, reviewer: bureau, reviewOf }
    const shelf = makeShelf(making, productCount)
    await insertAll(tx, products, shelf.products)
    await insertAll(tx, productVersions, shelf.versions)
    await insertAll(tx, trail, shelf.trail)
    await insertAll(tx, counters, [{ name: 'CP', value: shelf.products.length }])
    await markShelf(tx)
    const { listings } = shelf
    const guarantors = await guarantorsInTurn(tx, cast)
    const made = {
      random,
      naming,
      days,
      openedOn,
      today,
      cast,
      banks: shelfBanks,
      officers: all,
      bureau,
      listings,
    }
    return { ...made, guarantors }
  })
}

/** Whom the city's offers name as guarantor, one after the other: the cast's is every second. */
async function guarantorsInTurn(tx: Transaction, { institutionIds }: Cast): Promise<City['guarantors']> {
  const all = await guarantorsInBusiness(tx)
  const own = all.filter(({ id }) => id === institutionIds.guarantor)
  return all.filter((one) => !own.includes(one)).flatMap((one) => [...own, one])
}

/** The twenty banks in their order; the other institutions are written on the way. */
async function writeBanks(
  tx: Transaction,
  { institutionIds }: Cast,
  at: Instant,
  naming: Naming,
): Promise<(Bank & { shortName: string; weight: number })[]> {
  const rows = addedInstitutions.map((one) => ({
    ...one,
    id: naming<'institution'>(at),
    state: 'active' as const,
    region: '3406',
    pinyin: initials(one.name),
    createdAt: at,
  }))
  await insertAll(tx, institutions, rows)
  const ids = new Map(rows.map(({ code, id }) => [code, id]))
  const [bankA, bankB] = cityBanks
  ids.set(bankA?.code ?? '', institutionIds.bankA).set(bankB?.code ?? '', institutionIds.bankB)
  return cityBanks.map((bank) => ({ ...bank, id: present(ids.get(bank.code), 'the id of a bank') }))
}

export const whoIs = (person: Cast['qin']): Who => ({
  personId: person.id,
  actor: actorOf(person),
  institutionId: person.institutionId,
})

/** Zhou and Wu carry most of their banks' cases, so that their desks are full. */
function withCast({ zhou, wu }: Cast, officers: ReadonlyMap<Id<'institution'>, Who[]>) {
  const all = new Map(officers)
  for (const person of [zhou, wu]) {
    const id = present(person.institutionId, 'the bank of an officer')
    const own = whoIs(person)
    all.set(id, [own, own, own, ...(all.get(id) ?? [])])
  }
  return all
}
