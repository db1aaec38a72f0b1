import { fen } from '../money/fen.ts'
import { choices, type Field, percent, whole, yuan } from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { plainForm } from './forms-plain.ts'
import type { GuaranteeRule } from './guarantee-rules.ts'
import type { ValueForm } from './value-form.ts'

const workdays = (): Field<number> => whole({ min: 1, max: 250, unit: 'forms.unit-workdays' })
const months = (): Field<number> => whole({ min: 1, max: 120, unit: 'forms.unit-months' })
const sum = () => yuan({ min: fen(1) })
const assumed = (...parts: readonly [string, ...string[]]) => ({
  key: 'assumed',
  fields: { assumed: choices(parts, 'policies.assumable', { min: 0 }) },
})
const times = (): Field<number> => whole({ min: 1, max: 100, unit: 'forms.unit-times' })

/** The questions of the rules for guarantors. */
export const guaranteeForms: Readonly<Record<GuaranteeRule, ValueForm>> = {
  'guarantor-limits': plainForm(
    {
      key: 'leverage',
      fields: {
        leverageTimes: times(),
        smallLeverageTimes: times(),
        smallBalancePpm: portion(),
        smallCustomersPpm: portion(),
      },
    },
    { key: 'concentration', fields: { customerPpm: portion(), groupPpm: portion() } },
    assumed('smallTest'),
  ),
  'guarantee-weights': plainForm(
    {
      key: 'loans',
      fields: {
        smallFirmsPpm: portion(),
        smallFirmsUpToFen: sum(),
        farmingPpm: portion(),
        farmingUpToFen: sum(),
        housingPpm: portion(),
        otherLoansPpm: portion(),
      },
    },
    {
      key: 'others',
      fields: { ratedBondsPpm: portion(), otherBondsPpm: portion(), otherPpm: portion() },
    },
    assumed('housing', 'ratedBonds', 'limitsIncluded'),
  ),
  'guarantee-assets': plainForm(
    {
      key: 'assets',
      fields: {
        ownFundsPpm: portion(),
        firstClassPpm: portion(),
        firstTwoClassesPpm: portion(),
        thirdClassPpm: portion(),
      },
    },
    assumed('firstTwoClasses'),
  ),
  'guarantee-reserves': plainForm(
    {
      key: 'reserves',
      fields: { unearnedFeesPpm: portion(), compensationPpm: portion(), compensationFullPpm: portion() },
    },
    assumed('stillInForce'),
  ),
  'guarantee-fees': plainForm(
    {
      key: 'fees',
      fields: { averagePpm: percent(), smallUpToFen: sum(), smallPpm: percent(), largePpm: percent() },
    },
    {
      key: 'fund-fees',
      fields: { fundPpm: percent(), fundSmallUpToFen: sum(), fundSmallPpm: percent() },
    },
    assumed('bySize', 'fundToday'),
  ),
  'guarantee-focus': plainForm({
    key: 'focus',
    fields: {
      customerFen: sum(),
      smallAndFarmingPpm: portion(),
      smallTicketFen: sum(),
      smallTicketPpm: portion(),
    },
  }),
  'guarantee-handling': plainForm(
    {
      key: 'handling',
      fields: {
        underwritingWorkdays: workdays(),
        filingMonths: months(),
        coverMonths: months(),
        relatedSharePpm: portion(),
        batchClaimPpm: portion(),
      },
    },
    assumed('underwriting', 'filing', 'cover', 'relatedShare', 'batchClaims'),
  ),
}
