import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** What a firm complains about. */
export const complaintKinds = [
  'too-slow',
  'refused-without-reason',
  'fees-beyond-offer',
  'tied-selling',
  'data-misused',
  'manner',
  'other',
] as const
export type ComplaintKind = (typeof complaintKinds)[number]

export const complaintStates = ['filed', 'acknowledged', 'answered', 'closed'] as const
export type ComplaintState = (typeof complaintStates)[number]

/** The bureau takes it up, answers, and closes it; nothing is answered that nobody took up. */
export const complaintMoves: Readonly<Record<ComplaintState, readonly ComplaintState[]>> = {
  filed: ['acknowledged'],
  acknowledged: ['answered'],
  answered: ['closed'],
  closed: [],
}

/** Refuses: `complaint-move-not-allowed`, with the state it is in and the one that was asked for. */
export function moveComplaint(
  state: ComplaintState,
  to: ComplaintState,
): Outcome<{ readonly state: ComplaintState }> {
  return complaintMoves[state].includes(to)
    ? done({ state: to })
    : refuse('complaint-move-not-allowed', { values: { state, to } })
}

/** Whether somebody still owes something. */
export const isComplaintOpen = (state: ComplaintState): boolean => state !== 'closed'
