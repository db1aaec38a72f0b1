import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { compensationPools } from '../../db/tables/covers.ts'
import { products } from '../../db/tables/products.ts'
import { stops } from '../../db/tables/stop-lines.ts'
import { compared, leversIn, type Raised, raised } from '../../server/cockpit/parts-yuan.ts'
import { fileCover } from '../../server/covers/index.ts'
import { plusDays } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { given, inHall, onShelf } from '../applications/played.ts'
import { pool as bridgePool, million } from '../bridges/played.ts'
import { code, lent, pooled } from '../covers/lent.ts'
import { runningTown } from '../support/app.ts'

/** 税融通's pool is open and empty; bank A lends tax-credit loans on credit. */
const made = await runningTown()
const played = { ...made, ...(await pooled(made)) }
const { store, parts, cast, clock, by, browserOf } = played
await onShelf(made, 'bankA', { kind: 'tax-credit', guaranteeModes: ['credit'] })
const amountFen = fen(30_000_000)
const need = await inHall(made, { amountFen, guaranteeModes: ['mortgage'] })

const pool = async () =>
  present(
    (await leversIn(parts, '3406', clock.today())).find(({ kind }) => kind === 'pool'),
    'the pool of tax-credit loans',
  )
const asked = async (moreFen: Fen): Promise<Raised> =>
  raised(parts, '3406', await pool(), moreFen, clock.today())
const stopped = async () =>
  Object.entries(present((await asked(amountFen)).now, 'the needs in the hall').stopped)
    .filter(([, { needs }]) => needs > 0)
    .map(([stop, { needs }]) => `${stop} ${needs}`)
const listed = (state: 'listed' | 'suspended') =>
  store.transact((tx) => tx.update(products).set({ state }).where(eq(products.kind, 'tax-credit')))

describe('what one more yuan does for the needs in the hall', () => {
  test('asks of a need what filing asks of its loan: a tax-credit loan on credit, whatever the firm can put up', async () => {
    // 30 % of 300,000 at a stop line of 5 %: 4,500 yuan carry it, and a fen less does not.
    const carries = fen(450_000)
    const found = await asked(carries)
    assert.deepEqual(
      found.points.map(({ moreFen, needs }) => [moreFen, needs]).filter(([, needs]) => needs === 1)[0],
      [carries, 1],
    )
    assert.equal((await asked(fen(449_900))).points[3]?.needs, 0)
    assert.deepEqual(await stopped(), ['money 1'])
    // The loan of such a need is filed, which the need was asked about.
    const { cover } = given(await fileCover(parts, by(cast.zhou), await lent(played), code))
    assert.equal(cover.state, 'filed')
  })

  test('says that money is not what stops them only where it stops nobody', async () => {
    const browser = await browserOf(cast.lu)
    const { code: lever } = await pool()
    const shown = async (more: string) =>
      (await browser.get(`/cockpit/yuan?lever=${lever}&more=${more}`)).body
    const short = await shown('0.01')
    assert.doesNotMatch(short, /钱不是卡点/)
    assert.match(short, /还多容纳不下一个：仍有 \d+ 个、[\d,]+ 万元只缺钱/)
    assert.match(await shown('500'), /最多可多容纳 \d+ 个需求/)
    await listed('suspended')
    assert.match(await shown('500'), /钱不是卡点/)
    await listed('listed')
  })

  test('holds all of them against each other by the points that each has alone', async () => {
    await bridgePool(played, million)
    const today = clock.today()
    const levers = await leversIn(parts, '3406', today)
    const sum = fen(500_000_000)
    const all = await compared(parts, '3406', levers, sum, today)
    assert.ok(all.length > 1)
    for (const { choice, points } of all)
      assert.deepEqual(points, (await raised(parts, '3406', choice, sum, today)).points, choice.name.en)
  })

  test('shows whom it helps most where nobody is named, and says where it helps nobody', async () => {
    const browser = await browserOf(cast.lu)
    const { name } = await pool()
    const helps = (await browser.get('/cockpit/yuan')).body
    // The bridge pool is open as well, and nobody waits for it.
    assert.match(helps, new RegExp(`给${name.zh}多投入 500 万元，最多可多容纳 1 个需求`))
    assert.match(helps, /各投 500 万元，分别能多容纳多少/)
    assert.doesNotMatch(helps, /不论投给谁/)
    await listed('suspended')
    assert.match(
      (await browser.get('/cockpit/yuan')).body,
      /不论投给谁，最多投入 2,000 万元，都不会多容纳一个需求/,
    )
    assert.match((await browser.get('/cockpit/yuan?more=7')).body, /不论投给谁，最多投入 7 万元/)
    await listed('listed')
  })

  test('passes over a product that is off the shelf, of another kind or against security alone', async () => {
    assert.ok((await stopped()).every((one) => one.startsWith('money')))
    await listed('suspended')
    const all = await store.read.$count(products)
    await onShelf(made, 'bankA', { kind: 'working-capital', guaranteeModes: ['credit'] })
    await onShelf(made, 'bankA', { kind: 'tax-credit', guaranteeModes: ['mortgage'] })
    await inHall(made, { amountFen, guaranteeModes: ['mortgage'] })
    assert.equal(await store.read.$count(products), all + 2)
    assert.ok((await stopped()).every((one) => one.startsWith('kind')))
    await listed('listed')
  })

  test('takes nothing while the arrangement is stopped, and again where the bureau lifted the stop', async () => {
    const { today } = by(cast.lu)
    const before = await stopped()
    const id = newId<'stop'>()
    await store.transact((tx) =>
      tx.insert(stops).values({
        ...{ id, scope: 'arrangement', scopeKey: code, rate: 'all', state: 'active' },
        ...{ fromOn: today, untilOn: plusDays(today, 30), claimedFen: fen(1), releasedFen: fen(10) },
        ...{
          ratePpm: ppm(100_000),
          linePpm: ppm(50_000),
          ruleVersion: 'stop-line-1',
          version: 1,
          raisedAt: clock.now(),
        },
      }),
    )
    assert.deepEqual(
      await stopped(),
      before.map((one) => one.replace('money', 'line')),
    )
    await store.transact((tx) =>
      tx
        .update(stops)
        .set({ state: 'lifted', liftedAt: clock.now(), liftedBy: cast.lu.id, why: 'x' })
        .where(eq(stops.id, id)),
    )
    assert.deepEqual(await stopped(), before)
  })

  test('names no pool whose arrangement has another without a book: nothing can be filed there', async () => {
    const { code: lever } = await pool()
    await store.transact((tx) =>
      tx
        .update(compensationPools)
        .set({ arrangement: 'zhubaodai', party: 'fund' })
        .where(eq(compensationPools.id, lever as never)),
    )
    const levers = await leversIn(parts, '3406', clock.today())
    assert.ok(levers.every(({ kind }) => kind !== 'pool'))
    assert.equal(need.state, 'published')
  })
})
