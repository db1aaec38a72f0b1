import type { BridgePolicy } from '../bridge-pool/index.ts'
import { dayKindWords } from '../bridge-pool/policy.ts'
import type { DueLoan } from '../loans/index.ts'
import { showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { ListedPromise } from '../promises/index.ts'
import { promiseStateWords } from '../promises/promise.ts'
import { type costShown, letterFacts } from './pages-bridge.ts'
import type { Pool } from './rows-pools.ts'

type Shown = {
  readonly known: DueLoan
  readonly pool: Pool | null
  readonly terms: BridgePolicy | null
  readonly cost: ReturnType<typeof costShown>
  readonly form: ShownForm
}

/** The application: what it costs comes before what is asked. */
export const newPage = (w: Words, { known: { loan, bank }, pool, terms, cost, form }: Shown) => ({
  title: w('bridges.new-title', { number: loan.number }),
  renewalHref: `/loans/${loan.id}/renewal`,
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
  form: {
    ...form,
    action: `/loans/${loan.id}/bridges`,
    once: newId(),
    submitLabel: w('bridges.send.apply'),
    cancelHref: '/bridges',
  },
})

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
})
