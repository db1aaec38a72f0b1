import { done, type Outcome, refuse } from '../platform/outcome.ts'

/** Who complains: either side of a case. */
export const complaintSides = ['firm', 'bank'] as const
export type ComplaintSide = (typeof complaintSides)[number]

/** What a firm complains about. */
export const firmComplaints = [
  'too-slow',
  'refused-without-reason',
  'fees-beyond-offer',
  'tied-selling',
  'data-misused',
  'manner',
  'other',
] as const
/** What a bank complains about. */
export const bankComplaints = [
  'untrue-papers',
  'purpose-changed',
  'not-reachable',
  'manner',
  'other',
] as const

export const complaintKinds = [
  ...firmComplaints,
  ...bankComplaints.filter((kind) => kind !== 'manner' && kind !== 'other'),
] as const
export type ComplaintKind = (typeof firmComplaints)[number] | (typeof bankComplaints)[number]

export const kindsOfSide: Readonly<Record<ComplaintSide, readonly ComplaintKind[]>> = {
  firm: firmComplaints,
  bank: bankComplaints,
}

export const complaintStates = ['filed', 'taken-over', 'answered', 'withdrawn'] as const
export type ComplaintState = (typeof complaintStates)[number]

/** The bureau takes it over and answers; nothing is answered that nobody took over. Who complained may let it be. */
export const complaintMoves: Readonly<Record<ComplaintState, readonly ComplaintState[]>> = {
  filed: ['taken-over', 'withdrawn'],
  'taken-over': ['answered', 'withdrawn'],
  answered: [],
  withdrawn: [],
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
export const isComplaintOpen = (state: ComplaintState): boolean => complaintMoves[state].length > 0

/** Refuses: `complaint-kind-foreign`, what only the other side could complain about. */
export const checkKind = (side: ComplaintSide, kind: ComplaintKind): Outcome<object> =>
  kindsOfSide[side].includes(kind) ? done() : refuse('complaint-kind-foreign', { field: 'kind' })

/** As many papers of the case as a complaint may name. */
export const mostPapers = 10
