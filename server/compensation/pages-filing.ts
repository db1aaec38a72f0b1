import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { mostInterest, mostPrincipal, type PoolClaimFacts } from './claim.ts'
import { column, inYuan } from './pages.ts'
import type { Covered } from './rows.ts'

type Filing = {
  readonly covered: Covered
  readonly firm: string
  readonly facts: PoolClaimFacts
  readonly ruleVersion: string
  /** Why nothing can be claimed today; then there is no form. */
  readonly refusal: Refusal | null
  readonly shown: ShownForm
  readonly action: string
  readonly back: string
}

/** 补偿申请: what is owed and covered as the platform knows it, beside the form. */
export function filingPage(
  w: Words,
  { covered, firm, facts, ruleVersion, refusal, shown, action, back }: Filing,
) {
  const { cover, loan } = covered
  const most = mostPrincipal(facts)
  const interestFen = mostInterest(cover.terms, { ...facts.loan, principalFen: most })
  return {
    title: w('compensation.new-title', { number: cover.number }),
    lead: w('compensation.new-lead'),
    back,
    facts: [
      { label: w('compensation.column.firm'), value: firm },
      { label: w('compensation.loan'), value: loan.number },
      {
        label: w('compensation.column.scheme'),
        value: cover.terms.name[w.language],
        by: cover.arrangementVersion,
      },
      { label: w('compensation.loan-balance'), value: inYuan(w, loan.balanceFen) },
      { label: w('compensation.most'), value: inYuan(w, most) },
      {
        label: w('compensation.interest-counts'),
        value: cover.terms.base.normalInterest
          ? w('compensation.interest-most', { amount: showYuan(interestFen) })
          : w('compensation.principal-only'),
      },
      {
        label: w('compensation.late-now'),
        value: w('compensation.lateness', { days: facts.lateness.days }),
        ...(facts.lateness.riskClass ? { note: w(`loans.five-class.${facts.lateness.riskClass}`) } : {}),
        by: ruleVersion,
      },
    ],
    no: refusal ? w.refusal(refusal) : null,
    form: refusal
      ? null
      : { ...shown, action, submitLabel: w('compensation.save'), once: newId(), cancelHref: back },
  }
}

export type Candidate = {
  readonly coverId: string
  readonly number: string
  readonly firm: string
  readonly most: Parameters<typeof showYuan>[0]
  readonly days: number
  readonly riskClass: string | null
}

/** What a bank may claim today: covered loans that reached the trigger and of which nothing was claimed. */
export const candidatesPage = (w: Words, candidates: readonly Candidate[], by: string, isMore: boolean) => ({
  title: w('compensation.may-claim'),
  lead: w('compensation.may-claim-lead'),
  by,
  more: isMore ? w('compensation.may-claim-more', { count: candidates.length }) : null,
  nothing: { title: w('compensation.may-claim-none'), text: w('compensation.may-claim-none-text') },
  table: candidates.length
    ? {
        caption: w('compensation.may-claim'),
        columns: [
          column(w, 'cover', 'code'),
          column(w, 'firm'),
          column(w, 'most', 'number'),
          column(w, 'late', 'number'),
          column(w, 'class'),
        ],
        rows: candidates.map(({ coverId, number, firm, most, days, riskClass }) => ({
          cells: [
            { words: number, href: `/covers/${coverId}/claim/new` },
            firm,
            showYuan(most),
            String(days),
            riskClass ? w(`loans.five-class.${riskClass}`) : '—',
          ],
        })),
      }
    : null,
})
