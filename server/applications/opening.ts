/**
 * Who opened the case: the firm that applied to a product, the bank that took the need from the hall, or the bank that said
 * yes to the renewal of a loan.
 */
export const openings = ['firm-applied', 'bank-took', 'renewal'] as const
export type Opening = (typeof openings)[number]
