/** Whether a firm ever had a bank loan, as it says itself; a firm that was not asked yet has said nothing. */
export const borrowedBefore = ['never', 'before'] as const
export type BorrowedBefore = (typeof borrowedBefore)[number]
