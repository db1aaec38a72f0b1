import type { Reader } from '../../db/index.ts'
import { type Arrangement, arrangementOn, type Variant } from '../arrangements/index.ts'
import { isOver } from '../guarantees/guarantee.ts'
import { standingOfCase } from '../guarantees/index.ts'
import type { Day } from '../money/day.ts'
import { done, type Outcome } from '../platform/outcome.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { stopOf } from '../stop-lines/index.ts'
import {
  type FilingCheck,
  type FilingFacts,
  filingChecks,
  isFarming,
  isForKind,
  isUnsecured,
  lineOf,
  type PoolLine,
  variantFor,
} from './filing.ts'
import { type CompensationRule, compensationOn } from './policy.ts'
import { fundedParties } from './pool.ts'
import { coverStandingFor, type LoanToFile } from './rows.ts'
import { type PoolRow, poolsFor } from './rows-pools.ts'
import { coveredOf, linedUp, poolTotals } from './rows-totals.ts'

/** A loan before an arrangement, rule by rule, with the terms that would hold for it. */
export type Filing = {
  readonly checks: readonly FilingCheck[]
  readonly arrangement: InForce<Arrangement>
  readonly variant: Variant | null
  readonly rule: InForce<CompensationRule>
  readonly pools: readonly PoolRow[]
  readonly line: PoolLine
}

/** Whether the guarantee of a loan's case stands, is asked for, or was paid on; one that ended unclaimed leaves the loan to the pools. */
async function isGuaranteed(from: Reader, { applicationId }: LoanToFile): Promise<boolean> {
  const guarantee = await standingOfCase(from, applicationId)
  return guarantee !== null && (!isOver(guarantee.state) || guarantee.claimedFen > 0)
}

/**
 * Holds a loan against an arrangement as of a day. What is under cover already, and how the pool stands, is read here: inside
 * a transaction nobody else files between the reading and the writing. Refuses: `unknown-arrangement`.
 */
export async function filingOf(
  from: Reader,
  policies: PolicyBook,
  loan: LoanToFile,
  code: string,
  today: Day,
): Promise<Outcome<{ readonly filing: Filing }>> {
  const plain = arrangementOn(policies, code, today)
  if (!plain.ok) return plain
  const unsecured = isUnsecured(loan.guaranteeMode)
  const variant = variantFor(plain.policy.value, { unsecured, firstLoan: loan.firstLoan })
  const chosen = arrangementOn(policies, code, today, variant)
  if (!chosen.ok) return chosen
  const { policy: arrangement } = chosen
  const rule = compensationOn(policies, today)
  const pools = await poolsFor(from, code)
  const totals = await poolTotals(from, code)
  const wanted = fundedParties(arrangement.value)
  const facts: FilingFacts = {
    isOpen: wanted.length > 0 && wanted.every((party) => pools.some((pool) => pool.party === party)),
    isForKind: isForKind(code, loan.kind),
    isCovered: (await coverStandingFor(from, loan.id)) !== null,
    isGuaranteed: await isGuaranteed(from, loan),
    loan,
    cover: {
      ...{ size: loan.size, industry: loan.industry, unsecured, newFen: loan.balanceFen },
      farming: isFarming(loan.industry),
      coveredFen: await coveredOf(from, loan.enterpriseId, code),
    },
    pool: linedUp(totals),
    stop: await stopOf(from, code, today),
  }
  const checks = filingChecks(arrangement.value, rule.value, facts, today)
  return done({
    filing: {
      ...{ checks, arrangement, variant, rule, pools },
      line: lineOf(arrangement.value, linedUp(totals)),
    },
  })
}
