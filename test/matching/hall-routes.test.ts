import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { needs } from '../../db/tables/needs.ts'
import { openings } from '../../server/applications/opening.ts'
import { give } from '../../server/consents/actions.ts'
import { looksIn } from '../../server/consents/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import type { NeedDraft } from '../../server/needs/draft.ts'
import type { Need } from '../../server/needs/index.ts'
import { copiedFrom } from '../../server/needs/search.ts'
import { instantOf } from '../../server/platform/clock.ts'
import { type Id, newId } from '../../server/platform/ids.ts'
import { sampleDraft, sentIn } from '../needs/sample-draft.ts'
import { runningTown } from '../support/app.ts'
import { consenting } from '../support/consenting.ts'
import { table } from '../support/table.ts'
import { listed } from './shelf-of.ts'

type Running = Awaited<ReturnType<typeof runningTown>>
type Standing = Partial<Pick<Need, 'state' | 'region' | 'industry' | 'size'>> & {
  readonly publishedOn?: string
}

let serial = 0

/** Puts a need straight into the hall: what stands in it is what these tests are about. */
async function standing(made: Running, standingAs: Standing, changes: Partial<NeedDraft> = {}) {
  const { publishedOn = '2026-03-10', ...columns } = standingAs
  const draft = sampleDraft(changes)
  serial += 1
  const number = `XQ20260310-${String(serial).padStart(4, '0')}`
  const seat = {
    name: made.cast.lin.organisation,
    region: columns.region ?? '340603001',
    industry: columns.industry ?? 'C17',
    size: columns.size ?? 'small',
  } as const
  const id = newId<'need'>()
  await made.store.transact(async (tx) => {
    await tx.insert(needs).values({
      ...draft,
      ...copiedFrom(seat, draft, number, made.parts.reference),
      id,
      number,
      enterpriseId: made.cast.enterpriseIds.linFirm,
      state: columns.state ?? 'published',
      publishedAt: instantOf(Date.parse(`${publishedOn}T01:00:00.000Z`) + serial),
      expiresOn: day('2026-06-08'),
      createdAt: made.clock.now(),
      version: 1,
    })
  })
  return { id, number }
}

/** A running application of a bank on a need, as the room of applications would write it. */
const contact = (
  made: Running,
  needId: Id<'need'>,
  institutionId: Id<'institution'>,
  productId: Id<'product'>,
) =>
  made.store.transact(async (tx) => {
    await tx.insert(applications).values({
      id: newId<'application'>(),
      number: `SQ-${institutionId}`,
      needId,
      enterpriseId: made.cast.enterpriseIds.linFirm,
      institutionId,
      productId,
      productVersion: 1,
      state: 'taken',
      openedBy: openings[1],
      fit: {},
      ruleVersion: 'match-rule-1',
      factsFingerprint: '',
      phoneTail: '1234',
      submittedAt: made.clock.now(),
      version: 1,
    })
  })

const numbersIn = (body: string): string[] =>
  [...body.matchAll(/>(XQ\d{8}-\d{4})</g)].map(([, number = '']) => number)

/** A hall where each need differs from the plain one in what its name says. */
const full = await runningTown()
const named = new Map<string, string>()
{
  const put = async (name: string, standingAs: Standing, changes: Partial<NeedDraft> = {}) =>
    named.set(name, (await standing(full, standingAs, changes)).number)
  await put('plain', { publishedOn: '2026-02-01' })
  await put('large', { publishedOn: '2026-02-02' }, { amountFen: fen(500_000_000) })
  await put('town', { publishedOn: '2026-02-03', region: '340621100' })
  await put('food', { publishedOn: '2026-02-04', industry: 'C13' })
  await put('farm', { publishedOn: '2026-02-05', industry: 'A01' })
  await put('micro', { publishedOn: '2026-02-06', size: 'micro' })
  await put('wages', { publishedOn: '2026-02-07' }, { purpose: 'wages' })
  await put('insured', { publishedOn: '2026-02-08' }, { guaranteeModes: ['mortgage', 'insurance'] })
  await put('named', { publishedOn: '2026-02-09' }, { nameShown: 'shown' })
  await put('story', { publishedOn: '2026-02-10' }, { story: '为外贸订单备货 Q50' })
  await put('yesterday', { publishedOn: '2026-03-09' })
  await put('new', { publishedOn: '2026-03-10' })
  await put('busy', { publishedOn: '2026-03-10', state: 'in-progress' })
  for (const state of ['draft', 'under-review', 'financed', 'withdrawn', 'expired'] as const)
    await put(state, { state })
}

describe('the filters of the hall', () => {
  const made = full
  for (const row of table(`
    query                                 | shows
    ?sort=newest                          | new yesterday story named insured wages micro farm food town large plain
    ?floor=in-progress                    | busy
    ?from=500                             | large
    ?from=500.01                          |
    ?to=499.99&purpose=wages              | wages
    ?from=100&to=100&size=micro           | micro
    ?region=340621                        | town
    ?region=340621100                     | town
    ?region=340621101                     |
    ?region=340603&size=micro             | micro
    ?industry=A                           | farm
    ?industry=C13                         | food
    ?industry=C14                         |
    ?purpose=wages                        | wages
    ?mode=insurance                       | insured
    ?mode=credit                          |
    ?days=3                               | new yesterday
    ?days=30&purpose=wages                |
    ?q=临涣                               | named
    ?q=lhfz                               | named
    ?q=ＬＨＦＺ                           | named
    ?q=sxx                                | town
    ?q=nfspjgy                            | food
    ?q=订单                               | story
    ?q=订单+q50                           | story
    ?q=订单+没有                          |
    ?q=50%25                              | story
    ?sort=amount-high&industry=C17&size=small&region=340603&days= | large new yesterday story named insured wages plain
    ?sort=amount-low&from=100&to=500&mode=mortgage&purpose=raw-materials&industry=C&region=3406&q=fzy | plain town micro insured named story yesterday new large
  `))
    test(row.query, async () => {
      const zhou = await made.browserOf(made.cast.zhou)
      const { statusCode, body } = await zhou.get(`/hall${encodeURI(row.query).replaceAll('%25', '%')}`)
      assert.equal(statusCode, 200)
      const names = new Map([...named].map(([name, number]) => [number, name]))
      assert.equal(
        numbersIn(body)
          .map((number) => names.get(number))
          .join(' '),
        row.shows,
      )
    })

  test('an amount that is none is told beside its question, and the rest still filters', async () => {
    const zhou = await made.browserOf(made.cast.zhou)
    const { statusCode, body } = await zhou.get('/hall?from=abc&purpose=wages')
    assert.equal(statusCode, 200)
    assert.ok(body.includes('id="filter-from-error"') && body.includes('value="abc"'))
    assert.deepEqual(numbersIn(body), [named.get('wages')])
  })

  test('no anonymous name is in the list, and a shown one is', async () => {
    const zhou = await made.browserOf(made.cast.zhou)
    assert.ok(!(await zhou.get('/hall?purpose=wages')).body.includes(made.cast.lin.organisation))
    assert.ok((await zhou.get('/hall?q=lhfz')).body.includes(made.cast.lin.organisation))
  })

  test('each set of questions has a statement of its own, so that none gets the figures of another', async () => {
    const zhou = await made.browserOf(made.cast.zhou)
    const questions = [
      ...[
        'from=1',
        'to=900',
        'region=3406',
        'region=340603',
        'region=340603001',
        'industry=C',
        'industry=C17',
      ],
      ...['size=small', 'purpose=wages', 'mode=mortgage', 'days=30', 'q=fzy', 'q=a+b', 'q=a+b+c'],
    ]
    for (const one of questions)
      for (const other of questions)
        for (const sort of ['newest', 'amount-high']) {
          const { statusCode } = await zhou.get(`/hall?${one}&${other}&sort=${sort}`)
          assert.equal(statusCode, 200, `${one} ${other} ${sort}`)
        }
  })

  test('it reads in both languages, empty too', async () => {
    const zhou = await made.browserOf(made.cast.zhou)
    for (const lang of ['zh', 'en']) {
      zhou.setCookie('lang', lang)
      for (const query of ['', '?industry=C13&region=340603', '?q=nothing', '?page=9'])
        assert.equal((await zhou.get(`/hall${query}`)).statusCode, 200, lang + query)
    }
  })

  test('firms and the bureau do not enter', async () => {
    for (const name of ['lin', 'qin', 'he'] as const)
      assert.equal((await (await made.browserOf(made.cast[name])).get('/hall')).statusCode, 403, name)
  })
})

describe('the pager of the hall', () => {
  test('keeps the filters, shows each need once, and ends', async () => {
    const made = await runningTown()
    for (let i = 0; i < 45; i++) await standing(made, {}, { purpose: 'orders' })
    for (let i = 0; i < 3; i++) await standing(made, {}, { purpose: 'wages' })
    const zhou = await made.browserOf(made.cast.zhou)
    const seen: string[] = []
    let href: string | undefined = '/hall?purpose=orders&from=10&sort=amount-high'
    for (let pages = 0; href && pages < 5; pages++) {
      const { body } = await zhou.get(href)
      seen.push(...numbersIn(body))
      href = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
      if (href)
        for (const kept of ['purpose=orders', 'from=10', 'sort=amount-high']) assert.ok(href.includes(kept))
    }
    assert.equal(seen.length, 45)
    assert.equal(new Set(seen).size, 45)
  })

  test('a filter changed on a later page leads to the first', async () => {
    const made = await runningTown()
    for (let i = 0; i < 25; i++) await standing(made, {}, { purpose: 'orders' })
    const zhou = await made.browserOf(made.cast.zhou)
    const { body } = await zhou.get('/hall?purpose=orders&from=10&page=2')
    const chip = /class="chip" href="([^"]+)"/.exec(body)?.[1]
    assert.ok(chip && !chip.includes('page='))
  })
})

describe('one need in the hall', () => {
  test('what is not published is not found', async () => {
    const made = await runningTown()
    const zhou = await made.browserOf(made.cast.zhou)
    for (const state of ['draft', 'under-review', 'financed', 'withdrawn', 'expired'] as const) {
      const { id } = await standing(made, { state })
      assert.equal((await zhou.get(`/hall/${id}`)).statusCode, 404, state)
    }
    assert.equal((await zhou.get(`/hall/${newId()}`)).statusCode, 404)
    assert.equal((await zhou.get('/hall/x')).statusCode, 404)
  })

  test('its firm has no name, no telephone and no tax grade for a bank, however far the bank went without consent', async () => {
    const made = await runningTown()
    const { cast } = made
    const { bankA } = cast.institutionIds
    const product = await listed(made.store, bankA, { grades: ['A', 'B'] })
    const { id } = await standing(made, {})
    const told = async (person: typeof cast.zhou) => {
      const { statusCode, body } = await (await made.browserOf(person)).get(`/hall/${id}`)
      assert.equal(statusCode, 200)
      for (const secret of ['15400001234', '91340600MA0000015T', '林秀英'])
        assert.ok(!body.includes(secret), secret)
      return { body, name: body.includes(cast.lin.organisation) }
    }
    const before = await told(cast.zhou)
    assert.equal(before.name, false)
    assert.ok(before.body.includes(made.parts.words.zh('matching.missing-consent')))
    await contact(made, id, bankA, product)
    assert.equal((await told(cast.zhou)).name, false)
    assert.equal((await told(cast.wu)).name, false)
  })

  test('the firm that consents to be known and to show its taxes is known to that bank, and to no other', async () => {
    const made = await runningTown()
    const { cast, parts, by } = made
    const { bankA } = cast.institutionIds
    await listed(made.store, bankA, { grades: ['A', 'B'] })
    const { id } = await standing(made, {})
    const purpose = 'credit-assessment'
    const giving = { ...consenting(made, ['contact', 'tax']), institutionId: bankA, purpose } as const
    assert.equal((await give(parts, by(cast.lin), giving)).ok, true)
    const read = async (person: typeof cast.zhou) =>
      (await (await made.browserOf(person)).get(`/hall/${id}`)).body
    for (const fact of [cast.lin.organisation, '15400001234', 'A 级'])
      assert.ok((await read(cast.zhou)).includes(fact), fact)
    for (const fact of [cast.lin.organisation, '15400001234', 'A 级'])
      assert.ok(!(await read(cast.wu)).includes(fact), fact)
    const looks = await looksIn(made.store.read, { kind: 'need', id }, bankA)
    assert.deepEqual(
      looks.map(({ kind, personId, what }) => [kind, personId, [...what]]),
      [
        ['contact', cast.zhou.id, ['name', 'uscc', 'phone']],
        ['tax', cast.zhou.id, ['taxGrade', 'taxPaid', 'taxArrears', 'taxAbnormal']],
      ],
    )
  })

  test("this bank's own products stand before it with their reasons, and only those can take it that may fit", async () => {
    const made = await runningTown()
    const { bankA, bankB } = made.cast.institutionIds
    const fits = await listed(made.store, bankA, { name: '织造贷' })
    const waits = await listed(made.store, bankA, { name: '税信贷', grades: ['A'] })
    const not = await listed(made.store, bankA, { name: '大额贷', amountMinFen: fen(150_000_000) })
    await listed(made.store, bankB, { name: '他行贷' })
    const { id } = await standing(made, {})
    const { body } = await (await made.browserOf(made.cast.zhou)).get(`/hall/${id}`)
    const takes = [...body.matchAll(/name="productId" value="(\w+)"/g)].map(([, product]) => product)
    assert.deepEqual(takes, [fits, waits])
    assert.ok(body.includes(`action="/hall/${id}/applications"`))
    for (const name of ['织造贷', '税信贷', '大额贷', '150 万元']) assert.ok(body.includes(name), name)
    assert.ok(!body.includes('他行贷') && !takes.includes(not))
  })

  test('how long its firm has been there is said in whole years, for months tell of its founding', async () => {
    const made = await runningTown()
    await listed(made.store, made.cast.institutionIds.bankA, { minMonthsOperating: 24 })
    const { id } = await standing(made, {})
    for (const [foundedOn, years, months] of [
      ['2001-04-15', '24 年', '298 个月'],
      ['2024-12-15', '1 年', '14 个月'],
      ['2025-09-15', '不满 1 年', '5 个月'],
    ] as const) {
      await made.store.transact((tx) =>
        tx
          .update(enterprises)
          .set({ foundedOn: day(foundedOn) })
          .where(eq(enterprises.id, made.cast.enterpriseIds.linFirm)),
      )
      const { body } = await (await made.browserOf(made.cast.zhou)).get(`/hall/${id}`)
      assert.ok(body.split(years).length > 2, `${years}: on the face and among the reasons`)
      assert.ok(!body.includes(months), months)
    }
  })

  test('a bank without listed products is told what to do, in both languages', async () => {
    const made = await runningTown()
    const { id } = await standing(made, { state: 'in-progress' })
    const zhou = await made.browserOf(made.cast.zhou)
    for (const lang of ['zh', 'en']) {
      zhou.setCookie('lang', lang)
      const { statusCode, body } = await zhou.get(`/hall/${id}`)
      assert.equal(statusCode, 200)
      assert.ok(body.includes('href="/desk/products"'))
    }
  })
})

describe('what fits', () => {
  test('eligible products are applied for once published, near misses and open facts say what is missing', async () => {
    const made = await runningTown()
    const { cast, store } = made
    const { bankA } = cast.institutionIds
    const fits = await listed(store, bankA, { name: '织造贷' })
    await listed(store, bankA, { name: '短期贷', monthsMax: 6 })
    await listed(store, bankA, { name: '税信贷', grades: ['A'] })
    const need = await sentIn(made, cast.fang)
    const fang = await made.browserOf(cast.fang)
    const page = `/needs/${need.id}/fits`
    const waiting = await fang.get(page)
    for (const words of ['织造贷', '短期贷', '税信贷', '3 至 6 个月', '/enterprise/edit#taxGrade'])
      assert.ok(waiting.body.includes(words), words)
    assert.ok(!waiting.body.includes(`/needs/${need.id}/applications`))
    const qin = await made.browserOf(cast.qin)
    await qin.post(`/bureau/needs/${need.id}/publication`)
    const open = await fang.get(page)
    const applies = [...open.body.matchAll(/applications\/new\?product=(\w+)"/g)].map(
      ([, product]) => product,
    )
    assert.deepEqual(applies, [fits])
    const [row] = await store.read.select().from(needs).where(eq(needs.id, need.id))
    assert.equal(row?.state, 'published')
  })

  test('nobody on the shelf is said plainly, with the reasons', async () => {
    const made = await runningTown()
    await listed(made.store, made.cast.institutionIds.bankA, { monthsMax: 6 })
    const need = await sentIn(made, made.cast.lin)
    const lin = await made.browserOf(made.cast.lin)
    const { body } = await lin.get(`/needs/${need.id}/fits`)
    const { zh } = made.parts.words
    assert.ok(body.includes(zh('matching.nobody-title', { count: 1 })))
    assert.ok(
      body.includes(
        zh('matching.nobody-reason-alone', { rule: zh('matching.rule.months'), stops: 1, alone: 1 }),
      ),
    )
  })

  test('a stored match says when it is out of date, and is made again', async () => {
    const made = await runningTown()
    const { cast, store } = made
    const need = await sentIn(made, cast.lin)
    const qin = await made.browserOf(cast.qin)
    await qin.post(`/bureau/needs/${need.id}/publication`)
    const lin = await made.browserOf(cast.lin)
    const url = `/needs/${need.id}`
    const stale = made.parts.words.zh('matching.stale.shelf')
    assert.ok(!(await lin.get(url)).body.includes(stale))
    await listed(store, cast.institutionIds.bankA)
    const { body } = await lin.get(url)
    assert.ok(body.includes(stale) && body.includes(`${url}/matches`))
    assert.equal((await lin.post(`${url}/matches`)).statusCode, 303)
    assert.ok(!(await lin.get(url)).body.includes(stale))
  })
})
