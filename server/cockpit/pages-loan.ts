import { placeName } from '../enterprises/index.ts'
import type { drawdownsOf, repaymentsOf } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import { showCount, type Words } from '../platform/web/words.ts'
import type { SignedIn } from '../web.ts'
import { whatWords } from './pages-lists.ts'
import type { behind, loanIn } from './rows-lists.ts'

type OneLoan = {
  readonly found: NonNullable<Awaited<ReturnType<typeof loanIn>>>
  readonly drawdowns: Awaited<ReturnType<typeof drawdownsOf>>
  readonly repayments: Awaited<ReturnType<typeof repaymentsOf>>
  readonly stands: Awaited<ReturnType<typeof behind>>
  /** The past day from whose list the reader comes. */
  readonly from: Day | null
}

/** 单笔贷款: the last step down. What the bureau may read of a loan: who, how much, at what cost, and how it goes. */
export function loanPage({ w, parts }: SignedIn, { found, drawdowns, repayments, stands, from }: OneLoan) {
  const { loan } = found
  const yuan = (sum: Parameters<typeof showYuan>[0]) => w('loans.yuan', { yuan: showYuan(sum) })
  const place = placeName(parts.reference, w.language, found.region.slice(0, 6))
  return {
    title: w('loans.loan-title', { number: loan.number }),
    lead: [`${found.firm} · ${place}`, from ? w('cockpit.loan-of-now', { day: from }) : null]
      .filter(Boolean)
      .join(' · '),
    facts: [
      { label: w('cockpit.column.firm'), value: found.firm, href: `/enterprises/${found.enterpriseId}` },
      { label: w('cockpit.column.bank'), value: found.bank },
      { label: w('loans.agreed'), value: yuan(loan.amountFen) },
      { label: w('loans.drawn-sum'), value: yuan(loan.drawnFen) },
      { label: w('loans.column.balance'), value: yuan(loan.balanceFen) },
      { label: w('loans.column.rate'), value: showPercent(loan.ratePpm) },
      {
        label: w('cockpit.column.cost'),
        value: found.simplePpm === null ? '—' : showPercent(found.simplePpm),
      },
      { label: w('cockpit.column.what'), value: whatWords(w, { ...found, firstLoan: loan.firstLoan }) },
      { label: w('cockpit.column.drawn-on'), value: loan.firstDrawnOn ?? '—' },
      { label: w('loans.column.maturesOn'), value: loan.maturesOn ?? '—' },
      { label: w('cockpit.state'), value: w(`loans.state.${loan.state}`) },
      ...(loan.overdueSince ? [{ label: w('cockpit.overdue-since'), value: loan.overdueSince }] : []),
      { label: w('cockpit.column.need'), value: found.need, href: `/bureau/needs/${loan.needId}` },
      ...(stands.guarantee
        ? [
            {
              ...{ label: w('cockpit.guarantee'), value: stands.guarantee.number },
              href: `/guarantees/${stands.guarantee.id}`,
            },
          ]
        : []),
      ...(stands.cover
        ? [{ label: w('cockpit.cover'), value: w('cockpit.cover-open'), href: `/covers/${stands.cover.id}` }]
        : []),
    ],
    tables: [
      moneyTable(
        w,
        'drawn',
        drawdowns.map(({ drawnOn, amountFen }) => [drawnOn, showYuan(amountFen)]),
      ),
      moneyTable(
        w,
        'paid',
        repayments.map(({ paidOn, principalFen }) => [paidOn, showYuan(principalFen)]),
      ),
    ].filter(({ rows }) => rows.length > 0),
    back: { href: `/cockpit/loans?of=year${from ? `&on=${from}` : ''}`, label: w('cockpit.to-loans') },
  }
}

const moneyTable = (w: Words, key: 'drawn' | 'paid', lines: readonly (readonly string[])[]) => ({
  caption: w(`cockpit.${key}-caption`, { count: showCount(lines.length) }),
  columns: [
    { label: w('cockpit.column.day'), kind: 'date' },
    { label: w('cockpit.column.yuan'), kind: 'number' },
  ],
  rows: lines.map((cells) => ({ cells })),
})
