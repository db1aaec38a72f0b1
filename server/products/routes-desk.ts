import { bankRoles } from '../accounts/index.ts'
import { present } from '../platform/assert.ts'
import type { Outcome } from '../platform/outcome.ts'
import type { Showing, ShownForm } from '../platform/web/forms.ts'
import { schemeCodesOn, schemeOn } from '../tax-credit/index.ts'
import { type Answer, formAgain, get, go, mend, page, post, Refusing, routes, type SignedIn } from '../web.ts'
import * as actions from './actions.ts'
import {
  explainedStepForm,
  faultsOf,
  newProductForm,
  nextVersionForm,
  stepForm,
  termsShown,
  termsTyped,
} from './forms.ts'
import { deskPage, deskProductPage, productFormPage } from './pages-desk.ts'
import { dossierOf, ownProduct } from './parts.ts'
import { institutionNames, type Product, productsOf, termsOf } from './rows.ts'

/** An institution's own products. Another institution's are not found. */
export const deskRoutes = routes(
  get('/desk/products', bankRoles, showDesk),
  get('/desk/products/new', bankRoles, showNew),
  post('/desk/products/new', bankRoles, draft),
  get('/desk/products/:id', bankRoles, showOne),
  get('/desk/products/:id/edit', bankRoles, showEdit),
  post('/desk/products/:id/edit', bankRoles, edit),
  post('/desk/products/:id/submission', bankRoles, (visit) =>
    step(visit, actions.submitProduct, 'products.submitted-flash'),
  ),
  post('/desk/products/:id/taking-back', bankRoles, (visit) =>
    step(
      visit,
      ({ store }, ...seen) => actions.takeVersionBack(store, ...seen),
      'products.version-taken-back-flash',
    ),
  ),
  post('/desk/products/:id/relisting', bankRoles, (visit) =>
    step(visit, ({ store }, ...seen) => actions.relistProduct(store, ...seen), 'products.relisted-flash'),
  ),
  post('/desk/products/:id/suspension', bankRoles, (visit) =>
    explainedStep(visit, 'suspension', actions.suspendProduct, 'products.suspended-flash'),
  ),
  post('/desk/products/:id/withdrawal', bankRoles, (visit) =>
    explainedStep(visit, 'withdrawal', actions.withdrawProduct, 'products.withdrawn-flash'),
  ),
)

const back = ({ id }: Pick<Product, 'id'>) => `/desk/products/${id}`

async function showDesk({ me, w, parts }: SignedIn): Promise<Answer> {
  const institutionId = present(me.institutionId, 'the institution of its officer')
  return page('products/desk', deskPage(w, await productsOf(parts.store.read, institutionId)))
}

function showNew({ w, parts, today }: SignedIn): Answer {
  return newForm(w, newProductForm.filled(w, {}, schemesIn(w, parts, today)))
}

/** The schemes that a product may go by, under their names. */
const schemesIn = (w: SignedIn['w'], { policies }: SignedIn['parts'], today: SignedIn['today']): Showing => ({
  options: {
    scheme: schemeCodesOn(policies, today).flatMap((code) => {
      const found = schemeOn(policies, code, today)
      return found.ok ? [{ value: code, label: found.policy.value.name[w.language] }] : []
    }),
  },
})

const newForm = (w: SignedIn['w'], shown: ShownForm): Answer =>
  shown.errors.length
    ? formAgain('products/form', productFormPage(w, shown, null))
    : page('products/form', productFormPage(w, shown, null))

async function draft({ me, w, parts, by, body, today }: SignedIn): Promise<Answer> {
  const showing = schemesIn(w, parts, today)
  const read = newProductForm.read(body)
  if (!read.ok) return newForm(w, newProductForm.again(w, read.typed, read.faults, showing))
  const terms = termsTyped(parts.reference, read.value)
  const faults = faultsOf(parts.reference, schemeCodesOn(parts.policies, today), terms)
  if (faults) return newForm(w, newProductForm.again(w, typedOf(body), faults, showing))
  const institutionId = present(me.institutionId, 'the institution of its officer')
  const institution = await institutionNames(parts.store.read, institutionId)
  const outcome = await actions.draftProduct(parts.store, by, institution, terms)
  if (outcome.ok) return go(back(outcome), 'products.drafted-flash')
  return mend(outcome.refusal, '/desk/products', () =>
    newForm(w, newProductForm.refused(w, body, outcome.refusal, showing)),
  )
}

const typedOf = (body: unknown) =>
  typeof body === 'object' && body !== null ? Object.fromEntries(Object.entries(body)) : {}

async function showOne({ me, w, parts, params, today }: SignedIn): Promise<Answer> {
  const found = await ownProduct(parts.store.read, me, params.id ?? '')
  const dossier = await dossierOf(parts.store.read, found)
  return page('products/desk-product', deskProductPage({ w, reference: parts.reference, today }, dossier))
}

async function showEdit({ me, w, parts, params, today }: SignedIn): Promise<Answer> {
  const { product } = await ownProduct(parts.store.read, me, params.id ?? '')
  if (product.state === 'withdrawn') throw new Refusing({ code: 'product-withdrawn' }, back(product))
  const terms = present(await termsOf(parts.store.read, product.id, product.version), 'the newest terms')
  const shown = nextVersionForm.filled(
    w,
    { ...termsShown(terms), version: String(product.version) },
    schemesIn(w, parts, today),
  )
  return page('products/form', productFormPage(w, shown, product))
}

async function edit({ me, w, parts, params, by, body, today }: SignedIn): Promise<Answer> {
  const showing = schemesIn(w, parts, today)
  const { product } = await ownProduct(parts.store.read, me, params.id ?? '')
  const again = (shown: ShownForm) => formAgain('products/form', productFormPage(w, shown, product))
  const read = nextVersionForm.read(body)
  if (!read.ok) return again(nextVersionForm.again(w, read.typed, read.faults, showing))
  const { why, version, ...typed } = read.value
  const terms = termsTyped(parts.reference, typed)
  const faults = faultsOf(parts.reference, schemeCodesOn(parts.policies, today), terms)
  if (faults) return again(nextVersionForm.again(w, typedOf(body), faults, showing))
  const seen = { id: product.id, version: Number(version) }
  const outcome = await actions.writeVersion(parts, by, seen, terms, why)
  if (outcome.ok)
    return go(
      back(product),
      product.state === 'draft' ? 'products.changed-flash' : 'products.changed-for-review-flash',
    )
  return mend(outcome.refusal, back(product), () =>
    again(nextVersionForm.refused(w, body, outcome.refusal, showing)),
  )
}

type Seen = actions.Seen
type Stepped = Promise<Outcome<object>>

/** A button of the page: it carries the version that the person saw. */
async function step(
  { me, parts, params, by, body }: SignedIn,
  act: (parts: SignedIn['parts'], by: SignedIn['by'], seen: Seen) => Stepped,
  flash: string,
): Promise<Answer> {
  const { product } = await ownProduct(parts.store.read, me, params.id ?? '')
  const read = stepForm.read(body)
  if (!read.ok) throw new Refusing({ code: 'stale' }, back(product))
  const outcome = await act(parts, by, { id: product.id, version: Number(read.value.version) })
  if (!outcome.ok) throw new Refusing(outcome.refusal, back(product))
  return go(back(product), flash)
}

/** A step that others read the reason of. */
async function explainedStep(
  { me, w, parts, params, by, body, today }: SignedIn,
  resource: 'suspension' | 'withdrawal',
  act: (store: SignedIn['parts']['store'], by: SignedIn['by'], seen: Seen, why: string) => Stepped,
  flash: string,
): Promise<Answer> {
  const found = await ownProduct(parts.store.read, me, params.id ?? '')
  const { product } = found
  const read = explainedStepForm.read(body)
  if (!read.ok) {
    const shown = explainedStepForm.again(w, read.typed, read.faults, { prefix: `${resource}-` })
    const dossier = await dossierOf(parts.store.read, found)
    const asked = { w, reference: parts.reference, today }
    return formAgain('products/desk-product', deskProductPage(asked, dossier, { resource, shown }))
  }
  const { version, why } = read.value
  const outcome = await act(parts.store, by, { id: product.id, version: Number(version) }, why)
  if (!outcome.ok) throw new Refusing(outcome.refusal, back(product))
  return go(back(product), flash)
}
