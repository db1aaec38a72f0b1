import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as pause } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import readWorkbook from 'read-excel-file/node'
import { applications } from '../../db/tables/applications.ts'
import { trail } from '../../db/tables/audit.ts'
import { compensationClaims } from '../../db/tables/compensation.ts'
import { compensationPools } from '../../db/tables/covers.ts'
import { takenExports } from '../../db/tables/exports.ts'
import { ledgerEntries } from '../../db/tables/ledger.ts'
import { loans } from '../../db/tables/loans.ts'
import { scoreboardEditions } from '../../db/tables/scoreboard.ts'
import { stressRuns } from '../../db/tables/stress.ts'
import { directRows } from '../../server/exports/export.ts'
import { verifyLedger } from '../../server/ledger/index.ts'
import { fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { classed, covered, drafted, funded, papered } from '../compensation/played.ts'
import { code, pooled } from '../covers/lent.ts'
import { sampleFacts } from '../scoreboard/sample.ts'
import { runningTown } from '../support/app.ts'
import { writeEdition } from '../support/world-scoreboard.ts'

/*
 * What the bureau and its banks get wrong, sentence by sentence, over HTTP in both languages: each is answered in the reader's
 * language with what he typed, and nothing is written.
 */

const town = await runningTown()
const made = { ...town, ...(await pooled(town, { warnLinePpm: null, stopLinePpm: null })) }
const { store, parts, cast, clock, browserOf } = made
const { read } = store
const pool = present((await read.select().from(compensationPools))[0], 'the pool')
await funded(made, made.book, fen(50_000_000))
const [bad, other] = [await covered(made), await covered(made)]
for (const { loan } of [bad, other]) await classed(made, loan)
/** Of the second cover a claim is on its way. */
const running = await drafted(made, other.cover.id, fen(10_000_000))
await papered(made, running)
await store.transact((tx) =>
  writeEdition(tx, made, newId<'scoreboard-edition'>(), {
    ...{ state: 'published', decidedAt: clock.now(), decidedBy: cast.lu.id, quarter: '2025-q2' },
    facts: sampleFacts([cast.institutionIds.bankA, cast.institutionIds.bankB]),
  }),
)

const people = { zhou: cast.zhou, wu: cast.wu, lu: cast.lu, nobody: null }
type Bad = {
  readonly what: string
  readonly who: keyof typeof people
  readonly path: string
  /** What is sent; without it the page is asked for. */
  readonly sends?: Readonly<Record<string, string>>
  readonly status: number
  readonly says: readonly [zh: string, en: string] | null
  /** What was typed and stands in the page again. */
  readonly keeps?: readonly string[]
}

const claims = `/covers/${bad.cover.id}/claims`
const words = '企业停产，多次催收。'
const claiming = (principalFen: string) => ({ principalFen, words })
const cases: readonly Bad[] = [
  {
    ...{ what: 'a claim beyond cover, by one fen', who: 'zhou', path: claims, sends: claiming('300,000.01') },
    ...{ status: 422, says: ['最多 300,000.00 元', '300,000.00 yuan'], keeps: ['300,000.01', words] },
  },
  {
    ...{ what: 'a claim in another unit', who: 'zhou', path: claims, sends: claiming('30') },
    ...{ status: 422, says: ['单位', 'unit'], keeps: ['value="30"', words] },
  },
  {
    ...{ what: 'a claim of less than nothing', who: 'zhou', path: claims, sends: claiming('-5') },
    ...{ status: 422, says: null, keeps: ['value="-5"', words] },
  },
  {
    ...{
      what: 'a claim twice',
      who: 'zhou',
      path: `/covers/${other.cover.id}/claims`,
      sends: claiming('100,000'),
    },
    ...{ status: 422, says: null },
  },
  {
    ...{
      what: 'a claim by a bank for another bank’s loan',
      who: 'wu',
      path: claims,
      sends: claiming('100,000'),
    },
    ...{ status: 404, says: null },
  },
  {
    ...{ what: 'the form of such a claim', who: 'wu', path: `/covers/${bad.cover.id}/claim/new` },
    ...{ status: 404, says: null },
  },
  {
    ...{
      what: 'another bank’s claim filed',
      who: 'wu',
      path: `/compensation/claims/${running.id}/filing`,
      sends: {},
    },
    ...{ status: 404, says: null },
  },
  ...['100.01', '1000', '-1', '1e3', 'viel'].map(
    (rate): Bad => ({
      ...{ what: `a stress rate of ${rate} %`, who: 'lu', path: '/stress' },
      ...{ sends: { kind: 'given', ratePpm: rate, recoveryPpm: '30' }, status: 422, says: null },
      keeps: [`value="${rate}"`, 'value="30"'],
    }),
  ),
  {
    ...{ what: 'a recovery rate over 100 %', who: 'lu', path: '/stress' },
    ...{ sends: { kind: 'given', ratePpm: '5', recoveryPpm: '100.5' }, status: 422, says: null },
    keeps: ['value="5"', 'value="100.5"'],
  },
  ...(
    [
      ['2001-01-01', '早于', 'before the first'],
      ['2099-01-01', '还没有到', 'still to come'],
    ] as const
  ).flatMap(([on, zh, en]): Bad[] => [
    { what: `the cockpit as of ${on}`, who: 'lu', path: `/cockpit?on=${on}`, status: 404, says: [zh, en] },
    ...['/cockpit/exposure', '/cockpit/exposure/loans?by=bank&key=x', '/bureau/exposure'].map(
      (path): Bad => ({
        ...{
          what: `${path} as of ${on}`,
          who: 'lu',
          path: `${path}${path.includes('?') ? '&' : '?'}on=${on}`,
        },
        ...{ status: 422, says: null },
      }),
    ),
  ]),
  {
    ...{ what: 'a day that is none', who: 'lu', path: '/cockpit?on=2026-02-30', status: 404 },
    says: ['不是一个日期', 'no day'],
  },
  ...['/cockpit/exposure', '/cockpit/exposure/loans?by=bank&key=x', '/bureau/exposure'].map(
    (path): Bad => ({
      ...{ what: `${path} as of a day that is none`, who: 'lu', status: 422 },
      path: `${path}${path.includes('?') ? '&' : '?'}on=2026-02-30`,
      says: ['这不是一个日期', 'no day'],
      keeps: ['value="2026-02-30"', 'name="on"'],
    }),
  ),
  ...['by=bank&key=x', "by=zzz&key='"].map(
    (asked): Bad => ({
      ...{ what: `loans behind nothing, ${asked},`, who: 'lu', path: `/cockpit/exposure/loans?${asked}` },
      ...{ status: 404, says: null },
    }),
  ),
  ...['2099-01-01', 'abc'].map(
    (on): Bad => ({
      ...{ what: `a printed cockpit of ${on}`, who: 'lu', path: `/cockpit/print?on=${on}` },
      ...{ status: 404, says: null },
    }),
  ),
  {
    ...{ what: 'a workbook of a day that is none', who: 'lu', path: '/cockpit/exports' },
    ...{ sends: { on: 'zzz' }, status: 422, says: ['没有导出', 'nothing was exported'] },
  },
  {
    ...{ what: 'a workbook of a quarter that is none', who: 'lu', path: '/cockpit/loans/exports' },
    ...{ sends: { quarter: 'zzz' }, status: 422, says: ['没有导出', 'nothing was exported'] },
  },
  {
    ...{ what: 'a pool’s statement from a day that is none', who: 'lu' },
    ...{ path: `/compensation/pools/${pool.id}/statement?from=abc`, status: 422 },
    ...{ says: ['这不是一个日期', 'no day'], keeps: ['value="abc"'] },
  },
  {
    ...{ what: 'a rate given for years that are drawn', who: 'lu', path: '/stress' },
    ...{ sends: { kind: 'drawn', ratePpm: '5' }, status: 422, says: null, keeps: ['value="5"'] },
  },
  {
    ...{ what: 'a filter that selects one firm', who: 'nobody' },
    ...{
      path: '/scoreboard?quarter=2025-q2&industry=M',
      status: 200,
      says: ['不足 3 户企业', 'fewer than 3'],
    },
  },
  {
    ...{ what: 'filters that together select one firm', who: 'nobody' },
    ...{ path: '/scoreboard?quarter=2025-q2&district=340603&size=micro&industry=M', status: 200 },
    says: ['不公布交叉筛选', 'Combined filters are not published'],
  },
  {
    ...{
      what: 'a firm asked for by name',
      who: 'nobody',
      path: '/api/v1/scoreboard?quarter=2025-q2&firm=f0',
    },
    ...{ status: 422, says: null },
  },
]

const written = async () => ({
  ...{ entries: await read.$count(ledgerEntries), claims: await read.$count(compensationClaims) },
  ...{ runs: await read.$count(stressRuns), exports: await read.$count(takenExports) },
  ...{ editions: await read.$count(scoreboardEditions), trail: await read.$count(trail) },
  claim: (await read.select().from(compensationClaims).where(eq(compensationClaims.id, running.id)))[0],
  fault: (await verifyLedger(read, parts)).fault,
})

describe('bad input', () => {
  for (const { what, who, path, sends, status, says, keeps = [] } of cases)
    test(`${what} is answered in the reader’s language, and nothing is written`, async () => {
      const browser = await browserOf(people[who])
      const token = people[who] ? await browser.token() : ''
      const before = await written()
      for (const [at, lang] of (['zh', 'en'] as const).entries()) {
        browser.setCookie('lang', lang)
        const answer = sends ? await browser.post(path, { _csrf: token, ...sends }) : await browser.get(path)
        assert.equal(answer.statusCode, status, `${lang} ${answer.body.slice(0, 300)}`)
        if (says) assert.ok(answer.body.includes(says[at] ?? ''), `${lang}: ${says[at]}`)
        for (const typed of keeps) assert.ok(answer.body.includes(typed), `${lang} keeps ${typed}`)
        if (status === 422 && !path.startsWith('/api'))
          assert.ok(answer.body.includes(`lang="${lang === 'zh' ? 'zh' : 'en'}`), `${lang} is spoken`)
        assert.doesNotMatch(answer.body, /at .*\.ts:|undefined|NaN/)
      }
      assert.deepEqual(await written(), before)
      assert.equal(before.fault, null)
    })

  test('a claim twice: what was paid for or is under way is claimed once, whatever is pressed how often', async () => {
    const zhou = await browserOf(cast.zhou)
    const path = `/compensation/claims/${running.id}/filing`
    const token = await zhou.token()
    const twice = await Promise.all([1, 2].map(() => zhou.post(path, { _csrf: token })))
    assert.deepEqual(
      twice
        .map(({ statusCode }) => statusCode)
        .toSorted()
        .at(0),
      303,
    )
    const all = await read
      .select()
      .from(compensationClaims)
      .where(eq(compensationClaims.coverId, other.cover.id))
    assert.deepEqual(
      all.map(({ state, arrangement }) => [state, arrangement]),
      [['filed', code]],
    )
    const filings = (await read.select().from(trail)).filter(
      ({ happening }) => happening === 'compensation.filed',
    )
    assert.equal(filings.length, 1)
  })

  test('an export of more rows than anybody waits for is a job with its progress, one at a time', async () => {
    const rows = directRows + 1
    await copyLoans(rows)
    const lu = await browserOf(cast.lu)
    const asks = { _csrf: await lu.token(), quarter: '2026-q1', of: 'all' }
    const before = await read.$count(ledgerEntries)
    const sent = await lu.post('/cockpit/loans/exports', asks)
    assert.equal(sent.statusCode, 303, 'nobody waits for the file')
    const at = String(sent.headers.location)
    assert.match(at, /^\/exports\/[0-9a-z]+$/)
    let shown = (await lu.get(at)).body
    for (let look = 0; look < 3_000 && shown.includes('<progress'); look += 1) {
      await pause(20)
      shown = (await lu.get(at)).body
    }
    const [kept] = await read.select().from(takenExports)
    const { state, written: count, rows: asked } = present(kept, 'the export')
    assert.deepEqual([state, count, asked], ['done', asked, asked])
    assert.ok(asked >= rows)
    const file = await lu.get(`${at}/file`)
    const [sheet] = await readWorkbook(file.rawPayload)
    assert.equal(sheet?.data.length, asked + 1, 'every row and its header')
    assert.equal(await read.$count(ledgerEntries), before)
    for (const stranger of [cast.qin, cast.zhou])
      assert.ok([403, 404].includes((await (await browserOf(stranger)).get(at)).statusCode))
  })
})

/** So many more loans like the first. */
async function copyLoans(count: number): Promise<void> {
  const [loan] = await read.select().from(loans).where(eq(loans.id, bad.loan))
  const first = present(loan, 'a loan')
  const [row] = await read.select().from(applications).where(eq(applications.id, first.applicationId))
  const application = present(row, 'its case')
  const atOnce = 100
  for (let from = 0; from < count; from += atOnce)
    await store.transact(async (tx) => {
      const pairs = Array.from({ length: Math.min(atOnce, count - from) }, (_, at) => {
        const id = newId<'application'>()
        const name = `${from + at}`.padStart(6, '0')
        return {
          application: { ...application, id, number: `SQ-${name}` },
          loan: {
            ...first,
            id: newId<'loan'>(),
            applicationId: id,
            number: `DK-${name}`,
            contractNumber: name,
          },
        }
      })
      await tx.insert(applications).values(pairs.map((one) => one.application))
      await tx.insert(loans).values(pairs.map((one) => one.loan))
    })
}
