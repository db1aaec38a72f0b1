import type { BridgePolicy } from '../bridge-pool/index.ts'
import { dayKindWords } from '../bridge-pool/policy.ts'
import type { conditionsShown, DueLoan } from '../loans/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, showYuan } from '../money/fen.ts'
import { newId } from '../platform/ids.ts'
import type { Outcome, Refusal } from '../platform/outcome.ts'
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

/** What one pool offers for a loan, by its own terms. */
export type Offer = {
  readonly pool: Pool
  readonly terms: BridgePolicy
  readonly version: string
  /** The most, and what it costs until the day. */
  readonly amountFen: Fen
  readonly freeFen: Fen
  readonly backOn: Day
  readonly cost: ReturnType<typeof costPlanned>
  /** Why it is not for this loan; null where it may be. */
  readonly no: Refusal | null
}

type Shown = {
  readonly known: DueLoan
  /** The advance of this loan that is under way. */
  readonly open: Bridge | null
  /** Every pool that the firm can turn to, and the one that the form is filled in for. */
  readonly offers: readonly Offer[]
  readonly chosen: Offer | null
  readonly renewal: Renewal
  readonly whyNot: string
  readonly form: ShownForm
}

/** The application: whether renewal without repayment fits comes first, and what the bridge costs before what is asked. */
export function newPage(w: Words, shown: Shown) {
  const { known, open, offers, chosen, renewal, whyNot, form } = shown
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
      ...(chosen
        ? [
            { label: w('bridges.fact.pool'), value: chosen.pool.name[w.language] },
            { label: w('bridges.fact.longest'), value: longestWords(w, chosen.terms) },
          ]
        : []),
    ],
    cost: chosen?.cost ?? null,
    pools: offers.length > 1 ? poolsTable(w, offers, chosen, loan.id) : null,
    hasPool: chosen !== null,
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

const longestWords = (w: Words, { longestDays, dayKind }: BridgePolicy): string =>
  w('bridges.longest', { days: longestDays, kind: w(dayKindWords(dayKind)) })

/** Where there are several pools: what each lends at most, for how long, what that costs, and which one the form is for. */
const poolsTable = (w: Words, offers: readonly Offer[], chosen: Offer | null, loanId: string) => ({
  caption: w('bridges.offers'),
  scroll: true,
  columns: ['pool', 'most', 'longest', 'back-on', 'fee', 'market'].map((key) => ({
    label: w(`bridges.offer.${key}`),
    ...(['most', 'fee', 'market'].includes(key) ? { kind: 'number' } : {}),
  })),
  rows: offers.map(({ pool, terms, amountFen, freeFen, backOn, cost, no }) => ({
    cells: [
      pool.id === chosen?.pool.id
        ? { words: pool.name[w.language], strong: true, note: no ? w.refusal(no) : w('bridges.offer.chosen') }
        : {
            words: pool.name[w.language],
            href: `/loans/${loanId}/bridge?pool=${pool.id}`,
            note: no ? w.refusal(no) : w('bridges.offer.choose'),
          },
      freeFen < amountFen
        ? { words: showYuan(amountFen), note: w('bridges.offer.waits') }
        : showYuan(amountFen),
      longestWords(w, terms),
      backOn,
      cost ? showYuan(cost.feeFen) : '—',
      cost ? showYuan(cost.marketFen) : '—',
    ],
  })),
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
  fileHref: promise.fileId ? `/promises/${promise.id}/file` : null,
})
