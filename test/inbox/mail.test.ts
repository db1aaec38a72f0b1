import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { people } from '../../db/tables/accounts.ts'
import { mailboxes, mailLinks } from '../../db/tables/inbox.ts'
import { outbox } from '../../db/tables/platform.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { linksADay, maskedAddress } from '../../server/inbox/mailbox.ts'
import { isMailAddress } from '../../server/platform/web/fields.ts'
import { drain } from '../../server/platform/work/outbox.ts'
import { handlersOf } from '../../server/timetable.ts'
import { runningTown } from '../support/app.ts'
import { headerOf, openMailServer, textOf } from '../support/smtp.ts'
import { table } from '../support/table.ts'
import { aboutNeed, telling } from './telling.ts'

async function mailTown(answers?: (command: string) => string | null) {
  const server = await openMailServer(answers)
  const settings = {
    SMTP_URL: server.url,
    MAIL_FROM: 'rongqiao@example.gov.cn',
    ORIGIN: 'http://rq.example.gov.cn',
  }
  const made = telling(await runningTown(settings))
  const { store, clock, parts, browserOf, cast } = made
  const deliver = async () => drain(store, clock, handlersOf(parts))
  const outboxRows = () => store.read.select().from(outbox)
  /** Lin gives an address and follows the link in the letter. */
  const asks = async (fields: Record<string, string | readonly string[]>) =>
    (await browserOf(cast.lin)).post('/account/mail', fields)
  const linkIn = (at: number) =>
    /confirmation\/([\w-]+)/.exec(textOf(server.received[at] ?? { from: '', to: '', raw: '' }))?.[1] ?? ''
  const proves = async (kinds: readonly string[]) => {
    await asks({ address: 'lin@example.com', kinds })
    await deliver()
    await (await browserOf(cast.lin)).post(`/account/mail/confirmation/${linkIn(server.received.length - 1)}`)
  }
  return { ...made, ...server, deliver, outboxRows, asks, linkIn, proves }
}

describe('a mail address', () => {
  for (const { typed, fine } of table(`
    typed                          | fine
    lin@example.com                | yes
    l.in+need@mail.example.gov.cn  | yes
    lin@example                    | no
    lin                            | no
    @example.com                   | no
    a@b.cn,c@d.cn                  | no
    lin@exa mple.com               | no
    Lin<lin@example.com>           | no
    lin@example.com;bcc            | no
  `))
    test(`${typed}: ${fine}`, () => assert.equal(isMailAddress(typed ?? ''), fine === 'yes'))

  test('is told in part where others may read it', () => {
    assert.equal(maskedAddress('linxiuying@example.com'), 'li…@example.com')
    assert.equal(maskedAddress('l@example.com'), '…@example.com')
  })
})

describe('mail', () => {
  test('goes to an address only after its person followed the link, and says who may read it', async () => {
    const made = await mailTown()
    const { asks, deliver, received, linkIn, store, browserOf, cast, tell, outboxRows } = made
    assert.equal((await asks({ address: 'nowhere', kinds: ['needs'] })).statusCode, 422)
    assert.equal((await asks({ address: 'lin@example.com' })).statusCode, 422)
    assert.equal((await asks({ address: 'ｌin@example.com', kinds: ['needs', 'offers'] })).statusCode, 303)
    await tell([{ person: cast.lin.id }])
    await deliver()
    assert.equal(received.length, 1)
    const [letter] = received
    assert.ok(letter)
    assert.deepEqual([letter.from, letter.to], ['rongqiao@example.gov.cn', 'lin@example.com'])
    const secret = linkIn(0)
    assert.match(textOf(letter), /http:\/\/rq\.example\.gov\.cn\/account\/mail\/confirmation\//)
    // Whoever holds a copy of the database cannot prove the address with it.
    const kept = JSON.stringify([await outboxRows(), await store.read.select().from(mailLinks)])
    assert.ok(secret.length > 40 && !kept.includes(secret))
    const link = `/account/mail/confirmation/${secret}`
    // A colleague with the letter, and a mail program that opens every link, prove nothing.
    assert.equal((await (await browserOf(cast.xu)).post(link)).statusCode, 422)
    const lin = await browserOf(cast.lin)
    assert.equal((await lin.get(link)).statusCode, 200)
    assert.equal((await store.read.select().from(mailboxes))[0]?.verifiedAt, null)
    assert.equal((await lin.post(link)).statusCode, 303)
    assert.ok((await store.read.select().from(mailboxes))[0]?.verifiedAt)
    assert.equal((await lin.post(link)).statusCode, 422)
    assert.match((await lin.get('/account/mail')).body, /邮件发往 lin@example.com/)
  })

  test('tells what the person chose, in his language, once per notice however often it is sent', async () => {
    const { proves, tell, all, deliver, received, cast, store, parts } = await mailTown()
    await proves(['needs'])
    await tell([{ person: cast.lin.id }], { kind: 'offers' })
    await tell([{ person: cast.lin.id }, { person: cast.xu.id }])
    const [, notice] = await all()
    await deliver()
    assert.equal(received.length, 2)
    const letter = received[1]
    assert.ok(letter)
    assert.equal(headerOf(letter, 'Message-ID'), `<notice-${notice?.id}@rq.example.gov.cn>`)
    assert.equal(headerOf(letter, 'Subject'), '【融桥】需求通知')
    assert.equal(headerOf(letter, 'Auto-Submitted'), 'auto-generated')
    assert.match(textOf(letter), /有一件事有了进展[\s\S]*http:\/\/rq\.example\.gov\.cn\/inbox/)
    // A crash before the note: the same letter again, under the same name.
    await store.transact((tx) => tx.update(outbox).set({ doneAt: null }).where(eq(outbox.kind, 'mail')))
    await deliver()
    assert.equal(headerOf(received[2] ?? letter, 'Message-ID'), headerOf(letter, 'Message-ID'))
    assert.equal(parts.config.mail?.from, 'rongqiao@example.gov.cn')
  })

  test('is not sent of what was undone, was read meanwhile, or is wanted no more', async () => {
    const { proves, tell, deliver, received, cast, browserOf, all, store } = await mailTown()
    await proves(['needs'])
    await tell([{ person: cast.lin.id }])
    const lin = await browserOf(cast.lin)
    await lin.post(`/inbox/${(await all())[0]?.id}/reading`)
    await tell([{ person: cast.lin.id }])
    await store.transact((tx) =>
      tx.update(people).set({ state: 'disabled' }).where(eq(people.id, cast.lin.id)),
    )
    await deliver()
    assert.equal(received.length, 1)
    await store.transact((tx) => tx.update(people).set({ state: 'active' }).where(eq(people.id, cast.lin.id)))
    await tell([{ person: cast.lin.id }])
    assert.equal((await lin.post('/account/mail/removal')).statusCode, 303)
    await deliver()
    assert.equal(received.length, 1)
    assert.equal(await store.read.$count(mailboxes), 0)
  })

  test('waits for a server that is busy, and gives up an address that the server will never take', async () => {
    let says: string | null = null
    const { proves, tell, deliver, received, cast, clock, outboxRows } = await mailTown((command) =>
      command.startsWith('RCPT') ? says : null,
    )
    await proves(['needs'])
    says = '451 try later'
    await tell([{ person: cast.lin.id }])
    await deliver()
    says = null
    clock.forward(2)
    await deliver()
    assert.equal(received.length, 2)
    says = '550 no such mailbox'
    await tell([{ person: cast.lin.id }])
    await deliver()
    const given = (await outboxRows()).filter(({ givenUpAt }) => givenUpAt !== null)
    assert.deepEqual([given.length, given[0]?.attempts], [1, 1])
    assert.doesNotMatch(given[0]?.fault ?? '', /geheim/)
  })

  test('floods nobody: only so many letters with links in a day', async () => {
    const { asks, deliver, received, clock } = await mailTown()
    for (let n = 0; n < linksADay; n += 1)
      assert.equal((await asks({ address: `lin${n}@example.com`, kinds: ['needs'] })).statusCode, 303)
    const refused = await asks({ address: 'victim@example.com', kinds: ['needs'] })
    assert.equal(refused.statusCode, 422)
    assert.match(refused.body, /一天内最多寄 5 封/)
    await deliver()
    assert.equal(received.length, linksADay)
    clock.forward(24 * 60 + 1)
    assert.equal((await asks({ address: 'victim@example.com', kinds: ['needs'] })).statusCode, 303)
  })

  test('is not offered where no server is set, and nothing is kept', async () => {
    const made = telling(await runningTown())
    const { browserOf, cast, store, tell, clock, parts } = made
    const lin = await browserOf(cast.lin)
    assert.match((await lin.get('/account/mail')).body, /未开通邮件/)
    assert.equal((await lin.post('/account/mail', { address: 'a@b.cn', kinds: ['needs'] })).statusCode, 422)
    assert.equal(await store.read.$count(mailboxes), 0)
    const row = {
      personId: cast.lin.id,
      address: 'a@b.cn',
      verifiedAt: clock.now(),
      kinds: ['needs' as const],
    }
    await store.transact((tx) => tx.insert(mailboxes).values({ ...row, changedAt: clock.now() }))
    await tell([{ person: cast.lin.id }], aboutNeed, byPlatform(clock.now(), clock.today()))
    await drain(store, clock, handlersOf(parts))
    assert.ok((await store.read.select().from(outbox))[0]?.givenUpAt)
  })
})
