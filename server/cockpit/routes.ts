import { bureauRoles } from '../accounts/index.ts'
import { type Answer, get, NotFound, page, printed, routes, type SignedIn } from '../web.ts'
import { isFigureCode } from './definition.ts'
import { askedOn } from './forms.ts'
import { type Asked, cockpitPage } from './pages.ts'
import { figurePage, figuresPage } from './pages-figures.ts'
import { regionOf } from './parts.ts'
import { shownNow, shownThen } from './parts-kept.ts'
import * as rows from './rows.ts'

export const cockpitRoutes = routes(
  get('/cockpit', bureauRoles, showCockpit),
  get('/cockpit/print', bureauRoles, printCockpit),
  get('/figures', 'signed-in', ({ w }) => page('cockpit/figures', figuresPage(w))),
  get('/figures/:code', 'signed-in', showFigure),
)

async function showCockpit(visit: SignedIn): Promise<Answer> {
  const asked = await asking(visit)
  return page(
    'cockpit/cockpit',
    await cockpitPage(visit, regionOf(visit.me), asked),
    asked.kind === 'none' ? 404 : 200,
  )
}

async function printCockpit(visit: SignedIn): Promise<Answer> {
  return printed('cockpit/print', await cockpitPage(visit, regionOf(visit.me), await asking(visit)))
}

/** The figures that the address asks for: of now, or of a day that was kept. */
export async function asking(visit: SignedIn): Promise<Asked> {
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

async function showFigure(visit: SignedIn): Promise<Answer> {
  const code = visit.params.code ?? ''
  if (!isFigureCode(code)) throw new NotFound(`figure ${code}`)
  return page('cockpit/figure', figurePage(visit, code))
}
