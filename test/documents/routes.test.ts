import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, test } from 'node:test'
import { caseDocuments, documents, storedFiles } from '../../db/tables/documents.ts'
import * as cases from '../../server/applications/actions-documents.ts'
import { decline, withdraw } from '../../server/applications/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { dataKinds } from '../../server/consents/kind.ts'
import { noteLook } from '../../server/documents/index.ts'
import { casePapers } from '../../server/documents/rows.ts'
import { present } from '../../server/platform/assert.ts'
import { agreed, codeOf, inHall, offered, onShelf, taken } from '../applications/played.ts'
import { runningTown } from '../support/app.ts'
import { consented } from '../support/consenting.ts'
import { type FormPart, multipart } from '../support/multipart.ts'
import { jpeg, pdf, png, xlsx } from '../support/papers.ts'
import { bringsOne, filesOf } from './brought.ts'

/** A running town in which bank A works on a case of Lin's firm, and browsers of those who matter. */
async function working() {
  const made = await runningTown()
  const documents = ['business-licence', 'bank-statements'] as const
  const productId = await onShelf(made, 'bankA', { documents, optionalDocuments: ['permits'] })
  const need = await inHall(made)
  const application = await taken(made, { needId: need.id, productId }, made.cast.zhou)
  const { cast, browserOf } = made
  await consented(made, dataKinds)
  return {
    ...made,
    application,
    at: `/applications/${application.id}`,
    lin: await browserOf(cast.lin),
    zhou: await browserOf(cast.zhou),
    wu: await browserOf(cast.wu),
    fang: await browserOf(cast.fang),
    /** What still lies in the folder of uploads: it is empty between requests. */
    left: () => readdirSync(made.app.uploadFolder),
  }
}

const file = (value: Buffer, fileName = '执照.pdf', type?: string): FormPart => ({
  name: 'file',
  value,
  fileName,
  ...(type ? { type } : {}),
})
const licence: FormPart = { name: 'kind', value: 'business-licence' }
const noDay: FormPart = { name: 'expiresOn', value: '' }

describe('sending a paper', () => {
  test('needs the token of a form of ours, and a person of a firm', async () => {
    const { lin, zhou, store, app, left } = await working()
    const bare = await app.inject({ method: 'POST', url: '/documents', payload: '', headers: {} })
    assert.equal(bare.statusCode, 403)
    assert.equal((await zhou.send('/documents', [licence, file(pdf())])).statusCode, 403)
    const answer = await lin.send('/documents', [{ name: '_csrf', value: 'forged' }, licence, file(pdf())])
    assert.equal(answer.statusCode, 403)
    assert.equal(await store.read.$count(storedFiles), 0)
    assert.deepEqual(left(), [])
  })

  test('keeps it, says so, and shows it on the shelf', async () => {
    const made = await working()
    const { lin, left } = made
    const parts = [licence, { name: 'expiresOn', value: '2026-04-01' }, file(pdf('a'), '营业执照 正本.pdf')]
    const answer = await lin.send('/documents', parts)
    assert.deepEqual([answer.statusCode, answer.headers.location], [303, '/documents'])
    const { body } = await lin.get('/documents')
    for (const words of ['资料已保存。', '营业执照 正本.pdf', '2026-04-01 到期'])
      assert.ok(body.includes(words), words)
    assert.equal(filesOf(made).length, 1)
    assert.deepEqual(left(), [])
  })

  for (const [what, parts, words] of [
    ['no file', [licence, noDay], '请选择一个文件。'],
    ['no kind', [noDay, file(pdf())], '错误：'],
    ['an empty file', [licence, noDay, file(Buffer.alloc(0))], '这个文件是空的'],
    [
      'HTML under the name of a PDF',
      [licence, noDay, file(Buffer.from('<html>'), 'a.pdf', 'application/pdf')],
      '不是 PDF、JPG 或 PNG 图片',
    ],
    ['a PDF that was cut short', [licence, noDay, file(pdf().subarray(0, 90))], '内容不完整或已损坏'],
    [
      'a file that is too large by a byte',
      [licence, noDay, file(Buffer.alloc(20 * 1024 * 1024 + 1, 32))],
      '文件超过 20 MB',
    ],
    [
      'more files than one form takes',
      [licence, noDay, ...Array.from({ length: 6 }, (_, at) => file(pdf(String(at))))],
      '一次最多上传 5 个文件',
    ],
    [
      'an expired paper',
      [licence, { name: 'expiresOn', value: '2026-03-09' }, file(pdf())],
      '这个日期已经过了',
    ],
    [
      'a day that does not exist',
      [licence, { name: 'expiresOn', value: '2026-02-30' }, file(pdf())],
      '错误：',
    ],
    [
      'a question that we do not ask',
      [licence, noDay, { name: 'enterpriseId', value: 'x' }, file(pdf())],
      '错误：',
    ],
  ] as const satisfies readonly (readonly [string, readonly FormPart[], string])[])
    test(`with ${what} is refused by a form that says why, and leaves nothing behind`, async () => {
      const made = await working()
      const { lin, store, left } = made
      const answer = await lin.send('/documents', parts)
      assert.equal(answer.statusCode, 422)
      assert.ok(answer.body.includes(words), answer.body.slice(answer.body.indexOf('<main'), 3000))
      assert.ok(answer.body.includes('id="upload-form"'))
      assert.equal(await store.read.$count(documents), 0)
      assert.equal(await store.read.$count(storedFiles), 0)
      assert.deepEqual(filesOf(made), [])
      assert.deepEqual(left(), [])
    })

  test('with a file of exactly the limit is fine', async () => {
    const { lin, store } = await working()
    const limit = 20 * 1024 * 1024
    const whole = Buffer.concat([pdf(), Buffer.alloc(limit - pdf().length - 5, 32), Buffer.from('%%EOF')])
    assert.equal((await lin.send('/documents', [licence, noDay, file(whole)])).statusCode, 303)
    assert.equal((await store.read.select().from(storedFiles))[0]?.bytes, limit)
  })

  test('twice by the same form counts once', async () => {
    const { lin, store } = await working()
    const parts = [{ name: '_once', value: 'abc' }, licence, noDay, file(pdf())]
    assert.equal((await lin.send('/documents', parts)).statusCode, 303)
    assert.equal((await lin.send('/documents', parts)).statusCode, 409)
    assert.equal(await store.read.$count(documents), 1)
  })

  test('answers a script with an address to go to', async () => {
    const { lin, app } = await working()
    const { payload, headers } = multipart([
      { name: '_csrf', value: await lin.token() },
      licence,
      noDay,
      file(pdf()),
    ])
    const cookie = ['sid', 'csrf'].map((name) => `${name}=${lin.cookie(name)}`).join('; ')
    const answer = await app.inject({
      method: 'POST',
      url: '/documents',
      payload,
      headers: { ...headers, cookie, 'hx-request': 'true' },
    })
    assert.deepEqual([answer.statusCode, answer.headers['hx-redirect'], answer.body], [200, '/documents', ''])
  })
})

describe('what is sent to a browser', () => {
  test('is what was sent by it, under headers that let it do nothing', async () => {
    const made = await working()
    const { lin } = made
    for (const [bytes, name, type, inline] of [
      [pdf('x'), 'x.pdf', 'application/pdf', true],
      [png(), 'x.png', 'image/png', true],
      [jpeg(), 'x.jpg', 'image/jpeg', true],
      [await xlsx(), 'x.xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', false],
    ] as const) {
      await lin.send('/documents', [licence, noDay, file(bytes, name)])
      const id = present(
        (await made.store.read.select().from(documents)).find((row) => row.name === name),
        name,
      ).id
      const shown = await lin.get(`/documents/${id}/content`)
      const loaded = await lin.get(`/documents/${id}/download`)
      for (const answer of [shown, loaded]) {
        assert.deepEqual(answer.rawPayload, bytes)
        assert.equal(answer.headers['content-type'], type)
        assert.equal(answer.headers['x-content-type-options'], 'nosniff')
        assert.equal(answer.headers['cache-control'], 'no-store')
        assert.equal(answer.headers['content-length'], String(bytes.length))
        const policy = String(answer.headers['content-security-policy'])
        assert.match(policy, /default-src 'none'/)
        assert.doesNotMatch(policy, /script-src|unsafe-eval/)
        // Browsers show no PDF in a sandbox; everything else is in one.
        if (answer === loaded || type !== 'application/pdf') assert.match(policy, /sandbox/)
      }
      assert.match(String(shown.headers['content-disposition']), inline ? /^inline/ : /^attachment/)
      assert.equal(shown.headers['x-frame-options'], inline ? 'SAMEORIGIN' : 'DENY')
      assert.match(String(loaded.headers['content-disposition']), /^attachment/)
      assert.equal(loaded.headers['x-frame-options'], 'DENY')
    }
  })

  test('has a name that cannot break a header or a page', async () => {
    const { lin, store } = await working()
    const bad = '"><script>alert(1)</script>\u202e%0d%0aSet-Cookie: a=b.pdf'
    await lin.send('/documents', [licence, noDay, file(pdf(), bad)])
    const [row] = await store.read.select().from(documents)
    const answer = await lin.get(`/documents/${row?.id}/download`)
    assert.doesNotMatch(String(answer.headers['content-disposition']), /[\r\n<>]/)
    assert.equal(answer.headers['set-cookie']?.includes('a=b') ?? false, false)
    const page = await lin.get('/documents')
    assert.doesNotMatch(page.body, /<script>alert/)
  })
})

describe('the papers of a case', () => {
  test('are found by its two sides alone, and each by the case that it lies in', async () => {
    const made = await working()
    const { at, lin, zhou, wu, fang, application } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    const elsewhere = await bringsOne(made, 'not given')
    for (const path of ['', `/${id}`, `/${id}/content`, `/${id}/download`]) {
      assert.equal((await lin.get(`${at}/documents${path}`)).statusCode, 200, path)
      assert.equal((await zhou.get(`${at}/documents${path}`)).statusCode, 200, path)
      for (const stranger of [wu, fang])
        assert.equal((await stranger.get(`${at}/documents${path}`)).statusCode, 404, path)
    }
    for (const path of ['', '/content', '/download'])
      assert.equal((await zhou.get(`${at}/documents/${elsewhere}${path}`)).statusCode, 404)
    for (const path of ['', '/content', '/download'])
      assert.equal((await zhou.get(`/documents/${id}${path}`)).statusCode, 403, 'the shelf is the firm’s')
    assert.equal((await fang.get(`/documents/${id}/content`)).statusCode, 404)
  })

  test('are stamped with who reads them, when and in which case', async () => {
    const made = await working()
    const { at, zhou, application, cast } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    const { body } = await zhou.get(`${at}/documents/${id}`)
    const reader = `${cast.zhou.name} ${cast.zhou.organisation}`
    const stamp = /class="doc-stamp">([^<]+)</.exec(body)?.[1] ?? ''
    for (const part of [reader, '2026-03-10 09:30', application.number]) assert.ok(stamp.includes(part), part)
    assert.ok(body.includes('文件本身没有改动'))
    assert.ok(body.includes(`src="${at}/documents/${id}/content"`))
  })

  test('name nobody of the firm to the bank', async () => {
    const made = await working()
    const { at, lin, zhou, application, cast } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    for (const [browser, isNamed] of [
      [lin, true],
      [zhou, false],
    ] as const) {
      const { body } = await browser.get(`${at}/documents/${id}`)
      const [main = ''] = /<main[\s\S]*<\/main>/.exec(body) ?? []
      assert.ok(main.includes('上传'))
      assert.equal(main.includes(cast.lin.name), isNamed)
    }
  })

  test('tell the firm of every look of the bank, and of none of its own', async () => {
    const made = await working()
    const { at, lin, zhou, application, store, cast } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    for (const path of [`${at}/documents/${id}`, `${at}/documents/${id}/content`]) await lin.get(path)
    await zhou.get(`${at}/documents/${id}/content`)
    await zhou.get(`${at}/documents/${id}/download`)
    const looks = (await trailOf(store.read, 'document', id)).filter(
      ({ personId }) => personId === cast.zhou.id,
    )
    assert.deepEqual(
      looks.map(({ happening }) => happening),
      ['documents.downloaded', 'documents.shown'],
    )
    const { body } = await lin.get(`/documents/${id}`)
    assert.ok(body.includes('下载了资料') && body.includes(cast.zhou.name))
  })

  test('are closed to the bank when the case ends without a loan, and stay open with one', async () => {
    const made = await working()
    const { at, lin, zhou, application, store, by, cast } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    await decline(store, by(cast.zhou), application, { reason: 'documents-missing', words: '' })
    for (const path of [`/${id}`, `/${id}/content`, `/${id}/download`]) {
      assert.equal((await zhou.get(`${at}/documents${path}`)).statusCode, 403)
      assert.equal((await lin.get(`${at}/documents${path}`)).statusCode, 200)
    }
    const list = await zhou.get(`${at}/documents`)
    assert.ok(list.body.includes('不再对本行开放') && !list.body.includes(`documents/${id}`))
    assert.equal((await trailOf(store.read, 'document', id)).length, 1, 'no look was written down')
  })

  test('stay open to the bank that lent', async () => {
    const made = await working()
    const { at, zhou, application, store, by, cast } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    await agreed(made, await offered(made, application, cast.zhou))
    const { sign } = await import('../../server/loans/index.ts')
    const signing = { contractNumber: 'HT-9', signedOn: made.clock.today(), register: 'none' as const }
    assert.equal(codeOf(await sign(made.parts, by(cast.zhou), application.id, signing)), 'done')
    assert.equal((await zhou.get(`${at}/documents/${id}/content`)).statusCode, 200)
    assert.equal(await store.read.$count(caseDocuments), 1)
  })

  test('come from the shelf by ticks, and nothing ticked is said', async () => {
    const made = await working()
    const { at, lin, application, store } = made
    const [one, two] = [await bringsOne(made, 'one'), await bringsOne(made, 'two', { kind: 'permits' })]
    const none = await lin.post(`${at}/attachments`, {})
    assert.equal(none.statusCode, 422)
    assert.ok(none.body.includes('id="papers-error"'))
    const answer = await lin.post(`${at}/attachments`, { papers: [one, two] })
    assert.equal(answer.statusCode, 303)
    assert.equal((await casePapers(store.read, application.id)).length, 2)
    assert.equal(
      (await lin.post(`${at}/attachments`, { papers: one })).statusCode,
      422,
      'it lies there already',
    )
  })

  test('are taken back by the firm alone, and not once the bank has looked', async () => {
    const made = await working()
    const { at, lin, fang, application, store, by, cast } = made
    const id = await bringsOne(made, 'licence', { into: application.id })
    assert.equal((await fang.post(`${at}/documents/${id}/withdrawal`)).statusCode, 404)
    await noteLook(
      store,
      by(cast.zhou),
      application,
      present((await casePapers(store.read, application.id))[0], 'it'),
      'shown',
    )
    assert.equal((await lin.post(`${at}/documents/${id}/withdrawal`)).statusCode, 422)
    const other = await bringsOne(made, 'other', { into: application.id })
    assert.equal((await lin.post(`${at}/documents/${other}/withdrawal`)).statusCode, 303)
    assert.equal(
      (await lin.post(`${at}/documents/${other}/withdrawal`)).statusCode,
      303,
      'a second click is no fault',
    )
    assert.equal((await casePapers(store.read, application.id)).length, 1)
  })

  test('are not brought once the case has ended', async () => {
    const made = await working()
    const { at, lin, application, store, by, cast, left } = made
    await withdraw(store, by(cast.lin), application.id)
    const answer = await lin.send(`${at}/documents`, [licence, noDay, file(pdf('late'))])
    assert.equal(answer.statusCode, 422)
    assert.ok(answer.body.includes('这笔申请已经结束'))
    assert.deepEqual(filesOf(made), [])
    assert.deepEqual(left(), [])
  })
})

describe('giving back for papers, on the pages', () => {
  test('asks by a list, shows the firm what and until when, and comes back answered', async () => {
    const made = await working()
    const { at, lin, zhou, application, clock } = made
    const nothing = await zhou.post(`${at}/document-requests`, { words: '请补' })
    assert.equal(nothing.statusCode, 422)
    assert.ok(nothing.body.includes('请至少选一种要企业补充的资料') && nothing.body.includes('请补'))
    const other = await zhou.post(`${at}/document-requests`, { kinds: 'other' })
    assert.equal(other.statusCode, 422)
    assert.match(other.body, /<details class="asked-more" open>/)
    const fields = {
      kinds: ['bank-statements', 'permits'],
      'note-bank-statements': '要六个月',
      words: '尽快',
    }
    assert.equal((await zhou.post(`${at}/document-requests`, fields)).statusCode, 303)

    const mine = await lin.get(at)
    for (const words of ['银行要求补充资料', '请在 2026-03-17 前补齐', '办理资料'])
      assert.ok(mine.body.includes(words), words)
    const list = await lin.get(`${at}/documents`)
    for (const words of ['银行流水：要六个月', '尽快', '交回银行'])
      assert.ok(list.body.includes(words), words)
    assert.ok((await zhou.get(at)).body.includes('已退回企业补充资料'))
    assert.equal((await zhou.get(`${at}/document-requests/new`)).statusCode, 200)

    const early = await lin.post(`${at}/resubmission`, { answer: '' })
    assert.equal(early.statusCode, 422)
    assert.ok(early.body.includes('清单上还有 3 项没有补上'))
    clock.forward(10)
    await lin.send(`${at}/documents`, [
      { name: 'kind', value: 'bank-statements' },
      noDay,
      file(await xlsx(), '流水.xlsx'),
    ])
    assert.equal((await lin.post(`${at}/resubmission`, { answer: '许可证下周拿到' })).statusCode, 303)
    const back = await zhou.get(`${at}/documents`)
    for (const words of ['企业已交回，请继续办理', '许可证下周拿到', '流水.xlsx'])
      assert.ok(back.body.includes(words), words)
    assert.ok((await zhou.get(at)).body.includes(`${at}/offers/new`), 'the offer stays within reach')
    assert.equal((await zhou.post(`${at}/resumption`)).statusCode, 303)
    assert.equal((await zhou.post(`${at}/resumption`)).statusCode, 422)
    assert.ok((await lin.get(`${at}/documents`)).body.includes('以前的补件'))
    assert.equal(application.state, 'taken')
  })

  test('is the bank’s to ask and the firm’s to answer', async () => {
    const { at, lin, zhou, wu, fang, application, parts, by, cast } = await working()
    await cases.returnForPapers(parts, by(cast.zhou), application.id, {
      items: [{ kind: 'permits', words: '' }],
      words: '',
    })
    assert.equal((await lin.post(`${at}/document-requests/withdrawal`)).statusCode, 403)
    assert.equal((await zhou.post(`${at}/resubmission`, { answer: 'x' })).statusCode, 403)
    assert.equal((await wu.post(`${at}/document-requests`, { kinds: 'permits' })).statusCode, 404)
    assert.equal((await fang.post(`${at}/resubmission`, { answer: 'x' })).statusCode, 404)
    assert.equal((await zhou.post(`${at}/document-requests/withdrawal`)).statusCode, 303)
  })
})

test('a file far over the limit is refused with the limit in its words, and not with advice about text', async () => {
  const { lin, at } = await working()
  for (const url of ['/documents', `${at}/documents`]) {
    const { headers } = multipart([])
    // What is far too large is refused by its announced length, before a byte of it is read.
    const answer = await lin.post(url, {}, { ...headers, 'content-length': String(2 ** 40) })
    assert.equal(answer.statusCode, 413)
    assert.match(answer.body, /class="problem-text">[^<]*每个不能超过 \d+ MB，一次最多 \d+ 个/)
  }
})
