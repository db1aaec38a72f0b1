import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { storedFiles } from '../../db/tables/documents.ts'
import { castInstitutions } from '../../seeds/people.ts'
import { trailOf } from '../../server/audit/index.ts'
import { book } from '../../server/bridges/index.ts'
import { folderOf, sweepFiles } from '../../server/documents/index.ts'
import { present } from '../../server/platform/assert.ts'
import { promiseOf } from '../../server/promises/index.ts'
import { runningTown } from '../support/app.ts'
import { pdf, xlsx } from '../support/papers.ts'
import { dueLoan, funded, fundingRows, hands, million, paidOut, pool } from './played.ts'

/** The page without its marks, so that words can be looked for as a reader sees them. */
const textOf = (body: string) => body.replace(/<script[\s\S]*?<\/script>|<[^>]+>/g, ' ').replace(/\s+/g, ' ')

describe('the pages of the bridge pool', () => {
  test('lead a firm, its bank and the pool from the application to the end, without a script', async () => {
    const made = await runningTown()
    const { cast, clock, browserOf, store } = made
    const at = await pool(made, 10 * million)
    const loan = await dueLoan(made)
    const play = hands(made)
    const people = {
      lin: cast.lin,
      tang: cast.tang,
      qin: cast.qin,
      ye: cast.ye,
      qian: cast.qian,
      song: cast.song,
      jiang: cast.jiang,
      zhou: cast.zhou,
    }
    let browsers = new Map<string, Awaited<ReturnType<typeof browserOf>>>()
    const signIn = async () => {
      browsers = new Map(
        await Promise.all(
          Object.entries(people).map(async ([name, one]) => [name, await browserOf(one)] as const),
        ),
      )
    }
    await signIn()
    const as = (name: keyof typeof people) => present(browsers.get(name), 'a browser')

    const form = await as('lin').get(`/loans/${loan.id}/bridge`)
    assert.match(textOf(form.body), /应付费用 [\d,.]+ 元 暂定 同样天数的市场价 [\d,.]+ 元/)
    const home = (await as('lin').get('/')).body
    assert.match(textOf(home), /银行要求先还后贷，可以申请过桥资金 .*2026-03-20 到期，还有 10 天/)
    assert.ok(home.includes(`href="/loans/${loan.id}/bridge"`))
    const wrong = await as('lin').post(`/loans/${loan.id}/bridges`, {
      pool: at.id,
      borrower: 'firm',
      amountFen: '2000万',
      payOn: '2026-03-12',
      backOn: '2026-03-18',
      whyNot: '银行要求先还后贷。',
    })
    assert.equal(wrong.statusCode, 422)
    assert.match(textOf(wrong.body), /不能超过旧贷款应还的本金 1,000,000.00 元/)
    assert.match(wrong.body, /value="2000万"/, 'what was typed is kept')
    const sent = await as('lin').post(`/loans/${loan.id}/bridges`, {
      pool: at.id,
      borrower: 'firm',
      amountFen: '90万',
      payOn: '2026-03-12',
      backOn: '2026-03-18',
      whyNot: '银行要求先还后贷。',
    })
    const url = String(sent.headers.location)
    assert.match(url, /^\/bridges\/\w{26}$/)
    const id = url.slice('/bridges/'.length) as Parameters<typeof play.now>[0]
    /** Does one thing as the page has it: its form is there, and it is answered by going on. */
    const does = async (
      name: keyof typeof people,
      key: string,
      fields: Record<string, string> = {},
      where = url,
    ) => {
      const { body } = await as(name).get(url)
      assert.ok(body.includes(`action="${where}/${key}"`), `${name} is shown ${key}`)
      const { version } = where === url ? await play.now(id) : await play.promise(id)
      const answer = await as(name).post(`${where}/${key}`, { ...fields, version: String(version) })
      assert.equal(answer.statusCode, 303, `${name} ${key}: ${textOf(answer.body).slice(0, 300)}`)
      assert.equal((await as(name).get(url)).statusCode, 200)
    }
    assert.match(textOf((await as('lin').get('/')).body), /正在办的过桥.*GQ20260310-0001 90 待齐全性审查/)
    const bare = { lacking: '', version: String((await play.now(id)).version) }
    const early = await as('tang').post(`${url}/completeness`, bare)
    assert.match(textOf(early.body), /要求的材料还缺 4 项/)
    assert.match(textOf((await as('lin').get(url)).body), /请上传申请材料 还缺 4 项/)
    const brings = (who: keyof typeof people, paper: string, content: Buffer) =>
      as(who).send(`${url}/papers`, [
        { name: 'paper', value: paper },
        { name: 'file', value: content, fileName: `${paper}.pdf`, type: 'application/pdf' },
      ])
    const broken = await brings('lin', 'due-contract', Buffer.from('no paper'))
    assert.equal(broken.statusCode, 422)
    for (const kind of ['due-contract', 'business-licence', 'resolution', 'financial-statements', 'other'])
      assert.equal((await brings('lin', kind, pdf(kind))).statusCode, 303, kind)
    const ids = /\/bridge-papers\/(\w{26})/g
    const links = [...new Set([...(await as('tang').get(url)).body.matchAll(ids)].map(([link]) => link))]
    assert.equal(links.length, 5)
    const [contract = '', , , , surplus = ''] = links
    assert.equal((await as('lin').post(`${surplus}/removal`)).statusCode, 303)
    assert.equal((await as('tang').get(`${surplus}/content`)).statusCode, 404, 'what was taken back is gone')
    for (const reader of ['lin', 'tang', 'ye'] as const)
      assert.equal((await as(reader).get(`${contract}/content`)).statusCode, 200, reader)
    assert.equal((await as('qian').get(contract)).statusCode, 403, 'the bank has its own')
    // Who of the firm brought a paper is the firm's own; others read whose it is.
    for (const [reader, told] of [
      ['lin', true],
      ['tang', false],
      ['ye', false],
    ] as const)
      for (const at of [url, contract]) {
        const seen = textOf((await as(reader).get(at)).body)
        assert.equal(/\d\d:\d\d 林秀英/.test(seen), told, `${reader} ${at}`)
        assert.equal(/\d\d:\d\d 淮北市相山区临涣纺织有限公司/.test(seen), !told, `${reader} ${at}`)
      }
    assert.equal((await as('tang').get(`${contract}/download`)).statusCode, 200)
    const looks = (await trailOf(store.read, 'bridge', id)).map(({ happening }) => happening)
    assert.ok(looks.includes('bridges.paper-downloaded'))
    await does('tang', 'completeness')
    assert.equal((await brings('lin', 'other', pdf('late'))).statusCode, 422, 'complete is complete')
    assert.equal((await as('lin').post(`${contract}/removal`)).statusCode, 422)
    await does('tang', 'check', {
      stoppedMonths: '0',
      noVatMonths: '0',
      overdueMonths: '0',
      dishonest: 'no',
      word: 'yes',
      said: '',
    })
    const { version } = await play.now(id)
    const bureau = await as('qin').post(`${url}/word`, { word: 'yes', said: '', version: String(version) })
    assert.equal(bureau.statusCode, 403, 'the finance bureau is not the industry bureau')
    assert.match(textOf((await as('ye').get('/')).body), /有 1 件过桥申请等您给出意见/)
    assert.match(textOf((await as('ye').get('/bridges')).body), /GQ20260310-0001 .* 初审中/)
    await does('ye', 'word', { word: 'yes', said: '生产正常。' })
    assert.match(textOf((await as('ye').get('/')).body), /没有等您给意见的过桥申请/)
    const promise = present(await promiseOf(store.read, id), 'the letter')
    const letter = {
      amountFen: '1000000',
      validUntil: '2026-04-10',
      newLoanBy: '2026-03-16',
      letterNumber: '承 1 号',
      signer: '钱慧',
      accountName: '待划转',
      accountNumber: '2000 0012',
    }
    const signs = (changes: Record<string, string>, content: Buffer | null) =>
      as('qian').send(`/promises/${promise.id}/signature`, [
        ...Object.entries({ ...letter, version: '1', ...changes }).map(([name, value]) => ({ name, value })),
        ...(content
          ? [{ name: 'file', value: content, fileName: '承诺函.pdf', type: 'application/pdf' }]
          : []),
      ])
    assert.match(
      textOf((await as('qian').get('/bridges')).body),
      new RegExp(`待签的续贷承诺函.*${(await play.now(id)).number}`),
    )
    const small = await signs({ amountFen: '900000' }, pdf())
    assert.match(textOf(small.body), /承诺续贷额至少要 947,368.43 元/)
    for (const [content, says] of [
      [null, /请选择一个文件/],
      [await xlsx(), /承诺函要上传 PDF 或图片/],
      [Buffer.from('no pdf at all'), /这个文件的内容不是 PDF/],
    ] as const) {
      const wrong = await signs({}, content)
      assert.equal(wrong.statusCode, 422)
      assert.match(textOf(wrong.body), says)
      assert.match(wrong.body, /value="承 1 号"/, 'what was typed is kept')
    }
    assert.equal(await store.read.$count(storedFiles), 5, 'what was refused leaves nothing behind')
    const signed = await signs({}, pdf('letter'))
    assert.equal(signed.statusCode, 303, textOf(signed.body).slice(0, 300))
    assert.match(textOf((await as('qian').get('/bridges')).body), /待兑现的承诺.*100.*已出具/)
    for (const reader of ['lin', 'tang', 'qian', 'qin', 'ye'] as const)
      assert.deepEqual((await as(reader).get(`/promises/${promise.id}/file`)).rawPayload, pdf('letter'))
    assert.equal((await (await browserOf(cast.wu)).get(`/promises/${promise.id}/file`)).statusCode, 404)
    const folder = folderOf(made.parts)
    const { fileId } = await play.promise(id)
    clock.forward(60 * 24 * 3)
    assert.equal(await sweepFiles(made.parts, made.by(cast.tang)), 0)
    assert.ok(
      await folder.size(present(fileId, 'the file of the letter')),
      'the night leaves letters where they are',
    )
    clock.set('2026-03-10T01:40:00.000Z')
    const printed = await as('tang').get(`/promises/${promise.id}`)
    assert.match(textOf(printed.body), new RegExp(present((await play.promise(id)).sha256, 'its mark')))
    await does('tang', 'own-money', { ownMoneyFen: '100000', ownMoneyOn: '2026-03-10' })
    await does('song', 'approval')
    const other = await as('jiang').post(`${url}/payout`, {
      accountNumber: '20000013',
      version: String((await play.now(id)).version),
    })
    assert.match(textOf(other.body), /只能拨付到承诺函上的银行监管账户/)
    await does('jiang', 'payout', { accountNumber: '20000012' })
    assert.match(textOf((await as('tang').get(`/bridge-pools/${at.id}`)).body), /在外 90 万元/)
    const late = `/bridge-pools/${at.id}/calendar?late=${id}&days=5`
    assert.ok(
      (await as('tang').get(url)).body.includes(late.replace('&', '&amp;')),
      'a case leads to its own trial',
    )
    const tried = await as('tang').get(late)
    assert.match(textOf(tried.body), /晚还 5 天/)
    await play.repayOld(loan)
    await does('zhou', 'settlement')
    await does('zhou', 'new-loan', { newLoanFen: '1000000', newLoanOn: '2026-03-10', newContract: 'HT-NEW' })
    clock.set('2026-03-14T01:30:00.000Z')
    await signIn()
    const saturday = {
      amountFen: '900000',
      returnedOn: '2026-03-14',
      version: String((await play.now(id)).version),
    }
    const off = await as('jiang').post(`${url}/return`, saturday)
    assert.equal(off.statusCode, 422)
    assert.match(textOf(off.body), /2026-03-14 是休息日，本池账户当日不入账；请填 2026-03-16/)
    clock.set('2026-03-16T01:30:00.000Z')
    await signIn()
    await does('jiang', 'return', { amountFen: '900000', returnedOn: '2026-03-16' })
    await does('jiang', 'fee', { feeFen: '1260', feePaidOn: '2026-03-16' })
    assert.match(
      textOf((await as('lin').get(url)).body),
      /已结案.*实际费用 应付费用 1,260.00 元 暂定 同样天数的市场价 16,200.00 元 .*少付 14,940.00 元/,
    )
    assert.match(textOf((await as('lin').get('/bridges?view=all')).body), /已结案/)
    assert.match(textOf((await as('qin').get(`/bridge-pools/${at.id}`)).body), /累计投放 90 万元 1 笔，1 户/)
    const figures = textOf((await as('qin').get(`/bridge-pools/${at.id}/figures`)).body)
    assert.match(figures, /带动续贷 100 万元 使用过桥资金 90 万元，续贷为其 1.11 倍/)
    assert.match(
      figures,
      /相城农商行 1 90 100 1 \/ 1 0 0 0 最长 0/,
      'a promise kept, on the day on which the old loan was settled',
    )
  })

  test('let a firm choose among pools, each with its own most, cost and last day', async () => {
    const made = await runningTown()
    const { cast, browserOf } = made
    const first = await pool(made, 10 * million)
    const second = await pool(made, million / 2, 'licheng-2019', 'licheng')
    const loan = await dueLoan(made)
    const lin = await browserOf(cast.lin)
    const path = `/loans/${loan.id}/bridge`
    // Of 1,000,000 yuan due the firm brings a twentieth. Seven days in the first: five at 0.02 %, two at 0.04 %; five in the second.
    const table = textOf((await lin.get(path)).body)
    assert.match(table, /可选的资金池 .*950,000\.00 10 天（自然日） 2026-03-27 1,710\.00 19,950\.00/)
    assert.match(table, /950,000\.00 可用资金不足，要排队 5 天（自然日） 2026-03-25 950\.00 9,500\.00/)
    const chosen = await lin.get(`${path}?pool=${second.id}`)
    assert.match(chosen.body, new RegExp(`<option value="${second.id}" selected`))
    assert.match(textOf(chosen.body), /应付费用 950\.00 元 同样天数的市场价 9,500\.00 元/)
    assert.match(chosen.body, /value="2026-03-25"/)
    const asked = {
      ...{ pool: second.id, borrower: 'owner', amountFen: '90万' },
      ...{ payOn: '2026-03-20', backOn: '2026-03-25', whyNot: '银行要求先还后贷。' },
    }
    const wrong = await lin.post(`/loans/${loan.id}/bridges`, asked)
    assert.equal(wrong.statusCode, 422, 'the second lends to no owner in person')
    assert.match(
      textOf(wrong.body),
      /应付费用 950\.00 元/,
      'and the page still shows the pool that was chosen',
    )
    const sent = await lin.post(`/loans/${loan.id}/bridges`, { ...asked, borrower: 'firm' })
    assert.equal(sent.statusCode, 303)
    assert.match(textOf((await lin.get(String(sent.headers.location))).body), new RegExp(second.name.zh))
    assert.notEqual(first.id, second.id)
    // It takes its application back, and its reason is read by whoever opens the case.
    const place = String(sent.headers.location)
    assert.equal(
      (await lin.post(`${place}/withdrawal`, { why: '已自筹还款。', version: '1' })).statusCode,
      303,
    )
    assert.match(textOf((await (await browserOf(cast.tang)).get(place)).body), /已撤回 原因：已自筹还款。/)
  })

  test('let the head of the bureau open another pool, whose code comes once', async () => {
    const made = await runningTown()
    await pool(made, million)
    const lu = await made.browserOf(made.cast.lu)
    const asked = {
      ...{ nameZh: '相山区过桥资金池', nameEn: 'Bridge pool of Xiangshan', policy: 'licheng-2019' },
      ...{ code: 'xiangshan', institution: made.cast.institutionIds.pool },
    }
    for (const [code, says] of [
      ['Xiangshan', /账簿代码要以小写字母开头/],
      ['bridge', /这个账簿代码已有账簿/],
    ] as const) {
      const wrong = await lu.post('/bridge-pools', { ...asked, code })
      assert.equal(wrong.statusCode, 422)
      assert.match(textOf(wrong.body), says)
      assert.match(wrong.body, /value="相山区过桥资金池"/)
    }
    const done = await lu.post('/bridge-pools', asked)
    assert.equal(done.statusCode, 303)
    assert.match(textOf((await lu.get('/bridge-pools')).body), /过桥资金池 .*相山区过桥资金池 0 0 0 0 0/)
    const tang = await made.browserOf(made.cast.tang)
    assert.equal((await tang.get(String(done.headers.location))).statusCode, 200)
    assert.equal((await tang.post('/bridge-pools', asked)).statusCode, 403)
  })

  test('let an operator write an agreement down and a cashier book it', async () => {
    const made = await runningTown()
    const at = await pool(made, million)
    const tang = await made.browserOf(made.cast.tang)
    const jiang = await made.browserOf(made.cast.jiang)
    const cai = await made.browserOf(made.cast.cai)
    const report = `/bridge-pools/${at.id}/figures`
    assert.equal((await cai.get(report)).statusCode, 404, 'who funds nothing sees nothing')
    const funder = castInstitutions.treasury.name
    await funded(made, at, 2 * million, 'contribution', funder)
    const agreement = {
      kind: 'withdrawal',
      funder,
      agreement: '退出协议 2 号',
      fundedFen: '50万',
      agreedOn: '2026-03-10',
      plannedOn: '2026-03-09',
    }
    const wrong = await tang.post(`/bridge-pools/${at.id}/fundings`, agreement)
    assert.match(textOf(wrong.body), /到账日不能早于签约日/)
    await tang.post(`/bridge-pools/${at.id}/fundings`, { ...agreement, plannedOn: '2026-03-12' })
    const { id } = present(
      (await fundingRows(made)).find(({ state }) => state === 'agreed'),
      'the agreement',
    )
    assert.match(
      textOf((await jiang.get(`/bridge-pools/${at.id}`)).body),
      /国库支付中心\(演示\) 退出 500,000.00 元/,
    )
    const early = await book(made.parts, made.by(made.cast.tang), id, 1, made.clock.today())
    assert.equal(early.ok ? '' : early.refusal.code, 'bridge-same-person')
    assert.equal(
      (await jiang.post(`/bridge-fundings/${id}/booking`, { bookedOn: '2026-03-10', version: '1' }))
        .statusCode,
      303,
    )
    assert.deepEqual((await hands(made).balances(at))[0], 2.5 * million)
    // What does not come about is dropped for a reason that is read afterwards.
    await tang.post(`/bridge-pools/${at.id}/fundings`, {
      ...agreement,
      agreement: '协议 3 号',
      plannedOn: '2026-03-12',
    })
    const third = present(
      (await fundingRows(made)).find((one) => one.state === 'agreed'),
      'the third',
    )
    const drop = (why: string) => tang.post(`/bridge-fundings/${third.id}/dropping`, { why, version: '1' })
    const bare = await drop('')
    assert.equal(bare.statusCode, 422)
    assert.match(bare.body, new RegExp(`id="drop-${third.id}-why-error"`))
    // Of several the next stands there with its forms, and any other where it is asked for.
    await tang.post(`/bridge-pools/${at.id}/fundings`, { ...agreement, plannedOn: '2026-03-11' })
    const next = present(
      (await fundingRows(made)).find(({ plannedOn }) => plannedOn === '2026-03-11'),
      'the next',
    )
    const formsOn = async (query: string) =>
      [...(await tang.get(`/bridge-pools/${at.id}${query}`)).body.matchAll(/id="drop-(\w+)"/g)].map(
        ([, one]) => one,
      )
    assert.deepEqual(await formsOn(''), [next.id])
    const asked = `?agreement=${third.id}`
    assert.deepEqual(await formsOn(asked), [third.id])
    assert.ok((await tang.get(`/bridge-pools/${at.id}`)).body.includes(`${asked}#agreement`))
    assert.equal((await drop('出资方推迟到明年。')).statusCode, 303)
    assert.match(
      textOf((await jiang.get(`/bridge-pools/${at.id}`)).body),
      /协议 3 号 .*已作废 出资方推迟到明年。/,
    )
    assert.match((await cai.get('/bridge-pools')).body, new RegExp(`href="${report}"`))
    assert.match(textOf((await cai.get(report)).body), /还没有投放/)
    assert.equal((await cai.get(`/bridge-pools/${at.id}`)).statusCode, 403, 'its report, never its cases')
    await paidOut(made, await dueLoan(made), await pool(made, 9 * million))
    const read = (await cai.get(report)).body
    assert.match(textOf(read), /累计投放 90 .*退出协议 2 号 退出 500,000.00 .*已入账/)
    assert.ok(!read.includes(made.cast.lin.organisation), 'and no name of a firm')
  })
})
