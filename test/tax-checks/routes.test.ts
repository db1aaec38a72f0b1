import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { consentLooks } from '../../db/tables/consents.ts'
import { offersOf } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { approve, inForce, propose } from '../../server/policies/index.ts'
import { checksOfCase } from '../../server/tax-checks/index.ts'
import { ownChecks } from '../../server/tax-checks/rows.ts'
import { agreed, applied, given, inHall, offered, onShelf, taken, takenUp } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { consented } from '../support/consenting.ts'
import { stated } from './stated.ts'

const taxLoan = {
  name: '税融通',
  kind: 'tax-credit',
  scheme: 'hefei-2015',
  guaranteeModes: ['credit'],
} as const
const offer = { amountFen: fen(50_000_000), guaranteeMode: 'credit' } as const

const textOf = (body: string) => body.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ')

const offerTyped = {
  ...{
    amountFen: '30 万',
    months: '12',
    ratePpm: '4.35',
    method: 'equal-instalment',
    guaranteeMode: 'credit',
  },
  ...{ validUntil: '2026-03-20', confirmed: 'yes' },
}

/** The page on which a bank makes its offer shows what changed; its mark says what lay there. */
async function offerPageSays(
  bank: Awaited<ReturnType<Awaited<ReturnType<typeof runningTown>>['browserOf']>>,
  id: string,
  words: readonly string[],
): Promise<string> {
  const { body } = await bank.get(`/applications/${id}/offers/new`)
  const text = textOf(body.slice(body.indexOf('id="tax-now"')))
  assert.match(text, /对照：企业自查时/)
  for (const one of words) assert.ok(text.includes(one), one)
  return /name="taxMark" value="(\w+)"/.exec(body)?.[1] ?? ''
}

/** Lin's firm: A, 100,000 yuan of tax in each of two years, nothing against it; bank A lends by hefei-2015. */
async function taxTown() {
  const made = await runningTown()
  const { linFirm } = made.cast.enterpriseIds
  await stated(made, linFirm, {
    ...{ grade: 'A', tax: { 2024: 100_000, 2025: 100_000 } },
    ...{ arrears: false, abnormal: false },
  })
  return { ...made, linFirm, productId: await onShelf(made, 'bankA', taxLoan) }
}

describe('a firm asks how much it could get', () => {
  test('and reads limit, rate, every rule and what would raise it, in both languages', async () => {
    const { browserOf, cast } = await taxTown()
    const lin = await browserOf(cast.lin)
    const zh = await lin.get('/tax-credit')
    assert.equal(zh.statusCode, 200)
    for (const words of [
      '最高可贷 50 万元',
      '税务部门提供',
      '怎样可以提高',
      '非失信被执行人',
      '发布融资需求',
    ])
      assert.ok(zh.body.includes(words), words)
    lin.setCookie('lang', 'en')
    const en = await lin.get('/tax-credit')
    for (const words of ['Up to 500,000 yuan', 'From the tax bureau', 'What would raise it'])
      assert.ok(en.body.includes(words), words)
    // The bank learns nothing of it.
    assert.equal((await (await browserOf(cast.zhou)).get('/tax-credit')).statusCode, 403)
  })

  test('and reads of years in a row that nobody knows that they are not known, and which fact is missing', async () => {
    const made = await runningTown()
    const { browserOf, cast } = made
    await stated(made, cast.enterpriseIds.linFirm, { grade: 'A', tax: { 2023: 100_000 } })
    await onShelf(made, 'bankA', { ...taxLoan, grades: [], sizes: [], minMonthsOperating: 0 })
    const need = await inHall(made, { guaranteeModes: [], highestRatePpm: null })
    const lin = await browserOf(cast.lin)
    const checked = textOf((await lin.get('/tax-credit')).body)
    assert.match(checked, /连续纳税年数 您的情况 未提供 要求 不少于 2 年 还需要：各年入库税款 待核实/)
    const fits = textOf((await lin.get(`/needs/${need.id}/fits`)).body)
    assert.match(fits, /连续纳税年数 \S+ 未提供 \S+ 不少于 2 年 还需要：税务部门的入库税款 待核实/)
    for (const text of [checked, fits]) assert.doesNotMatch(text, / 0 年/)
    // A grade that nobody gave is not one that the scheme turns away.
    const fang = textOf((await (await browserOf(cast.fang)).get('/tax-credit')).body)
    assert.match(fang, /等级未知，暂无利率/)
    assert.doesNotMatch(fang, /该等级不适用/)
  })

  test('keeps the answer, and finds it as it was when the facts have changed', async () => {
    const { browserOf, cast, linFirm, store, ...made } = await taxTown()
    const lin = await browserOf(cast.lin)
    const kept = await lin.post('/tax-credit/checks')
    assert.equal(kept.statusCode, 303)
    const at = String(kept.headers.location)
    await stated({ ...made, store }, linFirm, { grade: 'B', asOf: day('2026-03-10') })
    assert.match((await lin.get('/tax-credit')).body, /最高可贷 30 万元/)
    const sheet = await lin.get(at)
    assert.match(sheet.body, /50 万元/)
    assert.match(sheet.body, /tax-credit-scheme-hefei-2015-1/)
    assert.equal((await (await browserOf(cast.fang)).get(at)).statusCode, 404)
    const trail = await trailOf(store.read, 'enterprise', linFirm)
    assert.ok(trail.some(({ happening }) => happening === 'tax-checks.kept'))
  })
})

describe('the courts’ list of defaulters', () => {
  test('is taken over by two people of the bureau, and settles the rule for every firm while it is believed', async () => {
    const made = await taxTown()
    const { browserOf, cast, clock, parts } = made
    const says = async () => {
      const { body } = await (await browserOf(cast.lin)).get('/tax-credit')
      const from = body.indexOf('非失信被执行人')
      return /符合|不符合|待核实/.exec(body.slice(from).replace(/<[^>]*>/g, ' '))?.[0]
    }
    assert.equal(await says(), '待核实')
    const head = await browserOf(cast.lu)
    const fields = {
      ...{ code: 'zhixing', 'name.zh': '中国执行信息公开网', 'name.en': 'Enforcement information online' },
      ...{ codes: '91340600MA00000151', validDays: '90', base: '0' },
      ...{ source: '中国执行信息公开网 2026-03-10', certainty: 'stated', why: '每季度摘录一次。' },
    }
    const refused = await head.post('/policies/new/court-list', fields)
    assert.equal(refused.statusCode, 422)
    assert.ok(refused.body.includes('91340600MA00000151 不是有效的统一社会信用代码'))
    const takeOver = async (path: string, typed: Record<string, string>) => {
      const sent = await head.post(path, typed)
      assert.equal(sent.statusCode, 303, sent.body.slice(0, 400))
      await (await browserOf(cast.qin)).post(`${sent.headers.location}/approval`, { words: '' })
    }
    await takeOver('/policies/new/court-list', { ...fields, codes: '' })
    assert.ok(parts.policies.rows.some(({ code }) => code === 'court-list-zhixing'))
    assert.equal(await says(), '符合')
    clock.set('2026-06-08T09:30:00+08:00')
    assert.equal(await says(), '待核实', 'after ninety days nobody knows again')
  })
})

describe('the check of a case', () => {
  test('is kept as the case opens, is offered on and approved, and shows what changed between', async () => {
    const made = await taxTown()
    const { cast, store, browserOf, linFirm, productId, clock } = made
    const lin = await browserOf(cast.lin)
    // The firm reads its answer and prints nothing: it is kept all the same, and once.
    for (const path of ['/tax-credit', '/tax-credit']) assert.equal((await lin.get(path)).statusCode, 200)
    assert.equal((await ownChecks(store.read, linFirm, 9)).length, 1)
    clock.forward(1)
    // The tax of a year is stated anew between the firm's own check and the case.
    await stated(made, linFirm, { tax: { 2025: 120_000 }, asOf: day('2026-03-10') })
    const need = await inHall(made, { amountFen: fen(50_000_000), guaranteeModes: [] })
    const application = await applied(made, { needId: need.id, productId })
    await takenUp(made, application, cast.zhou)
    await stated(made, linFirm, { grade: 'B', asOf: day('2026-03-10') })
    const zhou = await browserOf(cast.zhou)
    const before = await zhou.get(`/applications/${application.id}/tax-check`)
    assert.equal(before.statusCode, 200)
    for (const words of ['上次留存以来的变化', 'A 级', 'B 级', '33 万元'])
      assert.ok(before.body.includes(words), words)
    const typed = {
      ...offerTyped,
      taxMark: await offerPageSays(zhou, application.id, ['A 级', 'B 级', '12 万元']),
    }
    // The facts change while the officer types: what lay before him is not what he would decide on.
    await stated(made, linFirm, { arrears: true, asOf: day('2026-03-10') })
    const changed = await zhou.post(`/applications/${application.id}/offers`, typed)
    assert.equal(changed.statusCode, 422)
    assert.match(changed.body, /税务信息刚刚有变化/)
    assert.match(textOf(changed.body), /欠税 无 有/)
    await stated(made, linFirm, { arrears: false, asOf: day('2026-03-10') })
    clock.forward(1)
    const again = { ...typed, taxMark: await offerPageSays(zhou, application.id, ['A 级', 'B 级']) }
    assert.equal((await zhou.post(`/applications/${application.id}/offers`, again)).statusCode, 303)
    const [open] = await offersOf(store.read, application.id)
    assert(open)
    await stated(made, linFirm, { tax: { 2025: 110_000 }, asOf: day('2026-03-10') })
    const acceptance = await lin.get(`/offers/${open.id}/acceptance`)
    assert.match(textOf(acceptance.body), /2025 年入库税款 10 万元 11 万元/)
    await agreed(made, open)
    const kept = await checksOfCase(store.read, application.id)
    const [own] = await ownChecks(store.read, linFirm, 1)
    assert.deepEqual(
      kept.map(({ againstId, changes }) => [
        againstId === own?.id,
        changes?.map(({ of, before, after }) => `${of} ${before} ${after}`),
      ]),
      [
        [true, ['taxPaidFen 10000000 12000000', 'limitFen 50000000 55000000']],
        [
          true,
          [
            ...['grade A B', 'taxPaidFen 10000000 12000000'],
            ...['limitFen 50000000 33000000', 'annualRatePpm 32000 36000'],
          ],
        ],
        [
          true,
          [
            ...['grade A B', 'taxPaidFen 10000000 11000000'],
            ...['limitFen 50000000 31000000', 'annualRatePpm 32000 36000'],
          ],
        ],
      ],
      'what differed from what the firm was told is kept with each',
    )
    // Before it signs, the bank is told that the facts are not those of its offer any more.
    assert.match((await zhou.get(`/applications/${application.id}`)).body, /在报出方案后有变化/)
    assert.deepEqual(
      kept.map(({ occasion, facts, checked }) => [
        occasion,
        facts.grade,
        checked[0]?.result.limitFen,
        checked[0]?.version,
      ]),
      [
        ['opened', 'A', 55_000_000, 'tax-credit-scheme-hefei-2015-1'],
        ['offered', 'B', 33_000_000, 'tax-credit-scheme-hefei-2015-1'],
        ['approved', 'B', 31_000_000, 'tax-credit-scheme-hefei-2015-1'],
      ],
    )
    for (const browser of [lin, zhou]) {
      const { body } = await browser.get(`/applications/${application.id}/tax-check`)
      const text = textOf(body)
      assert.match(text, /接受方案时.*报出授信方案时.*申请时.*企业自查时/)
      assert.match(text, /2025 年入库税款 10 万元 12 万元.*企业自查时/, 'what changed since the self-check')
    }
  })

  test('says why where the scheme cannot be asked any more, on the pages and in what is kept', async () => {
    const made = await taxTown()
    const { cast, store, browserOf, productId, clock, parts, by } = made
    const need = await inHall(made, { amountFen: fen(50_000_000), guaranteeModes: [] })
    const application = await applied(made, { needId: need.id, productId })
    await takenUp(made, application, cast.zhou)
    const row = present(
      inForce(parts.policies.rows, 'tax-credit-scheme-hefei-2015', clock.today()),
      'a scheme',
    )
    const ends = { effectiveFrom: null, effectiveTo: clock.today(), baseVersion: row.version }
    const { code, value, source, certainty } = row
    const proposed = { code, value, source, certainty, ...ends }
    const { proposal } = given(await propose(parts, by(cast.lu), proposed, '办法废止。'))
    given(await approve(parts, by(cast.qin), proposal.id, '同意。'))
    clock.set('2026-03-11T09:30:00+08:00')
    const zhou = await browserOf(cast.zhou)
    for (const path of ['tax-check', 'offers/new'])
      assert.match(
        (await zhou.get(`/applications/${application.id}/${path}`)).body,
        /未能测算：没有“hefei-2015”这一税融通方案，或当日未生效/,
      )
    await agreed(made, await offered(made, application, cast.zhou, offer))
    const kept = await checksOfCase(store.read, application.id)
    assert.deepEqual(
      kept.map(({ occasion, checked, refusal, changes }) => [
        occasion,
        checked.length,
        refusal?.code,
        changes?.map(({ of }) => of),
      ]),
      [
        ['opened', 1, undefined, undefined],
        ['offered', 0, 'unknown-scheme', ['limitFen', 'annualRatePpm', 'version']],
        ['approved', 0, 'unknown-scheme', ['limitFen', 'annualRatePpm', 'version']],
      ],
    )
  })

  test('opens to the bank by consent alone, each look recorded; a stranger finds nothing', async () => {
    const made = await taxTown()
    const { cast, store, browserOf, productId } = made
    const need = await inHall(made, { amountFen: fen(50_000_000), guaranteeModes: [] })
    const { id } = await taken(made, { needId: need.id, productId }, cast.zhou)
    const zhou = await browserOf(cast.zhou)
    const url = `/applications/${id}/tax-check`
    const refused = await zhou.get(url)
    assert.equal(refused.statusCode, 303)
    assert.match(String(refused.headers.location), /consent-requests\/new\?kind=tax/)
    const looks = () => store.read.select().from(consentLooks)
    assert.ok((await looks()).every(({ what }) => !what.includes('taxCheck')))
    await consented(made, ['tax'])
    assert.equal((await zhou.get(url)).statusCode, 200)
    assert.ok((await looks()).some(({ what }) => what.includes('taxCheck')))
    assert.equal((await (await browserOf(cast.wu)).get(url)).statusCode, 404)
    // For how long the firm has been there goes by its consent to its figures, as the day of its founding does.
    const page = async () => textOf((await zhou.get(url)).body)
    assert.match(await page(), /经营月数 \S+ 企业授权后可见 \S+ 不少于 24 个月 符合/)
    assert.doesNotMatch(await page(), /117/)
    const file = async () => textOf((await zhou.get(`/applications/${id}/file`)).body)
    assert.match(await file(), /经营月数/)
    assert.doesNotMatch(await file(), /117/)
    await consented(made, ['details'])
    for (const read of [page, file])
      assert.match(await read(), /经营月数 \S+ 117 个月 \S+ 不少于 24 个月 符合/)
    assert.ok((await looks()).some(({ kind, what }) => kind === 'details' && what.includes('figures')))
  })

  test('a product without a scheme has no such page and keeps nothing', async () => {
    const made = await taxTown()
    const { cast, store, browserOf } = made
    const plain = await onShelf(made)
    const { id } = await taken(made, { needId: (await inHall(made)).id, productId: plain }, cast.zhou)
    assert.deepEqual(await checksOfCase(store.read, id), [])
    assert.equal((await (await browserOf(cast.zhou)).get(`/applications/${id}/tax-check`)).statusCode, 303)
  })
})
