import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantees } from '../../db/tables/guarantees.ts'
import { type Person, roles } from '../../server/accounts/index.ts'
import { largeSum } from '../../server/home/pages.ts'
import { nextDue, plan } from '../../server/loans/plan.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { speak } from '../../server/platform/web/words.ts'
import { tell, waitingFirm } from '../dashboards/sample.ts'
import { drawn, signed } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'
import { table, whole } from '../support/table.ts'
import { writeWorld } from '../support/world.ts'

const words = { zh: speak('zh'), en: speak('en') }
const languages = ['zh', 'en'] as const

/** What stands in the box of the next step. */
const nextStep = (body: string): string => /<h2 id="next-step-title">([^<]*)</.exec(body)?.[1] ?? ''

const peopleOf = (cast: object): Person[] =>
  Object.values(cast).filter((one): one is Person => typeof one === 'object' && one !== null && 'role' in one)

describe('the first page', () => {
  test('tells a stranger what this is and where to go, in both languages', async () => {
    const { browserOf } = await runningTown()
    const browser = await browserOf(null)
    for (const lang of languages) {
      browser.setCookie('lang', lang)
      const { statusCode, body } = await browser.get('/')
      assert.equal(statusCode, 200)
      assert.ok(body.includes(words[lang]('home.stranger-title')))
      for (const href of ['/products', '/needs/new', '/progress', '/calculators', '/register'])
        assert.ok(body.includes(`href="${href}"`), href)
    }
  })

  test('shows a stranger the figures that the API gives', async () => {
    const made = await runningTown()
    const firms = await Promise.all(
      ['甲', '乙', '丙'].map((name) => waitingFirm(made, name, '340603001', '2025-12-01')),
    )
    const paid = { posted: '2026-01-05', wan: 41, takenAfter: 1, offeredAfter: 2, drawnAfter: 3 }
    await tell(
      made,
      firms.map((enterpriseId) => ({ ...paid, enterpriseId })),
    )
    const browser = await made.browserOf(null)
    const asked = async () => (await browser.get('/api/v1/statistics')).body
    const contract = await signed(made)
    const before = await asked()
    const { deals, dealsFen, asOf } = JSON.parse(before)
    assert.deepEqual([deals, dealsFen, asOf], [3, 123_000_000, '2026-02-28'])
    // A watcher who asks before and after a deal learns nothing of it.
    await drawn(made, contract, 100_000_000)
    assert.equal(await asked(), before)
    const { body } = await browser.get('/')
    assert.match(body, /放款金额[\s\S]*123<span class="number-unit">万元/)
  })

  test('has a next step for every role of the cast, in both languages', async () => {
    const made = await runningTown()
    await writeWorld(made)
    const people = peopleOf(made.cast)
    assert.deepEqual(
      roles.filter((role) => !people.some((one) => one.role === role)),
      [],
    )
    for (const person of people) {
      const browser = await made.browserOf(person)
      for (const lang of languages) {
        browser.setCookie('lang', lang)
        const { statusCode, body } = await browser.get('/')
        assert.equal(statusCode, 200, person.role)
        assert.notEqual(nextStep(body), '', `${person.role} ${lang}`)
      }
    }
  })

  test('leads every role only where it may go', async () => {
    const made = await runningTown()
    await writeWorld(made)
    for (const person of peopleOf(made.cast)) {
      const browser = await made.browserOf(person)
      const { body } = await browser.get('/')
      const main = body.slice(body.indexOf('<main'), body.indexOf('</main>'))
      for (const [, href = ''] of main.matchAll(/href="(\/[^"]*)"/g)) {
        const { statusCode } = await browser.get(href.replaceAll('&amp;', '&'))
        assert.ok(statusCode < 400, `${person.role}: ${href}: ${statusCode}`)
      }
    }
  })
})

describe('a firm’s first page', () => {
  test('speaks of the registration before all else', async () => {
    const made = await runningTown()
    await writeWorld(made)
    const browser = await made.browserOf(made.cast.lin)
    const put = (state: 'under-review' | 'returned') =>
      made.store.transact((tx) =>
        tx
          .update(enterprises)
          .set({ state, returnedFor: state === 'returned' ? '执照照片不清楚' : null })
          .where(eq(enterprises.id, made.cast.enterpriseIds.linFirm)),
      )
    await put('under-review')
    assert.match(nextStep((await browser.get('/')).body), /正在核验/)
    await put('returned')
    const { body } = await browser.get('/')
    assert.match(nextStep(body), /需要修改/)
    assert.ok(body.includes('执照照片不清楚'))
  })

  test('asks for an answer to an open offer, and shows the next instalment', async () => {
    const made = await runningTown()
    const ids = await writeWorld(made)
    const { body } = await (await made.browserOf(made.cast.lin)).get('/')
    assert.match(nextStep(body), /1 份授信方案/)
    assert.ok(body.includes(`/needs/${ids.need}/offers`))
    assert.match(body, /DK-WORLD-1[\s\S]*2026-03-12/)
  })

  test('has nothing of another firm', async () => {
    const made = await runningTown()
    await writeWorld(made)
    const { body } = await (await made.browserOf(made.cast.fang)).get('/')
    assert.doesNotMatch(body, /WORLD|临涣/)
    assert.match(nextStep(body), /多少资金/)
  })
})

describe('a bank’s first page', () => {
  test('puts what is late first, and shows an officer no case of a colleague or of another bank', async () => {
    const made = await runningTown()
    await tell(made, [
      { posted: '2026-03-02', wan: 60, state: 'submitted', takenAfter: null, dueOn: '2026-03-09' },
      { posted: '2026-03-03', wan: 60, state: 'submitted', takenAfter: null, dueOn: '2026-03-10' },
      { posted: '2026-03-04', wan: 60, state: 'submitted', takenAfter: null, dueOn: '2026-03-11' },
      { posted: '2026-03-04', wan: 60, state: 'offered', takenAfter: 1, dueOn: '2026-03-01' },
    ])
    const ofZhou = (await (await made.browserOf(made.cast.zhou)).get('/')).body
    assert.match(nextStep(ofZhou), /1 件申请已经超过时限/)
    assert.match(ofZhou, /SQ-0[\s\S]*SQ-1/)
    assert.doesNotMatch(ofZhou, /SQ-2|SQ-3/)
    assert.match(nextStep((await (await made.browserOf(made.cast.qian)).get('/')).body), /本行有 1 件/)
    assert.doesNotMatch((await (await made.browserOf(made.cast.wu)).get('/')).body, /SQ-/)
  })

  test('counts the new needs that fit a product of its own', async () => {
    const made = await runningTown()
    await tell(made, [
      { posted: '2026-03-08', wan: 100 },
      { posted: '2026-03-09', wan: 90_000 },
      { posted: '2026-02-01', wan: 100 },
    ])
    assert.match(nextStep((await (await made.browserOf(made.cast.wu)).get('/')).body), /1 个新需求/)
  })
})

describe('an office’s first page', () => {
  test('shows a township its own firms and nobody else’s', async () => {
    const { browserOf, cast } = await runningTown()
    const { body } = await (await browserOf(cast.mei)).get('/')
    assert.match(body, /临涣纺织/)
    assert.doesNotMatch(body, /方圆食品/)
  })

  test('tells the bureau how much waits', async () => {
    const made = await runningTown()
    await writeWorld(made)
    const { body } = await (await made.browserOf(made.cast.lu)).get('/')
    assert.match(nextStep(body), /2 项等待审核/)
  })
})

describe('the first page of those who share risk or run a pool', () => {
  test('leads to what waits for the role, and says when that is late', async () => {
    const made = await runningTown()
    const ids = await writeWorld(made)
    const { cast, clock, store } = made
    const homeOf = async (person: Person) => (await (await made.browserOf(person)).get('/')).body
    const put = (changes: Partial<typeof guarantees.$inferInsert>) =>
      store.transact((tx) => tx.update(guarantees).set(changes).where(eq(guarantees.id, ids.guarantee)))

    assert.match(nextStep(await homeOf(cast.shen)), /1 件备案等您确认/)
    await put({ filing: 'filed' })
    assert.match(nextStep(await homeOf(cast.shen)), /1 笔分担款要结算/)
    assert.match(nextStep(await homeOf(cast.cai)), /没有等您办理的事/)
    assert.match(nextStep(await homeOf(cast.tang)), /1 笔贷款等您确认纳入风险补偿/)
    assert.match(nextStep(await homeOf(cast.song)), /没有等您办理的事/)

    await put({ state: 'applied', dueOn: clock.today() })
    const inTime = await homeOf(cast.he)
    assert.match(nextStep(inTime), /1 件担保申请等您受理/)
    assert.doesNotMatch(inTime, /已经超过时限/)
    await put({ dueOn: plusDays(clock.today(), -1) })
    assert.match(await homeOf(cast.he), /其中 1 件已经超过时限/)
    await put({ state: 'underwriting', dueOn: clock.today() })
    assert.match(nextStep(await homeOf(cast.han)), /1 件担保在尽调和审批/)
  })
})

test('the page about the platform has the anchors that every page links to', async () => {
  const { browserOf } = await runningTown()
  const browser = await browserOf(null)
  for (const lang of languages) {
    browser.setCookie('lang', lang)
    const { statusCode, body } = await browser.get('/about')
    assert.equal(statusCode, 200)
    for (const id of ['contact', 'mistakes', 'accessibility']) assert.ok(body.includes(`id="${id}"`), id)
  }
})

describe('the next instalment', () => {
  const agreed = { ratePpm: ppm(36_000), months: 3, method: 'interest-only' } as const
  const parts = [{ amountFen: fen(1_000_000), drawnOn: day('2026-01-31') }]

  for (const row of table(`
    paid      | dueOn      | owed
    0         | 2026-02-28 | 3000
    2999      | 2026-02-28 | 1
    3000      | 2026-03-31 | 3000
    6000      | 2026-04-30 | 1003000
    1008999   | 2026-04-30 | 1
    1009000   | -          | -
  `)) {
    test(`after ${row.paid} fen is ${row.owed} on ${row.dueOn}`, () => {
      const paid = { principalFen: fen(0), interestFen: fen(whole(row.paid)), paidOn: day('2026-02-20') }
      const due = nextDue(plan(agreed, parts), [paid])
      assert.deepEqual(
        due && [due.dueOn, due.owedFen],
        row.dueOn === '-' ? null : [row.dueOn, whole(row.owed)],
      )
    })
  }
})

describe('a large sum', () => {
  for (const row of table(`
    fen           | zh          | en
    0             | 0 万元      | 0 million yuan
    9999999999    | 10,000 万元 | 100 million yuan
    10000000000   | 1 亿元      | 100 million yuan
    1872000000000 | 187.2 亿元  | 18.72 billion yuan
  `)) {
    test(`of ${row.fen} fen reads ${row.en}`, () => {
      for (const lang of languages) {
        const { value, unit } = largeSum(words[lang], fen(whole(row.fen)))
        assert.equal(`${value} ${unit}`, row[lang])
      }
    })
  }
})
