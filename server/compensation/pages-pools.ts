import { poolsOf } from '../arrangements/arrangement.ts'
import { type Arrangement, partyWords } from '../arrangements/index.ts'
import { filtersOfPools, type PoolStanding, saysOfPools, type Tally } from '../covers/index.ts'
import { leverage, leverageWords } from '../covers/pool.ts'
import type { AsOf } from '../exposures/as-of.ts'
import { type Day, yearOf } from '../money/day.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'
import type { FundingState } from './funding.ts'
import { column } from './pages.ts'
import { claimRate } from './rate.ts'
import type { Funding, ShownPool } from './rows-pools.ts'

const fundingTones: Readonly<Record<FundingState, string>> = {
  agreed: 'info',
  booked: 'good',
  dropped: 'neutral',
}

const wan = (w: Words, key: string, amount: Fen, note?: string) => ({
  label: w('compensation.pool.in-wan', { what: w(`compensation.pool.${key}`) }),
  value: showWan(amount),
  ...(note ? { note } : {}),
})

export type PoolShown = {
  readonly shown: ShownPool
  readonly arrangement: InForce<Arrangement> | null
  readonly standing: PoolStanding
  /** Of the whole arrangement, as its leverage is: what it covers, and what was paid into all its pools. */
  readonly coveredFen: Fen
  readonly capitalFen: Fen
  readonly tally: Tally
  readonly claims: ReadonlyMap<string, number>
  readonly fundings: readonly Funding[]
  readonly warning: object | null
  /** The day that is shown, null for now; and today. */
  readonly day: Pick<AsOf, 'asOf' | 'on'>
  readonly today: Day
  readonly form: ShownForm | null
  readonly booking: ((funding: Funding) => ShownForm) | null
  readonly dropping: ((funding: Funding) => ShownForm) | null
}

/** One pool: what it holds, what it stands for, what was claimed of it, and who funds it. */
export function poolPage(w: Words, pool: PoolShown) {
  const { shown, standing, fundings, form, day } = pool
  const at = `/compensation/pools/${shown.pool.id}`
  return {
    ...headOf(w, shown, day.on),
    warning: pool.warning,
    says: day.on ? w('compensation.pool.then', { day: day.on }) : saysOfPools(w, day),
    filters: filtersOfPools(w, at, day.on ?? '', pool.today),
    nothing: null,
    numbers: numbersOf(w, pool),
    facts: factsOf(w, pool),
    funders: standing.funders.length
      ? {
          caption: w('compensation.pool.funders'),
          columns: [column(w, 'funder'), column(w, 'in-pool', 'number')],
          rows: standing.funders.map(({ funder, amountFen }) => ({ cells: [funder, showYuan(amountFen)] })),
        }
      : null,
    fundings: fundings.length ? fundingTable(w, fundings) : null,
    agreed: agreedOf(w, pool),
    form: form && {
      ...{ ...form, action: `${at}/fundings`, once: newId() },
      submitLabel: w('compensation.funding-write'),
    },
  }
}

/** A day of which nothing can be said, with what was typed. */
export const refusedPool = (w: Words, shown: ShownPool, typed: string, today: Day, refusal: Refusal) => ({
  ...headOf(w, shown, null),
  ...{
    warning: null,
    says: '',
    numbers: [],
    facts: [],
    funders: null,
    fundings: null,
    agreed: [],
    form: null,
  },
  filters: filtersOfPools(w, `/compensation/pools/${shown.pool.id}`, typed, today, w.refusal(refusal)),
  nothing: { title: w.refusal(refusal), text: w('exposures.other-day') },
})

function headOf(w: Words, { pool, name }: ShownPool, on: Day | null) {
  const period = on === null ? '' : `?from=${yearOf(on)}-01-01&to=${on}`
  return {
    title: name[w.language],
    back: `/compensation${on === null ? '' : `?on=${on}`}`,
    statementHref: `/compensation/pools/${pool.id}/statement${period}`,
    bookHref: `/ledger/books/${pool.bookId}`,
  }
}

function numbersOf(w: Words, { standing: { money }, tally, coveredFen, capitalFen }: PoolShown) {
  const times = leverage(coveredFen, { capitalFen })
  const rate = claimRate(tally)
  return [
    wan(w, 'free', money.freeFen),
    wan(w, 'reserved', money.reservedFen),
    wan(w, 'out', money.outFen, w('compensation.pool.out-note')),
    {
      label: w('compensation.pool.leverage'),
      value:
        times === null
          ? w('covers.pool-no-capital')
          : w('covers.pool-times', { times: leverageWords(times) }),
      note: w('compensation.pool.leverage-note'),
    },
    {
      label: w('compensation.pool.rate'),
      value: rate === null ? '—' : showPercent(rate),
      note: w('compensation.pool.rate-note', {
        claimed: showWan(tally.claimedFen),
        covered: showWan(tally.coveredFen),
      }),
    },
  ]
}

function factsOf(w: Words, { shown, arrangement, standing, tally, claims, day }: PoolShown) {
  const { money, depositsFen, subsidiesFen } = standing
  const value = arrangement?.value
  const count = (state: string) => claims.get(state) ?? 0
  const sum = (key: string, amountFen: Fen) => ({
    label: w(`compensation.pool.${key}`),
    value: w('compensation.yuan', { amount: showYuan(amountFen) }),
  })
  return [
    { label: w('compensation.pool.operator'), value: shown.operator },
    {
      label: w('compensation.column.scheme'),
      value: value?.name[w.language] ?? shown.pool.arrangement,
      note: w(partyWords(shown.pool.party)),
      href: `/arrangements/${shown.pool.arrangement}`,
      ...(arrangement ? { by: arrangement.version } : {}),
    },
    sum('capital', money.capitalFen),
    ...(depositsFen > 0 ? [sum('deposits', depositsFen)] : []),
    ...(subsidiesFen > 0 ? [sum('subsidies', subsidiesFen)] : []),
    ...(value && !poolsOf(value).includes(shown.pool.party)
      ? [{ label: w('compensation.pool.bound'), value: w('compensation.pool.unbound') }]
      : []),
    {
      label: w('compensation.pool.claims'),
      value: w('compensation.pool.claims-say', {
        waiting: showCount(count('filed') + count('checked')),
        open: showCount(count('noticed')),
        paid: showCount(tally.claims),
      }),
      ...(day.on === null ? { href: '/compensation/claims' } : {}),
    },
    {
      label: w('compensation.pool.paid'),
      value: w('compensation.pool.paid-say', {
        paid: showWan(tally.paidFen),
        back: showWan(tally.returnedFen),
      }),
    },
  ]
}

/** What was agreed and has not moved yet, with what this person may do about it. */
const agreedOf = (w: Words, { fundings, booking, dropping }: PoolShown) =>
  fundings
    .filter(({ state }) => state === 'agreed')
    .map((funding) => ({
      words: w(`compensation.funding-line.${funding.kind}`, {
        funder: funding.funder,
        amount: showYuan(funding.amountFen),
      }),
      booking: booking && {
        ...{ ...booking(funding), action: `/compensation/fundings/${funding.id}/booking`, once: newId() },
        ...{ formId: `book-${funding.id}`, submitLabel: w('compensation.funding-book') },
      },
      dropping: dropping && {
        ...{ ...dropping(funding), action: `/compensation/fundings/${funding.id}/dropping`, once: newId() },
        ...{ formId: `drop-${funding.id}`, submitLabel: w('compensation.funding-drop') },
      },
    }))

const fundingTable = (w: Words, fundings: readonly Funding[]) => ({
  caption: w('compensation.fundings'),
  columns: [
    column(w, 'funder'),
    column(w, 'kind'),
    column(w, 'amount', 'number'),
    column(w, 'agreed'),
    column(w, 'booked'),
    column(w, 'state'),
  ],
  rows: fundings.map(({ funder, agreement, kind, amountFen, agreedOn, bookedOn, state, why }) => ({
    cells: [
      { words: funder, note: agreement },
      w(`compensation.funding.${kind}`),
      showYuan(amountFen),
      agreedOn,
      bookedOn ?? '—',
      {
        ...{ words: w(`compensation.funding-state.${state}`), tone: fundingTones[state] },
        ...(why ? { note: why } : {}),
      },
    ],
  })),
})

/** A pool before it is opened. */
export const openingPage = (w: Words, shown: ShownForm, isAny: boolean) => ({
  title: w('compensation.opening-title'),
  lead: w('compensation.opening-lead'),
  nothing: { title: w('compensation.opening-none'), text: w('compensation.opening-none-text') },
  form: isAny
    ? {
        ...{ ...shown, action: '/compensation/pools', once: newId(), cancelHref: '/compensation' },
        submitLabel: w('compensation.opening-send'),
      }
    : null,
})
