import { createHash } from 'node:crypto'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  compensationClaims,
  compensationFundings,
  compensationPapers,
  compensationRecoveries,
} from '../../db/tables/compensation.ts'
import { compensationPools, covers } from '../../db/tables/covers.ts'
import { storedFiles } from '../../db/tables/documents.ts'
import { arrangementPolicies } from '../../seeds/reference/arrangements.ts'
import type { Arrangement } from '../../server/arrangements/index.ts'
import { openBook } from '../../server/ledger/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { assert } from '../../server/platform/assert.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import type { Town } from './app.ts'
import { pdf } from './papers.ts'

/** Bank A filed the loan of the world, and the pool's operator has not decided yet. */
export const writeCover = (
  { store, clock, cast }: Town,
  ids: { readonly cover: Id<'cover'>; readonly loan: Id<'loan'> },
) =>
  store.transact((tx) =>
    tx.insert(covers).values({
      ...{ id: ids.cover, number: 'BA-WORLD-1', loanId: ids.loan, standsFor: ids.loan },
      ...{ enterpriseId: cast.enterpriseIds.linFirm, institutionId: cast.institutionIds.bankA },
      ...{ operatorId: cast.institutionIds.pool, arrangement: 'tax-credit-pool', variant: 'pure-credit' },
      ...{ arrangementVersion: 'arrangement-tax-credit-pool-1', ruleVersion: 'compensation-1', version: 1 },
      terms: arrangementPolicies[1]?.value as Arrangement,
      ...{ state: 'filed', filedFen: fen(100_000_000), checks: [], filedOn: clock.today() },
      ...{ filedAt: clock.now(), filedBy: cast.zhou.id, dueOn: plusDays(clock.today(), 7), duePolicies: [] },
    }),
  )

type ClaimPlace = {
  readonly cover: Id<'cover'>
  readonly loan: Id<'loan'>
  readonly poolClaim: Id<'compensation-claim'>
  readonly poolPaper: Id<'compensation-paper'>
  readonly poolRecovery: Id<'compensation-recovery'>
}

/** A claim on the pool that was returned to bank A, with one paper, and a recovery of it that waits for the cashier. */
export async function writePoolClaim(
  { store, clock, cast, parts }: Town,
  { cover, loan, poolClaim, poolPaper, poolRecovery }: ClaimPlace,
): Promise<void> {
  const [at, today] = [clock.now(), clock.today()]
  const fileId = newId<'file'>()
  const bytes = pdf('claim form')
  const folder = join(parts.config.filesFolder, fileId.slice(-2))
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, fileId), bytes)
  const hash = createHash('sha256').update(bytes).digest('hex')
  const asked = fen(100_000_000)
  await store.transact(async (tx) => {
    await tx.insert(storedFiles).values({ id: fileId, hash, bytes: bytes.length, type: 'pdf', storedAt: at })
    await tx.insert(compensationClaims).values({
      ...{ id: poolClaim, number: 'BC-WORLD-1', coverId: cover, loanId: loan, state: 'returned' },
      ...{ enterpriseId: cast.enterpriseIds.linFirm, institutionId: cast.institutionIds.bankA },
      ...{ operatorId: cast.institutionIds.pool, arrangement: 'tax-credit-pool' },
      ...{ principalFen: asked, interestFen: noFen, claimedFen: asked, trigger: 'overdue', overdueDays: 95 },
      ...{ words: '逾期未还。', ruleVersion: 'pool-claim-1', draftedAt: at, draftedBy: cast.zhou.id },
      ...{ filedOn: today, filedAt: at, filedBy: cast.zhou.id, answer: '缺催收记录。', version: 1 },
    })
    await tx.insert(compensationPapers).values({
      ...{ id: poolPaper, claimId: poolClaim, kind: 'claim-form', fileId, name: '申请书.pdf' },
      ...{ addedAt: at, addedBy: cast.zhou.id },
    })
    await tx.insert(compensationRecoveries).values({
      ...{ id: poolRecovery, number: 'BF-WORLD-1', claimId: poolClaim, state: 'reported', version: 1 },
      ...{ receivedOn: today, recoveredFen: fen(1_000_000), costFen: noFen, words: '拍卖所得。' },
      ...{ reportedOn: today, reportedAt: at, reportedBy: cast.zhou.id },
      ...{ dueOn: plusDays(today, 14), duePolicies: [] },
    })
  })
}

type PoolPlace = {
  readonly compensationPool: Id<'compensation-pool'>
  readonly compensationFunding: Id<'compensation-funding'>
}

/** A pool of the start-up fund, with a contribution that was agreed and has not come. */
export const writeCompensationPool = ({ store, clock, cast, by }: Town, ids: PoolPlace): Promise<void> =>
  store.transact(async (tx) => {
    const run = { institutionId: cast.institutionIds.pool, region: '3406' }
    const name = { zh: '创业扶持基金', en: 'Start-up fund' }
    const opened = await openBook(tx, by(cast.lu), {
      ...{ ...run, code: 'pool-world', kind: 'compensation-pool', name },
    })
    assert(opened.ok, 'a book of the world')
    const pool = { id: ids.compensationPool, arrangement: 'startup-fund', party: 'fund' } as const
    await tx
      .insert(compensationPools)
      .values({ ...pool, ...run, bookId: opened.book.id, openedAt: clock.now() })
    await tx.insert(compensationFundings).values({
      ...{ id: ids.compensationFunding, poolId: ids.compensationPool, kind: 'contribution', version: 1 },
      ...{ state: 'agreed', funder: '市财政', agreement: 'CZ-1', amountFen: fen(100_000_000) },
      ...{ agreedOn: clock.today(), makerId: cast.tang.id, madeAt: clock.now() },
    })
  })
