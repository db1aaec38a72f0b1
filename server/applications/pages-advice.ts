import { changeWords } from '../matching/index.ts'
import type { ShelfReading } from '../matching/reading.ts'
import type { Need } from '../needs/index.ts'
import type { Words } from '../platform/web/words.ts'
import type { Application } from './rows.ts'

/** What a firm reads below a bank's no: the next step by its reason, and what would change the answer. */
export type Declined = {
  readonly need: Need
  /** The shelf as it stands today before this need. */
  readonly reading: ShelfReading
}

const changesShown = 3

/** What to do after a no: mend what it names, change the need, have other banks look again, or object to a fact. */
export function advicePage(w: Words, { id, declineReason, institutionId }: Application, declined: Declined) {
  const { need, reading } = declined
  const others = new Set(
    reading.eligible.map(({ product }) => product.institutionId).filter((bank) => bank !== institutionId),
  )
  return {
    next: w(`applications.decline-next.${declineReason ?? 'other'}`),
    changes: reading.changes.slice(0, changesShown).map((change) => changeWords(w, need, change)),
    none: w('applications.no-change-helps'),
    others: others.size
      ? w('applications.others-fit', { count: others.size })
      : w('applications.no-other-fits'),
    fitsHref: `/needs/${need.id}/fits`,
    anewHref: `/needs/new?from=${need.id}`,
    objectHref: `/objections/new?case=${id}`,
    lookHref: `/applications/${id}/second-look`,
  }
}
