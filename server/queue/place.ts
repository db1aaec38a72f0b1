import { bands } from './band.ts'

/*
 * The band and the desk that somebody chose in his queue are in the address, and go along from page to page of what he works
 * on: through a form and back, to the next duty and to the queue.
 */

/** The queries of an address, as far as they say where in the queue its reader is; empty for his whole own turn. */
export function placeOf(query: Readonly<Record<string, unknown>>): string {
  const place = new URLSearchParams()
  if (bands.some((band) => band === query.band)) place.set('band', String(query.band))
  if (query.of === 'all') place.set('of', 'all')
  return place.size ? `?${place}` : ''
}

const id = '[0-9a-z]{26}'
/** Pages of one case or loan, and the ways through the queue; addresses that say more are left as they are. */
const within = new RegExp(
  `^(/queue|/queue/(after|before)/${id}|/(applications|offers|loans|renewals|drawdowns|repayments)/${id}(/[0-9a-z/-]*)?)(#[a-z-]+)?$`,
)

/** The address with the place, where it leads to something within the queue; any other as it is. */
export function withPlace(address: string, place: string): string {
  const found = place ? within.exec(address) : null
  return found ? `${found[1]}${place}${found.at(-1) ?? ''}` : address
}

/** What a page shows, with the place in each address. */
export function alongPlace(shown: unknown, place: string): unknown {
  if (typeof shown === 'string') return withPlace(shown, place)
  if (Array.isArray(shown)) return shown.map((one) => alongPlace(one, place))
  if (shown === null || typeof shown !== 'object' || Object.getPrototypeOf(shown) !== Object.prototype)
    return shown
  return Object.fromEntries(Object.entries(shown).map(([key, value]) => [key, alongPlace(value, place)]))
}
