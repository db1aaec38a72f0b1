import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mostCovered } from '../../server/cockpit/parts-covered.ts'
import { confirmCover, fileCover } from '../../server/covers/index.ts'
import { keepExposure } from '../../server/exposures/index.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { newId } from '../../server/platform/ids.ts'
import { given } from '../applications/played.ts'
import { code, lent, pooled, shownTo } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'

test('the firms with the most under a pool are the same, added up or gone through from the largest down', async () => {
  const running = await runningTown()
  const made = { ...running, ...(await pooled(running)) }
  const { store, cast, by, parts } = made
  const { linFirm, fangFirm } = cast.enterpriseIds
  const ways = async (region = '3406') => {
    const found = [
      await mostCovered(store.read, region, code, 10),
      await mostCovered(store.read, region, code, 10, -1),
    ]
    assert.deepEqual(found[1], found[0])
    return found[0]?.map(({ id, usedFen }) => [id, usedFen])
  }
  assert.deepEqual(await ways(), [])
  // Somebody who has far more under cover, but nothing under the pool.
  await store.transact((tx) =>
    keepExposure(
      tx,
      by(cast.zhou),
      {
        ...{ id: newId(), kind: 'guarantee', loanId: null, enterpriseId: fangFirm },
        ...{ bankId: cast.institutionIds.bankA, guarantorId: cast.institutionIds.guarantor },
        ...{ district: '340604', industry: 'C', size: 'micro', scheme: '4321', vintage: '2026Q1' },
      },
      { balanceFen: fen(900_000_000), loans: 1, bearings: [] },
    ),
  )
  const filed = async (amountFen: Fen) => {
    const loan = await lent(made, amountFen)
    const { cover } = given(await fileCover(parts, by(cast.zhou), loan, code))
    return cover.id
  }
  const first = await filed(fen(30_000_000))
  assert.deepEqual(await ways(), [[linFirm, 30_000_000]], 'what waits for the operator counts')
  given(await confirmCover(store, by(cast.tang), await shownTo(made, first)))
  assert.deepEqual(await ways(), [[linFirm, 30_000_000]])
  await filed(fen(20_000_001))
  assert.deepEqual(await ways(), [[linFirm, 50_000_001]], 'one in force and one that waits')
  assert.deepEqual(await ways('340604'), [], 'of a county nothing of another')
})
