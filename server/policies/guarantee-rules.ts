import { z } from 'zod'
import type { Refusal } from '../platform/outcome.ts'
import { fenShape, ppmShape, wholeShape } from './shapes.ts'

/*
 * What the law and the ministries set for guarantors, as dated rows: 国务院令683号 with its four rules of 2018, and
 * what the Treasury says of fees and focus. A ratio is in ppm of what its name says.
 */

/** Policy `guarantor-limits`: how much a guarantor may guarantee, in all and for one customer (683号, 15 and 16). */
export const guarantorLimitsShape = z.strictObject({
  /** Liability balance over net assets. */
  leverageTimes: wholeShape,
  /** The same for whoever serves mainly small firms and farming: so much of its balance and of its customers. */
  smallLeverageTimes: wholeShape,
  smallBalancePpm: ppmShape,
  smallCustomersPpm: ppmShape,
  /** One customer, and a customer with all related to it, of net assets. */
  customerPpm: ppmShape,
  groupPpm: ppmShape,
  assumed: z.array(z.enum(['smallTest'])),
})

/** Policy `guarantee-weights`: how much of a guarantee counts towards the liability balance (责任余额). */
export const guaranteeWeightsShape = z.strictObject({
  smallFirmsPpm: ppmShape,
  /** Up to this sum under guarantee for one customer, included. */
  smallFirmsUpToFen: fenShape,
  farmingPpm: ppmShape,
  farmingUpToFen: fenShape,
  housingPpm: ppmShape,
  otherLoansPpm: ppmShape,
  ratedBondsPpm: ppmShape,
  otherBondsPpm: ppmShape,
  otherPpm: ppmShape,
  assumed: z.array(z.enum(['housing', 'ratedBonds', 'limitsIncluded'])),
})

/** Policy `guarantee-assets`: what a guarantor's assets have to be made of. */
export const guaranteeAssetsShape = z.strictObject({
  ownFundsPpm: ppmShape,
  firstClassPpm: ppmShape,
  firstTwoClassesPpm: ppmShape,
  thirdClassPpm: ppmShape,
  assumed: z.array(z.enum(['firstTwoClasses'])),
})

/** Policy `guarantee-reserves`: what a guarantor sets aside. */
export const guaranteeReservesShape = z.strictObject({
  unearnedFeesPpm: ppmShape,
  compensationPpm: ppmShape,
  compensationFullPpm: ppmShape,
  assumed: z.array(z.enum(['stillInForce'])),
})

/** Policy `guarantee-fees`: the most a policy guarantor may ask a year, and what the national fund asks of it. */
export const guaranteeFeesShape = z.strictObject({
  averagePpm: ppmShape,
  smallUpToFen: fenShape,
  smallPpm: ppmShape,
  largePpm: ppmShape,
  fundPpm: ppmShape,
  fundSmallUpToFen: fenShape,
  fundSmallPpm: ppmShape,
  assumed: z.array(z.enum(['bySize', 'fundToday'])),
})

/** Policy `guarantee-focus`: whom a government guarantor is there for (财金〔2025〕11号). */
export const guaranteeFocusShape = z.strictObject({
  customerFen: fenShape,
  smallAndFarmingPpm: ppmShape,
  smallTicketFen: fenShape,
  smallTicketPpm: ppmShape,
})

/** Policy `guarantee-handling`: how a policy guarantor of this city works, and what its agreements leave open. */
export const guaranteeHandlingShape = z.strictObject({
  /** From the bank's request to the guarantor's answer. */
  underwritingWorkdays: wholeShape,
  /** From the letter to the filing with the provincial group, that day included. */
  filingMonths: wholeShape,
  /** 保证期间: from the loan's last day. */
  coverMonths: wholeShape,
  /** A shareholder from this share on, included, is related to his firm. */
  relatedSharePpm: ppmShape,
  /** 见贷即担: the most that claims may come to, of what was guaranteed by batch; what is above stays with the bank. */
  batchClaimPpm: ppmShape,
  assumed: z.array(z.enum(['underwriting', 'filing', 'cover', 'relatedShare', 'batchClaims'])),
})

export const guaranteeRules = [
  'guarantor-limits',
  'guarantee-weights',
  'guarantee-assets',
  'guarantee-reserves',
  'guarantee-fees',
  'guarantee-focus',
  'guarantee-handling',
] as const
export type GuaranteeRule = (typeof guaranteeRules)[number]
export const isGuaranteeRule = (code: string): code is GuaranteeRule =>
  guaranteeRules.some((rule) => rule === code)

export const guaranteeShapes = {
  'guarantor-limits': guarantorLimitsShape,
  'guarantee-weights': guaranteeWeightsShape,
  'guarantee-assets': guaranteeAssetsShape,
  'guarantee-reserves': guaranteeReservesShape,
  'guarantee-fees': guaranteeFeesShape,
  'guarantee-focus': guaranteeFocusShape,
  'guarantee-handling': guaranteeHandlingShape,
} as const satisfies Record<GuaranteeRule, z.ZodType>

const million = 1_000_000

/**
 * Why such a row cannot be used: what has another form, a share above the whole, nothing where something is needed.
 * Refuses: `policy-malformed`, `share-above-whole`, `figure-is-nothing`, `ratios-in-wrong-order`.
 */
export function checkGuaranteeRule(rule: GuaranteeRule, value: unknown): Refusal[] {
  const read = guaranteeShapes[rule].safeParse(value)
  if (!read.success)
    return read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
  const figures = Object.entries(read.data).filter(([, figure]) => typeof figure === 'number')
  const faults: Refusal[] = figures.flatMap(([field, figure]) => {
    if (figure === 0) return [{ code: 'figure-is-nothing', field }]
    return field.endsWith('Ppm') && Number(figure) > million ? [{ code: 'share-above-whole', field }] : []
  })
  const known = Object.fromEntries(figures.map(([field, figure]) => [field, Number(figure)]))
  for (const [smaller, larger] of rising) {
    const [less, more] = [known[smaller], known[larger]]
    if (less !== undefined && more !== undefined && less > more)
      faults.push({ code: 'ratios-in-wrong-order', field: smaller })
  }
  return faults
}

/** What can never be more than what stands beside it. */
const rising = [
  ['leverageTimes', 'smallLeverageTimes'],
  ['customerPpm', 'groupPpm'],
  ['firstClassPpm', 'firstTwoClassesPpm'],
  ['compensationPpm', 'compensationFullPpm'],
  ['smallTicketFen', 'customerFen'],
] as const
