import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import { bridgePolicyOn } from '../bridge-pool/index.ts'
import { institutionNamed } from '../institutions/index.ts'
import type { InstitutionId } from '../institutions/institution.ts'
import { bookByCode, credit, debit, openBook, post } from '../ledger/index.ts'
import type { Day } from '../money/day.ts'
import { type Fen, fen, showYuan } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import { serve } from './actions-queue.ts'
import type { FundingKind } from './bridge.ts'
import type { With } from './parts-step.ts'
import {
  addFunding,
  addPool,
  changeFunding,
  type Funding,
  fundingById,
  type Pool,
  poolById,
  poolOfBook,
  shareOf,
} from './rows-pools.ts'

export type PoolDraft = {
  readonly code: string
  readonly name: { readonly zh: string; readonly en: string }
  readonly policyCode: string
  readonly institutionId: InstitutionId
  readonly region: string
}

/**
 * Opens a pool with its book, bound to its terms and its place; opening it again changes nothing.
 * Refuses: `unknown-policy`, `book-of-other-kind`.
 */
export async function openPool(
  tx: Transaction,
  by: By,
  { policies }: Pick<With, 'policies'>,
  { policyCode, ...draft }: PoolDraft,
): Promise<Outcome<{ readonly pool: Pool }>> {
  const terms = bridgePolicyOn(policies, policyCode, by.today)
  if (!terms.ok) return terms
  const opened = await openBook(tx, by, { ...draft, kind: 'bridge-pool' })
  if (!opened.ok) return opened
  const known = await poolOfBook(tx, opened.book.id)
  if (known) return done({ pool: known })
  const { institutionId, region } = draft
  const row = {
    id: newId<'pool'>(),
    bookId: opened.book.id,
    policyCode,
    institutionId,
    region,
    openedAt: by.at,
    moves: 0,
  }
  await addPool(tx, row)
  await write(tx, by, {
    happening: 'bridges.pool-opened',
    subject: { kind: 'pool', id: row.id },
    details: { policyCode },
  })
  return done({ pool: { ...row, name: draft.name } })
}

/**
 * A new pool beside those there are, by the head of the bureau: its code is its book's and comes once.
 * Refuses: `pool-code-wrong`, `pool-there`, what `openPool` refuses.
 */
export const foundPool = (parts: With, by: By, draft: PoolDraft) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly pool: Pool }>> => {
    if (!/^[a-z][a-z0-9-]{1,19}$/.test(draft.code)) return refuse('pool-code-wrong', { field: 'code' })
    if (await bookByCode(tx, draft.code)) return refuse('pool-there', { field: 'code' })
    return openPool(tx, by, parts, draft)
  })

export type Agreement = {
  readonly kind: FundingKind
  readonly funder: string
  readonly agreement: string
  readonly amountFen: Fen
  readonly agreedOn: Day
  readonly plannedOn: Day
}

/**
 * What an operator writes down of an agreement with a funder. Nobody takes out what others paid in: by a withdrawal's day this
 * funder has in it what is booked and agreed, less what it takes out already.
 * Refuses: `funding-days-wrong` (planned before agreed), `funding-over-share` with what is left to it, `bridge-day-ahead`.
 */
export const agree = (parts: With, by: By, poolId: Id<'pool'>, agreement: Agreement) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly funding: Funding }>> => {
    if (agreement.agreedOn > by.today) return refuse('bridge-day-ahead', { field: 'agreedOn' })
    if (agreement.plannedOn < agreement.agreedOn) return refuse('funding-days-wrong', { field: 'plannedOn' })
    const funderId = (await institutionNamed(tx, agreement.funder))?.id ?? null
    if (agreement.kind === 'withdrawal') {
      const planned = await shareOf(tx, poolId, { ...agreement, funderId }, agreement.plannedOn)
      if (agreement.amountFen > planned) return overShare(planned)
    }
    const funding: Funding = {
      ...{ ...agreement, id: newId<'funding'>(), poolId, state: 'agreed' },
      funderId,
      ...{ makerId: present(by.person, 'who writes an agreement down').id, madeAt: by.at },
      ...{ bookedOn: null, bookedBy: null, entrySeq: null, why: null, version: 1 },
    }
    await addFunding(tx, funding)
    await write(tx, by, {
      happening: `bridges.funding-agreed`,
      subject: { kind: 'pool', id: poolId },
      details: agreement,
    })
    return done({ funding })
  })

const overShare = (leftFen: number) =>
  refuse('funding-over-share', {
    field: 'amountFen',
    values: { leftYuan: showYuan(fen(Math.max(0, leftFen))) },
  })

/**
 * The cashier has seen the money come in, or pays out what a funder takes back; what came in goes to who waits.
 * Refuses: `bridge-same-person` (who wrote it down books nothing), `funding-over`, `funding-over-share` (more than this
 * funder has in it today), `bridge-day-ahead`, `pool-short`, `account-short`, `stale`.
 */
export const book = (parts: With, by: By, id: Id<'funding'>, version: number, on: Day) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly pool: Pool }>> => {
    const funding = present(await fundingById(tx, id), 'the agreement that was looked up')
    if (funding.state !== 'agreed') return refuse('funding-over')
    if (funding.version !== version) return refuse('stale')
    const person = present(by.person, 'who books').id
    if (person === funding.makerId) return refuse('bridge-same-person', { values: { did: 'maker' } })
    if (on > by.today || on < funding.agreedOn) return refuse('bridge-day-ahead', { field: 'on' })
    const pool = present(await poolById(tx, funding.poolId), 'the pool of an agreement')
    const { kind, amountFen, funder, agreement } = funding
    const isIn = kind === 'contribution'
    const there = isIn ? amountFen : await shareOf(tx, pool.id, funding, null)
    if (amountFen > there)
      return refuse('funding-over-share', { values: { leftYuan: showYuan(fen(Math.max(0, there))) } })
    const [to, from] = isIn
      ? (['cash-free', 'funders-capital'] as const)
      : (['funders-capital', 'cash-free'] as const)
    const posted = await post(tx, by, parts, {
      ...{
        key: `bridges.funding ${id}`,
        kind: isIn ? 'ledger.capital-paid-in' : 'bridges.capital-paid-back',
        on,
      },
      ...{ subject: { kind: 'funding', id }, memo: { funder, agreement } },
      lines: [debit(pool.bookId, to, amountFen), credit(pool.bookId, from, amountFen)],
    })
    if (!posted.ok) return posted
    const booked = { state: 'booked', bookedOn: on, bookedBy: person, entrySeq: posted.entry.seq } as const
    if (!(await changeFunding(tx, funding, booked))) return refuse('stale')
    await write(tx, by, {
      happening: 'bridges.funding-booked',
      subject: { kind: 'pool', id: pool.id },
      details: { agreement, amountFen },
    })
    await serve(tx, by, parts, pool)
    return done({ pool })
  })

/** What was agreed does not come about, for a reason. Refuses: `funding-over`, `stale`. */
export const drop = (parts: With, by: By, id: Id<'funding'>, version: number, why: string) =>
  act(parts.store, by, async (tx): Promise<Outcome<object>> => {
    const funding = present(await fundingById(tx, id), 'the agreement that was looked up')
    if (funding.state !== 'agreed') return refuse('funding-over')
    if (funding.version !== version) return refuse('stale')
    if (!(await changeFunding(tx, funding, { state: 'dropped', why }))) return refuse('stale')
    await write(tx, by, {
      happening: 'bridges.funding-dropped',
      subject: { kind: 'pool', id: funding.poolId },
      why,
    })
    const pool = present(await poolById(tx, funding.poolId), 'the pool of an agreement')
    await serve(tx, by, parts, pool)
    return done()
  })
