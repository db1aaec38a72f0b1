import { partyWords } from '../arrangements/index.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { type Instant, showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import { yuanCell } from '../platform/web/cells.ts'
import { type Bar, barChart } from '../platform/web/charts.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { Tally } from './portfolio.ts'
import type { StressRun } from './rows.ts'
import { type StressState, stateNow } from './run.ts'
import type { Bearer } from './share.ts'
import type { Spread, StressAnswer } from './stress.ts'

const tones: Readonly<Record<StressState, string>> = {
  running: 'info',
  done: 'good',
  cancelled: 'neutral',
  lost: 'bad',
}

/** Names that a run shows: of institutions by id, of arrangements by code, and of places. */
export type Names = {
  readonly institution: (id: string) => string
  readonly arrangement: (code: string) => string
  readonly place: (code: string) => string
}

const sliceWords = (w: Words, names: Names, { question }: StressRun): string =>
  [
    names.place(question.region),
    question.arrangement && names.arrangement(question.arrangement),
    question.bankId && names.institution(question.bankId),
    question.size && w(`enterprises.size.${question.size}`),
  ]
    .filter(Boolean)
    .join(w('stress.and'))

const stateShown = (w: Words, state: StressState) => ({
  label: w(`stress.state.${state}`),
  tone: tones[state],
})

type Listing = {
  readonly form: ShownForm
  readonly runs: readonly StressRun[]
  readonly pager: Pager
  readonly names: Names
  readonly now: Instant
}

/** A part that is not chosen is no part: everything is put under stress. */
const withAll = (w: Words, field: ShownForm['fields'][number]) =>
  Array.isArray(field.options)
    ? {
        ...field,
        options: field.options.map((one: { readonly value: string; readonly label: string }) =>
          one.value ? one : { ...one, label: w('stress.everything') },
        ),
      }
    : field

/** 压力测试: the questions, and what was asked before. */
export const listPage = (w: Words, { form, runs, pager, names, now }: Listing) => ({
  title: w('stress.title'),
  lead: w('stress.lead'),
  form: {
    ...{ ...form, action: '/stress', once: newId(), submitLabel: w('stress.start') },
    fields: form.fields.map((field) => (field.required ? field : withAll(w, field))),
  },
  table: runs.length
    ? {
        caption: w('stress.runs'),
        columns: [
          { label: w('stress.column.number'), kind: 'code' },
          { label: w('stress.column.slice') },
          { label: w('stress.column.how') },
          { label: w('stress.column.loss'), kind: 'number' },
          { label: w('stress.column.state') },
        ],
        rows: runs.map((run) => ({
          cells: [
            { words: run.number, href: `/stress/${run.id}`, note: showInstant(run.askedAt) },
            sliceWords(w, names, run),
            howWords(w, run),
            run.answer ? showYuan(run.answer.loss.p99Fen) : '—',
            { words: stateShown(w, stateNow(run, now)).label, tone: tones[stateNow(run, now)] },
          ],
        })),
      }
    : null,
  pager,
})

const howWords = (w: Words, { question, scenarios }: StressRun): string =>
  question.ratePpm === null
    ? w('stress.how-drawn', { count: scenarios })
    : w('stress.how-given', { rate: showPercent(question.ratePpm) })

type Shown = { readonly run: StressRun; readonly names: Names; readonly now: Instant }

/** One run: how far it is, or what came of it, with everything it assumed. */
export async function runPage(w: Words, shown: Shown) {
  const { run, names, now } = shown
  const { id, scenarios, drawn, answer } = run
  const state = stateNow(run, now)
  return {
    title: w('stress.run-title', { number: run.number }),
    lead: `${sliceWords(w, names, run)} · ${howWords(w, run)}`,
    state: stateShown(w, state),
    progress:
      state === 'running'
        ? {
            ...{ id, drawn, scenarios },
            words: w('stress.progress', { drawn, scenarios }),
            cancel: { action: `/stress/${id}/cancellation`, once: newId(), label: w('stress.cancel') },
          }
        : null,
    ended: state === 'cancelled' || state === 'lost' ? w(`stress.ended.${state}`) : '',
    chart: answer ? await chartOf(w, names, answer) : '',
    answer: answer && answerShown(w, shown, answer),
    assumptions: assumptions(w, shown),
  }
}

const bearerName = (w: Words, names: Names, { party, guarantorId }: Bearer): string =>
  guarantorId ? names.institution(guarantorId) : w(partyWords(party))

const byWorst = <One extends Spread>(all: readonly One[]) =>
  all.toSorted((left, right) => right.p99Fen - left.p99Fen)

function chartOf(w: Words, names: Names, { bearers }: StressAnswer): Promise<string> {
  const bars: Bar[] = byWorst(bearers).map((bearer) => ({
    ...{ label: bearerName(w, names, bearer), value: bearer.p99Fen, shown: showYuan(bearer.p99Fen) },
  }))
  return barChart(bars, 176)
}

function answerShown(w: Words, shown: Shown, answer: StressAnswer) {
  const { run, names } = shown
  const { loss, bearers, banks = [] } = answer
  const one = run.question.ratePpm !== null
  const by = byWorst(bearers)
  const worst = by[0]
  const values = { who: worst ? bearerName(w, names, worst) : '—', sum: worst ? showYuan(worst.p99Fen) : '—' }
  const columns = one ? (['p50Fen'] as const) : (['meanFen', 'p50Fen', 'p95Fen', 'p99Fen'] as const)
  const cells = (spread: Spread) => columns.map((key) => yuanCell(spread[key] satisfies Fen))
  const labels = columns.map((key) => ({
    label: w(`stress.column.${one ? 'given' : key}`),
    kind: 'number',
  }))
  return {
    says: w(one ? 'stress.says-given' : 'stress.says-drawn', values),
    note: one ? '' : w('stress.no-sums'),
    table: {
      caption: w('stress.who-pays'),
      columns: [{ label: w('stress.column.who') }, ...labels],
      rows: [
        { cells: [w('stress.all'), ...cells(loss)] },
        ...by.map((bearer) => ({
          cells: [
            bearer.guarantorId
              ? { words: bearerName(w, names, bearer), note: w(partyWords(bearer.party)) }
              : bearerName(w, names, bearer),
            ...cells(bearer),
          ],
        })),
      ],
    },
    banks: banks.length
      ? {
          caption: w('stress.banks'),
          columns: [{ label: w('stress.column.bank') }, ...labels],
          rows: byWorst(banks).map((bank) => ({ cells: [names.institution(bank.bankId), ...cells(bank)] })),
        }
      : null,
    pools: poolsShown(w, shown, answer),
  }
}

function poolsShown(w: Words, { run, names }: Shown, { pools }: StressAnswer) {
  if (pools.length === 0) return null
  const one = run.question.ratePpm !== null
  return {
    caption: w('stress.pools'),
    columns: [
      { label: w('stress.column.pool') },
      { label: w('stress.column.free'), kind: 'number' },
      { label: w('stress.column.broken'), kind: 'number' },
      { label: w('stress.column.month'), kind: 'number' },
      { label: w('stress.column.short'), kind: 'number' },
    ],
    rows: pools.map((pool) => ({
      cells: [
        { words: names.arrangement(pool.code), note: w(partyWords(pool.party)) },
        yuanCell(pool.freeFen),
        one
          ? w(pool.broken ? 'stress.breaks' : 'stress.holds')
          : w('stress.so-many', { count: pool.broken, of: run.scenarios }),
        pool.month === null ? '—' : w('stress.month', { month: pool.month }),
        yuanCell(pool.short.p99Fen),
      ],
    })),
  }
}

function assumptions(w: Words, { run }: Shown) {
  const { rule, ruleVersion: by } = run
  const fact = (key: string, value: string, more: object = {}) => ({
    label: w(`stress.fact.${key}`),
    value,
    ...more,
  })
  const { question } = run
  const rates = (['micro', 'small', 'medium', 'large'] as const)
    .map((size) => `${w(`enterprises.size.${size}`)} ${showPercent(rule[`${size}Ppm`])}`)
    .join(' · ')
  const unknown = `${w('enterprises.size.unknown')} ${showPercent(rule.unknownPpm)}`
  const drawn = question.ratePpm === null
  return [
    fact('asked', showInstant(run.askedAt)),
    fact('loans', w('stress.loans-count', { loans: run.loans, balance: showYuan(run.balanceFen) })),
    drawn ? fact('rates', `${rates} · ${unknown}`, { by }) : fact('rate', showPercent(question.ratePpm)),
    fact('recovery', showPercent(question.recoveryPpm), drawn ? { by } : {}),
    ...(drawn
      ? [
          fact('correlation', showPercent(rule.correlationPpm), { by, note: w('stress.model') }),
          fact('seed', String(rule.seed)),
        ]
      : []),
    fact('failed', talliedWords(w, run.answer?.failed), { note: w('stress.failed') }),
    fact('sharing', w('stress.sharing')),
    fact('advances', talliedWords(w, run.answer?.advances), { note: w('stress.advances') }),
    fact('left-out', w('stress.left-out')),
  ]
}

/** Told by the answer; an answer of before they were told apart has none. */
const talliedWords = (w: Words, tally: Tally | undefined): string =>
  tally ? w('stress.loans-count', { loans: tally.loans, balance: showYuan(tally.balanceFen) }) : '—'
