import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { startSession } from '../../server/accounts/index.ts'
import { runningTown } from '../support/app.ts'
import { table } from '../support/table.ts'

const made = runningTown()
const get = async (url: string, headers: Record<string, string> = {}) =>
  (await made).app.inject({ method: 'GET', url, headers })
const post = async (payload: unknown, headers: Record<string, string> = {}) =>
  (await made).app.inject({
    method: 'POST',
    url: '/api/v1/calculators/repayment-schedule',
    headers: { 'content-type': 'application/json', ...headers },
    payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
  })
const codesOf = (body: string): string =>
  JSON.parse(body)
    .errors.map(({ field, code }: { field: string; code: string }) => `${field}:${code}`)
    .join(' ')

const loan = {
  principalFen: 10_000_000,
  annualRatePpm: 43_500,
  months: 12,
  method: 'equal-instalment',
  drawnOn: '2026-01-31',
  dayCount: 'monthly',
}

describe('an address of the API', () => {
  for (const row of table(`
    query                                                  | says
    size-class                                             | industry:required
    size-class?industry=                                   | industry:required
    size-class?industry=I65&employees=1e3                  | employees:not-whole
    size-class?industry=I65&employees=NaN                  | employees:not-whole
    size-class?industry=I65&employees=0x10                 | employees:not-whole
    size-class?industry=I65&employees=1.5                  | employees:not-whole
    size-class?industry=I65&employees=%20100               | employees:not-whole
    size-class?industry=I65&employees=0100                 | employees:not-whole
    size-class?industry=I65&employees=-1                   | employees:negative
    size-class?industry=I65&employees=9007199254740992     | employees:too-large
    size-class?industry=I65&employees=1&employees=2        | employees:only-one
    size-class?industry=I65&people=3                       | people:unknown-field
    size-class?industry=I65                                | employees:required revenueFen:required
    size-class?industry=I65&employees=100                  | revenueFen:required
    size-class?industry=E&revenueFen=1                     | assetsFen:required
    size-class?industry=Z99&employees=1                    | industry:industry-unknown
    size-class?industry=i65&employees=1                    | industry:industry-unknown
    size-class?industry=F&employees=1                      | industry:industry-too-coarse
    size-class?industry=K70&employees=1                    | industry:industry-too-coarse
    workdays                                               | from:required days:required
    workdays?from=2026-02-30&days=3                        | from:not-a-day
    workdays?from=2026-2-3&days=3                          | from:not-a-day
    workdays?from=20260203&days=3                          | from:not-a-day
    workdays?from=2026-02-13&days=3.0                      | days:not-whole
    workdays?from=2026-02-13&days=-3                       | days:negative
    workdays?from=2026-02-13&days=100001                   | days:too-large
    workdays?from=2026-02-13&days=3&city=3406              | city:unknown-field
    workdays?from=2010-02-13&days=3                        | from:calendar-missing
    workdays?from=2026-12-30&days=2                        | days:calendar-missing
    uscc/91340600MA0000015T?strict=1                       | strict:unknown-field
    statistics?year=2026                                   | year:unknown-field
  `)) {
    test(`refuses ${row.query}: ${row.says}`, async () => {
      const { statusCode, headers, body } = await get(`/api/v1/${row.query}`)
      assert.equal(statusCode, 422, body)
      assert.match(String(headers['content-type']), /^application\/problem\+json/)
      assert.equal(codesOf(body), row.says)
    })
  }

  test('names the year whose holidays are not known, in the reader’s language', async () => {
    const zh = JSON.parse((await get('/api/v1/workdays?from=2026-12-30&days=2')).body)
    assert.equal(zh.code, 'calendar-missing')
    assert.match(zh.errors[0].message, /2027 年/)
    const en = await get('/api/v1/workdays?from=2026-12-30&days=2', { 'accept-language': 'en' })
    assert.match(JSON.parse(en.body).errors[0].message, /holidays of 2027/)
  })

  test('names the codes that are fine enough', async () => {
    const { errors } = JSON.parse((await get('/api/v1/size-class?industry=F&employees=1')).body)
    assert.match(errors[0].message, /F51.*F52/)
  })

  test('that does not exist is not found, and a torn one is not read', async () => {
    for (const [url, status] of [
      ['/api/v1/nothing', 404],
      ['/api/v1/uscc/', 404],
      ['/api/v1/uscc/%zz', 404],
    ] as const) {
      const { statusCode, headers } = await get(url)
      assert.equal(statusCode, status, url)
      assert.match(String(headers['content-type']), /^application\/problem\+json/, url)
    }
  })

  for (const row of table(`
    query                                                                    | group    | size
    industry=I65&employees=300&revenueFen=10000000000                        | software | large
    industry=I65&employees=299&revenueFen=10000000000                        | software | medium
    industry=I65&employees=300&revenueFen=9999999999                         | software | medium
    industry=I65&employees=100&revenueFen=1000000000                         | software | medium
    industry=I65&employees=100&revenueFen=999999999                          | software | small
    industry=I65&employees=10&revenueFen=50000000&assetsFen=                 | software | small
    industry=I65&employees=9&revenueFen=50000000                             | software | micro
    industry=C1311&employees=20&revenueFen=300000000                         | industry | small
    industry=J66                                                             |          | not-classified
  `)) {
    test(`finds ${row.size} for ${row.query}`, async () => {
      const { statusCode, body } = await get(`/api/v1/size-class?${row.query}`)
      assert.equal(statusCode, 200, body)
      assert.deepEqual(JSON.parse(body), { group: row.group || null, size: row.size })
    })
  }

  for (const row of table(`
    from       | days | date
    2026-02-13 | 0    | 2026-02-13
    2026-02-13 | 1    | 2026-02-14
    2026-02-13 | 3    | 2026-02-25
    2026-03-06 | 1    | 2026-03-09
  `)) {
    test(`counts ${row.days} working days from ${row.from}`, async () => {
      const { body } = await get(`/api/v1/workdays?from=${row.from}&days=${row.days}`)
      assert.deepEqual(JSON.parse(body), { date: row.date })
    })
  }

  for (const row of table(`
    code                                    | valid | normalised         | expectedCheck
    91340600MA0000015T                      | yes   | 91340600MA0000015T | T
    91340600ma0000015t                      | yes   | 91340600MA0000015T | T
    9134%200600-MA00%2000015T               | yes   | 91340600MA0000015T | T
    %EF%BC%991340600MA0000015T              | yes   | 91340600MA0000015T | T
    91340600MA00000151                      | no    | 91340600MA00000151 | T
    91340600MA000001                        | no    | 91340600MA000001   | -
    91340600MAI000015T                      | no    | 91340600MAI000015T | -
  `)) {
    test(`reads the code ${row.code}`, async () => {
      const { body } = await get(`/api/v1/uscc/${row.code}`)
      const { normalised } = row
      const expectedCheck = row.expectedCheck === '-' ? null : row.expectedCheck
      assert.deepEqual(JSON.parse(body), { valid: row.valid === 'yes', normalised, expectedCheck })
    })
  }
})

describe('the repayment schedule', () => {
  test('refuses what is no JSON', async () => {
    for (const body of ['{', '', 'principalFen=1', '{"principalFen":1,}']) {
      const { statusCode, headers } = await post(body)
      assert.equal(statusCode, 400, body)
      assert.match(String(headers['content-type']), /^application\/problem\+json/)
    }
    const { app } = await made
    const url = '/api/v1/calculators/repayment-schedule'
    assert.equal((await app.inject({ method: 'POST', url })).statusCode, 400)
    const plain = await app.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'text/plain' },
      payload: 'x',
    })
    assert.equal(plain.statusCode, 400)
    assert.equal(JSON.parse(plain.body).code, 'not-json')
  })

  for (const [change, says] of [
    [{ principalFen: 0 }, 'principalFen:not-positive'],
    [{ principalFen: -1 }, 'principalFen:not-positive'],
    [{ principalFen: 1.5 }, 'principalFen:not-whole'],
    [{ principalFen: '10000' }, 'principalFen:not-whole'],
    [{ principalFen: null }, 'principalFen:not-whole'],
    [{ principalFen: undefined }, 'principalFen:required'],
    [{ principalFen: 9_007_199_254_740_992 }, 'principalFen:too-large'],
    [{ principalFen: 9_007_199_254_740_991 }, 'principalFen:too-large'],
    [{ annualRatePpm: -1 }, 'annualRatePpm:negative'],
    [{ annualRatePpm: 10_000_001 }, 'annualRatePpm:too-large'],
    [{ months: 0 }, 'months:not-positive'],
    [{ months: 601 }, 'months:too-large'],
    [{ method: 'annuity' }, 'method:unknown-choice'],
    [{ dayCount: '30/360' }, 'dayCount:unknown-choice'],
    [{ drawnOn: '2026-02-29' }, 'drawnOn:not-a-day'],
    [{ drawnOn: '2026-02-28T00:00:00Z' }, 'drawnOn:not-a-day'],
    [{ drawnOn: '2999-01-31' }, 'drawnOn:out-of-range'],
    [{ fee: 1 }, 'fee:unknown-field'],
    [{ firstDueOn: '2026-02-30' }, 'firstDueOn:not-a-day'],
    [{ firstDueOn: '2026-01-31' }, 'firstDueOn:out-of-order'],
    [{ firstDueOn: '2027-02-28' }, 'firstDueOn:out-of-range'],
    [{ firstDueOn: '2026-02-20', method: 'bullet' }, 'firstDueOn:not-for-bullet'],
    [{ principalFen: 10_000, annualRatePpm: 240_000, months: 600 }, 'annualRatePpm:payment-below-interest'],
    [{ months: 0, method: '' }, 'months:not-positive method:unknown-choice'],
  ] as const) {
    test(`refuses ${JSON.stringify(change)}`, async () => {
      const { statusCode, body } = await post({ ...loan, ...change })
      assert.equal(statusCode, 422, body)
      assert.equal(codesOf(body), says)
    })
  }

  test('refuses what is JSON but no object', async () => {
    for (const body of ['[]', '1', 'null', 'true'])
      assert.ok([400, 422].includes((await post(body)).statusCode), body)
  })

  test('clamps to the end of the month, and its parts add up', async () => {
    const { rows, totalInterestFen } = JSON.parse((await post(loan)).body)
    assert.deepEqual(
      rows.slice(0, 3).map(({ dueOn }: { dueOn: string }) => dueOn),
      ['2026-02-28', '2026-03-31', '2026-04-30'],
    )
    const sum = (key: string) =>
      rows.reduce((total: number, row: Record<string, number>) => total + (row[key] ?? 0), 0)
    assert.equal(sum('principalFen'), loan.principalFen)
    assert.equal(sum('interestFen'), totalInterestFen)
    assert.equal(rows.at(-1).balanceFen, 0)
  })

  test('follows a first due day of its own, the odd first period with its own interest', async () => {
    const { rows } = JSON.parse((await post({ ...loan, firstDueOn: '2026-03-20', months: 3 })).body)
    assert.deepEqual(
      rows.map(({ dueOn }: { dueOn: string }) => dueOn),
      ['2026-03-20', '2026-04-20', '2026-05-20'],
    )
    // A month to 28 February and 20 days more by 30/360.
    assert.equal(rows[0].interestFen, Math.round((10_000_000 * 0.0435 * 50) / 360))
  })

  test('of a bullet is one row of simple interest', async () => {
    const { rows } = JSON.parse((await post({ ...loan, method: 'bullet' })).body)
    assert.equal(rows.length, 1)
    assert.equal(rows[0].interestFen, 435_000)
  })

  test('at its largest is answered', async () => {
    const { statusCode } = await post({ ...loan, months: 600, dayCount: 'actual/actual' })
    assert.equal(statusCode, 200)
  })
})

describe('the API', () => {
  test('asks no token, and a cookie gives no right and no other answer', async () => {
    const { store, by, cast } = await made
    const visitor = { agent: 'test', address: '127.0.0.1' }
    const session = await startSession(store, by(cast.guan), cast.guan.id, visitor, 'in')
    const cookie = session.ok ? `sid=${session.secret}` : ''
    assert.equal((await get('/people', { cookie })).statusCode, 200, 'the cookie is a good one')
    const answer = await get('/api/v1/statistics', { cookie })
    assert.equal(answer.body, (await get('/api/v1/statistics')).body)
    const posted = await post(loan, { cookie })
    assert.equal(posted.statusCode, 200)
    assert.equal(posted.body, (await post(loan)).body)
  })

  test('is limited by address', async () => {
    const { app } = await runningTown({ REQUESTS_PER_MINUTE: '2' })
    const ask = () => app.inject({ method: 'GET', url: '/api/v1/statistics' })
    assert.equal((await ask()).statusCode, 200)
    assert.equal((await ask()).statusCode, 200)
    const limited = await ask()
    assert.equal(limited.statusCode, 429)
    assert.match(String(limited.headers['content-type']), /^application\/problem\+json/)
    assert.equal(JSON.parse(limited.body).code, 'too-many-requests')
  })

  test('says that it is well, and that its database is not', async () => {
    const { app, store, parts } = await runningTown()
    const well = await app.inject({ method: 'GET', url: '/healthz' })
    assert.equal(well.statusCode, 200)
    assert.deepEqual(JSON.parse(well.body), {
      status: 'ok',
      database: store.dialect,
      version: parts.version,
    })
    const silent = Object.assign({}, store, {
      read: new Proxy(store.read, {
        get: () => () => {
          throw new Error('connection refused')
        },
      }),
    })
    const { buildApp } = await import('../../server/app.ts')
    const ill = await buildApp({ ...parts, store: silent })
    const { statusCode, body } = await ill.inject({ method: 'GET', url: '/healthz' })
    assert.equal(statusCode, 503)
    assert.equal(JSON.parse(body).code, 'database-silent')
    assert.doesNotMatch(body, /connection refused/)
  })
})
