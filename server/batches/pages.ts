import { bankRoles, isOneOf, type Person } from '../accounts/index.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { ceilingOf } from '../claims/ground.ts'
import type { Day } from '../money/day.ts'
import { type Fen, larger, minus, noFen, showWan, showYuan } from '../money/fen.ts'
import { million, ppm, showPercent } from '../money/rate.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { AgreementState } from './agreement.ts'
import type { FilingState } from './filing.ts'
import type { Agreement, Filing, guaranteesUnder, Listed, Used } from './rows.ts'

const tones = {
  proposed: 'warn',
  'in-force': 'good',
  declined: 'neutral',
  ended: 'neutral',
} as const satisfies Record<AgreementState, string>

export const filingTones = {
  checked: 'warn',
  booked: 'good',
  'given-up': 'neutral',
  'taken-back': 'neutral',
} as const satisfies Record<FilingState, string>

type Names = ReadonlyMap<string, string>
const columnsOf = (
  w: Words,
  keys: readonly string[],
  numbers: readonly string[] = [],
  codes: readonly string[] = [],
) =>
  keys.map((key) => ({
    label: w(`batches.column.${key}`),
    ...(numbers.includes(key) ? { kind: 'number' } : codes.includes(key) ? { kind: 'code' } : {}),
  }))

/** The agreements of a guarantor, a bank or a place. */
export function listPage(w: Words, me: Person, found: readonly Listed[], names: Names, pager: Pager) {
  return {
    title: w('batches.title'),
    lead: w('batches.lead'),
    newHref: me.role === 'guarantor-manager' ? '/batches/new' : null,
    pager,
    table: found.length
      ? {
          caption: w('batches.caption'),
          columns: columnsOf(
            w,
            ['number', 'guarantor', 'bank', 'period', 'total', 'ceiling', 'state'],
            ['total', 'ceiling'],
            ['number'],
          ),
          rows: found.map(({ agreement: one, guarantor }) => ({
            cells: [
              { words: one.number, href: `/batches/${one.id}` },
              guarantor,
              names.get(one.bankId) ?? '',
              w('batches.from-to', { from: one.startsOn, to: one.endsOn }),
              showWan(one.totalFen),
              showPercent(one.ceilingPpm),
              { words: w(`batches.state.${one.state}`), tone: tones[one.state] },
            ],
          })),
        }
      : null,
  }
}

type Paged<Row> = { readonly rows: readonly Row[]; readonly pager: Pager }

/** The pager of a list that has other pages. */
const turns = ({ pager }: Paged<unknown>) => (pager.previousHref || pager.nextHref ? pager : null)

/** A list with its pager; one that has no row at all is not shown. */
const listed = <Table extends object>(list: Paged<unknown>, table: Table) =>
  list.rows.length || turns(list) ? [{ ...table, pager: turns(list) }] : []

export type AgreementShown = {
  readonly agreement: Agreement
  readonly guarantor: string
  readonly bank: string
  readonly arrangement: string
  readonly used: Used
  readonly guarantees: Paged<Awaited<ReturnType<typeof guaranteesUnder>>[number]>
  readonly filings: Paged<Filing>
  readonly trail: readonly TrailRow[]
}

/** One agreement: what it allows, how much of it is used, how near the claims are to the ceiling, and its loans. */
export function agreementPage(w: Words, me: Person, today: Day, shown: AgreementShown) {
  const { agreement: one, used } = shown
  const yuan = (amount: Fen) => w('batches.yuan', { yuan: showYuan(amount) })
  const leftFen = larger(noFen, minus(one.totalFen, used.guaranteedFen))
  const ceilingFen = ceilingOf(used, one.ceilingPpm)
  const rate =
    used.guaranteedFen > 0
      ? showPercent(ppm(Number((BigInt(used.claimedFen) * million) / BigInt(used.guaranteedFen))))
      : w('batches.nothing-yet')
  return {
    title: w('batches.one-title', { number: one.number }),
    state: { label: w(`batches.state.${one.state}`), tone: tones[one.state] },
    step: stepOf(w, me, one, today),
    figures: [
      { label: w('batches.figure.left'), value: showWan(leftFen), tone: leftFen > 0 ? 'good' : 'bad' },
      { label: w('batches.figure.guaranteed'), value: showWan(used.guaranteedFen) },
      { label: w('batches.figure.balance'), value: showWan(used.balanceFen) },
      {
        label: w('batches.figure.rate'),
        value: rate,
        tone: ceilingFen > 0 || used.guarantees === 0 ? 'plain' : 'bad',
      },
      { label: w('batches.figure.ceiling-left'), value: showWan(ceilingFen) },
    ],
    facts: [
      { label: w('batches.column.guarantor'), value: shown.guarantor },
      { label: w('batches.column.bank'), value: shown.bank },
      { label: w('batches.field.arrangement'), value: shown.arrangement },
      {
        label: w('batches.column.period'),
        value: w('batches.from-to', { from: one.startsOn, to: one.endsOn }),
      },
      { label: w('batches.field.perLoanFen'), value: yuan(one.perLoanFen) },
      { label: w('batches.field.totalFen'), value: yuan(one.totalFen) },
      { label: w('batches.field.feePpm'), value: w('batches.a-year', { rate: showPercent(one.feePpm) }) },
      {
        label: w('batches.field.ceilingPpm'),
        value: showPercent(one.ceilingPpm),
        note: w('batches.ceiling-locked'),
        by: one.policies,
      },
      ...(one.words ? [{ label: w('batches.field.words'), value: one.words }] : []),
      ...(one.answerWords ? [{ label: w('batches.answer-words'), value: one.answerWords }] : []),
      ...(one.endWords ? [{ label: w('batches.end-words'), value: one.endWords }] : []),
    ],
    tables: [
      ...listed(shown.guarantees, guaranteesTable(w, shown.guarantees.rows)),
      ...listed(shown.filings, filingsTable(w, shown.filings.rows)),
    ],
    buttons: buttonsOf(w, me, one),
    steps: timelineSteps(w, shown.trail),
  }
}

function stepOf(w: Words, me: Person, { id, state, startsOn, endsOn }: Agreement, today: Day) {
  const isBank = isOneOf(me, bankRoles)
  const runs = state === 'in-force' && startsOn <= today && today <= endsOn
  const key =
    state === 'proposed'
      ? me.role === 'bank-manager'
        ? 'answer'
        : 'waits'
      : runs
        ? isBank
          ? 'file'
          : 'runs'
        : state === 'in-force'
          ? 'outside'
          : state
  const steps: Readonly<Record<string, string>> = {
    answer: `/batches/${id}/answer`,
    file: `/batches/${id}/loans`,
  }
  const href = steps[key]
  return {
    title: w(`batches.step.${key}`),
    text: w(`batches.step-text.${key}`, { from: startsOn, to: endsOn }),
    ...(href ? { href, label: w(`batches.step-label.${key}`) } : {}),
  }
}

function buttonsOf(w: Words, me: Person, { id, state }: Agreement) {
  const ends = state === 'in-force' && (me.role === 'bank-manager' || me.role === 'guarantor-manager')
  const takesBack = state === 'proposed' && me.role === 'guarantor-manager'
  return ends || takesBack
    ? [{ link: `/batches/${id}/ending`, words: w(ends ? 'batches.end-do' : 'batches.take-back') }]
    : []
}

const guaranteesTable = (w: Words, found: AgreementShown['guarantees']['rows']) => ({
  caption: w('batches.guarantees-title'),
  columns: columnsOf(
    w,
    ['guarantee', 'firm', 'amount', 'balance', 'state'],
    ['amount', 'balance'],
    ['guarantee'],
  ),
  rows: found.map((one) => ({
    cells: [
      { words: one.number, href: `/guarantees/${one.id}`, note: one.letterNumber ?? undefined },
      one.firm,
      showWan(one.amountFen),
      showWan(one.balanceFen),
      w(`guarantees.state.${one.state}`),
    ],
  })),
})

const filingsTable = (w: Words, filings: readonly Filing[]) => ({
  caption: w('batches.filings-title'),
  columns: columnsOf(w, ['filing', 'good', 'bad', 'amount', 'state'], ['good', 'bad', 'amount'], ['filing']),
  rows: filings.map((one) => ({
    cells: [
      { words: one.number, href: `/batch-filings/${one.id}`, note: one.fileName ?? w('batches.chosen') },
      String(one.goodRows),
      String(one.badRows),
      showWan(one.amountFen),
      { words: w(`batches.filing-state.${one.state}`), tone: filingTones[one.state] },
    ],
  })),
})

/** A form of an agreement: proposing, answering, ending. */
export const formPage = (w: Words, what: string, agreement: Agreement | null, shown: ShownForm) => ({
  title: w(`batches.${what}-title`, { number: agreement?.number ?? '' }),
  lead: w(`batches.${what}-text`),
  submitLabel: w(`batches.${what}-label`),
  ...shown,
  action: agreement ? `/batches/${agreement.id}/${what}` : '/batches',
  back: agreement ? `/batches/${agreement.id}` : '/batches',
  backLabel: agreement ? w('batches.one-title', { number: agreement.number }) : w('batches.title'),
  once: newId(),
})
