import type { Division } from '../../server/enterprises/divisions.ts'
import type { TaxGrade } from '../../server/enterprises/tax-grade.ts'
import { orgCodeCheck, usccFor } from '../../server/enterprises/uscc.ts'
import { type Day, day as dayOf, daysBetween, plusDays, plusMonths, yearOf } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { loadDivisions } from '../reference/load.ts'
import { firmName, type Place, personName } from './names.ts'
import type { Random } from './random.ts'
import { type FirmKind, type Trade, tradesOf } from './trades.ts'

export type FirmYear = {
  readonly year: number
  readonly employees: number
  readonly revenueFen: Fen
  readonly assetsFen: Fen
}

/** An invented firm; nothing about it is anybody's. */
export type CityFirm = {
  readonly kind: FirmKind
  readonly uscc: string
  readonly name: string
  /** A division, or the group or class that its size needs. */
  readonly industry: string
  readonly townCode: string
  readonly foundedOn: Day
  readonly legalRepresentative: string
  readonly contactPhone: string
  /** The last three full years, oldest first, without those before the firm was founded. */
  readonly years: readonly FirmYear[]
  readonly taxGrade: TaxGrade | null
}

/**
 * So many firms of the city of Huaibei, no two with the same code or name; the same chance gives the same
 * firms. Two of three are companies, most are micro or small, none is older than 25 years.
 */
export function makeFirms(random: Random, count: number, today: Day): CityFirm[] {
  assert(Number.isSafeInteger(count) && count >= 0 && count <= 100_000, `Not a number of firms: ${count}`)
  const names = new Set<string>()
  const towns = townsByKind()
  // Each code takes the next free number, some way on, so that the codes of a list do not look counted.
  let number = 31 ** 3
  return Array.from({ length: count }, () => {
    number += random.whole(1, 40)
    const kind = random.weighted(kinds)
    const trade = random.weighted(weightedTrades[kind])
    const town = random.weighted(towns[kind])
    const foundedOn = founded(random, kind, today)
    const years = yearsOf(random, trade, foundedOn, today)
    return {
      kind,
      uscc: invented(kind, town.code, number),
      name: unusedName(random, names, kind, placeOf(town), trade),
      industry: trade.industry,
      townCode: town.code,
      foundedOn,
      legalRepresentative: personName(random),
      contactPhone: phone(random),
      years,
      taxGrade: gradeOf(random, kind, foundedOn, today),
    }
  })
}

const kinds = [
  ['company', 66],
  ['household', 25],
  ['cooperative', 9],
] as const satisfies readonly (readonly [FirmKind, number])[]

const weightsOf = (kind: FirmKind) => tradesOf[kind].map((trade) => [trade, trade.weight] as const)
const weightedTrades = {
  company: weightsOf('company'),
  household: weightsOf('household'),
  cooperative: weightsOf('cooperative'),
}

/** Shares of the counties in a hundred; a cooperative farms, so it stands in a rural town. */
const countyWeights: Readonly<Record<string, number>> = { 340602: 17, 340603: 32, 340604: 19, 340621: 32 }

function townsByKind(): Readonly<Record<FirmKind, readonly (readonly [Division, number])[]>> {
  const towns = loadDivisions().filter((one) => one.level === 'town')
  const weighed = (fits: (town: Division) => boolean) => {
    const chosen = towns.filter(fits)
    return chosen.map((town) => {
      const county = town.code.slice(0, 6)
      const neighbours = chosen.filter((one) => one.code.startsWith(county)).length
      return [town, (countyWeights[county] ?? 0) / neighbours] as const
    })
  }
  return {
    company: weighed(() => true),
    household: weighed((town) => town.code[6] !== '4'), // an industrial park has no noodle shops
    cooperative: weighed((town) => town.code[6] === '1'),
  }
}

function placeOf(town: Division): Place {
  const county = loadDivisions().find((one) => one.code === town.code.slice(0, 6))
  const name = present(county, `the county of ${town.code}`).nameZh
  return {
    county: name.endsWith('区') ? `淮北市${name}` : name,
    town: town.code[6] === '4' ? '' : town.nameZh,
  }
}

function unusedName(random: Random, taken: Set<string>, kind: FirmKind, place: Place, trade: Trade): string {
  for (;;) {
    const name = firmName(random, kind, place, trade.industry, random.pick(trade.words))
    if (taken.has(name)) continue
    taken.add(name)
    return name
  }
}

const alphabet = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const firstTwo = { company: '91', household: '92', cooperative: '93' } as const satisfies Record<
  FirmKind,
  string
>

/** A sound code that nobody has: organisation codes that begin with MA0 are not given out in Anhui. */
function invented(kind: FirmKind, townCode: string, number: number): string {
  let digits = ''
  for (let left = number; left > 0; left = Math.floor(left / 31)) digits = alphabet.charAt(left % 31) + digits
  const body = `MA0${digits.padStart(5, '0')}`
  return usccFor(firstTwo[kind] + townCode.slice(0, 6) + body + orgCodeCheck(body))
}

/** The range 154 is given to no operator, so that no demo ever rings at anybody's. */
const phone = (random: Random): string => `154${String(random.whole(0, 99_999_999)).padStart(8, '0')}`

const oldest = { company: 300, household: 216, cooperative: 228 } as const satisfies Record<FirmKind, number>

/** Founded within so many months; young firms are many, for not many grow old. */
function founded(random: Random, kind: FirmKind, today: Day): Day {
  const span = daysBetween(plusMonths(today, -oldest[kind]), today)
  return plusDays(today, -Math.floor(span * random.next() ** 1.35))
}

const fenInWan = 1_000_000

function yearsOf(random: Random, trade: Trade, foundedOn: Day, today: Day): FirmYear[] {
  const age = yearOf(today) - yearOf(foundedOn)
  // A few have outgrown their trade; the old are larger than the young.
  const grown = (random.chance(18) ? 9 : 1) * Math.min(0.4 + age / 25, 1.2)
  let people = random.logNormal(trade.employees * grown, 0.9)
  const revenueWan = random.logNormal(trade.revenueWan, 0.5)
  const assetsPercent = random.logNormal(trade.assetsPercent, 0.4)
  const years: FirmYear[] = []
  for (let year = yearOf(today) - 3; year < yearOf(today); year += 1) {
    if (year < yearOf(foundedOn)) continue
    const worked = year === yearOf(foundedOn) ? daysBetween(foundedOn, dayOf(`${year}-12-31`)) / 365 : 1
    const employees = Math.max(1, Math.round(people))
    const revenue = employees * revenueWan * random.logNormal(1, 0.1) * fenInWan
    const assets = (revenue * assetsPercent * random.logNormal(1, 0.05)) / 100
    years.push({
      year,
      employees,
      revenueFen: fen(Math.round(revenue * worked)),
      assetsFen: fen(Math.round(assets)),
    })
    people *= random.logNormal(1.03, 0.1)
  }
  return years
}

/** Companies are graded on their own, others when they ask; a new firm is M, and A takes three years. */
function gradeOf(random: Random, kind: FirmKind, foundedOn: Day, today: Day): TaxGrade | null {
  if (kind === 'household' && random.chance(880)) return null
  if (kind === 'cooperative' && random.chance(550)) return null
  const age = yearOf(today) - yearOf(foundedOn)
  if (age === 0) return null
  if (age === 1)
    return random.weighted<TaxGrade>([
      ['M', 88],
      ['unrated', 8],
      ['D', 4],
    ])
  return random.weighted<TaxGrade>([
    ['A', age > 3 ? 14 : 0],
    ['B', 56],
    ['M', 14],
    ['C', 9],
    ['D', 3],
    ['unrated', 4],
  ])
}
