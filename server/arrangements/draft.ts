import { type Arrangement, type Variant, variants } from './arrangement.ts'
import { shareText } from './shown.ts'

/*
 * An arrangement while it is written: layers as the browser sends them, in text, with as many rows as the person
 * asked for. Nothing here knows whether it makes sense; `readArrangement` says so once it is a value.
 */

/** The layers of an arrangement, and those for some loans. */
export const layerListNames = ['layers', ...variants] as const
export type LayerListName = (typeof layerListNames)[number]

export type DraftShare = { readonly party: string; readonly percent: string }
export type DraftLayer = {
  readonly limit: string
  readonly limitFen: string
  readonly limitParty: string
  readonly shares: readonly DraftShare[]
}
export type Draft = Readonly<Record<LayerListName, readonly DraftLayer[]>>

export const mostLayers = 6
export const mostShares = 9

const noShare: DraftShare = { party: '', percent: '' }
const newLayer: DraftLayer = { limit: 'none', limitFen: '', limitParty: '', shares: [noShare, noShare] }

/** What a person begins with: one layer without a limit. */
export const newDraft: Draft = { layers: [newLayer], 'first-loan': [], 'pure-credit': [] }

/** The layers of an arrangement that is there, to be changed. */
export const draftOf = ({ layers, variants: others }: Arrangement): Draft => ({
  layers: layers.map(draftLayer),
  'first-loan': (others['first-loan'] ?? []).map(draftLayer),
  'pure-credit': (others['pure-credit'] ?? []).map(draftLayer),
})

const draftLayer = ({ limit, shares }: Arrangement['layers'][number]): DraftLayer => ({
  limit: limit.kind,
  limitFen: limit.kind === 'amount' ? yuanText(limit.limitFen) : '',
  limitParty: limit.kind === 'pool' ? limit.party : '',
  shares: shares.map(({ party, basisPoints }) => ({ party, percent: shareText(basisPoints) })),
})

const yuanText = (amount: number): string => (amount / 100).toString()

type Sent = Readonly<Record<string, unknown>>
const textAt = (sent: Sent, name: string): string => {
  const value = sent[name]
  return typeof value === 'string' ? value : ''
}

/** The layers of a body, by the names of its fields; more rows than a form can have are not looked at. */
export function readDraft(sent: Sent): Draft {
  const names = Object.keys(sent)
  const count = (beginning: string, most: number): number =>
    Array.from({ length: most }, (_, index) => index).findLastIndex((index) =>
      names.some((name) => name.startsWith(`${beginning}${index}.`)),
    ) + 1
  const list = (name: LayerListName): DraftLayer[] =>
    Array.from({ length: count(`${name}.`, mostLayers) }, (_, at): DraftLayer => {
      const here = `${name}.${at}`
      return {
        limit: textAt(sent, `${here}.limit`),
        limitFen: textAt(sent, `${here}.limitFen`),
        limitParty: textAt(sent, `${here}.limitParty`),
        shares: Array.from({ length: count(`${here}.shares.`, mostShares) }, (__, index) => ({
          party: textAt(sent, `${here}.shares.${index}.party`),
          percent: textAt(sent, `${here}.shares.${index}.percent`),
        })),
      }
    })
  return { layers: list('layers'), 'first-loan': list('first-loan'), 'pure-credit': list('pure-credit') }
}

/** The same layers as fields of a form. */
export const draftFields = (draft: Draft): Record<string, string> =>
  Object.fromEntries(
    layerListNames.flatMap((name) =>
      draft[name].flatMap((layer, at) => {
        const here = `${name}.${at}`
        return [
          [`${here}.limit`, layer.limit],
          [`${here}.limitFen`, layer.limitFen],
          [`${here}.limitParty`, layer.limitParty],
          ...layer.shares.flatMap(({ party, percent }, index) => [
            [`${here}.shares.${index}.party`, party],
            [`${here}.shares.${index}.percent`, percent],
          ]),
        ]
      }),
    ),
  )

/** A button of the form that adds or takes away a row: `add-share layers 0`. */
const step =
  /^(add-layer|remove-layer|add-share|remove-share) (layers|first-loan|pure-credit)(?: (\d))?(?: (\d))?$/

export const isDraftStep = (text: string): boolean => step.test(text)

/** The draft after such a button; one that makes no sense changes nothing. */
export function afterStep(draft: Draft, text: string): Draft {
  const [, what = '', listName = '', layerText = '', shareIndex = ''] = step.exec(text) ?? []
  const name = layerListNames.find((one) => one === listName)
  if (!name) return draft
  const list = draft[name]
  const at = Number(layerText)
  if (what === 'add-layer')
    return list.length >= mostLayers ? draft : { ...draft, [name]: [...list, newLayer] }
  const layer = list[at]
  if (layerText === '' || !layer) return draft
  if (what === 'remove-layer') return { ...draft, [name]: list.filter((_, index) => index !== at) }
  const shares =
    what === 'add-share'
      ? [...layer.shares, noShare].slice(0, mostShares)
      : layer.shares.filter((_, index) => index !== Number(shareIndex))
  return { ...draft, [name]: list.map((one, index) => (index === at ? { ...one, shares } : one)) }
}

/** What the form's fields hold once they are read: typed values by the same names. */
type Read = Readonly<Record<string, unknown>>

/**
 * The layers as the value of a policy, without the rows that were left empty; and where each part of the value
 * stands in the form, so that a refusal finds its field.
 */
export function layersValue(
  draft: Draft,
  read: Read,
): { readonly value: Record<string, unknown>; readonly fieldOf: (path: string) => string } {
  const fields = new Map<string, string>()
  const list = (name: LayerListName, path: string) =>
    draft[name].map((layer, at) => {
      const here = `${name}.${at}`
      const filled = layer.shares.flatMap((share, index) => (share.party || share.percent ? [index] : []))
      fields.set(`${path}.${at}`, `${here}.limit`)
      fields.set(`${path}.${at}.limit.limitFen`, `${here}.limitFen`)
      fields.set(`${path}.${at}.limit.party`, `${here}.limitParty`)
      fields.set(`${path}.${at}.shares`, `${here}.shares.${filled[0] ?? 0}.percent`)
      for (const [index, row] of filled.entries()) {
        fields.set(`${path}.${at}.shares.${index}.party`, `${here}.shares.${row}.party`)
        fields.set(`${path}.${at}.shares.${index}.basisPoints`, `${here}.shares.${row}.percent`)
      }
      return {
        shares: filled.map((row) => shareOf(read, `${here}.shares.${row}`)),
        limit: limitOf(read, here),
      }
    })
  const others = variants.flatMap((variant): [Variant, unknown][] =>
    draft[variant].length ? [[variant, list(variant, `variants.${variant}`)]] : [],
  )
  const value = { layers: list('layers', 'layers'), variants: Object.fromEntries(others) }
  return {
    value,
    fieldOf: (path) => {
      const steps = path.split('.')
      for (let count = steps.length; count > 0; count -= 1) {
        const found = fields.get(steps.slice(0, count).join('.'))
        if (found) return found
      }
      return path === 'layers' ? 'layers.0.limit' : path
    },
  }
}

const shareOf = (read: Read, here: string) => ({
  party: read[`${here}.party`],
  basisPoints: read[`${here}.percent`],
})

function limitOf(read: Read, here: string) {
  const kind = read[`${here}.limit`]
  if (kind === 'amount') return { kind, limitFen: read[`${here}.limitFen`] }
  return kind === 'pool' ? { kind, party: read[`${here}.limitParty`] } : { kind: 'none' }
}
