import { showPercent } from '../money/rate.ts'
import type { Need } from '../needs/index.ts'
import { isInHall, type NeedFacts } from '../needs/need.ts'
import type { Parts } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import type { Condition, MissingFact } from './fit.ts'
import type { Change } from './nearest.ts'
import type { ReadFit, ShelfReading } from './reading.ts'
import { amountWords, conditionWords } from './words.ts'

/** Lists of what does not fit end somewhere: nobody reads the fiftieth near miss. */
const shownAtMost = 10
const shownInPreview = 3

type Reference = Parts['reference']
export type OpenApplication = { readonly id: string; readonly productId: string }

/** `/needs/:id/fits`: the shelf before this need, honest in all directions. */
export function fitsPage(
  w: Words,
  reference: Reference,
  need: Need,
  reading: ShelfReading,
  running: readonly OpenApplication[],
) {
  const applied = new Map(running.map(({ id, productId }) => [productId, id]))
  const card = (fit: ReadFit, met: (condition: Condition) => boolean) => ({
    ...productWords(w, fit),
    scoreBy: reading.rule,
    ...conditionWords(w, reference, fit.conditions.filter(met)),
    apply: null,
    appliedHref: null,
    folded: null,
  })
  const isNo = ({ met }: Condition) => met === 'no'
  const isUnknown = ({ met }: Condition) => met === 'unknown'
  const eligible = reading.eligible.map((fit) => {
    const application = applied.get(fit.product.id)
    return {
      ...card(fit, () => true),
      folded: w('matching.all-conditions'),
      apply:
        isInHall(need.state) && !application
          ? { href: `/needs/${need.id}/applications/new?product=${fit.product.id}` }
          : null,
      appliedHref: application ? `/applications/${application}` : null,
    }
  })
  return {
    title: w('matching.fits-title'),
    back: { href: `/needs/${need.id}`, words: w('matching.back-to-need', { number: need.number }) },
    canEdit: need.state === 'draft' ? `/needs/${need.id}/edit` : null,
    draftNote: need.state === 'draft' ? w('matching.apply-after-publication') : null,
    counts: countWords(w, reading),
    ...honestWords(w, reading),
    ...adviceWords(w, need, reading, need.state === 'draft' ? `/needs/${need.id}/edit` : null),
    eligible: eligible.slice(0, shownAtMost),
    eligibleMore: eligible.slice(shownAtMost),
    eligibleMoreWords: w('matching.eligible-more', { count: eligible.length - shownAtMost }),
    nearly: reading.nearly.slice(0, shownAtMost).map((fit) => card(fit, isNo)),
    nearlyMore: moreWords(w, reading.nearly.length),
    waiting: reading.waiting.slice(0, shownAtMost).map((fit) => card(fit, isUnknown)),
    waitingMore: moreWords(w, reading.waiting.length),
    others: reading.others ? w('matching.others', { count: reading.others }) : null,
    ruleWords: w('matching.rule-used', { version: reading.rule }),
    ruleBy: reading.rule,
  }
}

/** The same in short, beside the form, before anything is kept. */
export const previewWords = (w: Words, need: NeedFacts, reading: ShelfReading) => ({
  counts: countWords(w, reading),
  ...honestWords(w, reading),
  ...adviceWords(w, need, reading, null),
  best: reading.eligible.slice(0, shownInPreview).map((fit) => productWords(w, fit)),
  bestMore:
    reading.eligible.length > shownInPreview
      ? w('matching.more', { count: reading.eligible.length - shownInPreview })
      : null,
})

const moreWords = (w: Words, count: number): string | null =>
  count > shownAtMost ? w('matching.more', { count: count - shownAtMost }) : null

const productWords = (w: Words, { product, score }: ReadFit) => ({
  name: product.terms.name,
  href: `/products/${product.id}`,
  bank: product.institutionName,
  score: score === null ? null : w('matching.score', { score }),
  offer: w('matching.offer', {
    rate: showPercent(product.terms.rateMinPpm),
    max: amountWords(w, product.terms.amountMaxFen),
    days: product.terms.daysPromised,
  }),
})

export const countWords = (w: Words, { eligible, nearly, waiting, others }: ShelfReading) => [
  { label: w('matching.count-eligible'), value: eligible.length, href: '#eligible' },
  { label: w('matching.count-nearly'), value: nearly.length, href: '#nearly' },
  { label: w('matching.count-waiting'), value: waiting.length, href: '#waiting' },
  { label: w('matching.count-others'), value: others, href: '#others' },
]

/** Nobody lends to this profile, and why: the largest reasons first. */
export const honestWords = (w: Words, { nobody }: ShelfReading) => ({
  nobody: nobody
    ? {
        title: nobody.products
          ? w('matching.nobody-title', { count: nobody.products })
          : w('matching.nobody-empty-shelf'),
        reasons: nobody.reasons.map(({ rule, stops, alone }) =>
          alone
            ? w('matching.nobody-reason-alone', { rule: w(`matching.rule.${rule}`), stops, alone })
            : w('matching.nobody-reason', { rule: w(`matching.rule.${rule}`), stops }),
        ),
      }
    : null,
})

/** What would open more of the shelf: one change of the need each, and facts that the firm still owes. */
function adviceWords(w: Words, need: NeedFacts, reading: ShelfReading, editHref: string | null) {
  return {
    changes: reading.changes.map((change) => ({
      words: changeWords(w, need, change),
      href: editHref ? `${editHref}?change=${change.of}&to=${targetOf(change)}` : null,
    })),
    questions: reading.questions.map(({ fact, alone, together }) => ({
      words: w('matching.question', {
        fact: w(`matching.missing.${fact}`),
        count: alone.length + together.length,
      }),
      href: placeToGive(fact, editHref),
      label: w(placesToGive[fact] === '/tax-credit' ? 'matching.question-see' : 'matching.question-give'),
    })),
  }
}

const targetOf = (change: Change): string => (change.of === 'guarantee' ? change.add : String(change.to))

export function changeWords(w: Words, need: NeedFacts, change: Change): string {
  const count = change.opens.length
  const said =
    change.of === 'guarantee'
      ? w(need.guaranteeModes.length ? 'matching.change.guarantee' : 'matching.change.guarantee-first', {
          mode: w(`products.guarantee-mode.${change.add}`),
          count,
        })
      : w(`matching.change.${change.of}`, { ...figures(w, change), count })
  return change.closes.length ? said + w('matching.change.closes', { count: change.closes.length }) : said
}

function figures(w: Words, change: Exclude<Change, { of: 'guarantee' }>) {
  switch (change.of) {
    case 'amount':
      return { from: amountWords(w, change.from), to: amountWords(w, change.to) }
    case 'months':
      return { from: change.from, to: change.to }
    case 'rate':
      return { from: showPercent(change.from), to: showPercent(change.to) }
  }
}

/** Facts of the firm stand in its profile, its figures year by year behind it, the modes in the need itself. */
const placesToGive: Readonly<Record<MissingFact, string>> = {
  guaranteeModes: '#guaranteeModes',
  region: '/enterprise/edit#region',
  industry: '/enterprise/edit#industry',
  size: '/enterprise',
  grade: '/enterprise/edit#taxGrade',
  foundedOn: '/enterprise/edit#foundedOn',
  revenue: '/enterprise',
  // What offices say; the firm sees it, and may object to it.
  assessYear: '/tax-credit',
  taxPaid: '/tax-credit',
  arrears: '/tax-credit',
  abnormal: '/tax-credit',
  dishonest: '/tax-credit',
}

const placeToGive = (fact: MissingFact, editHref: string | null): string =>
  fact === 'guaranteeModes' ? `${editHref ?? ''}${placesToGive[fact]}` : placesToGive[fact]
