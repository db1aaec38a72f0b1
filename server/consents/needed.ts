import type { DocumentKind, ProductTerms } from '../products/product.ts'
import { type DataKind, dataKinds, isPersonal } from './kind.ts'

/** Why a product cannot be decided on without a kind of data; each has words. */
export const needReasons = [
  'reach',
  'tax-product',
  'grades',
  'tax-papers',
  'figures',
  'statements',
  'papers',
] as const
export type NeedReason = (typeof needReasons)[number]
export type NeededKind = { readonly kind: DataKind; readonly because: NeedReason }

/** The kind of data that a paper belongs to: whoever may read that kind may open the paper. */
export function kindOfPaper(paper: DocumentKind | 'other'): DataKind {
  switch (paper) {
    case 'identity':
    case 'credit-report-consent':
      return 'person'
    case 'tax-returns':
    case 'tax-data-consent':
      return 'tax'
    case 'bank-statements':
      return 'bank-statements'
    case 'financial-statements':
      return 'details'
    default:
      return 'documents'
  }
}

/**
 * What a product needs to see before it can be decided on, each with the reason: the first that applies. A natural
 * person's data is never among them, for nobody need give it to apply (个人信息保护法 art. 16).
 */
export function neededKinds(terms: Pick<ProductTerms, 'kind' | 'grades' | 'documents'>): NeededKind[] {
  return dataKinds.flatMap((kind) => {
    const because = reasonFor(kind, terms)
    return because && !isPersonal(kind) ? [{ kind, because }] : []
  })
}

function reasonFor(
  kind: DataKind,
  { kind: product, grades, documents }: Pick<ProductTerms, 'kind' | 'grades' | 'documents'>,
): NeedReason | null {
  const asksPaper = documents.some((paper) => kindOfPaper(paper) === kind)
  switch (kind) {
    case 'contact':
      return 'reach'
    case 'tax':
      if (product === 'tax-credit') return 'tax-product'
      if (grades.length > 0) return 'grades'
      return asksPaper ? 'tax-papers' : null
    case 'details':
      return asksPaper ? 'figures' : null
    case 'bank-statements':
      return asksPaper ? 'statements' : null
    case 'documents':
      return asksPaper ? 'papers' : null
    case 'person':
      return null
  }
}

/**
 * What a firm is asked for when it applies: what the product needs, and what helps the bank but may be left closed. No
 * more than that, however much the bank would like to have (个人信息保护法 art. 6).
 */
export function offeredKinds(terms: Pick<ProductTerms, 'kind' | 'grades' | 'documents'>): DataKind[] {
  const needed = neededKinds(terms).map(({ kind }) => kind)
  return [...needed, ...helpfulKinds.filter((kind) => !needed.includes(kind))]
}
const helpfulKinds = ['details', 'tax'] as const satisfies readonly DataKind[]
