import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { eq } from 'drizzle-orm'
import { people } from '../../db/tables/accounts.ts'
import { enterprises } from '../../db/tables/enterprises.ts'
import { trailOf } from '../../server/audit/index.ts'
import { register } from '../../server/enterprises/actions.ts'
import { changeProfile, giveFigures } from '../../server/enterprises/actions-profile.ts'
import { giveBack, verify } from '../../server/enterprises/actions-review.ts'
import { type Firm, firmFacts, firmOf, firmsToReview } from '../../server/enterprises/index.ts'
import { firmWithCode, yearsOf } from '../../server/enterprises/rows.ts'
import { usccFor } from '../../server/enterprises/uscc.ts'
import { day } from '../../server/money/day.ts'
import { type Fen, fen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { newId } from '../../server/platform/ids.ts'
import type { Outcome } from '../../server/platform/outcome.ts'
import { town } from '../support/app.ts'
import { table } from '../support/table.ts'
import { evidence, profileOf, registered, registration, soundCode, wrongCode } from './sample.ts'

const answerOf = (outcome: Outcome<object>) => (outcome.ok ? 'done' : outcome.refusal.code)

async function office() {
  const made = await town()
  const visitor = { ...made.by(made.cast.lin), person: null, actor: 'visitor' }
  const firm = async ({ id }: Pick<Firm, 'id'>) => present(await firmOf(made.store.read, id), 'the firm')
  const lin = await firm({ id: made.cast.enterpriseIds.linFirm })
  const happened = async (id: string) =>
    (await trailOf(made.store.read, 'enterprise', id)).map(({ happening }) => happening).toReversed()
  return { ...made, visitor, firm, lin, happened }
}

describe('registering', () => {
  for (const row of table(`
    what         | typed                    | answer             | field
    uscc         | 91340600MA00001007       | uscc-check         | uscc
    uscc         | 91340600MA0000100        | uscc-length        | uscc
    uscc         | 91340600MA000010OO       | uscc-alphabet      | uscc
    uscc         | 91A40600MA00001000       | uscc-region        | uscc
    industry     | Z99                      | industry-unknown   | industry
    industry     | F                        | industry-too-coarse | industry
    region       | 3406                     | region-unknown     | region
    region       | 340603999                | region-unknown     | region
    foundedOn    | 2026-03-11               | founded-later      | foundedOn
    signInName   | 9lin                     | sign-in-name-form  | signInName
    signInName   | lin                      | sign-in-name-taken | signInName
    signInName   | LIN                      | sign-in-name-taken | signInName
    uscc         | 91340600MA0000015T       | firm-registered    | uscc
    password     | short                    | password-short | password
  `)) {
    test(`${row.what} ${row.typed} is refused as ${row.answer} and leaves nothing`, async () => {
      const { parts, visitor, store } = await office()
      const count = async () => (await store.read.select().from(people)).length
      const before = await count()
      const typed = row.what === 'foundedOn' ? day(row.typed) : row.typed
      const outcome = await register(parts, visitor, registration({ [row.what]: typed }))
      assert.equal(answerOf(outcome), row.answer)
      assert.equal(outcome.ok ? '' : outcome.refusal.field, row.field)
      assert.equal(await count(), before)
      assert.equal(await firmWithCode(store.read, soundCode), null)
    })
  }

  test('the character that would be right is named', async () => {
    const { parts, visitor } = await office()
    const outcome = await register(parts, visitor, registration({ uscc: '91340600MA0000015A' }))
    assert.equal(outcome.ok ? '' : outcome.refusal.values?.expected, 'T')
  })

  test('founded today is early enough', async () => {
    const { parts, visitor } = await office()
    const outcome = await register(parts, visitor, registration({ foundedOn: day('2026-03-10') }))
    assert.equal(answerOf(outcome), 'done')
  })

  test('a code in full-width, with spaces and small letters is the same code', async () => {
    const made = await office()
    const firm = await registered(made, { uscc: '９１３４０６００ ｍａ００００１０００' })
    assert.equal(firm.uscc, soundCode)
    const again = registration({ uscc: soundCode.toLowerCase(), signInName: 'another' })
    assert.equal(answerOf(await register(made.parts, made.visitor, again)), 'firm-registered')
  })

  test("makes a firm under review with an owner, and says so in the owner's name", async () => {
    const made = await office()
    const firm = await registered(made)
    assert.deepEqual([firm.state, firm.usccOverride, firm.size], ['under-review', null, null])
    assert.equal(firm.pinyin, 'hbsxsqqtmqyxgs')
    const [owner] = await made.store.read.select().from(people).where(eq(people.enterpriseId, firm.id))
    assert.deepEqual(
      [owner?.role, owner?.state, owner?.signInName],
      ['enterprise-owner', 'active', 'qingtong'],
    )
    assert.ok(owner?.passwordHash && !owner.passwordHash.includes('Wood'))
    const [row] = await trailOf(made.store.read, 'enterprise', firm.id)
    assert.equal(row?.personId, owner?.id)
    assert.match(row?.actor ?? '', /^苏青桐 · enterprise-owner · /)
  })

  test('of two that send the same code at once, exactly one is registered', async () => {
    const { parts, visitor, store } = await office()
    const outcomes = await Promise.all(
      ['first', 'second', 'third'].map((signInName) =>
        register(parts, visitor, registration({ signInName })),
      ),
    )
    assert.deepEqual(outcomes.map(answerOf).toSorted(), ['done', 'firm-registered', 'firm-registered'])
    const rows = await store.read.select().from(enterprises).where(eq(enterprises.uscc, soundCode))
    assert.equal(rows.length, 1)
    assert.equal((await store.read.select().from(people).where(eq(people.name, '苏青桐'))).length, 1)
  })

  test('of two that want the same sign-in name at once, exactly one gets it', async () => {
    const { parts, visitor } = await office()
    const outcomes = await Promise.all(
      ['91340600MA0000101', '91340600MA0000102'].map((first17) =>
        register(parts, visitor, registration({ uscc: usccFor(first17) })),
      ),
    )
    assert.deepEqual(outcomes.map(answerOf).toSorted(), ['done', 'sign-in-name-taken'])
  })
})

describe('a code that fails its check', () => {
  test('goes to the bureau with evidence, which is not asked of a sound one', async () => {
    const made = await office()
    assert.equal((await registered(made, { usccEvidence: evidence })).usccOverride, null)
    const made2 = await office()
    const firm = await registered(made2, { uscc: wrongCode, usccEvidence: evidence })
    assert.deepEqual([firm.uscc, firm.usccOverride, firm.state], [wrongCode, evidence, 'under-review'])
  })

  for (const typed of ['91340600MA000010', '91340600MA000010OO', '91A40600MA00001000'])
    test(`evidence opens nothing for ${typed}, which is no code at all`, async () => {
      const { parts, visitor } = await office()
      const outcome = await register(parts, visitor, registration({ uscc: typed, usccEvidence: evidence }))
      assert.match(answerOf(outcome), /^uscc-/)
    })

  test('is accepted only with a reason, which the trail keeps as an entry of its own', async () => {
    const made = await office()
    const { store, by, cast, happened } = made
    const firm = await registered(made, { uscc: wrongCode, usccEvidence: evidence })
    assert.equal(answerOf(await verify(store, by(cast.qin), firm, null)), 'override-reason-needed')
    assert.deepEqual(await happened(firm.id), ['enterprises.registered'])
    assert.equal(answerOf(await verify(store, by(cast.qin), firm, '已核对执照原件')), 'done')
    const rows = await trailOf(store.read, 'enterprise', firm.id)
    const accepted = rows.find(({ happening }) => happening === 'enterprises.code-accepted')
    assert.equal(accepted?.why, '已核对执照原件')
    assert.equal(accepted?.personId, cast.qin.id)
    assert.deepEqual(accepted?.details, { uscc: wrongCode, evidence })
    assert.equal(rows.length, 3)
  })

  test('can be corrected while the firm waits, and then needs no acceptance', async () => {
    const made = await office()
    const firm = await registered(made, { uscc: wrongCode, usccEvidence: evidence })
    const code = { typed: soundCode, evidence: null }
    const outcome = await changeProfile(made.parts, made.visitor, firm, profileOf(firm, { code }))
    assert.equal(answerOf(outcome), 'done')
    const now = await made.firm(firm)
    assert.deepEqual([now.uscc, now.usccOverride], [soundCode, null])
    const [row] = await trailOf(made.store.read, 'enterprise', firm.id)
    assert.deepEqual(row?.details, { before: { uscc: wrongCode, usccOverride: evidence } })
    assert.equal(answerOf(await verify(made.store, made.by(made.cast.qin), now, null)), 'done')
  })

  test('cannot be corrected into a code that somebody has, nor after the bureau verified it', async () => {
    const made = await office()
    const firm = await registered(made, { uscc: wrongCode, usccEvidence: evidence })
    const taken = { code: { typed: made.lin.uscc, evidence: null } }
    const outcome = await changeProfile(made.parts, made.visitor, firm, profileOf(firm, taken))
    assert.equal(answerOf(outcome), 'firm-registered')
    const code = { typed: soundCode, evidence: null }
    const late = await changeProfile(
      made.parts,
      made.by(made.cast.lin),
      made.lin,
      profileOf(made.lin, { code }),
    )
    assert.equal(answerOf(late), 'code-verified')
    assert.equal((await made.firm(made.lin)).uscc, made.lin.uscc)
  })
})

describe('the bureau decides', () => {
  test('once: a firm that is verified is neither verified nor returned again', async () => {
    const made = await office()
    const { store, by, cast } = made
    const firm = await registered(made)
    assert.deepEqual(
      (await firmsToReview(store.read, '340603')).map(({ id }) => id),
      [firm.id],
    )
    assert.deepEqual(await firmsToReview(store.read, '340604'), [])
    assert.equal(answerOf(await verify(store, by(cast.qin), firm, null)), 'done')
    const now = await made.firm(firm)
    assert.deepEqual([now.state, now.verifiedAt], ['verified', made.clock.now()])
    assert.equal(answerOf(await verify(store, by(cast.lu), now, null)), 'firm-move-not-allowed')
    assert.equal(answerOf(await giveBack(store, by(cast.lu), now, '请补充')), 'firm-move-not-allowed')
    assert.deepEqual(await firmsToReview(store.read, null), [])
  })

  test('on what was read: a firm that changed meanwhile is read again first', async () => {
    const made = await office()
    const firm = await registered(made)
    await changeProfile(made.parts, made.visitor, firm, profileOf(firm, { phone: '15400008888' }))
    assert.equal(answerOf(await verify(made.store, made.by(made.cast.qin), firm, null)), 'stale')
    assert.equal((await made.firm(firm)).state, 'under-review')
  })

  test('of two at once exactly one decides', async () => {
    const made = await office()
    const { store, by, cast } = made
    const firm = await registered(made)
    const outcomes = await Promise.all([
      verify(store, by(cast.qin), firm, null),
      giveBack(store, by(cast.lu), firm, '请上传清晰的执照'),
    ])
    assert.deepEqual(outcomes.map(answerOf).toSorted(), ['done', 'firm-move-not-allowed'])
  })

  test('a returned firm reads why, mends it, and waits again', async () => {
    const made = await office()
    const { store, by, cast, happened } = made
    const firm = await registered(made)
    await giveBack(store, by(cast.qin), firm, '名称与执照不一致')
    const returned = await made.firm(firm)
    assert.deepEqual([returned.state, returned.returnedFor], ['returned', '名称与执照不一致'])
    await changeProfile(
      made.parts,
      made.visitor,
      returned,
      profileOf(returned, { name: '淮北青桐木器有限公司' }),
    )
    const mended = await made.firm(firm)
    assert.deepEqual([mended.state, mended.returnedFor], ['under-review', null])
    assert.deepEqual(await happened(firm.id), [
      'enterprises.registered',
      'enterprises.returned',
      'enterprises.sent-again',
    ])
  })
})

describe('the profile', () => {
  test('a second form on the same version is stale and changes nothing', async () => {
    const { parts, by, cast, lin, firm } = await office()
    const change = (phone: string) => changeProfile(parts, by(cast.lin), lin, profileOf(lin, { phone }))
    const outcomes = await Promise.all([change('15400007777'), change('15400006666')])
    assert.deepEqual(outcomes.map(answerOf).toSorted(), ['done', 'stale'])
    assert.equal((await firm(lin)).version, lin.version + 1)
  })

  for (const row of table(`
    changed                | from         | to
    name                   | verified     | under-review
    legalRepresentative    | verified     | under-review
    phone                  | verified     | verified
    taxGrade               | verified     | verified
    borrowedBefore         | verified     | verified
    name                   | under-review | under-review
    phone                  | returned     | under-review
  `)) {
    test(`a ${row.from} firm that changes ${row.changed} is then ${row.to}`, async () => {
      const { parts, by, cast, lin, firm, store } = await office()
      const state =
        row.from === 'verified' ? 'verified' : row.from === 'returned' ? 'returned' : 'under-review'
      await store.transact((tx) => tx.update(enterprises).set({ state }).where(eq(enterprises.id, lin.id)))
      const values = {
        name: '另一家公司',
        legalRepresentative: '林木',
        phone: '15400007777',
        taxGrade: 'B',
        borrowedBefore: 'never',
      }
      const value = Object.entries(values).find(([name]) => name === row.changed)?.[1]
      await changeProfile(parts, by(cast.lin), lin, profileOf(lin, { [row.changed]: value }))
      assert.equal((await firm(lin)).state, row.to)
    })
  }

  test('a closed firm changes nothing any more', async () => {
    const { parts, by, cast, lin, store } = await office()
    await store.transact((tx) =>
      tx.update(enterprises).set({ state: 'closed' }).where(eq(enterprises.id, lin.id)),
    )
    assert.equal(answerOf(await changeProfile(parts, by(cast.lin), lin, profileOf(lin))), 'firm-closed')
    const figures = { year: 2025, employees: 1, revenueFen: null, assetsFen: null }
    assert.equal(answerOf(await giveFigures(store, by(cast.lin), lin, figures)), 'firm-closed')
  })

  test('a main bank is a bank of the list', async () => {
    const { parts, by, cast, lin, firm } = await office()
    for (const id of [cast.institutionIds.guarantor, newId(), 'none']) {
      const outcome = await changeProfile(parts, by(cast.lin), lin, profileOf(lin, { mainBankId: id }))
      assert.equal(answerOf(outcome), 'bank-unknown')
    }
    const { bankB } = cast.institutionIds
    await changeProfile(parts, by(cast.lin), lin, profileOf(lin, { mainBankId: bankB, taxGrade: null }))
    const now = await firm(lin)
    assert.deepEqual([now.mainBankId, now.taxGrade], [bankB, null])
    assert.deepEqual(firmFacts(now), {
      ...{ region: '340603001', industry: 'C17', size: 'small', grade: null, foundedOn: '2016-05-18' },
    })
  })

  test('another industry is another rule: the size follows at once', async () => {
    const { parts, by, cast, lin, firm } = await office()
    assert.equal(lin.size, 'small')
    await changeProfile(parts, by(cast.lin), lin, profileOf(lin, { industry: 'F51' }))
    assert.equal((await firm(lin)).size, 'small')
    await changeProfile(parts, by(cast.lin), await firm(lin), profileOf(lin, { industry: 'J66' }))
    assert.equal((await firm(lin)).size, 'not-classified')
  })
})

describe('figures by year', () => {
  const yuan = (text: string): Fen | null => (text === '-' ? null : fen(Math.round(Number(text) * 100)))

  // Industry: medium from 300 people and 2000 万元, small from 20 and 300, all of them at once.
  for (const row of table(`
    employees | revenueYuan  | size
    300       | 20000000.00  | medium
    299       | 20000000.00  | small
    300       | 19999999.99  | small
    20        | 3000000.00   | small
    19        | 3000000.00   | micro
    20        | 2999999.99   | micro
    1000      | 400000000.00 | large
    999       | 400000000.00 | medium
    1000      | 399999999.99 | medium
    0         | 0            | micro
    -         | 20000000.00  | unknown
    300       | -            | unknown
  `)) {
    test(`${row.employees} people and ${row.revenueYuan} yuan in industry: ${row.size}`, async () => {
      const { store, by, cast, lin, firm } = await office()
      const employees = row.employees === '-' ? null : Number(row.employees)
      const figures = { year: 2025, employees, revenueFen: yuan(row.revenueYuan), assetsFen: null }
      assert.equal(answerOf(await giveFigures(store, by(cast.xu), lin, figures)), 'done')
      assert.equal((await firm(lin)).size ?? 'unknown', row.size)
    })
  }

  test('a correction of an older year changes neither another year nor the size', async () => {
    const { store, by, cast, lin, firm } = await office()
    const figures = { year: 2024, employees: 5, revenueFen: fen(100), assetsFen: fen(100) }
    assert.equal(answerOf(await giveFigures(store, by(cast.lin), lin, figures)), 'done')
    assert.equal((await firm(lin)).size, 'small')
    const years = await yearsOf(store.read, lin.id)
    assert.deepEqual(
      years.map(({ year, employees }) => [year, employees]),
      [
        [2025, 86],
        [2024, 5],
      ],
    )
    const [row] = await trailOf(store.read, 'enterprise', lin.id)
    assert.equal(JSON.stringify(row?.details).includes('"employees":82'), true)
  })

  for (const [year, answer] of [
    [2026, 'year-not-asked'],
    [2025, 'done'],
    [2023, 'done'],
    [2022, 'year-not-asked'],
  ] as const)
    test(`of ${year}, on a day of 2026: ${answer}`, async () => {
      const { store, by, cast, lin } = await office()
      const figures = { year, employees: 1, revenueFen: fen(0), assetsFen: fen(0) }
      assert.equal(answerOf(await giveFigures(store, by(cast.lin), lin, figures)), answer)
    })

  test('a stale form writes no figures', async () => {
    const { store, by, cast, lin } = await office()
    const give = (employees: number, assetsFen: Fen) =>
      giveFigures(store, by(cast.lin), lin, { year: 2025, employees, revenueFen: fen(0), assetsFen })
    assert.equal(answerOf(await give(30, fen(30))), 'done')
    assert.equal(answerOf(await give(99, fen(99))), 'stale')
    assert.equal((await yearsOf(store.read, lin.id))[0]?.employees, 30)
  })
})
