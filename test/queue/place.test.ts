import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { alongPlace, placeOf, withPlace } from '../../server/queue/place.ts'
import { inHall, onShelf, taken } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { table } from '../support/table.ts'

const id = '01m5pjnzdcfeybxnw9p0zcmpy3'
const place = '?band=late&of=all'

for (const { address, along } of table(`
    address                    | along
    /queue                     | /queue?band=late&of=all
    /queue/after/ID            | /queue/after/ID?band=late&of=all
    /applications/ID           | /applications/ID?band=late&of=all
    /applications/ID/decline   | /applications/ID/decline?band=late&of=all
    /applications/ID#messages  | /applications/ID?band=late&of=all#messages
    /loans/ID/drawdowns/new    | /loans/ID/drawdowns/new?band=late&of=all
    /renewals/ID/answer        | /renewals/ID/answer?band=late&of=all
    /applications/ID?band=firm | /applications/ID?band=firm
    /applications              | /applications
    /hall/ID                   | /hall/ID
    //elsewhere.cn/queue       | //elsewhere.cn/queue
    看 /queue                  | 看 /queue
  `))
  test(`the place goes along to ${address}: ${along}`, () => {
    const [one, other] = [address, along].map((text) => text.replace('ID', id))
    assert.equal(withPlace(one ?? '', place), other)
    assert.equal(withPlace(one ?? '', ''), one)
  })

test('the place is a known band and the whole bank, nothing else that an address says', () => {
  assert.equal(placeOf({ band: 'late', of: 'all', page: '2' }), place)
  assert.equal(placeOf({ band: 'nonsense', of: 'else' }), '')
  assert.equal(placeOf({ band: ['late', 'firm'] }), '')
})

test('a page takes the place into each of its addresses, and leaves its words alone', () => {
  const shown = {
    rows: [{ href: `/loans/${id}`, words: '到 /queue 去', due: null, count: 2 }],
    back: '/queue',
  }
  assert.deepEqual(alongPlace(shown, '?band=today'), {
    rows: [{ href: `/loans/${id}?band=today`, words: '到 /queue 去', due: null, count: 2 }],
    back: '/queue?band=today',
  })
})

describe('the band that was chosen', () => {
  test('stays through what is done in a case: by the form and back, to the next one and to the queue', async () => {
    const made = await runningTown()
    const { cast, clock } = made
    const productId = await onShelf(made)
    const { id } = await taken(made, { needId: (await inHall(made)).id, productId }, cast.zhou)
    clock.forward(30 * 24 * 60)
    const zhou = await made.browserOf(cast.zhou)
    const chosen = '?band=late&of=all'
    const page = (await zhou.get(`/applications/${id}${chosen}`)).body
    const shown = chosen.replace('&', '&amp;')
    assert.ok(page.includes(`href="/applications/${id}/decline${shown}"`))
    const form = await zhou.get(`/applications/${id}/decline${chosen}`)
    assert.ok(form.body.includes(`action="/applications/${id}/decline${shown}"`))
    const wrong = await zhou.post(`/applications/${id}/decline${chosen}`, { reason: 'other', version: '1' })
    assert.equal(wrong.statusCode, 422)
    assert.ok(wrong.body.includes(`action="/applications/${id}/decline${shown}"`), 'also when it is refused')
    const version = /name="version" value="(\d+)"/.exec(form.body)?.[1] ?? ''
    const told = { reason: 'outside-policy', words: '行业不符。', version }
    const answer = await zhou.post(`/applications/${id}/decline${chosen}`, told)
    assert.equal(answer.headers.location, `/applications/${id}${chosen}`)
    const closed = (await zhou.get(`/applications/${id}${chosen}`)).body
    assert.ok(closed.includes(`href="/queue/after/${id}${shown}"`), 'and on from the case that is closed')
    assert.ok(!(await zhou.get(`/applications/${id}`)).body.includes('/queue/after/'))
  })
})
