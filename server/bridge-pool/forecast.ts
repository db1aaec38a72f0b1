import { type Day, daysBetween, plusDays } from '../money/day.ts'
import { type Fen, fen } from '../money/fen.ts'

/** A case that has or waits for money. Those that wait come in the order of the queue. */
export type OpenCase = {
  readonly id: string
  readonly amountFen: Fen
  /** Waits for money; money is set aside; money is out. */
  readonly stage: 'waiting' | 'reserved' | 'out'
  /** The day for which the payout is planned; it is never paid out earlier. */
  readonly payOn: Day
  /** The day on which the firm promises the money back. */
  readonly backOn: Day
  /** The day by which the bank has promised to pay the new loan out, of which the money comes; none once it has, or before. */
  readonly newLoanBy?: Day | null
}

/** What funders have agreed to pay in on a day, or to take out: below zero. */
export type PlannedFunding = { readonly on: Day; readonly fen: Fen }

export type CashBefore = { readonly freeFen: Fen; readonly reservedFen: Fen; readonly outFen: Fen }

export type CashDay = {
  readonly on: Day
  readonly backFen: Fen
  readonly fundedFen: Fen
  readonly withdrawnFen: Fen
  /** Set aside on this day for cases that waited. */
  readonly setAsideFen: Fen
  readonly paidOutFen: Fen
  /** At the end of the day. */
  readonly freeFen: Fen
  readonly reservedFen: Fen
  readonly outFen: Fen
  readonly waiting: number
}

export type Expected = {
  /** The day on which there is money for it; null beyond the horizon, today for what has it already. */
  readonly moneyOn: Day | null
  readonly backOn: Day | null
}

export type Forecast = {
  readonly days: readonly CashDay[]
  readonly expected: ReadonlyMap<string, Expected>
}

export const horizonDays = 60

type Asked = {
  readonly today: Day
  readonly cash: CashBefore
  readonly cases: readonly OpenCase[]
  readonly funding: readonly PlannedFunding[]
  /** "What if this one is so many days late": by case. */
  readonly late?: ReadonlyMap<string, number>
  readonly days?: number
  /** On which day the account takes what is expected on one: it moves over days off. Without it, on the day itself. */
  readonly takenOn?: (on: Day) => Day
}

/** What moves on each day, and what becomes of each case. */
function flowsOf({ today, late, days: count = horizonDays, takenOn = (on) => on }: Asked) {
  const days = Array.from({ length: count }, () => ({
    ...{ back: 0, funded: 0, withdrawn: 0, setAside: 0, paidOut: 0 },
  }))
  const at = (on: Day) => Math.max(0, daysBetween(today, on))
  const add = (day: number, what: 'back' | 'funded' | 'withdrawn' | 'paidOut', amount: number) => {
    const found = days[day]
    if (found) found[what] += amount
  }
  const dayAt = (day: number): Day | null => (day < count ? plusDays(today, day) : null)
  const expected = new Map<string, Expected>()
  // Asked once for a day and not for each case; what is beyond the horizon is beyond it on a working day as well.
  const taken = days.map((_, day) => at(takenOn(plusDays(today, day))))
  const comesBack = (day: number): number => taken[day] ?? day

  /** From its money on: paid out on its planned day or the day of its money, and out as long as it was to be. */
  const follow = ({ id, amountFen, payOn, backOn, newLoanBy, stage }: OpenCase, moneyAt: number) => {
    const later = late?.get(id) ?? 0
    const fromBank = newLoanBy ? at(newLoanBy) : 0
    if (stage === 'out') {
      const promised = newLoanBy && newLoanBy > backOn ? newLoanBy : backOn
      const backAt = comesBack((promised < today ? 1 : at(promised)) + later)
      add(backAt, 'back', amountFen)
      expected.set(id, { moneyOn: today, backOn: dayAt(backAt) })
      return
    }
    const paidAt = Math.max(moneyAt, at(payOn))
    const fromFirm = paidAt + Math.max(1, daysBetween(payOn, backOn))
    const backAt = comesBack(Math.max(fromFirm, fromBank) + later)
    add(paidAt, 'paidOut', amountFen)
    add(backAt, 'back', amountFen)
    expected.set(id, { moneyOn: dayAt(moneyAt), backOn: dayAt(backAt) })
  }
  return { days, at, add, expected, follow }
}

/**
 * The cash of a pool day by day from what is promised, today included. Within a day money comes in first, then funders
 * take out what they agreed to, then the queue is served in its order: nobody overtakes who stands before him, so that a
 * large case is not starved by small ones. Money comes back on the later of the two days that are promised: the firm's, and the
 * bank's for its new loan, out of which it is paid. What should have been back before today is expected tomorrow, and a payout
 * whose day has passed today. What would come back on a day on which the account takes nothing comes on the next on which
 * it does. A withdrawal that the pool cannot pay waits, and nothing is set aside before it.
 */
export function forecast(asked: Asked): Forecast {
  const { today, cash, cases, funding } = asked
  const { days, at, add, expected, follow } = flowsOf(asked)
  for (const one of cases) if (one.stage !== 'waiting') follow(one, 0)
  for (const { on, fen: amount } of funding)
    add(at(on), amount < 0 ? 'withdrawn' : 'funded', Math.abs(amount))
  const queue = cases.filter(({ stage }) => stage === 'waiting')
  let [free, reserved, out]: [number, number, number] = [cash.freeFen, cash.reservedFen, cash.outFen]
  let [owed, next] = [0, 0]
  const shown = days.map((day, on): CashDay => {
    free += day.back + day.funded
    out -= day.back
    owed += day.withdrawn
    const taken = Math.min(owed, free)
    owed -= taken
    free -= taken
    for (let head = queue[next]; head && owed === 0 && head.amountFen <= free; head = queue[next]) {
      free -= head.amountFen
      reserved += head.amountFen
      day.setAside += head.amountFen
      follow(head, on)
      next += 1
    }
    reserved -= day.paidOut
    out += day.paidOut
    return {
      ...{ on: plusDays(today, on), backFen: fen(day.back), fundedFen: fen(day.funded) },
      ...{ withdrawnFen: fen(taken), setAsideFen: fen(day.setAside), paidOutFen: fen(day.paidOut) },
      ...{ freeFen: fen(free), reservedFen: fen(reserved), outFen: fen(out), waiting: queue.length - next },
    }
  })
  for (const { id } of queue.slice(next)) expected.set(id, { moneyOn: null, backOn: null })
  return { days: shown, expected }
}

/** The lowest that free money falls to within the days, and when first. */
export const lowest = ({ days }: Forecast): { readonly on: Day; readonly freeFen: Fen } | null =>
  days.reduce<CashDay | null>((least, day) => (least && least.freeFen <= day.freeFen ? least : day), null)
