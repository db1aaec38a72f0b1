import type { ApplicationState } from '../applications/application.ts'
import type { Opening } from '../applications/opening.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import type { Day } from '../money/day.ts'
import type { Instant } from '../platform/clock.ts'
import { daysFrom, type Spread, spreadOf } from './figures.ts'

/** The states in which the institution owes the next step. */
export const institutionOwes = ['submitted', 'taken', 'agreed'] as const satisfies readonly ApplicationState[]

export type CaseTimes = {
  readonly institutionId: InstitutionId
  readonly openedBy: Opening
  readonly state: ApplicationState
  readonly submittedAt: Instant
  readonly takenAt: Instant | null
  readonly offeredAt: Instant | null
  readonly dueOn: Day | null
}

export type BankTimes = {
  readonly institutionId: InstitutionId
  readonly cases: number
  readonly toTake: Spread | null
  readonly toOffer: Spread | null
  readonly overdue: number
}

/**
 * How quickly each bank answers, in calendar days. A case that the bank itself took from the hall was taken the
 * moment it began; counted with the others it would make a slow bank look quick, so it is left out of `toTake`.
 */
export function bankTimes(cases: readonly CaseTimes[], today: Day): readonly BankTimes[] {
  const byBank = new Map<InstitutionId, CaseTimes[]>()
  for (const one of cases) {
    const own = byBank.get(one.institutionId)
    if (own) own.push(one)
    else byBank.set(one.institutionId, [one])
  }
  return [...byBank].map(([institutionId, own]) => ({
    institutionId,
    cases: own.length,
    toTake: spreadOf(
      own.flatMap(({ openedBy, submittedAt, takenAt }) =>
        openedBy === 'firm-applied' && takenAt ? [daysFrom(submittedAt, takenAt)] : [],
      ),
    ),
    toOffer: spreadOf(
      own.flatMap(({ takenAt, offeredAt }) => (takenAt && offeredAt ? [daysFrom(takenAt, offeredAt)] : [])),
    ),
    overdue: own.filter((one) => isOverdue(one, today)).length,
  }))
}

const isOverdue = ({ state, dueOn }: CaseTimes, today: Day): boolean =>
  institutionOwes.some((one) => one === state) && dueOn !== null && dueOn < today
