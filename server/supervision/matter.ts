/** 督办 goes from the bureau to the bank's manager and back; the bureau ends it with its own words. */
export const supervisionStates = ['open', 'answered', 'closed'] as const
export type SupervisionState = (typeof supervisionStates)[number]
