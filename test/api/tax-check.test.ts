import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { consentLooks } from '../../db/tables/consents.ts'
import { createKey } from '../../server/api-keys/actions.ts'
import type { Scope } from '../../server/api-keys/index.ts'
import { revoke } from '../../server/consents/actions.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { given, inHall, onShelf, taken } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { consented } from '../support/consenting.ts'
import { stated } from '../tax-checks/stated.ts'

/** A case of bank A on Lin's firm by hefei-2015, which the bank took from the hall: nothing is open to it yet. */
async function program() {
  const made = await runningTown()
  const { cast, by, store } = made
  const says = { grade: 'A', tax: { 2024: 120_000, 2025: 180_000 }, arrears: false, abnormal: false } as const
  await stated(made, cast.enterpriseIds.linFirm, says)
  const productId = await onShelf(made, 'bankA', {
    ...{ kind: 'tax-credit', scheme: 'hefei-2015', guaranteeModes: ['credit'] },
  })
  const need = await inHall(made, { amountFen: fen(50_000_000), guaranteeModes: [] })
  const application = await taken(made, { needId: need.id, productId }, cast.zhou)
  const keyFor = async (manager: typeof cast.qian, scopes: readonly Scope[]) =>
    given(await createKey(store, by(manager), { name: '信贷系统', scopes, days: 30 })).key
  const key = await keyFor(cast.qian, ['tax-checks-read'])
  const ask = (number = application.number, sent: string | null = key, query = '') =>
    made.app.inject({
      method: 'GET',
      url: `/api/v1/applications/${number}/tax-check${query}`,
      headers: sent ? { authorization: `Bearer ${sent}` } : {},
    })
  const looks = () => store.read.select().from(consentLooks)
  return { ...made, application, ask, keyFor, looks }
}

describe('the pre-assessment before a program', () => {
  test('is refused without a key, its right, the case being its bank’s own, or what it does not know', async () => {
    const { ask, keyFor, cast, looks } = await program()
    const codes = async (answer: ReturnType<typeof ask>) => {
      const { statusCode, headers, json } = await answer
      assert.match(String(headers['content-type']), /^application\/problem\+json/)
      return [statusCode, json().code]
    }
    assert.deepEqual(await codes(ask(undefined, null)), [401, 'key-needed'])
    const narrow = await keyFor(cast.qian, ['loans-read'])
    assert.deepEqual(await codes(ask(undefined, narrow)), [403, 'scope-missing'])
    assert.deepEqual(await codes(ask('SQ20260310-0099')), [404, 'not-found'])
    const other = await keyFor({ ...cast.qian, institutionId: cast.institutionIds.bankB }, [
      'tax-checks-read',
    ])
    assert.deepEqual(await codes(ask(undefined, other)), [404, 'not-found'])
    assert.deepEqual(await codes(ask(undefined, undefined, '?year=2025')), [422, 'not-valid'])
    assert.deepEqual(
      (await looks()).filter(({ what }) => what.includes('taxCheck')),
      [],
    )
  })

  test('needs the firm’s consent; each look is recorded under the key, and ends with the consent', async () => {
    const made = await program()
    const { ask, looks, application } = made
    const closed = await ask()
    assert.deepEqual([closed.statusCode, closed.json().code], [403, 'consent-missing'])
    assert.doesNotMatch(closed.body, /750000|limit/i)
    const consents = await consented(made, ['tax'])
    assert.equal((await ask()).statusCode, 200)
    const months = async () =>
      (await ask()).json().reasons.find(({ rule }: { rule: string }) => rule === 'operating-months')
    assert.deepEqual(await months(), { rule: 'operating-months', met: 'yes', have: null, want: 24 })
    const figures = await consented(made, ['details'])
    assert.deepEqual(await months(), { rule: 'operating-months', met: 'yes', have: 117, want: 24 })
    for (const id of figures) given(await revoke(made.store, made.by(made.cast.lin), id))
    const seen = (await looks()).filter(({ what }) => what.includes('taxCheck'))
    assert.deepEqual(
      seen.map(({ personId, institutionId, subjectId, kind }) => ({
        personId,
        institutionId,
        subjectId,
        kind,
      })),
      [
        {
          ...{ personId: null, institutionId: made.cast.institutionIds.bankA },
          ...{ subjectId: application.id, kind: 'tax' },
        },
      ],
    )
    assert.match(seen[0]?.actor ?? '', /信贷系统 · api-key/)
    for (const id of consents) given(await revoke(made.store, made.by(made.cast.lin), id))
    const over = await ask()
    assert.deepEqual([over.statusCode, over.json().code], [403, 'consent-revoked'])
    assert.equal((await looks()).filter(({ what }) => what.includes('taxCheck')).length, 1)
  })

  test('is what the page of the case and the open calculator say', async () => {
    const made = await program()
    const { ask, app, application, browserOf, cast } = made
    await consented(made, ['tax'])
    const answer = (await ask()).json()
    assert.deepEqual([answer.eligible, answer.limitFen, answer.annualRatePpm], [true, 75_000_000, 32_000])
    const page = await (await browserOf(cast.zhou)).get(`/applications/${application.id}/tax-check`)
    for (const words of ['75 万元', '3.20%', answer.policy]) assert.ok(page.body.includes(words), words)
    const calculated = await app.inject({
      method: 'POST',
      url: '/api/v1/calculators/tax-credit-limit',
      payload: {
        ...{ scheme: answer.scheme, grade: 'A', assessYear: 2025, on: answer.on, outstandingFen: 0 },
        ...{ taxPaidFen: { 2024: 12_000_000, 2025: 18_000_000 }, foundedOn: '2016-05-18' },
      },
    })
    const open = calculated.json()
    for (const same of ['eligible', 'limitFen', 'annualRatePpm', 'policy'])
      assert.deepEqual(answer[same], open[same], same)
    // The calculator is not told size, arrears and household; what both know they say alike.
    type Reason = { rule: string; met: string; have: unknown; want: unknown }
    const known = open.reasons.filter(
      ({ met, rule }: Reason) => met !== 'unknown' && rule !== 'operating-months',
    )
    assert.ok(known.length >= 5)
    for (const reason of known)
      assert.deepEqual(
        answer.reasons.find(({ rule }: Reason) => rule === reason.rule),
        reason,
      )
  })

  test('follows the facts, and says so where the product goes by no scheme', async () => {
    const made = await program()
    const { ask, cast } = made
    await consented(made, ['tax'])
    await stated(made, cast.enterpriseIds.linFirm, { grade: 'D', asOf: day('2026-03-05') })
    const dropped = (await ask()).json()
    assert.deepEqual([dropped.eligible, dropped.limitFen, dropped.annualRatePpm], [false, 0, null])
    const plain = await onShelf(made)
    const { number } = await taken(made, { needId: (await inHall(made)).id, productId: plain }, cast.zhou)
    const none = await ask(number)
    assert.deepEqual([none.statusCode, none.json().code], [422, 'no-scheme'])
  })
})
