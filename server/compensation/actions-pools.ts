import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { openPool, type PoolDraft, type PoolRow, paymentsInto } from '../covers/index.ts'
import { credit, debit, freeMoney, post } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { With } from './actions.ts'
import { checkWithdrawal, type FundingKind } from './funding.ts'
import * as rows from './rows-pools.ts'

/** The head of the bureau opens a pool and says who runs it. Refuses as `openPool` does. */
export const open = ({ store, policies }: With, by: By, draft: PoolDraft) =>
  act(store, by, (tx): Promise<Outcome<{ readonly pool: PoolRow }>> => openPool(tx, by, policies, draft))

export type Agreement = {
  readonly kind: FundingKind
  readonly funder: string
  readonly agreement: string
  readonly amountFen: Fen
  readonly agreedOn: Day
}

/** What the operator writes down of an agreement with a funder. Refuses `day-ahead`, and as `checkWithdrawal` does. */
export const agree = ({ store }: With, by: By, pool: PoolRow, agreement: Agreement) =>
  act(store, by, async (tx): Promise<Outcome<{ readonly funding: rows.Funding }>> => {
    if (agreement.agreedOn > by.today) return refuse('day-ahead', { field: 'agreedOn' })
    if (agreement.kind === 'withdrawal') {
      const free = await freeMoney(tx, pool.bookId, by.today)
      const may = checkWithdrawal(agreement, await paymentsInto(tx, pool.bookId), free)
      if (!may.ok) return may
    }
    const funding: rows.Funding = {
      ...{ ...agreement, id: newId<'compensation-funding'>(), poolId: pool.id, state: 'agreed' },
      ...{ makerId: present(by.person, 'who writes an agreement down').id, madeAt: by.at },
      ...{ bookedOn: null, bookedBy: null, why: null, version: 1 },
    }
    await rows.addFunding(tx, funding)
    await write(tx, by, {
      happening: 'compensation.funding-agreed',
      subject: { kind: 'book', id: pool.bookId },
      details: agreement,
    })
    return done({ funding })
  })

/**
 * The cashier has seen the money come in, or has paid out what a funder takes back. Refuses `same-person` for who wrote it
 * down, `funding-over`, `day-ahead`, `before-agreement`, `stale`, and as `checkWithdrawal` and the ledger do.
 */
export const bookFunding = (parts: With, by: By, found: rows.Funding, pool: PoolRow, on: Day) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly funding: rows.Funding }>> => {
    const who = present(by.person, 'who books').id
    if (found.state !== 'agreed') return refuse('funding-over')
    if (found.makerId === who) return refuse('same-person')
    if (on > by.today) return refuse('day-ahead', { field: 'on' })
    if (on < found.agreedOn) return refuse('before-agreement', { field: 'on' })
    const { id, kind, amountFen, funder, agreement } = found
    const isIn = kind === 'contribution'
    if (!isIn) {
      const free = await freeMoney(tx, pool.bookId, by.today)
      const may = checkWithdrawal(found, await paymentsInto(tx, pool.bookId), free)
      if (!may.ok) return may
    }
    const [to, from] = isIn
      ? (['cash-free', 'funders-capital'] as const)
      : (['funders-capital', 'cash-free'] as const)
    const posted = await post(tx, by, parts, {
      key: `compensation.funding ${id}`,
      kind: isIn ? 'ledger.capital-paid-in' : 'compensation.capital-paid-back',
      ...{ on, subject: { kind: 'book', id: pool.bookId }, memo: { funder, agreement }, why: agreement },
      lines: [debit(pool.bookId, to, amountFen), credit(pool.bookId, from, amountFen)],
    })
    if (!posted.ok) return posted
    const funding = await rows.changeFunding(tx, found, { state: 'booked', bookedOn: on, bookedBy: who })
    if (!funding) return refuse('stale')
    await write(tx, by, {
      happening: 'compensation.funding-booked',
      subject: { kind: 'book', id: pool.bookId },
      details: { kind, funder, agreement, amountFen },
    })
    return done({ funding })
  })

/** What was agreed does not come about, for a reason. Refuses `funding-over`, `stale`. */
export const dropFunding = ({ store }: With, by: By, found: rows.Funding, pool: PoolRow, why: string) =>
  act(store, by, async (tx): Promise<Outcome<object>> => {
    if (found.state !== 'agreed') return refuse('funding-over')
    if (!(await rows.changeFunding(tx, found, { state: 'dropped', why }))) return refuse('stale')
    await write(tx, by, {
      ...{ happening: 'compensation.funding-dropped', subject: { kind: 'book', id: pool.bookId }, why },
    })
    return done()
  })
