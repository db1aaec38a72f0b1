import type { Line } from '../../server/ledger/index.ts'

/*
 * A pool as a child would keep it: four numbers, a list of reservations, a list of what happened. It knows nothing of
 * databases; the ledger must say yes and no where it does.
 */

export const accounts = ['cash-free', 'cash-reserved', 'advances-out', 'funders-capital'] as const
type Account = (typeof accounts)[number]
type Move = readonly [Account, number]

export type Step =
  | { readonly do: 'fund' | 'draw' | 'pay-back'; readonly amount: number }
  | { readonly do: 'reserve'; readonly amount: number; readonly days: number }
  | { readonly do: 'use'; readonly which: number; readonly amount: number }
  | { readonly do: 'void' | 'reverse'; readonly which: number }
  | { readonly do: 'night' }
  | { readonly do: 'sleep'; readonly days: number }

type Reservation = {
  readonly amount: number
  readonly lastDay: number
  state: 'open' | 'used' | 'void' | 'expired'
  opened: number
  closed: number | null
}
type Happened = { readonly moves: readonly Move[]; readonly reverses: number | null; reversed: boolean }

export class Model {
  day = 0
  readonly balances: Record<Account, number> = {
    'cash-free': 0,
    'cash-reserved': 0,
    'advances-out': 0,
    'funders-capital': 0,
  }
  readonly reservations: Reservation[] = []
  readonly entries: Happened[] = []

  /** What the step is answered: nothing for a yes, or why not; a no changes nothing. */
  take(step: Step): string | null {
    switch (step.do) {
      case 'fund':
        return this.#post([
          ['cash-free', step.amount],
          ['funders-capital', step.amount],
        ])
      case 'draw':
        return this.#post([
          ['advances-out', step.amount],
          ['cash-free', -step.amount],
        ])
      case 'pay-back':
        return this.#post([
          ['cash-free', step.amount],
          ['advances-out', -step.amount],
        ])
      case 'reserve':
        return this.#reserve(step.amount, step.days)
      case 'use':
        return this.#use(this.reservations[step.which], step.amount)
      case 'void':
        return this.#void(this.reservations[step.which])
      case 'reverse':
        return this.#reverse(step.which)
      case 'night':
        this.#release()
        return null
      case 'sleep':
        this.day += step.days
        return null
    }
  }

  /** Books moves unless one of them is too much; money that has run out is freed where that helps. */
  #post(moves: readonly Move[], reverses: number | null = null): string | null {
    let short = this.#short(moves)
    if (short === 'pool-short' && this.#expired().length) {
      const freed = this.#expired().reduce((sum, one) => sum + one.amount, 0)
      short = this.#short(moves, freed)
      if (!short) this.#release()
    }
    if (short) return short
    for (const [account, amount] of moves) this.balances[account] += amount
    this.entries.push({ moves, reverses, reversed: false })
    return null
  }

  #short(moves: readonly Move[], freed = 0): string | null {
    for (const [account, amount] of moves) {
      const there =
        this.balances[account] + (account === 'cash-free' ? freed : account === 'cash-reserved' ? -freed : 0)
      if (there + amount < 0) return account.startsWith('cash') ? 'pool-short' : 'account-short'
    }
    return null
  }

  #expired = () => this.reservations.filter((one) => one.state === 'open' && one.lastDay < this.day)

  #release(): void {
    for (const one of this.#expired()) this.#close(one, 'expired')
  }

  #close(one: Reservation, state: 'void' | 'expired'): void {
    this.#post([
      ['cash-free', one.amount],
      ['cash-reserved', -one.amount],
    ])
    Object.assign(one, { state, closed: this.entries.length - 1 })
  }

  #reserve(amount: number, days: number): string | null {
    const freed = this.#expired().reduce((sum, one) => sum + one.amount, 0)
    if (this.balances['cash-free'] + freed < amount) return 'pool-short'
    this.#release()
    this.#post([
      ['cash-reserved', amount],
      ['cash-free', -amount],
    ])
    const opened = this.entries.length - 1
    this.reservations.push({ amount, lastDay: this.day + days, state: 'open', opened, closed: null })
    return null
  }

  #use(one: Reservation | undefined, amount: number): string | null {
    if (!one) return 'nothing'
    if (amount > one.amount) return 'over-reservation'
    if (one.state !== 'open') return 'reservation-closed'
    if (one.lastDay < this.day) return 'reservation-expired'
    const rest = one.amount - amount
    this.#post([
      ['advances-out', amount],
      ['cash-reserved', -one.amount],
      ...(rest ? [['cash-free', rest] as const] : []),
    ])
    Object.assign(one, { state: 'used', closed: this.entries.length - 1 })
    return null
  }

  #void(one: Reservation | undefined): string | null {
    if (!one) return 'nothing'
    if (one.state !== 'open') return 'reservation-closed'
    this.#close(one, 'void')
    return null
  }

  #reverse(which: number): string | null {
    const entry = this.entries[which]
    if (!entry) return 'nothing'
    if (entry.reverses !== null) return 'reversal-of-reversal'
    if (entry.reversed) return 'already-reversed'
    const opened = this.reservations.find((one) => one.opened === which)
    const closed = this.reservations.find((one) => one.closed === which)
    if (opened && opened.state !== 'open') return 'reservation-closed'
    if (closed?.state === 'expired') return 'expiry-stands'
    const refused = this.#post(
      entry.moves.map(([account, amount]) => [account, -amount]),
      which,
    )
    if (refused) return refused
    entry.reversed = true
    if (opened) Object.assign(opened, { state: 'void', closed: this.entries.length - 1 })
    if (closed) Object.assign(closed, { state: 'open', closed: null })
    return null
  }
}

/** The lines of moves: an account that grows on credit is turned round. */
export const lineOf = (book: Line['book'], account: Account, amount: number): Line => ({
  book,
  account,
  fen: (account === 'funders-capital' ? -amount : amount) as Line['fen'],
})
