import type { applications, offers } from '../../db/tables/applications.ts'
import type { trail } from '../../db/tables/audit.ts'
import type { loanClasses } from '../../db/tables/loan-life.ts'
import type { drawdowns, loans } from '../../db/tables/loans.ts'
import type { matches, needBlocks } from '../../db/tables/matching.ts'
import type { needs } from '../../db/tables/needs.ts'
import type { repayments } from '../../db/tables/repayments.ts'
import type { ClassRule } from '../../server/loans/five-class.ts'
import type { MatchRule } from '../../server/matching/score.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import type { Reference } from '../../server/parts.ts'
import { dayOf, type Instant, instantOf, millisecondsOf, startOf } from '../../server/platform/clock.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Clocks, InForce, WorkdayClock } from '../../server/policies/index.ts'
import type { ShelfProduct } from '../../server/products/index.ts'
import type { CreditOf } from './credit.ts'
import type { Naming } from './ids.ts'
import type { Member } from './members.ts'
import type { OfficeDays } from './office-days.ts'
import type { Random } from './random.ts'

/** Who did something, as the trail keeps him. */
export type Who = {
  readonly personId: Id<'person'> | null
  readonly actor: string
  readonly institutionId: Id<'institution'> | null
}

export const platform: Who = { personId: null, actor: 'platform', institutionId: null }

/** A product that stood on the shelf from some day on. */
export type Listing = ShelfProduct & { readonly listedOn: Day; readonly weight: number }

export type Review = { readonly reviewDueOn: Day; readonly reviewDuePolicies: readonly string[] }

/** All that the cases of the demo city are made of. */
export type City = {
  readonly random: Random
  readonly naming: Naming
  readonly days: OfficeDays
  readonly openedOn: Day
  /** Nothing in the city happens on this day or after it. */
  readonly today: Day
  readonly members: readonly Member[]
  readonly shelf: readonly Listing[]
  readonly officers: ReadonlyMap<Id<'institution'>, readonly Who[]>
  readonly bureau: Who
  readonly rule: MatchRule
  readonly classRule: InForce<ClassRule>
  readonly clocks: Clocks
  readonly clocksVersion: string
  /** A day by which a step is owed, and by which policies, as the actions keep it. */
  readonly due: (from: Day, clock: WorkdayClock) => { dueOn: Day; duePolicies: readonly string[] }
  /** The day by which the bureau owes its answer to a need that was sent in. */
  readonly reviewOfNeed: (sentOn: Day) => Review
  readonly reference: Reference
  readonly creditOf: CreditOf
  readonly guarantors: readonly { readonly id: Id<'institution'>; readonly name: string }[]
}

/** Rows as they go into the database; the numbers that people read out are given when all are made. */
export type CityRows = {
  readonly needs: (typeof needs.$inferSelect)[]
  readonly applications: (typeof applications.$inferSelect)[]
  readonly offers: (typeof offers.$inferSelect)[]
  readonly loans: (typeof loans.$inferSelect)[]
  readonly drawdowns: (typeof drawdowns.$inferSelect)[]
  readonly repayments: (typeof repayments.$inferSelect)[]
  readonly matches: (typeof matches.$inferSelect)[]
  readonly blocks: (typeof needBlocks.$inferSelect)[]
  readonly classes: (typeof loanClasses.$inferSelect)[]
  readonly trail: (typeof trail.$inferSelect)[]
}

export type NeedRow = CityRows['needs'][number]
export type ApplicationRow = CityRows['applications'][number]
export type OfferRow = CityRows['offers'][number]
export type LoanRow = CityRows['loans'][number]

export const noRows = (): CityRows => ({
  needs: [],
  applications: [],
  offers: [],
  loans: [],
  drawdowns: [],
  repayments: [],
  matches: [],
  blocks: [],
  classes: [],
  trail: [],
})

type Told = {
  readonly at: Instant
  readonly who: Who
  readonly happening: string
  readonly subject: readonly [kind: string, id: string]
  readonly from?: string
  readonly to?: string
  readonly why?: string
  readonly details?: Record<string, unknown>
}

/** The row of the trail that the action would have written: 87,000 of them, so it is put together field by field. */
export function trailRow(
  naming: Naming,
  { at, who, happening, subject, from, to, why, details }: Told,
): CityRows['trail'][number] {
  return {
    id: naming<'trail'>(at),
    at,
    happening,
    personId: who.personId,
    actor: who.actor,
    institutionId: who.institutionId,
    subjectKind: subject[0],
    subjectId: subject[1],
    fromState: from ?? null,
    toState: to ?? null,
    why: why ?? null,
    details: details ?? null,
    requestId: null,
    address: null,
  }
}

/** Somebody of the firm, which the city gives no account: its owner by name. */
export const ownerOf = ({ row }: Member): Who => ({
  personId: null,
  actor: `${row.legalRepresentative} · enterprise-owner · ${row.name}`,
  institutionId: null,
})

/** A moment on that day, in office hours or at any time, and later than what went before. */
export function momentAfter(
  city: City,
  before: Instant,
  day: Day,
  when: 'office' | 'any' = 'office',
): Instant {
  const at = when === 'office' ? city.days.moment(day) : city.days.anyTime(day)
  return at > before ? at : instantOf(millisecondsOf(before) + city.random.whole(120_000, 2_400_000))
}

/** The night in which the platform finds that the day is over. */
export const nightAfter = (city: City, day: Day): Instant =>
  instantOf(millisecondsOf(startOf(plusDays(day, 1))) + city.random.whole(600_000, 3_000_000))

export const isPast = (city: City, at: Instant): boolean => dayOf(at) < city.today
