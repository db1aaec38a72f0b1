import { bureauRoles } from '../accounts/index.ts'
import { type Answer, formAgain, get, go, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import { explainedStepForm, stepForm } from './forms.ts'
import { reviewPage } from './pages-desk.ts'
import { dossierOf, productForReview } from './parts.ts'

/** What the bureau reads and decides before firms see a product. */
export const reviewRoutes = routes(
  get('/bureau/products/:id', bureauRoles, showReview),
  post('/bureau/products/:id/listing', bureauRoles, list),
  post('/bureau/products/:id/return', bureauRoles, giveBack),
)

async function showReview({ w, parts, params, today }: SignedIn): Promise<Answer> {
  const found = await productForReview(parts.store.read, params.id ?? '')
  const dossier = await dossierOf(parts.store.read, found)
  return page('products/review', reviewPage({ w, reference: parts.reference, today }, dossier))
}

async function list({ parts, params, by, body }: SignedIn): Promise<Answer> {
  const { product } = await productForReview(parts.store.read, params.id ?? '')
  const back = `/bureau/products/${product.id}`
  const read = stepForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'stale' }, back)
  const seen = { id: product.id, version: Number(read.value.version) }
  const outcome = await actions.listProduct(parts.store, by, seen)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back)
  return go('/bureau/reviews', 'products.listed-flash')
}

async function giveBack({ w, parts, params, by, body, today }: SignedIn): Promise<Answer> {
  const found = await productForReview(parts.store.read, params.id ?? '')
  const { product } = found
  const read = explainedStepForm.read(body)
  if (!read.ok) {
    const shown = explainedStepForm.again(w, read.typed, read.faults, { prefix: 'return-' })
    const dossier = await dossierOf(parts.store.read, found)
    const asked = { w, reference: parts.reference, today }
    return formAgain('products/review', reviewPage(asked, dossier, { resource: 'return', shown }))
  }
  const seen = { id: product.id, version: Number(read.value.version) }
  const outcome = await actions.returnProduct(parts.store, by, seen, read.value.why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, `/bureau/products/${product.id}`)
  return go('/bureau/reviews', 'products.returned-flash')
}
