import type { Faults, Reading, Showing, ShownForm, Typed } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { type Answer, type Anyone, get, page, printed, routes } from '../web.ts'
import { scheduleAnswer, sizeAnswer, usccAnswer, workdaysAnswer } from './answers.ts'
import { scheduleForm, sizeForm, usccForm, workdaysForm } from './forms.ts'
import * as pages from './pages-calculators.ts'

/** The API's calculators for people. They ask by GET, so that an answer has an address that can be sent on. */
export const calculatorRoutes = routes(
  get('/calculators', 'public', contents),
  get('/calculators/repayment-schedule', 'public', showSchedule),
  get('/calculators/repayment-schedule/print', 'public', printSchedule),
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
      : pages.refusedResult(visit.w, worked.faults)
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

function showUscc(visit: Anyone): Answer {
  return calculated(visit, usccForm, pages.usccCalculator, ({ code }) =>
    pages.usccResult(visit.w, usccAnswer(code)),
  )
}

function showSize(visit: Anyone): Answer {
  return calculated(visit, sizeForm, pages.sizeCalculator, (asked) => {
    const worked = sizeAnswer(pages.sizeAsked(asked))
    return worked.ok ? pages.sizeResult(visit.w, worked.answer) : pages.refusedResult(visit.w, worked.faults)
  })
}

function showWorkdays(visit: Anyone): Answer {
  return calculated(visit, workdaysForm, pages.workdaysCalculator, (asked) => {
    const worked = workdaysAnswer(asked, visit.parts.reference.calendar)
    return worked.ok
      ? pages.workdaysResult(visit.w, asked, worked.answer)
      : pages.refusedResult(visit.w, worked.faults)
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
  calculator: pages.Calculator,
  work: (asked: Value) => pages.Result,
): Answer {
  const showing = { options: pages.optionsOf(w, parts.reference) }
  const isBlank = Object.keys(query).length === 0
  const read = form.read(query)
  const typed = isBlank ? calculator.begin(today) : query
  const shown = form.again(w, typed, isBlank || read.ok ? {} : read.faults, showing)
  const result = !isBlank && read.ok ? work(read.value) : null
  const status = isBlank || read.ok ? 200 : 422
  return page('calculators/calculator', pages.calculatorPage(w, calculator.name, shown, result), status)
}
