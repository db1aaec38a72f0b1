/*
 * A bridge pool as a child would keep it: what is free, set aside and out, what each case does, and the day. It knows
 * nothing of databases and fees; the room must say yes and no where it does.
 */

export type Step =
  | { readonly do: 'approve' | 'pay' | 'undo-payout' | 'undo-back' | 'fee'; readonly which: number }
  | { readonly do: 'back'; readonly which: number; readonly tenths: number }
  | { readonly do: 'sleep'; readonly days: number }
  | { readonly do: 'night' }

type Case = {
  readonly amount: number
  state: 'approval' | 'queued' | 'reserved' | 'paid' | 'repaid' | 'closed'
  /** What is set aside for it in the books, whether its day is past or not. */
  held: { readonly until: number } | null
  paidOn: number
  back: { readonly amount: number; readonly day: number }[]
  overdue: boolean
}

export const reservedDays = 5
export const longestDays = 10

export class Model {
  day = 0
  free: number
  readonly cases: Case[]

  /** Whether the so manieth day is one on which no money comes in. */
  readonly #isOff: (day: number) => boolean

  constructor(free: number, amounts: readonly number[], isOff: (day: number) => boolean) {
    this.free = free
    this.#isOff = isOff
    this.cases = amounts.map((amount) => ({
      ...{ amount, state: 'approval', held: null, paidOn: 0, back: [], overdue: false },
    }))
  }

  get reserved(): number {
    return this.cases.reduce((sum, { held, amount }) => sum + (held ? amount : 0), 0)
  }

  get out(): number {
    return this.cases.reduce((sum, one) => sum + (isLent(one) ? one.amount - returned(one) : 0), 0)
  }

  /** Null for a yes, else the code of the no. */
  take(step: Step): string | null {
    if (step.do === 'sleep') this.day += step.days
    if (step.do === 'night') this.#night()
    if (!('which' in step)) return null
    const one = this.cases[step.which] as Case
    switch (step.do) {
      case 'approve':
        return this.#approve(one)
      case 'pay':
        return this.#pay(one)
      case 'back':
        return this.#back(one, portion(one.amount, step.tenths))
      case 'fee':
        if (one.state !== 'repaid') return 'bridge-move-not-allowed'
        if (this.#isOff(this.day)) return 'bridge-day-off'
        one.state = 'closed'
        this.#serve()
        return null
      case 'undo-payout':
        return this.#undoPayout(one)
      case 'undo-back':
        return this.#undoBack(one)
    }
  }

  #approve(one: Case): string | null {
    if (one.state !== 'approval') return 'bridge-move-not-allowed'
    one.state = 'queued'
    this.#serve()
    return null
  }

  #pay(one: Case): string | null {
    if (one.state !== 'reserved') return 'bridge-no-reservation'
    if (!one.held) return 'reservation-closed'
    if (one.held.until < this.day) return 'reservation-expired'
    Object.assign(one, { state: 'paid', held: null, paidOn: this.day, overdue: false })
    return null
  }

  /** Until when money was set aside for a case, for a payout that is undone. */
  readonly #until = new Map<Case, number>()

  #back(one: Case, amount: number): string | null {
    if (one.state !== 'paid') return 'bridge-not-out'
    if (this.#isOff(this.day)) return 'bridge-day-off'
    if (amount > one.amount - returned(one)) return 'bridge-back-too-much'
    one.back.push({ amount, day: this.day })
    this.free += amount
    if (returned(one) === one.amount) {
      one.state = 'repaid'
      one.overdue = one.back.some((part) => part.day > one.paidOn + longestDays)
    }
    this.#serve()
    return null
  }

  #undoPayout(one: Case): string | null {
    if (one.state !== 'paid' || one.back.length) return 'bridge-payout-stands'
    one.state = 'reserved'
    one.held = { until: this.#until.get(one) ?? 0 }
    one.overdue = false
    return null
  }

  #undoBack(one: Case): string | null {
    const last = one.back.at(-1)
    if (!last || !(one.state === 'paid' || one.state === 'repaid')) return 'bridge-nothing-back'
    if (last.amount > this.free) {
      if (last.amount > this.free + this.#expired()) return 'pool-short'
      this.#release()
    }
    this.free -= last.amount
    one.back.pop()
    one.state = 'paid'
    return null
  }

  #expired(): number {
    return this.cases.reduce((sum, { held, amount }) => sum + (held && held.until < this.day ? amount : 0), 0)
  }

  /** The books let go of what is past its day. */
  #release(): void {
    for (const one of this.cases)
      if (one.held && one.held.until < this.day) {
        this.free += one.amount
        one.held = null
      }
  }

  #serve(): void {
    // Whose day is past goes back to who decides, whether the books have let go of its money or not.
    for (const one of this.cases)
      if (one.state === 'reserved' && (one.held ? one.held.until : -1) < this.day) one.state = 'approval'
    let free = this.free + this.#expired()
    for (const one of this.cases.filter(({ state }) => state === 'queued')) {
      if (one.amount > free) return
      this.#release()
      free -= one.amount
      this.free -= one.amount
      one.state = 'reserved'
      one.held = { until: this.day + reservedDays - 1 }
      this.#until.set(one, this.day + reservedDays - 1)
    }
  }

  #night(): void {
    this.#release()
    this.#serve()
    for (const one of this.cases)
      if (one.state === 'paid' && this.day > one.paidOn + longestDays) one.overdue = true
  }
}

export const portion = (amount: number, tenths: number): number =>
  Math.max(1, Math.floor((amount * tenths) / 10))
const returned = ({ back }: Case): number => back.reduce((sum, { amount }) => sum + amount, 0)
const isLent = ({ state }: Case): boolean => state === 'paid'
