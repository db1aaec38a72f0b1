import type { SignedIn } from '../web.ts'
import { askedOn } from './forms.ts'
import type { Asked } from './pages-day.ts'
import { regionOf } from './parts.ts'
import { shownNow, shownThen } from './parts-kept.ts'
import * as rows from './rows.ts'

/** The figures that the address asks for: of now, or of a day that was kept. */
export async function asking(visit: Pick<SignedIn, 'me' | 'parts' | 'today' | 'query'>): Promise<Asked> {
  const { me, parts, today } = visit
  const region = regionOf(me)
  const { read } = parts.store
  const { asked, on, entry } = askedOn(visit, await rows.firstKept(read, region))
  if ('why' in on) return { kind: 'none', none: on, asked }
  if (on.day === null) {
    const shown = await shownNow(parts, region, today)
    return shown ? { kind: 'figures', shown, entries: [], entry: 1 } : { kind: 'counting' }
  }
  const entries = await rows.entriesOf(read, region, on.day)
  const found = entries.find((kept) => kept.entry === entry)
  if (!found)
    return { kind: 'none', none: { why: 'not-kept', first: await rows.firstKept(read, region) }, asked }
  return { kind: 'figures', shown: shownThen(parts.store, found), entries, entry: found.entry }
}
