import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type NeedAsked, needScope } from '../../server/cockpit/need-scope.ts'
import { fit, type Verdict } from '../../server/matching/fit.ts'
import { matchRule2026 } from '../../server/matching/score.ts'
import { day } from '../../server/money/day.ts'
import { fen } from '../../server/money/fen.ts'
import type { GuaranteeMode } from '../../server/products/product.ts'
import { arrangement } from '../arrangements/sample.ts'
import { sampleNeed } from '../needs/sample.ts'
import { table } from '../support/table.ts'
import { plainTerms } from '../support/world.ts'

const need = (changes: Partial<NeedAsked> = {}): NeedAsked => ({
  ...{ size: 'small', industry: 'C17', amountFen: fen(100_000_000), guaranteeModes: [], verdicts: null },
  ...changes,
})
const listOf = <Word extends string>(words: string | undefined): Word[] =>
  (words ?? '').split(' ').filter((word) => word !== '-') as Word[]

describe('a need before the rules of filing', () => {
  // The pool of tax-credit loans covers loans on credit alone: what the firm can put up is not asked, what fits it is.
  for (const row of table(`
    verdicts       | size  | industry | scope
    eligible       | small | C17      | yes
    not eligible   | small | C17      | yes
    not unknown    | small | C17      | unknown
    not            | small | C17      | kind
    -              | small | C17      | kind
    eligible       | large | C17      | no
    unknown        | large | C17      | no
    not            | large | C17      | kind
    eligible       | -     | C17      | unknown
  `))
    test(`whose match says ${row.verdicts} of tax-credit loans, of size ${row.size}: ${row.scope}`, () => {
      const size = row.size === '-' ? null : row.size === 'large' ? 'large' : 'small'
      const verdicts = listOf<Verdict>(row.verdicts)
      for (const guaranteeModes of [[], ['mortgage'], ['credit']] as GuaranteeMode[][])
        assert.equal(
          needScope(arrangement('tax-credit-pool'), need({ size, verdicts, guaranteeModes })),
          row.scope,
        )
    })

  for (const row of table(`
    modes              | scope
    guarantee          | yes
    mortgage guarantee | yes
    mortgage           | no
    credit             | no
    -                  | unknown
  `))
    test(`under 4321 that can put up ${row.modes}: ${row.scope}, as the match says of a product lent so alone`, () => {
      const guaranteeModes = listOf<GuaranteeMode>(row.modes)
      assert.equal(needScope(arrangement('4321'), need({ guaranteeModes })), row.scope)
      const firm = { region: '340603001', industry: 'C17', size: 'small', grade: null } as const
      const facts = {
        need: sampleNeed({ guaranteeModes }),
        firm: { ...firm, foundedOn: day('2015-01-01') },
        on: day('2026-03-10'),
      }
      const { verdict } = fit(facts, { ...plainTerms, guaranteeModes: ['guarantee'] }, matchRule2026)
      assert.equal(verdict, { yes: 'eligible', no: 'not', unknown: 'unknown' }[row.scope ?? ''])
    })

  test('of farming is in, whatever its size, where farms are', () => {
    assert.equal(needScope(arrangement('4321'), need({ size: 'large', guaranteeModes: ['guarantee'] })), 'no')
    const farm = need({ size: 'large', industry: 'A01', guaranteeModes: ['guarantee'] })
    assert.equal(needScope(arrangement('4321'), farm), 'yes')
  })
})
