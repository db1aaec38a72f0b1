import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, type Anyone, get, page, printed, routes } from '../web.ts'
import { type Calculator, withFaults } from './calculator.ts'
import { calculatorPage, calculatorPrint, choicesOf, contentsPage } from './pages.ts'
import { bridgeCalculator } from './pages-bridge.ts'
import { loanCostCalculator } from './pages-cost.ts'
import { sizeCalculator, usccCalculator } from './pages-firm.ts'
import { flowsCalculator } from './pages-flows.ts'
import { riskCalculator } from './pages-risk.ts'
import { scheduleCalculator } from './pages-schedule.ts'
import { taxCreditCalculator } from './pages-tax-credit.ts'
import { workdaysCalculator } from './pages-workdays.ts'
import type { Shown } from './result.ts'

/** The API's calculators for people. They ask by GET, so that an answer has an address that can be sent on. */
export const calculatorRoutes = routes(
  get('/calculators', 'public', contents),
  get('/calculators/repayment-schedule', 'public', onScreen(scheduleCalculator)),
  get('/calculators/repayment-schedule/print', 'public', onPaper(scheduleCalculator)),
  get('/calculators/loan-cost', 'public', onScreen(loanCostCalculator)),
  get('/calculators/loan-cost/print', 'public', onPaper(loanCostCalculator)),
  get('/calculators/annualised-cost', 'public', onScreen(flowsCalculator)),
  get('/calculators/annualised-cost/print', 'public', onPaper(flowsCalculator)),
  get('/calculators/risk-sharing', 'public', onScreen(riskCalculator)),
  get('/calculators/risk-sharing/print', 'public', onPaper(riskCalculator)),
  get('/calculators/tax-credit-limit', 'public', onScreen(taxCreditCalculator)),
  get('/calculators/tax-credit-limit/print', 'public', onPaper(taxCreditCalculator)),
  get('/calculators/bridge-fee', 'public', onScreen(bridgeCalculator)),
  get('/calculators/bridge-fee/print', 'public', onPaper(bridgeCalculator)),
  get('/calculators/credit-code', 'public', onScreen(usccCalculator)),
  get('/calculators/credit-code/print', 'public', onPaper(usccCalculator)),
  get('/calculators/size-class', 'public', onScreen(sizeCalculator)),
  get('/calculators/size-class/print', 'public', onPaper(sizeCalculator)),
  get('/calculators/working-days', 'public', onScreen(workdaysCalculator)),
  get('/calculators/working-days/print', 'public', onPaper(workdaysCalculator)),
)

function contents({ w }: Anyone): Answer {
  return page('calculators/contents', contentsPage(w))
}

function onScreen<Value>(calculator: Calculator<Value>): (visit: Anyone) => Promise<Answer> {
  return async (visit) => {
    const { form, result, status } = worked(visit, calculator)
    return page('calculators/calculator', await calculatorPage(visit, calculator, form, result), status)
  }
}

/** On paper; what cannot be worked out goes back to the form. */
function onPaper<Value>(calculator: Calculator<Value>): (visit: Anyone) => Promise<Answer> {
  const show = onScreen(calculator)
  return async (visit) => {
    const { result, asked } = worked(visit, calculator)
    return result && asked
      ? printed('calculators/print', await calculatorPrint(visit, calculator, asked, result))
      : show(visit)
  }
}

type Standing = {
  readonly form: ShownForm
  readonly result: Shown | null
  readonly status: 200 | 422
  /** What was asked, as it was understood; none before an answer. */
  readonly asked?: ShownForm
}

/** The form as it begins, as it was filled in with its answer, or as it has to be mended. */
function worked<Value>(visit: Anyone, calculator: Calculator<Value>): Standing {
  const { w, parts, query, today } = visit
  const { form, begin, work, fieldOf } = calculator
  const showing = choicesOf(w, parts.reference, parts.policies, today)
  if (Object.keys(query).length === 0)
    return { form: form.again(w, begin(today), {}, showing), result: null, status: 200 }
  const read = form.read(query)
  if (!read.ok) return { form: form.again(w, query, read.faults, showing), result: null, status: 422 }
  const found = work(visit, read.value)
  const typed = form.again(w, query, {}, showing)
  if (found.ok)
    return { form: typed, result: found.answer, status: 200, asked: form.filled(w, read.value, showing) }
  const mended = withFaults(w, typed, found.faults, (field) => fieldOf(field, read.value))
  return { form: mended, result: null, status: 422 }
}
