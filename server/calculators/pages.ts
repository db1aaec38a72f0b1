import { arrangementCodesOn, arrangementOn } from '../arrangements/index.ts'
import { bridgePolicyCodesOn, bridgePolicyOn } from '../bridge-pool/index.ts'
import { industryName } from '../enterprises/index.ts'
import type { Day } from '../money/day.ts'
import { dayCounts } from '../money/schedule.ts'
import type { Reference } from '../parts.ts'
import type { Outcome } from '../platform/outcome.ts'
import { barChart, columnChart } from '../platform/web/charts.ts'
import type { Showing, ShownField, ShownForm } from '../platform/web/forms.ts'
import { withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { InForce, PolicyBook } from '../policies/index.ts'
import { schemeCodesOn, schemeOn } from '../tax-credit/index.ts'
import type { Anyone } from '../web.ts'
import type { Calculator } from './calculator.ts'
import { bridgeCalculator } from './pages-bridge.ts'
import { loanCostCalculator } from './pages-cost.ts'
import { sizeCalculator, usccCalculator } from './pages-firm.ts'
import { flowsCalculator } from './pages-flows.ts'
import { riskCalculator } from './pages-risk.ts'
import { scheduleCalculator } from './pages-schedule.ts'
import { taxCreditCalculator } from './pages-tax-credit.ts'
import { workdaysCalculator } from './pages-workdays.ts'
import type { Fact, Figure, Named, Shown } from './result.ts'

/** In the order in which a firm comes to need them. */
const calculators = [
  scheduleCalculator,
  loanCostCalculator,
  flowsCalculator,
  taxCreditCalculator,
  bridgeCalculator,
  riskCalculator,
  sizeCalculator,
  usccCalculator,
  workdaysCalculator,
]

export const contentsPage = (w: Words) => ({
  title: w('layout.menu-calculators'),
  entries: calculators.map(({ name }) => ({
    href: addressOf(name),
    name: w(`calculators.name-${name}`),
    text: w(`calculators.about-${name}`),
  })),
})

const addressOf = (name: string): string => `/calculators/${name}`

/** The form with its answer, and examples that fill it in. */
export async function calculatorPage<Value>(
  { w, query }: Anyone,
  calculator: Calculator<Value>,
  form: ShownForm,
  result: Shown | null,
) {
  const { name, group, examples } = calculator
  const grouped = (field: ShownField) => group?.names.includes(field.name) ?? false
  const fields = form.fields.map((field) => withHint(w, field, calculator.hints?.[field.name]))
  const inGroup = fields.filter(grouped)
  return {
    title: w(`calculators.name-${name}`),
    about: w(`calculators.about-${name}`),
    address: addressOf(name),
    fields: fields.filter((field) => !grouped(field)),
    group: inGroup.length
      ? {
          legend: w(group?.legend ?? ''),
          fields: inGroup,
          open: inGroup.some(({ value, error }) => value || error),
        }
      : null,
    errors: form.errors,
    result: result && { ...result, figure: await drawnFigure(result.figure) },
    printHref: withQuery(`${addressOf(name)}/print`, query, {}),
    examples: examples.map((values, at) => ({
      href: `${withQuery(addressOf(name), values, {})}#result`,
      words: w(`calculators.example.${name}-${at + 1}`),
    })),
  }
}

const withHint = (w: Words, field: ShownField, hint: string | undefined): ShownField =>
  hint === undefined ? field : { ...field, hint: w(hint) }

/** The same on paper: what was asked, what came out, and the address at which anybody finds it again. */
export async function calculatorPrint<Value>(
  { w, url, today, parts }: Anyone,
  { name }: Calculator<Value>,
  form: ShownForm,
  result: Shown,
) {
  const back = url.replace('/print', '')
  return {
    title: result.sheet?.title ?? w(`calculators.name-${name}`),
    backHref: back,
    asked: askedFacts(form),
    result: { ...result, figure: await drawnFigure(result.figure) },
    printedOn: w('calculators.printed-on', { on: today }),
    address: `${parts.config.origin}${back}`,
  }
}

/** What was asked, as facts: choices by their words, amounts with their unit, nothing that was left out. */
function askedFacts({ fields }: ShownForm): Fact[] {
  return fields.flatMap(({ label, value, unit, options, kind }) => {
    if (typeof value !== 'string' || value === '' || kind === 'textarea') return []
    const chosen = Array.isArray(options) ? options.find((option) => option?.value === value) : null
    const words = typeof chosen?.label === 'string' ? chosen.label : value
    return [{ label, value: typeof unit === 'string' ? `${words} ${unit}` : words }]
  })
}

async function drawnFigure(figure: Figure | null) {
  if (!figure) return null
  const { says, picture, table } = figure
  const chart = picture.kind === 'bars' ? barChart(picture.bars, 112) : columnChart(picture.columns)
  return { says, table, chart: await chart }
}

/** The choices that are no list of a form's own. */
export const choicesOf = (w: Words, reference: Reference, book: PolicyBook, today: Day): Showing => ({
  options: {
    dayCount: dayCounts.map((one) => ({ value: one, label: w(`calculators.day-count.${one}`) })),
    industry: [
      { value: '', label: w('forms.choose') },
      ...reference.industries.map(({ code }) => ({
        value: code,
        label: `${code} ${industryName(reference, w.language, code)}`,
      })),
    ],
    arrangement: named(w, arrangementCodesOn(book, today), (code) => arrangementOn(book, code, today)),
    scheme: named(w, schemeCodesOn(book, today), (code) => schemeOn(book, code, today)),
    policy: named(w, bridgePolicyCodesOn(book, today), (code) => bridgePolicyOn(book, code, today)),
  },
})

/** The programmes that a person may choose from, by name. */
const named = (
  w: Words,
  codes: readonly string[],
  find: (code: string) => Outcome<{ policy: InForce<Named> }>,
) =>
  codes.flatMap((code) => {
    const found = find(code)
    return found.ok ? [{ value: code, label: found.policy.value.name[w.language] }] : []
  })
