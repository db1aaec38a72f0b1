import type { Transaction } from '../../db/index.ts'
import type { By } from '../accounts/index.ts'
import { act, write } from '../audit/index.ts'
import {
  type BridgeBorrower,
  type BridgeLoanKind,
  checkBridgeAmount,
  checkLoanKind,
  checkTakesMoney,
  checkTimes,
  lastDayOf,
} from '../bridge-pool/index.ts'
import { firmOf, isHousehold } from '../enterprises/index.ts'
import { type DueLoan, dueLoan, factsOf, renewalsOf } from '../loans/index.ts'
import { renewalRuleOn } from '../loans/policies.ts'
import { isDueSoon, renewalChecks, verdictOf } from '../loans/renewal.ts'
import { type Day, yearOf } from '../money/day.ts'
import { type Fen, noFen } from '../money/fen.ts'
import { present } from '../platform/assert.ts'
import { type Id, newId } from '../platform/ids.ts'
import { nextNumber } from '../platform/numbers.ts'
import { done, refuse } from '../platform/outcome.ts'
import { dueIn } from '../policies/index.ts'
import { taxFactsOf } from '../tax-facts/index.ts'
import { end } from './actions-ending.ts'
import { mayWithdraw, noReason } from './bridge.ts'
import { checkFirst } from './first.ts'
import { loanKindOf } from './parts-record.ts'
import { found, foundFor, type Stepped, step, termsOn, told, type With } from './parts-step.ts'
import * as rows from './rows.ts'
import { balancesOf, type Pool, poolById } from './rows-pools.ts'

export type Asking = {
  readonly borrower: BridgeBorrower
  readonly amountFen: Fen
  /** The days for which the payout and the return are planned. */
  readonly payOn: Day
  readonly backOn: Day
  readonly whyNot: string
}

/**
 * A firm asks for an advance on its loan that is about to fall due. Refuses: what `checkFirst` and `checkBridgeAmount`
 * refuse, `bridge-open` (there is one for this loan), `bridge-loan-not-due`, `bridge-days-wrong`, `bridge-too-long`
 * (planned for longer than the pool lends), `bridge-day-off` (planned back on a day off), `bridge-loan-not` (no loan of the kind that the pool bridges), `bridge-borrower-not`,
 * `bridge-borrower-register` (a household business by its credit code says it is none, or the other way round), `bridge-times` (too often this year),
 * `unknown-policy`, `calendar-missing`.
 */
export const apply = (parts: With, by: By, loanId: Id<'loan'>, poolId: Id<'pool'>, asking: Asking) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const known = present(await dueLoan(tx, loanId), 'the loan that was looked up')
    const pool = present(await poolById(tx, poolId), 'the pool that was looked up')
    const { loan } = known
    const kind = loanKindOf(parts, known, by.today)
    if (await rows.openBridgeOf(tx, loanId)) return refuse('bridge-open')
    const renewal = renewalRuleOn(parts.policies, by.today).value
    if (!isDueSoon(loan, renewal, by.today)) return refuse('bridge-loan-not-due')
    const first = await renewalFirst(tx, by, parts, known)
    if (!first.ok) return first
    const fit = await fits(tx, by, parts, pool, {
      ...asking,
      enterpriseId: loan.enterpriseId,
      principalDueFen: loan.balanceFen,
      kind,
    })
    if (!fit.ok) return fit
    const facts = {
      ...{ borrower: asking.borrower, loan: kind },
      ...{ stoppedMonths: null, noVatMonths: null, overdueMonths: null, dishonest: null },
      timesThisYear: fit.times,
    }
    const firm = present(await firmOf(tx, loan.enterpriseId), 'the firm of a loan')
    const tax = await taxFactsOf(tx, loan.enterpriseId, by.today)
    const paid = tax.facts.taxPaidFen[String(yearOf(by.today) - 1)]
    const clock = dueIn(parts.policies, by.today, fit.rule.completenessWorkdays, fit.ruleVersion)
    if (!clock.ok) return clock
    const bridge: rows.Bridge = {
      ...blank,
      ...{ id: newId<'bridge'>(), number: await nextNumber(tx, 'GQ', by.today), poolId, origin: 'platform' },
      ...{ loanId, enterpriseId: loan.enterpriseId, institutionId: loan.institutionId, region: firm.region },
      ...{ ...asking, principalDueFen: loan.balanceFen, facts, state: 'applied' },
      maturesOn: present(loan.maturesOn, 'the last day of a loan that is due'),
      oldContract: loan.contractNumber,
      ...{ policyVersion: fit.version, ruleVersion: fit.ruleVersion },
      ...{ appliedAt: by.at, appliedOn: by.today, appliedBy: by.person?.id ?? null },
      taxLastYearFen: paid ?? null,
      ...{ dueOn: clock.due.on, duePolicies: clock.due.policies },
    }
    await rows.addBridge(tx, bridge)
    await rows.addMove(tx, {
      ...{ id: newId<'bridge-move'>(), bridgeId: bridge.id, what: 'applied', from: null, to: 'applied' },
      ...{ hand: null, byId: by.person?.id ?? null, movedAt: by.at },
    })
    await write(tx, by, {
      happening: 'bridges.applied',
      subject: { kind: 'bridge', id: bridge.id },
      to: 'applied',
    })
    await told(tx, by, 'applied', bridge, await rows.peopleWith(tx, pool.institutionId, 'pool-operator'))
    return done({ bridge })
  })

const blank = {
  ...{ makerId: null, checks: null, operatorWord: null, operatorSaid: null, bureauWord: null },
  ...{
    bureauSaid: null,
    bureauBy: null,
    ownMoneyFen: null,
    ownMoneyOn: null,
    checkerId: null,
    thirdId: null,
  },
  ...{ reservationId: null, reservedUntil: null, cashierId: null, paidOutOn: null, payoutSeq: null },
  ...{ lastOn: null, settledOn: null, newLoanOn: null, newLoanFen: null, newContract: null },
  ...{ renewalDays: null, filedOn: null, courtCase: null },
  ...{ repaidFen: noFen, repaidOn: null, feeFen: noFen, savingFen: noFen, feePaidOn: null, daysOut: null },
  ...{ overdueSince: null, courtOn: null, why: null, endedOn: null, warnedFor: null, version: 1 },
} as const

/** What is known today of renewal without repayment, which comes first. Refuses as `checkFirst`. */
async function renewalFirst(tx: Transaction, by: By, { policies }: With, known: DueLoan) {
  const [newest] = await renewalsOf(tx, [known.loan.id])
  const checks = renewalChecks(
    factsOf(known, {}, by.today),
    renewalRuleOn(policies, by.today).value,
    by.today,
  )
  return checkFirst(newest?.state ?? null, verdictOf(newest?.checks ?? checks))
}

type Fitting = Pick<
  rows.Bridge,
  'borrower' | 'amountFen' | 'payOn' | 'backOn' | 'enterpriseId' | 'principalDueFen'
> & { readonly kind: BridgeLoanKind }

/** Whether what is asked fits the terms of today, before the bank has promised anything. */
async function fits(tx: Transaction, by: By, parts: With, pool: Pool, asked: Fitting) {
  const on = termsOn(parts, pool, by.today)
  if (!on.ok) return on
  const { terms } = on
  const bridged = checkLoanKind(terms, asked.kind)
  if (!bridged.ok) return bridged
  const { uscc } = present(await firmOf(tx, asked.enterpriseId), 'the firm of a loan')
  if ((asked.borrower === 'household') !== isHousehold(uscc))
    return refuse('bridge-borrower-register', { field: 'borrower' })
  if (!terms.borrowers[asked.borrower]) return refuse('bridge-borrower-not', { field: 'borrower' })
  const { 'funders-capital': capitalFen } = await balancesOf(tx, pool.bookId)
  const hasFen = await rows.hasOfPool(tx, pool.id, asked.enterpriseId, null)
  const fine = checkBridgeAmount(terms, { ...asked, promisedFen: null, capitalFen, hasFen }, asked.amountFen)
  if (!fine.ok) return fine
  if (asked.payOn < by.today) return refuse('bridge-days-wrong', { field: 'payOn' })
  if (asked.backOn <= asked.payOn) return refuse('bridge-days-wrong', { field: 'backOn' })
  const last = lastDayOf(terms, asked.payOn, parts.reference.calendar)
  if (!last.ok) return last
  if (asked.backOn > last.on) return refuse('bridge-too-long', { field: 'backOn', values: { day: last.on } })
  const taken = checkTakesMoney(terms, asked.backOn, parts.reference.calendar, 'backOn')
  if (!taken.ok) return taken
  const times = await rows.timesInYear(tx, pool.id, asked.enterpriseId, by.today)
  const often = checkTimes(terms, times)
  return often.ok ? done({ ...on, times }) : often
}

/**
 * The firm mends what was returned, and sends it again; its place in the queue is that of the day on which it does.
 * Refuses as `apply` does of renewal and of what is asked, `bridge-move-not-allowed`, `stale`.
 */
export const applyAgain = (parts: With, by: By, id: Id<'bridge'>, version: number, asking: Asking) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await foundFor(tx, id, version, 'application')
    if (!one.ok) return one
    const { enterpriseId, facts } = one.bridge
    const known = present(await dueLoan(tx, present(one.bridge.loanId, 'its loan')), 'the loan of an advance')
    const { loan } = known
    const kind = loanKindOf(parts, known, by.today)
    // While it lay with the firm its bank may have offered to renew.
    const first = await renewalFirst(tx, by, parts, known)
    if (!first.ok) return first
    const fit = await fits(tx, by, parts, one.pool, {
      ...asking,
      enterpriseId,
      principalDueFen: loan.balanceFen,
      kind,
    })
    if (!fit.ok) return fit
    return step(tx, by, parts, one, {
      ...{ to: 'applied', what: 'applied-again' },
      changes: {
        ...asking,
        principalDueFen: loan.balanceFen,
        // The conditions are measured for the borrower that it is now.
        facts: {
          ...present(facts, 'the facts of an application'),
          ...{ borrower: asking.borrower, loan: kind, timesThisYear: fit.times },
        },
        appliedAt: by.at,
        appliedOn: by.today,
        why: null,
      },
    })
  })

/** The firm takes its application back, with a reason if it likes. Refuses: `stale`, `bridge-money-out`. */
export const withdraw = (parts: With, by: By, id: Id<'bridge'>, version: number, why = noReason) =>
  act(parts.store, by, async (tx): Promise<Stepped> => {
    const one = await found(tx, id, version)
    if (!one.ok) return one
    if (!mayWithdraw(one.bridge.state)) return refuse('bridge-money-out')
    return end(tx, by, parts, one, 'withdrawn', why)
  })
