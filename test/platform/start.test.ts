import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { people } from '../../db/tables/accounts.ts'
import { loadReference } from '../../seeds/reference/load.ts'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { byPlatform, hasAdministrator, inviteFirstAdministrator } from '../../server/accounts/index.ts'
import { buildApp } from '../../server/app.ts'
import { readConfig } from '../../server/config.ts'
import { handClock } from '../../server/platform/clock.ts'
import { speak } from '../../server/platform/web/words.ts'
import { loadPolicies, policyBook } from '../../server/policies/index.ts'
import { Browser, morning } from '../support/app.ts'
import { freshStore } from '../support/database.ts'

/** A program in production, right after its installation. */
async function installed() {
  const store = await freshStore()
  const clock = handClock(morning)
  const policies = policyBook()
  await loadPolicies(store, clock, policies, referencePolicies)
  const config = readConfig({
    NODE_ENV: 'production',
    SECRET: 'zP4kQ9vLxT2mW8rN5bY7cD1fG6hJ3sA0',
    LEDGER_KEY: 'hT7wE2uK9pR4xV6nB1mC8zL3qJ5sD0fG',
    ORIGIN: 'https://rongqiao.example',
    DATABASE_URL: 'file:data/rongqiao.db',
    FILES_FOLDER: '/var/lib/rongqiao/files',
    LOG_LEVEL: 'silent',
  })
  const words = { zh: speak('zh'), en: speak('en') }
  const app = await buildApp({
    config,
    store,
    clock,
    policies,
    words,
    version: 'test',
    reference: loadReference(policies),
  })
  await app.ready()
  const by = byPlatform(clock.now(), clock.today())
  const invite = () =>
    inviteFirstAdministrator(store, by, { signInName: 'guan', name: '管平', region: '3406' })
  return { store, app, invite }
}

describe('a new installation', () => {
  test('has no account of any kind, and its sign-in page lists nobody', async () => {
    const { store, app } = await installed()
    assert.equal(await store.read.$count(people), 0)
    const { body } = await new Browser(app).get('/sign-in')
    assert.ok(!body.includes('Bridge-2026') && !body.includes('演示'))
  })

  test('invites its first administrator once, who sets the password himself', async () => {
    const { store, app, invite } = await installed()
    const invited = await invite()
    assert(invited.ok)
    assert.ok(await hasAdministrator(store.read))
    const again = await invite()
    assert.equal(!again.ok && again.refusal.code, 'administrator-there')
    const browser = new Browser(app)
    assert.equal((await browser.get(`/setup/${invited.secret}`)).statusCode, 200)
    const typed = { password: 'Bridge-2027', again: 'Bridge-2027' }
    assert.equal((await browser.post(`/setup/${invited.secret}`, typed)).statusCode, 303)
    await browser.post('/sign-in', { signInName: 'guan', password: 'Bridge-2027' })
    assert.equal((await browser.get('/people')).headers.location, '/sign-in/code')
  })
})
