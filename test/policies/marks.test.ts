import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loans } from '../../db/tables/loans.ts'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { acceptOffer, applicationById } from '../../server/applications/index.ts'
import { loanById } from '../../server/loans/rows.ts'
import { day } from '../../server/money/day.ts'
import { needById } from '../../server/needs/index.ts'
import { present } from '../../server/platform/assert.ts'
import { speak } from '../../server/platform/web/words.ts'
import type { CalendarYear } from '../../server/policies/calendar.ts'
import { approve, markOf, type PolicyRow, propose } from '../../server/policies/index.ts'
import { closeClockDay, overdueSteps } from '../../server/supervision/index.ts'
import {
  agreedCase,
  applied,
  given,
  inHall,
  markFor,
  offered,
  onShelf,
  taken,
  takenUp,
} from '../applications/played.ts'
import { signed } from '../loans/contract.ts'
import { runningTown, type Town, town } from '../support/app.ts'

const en = speak('en')

describe('the mark of a figure', () => {
  const mark = (by: string | readonly string[] | null) => markOf(en, referencePolicies, by)

  test('names the placeholder that decided it, in the version that did', () => {
    assert.deepEqual(mark('match-rule-1'), { label: 'Placeholder', href: '/policies/match-rule?version=1' })
    assert.deepEqual(mark(['clocks-2', 'calendar-2026-1'])?.href, '/policies/clocks?version=2')
  })

  test('is none where a source stands behind it, or where no policy decided', () => {
    for (const by of ['lpr-15', ['calendar-2026-1'], [], null, 'nothing-1']) assert.equal(mark(by), null)
  })
})

/** The clocks as they are, from a text that has been published. */
async function settleClocks({ parts, by, cast }: Pick<Town, 'parts' | 'by' | 'cast'>) {
  const clocks = present(
    parts.policies.rows.findLast(({ code }) => code === 'clocks'),
    'the clocks',
  )
  const proposed = await propose(
    parts,
    by(cast.lu),
    {
      ...{ code: 'clocks', baseVersion: 2, value: clocks.value, source: '测试文件', certainty: 'stated' },
      ...{ effectiveFrom: null, effectiveTo: null },
    },
    '已有文件。',
  )
  given(await approve(parts, by(cast.qin), given(proposed).proposal.id, ''))
}

describe('a placeholder shows as such', () => {
  const marked = (code: string) =>
    new RegExp(`class="state state-warn provisional" href="/policies/${code}\\?version=\\d+"`)

  test('beside every due day and every score of a case, for both sides', async () => {
    const made = await runningTown()
    const productId = await onShelf(made)
    const need = await inHall(made)
    const one = await applied(made, { needId: need.id, productId })
    const firm = await made.browserOf(made.cast.lin)
    const bank = await made.browserOf(made.cast.zhou)
    for (const [browser, url, code] of [
      [firm, `/needs/${need.id}`, 'clocks'],
      [firm, `/needs/${need.id}`, 'match-rule'],
      [firm, `/needs/${need.id}/fits`, 'match-rule'],
      [firm, `/applications/${one.id}`, 'clocks'],
      [firm, `/applications/${one.id}`, 'match-rule'],
      [firm, `/applications/${one.id}/receipt`, 'clocks'],
      [firm, '/applications', 'clocks'],
      [bank, `/hall/${need.id}`, 'match-rule'],
      [bank, `/hall/${need.id}`, 'clocks'],
      [bank, `/applications/${one.id}`, 'clocks'],
      [bank, '/applications', 'clocks'],
    ] as const)
      assert.match((await browser.get(url)).body, marked(code), url)
    const stranger = await made.browserOf(null)
    const progress = await stranger.post('/progress', { number: one.number, phoneTail: '1234' })
    assert.match(progress.body, marked('clocks'))
    const calculated = await stranger.get('/calculators/risk-sharing?arrangement=national-fund&loss=100')
    assert.match(calculated.body, marked('arrangement-national-fund'))
    const bureau = await made.browserOf(made.cast.qin)
    assert.match((await bureau.get('/')).body, marked('clocks'))
    assert.match((await bureau.get('/bureau/funnel?period=all')).body, marked('clocks'))
  })

  test('and no longer once a version with a source decides; what was decided before keeps its mark', async () => {
    const made = await runningTown()
    const productId = await onShelf(made)
    const before = await applied(made, { needId: (await inHall(made)).id, productId })
    await settleClocks(made)
    const after = await applied(made, { needId: (await inHall(made)).id, productId })
    const bank = await made.browserOf(made.cast.zhou)
    assert.match((await bank.get(`/applications/${before.id}`)).body, marked('clocks'))
    assert.doesNotMatch((await bank.get(`/applications/${after.id}`)).body, marked('clocks'))
  })
})

describe('the public API', () => {
  for (const [url, body, headers] of [
    [
      'risk-sharing',
      { arrangement: '4321', lossFen: 100 },
      ['arrangement-4321-1', 'stated', 'base, firstPayer, lines'],
    ],
    [
      'risk-sharing',
      { arrangement: 'national-fund', lossFen: 100 },
      ['arrangement-national-fund-1', 'placeholder', 'layers, base, firstPayer, scope, cap, lines'],
    ],
    [
      'bridge-fee',
      { policy: 'wenzhou-2018', principalFen: 100, paidOutOn: '2026-03-02', repaidOn: '2026-03-03' },
      [
        'bridge-policy-wenzhou-2018-1',
        'seen',
        'loans, promise, poolShare, daysOff, overdue, legalAction, market, queue',
      ],
    ],
  ] as const)
    test(`says beside ${url} by ${headers[0]} how sure its terms are, in a body that stays as promised`, async () => {
      const { browserOf } = await runningTown()
      const answer = await (await browserOf(null)).api(`/api/v1/calculators/${url}`, body)
      assert.equal(answer.statusCode, 200)
      const sent = ['version', 'certainty', 'assumed'].map((name) => answer.headers[`policy-${name}`])
      assert.deepEqual(sent, [...headers])
      assert.ok(!('policy' in answer.json()))
    })

  test('says nothing of terms where no policy decides', async () => {
    const { browserOf } = await runningTown()
    const asked = {
      principalFen: 100_000,
      annualRatePpm: 43_500,
      months: 12,
      method: 'bullet',
      drawnOn: '2026-03-02',
    }
    const url = '/api/v1/calculators/repayment-schedule'
    const answer = await (await browserOf(null)).api(url, { ...asked, dayCount: 'monthly' })
    assert.equal(answer.statusCode, 200)
    assert.equal(answer.headers['policy-version'], undefined)
  })
})

describe('what was decided keeps the version that decided it', () => {
  test('a case its clocks and calendar at every step, a need its last day, a contract its report', async () => {
    const made = await town()
    const { store } = made
    const before = ['clocks-2', 'calendar-2026-1']
    const productId = await onShelf(made)
    const one = await applied(made, { needId: (await inHall(made)).id, productId })
    assert.deepEqual(one.duePolicies, before)
    assert.equal(one.ruleVersion, 'match-rule-1')
    const up = await takenUp(made, one, made.cast.zhou)
    assert.deepEqual(up.duePolicies, before)
    const need = present(await needById(store.read, one.needId), 'a need')
    assert.equal(need.expiryPolicy, 'clocks-2')
    await settleClocks(made)
    const { id } = await agreedCase(made, await onShelf(made, 'bankA'))
    const agreed = present(await applicationById(store.read, id), 'a case')
    // Five working days after Tuesday the tenth.
    assert.equal(agreed.dueOn, '2026-03-17')
    assert.deepEqual(agreed.duePolicies, ['clocks-3', 'calendar-2026-1'])
    assert.deepEqual((await applicationById(store.read, one.id))?.duePolicies, before)
  })

  test('a count over the new year names both calendars, and while the second is missing nothing is agreed', async () => {
    const made = await town()
    made.clock.set('2026-12-14T01:30:00.000Z')
    const { parts, cast, by, store } = made
    const need = await inHall(made)
    const { id } = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    const offer = await offered(made, { id }, cast.zhou, { validUntil: day('2026-12-31') })
    made.clock.set('2026-12-29T01:30:00.000Z')
    const refused = await acceptOffer(parts, by(cast.lin), offer.id, await markFor(made, offer.id))
    assert.deepEqual(refused, { ok: false, refusal: { code: 'calendar-missing', values: { year: 2027 } } })
    assert.equal((await applicationById(store.read, id))?.state, 'offered')
    // Days off that a test makes up; the notice for the year is not out.
    const value: CalendarYear = { year: 2027, off: [day('2027-01-01')], work: [] }
    const row: PolicyRow = {
      ...{ code: 'calendar-2027', version: 1, effectiveFrom: made.clock.today(), effectiveTo: null, value },
      ...{ source: '测试', certainty: 'seen' },
    }
    parts.policies.refill([...parts.policies.rows, row])
    given(await acceptOffer(parts, by(cast.lin), offer.id, await markFor(made, offer.id)))
    const agreed = present(await applicationById(store.read, id), 'a case')
    assert.equal(agreed.dueOn, '2027-01-06')
    assert.deepEqual(agreed.duePolicies, ['clocks-2', 'calendar-2026-1', 'calendar-2027-1'])
  })
})

/** How many steps the bureau reads as overdue, after the morning's look at what is late. */
async function overdueIn({ parts, clock, store }: Town, region: string): Promise<number> {
  await closeClockDay(parts, byPlatform(clock.now(), clock.today()))
  return (await overdueSteps(store.read, region, clock.today())).all
}

describe('the days of a contract', () => {
  test('both sides see until when it is to be signed, and that the day has passed', async () => {
    const made = await runningTown()
    const { id } = await agreedCase(made, await onShelf(made))
    for (const person of [made.cast.lin, made.cast.zhou]) {
      const { body } = await (await made.browserOf(person)).get(`/applications/${id}`)
      assert.match(body, /class="next-step-due">还有 5 个工作日/)
    }
    made.clock.set('2026-03-18T01:30:00.000Z')
    for (const person of [made.cast.lin, made.cast.zhou]) {
      const browser = await made.browserOf(person)
      assert.match((await browser.get(`/applications/${id}`)).body, /next-step-late[\s\S]*已超期 1 个工作日/)
      assert.match((await browser.get('/applications?state=all')).body, /state-bad">已超期 1 个工作日/)
    }
    assert.equal(await overdueIn(made, '3406'), 1)
    assert.match((await (await made.browserOf(made.cast.zhou)).get('/')).body, /1 件申请已经超过时限/)
  })

  test('both sides see until when the first drawdown is to be reported, until it is', async () => {
    const made = await runningTown()
    const loan = await signed(made)
    assert.equal(loan.reportDueOn, '2026-03-13')
    assert.deepEqual(loan.reportDuePolicies, ['clocks-2', 'calendar-2026-1'])
    for (const person of [made.cast.lin, made.cast.zhou]) {
      const { body } = await (await made.browserOf(person)).get(`/loans/${loan.id}`)
      assert.match(
        body,
        /next-step-due">还有 3 个工作日<a [^>]*policies\/clocks[\s\S]*应报告首次放款[\s\S]*2026-03-13/,
      )
    }
    made.clock.set('2026-03-16T01:30:00.000Z')
    assert.equal(await overdueIn(made, '3406'), 1)
    assert.equal(await overdueIn(made, '340604'), 0)
    const late = await (await made.browserOf(made.cast.lin)).get(`/loans/${loan.id}`)
    assert.match(late.body, /next-step-late[\s\S]*已超期 1 个工作日/)
    const bank = await made.browserOf(made.cast.zhou)
    await bank.post(`/loans/${loan.id}/drawdowns`, {
      ...{ amountFen: '1000000', drawnOn: '2026-03-12', version: String(loan.version) },
    })
    assert.equal((await loanById(made.store.read, loan.id))?.state, 'drawn')
    assert.doesNotMatch((await bank.get(`/loans/${loan.id}`)).body, /应报告首次放款/)
    assert.equal(await overdueIn(made, '3406'), 0)
    assert.equal(await made.store.read.$count(loans), 1)
  })
})
