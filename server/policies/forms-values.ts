import { clauses, sentencesOf } from '../consents/text.ts'
import { sizeClasses } from '../enterprises/size-class.ts'
import { scoreParts } from '../matching/score.ts'
import { needPurposes } from '../needs/need.ts'
import { choices, date, type Field, lines, percent, whole } from '../platform/web/fields.ts'
import { portion } from '../platform/web/fields-measures.ts'
import { languages } from '../platform/web/words.ts'
import { isWarningKind } from '../warnings/rule.ts'
import { arrangementForm } from './forms-arrangement.ts'
import { bridgeCaseForm, bridgeForm } from './forms-bridge.ts'
import { cityForms } from './forms-city.ts'
import { claimRuleForm, stopLineForm, stressForm } from './forms-claims.ts'
import { courtListForm } from './forms-court-list.ts'
import { guaranteeForms } from './forms-guarantee.ts'
import { plainForm } from './forms-plain.ts'
import { schemeForm } from './forms-scheme.ts'
import { warningForms } from './forms-warnings.ts'
import { isGuaranteeRule } from './guarantee-rules.ts'
import type { PolicyKind } from './kinds.ts'
import type { ValueForm } from './value-form.ts'

/* The values of policies as people write and read them: which questions, in which order, in which unit. */

const workdays = (): Field<number> => whole({ min: 1, max: 250, unit: 'forms.unit-workdays' })
const days = (): Field<number> => whole({ min: 1, max: 3650, unit: 'forms.unit-days' })
const points = (): Field<number> => whole({ max: 100, unit: 'forms.unit-points' })

const clocksForm = plainForm(
  {
    key: 'steps',
    fields: {
      acceptWorkdays: workdays(),
      firstContactWorkdays: workdays(),
      decisionWorkdays: workdays(),
      signingWorkdays: workdays(),
      drawdownReportWorkdays: workdays(),
    },
  },
  { key: 'ends', fields: { decisionHardStopDays: days(), needOpenDays: days() } },
)

const supervisionForm = plainForm(
  { key: 'reviews', fields: { needReviewWorkdays: workdays(), productReviewWorkdays: workdays() } },
  {
    key: 'lateness',
    fields: {
      remindWorkdays: workdays(),
      listWorkdays: workdays(),
      urgeAnswerWorkdays: workdays(),
      superviseWorkdays: workdays(),
    },
  },
  { key: 'stops', fields: { signingHardStopDays: days(), leastCases: whole({ min: 1, max: 1000 }) } },
)

const calendarDays = (): Field<number> => whole({ min: 1, max: 365, unit: 'forms.unit-days' })

const caseTermsForm = plainForm(
  {
    key: 'offers',
    fields: {
      offerUsualDays: calendarDays(),
      offerMostDays: calendarDays(),
      penaltyLeastPpm: portion(),
      penaltyUsualPpm: portion(),
      penaltyMostPpm: portion(),
      earlyFeeMostPpm: portion(),
    },
  },
  {
    key: 'second-look',
    fields: {
      secondLookUsualDays: calendarDays(),
      secondLookMostDays: calendarDays(),
      objectionWorkdays: workdays(),
    },
  },
)

const megabytes = (max: number): Field<number> => whole({ min: 1, max, unit: 'forms.unit-megabytes' })
const files = (max: number): Field<number> => whole({ min: 1, max, unit: 'forms.unit-files' })

const documentsForm = plainForm(
  {
    key: 'uploads',
    fields: {
      fileMegabytes: megabytes(100),
      filesAtOnce: files(20),
      quotaMegabytes: megabytes(100_000),
      dailyFiles: files(10_000),
    },
  },
  {
    key: 'papers',
    fields: { answerWorkdays: workdays(), firstReminderDays: days(), lastReminderDays: days() },
  },
)

const feedbackForm = plainForm(
  {
    key: 'ratings',
    fields: { rateDays: days(), addDays: days(), ratingAnswerWorkdays: workdays() },
  },
  {
    key: 'complaints',
    fields: { takeOverWorkdays: workdays(), complaintAnswerWorkdays: workdays() },
  },
)

const consentTermsForm = plainForm({
  key: 'terms',
  fields: { usualDays: days(), mostDays: days(), personMostDays: days(), requestDays: days() },
})

/** One paragraph for each clause and each kind of data, in both languages: whoever changes one text changes the other. */
const consentTextForm = (code: string) =>
  plainForm(
    ...languages.map((language) => ({
      key: `text-${language}`,
      fields: Object.fromEntries([
        ...clauses.map((clause) => clauseField(`${language}.${clause}`, `consents.clause.${clause}`)),
        ...sentencesOf(code).map((sentence) =>
          clauseField(`${language}.kinds.${sentence}`, `consents.sentence.${sentence}`),
        ),
      ]),
    })),
  )

function clauseField(path: string, label: string): [string, Field] {
  return [path, { ...lines({ max: 600 }), label: (w) => w(label) }]
}

const consentTextForms = {
  'consent-text': consentTextForm('consent-text'),
  'consent-text-person': consentTextForm('consent-text-person'),
  'consent-text-guarantor': consentTextForm('consent-text-guarantor'),
  'consent-text-guarantor-person': consentTextForm('consent-text-guarantor-person'),
}

const lprForm = plainForm({ key: 'rates', fields: { oneYearPpm: percent(), fiveYearPpm: percent() } })

const matchRuleForm = plainForm(
  { key: 'weights', fields: Object.fromEntries(scoreParts.map((part) => [`weights.${part}`, points()])) },
  {
    key: 'scales',
    fields: {
      'scales.ratePpm.best': percent(),
      'scales.ratePpm.worst': percent(),
      'scales.daysPromised.best': workdays(),
      'scales.daysPromised.worst': workdays(),
    },
  },
)

const lateDays = (min: number) => whole({ min, max: 3650, unit: 'forms.unit-days' })
const sizes = () => choices(sizeClasses, 'enterprises.size', { min: 0 })

const fiveClassForm = plainForm(
  {
    key: 'classes',
    fields: {
      normalLastDay: lateDays(0),
      mentionLastDay: lateDays(1),
      substandardLastDay: lateDays(1),
      doubtfulLastDay: lateDays(1),
      sameBankPpm: portion(),
    },
  },
  {
    key: 'rising',
    fields: {
      byDaysSizes: sizes(),
      observedInstalments: whole({ min: 1, max: 60 }),
      observedMonths: whole({ min: 1, max: 60, unit: 'forms.unit-months' }),
    },
  },
)

const renewalForm = plainForm(
  { key: 'renewal', fields: { noticeDays: days(), answerWorkdays: workdays() } },
  {
    key: 'without-repayment',
    fields: {
      sizes: sizes(),
      untilSizes: sizes(),
      untilDay: date(),
      purposes: choices(needPurposes, 'needs.purpose', { min: 0 }),
    },
  },
)

/** The questions of a kind of policy; a calendar has none, for a year is read from its notice. */
export function valueFormOf(kind: PolicyKind): ValueForm | null {
  if (isGuaranteeRule(kind)) return guaranteeForms[kind]
  if (isWarningKind(kind)) return warningForms[kind]
  switch (kind) {
    case 'clocks':
      return clocksForm
    case 'supervision':
      return supervisionForm
    case 'case-terms':
      return caseTermsForm
    case 'documents':
      return documentsForm
    case 'feedback':
      return feedbackForm
    case 'lpr':
      return lprForm
    case 'tax-credit-published':
    case 'tax-credit-stages':
    case 'compensation':
    case 'pool-claim':
    case 'cover-charges':
    case 'scoreboard':
    case 'messages':
      return cityForms[kind]
    case 'consent-terms':
      return consentTermsForm
    case 'consent-text':
    case 'consent-text-person':
    case 'consent-text-guarantor':
    case 'consent-text-guarantor-person':
      return consentTextForms[kind]
    case 'match-rule':
      return matchRuleForm
    case 'five-class':
      return fiveClassForm
    case 'renewal':
      return renewalForm
    case 'claim-rule':
      return claimRuleForm
    case 'stop-line':
      return stopLineForm
    case 'stress':
      return stressForm
    case 'tax-credit-scheme':
      return schemeForm
    case 'bridge-case':
      return bridgeCaseForm
    case 'court-list':
      return courtListForm
    case 'bridge-policy':
      return bridgeForm
    case 'arrangement':
      return arrangementForm
    case 'calendar':
      return null
  }
}
