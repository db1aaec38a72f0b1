import { and, desc, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../../db/index.ts'
import * as tables from '../../db/tables/index.ts'
import { type By, byPlatform } from '../../server/accounts/index.ts'
import { arrangementOn } from '../../server/arrangements/index.ts'
import { write } from '../../server/audit/index.ts'
import { yearlyFee } from '../../server/guarantees/fee.ts'
import { filingDueOn } from '../../server/guarantees/filing.ts'
import { followed } from '../../server/guarantees/following.ts'
import {
  addGuarantee,
  addShares,
  changeBalance,
  type Guarantee,
  guaranteeById,
  keepFigures,
  sharesAt,
} from '../../server/guarantees/index.ts'
import { customerKind, scopeFindings, scopeStanding } from '../../server/guarantees/scope.ts'
import { shareOf } from '../../server/guarantees/shares.ts'
import { institutionOf } from '../../server/institutions/index.ts'
import { type Day, plusDays, plusMonths } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import type { Parts } from '../../server/parts.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { plusMinutes, startOf } from '../../server/platform/clock.ts'
import { newId } from '../../server/platform/ids.ts'
import { nextNumber } from '../../server/platform/numbers.ts'
import type { Cast } from '../cast.ts'
import { castEnterprises } from '../people.ts'
import { happened } from '../stories/stage.ts'

/** Letters of the demo city: enough for every page, few enough to be written in two seconds. */
const letters = 180

/** What the demo city keeps for its agreement of 见贷即担: so many loans, none larger, none older. */
const batchLoans = 9
export const batchLoanFen = fen(1_000_000_000)
export const batchDays = 300

type Loan = typeof tables.loans.$inferSelect
type Firm = typeof tables.enterprises.$inferSelect

/**
 * Guarantees behind loans of the city whose offers asked for one, with their letters as of the contract: in force with the
 * drawdown, down with what was paid back, released with what is settled. Their figures and entries are written by the
 * functions that every report uses.
 */
export async function guaranteeLoans(tx: Transaction, parts: Parts, cast: Cast): Promise<number> {
  const found = await tx
    .select({ loan: tables.loans, firm: tables.enterprises, guarantorId: tables.offers.guarantorId })
    .from(tables.loans)
    .innerJoin(tables.offers, eq(tables.offers.id, tables.loans.offerId))
    .innerJoin(tables.enterprises, eq(tables.enterprises.id, tables.loans.enterpriseId))
    .where(
      and(
        eq(tables.offers.guaranteeMode, 'guarantee'),
        inArray(tables.loans.state, ['drawn', 'overdue', 'settled']),
      ),
    )
    .orderBy(desc(tables.loans.signedOn), desc(tables.loans.id))
    .limit(letters * 3)
  const inScope = found.filter((one) => isInScope(parts, one))
  // What is late has a letter, however old: claims are told of it.
  const isLate = ({ loan }: (typeof found)[number]) => loan.overdueSince !== null
  // Some small ones are left for the bank to file by batch.
  const filedLater = new Set(inScope.filter((one) => isForBatch(parts, cast, one)).slice(0, batchLoans))
  const single = inScope.filter((one) => !filedLater.has(one))
  const chosen = new Set([...single.filter(isLate), ...single].slice(0, letters))
  const asked = inScope.filter((one) => chosen.has(one))
  const sums = new Map<string, number>()
  const { guarantor: guarantorId } = cast.institutionIds
  let written = 0
  // The oldest first, as their numbers were given.
  for (const { loan, firm, guarantorId: named } of asked.toReversed()) {
    // The cast's guarantor has those that claims are told of, so their offers name it.
    const own = loan.overdueSince !== null
    if (own && named !== guarantorId) await nameInOffer(tx, loan, cast)
    const by = own ? guarantorId : named
    if (by && (await guaranteed(tx, parts, cast, { loan, firm, guarantorId: by }, sums))) written += 1
  }
  return written
}

/** Small loans of bank A that are out and in time, not older than its agreement, whose offers name the cast's guarantor. */
function isForBatch(
  { clock }: Parts,
  { institutionIds }: Cast,
  { loan, guarantorId }: { readonly loan: Loan; readonly guarantorId: string | null },
): boolean {
  const { institutionId, state, amountFen, firstDrawnOn } = loan
  return (
    institutionId === institutionIds.bankA &&
    guarantorId === institutionIds.guarantor &&
    state === 'drawn' &&
    loan.overdueSince === null &&
    amountFen <= batchLoanFen &&
    firstDrawnOn !== null &&
    firstDrawnOn >= plusDays(clock.today(), -batchDays + 10)
  )
}

async function nameInOffer(tx: Transaction, { offerId }: Loan, { institutionIds }: Cast): Promise<void> {
  const guarantor = present(await institutionOf(tx, institutionIds.guarantor), 'the guarantor of the cast')
  const named = { guarantorId: guarantor.id, guarantorName: guarantor.name }
  await tx.update(tables.offers).set(named).where(eq(tables.offers.id, offerId))
}

const factsOf = (firm: Firm) => ({
  ...{ size: firm.size, farming: firm.industry.startsWith('A'), industry: firm.industry },
})

/** Whom the arrangement is for, and whose loan nobody guarantees yet: the cast's has its own letter. */
function isInScope(
  { policies }: Parts,
  { loan, firm }: { readonly loan: Loan; readonly firm: Firm },
): boolean {
  const inForce = arrangementOn(policies, '4321', loan.signedOn)
  const isCast = Object.values(castEnterprises).some(({ uscc }) => uscc === firm.uscc)
  return inForce.ok && !isCast && scopeStanding(scopeFindings(inForce.policy.value, factsOf(firm))) === 'yes'
}

type Asked = { readonly loan: Loan; readonly firm: Firm; readonly guarantorId: Guarantee['guarantorId'] }

async function guaranteed(
  tx: Transaction,
  parts: Parts,
  cast: Cast,
  { loan, firm, guarantorId }: Asked,
  sums: Map<string, number>,
): Promise<boolean> {
  const signedOn = loan.signedOn
  const inForce = arrangementOn(parts.policies, '4321', signedOn)
  assert(inForce.ok, 'the arrangement of the city')
  const { value: terms, version } = inForce.policy
  const facts = factsOf(firm)
  const scope = scopeFindings(terms, facts)
  const customer = `${firm.id}`
  const before = sums.get(customer) ?? 0
  if (before + loan.amountFen > (terms.singleCustomerCapFen ?? 0)) return false
  sums.set(customer, before + loan.amountFen)
  const by = byPlatform(startOf(signedOn), parts.clock.today())
  const feePpm = ppm(loan.amountFen > 500_000_000 ? 12_000 : 8_000)
  const drawnOn = present(loan.firstDrawnOn, 'the drawdown of a loan that is out')
  const filed = plusDays(signedOn, 12) < parts.clock.today()
  const id = newId<'guarantee'>()
  await addGuarantee(tx, {
    ...{
      id,
      number: await nextNumber(tx, 'BZ', signedOn),
      letterNumber: await nextNumber(tx, 'BH', signedOn),
    },
    ...{ origin: 'single', applicationId: loan.applicationId, offerId: loan.offerId, loanId: loan.id },
    ...{ enterpriseId: loan.enterpriseId, bankId: loan.institutionId, guarantorId },
    ...{ state: 'signed', amountFen: loan.amountFen, months: loan.months, openFen: loan.amountFen },
    ...{ balanceFen: noFen, openOwnFen: shareOf(terms, 'guarantor', loan.amountFen), ownFen: noFen },
    ...{ claimedFen: noFen, openClaims: 0, arrangement: '4321', arrangementVersion: version, terms },
    ...{ district: firm.region.slice(0, 6), industry: firm.industry, size: firm.size },
    ...{ farming: facts.farming, kind: customerKind(facts), scope },
    ...{ askedAt: startOf(signedOn), findings: '经营正常，订单和流水与申请金额相称。', feePpm },
    ...{
      feeFen: yearlyFee(loan.amountFen, feePpm),
      underwrittenAt: startOf(signedOn),
      approvedAt: startOf(signedOn),
    },
    ...{ signedOn, filingDueOn: filingDueOn(signedOn, 1), filing: filed ? 'filed' : 'due' },
    ...(filed
      ? { filingSentOn: plusDays(signedOn, 5), filedOn: plusDays(signedOn, 12), filingLateDays: 0 }
      : { filingLateDays: 0 }),
    ...{ policies: [version, 'guarantee-handling-1', 'guarantee-fees-1'], version: 1 },
    officerId: guarantorId === cast.institutionIds.guarantor ? cast.he.id : null,
  })
  await tellMoves(tx, by, id)
  const asked = present(await guaranteeById(tx, id), 'a guarantee just written')
  await addShares(tx, happened(await sharesAt(tx, parts, by, asked)).shares)
  await keepFigures(tx, parts, { at: by.at, today: parts.clock.today() }, null, asked)
  const started = { ...loan, state: 'drawn' as const, balanceFen: loan.drawnFen, drawingClosed: true }
  const first = await moved(tx, parts, by, asked, started, drawnOn)
  const paidOn = await lastPaidOn(tx, loan)
  if (paidOn && loan.balanceFen < loan.drawnFen) await moved(tx, parts, by, first, loan, paidOn)
  return true
}

/** How it came to its letter, in the trail. */
async function tellMoves(tx: Transaction, by: By, id: Guarantee['id']): Promise<void> {
  const moves = [null, 'applied', 'underwriting', 'approved', 'signed'] as const
  for (const [at, to] of moves.entries()) {
    const from = moves[at - 1]
    if (to === null || from === undefined) continue
    const happening = `guarantees.${to}`
    const when = { ...by, at: plusMinutes(by.at, 30 * at - 120) }
    await write(tx, when, { happening, subject: { kind: 'guarantee', id }, ...(from ? { from } : {}), to })
  }
}

async function moved(
  tx: Transaction,
  parts: Parts,
  by: By,
  guarantee: Guarantee,
  loan: Loan,
  on: Day,
): Promise<Guarantee> {
  // Nobody claims in the city that is filled: what came back came from the firms.
  const after = followed(guarantee, { ...loan, paidByGuarantorFen: noFen })
  if (!after) return guarantee
  const { maturesOn } = loan
  const kept = await changeBalance(tx, parts, { ...by, at: startOf(on), today: on }, guarantee, after, {
    ...{ on, quiet: true },
    more: {
      ...{ maturesOn, coverUntil: maturesOn ? plusMonths(maturesOn, 36) : null },
      inForceOn: guarantee.inForceOn ?? on,
      releasedOn: after.state === 'released' ? on : null,
    },
  })
  return happened(kept).guarantee
}

/** The day of the last repayment: what came down by then is one change. */
async function lastPaidOn(tx: Transaction, { id }: Loan): Promise<Day | null> {
  const [row] = await tx
    .select({ paidOn: tables.repayments.paidOn })
    .from(tables.repayments)
    .where(eq(tables.repayments.loanId, id))
    .orderBy(desc(tables.repayments.paidOn))
    .limit(1)
  return row?.paidOn ?? null
}
