import { timelineSteps } from '../audit/index.ts'
import { reviewDue } from '../clocks/index.ts'
import type { Firm } from '../enterprises/index.ts'
import { industryName, placeName } from '../enterprises/names.ts'
import type { Day } from '../money/day.ts'
import { isEditable, isWithdrawable } from '../needs/draft.ts'
import { draftOf, type Need, needWords, stateTones } from '../needs/index.ts'
import { isInHall } from '../needs/need.ts'
import type { Parts } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { wholeMonths } from './conditions.ts'
import { countWords, honestWords } from './pages-fits.ts'
import type { ShelfReading } from './reading.ts'
import type { Match } from './rows.ts'
import type { StaleCause } from './stale.ts'
import { ageWords } from './words.ts'

type Trail = Parameters<typeof timelineSteps>[1]
type Reference = Parts['reference']

type NeedPage = {
  readonly need: Need
  readonly firm: Firm
  readonly match: Match | null
  readonly stale: readonly StaleCause[]
  readonly trail: Trail
}

const head = (w: Words, need: Need) => ({
  title: w('needs.need-title', { number: need.number }),
  state: { label: w(`needs.state.${need.state}`), tone: stateTones[need.state] },
})

/** `/needs/:id` as the firm sees it. */
export const needPage = (
  w: Words,
  reference: Reference,
  today: Day,
  { need, firm, match, stale, trail }: NeedPage,
) => ({
  ...head(w, need),
  step: {
    ...firmStep(w, need, firm),
    ...(need.state === 'under-review' ? reviewDue(w, reference, need, today) : {}),
  },
  facts: [
    ...needWords(w, draftOf(need)),
    { label: w('needs.field.nameShown'), value: w(`needs.name-shown.${need.nameShown}`) },
    ...(need.publishedAt ? [{ label: w('needs.published-at'), value: showInstant(need.publishedAt) }] : []),
    ...(need.expiresOn
      ? [{ label: w('needs.expires-on'), value: need.expiresOn, by: need.expiryPolicy }]
      : []),
  ],
  steps: timelineSteps(w, trail),
  match: match && matchWords(w, need, match, stale),
  // Where the next step leads there already, a second button would only ask which is meant.
  fitsHref: need.state === 'published' ? null : `/needs/${need.id}/fits`,
  editHref: isEditable(need.state) ? `/needs/${need.id}/edit` : null,
  withdrawal: isWithdrawable(need.state)
    ? { action: `/needs/${need.id}/withdrawal`, version: need.version }
    : null,
  once: newId(),
})

/** The one thing to do now; a state that only waits says for whom. */
function firmStep(w: Words, need: Need, firm: Firm) {
  const said = (key: string) => ({ title: w(`needs.step.${key}`), text: w(`needs.step.${key}-text`) })
  const link = (key: string, href: string) => ({ ...said(key), href, label: w(`needs.step.${key}-label`) })
  switch (need.state) {
    case 'draft':
      if (need.returnedFor) return { ...link('returned', `/needs/${need.id}/edit`), text: need.returnedFor }
      if (firm.state !== 'verified') return link('unverified', '/enterprise')
      return {
        ...said('send-in'),
        action: `/needs/${need.id}/submission`,
        version: need.version,
        label: w('needs.step.send-in-label'),
        once: newId(),
      }
    case 'under-review':
      return said('under-review')
    case 'published':
      return link('published', `/needs/${need.id}/fits`)
    case 'in-progress':
      return link('in-progress', `/needs/${need.id}/offers`)
    case 'financed':
      return link('financed', '/loans')
    case 'withdrawn':
    case 'expired':
      return link('ended', `/needs/new?from=${need.id}`)
  }
}

function matchWords(w: Words, need: Need, match: Match, stale: readonly StaleCause[]) {
  const count = (verdict: string) => match.verdicts.filter((one) => one.verdict === verdict).length
  const ended = need.state !== 'published' && need.state !== 'in-progress'
  return {
    made: w('matching.made-at', { at: showInstant(match.madeAt), version: match.ruleVersion }),
    madeBy: match.ruleVersion,
    counts: ['eligible', 'unknown', 'not'].map((verdict) => ({
      label: w(`matching.verdict.${verdict}`),
      value: String(count(verdict)),
    })),
    stale: ended ? [] : stale.map((cause) => w(`matching.stale.${cause}`)),
    action: stale.length && !ended ? `/needs/${need.id}/matches` : null,
    once: newId(),
  }
}

/** What is public about a firm: where, what, how large, how old; never who, never its tax. */
export const firmFace = (
  w: Words,
  reference: Reference,
  need: Pick<Need, 'region' | 'industry' | 'size'>,
  foundedOn: Day | null,
  today: Day,
) => [
  { label: w('matching.firm-region'), value: placeName(reference, w.language, need.region) },
  { label: w('matching.firm-industry'), value: industryName(reference, w.language, need.industry) },
  {
    label: w('matching.firm-size'),
    value: need.size ? w(`enterprises.size.${need.size}`) : w('needs.not-said'),
  },
  {
    label: w('matching.firm-age'),
    value: foundedOn ? ageWords(w, wholeMonths(foundedOn, today)) : w('needs.not-said'),
  },
]

type BureauPage = {
  readonly need: Need
  readonly firm: Firm
  readonly reading: ShelfReading
  readonly trail: Trail
  readonly today: Day
}

/** `/bureau/needs/:id`: what the bureau reads before it publishes or gives back. */
export const bureauPage = (
  w: Words,
  reference: Reference,
  { need, firm, reading, trail, today }: BureauPage,
  shown: ShownForm,
) => {
  const open = need.state === 'under-review'
  return {
    ...head(w, need),
    ...shown,
    review: open
      ? {
          ...reviewDue(w, reference, need, today),
          publication: `/bureau/needs/${need.id}/publication`,
          giveBack: `/bureau/needs/${need.id}/return`,
          once: newId(),
          version: need.version,
        }
      : null,
    verified: firm.state === 'verified',
    enterpriseHref: `/enterprises/${firm.id}`,
    dispatchesHref: isInHall(need.state) ? `/bureau/needs/${need.id}/dispatches` : null,
    facts: needWords(w, draftOf(need)),
    firmFacts: [
      { label: w('matching.firm-name'), value: firm.name },
      { label: w('matching.firm-uscc'), value: firm.uscc },
      ...firmFace(w, reference, need, firm.foundedOn, today),
      { label: w('needs.field.nameShown'), value: w(`needs.name-shown.${need.nameShown}`) },
    ],
    counts: countWords(w, reading).map(({ label, value }) => ({ label, value: String(value) })),
    ...honestWords(w, reading),
    steps: timelineSteps(w, trail),
  }
}
