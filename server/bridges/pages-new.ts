import type { BridgePolicy } from '../bridge-pool/index.ts'
import { dayKindWords } from '../bridge-pool/policy.ts'
import type { conditionsShown, DueLoan } from '../loans/index.ts'
import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { ListedPromise } from '../promises/index.ts'
import { promiseStateWords } from '../promises/promise.ts'
import { letterFacts } from './pages-bridge.ts'
import type { costPlanned } from './pages-cost.ts'
import type { Bridge } from './rows.ts'
import type { Pool } from './rows-pools.ts'

type Renewal = {
  readonly first: Outcome<object>
  readonly shown: ReturnType<typeof conditionsShown>
  readonly ruleVersion: string
}

type Shown = {
  readonly known: DueLoan
  /** The advance of this loan that is under way. */
  readonly open: Bridge | null
  readonly pool: Pool | null
  readonly terms: BridgePolicy | null
  readonly cost: ReturnType<typeof costPlanned>
  readonly renewal: Renewal
  readonly whyNot: string
  readonly form: ShownForm
}

/** The application: whether renewal without repayment fits comes first, and what the bridge costs before what is asked. */
export function newPage(w: Words, shown: Shown) {
  const { known, open, pool, terms, cost, renewal, whyNot, form } = shown
  const { loan, bank } = known
  const renewalHref = `/loans/${loan.id}/renewal`
  const { first } = renewal
  return {
    title: w('bridges.new-title', { number: loan.number }),
    step: open
      ? {
          ...{ title: w('bridges.new-step.open-title'), text: w('bridges.new-step.open-text') },
          ...{ href: `/bridges/${open.id}`, label: open.number },
        }
      : first.ok
        ? { title: w('bridges.new-step.apply-title'), text: w('bridges.new-step.apply-text') }
        : {
            ...{ title: w('bridges.new-step.renewal-title'), text: w.refusal(first.refusal) },
            ...{ href: renewalHref, label: w('bridges.to-renewal') },
          },
    renewal: {
      ...{ status: renewal.shown.status, by: renewal.ruleVersion },
      // Where the next step leads there already, one way is enough.
      href: first.ok ? renewalHref : null,
      says: first.ok ? whyNot : w.refusal(first.refusal),
      conditions: renewal.shown.conditions.filter(({ met }) => met !== 'yes'),
    },
    facts: [
      { label: w('bridges.fact.bank'), value: bank },
      { label: w('bridges.fact.old-loan'), value: w('bridges.yuan', { yuan: showYuan(loan.balanceFen) }) },
      { label: w('bridges.fact.matures'), value: loan.maturesOn ?? '' },
      ...(pool && terms
        ? [
            { label: w('bridges.fact.pool'), value: pool.name[w.language] },
            {
              label: w('bridges.fact.longest'),
              value: w('bridges.longest', { days: terms.longestDays, kind: w(dayKindWords(terms.dayKind)) }),
            },
          ]
        : []),
    ],
    cost,
    hasPool: pool !== null,
    form:
      first.ok && !open
        ? {
            ...form,
            action: `/loans/${loan.id}/bridges`,
            once: newId(),
            submitLabel: w('bridges.send.apply'),
            cancelHref: '/bridges',
          }
        : null,
  }
}

/** The letter on paper. */
export const letterPage = (w: Words, { promise, firm, bank, loanNumber, bridge }: ListedPromise) => ({
  title: w('bridges.letter.title'),
  backHref: `/bridges/${promise.bridgeId}`,
  state: w(promiseStateWords(promise.state)),
  text: w('bridges.letter.text', {
    bank,
    firm,
    loan: loanNumber,
    contract: bridge.oldContract,
    number: bridge.number,
  }),
  facts: letterFacts(w, promise),
  mark: promise.sha256 ?? '',
  fileHref: promise.fileId ? `/promises/${promise.id}/file` : null,
})
