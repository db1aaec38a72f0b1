import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import type { CastName } from '../../seeds/people.ts'
import { firmOf } from '../../server/enterprises/index.ts'
import { firmWithCode } from '../../server/enterprises/rows.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import { Browser, runningTown } from '../support/app.ts'
import { table } from '../support/table.ts'
import { anotherPerson } from '../support/world.ts'
import { evidence, registered, soundCode, typedFirm, wrongCode } from './sample.ts'

/** What the page says went wrong. */
const saidBy = (body: string) => /<div class="error-summary"[\s\S]*?<\/div>/.exec(body)?.[0] ?? ''
const typedIn = (body: string, name: string) =>
  new RegExp(`name="${name}"[^>]*value="([^"]*)"`).exec(body)?.[1]
const chosenOf = (body: string, name: string) => {
  const select = new RegExp(`<select[^>]*name="${name}"[\\s\\S]*?</select>`).exec(body)?.[0] ?? ''
  return /value="([^"]*)" selected/.exec(select)?.[1]
}
/** The step that a page asks of its reader. */
const stepOf = (body: string) => /<section class="next-step[\s\S]*?<\/section>/.exec(body)?.[0] ?? ''

async function street() {
  const made = await runningTown()
  const nobody = () => new Browser(made.app)
  const of = (name: CastName) => made.browserOf(made.cast[name])
  const { linFirm, fangFirm } = made.cast.enterpriseIds
  const rowOf = async (id: typeof linFirm) => present(await firmOf(made.store.read, id), 'the firm')
  const set = (id: typeof linFirm, changes: Partial<typeof enterprises.$inferInsert>) =>
    made.store.transact((tx) => tx.update(enterprises).set(changes).where(eq(enterprises.id, id)))
  return { ...made, nobody, of, linFirm, fangFirm, rowOf, set }
}

describe('the form of registration', () => {
  test('has the code first and the consent unticked, in both languages', async () => {
    const { nobody } = await street()
    for (const [lang, words] of [
      ['zh', '统一社会信用代码'],
      ['en', 'Unified social credit code'],
    ] as const) {
      const browser = nobody()
      browser.setCookie('lang', lang)
      const { statusCode, body } = await browser.get('/register')
      assert.equal(statusCode, 200)
      assert.ok(body.includes(words))
      const form = /<form id="form"[\s\S]*?<\/form>/.exec(body)?.[0] ?? ''
      assert.equal(/<(?:input|select|textarea)[^>]*id="(\w+)"/.exec(form)?.[1], 'uscc')
      assert.ok(!/name="consent"[^>]*checked/.test(form))
      assert.equal(form.match(/<button/g)?.length, 1, 'so that Enter sends the form')
    }
  })

  test('what is wrong is said at its field, and everything typed but the passwords is kept', async () => {
    const { nobody } = await street()
    const wrong = {
      ...typedFirm,
      uscc: wrongCode,
      phone: '123',
      foundedOn: '2020-02-30',
      name: '<i>青桐木器',
      consent: 'no',
    }
    const { statusCode, body } = await nobody().post('/register', wrong)
    assert.equal(statusCode, 422)
    for (const name of ['uscc', 'phone', 'foundedOn', 'consent'])
      assert.ok(saidBy(body).includes(`href="#${name}"`), name)
    assert.equal(typedIn(body, 'phone'), '123')
    assert.equal(typedIn(body, 'name'), '&lt;i&gt;青桐木器')
    assert.deepEqual([chosenOf(body, 'industry'), chosenOf(body, 'region')], ['C21', '340603001'])
    assert.ok(!body.includes(typedFirm.password))
  })

  for (const [name, value] of [
    ['state', 'verified'],
    ['role', 'bureau-head'],
    ['size', 'micro'],
  ] as const)
    test(`nobody registers with a ${name} of his choice`, async () => {
      const { nobody, store } = await street()
      const { statusCode } = await nobody().post('/register', { ...typedFirm, [name]: value })
      assert.equal(statusCode, 422)
      assert.equal(await firmWithCode(store.read, soundCode), null)
    })

  test('two passwords that differ are told apart before anything is kept', async () => {
    const { nobody, store } = await street()
    const { statusCode, body } = await nobody().post('/register', { ...typedFirm, again: 'Wood-and-2027' })
    assert.equal(statusCode, 422)
    assert.ok(saidBy(body).includes('href="#again"'))
    assert.equal(await firmWithCode(store.read, soundCode), null)
  })

  test('a code that somebody has is refused without a word about who', async () => {
    const { nobody, cast, linFirm, rowOf } = await street()
    const { uscc } = await rowOf(linFirm)
    const { statusCode, body } = await nobody().post('/register', { ...typedFirm, uscc })
    assert.equal(statusCode, 422)
    assert.ok(saidBy(body).includes('href="#uscc"'))
    assert.ok(!body.includes(cast.lin.organisation) && !body.includes(cast.lin.name))
  })

  test('a code in full-width with spaces registers, signs in and leads to the profile', async () => {
    const { nobody, store } = await street()
    const browser = nobody()
    const typed = {
      ...typedFirm,
      uscc: ' ９１３４０６００ ｍａ００００１０００ ',
      phone: '１５４ ０００ ０９９９９',
    }
    const sent = await browser.post('/register', { ...typed, _once: 'k' })
    assert.deepEqual([sent.statusCode, sent.headers.location], [303, '/enterprise'])
    assert.ok(await firmWithCode(store.read, soundCode))
    for (const lang of ['zh', 'en']) {
      browser.setCookie('lang', lang)
      const { statusCode, body } = await browser.get('/enterprise')
      assert.equal(statusCode, 200)
      assert.ok(body.includes(soundCode) && body.includes('15400009999'))
    }
    assert.equal((await browser.get('/register')).headers.location, '/')
    assert.equal((await browser.post('/register', typed)).headers.location, '/')
  })

  test('sent twice it registers once', async () => {
    const { nobody } = await street()
    const [browser, other] = [nobody(), nobody()]
    const answers = await Promise.all([
      browser.post('/register', { ...typedFirm, _once: 'k' }),
      other.post('/register', { ...typedFirm, _once: 'k' }),
    ])
    assert.deepEqual(answers.map(({ statusCode }) => statusCode).toSorted(), [303, 409])
  })
})

describe('the code answers as it is typed', () => {
  for (const row of table(`
    typed               | zh                 | en
    91340600MA0000015A  | 最后一位应为 T      | the last character should be T
    91340600MA0000015   | 现在是 17 位        | this has 17
    91340600MA0000015O  | 没有字母            | never occur
    ９１３４０６００ｍａ００００１０００ | 91340600MA00001000 校验通过 | 91340600MA00001000 is sound
  `)) {
    test(`${row.typed}: ${row.en}`, async () => {
      const { nobody } = await street()
      for (const [lang, words] of [
        ['zh', row.zh],
        ['en', row.en],
      ] as const) {
        const browser = nobody()
        browser.setCookie('lang', lang)
        const part = await browser.post('/register/code', { uscc: row.typed }, { 'hx-request': 'true' })
        assert.equal(part.statusCode, 200)
        assert.ok(part.body.includes('id="uscc-answer"') && !part.body.includes('<!doctype html>'))
        assert.ok(part.body.includes(words), part.body)
        assert.ok((await browser.post('/register/code', { uscc: row.typed })).body.includes(words))
      }
    })
  }

  test('and again on submit, with the character that would be right', async () => {
    const { nobody } = await street()
    const browser = nobody()
    browser.setCookie('lang', 'en')
    const { statusCode, body } = await browser.post('/register', { ...typedFirm, uscc: '91340600MA0000015A' })
    assert.equal(statusCode, 422)
    assert.ok(saidBy(body).includes('the last character should be T'))
    assert.equal(typedIn(body, 'uscc'), '91340600MA0000015A')
  })
})

describe('a code that fails its check, on evidence', () => {
  test('waits for the bureau, who accepts it with a reason and leaves that in the timeline', async () => {
    const { nobody, of, store } = await street()
    const owner = nobody()
    const typed = { ...typedFirm, uscc: wrongCode, usccEvidence: evidence }
    assert.equal((await owner.post('/register', typed)).statusCode, 303)
    const { id } = present(await firmWithCode(store.read, wrongCode), 'the firm just registered')
    const qin = await of('qin')
    const { body } = await qin.get(`/enterprises/${id}`)
    assert.ok(body.includes(evidence) && body.includes('最后一位应为 0'))
    const version = typedIn(body, 'version') ?? ''
    const bare = await qin.post(`/enterprises/${id}/verification`, { version, reason: '' })
    assert.equal(bare.statusCode, 422)
    assert.ok(saidBy(bare.body).includes('href="#verification-reason"'))
    const sent = await qin.post(`/enterprises/${id}/verification`, { version, reason: '已核对执照原件' })
    assert.equal(sent.statusCode, 303)
    const after = (await qin.get(`/enterprises/${id}`)).body
    for (const words of ['凭证据认可信用代码', '已核对执照原件', '通过核对', '企业注册'])
      assert.ok(after.includes(words), words)
    assert.ok(stepOf((await owner.get('/enterprise')).body).includes('/needs/new'))
  })
})

describe('the profile of a firm', () => {
  test('is asked for by nobody but its own people', async () => {
    const { of, nobody } = await street()
    assert.equal((await nobody().get('/enterprise')).statusCode, 303)
    for (const name of ['zhou', 'qin', 'mei', 'guan'] as const)
      for (const url of ['/enterprise', '/enterprise/edit', '/enterprise/figures/2025'])
        assert.equal((await (await of(name)).get(url)).statusCode, 403, `${name} ${url}`)
    const fang = (await (await of('fang')).get('/enterprise')).body
    assert.ok(fang.includes('方圆食品') && !fang.includes('临涣纺织'))
  })

  test('shows the clerk what it shows the owner', async () => {
    const { of } = await street()
    for (const name of ['lin', 'xu'] as const) {
      const { statusCode, body } = await (await of(name)).get('/enterprise')
      assert.equal(statusCode, 200)
      for (const words of ['91340600MA0000015T', '相城农村商业银行', '34,800,000.00', 'A 级'])
        assert.ok(body.includes(words), words)
    }
  })

  test('says in each state what to do next', async () => {
    const { of, set, linFirm } = await street()
    const lin = await of('lin')
    for (const [state, href, returnedFor] of [
      ['verified', '/needs/new', null],
      ['under-review', '/needs/new', null],
      ['returned', '/enterprise/edit', '名称与执照不一致'],
      ['closed', '/', null],
    ] as const) {
      await set(linFirm, { state, returnedFor })
      for (const lang of ['zh', 'en']) {
        lin.setCookie('lang', lang)
        const step = stepOf((await lin.get('/enterprise')).body)
        assert.ok(step.includes(`href="${href}"`), `${state}: ${step}`)
        if (returnedFor) assert.ok(step.includes(returnedFor))
      }
    }
  })

  // 2000 万元 and 300 people make a medium firm of the group; one fen or one person less does not.
  for (const row of table(`
    employees | revenue        | size | decided
    300       | 20,000,000     | 中型 | 达到中型下限：从业人员 300 人及以上、营业收入 2,000 万元及以上。
    300       | 19,999,999.99  | 小型 | 未达到中型下限：营业收入 2,000 万元及以上。
    299       | 20,000,000     | 小型 | 未达到中型下限：从业人员 300 人及以上。
    ３００    | ２０００万     | 中型 | 未达到大型下限：从业人员 1,000 人及以上、营业收入 40,000 万元及以上。
  `)) {
    test(`${row.employees} people and ${row.revenue} yuan: ${row.size}, and why`, async () => {
      const { of, linFirm, rowOf } = await street()
      const lin = await of('lin')
      const url = '/enterprise/figures/2025'
      const version = String((await rowOf(linFirm)).version)
      const typed = { version, employees: row.employees, revenueFen: row.revenue, assetsFen: '' }
      assert.equal((await lin.post(url, typed)).statusCode, 303)
      const { body } = await lin.get('/enterprise')
      assert.ok(body.includes(`<strong>${row.size}</strong>`))
      assert.ok(body.includes('“工业”') || body.includes('&#34;工业'))
      assert.ok(body.includes(row.decided), row.decided)
    })
  }

  test('a missing figure is named, and nothing is guessed', async () => {
    const { of, linFirm, rowOf } = await street()
    const lin = await of('lin')
    const version = String((await rowOf(linFirm)).version)
    await lin.post('/enterprise/figures/2025', { version, employees: '86', revenueFen: '', assetsFen: '' })
    const { body } = await lin.get('/enterprise')
    assert.ok(body.includes('<strong>待确定</strong>') && body.includes('还缺：营业收入'))
  })

  test('wrong figures are kept as typed; a year that is not asked for is not there', async () => {
    const { of, linFirm, rowOf } = await street()
    const lin = await of('lin')
    const version = String((await rowOf(linFirm)).version)
    const typed = { version, employees: '八十六', revenueFen: '-5', assetsFen: '1' }
    const { statusCode, body } = await lin.post('/enterprise/figures/2025', typed)
    assert.equal(statusCode, 422)
    assert.deepEqual([typedIn(body, 'employees'), typedIn(body, 'revenueFen')], ['八十六', '-5'])
    for (const year of ['2026', '2022', '1', 'x'])
      assert.equal((await lin.get(`/enterprise/figures/${year}`)).statusCode, 404, year)
    const other = await lin.post('/enterprise/figures/2025', { ...typed, enterpriseId: newId() })
    assert.equal(other.statusCode, 422)
  })

  test('is changed once per version: the second form gets 409', async () => {
    const { of, linFirm, rowOf } = await street()
    const lin = await of('lin')
    const { body } = await lin.get('/enterprise/edit')
    assert.ok(!body.includes('name="uscc"'), 'a verified code is not asked again')
    const typed = {
      ...{ name: typedIn(body, 'name') ?? '', legalRepresentative: '林秀英', foundedOn: '2016-05-18' },
      ...{ industry: 'C17', region: '340603001', mainBankId: '', taxGrade: '' },
      version: typedIn(body, 'version') ?? '',
    }
    assert.equal((await lin.post('/enterprise/edit', { ...typed, phone: '0561-3012345' })).statusCode, 303)
    assert.equal((await lin.post('/enterprise/edit', { ...typed, phone: '15400001111' })).statusCode, 409)
    const firm = await rowOf(linFirm)
    assert.deepEqual([firm.phone, firm.mainBankId, firm.taxGrade], ['05613012345', null, null])
    const figures = { version: typed.version, employees: '1', revenueFen: '1', assetsFen: '1' }
    assert.equal((await lin.post('/enterprise/figures/2025', figures)).statusCode, 409)
  })

  test('a returned firm is asked for its code too, and is answered when it is wrong', async () => {
    const made = await street()
    const firm = await registered(made, { uscc: wrongCode, usccEvidence: evidence })
    await made.set(firm.id, { state: 'returned', returnedFor: '代码最后一位请核对' })
    await made.set(made.linFirm, { state: 'returned', returnedFor: '代码最后一位请核对' })
    const lin = await made.of('lin')
    lin.setCookie('lang', 'en')
    const { body } = await lin.get('/enterprise/edit')
    assert.equal(typedIn(body, 'uscc'), '91340600MA0000015T')
    const { name, legalRepresentative, phone, industry, region, foundedOn } = typedFirm
    const typed = {
      ...{ name, legalRepresentative, phone, industry, region, foundedOn },
      ...{ usccEvidence: '', mainBankId: '', taxGrade: 'M', version: typedIn(body, 'version') ?? '' },
    }
    const wrong = await lin.post('/enterprise/edit', { ...typed, uscc: '91340600MA0000015A' })
    assert.equal(wrong.statusCode, 422)
    assert.ok(saidBy(wrong.body).includes('should be T'))
    assert.equal((await lin.post('/enterprise/edit', { ...typed, uscc: soundCode })).statusCode, 303)
    assert.deepEqual((await made.rowOf(made.linFirm)).state, 'under-review')
  })
})

describe('the list of firms', () => {
  test('is for the bureau and the townships alone', async () => {
    const { of, nobody } = await street()
    for (const name of ['lin', 'xu', 'zhou', 'qian', 'he', 'guan', 'shi'] as const)
      assert.equal((await (await of(name)).get('/enterprises')).statusCode, 403, name)
    assert.equal((await nobody().get('/enterprises')).statusCode, 303)
  })

  for (const row of table(`
    query                        | lin | fang
    -                            | yes | yes
    region=340603                | yes | no
    region=340604001             | no  | yes
    region=3406                  | yes | yes
    section=C                    | yes | yes
    section=F                    | no  | no
    size=small                   | yes | yes
    size=large                   | no  | no
    state=verified               | yes | yes
    state=returned               | no  | no
    q=临涣                       | yes | no
    q=ma0000023                  | no  | yes
    q=ｍａ０００００１５           | yes | no
    q=LHFZ                       | yes | no
    q=%25                        | no  | no
    q=_                          | no  | no
    page=2                       | no  | no
    size=king&state=x&section=1  | yes | yes
  `)) {
    test(`asked for ${row.query}: Lin ${row.lin}, Fang ${row.fang}`, async () => {
      const { of } = await street()
      const qin = await of('qin')
      const { statusCode, body } = await qin.get(
        `/enterprises?${row.query === '-' ? '' : encodeURI(row.query).replaceAll('%2525', '%25')}`,
      )
      assert.equal(statusCode, 200)
      assert.deepEqual(
        [body.includes('临涣纺织'), body.includes('方圆食品')],
        [row.lin === 'yes', row.fang === 'yes'],
      )
    })
  }

  test('what is asked for can be taken away one by one, in both languages', async () => {
    const { of } = await street()
    const qin = await of('qin')
    for (const lang of ['zh', 'en']) {
      qin.setCookie('lang', lang)
      const { body } = await qin.get('/enterprises?size=small&q=lh&page=1')
      assert.match(body, /class="chip" href="\/enterprises\?q=lh"/)
      assert.match(body, /class="chip" href="\/enterprises\?size=small"/)
    }
  })

  test('ends at the region of its reader, whatever the address asks for', async () => {
    const made = await street()
    const mei = await made.of('mei')
    for (const query of ['', '?region=3406', '?region=340604', '?region=340604001', '?q=fysp'])
      assert.ok(!(await mei.get(`/enterprises${query}`)).body.includes('方圆食品'), query)
    assert.ok((await mei.get('/enterprises')).body.includes('临涣纺织'))
    const wide = await made.browserOf(await anotherPerson(made, 'bureau-analyst', { region: '3407' }))
    assert.ok(!(await wide.get('/enterprises?region=3406')).body.includes('临涣纺织'))
    // A firm that gave only its county belongs to no township.
    await made.set(made.linFirm, { region: '340603' })
    assert.ok(!(await mei.get('/enterprises')).body.includes('临涣纺织'))
    assert.equal((await mei.get(`/enterprises/${made.linFirm}`)).statusCode, 404)
  })

  test('turns its pages without losing what was asked for', async () => {
    const made = await street()
    const names = Array.from({ length: 21 }, (_, number) => String(number).padStart(2, '0'))
    await made.store.transact(async (tx) => {
      const [lin] = await tx.select().from(enterprises).where(eq(enterprises.id, made.linFirm))
      for (const number of names)
        await tx.insert(enterprises).values({
          ...present(lin, 'the firm of Lin'),
          ...{ id: newId<'enterprise'>(), uscc: `9134060000000000${number}`, name: `木器${number}厂` },
          pinyin: `mq${number}c`,
        })
    })
    const qin = await made.of('qin')
    const first = (await qin.get('/enterprises?q=mq')).body
    assert.ok(first.includes('木器00厂') && first.includes('木器19厂') && !first.includes('木器20厂'))
    assert.ok(first.includes('/enterprises?q=mq&amp;page=2') || first.includes('/enterprises?q=mq&page=2'))
    const second = (await qin.get('/enterprises?q=mq&page=2')).body
    assert.ok(second.includes('木器20厂') && !second.includes('木器19厂'))
  })
})

describe('a firm before the bureau', () => {
  test('strangers of every kind see nothing of it', async () => {
    const made = await street()
    const url = `/enterprises/${made.linFirm}`
    for (const name of ['lin', 'fang', 'zhou', 'qian', 'he', 'guan', 'shi'] as const) {
      const { statusCode, body } = await (await made.of(name)).get(url)
      assert.equal(statusCode, 403, name)
      assert.ok(!body.includes('91340600MA0000015T'), name)
    }
    const elsewhere = await made.browserOf(await anotherPerson(made, 'bureau-head', { region: '340604' }))
    assert.equal((await elsewhere.get(url)).statusCode, 404)
    const typed = { version: '1', reason: '', words: '请补充材料' }
    assert.equal(
      (await elsewhere.post(`${url}/return`, { version: '1', words: typed.words })).statusCode,
      404,
    )
    assert.equal((await elsewhere.post(`${url}/verification`, { version: '1', reason: '' })).statusCode, 404)
    const qin = await made.of('qin')
    for (const id of [newId(), 'none', '1'])
      assert.equal((await qin.get(`/enterprises/${id}`)).statusCode, 404, id)
  })

  test('the township reads, in both languages, and decides nothing', async () => {
    const made = await street()
    const { id } = await registered(made)
    const mei = await made.of('mei')
    for (const lang of ['zh', 'en']) {
      mei.setCookie('lang', lang)
      const { statusCode, body } = await mei.get(`/enterprises/${id}`)
      assert.equal(statusCode, 200)
      assert.ok(
        body.includes(typedFirm.name) && !body.includes('/verification"') && !body.includes('/return"'),
      )
    }
    assert.equal((await mei.post(`/enterprises/${id}/verification`, { version: '1' })).statusCode, 403)
    assert.equal((await mei.post(`/enterprises/${id}/return`, { version: '1', words: 'x' })).statusCode, 403)
  })

  test('is returned only with words, which the firm then reads', async () => {
    const made = await street()
    const { id } = await registered(made)
    const lu = await made.of('lu')
    const empty = await lu.post(`/enterprises/${id}/return`, { version: '1', words: '  ' })
    assert.equal(empty.statusCode, 422)
    assert.ok(saidBy(empty.body).includes('href="#return-words"'))
    const words = '名称与营业执照不一致，请改为执照上的名称'
    assert.equal((await lu.post(`/enterprises/${id}/return`, { version: '1', words })).statusCode, 303)
    assert.ok((await lu.get(`/enterprises/${id}`)).body.includes(words))
    assert.equal((await made.rowOf(id)).returnedFor, words)
  })

  test('a second decision, and one on an older version, are told so', async () => {
    const made = await street()
    const { id } = await registered(made)
    const qin = await made.of('qin')
    const url = `/enterprises/${id}/verification`
    assert.equal((await qin.post(url, { version: '9', reason: '' })).statusCode, 409)
    assert.equal((await qin.post(url, { version: '1', reason: '', _once: 'one' })).statusCode, 303)
    const again = await qin.post(url, { version: '2', reason: '' })
    assert.equal(again.statusCode, 422)
    assert.ok(again.body.includes('现在的状态不能这样办理') && again.body.includes(`/enterprises/${id}`))
    const late = await qin.post(`/enterprises/${id}/return`, { version: '2', words: '请补充材料' })
    assert.equal(late.statusCode, 422)
    assert.equal((await made.rowOf(id)).state, 'verified')
  })
})
