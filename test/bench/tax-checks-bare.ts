/*
 * What somebody in a hurry would write: the rules of the three schemes as plain ifs on plain numbers, product by product,
 * with no reasons, no refusals, and no care for what passes 2^53. It counts what is broken and what is unknown.
 */

export type BareFirm = {
  readonly region: string
  readonly industry: string
  readonly size: string | null
  readonly grade: string | null
  readonly founded: string
  readonly tax24: number | undefined
  readonly tax25: number | undefined
  readonly revenue24: number | undefined
  readonly revenue25: number | undefined
  readonly outstanding: number
  readonly arrears: boolean | null
  readonly abnormal: boolean | null
}

export type BareProduct = {
  readonly scheme: string
  readonly least: number
  readonly most: number
  readonly lowest: number
  readonly highest: number
  readonly regions: readonly string[]
  readonly excluded: readonly string[]
  readonly sizes: readonly string[]
  readonly grades: readonly string[]
  readonly months: number
}

const factors: Readonly<Record<string, number>> = { A: 1.1, C: 1.2, F: 0.8, I: 1.2, M: 1.3 }
const multiples: Readonly<Record<string, Readonly<Record<string, number>>>> = {
  'hefei-2015': { A: 5, B: 3 },
  'chaohu-2021': { A: 5, B: 3 },
  'demo-2026': { A: 7, B: 5, M: 2 },
}
const spreads: Readonly<Record<string, number>> = { A: 2000, B: 6000, M: 12_000 }
const gradeCaps: Readonly<Record<string, number>> = { A: 500_000_000, B: 300_000_000, M: 100_000_000 }
const sizeCaps: Readonly<Record<string, number>> = {
  medium: 1_000_000_000,
  small: 500_000_000,
  micro: 200_000_000,
}

/** The months from a day to the day of the benchmark, 2026-11-20. */
function monthsTo(founded: string): number {
  const months = (2026 - Number(founded.slice(0, 4))) * 12 + 11 - Number(founded.slice(5, 7))
  return Number(founded.slice(8)) > 20 ? months - 1 : months
}

/** A sum of what one product says to one firm: limit, rate, what is broken and what is unknown. */
export function bareCheck(firm: BareFirm, product: BareProduct): number {
  let [no, unknown] = [0, 0]
  const isDemo = product.scheme === 'demo-2026'
  const multiple = firm.grade === null ? undefined : multiples[product.scheme]?.[firm.grade]
  if (firm.grade === null) unknown += 1
  else if (multiple === undefined) no += 1
  if (firm.size === null) unknown += 1
  else if (firm.size === 'large') no += 1
  const months = monthsTo(firm.founded)
  if (months < 24) no += 1
  const { tax24, tax25 } = firm
  if (tax25 === undefined || (tax25 > 0 && tax24 === undefined)) unknown += 1
  else if (tax25 === 0 || tax24 === 0) no += 1
  const sum = tax24 === undefined || tax25 === undefined ? null : tax24 + tax25
  const minimum = isDemo ? 1_000_000 : product.scheme === 'chaohu-2021' ? 30_000_000 : null
  if (minimum !== null) {
    if (sum === null) unknown += 1
    else if (sum < minimum * 2) no += 1
  }
  if (isDemo && (firm.industry.startsWith('J') || firm.industry.startsWith('K'))) no += 1
  if (firm.arrears === null) unknown += 1
  else if (firm.arrears) no += 1
  if (firm.abnormal === null) unknown += 1
  else if (firm.abnormal) no += 1
  unknown += 1 // Whether the courts list it, nobody told.
  if (firm.outstanding >= 1_000_000_000) no += 1
  let factor = 1
  if (isDemo) {
    factor = firm.industry.startsWith('C39') ? 1.3 : (factors[firm.industry.charAt(0)] ?? 1)
    if (months < 36) factor *= 0.8
    else {
      const { revenue24, revenue25 } = firm
      const tax = tax24 === undefined || tax25 === undefined ? null : tax25 > 0 && tax25 * 10 >= tax24 * 11
      const revenue =
        revenue24 === undefined || revenue25 === undefined
          ? null
          : revenue25 > 0 && revenue25 * 10 >= revenue24 * 11
      if (tax !== false && revenue !== false) {
        if (tax === null || revenue === null) unknown += 1
        else factor *= 1.2
      }
    }
  }
  let limit: number | null = null
  if (multiple !== undefined && sum !== null) {
    limit = (sum / 2) * multiple * factor
    if (isDemo) {
      limit = Math.min(limit, gradeCaps[firm.grade ?? ''] ?? 0)
      limit = Math.min(limit, firm.size === null ? 200_000_000 : (sizeCaps[firm.size] ?? limit))
    }
    limit = Math.min(limit, Math.max(0, 1_000_000_000 - firm.outstanding))
    limit -= limit % 1_000_000
  }
  if (limit === null) unknown += 1
  else if (limit === 0) no += 1
  const isEligible = limit !== null && no === 0
  const most = isEligible ? Math.min(limit ?? 0, product.most) : 0
  let own = 0
  if (isEligible && most < product.least) own += 1
  if (product.regions.length && !product.regions.some((one) => firm.region.startsWith(one))) own += 1
  if (product.excluded.some((one) => firm.industry.startsWith(one))) own += 1
  if (product.sizes.length && firm.size !== null && !product.sizes.includes(firm.size)) own += 1
  if (product.grades.length && firm.grade !== null && !product.grades.includes(firm.grade)) own += 1
  if (product.months > 0 && months < product.months) own += 1
  const rate =
    multiple === undefined
      ? 0
      : Math.min(product.highest, Math.max(product.lowest, 30_000 + (spreads[firm.grade ?? ''] ?? 0)))
  return (isEligible && own === 0 ? most / 1_000_000 : 0) + rate + no * 7 + unknown * 11 + own * 13
}
