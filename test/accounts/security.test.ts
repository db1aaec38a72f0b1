import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { account, changePerson } from '../../server/accounts/rows.ts'
import { newTotpSecret } from '../../server/accounts/totp.ts'
import { trailOf } from '../../server/audit/index.ts'
import { newId } from '../../server/platform/ids.ts'
import { dueInOutbox } from '../../server/platform/work/rows.ts'
import { runningTown } from '../support/app.ts'

/** The security administrator's browser; Zhou has an authenticator. */
async function watch(settings: Record<string, string> = {}) {
  const made = await runningTown(settings)
  const { store, cast, clock } = made
  const change = (changes: Parameters<typeof changePerson>[2]) =>
    store.transact((tx) => changePerson(tx, cast.zhou.id, changes))
  await change({ totpSecret: newTotpSecret(), totpConfirmedAt: clock.now() })
  const an = await made.browserOf(cast.an)
  const path = `/security/people/${cast.zhou.id}`
  const zhou = async () => {
    const row = await account(store.read, cast.zhou.id)
    assert(row)
    return row
  }
  return { ...made, an, path, change, zhou }
}

describe('the security administrator', () => {
  test('does nothing to himself, and finds nobody who does not exist', async () => {
    const { an, cast } = await watch()
    for (const path of ['unlocking', 'signing-out', 'second-factor-reset']) {
      const body: Record<string, string> = path === 'second-factor-reset' ? { why: '手机丢失' } : {}
      assert.equal((await an.post(`/security/people/${cast.an.id}/${path}`, body)).statusCode, 422, path)
      assert.equal((await an.post(`/security/people/${newId()}/${path}`, body)).statusCode, 404, path)
    }
    assert.equal((await an.get('/security/people/x')).statusCode, 404)
  })

  test('unlocks who is locked, and is refused where nothing is locked', async () => {
    const { an, path, change, zhou, clock } = await watch()
    assert.equal((await an.post(`${path}/unlocking`)).statusCode, 409)
    const until = clock.now().replace('01:30', '01:45') as ReturnType<typeof clock.now>
    await change({ lockedUntil: until })
    const page = await an.get('/security')
    assert.match(page.body, /1 个账号被锁定/)
    assert.match(page.body, /锁定至 2026-03-10 09:45/)
    assert.equal((await an.post(`${path}/unlocking`)).statusCode, 303)
    assert.equal((await zhou()).lockedUntil, null)
  })

  test('sees who failed lately, and clears it', async () => {
    const { an, path, change, zhou } = await watch()
    await change({ failures: 3 })
    assert.match((await an.get('/security')).body, /连续失败 3 次/)
    assert.equal((await an.post(`${path}/unlocking`)).statusCode, 303)
    assert.equal((await zhou()).failures, 0)
  })

  test('signs a person out everywhere', async () => {
    const { an, path, browserOf, cast } = await watch()
    const zhou = await browserOf(cast.zhou)
    assert.match((await an.get(path)).body, /127\.0\.0\.1/)
    await an.post(`${path}/signing-out`)
    assert.equal((await zhou.get('/account')).statusCode, 303)
  })

  test('resets a second factor with a reason, which ends sessions and recovery codes', async () => {
    const { an, path, browserOf, cast, zhou, store } = await watch()
    const browser = await browserOf(cast.zhou)
    assert.equal((await an.post(`${path}/second-factor-reset`, { why: ' ' })).statusCode, 422)
    assert.notEqual((await zhou()).totpSecret, null)
    assert.equal((await an.post(`${path}/second-factor-reset`, { why: '手机丢失' })).statusCode, 303)
    assert.deepEqual([(await zhou()).totpSecret, (await zhou()).totpConfirmedAt], [null, null])
    assert.equal((await browser.get('/account')).statusCode, 303)
    assert.equal((await an.post(`${path}/second-factor-reset`, { why: '手机丢失' })).statusCode, 422)
    const [newest] = await trailOf(store.read, 'person', cast.zhou.id)
    assert.deepEqual([newest?.happening, newest?.why], ['accounts.second-factor-reset', '手机丢失'])
  })

  for (const [days, listed] of [
    [90, false],
    [91, true],
  ] as const) {
    test(`after ${days} days without a sign-in an account is ${listed ? '' : 'not yet '}dormant`, async () => {
      const { cast, clock, browserOf } = await watch()
      clock.forward(days * 24 * 60)
      const { body } = await (await browserOf(cast.an)).get('/security')
      assert.equal(body.includes(cast.wu.name), listed)
    })
  }

  test('reads the settings in force', async () => {
    const { an } = await watch()
    const { body } = await an.get('/security')
    for (const words of [
      '连续失败 5 次锁定 15 分钟',
      '20 分钟',
      '8 小时',
      '90 天，不能与最近 5 次相同',
      '未启用',
    ])
      assert.ok(body.includes(words), words)
  })

  test('finds a person by name, and reads it all in English too', async () => {
    const { an, path } = await watch()
    assert.ok((await an.get('/security?find=zhou')).body.includes(path))
    assert.match((await an.get('/security?find=nobody')).body, /没有符合条件的人员/)
    an.setCookie('lang', 'en')
    for (const url of ['/security', '/security?find=zhou', path])
      assert.match((await an.get(url)).body, /lang="en"/, url)
  })
})

describe('an alarm', () => {
  test('waits in the outbox with what caused it, where the installation named a place for it', async () => {
    const { an, path, store, clock } = await watch({ ALARM_URL: 'http://127.0.0.1:1/robot' })
    await an.post(`${path}/second-factor-reset`, { why: '手机丢失' })
    const due = await dueInOutbox(store.read, clock.now(), 10)
    assert.deepEqual(
      due.map(({ kind, payload }) => [kind, payload.alarm, payload.name]),
      [['alarm', 'accounts.second-factor-reset', 'zhou']],
    )
  })

  test('is not even written where it named none', async () => {
    const { an, path, store, clock } = await watch()
    await an.post(`${path}/second-factor-reset`, { why: '手机丢失' })
    assert.deepEqual(await dueInOutbox(store.read, clock.now(), 10), [])
  })
})
