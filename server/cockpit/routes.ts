import { bureauRoles } from '../accounts/index.ts'
import { withExport } from '../exports/index.ts'
import { type Answer, get, NotFound, page, printed, routes, type SignedIn } from '../web.ts'
import { isFigureCode } from './definition.ts'
import { cockpitPage } from './pages.ts'
import { figurePage, figuresPage } from './pages-figures.ts'
import { regionOf } from './parts.ts'
import { asking } from './parts-asking.ts'
import { takeFigures } from './parts-exports.ts'

export const cockpitRoutes = routes(
  ...withExport('/cockpit', bureauRoles, 'cockpit', showCockpit, { book: takeFigures, print: printCockpit }),
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
  const asked = await asking(visit)
  // Paper of a day that has no figures would be none: the cockpit says why.
  if (asked.kind === 'none') return showCockpit(visit)
  return printed('cockpit/print', await cockpitPage(visit, regionOf(visit.me), asked))
}

async function showFigure(visit: SignedIn): Promise<Answer> {
  const code = visit.params.code ?? ''
  if (!isFigureCode(code)) throw new NotFound(`figure ${code}`)
  return page('cockpit/figure', figurePage(visit, code))
}
