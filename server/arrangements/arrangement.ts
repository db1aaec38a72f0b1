import { z } from 'zod'
import { sizeClasses } from '../enterprises/size-class.ts'
import { basisPointsShape, fenShape, nameShape, ppmShape, wholeShape } from '../policies/shapes.ts'

/** Who can share a loss. `reguarantor` is the province's, `fund` a public fund of the place. */
export const parties = [
  'guarantor',
  'reguarantor',
  'bank',
  'treasury',
  'pool',
  'borrowers',
  'fund',
  'insurer',
  'national-fund',
] as const
export type Party = (typeof parties)[number]
export const isParty = (text: string): text is Party => parties.some((party) => party === text)
export const partyWords = (party: Party): string => `arrangements.party.${party}`

/** The shares of a layer add up to this: hundredths of a percent. */
export const wholeShare = 10_000

/** Loans for which an arrangement has other shares: 首贷, and loans without any security, 信用贷款. */
export const variants = ['first-loan', 'pure-credit'] as const
export type Variant = (typeof variants)[number]
export const variantWords = (variant: Variant): string => `arrangements.variant.${variant}`

/**
 * How the first payer pays: all but what the bank keeps (`net-of-bank`), or all, and collects the bank's share too.
 */
export const firstPayerModes = ['net-of-bank', 'full'] as const
export type FirstPayerMode = (typeof firstPayerModes)[number]
export const firstPayerWords = (mode: FirstPayerMode): string => `arrangements.first-payer.${mode}`

/** What an arrangement may assume for want of a source; each shows as a placeholder, whatever the row's certainty. */
export const assumable = ['layers', 'variants', 'base', 'firstPayer', 'scope', 'cap', 'lines'] as const
export type Assumable = (typeof assumable)[number]
export const assumableWords = (part: Assumable): string => `arrangements.assumable.${part}`

/** `pool`: the layer takes no more than brings that party, a pool with an account, to the end of its free money. */
const limitShape = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('none') }),
  z.strictObject({ kind: z.literal('amount'), limitFen: fenShape }),
  z.strictObject({ kind: z.literal('pool'), party: z.enum(parties) }),
])
const shareShape = z.strictObject({ party: z.enum(parties), basisPoints: basisPointsShape })
const layerShape = z.strictObject({ shares: z.array(shareShape), limit: limitShape })
const layersShape = z.array(layerShape)

export const arrangementShape = z.strictObject({
  name: nameShape,
  /** In order: what a layer cannot take falls to the next. The last takes all that is left. */
  layers: layersShape,
  /** Layers that take the place of `layers` for some loans. */
  variants: z.partialRecord(z.enum(variants), layersShape),
  /** What counts as the loss: principal always; interest at the contract's rate for so many days; penalties never. */
  base: z.strictObject({ normalInterest: z.boolean(), interestCapDays: wholeShape.nullable() }),
  /** Null: each pays its own share. */
  firstPayer: z.strictObject({ party: z.enum(parties), mode: z.enum(firstPayerModes) }).nullable(),
  /** What `to` takes over, once `party` has paid more than so much of the premium it received. */
  excess: z
    .strictObject({
      party: z.enum(parties),
      overPremiumPpm: ppmShape,
      to: z.enum(parties),
      basisPoints: basisPointsShape,
    })
    .nullable(),
  scope: z.strictObject({
    /** The sizes of firm that are in scope; null means all. */
    sizes: z.array(z.enum(sizeClasses)).nullable(),
    /** 三农 are in scope whatever their size. */
    farming: z.boolean(),
    excludedIndustries: z.array(z.string()),
    unsecuredOnly: z.boolean(),
  }),
  /** The most that one customer may have under cover, included. */
  singleCustomerCapFen: fenShape.nullable(),
  /** Bad among covered: from the first line on a warning, from the second on nothing new is filed (熔断线). */
  warnLinePpm: ppmShape.nullable(),
  stopLinePpm: ppmShape.nullable(),
  assumed: z.array(z.enum(assumable)),
})
export type Arrangement = z.infer<typeof arrangementShape>
export type Layer = z.infer<typeof layerShape>
export type Limit = z.infer<typeof limitShape>

/** What follows from an arrangement and is asked for again at every loss. */
export type Reading = {
  readonly parties: readonly Party[]
  readonly pools: readonly Party[]
  /** Pools whose layer has no other bound than their money: for these it has to be known. */
  readonly alone: readonly Party[]
  readonly layers: readonly { readonly weights: readonly number[]; readonly at: readonly number[] }[]
}
const readings = new WeakMap<Arrangement, Reading>()

/** Read once for each arrangement: arrangements are never changed in place. */
export function readingOf(arrangement: Arrangement): Reading {
  const known = readings.get(arrangement)
  if (known) return known
  const { layers } = arrangement
  const parties = [...new Set(layers.flatMap((layer) => layer.shares.map(({ party }) => party)))]
  const limited = layers.filter(({ limit }) => limit.kind === 'pool')
  const poolIn = ({ limit }: Layer) => (limit.kind === 'pool' ? [limit.party] : [])
  const reading = {
    parties,
    pools: limited.flatMap(poolIn),
    alone: limited.filter(({ shares }) => shares.length === 1).flatMap(poolIn),
    layers: layers.map(({ shares }) => ({
      weights: shares.map(({ basisPoints }) => basisPoints),
      at: shares.map(({ party }) => parties.indexOf(party)),
    })),
  }
  readings.set(arrangement, reading)
  return reading
}

/** Everybody who shares in any layer, in the order in which the layers name them: ties go to the earlier. */
export const partiesOf = (arrangement: Arrangement): readonly Party[] => readingOf(arrangement).parties

/** The parties whose free money limits what they take: each stands in one layer only. */
export const poolsOf = (arrangement: Arrangement): readonly Party[] => readingOf(arrangement).pools
