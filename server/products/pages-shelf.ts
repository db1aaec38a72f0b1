import { placeName } from '../enterprises/names.ts'
import { showWan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { isId } from '../platform/ids.ts'
import { all, paged, pageNumber, perPage, withQuery } from '../platform/web/paging.ts'
import type { Words } from '../platform/web/words.ts'
import type { Anyone } from '../web.ts'
import { shelfForm } from './forms.ts'
import { modesWords } from './pages-terms.ts'
import type { ShelfProduct } from './rows-shelf.ts'
import { mostCompared, type ShelfWish, sought } from './shelf.ts'

type Query = Anyone['query']
type Shelf = readonly ShelfProduct[]
type Asked = Pick<Anyone, 'w' | 'query'> & { readonly reference: Reference }

const path = '/products'

/** The open shelf as the reader asked for it. */
export function shelfPage({ w, query, reference }: Asked, shelf: Shelf) {
  const { wish, order, fields, active } = readWish({ w, query, reference }, shelf)
  const found = sought(shelf, wish, order)
  const number = pageNumber(query.page)
  const rows = found.slice((number - 1) * perPage, number * perPage + 1)
  const { rows: shown, pager } = paged(rows, number, path, query)
  const chosen = chosenIds(query)
  const kept = chosen.flatMap((id) => shelf.find((one) => one.id === id) ?? [])
  const onPage = new Set(shown.map(({ id }) => String(id)))
  return {
    title: w('products.shelf-title'),
    filters: { action: path, fields, active, clearHref: path, target: '#shelf' },
    pager: { ...pager, of: found.length, target: '#shelf' },
    products: shown.map((one) => ({ ...cardOf(w, one), ticked: chosen.includes(one.id) })),
    keptElsewhere: kept
      .filter(({ id }) => !onPage.has(id))
      .map(({ id, terms }) => ({ id, name: terms.name })),
    keptQuery: Object.entries(query).flatMap(([name, sent]) =>
      name === 'ids' || name === 'page' ? [] : all(sent).map((value) => ({ name, value })),
    ),
    mostCompared,
    empty: shelf.length
      ? {
          title: w('products.none-found'),
          text: w('products.none-found-text'),
          href: path,
          label: w('products.show-all'),
        }
      : { title: w('products.shelf-empty'), text: w('products.shelf-empty-text') },
  }
}

/** Filters that cannot be read are named beside their field and leave the list as it would be without them. */
function readWish({ w, query, reference }: Asked, shelf: Shelf) {
  const typed = Object.fromEntries(
    shelfForm.names.flatMap((name) => (query[name] ? [[name, query[name]]] : [])),
  )
  const first = shelfForm.read(typed)
  const faults = { ...(first.ok ? {} : first.faults) }
  const sound = Object.fromEntries(Object.entries(typed).filter(([name]) => !faults[name]))
  const read = first.ok ? first : shelfForm.read(sound)
  const value = read.ok ? read.value : emptyWish
  const places = placeOptions(w, reference)
  const banks = bankOptions(shelf)
  const isKnown = value.region !== null && reference.divisions.some(({ code }) => code === value.region)
  const region = isKnown ? value.region : null
  const bank = banks.find((one) => one.value === value.institution) ?? null
  if (value.region && !region) faults.region = { code: 'unknown-choice' }
  if (value.institution && !bank) faults.institution = { code: 'unknown-choice' }

  const shown = shelfForm.again(w, typed, faults, { options: { region: places, institution: banks } })
  const labels: Record<string, string> = {
    region: region ? placeName(reference, w.language, region) : '',
    institution: bank?.label ?? '',
  }
  return {
    wish: {
      amountFen: value.amount,
      months: value.months,
      guaranteeMode: value.guarantee,
      kind: value.kind,
      region,
      size: value.size,
      institution: bank?.value ?? null,
      words: value.words ?? '',
    } satisfies ShelfWish,
    order: value.sort ?? 'rate',
    fields: [...shown.fields.map((field) => asFilter(w, field)), ...carriedIds(query)],
    active: shown.fields.flatMap((field) => chipOf(w, query, field, labels[field.name])),
  }
}

const emptyWish = {
  ...{ words: null, amount: null, months: null, guarantee: null, kind: null },
  ...{ region: null, size: null, institution: null, sort: null },
}

type Shown = ReturnType<typeof shelfForm.filled>['fields'][number]
type Option = { readonly value: string; readonly label: string }

const optionsOf = (field: Shown): readonly Option[] => (Array.isArray(field.options) ? field.options : [])

/** In a filter the empty choice is a choice: no limit. The order has none, it begins with the lowest rate. */
function asFilter(w: Words, field: Shown) {
  if (field.kind !== 'select') return field
  const named = optionsOf(field).filter(({ value }) => value !== '')
  return {
    ...field,
    options: field.name === 'sort' ? named : [{ value: '', label: w('products.no-limit') }, ...named],
  }
}

function chipOf(w: Words, query: Query, field: Shown, label?: string) {
  const typed = typeof field.value === 'string' ? field.value.trim() : ''
  if (typed === '' || field.error || field.name === 'sort') return []
  const said = label || optionsOf(field).find(({ value }) => value === typed)?.label || typed
  const unit = typeof field.unit === 'string' && /^[\d,.]+$/.test(typed) ? ` ${field.unit}` : ''
  return [
    {
      label: w('products.chip', { label: field.label, value: `${said}${unit}` }),
      removeHref: withQuery(path, query, { [field.name]: null }),
    },
  ]
}

const carriedIds = (query: Query) => {
  const ids = chosenIds(query)
  return ids.length ? [{ name: 'ids', label: '', kind: 'hidden', value: ids.join(',') }] : []
}

/** Which products the reader ticked, from `ids=a,b` and from `ids=a&ids=b` alike. */
export const chosenIds = (query: Query): string[] => [
  ...new Set(
    all(query.ids)
      .flatMap((one) => one.split(','))
      .map((one) => one.trim())
      .filter(isId),
  ),
]

const places = new WeakMap<Words, Option[]>()

/** The counties; the list of divisions holds every village, so it is searched once for each language. */
function placeOptions(w: Words, { divisions }: Reference): Option[] {
  const known =
    places.get(w) ??
    divisions
      .filter(({ level }) => level === 'county')
      .map(({ code, nameZh, nameEn }) => ({ value: code, label: w.language === 'zh' ? nameZh : nameEn }))
  places.set(w, known)
  return known
}

const banksOnShelf = new WeakMap<Shelf, Option[]>()

/** The institutions that have something on the shelf, by the sound of their names. */
function bankOptions(shelf: Shelf): Option[] {
  let known = banksOnShelf.get(shelf)
  if (!known) {
    const banks = new Map(shelf.map((one) => [String(one.institutionId), one]))
    known = [...banks.values()]
      .sort((a, b) => (a.institutionPinyin < b.institutionPinyin ? -1 : 1))
      .map((one) => ({ value: one.institutionId, label: one.institutionShortName }))
    banksOnShelf.set(shelf, known)
  }
  return known
}

type Card = ReturnType<typeof freshCard>
const cards = new WeakMap<Words, WeakMap<ShelfProduct, Card>>()

/** An entry's words never change as long as the product stands on the shelf, so they are put together once. */
function cardOf(w: Words, product: ShelfProduct): Card {
  const known = cards.get(w) ?? new WeakMap<ShelfProduct, Card>()
  cards.set(w, known)
  const card = known.get(product) ?? freshCard(w, product)
  known.set(product, card)
  return card
}

const freshCard = (w: Words, { id, institutionShortName, terms }: ShelfProduct) => ({
  id,
  name: terms.name,
  link: `/products/${id}`,
  bank: institutionShortName,
  kind: w(`products.kind.${terms.kind}`),
  amount: showWan(terms.amountMaxFen),
  months: w('products.months-up-to', { months: terms.monthsMax }),
  rate: showPercent(terms.rateMinPpm),
  modes: modesWords(w, terms),
  days: w('products.workdays', { days: terms.daysPromised }),
})
