import { copiedFrom } from '../../server/needs/search.ts'
import type { Reference } from '../../server/parts.ts'
import { present } from '../../server/platform/assert.ts'
import { dayOf, type Instant, startOf } from '../../server/platform/clock.ts'
import type { NumberPrefix } from '../../server/platform/numbers.ts'
import type { CityRows } from './city.ts'
import type { ConsentRow } from './consents.ts'
import type { Member } from './members.ts'

/** Where each series of numbers stands: `XQ20260310` → 4. */
export type Series = Map<string, number>

/**
 * Gives every need, case and loan its number of the day, in the order of time, and fills what follows from it. The
 * series go on from where they stand, and say afterwards where the next number begins.
 */
export function giveNumbers(
  rows: CityRows,
  members: readonly Member[],
  reference: Reference,
  series: Series,
): void {
  const next = counting(series)
  const firms = new Map(members.map(({ row }) => [row.id, row]))
  for (const need of inOrder(rows.needs, ({ createdAt }) => createdAt)) {
    need.number = next('XQ', need.createdAt)
    const firm = present(firms.get(need.enterpriseId), 'the firm of a need')
    Object.assign(need, copiedFrom(firm, need, need.number, reference))
  }
  for (const row of inOrder(rows.applications, ({ submittedAt }) => submittedAt))
    row.number = next('SQ', row.submittedAt)
  // Contracts are signed in office hours, and their ids carry the moment.
  for (const loan of inOrder(rows.loans, ({ id }) => id)) {
    loan.number = next('DK', startOf(loan.signedOn))
    loan.contractNumber = `${loan.signedOn.slice(0, 4)}年借字第${loan.number.slice(-9).replace('-', '')}号`
  }
}

/** The same for consents. */
export function numberConsents(consents: readonly ConsentRow[], series: Series): void {
  const next = counting(series)
  for (const row of inOrder(consents, ({ givenAt }) => givenAt)) row.number = next('TY', row.givenAt)
}

/** The same for filings for cover. */
export function numberCovers(
  covers: readonly { number: string; readonly filedAt: Instant }[],
  series: Series,
): void {
  const next = counting(series)
  for (const row of inOrder(covers, ({ filedAt }) => filedAt)) row.number = next('BA', row.filedAt)
}

const counting =
  (series: Series) =>
  (prefix: NumberPrefix, at: Instant): string => {
    const name = `${prefix}${dayOf(at).replaceAll('-', '')}`
    const value = (series.get(name) ?? 0) + 1
    series.set(name, value)
    return `${name}-${String(value).padStart(4, '0')}`
  }

const inOrder = <Row>(rows: readonly Row[], key: (row: Row) => string): Row[] =>
  rows.toSorted((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0))
