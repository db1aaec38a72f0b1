import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { consentLooks, consents } from '../../db/tables/consents.ts'
import { applicationById, decline } from '../../server/applications/index.ts'
import { revoke } from '../../server/consents/actions.ts'
import { shownOn } from '../../server/consents/index.ts'
import { sendMessage } from '../../server/messages/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { object } from '../../server/objections/index.ts'
import { present } from '../../server/platform/assert.ts'
import { unzipped } from '../../server/platform/sheets/unzip.ts'
import { open, propose } from '../../server/second-looks/index.ts'
import { applied, given, inHall, onShelf, takenUp } from '../applications/played.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { stated } from '../tax-checks/stated.ts'

/** Lin's case with bank A by a tax-credit product, both sides wrote, and Lin says that the grade is wrong. */
async function talkedOver() {
  const made = await runningTown()
  const { cast, store, parts, by, browserOf } = made
  await stated(made, cast.enterpriseIds.linFirm, {
    ...{ grade: 'A', tax: { 2024: 300_000, 2025: 300_000 } },
    ...{ arrears: false, abnormal: false },
  })
  const productId = await onShelf(made, 'bankA', {
    ...{ name: '税融通', kind: 'tax-credit', scheme: 'hefei-2015' },
    guaranteeModes: ['credit'],
  })
  const need = await inHall(made)
  const one = await takenUp(made, await applied(made, { needId: need.id, productId }), cast.zhou)
  const talk = present(await applicationById(store.read, one.id), 'the case')
  for (const [who, text] of [
    [cast.lin, '什么时候能有结果？'],
    [cast.zhou, '本周内答复。'],
  ] as const)
    given(await sendMessage(parts, by(who), talk, { text, hidden: null }))
  const objecting = {
    applicationId: one.id,
    fact: 'grade',
    claims: { grade: 'B' },
    documentId: null,
  } as const
  const { objection } = given(await object(parts, by(cast.lin), { ...objecting, words: '二月已评为 B。' }))
  const [zhou, lin] = [await browserOf(cast.zhou), await browserOf(cast.lin)]
  const taxLooks = () => store.read.$count(consentLooks, eq(consentLooks.kind, 'tax'))
  return { ...made, one, objection, zhou, lin, taxLooks, url: `/applications/${one.id}/file` }
}

async function recordOf(browser: Browser, url: string) {
  const answer = await browser.get(`${url}.zip`)
  assert.equal(answer.statusCode, 200)
  const files = present(unzipped(answer.rawPayload, { entries: 100, bytes: 10_000_000 }), 'an archive')
  return JSON.parse(present(files.get('case.json'), 'the record').toString('utf8'))
}

const textsOf = (record: { messages: { text: string }[] }) => record.messages.map(({ text }) => text)

describe('what was said in a case', () => {
  test('is in its file: messages, objections and the tax checks, and that a bank read tax data is a look', async () => {
    const { cast, objection, zhou, lin, url, taxLooks, clock } = await talkedOver()
    assert.equal(await taxLooks(), 0)
    const { body } = await zhou.get(url)
    for (const words of ['本周内答复', objection.number, '二月已评为 B', '申请时 · 2026-03-10', '50 万元'])
      assert.ok(body.includes(words), words)
    assert.ok(!body.includes(cast.lin.name), 'who wrote for the firm is the firm’s to know')
    assert.equal(await taxLooks(), 1)
    const record = await recordOf(zhou, url)
    assert.deepEqual(textsOf(record), ['什么时候能有结果？', '本周内答复。'])
    assert.deepEqual(
      record.messages.map(({ who }: { who: string | null }) => who),
      [null, cast.zhou.name],
    )
    const [told] = record.objections
    assert.deepEqual([told.fact, told.held, told.claimed, told.state], ['grade', 'A', 'B', 'open'])
    const [check] = record.taxChecks
    assert.deepEqual([check.occasion, check.facts.grade, check.withheld], ['opened', 'A', null])
    assert.equal(check.checked[0].result.limitFen, 150_000_000)
    assert.ok(record.looks.some(({ kind }: { kind: string }) => kind === 'tax'))
    assert.ok(!('secondLooks' in record))
    const own = await recordOf(lin, url)
    assert.equal(own.messages[0].who, cast.lin.name)
    assert.equal(await taxLooks(), 1, 'a firm that reads its own is no look')
    clock.forward(5)
    assert.equal((await recordOf(lin, url)).asOf, own.asOf)
  })

  test('without the consent says that there was a check, an objection and when, and nothing of the tax', async () => {
    const { store, by, cast, one, zhou, url, taxLooks } = await talkedOver()
    const held = await store.read.select().from(consents).where(eq(consents.enterpriseId, one.enterpriseId))
    for (const consent of held.filter(({ kind }) => kind === 'tax'))
      given(await revoke(store, by(cast.lin), consent.id))
    const { body } = await zhou.get(url)
    assert.ok(body.includes('申请时 · 2026-03-10') && body.includes('未经授权，不予显示'))
    assert.ok(!body.includes('50 万元'))
    const record = await recordOf(zhou, url)
    const [told] = record.objections
    assert.deepEqual([told.held, told.claimed, told.withheld], [null, null, 'no-consent'])
    assert.deepEqual(Object.keys(record.taxChecks[0]), ['occasion', 'madeAt', 'withheld'])
    assert.equal(await taxLooks(), 0)
  })

  test('keeps second looks for the firm alone', async () => {
    const made = await talkedOver()
    const { parts, store, by, cast, clock, one, zhou, lin, url } = made
    const productId = await onShelf(made, 'bankB')
    const now = present(await applicationById(store.read, one.id), 'the case')
    const no = { reason: 'repayment-ability', words: '现金流不足。', facts: ['figures'] } as const
    given(await decline(store, by(cast.zhou), now, no))
    const shown = { ...shownOn(parts.policies, clock.today(), 'zh'), until: plusDays(clock.today(), 15) }
    const { look } = given(await open(parts, by(cast.lin), one.id, shown))
    given(await propose(parts, by(cast.wu), look.id, { productId, words: '可以一试。' }))
    const { body } = await lin.get(url)
    assert.ok(body.includes(look.number) && body.includes('可以一试'))
    const [own] = (await recordOf(lin, url)).secondLooks
    assert.deepEqual([own.number, own.state, own.banks[0].answer], [look.number, 'open', 'proposed'])
    for (const hidden of [look.number, '再看一次', '可以一试'])
      assert.ok(!(await zhou.get(url)).body.includes(hidden), hidden)
    const theirs = await recordOf(zhou, url)
    assert.ok(!('secondLooks' in theirs))
    assert.equal(theirs.taxChecks[0].withheld, 'case-closed')
  })
})
