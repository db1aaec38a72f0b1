import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { mostFlows } from '../../server/api/endpoints-costs.ts'
import { runningTown } from '../support/app.ts'
import { table, whole } from '../support/table.ts'

const made = runningTown()

async function post(name: string, sent: unknown, headers: Record<string, string> = {}) {
  const { app } = await made
  return app.inject({
    method: 'POST',
    url: `/api/v1/calculators/${name}`,
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof sent === 'string' ? sent : JSON.stringify(sent),
  })
}

async function answer(name: string, sent: unknown) {
  const { statusCode, body } = await post(name, sent)
  assert.equal(statusCode, 200, body)
  return JSON.parse(body)
}

/** A sound request of each calculator, for the tables to spoil. */
const sound = {
  'annualised-cost': {
    advances: [{ on: '2025-01-01', fen: 10_000_000 }],
    payments: [{ on: '2026-01-01', fen: 10_500_000 }],
  },
  'loan-cost': {
    principalFen: 100_000_000,
    annualRatePpm: 43_500,
    months: 12,
    method: 'equal-instalment',
    upfrontFeesFen: 0,
  },
  'risk-sharing': { arrangement: '4321', lossFen: 100_000_001 },
  'tax-credit-limit': {
    scheme: 'hefei-2015',
    grade: 'A',
    taxPaidFen: { 2024: 120_000_000, 2025: 180_000_000 },
    assessYear: 2026,
    foundedOn: '2015-01-01',
    on: '2026-11-20',
  },
  'bridge-fee': {
    policy: 'donghai-2023',
    principalFen: 1_000_000_000,
    paidOutOn: '2026-03-02',
    repaidOn: '2026-03-10',
  },
} as const

describe('a calculator of the API', () => {
  for (const name of Object.keys(sound))
    test(`${name} refuses what is no JSON, and asks for every field that it needs`, async () => {
      for (const body of ['', '{', 'NaN', '{"lossFen":NaN}'])
        assert.equal((await post(name, body)).statusCode, 400, body)
      for (const body of ['[]', '"x"', 'null', '1'])
        assert.ok([400, 422].includes((await post(name, body)).statusCode), body)
      const { statusCode, body } = await post(name, {})
      assert.equal(statusCode, 422)
      const { errors } = JSON.parse(body)
      assert.deepEqual([...new Set(errors.map(({ code }: { code: string }) => code))], ['required'])
    })

  for (const row of table(`
    of               | change                                                    | problem             | says
    annualised-cost  | {"advances":[]}                                           | not-valid           | advances:empty
    annualised-cost  | {"payments":[]}                                           | not-valid           | payments:empty
    annualised-cost  | {"payments":{"on":"2026-01-01","fen":1}}                  | not-valid           | payments:wrong-kind
    annualised-cost  | {"payments":[1]}                                          | not-valid           | payments.0:wrong-kind
    annualised-cost  | {"payments":[{"on":"2026-02-29","fen":1}]}                | not-valid           | payments.0.on:not-a-day
    annualised-cost  | {"payments":[{"on":"2026-01-01","fen":0.5}]}              | not-valid           | payments.0.fen:not-whole
    annualised-cost  | {"payments":[{"on":"2026-01-01","fen":0}]}                | not-valid           | payments.0.fen:not-positive
    annualised-cost  | {"payments":[{"on":"2026-01-01","fen":-1}]}               | not-valid           | payments.0.fen:not-positive
    annualised-cost  | {"payments":[{"on":"2026-01-01","fen":null}]}             | not-valid           | payments.0.fen:not-whole
    annualised-cost  | {"payments":[{"on":"2026-01-01","fen":9007199254740992}]} | not-valid           | payments.0.fen:too-large
    annualised-cost  | {"payments":[{"on":"2026-01-01","fen":9007199254740991},{"on":"2026-01-02","fen":1}]} | not-valid | payments:too-large
    annualised-cost  | {"payments":[{"on":"2026-01-01","fen":1,"fee":1}]}        | not-valid           | payments.0.fee:unknown-field
    annualised-cost  | {"guess":0.1}                                             | not-valid           | guess:unknown-field
    loan-cost        | {"principalFen":0}                                        | not-valid           | principalFen:not-positive
    loan-cost        | {"principalFen":1.5}                                      | not-valid           | principalFen:not-whole
    loan-cost        | {"principalFen":9007199254740991}                         | not-valid           | principalFen:too-large
    loan-cost        | {"annualRatePpm":-1}                                      | not-valid           | annualRatePpm:negative
    loan-cost        | {"annualRatePpm":10000001}                                | not-valid           | annualRatePpm:too-large
    loan-cost        | {"months":601}                                            | not-valid           | months:too-large
    loan-cost        | {"method":"annuity"}                                      | not-valid           | method:unknown-choice
    loan-cost        | {"upfrontFeesFen":-1}                                     | not-valid           | upfrontFeesFen:negative
    loan-cost        | {"upfrontFeesFen":0.5}                                    | not-valid           | upfrontFeesFen:not-whole
    loan-cost        | {"upfrontFeesFen":100000000}                              | not-valid           | upfrontFeesFen:fees-reach-principal
    loan-cost        | {"yearlyFeesFen":100000000}                               | not-valid           | upfrontFeesFen:fees-reach-principal
    loan-cost        | {"yearlyFeesFen":9007199254740991}                        | not-valid           | yearlyFeesFen:too-large
    loan-cost        | {"yearlyFeesFen":"1"}                                     | not-valid           | yearlyFeesFen:not-whole
    loan-cost        | {"dayCount":"monthly"}                                    | not-valid           | dayCount:unknown-field
    loan-cost        | {"fees":{}}                                               | not-valid           | fees:wrong-kind
    loan-cost        | {"fees":[{"payee":"friend","paid":"upfront","fen":1}]}    | not-valid           | fees.0.payee:unknown-choice
    loan-cost        | {"fees":[{"payee":"bank","paid":"daily","fen":1}]}        | not-valid           | fees.0.paid:unknown-choice
    loan-cost        | {"fees":[{"payee":"bank","paid":"upfront","fen":-1}]}     | not-valid           | fees.0.fen:negative
    loan-cost        | {"fees":[{"payee":"bank","paid":"upfront","fen":0.5}]}    | not-valid           | fees.0.fen:not-whole
    loan-cost        | {"fees":[{"payee":"bank","paid":"upfront"}]}              | not-valid           | fees.0.fen:required
    loan-cost        | {"fees":[{"payee":"bank","paid":"upfront","fen":1,"on":1}]} | not-valid         | fees.0.on:unknown-field
    loan-cost        | {"annualRatePpm":10000000,"months":600}                   | not-valid           | annualRatePpm:payment-below-interest
    loan-cost        | {"principalFen":1000000000000000,"annualRatePpm":10000000,"months":600,"method":"bullet"} | not-valid | principalFen:too-large
    risk-sharing     | {"arrangement":"1234"}                                    | unknown-arrangement | arrangement:unknown-arrangement
    risk-sharing     | {"arrangement":""}                                        | unknown-arrangement | arrangement:unknown-arrangement
    risk-sharing     | {"arrangement":4321}                                      | not-valid           | arrangement:wrong-kind
    risk-sharing     | {"lossFen":0.1}                                           | not-valid           | lossFen:not-whole
    risk-sharing     | {"lossFen":-1}                                            | not-valid           | lossFen:negative
    risk-sharing     | {"lossFen":9007199254740992}                              | not-valid           | lossFen:too-large
    risk-sharing     | {"recoveredFen":-1,"recoveryCostFen":0.5}                 | not-valid           | recoveredFen:negative recoveryCostFen:not-whole
    risk-sharing     | {"poolFreeFen":null}                                      | not-valid           | poolFreeFen:not-whole
    risk-sharing     | {"arrangement":"zhubaodai"}                               | not-valid           | poolFreeFen:pool-free-missing
    risk-sharing     | {"premiumFen":1}                                          | not-valid           | premiumFen:unknown-field
    tax-credit-limit | {"scheme":"hefei-2016"}                                   | unknown-scheme      | scheme:unknown-scheme
    tax-credit-limit | {"on":"2015-12-02"}                                       | unknown-scheme      | scheme:unknown-scheme
    tax-credit-limit | {"on":"2019-08-19","assessYear":2019}                     | lpr-missing         | on:lpr-missing
    tax-credit-limit | {"grade":"E"}                                             | not-valid           | grade:unknown-choice
    tax-credit-limit | {"taxPaidFen":[1]}                                        | not-valid           | taxPaidFen:wrong-kind
    tax-credit-limit | {"taxPaidFen":{"2025":-1}}                                | not-valid           | taxPaidFen.2025:negative
    tax-credit-limit | {"taxPaidFen":{"2025":0.5}}                               | not-valid           | taxPaidFen.2025:not-whole
    tax-credit-limit | {"taxPaidFen":{"2025":9007199254740992}}                  | not-valid           | taxPaidFen.2025:too-large
    tax-credit-limit | {"taxPaidFen":{"25":1}}                                   | not-valid           | taxPaidFen.25:tax-year-wrong
    tax-credit-limit | {"assessYear":2027}                                       | not-valid           | assessYear:assess-year-wrong
    tax-credit-limit | {"assessYear":2025.5}                                     | not-valid           | assessYear:not-whole
    tax-credit-limit | {"foundedOn":"2026-11-21"}                                | not-valid           | foundedOn:founded-later
    tax-credit-limit | {"foundedOn":"2015-02-29"}                                | not-valid           | foundedOn:not-a-day
    tax-credit-limit | {"outstandingFen":-1}                                     | not-valid           | outstandingFen:negative
    tax-credit-limit | {"requestedFen":0}                                        | not-valid           | requestedFen:not-positive
    tax-credit-limit | {"industry":"C99"}                                        | industry-unknown    | industry:industry-unknown
    tax-credit-limit | {"size":"small"}                                          | not-valid           | size:unknown-field
    bridge-fee       | {"policy":"donghai-2022"}                                 | unknown-policy      | policy:unknown-policy
    bridge-fee       | {"paidOutOn":"2022-12-31"}                                | unknown-policy      | policy:unknown-policy
    bridge-fee       | {"principalFen":0}                                        | not-valid           | principalFen:not-positive
    bridge-fee       | {"principalFen":1.5}                                      | not-valid           | principalFen:not-whole
    bridge-fee       | {"repaidOn":"2026-03-01"}                                 | not-valid           | repaidOn:repaid-before-payout
    bridge-fee       | {"repaidOn":"2026-02-30"}                                 | not-valid           | repaidOn:not-a-day
    bridge-fee       | {"policy":"wenzhou-2018","repaidOn":"2027-01-05"}         | calendar-missing    | repaidOn:calendar-missing
    bridge-fee       | {"principalFen":9007199254740991,"repaidOn":"2037-01-01"} | not-valid           | principalFen:fee-too-large
    bridge-fee       | {"dayKind":"working"}                                     | not-valid           | dayKind:unknown-field
  `)) {
    test(`${row.of} refuses ${row.change}: ${row.says}`, async () => {
      const base: Record<string, object> = sound
      for (const [lang, foreign] of [
        ['zh', /[A-Za-z]{4} [a-z]/],
        ['en', /[一-鿿]/],
      ] as const) {
        const sent = { ...base[row.of], ...JSON.parse(row.change) }
        const { statusCode, headers, body } = await post(row.of, sent, { 'accept-language': lang })
        assert.equal(statusCode, 422, body)
        assert.match(String(headers['content-type']), /^application\/problem\+json/)
        const { code, title, errors } = JSON.parse(body)
        assert.equal(code, row.problem)
        const said = errors.map((one: { field: string; code: string }) => `${one.field}:${one.code}`)
        assert.equal(said.join(' '), row.says)
        assert.doesNotMatch(title + errors.map((one: { message: string }) => one.message), foreign)
      }
    })
  }

  test('names the codes that there are', async () => {
    const { body } = await post('bridge-fee', { ...sound['bridge-fee'], policy: 'nowhere' })
    assert.match(JSON.parse(body).errors[0].message, /nowhere.*donghai-2023, .*wenzhou-2018/)
  })
})

describe('the yearly cost', () => {
  // 1,000,000 yuan over 12 months at 4.35 %; the fee in yuan, on the day of drawing.
  for (const row of table(`
    method           | fee    | simplePpm | compoundPpm | totalCostFen
    equal-instalment | 0      | 43,500    | 44,378      | 2,371,879
    equal-instalment | 10,000 | 62,288    | 64,097      | 3,371,879
    interest-only    | 0      | 43,500    | 44,378      | 4,350,000
    interest-only    | 10,000 | 53,794    | 55,140      | 5,350,000
  `)) {
    test(`of ${row.method} with ${row.fee} yuan upfront is ${row.simplePpm} and ${row.compoundPpm}`, async () => {
      const upfrontFeesFen = whole(row.fee) * 100
      const found = await answer('loan-cost', { ...sound['loan-cost'], method: row.method, upfrontFeesFen })
      assert.deepEqual(Object.keys(found), ['simplePpm', 'compoundPpm', 'totalCostFen', 'lines'])
      assert.equal(found.simplePpm, whole(row.simplePpm))
      assert.equal(found.compoundPpm, whole(row.compoundPpm))
      assert.equal(found.totalCostFen, whole(row.totalCostFen))
      const lines: { fen: number }[] = found.lines
      assert.equal(
        lines.reduce((sum, { fen }) => sum + fen, 0),
        found.totalCostFen,
      )
    })
  }

  test('lists the fees that have a payee', async () => {
    const fees = [
      { payee: 'guarantor', paid: 'yearly', fen: 500_000 },
      { payee: 'registry', paid: 'upfront', fen: 8_000 },
      { payee: 'bank', paid: 'monthly', fen: 1_000 },
    ]
    const { lines, totalCostFen } = await answer('loan-cost', { ...sound['loan-cost'], fees })
    assert.deepEqual(lines.slice(1), [
      { payee: 'guarantor', item: 'yearly-fee', fen: 500_000 },
      { payee: 'registry', item: 'upfront-fee', fen: 8_000 },
      { payee: 'bank', item: 'monthly-fee', fen: 12_000 },
    ])
    assert.equal(totalCostFen, 2_371_879 + 520_000)
  })

  test('counts a yearly fee on the day of drawing and at each anniversary before the end', async () => {
    const sent = { ...sound['loan-cost'], months: 36, yearlyFeesFen: 100_000 }
    const { lines } = await answer('loan-cost', sent)
    assert.deepEqual(lines.at(-1), { payee: 'not-stated', item: 'yearly-fee', fen: 300_000 })
  })

  for (const row of table(`
    advances                               | payments                              | answer
    2025-01-01 10000000                    | 2026-01-01 10500000                   | {"outcome":"one","simplePpm":48889,"compoundPpm":50000}
    2025-01-01 10000000                    | 2026-01-01 9000000                    | {"outcome":"one","simplePpm":-104899,"compoundPpm":-100000}
    2025-01-01 1000000, 2027-01-01 1320000 | 2026-01-01 2300000                    | {"outcome":"ambiguous"}
    2025-01-01 1000000, 2027-01-01 2000000 | 2026-01-01 2300000                    | {"outcome":"none"}
    2025-01-01 1000000                     | 2025-01-01 1000000                    | {"outcome":"none"}
  `)) {
    test(`of ${row.advances} for ${row.payments} is ${row.answer}`, async () => {
      const flows = (cell: string) =>
        cell.split(', ').map((flow) => ({ on: flow.split(' ')[0], fen: Number(flow.split(' ')[1]) }))
      const sent = { advances: flows(row.advances), payments: flows(row.payments) }
      assert.deepEqual(await answer('annualised-cost', sent), JSON.parse(row.answer))
    })
  }

  const day = (at: number) => new Date(Date.UTC(2000, 0, 1 + at)).toISOString().slice(0, 10)
  /** Flows that turn every so many days. */
  const turning = (count: number, every: number) => {
    const flows = Array.from({ length: count }, (_, at) => ({
      on: day(at),
      fen: 1_000 + ((at * 7919) % 997),
    }))
    const turn = (at: number) => Math.floor(at / every) % 2
    return {
      advances: flows.filter((_, at) => turn(at) === 0),
      payments: flows.filter((_, at) => turn(at) === 1),
    }
  }

  for (const row of table(`
    flows | every | outcome
    2000  | 1000  | one
    900   | 300   | none
    1200  | 300   | one
    2000  | 20    | one
    2000  | 1     | one
  `)) {
    test(`of ${row.flows} flows that turn every ${row.every} days is ${row.outcome}`, async () => {
      const found = await answer('annualised-cost', turning(whole(row.flows), whole(row.every)))
      assert.equal(found.outcome, row.outcome)
    })
  }

  test('of more flows than are read is refused', async () => {
    const { advances, payments } = turning(2 * mostFlows, mostFlows)
    const one = { on: day(0), fen: 1 }
    const { body } = await post('annualised-cost', { advances: [...advances, one], payments })
    assert.deepEqual(
      JSON.parse(body).errors.map(({ code }: { code: string }) => code),
      ['too-many'],
    )
  })
})

describe('risk sharing', () => {
  // borne and cash as guarantor, reguarantor, bank, treasury and so on, in the order of the arrangement.
  for (const row of table(`
    change                                                    | cash                  | borne
    {}                                                        | 80000001 0 20000000 0 | 40000001 30000000 20000000 10000000
    {"lossFen":0}                                             | 0 0 0 0               | 0 0 0 0
    {"recoveredFen":50000000}                                 | 80000001 0 20000000 0 | 20000001 15000000 10000000 5000000
    {"recoveredFen":60000000,"recoveryCostFen":10000000}      | 80000001 0 20000000 0 | 20000001 15000000 10000000 5000000
    {"recoveredFen":200000000}                                | 80000001 0 20000000 0 | 0 0 0 0
    {"arrangement":"zhubaodai","poolFreeFen":0}               | 0 0 100000001         | 0 0 100000001
  `)) {
    test(`with ${row.change} is paid ${row.cash} and borne ${row.borne}`, async () => {
      const found = await answer('risk-sharing', { ...sound['risk-sharing'], ...JSON.parse(row.change) })
      assert.deepEqual(Object.keys(found), ['shares', 'totalFen'])
      const shares: { party: string; cashFen: number; borneFen: number }[] = found.shares
      assert.equal(shares.map(({ cashFen }) => cashFen).join(' '), row.cash)
      const banksLast = row.borne.split(' ').length === 3
      if (banksLast) assert.equal(shares.at(-1)?.party, 'bank')
      assert.equal(shares.map(({ borneFen }) => borneFen).join(' '), row.borne)
      assert.equal(
        shares.reduce((sum, { cashFen }) => sum + cashFen, 0),
        found.totalFen,
      )
    })
  }

  test('of the largest amount there is loses no fen', async () => {
    const found = await answer('risk-sharing', { arrangement: '4321', lossFen: 9_007_199_254_740_991 })
    assert.equal(found.totalFen, 9_007_199_254_740_991)
  })
})

describe('the tax-credit limit', () => {
  // Yuan, tax of 2024 and 2025; 合肥 2015.
  for (const row of table(`
    grade | tax2024   | tax2025   | more                           | eligible | limit      | rate
    A     | 1,200,000 | 1,800,000 | {}                             | true     | 7,500,000  | 32000
    B     | 1,200,000 | 1,800,000 | {}                             | true     | 4,500,000  | 36000
    M     | 1,200,000 | 1,800,000 | {}                             | false    | 0          | null
    D     | 1,200,000 | 1,800,000 | {}                             | false    | 0          | null
    A     | 2,002,000 | 2,002,000 | {}                             | true     | 10,000,000 | 32000
    A     | 2,000,000 | 2,000,000 | {"outstandingFen":300000000}   | true     | 7,000,000  | 32000
    A     | 2,000,000 | 2,000,000 | {"outstandingFen":1000000000}  | false    | 0          | 32000
    A     | 1,200,000 | 1,800,000 | {"requestedFen":234567800}     | true     | 2,340,000  | 32000
    A     | 0         | 1,800,000 | {}                             | false    | 0          | 32000
    A     | 1,200,000 | 1,800,000 | {"foundedOn":"2024-11-21"}     | false    | 0          | 32000
  `)) {
    test(`of grade ${row.grade} with ${row.tax2024}, ${row.tax2025} and ${row.more} is ${row.limit}`, async () => {
      const taxPaidFen = { 2024: whole(row.tax2024) * 100, 2025: whole(row.tax2025) * 100 }
      const sent = { ...sound['tax-credit-limit'], grade: row.grade, taxPaidFen, ...JSON.parse(row.more) }
      const found = await answer('tax-credit-limit', sent)
      assert.deepEqual(Object.keys(found), ['eligible', 'limitFen', 'annualRatePpm', 'reasons', 'policy'])
      assert.equal(String(found.eligible), row.eligible)
      assert.equal(found.limitFen, whole(row.limit) * 100)
      assert.equal(String(found.annualRatePpm), row.rate)
      assert.equal(found.policy, 'tax-credit-scheme-hefei-2015-1')
    })
  }

  test('counts a year that is missing as unknown', async () => {
    const sent = { ...sound['tax-credit-limit'], taxPaidFen: { 2025: 180_000_000 } }
    const { eligible, reasons } = await answer('tax-credit-limit', sent)
    assert.equal(eligible, false)
    const years = reasons.find(({ rule }: { rule: string }) => rule === 'tax-years')
    assert.deepEqual(years, { rule: 'tax-years', met: 'unknown', have: 1, want: 2 })
  })
})

describe('the bridge fee', () => {
  // Of 10,000,000 yuan; tiers as days at ppm a day make fen.
  for (const row of table(`
    policy       | paidOut    | repaid     | days | overdue | fee       | tiers
    donghai-2023 | 2026-03-02 | 2026-03-10 | 8    | 0       | 2,200,000 | 5×200=1000000 3×400=1200000
    donghai-2023 | 2026-03-02 | 2026-03-02 | 1    | 0       | 200,000   | 1×200=200000
    donghai-2023 | 2026-03-02 | 2026-03-07 | 5    | 0       | 1,000,000 | 5×200=1000000
    wenzhou-2018 | 2026-02-13 | 2026-02-25 | 3    | 0       | 450,000   | 3×150=450000
  `)) {
    test(`of ${row.policy} from ${row.paidOut} to ${row.repaid} is ${row.fee} fen`, async () => {
      const { policy, paidOut: paidOutOn, repaid: repaidOn } = row
      const sent = { policy, principalFen: 1_000_000_000, paidOutOn, repaidOn }
      const found = await answer('bridge-fee', sent)
      assert.deepEqual(Object.keys(found), ['days', 'feeFen', 'tiers', 'overdueDays'])
      assert.equal(found.days, whole(row.days))
      assert.equal(found.overdueDays, whole(row.overdue))
      assert.equal(found.feeFen, whole(row.fee))
      const tiers: { days: number; ratePpmPerDay: number; feeFen: number }[] = found.tiers
      assert.equal(
        tiers.map((tier) => `${tier.days}×${tier.ratePpmPerDay}=${tier.feeFen}`).join(' '),
        row.tiers,
      )
    })
  }
})
