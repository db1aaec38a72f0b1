import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import {
  isSizeClass,
  type SizeFigure,
  sizeClass,
  sizeFigures,
  sizeGroupOf,
  sizeGroups,
} from '../../server/enterprises/size-class.ts'
import { fen } from '../../server/money/fen.ts'
import { table, whole, wholeOrNull } from '../support/table.ts'

const fenInWan = 1_000_000
type Figures = Readonly<Record<SizeFigure, number | null>>

/** Employees in persons, revenue and assets in fen. */
const sizeOf = (industry: string, { employees, revenue, assets }: Figures) =>
  sizeClass({
    industry,
    employees,
    revenueFen: revenue === null ? null : fen(revenue),
    assetsFen: assets === null ? null : fen(assets),
  })

/** The sixteen rows of the notice, typed from its text: persons, and 万元. */
const notice = table(`
  group                         | industry | figure    | large   | medium | small
  agriculture                   | A01      | revenue   | 20,000  | 500    | 50
  industry                      | C        | employees | 1,000   | 300    | 20
  industry                      | C        | revenue   | 40,000  | 2,000  | 300
  construction                  | E47      | revenue   | 80,000  | 6,000  | 300
  construction                  | E47      | assets    | 80,000  | 5,000  | 300
  wholesale                     | F51      | employees | 200     | 20     | 5
  wholesale                     | F51      | revenue   | 40,000  | 5,000  | 1,000
  retail                        | F52      | employees | 300     | 50     | 10
  retail                        | F52      | revenue   | 20,000  | 500    | 100
  transport                     | G54      | employees | 1,000   | 300    | 20
  transport                     | G54      | revenue   | 30,000  | 3,000  | 200
  warehousing                   | G595     | employees | 200     | 100    | 20
  warehousing                   | G595     | revenue   | 30,000  | 1,000  | 100
  post                          | G60      | employees | 1,000   | 300    | 20
  post                          | G60      | revenue   | 30,000  | 2,000  | 100
  accommodation                 | H61      | employees | 300     | 100    | 10
  accommodation                 | H61      | revenue   | 10,000  | 2,000  | 100
  catering                      | H62      | employees | 300     | 100    | 10
  catering                      | H62      | revenue   | 10,000  | 2,000  | 100
  information-transmission      | I64      | employees | 2,000   | 100    | 10
  information-transmission      | I64      | revenue   | 100,000 | 1,000  | 100
  software                      | I65      | employees | 300     | 100    | 10
  software                      | I65      | revenue   | 10,000  | 1,000  | 50
  real-estate-development       | K7010    | revenue   | 200,000 | 1,000  | 100
  real-estate-development       | K7010    | assets    | 10,000  | 5,000  | 2,000
  property-management           | K7020    | employees | 1,000   | 300    | 100
  property-management           | K7020    | revenue   | 5,000   | 1,000  | 500
  leasing-and-business-services | L        | employees | 300     | 100    | 10
  leasing-and-business-services | L        | assets    | 120,000 | 8,000  | 100
  other                         | M        | employees | 300     | 100    | 10
`)
const steps = ['large', 'medium', 'small'] as const
const below = { large: 'medium', medium: 'small', small: 'micro' } as const

/** Just the limits of one class of a group, nothing where the group does not look. */
function limitsOf(group: string, step: (typeof steps)[number]): Figures {
  const limitOf = (figure: SizeFigure) => {
    const row = notice.find((line) => line.group === group && line.figure === figure)
    if (row === undefined) return null
    return whole(row[step]) * (figure === 'employees' ? 1 : fenInWan)
  }
  return { employees: limitOf('employees'), revenue: limitOf('revenue'), assets: limitOf('assets') }
}

describe('the industry of a size class', () => {
  for (const row of table(`
    industry | needs
    F        | F51 F52
    G        | G53 G54 G55 G56 G57 G58 G591 G592 G593 G594 G595 G596 G599 G60
    G59      | G591 G592 G593 G594 G595 G596 G599
    H        | H61 H62
    I        | I63 I64 I65
    K        | K7010 K7020 K7030 K7040 K7090
    K70      | K7010 K7020 K7030 K7040 K7090
    Q        | Q84 Q85
  `)) {
    test(`refuses ${row.industry}, which spans several groups, and says what is needed`, () => {
      assert.deepEqual(sizeGroupOf(row.industry), {
        ok: false,
        refusal: { code: 'industry-too-coarse', field: 'industry', values: { needs: row.needs } },
      })
    })
  }

  for (const industry of ['', 'Z', 'c13', 'C12', 'A06', 'C1', 'C13111', 'K705', 'K7011', 'G597', '13']) {
    test(`refuses '${industry}', which is no industry`, () => {
      const found = sizeGroupOf(industry)
      assert.equal(!found.ok && found.refusal.code, 'industry-unknown')
    })
  }

  for (const row of table(`
    industry | group
    A05      | agriculture
    B06      | industry
    C4390    | industry
    D        | industry
    E50      | construction
    F5191    | wholesale
    F52      | retail
    G53      | -
    G5310    | -
    G58      | transport
    G591     | transport
    G5910    | transport
    G592     | warehousing
    G5951    | warehousing
    G599     | warehousing
    G60      | post
    I63      | information-transmission
    I64      | information-transmission
    I6513    | software
    J        | -
    J66      | -
    K701     | real-estate-development
    K7010    | real-estate-development
    K7020    | property-management
    K7030    | other
    K7040    | -
    K7090    | other
    L72      | leasing-and-business-services
    N77      | other
    O81      | other
    P83      | -
    Q84      | -
    Q85      | other
    R        | other
    S        | -
    T97      | -
  `)) {
    test(`puts ${row.industry} into ${row.group === '-' ? 'no group' : row.group}`, () => {
      assert.deepEqual(sizeGroupOf(row.industry), { ok: true, group: row.group === '-' ? null : row.group })
    })
  }
})

describe('the size class of a firm', () => {
  test('names what is missing of the figures that the group looks at, and only of those', () => {
    const none = { employees: null, revenue: null, assets: null }
    assert.deepEqual(sizeOf('C', none), {
      ok: true,
      group: 'industry',
      size: 'unknown',
      missing: ['employees', 'revenue'],
    })
    assert.deepEqual(sizeOf('L', { ...none, employees: 5 }), {
      ok: true,
      group: 'leasing-and-business-services',
      size: 'unknown',
      missing: ['assets'],
    })
    assert.deepEqual(sizeOf('M73', { ...none, employees: 5 }), { ok: true, group: 'other', size: 'micro' })
    assert.deepEqual(sizeOf('J', none), { ok: true, group: null, size: 'not-classified' })
  })

  test('refuses a firm whose industry is too coarse, whatever its figures', () => {
    assert.equal(sizeOf('F', { employees: 0, revenue: 0, assets: 0 }).ok, false)
  })

  test('holds the sixteen groups of the notice, and their limits', () => {
    assert.deepEqual([...new Set(notice.map((row) => row.group))], Object.keys(sizeGroups))
    assert.equal(Object.keys(sizeGroups).length, 16)
    for (const [group, limits] of Object.entries(sizeGroups)) {
      const rows = notice.filter((row) => row.group === group)
      const expected = Object.fromEntries(
        rows.map((row) => [row.figure, [whole(row.large), whole(row.medium), whole(row.small)]]),
      )
      assert.deepEqual({ ...limits }, expected, group)
    }
  })

  for (const [group, industry] of new Map(notice.map((row) => [row.group, row.industry]))) {
    for (const step of steps) {
      test(`${group}: ${step} at its limits, one below any of them no longer`, () => {
        const limits = limitsOf(group, step)
        assert.deepEqual(sizeOf(industry, limits), { ok: true, group, size: step })
        for (const figure of sizeFigures) {
          const limit = limits[figure]
          if (limit === null) continue
          // One person or one fen less, and the other figures as high as they may be.
          const short = { employees: 99_999, revenue: 1e13, assets: 1e13, [figure]: limit - 1 }
          assert.deepEqual(sizeOf(industry, short), { ok: true, group, size: below[step] })
        }
      })
    }
  }

  for (const row of table(`
    firm                        | industry | employees | revenueWan | assetsWan | size
    software house              | I65      | 103       | 15,735     | -         | medium
    many hands, little revenue  | C13      | 5,000     | 299        | -         | micro
    few hands, great revenue    | F51      | 4         | 90,000     | -         | micro
    one figure short of medium  | G54      | 299       | 90,000     | -         | small
    builder without assets      | E50      | -         | 90,000     | 0         | micro
    leaser looks at assets      | L71      | 300       | 0          | 120,000   | large
    farm looks at revenue only  | A03      | -         | 0          | -         | micro
    nobody works here           | R86      | 0         | -          | -         | micro
    letting of own property     | K7040    | 999       | 99,999     | 99,999    | not-classified
    railway                     | G53      | 9,999     | 999,999    | 999,999   | not-classified
  `)) {
    test(`${row.firm}: ${row.size}`, () => {
      const wan = (cell: string) => {
        const value = wholeOrNull(cell)
        return value === null ? null : value * fenInWan
      }
      const found = sizeOf(row.industry, {
        employees: wholeOrNull(row.employees),
        revenue: wan(row.revenueWan),
        assets: wan(row.assetsWan),
      })
      assert.equal(found.ok && found.size, row.size)
    })
  }

  test('knows its classes from other words', () => {
    assert.equal(isSizeClass('micro'), true)
    assert.equal(isSizeClass('unknown'), false)
  })
})
