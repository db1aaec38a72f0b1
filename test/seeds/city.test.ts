import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type CityFirm, makeFirms } from '../../seeds/city/firms.ts'
import { randomFrom } from '../../seeds/city/random.ts'
import { firmKinds, tradesOf } from '../../seeds/city/trades.ts'
import { loadDivisions } from '../../seeds/reference/load.ts'
import { isIndustry } from '../../server/enterprises/industry.ts'
import { type SizeClass, sizeClass, sizeGroupOf } from '../../server/enterprises/size-class.ts'
import { isTaxGrade } from '../../server/enterprises/tax-grade.ts'
import { checkUscc } from '../../server/enterprises/uscc.ts'
import { day, plusMonths, yearOf } from '../../server/money/day.ts'

describe('chance', () => {
  test('refuses a seed or a range that is none, and nothing to pick from', () => {
    for (const seed of [-1, 1.5, Number.NaN]) assert.throws(() => randomFrom(seed))
    const random = randomFrom(1)
    assert.throws(() => random.whole(2, 1))
    assert.throws(() => random.pick([]))
    assert.throws(() => random.weighted([]))
  })

  test('is the same for the same seed, and another for another', () => {
    const run = (seed: number) => Array.from({ length: 20 }, randomFrom(seed).next)
    assert.deepEqual(run(2026), run(2026))
    assert.notDeepEqual(run(2026), run(2027))
    assert.notDeepEqual(run(1), run(1 + 2 ** 32))
  })

  test('is even over its range, ends included', () => {
    const random = randomFrom(7)
    const counts = new Map<number, number>()
    for (let i = 0; i < 60_000; i += 1) {
      const thrown = random.whole(1, 6)
      counts.set(thrown, (counts.get(thrown) ?? 0) + 1)
    }
    assert.deepEqual([...counts.keys()].toSorted(), [1, 2, 3, 4, 5, 6])
    for (const count of counts.values()) assert(Math.abs(count - 10_000) < 500, String(count))
  })

  test('weighs, and never takes what weighs nothing', () => {
    const random = randomFrom(7)
    const taken = Array.from({ length: 10_000 }, () =>
      random.weighted([
        ['often', 9],
        ['seldom', 1],
        ['never', 0],
      ]),
    )
    assert.equal(taken.includes('never'), false)
    const seldom = taken.filter((one) => one === 'seldom').length
    assert(seldom > 850 && seldom < 1150, String(seldom))
  })

  test('lies half below the median', () => {
    const random = randomFrom(7)
    const below = Array.from({ length: 10_000 }, () => random.logNormal(40, 1)).filter(
      (one) => one < 40,
    ).length
    assert(below > 4800 && below < 5200, String(below))
  })
})

describe('the firms of the demo city', () => {
  const today = day('2026-11-20')
  const firms = makeFirms(randomFrom(3406), 12_519, today)

  test('are the same for the same seed, and others for another', () => {
    assert.deepEqual(makeFirms(randomFrom(3406), 300, today), firms.slice(0, 300))
    assert.notDeepEqual(makeFirms(randomFrom(3407), 300, today), firms.slice(0, 300))
    assert.deepEqual(makeFirms(randomFrom(1), 0, today), [])
  })

  test('have codes and names that no other has', () => {
    assert.equal(firms.length, 12_519)
    assert.equal(new Set(firms.map(({ uscc }) => uscc)).size, firms.length)
    assert.equal(new Set(firms.map(({ name }) => name)).size, firms.length)
  })

  test('have sound codes of their kind and county that are clearly invented', () => {
    const prefix = { company: '91', household: '92', cooperative: '93' }
    for (const { uscc, kind, townCode } of firms) {
      const found = checkUscc(uscc)
      assert(found.valid && found.orgCodeOk === true, uscc)
      assert.equal(uscc.slice(0, 11), `${prefix[kind]}${townCode.slice(0, 6)}MA0`)
    }
  })

  test('stand in towns of the city, all of which have some', () => {
    const towns = loadDivisions().filter((one) => one.level === 'town')
    assert.deepEqual(
      [...new Set(firms.map(({ townCode }) => townCode))].toSorted(),
      towns.map(({ code }) => code).toSorted(),
    )
  })

  test('have industries that settle their size group', () => {
    for (const kind of firmKinds)
      for (const { industry, words } of tradesOf[kind]) {
        assert(isIndustry(industry) && sizeGroupOf(industry).ok, industry)
        for (const word of words) assert.match(word, /^\p{Script=Han}{2,7}$/u)
      }
  })

  test('have names in Chinese alone, people too, and well-formed numbers that ring at nobody', () => {
    for (const { name, legalRepresentative, contactPhone } of firms) {
      assert.match(name, /^(淮北|安徽|濉溪县)\p{Script=Han}{4,24}$/u)
      assert.match(legalRepresentative, /^\p{Script=Han}{2,3}$/u)
      assert.match(contactPhone, /^154\d{8}$/)
    }
  })

  test('say in their names what they are', () => {
    const endings = { company: /(公司|厂)$/, household: /[^司社厂]$/, cooperative: /专业合作社$/ }
    for (const { name, kind } of firms) assert.match(name, endings[kind])
  })

  test('are up to 25 years old, and have figures for the last three full years that they saw', () => {
    for (const { foundedOn, years } of firms) {
      assert(foundedOn >= plusMonths(today, -300) && foundedOn <= today, foundedOn)
      assert.deepEqual(
        years.map(({ year }) => year),
        [2023, 2024, 2025].filter((year) => year >= yearOf(foundedOn)),
      )
      for (const { employees, revenueFen, assetsFen } of years) {
        assert(employees >= 1 && revenueFen >= 0 && assetsFen > 0)
      }
    }
  })

  test('are mostly micro and small, with a few medium and fewer large', () => {
    const share = (size: SizeClass | 'unknown') =>
      firms.filter((one) => sizeOf(one) === size).length / firms.length
    assert(share('micro') > 0.5 && share('micro') < 0.8, `micro ${share('micro')}`)
    assert(share('small') > 0.15 && share('small') < 0.4, `small ${share('small')}`)
    assert(share('medium') > 0.005 && share('medium') < 0.06, `medium ${share('medium')}`)
    assert(share('large') > 0 && share('large') < 0.01, `large ${share('large')}`)
    assert(share('unknown') < 0.12, `unknown ${share('unknown')}`)
  })

  test('bear every tax credit grade, and none where none was given', () => {
    const grades = new Set(firms.map(({ taxGrade }) => taxGrade))
    assert.equal(grades.size, 7)
    for (const grade of grades) assert(grade === null || isTaxGrade(grade))
    for (const { taxGrade, foundedOn } of firms) {
      if (taxGrade === 'A') assert(foundedOn < '2023-01-01', foundedOn)
      if (foundedOn > '2026') assert.equal(taxGrade, null)
    }
  })
})

function sizeOf({ industry, years }: CityFirm): SizeClass | 'unknown' {
  const last = years.at(-1)
  const found = sizeClass({
    industry,
    employees: last?.employees ?? null,
    revenueFen: last?.revenueFen ?? null,
    assetsFen: last?.assetsFen ?? null,
  })
  assert(found.ok)
  return found.size
}
