import { isIndustry } from '../enterprises/industry.ts'
import { sizeClasses } from '../enterprises/size-class.ts'
import { taxGrades } from '../enterprises/tax-grade.ts'
import { parsePercent, ppm, showPercent } from '../money/rate.ts'
import {
  choice,
  choices,
  type Field,
  fault,
  optional,
  percent,
  whole,
  written,
  yuan,
} from '../platform/web/fields.ts'
import { codes, portion, timesOver } from '../platform/web/fields-measures.ts'
import type { Words } from '../platform/web/words.ts'
import { lprTerms } from '../tax-credit/lpr.ts'
import { growthStages, schemeAssumable, schemeShape } from '../tax-credit/scheme.ts'
import { nested } from './paths.ts'
import { nameFields, type Section, type ValueForm } from './value-form.ts'

/** The sizes that a scheme may admit. */
const sizes = sizeClasses.filter((size) => size !== 'not-classified')

const labelled = <Value>(field: Field<Value>, label: (w: Words) => string): Field<Value> => ({
  ...field,
  label,
})

type Factor = { readonly industry: string; readonly basisPoints: number }

/** 行业系数: a code and its factor in each line. */
const factors: Field<readonly Factor[]> = {
  control: 'textarea',
  required: true,
  schema: written((text, context) =>
    text
      .normalize('NFKC')
      .split(/\r?\n/)
      .filter((one) => one.trim() !== '')
      .map((one, at) => {
        const [industry = '', factor = '', ...more] = one.trim().split(/[\s,;:]+/u)
        const read = parsePercent(factor)
        const code = industry.toUpperCase()
        if (!isIndustry(code) || !read.ok || more.length > 0)
          return fault(context, 'factor-line', { line: at + 1 })
        return { industry: code, basisPoints: Number(read.ppm) }
      }),
  ),
  show: (value) =>
    value
      .map(
        ({ industry, basisPoints }) =>
          `${industry} ${showPercent(ppm(basisPoints)).replace(/(\.00)?%$/, '')}`,
      )
      .join('\n'),
}

const gradeFields = Object.fromEntries(
  taxGrades.flatMap((grade) => {
    const of = <Value>(field: Field<Value>, what: string): Field =>
      labelled(optional(field), (w) =>
        w(`policies.grade-${what}`, { grade: w(`enterprises.tax-grade.${grade}`) }),
      )
    return [
      [`grades.${grade}.multiplierBasisPoints`, of(timesOver(), 'multiplier')],
      [`grades.${grade}.capFen`, of(yuan(), 'cap')],
      [`grades.${grade}.spreadPpm`, of(percent(), 'spread')],
    ]
  }),
)

const stageFields = {
  'stageFactors.startUpMonths': optional(whole({ min: 1, max: 600, unit: 'forms.unit-months' })),
  'stageFactors.growingPpm': optional(portion({ max: 10_000_000 })),
  ...Object.fromEntries(
    growthStages.map((stage) => [
      `stageFactors.basisPoints.${stage}`,
      labelled(optional(timesOver()), (w) =>
        w('policies.stage-factor', { stage: w(`tax-credit.stage.${stage}`) }),
      ),
    ]),
  ),
}

const sections: readonly Section[] = [
  { key: 'name', fields: nameFields },
  { key: 'grades', fields: gradeFields, sparse: true },
  {
    key: 'admission',
    fields: {
      sizes: choices(sizes, 'enterprises.size'),
      leastOperatingMonths: whole({ max: 600, unit: 'forms.unit-months' }),
      leastTaxYears: whole({ max: 20, unit: 'forms.unit-years' }),
      averageYears: whole({ min: 1, max: 20, unit: 'forms.unit-years' }),
      leastAverageTaxFen: optional(yuan()),
      excludedIndustries: optional(codes()),
    },
  },
  {
    key: 'limits',
    fields: {
      totalCapFen: optional(yuan()),
      ...Object.fromEntries(
        sizes.map((size) => [
          `capBySizeFen.${size}`,
          labelled(optional(yuan()), (w) => w('policies.size-cap', { size: w(`enterprises.size.${size}`) })),
        ]),
      ),
      roundDownToFen: yuan(),
      lprTerm: choice(lprTerms, 'policies.lpr-term'),
    },
  },
  { key: 'factors', fields: { industryFactors: optional(factors) } },
  { key: 'stages', fields: stageFields, sparse: true },
  { key: 'assumed', fields: { assumed: choices(schemeAssumable, 'tax-credit.assumable', { min: 0 }) } },
]

const names = sections.flatMap(({ fields }) => Object.keys(fields))

/** A tax-credit scheme: a grade without a multiple is not admitted, stages without figures do not count. */
export const schemeForm: ValueForm = {
  sections,
  typed(value) {
    const read = schemeShape.safeParse(value)
    if (!read.success) return {}
    const { grades, capBySizeFen, stageFactors, ...rest } = read.data
    return Object.fromEntries(
      names.map((name) => {
        const [first = '', second = '', third = ''] = name.split('.')
        if (first === 'grades') return [name, entry(entry(grades, second), third) ?? null]
        if (first === 'capBySizeFen') return [name, entry(capBySizeFen, second) ?? null]
        if (first === 'stageFactors') {
          const found = entry(stageFactors, second)
          return [name, (third ? entry(found, third) : found) ?? null]
        }
        const found = entry(rest, first)
        return [name, second ? entry(found, second) : found]
      }),
    )
  },
  value(typed) {
    const given = (beginning: string) =>
      Object.entries(typed).filter(([name, one]) => name.startsWith(beginning) && one !== null)
    const grades = taxGrades.flatMap((grade) => {
      const own = given(`grades.${grade}.`)
      if (own.length === 0) return []
      const parts = own.map(([name, one]) => [name.split('.')[2], one])
      return [[grade, { capFen: null, ...Object.fromEntries(parts) }]]
    })
    const caps = given('capBySizeFen.').map(([name, one]) => [name.split('.')[1], one])
    const stages = given('stageFactors.')
    const { stageFactors = null } = stages.length ? nested(Object.fromEntries(stages)) : {}
    const rest = names.filter((name) => !/^(grades|capBySizeFen|stageFactors)\./.test(name))
    return {
      ...nested(Object.fromEntries(rest.map((name) => [name, typed[name]]))),
      grades: Object.fromEntries(grades),
      capBySizeFen: Object.fromEntries(caps),
      stageFactors,
      excludedIndustries: typed.excludedIndustries ?? [],
      industryFactors: typed.industryFactors ?? [],
    }
  },
}

/** One part of an object, whatever it is. */
const entry = (of: unknown, key: string): unknown =>
  typeof of === 'object' && of !== null ? Object.entries(of).find(([name]) => name === key)?.[1] : undefined
