import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { notify, type Recipient } from '../inbox/index.ts'
import { plusDays } from '../money/day.ts'
import type { Parts } from '../parts.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { eachInTurn } from '../platform/work/slices.ts'
import { type DueDay, dueIn, type PolicyBook } from '../policies/index.ts'
import { feedbackOn } from './feedback-rule.ts'
import { checkAddition, checkRateable, checkRating, isBad, type Rated } from './rating.ts'
import * as rows from './rows.ts'
import { type ServedCase, servedCase } from './rows-cases.ts'

type With = Pick<Parts, 'store' | 'policies'>
type Done = Outcome<{ readonly rating: rows.Rating }>

/**
 * 评价: the firm says once how the bank served it in a case that came to its end. A bad one (1 or 2) the bank answers
 * within a clock. Refuses: as `checkRateable` and `checkRating`, `rating-there`, `calendar-missing`.
 */
export const rate = ({ store, policies }: With, by: By, id: Id<'application'>, said: Rated) =>
  act(store, by, async (tx): Promise<Done> => {
    const of = present(await servedCase(tx, id), 'the case that was looked up')
    if (await rows.ratingOfCase(tx, id)) return refuse('rating-there')
    const inTime = checkRateable(of, by.today, feedbackOn(policies, by.today).value.rateDays)
    if (!inTime.ok) return inTime
    const fine = checkRating(said)
    if (!fine.ok) return fine
    const clock = isBad(said.score) ? answerDue(policies, by) : null
    if (clock && !clock.ok) return clock
    const rating: rows.Rating = {
      ...{ id: newId<'rating'>(), applicationId: id, region: of.region, ...said },
      ...{ enterpriseId: of.enterpriseId, institutionId: of.institutionId },
      ...{ ratedAt: by.at, ratedBy: by.person?.id ?? null },
      ...{ addition: null, addedAt: null, addedBy: null },
      ...{ answerDueOn: clock?.due.on ?? null, duePolicies: clock?.due.policies ?? null },
      ...{ answer: null, answeredAt: null, answeredBy: null, version: 1 },
    }
    await rows.addRating(tx, rating)
    await write(tx, by, {
      happening: 'ratings.rated',
      subject: { kind: 'rating', id: rating.id },
      details: { application: id, score: said.score },
      ...(said.comment ? { why: said.comment } : {}),
    })
    const managers: Recipient[] = clock ? [{ managersOf: of.institutionId }] : []
    await tell(tx, by, of, rating.id, clock ? 'rated-bad' : 'rated', [desk(of), ...managers])
    return done({ rating })
  })

const answerDue = (policies: PolicyBook, by: By): Outcome<{ readonly due: DueDay }> => {
  const { value, version } = feedbackOn(policies, by.today)
  return dueIn(policies, by.today, value.ratingAnswerWorkdays, version)
}

const desk = ({ institutionId, officerId }: ServedCase): Recipient => ({
  bank: institutionId,
  officer: officerId,
})

const tell = (
  tx: Transaction,
  by: By,
  of: Pick<ServedCase, 'number' | 'bankShort'>,
  id: Id<'rating'>,
  what: 'rated' | 'rated-bad' | 'added' | 'answered',
  to: readonly Recipient[],
) =>
  notify(tx, by, {
    ...{ to, kind: 'ratings', words: `ratings.notice.${what}` },
    values: { number: of.number, bank: of.bankShort },
    ...{ href: `/ratings/${id}`, subject: { kind: 'rating', id } },
  })

/**
 * 追评: the firm adds to what it said, once; what it said stays.
 * Refuses: `rating-added-already`, `rating-addition-too-late`, `stale`.
 */
export const addTo = ({ store, policies }: With, by: By, id: Id<'rating'>, addition: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const rating = present(await rows.ratingById(tx, id), 'the rating that was looked up')
    const fine = checkAddition(rating, by.today, feedbackOn(policies, by.today).value.addDays)
    if (!fine.ok) return fine
    const added = { addition, addedAt: by.at, addedBy: by.person?.id ?? null }
    if (!(await rows.changeRating(tx, rating, added))) return refuse('stale')
    await write(tx, by, { happening: 'ratings.added', subject: { kind: 'rating', id }, why: addition })
    const of = present(await servedCase(tx, rating.applicationId), 'the case of a rating')
    await tell(tx, by, of, id, 'added', [desk(of)])
    return done()
  })

/** The bank answers, once; the firm and the bureau read it. Refuses: `rating-answered`, `stale`. */
export const answer = ({ store }: Pick<With, 'store'>, by: By, id: Id<'rating'>, words: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    const rating = present(await rows.ratingById(tx, id), 'the rating that was looked up')
    if (rating.answeredAt) return refuse('rating-answered')
    const answered = { answer: words, answeredAt: by.at, answeredBy: by.person?.id ?? null }
    if (!(await rows.changeRating(tx, rating, answered))) return refuse('stale')
    await write(tx, by, { happening: 'ratings.answered', subject: { kind: 'rating', id }, why: words })
    const of = present(await servedCase(tx, rating.applicationId), 'the case of a rating')
    await tell(tx, by, of, id, 'answered', [{ firm: of.enterpriseId }])
    return done()
  })

/** Nights can fail; a month of them does not, and what is older was told of. */
const daysLookedBack = 31

/**
 * The nightly job: tells the bank's manager and the bureau, once, of a bad rating whose answer is past its day.
 * Answers how many people were told.
 */
export const chaseAnswers = ({ store }: Pick<With, 'store'>, by: By): Promise<number> => {
  const since = plusDays(by.today, -daysLookedBack)
  const find = (tx: Transaction, after: rows.LateAnswer['id'] | null, limit: number) =>
    rows.lateAnswers(tx, since, by.today, after, limit)
  return eachInTurn(store, find, async (tx, found) => {
    let told = 0
    for (const { rating, number, bank } of found)
      told += await notify(tx, by, {
        to: [{ managersOf: rating.institutionId }, { bureauOf: rating.region }],
        ...{ kind: 'ratings', words: 'ratings.notice.late' },
        values: { number, bank, day: rating.answerDueOn ?? '' },
        ...{ href: `/ratings/${rating.id}`, subject: { kind: 'rating', id: rating.id } },
        once: `rating late ${rating.id}`,
      })
    return told
  })
}
