import type { By } from '../accounts/index.ts'
import { act } from '../audit/index.ts'
import { entriesAbout, reverse } from '../ledger/index.ts'
import { fen, minus } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import type { Id } from '../platform/ids.ts'
import { refuse } from '../platform/outcome.ts'
import { promiseOf, stepPromise } from '../promises/index.ts'
import { isOut } from './bridge.ts'
import { found, mayAs, type Stepped, step, type With } from './parts-step.ts'
import * as rows from './rows.ts'

/*
 * Mistakes are undone by the ledger's own reversal, once, by somebody of the second hand, who did nothing in the case as maker or cashier.
 */

/**
 * The payout was a mistake and is undone: the money stands set aside again. Refuses: `bridge-payout-stands` (something
 * happened since), `bridge-same-person`, `promise-move-not-allowed`, and what `reverse` refuses, `stale`.
 */
export const undoPayout = (parts: With, by: By, id: Id<'bridge'>, version: number, why: string) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge } = one
    if (bridge.state !== 'paid' || bridge.repaidFen > 0) return refuse('bridge-payout-stands')
    const may = await mayAs(tx, by, one, 'checker')
    if (!may.ok) return may
    const entry = (await entriesAbout(tx, { kind: 'bridge', id })).find(({ seq }) => seq === bridge.payoutSeq)
    const payout = present(entry, 'the entry of a payout')
    const undone = await reverse(tx, by, parts, {
      entry: payout.id,
      key: `bridges.payout-undone ${payout.id}`,
      why,
    })
    if (!undone.ok) return undone
    const promise = present(await promiseOf(tx, id), 'the letter of a payout')
    const given = await stepPromise(tx, by, promise, 'signed', why)
    if (!given.ok) return given
    const nobody = {
      cashierId: null,
      paidOutOn: null,
      payoutSeq: null,
      lastOn: null,
      overdueSince: null,
      courtOn: null,
      filedOn: null,
      courtCase: null,
    }
    return step(tx, by, parts, one, {
      ...{ to: 'reserved', what: 'payout-undone', why, as: 'checker' },
      changes: { ...nobody, reservedUntil: bridge.reservedUntil },
    })
  })

/**
 * The last money back was a mistake: it is out again, with the fee that it cost taken back.
 * Refuses: `bridge-nothing-back`, `bridge-same-person`, `pool-short` (the money went to somebody else), and what `reverse`
 * refuses, `stale`.
 */
export const undoBack = (parts: With, by: By, id: Id<'bridge'>, version: number, why: string) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    const { bridge } = one
    const returns = await rows.returnsOf(tx, id)
    const last = returns.at(-1)
    if (!last || !(isOut(bridge.state) || bridge.state === 'repaid')) return refuse('bridge-nothing-back')
    const may = await mayAs(tx, by, one, 'checker')
    if (!may.ok) return may
    const entry = (await entriesAbout(tx, { kind: 'bridge', id })).find(({ seq }) => seq === last.entrySeq)
    const back = present(entry, 'the entry of money that came back')
    const undone = await reverse(tx, by, parts, {
      entry: back.id,
      key: `bridges.back-undone ${back.id}`,
      why,
    })
    if (!undone.ok) return undone
    await rows.undoneReturn(tx, last, by.at)
    const rest = returns.slice(0, -1)
    const where = bridge.newLoanOn ? 'renewed' : bridge.settledOn ? 'settled' : 'paid'
    return step(tx, by, parts, one, {
      ...(bridge.state === 'repaid' ? { to: where } : { to: bridge.state, stays: true }),
      ...{ what: 'back-undone', why, as: 'checker' },
      changes: {
        repaidFen: minus(bridge.repaidFen, last.amountFen),
        feeFen: minus(bridge.feeFen, last.feeFen),
        savingFen: fen(bridge.savingFen - last.savingFen),
        repaidOn: rest.at(-1)?.returnedOn ?? null,
        daysOut: rest.length ? Math.max(...rest.map(({ days }) => days)) : null,
        dueOn: bridge.lastOn,
      },
    })
  })
