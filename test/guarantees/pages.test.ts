import assert from 'node:assert/strict'
import { test } from 'node:test'
import { extendGuarantee, sendFiling, withdrawGuarantee, writeSheet } from '../../server/guarantees/index.ts'
import { day, plusDays, plusMonths } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { guaranteed, richGuarantor } from '../claims/played.ts'
import { runningTown } from '../support/app.ts'
import { guaranteeNow, sheet, underwritten } from './guaranteed.ts'

const versionIn = (body: string) =>
  present(/name="version" value="(\d+)"/.exec(body)?.[1], 'the version on a page')

test('a guarantee is extended by fifty years at most, and what is not in force shows no form for it', async () => {
  const made = await runningTown()
  await richGuarantor(made)
  const { parts, by, cast, clock, browserOf } = made
  const { guarantee } = await guaranteed(made)
  const manager = await browserOf(cast.han)
  const at = `/guarantees/${guarantee.id}`
  const far = await manager.post(`${at}/extension`, { until: '2999-12-31', why: '贷款展期。' })
  assert.equal(far.statusCode, 422)
  const latest = plusMonths(clock.today(), 600)
  assert.ok(far.body.includes(`最晚到 ${latest}`) && far.body.includes('2999-12-31'))
  const extend = (until: typeof latest) =>
    extendGuarantee(parts, by(cast.han), guarantee.id, { until, why: '贷款展期。' })
  assert.equal(codeOf(await extend(plusDays(latest, 1))), 'extension-too-far')
  assert.equal(codeOf(await extend(day('2999-12-31'))), 'extension-too-far')
  assert.equal((await guaranteeNow(made, guarantee)).maturesOn, guarantee.maturesOn)
  given(await extend(latest))
  assert.equal((await manager.get(`${at}/extension`)).statusCode, 200)
  assert.equal((await manager.get(`${at}/decline`)).headers.location, at, 'a promise is not declined')
  const bank = await browserOf(cast.zhou)
  assert.equal((await bank.get(`${at}/withdrawal`)).headers.location, at, 'it is in force')
  const province = await browserOf(cast.shen)
  assert.equal((await province.get(`${at}/filing-return`)).headers.location, at, 'nothing was sent')
  given(await sendFiling(parts, by(cast.he), guarantee.id))
  assert.equal((await province.get(`${at}/filing-return`)).statusCode, 200)
})

test('a manager approves the sheet that lay before him, and reads it where he does', async () => {
  const made = await runningTown()
  await richGuarantor(made)
  const { parts, by, cast, browserOf } = made
  const one = await underwritten(made)
  const manager = await browserOf(cast.han)
  const at = `/guarantees/${one.id}`
  assert.equal((await manager.get(`${at}/extension`)).headers.location, at, 'nothing is in force')
  assert.equal((await manager.get(`${at}/decline`)).statusCode, 200)
  assert.equal((await manager.get(`${at}/sheet-return`)).statusCode, 200)
  const bank = await browserOf(cast.zhou)
  assert.equal((await bank.get(`${at}/withdrawal`)).statusCode, 200)
  const before = (await manager.get(`${at}/approval`)).body
  assert.ok(before.includes(sheet.findings) && before.includes('法定代表人连带责任保证'))
  given(await writeSheet(parts, by(cast.he), one.id, { ...sheet, findings: '订单大幅减少，仍建议担保。' }))
  const old = await manager.post(`${at}/approval`, { words: '同意', version: versionIn(before) })
  assert.equal(old.statusCode, 409)
  assert.equal((await manager.post(`${at}/approval`, { words: '同意' })).statusCode, 422)
  assert.equal((await guaranteeNow(made, one)).state, 'underwriting')
  const now = (await manager.get(`${at}/approval`)).body
  assert.ok(now.includes('订单大幅减少'))
  const done = await manager.post(`${at}/approval`, { words: '同意', version: versionIn(now) })
  assert.equal(done.statusCode, 303)
  given(await withdrawGuarantee(parts, by(cast.zhou), one.id, '改用抵押。'))
  for (const step of ['extension', 'decline', 'approval', 'sheet-return'])
    assert.equal((await manager.get(`${at}/${step}`)).headers.location, at, step)
  assert.equal((await bank.get(`${at}/withdrawal`)).headers.location, at, 'it is withdrawn')
})
