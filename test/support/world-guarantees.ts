import type { Transaction } from '../../db/index.ts'
import { batchAgreements, batchFilings } from '../../db/tables/batches.ts'
import { guarantorAssets } from '../../db/tables/guarantee-figures.ts'
import { guaranteeShares, guarantees } from '../../db/tables/guarantees.ts'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { arrangementShape } from '../../server/arrangements/arrangement.ts'
import { openBook } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { assert, present } from '../../server/platform/assert.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Case = { readonly applicationId: Id<'application'>; readonly offerId: Id<'offer'> }

/** A guarantee of Lin's firm at bank A with its letter, sent for filing, and net assets that wait for the bureau. */
export async function writeGuarantee(tx: Transaction, { cast, clock }: Town, of: Case) {
  const ids = {
    ...{ guarantee: newId<'guarantee'>(), netAssets: newId<'net-assets'>() },
    ...{ batch: newId<'batch-agreement'>(), batchFiling: newId<'batch-filing'>() },
  }
  const { institutionIds: at, enterpriseIds } = cast
  const [today, now] = [clock.today(), clock.now()]
  const terms = arrangementShape.parse(
    present(
      arrangementPolicies.find(({ code }) => code === 'arrangement-4321'),
      'the arrangement 4321',
    ).value,
  )
  const amountFen = fen(100_000_000)
  await tx.insert(guarantees).values({
    ...{ ...of, id: ids.guarantee, number: 'BZ-WORLD-1', origin: 'single', loanId: null },
    ...{ enterpriseId: enterpriseIds.linFirm, bankId: at.bankA, guarantorId: at.guarantor },
    ...{ state: 'signed', filing: 'sent', amountFen, months: 12, openFen: amountFen, balanceFen: noFen },
    ...{ openOwnFen: fen(40_000_000), ownFen: noFen, claimedFen: noFen, openClaims: 0 },
    ...{ arrangement: '4321', arrangementVersion: 'arrangement-4321-1', terms },
    ...{ district: '340603', industry: 'C17', size: 'small', farming: false, kind: 'small' },
    scope: [{ rule: 'size', met: 'yes', have: 'small', want: ['small', 'micro'] }],
    ...{ askedAt: now, askedBy: cast.zhou.id, officerId: cast.he.id, dueOn: null, duePolicies: null },
    ...{ findings: '订单稳定。', feePpm: ppm(8_000), feeFen: fen(800_000) },
    ...{ underwrittenAt: now, underwrittenBy: cast.he.id, approvedAt: now, approvedBy: cast.han.id },
    ...{
      letterNumber: 'BH-WORLD-1',
      signedOn: today,
      signedBy: cast.he.id,
      filingDueOn: plusDays(today, 30),
    },
    ...{ filingSentOn: today, filingLateDays: 0, policies: ['guarantee-handling-1'], version: 1 },
  })
  for (const [party, institutionId, code, share] of [
    ['guarantor', at.guarantor, 'party-lhdb', 40_000_000],
    ['reguarantor', at.reguarantor, 'party-wbzdb', 30_000_000],
    ['bank', at.bankA, 'party-xcnsh', 20_000_000],
    ['treasury', at.treasury, 'party-czgk', 10_000_000],
  ] as const) {
    const name = { zh: code, en: code }
    const draft = { code, kind: 'party', name, institutionId, region: '3406' } as const
    const opened = await openBook(tx, byPlatform(now, today), draft)
    assert(opened.ok, 'a book of the world opens')
    const fixed = { guaranteeId: ids.guarantee, party, institutionId, bookId: opened.book.id }
    await tx.insert(guaranteeShares).values({ ...fixed, shareFen: fen(share), contingentFen: noFen })
  }
  await tx.insert(guarantorAssets).values({
    ...{ id: ids.netAssets, guarantorId: at.guarantor, state: 'stated', asOf: plusDays(today, -60) },
    ...{ netAssetsFen: fen(30_000_000_000), source: '审计报告', statedAt: now, statedBy: cast.han.id },
  })
  await tx.insert(batchAgreements).values({
    ...{
      id: ids.batch,
      number: 'PL-WORLD-1',
      guarantorId: at.guarantor,
      bankId: at.bankA,
      state: 'in-force',
    },
    ...{ arrangement: '4321', startsOn: today, endsOn: plusDays(today, 365), perLoanFen: amountFen },
    ...{ totalFen: fen(1_000_000_000), feePpm: ppm(8_000), ceilingPpm: ppm(30_000), words: '' },
    ...{ proposedAt: now, proposedBy: cast.han.id, answeredAt: now, answeredBy: cast.qian.id },
    ...{ policies: ['guarantee-handling-1'], version: 1 },
  })
  const row = { row: 1, typed: ['DK-WORLD-9', '1000000'], loanId: null, firm: null, amountFen } as const
  await tx.insert(batchFilings).values({
    ...{ id: ids.batchFiling, number: 'PB-WORLD-1', agreementId: ids.batch, state: 'checked' },
    ...{ rows: [{ ...row, fault: { code: 'loan-unknown' } }], goodRows: 0, badRows: 1, amountFen: noFen },
    ...{ checkedAt: now, checkedBy: cast.zhou.id, version: 1 },
  })
  return ids
}
