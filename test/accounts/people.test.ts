import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setupLinks } from '../../db/tables/accounts.ts'
import { appointableRoles, placeFor, roles } from '../../server/accounts/person.ts'
import { account } from '../../server/accounts/rows.ts'
import { regionLevels } from '../../server/enterprises/divisions.ts'
import { institutionKinds } from '../../server/institutions/institution.ts'
import { newId } from '../../server/platform/ids.ts'
import { Browser, runningTown } from '../support/app.ts'
import { table } from '../support/table.ts'

const setupPath = (body: string) => /\/setup\/[\w-]{43}/.exec(body)?.[0] ?? ''
const fieldErrors = (body: string) =>
  [...body.matchAll(/<p class="field-error" id="(\w+)-error"/g)].map(([, id]) => id)

/** The administrator's browser, and one of nobody. */
async function office() {
  const made = await runningTown()
  const guan = await made.browserOf(made.cast.guan)
  const nobody = () => new Browser(made.app)
  const institution = made.cast.institutionIds.bankA
  const wanted = { name: '朱琳', signInName: 'zhu', role: 'bank-officer', institution, region: '' }
  const add = (changes: Record<string, string> = {}) => guan.post('/people', { ...wanted, ...changes })
  const idOf = async (name: string) =>
    /\/people\/([0-9a-z]{26})/.exec((await guan.get(`/people?find=${name}`)).body)?.[1] ?? ''
  return { ...made, guan, nobody, add, idOf }
}

describe('where a person of a role may belong', () => {
  for (const row of table(`
    role               | institution | region | answer
    bank-officer       | bank        | -      | fine
    bank-manager       | guarantor   | -      | institution-of-other-kind
    bank-officer       | -           | -      | needs-institution
    bank-officer       | bank        | city   | no-region-here
    guarantor-officer  | guarantor   | -      | fine
    reguarantor        | reguarantor | -      | fine
    treasury           | treasury    | -      | fine
    pool-cashier       | pool        | -      | fine
    pool-cashier       | bank        | -      | institution-of-other-kind
    bureau-head        | -           | city   | fine
    bureau-analyst     | -           | county | fine
    bureau-analyst     | -           | town   | region-of-other-level
    bureau-analyst     | -           | -      | needs-region
    bureau-analyst     | bank        | city   | no-institution-here
    township-officer   | -           | town   | fine
    township-officer   | -           | county | region-of-other-level
    industry-officer   | -           | city   | fine
    industry-officer   | -           | town   | region-of-other-level
    industry-officer   | pool        | -      | no-institution-here
    administrator      | -           | city   | fine
    auditor            | -           | town   | region-of-other-level
  `)) {
    test(`${row.role} at ${row.institution}, ${row.region}: ${row.answer}`, () => {
      const role = appointableRoles.find((one) => one === row.role)
      assert(role)
      const outcome = placeFor(role, {
        institution: institutionKinds.find((one) => one === row.institution) ?? null,
        region: regionLevels.find((one) => one === row.region) ?? null,
      })
      assert.equal(outcome.ok ? 'fine' : outcome.refusal.code, row.answer)
    })
  }

  test('every role but those of enterprises can be given', () => {
    assert.deepEqual(
      roles.filter((role) => !appointableRoles.some((one) => one === role)),
      ['enterprise-owner', 'enterprise-clerk'],
    )
  })
})

describe('a new person', () => {
  for (const [what, changes, field] of [
    ['an enterprise role', { role: 'enterprise-owner' }, 'role'],
    ['a role that does not exist', { role: 'king' }, 'role'],
    ['no name', { name: ' ' }, 'name'],
    ['a sign-in name with a space', { signInName: 'zhu lin' }, 'signInName'],
    ['a sign-in name in Chinese', { signInName: '朱琳琳' }, 'signInName'],
    ['a sign-in name that is taken', { signInName: 'zhou' }, 'signInName'],
    ['a sign-in name that is taken, in capitals', { signInName: 'ZHOU' }, 'signInName'],
    ['a bank officer without a bank', { institution: '' }, 'institution'],
    ['a bank that does not exist', { institution: '0'.repeat(26) }, 'institution'],
    ['a region that does not exist', { role: 'bureau-head', institution: '', region: '9999' }, 'region'],
  ] as const) {
    test(`is refused for ${what}, with what was typed kept`, async () => {
      const { add, guan } = await office()
      const answer = await add(changes)
      assert.equal(answer.statusCode, 422)
      assert.deepEqual(fieldErrors(answer.body), [field])
      if (!('name' in changes)) assert.match(answer.body, /value="朱琳"/)
      assert.match((await guan.get('/people?find=朱琳')).body, /没有符合条件的人员/, 'nobody was added')
    })
  }

  test('is refused when the form asks for what it does not offer', async () => {
    const { add } = await office()
    const answer = await add({ passwordHash: 'x', demo: 'true' })
    assert.equal(answer.statusCode, 422)
  })

  test('gets a link that the page shows once and the database does not keep', async () => {
    const { add, guan, store, idOf } = await office()
    const answer = await add()
    assert.equal(answer.statusCode, 200)
    const path = setupPath(answer.body)
    assert.ok(path)
    const id = await idOf('zhu')
    const page = await guan.get(`/people/${id}`)
    assert.ok(!page.body.includes(path.slice(7)))
    assert.match(page.body, /待设密码/)
    const [link] = await store.read.select().from(setupLinks)
    assert.ok(link && !path.includes(link.hash))
  })

  test('is not added twice by a second press', async () => {
    const { add } = await office()
    const once = newId()
    assert.equal((await add({ _once: once })).statusCode, 200)
    assert.equal((await add({ _once: once })).statusCode, 409)
  })

  test('sets the first password by the rules, and can then sign in; the link is used up', async () => {
    const { add, nobody } = await office()
    const path = setupPath((await add()).body)
    const browser = nobody()
    assert.match((await browser.get(path)).body, /zhu/)
    for (const [password, again] of [
      ['short', 'short'],
      ['Bridge-2027', 'Bridge-2028'],
      ['Zhu-zhu-zhu1', ''],
    ] as const)
      assert.equal((await browser.post(path, { password, again })).statusCode, 422)
    const set = await browser.post(path, { password: 'Bridge-2027', again: 'Bridge-2027' })
    assert.equal(set.headers.location, '/sign-in')
    assert.equal((await browser.get(path)).statusCode, 404)
    assert.equal((await browser.post(path, { password: 'Other-2027', again: 'Other-2027' })).statusCode, 404)
    await browser.post('/sign-in', { signInName: 'zhu', password: 'Bridge-2027' })
    assert.match((await browser.get('/account')).body, /朱琳/)
  })

  test('cannot use the link after seven days, nor an older one after a new one was made', async () => {
    const { add, guan, nobody, idOf, clock, cast, browserOf } = await office()
    const first = setupPath((await add()).body)
    const id = await idOf('zhu')
    const second = setupPath((await guan.post(`/people/${id}/setup-links`)).body)
    assert.equal((await nobody().get(first)).statusCode, 404)
    assert.equal((await nobody().get(second)).statusCode, 200)
    clock.forward(7 * 24 * 60)
    assert.equal((await nobody().get(second)).statusCode, 404)
    const later = await browserOf(cast.guan)
    assert.match((await later.get(`/people/${id}`)).body, /还没有可用的设置链接/)
  })

  test('a made-up link is found by nobody', async () => {
    const { nobody } = await office()
    for (const token of ['x', 'x'.repeat(43), '%00', '..%2f'])
      assert.ok([404, 400].includes((await nobody().get(`/setup/${token}`)).statusCode), token)
  })
})

describe('managing people', () => {
  test('nobody manages himself', async () => {
    const { guan, cast } = await office()
    for (const path of ['disablement', 'enablement', 'setup-links']) {
      const answer = await guan.post(`/people/${cast.guan.id}/${path}`, {
        ...(path === 'disablement' ? { why: '离职' } : {}),
      })
      assert.equal(answer.statusCode, 422, path)
    }
    assert.equal((await guan.get('/people')).statusCode, 200)
  })

  test('a person who does not exist is not found, whatever is asked', async () => {
    const { guan } = await office()
    for (const id of [newId(), 'x', "'--"]) {
      assert.equal((await guan.get(`/people/${id}`)).statusCode, 404)
      assert.equal((await guan.post(`/people/${id}/disablement`, { why: '离职' })).statusCode, 404)
    }
  })

  test('switching off asks why, ends sessions and links at once, and is refused a second time', async () => {
    const { guan, cast, browserOf, nobody } = await office()
    const zhou = await browserOf(cast.zhou)
    const path = `/people/${cast.zhou.id}`
    assert.equal((await guan.post(`${path}/disablement`, { why: '' })).statusCode, 422)
    assert.equal((await zhou.get('/account')).statusCode, 200)
    assert.equal((await guan.post(`${path}/disablement`, { why: '离职' })).statusCode, 303)
    assert.equal((await zhou.get('/account')).statusCode, 303)
    assert.equal((await guan.post(`${path}/disablement`, { why: '离职' })).statusCode, 409)
    assert.equal((await guan.post(`${path}/setup-links`)).statusCode, 422)
    assert.equal((await guan.post(`${path}/enablement`)).statusCode, 303)
    assert.equal((await guan.post(`${path}/enablement`)).statusCode, 409)
    const link = setupPath((await guan.post(`${path}/setup-links`)).body)
    await guan.post(`${path}/disablement`, { why: '离职' })
    assert.equal((await nobody().get(link)).statusCode, 404)
  })

  test('a link for a lost password ends sessions, and the old password with them', async () => {
    const { guan, cast, browserOf, store } = await office()
    const zhou = await browserOf(cast.zhou)
    await guan.post(`/people/${cast.zhou.id}/setup-links`)
    assert.equal((await zhou.get('/account')).statusCode, 303)
    assert.equal((await account(store.read, cast.zhou.id))?.passwordHash, null)
  })

  for (const [query, shown, hidden] of [
    ['find=周', '周明', '吴涛'],
    ['find=ZHOU', '周明', '吴涛'],
    ['find=100%25', '没有符合条件的人员', '周明'],
    ['role=auditor', '史明', '周明'],
    ['organisation=相城', '周明', '吴涛'],
    ['state=disabled', '没有符合条件的人员', '周明'],
    ['role=king', '错误', '周明'],
    ['page=9', '已经没有这一页', '周明'],
  ] as const) {
    test(`the list of ${query} shows ${shown} and not ${hidden}`, async () => {
      const { guan } = await office()
      const { statusCode, body } = await guan.get(`/people?${query}`)
      assert.equal(statusCode, 200)
      const list = body.slice(body.indexOf('id="people"'))
      assert.ok(list.includes(shown) && !list.includes(hidden))
    })
  }

  test('all pages speak English too', async () => {
    const { guan, cast, add } = await office()
    guan.setCookie('lang', 'en')
    for (const url of ['/people', '/people/new', `/people/${cast.zhou.id}`, `/people/${cast.guan.id}`])
      assert.match((await guan.get(url)).body, /lang="en"/, url)
    const { body } = await add({ signInName: 'a b' })
    assert.match(body, /A sign-in name begins with a letter/)
  })

  test('leaves a trail of who did what to whom', async () => {
    const { guan, add, cast, browserOf } = await office()
    await add()
    await guan.post(`/people/${cast.zhou.id}/disablement`, { why: '离职' })
    const { body } = await (await browserOf(cast.shi)).get('/trail')
    for (const words of ['新增人员', '停用账号', '离职', '管平 · 系统管理员'])
      assert.ok(body.includes(words), words)
  })
})
