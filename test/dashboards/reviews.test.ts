import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { write } from '../../server/audit/index.ts'
import { reviewCounts, waitingOf } from '../../server/dashboards/rows-reviews.ts'
import { runningTown, type Town, town } from '../support/app.ts'
import { anotherPerson, writeWorld } from '../support/world.ts'
import { waitingFirm } from './sample.ts'

const page = { limit: 20, offset: 0 }
const office = ({ cast }: Town, region: string) => ({ ...cast.qin, region })
const names = async (made: Town, region: string) =>
  (await waitingOf(made.store.read, 'enterprises', office(made, region), page)).map(({ name }) => name)

describe('the review queue', () => {
  test('shows an office no firm of another region', async () => {
    const made = await town()
    await waitingFirm(made, '甲厂', '340603001', '2026-03-01')
    await waitingFirm(made, '乙厂', '340604002', '2026-02-01')
    assert.deepEqual(await names(made, '340604'), ['乙厂'])
    assert.deepEqual(await names(made, '3407'), [])
    assert.deepEqual(await reviewCounts(made.store.read, office(made, '340604')), {
      ...{ enterprises: 1, needs: 0, products: 0, policies: 0 },
    })
  })

  test('puts whoever waited longest first, from the day it was handed in last', async () => {
    const made = await town()
    const again = await waitingFirm(made, '甲厂', '340603001', '2026-01-01')
    await waitingFirm(made, '乙厂', '340603001', '2026-02-01')
    assert.deepEqual(await names(made, '3406'), ['甲厂', '乙厂'])
    await made.store.transact((tx) =>
      write(tx, made.by(made.cast.lin), {
        happening: 'enterprises.mended',
        subject: { kind: 'enterprise', id: again },
        from: 'returned',
        to: 'under-review',
      }),
    )
    assert.deepEqual(await names(made, '3406'), ['乙厂', '甲厂'])
  })

  test('has no policy for a county, and none that somebody proposed himself', async () => {
    const made = await town()
    await writeWorld(made)
    const { store, cast } = made
    const policies = async (person: typeof cast.qin) => (await reviewCounts(store.read, person)).policies
    assert.equal(await policies(cast.qin), 2)
    assert.equal(await policies(cast.lu), 0)
    assert.equal(await policies(office(made, '340604')), 0)
    assert.deepEqual(await waitingOf(store.read, 'policies', office(made, '340604'), page), [])
  })

  test('has firms, needs, products and policies, each with its way to the review', async () => {
    const made = await runningTown()
    const ids = await writeWorld(made)
    const firm = await waitingFirm(made, '甲厂', '340603001', '2026-03-01')
    const browser = await made.browserOf(made.cast.qin)
    for (const [kind, href] of [
      ['enterprises', `/enterprises/${firm}`],
      ['needs', `/bureau/needs/${ids.reviewNeed}`],
      ['products', `/bureau/products/${ids.reviewProduct}`],
      ['policies', `/policies/proposals/${ids.proposal}`],
    ] as const) {
      for (const lang of ['zh', 'en']) {
        browser.setCookie('lang', lang)
        const { statusCode, body } = await browser.get(`/bureau/reviews?of=${kind}`)
        assert.equal(statusCode, 200)
        assert.ok(body.includes(`href="${href}"`), `${kind} ${lang}`)
      }
    }
    browser.setCookie('lang', 'zh')
    assert.match((await browser.get('/bureau/reviews')).body, /甲厂[\s\S]*9 天/)
  })

  test('opens where something waits, and says so when nothing does', async () => {
    const made = await runningTown()
    const other = await made.browserOf(await anotherPerson(made, 'bureau-analyst', { region: '340604' }))
    assert.match((await other.get('/bureau/reviews')).body, /没有等待核验的企业/)
    await writeWorld(made)
    assert.match((await other.get('/bureau/reviews')).body, /等待审核的金融产品/)
    for (const query of ['of=nothing', 'page=0', 'page=9999', 'of=needs&page=3', 'of[]=1'])
      assert.equal((await other.get(`/bureau/reviews?${query}`)).statusCode, 200, query)
  })
})
