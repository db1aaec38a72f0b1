import { setImmediate as breath } from 'node:timers/promises'
import { eq, like } from 'drizzle-orm'
import { countAnew, insertAll } from '../db/bulk.ts'
import { countRows, type Reader, sumFen, type Transaction } from '../db/index.ts'
import * as tables from '../db/tables/index.ts'
import { byPlatform } from '../server/accounts/index.ts'
import { supervisionOn } from '../server/clocks/rule.ts'
import { runDispatches } from '../server/dispatches/index.ts'
import { classRuleOn } from '../server/loans/policies.ts'
import { matchRuleOn } from '../server/matching/index.ts'
import { type Day, plusDays, yearOf } from '../server/money/day.ts'
import { fen, minus } from '../server/money/fen.ts'
import { type Calendar, knowsYear } from '../server/money/workdays.ts'
import type { Parts } from '../server/parts.ts'
import { assert, present } from '../server/platform/assert.ts'
import { calendarVersions, clocksOn } from '../server/policies/index.ts'
import { courtListsOn } from '../server/tax-credit/index.ts'
import { templateHeader } from '../server/tax-facts/workbooks.ts'
import { makeCases } from './city/cases.ts'
import type { City, CityRows } from './city/city.ts'
import { makeConsents } from './city/consents.ts'
import { makeContacts } from './city/contacts.ts'
import { makeCovers } from './city/covers.ts'
import { insertCovers } from './city/covers-writing.ts'
import { creditBy } from './city/credit.ts'
import { makeFirms } from './city/firms.ts'
import { insertMatches } from './city/matches.ts'
import { joined, type Member, waiting } from './city/members.ts'
import { giveNumbers, numberConsents, numberCovers, type Series } from './city/numbering.ts'
import { randomFrom } from './city/random.ts'
import { makeRatings } from './city/ratings.ts'
import { sheetsOfOpenOffers } from './city/sheets.ts'
import { TaxSlice } from './city/tax-slice.ts'
import { writeTaxesBut, writeTaxesOf } from './city/tax-writing.ts'
import { makeTaxes, standingGrades, type TaxRows, taxedMembers } from './city/taxes.ts'
import { type Ground, layGround, whoIs } from './ground.ts'
import { progressOf } from './progress.ts'
import { tellBatches } from './stories/batches.ts'
import { tellBridges } from './stories/bridges.ts'
import { tellClaims } from './stories/claims.ts'
import { tellCourtList } from './stories/court-list.ts'
import { tellFirstLoan } from './stories/first-loan.ts'
import { tellGuarantees } from './stories/guarantees.ts'
import { tellPolicies } from './stories/policies.ts'
import { tellPoolClaims } from './stories/pool-claims.ts'
import { tellPools } from './stories/pools.ts'
import { tellRenewals } from './stories/renewals.ts'
import { tellScoreboard } from './stories/scoreboard.ts'
import { tellStress } from './stories/stress.ts'
import { tellSupervision } from './stories/supervision.ts'
import { oneBorrowerOwes, tellTaxWatch } from './stories/tax-watch.ts'
import { tellTaxes } from './stories/taxes.ts'
import { tellWarnings } from './stories/warnings.ts'

/**
 * The published scale of a real city, as the public statistics count it: verified firms, institutions in business,
 * listed products, loans of which money was paid out.
 */
export const cityScale = {
  firms: 12_519,
  institutions: 29,
  products: 176,
  deals: 1_776,
  dealsFen: fen(1_872_000_000_000),
  /** Firms with a 税融通 loan, as Huaibei published of its ten institutions (`taxCreditBanks`). */
  taxCreditFirms: 256,
} as const

/** Firms that have registered and are not verified yet; they stand beside the 12,519. */
const waitingFirms = 19
/** Written when the city is whole, so that one that was cut short is known. */
const wholeMark = 'demo-city'

/**
 * Fills the demo city if the database is empty, which takes some seconds; a database with anything in it stays as
 * it is. The same day and the same seed give the same city.
 */
export async function fillDemoCity(parts: Parts, say: (line: string) => void): Promise<void> {
  assert(!parts.config.production, 'no demo city in production')
  const { store, words } = parts
  if (!(await isEmpty(store.read))) {
    if (!(await isWhole(store.read))) for (const w of [words.zh, words.en]) say(w('start.city-cut-short'))
    return
  }
  const progress = progressOf([words.zh, words.en].map((w) => w('start.city')).join(' '), 283_000, say)
  const forward = async (count: number) => {
    progress.forward(count)
    await breath()
  }
  const ground = await layGround(parts, cityScale.products)
  await forward(2_000)
  // The pool was there before the story's first loan, which comes under its cover.
  await tellPools(parts, ground.cast, ground.today, ground.days.onOrAfter)
  const stage = lastKnownDay(ground.today, parts.reference.calendar)
  const members = makeMembers(ground, await firmsThere(store.read))
  await forward(5_000)
  if (stage) await tellCourtList(parts, ground.cast, members.verified, stage)
  const taxes = taxesOf(parts, ground, members.verified)
  const { linFirm } = ground.cast.enterpriseIds
  await store.transact((tx) => writeTaxesOf(tx, ground.today, linFirm, taxes))
  if (stage) {
    await tellFirstLoan(parts, ground.cast, ground.listings, stage)
    await tellPolicies(parts, ground.cast, stage)
  }
  await forward(1_000)
  const city = { ...cityOf(parts, ground, members), creditOf: creditOfCity(parts, ground, taxes) }
  const money = await moneyThere(store.read)
  const slice = new TaxSlice(taxes, parts.policies, members.verified)
  const taxLoanCount = cityScale.taxCreditFirms - money.taxCreditFirms
  const totalFen = minus(cityScale.dealsFen, money.dealsFen)
  const rows = makeCases(city, cityScale.deals - money.deals, totalFen, slice, taxLoanCount)
  await forward(20_000)
  oneBorrowerOwes(taxes, rows, city)
  await store.transact((tx) => writeCity(tx, parts, city, rows, { ...taxes, checks: slice.checks }, forward))
  // Beyond the years of the calendar no day can be counted: the needs stay in the hall, as the platform would leave them.
  if (stage === ground.today) await runDispatches(parts, byPlatform(parts.clock.now(), ground.today))
  await tellBridges(parts, ground.cast, ground.today, ground.days.onOrAfter)
  if (stage) {
    await tellRenewals(parts, ground.cast, stage)
    await tellTaxWatch(parts, stage)
    await tellSupervision(parts, ground.cast, stage)
  }
  for (const tell of [tellGuarantees, tellClaims, tellPoolClaims]) await tell(parts, ground)
  await tellBatches(parts, ground)
  const yesterday = plusDays(ground.today, -1)
  const sentOn = ground.days.onOrAfter(plusDays(ground.today, -4))
  await tellTaxes(parts, ground.cast, sentOn < yesterday ? sentOn : yesterday)
  for (const tell of [tellStress, tellScoreboard]) await tell(parts, ground)
  if (stage) await tellWarnings(parts, ground.cast, stage)
  progress.end()
}

/**
 * The day on which the story plays: today, or earlier where the calendar ends within the month. Null where nothing
 * is known at all; then the city does without the story.
 */
function lastKnownDay(today: Day, calendar: Calendar): Day | null {
  const isKnown = (day: Day) =>
    knowsYear(calendar, yearOf(plusDays(day, -500))) && knowsYear(calendar, yearOf(plusDays(day, 25)))
  for (let back = 0; back < 90; back += 1) if (isKnown(plusDays(today, -back))) return plusDays(today, -back)
  return null
}

const isEmpty = async (from: Reader): Promise<boolean> =>
  (await from.$count(tables.institutions)) === 0 && (await from.$count(tables.enterprises)) === 0

const isWhole = async (from: Reader): Promise<boolean> =>
  (await from.$count(tables.counters, eq(tables.counters.name, wholeMark))) > 0

/** Verified firms that the cast has brought along already. */
const firmsThere = (from: Reader): Promise<number> =>
  from.$count(tables.enterprises, eq(tables.enterprises.state, 'verified'))

/** What the story has lent already. */
async function moneyThere(from: Reader) {
  const { loans, applications, products } = tables
  const [row] = await from.select({ deals: countRows(), dealsFen: sumFen(loans.drawnFen) }).from(loans)
  const byTaxCredit = await from
    .selectDistinct({ firm: loans.enterpriseId })
    .from(loans)
    .innerJoin(applications, eq(applications.id, loans.applicationId))
    .innerJoin(products, eq(products.id, applications.productId))
    .where(eq(products.kind, 'tax-credit'))
  return { ...present(row, 'the row of a count'), taxCreditFirms: byTaxCredit.length }
}

function makeMembers({ random, naming, days, openedOn, today, banks }: Ground, there: number): Members {
  const firms = makeFirms(random, cityScale.firms - there + waitingFirms, today)
  const by = {
    random,
    naming,
    days,
    openedOn,
    today,
    banks: banks.map(({ id, weight }) => [id, weight] as const),
  }
  return {
    verified: joined(firms.slice(waitingFirms), by),
    waiting: waiting(firms.slice(0, waitingFirms), by),
  }
}
/** What the tax bureau sent of the members; the grade that stands is kept beside each of them. */
function taxesOf(
  { words }: Parts,
  { days, today, bureau, cast, openedOn }: Ground,
  members: readonly Member[],
): TaxRows {
  const lin = { id: cast.enterpriseIds.linFirm, foundedOn: null, joinedOn: openedOn, grade: 'A' as const }
  const sound = { ...lin, revenueFen: fen(2_400_000_000), owesNothing: true as const }
  const firms = [sound, ...taxedMembers(members, randomFrom(340_611))]
  const taxes = makeTaxes(firms, { days, today, bureau, header: (year) => templateHeader(words.zh, year) })
  const standing = standingGrades(taxes, today)
  for (const { row } of members) {
    const grade = standing.get(row.id)
    row.taxBureauGrade = grade?.grade ?? null
    row.taxBureauYear = grade?.assessYear ?? null
  }
  return taxes
}

/** The courts' lists are those of today: a list that counts from a later day was not known before it. */
const creditOfCity = ({ policies }: Parts, { today }: Ground, taxes: TaxRows) =>
  creditBy(taxes, courtListsOn(policies, today))

type Members = { readonly verified: readonly Member[]; readonly waiting: readonly Member[] }

function cityOf(
  { policies, reference }: Parts,
  ground: Ground,
  members: Members,
): Omit<City, 'creditOf'> & Members & Pick<Ground, 'cast'> {
  const { value: clocks, version: clocksVersion } = clocksOn(policies, ground.today)
  const { value: reviews, version: reviewsVersion } = supervisionOn(policies, ground.today)
  return {
    ...ground,
    ...members,
    members: members.verified,
    shelf: ground.listings,
    rule: matchRuleOn(policies, ground.today),
    classRule: classRuleOn(policies, ground.today),
    clocks,
    clocksVersion,
    due: (from, clock) => {
      const dueOn = ground.days.after(from, clocks[clock])
      return { dueOn, duePolicies: [clocksVersion, ...calendarVersions(policies, from, dueOn)] }
    },
    reviewOfNeed: (on) => {
      const reviewDueOn = ground.days.after(on, reviews.needReviewWorkdays)
      const counted = calendarVersions(policies, on, reviewDueOn)
      return { reviewDueOn, reviewDuePolicies: [reviewsVersion, ...counted] }
    },
    reference,
  }
}

/** All in one transaction: a city is whole, or not there. */
async function writeCity(
  tx: Transaction,
  { policies }: Pick<Parts, 'policies'>,
  city: City & Members & Pick<Ground, 'cast'>,
  rows: CityRows,
  taxes: TaxRows & Pick<TaxSlice, 'checks'>,
  forward: (count: number) => Promise<void>,
): Promise<void> {
  const firms = [...city.verified, ...city.waiting]
  const series = await seriesThere(tx)
  giveNumbers(rows, city.verified, city.reference, series)
  const given = makeConsents(city, rows)
  numberConsents(given.consents, series)
  const rated = makeRatings(city, rows, policies)
  const operator = { institutionId: city.cast.institutionIds.pool, who: whoIs(city.cast.tang) }
  const filings = makeCovers(city, rows, policies, operator)
  numberCovers(filings.covers, series)
  const called = makeContacts(city, rows)
  await insertAll(
    tx,
    tables.enterprises,
    firms.map(({ row }) => row),
    forward,
  )
  const years = firms.flatMap((firm) => firm.years)
  await insertAll(tx, tables.enterpriseYears, years, forward)
  await insertAll(tx, tables.needs, rows.needs, forward)
  await insertAll(tx, tables.applications, rows.applications, forward)
  await insertAll(tx, tables.contacts, called, forward)
  await insertAll(tx, tables.offers, rows.offers, forward)
  const { id, name } = tables.institutions
  const banks = await tx.select({ id, name }).from(tables.institutions)
  const names = new Map(banks.map((bank) => [String(bank.id), bank.name]))
  await insertAll(tx, tables.costSheets, sheetsOfOpenOffers(city, rows, policies, names), forward)
  await insertAll(tx, tables.consents, given.consents, forward)
  await insertAll(tx, tables.consentLooks, given.looks, forward)
  await insertAll(tx, tables.consentRequests, given.requests, forward)
  await insertAll(tx, tables.loans, rows.loans, forward)
  await insertAll(tx, tables.drawdowns, rows.drawdowns, forward)
  await insertCovers(tx, filings.covers, rows, firms, forward)
  await insertAll(tx, tables.repayments, rows.repayments, forward)
  await insertAll(tx, tables.ratings, rated, forward)
  await insertMatches(tx, rows, forward)
  await insertAll(tx, tables.loanClasses, rows.classes, forward)
  for (const { number } of taxes.imports) series.set(number.slice(0, -5), 1)
  await writeTaxesBut(tx, city.cast.enterpriseIds.linFirm, taxes, forward)
  await insertAll(tx, tables.taxChecks, taxes.checks, forward)
  const told = [...rows.trail, ...taxes.trail, ...filings.trail].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  await insertAll(tx, tables.trail, told, forward)
  await tx.delete(tables.counters).where(isSeries)
  await insertAll(tx, tables.counters, [
    ...[...series].map(([name, value]) => ({ name, value })),
    { name: wholeMark, value: 1 },
  ])
  await countAnew(tx)
}

const isSeries = like(tables.counters.name, '__20%')

async function seriesThere(tx: Transaction): Promise<Series> {
  const rows = await tx.select().from(tables.counters).where(isSeries)
  return new Map(rows.map(({ name, value }) => [name, value]))
}
