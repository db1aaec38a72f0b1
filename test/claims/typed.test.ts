import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ledgerEntries } from '../../db/tables/ledger.ts'
import { confirmSettlement } from '../../server/claims/actions-settling.ts'
import { claimsOf } from '../../server/claims/rows.ts'
import { plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { recoveriesOf } from '../../server/recoveries/rows.ts'
import { given } from '../applications/played.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { filed, guaranteed, later, openSettlements, paid, papered, richGuarantor } from './played.ts'

/** The field of a form, from its label to the end of its control. */
const fieldOf = (body: string, name: string): string =>
  present(
    new RegExp(
      `<div class="field[^"]*">(?:(?!<div class="field)[\\s\\S])*? name="${name}"[^>]*>(?:[^<]*</textarea>)?`,
    ).exec(body)?.[0],
    `a field ${name}`,
  )

/** Sent, it comes back with what was typed in its place and the words beside it. */
async function comesBack(
  browser: Browser,
  url: string,
  fields: Record<string, string>,
  [name, typed, words]: readonly [string, string, RegExp],
): Promise<void> {
  const answer = await browser.post(url, { ...fields, [name]: typed })
  assert.equal(answer.statusCode, 422, `${name} ${typed}`)
  const field = fieldOf(answer.body, name)
  assert.match(field, words, `${name} ${typed}`)
  assert.match(field, /field-wrong[\s\S]*-error/, `${name} ${typed}: marked`)
  assert.ok(typed === '' || field.includes(`value="${typed}"`), `${name} ${typed}: kept`)
  for (const [other, value] of Object.entries(fields))
    if (other !== name && other !== 'version')
      assert.ok(answer.body.includes(value), `${name} ${typed}: ${other} is kept as well`)
}

test('what was typed wrong is kept, with the words beside it, and what was typed in another hand is understood', async () => {
  const made = await runningTown()
  await richGuarantor(made)
  const { store, parts, by, cast, clock, browserOf } = made
  const first = (await guaranteed(made)).guarantee
  const second = (await guaranteed(made)).guarantee
  await later(made, 100)
  await paid(made, await filed(made, first, { principalFen: fen(50_000_000) }))
  await papered(made, second)
  const today = clock.today()
  const entries = async () => (await store.read.select({ seq: ledgerEntries.seq }).from(ledgerEntries)).length
  const before = await entries()

  const bank = await browserOf(cast.zhou)
  const claim = { kind: 'interim', basis: 'unperformed', principalFen: '600000', words: '多次催收无果。' }
  for (const wrong of [
    ['principalFen', '1000000.01', /最多 1,000,000\.00 元/],
    ['principalFen', '0', /不能低于|不低于|至少/],
    ['principalFen', '-600000', /负/],
    ['principalFen', '600000.001', /小数/],
    ['principalFen', '1e5', /金额/],
    ['principalFen', '1000000000000000', /超过|太大|不能大于|不能超过/],
    ['principalFen', '99999999999999999999', /太大|超过/],
    ['principalFen', '１０００００１', /最多 1,000,000\.00 元/],
    ['principalFen', '1000000万', /请核对是“元”还是“万元”/],
    ['principalFen', '', /填写|必填|请填/],
  ] as const)
    await comesBack(bank, `/guarantees/${second.id}/claims`, claim, wrong)
  assert.equal((await claimsOf(store.read, second.id)).length, 0)

  const officer = await browserOf(cast.he)
  const money = {
    means: 'lawsuit',
    receivedOn: today,
    recoveredFen: '1000',
    costFen: '10',
    words: '法院执行到账',
  }
  const recovery = `/guarantees/${first.id}/recovery/events`
  for (const wrong of [
    ['recoveredFen', '500010.01', /最多 500,010\.00 元/],
    ['recoveredFen', '-1', /负/],
    ['recoveredFen', '1000000000000000', /超过|太大|不能大于/],
    ['costFen', '-0.01', /负/],
    ['receivedOn', plusDays(today, 1), /今天/],
    ['receivedOn', plusDays(today, -1), /不能早于代偿日/],
    ['receivedOn', '2026-02-29', /日期/],
    ['receivedOn', '2026-06-31', /日期/],
  ] as const)
    await comesBack(officer, recovery, money, wrong)
  const off = { amountFen: '1', why: '无财产可供执行。' }
  for (const wrong of [
    ['amountFen', '500000.01', /最多 500,000\.00 元/],
    ['amountFen', '0', /不能低于|不低于|至少/],
  ] as const)
    await comesBack(officer, `/guarantees/${first.id}/recovery/write-offs`, off, wrong)

  const province = present(
    (await openSettlements(made, first)).find(({ fromParty }) => fromParty === 'reguarantor'),
    'what the province owes',
  )
  given(await confirmSettlement(parts, by(cast.shen), province.id))
  const paying = { paidOn: today, reference: 'PZ-20260618-9' }
  const yan = await browserOf(cast.yan)
  for (const wrong of [
    ['paidOn', plusDays(today, 1), /今天/],
    ['paidOn', plusDays(today, -1), /不能早于发生日/],
    ['reference', '', /填写|必填|请填/],
  ] as const)
    await comesBack(yan, `/settlements/${province.id}/payment`, paying, wrong)
  assert.equal(await entries(), before, 'nothing was booked')

  // A sum that may be in 万元 is asked about, and taken when that very sum is confirmed; no script does anything here.
  const claims = `/guarantees/${second.id}/claims`
  const box = (sum: number) => new RegExp(`type="checkbox" id="[^"]*sure" name="sure" value="${sum}"`)
  const ask = async (browser: Browser, url: string, fields: Record<string, string>, asked: number | null) => {
    const answer = await browser.post(url, fields)
    assert.equal(answer.statusCode, asked === null ? 303 : 422, JSON.stringify(fields))
    if (asked !== null) assert.match(answer.body, box(asked))
    return answer.body
  }
  assert.doesNotMatch((await bank.get(`${claims}/new`)).body, /name="sure"/)
  assert.doesNotMatch((await officer.get(`/guarantees/${first.id}/recovery`)).body, /name="sure"/)
  const small = await ask(bank, claims, { ...claim, principalFen: '60' }, 6_000)
  for (const words of [/60\.00 元（陆拾元整）/, /600,000\.00 元（陆拾万元整）/, /1,000,000\.00 元的百分之一/])
    assert.match(small, words)
  assert.match(small, /多次催收无果/, 'what was typed stays')
  assert.doesNotMatch(small, /name="sure" value="6000" checked/, 'nobody is sure beforehand')
  await ask(bank, claims, { ...claim, principalFen: '61', sure: '6000' }, 6_100)
  const strange = await bank.post(claims, { ...claim, principalFen: '60', sure: 'yes' })
  assert.equal(strange.statusCode, 422)
  assert.equal((await claimsOf(store.read, second.id)).length, 0)
  await ask(bank, claims, { ...claim, principalFen: '60', sure: '6000' }, null)
  const [taken] = await claimsOf(store.read, second.id)
  assert.equal(taken?.principalFen, 6_000)
  await ask(officer, recovery, money, 100_000)
  await ask(officer, recovery, { ...money, sure: '100000' }, null)
  const [one] = await recoveriesOf(store.read, first.id)
  assert.equal(one?.recovery.recoveredFen, 100_000)

  // Full-width digits and separators as Chinese keyboards make them; and the same form twice is one event.
  const typed = { ...money, recoveredFen: '１０，０００．５０', costFen: '', _once: 'one-form' }
  assert.equal((await officer.post(recovery, typed)).statusCode, 303)
  assert.equal((await officer.post(recovery, typed)).statusCode, 409)
  const [, only, ...more] = await recoveriesOf(store.read, first.id)
  assert.deepEqual([only?.recovery.recoveredFen, only?.recovery.costFen, more], [1_000_050, 0, []])
})
