import { isFen } from '../money/fen.ts'
import { isPpm } from '../money/rate.ts'
import { guaranteeModes } from '../products/product.ts'
import type { NeedFacts } from './need.ts'

/**
 * A need with one figure changed as an address names it, for the link from 'three more at 1.8 million' to the
 * form. An address that makes no sense changes nothing: the form shows what is in it before anything is kept.
 */
export function changedBy<Facts extends NeedFacts>(facts: Facts, of: string, to: string): Facts {
  const mode = guaranteeModes.find((one) => one === to)
  const figure = /^\d{1,15}$/.test(to) ? Number(to) : 0
  if (of === 'guarantee' && mode && !facts.guaranteeModes.includes(mode))
    return { ...facts, guaranteeModes: [...facts.guaranteeModes, mode] }
  if (of === 'amount' && figure > 0 && isFen(figure)) return { ...facts, amountFen: figure }
  if (of === 'months' && figure > 0) return { ...facts, months: figure }
  if (of === 'rate' && figure > 0 && isPpm(figure)) return { ...facts, highestRatePpm: figure }
  return facts
}
