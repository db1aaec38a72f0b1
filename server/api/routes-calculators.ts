import { arrangementOn } from '../arrangements/index.ts'
import { bridgePolicyOn } from '../bridge-pool/index.ts'
import { assert } from '../platform/assert.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { Faults, Reading, Showing, ShownForm, Typed } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import type { InForce } from '../policies/index.ts'
import { schemeOn } from '../tax-credit/index.ts'
import { type Answer, type Anyone, get, page, printed, routes } from '../web.ts'
import { scheduleAnswer, sizeAnswer, usccAnswer, workdaysAnswer } from './answers.ts'
import { loanCostAnswer } from './answers-costs.ts'
import { bridgeFeeAnswer, riskSharingAnswer, taxCreditLimitAnswer } from './answers-programmes.ts'
import {
  bridgeForm,
  loanCostForm,
  riskForm,
  scheduleForm,
  sizeForm,
  taxCreditForm,
  usccForm,
  workdaysForm,
} from './forms.ts'
import * as pages from './pages-calculators.ts'
import { loanCostAsked, loanCostCalculator, loanCostResult } from './pages-costs.ts'
import * as programmes from './pages-programmes.ts'
import { taxCreditAsked, taxCreditCalculator, taxCreditResult } from './pages-tax-credit.ts'
import { type Calculator, type Result, refusedResult } from './result.ts'

/** The API's calculators for people. They ask by GET, so that an answer has an address that can be sent on. */
export const calculatorRoutes = routes(
  get('/calculators', 'public', contents),
  get('/calculators/repayment-schedule', 'public', showSchedule),
  get('/calculators/repayment-schedule/print', 'public', printSchedule),
  get('/calculators/loan-cost', 'public', showLoanCost),
  get('/calculators/risk-sharing', 'public', showRisk),
  get('/calculators/tax-credit-limit', 'public', showTaxCredit),
  get('/calculators/bridge-fee', 'public', showBridge),
  get('/calculators/credit-code', 'public', showUscc),
  get('/calculators/size-class', 'public', showSize),
  get('/calculators/working-days', 'public', showWorkdays),
)

function contents({ w }: Anyone): Answer {
  return page('calculators/contents', pages.contentsPage(w))
}

function showSchedule(visit: Anyone): Answer {
  return calculated(visit, scheduleForm, pages.scheduleCalculator, (asked) => {
    const worked = scheduleAnswer(pages.scheduleAsked(asked))
    return worked.ok
      ? pages.scheduleResult(visit.w, visit.query, worked.answer)
      : refusedResult(visit.w, worked.faults)
  })
}

/** The schedule on paper; what cannot be calculated goes back to the form. */
function printSchedule(visit: Anyone): Answer {
  const read = scheduleForm.read(visit.query)
  const worked = read.ok ? scheduleAnswer(pages.scheduleAsked(read.value)) : null
  return read.ok && worked?.ok
    ? printed(
        'calculators/schedule-print',
        pages.schedulePrint(visit.w, read.value, worked.answer, visit.url),
      )
    : showSchedule(visit)
}

function showLoanCost(visit: Anyone): Answer {
  return calculated(visit, loanCostForm, loanCostCalculator, (asked) => {
    const worked = loanCostAnswer(loanCostAsked(asked))
    return worked.ok ? loanCostResult(visit.w, worked.answer) : refusedResult(visit.w, worked.faults)
  })
}

function showRisk(visit: Anyone): Answer {
  const { w, today, parts } = visit
  return calculated(visit, riskForm, programmes.riskCalculator, (asked) => {
    const worked = riskSharingAnswer(programmes.riskAsked(asked), parts.policies, today)
    if (!worked.ok) return refusedResult(w, worked.faults)
    const used = arrangementOn(parts.policies, asked.arrangement, today)
    return programmes.riskResult(w, worked.answer, usedTerms(used))
  })
}

function showTaxCredit(visit: Anyone): Answer {
  const { w, parts } = visit
  return calculated(visit, taxCreditForm, taxCreditCalculator, (asked) => {
    const worked = taxCreditLimitAnswer(taxCreditAsked(asked), parts.policies)
    if (!worked.ok) return refusedResult(w, worked.faults)
    const used = schemeOn(parts.policies, asked.scheme, asked.on)
    return taxCreditResult(w, worked.answer, usedTerms(used), parts.reference)
  })
}

function showBridge(visit: Anyone): Answer {
  const { w, parts } = visit
  return calculated(visit, bridgeForm, programmes.bridgeCalculator, (asked) => {
    const { policies, reference } = parts
    const worked = bridgeFeeAnswer(programmes.bridgeAsked(asked), policies, reference.calendar)
    if (!worked.ok) return refusedResult(w, worked.faults)
    const used = bridgePolicyOn(policies, asked.policy, asked.paidOutOn)
    return programmes.bridgeResult(w, worked.answer, usedTerms(used))
  })
}

/** The terms by which something has just been worked out: they are in force. */
function usedTerms<Value>(found: Outcome<{ policy: InForce<Value> }>): InForce<Value> {
  assert(found.ok, 'terms that were used are in force')
  return found.policy
}

function showUscc(visit: Anyone): Answer {
  return calculated(visit, usccForm, pages.usccCalculator, ({ code }) =>
    pages.usccResult(visit.w, usccAnswer(code)),
  )
}

function showSize(visit: Anyone): Answer {
  return calculated(visit, sizeForm, pages.sizeCalculator, (asked) => {
    const worked = sizeAnswer(pages.sizeAsked(asked))
    return worked.ok ? pages.sizeResult(visit.w, worked.answer) : refusedResult(visit.w, worked.faults)
  })
}

function showWorkdays(visit: Anyone): Answer {
  return calculated(visit, workdaysForm, pages.workdaysCalculator, (asked) => {
    const worked = workdaysAnswer(asked, visit.parts.reference.calendar)
    return worked.ok
      ? pages.workdaysResult(visit.w, asked, worked.answer)
      : refusedResult(visit.w, worked.faults)
  })
}

/** What `calculated` needs of a form, whatever it asks. */
type Asking<Value> = {
  read(body: unknown): Reading<Value>
  again: (w: Words, typed: Typed, faults: Faults, more?: Showing) => ShownForm
}

/** The form as it begins, as it was filled in with its answer below, or as it has to be mended. */
function calculated<Value>(
  { w, query, today, parts }: Anyone,
  form: Asking<Value>,
  calculator: Calculator,
  work: (asked: Value) => Result,
): Answer {
  const showing = {
    options: {
      ...pages.optionsOf(w, parts.reference),
      ...programmes.programmeOptions(w, parts.policies, today),
    },
  }
  const isBlank = Object.keys(query).length === 0
  const read = form.read(query)
  const typed = isBlank ? calculator.begin(today) : query
  const shown = form.again(w, typed, isBlank || read.ok ? {} : read.faults, showing)
  const result = !isBlank && read.ok ? work(read.value) : null
  const status = isBlank || read.ok ? 200 : 422
  return page('calculators/calculator', pages.calculatorPage(w, calculator.name, shown, result), status)
}
