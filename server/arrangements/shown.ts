import { showYuan } from '../money/fen.ts'
import { ppm, showPercent } from '../money/rate.ts'
import type { Words } from '../platform/web/words.ts'
import { type Arrangement, type Layer, type Limit, partyWords, variantWords } from './arrangement.ts'

/** A share in per cent, as a person would type it: 3,333 basis points are 33.33. */
export const shareText = (basisPoints: number): string =>
  showPercent(ppm(basisPoints * 100)).replace(/(\.00)?%$/, '')

export const shareWords = (basisPoints: number): string => `${shareText(basisPoints)}%`

export function limitWords(w: Words, limit: Limit): string {
  if (limit.kind === 'none') return w('arrangements.limit-none')
  if (limit.kind === 'amount')
    return w('arrangements.limit-amount', { yuan: showYuan(limit.limitFen).replace(/\.00$/, '') })
  return w('arrangements.limit-pool', { party: w(partyWords(limit.party)) })
}

/** One layer in a sentence: who shares how much, and up to what. */
export const layerWords = (w: Words, layer: Layer): string =>
  w('arrangements.layer-says', {
    shares: layer.shares
      .map(({ party, basisPoints }) => `${w(partyWords(party))} ${shareWords(basisPoints)}`)
      .join(w('arrangements.comma')),
    limit: limitWords(w, layer.limit),
  })

export type LayerList = { readonly title: string | null; readonly layers: readonly Layer[] }

/** The layers of an arrangement, and those that take their place for some loans. */
export const layerLists = (w: Words, { layers, variants }: Arrangement): LayerList[] => [
  { title: null, layers },
  ...Object.entries(variants).flatMap(([variant, own]) =>
    variant === 'first-loan' || variant === 'pure-credit'
      ? [{ title: w(variantWords(variant)), layers: own }]
      : [],
  ),
]
