import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { apiAnswers, apiKeys } from '../../db/tables/api-keys.ts'
import { institutions } from '../../db/tables/institutions.ts'
import { drawdowns } from '../../db/tables/loans.ts'
import { repayments } from '../../db/tables/repayments.ts'
import { createKey, forgetAnswers, keyOf, revokeKey } from '../../server/api-keys/actions.ts'
import { type Scope, scopes } from '../../server/api-keys/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import type { LoanRow } from '../../server/loans/rows.ts'
import { given } from '../applications/played.ts'
import { drawn, loanNow, signed } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'
import { anotherPerson } from '../support/world.ts'

const million = 100_000_000
const today = '2026-03-10'
type Made = Awaited<ReturnType<typeof runningTown>>
type Sent = {
  readonly key?: string
  readonly name?: string | null
  readonly headers?: Record<string, string>
}

const keyOfBank = async (made: Made, wanted: readonly Scope[] = scopes): Promise<string> =>
  given(await createKey(made.store, made.by(made.cast.qian), { name: '核心系统', scopes: wanted, days: 30 }))
    .key

/** A program of bank A, whose loan is out. */
async function program(settings: Record<string, string> = {}) {
  const made = await runningTown(settings)
  const loan = await drawn(made, await signed(made), million)
  const key = await keyOfBank(made)
  let count = 0
  const ask = (method: 'GET' | 'POST', path: string, payload?: object, sent: Sent = {}) =>
    made.app.inject({
      method,
      url: `/api/v1/loans/${path}`,
      remoteAddress: '203.0.113.7',
      headers: {
        authorization: `Bearer ${sent.key ?? key}`,
        ...(method === 'POST' && sent.name !== null
          ? { 'idempotency-key': sent.name ?? `write-${String(++count).padStart(8, '0')}` }
          : {}),
        ...sent.headers,
      },
      ...(payload ? { payload } : {}),
    })
  const pay = (principalFen: number, sent: Sent = {}, more: object = {}) =>
    ask('POST', `${loan.number}/repayments`, { paidOn: today, principalFen, interestFen: 0, ...more }, sent)
  return { ...made, loan, key, ask, pay }
}
const codeOf = (answer: { json(): { code?: string; errors?: { field: string; code: string }[] } }) => {
  const { code, errors = [] } = answer.json()
  return [code, ...errors.map((one) => `${one.field}:${one.code}`)].join(' ')
}

describe('a program of a bank', () => {
  test('is asked for a key, and for one that is live, its own and made for that', async () => {
    const made = await program()
    const { app, ask, store, by, cast, loan, clock } = made
    const url = `/api/v1/loans/${loan.number}`
    const none = await app.inject({ method: 'GET', url })
    assert.deepEqual(
      [none.statusCode, codeOf(none), none.headers['www-authenticate']],
      [401, 'key-needed', 'Bearer'],
    )
    assert.match(String(none.headers['content-type']), /^application\/problem\+json/)
    for (const key of ['x', `rq_${'a'.repeat(43)}`, "rq_' or 1=1 --"])
      assert.deepEqual(
        codeOf(await ask('GET', loan.number, undefined, { key })),
        key.includes(' ') ? 'key-needed' : 'key-unknown',
      )
    const narrow = await keyOfBank(made, ['loans-read'])
    assert.equal((await ask('GET', loan.number, undefined, { key: narrow })).statusCode, 200)
    const other = await ask('POST', `${loan.number}/repayments`, {}, { key: narrow })
    assert.deepEqual([other.statusCode, codeOf(other)], [403, 'scope-missing'])

    const [first] = await store.read.select().from(apiKeys)
    given(await revokeKey(store, by(cast.qian), first?.id ?? ('' as never)))
    assert.equal(codeOf(await ask('GET', loan.number)), 'key-unknown')
    assert.equal((await ask('GET', loan.number, undefined, { key: narrow })).statusCode, 200)
    clock.set('2026-04-09T15:59:00.000Z')
    assert.equal((await ask('GET', loan.number, undefined, { key: narrow })).statusCode, 200)
    clock.set('2026-04-09T16:00:00.000Z')
    assert.equal(codeOf(await ask('GET', loan.number, undefined, { key: narrow })), 'key-unknown')
  })

  test('of a bank that is no longer in business is shut out', async () => {
    const { ask, store, loan, cast } = await program()
    await store.transact((tx) =>
      tx.update(institutions).set({ state: 'closed' }).where(eq(institutions.id, cast.institutionIds.bankA)),
    )
    assert.equal(codeOf(await ask('GET', loan.number)), 'key-unknown')
  })

  test('finds its own loans only: another’s is as if there were none, in all it may do', async () => {
    const made = await program()
    const { ask, cast, store, loan } = made
    const manager = await anotherPerson(made, 'bank-manager', { institutionId: cast.institutionIds.bankB })
    const { key } = given(await createKey(store, made.by(manager), { name: 'B', scopes, days: 30 }))
    for (const [method, path, body] of [
      ['GET', loan.number, undefined],
      ['POST', `${loan.number}/drawdowns`, { amountFen: 1, drawnOn: today }],
      ['POST', `${loan.number}/repayments`, { paidOn: today, principalFen: 1, interestFen: 0 }],
      ['GET', 'DK-NONE', undefined],
    ] as const) {
      const answer = await ask(method, path, body, { key })
      assert.deepEqual([answer.statusCode, codeOf(answer)], [404, 'not-found'], path)
      assert.ok(!answer.body.includes('HT-2026'))
    }
    assert.equal(await store.read.$count(repayments), 0)
  })

  test('reads a loan with all that was reported', async () => {
    const { ask, pay, loan } = await program()
    await pay(1_000_000, {}, { interestFen: 5, reference: 'LS-1' })
    const { loan: found, drawdowns: parts, repayments: paid } = (await ask('GET', loan.number)).json()
    assert.deepEqual([found.state, found.balanceFen, found.maturesOn], ['drawn', 99_000_000, '2027-03-10'])
    assert.deepEqual(parts, [
      { amountFen: million, drawnOn: today, reportedOn: today, reportDueOn: '2026-03-13' },
    ])
    assert.deepEqual(paid, [
      {
        paidOn: today,
        principalFen: 1_000_000,
        interestFen: 5,
        reference: 'LS-1',
        isReversal: false,
        payer: 'firm',
      },
    ])
  })

  test('reports by the rules of the pages, and is told each fault at its field', async () => {
    const { ask, pay, loan, store } = await program()
    for (const [answer, said] of [
      [await pay(million + 1), 'over-balance principalFen:over-balance'],
      [await pay(0), 'not-positive principalFen:not-positive'],
      [await pay(1, {}, { paidOn: '2026-03-11' }), 'future-day paidOn:future-day'],
      [await pay(1, {}, { paidOn: '2026-02-30' }), 'not-valid paidOn:not-a-day'],
      [await pay(1.5), 'not-valid principalFen:not-whole'],
      [await pay(-1), 'not-valid principalFen:negative'],
      [await pay(1, {}, { note: 'x' }), 'not-valid note:unknown-field'],
      [await pay(1, {}, { reference: 'x'.repeat(61) }), 'not-valid reference:too-long'],
      [
        await ask('POST', `${loan.number}/drawdowns`, { amountFen: 1, drawnOn: today }),
        'over-limit amountFen:over-limit',
      ],
    ] as const) {
      assert.equal(answer.statusCode, 422, answer.body)
      assert.equal(codeOf(answer), said)
    }
    assert.equal(await store.read.$count(repayments), 0)
    assert.equal(await store.read.$count(apiAnswers), 0, 'what was refused leaves no answer behind')
  })

  test('sends JSON, and a name for each write', async () => {
    const { ask, app, key, loan } = await program()
    const text = await app.inject({
      method: 'POST',
      url: `/api/v1/loans/${loan.number}/repayments`,
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': 'write-text-1',
        'content-type': 'text/plain',
      },
      payload: 'x',
    })
    assert.equal(text.statusCode, 400)
    for (const name of [null, 'short', 'x'.repeat(256), 'a b c d e f']) {
      const answer = await ask('POST', `${loan.number}/repayments`, {}, { name })
      assert.deepEqual([answer.statusCode, codeOf(answer)], [400, 'idempotency-key-missing'], String(name))
    }
  })

  test('stands in the trail as itself, and its last use is kept', async () => {
    const { pay, loan, store, cast } = await program()
    await pay(100)
    const [told] = await trailOf(store.read, 'loan', loan.id)
    assert.deepEqual(
      [told?.happening, told?.personId, told?.institutionId],
      ['loans.repaid', null, cast.institutionIds.bankA],
    )
    assert.match(told?.actor ?? '', /^核心系统 · api-key · /)
    const [row] = await store.read.select().from(repayments)
    const [key] = await store.read.select().from(apiKeys)
    assert.deepEqual([row?.reportedBy, row?.keyId], [null, key?.id])
    assert.equal(key?.lastUsedFrom, '203.0.113.7')
  })

  test('is slowed down by its key, not by its address', async () => {
    const made = await program({ REQUESTS_PER_MINUTE: '5' })
    const { key: _, app, loan } = made
    const second = await keyOfBank(made)
    const from = (key: string, address: string) =>
      app.inject({
        ...{ method: 'GET', url: `/api/v1/loans/${loan.number}`, remoteAddress: address },
        headers: { authorization: `Bearer ${key}` },
      })
    const statuses = []
    for (let at = 0; at < 7; at += 1) statuses.push((await from(made.key, `10.9.0.${at}`)).statusCode)
    assert.deepEqual(statuses, [200, 200, 200, 200, 200, 429, 429])
    assert.equal((await from(second, '10.9.1.1')).statusCode, 200)
  })
})

describe('a write that is sent again', () => {
  test('has the same answer and changes nothing: two hundred keys, ten times each at once', async () => {
    const made = await program()
    const { pay, store, loan } = made
    // Ten programs of the bank, so that none asks more often than it may.
    const programs = await Promise.all(Array.from({ length: 10 }, () => keyOfBank(made)))
    for (let at = 0; at < 200; at += 1) {
      const name = `stress-key-${at}`
      const answers = await Promise.all(programs.map((key) => pay(1_000, { name, key })))
      assert.equal(new Set(answers.map(({ statusCode, body }) => `${statusCode} ${body}`)).size, 1)
      assert.equal(answers[0]?.statusCode, 201)
    }
    assert.equal(await store.read.$count(repayments), 200)
    assert.equal((await loanNow({ store }, loan)).balanceFen, million - 200_000)
  })

  test('with another body is refused, fifty times out of fifty; with its names in another order it is the same', async () => {
    const { ask, pay, store, loan } = await program()
    for (let at = 0; at < 50; at += 1) {
      const name = `reused-key-${at}`
      assert.equal((await pay(100, { name })).statusCode, 201)
      const other = await pay(101, { name })
      assert.deepEqual([other.statusCode, codeOf(other)], [409, 'idempotency-key-reused'])
      const turned = { interestFen: 0, principalFen: 100, paidOn: today }
      assert.equal((await ask('POST', `${loan.number}/repayments`, turned, { name })).statusCode, 201)
    }
    const elsewhere = await ask(
      'POST',
      `${loan.number}/drawdowns`,
      { amountFen: 1, drawnOn: today },
      { name: 'reused-key-1' },
    )
    assert.equal(elsewhere.statusCode, 409)
    assert.equal(await store.read.$count(repayments), 50)
  })

  test('may be mended under the same key after a refusal', async () => {
    const { pay, store } = await program()
    assert.equal((await pay(million + 1, { name: 'mended-key-1' })).statusCode, 422)
    assert.equal((await pay(million, { name: 'mended-key-1' })).statusCode, 201)
    assert.equal(await store.read.$count(repayments), 1)
  })

  test('is known for a week, whichever of the bank’s keys sends it', async () => {
    const made = await program()
    const { pay, store, by, cast, clock } = made
    const second = await keyOfBank(made)
    await pay(100, { name: 'kept-key-0001' })
    clock.set('2026-03-17T01:29:00.000Z')
    await forgetAnswers(store, by(cast.qian))
    const body = { paidOn: today }
    assert.equal((await pay(100, { name: 'kept-key-0001', key: second }, body)).statusCode, 201)
    assert.equal(await store.read.$count(repayments), 1)
    clock.set('2026-03-17T01:31:00.000Z')
    await forgetAnswers(store, by(cast.qian))
    assert.equal(await store.read.$count(apiAnswers), 0)
  })
})

test('a drawdown by a program finances the need, once, and asks nobody to sign in', async () => {
  const made = await runningTown()
  const loan: LoanRow = await signed(made)
  const key = await keyOfBank(made)
  const send = () =>
    made.app.inject({
      method: 'POST',
      url: `/api/v1/loans/${loan.number}/drawdowns`,
      headers: {
        authorization: `Bearer ${key}`,
        'idempotency-key': 'drawdown-0001',
        origin: 'https://elsewhere.example',
      },
      payload: { amountFen: million, drawnOn: today },
    })
  assert.equal((await send()).statusCode, 403, 'a browser on another site may not')
  const answers = await Promise.all(
    [0, 1].map(() =>
      made.app.inject({
        method: 'POST',
        url: `/api/v1/loans/${loan.number}/drawdowns`,
        headers: { authorization: `Bearer ${key}`, 'idempotency-key': 'drawdown-0001' },
        payload: { amountFen: million, drawnOn: today },
      }),
    ),
  )
  assert.deepEqual(
    answers.map(({ statusCode }) => statusCode),
    [201, 201],
  )
  assert.equal(await made.store.read.$count(drawdowns), 1)
  assert.equal(await keyOf(made.store, made.by(made.cast.qian), 'rq_'), null)
})
