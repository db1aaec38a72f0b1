import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { act, timelineSteps, trailOf, write } from '../../server/audit/index.ts'
import { day } from '../../server/money/day.ts'
import { newId } from '../../server/platform/ids.ts'
import { done, refuse } from '../../server/platform/outcome.ts'
import { runningTown, town } from '../support/app.ts'

describe('an action', () => {
  test('that is refused leaves neither rows nor a used form key', async () => {
    const { store, by, cast } = await town()
    const mine = { ...by(cast.zhou), once: newId() }
    const refused = await act(store, mine, async (tx) => {
      await write(tx, mine, { happening: 'accounts.unlocked', subject: { kind: 'person', id: cast.zhou.id } })
      return refuse('stale')
    })
    assert.equal(refused.ok, false)
    assert.deepEqual(await trailOf(store.read, 'person', cast.zhou.id), [])
    assert.equal((await act(store, mine, async () => done())).ok, true)
    const again = await act(store, mine, async () => done())
    assert.equal(!again.ok && again.refusal.code, 'already-submitted')
  })

  test('of one person does not use up the form key of another', async () => {
    const { store, by, cast } = await town()
    const once = newId()
    for (const person of [cast.zhou, cast.wu])
      assert.equal((await act(store, { ...by(person), once }, async () => done())).ok, true)
  })
})

/** A town where something happened to Zhou's account on two days, and to Wu's on one. */
async function history() {
  const made = await runningTown()
  const { store, cast, clock, by } = made
  const note = (happening: string, id: string, why?: string) =>
    store.transact((tx) =>
      write(tx, by(cast.guan), { happening, subject: { kind: 'person', id }, ...(why ? { why } : {}) }),
    )
  await note('accounts.person-disabled', cast.zhou.id, '=cmd|离职')
  clock.set('2026-03-10T15:59:59.999Z')
  await note('accounts.person-enabled', cast.zhou.id)
  clock.set('2026-03-10T16:00:00.000Z')
  await note('accounts.unlocked', cast.wu.id)
  const shi = await made.browserOf(cast.shi)
  return { ...made, note, shi }
}

describe('a timeline', () => {
  test('tells one thing only, newest first, in the words of the reader', async () => {
    const { store, cast, parts } = await history()
    const rows = await trailOf(store.read, 'person', cast.zhou.id)
    assert.deepEqual(timelineSteps(parts.words.zh, rows), [
      { at: '2026-03-10 23:59', who: '管平 · 系统管理员', what: '启用账号' },
      { at: '2026-03-10 09:30', who: '管平 · 系统管理员', what: '停用账号', why: '=cmd|离职' },
    ])
    assert.equal(timelineSteps(parts.words.en, rows)[0]?.who, '管平 · Administrator')
  })

  test('shows the code of what no release has words for any more, and the platform and visitors by name', async () => {
    const { parts } = await town()
    const at = parts.clock.now()
    const said = (actor: string) =>
      timelineSteps(parts.words.zh, [{ at, actor, happening: 'gone.forgotten', why: null }])[0]
    assert.deepEqual(said('platform'), { at: '2026-03-10 09:30', who: '平台', what: 'gone.forgotten' })
    assert.equal(said('visitor')?.who, '访客（未登录）')
  })
})

describe("the auditor's page", () => {
  for (const [query, shown, hidden] of [
    ['', ['停用账号', '启用账号', '解锁账号'], []],
    ['person=管平', ['停用账号', '启用账号', '解锁账号'], []],
    ['person=周明', [], ['停用账号', '启用账号', '解锁账号']],
    ['happening=accounts.unlocked', ['解锁账号'], ['停用账号']],
    ['to=2026-03-10', ['停用账号', '启用账号'], ['解锁账号']],
    ['from=2026-03-11', ['解锁账号'], ['停用账号', '启用账号']],
    ['from=2026-02-30', ['请填写一个存在的日期'], ['停用账号']],
    ['happening=nothing', ['请从列出的选项中选择'], ['停用账号']],
  ] as const) {
    test(`with '${query}' shows ${shown.join() || 'none'}`, async () => {
      const { shi } = await history()
      const { statusCode, body } = await shi.get(`/trail?${query}`)
      assert.equal(statusCode, 200)
      const rows =
        [...body.matchAll(/<td[\s\S]*?<\/td>/g)].join('') +
        [...body.matchAll(/field-error[\s\S]*?<\/p>/g)].join('')
      for (const words of shown) assert.ok(rows.includes(words), `${words} is shown`)
      for (const words of hidden) assert.ok(!rows.includes(words), `${words} is hidden`)
    })
  }

  test('follows one subject by the link of its row', async () => {
    const { shi, cast } = await history()
    const { body } = await shi.get(`/trail?subject=${cast.wu.id}`)
    assert.equal([...body.matchAll(/解锁账号<\/div>|解锁账号<span/g)].length, 1)
  })

  test('turns its pages by cursor, there and back, and skips nothing', async () => {
    const { shi, note, cast, store } = await history()
    for (let count = 0; count < 42; count++) await note('accounts.unlocked', cast.xu.id, `第 ${count} 次`)
    assert.equal((await trailOf(store.read, 'person', cast.xu.id)).length, 42)
    const first = `/trail?subject=${cast.xu.id}`
    const seen: string[] = []
    const turned: string[] = []
    for (let href: string | undefined = first; href; ) {
      turned.push(href)
      const { body } = await shi.get(href)
      seen.push(...[...body.matchAll(/第 (\d+) 次/g)].map(([, count]) => count ?? ''))
      href = /rel="next" href="([^"]+)"/.exec(body)?.[1]?.replaceAll('&amp;', '&')
    }
    assert.deepEqual(
      seen,
      Array.from({ length: 42 }, (_, at) => String(41 - at)),
    )
    assert.equal(turned.length, 3)
    const last = await shi.get(turned[2] ?? '')
    const back = /rel="prev" href="([^"]+)"/.exec(last.body)?.[1]?.replaceAll('&amp;', '&') ?? ''
    assert.match((await shi.get(back)).body, /第 21 次[\s\S]*第 2 次/)
    assert.ok(!/rel="prev"/.test((await shi.get(first)).body))
  })

  test('takes a cursor that was tampered with for the newest page', async () => {
    const { shi } = await history()
    for (const cursor of ['older=x', "newer='--", 'older=1&older=2'])
      assert.match((await shi.get(`/trail?${cursor}`)).body, /解锁账号/)
  })
})

describe('the export', () => {
  test('holds the rows of the filter, guards formulas, and leaves a trail of its own', async () => {
    const { shi, store, cast } = await history()
    const { statusCode, headers, body } = await shi.post('/trail/exports', { person: '', to: '2026-03-10' })
    assert.equal(statusCode, 200)
    assert.equal(headers['content-type'], 'text/csv; charset=utf-8')
    assert.match(
      String(headers['content-disposition']),
      /^attachment; .*filename\*=UTF-8''trail-2026-03-11\.csv$/,
    )
    const lines = body.trimEnd().split('\r\n')
    assert.equal(lines.length, 3)
    assert.ok(lines[2]?.includes(",'=cmd|离职,"))
    const [own] = await trailOf(store.read, 'trail', 'export')
    assert.equal(own?.happening, 'audit.exported')
    assert.equal(own?.personId, cast.shi.id)
    assert.deepEqual([own?.details?.rows, own?.details?.to], [2, day('2026-03-10')])
  })

  test('of nothing, or by a filter that is wrong, is refused and leaves no trail', async () => {
    const { shi, store } = await history()
    const wrong: Record<string, string>[] = [{ person: '没有这个人' }, { from: '2026-02-30' }, { who: 'x' }]
    for (const fields of wrong) assert.equal((await shi.post('/trail/exports', fields)).statusCode, 422)
    assert.deepEqual(await trailOf(store.read, 'trail', 'export'), [])
  })
})
