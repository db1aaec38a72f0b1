import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { documentRequestItems, documentRequests } from '../../db/tables/documents.ts'
import * as cases from '../../server/applications/actions-documents.ts'
import {
  acceptOffer,
  applicationById,
  decline,
  makeOffer,
  withdraw,
} from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { removePaper } from '../../server/documents/actions.ts'
import { giveFromShelf, runningRequest } from '../../server/documents/index.ts'
import type { RequestItem } from '../../server/documents/request.ts'
import { paperById } from '../../server/documents/rows.ts'
import { itemsOf, requestsOf } from '../../server/documents/rows-requests.ts'
import { present } from '../../server/platform/assert.ts'
import type { Id } from '../../server/platform/ids.ts'
import {
  applied,
  codeOf,
  given,
  inHall,
  markFor,
  offerTerms,
  onShelf,
  taken,
} from '../applications/played.ts'
import { town } from '../support/app.ts'
import { pdf } from '../support/papers.ts'
import { brings, bringsOne, upload } from './brought.ts'

const items: readonly RequestItem[] = [
  { kind: 'bank-statements', words: '只有三个月，需要六个月' },
  { kind: 'permits', words: '' },
]
const list = { items, words: '补齐后三天内答复。' }

/** A case of Lin's firm on which bank A works, on a morning of our choice. */
async function working(morning = '2026-03-10T01:30:00.000Z') {
  const made = await town()
  made.clock.set(morning)
  const documents = ['business-licence', 'bank-statements'] as const
  const productId = await onShelf(made, 'bankA', { documents })
  const need = await inHall(made)
  const application = await taken(made, { needId: need.id, productId }, made.cast.zhou)
  const now = async () => present(await applicationById(made.store.read, application.id), 'the case')
  const request = async () => runningRequest(made.store.read, application.id)
  const asks = (who = made.cast.zhou, what: typeof list = list) =>
    cases.returnForPapers(made.parts, made.by(who), application.id, what)
  const answers = (words = '', who = made.cast.lin) =>
    cases.resubmit(made.parts, made.by(who), application.id, words)
  return { ...made, application, productId, now, request, asks, answers }
}

describe('giving a case back for papers', () => {
  test('is refused without a list, twice at once, and while the step is not the bank’s', async () => {
    const made = await working()
    assert.equal(codeOf(await made.asks(made.cast.zhou, { items: [], words: 'x' })), 'nothing-asked')
    const other = { items: [{ kind: 'other' as const, words: '' }], words: '' }
    assert.equal(codeOf(await made.asks(made.cast.zhou, other)), 'asked-words-required')
    assert.equal(codeOf(await made.asks()), 'done')
    assert.equal(codeOf(await made.asks(made.cast.qian)), 'papers-asked-already')
    const { store, parts, by, cast } = made
    const need = await inHall(made)
    const fresh = await applied(made, { needId: need.id, productId: made.productId })
    const early = cases.returnForPapers(parts, by(cast.zhou), fresh.id, list)
    assert.equal(codeOf(await early), 'case-not-askable')
    assert.equal(await store.read.$count(documentRequests), 1)
    assert.equal(await store.read.$count(documentRequestItems), 2)
  })

  test('keeps the list, says until when, and stops the bank’s clock', async () => {
    const { asks, now, request, store, application, cast } = await working()
    const before = await now()
    assert.equal(before.dueOn, '2026-03-24')
    assert.equal(codeOf(await asks()), 'done')
    assert.equal((await now()).dueOn, null)
    const asked = present(await request(), 'the request')
    assert.deepEqual(
      [asked.state, asked.dueOn, asked.bankDaysLeft, asked.duePolicy, asked.askedBy, asked.owedUntil],
      ['open', '2026-03-17', 10, 'documents-1', cast.zhou.id, null],
    )
    assert.deepEqual(
      (await itemsOf(store.read, [asked.id])).map(({ kind, words }) => ({ kind, words })),
      items,
    )
    const [last] = await trailOf(store.read, 'application', application.id)
    assert.deepEqual([last?.happening, last?.why], ['documents.asked', list.words])
  })

  test('counts its days around holidays and make-up working days', async () => {
    // Wednesday before Labour Day: 1 to 5 May are off, Saturday 9 May is worked.
    const { asks, request, clock, answers, now } = await working('2026-04-29T01:30:00.000Z')
    assert.equal((await now()).dueOn, '2026-05-15')
    await asks()
    assert.equal((await request())?.dueOn, '2026-05-09')
    assert.equal((await request())?.bankDaysLeft, 10)
    clock.set('2026-05-08T08:00:00.000Z')
    assert.equal(codeOf(await answers('先交回')), 'done')
    // Ten working days after Friday 8 May, the worked Saturday among them.
    assert.equal((await now()).dueOn, '2026-05-21')
  })
})

describe('answering', () => {
  test('asks for words while something of the list is missing', async () => {
    const made = await working()
    assert.equal(codeOf(await made.answers('没有清单')), 'nothing-to-answer')
    await made.asks()
    const refused = await made.answers()
    assert.equal(codeOf(refused), 'answer-words-required')
    assert.ok(!refused.ok && refused.refusal.values?.count === 3, 'the licence was never there')
    assert.equal((await made.request())?.state, 'open')
  })

  test('needs no words once all is there, and starts the bank’s clock where it stopped', async () => {
    const made = await working()
    const { clock, application, now, request } = made
    await bringsOne(made, 'licence', { into: application.id })
    await bringsOne(made, 'old statements', { kind: 'bank-statements', into: application.id })
    clock.set('2026-03-20T01:30:00.000Z')
    await made.asks()
    assert.equal((await request())?.bankDaysLeft, 2)
    clock.set('2026-03-25T01:30:00.000Z')
    const papers = { into: application.id, who: made.cast.xu }
    await bringsOne(made, 'statements', { kind: 'bank-statements', ...papers })
    await bringsOne(made, 'permit', { kind: 'permits', ...papers })
    assert.equal(codeOf(await made.answers('', made.cast.xu)), 'done')
    const asked = present(await request(), 'the request')
    assert.deepEqual(
      [asked.state, asked.owedSince, asked.owedUntil, asked.answeredBy],
      ['answered', '2026-03-20T01:30:00.000Z', '2026-03-25T01:30:00.000Z', made.cast.xu.id],
    )
    // Two working days were left on 20 March; from Wednesday 25 on they reach to Friday 27.
    assert.equal((await now()).dueOn, '2026-03-27')
    assert.deepEqual((await now()).duePolicies, ['clocks-2', 'calendar-2026-1'])
    assert.equal(codeOf(await made.answers('noch einmal')), 'nothing-to-answer')
  })

  test('is not by the file that the bank gave back, under whatever way it comes', async () => {
    const made = await working()
    const { clock, application, store, parts, by, cast } = made
    const statements = { kind: 'bank-statements', into: application.id } as const
    const old = await bringsOne(made, 'old statements', statements)
    clock.forward(60)
    await made.asks()
    clock.forward(60)
    const again = () => brings(made, [upload(pdf('old statements'), '流水.pdf')], statements)
    const refused = await again()
    assert.deepEqual(refused.ok ? null : refused.refusal, { code: 'paper-lies-there', field: 'file' })
    // Taken from the shelf and put there anew, it is the same file still.
    const paper = present(await paperById(store.read, old), 'paper')
    given(await removePaper(parts, by(cast.lin), paper))
    assert.equal(codeOf(await again()), 'paper-lies-there')
    const fresh = await bringsOne(made, 'old statements', { kind: 'bank-statements' })
    const chosen = await giveFromShelf(store, by(cast.lin), application, [fresh])
    assert.deepEqual(chosen.ok ? null : chosen.refusal, { code: 'paper-lies-there', field: 'papers' })
    // With a new one beside it, or twice the new one, nothing is wrong.
    const both = [upload(pdf('old statements'), '流水.pdf'), upload(pdf('six months'), '六个月.pdf')]
    assert.equal(codeOf(await brings(made, both, statements)), 'done')
    clock.forward(1)
    assert.equal(codeOf(await brings(made, [upload(pdf('six months'), '六个月.pdf')], statements)), 'done')
  })

  test('leaves a bank that was late as late as it was', async () => {
    const made = await working()
    made.clock.set('2026-03-26T01:30:00.000Z')
    await made.asks()
    assert.equal((await made.request())?.bankDaysLeft, -2)
    made.clock.set('2026-03-31T01:30:00.000Z')
    await made.answers('缺一项')
    assert.equal((await made.now()).dueOn, '2026-03-27')
  })
})

describe('after the answer', () => {
  test('whoever asked goes on and may decide: the officer, and his manager alike', async () => {
    for (const name of ['zhou', 'qian'] as const) {
      const made = await working()
      const { parts, store, by, cast, application, request } = made
      await made.asks(cast[name])
      assert.equal(codeOf(await cases.resume(parts, by(cast[name]), application.id)), 'nothing-to-resume')
      await made.answers('都在这里')
      assert.equal(codeOf(await cases.resume(parts, by(cast[name]), application.id)), 'done')
      assert.equal(codeOf(await cases.resume(parts, by(cast[name]), application.id)), 'nothing-to-resume')
      assert.equal(await request(), null)
      const [over] = await requestsOf(store.read, application.id)
      assert.deepEqual([over?.request.state, over?.request.endedBy], ['resumed', cast[name].id])
      const offer = makeOffer(parts, by(cast[name]), application.id, offerTerms(made))
      assert.equal(codeOf(await offer), 'done')
    }
  })

  test('a decision without going on counts as going on', async () => {
    const made = await working()
    const { store, by, cast, application } = made
    await made.asks()
    await made.answers('都在这里')
    const offer = await makeOffer(made.parts, by(cast.zhou), application.id, offerTerms(made))
    assert.equal(codeOf(offer), 'done')
    const [last] = await requestsOf(store.read, application.id)
    assert.equal(last?.request.state, 'resumed')
  })

  test('the bank may ask again, also before the contract', async () => {
    const made = await working()
    const { parts, store, by, cast, application } = made
    await made.asks()
    await made.answers('都在这里')
    await cases.resume(parts, by(cast.zhou), application.id)
    assert.equal(codeOf(await made.asks()), 'done')
    await cases.withdrawReturn(parts, by(cast.zhou), application.id)
    const offer = await makeOffer(parts, by(cast.zhou), application.id, offerTerms(made))
    assert.ok(offer.ok)
    await acceptOffer(parts, by(cast.lin), offer.offer.id, await markFor(made, offer.offer.id))
    const due = (await made.now()).dueOn
    assert.equal(codeOf(await made.asks()), 'done')
    await made.answers('明天寄')
    assert.equal((await made.now()).dueOn, due, 'on the same day nothing of the clock is lost')
    assert.equal((await requestsOf(store.read, application.id)).length, 3)
  })
})

describe('a list that nobody needs any more', () => {
  test('is taken back by the bank, whose clock goes on', async () => {
    const made = await working()
    const { parts, by, cast, clock, application } = made
    const back = () => cases.withdrawReturn(parts, by(cast.qian), application.id)
    assert.equal(codeOf(await back()), 'nothing-to-withdraw')
    await made.asks()
    clock.forward(24 * 60)
    assert.equal(codeOf(await back()), 'done')
    assert.equal(codeOf(await back()), 'nothing-to-withdraw')
    assert.equal(await made.request(), null)
    assert.equal((await made.now()).dueOn, '2026-03-25')
  })

  for (const [how, end] of [
    [
      'a decline',
      async (made: Awaited<ReturnType<typeof working>>) =>
        decline(made.store, made.by(made.cast.zhou), await made.now(), {
          reason: 'documents-missing',
          words: '',
        }),
    ],
    [
      'a withdrawal',
      (made: Awaited<ReturnType<typeof working>>) =>
        withdraw(made.store, made.by(made.cast.lin), made.application.id),
    ],
  ] as const)
    test(`ends with ${how}, and the firm owes nothing any more`, async () => {
      const made = await working()
      await made.asks()
      made.clock.forward(60)
      assert.equal(codeOf(await end(made)), 'done')
      const [last] = await requestsOf(made.store.read, made.application.id)
      assert.equal(last?.request.state, 'ended')
      assert.equal(last?.request.owedUntil, made.clock.now())
    })
})

describe('the same case at the same moment', () => {
  test('is given back once by two officers, and answered once by two of the firm', async () => {
    const made = await working()
    const both = await Promise.all([made.asks(made.cast.zhou), made.asks(made.cast.qian)])
    assert.deepEqual(both.map(codeOf).toSorted(), ['done', 'papers-asked-already'])
    const answers = await Promise.all([made.answers('a'), made.answers('b', made.cast.xu)])
    assert.deepEqual(answers.map(codeOf).toSorted(), ['done', 'nothing-to-answer'])
    const id: Id<'application'> = made.application.id
    assert.equal((await requestsOf(made.store.read, id)).length, 1)
  })
})
