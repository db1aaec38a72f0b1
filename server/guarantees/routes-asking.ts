import { bankRoles, enterpriseRoles, isOneOf } from '../accounts/index.ts'
import { applicationFor, offersOf } from '../applications/index.ts'
import { guarantorsInBusiness } from '../institutions/index.ts'
import { type Id, isId } from '../platform/ids.ts'
import type { ShownForm } from '../platform/web/forms.ts'
import { type Answer, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { askForm } from './forms.ts'
import { formPage } from './pages-forms.ts'
import * as rows from './rows.ts'
import { guaranteedArrangements } from './shares.ts'

/** A guarantee is asked for from the case whose offer wants one. */
export const askRoutes = routes(
  get('/applications/:id/guarantee', [...enterpriseRoles, ...bankRoles], showAsk),
  post('/applications/:id/guarantee', bankRoles, ask),
)

/** The guarantor that the firm agreed to, or those in business where the offer named none; and the arrangements of the day in which one guarantees. */
async function askShowing({ w, parts, today }: SignedIn, id: Id<'application'>) {
  const all = await guarantorsInBusiness(parts.store.read)
  const agreed = (await offersOf(parts.store.read, id)).find(({ state }) => state === 'accepted')
  const named = all.filter((one) => one.id === agreed?.guarantorId)
  const guarantors = named.length ? named : all
  const arrangements = guaranteedArrangements(parts.policies, today).map(({ code, name }) => ({
    ...{ value: code, label: name[w.language] },
  }))
  return {
    options: {
      guarantorId: guarantors.map(({ id, name }) => ({ value: String(id), label: name })),
      arrangement: arrangements,
    },
  }
}

const askPage = ({ w, params }: SignedIn, shown: ShownForm) => ({
  ...formPage(w, 'ask', null, shown),
  action: `/applications/${params.id}/guarantee`,
  back: `/applications/${params.id}`,
  backLabel: w('guarantees.to-case'),
})

async function showAsk(visit: SignedIn): Promise<Answer> {
  const { me, parts, params, w } = visit
  const application = await applicationFor(parts.store.read, me, params.id ?? '')
  const standing = await rows.standingOfCase(parts.store.read, application.id)
  if (standing) return go(`/guarantees/${standing.id}`)
  // Whom to ask is the bank's to say; its firm finds nothing here yet.
  if (!isOneOf(me, bankRoles))
    return go(`/applications/${application.id}`, { tone: 'info', key: 'guarantees.not-asked-flash' })
  const shown = askForm.filled(w, { arrangement: '4321' }, await askShowing(visit, application.id))
  return page('guarantees/form', askPage(visit, shown))
}

async function ask(visit: SignedIn): Promise<Answer> {
  const { me, parts, params, w, by, body } = visit
  const application = await applicationFor(parts.store.read, me, params.id ?? '')
  const showing = await askShowing(visit, application.id)
  const read = askForm.read(body)
  if (!read.ok)
    return formAgain('guarantees/form', askPage(visit, askForm.again(w, read.typed, read.faults, showing)))
  const { guarantorId, arrangement } = read.value
  if (!isId<'institution'>(guarantorId))
    throw new Refusing({ code: 'no-such-guarantor' }, `/applications/${application.id}/guarantee`)
  const outcome = await actions.askForGuarantee(parts, by, application.id, { guarantorId, arrangement })
  if (outcome.ok) return go(`/guarantees/${outcome.guarantee.id}`, 'guarantees.ask-flash')
  return formAgain('guarantees/form', askPage(visit, askForm.refused(w, body, outcome.refusal, showing)))
}
