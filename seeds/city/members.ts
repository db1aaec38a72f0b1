import type { enterprises, enterpriseYears } from '../../db/tables/enterprises.ts'
import type { EnterpriseState } from '../../server/enterprises/enterprise.ts'
import { initials } from '../../server/enterprises/pinyin.ts'
import { type SizeClass, sizeClass } from '../../server/enterprises/size-class.ts'
import { type Day, daysBetween, plusDays } from '../../server/money/day.ts'
import { type Fen, noFen } from '../../server/money/fen.ts'
import { dayOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { CityFirm } from './firms.ts'
import type { Naming } from './ids.ts'
import type { OfficeDays } from './office-days.ts'
import type { Random } from './random.ts'

type FirmRow = typeof enterprises.$inferSelect
type YearRow = typeof enterpriseYears.$inferSelect

/** A firm that joined the platform, with what its cases need to know of it. */
export type Member = {
  readonly row: FirmRow
  readonly years: readonly YearRow[]
  readonly joinedOn: Day
  /** Of the newest year; nil for a firm that has none behind it. */
  readonly revenueFen: Fen
}

export type Joining = {
  readonly random: Random
  readonly naming: Naming
  readonly days: OfficeDays
  /** The banks to choose a basic account from, each with its weight. */
  readonly banks: readonly (readonly [Id<'institution'>, number])[]
  /** The day on which the platform opened. */
  readonly openedOn: Day
  readonly today: Day
}

/** Verified firms: many joined in the first months, some only this week. */
export const joined = (firms: readonly CityFirm[], by: Joining): Member[] =>
  firms.map((firm) => {
    const { random, openedOn, today } = by
    const from = later(openedOn, plusDays(firm.foundedOn, 10))
    const span = Math.max(0, daysBetween(from, today) - 4)
    // The bureau went to the larger ones first.
    const haste = (firm.years.at(-1)?.revenueFen ?? 0) > 2_000_000_000 ? 8 : 2
    const joinedOn = by.days.onOrAfter(plusDays(from, Math.floor(span * random.next() ** haste)))
    return member(firm, joinedOn < today ? joinedOn : plusDays(today, -1), 'verified', by)
  })

/** Firms that registered within the last days and wait for the bureau, or were asked to mend something. */
export const waiting = (firms: readonly CityFirm[], by: Joining): Member[] =>
  firms.map((firm, at) => {
    const state = at % 4 === 3 ? 'returned' : 'under-review'
    const registeredOn = plusDays(by.today, -1 - Math.floor(by.random.next() ** 2 * 6))
    return member(firm, later(registeredOn, firm.foundedOn), state, by)
  })

function member(firm: CityFirm, joinedOn: Day, state: EnterpriseState, by: Joining): Member {
  const { random, naming, days, banks, today } = by
  const createdAt = days.anyTime(joinedOn)
  const id = naming<'enterprise'>(createdAt)
  const newest = firm.years.at(-1)
  const checkedOn = days.after(joinedOn, random.whole(1, 2))
  const verifiedAt = days.moment(checkedOn < today ? checkedOn : joinedOn)
  return {
    row: {
      id,
      uscc: firm.uscc,
      usccOverride: null,
      name: firm.name,
      pinyin: initials(firm.name),
      state,
      legalRepresentative: firm.legalRepresentative,
      phone: firm.contactPhone,
      industry: firm.industry,
      region: firm.townCode,
      foundedOn: firm.foundedOn,
      mainBankId: random.chance(930) ? random.weighted(banks) : null,
      taxGrade: firm.taxGrade,
      taxBureauGrade: null,
      taxBureauYear: null,
      borrowedBefore: random.weighted(borrowings),
      size: sizeOf(firm),
      createdAt,
      verifiedAt: state === 'verified' ? later(verifiedAt, createdAt) : null,
      disputed: null,
      returnedFor: state === 'returned' ? random.pick(mendings) : null,
      version: state === 'under-review' ? 1 : 2,
    },
    years: firm.years.map((year) => ({ enterpriseId: id, ...year })),
    joinedOn: dayOf(later(verifiedAt, createdAt)),
    revenueFen: newest?.revenueFen ?? noFen,
  }
}

const borrowings = [
  ['never', 38],
  ['before', 34],
  [null, 28],
] as const

const mendings = [
  '法定代表人与营业执照不一致，请核对后重新提交。',
  '所属行业请按主营业务选择到大类。',
  '联系电话无法接通，请填写常用号码。',
]

/** By the rule and the newest year; null where a figure is missing, as for a firm of this year. */
function sizeOf({ industry, years }: CityFirm): SizeClass | null {
  const newest = years.at(-1)
  const nothing = { employees: null, revenueFen: null, assetsFen: null }
  const found = sizeClass({ industry, ...(newest ?? nothing) })
  return found.ok && found.size !== 'unknown' ? found.size : null
}

const later = <Moment extends string>(one: Moment, other: Moment): Moment => (one > other ? one : other)
