import { bankRoles, bureauRoles, enterpriseRoles, isOneOf, type Person } from '../accounts/index.ts'
import type { Day } from '../money/day.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { costExample, papersAsked, termLines } from './pages-terms.ts'
import type { FoundProduct } from './parts.ts'
import type { ProductTerms } from './product.ts'

type Reader = {
  readonly w: Words
  readonly reference: Reference
  readonly me: Person | null
  readonly today: Day
}

/** One product, all its terms in words, and the reader's next step. */
export function productPage({ w, reference, me, today }: Reader, found: FoundProduct, terms: ProductTerms) {
  const { product, institution } = found
  const lines = termLines(w, reference, terms)
  const onShelf = product.state === 'listed'
  const facts = (keys: readonly string[]) => lines.filter(({ key }) => keys.includes(key))
  return {
    title: terms.name,
    bank: institution.name,
    summary: terms.summary,
    number: product.number,
    notice: onShelf ? null : w(`products.off-shelf.${product.state}`),
    offer: facts(['kind', 'amount', 'months', 'rate', 'methods', 'guarantee-modes', 'days']),
    conditions: facts(['regions', 'industries', 'excluded', 'sizes', 'grades', 'operating', 'scheme']),
    documents: papersAsked(w, terms),
    costExample: costExample(w, terms, today),
    source: terms.source,
    step: onShelf ? nextStep(w, me, found) : otherProducts(w),
  }
}

function nextStep(w: Words, me: Person | null, { product }: FoundProduct) {
  if (!me) return stepOf(w, 'visitor', '/register')
  if (isOneOf(me, enterpriseRoles)) return stepOf(w, 'firm', '/needs/new')
  if (isOneOf(me, bankRoles) && me.institutionId === product.institutionId)
    return stepOf(w, 'own-bank', `/desk/products/${product.id}`)
  if (isOneOf(me, bureauRoles)) return stepOf(w, 'bureau', `/bureau/products/${product.id}`)
  return otherProducts(w)
}

const otherProducts = (w: Words) => stepOf(w, 'others', '/products')

const stepOf = (w: Words, reader: 'visitor' | 'firm' | 'own-bank' | 'bureau' | 'others', to: string) => ({
  title: w(`products.step.${reader}.title`),
  text: w(`products.step.${reader}.text`),
  href: to,
  label: w(`products.step.${reader}.label`),
})
