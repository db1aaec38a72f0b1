import { type Arrangement, partyWords } from '../arrangements/index.ts'
import type { FigureCode } from '../cockpit/definition.ts'
import { claimRate } from '../compensation/rate.ts'
import type { AsOf } from '../exposures/as-of.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showWan } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Refusal } from '../platform/outcome.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { PoolLine } from './filing.ts'
import { lineWarning } from './pages.ts'
import type { PoolStanding, PoolsOfArrangement } from './parts-pools.ts'
import { leverage, leverageWords } from './pool.ts'

/** Of which day the figures of pools are, and of a past one what is left out. */
export const saysOfPools = (w: Words, { asOf, on }: Pick<AsOf, 'asOf' | 'on'>): string =>
  w(on ? 'covers.pools-on' : 'covers.pools-as-of', { day: asOf })

/** The choice of a day, with what was typed. */
export const filtersOfPools = (w: Words, action: string, value: string, max: Day, error?: string) => ({
  action,
  fields: [
    {
      ...{ name: 'on', label: w('parts.as-of'), kind: 'date', value, max },
      ...(error ? { error } : {}),
    },
  ],
  active: value ? [{ label: `${w('parts.as-of')}: ${value}`, removeHref: action }] : [],
})

const here = '/compensation'

/** 风险补偿资金池: for each arrangement what its pools hold, what they cover, and where that stands to the lines. */
export const poolsPage = (
  w: Words,
  found: readonly PoolsOfArrangement[],
  { asOf, on, today }: Pick<AsOf, 'asOf' | 'on'> & { readonly today: Day },
  mayOpen: boolean,
) => ({
  ...headOf(w, mayOpen),
  says: saysOfPools(w, { asOf, on }),
  filters: filtersOfPools(w, here, on ?? '', today),
  nothing: { title: w('covers.pools-none'), text: w('covers.pools-none-text') },
  arrangements: found.map((one) => shownArrangement(w, one, on)),
})

/** A day of which nothing can be said, with what was typed. */
export const refusedPools = (w: Words, typed: string, today: Day, refusal: Refusal, mayOpen: boolean) => ({
  ...{ ...headOf(w, mayOpen), says: '', arrangements: [] },
  filters: filtersOfPools(w, here, typed, today, w.refusal(refusal)),
  nothing: { title: w.refusal(refusal), text: w('exposures.other-day') },
})

const headOf = (w: Words, mayOpen: boolean) => ({
  actions: [
    ...(mayOpen ? [{ href: '/compensation/pools/new', label: w('covers.pool-open') }] : []),
    { href: '/compensation/claims', label: w('covers.pool-claims') },
    { href: '/compensation/notices', label: w('covers.pool-notices') },
  ],
  title: w('covers.pools-title'),
  lead: w('covers.pools-lead'),
})

function shownArrangement(
  w: Words,
  { code, arrangement, pools, totals, waiting, line, tally, capitalFen }: PoolsOfArrangement,
  on: Day | null,
) {
  // A list is of now, and does not lie behind a figure of a past day.
  const behind = (href: string) => (on === null ? { href } : {})
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
        ...behind('/covers?standing=in-cover'),
      },
      {
        ...{ label: w('covers.pool-waiting'), value: showCount(waiting.loans) },
        note: w('covers.wan', { wan: showWan(waiting.filedFen) }),
        ...behind('/covers?standing=filed'),
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
        ...behind('/compensation/claims?state=paid'),
      },
      ...(on === null ? [badOf(w, value, line)] : []),
    ],
    codes: poolCodes(on),
    pools: pools.map((pool) => shownPool(w, pool, on)),
  }
}

/** What the figures of an arrangement mean; of a past day nothing is said of the bad ones. */
const poolCodes = (on: Day | null): readonly FigureCode[] => [
  ...(['pool-covered', 'pool-leverage', 'pool-claim-rate'] as const),
  ...(on === null ? (['pool-bad'] as const) : []),
  ...(['pool-capital', 'pools-free', 'pools-reserved', 'pools-out'] as const),
]

const badOf = (w: Words, value: Arrangement | undefined, line: PoolLine | null) => ({
  label: w('covers.pool-bad'),
  value: line ? showPercent(line.sharePpm) : '',
  note: w('covers.pool-lines', {
    warn: value?.warnLinePpm ? showPercent(ppm(value.warnLinePpm)) : w('covers.pool-no-line'),
    stop: value?.stopLinePpm ? showPercent(ppm(value.stopLinePpm)) : w('covers.pool-no-line'),
  }),
  ...(line?.standing === 'stopped' ? { tone: 'bad' as const } : {}),
})

function shownPool(
  w: Words,
  { pool: { pool, name }, money, funders, depositsFen, subsidiesFen }: PoolStanding,
  on: Day | null,
) {
  const sum = (key: string, amountFen: Fen) => ({ cells: [w(`covers.pool-${key}`), showWan(amountFen)] })
  return {
    title: `${name[w.language]} · ${w(partyWords(pool.party))}`,
    href: `/compensation/pools/${pool.id}${on === null ? '' : `?on=${on}`}`,
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
