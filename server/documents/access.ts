import { type ApplicationState, isClosed } from '../applications/application.ts'

/** Whether a firm may still lay papers before the bank of a case: until it has come to its end. */
export const takesPapers = (state: ApplicationState): boolean => !isClosed(state)

/** Whether the bank of a case may open its papers: while it is open, and once it came to a loan. */
export const isOpenToBank = (state: ApplicationState): boolean => !isClosed(state) || state === 'signed'

/** Whether the bank may give a case back for papers: while the next step is its own. */
export const mayAsk = (state: ApplicationState): boolean => state === 'taken' || state === 'agreed'
