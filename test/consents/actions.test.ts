import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { consentLooks, consents } from '../../db/tables/consents.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { trailOf } from '../../server/audit/index.ts'
import { expireConsents, give, revoke } from '../../server/consents/actions.ts'
import { recordLook, requireConsent } from '../../server/consents/actions-looks.ts'
import { accept, ask, lapseRequests, refuseRequest } from '../../server/consents/actions-requests.ts'
import { consentsBetween } from '../../server/consents/index.ts'
import type { DataKind } from '../../server/consents/kind.ts'
import { requestById } from '../../server/consents/rows-requests.ts'
import { day, plusDays } from '../../server/money/day.ts'
import { newId } from '../../server/platform/ids.ts'
import { codeOf, given, inHall, onShelf, taken } from '../applications/played.ts'
import { type Town, town } from '../support/app.ts'
import { consented, consenting } from '../support/consenting.ts'

const purpose = 'credit-assessment' as const
const giving = (made: Town, kinds: readonly DataKind[]) => ({
  ...consenting(made, kinds),
  institutionId: made.cast.institutionIds.bankA,
  purpose,
})
const between = ({ cast }: Town) => ({
  enterpriseId: cast.enterpriseIds.linFirm,
  institutionId: cast.institutionIds.bankA,
})

describe('giving a consent', () => {
  test('is refused without a kind, to no bank, for days that are past or too far, and under a text of yesterday', async () => {
    const made = await town()
    const { parts, by, cast, clock } = made
    const attempt = async (changes: object) =>
      codeOf(await give(parts, by(cast.lin), { ...giving(made, ['tax']), ...changes }))
    assert.equal(await attempt({ kinds: [] }), 'consent-no-kind')
    assert.equal(await attempt({ institutionId: newId() }), 'consent-no-bank')
    assert.equal(await attempt({ institutionId: cast.institutionIds.reguarantor }), 'consent-no-bank')
    assert.equal(await attempt({ until: plusDays(clock.today(), -1) }), 'consent-until-past')
    assert.equal(await attempt({ until: plusDays(clock.today(), 366) }), 'consent-until-too-late')
    assert.equal(await attempt({ textVersion: 'consent-text-9' }), 'consent-text-changed')
    assert.equal(await made.store.read.$count(consents), 0)
  })

  test('keeps the text, the language, who gave it and until when, and leaves a trail', async () => {
    const made = await town()
    const [id] = await consented(made, ['tax'])
    assert.ok(id)
    const [row] = await made.store.read.select().from(consents)
    assert.equal(row?.number, 'TY20260310-0001')
    assert.equal(row?.textVersion, 'consent-text-1')
    assert.equal(row?.language, 'zh')
    assert.equal(row?.until, day('2026-06-08'))
    assert.equal(row?.givenBy, made.cast.lin.id)
    const [told] = await trailOf(made.store.read, 'consent', id)
    assert.equal(told?.happening, 'consents.given')
    assert.deepEqual(told?.details, {
      institutionId: made.cast.institutionIds.bankA,
      kind: 'tax',
      purpose,
      until: '2026-06-08',
      text: 'consent-text-1',
    })
  })

  test("of a person's data is the person's alone, has a text of its own and ends earlier", async () => {
    const made = await town()
    const { parts, by, cast, store, clock } = made
    const all = { ...giving(made, ['contact', 'person']), until: plusDays(clock.today(), 365) }
    const refused = await give(parts, by(cast.xu), all)
    assert.deepEqual(refused, {
      ok: false,
      refusal: { code: 'person-not-you', field: 'person', values: { name: cast.lin.name } },
    })
    assert.equal(await store.read.$count(consents), 0, 'the firm’s own part goes with it')
    given(await give(parts, by(cast.lin), all))
    const rows = await consentsBetween(store.read, cast.enterpriseIds.linFirm, cast.institutionIds.bankA)
    const [person, contact] = rows
    assert.deepEqual(
      [person?.kind, person?.textVersion, person?.personName, person?.until],
      ['person', 'consent-text-person-1', cast.lin.name, day('2026-09-06')],
    )
    assert.deepEqual(
      [contact?.kind, contact?.personName, contact?.until],
      ['contact', null, day('2027-03-10')],
    )
  })

  test('to the same thing again replaces the older one, so that one of them holds', async () => {
    const made = await town()
    await consented(made, ['tax'])
    await consented(made, ['tax'])
    const rows = await made.store.read.select().from(consents).orderBy(consents.id)
    assert.deepEqual(
      rows.map(({ ending }) => ending),
      ['replaced', null],
    )
  })

  test('by two clicks at once leaves one that holds', async () => {
    const made = await town()
    const { parts, by, cast, store } = made
    await Promise.all([0, 1, 2].map(() => give(parts, by(cast.lin), giving(made, ['tax']))))
    const rows = await store.read.select().from(consents)
    assert.equal(rows.filter(({ endedAt }) => endedAt === null).length, 1)
  })
})

describe('a consent ends', () => {
  test('when the firm takes it back, at once, and only once', async () => {
    const made = await town()
    const { store, by, cast, clock } = made
    const [id] = await consented(made, ['tax'])
    assert.ok(id)
    assert.equal(
      codeOf(await requireConsent(store.read, between(made), 'tax', [purpose], clock.today())),
      'done',
    )
    given(await revoke(store, by(cast.xu), id))
    assert.equal(
      codeOf(await requireConsent(store.read, between(made), 'tax', [purpose], clock.today())),
      'consent-revoked',
    )
    assert.equal(codeOf(await revoke(store, by(cast.lin), id)), 'consent-not-in-force')
    const [told] = await trailOf(store.read, 'consent', id)
    assert.deepEqual(
      [told?.happening, told?.fromState, told?.toState],
      ['consents.revoked', 'in-force', 'revoked'],
    )
  })

  test('by the clock, whether or not the night has noted it', async () => {
    const made = await town()
    const { store, clock } = made
    await consented(made, ['tax'])
    const codeOn = () => requireConsent(store.read, between(made), 'tax', [purpose], clock.today())
    clock.set('2026-06-08T15:59:00.000Z')
    assert.equal(codeOf(await codeOn()), 'done', 'its last minute in Shanghai')
    clock.set('2026-06-08T16:00:00.000Z')
    assert.equal(codeOf(await codeOn()), 'consent-expired')
    const night = byPlatform(clock.now(), clock.today())
    assert.equal(await expireConsents(store, night), 1)
    assert.equal(await expireConsents(store, night), 0)
    assert.equal(codeOf(await codeOn()), 'consent-expired')
    const [row] = await store.read.select().from(consents)
    assert.equal(row?.ending, 'expired')
  })

  test('what was never given is missing, and another bank has nothing of it', async () => {
    const made = await town()
    const { store, cast, clock } = made
    await consented(made, ['tax'])
    const other = { ...between(made), institutionId: cast.institutionIds.bankB }
    const ask = (whose: ReturnType<typeof between>, kind: DataKind) =>
      requireConsent(store.read, whose, kind, [purpose], clock.today())
    assert.equal(codeOf(await ask(other, 'tax')), 'consent-missing')
    assert.equal(codeOf(await ask(between(made), 'details')), 'consent-missing')
    const forLoans = await requireConsent(store.read, between(made), 'tax', ['post-loan'], clock.today())
    assert.equal(codeOf(forLoans), 'consent-missing')
  })
})

describe('a bank asks for a consent', () => {
  async function asked(kind: DataKind = 'tax') {
    const made = await town()
    const { parts, by, cast } = made
    const need = await inHall(made)
    const application = await taken(made, { needId: need.id, productId: await onShelf(made) }, cast.zhou)
    const asking = {
      enterpriseId: application.enterpriseId,
      applicationId: application.id,
      kind,
      purpose,
      why: '核对纳税等级。',
    }
    const { id } = given(await ask(parts, by(cast.zhou), asking))
    return { ...made, asking, id, shown: consenting(made, []) }
  }

  test('once at a time, and not for what it may see already', async () => {
    const { parts, by, cast, asking, id, shown } = await asked()
    assert.equal(codeOf(await ask(parts, by(cast.qian), asking)), 'consent-asked')
    given(await accept(parts, by(cast.lin), id, shown))
    assert.equal(codeOf(await ask(parts, by(cast.zhou), asking)), 'consent-there')
  })

  test('and the firm gives it, with the consent named in the answer', async () => {
    const { parts, by, cast, id, shown, store } = await asked()
    const consent = given(await accept(parts, by(cast.xu), id, shown))
    const request = await requestById(store.read, id)
    assert.deepEqual([request?.state, request?.consentId], ['accepted', consent.id])
    assert.equal(codeOf(await accept(parts, by(cast.lin), id, shown)), 'request-not-open')
    assert.equal(codeOf(await refuseRequest(store, by(cast.lin), id, null)), 'request-not-open')
  })

  test('and the firm says no, after which the bank may ask again', async () => {
    const { parts, by, cast, id, store, asking } = await asked()
    given(await refuseRequest(store, by(cast.lin), id, '先看方案。'))
    assert.deepEqual((await requestById(store.read, id))?.answer, '先看方案。')
    assert.equal(await store.read.$count(consents), 0)
    assert.equal(codeOf(await ask(parts, by(cast.zhou), asking)), 'done')
  })

  test('and nobody answers in time: it lapses by the clock, and may be asked anew', async () => {
    const { parts, by, cast, id, store, asking, clock, shown } = await asked()
    clock.set('2026-03-21T01:00:00.000Z')
    assert.equal(codeOf(await accept(parts, by(cast.lin), id, shown)), 'request-not-open')
    // The night has not come yet, and does not stand in the way.
    given(await ask(parts, by(cast.zhou), asking))
    assert.equal((await requestById(store.read, id))?.state, 'lapsed')
    clock.set('2026-04-10T01:00:00.000Z')
    assert.equal(await lapseRequests(store, byPlatform(clock.now(), clock.today())), 1)
  })

  test("for a person's data, which the clerk cannot give", async () => {
    const { parts, by, cast, id, shown, store } = await asked('person')
    assert.equal(codeOf(await accept(parts, by(cast.xu), id, shown)), 'person-not-you')
    assert.equal((await requestById(store.read, id))?.state, 'open')
    assert.equal(codeOf(await accept(parts, by(cast.lin), id, shown)), 'done')
  })
})

describe('the database', () => {
  /** What the database itself said, wrapped by the query builder or not. */
  const says = (words: RegExp) => (error: Error) =>
    words.test(`${error.message} ${error.cause instanceof Error ? error.cause.message : ''}`)

  async function looked() {
    const made = await town()
    const { store, by, cast } = made
    const [id] = await consented(made, ['tax'])
    assert.ok(id)
    const subject = { kind: 'need', id: newId(), about: 'XQ1' }
    const seen = [{ kind: 'tax', basis: 'consent', consentId: id, what: ['taxGrade'] }] as const
    await store.transact((tx) => recordLook(tx, by(cast.zhou), cast.enterpriseIds.linFirm, subject, seen))
    return { ...made, id }
  }

  test('lets nobody change or delete who saw what', async () => {
    const { store } = await looked()
    const change = store.transact((tx) => tx.update(consentLooks).set({ actor: 'nobody' }))
    await assert.rejects(change, says(/never changed/))
    const removal = store.transact((tx) => tx.delete(consentLooks))
    await assert.rejects(removal, says(/never (changed or )?deleted/))
    assert.equal(await store.read.$count(consentLooks), 1)
  })

  test('lets nobody change what was consented to, delete it, or bring an ended consent back', async () => {
    const { store, by, cast, id } = await looked()
    const change = (set: Partial<typeof consents.$inferInsert>) =>
      store.transact((tx) => tx.update(consents).set(set).where(eq(consents.id, id)))
    await assert.rejects(change({ until: day('2030-01-01') }), says(/never changed/))
    await assert.rejects(change({ kind: 'details' }), says(/never changed/))
    await assert.rejects(
      store.transact((tx) => tx.delete(consents)),
      says(/never (changed or )?deleted|FOREIGN KEY|foreign key/),
    )
    given(await revoke(store, by(cast.lin), id))
    await assert.rejects(change({ endedAt: null, ending: null }), says(/never changed/))
  })
})
