import type { z } from 'zod'
import { checkCaseTerms } from '../applications/case-terms.ts'
import { checkArrangement } from '../arrangements/check.ts'
import { bridgeCaseShape } from '../bridge-pool/case-rule.ts'
import { checkBridgePolicy } from '../bridge-pool/policy.ts'
import { claimRuleShape } from '../claims/rule.ts'
import { supervisionShape } from '../clocks/rule.ts'
import { poolClaimShape } from '../compensation/rule.ts'
import { checkConsentTerms } from '../consents/terms.ts'
import { checkConsentText } from '../consents/text.ts'
import { chargesShape } from '../covers/charge.ts'
import { compensationShape } from '../covers/policy.ts'
import { checkDocumentRules } from '../documents/rules.ts'
import { checkClassRule, renewalRuleShape } from '../loans/policies.ts'
import { checkMatchRule } from '../matching/rule.ts'
import { messageRuleShape } from '../messages/message.ts'
import type { Refusal } from '../platform/outcome.ts'
import { feedbackShape } from '../ratings/feedback-rule.ts'
import { checkScoreboardRule } from '../scoreboard/rule.ts'
import { checkStopRule } from '../stop-lines/rule.ts'
import { checkStressRule } from '../stress/rule.ts'
import { checkCourtList } from '../tax-credit/court-list.ts'
import { lprShape } from '../tax-credit/lpr.ts'
import { checkScheme } from '../tax-credit/scheme.ts'
import { stagesShape } from '../tax-credit/stages.ts'
import { publishedShape } from '../tax-figures/published.ts'
import { checkWarningRule, isWarningKind, warningKinds } from '../warnings/rule.ts'
import { calendarFamily, checkCalendar } from './calendar.ts'
import { clocksShape } from './clocks.ts'
import { checkGuaranteeRule, guaranteeRules, isGuaranteeRule } from './guarantee-rules.ts'

/** What firms and persons read when they let a bank, or a guarantor, see their data. */
const consentTexts = [
  'consent-text',
  'consent-text-person',
  'consent-text-guarantor',
  'consent-text-guarantor-person',
] as const
const isConsentText = (kind: string): kind is (typeof consentTexts)[number] =>
  consentTexts.some((one) => one === kind)

/**
 * Every kind of policy that the platform knows, in the order of the public list. Some are one policy, of the same
 * code; some are families, whose policies are named `<kind>-<code>` and can be added to.
 */
export const singleKinds = [
  'clocks',
  'supervision',
  'case-terms',
  'documents',
  'messages',
  'feedback',
  'match-rule',
  'lpr',
  'tax-credit-published',
  'tax-credit-stages',
  'compensation',
  'pool-claim',
  'cover-charges',
  'five-class',
  'renewal',
  'bridge-case',
  'consent-terms',
  ...consentTexts,
  ...guaranteeRules,
  'claim-rule',
  'stop-line',
  'stress',
  ...warningKinds,
  'scoreboard',
] as const
export const familyKinds = [
  calendarFamily,
  'arrangement',
  'tax-credit-scheme',
  'court-list',
  'bridge-policy',
] as const
export const policyKinds = [...singleKinds, ...familyKinds] as const
export type PolicyKind = (typeof policyKinds)[number]
export type PolicyFamily = (typeof familyKinds)[number]
export const isFamily = (kind: PolicyKind): kind is PolicyFamily => familyKinds.some((one) => one === kind)

/** What a family's policies are named by, behind its own name: short, and fit for an address. */
const shortCode = /^[a-z0-9]+(-[a-z0-9]+)*$/
const longestShortCode = 40

/** The kind of a policy by its code; null for a code that cannot be one. */
export function kindOf(code: string): PolicyKind | null {
  const single = singleKinds.find((kind) => kind === code)
  if (single) return single
  const family = familyKinds.find((kind) => code.startsWith(`${kind}-`))
  return family && isShortCode(family, code.slice(family.length + 1)) ? family : null
}

export const isShortCode = (family: PolicyFamily, code: string): boolean =>
  family === calendarFamily
    ? /^[12]\d{3}$/.test(code)
    : shortCode.test(code) && code.length <= longestShortCode

/** Without these the platform could not work a day, so they have no last day; what people choose among may end. */
export const mayEnd = (kind: PolicyKind): boolean => isFamily(kind) && kind !== calendarFamily

/** Kinds that ask nothing of a value but its shape. */
const cityShapes = {
  'tax-credit-published': publishedShape,
  'tax-credit-stages': stagesShape,
  compensation: compensationShape,
  'pool-claim': poolClaimShape,
  'cover-charges': chargesShape,
} as const

/** Why the value of a policy cannot be used: an empty list when it can. Fields are paths within the value. */
export function checkValue(code: string, value: unknown): readonly Refusal[] {
  const kind = kindOf(code)
  if (kind === null) return [{ code: 'unknown-policy-code', field: 'code' }]
  if (isGuaranteeRule(kind)) return checkGuaranteeRule(kind, value)
  if (isConsentText(kind)) return checkConsentText(kind, value)
  if (isWarningKind(kind)) return checkWarningRule(kind, value)
  switch (kind) {
    case 'clocks':
      return shaped(clocksShape, value)
    case 'supervision':
      return shaped(supervisionShape, value)
    case 'case-terms':
      return checkCaseTerms(value)
    case 'documents':
      return checkDocumentRules(value)
    case 'messages':
      return shaped(messageRuleShape, value)
    case 'feedback':
      return shaped(feedbackShape, value)
    case 'lpr':
      return [...shaped(lprShape, value), ...ratesOfNothing(value)]
    case 'tax-credit-published':
    case 'tax-credit-stages':
    case 'compensation':
    case 'pool-claim':
    case 'cover-charges':
      return shaped(cityShapes[kind], value)
    case 'match-rule':
      return checkMatchRule(value)
    case 'five-class':
      return checkClassRule(value)
    case 'renewal':
      return shaped(renewalRuleShape, value)
    case 'bridge-case':
      return shaped(bridgeCaseShape, value)
    case 'claim-rule':
      return shaped(claimRuleShape, value)
    case 'stop-line':
      return checkStopRule(value)
    case 'stress':
      return checkStressRule(value)
    case 'scoreboard':
      return checkScoreboardRule(value)
    case 'consent-terms':
      return checkConsentTerms(value)
    case 'calendar':
      return checkCalendar(value)
    case 'arrangement':
      return checkArrangement(value)
    case 'tax-credit-scheme':
      return checkScheme(value)
    case 'court-list':
      return checkCourtList(value)
    case 'bridge-policy':
      return checkBridgePolicy(value)
  }
}

function shaped(shape: z.ZodType, value: unknown): Refusal[] {
  const read = shape.safeParse(value)
  return read.success
    ? []
    : read.error.issues.map(({ path }) => ({ code: 'policy-malformed', field: path.join('.') }))
}

/** A rate of nothing would make every price a spread; the prime rate of a bank was never that. */
function ratesOfNothing(value: unknown): Refusal[] {
  const read = lprShape.safeParse(value)
  const rates = read.success ? Object.entries(read.data) : []
  return rates.flatMap(([field, rate]) => (rate === 0 ? [{ code: 'figure-is-nothing', field }] : []))
}
