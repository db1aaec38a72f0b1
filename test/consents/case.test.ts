import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { trail } from '../../db/tables/audit.ts'
import { consentLooks } from '../../db/tables/consents.ts'
import type { Person } from '../../server/accounts/index.ts'
import { type Application, applicationById, decline, makeOffer } from '../../server/applications/index.ts'
import { revoke } from '../../server/consents/actions.ts'
import { consentsBetween, looksIn } from '../../server/consents/index.ts'
import { type DataKind, dataKinds } from '../../server/consents/kind.ts'
import { present } from '../../server/platform/assert.ts'
import {
  agreedCase,
  applied,
  codeOf,
  given,
  inHall,
  offered,
  offerTerms,
  onShelf,
  taken,
  takenUp,
} from '../applications/played.ts'
import { bringsOne } from '../documents/brought.ts'
import { type Browser, runningTown } from '../support/app.ts'
import { consented } from '../support/consenting.ts'

/** What only a consent, or a contract, may bring before a bank. */
const secrets = {
  contact: ['91340600MA0000015T', '15400001234'],
  details: ['2016-05-18', '34,800,000.00'],
  tax: ['<dd>A 级'],
  person: ['<dt>法定代表人</dt>'],
} as const
const allSecrets = Object.values(secrets).flat()

type Running = Awaited<ReturnType<typeof runningTown>>

/** The groups that the page of a case shows as open, apart from what every bank may read. */
function groupsIn(body: string) {
  const groups = [
    ...body.matchAll(
      /<section class="data-group( data-group-closed)?" data-kind="([a-z-]+)">([\s\S]*?)<\/section>/g,
    ),
  ]
  return groups.map(([, closed, kind, inner]) => ({
    kind: kind as DataKind,
    open: !closed,
    shows: /<dl class="facts">/.test(inner ?? ''),
    why: /data-group-why">(?:<a[^>]*>)?([^<]*)/.exec(inner ?? '')?.[1] ?? '',
  }))
}

async function caseOfLin(kinds?: readonly DataKind[]) {
  const made = await runningTown()
  const productId = await onShelf(made, 'bankA', { documents: [], grades: [] })
  const need = await inHall(made)
  const application = await applied(made, { needId: need.id, productId }, kinds)
  return { ...made, need, application, at: `/applications/${application.id}` }
}

const consentTo = async ({ store }: Running, { enterpriseId, institutionId }: Application, kind: DataKind) =>
  present(
    (await consentsBetween(store.read, enterpriseId, institutionId)).find((one) => one.kind === kind),
    `the consent to ${kind}`,
  )

describe('the page of a case before a bank', () => {
  test('shows each kind of data by consent alone, and says why or why not', async () => {
    const made = await caseOfLin(['contact', 'tax'])
    const zhou = await made.browserOf(made.cast.zhou)
    const { body } = await zhou.get(made.at)
    const number = (await consentTo(made, made.application, 'tax')).number
    for (const { kind, open, why } of groupsIn(body)) {
      assert.equal(open, ['contact', 'tax'].includes(kind), kind)
      assert.ok(why.length > 5, kind)
      if (kind === 'tax') assert.match(why, new RegExp(`${number}.*2026-06-08`))
    }
    assert.deepEqual(
      groupsIn(body).map(({ kind }) => kind),
      dataKinds,
    )
    for (const secret of [...secrets.contact, ...secrets.tax]) assert.ok(body.includes(secret), secret)
    for (const secret of [...secrets.details, ...secrets.person]) assert.ok(!body.includes(secret), secret)
  })

  test('records a look for every group that shows something, and for nothing else, at every step of a case', async () => {
    const made = await caseOfLin(['contact', 'details', 'tax', 'person'])
    const { store, cast, application, clock } = made
    const zhou = await made.browserOf(cast.zhou)
    let known = 0
    const walk = async (state: string) => {
      clock.forward(2)
      const current = present(await applicationById(store.read, application.id), 'the case')
      assert.equal(current.state, state)
      const { body, statusCode } = await zhou.get(made.at)
      assert.equal(statusCode, 200)
      const shown = groupsIn(body).filter(({ open, shows }) => open && shows)
      const looks = (
        await looksIn(store.read, { kind: 'application', id: application.id }, application.institutionId)
      ).slice(known)
      known += looks.length
      assert.deepEqual(
        looks.map(({ kind }) => kind).toSorted(),
        shown.map(({ kind }) => kind).toSorted(),
        state,
      )
      for (const look of looks) {
        assert.equal(look.personId, cast.zhou.id)
        assert.equal(look.about, application.number)
        assert.equal(look.at, clock.now())
        if (look.basis === 'consent')
          assert.equal(look.consentId, (await consentTo(made, application, look.kind)).id)
      }
      return shown.map(({ kind }) => kind)
    }
    const four = ['contact', 'details', 'tax', 'person']
    assert.deepEqual(await walk('submitted'), four)
    await takenUp(made, application, cast.zhou)
    assert.deepEqual(await walk('taken'), four)
    given(await revoke(store, made.by(cast.lin), (await consentTo(made, application, 'person')).id))
    assert.deepEqual(await walk('taken'), ['contact', 'details', 'tax'])
    await offered(made, application, cast.zhou)
    given(await revoke(store, made.by(cast.lin), (await consentTo(made, application, 'details')).id))
    assert.deepEqual(await walk('offered'), ['contact', 'tax'])
    const now = present(await applicationById(store.read, application.id), 'the case')
    given(await decline(store, made.by(cast.zhou), now, { reason: 'outside-policy', words: '' }))
    assert.deepEqual(await walk('declined'), ['contact'], 'with its purpose the consent to the rest is over')
  })

  test('opened again within the same minute is one look, by a colleague another', async () => {
    const made = await caseOfLin(['contact'])
    const { store, cast, clock, browserOf } = made
    const count = () => store.read.$count(consentLooks)
    const zhou = await browserOf(cast.zhou)
    await zhou.get(made.at)
    await zhou.get(made.at)
    assert.equal(await count(), 1)
    await (await browserOf(cast.qian)).get(made.at)
    assert.equal(await count(), 2)
    clock.forward(1)
    await zhou.get(made.at)
    assert.equal(await count(), 3)
  })

  test('the firm itself and a stranger leave no look behind', async () => {
    const made = await caseOfLin()
    const { store, cast, browserOf } = made
    assert.equal((await (await browserOf(cast.lin)).get(made.at)).statusCode, 200)
    assert.equal((await (await browserOf(cast.wu)).get(made.at)).statusCode, 404)
    assert.equal(await store.read.$count(consentLooks), 0)
  })
})

describe('a consent that is taken back', () => {
  test('is gone at the next request: page, list, search and papers', async () => {
    const made = await caseOfLin(['contact', 'documents', 'tax'])
    const { store, by, cast, browserOf, application, at } = made
    const paper = await bringsOne(made, 'licence', { into: application.id })
    const zhou = await browserOf(cast.zhou)
    const name = cast.lin.organisation
    const sees = async () => ({
      page: (await zhou.get(at)).body.includes('15400001234'),
      list: (await zhou.get('/applications')).body.includes(name),
      search: (await zhou.get(`/applications?q=${encodeURIComponent(name)}`)).body.includes(
        application.number,
      ),
      tax: (await zhou.get(at)).body.includes('<dd>A 级'),
      paper: (await zhou.get(`${at}/documents/${paper}`)).statusCode,
      content: (await zhou.get(`${at}/documents/${paper}/content`)).statusCode,
      papers: (await zhou.get(`${at}/documents`)).body.includes(`/documents/${paper}`),
    })
    const all = { page: true, list: true, search: true, tax: true, paper: 200, content: 200, papers: true }
    assert.deepEqual(await sees(), all)
    given(await revoke(store, by(cast.lin), (await consentTo(made, application, 'documents')).id))
    assert.deepEqual(await sees(), { ...all, paper: 404, content: 404, papers: false })
    given(await revoke(store, by(cast.lin), (await consentTo(made, application, 'contact')).id))
    given(await revoke(store, by(cast.lin), (await consentTo(made, application, 'tax')).id))
    assert.deepEqual(await sees(), {
      page: false,
      list: false,
      search: false,
      tax: false,
      paper: 404,
      content: 404,
      papers: false,
    })
  })

  test('is gone by the clock as well', async () => {
    const made = await caseOfLin(['contact', 'tax'])
    const { cast, browserOf, clock } = made
    clock.set('2026-06-08T15:30:00.000Z')
    assert.ok((await (await browserOf(cast.zhou)).get(made.at)).body.includes('15400001234'))
    clock.set('2026-06-08T16:00:01.000Z')
    const { body } = await (await browserOf(cast.zhou)).get(made.at)
    for (const secret of allSecrets) assert.ok(!body.includes(secret), secret)
    assert.ok(body.includes(made.parts.words.zh('consents.closed.expired')))
  })

  test('in the middle of a request stops the offer that rests on it, and nothing is half-stored', async () => {
    const made = await caseOfLin(['contact', 'tax'])
    const { store, by, cast, application, browserOf, at } = made
    await takenUp(made, application, cast.zhou)
    const zhou = await browserOf(cast.zhou)
    assert.equal((await zhou.get(`${at}/offers/new`)).statusCode, 200)
    const contact = await consentTo(made, application, 'contact')
    given(await revoke(store, by(cast.lin), contact.id))
    assert.equal(
      codeOf(await makeOffer(made.parts, by(cast.zhou), application.id, offerTerms(made))),
      'consent-revoked',
    )
    const sent = await zhou.post(`${at}/offers`, {
      amountFen: '1000000',
      months: '12',
      ratePpm: '4.35',
      method: 'equal-instalment',
      guaranteeMode: 'mortgage',
      validUntil: '2026-03-20',
      confirmed: 'yes',
    })
    assert.equal(sent.statusCode, 422)
    assert.ok(sent.body.includes(made.parts.words.zh.refusal({ code: 'consent-revoked' })))
    assert.ok(sent.body.includes('4.35'), 'what was typed is kept')
    assert.equal((await applicationById(store.read, application.id))?.state, 'taken')
  })

  test('raced by an offer leaves one of two orders, never an offer after the end', async () => {
    for (const first of ['revoke', 'offer'] as const) {
      const made = await caseOfLin(['contact'])
      const { store, by, cast, application } = made
      await takenUp(made, application, cast.zhou)
      const { id } = await consentTo(made, application, 'contact')
      const works = {
        revoke: () => revoke(store, by(cast.lin), id),
        offer: () => makeOffer(made.parts, by(cast.zhou), application.id, offerTerms(made)),
      }
      const order = first === 'revoke' ? (['revoke', 'offer'] as const) : (['offer', 'revoke'] as const)
      const ends = await Promise.all(order.map(async (work) => [work, codeOf(await works[work]())] as const))
      const { revoke: revoked, offer } = Object.fromEntries(ends)
      // Which comes first is the database's to say.
      assert.equal(revoked, 'done')
      assert.ok(offer === 'done' || offer === 'consent-revoked', offer)
      const told = await store.read.select().from(trail).orderBy(trail.id)
      const [offeredAt, endedAt] = [
        told.findIndex(({ subjectId, toState }) => subjectId === application.id && toState === 'offered'),
        told.findIndex(({ subjectId, toState }) => subjectId === id && toState === 'revoked'),
      ]
      assert.ok(endedAt > offeredAt, 'an offer after the end')
      assert.equal(offeredAt > -1, offer === 'done')
    }
  })

  test('does not keep the firm from anything: it may apply anew, and take its application back', async () => {
    const made = await caseOfLin(['contact'])
    const { store, by, cast, application, at, browserOf } = made
    given(await revoke(store, by(cast.lin), (await consentTo(made, application, 'contact')).id))
    const lin = await browserOf(cast.lin)
    assert.equal((await lin.get(at)).statusCode, 200)
    assert.equal((await lin.post(`${at}/withdrawal`)).statusCode, 303)
    const again = await applied(made, { needId: application.needId, productId: application.productId })
    assert.equal(again.state, 'submitted')
  })
})

describe('a bank without consent', () => {
  const read = async (browser: Browser, url: string) => (await browser.get(url)).body

  test('sees the public face of a need that it took, and offers on that alone', async () => {
    const made = await runningTown()
    const { cast, browserOf, store, by } = made
    const need = await inHall(made)
    const one = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    const zhou = await browserOf(cast.zhou)
    const hidden = [...allSecrets, cast.lin.organisation, '临涣', cast.lin.name]
    for (const url of [
      `/hall/${need.id}`,
      `/applications/${one.id}`,
      '/applications',
      `/applications/${one.id}/offers/new`,
    ])
      for (const secret of hidden) assert.ok(!(await read(zhou, url)).includes(secret), `${url}: ${secret}`)
    assert.equal(codeOf(await makeOffer(made.parts, by(cast.zhou), one.id, offerTerms(made))), 'done')
    assert.equal(await store.read.$count(consentLooks), 0)
  })

  test('reads of the firm’s steps that the firm took them, not who did', async () => {
    const made = await caseOfLin(['contact'])
    const { cast, browserOf, store, by, application, at } = made
    const zhou = await browserOf(cast.zhou)
    const named = await read(zhou, at)
    assert.ok(named.includes(`企业负责人 · ${cast.lin.organisation}`))
    assert.ok(!named.includes(cast.lin.name), 'a natural person is named by himself alone')
    given(await revoke(store, by(cast.lin), (await consentTo(made, application, 'contact')).id))
    const closed = await read(zhou, at)
    assert.ok(!closed.includes(cast.lin.organisation))
    assert.ok(closed.includes('企业未授权或已撤回授权') && !closed.includes('建立申请后可见'))
    assert.ok((await read(zhou, `${at}/file`)).includes('企业未授权或已撤回授权'))
  })

  test('knows with whom it contracts once its offer is chosen, by that ground and no other', async () => {
    const made = await runningTown()
    const { cast, browserOf, store } = made
    const one = await agreedCase(made, await onShelf(made))
    const body = await read(await browserOf(cast.zhou), `/applications/${one.id}`)
    assert.ok(body.includes(cast.lin.organisation) && body.includes('91340600MA0000015T'))
    assert.ok(!body.includes('15400001234'), 'how to reach it, the firm says itself')
    const looks = await looksIn(store.read, { kind: 'application', id: one.id }, one.institutionId)
    assert.deepEqual(
      looks.map(({ kind, basis, what }) => [kind, basis, [...what]]),
      [['contact', 'contract', ['name', 'uscc']]],
    )
  })

  test('a consent to watch the loan opens after the contract, not before', async () => {
    const made = await caseOfLin(['contact'])
    const { cast, browserOf } = made
    await consented(made, ['details'], 'post-loan')
    const body = await read(await browserOf(cast.zhou), made.at)
    for (const secret of secrets.details) assert.ok(!body.includes(secret), secret)
  })

  test('the list records the names that a consent opens, once a day for each officer', async () => {
    const made = await caseOfLin(['contact'])
    const { cast, browserOf, store, clock } = made
    const look = async (person: Person) => void (await (await browserOf(person)).get('/applications'))
    await look(cast.zhou)
    clock.forward(90)
    await look(cast.zhou)
    await look(cast.qian)
    const rows = await store.read.select().from(consentLooks).orderBy(consentLooks.id)
    assert.deepEqual(
      rows.map(({ personId, what }) => [personId, [...what]]),
      [
        [cast.zhou.id, ['name']],
        [cast.qian.id, ['name']],
      ],
    )
  })
})
