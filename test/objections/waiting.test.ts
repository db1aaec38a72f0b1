import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { notices } from '../../db/tables/inbox.ts'
import type { Person } from '../../server/accounts/index.ts'
import { decide, object } from '../../server/objections/index.ts'
import { applied, given, inHall, onShelf, taken, takenUp } from '../applications/played.ts'
import { morningOf } from '../supervision/played.ts'
import { runningTown } from '../support/app.ts'

/** Lin's firm has a case with bank A and one with bank B, and objects to its grade in the first. */
async function waiting() {
  const made = await runningTown()
  const { cast, parts, by } = made
  const needId = (await inHall(made)).id
  const ofA = await takenUp(made, await applied(made, { needId, productId: await onShelf(made) }), cast.zhou)
  const ofB = await taken(made, { needId, productId: await onShelf(made, 'bankB') }, cast.wu)
  const objecting = {
    applicationId: ofA.id,
    fact: 'grade',
    words: '二月已评为 B 级。',
    documentId: null,
  } as const
  const { objection } = given(await object(parts, by(cast.lin), { ...objecting, claims: { grade: 'B' } }))
  const told = async (person: Person) =>
    (await made.store.read.select().from(notices).orderBy(notices.id))
      .filter(({ personId, words }) => personId === person.id && /objections|notice\.over/.test(words))
      .map(({ words, href, values }) => [words.replace(/^.*notice\./, ''), href, values.day ?? ''])
  return { ...made, ofA, ofB, objection, told }
}

describe('the clock of an objection', () => {
  test('is told to every bank whose case waits, until when, and when it is over', async () => {
    const { cast, parts, by, ofA, ofB, objection, told } = await waiting()
    const [a, b] = [`/applications/${ofA.id}`, `/applications/${ofB.id}`]
    assert.deepEqual(await told(cast.zhou), [['case-waits', a, '2026-03-24']])
    assert.deepEqual(await told(cast.wu), [['case-waits', b, '2026-03-24']])
    const decision = { outcome: 'rejected', answer: '记录无误。', version: objection.version } as const
    given(await decide(parts, by(cast.lu), objection.id, decision))
    assert.deepEqual((await told(cast.zhou)).slice(1), [['rejected', `/objections/${objection.id}`, '']])
    assert.deepEqual((await told(cast.wu)).slice(1), [['case-goes-on', b, '2026-03-24']])
  })

  test('stands in each case with its day and its lateness; which fact it is, the other bank is not told', async () => {
    const { cast, clock, browserOf, ofA, ofB, objection } = await waiting()
    const seen = async (person: Person, id: string) =>
      (await (await browserOf(person)).get(`/applications/${id}`)).body
    const named = new RegExp(`href="/objections/${objection.id}"`)
    const due = /结论期限 2026-03-24，还有 10 个工作日/
    for (const [person, id] of [
      [cast.lin, ofA.id],
      [cast.zhou, ofA.id],
      [cast.lin, ofB.id],
    ] as const) {
      const body = await seen(person, id)
      assert.match(body, due)
      assert.match(body, named)
    }
    const other = await seen(cast.wu, ofB.id)
    assert.match(other, due)
    assert.doesNotMatch(other, named)
    assert.doesNotMatch(other, /正在核查“/)
    clock.set('2026-03-26T02:00:00.000Z')
    assert.match(
      await seen(cast.zhou, ofA.id),
      /notice-bad[^>]*>[\s\S]{0,400}结论期限 2026-03-24，已超期 2 个工作日/,
    )
  })

  test('reminds the bureau alone, and tells the firm and the bank that wait when it is late', async () => {
    const made = await waiting()
    const { cast, told, objection } = made
    const page = `/objections/${objection.id}`
    await morningOf(made, '2026-03-23')
    assert.deepEqual(
      (await told(cast.lin)).filter(([what]) => what !== 'made'),
      [],
    )
    await morningOf(made, '2026-03-25')
    for (const person of [cast.lin, cast.zhou, cast.lu])
      assert.deepEqual((await told(person)).at(-1), ['over', page, '2026-03-24'], person.name)
    assert.ok((await told(cast.wu)).every(([what]) => what !== 'over'))
  })
})
