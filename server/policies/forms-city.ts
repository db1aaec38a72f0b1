import { poolPapers, poolPaperWords } from '../compensation/rule.ts'
import { fiveClasses } from '../loans/five-class.ts'
import { choices, type Field, whole } from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { plainForm } from './forms-plain.ts'

const workdays = (): Field<number> => whole({ min: 1, max: 250, unit: 'forms.unit-workdays' })

/** The time of each step of a compensation pool. */
const compensationForm = plainForm({
  key: 'compensation',
  fields: {
    fileWithinDays: whole({ min: 1, max: 3650, unit: 'forms.unit-days' }),
    confirmWorkdays: whole({ min: 1, max: 250, unit: 'forms.unit-workdays' }),
  },
})

/** 补偿: from when on a bank may claim from a pool, what it brings, and how long each step may take. */
const poolClaimForm = plainForm(
  {
    key: 'claiming',
    fields: {
      triggerDays: whole({ min: 1, max: 3650, unit: 'forms.unit-days' }),
      triggerClasses: choices(fiveClasses, 'loans.five-class', { min: 0 }),
      papers: choices(poolPapers, poolPaperWords, { min: 0 }),
    },
  },
  {
    key: 'pool-steps',
    fields: {
      checkWorkdays: workdays(),
      reviewWorkdays: workdays(),
      noticeWorkdays: workdays(),
      payWorkdays: workdays(),
      returnWorkdays: workdays(),
      reservedDays: whole({ min: 1, max: 3650, unit: 'forms.unit-days' }),
    },
  },
)

/** 助保金 and 保费, by the year. */
const chargesForm = plainForm(
  { key: 'deposit', fields: { depositPpm: portion() } },
  { key: 'premium', fields: { premiumPpm: portion(), subsidyPpm: portion() } },
)

/** What a city published of its tax-credit loans. */
const publishedForm = plainForm({
  key: 'published',
  fields: { institutions: whole({ max: 100_000 }), firms: whole({ max: 10_000_000 }) },
})

/** From when a firm counts as growing or mature, for figures. */
const stagesForm = plainForm({
  key: 'stage-lines',
  fields: {
    startUpMonths: whole({ min: 1, max: 600, unit: 'forms.unit-months' }),
    growingPpm: portion({ max: 10_000_000 }),
  },
})

const messagesForm = plainForm({
  key: 'talk',
  fields: { openDays: whole({ min: 1, max: 3650, unit: 'forms.unit-days' }) },
})

/** 亮屏: from when on a public figure tells of single firms. */
const scoreboardForm = plainForm({
  key: 'hiding',
  fields: {
    leastFirms: whole({ min: 2, max: 100, unit: 'forms.unit-firms' }),
    mostSharePpm: portion({ max: 990_000 }),
  },
})

/** Short questions, each of one section. */
export const cityForms = {
  messages: messagesForm,
  'tax-credit-published': publishedForm,
  'tax-credit-stages': stagesForm,
  compensation: compensationForm,
  'pool-claim': poolClaimForm,
  'cover-charges': chargesForm,
  scoreboard: scoreboardForm,
}
