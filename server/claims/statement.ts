import type { Party } from '../arrangements/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, minus, negative, noFen, plus, total } from '../money/fen.ts'
import { lateDays, type SettlementState } from './settlement.ts'
import type { SharedKind } from './sharing.ts'

/** A settlement as far as a statement asks. */
export type StatedSettlement = {
  readonly number: string
  readonly guaranteeNumber: string
  readonly firm: string
  readonly kind: SharedKind
  readonly other: string
  readonly direction: 'owes' | 'owed'
  readonly amountFen: Fen
  readonly arisenOn: Day
  readonly dueOn: Day
  readonly settledOn: Day | null
  /** The days that the books bear for both: later ones where a month was closed when they were told. */
  readonly arisenBookedOn: Day
  readonly bookedOn: Day | null
  /** As of today: `taken-back` bears the day of that in `bookedOn`, and was open until then. */
  readonly state: SettlementState
}

/** What one party bore, and what came back to it, by one claim or recovery; what was taken back came back the other way. */
export type StatedPart = {
  readonly on: Day
  readonly kind: SharedKind
  readonly party: Party
  readonly guaranteeNumber: string
  readonly firm: string
  readonly borneFen: Fen
  readonly returnedFen: Fen
}

export type Period = { readonly from: Day; readonly to: Day }

const within = ({ from, to }: Period, on: Day | null): boolean => on !== null && on >= from && on <= to

/** One side of a statement: open before, new, settled, taken back, open after; the first two less the next two are the last. */
export type Side = {
  readonly openingFen: Fen
  readonly arisenFen: Fen
  readonly settledFen: Fen
  readonly takenBackFen: Fen
  readonly closingFen: Fen
}

/**
 * 对账单 of one sharer for a period: what it owed and was owed at its beginning and end, what came between, what it bore
 * and what came back. A settlement belongs to the days that the books bear for it; what is open on a day is what was booked
 * and not booked as paid by the end of that day.
 */
export function statementOf(
  period: Period,
  settlements: readonly StatedSettlement[],
  parts: readonly StatedPart[],
) {
  const side = (direction: 'owes' | 'owed'): Side => {
    const own = settlements.filter((one) => one.direction === direction)
    const sum = (wanted: (one: StatedSettlement) => boolean) =>
      total(own.filter(wanted).map((one) => one.amountFen))
    const opening = sum(
      ({ arisenBookedOn: arisen, bookedOn }) => arisen < period.from && !(bookedOn && bookedOn < period.from),
    )
    const arisen = sum(({ arisenBookedOn }) => within(period, arisenBookedOn))
    const ended = (isBack: boolean) =>
      sum(({ bookedOn, state }) => within(period, bookedOn) && (state === 'taken-back') === isBack)
    const [settled, takenBack] = [ended(false), ended(true)]
    return {
      ...{ openingFen: opening, arisenFen: arisen, settledFen: settled, takenBackFen: takenBack },
      closingFen: minus(plus(opening, arisen), plus(settled, takenBack)),
    }
  }
  const own = parts
    .filter(({ on }) => within(period, on))
    .map((one) => (one.kind === 'taken-back' ? { ...one, returnedFen: negative(one.returnedFen) } : one))
  return {
    owes: side('owes'),
    owed: side('owed'),
    borneFen: own.length ? total(own.map(({ borneFen }) => borneFen)) : noFen,
    returnedFen: own.length ? total(own.map(({ returnedFen }) => returnedFen)) : noFen,
    parts: own,
    /** All that was open on a day of the period, or settled in it. */
    lines: settlements
      .filter(
        ({ arisenBookedOn, bookedOn }) =>
          arisenBookedOn <= period.to && !(bookedOn && bookedOn < period.from),
      )
      .map((one) => {
        const isOver = one.bookedOn !== null && one.bookedOn <= period.to
        const settledOn = isOver ? one.settledOn : null
        const takenBackOn = isOver && one.state === 'taken-back' ? one.bookedOn : null
        const late = takenBackOn ? 0 : lateDays({ dueOn: one.dueOn, settledOn }, period.to)
        return { ...one, settledOn, takenBackOn, lateDays: late }
      }),
  }
}
export type Statement = ReturnType<typeof statementOf>
