import type { Firm } from '../enterprises/index.ts'
import type { TaxGrade } from '../enterprises/tax-grade.ts'
import type { Day } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import { taxObjectedTo } from '../objections/objection.ts'
import type { Words } from '../platform/web/words.ts'
import type { StatedOf } from './rows.ts'
import { netOf, type Origin, type TaxFacts, type TaxOfYear, taxesOn } from './standing.ts'
import { type FactSource, type TaxSum, taxSums } from './tax-fact.ts'

type Shown = {
  readonly firm: Pick<Firm, 'id' | 'name' | 'taxGrade' | 'disputed'>
  readonly facts: TaxFacts
  readonly stated: StatedOf
  readonly on: Day
  /** The firm itself may object; the bureau only reads. */
  readonly side: 'firm' | 'bureau'
}

/** What is known of a firm's taxes, whose word each fact is, and everything that was ever said of its grade. */
export function factsPage(w: Words, { firm, facts, stated, on, side }: Shown) {
  const taxes = [...taxesOn(stated.taxes, on)]
  return {
    title: side === 'firm' ? w('tax-facts.title') : w('tax-facts.title-of', { name: firm.name }),
    lead: w(`tax-facts.lead-${side}`),
    back: side === 'bureau' ? { href: `/enterprises/${firm.id}`, label: firm.name } : null,
    disputed: facts.disputed.length ? w('tax-facts.disputed', { facts: disputedWords(w, facts) }) : null,
    facts: standingFacts(w, firm.taxGrade, facts),
    objecting: side === 'firm' ? { href: '/objections/new?fact=grade', label: w('tax-facts.object') } : null,
    taxes: taxes.length ? taxTable(w, taxes, side) : null,
    grades: stated.grades.length ? gradeTable(w, stated.grades) : null,
    none: w('tax-facts.nothing'),
  }
}

const disputedWords = (w: Words, { disputed }: TaxFacts): string =>
  disputed
    .map((fact) => {
      const of = taxObjectedTo(fact)
      if (!of) return w(`objections.fact.${fact}`)
      const { year, sum } = of
      return sum
        ? w('tax-facts.sum-of-year', { year, sum: w(`tax-facts.sum.${sum}`) })
        : w('tax-facts.paid-in', { year })
    })
    .join(w('tax-facts.comma'))

/** A fact with whose word it is; the same lines before the firm, the bureau and a bank that may see them. */
export function standingFacts(w: Words, declared: TaxGrade | null, { facts, from, disputed }: TaxFacts) {
  const unknown = (fact: string) => w(disputed.includes(fact) ? 'tax-facts.examined' : 'tax-facts.not-known')
  const said = (fact: 'arrears' | 'abnormal') =>
    facts[fact] === null ? unknown(fact) : w(`tax-facts.${fact}.${facts[fact] ? 'yes' : 'no'}`)
  const differs = declared !== null && from.grade !== null && from.grade.source !== 'declared'
  return [
    {
      label: w('enterprises.field.taxGrade'),
      value: facts.grade ? w(`enterprises.tax-grade.${facts.grade}`) : unknown('grade'),
      note: [
        ...(from.grade && from.grade.source !== 'declared'
          ? [w('tax-facts.assessment', { year: facts.assessYear })]
          : []),
        ...noteOf(w, from.grade),
        ...(differs ? [w('tax-facts.declared-as', { grade: w(`enterprises.tax-grade.${declared}`) })] : []),
      ].join(w('tax-facts.comma')),
    },
    { label: w('tax-facts.arrears'), value: said('arrears'), note: noteOf(w, from.arrears).join('') },
    { label: w('tax-facts.abnormal'), value: said('abnormal'), note: noteOf(w, from.abnormal).join('') },
  ]
}

/** The tax paid in each year that is known, newest first; for the lists that a bank reads. */
export function paidFacts(w: Words, { facts, from }: TaxFacts) {
  const years = yearsShown(facts).slice(0, 3)
  if (years.length === 0)
    return [{ label: w('tax-facts.taxes-title'), value: w('tax-facts.not-known'), note: '' }]
  return years.map((year) => {
    const paid = facts.taxPaidFen[year]
    return {
      label: w('tax-facts.paid-in', { year }),
      value:
        paid === undefined ? w('tax-facts.examined') : w('tax-facts.paid-yuan', { amount: showYuan(paid) }),
      note: noteOf(w, from.taxPaidFen[year] ?? null).join(''),
    }
  })
}

/** Years whose tax is known, or would be but for an objection that is examined; newest first. */
export const yearsShown = ({ taxPaidFen, examinedYears = [] }: TaxFacts['facts']): string[] =>
  [...new Set([...Object.keys(taxPaidFen), ...examinedYears.map(String)])].toSorted().reverse()

const noteOf = (w: Words, origin: Origin | null): string[] =>
  origin === null
    ? []
    : origin.asOf === null
      ? [w('tax-facts.source.declared')]
      : [w('tax-facts.as-of', { source: w(`tax-facts.source.${origin.source}`), on: origin.asOf })]

type Tax = TaxOfYear<StatedOf['taxes'][number]>

function taxTable(w: Words, taxes: readonly (readonly [number, Tax])[], side: Shown['side']) {
  const columns = [...taxSums, 'net'] as const
  return {
    caption: w('tax-facts.taxes-caption'),
    columns: [
      { label: w('tax-facts.tax-year') },
      ...columns.map((sum) => ({ label: w(`tax-facts.sum.${sum}`), kind: 'number' })),
      { label: w('tax-facts.column-source') },
      ...(side === 'firm' ? [{ label: w('tax-facts.object'), kind: 'actions' }] : []),
    ],
    rows: taxes.map(([year, tax]) => ({
      cells: [
        String(year),
        ...taxSums.map((sum) => sumCell(w, tax, sum)),
        showYuan(netOf(tax)),
        sourceCell(w, tax.whole ?? tax.latest),
        ...(side === 'firm'
          ? [
              {
                links: [
                  {
                    href: `/objections/new?fact=taxPaid&year=${year}`,
                    label: w('tax-facts.object-to-year', { year }),
                  },
                ],
              },
            ]
          : []),
      ],
    })),
  }
}

/** A sum of a year; one that an objection corrected says so and since when. */
function sumCell(w: Words, tax: Tax, sum: TaxSum) {
  const corrected = tax.corrected.find((one) => one.sum === sum)
  const words = showYuan(tax[`${sum}Fen`])
  return corrected ? { words, note: w('tax-facts.corrected-on', { on: corrected.asOf }) } : words
}

const gradeTable = (w: Words, grades: StatedOf['grades']) => ({
  caption: w('tax-facts.grades-caption'),
  columns: ['assess-year', 'grade', 'reason', 'source'].map((key) => ({
    label: w(`tax-facts.column-${key}`),
  })),
  rows: grades.map((one) => ({
    cells: [
      String(one.assessYear),
      w(`enterprises.tax-grade.${one.grade}`),
      w(`tax-facts.reason.${one.reason}`),
      sourceCell(w, one),
    ],
  })),
})

const sourceCell = (
  w: Words,
  {
    source,
    asOf,
    number,
  }: { readonly source: FactSource; readonly asOf: Day; readonly number: string | null },
) => ({
  words: w('tax-facts.as-of', { source: w(`tax-facts.source.${source}`), on: asOf }),
  ...(number ? { note: number } : {}),
})
