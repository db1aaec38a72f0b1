import type { ratings } from '../../db/tables/ratings.ts'
import { type Day, plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { dayOf, type Instant } from '../../server/platform/clock.ts'
import { calendarVersions, type PolicyBook } from '../../server/policies/index.ts'
import { feedbackOn } from '../../server/ratings/feedback-rule.ts'
import { hasBeenServed, isBad, type RatingReason, type Score } from '../../server/ratings/rating.ts'
import {
  type ApplicationRow,
  type City,
  type CityRows,
  isPast,
  momentAfter,
  ownerOf,
  trailRow,
} from './city.ts'
import type { Member } from './members.ts'

export type RatingRow = typeof ratings.$inferSelect

type Spread = readonly (readonly [Score, number])[]
type Ended = 'money' | 'no' | 'left-lying' | 'offer'

/** How firms rate by what became of their case; who got money is kinder than who was left waiting. */
const spreads: Readonly<Record<Ended, Spread>> = {
  money: [
    [5, 55],
    [4, 30],
    [3, 10],
    [2, 3],
    [1, 2],
  ],
  no: [
    [5, 8],
    [4, 25],
    [3, 40],
    [2, 17],
    [1, 10],
  ],
  'left-lying': [
    [4, 5],
    [3, 25],
    [2, 40],
    [1, 30],
  ],
  offer: [
    [5, 20],
    [4, 45],
    [3, 28],
    [2, 5],
    [1, 2],
  ],
}
/** In how many of a thousand cases somebody rates at all. */
const shares: Readonly<Record<Ended, number>> = { money: 330, no: 200, 'left-lying': 260, offer: 140 }

const praises: readonly RatingReason[] = ['in-time', 'terms-clear', 'officer-helpful', 'few-papers']
const faultsOf: Readonly<Record<Ended, readonly RatingReason[]>> = {
  money: ['too-slow', 'papers-again-and-again', 'cost-beyond-offer'],
  no: ['no-reason-given', 'too-slow', 'papers-again-and-again'],
  'left-lying': ['too-slow', 'not-reachable'],
  offer: ['terms-unclear', 'too-slow'],
}

/** What a firm writes of a fault, and what a bank answers to it. */
const said: Partial<Record<RatingReason, readonly (readonly [string, string])[]>> = {
  'too-slow': [
    [
      '从申请到有结果等了太久，耽误了备货。',
      '经查，材料在支行停留过久。已向企业致歉，并明确每个环节两个工作日内办完。',
    ],
    [
      '说好一周，实际拖了近一个月。',
      '当时审批人员轮岗，未及时交接。已完善交接登记，今后由客户经理主动告知进度。',
    ],
  ],
  'papers-again-and-again': [
    ['材料分三次要，跑了好几趟。', '已把所需材料整理成一次性告知清单，不再分次索要。'],
    ['同一份流水反复要求重新提供。', '系内重复收集材料属实，已改为网点之间调阅，不再请企业重复提供。'],
  ],
  'cost-beyond-offer': [
    [
      '签约时才知道还有评估费。',
      '评估费由第三方收取，方案中未写清楚。已向企业说明，今后在明白纸中逐项列明。',
    ],
  ],
  'no-reason-given': [
    ['只说不符合条件，没有说哪一条。', '已电话向企业说明具体原因，并介绍了可办理的其他产品。'],
    ['谢绝的理由太笼统，不知道怎么改进。', '已书面补充原因和改进建议，待条件具备后欢迎再次申请。'],
  ],
  'not-reachable': [['经办人员电话一直打不通。', '经办人员外出培训未安排代接，已向企业致歉并更换经办人员。']],
  'terms-unclear': [['方案里的条件前后说法不一样。', '已由支行负责人当面解释，并重新出具书面方案。']],
}

/** 好差评 of a part of the cases that came to their end, with what banks answered to the bad ones. */
export function makeRatings(city: City, rows: CityRows, policies: PolicyBook): RatingRow[] {
  const { random } = city
  const members = new Map(city.members.map((member) => [member.row.id, member]))
  const loans = new Map(rows.loans.map((loan) => [loan.applicationId, loan]))
  return rows.applications.flatMap((row) => {
    const loan = loans.get(row.id)
    const loanState = loan?.state ?? null
    if (!hasBeenServed({ ...row, loanState, settledOn: loan?.settledOn ?? null })) return []
    const ended = endedAs(row)
    if (!random.chance(shares[ended])) return []
    const end = loan?.firstDrawnOn ?? dayOf(present(row.decidedAt, 'the moment of an end'))
    const ratedAt = momentAfter(
      city,
      row.decidedAt ?? row.submittedAt,
      plusDays(end, random.whole(1, 20)),
      'any',
    )
    if (!isPast(city, ratedAt)) return []
    const member = present(members.get(row.enterpriseId), 'the firm of a case')
    return [rated(city, rows, policies, { row, ended, member, ratedAt })]
  })
}

function endedAs({ state, offeredAt }: ApplicationRow): Ended {
  if (state === 'signed') return 'money'
  if (state === 'declined') return 'no'
  return state === 'expired' && !offeredAt ? 'left-lying' : 'offer'
}

type Rating = {
  readonly row: ApplicationRow
  readonly ended: Ended
  readonly member: Member
  readonly ratedAt: Instant
}

function rated(city: City, rows: CityRows, policies: PolicyBook, { row, ended, member, ratedAt }: Rating) {
  const { random, naming } = city
  const score = random.weighted(spreads[ended])
  const reason = score >= 4 ? random.pick(praises) : random.pick(faultsOf[ended])
  const [comment, answer] = isBad(score) ? random.pick(present(said[reason], 'words for a fault')) : ['', '']
  const rating: RatingRow = {
    ...{ id: naming<'rating'>(ratedAt), applicationId: row.id, enterpriseId: row.enterpriseId },
    ...{ institutionId: row.institutionId, region: member.row.region, score },
    ...{ reasons: random.chance(850) || isBad(score) ? [reason] : [], comment, ratedAt, ratedBy: null },
    ...{ addition: null, addedAt: null, addedBy: null, answer: null, answeredAt: null, answeredBy: null },
    ...(isBad(score) ? answerDue(city, policies, dayOf(ratedAt)) : { answerDueOn: null, duePolicies: null }),
    version: 1,
  }
  rows.trail.push(
    trailRow(naming, {
      ...{ at: ratedAt, who: ownerOf(member), happening: 'ratings.rated', subject: ['rating', rating.id] },
      ...(comment ? { why: comment } : {}),
      details: { application: row.id, score },
    }),
  )
  return answer ? answered(city, rows, rating, answer) : rating
}

function answerDue({ days }: City, policies: PolicyBook, on: Day) {
  const { value, version } = feedbackOn(policies, on)
  const answerDueOn = days.after(on, value.ratingAnswerWorkdays)
  return { answerDueOn, duePolicies: [version, ...calendarVersions(policies, on, answerDueOn)] }
}

/** For so long a bad rating may have stayed unanswered; before, the bureau would have seen to it. */
const mostDaysOpen = 30

/** Most banks answer in time, some late, and a few have not answered by now. */
function answered(city: City, rows: CityRows, rating: RatingRow, answer: string): RatingRow {
  const { random, naming, days } = city
  const within = random.chance(850) ? random.whole(1, 5) : random.whole(6, 14)
  const at = momentAfter(city, rating.ratedAt, days.after(dayOf(rating.ratedAt), within))
  const isFresh = dayOf(rating.ratedAt) >= plusDays(city.today, -mostDaysOpen)
  if (!isPast(city, at) || (isFresh && random.chance(350))) return rating
  const who = random.pick(present(city.officers.get(rating.institutionId), 'the officers of a bank'))
  const subject = ['rating', rating.id] as const
  rows.trail.push(trailRow(naming, { at, who, happening: 'ratings.answered', subject, why: answer }))
  return { ...rating, answer, answeredAt: at, answeredBy: who.personId, version: 2 }
}
