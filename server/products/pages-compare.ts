import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { termLines } from './pages-terms.ts'
import type { ProductTerms } from './product.ts'
import type { ShelfProduct } from './rows-shelf.ts'
import { mostCompared } from './shelf.ts'

type Shelf = readonly ShelfProduct[]
type Asked = { readonly w: Words; readonly reference: Reference }

const path = '/products'

/** Up to four products side by side: what differs first, then what they have in common. */
export function comparePage({ w, reference }: Asked, products: Shelf) {
  const lines = products.map(({ terms }) => termLines(w, reference, terms))
  const rows = (lines[0] ?? []).flatMap(({ key, label }) => {
    const values = lines.map((one) => one.find((other) => other.key === key)?.value ?? '')
    return key === 'name' ? [] : [{ key, label, values, differs: new Set(values).size > 1 }]
  })
  const table = (caption: string, kept: typeof rows) => ({
    caption,
    columns: [{ label: w('products.term-column') }, ...products.map(({ terms }) => ({ label: terms.name }))],
    rows: kept.map(({ key, label, values }) => ({
      cells: [
        label,
        ...values.map((words, at) =>
          isBest(products, key, at) ? { words, note: w(`products.best.${key}`) } : words,
        ),
      ],
    })),
  })
  const differing = rows.filter(({ differs }) => differs)
  const equal = rows.filter(({ differs }) => !differs)
  const ids = products.map(({ id }) => String(id))
  return {
    title: w('products.compare-title'),
    chosen: products.map(({ id, terms, institutionShortName }) => ({
      name: terms.name,
      bank: institutionShortName,
      link: `/products/${id}`,
      removeHref: comparePath(ids.filter((one) => one !== id)),
      removeLabel: w('products.compare-remove', { name: terms.name }),
    })),
    moreHref: `${path}?ids=${ids.join(',')}`,
    mayAddMore: products.length < mostCompared,
    differing: differing.length ? table(w('products.compare-differing'), differing) : null,
    equal: equal.length ? table(w('products.compare-equal'), equal) : null,
  }
}

/** The best of three figures is named; where all are equal none is. */
function isBest(products: Shelf, key: string, at: number): boolean {
  const figure: Readonly<Record<string, (terms: ProductTerms) => number>> = {
    rate: (terms) => terms.rateMinPpm,
    amount: (terms) => -terms.amountMaxFen,
    days: (terms) => terms.daysPromised,
  }
  const of = figure[key]
  if (!of) return false
  const all = products.map(({ terms }) => of(terms))
  return all[at] === Math.min(...all) && Math.min(...all) < Math.max(...all)
}

const comparePath = (ids: readonly string[]) => (ids.length ? `${path}/compare?ids=${ids.join(',')}` : path)

/** A fifth product is refused: the page says so and lets the reader drop one. */
export const tooManyPage = (w: Words, products: Shelf) => {
  const ids = products.map(({ id }) => String(id))
  return {
    title: w('products.too-many-title'),
    reason: w.refusal({ code: 'too-many-compared', values: { most: mostCompared } }),
    chosen: products.map(({ id, terms, institutionShortName }) => ({
      name: terms.name,
      bank: institutionShortName,
      removeHref: comparePath(ids.filter((one) => one !== id)),
      removeLabel: w('products.compare-remove', { name: terms.name }),
    })),
    moreHref: path,
  }
}
