import { dueCell } from '../clocks/index.ts'
import type { Institution } from '../institutions/index.ts'
import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { type Pager, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { gradeShown } from './pages.ts'
import { averageTenths, contentPerMille, countOf, type Score, scores, type Tally } from './rating.ts'
import { type ListedRating, type RatingView, ratingViews } from './rows.ts'

type Bank = Pick<Institution, 'id' | 'shortName'>

export type Listing = {
  readonly side: 'bank' | 'bureau'
  readonly view: RatingView
  /** The bank that is chosen; empty for all. */
  readonly bank: string
  readonly banks: readonly Bank[]
  readonly tallies: ReadonlyMap<string, Tally>
  readonly since: Day
  readonly rows: readonly ListedRating[]
  readonly pager: Pager
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly today: Day
}

/** Ratings as one bank reads its own, or as the bureau reads all banks': the figures, and below them what was said. */
export function listPage(w: Words, reference: Reference, listing: Listing) {
  const { side, view, bank, banks, since, rows, pager, query } = listing
  const path = side === 'bank' ? '/ratings' : '/bureau/ratings'
  const chosen = banks.find(({ id }) => id === bank)
  return {
    title: w(`ratings.title-${side}`),
    lead: w(`ratings.lead-${side}`),
    note: w('ratings.figures-note', { since }),
    figures: figuresOf(w, listing),
    none: w('ratings.no-figures'),
    filters: {
      action: path,
      target: '#ratings',
      fields: filterFields(w, listing),
      active: chosen ? [{ label: chosen.shortName, removeHref: withQuery(path, query, { bank: null }) }] : [],
      clearHref: path,
    },
    listTitle: w(`ratings.view.${view}`),
    table: rows.length ? tableOf(w, reference, listing) : null,
    pager: { ...pager, target: '#ratings' },
    empty: { title: w(`ratings.none.${view}-title`), text: w(`ratings.none.${view}-text`) },
  }
}

function filterFields(w: Words, { side, view, bank, banks }: Listing) {
  const views = ratingViews.map((value) => ({ value, label: w(`ratings.view.${value}`) }))
  const names = banks.map(({ id, shortName }) => ({ value: id as string, label: shortName }))
  return [
    { name: 'view', kind: 'select', label: w('ratings.filter.view'), value: view, options: views },
    ...(side === 'bureau'
      ? [
          {
            ...{ name: 'bank', kind: 'select', label: w('ratings.bank'), value: bank },
            options: [{ value: '', label: w('ratings.filter.all') }, ...names],
          },
        ]
      : []),
  ]
}

/** One line for each bank that was rated or owes an answer, the most unanswered first; null where there is none. */
function figuresOf(w: Words, { side, banks, tallies }: Listing) {
  const lines = banks.flatMap(({ id, shortName }) => {
    const tally = tallies.get(id)
    return tally ? [{ name: shortName, tally }] : []
  })
  if (lines.length === 0) return null
  const ordered = lines.toSorted(
    (a, b) => b.tally.unanswered - a.tally.unanswered || countOf(b.tally) - countOf(a.tally),
  )
  return {
    caption: w(`ratings.figures-${side}`),
    // Twenty banks with ten figures each would be a very long way down a phone.
    scroll: side === 'bureau',
    columns: [
      { label: w('ratings.bank') },
      ...['count', 'average', 'content', ...scores, 'unanswered'].map((key) => ({
        label: w(`ratings.column.${key}`),
        kind: 'number',
      })),
    ],
    rows: ordered.map(({ name, tally }) => ({
      cells: [
        name,
        String(countOf(tally)),
        tenths(averageTenths(tally)),
        share(contentPerMille(tally)),
        ...scores.map((score) => String(tally.counts[Number(score) as Score])),
        tally.late
          ? { words: String(tally.unanswered), note: w('ratings.late-count', { count: tally.late }) }
          : String(tally.unanswered),
      ],
    })),
  }
}

const tenths = (value: number | null): string =>
  value === null ? '–' : `${Math.floor(value / 10)}.${value % 10}`
const share = (perMille: number | null): string => (perMille === null ? '–' : `${tenths(perMille)}%`)

/** Numbers and days stay in one line. */
const kinds: Readonly<Record<string, string>> = { case: 'code', rated: 'date' }

function tableOf(w: Words, reference: Reference, { side, rows, today }: Listing) {
  const keys = ['case', ...(side === 'bureau' ? ['bank'] : []), 'grade', 'said', 'rated', 'answer']
  return {
    caption: w('ratings.caption'),
    columns: keys.map((key) => ({
      label: w(`ratings.column.${key}`),
      ...(kinds[key] ? { kind: kinds[key] } : {}),
    })),
    rows: rows.map(({ rating, number, product, bank }) => ({
      cells: [
        { words: number, href: `/ratings/${rating.id}`, note: product },
        ...(side === 'bureau' ? [bank] : []),
        gradeShown(w, rating.score),
        excerpt(rating.comment) ||
          rating.reasons.map((one) => w(`ratings.reason.${one}`)).join(w('ratings.comma')),
        showInstant(rating.ratedAt).slice(0, 10),
        rating.answeredAt
          ? w('ratings.answered')
          : rating.answerDueOn
            ? dueCell(w, reference, rating.answerDueOn, today)
            : w('ratings.no-answer-owed'),
      ],
    })),
  }
}

/** As much as a line of a list has room for. */
const mostLetters = 60
const excerpt = (text: string): string =>
  [...text].length > mostLetters ? `${[...text].slice(0, mostLetters).join('')}…` : text
