import { timelineSteps } from '../audit/index.ts'
import { reviewDue } from '../clocks/index.ts'
import type { Day } from '../money/day.ts'
import { showWan } from '../money/fen.ts'
import { showPercent } from '../money/rate.ts'
import type { Reference } from '../parts.ts'
import { showInstant } from '../platform/clock.ts'
import { newId } from '../platform/ids.ts'
import type { ShownField, ShownForm } from '../platform/web/forms.ts'
import type { Words } from '../platform/web/words.ts'
import { explainedStepForm } from './forms.ts'
import { termChanges, termLines } from './pages-terms.ts'
import type { Dossier } from './parts.ts'
import { mayMoveProduct, type ProductState, productStates } from './product.ts'
import type { Product, ProductVersion } from './rows.ts'
import { awaitsReview, maySubmit, mayTakeBack, standingOf, wasListed } from './standing.ts'

type Asked = { readonly w: Words; readonly reference: Reference; readonly today: Day }

const tones: Readonly<Record<ProductState, string>> = {
  draft: 'neutral',
  'under-review': 'info',
  listed: 'good',
  suspended: 'warn',
  withdrawn: 'neutral',
}

export const stateWords = (w: Words, state: ProductState) => ({
  label: w(`products.state.${state}`),
  tone: tones[state],
})

/** The institution's own products, one list for each state that has any. */
export const deskPage = (w: Words, products: readonly Product[]) => ({
  title: w('products.desk-title'),
  groups: productStates.flatMap((state) => {
    const rows = products.filter((one) => one.state === state)
    if (rows.length === 0) return []
    const title = w('products.desk-group', { state: w(`products.state.${state}`), count: rows.length })
    return [{ title, table: deskTable(w, title, rows) }]
  }),
  empty: {
    title: w('products.desk-empty'),
    text: w('products.desk-empty-text'),
    href: '/desk/products/new',
    label: w('products.new'),
  },
})

const deskTable = (w: Words, caption: string, rows: readonly Product[]) => ({
  caption,
  columns: [
    { label: w('products.term.name') },
    { label: w('products.column.amount'), kind: 'number' },
    { label: w('products.column.rate'), kind: 'number' },
    { label: w('products.column.days') },
    { label: w('products.column.version') },
  ],
  rows: rows.map((one) => ({
    cells: [
      { words: one.name, href: `/desk/products/${one.id}`, note: one.number },
      showWan(one.amountMaxFen),
      showPercent(one.rateMinPpm),
      w('products.workdays', { days: one.daysPromised }),
      { words: versionWords(w, one), note: pendingWords(w, one) ?? undefined },
    ],
  })),
})

const versionWords = (w: Words, { version }: Product) => w('products.version', { version })

/** What waits beside the listed version, if anything; and what became of a draft. */
function pendingWords(w: Words, product: Product): string | null {
  const standing = standingOf(product)
  if (standing === 'listed' || product.state === 'withdrawn') return null
  const values = { version: product.version, listed: product.listedVersion ?? 0 }
  if (wasListed(product)) return w(`products.pending.${standing}`, values)
  return standing === 'returned' ? w('products.pending.draft-returned', values) : null
}

/** The bank's own page of a product: where it stands, what to do next, terms, versions and history. */
export function deskProductPage(
  { w, reference, today }: Asked,
  dossier: Dossier,
  refused: RefusedStep | null = null,
) {
  const { product } = dossier
  const base = `/desk/products/${product.id}`
  const [newest] = dossier.versions
  const may = (to: ProductState) => mayMoveProduct(product.state, to)
  return {
    title: newest?.terms.name ?? product.name,
    number: product.number,
    state: stateWords(w, product.state),
    pending: pendingWords(w, product),
    returnedFor: product.returnedFor,
    takeBack: mayTakeBack(product) ? `${base}/taking-back` : null,
    step: { ...deskStep(w, product), ...reviewClock(w, reference, product, today) },
    seen: product.version,
    once: newId(),
    editHref: product.state === 'withdrawn' ? null : `${base}/edit`,
    publicHref: wasListed(product) ? `/products/${product.id}` : null,
    lines: newest ? facts(w, reference, newest) : [],
    versions: versionList(w, reference, dossier),
    steps: timelineSteps(w, dossier.trail),
    explained: [
      ...(may('suspended') ? [explained(w, base, 'suspension', product, refused)] : []),
      ...(may('withdrawn') ? [explained(w, base, 'withdrawal', product, refused)] : []),
    ],
  }
}

/** The centre's day, while it has something to read. */
const reviewClock = (w: Words, reference: Reference, product: Product, today: Day) =>
  awaitsReview(product) ? reviewDue(w, reference, product, today) : {}

const facts = (w: Words, reference: Reference, { terms }: ProductVersion) =>
  termLines(w, reference, terms).filter(({ key }) => key !== 'name')

type DeskStep = {
  readonly title: string
  readonly text: string
  readonly action?: string
  readonly label?: string
}

/** The one thing that the bank should do now, or what it waits for. */
function deskStep(w: Words, product: Product): DeskStep {
  const step = (name: 'submit' | 'relist' | 'wait' | 'rest' | 'gone', resource?: string): DeskStep => ({
    title: w(`products.desk-step.${name}.title`),
    text: w(`products.desk-step.${name}.text`),
    ...(resource
      ? { action: `/desk/products/${product.id}/${resource}`, label: w(`products.desk-step.${name}.label`) }
      : {}),
  })
  if (maySubmit(product)) return step('submit', 'submission')
  if (product.state === 'suspended') return step('relist', 'relisting')
  if (awaitsReview(product)) return step('wait')
  return step(product.state === 'withdrawn' ? 'gone' : 'rest')
}

/** A refused form of the page, to be shown again as it was typed. */
export type RefusedStep = { readonly resource: string; readonly shown: ShownForm }

const explained = (
  w: Words,
  base: string,
  resource: 'suspension' | 'withdrawal' | 'return',
  { version }: Product,
  refused: RefusedStep | null,
) => {
  const again = refused?.resource === resource ? refused.shown : null
  return {
    name: resource,
    action: `${base}/${resource}`,
    title: w(`products.explained.${resource}.title`),
    text: w(`products.explained.${resource}.text`),
    submitLabel: w(`products.explained.${resource}.label`),
    opened: again !== null,
    ...(again ?? explainedStepForm.filled(w, { version: String(version) }, { prefix: `${resource}-` })),
  }
}

/** Every version with who wrote it, why, and what it changed against the one before. */
function versionList(w: Words, reference: Reference, { product, versions, writers }: Dossier) {
  const names = new Map(writers.map(({ id, name }) => [id, name]))
  return versions.map((version, at) => {
    const before = versions[at + 1]
    const changes = before ? termChanges(w, reference, before.terms, version.terms) : []
    return {
      title: w('products.version', { version: version.version }),
      inForce: version.version === product.listedVersion ? w('products.version-listed') : null,
      written: w('products.version-written', {
        at: showInstant(version.writtenAt),
        who: names.get(String(version.writtenBy)) ?? w('products.writer-platform'),
      }),
      why: version.why,
      changes: changes.length
        ? changesTable(w, w('products.changes-caption', { version: version.version }), changes)
        : null,
    }
  })
}

const changesTable = (w: Words, caption: string, changes: ReturnType<typeof termChanges>) => ({
  caption,
  columns: ['what', 'before', 'after'].map((key) => ({ label: w(`products.change-column.${key}`) })),
  rows: changes.map(({ label, before, after }) => ({ cells: [label, before, after] })),
})

/** The reviewer's page: the newest terms, what they change against the listed ones, and the two answers. */
export function reviewPage(
  { w, reference, today }: Asked,
  dossier: Dossier,
  refused: RefusedStep | null = null,
) {
  const { product, institution, versions } = dossier
  const [newest] = versions
  const listed = versions.find(({ version }) => version === product.listedVersion)
  const open = awaitsReview(product)
  const changes = newest && listed && open ? termChanges(w, reference, listed.terms, newest.terms) : []
  const base = `/bureau/products/${product.id}`
  return {
    title: newest?.terms.name ?? product.name,
    bank: institution.name,
    number: product.number,
    state: stateWords(w, product.state),
    pending: pendingWords(w, product),
    step: {
      title: w(open ? 'products.review-step.title' : 'products.reviewed-step.title'),
      text: w(
        open
          ? listed
            ? 'products.review-step.text-version'
            : 'products.review-step.text'
          : 'products.reviewed-step.text',
      ),
      ...(open
        ? { action: `${base}/listing`, label: w('products.review-step.label') }
        : { href: '/bureau/reviews', label: w('products.reviewed-step.label') }),
      ...reviewClock(w, reference, product, today),
    },
    seen: product.version,
    once: newId(),
    why: newest?.why ?? null,
    changes: changes.length ? changesTable(w, w('products.changes-since-listed'), changes) : null,
    lines: newest ? facts(w, reference, newest) : [],
    steps: timelineSteps(w, dossier.trail),
    explained: open ? [explained(w, base, 'return', product, refused)] : [],
  }
}

/** The questions of the form, in groups as a banker thinks of them. */
const groups = {
  what: ['name', 'kind', 'summary'],
  money: ['amountMinFen', 'amountMaxFen', 'monthsMin', 'monthsMax', 'rateMinPpm', 'rateMaxPpm', 'methods'],
  surety: ['guaranteeModes'],
  whom: ['regions', 'industries', 'excludedIndustries', 'sizes', 'grades', 'minMonthsOperating', 'scheme'],
  work: ['documents', 'optionalDocuments', 'daysPromised', 'source'],
  change: ['why', 'version'],
} as const

/** The form of a new product, or of the next version of one. */
export function productFormPage(w: Words, shown: ShownForm, product: Product | null) {
  const fieldsOf = (names: readonly string[]): ShownField[] =>
    names.flatMap((name) => shown.fields.find((field) => field.name === name) ?? [])
  return {
    title: w(product ? 'products.edit-title' : 'products.new-title'),
    lead: w(
      product
        ? product.state === 'draft'
          ? 'products.edit-lead-draft'
          : 'products.edit-lead'
        : 'products.new-lead',
    ),
    action: product ? `/desk/products/${product.id}/edit` : '/desk/products/new',
    cancelHref: product ? `/desk/products/${product.id}` : '/desk/products',
    submitLabel: w(product && product.state !== 'draft' ? 'products.save-and-submit' : 'products.save-draft'),
    groups: Object.entries(groups).flatMap(([name, names]) => {
      const fields = fieldsOf(names)
      return fields.length ? [{ title: w(`products.group.${name}`), fields }] : []
    }),
    errors: shown.errors,
    once: newId(),
  }
}
