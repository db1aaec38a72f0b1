import assert from 'node:assert/strict'
import { test } from 'node:test'
import { decideAssets, netAssetsOn, stateNetAssets } from '../../server/guarantees/index.ts'
import { addNetAssets } from '../../server/guarantees/rows-figures.ts'
import { sumsOn } from '../../server/indicators/rows.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { codeOf, given } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { million } from './guaranteed.ts'

test('of two figures for one day one counts, and the ratios rest on it wherever they are shown', async () => {
  const { store, parts, by, cast, clock, browserOf } = await runningTown()
  const { guarantor } = cast.institutionIds
  const asOf = plusDays(clock.today(), -1)
  const figure = (netAssetsFen: number) => ({ asOf, netAssetsFen: fen(netAssetsFen), source: '审计报告' })
  const state = (amount: number) => stateNetAssets(parts, by(cast.han), guarantor, figure(amount))
  const decide = (id: Id<'net-assets'>, approved: boolean) =>
    decideAssets(parts, by(cast.lu), id, { approved, words: approved ? '' : '与报告不符。' })
  const first = given(await state(6 * million))
  assert.equal(codeOf(await state(7 * million)), 'assets-waiting')
  const manager = await browserOf(cast.han)
  const typed = { asOf, netAssetsFen: '70000', source: '审计报告' }
  const again = await manager.post('/guarantor/assets', typed)
  assert.equal(again.statusCode, 422)
  assert.match(again.body, /正等待认定/)
  // Rejected, it makes room for another; approved, it does not.
  given(await decide(first.id, false))
  const second = given(await state(7 * million))
  // Of a house that took two for one day before: the second approval is refused, and the bureau can only reject it.
  const twin = newId<'net-assets'>()
  const nobody = { decidedAt: null, decidedBy: null, decisionWords: null }
  const row = { ...figure(8 * million), id: twin, guarantorId: guarantor, state: 'stated' as const }
  await store.transact((tx) =>
    addNetAssets(tx, { ...row, ...nobody, statedAt: clock.now(), statedBy: cast.han.id }),
  )
  given(await decide(second.id, true))
  assert.equal(codeOf(await decide(twin, true)), 'assets-standing')
  assert.equal(codeOf(await decide(second.id, true)), 'assets-decided')
  const head = await browserOf(cast.lu)
  const refused = await head.post(`/bureau/net-assets/${twin}`, { decision: 'approved', words: '' })
  assert.equal(refused.statusCode, 422)
  assert.match(refused.body, /已认定一个数/)
  given(await decide(twin, false))
  assert.equal(codeOf(await state(9 * million)), 'assets-not-newer')
  const counted = (await netAssetsOn(store.read, guarantor, clock.today()))?.netAssetsFen
  const figures = await sumsOn(store.read, guarantor, clock.today(), fen(1))
  assert.deepEqual([counted, figures.netAssetsFen], [7 * million, 7 * million])
})
