import { all } from '../platform/web/paging.ts'
import { type Answer, type Anyone, answer, get, go, NotFound, page, routes } from '../web.ts'
import { comparePage, tooManyPage } from './pages-compare.ts'
import { productPage } from './pages-product.ts'
import { chosenIds, shelfPage } from './pages-shelf.ts'
import { publicProduct } from './parts.ts'
import { termsOf } from './rows.ts'
import { listedShelf } from './rows-shelf.ts'
import { mostCompared } from './shelf.ts'

/** The open shelf: nobody needs an account to read it. */
export const shelfRoutes = routes(
  get('/products', 'public', showShelf),
  get('/products/compare', 'public', compare),
  get('/products/:id', 'public', showProduct),
)

async function showShelf({ w, query, parts }: Anyone): Promise<Answer> {
  const shelf = await listedShelf(parts.store.read)
  const asked = { w, query, reference: parts.reference }
  return answer('products/shelf', 'products/shelf-list', shelfPage(asked, shelf))
}

/** Side by side: one to four products of the shelf; what is not on it is not found. */
async function compare({ w, query, parts }: Anyone): Promise<Answer> {
  const ids = chosenIds(query)
  if (all(query.ids).join('') === '')
    return go('/products', { tone: 'info', key: 'products.compare-none-flash' })
  const shelf = await listedShelf(parts.store.read)
  const products = ids.flatMap((id) => shelf.find((one) => one.id === id) ?? [])
  if (products.length < ids.length || products.length === 0) throw new NotFound('a product to compare')
  if (products.length > mostCompared) return page('products/too-many', tooManyPage(w, products), 422)
  return page('products/compare', comparePage({ w, reference: parts.reference }, products))
}

async function showProduct({ w, me, today, parts, params }: Anyone): Promise<Answer> {
  const found = await publicProduct(parts.store.read, params.id ?? '')
  const { id, listedVersion } = found.product
  const terms = await termsOf(parts.store.read, id, listedVersion ?? 0)
  if (!terms) throw new NotFound(id)
  return page('products/product', productPage({ w, me, today, reference: parts.reference }, found, terms))
}
