import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { newId } from '../../server/platform/ids.ts'
import { runningTown } from '../support/app.ts'
import { telling } from './telling.ts'

const badge = (body: string): string => /<span class="inbox-count"[^>]*>([^<]*)</.exec(body)?.[1] ?? 'none'
const listed = (body: string): number => body.match(/class="notices-entry/g)?.length ?? 0

describe('the inbox', () => {
  test('stands in the head of every page with what is unread, and says so in words', async () => {
    const { tell, cast, browserOf } = telling(await runningTown())
    const lin = await browserOf(cast.lin)
    assert.equal(badge((await lin.get('/')).body), '')
    for (let n = 0; n < 3; n += 1) await tell([{ person: cast.lin.id }])
    for (const url of ['/', '/needs', '/account', '/inbox', '/not-there']) {
      const { body } = await lin.get(url)
      assert.equal(badge(body), '3', url)
      assert.match(body, /aria-label="收件箱，3 条未读"/)
    }
    assert.equal(badge((await (await browserOf(null)).get('/')).body), 'none')
    for (let n = 0; n < 100; n += 1) await tell([{ person: cast.lin.id }])
    assert.equal(badge((await lin.get('/')).body), '99+')
  })

  test('opens a notice by a form, which leads to its page and takes it off the count', async () => {
    const { tell, cast, browserOf, all, counts } = telling(await runningTown())
    await tell([{ person: cast.lin.id }], { href: '/needs' })
    const [notice] = await all()
    const lin = await browserOf(cast.lin)
    assert.equal((await lin.get(`/inbox/${notice?.id}/reading`)).statusCode, 404)
    const opened = await lin.post(`/inbox/${notice?.id}/reading`)
    assert.deepEqual([opened.statusCode, opened.headers.location], [303, '/needs'])
    assert.equal(await counts(cast.lin), 0)
    const again = await lin.post(`/inbox/${notice?.id}/reading`, { stay: '/inbox?unread=yes' })
    assert.equal(again.headers.location, '/inbox?unread=yes')
    const elsewhere = await lin.post(`/inbox/${notice?.id}/reading`, { stay: 'https://example.com/' })
    assert.equal(elsewhere.headers.location, '/needs')
  })

  test('is nobody else’s: a notice of another person, or none, is not found', async () => {
    const { tell, cast, browserOf, all, counts } = telling(await runningTown())
    await tell([{ person: cast.lin.id }])
    const [notice] = await all()
    for (const person of [cast.xu, cast.fang, cast.zhou, cast.guan]) {
      const browser = await browserOf(person)
      assert.equal((await browser.post(`/inbox/${notice?.id}/reading`)).statusCode, 404, person.role)
      assert.equal(listed((await browser.get('/inbox')).body), 0)
    }
    assert.equal((await (await browserOf(cast.lin)).post(`/inbox/${newId()}/reading`)).statusCode, 404)
    assert.equal(await counts(cast.lin), 1)
  })

  test('lists by state and kind, page by page, and says when nothing is found', async () => {
    const { tell, cast, browserOf, all } = telling(await runningTown())
    for (let n = 0; n < 22; n += 1) await tell([{ person: cast.lin.id }])
    await tell([{ person: cast.lin.id }], { kind: 'offers' })
    const lin = await browserOf(cast.lin)
    const first = await lin.get('/inbox')
    assert.equal(listed(first.body), 20)
    assert.match(first.body, /href="\/inbox\?page=2"/)
    assert.equal(listed((await lin.get('/inbox?page=2')).body), 3)
    assert.equal(listed((await lin.get('/inbox?kind=offers')).body), 1)
    assert.equal(listed((await lin.get('/inbox?kind=nonsense&unread=perhaps&page=-1')).body), 20)
    const offer = (await all()).find(({ kind }) => kind === 'offers')
    await lin.post(`/inbox/${offer?.id}/reading`)
    const none = await lin.get('/inbox?kind=offers&unread=yes')
    assert.equal(listed(none.body), 0)
    assert.match(none.body, /没有符合条件的通知/)
  })

  test('marks all as read that stood on the page, and nothing that came since', async () => {
    const { tell, cast, browserOf, counts } = telling(await runningTown())
    for (let n = 0; n < 3; n += 1) await tell([{ firm: cast.enterpriseIds.linFirm }])
    const lin = await browserOf(cast.lin)
    const through = /name="through" value="([^"]+)"/.exec((await lin.get('/inbox')).body)?.[1] ?? ''
    await tell([{ firm: cast.enterpriseIds.linFirm }])
    assert.equal((await lin.post('/inbox/reading', { through })).headers.location, '/inbox')
    assert.deepEqual([await counts(cast.lin), await counts(cast.xu)], [1, 4])
    assert.equal((await lin.post('/inbox/reading', { through: "'; drop" })).statusCode, 303)
    assert.equal(await counts(cast.lin), 1)
  })

  test('reads in the language of its reader, and bears words that a release has dropped', async () => {
    const { tell, cast, browserOf } = telling(await runningTown())
    await tell([{ person: cast.lin.id }], { words: 'needs.notice.long-gone' })
    await tell([{ person: cast.lin.id }], {
      words: 'inbox.mark-read-of',
      values: { words: { words: 'inbox.kind.needs' } },
    })
    const lin = await browserOf(cast.lin)
    assert.match((await lin.get('/inbox')).body, /有一件事有了进展[\s\S]*/)
    assert.match((await lin.get('/inbox')).body, /标为已读：需求/)
    await lin.get('/language?to=en&back=/inbox')
    assert.match((await lin.get('/inbox')).body, /Mark as read: Needs/)
  })

  test('shows what was told as text, whatever it holds', async () => {
    const { tell, cast, browserOf } = telling(await runningTown())
    await tell([{ person: cast.lin.id }], {
      words: 'inbox.mark-read-of',
      values: { words: '<script>alert(1)</script>"\'&' },
    })
    const { body } = await (await browserOf(cast.lin)).get('/inbox')
    assert.ok(!body.includes('<script>alert'))
    assert.match(body, /&lt;script&gt;alert\(1\)/)
  })
})
