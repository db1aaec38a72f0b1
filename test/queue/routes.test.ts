import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { applications } from '../../db/tables/applications.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { neighbourOf, queueOf } from '../../server/queue/rows.ts'
import { applied, inHall, offered, onShelf, taken } from '../applications/played.ts'
import { type Running, runningTown } from '../support/app.ts'

/** Zhou's desk: an offer out, a case that he took, one that is nobody's yet; and one of his colleague. */
async function desk() {
  const made = await runningTown()
  const { cast, clock } = made
  const productId = await onShelf(made)
  const choose = async (changes = {}) => ({ needId: (await inHall(made, changes)).id, productId })
  const offer = await taken(made, await choose(), cast.zhou)
  await offered(made, offer, cast.zhou)
  clock.forward(24 * 60)
  const mine = await taken(made, await choose(), cast.zhou)
  const nobodys = await applied(made, await choose())
  const colleagues = await taken(made, await choose(), cast.qian)
  return { made, offer, mine, nobodys, colleagues }
}

const idsIn = (body: string): string[] =>
  [...body.matchAll(/class="cell-link" href="\/applications\/([0-9a-z]{26})["?]/g)].map(([, id = '']) => id)

/** The five figures above the list, in their order. */
const figuresIn = (body: string): string[] =>
  [...body.matchAll(/class="number-value">(\d+)/g)].map(([, value = '']) => value)

const bodyOf = async (made: Running, url: string) =>
  (await (await made.browserOf(made.cast.zhou)).get(url)).body

describe('the queue of an officer', () => {
  test('has his own cases and those that are nobody’s, what he owes first', async () => {
    const { made, offer, mine, nobodys, colleagues } = await desk()
    const body = await bodyOf(made, '/queue')
    assert.deepEqual(idsIn(body).toSorted(), [offer.id, mine.id, nobodys.id].toSorted())
    assert.equal(idsIn(body).at(-1), offer.id)
    assert.ok(idsIn(await bodyOf(made, '/queue?of=all')).includes(colleagues.id))
    const wu = await made.browserOf(made.cast.wu)
    assert.deepEqual(idsIn((await wu.get('/queue?of=all')).body), [])
  })

  test('says how pressing each is, and shows one band alone', async () => {
    const { made, offer, nobodys } = await desk()
    made.clock.forward(30 * 24 * 60)
    const late = await bodyOf(made, '/queue?band=late')
    const figures = figuresIn(late)
    assert.equal(figures.length, 5)
    assert.equal(Number(figures[0]), idsIn(late).length)
    assert.ok(idsIn(late).includes(nobodys.id) && !idsIn(late).includes(offer.id))
    assert.deepEqual(idsIn(await bodyOf(made, '/queue?band=firm')), [offer.id])
    assert.deepEqual(idsIn(await bodyOf(made, '/queue?band=today')), [])
    assert.equal(idsIn(await bodyOf(made, '/queue?band=nonsense')).length, 3)
  })

  test('does not name a firm that stays anonymous and gave no consent', async () => {
    const made = await runningTown()
    const need = await inHall(made, { nameShown: 'anonymous-until-contact' })
    const { id } = await taken(made, { needId: need.id, productId: await onShelf(made) }, made.cast.zhou)
    const row =
      new RegExp(`/applications/${id}"[\\s\\S]*?</tr>`).exec(await bodyOf(made, '/queue'))?.[0] ?? ''
    assert.ok(row.includes('匿名企业') && !row.includes('临涣'))
  })

  test('leads from case to case, and back to itself at its ends', async () => {
    const { made, colleagues } = await desk()
    const browser = await made.browserOf(made.cast.zhou)
    const turn = idsIn((await browser.get('/queue')).body)
    const from = async (where: 'after' | 'before', id = '') =>
      (await browser.get(`/queue/${where}/${id}`)).headers.location
    assert.equal(await from('after', turn[0]), `/applications/${turn[1]}#queue-moves`)
    assert.equal(await from('before', turn[1]), `/applications/${turn[0]}#queue-moves`)
    assert.equal(await from('after', present(turn.at(-1), 'the last case')), '/queue')
    assert.equal(await from('before', turn[0]), '/queue')
    assert.equal(await from('after', colleagues.id), '/queue')
    assert.match((await browser.get('/queue')).body, /已不在所选的待办里/)
    assert.ok((await browser.get(`/applications/${turn[0]}`)).body.includes(`/queue/after/${turn[0]}`))
    const stranger = await made.browserOf(made.cast.wu)
    assert.equal((await stranger.get(`/queue/after/${turn[0]}`)).statusCode, 404)
  })

  test('keeps to the band and the desk that were chosen', async () => {
    const { made, offer, mine, nobodys, colleagues } = await desk()
    made.clock.forward(30 * 24 * 60)
    const browser = await made.browserOf(made.cast.zhou)
    const place = '?band=late&of=all'
    const { body } = await browser.get(`/queue${place}`)
    const turn = idsIn(body)
    assert.deepEqual(turn.toSorted(), [mine.id, nobodys.id, colleagues.id].toSorted())
    assert.ok(body.includes(`/applications/${turn[0]}?band=late&amp;of=all"`))
    const page = (await browser.get(`/applications/${turn[0]}${place}`)).body
    for (const href of [`/queue/after/${turn[0]}`, '/queue'])
      assert.ok(page.includes(`href="${href}?band=late&amp;of=all"`), href)
    const from = async (where: string, id = '') =>
      (await browser.get(`/queue/${where}/${id}${place}`)).headers.location
    for (const [at, id] of turn.slice(1).entries()) {
      assert.equal(await from('after', turn[at]), `/applications/${id}${place}#queue-moves`)
      assert.equal(await from('before', id), `/applications/${turn[at]}${place}#queue-moves`)
    }
    assert.equal(await from('after', turn.at(-1)), `/queue${place}`)
    assert.equal(await from('after', offer.id), `/queue${place}`, 'what waits for the firm is not late')
    const own = await browser.get(`/queue/after/${turn[0]}?band=late&of=else`)
    assert.ok(!own.headers.location?.includes(colleagues.id) && !own.headers.location?.includes('of='))
  })

  test('goes on behind the five hundredth case, in the order of the list', async () => {
    const { made, mine, offer } = await desk()
    const { store, cast } = made
    const whose = { institutionId: cast.institutionIds.bankA, officerId: cast.zhou.id }
    const days = { today: day('2026-03-10'), soon: day('2026-03-13') }
    await store.transact(async (tx) => {
      const [one] = await tx.select().from(applications).where(eq(applications.id, mine.id))
      const copies = Array.from({ length: 510 }, (_, at) => ({
        ...present(one, 'the case'),
        ...{ id: newId<'application'>(), number: `SQ-${at}` },
        dueOn: at % 3 === 0 ? null : plusDays(days.today, at % 7),
      }))
      for (let at = 0; at < copies.length; at += 30)
        await tx.insert(applications).values(copies.slice(at, at + 30))
    })
    const turn = (await queueOf(store.read, whose, null, days, 1000, 0)).map(({ id }) => id)
    assert.equal(turn.length, 513)
    const next = async (at: number, by: 1 | -1) =>
      (await neighbourOf(store.read, whose, null, days, present(turn[at], 'a case'), by)).stop?.caseId ?? null
    for (let at = 0; at + 1 < turn.length; at += 1) {
      assert.equal(await next(at, 1), turn[at + 1])
      assert.equal(await next(at + 1, -1), turn[at])
    }
    // A case that the firm has to bring papers for has no day: it waits behind the offer, which has one.
    assert.equal(turn.indexOf(offer.id), 513 - 170 - 1)
    assert.deepEqual([await next(512, 1), await next(0, -1)], [null, null])
  })
})
