import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { raiseAlarm } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { enterFile, keepFiles } from '../documents/index.ts'
import { loanById } from '../loans/index.ts'
import { type Day, daysBetween } from '../money/day.ts'
import type { Fen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { FileId } from '../platform/files/folder.ts'
import type { Id } from '../platform/ids.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { Uploads } from '../platform/web/uploads.ts'
import {
  type LetterFile,
  type PromiseRow,
  promiseById,
  promiseOf,
  signPromise,
  stepPromise,
} from '../promises/index.ts'
import type { PromiseTerms } from '../promises/promise.ts'
import { end } from './actions-ending.ts'
import { isOut } from './bridge.ts'
import { letterDoable } from './doings.ts'
import {
  bankOf,
  type Found,
  found,
  foundFor,
  poolPeople,
  type Stepped,
  step,
  told,
  type With,
} from './parts-step.ts'
import type { Bridge } from './rows.ts'

type WithPromise = Found & { readonly promise: PromiseRow }

async function foundPromise(
  tx: Transaction,
  id: Id<'promise'>,
  version: number,
): Promise<Outcome<WithPromise>> {
  const promise = present(await promiseById(tx, id), 'the letter that was looked up')
  if (promise.version !== version) return refuse('stale')
  const one = await found(tx, promise.bridgeId, null)
  return one.ok ? done({ ...one, promise }) : one
}

/** 出具续贷承诺函: the bank signs its letter. Refuses what `signPromise` refuses, `stale`. */
export const sign = (parts: With, by: By, id: Id<'promise'>, version: number, terms: PromiseTerms) =>
  act(parts.store, by, (tx) => signed(tx, parts, by, { id, version, terms, file: null }))

/**
 * The same with the letter itself, stamped and scanned, which is kept as papers of firms are. Refuses besides: what
 * `keepFiles` refuses, `promise-file-kind` (a workbook is no letter).
 */
export const signWithFile = (
  parts: With,
  by: By,
  id: Id<'promise'>,
  version: number,
  terms: PromiseTerms,
  uploads: Uploads,
) =>
  keepFiles(parts, uploads, async ([letter]) => {
    const looked = present(letter, 'the file of a letter')
    if (looked.type === 'xlsx') return refuse('promise-file-kind', { field: 'file' })
    return act(parts.store, by, async (tx): Promise<Outcome<{ readonly used: ReadonlySet<FileId> }>> => {
      const fileId = await enterFile(tx, by, looked)
      const file = { fileId, fileName: looked.name }
      const stepped = await signed(tx, parts, by, { id, version, terms, file })
      return stepped.ok ? done({ used: new Set([fileId]) }) : stepped
    })
  })

type Signing = {
  readonly id: Id<'promise'>
  readonly version: number
  readonly terms: PromiseTerms
  readonly file: LetterFile | null
}

async function signed(
  tx: Transaction,
  parts: With,
  by: By,
  { id, version, terms, file }: Signing,
): Promise<Stepped> {
  const one = await foundPromise(tx, id, version)
  if (!one.ok) return one
  const outcome = await signPromise(tx, by, one.promise, terms, file)
  return outcome.ok ? step(tx, by, parts, one, { to: 'own-money', what: 'promise-signed' }) : outcome
}

/** The bank does not promise anything, and says why; the advance is refused. Refuses: `promise-move-not-allowed`, `stale`. */
export const decline = (parts: With, by: By, id: Id<'promise'>, version: number, why: string) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await foundPromise(tx, id, version)
    if (!one.ok) return one
    const refused = await stepPromise(tx, by, one.promise, 'refused', why)
    return refused.ok ? end(tx, by, parts, one, 'refused', why) : refused
  })

/**
 * The bank takes its word back. Before the payout the advance lapses; afterwards the money is out without what it was
 * lent on, and everybody who runs the pool, the bureau and the alarm hear of it at once.
 * Refuses: `promise-move-not-allowed`, `stale`.
 */
export const breakPromise = (parts: With, by: By, id: Id<'promise'>, version: number, why: string) =>
  act(parts.store, by, async (tx): Promise<Outcome<{ readonly bridge: Bridge }>> => {
    const one = await foundPromise(tx, id, version)
    if (!one.ok) return one
    const { state } = one.promise
    if (!letterDoable(state, one.bridge.state).includes('breaking'))
      return refuse('promise-move-not-allowed', { values: { state, to: 'lapsed' } })
    return lapse(tx, by, parts, one, why)
  })

/** A letter that is good no more, whoever ended it: the bank, or its last day. */
export async function lapse(
  tx: Transaction,
  by: By,
  parts: With,
  { promise, ...one }: WithPromise,
  why: string,
): Promise<Outcome<{ readonly bridge: Bridge }>> {
  const { bridge, pool } = one
  if (!isOut(bridge.state)) return end(tx, by, parts, one, 'lapsed', why)
  const lapsed = await stepPromise(tx, by, promise, 'lapsed', why)
  if (!lapsed.ok) return lapsed
  const kept = await step(tx, by, parts, one, { to: bridge.state, what: 'promise-broken', why, stays: true })
  if (!kept.ok) return kept
  const all = [{ bureauOf: bridge.region }, bankOf(bridge), ...(await poolPeople(tx, pool))]
  await told(tx, by, 'promise-broken', kept.bridge, all)
  await raiseAlarm(tx, parts.config, by, 'bridges.promise-broken', bridge.number)
  return kept
}

/**
 * The bank says that the old loan is settled. It must be so in the loan's own rows: the repayment is reported there.
 * Refuses: `bridge-loan-still-out`, `bridge-settled-early` (before the payout: it was not our money that settled it, which
 * has to come back), `bridge-move-not-allowed`, `stale`.
 */
export const settle = (parts: With, by: By, id: Id<'bridge'>, version: number) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await foundFor(tx, id, version, 'settlement')
    if (!one.ok) return one
    const loan = present(await loanById(tx, present(one.bridge.loanId, 'its loan')), 'the old loan')
    if (loan.state !== 'settled') return refuse('bridge-loan-still-out')
    const settledOn = loan.settledOn ?? by.today
    const paidOutOn = present(one.bridge.paidOutOn, 'the payout day of money that is out')
    if (settledOn < paidOutOn) return refuse('bridge-settled-early', { values: { settledOn, paidOutOn } })
    return step(tx, by, parts, one, {
      ...{ to: 'settled', what: 'settled' },
      changes: { settledOn, dueOn: one.bridge.lastOn },
      tell: [{ firm: one.bridge.enterpriseId }, ...(await poolPeople(tx, one.pool))],
    })
  })

export type NewLoan = { readonly newLoanFen: Fen; readonly newLoanOn: Day; readonly newContract: string }

/**
 * The bank has paid the new loan out. Where the advance came back before that, the case stays where it is and the fact alone
 * is written down: the promise was kept. Refuses: `bridge-day-ahead`, `bridge-new-loan-early` (before the old loan was settled,
 * or before the payout), `bridge-new-loan-same` (the old contract's number), `bridge-loan-still-out`,
 * `bridge-move-not-allowed`, `stale`.
 */
export const renew = (parts: With, by: By, id: Id<'bridge'>, version: number, loan: NewLoan) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await foundFor(tx, id, version, 'new-loan')
    if (!one.ok) return one
    const { bridge, pool } = one
    if (loan.newLoanOn > by.today) return refuse('bridge-day-ahead', { field: 'newLoanOn' })
    const isBack = bridge.state !== 'settled'
    const old = await loanById(tx, present(bridge.loanId, 'its loan'))
    if (isBack && old?.state !== 'settled') return refuse('bridge-loan-still-out')
    const settledOn = bridge.settledOn ?? old?.settledOn ?? null
    const paidOutOn = present(bridge.paidOutOn, 'the payout day of what is renewed')
    const first = settledOn && settledOn > paidOutOn ? settledOn : paidOutOn
    if (loan.newLoanOn < first)
      return refuse('bridge-new-loan-early', { field: 'newLoanOn', values: { day: first } })
    if (loan.newContract === bridge.oldContract)
      return refuse('bridge-new-loan-same', { field: 'newContract' })
    return step(tx, by, parts, one, {
      ...(isBack ? { to: bridge.state, stays: true } : { to: 'renewed' }),
      what: 'renewed',
      changes: {
        ...{ ...loan, settledOn },
        ...(isBack ? {} : { dueOn: bridge.lastOn }),
        renewalDays: settledOn && daysBetween(settledOn, loan.newLoanOn),
      },
      tell: [{ firm: bridge.enterpriseId }, ...(await poolPeople(tx, pool))],
      details: { promised: (await promiseOf(tx, id))?.amountFen ?? null, paid: loan.newLoanFen },
    })
  })
