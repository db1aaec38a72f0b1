import { type Day, plusDays } from '../../server/money/day.ts'
import type { NeedDraft } from '../../server/needs/draft.ts'
import { mayMoveNeed, type NeedState } from '../../server/needs/need.ts'
import { assert } from '../../server/platform/assert.ts'
import { dayOf, type Instant } from '../../server/platform/clock.ts'
import {
  type ApplicationRow,
  type City,
  type CityRows,
  isPast,
  momentAfter,
  type NeedRow,
  nightAfter,
  type OfferRow,
  ownerOf,
  platform,
  trailRow,
  type Who,
} from './city.ts'
import type { Member } from './members.ts'

/** A need, its firm and its cases, as they are played from day to day. */
export type Play = {
  /** When the need came back into the hall last; null while it never did. */
  backAt: Instant | null
  readonly city: City
  readonly rows: CityRows
  readonly member: Member
  readonly need: NeedRow
  readonly cases: ApplicationRow[]
  readonly offers: OfferRow[]
}

/** The firm writes a draft. Numbers and the columns copied from the firm are filled in when all needs are made. */
export function draft(city: City, rows: CityRows, member: Member, wish: NeedDraft, on: Day): Play {
  const at = city.days.anyTime(on)
  const { row } = member
  const need: NeedRow = {
    ...wish,
    openness: wish.openness ?? 'open',
    dispatch: 'ended',
    heldFor: null,
    heldUntil: null,
    id: city.naming<'need'>(at),
    number: '',
    enterpriseId: row.id,
    state: 'draft',
    region: row.region,
    industry: row.industry,
    size: row.size,
    search: '',
    publishedAt: null,
    expiresOn: null,
    expiryPolicy: null,
    returnedFor: null,
    reviewDueOn: null,
    reviewDuePolicies: null,
    createdAt: at,
    createdBy: null,
    version: 1,
  }
  rows.needs.push(need)
  const subject = ['need', need.id] as const
  rows.trail.push(
    trailRow(city.naming, { at, who: ownerOf(member), happening: 'needs.drafted', subject, to: 'draft' }),
  )
  return { city, rows, member, need, backAt: null, cases: [], offers: [] }
}

/** Moves a need as the action does, with the same trail. */
export function moveNeed(
  { city, rows, need }: Play,
  to: NeedState,
  at: Instant,
  who: Who,
  changes: Partial<NeedRow> = {},
): void {
  const from = need.state
  assert(mayMoveNeed(from, to), `a need does not go from ${from} to ${to}`)
  Object.assign(need, changes, { state: to, version: need.version + 1 })
  const happening =
    to === 'draft' ? 'returned' : from === 'in-progress' && to === 'published' ? 'back-in-hall' : to
  const why = changes.returnedFor
  rows.trail.push(
    trailRow(city.naming, {
      ...{ at, who, from, to },
      happening: `needs.${happening}`,
      subject: ['need', need.id],
      ...(why ? { why } : {}),
    }),
  )
}

const mendings = [
  '请补充资金用途和还款来源。',
  '期限与用途不符：购置设备建议按实际还款能力填写期限。',
  '金额与经营规模相差较大，请核对单位。',
]

/** The firm sends its draft in; one in eight may come back once with words. Answers when it was sent last. */
export function send(play: Play, on: Day, mayReturn: boolean): Instant {
  const { city, member, need } = play
  const at = momentAfter(city, need.createdAt, on, 'any')
  moveNeed(play, 'under-review', at, ownerOf(member), city.reviewOfNeed(dayOf(at)))
  const backOn = city.days.after(on, 1)
  const againOn = plusDays(backOn, city.random.whole(0, 2))
  if (!mayReturn || !city.random.chance(120) || againOn >= city.today) return at
  const back = momentAfter(city, at, backOn)
  moveNeed(play, 'draft', back, city.bureau, { returnedFor: city.random.pick(mendings) })
  const again = momentAfter(city, back, againOn, 'any')
  moveNeed(play, 'under-review', again, ownerOf(member), {
    ...{ returnedFor: null },
    ...city.reviewOfNeed(dayOf(again)),
  })
  return again
}

/** The bureau puts it into the hall so many working days later; false when that is still to come. */
export function publish(play: Play, sentAt: Instant, workdays: number): boolean {
  const { city } = play
  const at = momentAfter(city, sentAt, city.days.after(dayOf(sentAt), workdays))
  if (!isPast(city, at)) return false
  const expiresOn = plusDays(dayOf(at), city.clocks.needOpenDays)
  moveNeed(play, 'published', at, city.bureau, {
    ...{ publishedAt: at, expiresOn, returnedFor: null },
    // What was published these days has not found its bank yet; for the rest the hall alone is left.
    dispatch: dayOf(at) >= plusDays(city.today, -3) ? 'due' : 'ended',
    expiryPolicy: city.clocksVersion,
  })
  return true
}

/** The firm ends a need on which nobody works, if that is still so on the day. */
export function withdrawNeed(play: Play, on: Day): void {
  const { city, need, member } = play
  const before = play.backAt ?? need.publishedAt ?? need.createdAt
  const at = momentAfter(city, before, on < dayOf(before) ? plusDays(dayOf(before), 1) : on, 'any')
  const isOver = need.expiresOn !== null && dayOf(at) > need.expiresOn
  if (isPast(city, at) && !isOver && need.state !== 'in-progress')
    moveNeed(play, 'withdrawn', at, ownerOf(member))
}

/** Ends a need whose days in the hall are over, or were over when it came back into it. */
export function expireNeed(play: Play): void {
  const { city, need, backAt } = play
  if (need.state !== 'published' || !need.expiresOn) return
  const isLate = backAt !== null && dayOf(backAt) > need.expiresOn
  const at = nightAfter(city, isLate ? dayOf(backAt) : need.expiresOn)
  if (isPast(city, at)) moveNeed(play, 'expired', at, platform)
}
