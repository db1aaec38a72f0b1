import { dueWords } from '../clocks/index.ts'
import { type Day, plusDays } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import { dayOf, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { FeedbackRule } from './feedback-rule.ts'
import { hasBeenServed, isBad, rateableUntil } from './rating.ts'
import type { Rating } from './rows.ts'
import type { ServedCase } from './rows-cases.ts'

/** The grade as lists and pages show it: the figure and its name; red is for the two last. */
export const gradeShown = (w: Words, score: number) => ({
  words: w(`ratings.score.${score}`),
  tone: isBad(score) ? 'bad' : score === 3 ? 'neutral' : 'good',
})

export const ratePage = (w: Words, of: ServedCase, shown: ShownForm) => ({
  title: w('ratings.rate-title', { number: of.number }),
  lead: w('ratings.rate-lead', { bank: of.bank, product: of.product }),
  ...shown,
  action: `/applications/${of.id}/rating`,
  back: `/applications/${of.id}`,
  once: newId(),
})

export type Side = 'firm' | 'bank' | 'bureau'

type Shown = {
  readonly rating: Rating
  readonly of: ServedCase
  readonly side: Side
  readonly today: Day
  readonly rule: FeedbackRule
}

/** One rating before the firm that gave it, the bank that it is about, or the bureau. */
export function ratingPage(
  w: Words,
  reference: Reference,
  { rating, of, side, today, rule }: Shown,
  forms: { readonly answer: ShownForm | null; readonly addition: ShownForm | null },
) {
  const grade = gradeShown(w, rating.score)
  return {
    title: w('ratings.rating-title', { number: of.number }),
    back: backOf(w, side, of),
    state: { label: grade.words, tone: grade.tone },
    step: stepOf(w, reference, rating, side, today),
    facts: [
      // A bank may not know yet whose case it is; that is for the page of the case to say.
      ...(side === 'bank' ? [] : [{ label: w('ratings.bank'), value: of.bank }]),
      ...(side === 'bureau' ? [{ label: w('ratings.firm'), value: of.firm }] : []),
      { label: w('ratings.product'), value: of.product },
      { label: w('ratings.ended'), value: w(`applications.state.${of.state}`) },
      { label: w('ratings.column.grade'), value: grade.words, note: showInstant(rating.ratedAt) },
      ...(rating.reasons.length
        ? [{ label: w('ratings.field.reasons'), value: reasonWords(w, rating) }]
        : []),
      ...(rating.comment ? [{ label: w('ratings.column.said'), value: rating.comment }] : []),
      ...(rating.addition && rating.addedAt
        ? [{ label: w('ratings.addition'), value: rating.addition, note: showInstant(rating.addedAt) }]
        : []),
      ...(rating.answer && rating.answeredAt
        ? [{ label: w('ratings.answer'), value: rating.answer, note: showInstant(rating.answeredAt) }]
        : []),
    ],
    caseHref: side === 'bureau' ? null : `/applications/${of.id}`,
    answer: forms.answer && { ...forms.answer, action: `/ratings/${rating.id}/answer`, once: newId() },
    addition: forms.addition && {
      ...forms.addition,
      action: `/ratings/${rating.id}/addition`,
      once: newId(),
      note: w('ratings.addition-note', { until: plusDays(dayOf(rating.ratedAt), rule.addDays) }),
    },
  }
}

const backOf = (w: Words, side: Side, of: ServedCase) =>
  side === 'firm'
    ? { href: `/applications/${of.id}`, label: w('ratings.case', { number: of.number }) }
    : { href: side === 'bank' ? '/ratings' : '/bureau/ratings', label: w(`ratings.title-${side}`) }

const reasonWords = (w: Words, { reasons }: Rating): string =>
  reasons.map((one) => w(`ratings.reason.${one}`)).join(w('ratings.comma'))

/** What the reader should do, or waits for. */
function stepOf(w: Words, reference: Reference, rating: Rating, side: Side, today: Day) {
  const bad = isBad(rating.score)
  const is = rating.answeredAt ? (bad ? 'answered' : 'thanked') : bad ? 'bad' : 'good'
  const due = dueWords(w, reference, is === 'bad' ? rating.answerDueOn : null, today)
  return {
    title: w(`ratings.next.${side}.${is}-title`),
    text: w(`ratings.next.${side}.${is}-text`),
    ...(due.words ? { due: due.words, dueBy: rating.duePolicies } : {}),
    late: due.late,
  }
}

/** What the page of a case says of its rating; null where there is nothing to say. */
export function ratingSection(
  w: Words,
  side: 'firm' | 'bank',
  of: ServedCase,
  found: Rating | null,
  rule: FeedbackRule,
  today: Day,
) {
  if (found) {
    const grade = gradeShown(w, found.score)
    return {
      state: { label: grade.words, tone: grade.tone },
      text: found.answeredAt
        ? w('ratings.section-answered')
        : isBad(found.score)
          ? w(`ratings.section-bad-${side}`, { day: found.answerDueOn ?? '' })
          : '',
      href: `/ratings/${found.id}`,
      label: w(
        side === 'bank' && isBad(found.score) && !found.answeredAt ? 'ratings.answer-it' : 'ratings.see',
      ),
    }
  }
  const until = rateableUntil(of, rule.rateDays)
  if (side === 'bank' || !hasBeenServed(of) || (until && today > until)) return null
  return {
    state: null,
    text: until ? w('ratings.section-until', { until }) : w('ratings.section-open'),
    href: `/applications/${of.id}/rating/new`,
    label: w('ratings.rate'),
  }
}
