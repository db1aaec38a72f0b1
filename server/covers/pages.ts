import { bankRoles, bureauRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import type { Arrangement, LineStanding } from '../arrangements/index.ts'
import { layerWords } from '../arrangements/shown.ts'
import { type TrailRow, timelineSteps } from '../audit/index.ts'
import { dueWords } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showWan, showYuan } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Pager } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import { type CoverStanding, coverBalance, coverStandings, standingOf } from './cover.ts'
import type { FilingCheck } from './filing.ts'
import { chargeFact } from './pages-charge.ts'
import { operatorRoles } from './parts.ts'
import type { Filing } from './parts-filing.ts'
import type { CoverRow, ListedCover, LoanToFile, ShownCover } from './rows.ts'
import type { ChargeRow } from './rows-charges.ts'

export const standingTones = {
  filed: 'info',
  'in-cover': 'good',
  rejected: 'bad',
  withdrawn: 'neutral',
  ended: 'neutral',
  compensated: 'warn',
} as const satisfies Record<CoverStanding, string>

export const lineTones = { open: 'good', warned: 'warn', stopped: 'bad' } as const satisfies Record<
  LineStanding,
  string
>

const stateShown = (w: Words, standing: CoverStanding) => ({
  label: w(`covers.standing.${standing}`),
  tone: standingTones[standing],
})

type Listed = {
  readonly rows: readonly ListedCover[]
  readonly standing: CoverStanding | null
  readonly pager: Pager
}

/** The covers of a bank, of a pool's operator, of a firm or of a region. */
export function listPage(
  w: Words,
  me: Person,
  { reference, today }: { readonly reference: Reference; readonly today: Day },
  { rows, standing, pager }: Listed,
) {
  const isBank = isOneOf(me, bankRoles)
  const isFirm = isOneOf(me, enterpriseRoles)
  return {
    title: w('covers.title'),
    lead: w(
      `covers.lead-${isFirm ? 'firm' : isBank ? 'bank' : isOneOf(me, bureauRoles) ? 'bureau' : 'pool'}`,
    ),
    actions: isBank ? [{ href: '/covers/filing', label: w('covers.bulk-title') }] : [],
    filters: {
      action: '/covers',
      clearHref: '/covers',
      target: '#covers',
      fields: [
        {
          ...{ name: 'standing', label: w('covers.column.standing'), kind: 'select', value: standing ?? '' },
          options: [
            { value: '', label: w('covers.any') },
            ...coverStandings.map((value) => ({ value, label: w(`covers.standing.${value}`) })),
          ],
        },
      ],
    },
    pager: { ...pager, target: '#covers' },
    table: rows.length ? listTable(w, { isBank, isFirm }, reference, today, rows) : null,
    nothing: { title: w('covers.none-title'), text: w(`covers.none-text-${isBank ? 'bank' : 'other'}`) },
  }
}

type Reads = { readonly isBank: boolean; readonly isFirm: boolean }

function listTable(
  w: Words,
  { isBank, isFirm }: Reads,
  reference: Reference,
  today: Day,
  rows: readonly ListedCover[],
) {
  return {
    caption: w('covers.caption'),
    columns: [
      { label: w('covers.column.number') },
      ...(isFirm ? [] : [{ label: w('covers.column.firm') }]),
      ...(isBank ? [] : [{ label: w('covers.column.bank') }]),
      { label: w('covers.column.filed'), kind: 'number' },
      { label: w('covers.column.balance'), kind: 'number' },
      { label: w('covers.column.standing') },
    ],
    rows: rows.map((row) => {
      const own = standingOf(row, row.loan)
      const due = own === 'filed' ? dueWords(w, reference, row.dueOn, today) : null
      return {
        cells: [
          { words: row.number, href: `/covers/${row.id}`, note: row.terms.name[w.language] },
          ...(isFirm ? [] : [row.firm]),
          ...(isBank ? [] : [row.bank]),
          { words: showWan(row.filedFen), note: row.filedOn },
          showWan(coverBalance(row, row.loan)),
          {
            ...{ words: w(`covers.standing.${own}`), tone: due?.late ? 'bad' : standingTones[own] },
            ...(due ? { note: due.words } : {}),
          },
        ],
      }
    }),
  }
}

const yuan = (w: Words, amount: Fen) => w('covers.yuan', { yuan: showYuan(amount) })

/** A rule of filing as the page lists it: what it asks, what is there, and whether it is met. */
export const checkLines = (w: Words, checks: readonly FilingCheck[]) =>
  checks.map((check) => ({
    label: w(`covers.rule.${check.rule}`),
    met: check.met,
    have: figureWords(w, check, check.have),
    want: figureWords(w, check, check.want),
  }))

function figureWords(w: Words, { rule }: FilingCheck, figure: FilingCheck['have']): string | null {
  if (figure === null) return null
  switch (rule) {
    case 'size':
      return [figure]
        .flat()
        .map((one) => w(`enterprises.size.${one}`))
        .join(w('covers.comma'))
    case 'class':
      return w(`loans.five-class.${figure}`)
    case 'single-customer-cap':
      return w('covers.wan', { wan: showWan(Number(figure) as Fen) })
    case 'stop-line':
      return showPercent(ppm(Number(figure)))
    case 'unsecured':
      return w(`covers.unsecured-${figure}`)
    default:
      return [figure].flat().join(w('covers.comma'))
  }
}

/** The filing of a loan before it is sent: every rule, the shares that would hold, and where the pool stands. */
export function filingPage(
  w: Words,
  loan: LoanToFile,
  codes: readonly string[],
  code: string,
  filing: Filing,
) {
  const { checks, arrangement, line } = filing
  const isFine = checks.every(({ met }) => met === 'yes')
  return {
    title: w('covers.filing-title', { number: loan.number }),
    lead: w('covers.filing-lead'),
    back: `/loans/${loan.id}`,
    facts: [
      { label: w('covers.column.firm'), value: loan.firm },
      { label: w('covers.column.loan'), value: loan.number },
      { label: w('covers.filed-sum'), value: yuan(w, loan.balanceFen) },
      ...termFacts(w, arrangement.value, arrangement.version, filing.variant),
    ],
    checks: checkLines(w, checks),
    warning: line.standing === 'open' ? null : lineWarning(w, arrangement.value, line),
    others: codes
      .filter((one) => one !== code)
      .map((one) => ({
        href: `/loans/${loan.id}/cover/new?arrangement=${one}`,
        label: w('covers.instead', { code: one }),
      })),
    send: isFine ? { action: `/loans/${loan.id}/cover`, arrangement: code, once: newId() } : null,
  }
}

/** Why the pool warns, or takes nothing new: what is bad among what is covered, and the line. */
export const lineWarning = (w: Words, { warnLinePpm, stopLinePpm }: Arrangement, line: Filing['line']) => ({
  tone: lineTones[line.standing],
  words: w(`covers.line-${line.standing}`, {
    share: showPercent(line.sharePpm),
    line: showPercent(ppm((line.standing === 'stopped' ? stopLinePpm : warnLinePpm) ?? 0)),
  }),
})

const termFacts = (w: Words, terms: Arrangement, version: string, variant: CoverRow['variant']) => [
  {
    label: w('covers.arrangement'),
    value: terms.name[w.language],
    note: version,
    by: version,
  },
  {
    label: w('covers.shares'),
    value: terms.layers.map((layer) => layerWords(w, layer)).join(w('covers.semicolon')),
    ...(variant ? { note: w(`arrangements.variant.${variant}`) } : {}),
  },
]

type Seen = {
  readonly me: Person
  readonly today: Day
  readonly reference: Reference
  readonly charge: ChargeRow | null
  /** What the pool's cashier writes down of the borrower's payment. */
  readonly paying: ShownForm | null
}

/** One cover: what stands, by which terms, on which rules, and what happened. */
export function coverPage(
  w: Words,
  { me, today, reference, charge, paying }: Seen,
  { cover, loan, firm, bank }: ShownCover,
  trail: readonly TrailRow[],
) {
  const standing = standingOf(cover, loan)
  const isFirm = isOneOf(me, enterpriseRoles)
  const isBank = isOneOf(me, bankRoles)
  const mayDecide = cover.state === 'filed' && isOneOf(me, operatorRoles)
  const owes = charge?.state === 'due'
  return {
    title: w('covers.cover-title', { number: cover.number }),
    state: stateShown(w, standing),
    says: w(`covers.says-${standing}`, { why: cover.why ?? '' }),
    facts: [
      { label: w('covers.column.firm'), value: firm },
      { label: w('covers.column.bank'), value: bank },
      { label: w('covers.column.loan'), value: loan.number },
      { label: w('covers.filed-sum'), value: yuan(w, cover.filedFen), note: cover.filedOn },
      { label: w('covers.balance-sum'), value: yuan(w, coverBalance(cover, loan)) },
      ...(charge ? [chargeFact(w, charge)] : []),
      ...termFacts(w, cover.terms, cover.arrangementVersion, cover.variant),
      ...(cover.decidedAt
        ? [{ label: w('covers.decided-at'), value: showInstant(cover.decidedAt) }]
        : [
            {
              label: w('covers.due-on'),
              value: cover.dueOn ?? '',
              note: dueWords(w, reference, cover.dueOn, today).words,
              by: cover.duePolicies,
            },
          ]),
    ],
    loanHref: isFirm || isBank ? `/loans/${loan.id}` : null,
    checks: isFirm ? null : checkLines(w, cover.checks),
    confirm: mayDecide && !owes ? { action: `/covers/${cover.id}/confirmation`, once: newId() } : null,
    charge: paying && {
      ...{ ...paying, action: `/covers/${cover.id}/charge`, once: newId() },
      submitLabel: w('covers.charge-pay'),
    },
    giveBack:
      me.role === 'pool-cashier' && cover.state === 'filed' && charge?.state === 'paid'
        ? { action: `/covers/${cover.id}/charge/return`, once: newId() }
        : null,
    buttons: [
      ...(standing === 'compensated' || (isBank && standing === 'in-cover')
        ? [{ href: `/covers/${cover.id}/claim`, label: w('covers.see-claim') }]
        : []),
      ...(mayDecide ? [{ href: `/covers/${cover.id}/rejection`, label: w('covers.reject') }] : []),
      ...(isBank && cover.state === 'filed'
        ? [{ href: `/covers/${cover.id}/withdrawal`, label: w('covers.withdraw') }]
        : []),
    ],
    steps: timelineSteps(w, trail),
  }
}

/** Turning a filing down, or taking it back: the words for the other side. */
export const whyPage = (
  w: Words,
  what: 'rejection' | 'withdrawal',
  { cover }: ShownCover,
  shown: ShownForm,
) => ({
  title: w(`covers.${what}-title`, { number: cover.number }),
  lead: w(`covers.${what}-lead`),
  ...shown,
  action: `/covers/${cover.id}/${what}`,
  back: `/covers/${cover.id}`,
  submitLabel: w(`covers.${what}-send`),
  once: newId(),
})
