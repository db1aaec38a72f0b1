import { type Fen, showYuan, smaller } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Refusal } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { ClaimFacts } from './claim.ts'
import { inYuan } from './pages-tables.ts'
import type { ShownGuarantee } from './rows.ts'

type Filing = {
  readonly found: ShownGuarantee
  readonly facts: ClaimFacts
  readonly mostInterestFen: Fen
  readonly rule: { readonly version: string }
  /** Why nothing can be claimed today; then there is no form. */
  readonly refusal: Refusal | null
  readonly shown: ShownForm
  readonly action: string
  readonly papers: object
  readonly upload: object
  readonly back: string
}

/** 代偿申请: what is owed as the platform knows it, beside the form. */
export function filingPage(
  w: Words,
  { found, facts, mostInterestFen, rule, refusal, shown, action, back, papers, upload }: Filing,
) {
  const { guarantee, firm, guarantor } = found
  const { base } = guarantee.terms
  return {
    title: w('claims.new-title', { number: guarantee.number }),
    lead: w('claims.new-lead', { guarantor }),
    back,
    facts: [
      { label: w('claims.column.firm'), value: firm },
      { label: w('claims.balance'), value: inYuan(w, facts.balanceFen) },
      { label: w('claims.loan-balance'), value: inYuan(w, facts.loan.principalFen) },
      {
        label: w('claims.most-principal'),
        value: inYuan(w, smaller(facts.balanceFen, facts.loan.principalFen)),
        ...(facts.ceilingFen === null
          ? {}
          : { note: w('claims.ceiling-left', { amount: showYuan(facts.ceilingFen) }) }),
      },
      {
        label: w('claims.interest-counts'),
        value: base.normalInterest
          ? w('claims.interest-days', {
              days: base.interestCapDays ?? '—',
              amount: showYuan(mostInterestFen),
            })
          : w('claims.principal-only'),
        by: guarantee.arrangementVersion ?? '',
      },
      {
        label: w('claims.late-now'),
        value: w('claims.lateness', { days: facts.lateness.days }),
        ...(facts.lateness.riskClass ? { note: w(`loans.five-class.${facts.lateness.riskClass}`) } : {}),
        by: rule.version,
      },
      { label: w('claims.cover-until'), value: facts.coverUntil ?? '—' },
    ],
    no: refusal ? w.refusal(refusal) : null,
    papers: refusal ? null : papers,
    upload,
    formTitle: w('claims.claim-form'),
    form: refusal
      ? null
      : { ...shown, action, submitLabel: w('claims.file'), once: newId(), cancelHref: back },
  }
}
