import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { byPlatform, type Person } from '../../server/accounts/index.ts'
import { returnForPapers } from '../../server/applications/actions-documents.ts'
import { applicationById, decline, takeUp } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { file } from '../../server/complaints/actions.ts'
import { ask, refuseRequest } from '../../server/consents/actions-requests.ts'
import { declineDispatch, runDispatches } from '../../server/dispatches/index.ts'
import { dispatchesOf } from '../../server/dispatches/rows.ts'
import { handOver } from '../../server/handovers/actions.ts'
import { noticeWords, type Told } from '../../server/inbox/notice.ts'
import { closeLoanDay } from '../../server/loans/index.ts'
import { sendMessage } from '../../server/messages/index.ts'
import { giveBack } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import { approve, propose } from '../../server/policies/actions.ts'
import { returnProduct, submitProduct } from '../../server/products/actions.ts'
import { rate } from '../../server/ratings/index.ts'
import { agreed, applied, given, inHall, offered, onShelf } from '../applications/played.ts'
import { drawn, signed } from '../loans/contract.ts'
import { sentIn } from '../needs/sample-draft.ts'
import { drafted } from '../products/listed.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'
import { telling } from './telling.ts'

/** What each act tells to whom, and that each of them may go where his notice leads. */
async function listening() {
  const made = telling(await runningTown())
  const { cast, parts, browserOf } = made
  const names = new Map(
    Object.entries(cast).flatMap(([name, one]) => ('name' in one ? [[String(one.id), name] as const] : [])),
  )
  const whoIs = new Map(
    Object.values(cast).flatMap((one) => ('name' in one ? [[String(one.id), one as Person] as const] : [])),
  )
  let heard = 0
  /** Who heard what since the last question; everything must have words, and lead to a page. */
  const news = async () => {
    const fresh = (await made.all()).slice(heard)
    heard += fresh.length
    for (const { personId, words, href } of fresh) {
      for (const w of [parts.words.zh, parts.words.en]) assert.ok(w.has(words), words)
      const person = whoIs.get(personId)
      if (!person) continue
      const { statusCode } = await (await browserOf(person)).get(href)
      assert.equal(statusCode, 200, `${person.role} may not go to ${href} of ${words}`)
    }
    return fresh.map(({ personId, words }) => `${names.get(personId) ?? 'somebody'}: ${words}`).toSorted()
  }
  const platform = () => byPlatform(made.clock.now(), made.clock.today())
  return { ...made, news, platform }
}

const values = (all: readonly Told[]) => all.flatMap((one) => Object.values(one.values).map(String))

describe('rooms tell', () => {
  test('the bureau of a need that came in, the firm of what became of it', async () => {
    const made = await listening()
    const { store, by, cast, news } = made
    const need = await sentIn(made, cast.lin)
    assert.deepEqual(await news(), ['lu: needs.notice.under-review', 'qin: needs.notice.under-review'])
    given(await giveBack(store, by(cast.lu), need.id, '请补充用途。'))
    assert.deepEqual(await news(), ['lin: needs.notice.returned', 'xu: needs.notice.returned'])
    await inHall(made)
    const published = (await news()).filter((one) => one.endsWith('published'))
    assert.deepEqual(published, ['lin: needs.notice.published', 'xu: needs.notice.published'])
  })

  test('each side of a case what the other did, and never the firm’s name to the bank', async () => {
    const made = await listening()
    const { parts, by, cast, news } = made
    const productId = await onShelf(made)
    const need = await inHall(made)
    await news()
    const application = await applied(made, { needId: need.id, productId })
    assert.deepEqual(await news(), [
      'qian: applications.notice.submitted',
      'zhou: applications.notice.submitted',
    ])
    given(await takeUp(parts, by(cast.zhou), application.id))
    assert.deepEqual(await news(), ['lin: applications.notice.taken', 'xu: applications.notice.taken'])
    const list = { items: [{ kind: 'permits' as const, words: '' }], words: '请补。' }
    given(await returnForPapers(parts, by(cast.zhou), application.id, list))
    assert.deepEqual((await news())[0], 'lin: applications.notice.papers-asked')
    const offer = await offered(made, application, cast.zhou)
    assert.deepEqual((await news())[0], 'lin: applications.notice.offered')
    await agreed(made, offer)
    // The officer of the case hears it, not the whole desk; the owner's clerk hears what the owner did.
    assert.deepEqual(await news(), ['zhou: applications.notice.agreed'])
    const told = (await made.all()).filter(({ personId }) => personId === cast.zhou.id)
    assert.ok(told.length >= 2 && !values(told).some((value) => value.includes(cast.lin.organisation)))
  })

  test('those whom a refusal, a consent and a hand-over concern', async () => {
    const made = await listening()
    const { store, parts, by, cast, news } = made
    const productId = await onShelf(made)
    const application = await applied(made, { needId: (await inHall(made)).id, productId })
    const taken = given(await takeUp(parts, by(cast.zhou), application.id)).application
    await news()
    const asked = await ask(parts, by(cast.zhou), {
      enterpriseId: taken.enterpriseId,
      applicationId: taken.id,
      kind: 'bank-statements',
      purpose: 'post-loan',
      why: '贷后查看流水。',
    })
    assert.ok(asked.ok)
    assert.deepEqual(await news(), ['lin: consents.notice.asked', 'xu: consents.notice.asked'])
    given(await refuseRequest(store, by(cast.lin), asked.id, null))
    assert.deepEqual(await news(), ['zhou: consents.notice.refused'])
    const other = await anotherPerson(made, 'bank-officer', { institutionId: cast.institutionIds.bankA })
    given(await handOver(store, by(cast.qian), { fromId: cast.zhou.id, toId: other.id, why: '休假' }))
    assert.deepEqual(await news(), ['somebody: handovers.notice.made'])
    const words = { reason: 'outside-policy', words: '' } as const
    const now = { id: taken.id, version: taken.version + 1 }
    given(await decline(store, by(cast.qian), now, words))
    assert.deepEqual((await news())[0], 'lin: applications.notice.declined')
  })

  test('the colleague who took the work over, of what comes late to an ended case', async () => {
    const made = await listening()
    const { store, parts, by, cast, news } = made
    const productId = await onShelf(made)
    const application = await applied(made, { needId: (await inHall(made)).id, productId })
    const taken = given(await takeUp(parts, by(cast.zhou), application.id)).application
    const asked = await ask(parts, by(cast.zhou), {
      ...{ enterpriseId: taken.enterpriseId, applicationId: taken.id },
      ...{ kind: 'bank-statements', purpose: 'post-loan', why: '贷后查看流水。' },
    })
    assert.ok(asked.ok)
    given(await decline(store, by(cast.zhou), taken, { reason: 'outside-policy', words: '' }))
    const desk = { fromId: cast.zhou.id, toId: cast.qian.id, why: '离职' }
    assert.equal(given(await handOver(store, by(cast.qian), desk)).cases, 1)
    await news()
    const toBank = async () => (await news()).filter((one) => /^(zhou|qian)/.test(one))
    const talk = present(await applicationById(store.read, taken.id), 'the case')
    given(await sendMessage(parts, by(cast.lin), talk, { text: '能否再说明一下？', hidden: null }))
    assert.deepEqual(await toBank(), ['qian: messages.notice.from-firm'])
    const filing = { side: 'firm', kind: 'too-slow', words: '等了太久。', documents: [] } as const
    given(await file(parts, by(cast.lin), taken.id, filing))
    assert.deepEqual(await toBank(), ['qian: complaints.notice.filed-about'])
    const rated = { score: 3, reasons: [], comment: '' } as const
    given(await rate(parts, by(cast.lin), taken.id, rated))
    assert.deepEqual(await toBank(), ['qian: ratings.notice.rated'])
    given(await refuseRequest(store, by(cast.lin), asked.id, null))
    assert.deepEqual(await toBank(), ['qian: consents.notice.refused'])
  })

  test('both sides of a loan that is late, once', async () => {
    const made = await listening()
    const { clock, parts, news, platform } = made
    const loan = await signed(made)
    await news()
    await drawn(made, loan, 100_000_000)
    assert.deepEqual(await news(), ['lin: loans.notice.drawn', 'xu: loans.notice.drawn'])
    clock.set('2026-04-20T02:00:00.000Z')
    await closeLoanDay(parts, platform())
    assert.deepEqual(await news(), [
      'lin: loans.notice.overdue',
      'xu: loans.notice.overdue',
      'zhou: loans.notice.overdue',
    ])
    await closeLoanDay(parts, platform())
    assert.deepEqual(await news(), [])
  })

  test('a bank that is asked, and its manager of a day that was missed', async () => {
    const made = await listening()
    const { clock, parts, news, platform } = made
    await onShelf(made)
    await inHall(made)
    await news()
    await runDispatches(parts, platform())
    assert.deepEqual(await news(), ['qian: dispatches.notice.sent', 'zhou: dispatches.notice.sent'])
    clock.set('2026-03-13T01:00:00.000Z')
    await runDispatches(parts, platform())
    assert.deepEqual(await news(), [
      'lin: dispatches.notice.firm-timed-out',
      'qian: dispatches.notice.timed-out',
      'xu: dispatches.notice.firm-timed-out',
    ])
  })

  test('a firm why a bank that was asked did not take its need, in its language and without the bank', async () => {
    const made = await listening()
    const { parts, store, by, cast, news, platform } = made
    const productId = await onShelf(made)
    const other = await onShelf(made, 'bankB')
    const said = []
    for (const besides of [false, true]) {
      const need = await inHall(made)
      await runDispatches(parts, platform())
      const [row] = await dispatchesOf(store.read, need.id)
      const { id, institutionId } = present(row, 'the dispatch').dispatch
      const isA = institutionId === cast.institutionIds.bankA
      if (besides) await applied(made, { needId: need.id, productId: isA ? other : productId })
      await news()
      const no = { reason: 'industry-restricted', words: '本行内部额度已满' } as const
      given(await declineDispatch(parts, by(isA ? cast.zhou : cast.wu), id, no))
      const words = `dispatches.notice.firm-declined${besides ? '-others-work' : ''}`
      assert.deepEqual(await news(), [`lin: ${words}`, `xu: ${words}`])
      said.push(present((await made.all()).at(-1), 'the notice'))
      const [step] = await trailOf(store.read, 'need', need.id)
      assert.equal(step?.happening, 'dispatches.declined')
      assert.deepEqual(step?.details, { institutionId, reason: 'industry-restricted' })
    }
    const [first, second] = said.map((one) => noticeWords(parts.words.zh, one))
    assert.match(first ?? '', /未接单，原因：行业受限.*下一家/)
    assert.match(second ?? '', /未接单，原因：行业受限.*正在办理的其他银行/)
    assert.match(noticeWords(parts.words.en, present(said[0], 'a notice')), /Restricted industry.*next bank/)
    for (const name of [cast.zhou.organisation, cast.wu.organisation, '额度', cast.zhou.name, cast.wu.name])
      assert.ok(!JSON.stringify([said, first, second]).includes(name), name)
  })

  test('the bank of its product, and the bureau of a policy that waits for a second person', async () => {
    const made = await listening()
    const { store, parts, by, cast, news } = made
    const id = await drafted(made)
    given(await submitProduct(parts, by(cast.zhou), { id, version: 1 }))
    given(await returnProduct(store, by(cast.lu), { id, version: 1 }, '利率请写明。'))
    assert.deepEqual(await news(), ['qian: products.notice.returned', 'zhou: products.notice.returned'])
    const value = { oneYearPpm: 30_000, fiveYearPpm: 35_000 }
    const proposed = await propose(
      parts,
      by(cast.lu),
      { ...{ code: 'lpr', baseVersion: 15, value, source: '测试' }, ...dates },
      '报价下调',
    )
    const { proposal } = given(proposed)
    assert.deepEqual(await news(), ['qin: policies.notice.proposed'])
    given(await approve(parts, by(cast.qin), proposal.id, ''))
    assert.deepEqual(await news(), ['lu: policies.notice.approved'])
  })
})

const dates = { certainty: 'seen', effectiveFrom: null, effectiveTo: null } as const
