import { type FitRule, fitRules } from './fit.ts'
import type { ShelfFit } from './shelf.ts'

/** The condition is not met; or nobody knows, and one fact would settle it. */
export const blockKinds = ['refused', 'unknown'] as const
export type BlockKind = (typeof blockKinds)[number]

export type Block = { readonly rule: FitRule; readonly kind: BlockKind }

/**
 * The conditions of which each by itself keeps a need from the shelf: a product is open to it but for that one. In the
 * order of `fitRules`; where one product refuses and another only does not know, it is a fact that is missing, which is
 * sooner mended. None where a product fits already.
 */
export function blocksOf(fits: readonly ShelfFit[]): readonly Block[] {
  if (fits.some(({ verdict }) => verdict === 'eligible')) return []
  const found = new Map<FitRule, BlockKind>()
  for (const { conditions } of fits) {
    const open = conditions.filter(({ met }) => met !== 'yes')
    const [only] = open
    if (open.length !== 1 || !only) continue
    const kind = only.met === 'unknown' ? 'unknown' : (found.get(only.rule) ?? 'refused')
    found.set(only.rule, kind)
  }
  return fitRules.flatMap((rule) => {
    const kind = found.get(rule)
    return kind ? [{ rule, kind }] : []
  })
}
