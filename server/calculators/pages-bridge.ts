import { bridgeAssumableWords, bridgeSaving } from '../bridge-pool/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import { type BridgeAnswer, bridgeFeeAnswer } from './answers-programmes.ts'
import { byTable, type Calculator } from './calculator.ts'
import { bridgeForm } from './forms.ts'
import {
  amountWords,
  type Fact,
  type Figure,
  rateWords,
  type Shown,
  shown,
  type Table,
  termsUsed,
  yuan,
} from './result.ts'

/* What an advance of a bridge pool costs, as a page. */

type Asked = {
  readonly policy: string
  readonly principal: Fen
  readonly paidOutOn: Day
  readonly repaidOn: Day
}

export const bridgeCalculator: Calculator<Asked> = {
  name: 'bridge-fee',
  form: bridgeForm,
  begin: (today) => ({ paidOutOn: today }),
  work: ({ w, parts }, { principal, ...asked }) => {
    const { policies, reference } = parts
    const worked = bridgeFeeAnswer({ ...asked, principalFen: principal }, policies, reference.calendar)
    return worked.ok ? { ok: true, answer: bridgeShown(w, principal, worked.answer) } : worked
  },
  fieldOf: byTable({ principalFen: 'principal' }),
  examples: [
    { policy: 'donghai-2023', principal: '10000000', paidOutOn: '2026-03-02', repaidOn: '2026-03-10' },
    { policy: 'wenzhou-2018', principal: '10000000', paidOutOn: '2026-02-13', repaidOn: '2026-02-25' },
    { policy: 'yongchun-2024', principal: '5000000', paidOutOn: '2026-03-02', repaidOn: '2026-03-15' },
  ],
}

function bridgeShown(w: Words, principalFen: Fen, answer: BridgeAnswer): Shown {
  const { days, feeFen, overdueDays, tiers, policy } = answer
  const { fact, notes } = termsUsed(w, policy, policy.value.assumed.map(bridgeAssumableWords))
  return shown({
    notes,
    facts: [
      fact,
      { label: w('calculators.fee-total'), value: amountWords(w, feeFen) },
      {
        label: w('calculators.days-counted'),
        value: w(`calculators.days-${policy.value.dayKind}`, { days }),
      },
      { label: w('calculators.days-overdue'), value: w('calculators.days', { days: overdueDays }) },
      ...savingOf(w, principalFen, answer),
    ],
    figure: tiers.length > 1 ? figureOf(w, answer) : null,
    tables: tiers.length > 1 ? [] : [tiersTable(w, tiers)],
  })
}

/** What the market would have taken for the same days, by a rate that is assumed; nothing where it saves nothing. */
function savingOf(w: Words, principalFen: Fen, { policy, ...fee }: BridgeAnswer): Fact[] {
  const saved = bridgeSaving(policy.value, principalFen, fee)
  if (!saved.ok || saved.savingFen <= 0) return []
  const rate = rateWords(policy.value.marketRatePpmPerDay)
  return [
    {
      label: w('calculators.fee-saved'),
      value: amountWords(w, saved.savingFen),
      note: w('calculators.fee-saved-note', { rate }),
    },
  ]
}

const figureOf = (w: Words, { days, feeFen, tiers }: BridgeAnswer): Figure => ({
  says: w('calculators.fee-says', {
    days,
    amount: amountWords(w, feeFen),
    daily: amountWords(w, fen(Math.round(feeFen / days))),
  }),
  picture: {
    kind: 'bars',
    bars: tiers.map((tier) => ({
      label: w('calculators.days', { days: tier.days }),
      value: tier.feeFen,
      shown: yuan(tier.feeFen),
    })),
  },
  table: tiersTable(w, tiers),
})

const tiersTable = (w: Words, tiers: BridgeAnswer['tiers']): Table => ({
  caption: w('calculators.fee-caption'),
  columns: ['days', 'rate-a-day', 'fee'].map((key) => ({
    label: w(`calculators.column-${key}`),
    kind: 'number',
  })),
  rows: tiers.map((tier) => ({
    cells: [String(tier.days), rateWords(tier.ratePpmPerDay), yuan(tier.feeFen)],
  })),
})
