import type { ApplicationState } from '../applications/application.ts'
import { isContract } from '../applications/application.ts'
import type { Sight } from '../consents/disclosure.ts'
import { regionLevel } from '../enterprises/divisions.ts'
import { isIndustry } from '../enterprises/industry.ts'
import { type SizeClass, sizeClasses } from '../enterprises/size-class.ts'
import { type Fen, isFen, parseYuan } from '../money/fen.ts'
import { type NeedPurpose, needPurposes } from '../needs/need.ts'
import { searchable } from '../needs/search.ts'
import { one } from '../platform/web/paging.ts'
import { type GuaranteeMode, guaranteeModes } from '../products/product.ts'

/** The hall has two floors: needs that wait for a first bank, and those that one works on already. */
export const floors = ['published', 'in-progress'] as const
export type Floor = (typeof floors)[number]

export const sorts = ['newest', 'amount-high', 'amount-low'] as const
export type Sort = (typeof sorts)[number]

/** Days since a need was published. */
export const ages = ['3', '7', '30'] as const

/** What a bank looks for in the hall; null where it did not say. */
export type HallFilters = {
  readonly floor: Floor
  readonly fromFen: Fen | null
  readonly toFen: Fen | null
  readonly region: string | null
  readonly industry: string | null
  readonly size: SizeClass | null
  readonly purpose: NeedPurpose | null
  readonly mode: GuaranteeMode | null
  readonly days: number | null
  readonly words: readonly string[]
  readonly sort: Sort
}

/** The questions in the order in which they stand above the list; their names are those of the address. */
export const hallQuestions = [
  'q',
  'from',
  'to',
  'region',
  'industry',
  'size',
  'purpose',
  'mode',
  'days',
  'floor',
  'sort',
] as const
export type HallQuestion = (typeof hallQuestions)[number]

type Query = Readonly<Record<string, string | readonly string[] | undefined>>
export type HallReading = {
  readonly filters: HallFilters
  /** Codes of messages under `forms.`, by question. */
  readonly faults: Partial<Record<HallQuestion, string>>
}

/**
 * Reads the address of the hall. What makes no sense does not filter; amounts, which people type, are told so,
 * while the rest comes from lists and is passed over.
 */
export function readHall(query: Query): HallReading {
  const from = wan(one(query.from))
  const to = wan(one(query.to))
  const region = one(query.region)
  const industry = one(query.industry)
  const faults = {
    ...('code' in from ? { from: from.code } : {}),
    ...('code' in to ? { to: to.code } : {}),
  }
  return {
    faults,
    filters: {
      floor: known(floors, query.floor) ?? 'published',
      fromFen: 'fen' in from ? from.fen : null,
      toFen: 'fen' in to ? to.fen : null,
      region: regionLevel(region) ? region : null,
      industry: isIndustry(industry) ? industry.slice(0, 3) : null,
      size: known(sizeClasses, query.size),
      purpose: known(needPurposes, query.purpose),
      mode: known(guaranteeModes, query.mode),
      days: Number(known(ages, query.days)) || null,
      words: wordsOf(one(query.q)),
      sort: known(sorts, query.sort) ?? 'newest',
    },
  }
}

const known = <Member extends string>(list: readonly Member[], sent: Query[string]): Member | null =>
  list.find((member) => member === one(sent)) ?? null

/** An amount of the hall is typed in 万元, as the list shows it; whoever adds a unit is understood as well. */
function wan(typed: string): { readonly fen: Fen | null } | { readonly code: string } {
  const text = typed.normalize('NFKC').trim()
  if (text === '') return { fen: null }
  const read = parseYuan(text)
  if (!read.ok) return { code: read.code }
  const scaled = /\d$/.test(text) ? read.fen * 10_000 : read.fen
  return isFen(scaled) ? { fen: scaled } : { code: 'too-large' }
}

/** Three words are enough to find anything; signs that a database reads as wildcards are none. */
const wordsOf = (typed: string): string[] =>
  searchable(typed.slice(0, 60))
    .split(/[^\p{L}\p{N}-]+/u)
    .filter((word) => word !== '')
    .slice(0, 3)

/**
 * What a bank may ask to see of the firm behind a need in the hall. A consent to a second look opens nothing here: beside
 * the town and the trade of a need, and often its name, what it shows would no longer be anonymous. Papers are not shown here.
 */
export const hallSight = (state: ApplicationState | null): Sight => ({
  purposes: {
    contact: ['credit-assessment'],
    details: ['credit-assessment'],
    tax: ['credit-assessment'],
    person: ['credit-assessment'],
  },
  contract: state !== null && isContract(state),
})
