import { countiesWithin } from '../dashboards/places.ts'
import { present } from '../platform/assert.ts'
import { one } from '../platform/web/paging.ts'
import type { SignedIn } from '../web.ts'
import { type ExposureDimension, everybody, isCity, isExposureDimension } from './exposure.ts'
import type { Whose } from './rows-figures.ts'

export type Question = Whose & {
  readonly own: string
  readonly typedDay: string
  readonly by: ExposureDimension
}

/** What the address asks; a place that is not the reader's counts as not asked, and who bears is asked in a city alone. */
export function questionOf({ me, parts, query }: SignedIn): Question {
  // A bureau of a township looks at its county.
  const own = present(me.region, 'the place of a bureau').slice(0, 6)
  const county = countiesWithin(parts.reference, own).find(({ code }) => code === one(query.place))
  const place = county?.code ?? own
  const by = one(query.by)
  const party = one(query.party)
  return {
    ...{ own, place, typedDay: one(query.on), by: isExposureDimension(by) ? by : 'bank' },
    party: isCity(place) && /^[a-z0-9-]{1,40}$/.test(party) ? party : everybody,
  }
}
