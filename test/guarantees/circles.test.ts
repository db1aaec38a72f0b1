import assert from 'node:assert/strict'
import { test } from 'node:test'
import { eq } from 'drizzle-orm'
import { enterprises } from '../../db/tables/enterprises.ts'
import { guarantorCustomers } from '../../db/tables/guarantee-figures.ts'
import { guaranteeShares } from '../../db/tables/guarantees.ts'
import { loans } from '../../db/tables/loans.ts'
import { byPlatform } from '../../server/accounts/index.ts'
import { circlesOf, type FirmExposure } from '../../server/guarantees/circles.ts'
import { countersTyped, type TypedCounter } from '../../server/guarantees/counters.ts'
import {
  approveGuarantee,
  askForGuarantee,
  recordRelation,
  reweighAll,
  sharesOf,
  signGuarantee,
  takeUp,
  writeSheet,
} from '../../server/guarantees/index.ts'
import type { Relation } from '../../server/guarantees/related.ts'
import { sumsOn } from '../../server/indicators/rows.ts'
import { reportRepayment } from '../../server/loans/index.ts'
import { fen, noFen } from '../../server/money/fen.ts'
import { present } from '../../server/platform/assert.ts'
import { codeOf, given } from '../applications/played.ts'
import { drawn } from '../loans/contract.ts'
import { runningTown } from '../support/app.ts'
import { assertKept } from './books.ts'
import {
  asking,
  consentToGuarantor,
  contractOf,
  guaranteedCase,
  lettered,
  million,
  netAssets,
  sheet,
} from './guaranteed.ts'

test('who belongs together is counted together: by controller, in circles, and by large holdings', () => {
  const exposure = (firmId: string, balance: number): FirmExposure => ({
    ...{ firmId, firm: firmId.toUpperCase(), guarantees: 1 },
    ...{ balanceFen: fen(balance), shareFen: fen(balance * 0.4) },
  })
  const relation = (kind: Relation['kind'], from: string, to: string, share: number | null = null) => ({
    ...{ kind, from, to, sharePpm: share, toName: to.split(':')[1] ?? to },
  })
  const found = circlesOf(
    [
      relation('controller', 'a', 'person:王:1234'),
      relation('controller', 'b', 'person:王:1234'),
      relation('mutual-guarantee', 'c', 'd'),
      relation('mutual-guarantee', 'd', 'e'),
      relation('shareholder', 'f', 'g', 249_999),
      relation('controller', 'h', 'person:李:9999'),
      relation('controller', 'gone', 'person:赵:1111'),
    ],
    [
      exposure('a', 100),
      exposure('b', 250),
      exposure('c', 400),
      exposure('e', 10),
      exposure('f', 900),
      exposure('h', 5),
    ],
    250_000,
  )
  assert.deepEqual(
    found.map((circle) => [
      circle.controllers.join(),
      circle.mutual,
      circle.firms.map(({ firmId }) => firmId).join(),
      circle.balanceFen,
      circle.shareFen,
    ]),
    [
      ['', true, 'c,e', 410, 164],
      ['王', false, 'b,a', 350, 140],
      ['李', false, 'h', 5, 2],
    ],
  )
})

test('a sheet takes several counter-guarantees, each said what it is', () => {
  const typed = (place: '1' | '2' | '3', changes: Partial<TypedCounter>): TypedCounter => ({
    ...{ place, kind: null, words: null, valueFen: null },
    ...changes,
  })
  const cases: readonly [readonly TypedCounter[], string | number][] = [
    [[typed('1', {}), typed('2', {})], 0],
    [[typed('1', { kind: 'person', words: '保证' }), typed('3', { kind: 'mortgage', words: '厂房' })], 2],
    [[typed('2', { words: '厂房' })], 'counter-kind counterKind2'],
    [[typed('1', { kind: 'pledge', words: ' ' })], 'counter-words counterWords1'],
    [[typed('1', { kind: 'none' })], 1],
    [
      [typed('1', { kind: 'none' }), typed('2', { kind: 'person', words: '保证' })],
      'counter-none-beside counterKind1',
    ],
  ]
  for (const [places, wanted] of cases) {
    const found = countersTyped(places)
    assert.equal(found.ok ? found.counters.length : `${found.refusal.code} ${found.refusal.field}`, wanted)
  }
})

test('everybody who bears a part sees its exposure, and what a night weighs anew stays equal to the rows', async () => {
  const made = await runningTown()
  const { parts, by, cast, clock, store, browserOf } = made
  await consentToGuarantor(made)
  await netAssets(made)
  const letter = await lettered(made, 4 * million)
  await drawn(made, await contractOf(made, letter), 4 * million)
  const relation = { kind: 'controller' as const, sharePpm: null, source: '营业执照' }
  const linFirm = present(cast.lin.enterpriseId, 'the firm of Lin')
  const other = { person: '林国栋', documentTail: '1234' }
  given(await recordRelation(parts, by(cast.he), linFirm, { ...relation, other }))
  const repeated = await recordRelation(parts, by(cast.he), linFirm, { ...relation, other })
  assert.equal(codeOf(repeated), 'relation-standing')
  const parts4321 = { he: '160', zhou: '80', shen: '120', cai: '40' } as const
  for (const [name, share] of Object.entries(parts4321)) {
    const browser = await browserOf(cast[name as keyof typeof parts4321])
    const cell = new RegExp(`>\\s*${share}\\s*<`)
    assert.match((await browser.get('/exposure')).body, cell, `${name} bears ${share}`)
    const groups = (await browser.get('/exposure/groups')).body
    assert.match(groups, cell)
    assert.ok(groups.includes(cast.lin.organisation), name)
    assert.equal(groups.includes('林国栋'), name === 'he', 'who controls a firm is not for everybody')
  }
  const bureau = (await (await browserOf(cast.qin)).get('/exposure/groups')).body
  assert.ok(bureau.includes('林国栋'))
  assert.match(bureau, />\s*400\s*</)

  // Small at four million counts three quarters; a firm that has grown counts whole, from the next night on.
  const liability = async () => {
    const [row] = await store.read.select().from(guarantorCustomers)
    return present(row, 'a customer').liabilityFen
  }
  assert.equal(await liability(), 1.2 * million)
  const size = (to: 'medium' | 'small') =>
    store.transact((tx) => tx.update(enterprises).set({ size: to }).where(eq(enterprises.id, linFirm)))
  const night = () => reweighAll(parts, byPlatform(clock.now(), clock.today()))
  assert.equal(await night(), 0)
  const on = clock.today()
  const sums = () => sumsOn(store.read, cast.institutionIds.guarantor, on, fen(500_000_000))
  const pastDay = await sums()
  assert.equal(pastDay.smallFen, 4 * million)
  await size('medium')
  assert.equal(await night(), 1)
  assert.deepEqual(await sums(), pastDay, 'a class that changed leaves a past day as it was')
  assert.equal(await liability(), 1.6 * million)
  await assertKept(made)
  assert.equal(await night(), 0, 'a night that is repeated changes nothing')
  await size('small')
  assert.equal(await night(), 1)
  assert.equal(await liability(), 1.2 * million)
  await assertKept(made)

  // The bureau's own page: every way to divide, down to the loan, and no day that nobody knows.
  const watching = await browserOf(cast.qin)
  for (const by of [
    'role',
    'party',
    'bank',
    'guarantor',
    'district',
    'industry',
    'size',
    'scheme',
    'vintage',
  ]) {
    const page = await watching.get(`/bureau/exposure?by=${by}`)
    assert.equal(page.statusCode, 200, by)
    assert.match(page.body, />\s*400\s*</)
    const [, href = ''] = /href="(\/bureau\/exposure\/loans[^"]*)"/.exec(page.body) ?? []
    const below = await watching.get(href.replaceAll('&amp;', '&'))
    assert.ok(below.body.includes(cast.lin.organisation), by)
    assert.match(below.body, /4,000,000\.00/)
  }
  const ahead = await watching.get('/bureau/exposure?on=2031-01-01')
  assert.deepEqual([ahead.statusCode, ahead.body.includes('那一天还没有到')], [422, true])
  const early = await watching.get('/bureau/exposure?on=2020-01-01')
  assert.deepEqual([early.statusCode, early.body.includes('最早可查')], [422, true])
  assert.equal((await watching.get('/bureau/exposure/loans?by=bank&key=nobody')).statusCode, 404)

  // A bank that is also the treasury of a letter: its balance counts once, its shares together.
  await store.transact((tx) =>
    tx
      .update(guaranteeShares)
      .set({ institutionId: cast.institutionIds.bankA })
      .where(eq(guaranteeShares.party, 'treasury')),
  )
  const twice = (await (await browserOf(cast.zhou)).get('/exposure/groups')).body
  assert.match(twice, />\s*400\s*</)
  assert.match(twice, />\s*120\s*</)
  assert.doesNotMatch(twice, />\s*800\s*</)

  // It has grown again: a repayment of a letter of smaller days does not turn that back.
  await size('medium')
  assert.equal(await night(), 1)
  const [loan] = await store.read.select().from(loans)
  const paying = { principalFen: fen(million), interestFen: noFen, paidOn: clock.today(), payer: null }
  given(await reportRepayment(parts, by(cast.zhou), present(loan, 'a loan').id, paying))
  assert.equal(await liability(), 1.2 * million)
})

test('the book of the national fund, which has nobody here, is read by the bureau and the auditor of its place', async () => {
  const made = await runningTown()
  const { parts, by, cast, store, browserOf } = made
  await consentToGuarantor(made)
  await netAssets(made)
  const asked = { ...asking(made), arrangement: 'national-fund' }
  const { guarantee } = given(await askForGuarantee(parts, by(cast.zhou), await guaranteedCase(made), asked))
  given(await takeUp(parts, by(cast.he), guarantee.id))
  given(await writeSheet(parts, by(cast.he), guarantee.id, sheet))
  given(await approveGuarantee(parts, by(cast.han), guarantee.id, '同意'))
  const { guarantee: letter } = given(await signGuarantee(parts, by(cast.he), guarantee.id))
  await drawn(made, await contractOf(made, letter), million)
  const shares = await sharesOf(store.read, letter.id)
  const fund = present(
    shares.find(({ institutionId }) => institutionId === null),
    'the share of the fund',
  )
  assert.equal(fund.contingentFen, 0.2 * million)
  for (const [who, wanted] of [
    [cast.qin, true],
    [cast.lu, true],
    [cast.shi, true],
    [cast.he, false],
    [cast.shen, false],
    [cast.zhou, false],
  ] as const) {
    const { statusCode } = await (await browserOf(who)).get(`/ledger/books/${fund.bookId}`)
    assert.equal(statusCode === 200, wanted, who.name)
  }
})
