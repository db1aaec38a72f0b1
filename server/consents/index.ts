/*
 * What other rooms need of consents.
 *
 * To show a bank something of a firm: `disclose` for the profile, with `groupsShown` for the page; `lookThrough` for
 * anything else (a paper, a tax report), and nothing is shown when it says no. An action that rests on a firm's data
 * calls `requireConsent`, and where it shows some of it `recordLook`, inside its own transaction.
 *
 * To let a firm consent within another action: `giveWithin`, with `consentFields` in the form and `givingShown` on the
 * page. To tell what a product needs: `neededKinds`; which kind a paper belongs to: `kindOfPaper`.
 */
export { expireConsents, expireWithin, type Giving, giveWithin, revokeWithin } from './actions.ts'
export {
  disclose,
  discloseNames,
  lookThrough,
  namingPurposes,
  recordLook,
  requireConsent,
  type Subject,
} from './actions-looks.ts'
export { ask, lapseRequests } from './actions-requests.ts'
export { askForm, consentFields } from './forms.ts'
export { type GivingPlace, givingShown, kindOptions, personOption } from './pages-give.ts'
export { groupsShown, type ShownGroup } from './pages-groups.ts'
export { lookHoldsShown, textShown, type WrittenShown } from './pages-text.ts'
export { firmKnown } from './parts.ts'
export { consentRoutes } from './routes.ts'
export { type Consent, consentsBetween, contactIsOpen } from './rows.ts'
export { openRequestCount } from './rows-counts.ts'
export { type Look, looksIn } from './rows-looks.ts'
export { requestsInCase } from './rows-requests.ts'
export { type Shown, shownOn, withTexts } from './written.ts'
