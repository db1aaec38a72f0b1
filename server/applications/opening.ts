/** Who opened the case: the firm that applied to a product, or the bank that took the need from the hall. */
export const openings = ['firm-applied', 'bank-took'] as const
export type Opening = (typeof openings)[number]
