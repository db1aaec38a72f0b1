import type { Day } from '../money/day.ts'
import { done, type Outcome, refuse } from '../platform/outcome.ts'
import type { NameShown, NeedFacts, NeedState, Openness } from './need.ts'
import { type Author, telltaleOf } from './telltale.ts'

/** What the firm writes: the facts, whether its name is shown, and a sentence or two. */
export type NeedDraft = NeedFacts & {
  readonly nameShown: NameShown
  readonly story: string
  /** Open to as many banks as like to, where nothing is said. */
  readonly openness?: Openness
}

/** A need is written while it is a draft; what institutions have read is not changed under their eyes. */
export const isEditable = (state: NeedState): boolean => state === 'draft'

/** The firm ends a need by itself as long as no institution works on it. */
export const isWithdrawable = (state: NeedState): boolean =>
  state === 'draft' || state === 'under-review' || state === 'published'

/**
 * Whether a draft makes sense today. Refuses: `wanted-by-past` (a day that has gone), `story-tells-phone` and
 * `story-tells-contact` (ways to reach the firm never belong into what the hall shows), `story-tells-name` (a firm that
 * stays anonymous would give itself away).
 */
export function checkDraft(draft: NeedDraft, author: Author, today: Day): Outcome<object> {
  if (draft.wantedBy !== null && draft.wantedBy < today)
    return refuse('wanted-by-past', { field: 'wantedBy', values: { today } })
  const told = telltaleOf(draft.story, author, draft.nameShown === 'anonymous-until-contact')
  return told ? refuse(`story-tells-${told}`, { field: 'story' }) : done()
}

/** Whether a published need has had its time; its last day is still a day in the hall. */
export const isPastItsDay = (expiresOn: Day | null, today: Day): boolean =>
  expiresOn !== null && expiresOn < today
