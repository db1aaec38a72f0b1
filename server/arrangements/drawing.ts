import type { Words } from '../platform/web/words.ts'
import { type Layer, parties, partyWords } from './arrangement.ts'
import { layerWords, limitWords, shareWords } from './shown.ts'

/** One layer as a bar that is divided among its parties; places and widths in per cent of it. */
export type DrawnLayer = {
  readonly title: string
  readonly limit: string
  /** The whole layer in a sentence, for whoever does not see the bar. */
  readonly says: string
  readonly segments: readonly {
    readonly x: string
    readonly width: string
    readonly middle: string
    /** Written into the bar where it is wide enough. */
    readonly label: string
    readonly party: string
    readonly share: string
    readonly colour: number
  }[]
}

/** Narrower than this a share's figure does not fit into its part of the bar. */
const leastLabelled = 700

/** Layers from the first to the last, drawn to scale. */
export const drawnLayers = (w: Words, layers: readonly Layer[]): DrawnLayer[] =>
  layers.map((layer, at) => {
    let from = 0
    return {
      title: w('arrangements.layer', { number: at + 1 }),
      limit: limitWords(w, layer.limit),
      says: layerWords(w, layer),
      segments: layer.shares.map(({ party, basisPoints }) => {
        const x = from
        from += basisPoints
        return {
          x: percent(x),
          width: percent(basisPoints),
          middle: percent(x + basisPoints / 2),
          label: basisPoints >= leastLabelled ? shareWords(basisPoints) : '',
          party: w(partyWords(party)),
          share: shareWords(basisPoints),
          colour: parties.indexOf(party) + 1,
        }
      }),
    }
  })

const percent = (basisPoints: number): string => `${basisPoints / 100}%`
