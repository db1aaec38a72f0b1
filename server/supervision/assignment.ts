import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'

/**
 * What may be put in somebody's hands: a late step of a bank, a warning, a late claim or settlement under a guarantee, and a late
 * step of a claim on pools or of what came back of one.
 */
export const assignmentSubjects = [
  'overdue',
  'warning',
  'claim',
  'settlement',
  'pool-claim',
  'pool-recovery',
] as const
export type AssignmentSubject = (typeof assignmentSubjects)[number]
export const isAssignmentSubject = (text: string): text is AssignmentSubject =>
  assignmentSubjects.some((one) => one === text)

/** 交办 goes to a person of the bureau and back; given back it is assigned again, with a new day. */
export const assignmentStates = ['assigned', 'answered', 'closed'] as const
export type AssignmentState = (typeof assignmentStates)[number]

export const assignmentMoves = {
  assigned: ['answered'],
  answered: ['assigned', 'closed'],
  closed: [],
} as const satisfies Record<AssignmentState, readonly AssignmentState[]>

const mayMove = (from: AssignmentState, to: AssignmentState): boolean =>
  assignmentMoves[from].some((one) => one === to)

export type Running = {
  readonly state: AssignmentState
  readonly personId: string
}

/** The assignee alone answers, once. Refuses `assignment-not-yours`, `assignment-answered`. */
export function checkAnswer({ state, personId }: Running, who: string): Outcome<object> {
  if (!mayMove(state, 'answered')) return refuse('assignment-answered')
  return who === personId ? done() : refuse('assignment-not-yours')
}

/**
 * Whoever did the work does not say that it is done: another person of the bureau closes what was answered, or gives it
 * back. Refuses `assignment-closed`, `assignment-unanswered`, `assignment-own`.
 */
export function checkClosing({ state, personId }: Running, who: string): Outcome<object> {
  if (state === 'closed') return refuse('assignment-closed')
  if (!mayMove(state, 'closed')) return refuse('assignment-unanswered')
  return who === personId ? refuse('assignment-own') : done()
}

/** Late is what was not closed by its day, whether it is closed now or not. */
export const isLate = (
  { dueOn, closedOn }: { readonly dueOn: Day; readonly closedOn: Day | null },
  today: Day,
): boolean => (closedOn ?? today) > dueOn

export type Opened = {
  readonly bank: string | null
  readonly openedOn: Day
  readonly dueOn: Day
  readonly closedOn: Day | null
}

/**
 * What became of what was opened in a quarter. `opened` = `inTime` + `late` + `open`; `overdue` is the part of `open` whose
 * day has passed.
 */
export type Tally = {
  readonly opened: number
  readonly inTime: number
  readonly late: number
  readonly open: number
  readonly overdue: number
}

export const noTally: Tally = { opened: 0, inTime: 0, late: 0, open: 0, overdue: 0 }

/** The counts of a list of matters, as they stand today. */
export const tallyOf = (all: readonly Opened[], today: Day): Tally =>
  all.reduce((sum, one) => {
    const late = isLate(one, today) ? 1 : 0
    const open = one.closedOn === null ? 1 : 0
    return {
      opened: sum.opened + 1,
      open: sum.open + open,
      overdue: sum.overdue + (open && late),
      late: sum.late + (open ? 0 : late),
      inTime: sum.inTime + (open || late ? 0 : 1),
    }
  }, noTally)
