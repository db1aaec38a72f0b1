import assert from 'node:assert/strict'
import { test } from 'node:test'
import { claimsOf } from '../../server/claims/rows.ts'
import { papersAt } from '../../server/claims/rows-papers.ts'
import { settlementsOf } from '../../server/claims/rows-settlements.ts'
import { plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { runningTown } from '../support/app.ts'
import { pdf } from '../support/papers.ts'
import { anotherPerson } from '../support/world.ts'
import { guaranteed, later, papered, richGuarantor } from './played.ts'

test('a claim goes through the pages of all who have to do with it, from its filing to its write-off', async () => {
  const made = await runningTown()
  await richGuarantor(made)
  const { guarantee } = await guaranteed(made)
  await later(made, 100)
  const { browserOf, cast, store, clock } = made
  const bank = await browserOf(cast.zhou)
  const way = `/guarantees/${guarantee.id}/claims/new`
  assert.ok(
    (await bank.get(`/guarantees/${guarantee.id}`)).body.includes(way),
    'the bank finds the way to claim',
  )
  const form = await bank.get(`/guarantees/${guarantee.id}/claims/new`)
  assert.match(form.body, /1,000,000\.00 元/)
  assert.match(form.body, /只含本金/)
  const asked = {
    ...{ kind: 'interim', basis: 'unperformed', principalFen: '600000', words: '催收无果。' },
  }
  const file = (changes: object) => bank.post(`/guarantees/${guarantee.id}/claims`, { ...asked, ...changes })
  const doubtful = await file({ principalFen: '1000000万' })
  assert.equal(doubtful.statusCode, 422)
  assert.match(doubtful.body, /请核对是“元”还是“万元”/)
  assert.match(doubtful.body, /催收无果/, 'what was typed stays')
  assert.match((await file({ principalFen: '1000000.01' })).body, /最多 1,000,000\.00 元/)
  assert.match((await file({})).body, /还缺 5 份/)
  const place = `/guarantees/${guarantee.id}/claims/papers`
  const brings = (kind: string, bytes: Buffer) =>
    bank.send(place, [
      { name: 'paper', value: kind },
      { name: 'file', value: bytes, fileName: '扫描件.pdf' },
    ])
  const text = await brings('demand-notice', Buffer.from('%PDF is what its name says'))
  assert.equal(text.statusCode, 422)
  assert.match(text.body, /扫描件\.pdf/, 'the file at fault is named, whatever its name says')
  assert.equal((await brings('no-such-kind', pdf('x'))).statusCode, 422)
  assert.equal((await brings('demand-notice', pdf('too much'))).statusCode, 303)
  const [mine] = await papersAt(store.read, { guaranteeId: guarantee.id })
  assert.ok(mine)
  const paper = `/claim-papers/${mine.id}`
  assert.match((await bank.get(way)).body, new RegExp(paper))
  const he = await browserOf(cast.he)
  assert.equal((await he.get(paper)).statusCode, 404, 'before the claim is filed it is the bank’s own')
  assert.equal((await bank.post(`${paper}/removal`)).statusCode, 303)
  assert.equal((await bank.get(paper)).statusCode, 404)
  await papered(made, guarantee)
  assert.equal((await file({})).statusCode, 303)
  const [claim] = await claimsOf(store.read, guarantee.id)
  assert.ok(claim)
  const at = `/claims/${claim.id}`
  assert.match((await bank.get(`/guarantees/${guarantee.id}/claims/new`)).body, /已有一笔代偿申请在办理/)

  const officer = await browserOf(cast.he)
  assert.ok((await officer.get('/claims')).body.includes(claim.number))
  const seen = (await officer.get(at)).body
  assert.match(seen, /材料齐全/)
  const [kept] = await papersAt(store.read, { claimId: claim.id })
  assert.ok(kept && seen.includes(`/claim-papers/${kept.id}`))
  assert.equal((await officer.get(`/claim-papers/${kept.id}`)).statusCode, 200)
  const original = await officer.get(`/claim-papers/${kept.id}/download`)
  assert.deepEqual(original.rawPayload, pdf('claim'))
  const copy = await officer.get(`/claim-papers/${kept.id}/content`)
  assert.ok(copy.rawPayload.length > original.rawPayload.length, 'what is read bears a mark')
  assert.equal((await bank.post(`/claim-papers/${kept.id}/removal`)).statusCode, 422, 'it is filed')
  assert.ok((await officer.get(`${at}/print`)).body.includes(kept.hash.slice(0, 16)))
  assert.equal((await (await browserOf(cast.lin)).get(`/claim-papers/${kept.id}`)).statusCode, 403)
  /** What the page of a person carries along: the version of the claim that lies before him. */
  const seenBy = async (browser: typeof bank) => ({
    version: present(
      /name="version" value="(\d+)"/.exec((await browser.get(at)).body)?.[1],
      'the version on a page',
    ),
  })
  const first = await seenBy(officer)
  assert.equal((await officer.post(`${at}/return`, { answer: '', ...first })).statusCode, 422)
  assert.equal((await officer.post(`${at}/return`, { answer: '缺欠款明细。', ...first })).statusCode, 303)
  assert.match((await bank.get(`${at}/again`)).body, /600,000/)
  assert.equal((await bank.post(`${at}/again`, { ...asked, principalFen: '900000' })).statusCode, 303)
  // A page of before shows another sum: nobody checks, decides or pays what he has not seen.
  assert.equal((await officer.post(`${at}/check`, first)).statusCode, 409)
  assert.equal((await officer.post(`${at}/check`)).statusCode, 409)
  assert.equal((await officer.post(`${at}/check`, await seenBy(officer))).statusCode, 303)
  const manager = await browserOf(cast.han)
  const old = await seenBy(manager)
  assert.equal((await officer.post(`${at}/return`, { answer: '金额请核对。', ...old })).statusCode, 303)
  assert.equal((await bank.post(`${at}/again`, asked)).statusCode, 303)
  assert.equal((await officer.post(`${at}/check`, await seenBy(officer))).statusCode, 303)
  assert.equal((await manager.post(`${at}/decision`, { outcome: 'approved', ...old })).statusCode, 409)
  const now = await seenBy(manager)
  const silent = await manager.post(`${at}/decision`, { outcome: 'refused', answer: ' ', ...now })
  assert.equal(silent.statusCode, 422)
  assert.match(silent.body, /不同意代偿时，请写明理由/)
  assert.match((await bank.get(at)).body, /先行支付/)
  assert.equal((await manager.post(`${at}/decision`, { outcome: 'approved', ...now })).statusCode, 303)
  const plain = { paidOn: clock.today(), reference: 'YH-20260618-1' }
  const payer = await browserOf(cast.feng)
  assert.equal((await payer.post(`${at}/payment`, { ...plain, ...now })).statusCode, 409)
  const paying = { ...plain, ...(await seenBy(payer)) }
  const self = await officer.post(`${at}/payment`, paying)
  assert.equal(self.statusCode, 422)
  assert.match(self.body, /这一步须由另一人办理/, 'who checked does not pay')
  assert.equal((await payer.post(`${at}/payment`, { ...paying, reference: '' })).statusCode, 422)
  assert.equal((await payer.post(`${at}/payment`, paying)).statusCode, 303)
  const shown = (await bank.get(at)).body
  for (const sum of ['480,000.00', '120,000.00', '240,000.00', '180,000.00', '60,000.00'])
    assert.ok(shown.includes(sum), `the table shows ${sum}`)

  const [province] = await settlementsOf(store.read, guarantee.id)
  assert.ok(province)
  const shen = await browserOf(cast.shen)
  assert.ok((await shen.get('/settlements')).body.includes(province.number))
  const due = `/settlements/${province.id}`
  assert.equal((await shen.post(`${due}/confirmation`)).statusCode, 303)
  assert.match((await shen.get(due)).body, /须由本机构另一人付款/)
  assert.match((await shen.post(`${due}/payment`, plain)).body, /这一步须由另一人办理/)
  assert.equal((await (await browserOf(cast.cai)).get(due)).statusCode, 404)
  const yan = await browserOf(cast.yan)
  assert.equal((await yan.post(`${due}/payment`, plain)).statusCode, 303)
  const statement = await yan.get(`/settlements/statement?from=2026-01-01&to=${clock.today()}`)
  assert.match(statement.body, /180,000\.00/)
  assert.equal(
    (await yan.get(`/settlements/statement/print?from=2026-01-01&to=${clock.today()}`)).statusCode,
    200,
  )
  const ahead = plusDays(clock.today(), 1)
  for (const [from, to, words] of [
    ['2026-02-01', '2026-01-01', /起日不能晚于止日/],
    ['2026-02-30', '2026-03-01', /不是|日期/],
    ['2026-01-01', ahead, /不能晚于今天/],
  ] as const)
    for (const place of ['/settlements/statement', '/settlements/statement/print']) {
      const wrong = await yan.get(`${place}?from=${from}&to=${to}`)
      assert.equal(wrong.statusCode, 422, `${place} ${from} ${to}`)
      assert.match(wrong.body, words)
      assert.ok(wrong.body.includes(`value="${from}"`) && wrong.body.includes(`value="${to}"`), 'kept')
    }

  const recovery = `/guarantees/${guarantee.id}/recovery`
  const money = {
    means: 'lawsuit',
    receivedOn: clock.today(),
    recoveredFen: '110000',
    costFen: '10000',
    words: '执行到账',
  }
  assert.match(
    (await officer.post(`${recovery}/events`, { ...money, recoveredFen: '700000' })).body,
    /最多 610,000\.00 元/,
  )
  assert.equal((await officer.post(`${recovery}/events`, money)).statusCode, 303)
  const plan = { means: ['lawsuit'], expectedFen: '300000', untilOn: '2027-01-31', words: '申请执行' }
  assert.equal((await officer.post(`${recovery}/plan`, plan)).statusCode, 303)
  const off = await officer.post(`${recovery}/write-offs`, { amountFen: '500000', why: '无财产可供执行' })
  assert.equal(off.statusCode, 303)
  const approval = /action="(\/write-offs\/[0-9a-z]+\/agreement)"/.exec(
    (await manager.get(recovery)).body,
  )?.[1]
  assert.ok(approval)
  assert.equal((await manager.post(approval)).statusCode, 303)
  const head = await browserOf(cast.lu)
  assert.match((await head.get('/write-offs')).body, /500,000\.00/)
  const before = (await head.get(recovery)).body
  assert.match(before, /next-step-title">批准核销 500,000\.00 元/, 'he sees what he signs for')
  assert.ok(before.includes(`${cast.he.name}提出、${cast.han.name}同意`), 'and who stood for it so far')
  assert.equal((await head.post(approval.replace('agreement', 'approval'))).statusCode, 303)
  assert.match((await head.get(recovery)).body, new RegExp(`${cast.han.name}同意、${cast.lu.name}批准`))
  const firm = await browserOf(cast.lin)
  const owes = (await firm.get(recovery)).body
  assert.match(owes, /500,000\.00 元/, 'a write-off frees no debtor')
  assert.ok(!owes.includes('核销</'), 'the firm does not see what is given up')

  const strangers = [
    await anotherPerson(made, 'guarantor-manager', { institutionId: cast.institutionIds.bankB }),
    await anotherPerson(made, 'reguarantor', { institutionId: cast.institutionIds.bankB }),
    await anotherPerson(made, 'bureau-head', { region: '3407' }),
  ]
  for (const person of [cast.wu, cast.fang, ...strangers])
    for (const url of [at, recovery]) assert.equal((await (await browserOf(person)).get(url)).statusCode, 404)
})
