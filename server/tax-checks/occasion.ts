/** When a check is kept: by the firm for itself, then as a case is opened, offered on, and approved by its acceptance. */
export const checkOccasions = ['self', 'opened', 'offered', 'approved'] as const
export type CheckOccasion = (typeof checkOccasions)[number]
