import { bridgePapers } from '../../db/tables/bridge-papers.ts'
import { bridgeFundings, bridgePools, bridges, promises } from '../../db/tables/bridges.ts'
import { storedFiles } from '../../db/tables/documents.ts'
import type { BookId } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import type { Id } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'

type Ids = {
  readonly loan: Id<'loan'>
  readonly bridge: Id<'bridge'>
  readonly bridgePaper: Id<'bridge-paper'>
  readonly promise: Id<'promise'>
  readonly bridgePool: Id<'pool'>
  readonly bridgeFunding: Id<'funding'>
}

/** The pool of the city, an agreement with its treasury, and an advance for which bank A is asked for its letter. */
export async function writeBridge({ store, clock, cast }: Town, bookId: BookId, ids: Ids): Promise<void> {
  const [at, today] = [clock.now(), clock.today()]
  const between = { enterpriseId: cast.enterpriseIds.linFirm, institutionId: cast.institutionIds.bankA }
  const [file] = await store.read.select({ id: storedFiles.id }).from(storedFiles).limit(1)
  await store.transact(async (tx) => {
    await tx.insert(bridgePools).values({
      ...{ id: ids.bridgePool, bookId, policyCode: 'huaibei-demo', region: '3406', openedAt: at },
      institutionId: cast.institutionIds.pool,
    })
    await tx.insert(bridgeFundings).values({
      ...{ id: ids.bridgeFunding, poolId: ids.bridgePool, kind: 'contribution', funder: '市财政' },
      funderId: cast.institutionIds.treasury,
      ...{ agreement: '出资协议 1 号', amountFen: fen(1_000_000), agreedOn: today, plannedOn: today },
      ...{ state: 'agreed', makerId: cast.tang.id, madeAt: at, version: 1 },
    })
    await tx.insert(bridges).values({
      ...{ ...between, id: ids.bridge, number: 'GQ-WORLD-1', poolId: ids.bridgePool, origin: 'platform' },
      ...{ loanId: ids.loan, region: '340603001', borrower: 'firm', state: 'promise' },
      ...{ amountFen: fen(90_000_000), principalDueFen: fen(100_000_000), maturesOn: plusDays(today, 5) },
      ...{
        oldContract: 'HT-1',
        whyNot: '银行要求先还后贷。',
        payOn: plusDays(today, 5),
        backOn: plusDays(today, 9),
      },
      ...{ policyVersion: 'bridge-policy-huaibei-demo-1', ruleVersion: 'bridge-case-1' },
      ...{ appliedAt: at, appliedOn: today, appliedBy: cast.lin.id, makerId: cast.tang.id },
      ...{ operatorWord: 'yes', bureauWord: 'yes', repaidFen: noFen, feeFen: noFen, savingFen: noFen },
      ...{ dueOn: plusDays(today, 3), duePolicies: ['bridge-case-1'], version: 1 },
    })
    if (file)
      await tx.insert(bridgePapers).values({
        ...{ id: ids.bridgePaper, bridgeId: ids.bridge, fileId: file.id, kind: 'due-contract' },
        ...{ name: '到期贷款合同.pdf', addedAt: at, addedBy: cast.lin.id },
      })
    await tx.insert(promises).values({
      ...{ ...between, id: ids.promise, number: 'CN-WORLD-1', bridgeId: ids.bridge, loanId: ids.loan },
      ...{ fileId: file?.id ?? null, fileName: '承诺函.pdf' },
      ...{ state: 'asked', askedAt: at, leastFen: fen(94_736_843), dueOn: plusDays(today, 3) },
      ...{ duePolicies: ['bridge-case-1'], version: 1 },
    })
  })
}
