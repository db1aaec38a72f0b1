import { assumableWords, partyWords } from '../arrangements/index.ts'
import { type Fen, fen, total } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import { type RiskAnswer, riskSharingAnswer } from './answers-programmes.ts'
import { byTable, type Calculator } from './calculator.ts'
import { riskForm } from './forms.ts'
import {
  amountWords,
  type Figure,
  orLeftOut,
  type Shown,
  shareWords,
  shown,
  type Table,
  termsUsed,
  yuan,
} from './result.ts'

/* Who pays a loss first and who bears it in the end, as a page. */

type Asked = {
  readonly arrangement: string
  readonly loss: Fen
  readonly poolFree: Fen | null
  readonly recovered: Fen | null
  readonly recoveryCost: Fen | null
}

export const riskCalculator: Calculator<Asked> = {
  name: 'risk-sharing',
  form: riskForm,
  begin: () => ({ arrangement: '4321' }),
  work: ({ w, parts, today }, { arrangement, loss, poolFree, recovered, recoveryCost }) => {
    const asked = {
      arrangement,
      lossFen: loss,
      poolFreeFen: orLeftOut(poolFree),
      recoveredFen: orLeftOut(recovered),
      recoveryCostFen: orLeftOut(recoveryCost),
    }
    const worked = riskSharingAnswer(asked, parts.policies, today)
    return worked.ok ? { ok: true, answer: riskShown(w, worked.answer) } : worked
  },
  fieldOf: byTable({
    lossFen: 'loss',
    poolFreeFen: 'poolFree',
    recoveredFen: 'recovered',
    recoveryCostFen: 'recoveryCost',
  }),
  examples: [
    { arrangement: '4321', loss: '1000000.01' },
    { arrangement: '4321', loss: '1000000', recovered: '300000', recoveryCost: '20000' },
    { arrangement: 'startup-fund', loss: '1000000', poolFree: '400000' },
  ],
}

function riskShown(w: Words, { shares, totalFen, policy }: RiskAnswer): Shown {
  const { fact, notes } = termsUsed(w, policy, policy.value.assumed.map(assumableWords))
  const borneFen = total(shares.map((share) => share.borneFen))
  return shown({
    notes,
    facts: [
      fact,
      { label: w('calculators.loss-total'), value: amountWords(w, totalFen) },
      ...(borneFen === totalFen
        ? []
        : [{ label: w('calculators.loss-returned'), value: amountWords(w, fen(totalFen - borneFen)) }]),
    ],
    figure: figureOf(w, shares, borneFen),
    tables: borneFen === 0 ? [sharesTable(w, shares, borneFen)] : [],
  })
}

function figureOf(w: Words, shares: RiskAnswer['shares'], borneFen: Fen): Figure | null {
  const [most] = shares.toSorted((one, other) => other.borneFen - one.borneFen)
  if (!most || borneFen === 0) return null
  return {
    says: w('calculators.shares-says', {
      party: w(partyWords(most.party)),
      amount: amountWords(w, most.borneFen),
      share: shareWords(most.borneFen, borneFen),
    }),
    picture: {
      kind: 'bars',
      bars: shares.map(({ party, borneFen: value }) => ({
        label: w(`calculators.party-short.${party}`),
        value,
        shown: yuan(value),
      })),
    },
    table: sharesTable(w, shares, borneFen),
  }
}

const sharesTable = (w: Words, shares: RiskAnswer['shares'], borneFen: Fen): Table => ({
  caption: w('calculators.shares-caption'),
  columns: [
    { label: w('calculators.column-party') },
    { label: w('calculators.column-cash'), kind: 'number' },
    { label: w('calculators.column-borne'), kind: 'number' },
    { label: w('calculators.column-share'), kind: 'number' },
  ],
  rows: shares.map((share) => ({
    cells: [
      w(partyWords(share.party)),
      yuan(share.cashFen),
      yuan(share.borneFen),
      shareWords(share.borneFen, borneFen),
    ],
  })),
})
