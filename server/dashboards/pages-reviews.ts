import { dueCell } from '../clocks/index.ts'
import { placeName } from '../enterprises/index.ts'
import { paged, perPage } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { policyTitle } from '../policies/index.ts'
import type { SignedIn } from '../web.ts'
import { daysFrom } from './figures.ts'
import { type ReviewKind, reviewHref, reviewKinds } from './review.ts'
import type { Waiting } from './rows-reviews.ts'

type Counts = Readonly<Record<ReviewKind, number>>

/** The queue that was asked for, else the first in which something waits. */
export const reviewKindOf = (asked: string, counts: Counts): ReviewKind =>
  reviewKinds.find((kind) => kind === asked) ?? reviewKinds.find((kind) => counts[kind] > 0) ?? 'enterprises'

/** One row more than a page shows tells whether there is a next. */
export const reviewPaging = (number: number) => ({ limit: perPage + 1, offset: (number - 1) * perPage })

/** Firms and policies are read without a clock of their own. */
const hasClock = (kind: ReviewKind): boolean => kind === 'needs' || kind === 'products'

/** What a policy is called follows from its code and its value. */
const nameOf = (w: Words, kind: ReviewKind, { name, value }: Waiting): string =>
  kind === 'policies' ? policyTitle(w, { code: name, value }) : name

export function reviewsPage(
  { w, by, query, parts, today }: SignedIn,
  counts: Counts,
  kind: ReviewKind,
  number: number,
  waiting: readonly Waiting[],
) {
  const { rows, pager } = paged(waiting, number, '/bureau/reviews', { ...query, of: kind })
  return {
    title: w('dashboards.reviews-title'),
    kinds: reviewKinds.map((one) => ({
      href: `/bureau/reviews?of=${one}`,
      words: w(`dashboards.review-${one}`, { count: counts[one] }),
      current: one === kind,
    })),
    nothing: rows.length
      ? null
      : {
          title: w(`dashboards.review-none-${kind}`),
          text: w('dashboards.review-none-text'),
          href: '/bureau/funnel',
          label: w('layout.menu-funnel'),
        },
    table: {
      caption: w(`dashboards.review-caption-${kind}`),
      columns: [
        { label: w('dashboards.review-name') },
        { label: w(`dashboards.review-note-${kind}`) },
        { label: w('dashboards.review-waiting'), kind: 'number' },
        ...(hasClock(kind) ? [{ label: w('dashboards.review-due') }] : []),
        { label: w('dashboards.review-step'), kind: 'actions' },
      ],
      rows: rows.map((one) => ({
        cells: [
          { words: nameOf(w, kind, one), href: reviewHref[kind](one.id) },
          kind === 'enterprises' ? placeName(parts.reference, w.language, one.note) : one.note,
          w('dashboards.days', { days: daysFrom(one.since, by.at) }),
          ...(hasClock(kind) ? [dueCell(w, parts.reference, one.dueOn ?? null, today)] : []),
          { links: [{ href: reviewHref[kind](one.id), label: w('dashboards.review-open') }] },
        ],
      })),
    },
    pager: pager.previousHref || pager.nextHref ? pager : null,
  }
}
