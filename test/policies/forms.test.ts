import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { referencePolicies } from '../../seeds/reference/policies.ts'
import { present } from '../../server/platform/assert.ts'
import { speak } from '../../server/platform/web/words.ts'
import { faultsAt, proposalForm } from '../../server/policies/forms.ts'
import { valueFormOf } from '../../server/policies/forms-values.ts'
import { checkValue, kindOf, type PolicyKind, policyKinds } from '../../server/policies/kinds.ts'
import { differences, policyTitle, valueSections } from '../../server/policies/pages-value.ts'
import { at, nested } from '../../server/policies/paths.ts'
import { newestOf } from '../../server/policies/proposal.ts'

const words = { zh: speak('zh'), en: speak('en') }
const codes = [...new Set(referencePolicies.map(({ code }) => code))]
const newest = (code: string) => present(newestOf(referencePolicies, code), code)
const kindNamed = (code: string): PolicyKind => present(kindOf(code), code)

describe('the reference rows', () => {
  test('are of every kind that the platform knows, but what only the courts can say', () => {
    const there = new Set(codes.map(kindOf))
    assert.deepEqual(
      policyKinds.filter((kind) => !there.has(kind)),
      ['court-list'],
    )
  })

  for (const code of codes)
    test(`${code} can be used, and shows in both languages`, () => {
      assert.deepEqual(checkValue(code, newest(code).value), [])
      for (const w of [words.zh, words.en]) {
        assert.ok(policyTitle(w, newest(code)).length > 1)
        const facts = valueSections(w, newest(code)).flatMap((section) => section.facts)
        assert.ok(facts.length > 0)
        for (const fact of facts)
          assert.doesNotMatch(`${fact.label} ${fact.value}`, /undefined|null|NaN|\[object/)
        assert.equal(new Set(facts.map(({ key }) => key)).size, facts.length, 'each part stands once')
      }
    })
})

describe('a form of a policy', () => {
  for (const code of codes.filter((one) => kindOf(one) !== 'calendar'))
    test(`gives back ${code} as it was, after a way through a browser`, () => {
      const kind = kindNamed(code)
      const form = present(valueFormOf(kind), `a form of ${kind}`)
      const { value } = newest(code)
      const asked = proposalForm(kind, false)
      const typed = Object.fromEntries(
        Object.entries(form.typed(value)).filter(([, one]) => one !== null && one !== undefined),
      )
      const sent = Object.fromEntries(
        asked
          .filled(words.zh, { ...typed, source: '来源说明', certainty: 'seen', why: '理由', base: '1' })
          .fields.flatMap((field) => {
            const values = field.kind === 'checkboxes' ? field.values : [field.value]
            const list = Array.isArray(values) ? values.filter((one) => one !== undefined && one !== '') : []
            return list.length ? [[field.name, list.length === 1 ? list[0] : list]] : []
          }),
      )
      const read = asked.read(sent)
      assert.ok(read.ok, JSON.stringify(read))
      const { layers, variants, ...rest } = Object(value)
      const expected = kind === 'arrangement' ? rest : value
      // A list of ticks has the order of the form.
      const unordered = (one: unknown) => ({ ...Object(one), assumed: Object(one).assumed?.toSorted() })
      assert.deepEqual(unordered(form.value(read.value)), unordered(expected))
    })

  test('says at which field a rule finds fault', () => {
    const names = [
      'grades.A.spreadPpm',
      'borrowers',
      'tiers.0.ratePpmPerDay',
      'tiers.0.throughDay',
      'industryFactors',
    ]
    const field = (path: string) => Object.keys(faultsAt(names, [{ code: 'no-tiers', field: path }]))[0]
    assert.equal(field('grades.A.spreadPpm'), 'grades.A.spreadPpm')
    assert.equal(field('grades'), 'grades.A.spreadPpm')
    assert.equal(field('borrowers.firm.capFen'), 'borrowers')
    assert.equal(field('tiers'), 'tiers.0.ratePpmPerDay')
    assert.equal(field('tiers.0'), 'tiers.0.ratePpmPerDay')
    assert.equal(field('industryFactors.3.industry'), 'industryFactors')
    assert.equal(field(''), '')
  })

  test('has the first of several faults of a field, and calls what is not there required', () => {
    const faults = faultsAt(
      ['averageYears'],
      [
        { code: 'scheme-malformed', field: 'averageYears' },
        { code: 'no-years', field: 'averageYears' },
      ],
    )
    assert.deepEqual(faults, { averageYears: { code: 'required' } })
  })
})

describe('a difference', () => {
  test('names what changed, before and after, and nothing else', () => {
    const [one, two] = [14, 15].map((version) =>
      present(
        referencePolicies.find((row) => row.code === 'lpr' && row.version === version),
        'a version',
      ),
    )
    assert.ok(one && two)
    assert.deepEqual(differences(words.en, one, two), [
      { label: 'One year', before: '3.10 % a year', after: '3.00 % a year' },
      { label: 'Five years and longer', before: '3.60 % a year', after: '3.50 % a year' },
    ])
    assert.deepEqual(differences(words.en, one, one), [])
  })

  test('shows what an older version did not know yet', () => {
    const [one, two] = referencePolicies.filter(({ code }) => code === 'clocks')
    assert.ok(one && two)
    assert.deepEqual(differences(words.en, one, two), [
      {
        label: 'Contract after the firm accepted an offer',
        before: 'Not set',
        after: '5 working days',
      },
    ])
  })
})

describe('paths', () => {
  test('nest and are found again', () => {
    const value = { a: 1, b: { c: [1, 2], d: { e: null } } }
    const flat = { a: 1, 'b.c': [1, 2], 'b.d.e': null }
    assert.deepEqual(nested(flat), value)
    for (const [path, found] of Object.entries(flat)) assert.deepEqual(at(value, path), found)
    assert.equal(at(value, 'b.x.y'), undefined)
    assert.equal(at(value, 'constructor'), undefined)
  })
})
