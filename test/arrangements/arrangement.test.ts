import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  arrangementCalled,
  arrangementCodesOn,
  arrangementOn,
  checkArrangement,
  coveredLoss,
  coverFindings,
  lineStanding,
  readArrangement,
} from '../../server/arrangements/index.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import { ppm } from '../../server/money/rate.ts'
import { table, whole } from '../support/table.ts'
import { anyArrangement, arrangement, book, codes, layers, today, withLayers } from './sample.ts'

const good = arrangement('4321')
const found = (value: unknown) => checkArrangement(value).map(({ code, field }) => `${code} ${field}`)

describe('writing an arrangement', () => {
  for (const row of table(`
    layers                                            | says
    guarantor 4000 bank 5999                          | shares-do-not-add-up layers.0.shares
    guarantor 4000 bank 6001                          | shares-do-not-add-up layers.0.shares
    guarantor 10000 bank 0                            | share-is-nothing layers.0.shares.1.basisPoints
    guarantor 4000 guarantor 6000                     | party-twice layers.0.shares.1.party
    guarantor 10000 ≤ 500                             | last-layer-limited layers.0.limit
    guarantor 10000 ≤ 0 / guarantor 10000             | limit-is-nothing layers.0.limit.limitFen
    guarantor 10000 / guarantor 10000                 | layer-never-reached layers.1
    guarantor 10000 ≤ fund / guarantor 10000          | pool-has-no-share layers.0.limit.party
    guarantor 5000 fund 5000 ≤ fund / guarantor 9000 fund 1000 | pool-without-limit layers.1.shares
    fund 10000 ≤ fund / guarantor 10000               | first-payer-is-pool firstPayer.party
    bank 10000                                        | first-payer-has-no-share firstPayer.party
  `)) {
    test(`${row.layers}: ${row.says}`, () => {
      const made = { ...good, layers: layers(...row.layers.split('/').map((text) => text.trim())) }
      const [code] = row.says.split(' ')
      const payer = code === 'first-payer-is-pool' ? { party: 'fund', mode: 'full' } : good.firstPayer
      assert.deepEqual(found({ ...made, firstPayer: payer }), [row.says])
    })
  }

  for (const row of table(`
    field                      | becomes                    | says
    layers                     | []                         | no-layers layers
    layers                     | [{"shares":[],"limit":{"kind":"none"}}] | empty-layer layers.0.shares
    layers                     | "4321"                     | arrangement-malformed layers
    firstPayer                 | {"party":"bank","mode":"full"} | first-payer-is-bank firstPayer.party
    firstPayer                 | {"party":"uncle","mode":"full"} | unknown-party firstPayer.party
    excess                     | {"party":"insurer","overPremiumPpm":1500000,"to":"treasury","basisPoints":5000} | excess-has-no-share excess.party
    excess                     | {"party":"guarantor","overPremiumPpm":1500000,"to":"guarantor","basisPoints":5000} | excess-to-wrong-party excess.to
    excess                     | {"party":"guarantor","overPremiumPpm":1500000,"to":"treasury","basisPoints":10001} | excess-share-wrong excess.basisPoints
    singleCustomerCapFen       | 0                          | limit-is-nothing singleCustomerCapFen
    singleCustomerCapFen       | 0.5                        | arrangement-malformed singleCustomerCapFen
    singleCustomerCapFen       | -1                         | arrangement-malformed singleCustomerCapFen
    warnLinePpm                | 50000                      | warning-behind-stop warnLinePpm
    stopLinePpm                | 1000001                    | line-out-of-range stopLinePpm
    warnLinePpm                | 0                          | line-out-of-range warnLinePpm
    base                       | {"normalInterest":false,"interestCapDays":90} | cap-without-interest base.interestCapDays
    scope                      | {"sizes":[],"farming":false,"excludedIndustries":[],"unsecuredOnly":false} | scope-is-empty scope.sizes
    scope                      | {"sizes":null,"farming":false,"excludedIndustries":["C99"],"unsecuredOnly":false} | not-an-industry scope.excludedIndustries.0
    note                       | "one key too many"         | arrangement-malformed${' '}
  `)) {
    test(`${row.field} ${row.becomes}: ${row.says}`, () =>
      assert.deepEqual(
        found({ ...good, [row.field]: JSON.parse(row.becomes) }).map((one) => one.trim()),
        [row.says],
      ))
  }

  test('says all that is wrong at once, each with its field', () =>
    assert.deepEqual(
      found({ ...good, layers: layers('guarantor 9000', 'treasury 1000 ≤ 7'), warnLinePpm: 60_000 }),
      [
        'shares-do-not-add-up layers.0.shares',
        'layer-never-reached layers.1',
        'shares-do-not-add-up layers.1.shares',
        'last-layer-limited layers.1.limit',
        'warning-behind-stop warnLinePpm',
      ],
    ))

  test('looks at the shares for other loans as closely', () =>
    assert.deepEqual(found({ ...good, variants: { 'first-loan': layers('guarantor 9999') } }), [
      'shares-do-not-add-up variants.first-loan.shares'.replace('loan.', 'loan.0.'),
    ]))

  test('an unknown party is named as such', () =>
    assert.deepEqual(
      found({
        ...good,
        layers: [{ shares: [{ party: 'uncle', basisPoints: 10_000 }], limit: { kind: 'none' } }],
      }),
      ['unknown-party layers.0.shares.0.party'],
    ))

  test('a seventh one can be written, kept as text and read back', () => {
    const seventh = withLayers('guarantor 6000 bank 4000 ≤ 900', 'bank 10000')
    const read = readArrangement(JSON.parse(JSON.stringify(seventh)))
    assert.deepEqual(read, { ok: true, arrangement: seventh })
  })

  test('whatever the tests make up is a good one', () =>
    fc.assert(fc.property(anyArrangement, (one) => assert.deepEqual(checkArrangement(one), []))))
})

describe('the arrangements of the place', () => {
  test('are six, all of them good', () => {
    assert.deepEqual(codes, [
      '4321',
      'tax-credit-pool',
      'zhubaodai',
      'zhengyinbao',
      'startup-fund',
      'national-fund',
    ])
    assert.deepEqual(arrangementCodesOn(book, today), codes)
    for (const row of book.rows) assert.deepEqual(checkArrangement(row.value), [], row.code)
  })

  test('an unknown one is refused, and one from before its day', () => {
    assert.deepEqual(arrangementOn(book, '4322', today), {
      ok: false,
      refusal: { code: 'unknown-arrangement', field: 'arrangement', values: { code: '4322' } },
    })
    assert.equal(arrangementOn(book, '4321', day('2014-11-30')).ok, false)
    assert.equal(arrangementOn(book, '4321', day('2014-12-01')).ok, true)
    assert.equal(arrangementOn(book, '4321', today, 'first-loan').ok, false)
  })

  test('is called in the language of the reader where its Chinese name was kept; other words stand as they are', () => {
    assert.equal(arrangementCalled(book, 'en', '助保贷', today), 'Loans with a joint deposit of borrowers')
    assert.equal(arrangementCalled(book, 'zh', '助保贷', today), '助保贷')
    assert.equal(arrangementCalled(book, 'en', 'DK20260810-0004', today), 'DK20260810-0004')
  })

  test('a decision can keep the version it used', () => {
    const one = arrangementOn(book, '4321', today)
    assert(one.ok)
    assert.equal(one.policy.version, 'arrangement-4321-1')
    assert.equal(one.policy.row.certainty, 'stated')
    assert.deepEqual(one.policy.value.assumed, ['base', 'firstPayer', 'lines'])
  })
})

describe('what an arrangement covers', () => {
  const loan = {
    principalFen: fen(36_000_000),
    annualRatePpm: ppm(50_000),
    dayCount: 'actual/360',
    interestFrom: day('2026-01-01'),
    until: day('2026-04-11'),
  } as const

  test('principal only, or with normal interest, for as many days as count', () => {
    const based = (normalInterest: boolean, interestCapDays: number | null) =>
      coveredLoss({ ...good, base: { normalInterest, interestCapDays } }, loan)
    assert.equal(based(false, null), 36_000_000)
    assert.equal(based(true, null), 36_500_000)
    assert.equal(based(true, 90), 36_450_000)
    assert.equal(based(true, 100), 36_500_000)
    assert.equal(based(true, 101), 36_500_000)
    assert.equal(based(true, 0), 36_000_000)
  })

  const cover = {
    size: 'small',
    farming: false,
    industry: 'C13',
    unsecured: null,
    coveredFen: fen(0),
    newFen: fen(1),
  } as const
  const verdict = (changed: Partial<Parameters<typeof coverFindings>[1]>, code = '4321') =>
    coverFindings(arrangement(code), { ...cover, ...changed })
      .map(({ rule, met }) => `${rule} ${met}`)
      .join(', ')

  test('the cap on one customer is included', () => {
    const atCap = (covered: number, added: number) =>
      verdict({ coveredFen: fen(covered), newFen: fen(added) }).split('cap ')[1]
    assert.equal(atCap(1_999_999_999, 1), 'yes')
    assert.equal(atCap(2_000_000_000, 1), 'no')
    assert.equal(atCap(0, 2_000_000_000), 'yes')
    assert.equal(atCap(0, 2_000_000_001), 'no')
    assert.equal(verdict({ coveredFen: null }).split('cap ')[1], 'unknown')
    assert.equal(verdict({ coveredFen: null, newFen: fen(2_000_000_001) }).split('cap ')[1], 'no')
  })

  test('small firms, and farming whatever its size; no firm whose business is finance', () => {
    const rest = 'single-customer-cap yes'
    assert.equal(verdict({}), `size yes, industry yes, ${rest}`)
    assert.equal(verdict({ size: 'medium' }), `size no, industry yes, ${rest}`)
    assert.equal(verdict({ size: 'medium', farming: true }), `size yes, industry yes, ${rest}`)
    assert.equal(verdict({ size: 'medium', farming: null }), `size unknown, industry yes, ${rest}`)
    assert.equal(verdict({ size: null }), `size unknown, industry yes, ${rest}`)
    assert.equal(verdict({ industry: 'J66' }), `size yes, industry no, ${rest}`)
    assert.equal(verdict({ industry: null }), `size yes, industry unknown, ${rest}`)
    assert.equal(
      verdict({ unsecured: false }, 'tax-credit-pool'),
      'size yes, unsecured no, single-customer-cap yes',
    )
    assert.equal(
      verdict({ unsecured: true }, 'tax-credit-pool'),
      'size yes, unsecured yes, single-customer-cap yes',
    )
    assert.equal(verdict({}, 'tax-credit-pool'), 'size yes, unsecured unknown, single-customer-cap yes')
  })

  for (const row of table(`
    bad    | covered | standing
    0      | 0       | open
    2999   | 100,000 | open
    3000   | 100,000 | warned
    4999   | 100,000 | warned
    5000   | 100,000 | stopped
    100000 | 100,000 | stopped
    3      | 101     | open
    3      | 100     | warned
  `)) {
    test(`${row.bad} bad of ${row.covered} covered: ${row.standing}`, () =>
      assert.equal(lineStanding(good, fen(whole(row.bad)), fen(whole(row.covered))), row.standing))
  }

  test('without lines nothing is warned of or stopped', () =>
    assert.equal(lineStanding({ ...good, warnLinePpm: null, stopLinePpm: null }, fen(9), fen(9)), 'open'))

  test('whole amounts, rates and lines are wanted of one that is read', () =>
    assert.equal(readArrangement({ ...good, warnLinePpm: Number.NaN }).ok, false))
})
