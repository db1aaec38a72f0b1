import { claimPapers, claims, settlements, sharedEvents, sharedParts } from '../../db/tables/claims.ts'
import { storedFiles } from '../../db/tables/documents.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { recoveries, writeOffs } from '../../db/tables/recoveries.ts'
import { stops } from '../../db/tables/stop-lines.ts'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { openBook } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { assert, present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Place = {
  readonly claimedGuarantee: Id<'guarantee'>
  readonly claim: Id<'claim'>
  readonly claimPaper: Id<'claim-paper'>
  readonly settlement: Id<'settlement'>
  readonly writeOff: Id<'write-off'>
  readonly recovery: Id<'recovery'>
  readonly stop: Id<'stop'>
  readonly enterprise: Id<'enterprise'>
  readonly loan: Id<'loan'>
  readonly signedApplication: Id<'application'>
  readonly signedOffer: Id<'offer'>
}

/**
 * A guarantee of Lin's loan under 4321 of which half a million was claimed and paid: a second claim that was returned to bank
 * A, what the province owes, a write-off that waits for the bureau, and a stop of bank A.
 */
export async function writeClaims({ store, clock, cast, by }: Town, ids: Place): Promise<void> {
  const [at, today] = [clock.now(), clock.today()]
  const { bankA, guarantor, reguarantor, treasury } = cast.institutionIds
  const four = arrangementPolicies.find(({ code }) => code === 'arrangement-4321')
  const terms = present(four, '4321').value as Arrangement
  const parties = [
    { party: 'guarantor', institutionId: guarantor, cash: 40_000_000, borne: 20_000_000 },
    { party: 'reguarantor', institutionId: reguarantor, cash: 0, borne: 15_000_000 },
    { party: 'bank', institutionId: bankA, cash: 10_000_000, borne: 10_000_000 },
    { party: 'treasury', institutionId: treasury, cash: 0, borne: 5_000_000 },
  ] as const
  await store.transact(async (tx) => {
    await tx.insert(guarantees).values({
      ...{
        id: ids.claimedGuarantee,
        number: 'BZ-WORLD-2',
        origin: 'single',
        applicationId: ids.signedApplication,
      },
      ...{ offerId: ids.signedOffer, loanId: ids.loan, enterpriseId: ids.enterprise, bankId: bankA },
      ...{
        guarantorId: guarantor,
        state: 'claimed',
        filing: 'filed',
        amountFen: fen(150_000_000),
        months: 12,
      },
      ...{ openFen: noFen, balanceFen: fen(50_000_000), openOwnFen: noFen, ownFen: fen(20_000_000) },
      ...{ claimedFen: fen(50_000_000), openClaims: 1, arrangement: '4321', terms, district: '340603' },
      ...{
        arrangementVersion: 'arrangement-4321-1',
        industry: 'C17',
        size: 'small',
        kind: 'small',
        scope: [],
      },
      ...{ askedAt: at, filingLateDays: 0, letterNumber: 'BH-WORLD-2', signedOn: today, inForceOn: today },
      ...{ maturesOn: plusDays(today, 300), coverUntil: plusDays(today, 900), policies: [], version: 1 },
    })
    for (const { party, institutionId } of parties) {
      const code = `party-world-${party}`
      const name = { zh: party, en: party }
      const opened = await openBook(tx, by(cast.lu), {
        code,
        kind: 'party',
        name,
        institutionId,
        region: '3406',
      })
      assert(opened.ok, 'a book of the world')
      await tx.insert(guaranteeShares).values({
        ...{ guaranteeId: ids.claimedGuarantee, party, institutionId, bookId: opened.book.id },
        ...{ shareFen: noFen, contingentFen: noFen },
      })
    }
    type Same = Omit<typeof claims.$inferInsert, 'id' | 'number' | 'state' | 'principalFen' | 'claimedFen'>
    const claimed: Same = {
      ...{
        guaranteeId: ids.claimedGuarantee,
        loanId: ids.loan,
        enterpriseId: ids.enterprise,
        institutionId: bankA,
      },
      ...{
        guarantorId: guarantor,
        kind: 'interim',
        trigger: 'overdue',
        overdueDays: 70,
        basis: 'unperformed',
      },
      ...{ papers: [], interestFen: noFen, interestFrom: today, interestUntil: today, words: '逾期未还。' },
      ...{ ruleVersion: 'claim-rule-1', filedOn: today, filedAt: at, filedBy: cast.zhou.id, version: 1 },
      dueOn: plusDays(today, 30),
    }
    const sums = { principalFen: fen(50_000_000), claimedFen: fen(50_000_000) }
    const paidClaim = newId<'claim'>()
    await tx.insert(claims).values([
      { ...claimed, ...sums, id: paidClaim, number: 'DC-WORLD-0', state: 'paid', paidOn: today, paidAt: at },
      {
        ...claimed,
        ...sums,
        id: ids.claim,
        number: 'DC-WORLD-1',
        state: 'returned',
        answer: '缺催收通知书。',
      },
    ])
    const [file] = await tx.select().from(storedFiles).limit(1)
    await tx.insert(claimPapers).values({
      ...{ id: ids.claimPaper, guaranteeId: ids.claimedGuarantee, claimId: ids.claim, kind: 'demand-notice' },
      ...{ fileId: present(file, 'a file of the world').id, name: '催收通知书.pdf' },
      ...{ addedAt: at, addedBy: cast.zhou.id },
    })
    const eventId = newId<'shared-event'>()
    await tx.insert(sharedEvents).values({
      ...{
        id: eventId,
        guaranteeId: ids.claimedGuarantee,
        position: 1,
        kind: 'claim',
        subjectId: paidClaim,
        on: today,
      },
      ...{ lossFen: fen(50_000_000), recoveredFen: noFen, costFen: noFen, at },
    })
    await tx.insert(sharedParts).values(
      parties.map(({ party, institutionId, cash, borne }) => ({
        ...{ eventId, party, institutionId, cashFen: fen(cash), borneFen: fen(borne), returnedFen: noFen },
      })),
    )
    await tx.insert(settlements).values({
      ...{
        id: ids.settlement,
        number: 'JS-WORLD-1',
        guaranteeId: ids.claimedGuarantee,
        eventId,
        state: 'due',
      },
      ...{ fromParty: 'reguarantor', fromId: reguarantor, toParty: 'guarantor', toId: guarantor },
      ...{ amountFen: fen(15_000_000), arisenOn: today, dueOn: plusDays(today, 30) },
      ...{ ruleVersion: 'claim-rule-1', version: 1 },
    })
    await tx.insert(writeOffs).values({
      ...{ id: ids.writeOff, number: 'HX-WORLD-1', guaranteeId: ids.claimedGuarantee, state: 'proposed' },
      ...{
        amountFen: fen(1_000_000),
        why: '无财产可供执行。',
        proposedAt: at,
        proposedBy: cast.he.id,
        version: 1,
      },
    })
    await tx.insert(recoveries).values({
      ...{ id: ids.recovery, number: 'ZC-WORLD-1', guaranteeId: ids.claimedGuarantee, means: 'collateral' },
      ...{ receivedOn: today, recoveredFen: fen(1_000_000), costFen: noFen, words: '处置设备。' },
      ...{ recordedAt: at, recordedBy: cast.he.id },
    })
    await tx.insert(stops).values({
      ...{ id: ids.stop, scope: 'bank', scopeKey: bankA, rate: 'all', state: 'active', fromOn: today },
      ...{ untilOn: plusDays(today, 89), claimedFen: fen(50_000_000), releasedFen: fen(900_000_000) },
      ...{ ratePpm: ppm(55_555), linePpm: ppm(50_000), ruleVersion: 'stop-line-1', raisedAt: at, version: 1 },
    })
  })
}
