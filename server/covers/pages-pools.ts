import { partyWords } from '../arrangements/index.ts'
import { claimRate } from '../compensation/rate.ts'
import { type Day, isDay } from '../money/day.ts'
import { type Fen, showWan } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import { lineWarning } from './pages.ts'
import type { PoolStanding, PoolsOfArrangement } from './parts-pools.ts'
import { leverage, leverageWords } from './pool.ts'

/**
 * Of which day the figures of pools are; and where another day is asked for, that they are not of it and what is: leverage, claim
 * rate and bad share are kept by no day, and today's must not pass for them.
 */
export const asOfPools = (w: Words, asked: string, today: Day) => ({
  says: w('covers.pools-as-of', { day: today }),
  otherDay:
    asked === '' || asked === today
      ? null
      : isDay(asked)
        ? w('covers.pools-other-day', { asked, day: today })
        : w('covers.pools-no-day', { day: today }),
})

/** 风险补偿资金池: for each arrangement what its pools hold, what they cover, and where that stands to the lines. */
export const poolsPage = (
  w: Words,
  found: readonly PoolsOfArrangement[],
  asOf: ReturnType<typeof asOfPools>,
  mayOpen: boolean,
) => ({
  asOf,
  actions: [
    ...(mayOpen ? [{ href: '/compensation/pools/new', label: w('covers.pool-open') }] : []),
    { href: '/compensation/claims', label: w('covers.pool-claims') },
    { href: '/compensation/notices', label: w('covers.pool-notices') },
  ],
  title: w('covers.pools-title'),
  lead: w('covers.pools-lead'),
  nothing: { title: w('covers.pools-none'), text: w('covers.pools-none-text') },
  arrangements: found.map((one) => shownArrangement(w, one)),
})

function shownArrangement(
  w: Words,
  { code, arrangement, pools, totals, waiting, line, tally, capitalFen }: PoolsOfArrangement,
) {
  const rate = claimRate(tally)
  const times = leverage(totals.coveredFen, { capitalFen })
  const value = arrangement?.value
  return {
    name: value?.name[w.language] ?? code,
    by: arrangement?.version ?? null,
    warning: value && line && line.standing !== 'open' ? lineWarning(w, value, line) : null,
    numbers: [
      {
        ...{ label: w('covers.pool-covered'), value: showWan(totals.coveredFen), unit: w('loans.wan') },
        note: w('covers.pool-loans', { count: showCount(totals.loans) }),
        href: '/covers?standing=in-cover',
      },
      {
        ...{ label: w('covers.pool-waiting'), value: showCount(waiting.loans) },
        note: w('covers.wan', { wan: showWan(waiting.filedFen) }),
        href: '/covers?standing=filed',
      },
      {
        label: w('covers.pool-leverage'),
        value:
          times === null
            ? w('covers.pool-no-capital')
            : w('covers.pool-times', { times: leverageWords(times) }),
        note: w('covers.pool-leverage-note'),
      },
      {
        ...{ label: w('covers.pool-rate'), value: rate === null ? '—' : showPercent(rate) },
        note: w('covers.pool-rate-note', { count: showCount(tally.claims), wan: showWan(tally.claimedFen) }),
        href: '/compensation/claims?state=paid',
      },
      {
        label: w('covers.pool-bad'),
        value: line ? showPercent(line.sharePpm) : '',
        note: w('covers.pool-lines', {
          warn: value?.warnLinePpm ? showPercent(ppm(value.warnLinePpm)) : w('covers.pool-no-line'),
          stop: value?.stopLinePpm ? showPercent(ppm(value.stopLinePpm)) : w('covers.pool-no-line'),
        }),
        ...(line?.standing === 'stopped' ? { tone: 'bad' as const } : {}),
      },
    ],
    pools: pools.map((pool) => shownPool(w, pool)),
  }
}

function shownPool(
  w: Words,
  { pool: { pool, name }, money, funders, depositsFen, subsidiesFen }: PoolStanding,
) {
  const sum = (key: string, amountFen: Fen) => ({ cells: [w(`covers.pool-${key}`), showWan(amountFen)] })
  return {
    title: `${name[w.language]} · ${w(partyWords(pool.party))}`,
    href: `/compensation/pools/${pool.id}`,
    bookHref: `/ledger/books/${pool.bookId}`,
    money: {
      caption: w('covers.pool-money'),
      columns: [{ label: w('covers.pool-item') }, { label: w('covers.pool-sum'), kind: 'number' }],
      rows: [
        ...funders.map(({ funder, amountFen }) => ({
          cells: [w('covers.pool-funder', { funder }), showWan(amountFen)],
        })),
        sum('capital', money.capitalFen),
        ...(depositsFen > 0 ? [sum('deposits', depositsFen)] : []),
        ...(subsidiesFen > 0 ? [sum('subsidies', subsidiesFen)] : []),
        sum('free', money.freeFen),
        sum('reserved', money.reservedFen),
        sum('out', money.outFen),
      ],
    },
  }
}
