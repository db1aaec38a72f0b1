import {
  type SizeClass,
  type SizeGroup,
  sizeClasses,
  sizeFigures,
  sizeGroups,
} from '../enterprises/size-class.ts'
import type { Fen } from '../money/fen.ts'
import type { Words } from '../platform/web/words.ts'
import { sizeAnswer, usccAnswer } from './answers.ts'
import { byTable, type Calculator } from './calculator.ts'
import { sizeForm, usccForm } from './forms.ts'
import { orLeftOut, type Shown, shortAmount, shown, type Table, yuan } from './result.ts'

/* A firm's credit code and its size class, as pages. */

export const usccCalculator: Calculator<{ readonly code: string }> = {
  name: 'credit-code',
  form: usccForm,
  begin: () => ({}),
  work: ({ w }, { code }) => ({ ok: true, answer: codeShown(w, usccAnswer(code)) }),
  fieldOf: byTable({}),
  examples: [{ code: '91340600MA0000015T' }, { code: '91340600ma00000151' }],
}

function codeShown(w: Words, { valid, normalised, expectedCheck }: ReturnType<typeof usccAnswer>): Shown {
  const whole = normalised.length === 18
  const wrong =
    whole && expectedCheck
      ? w('calculators.code-wrong', { expected: expectedCheck })
      : w('calculators.code-malformed')
  return shown({
    notes: valid ? [] : [wrong],
    facts: [
      { label: w('calculators.code-found'), value: w(`calculators.code-${valid ? 'valid' : 'invalid'}`) },
      { label: w('calculators.code-tidied'), value: normalised },
    ],
    tables: whole ? [codeTable(w, normalised)] : [],
  })
}

/** What each part of a code says, by GB 32100-2015. */
const codeParts = [
  ['authority', 0, 1],
  ['kind', 1, 2],
  ['region', 2, 8],
  ['body', 8, 17],
  ['check', 17, 18],
] as const

const codeTable = (w: Words, code: string): Table => ({
  caption: w('calculators.code-caption'),
  columns: [
    { label: w('calculators.column-part') },
    { label: w('calculators.column-characters'), kind: 'code' },
    { label: w('calculators.column-place') },
  ],
  rows: codeParts.map(([part, from, to]) => ({
    cells: [
      w(`calculators.code-part.${part}`),
      code.slice(from, to),
      to - from === 1 ? String(to) : `${from + 1}–${to}`,
    ],
  })),
})

type SizeAsked = {
  readonly industry: string
  readonly employees: number | null
  readonly revenue: Fen | null
  readonly assets: Fen | null
}

export const sizeCalculator: Calculator<SizeAsked> = {
  name: 'size-class',
  form: sizeForm,
  begin: () => ({}),
  work: ({ w }, asked) => {
    const worked = sizeAnswer({
      industry: asked.industry,
      employees: asked.employees ?? undefined,
      revenueFen: orLeftOut(asked.revenue),
      assetsFen: orLeftOut(asked.assets),
    })
    return worked.ok ? { ok: true, answer: sizeShown(w, asked, worked.answer) } : worked
  },
  fieldOf: byTable({ revenueFen: 'revenue', assetsFen: 'assets' }),
  examples: [
    { industry: 'I65', employees: '103', revenue: '157352800' },
    { industry: 'I65', employees: '300', revenue: '99999999.99' },
    { industry: 'F51', employees: '20', revenue: '50000000' },
  ],
}

type Found = { readonly group: SizeGroup | null; readonly size: SizeClass }

const sizeShown = (w: Words, asked: SizeAsked, { group, size }: Found): Shown =>
  shown({
    facts: [
      { label: w('calculators.size'), value: w(`enterprises.size.${size}`) },
      ...(group
        ? [{ label: w('calculators.size-group'), value: w(`enterprises.size-group.${group}`) }]
        : [{ label: w('calculators.size-group'), value: w('enterprises.size-outside') }]),
    ],
    tables: group ? [limitsTable(w, group, asked)] : [],
  })

const fenInWan = 1_000_000

/** The least figure of each class beside the firm's own: all of a class's must be reached. */
function limitsTable(w: Words, group: SizeGroup, asked: SizeAsked): Table {
  const classes = sizeClasses.slice(0, 3)
  const limits: Readonly<Record<string, readonly number[]>> = sizeGroups[group]
  const own = {
    employees: asked.employees === null ? '' : String(asked.employees),
    revenue: asked.revenue === null ? '' : yuan(asked.revenue),
    assets: asked.assets === null ? '' : yuan(asked.assets),
  }
  return {
    caption: w('calculators.limits-caption'),
    columns: [
      { label: w('calculators.column-figure') },
      { label: w('calculators.column-own'), kind: 'number' },
      ...classes.map((size) => ({
        label: w('calculators.column-least', { size: w(`enterprises.size.${size}`) }),
        kind: 'number',
      })),
    ],
    rows: sizeFigures.flatMap((figure) => {
      const least = limits[figure]
      if (!least) return []
      return [
        {
          cells: [
            w(`enterprises.figure.${figure}`),
            own[figure],
            ...least.map((amount) =>
              figure === 'employees'
                ? w('calculators.people', { amount: amount.toLocaleString('en') })
                : shortAmount(w, amount * fenInWan),
            ),
          ],
        },
      ]
    }),
  }
}
