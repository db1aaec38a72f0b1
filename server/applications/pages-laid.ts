import { type Day, daysBetween } from '../money/day.ts'
import { showYuan } from '../money/fen.ts'
import type { Need } from '../needs/index.ts'
import type { Reference } from '../parts.ts'
import type { Words } from '../platform/web/words.ts'
import { isOpen } from './offer.ts'
import { stateTones } from './pages.ts'
import { dueShown } from './pages-list.ts'
import { offerFacts, payeesOf } from './pages-offers.ts'
import type { casesOnNeed, openOffers } from './rows.ts'

type Laid = Awaited<ReturnType<typeof openOffers>>[number]

type Case = Awaited<ReturnType<typeof casesOnNeed>>[number]
type Laying = {
  readonly need: Need
  readonly laid: readonly Laid[]
  readonly cases: readonly Case[]
  readonly today: Day
  /** Whether an offer is agreed or signed; a contract that was cancelled is neither. */
  readonly isSpokenFor: boolean
  readonly mayAccept: boolean
}

/**
 * The open offers of a need side by side; the cheapest by yearly cost is marked, not hidden behind an order. Below
 * them stand all who still work on it, so that a firm knows whom it waits for.
 */
export function offersPage(w: Words, reference: Reference, shown: Laying) {
  const { need, laid, cases, today, isSpokenFor, mayAccept } = shown
  const open = laid.filter(({ offer }) => isOpen(offer, today))
  const cheapest = Math.min(...open.map(({ offer }) => offer.compoundPpm ?? Number.POSITIVE_INFINITY))
  const payees = payeesOf(open.map(({ offer }) => offer))
  const facts = open.map(({ offer, bank }) => ({ bank, facts: offerFacts(w, offer, payees) }))
  return {
    title: w('applications.offers-title', { number: need.number }),
    asked: w('applications.offers-asked', { yuan: showYuan(need.amountFen), months: need.months }),
    compared: facts.length > 1 ? comparedTable(w, facts) : null,
    offers: open.map(({ offer, bank, product, number }, at) => ({
      bank,
      product: w('applications.offer-of', { product, number }),
      isCheapest: open.length > 1 && offer.compoundPpm === cheapest,
      facts: facts[at]?.facts ?? [],
      left: w('applications.offer-left', { days: daysBetween(today, offer.validUntil) }),
      words: offer.words,
      acceptanceHref: `/offers/${offer.id}/acceptance`,
    })),
    step: isSpokenFor ? chosenStep(w, cases) : null,
    cases: cases.length ? casesTable(w, reference, today, cases) : null,
    needHref: `/needs/${need.id}`,
    mayAccept,
  }
}

type Fact = ReturnType<typeof offerFacts>[number]

/** The same facts line by line, for a phone, on which the offers themselves stand one below the other. */
function comparedTable(
  w: Words,
  offers: readonly { readonly bank: string; readonly facts: readonly Fact[] }[],
) {
  const labels = [...new Set(offers.flatMap(({ facts }) => facts.map(({ label }) => label)))]
  return {
    caption: w('applications.compared'),
    columns: [{ label: w('applications.compared-what') }, ...offers.map(({ bank }) => ({ label: bank }))],
    rows: labels.map((label) => ({
      cells: [label, ...offers.map(({ facts }) => facts.find((one) => one.label === label)?.value ?? '')],
    })),
    scroll: true,
  }
}

/** After the choice the page leads on to the case that was chosen. */
function chosenStep(w: Words, cases: readonly Case[]) {
  const chosen = cases.find(({ state }) => state === 'agreed' || state === 'signed')
  return chosen
    ? {
        title: w('applications.chosen-title', { bank: chosen.bank }),
        text: w('applications.chosen-text'),
        href: `/applications/${chosen.id}`,
        label: w('applications.see-case'),
      }
    : null
}

const casesTable = (w: Words, reference: Reference, today: Day, cases: readonly Case[]) => ({
  caption: w('applications.cases-on-need'),
  columns: ['number', 'bank', 'product', 'state', 'due'].map((key) => ({
    label: w(`applications.column.${key}`),
  })),
  rows: cases.map((one) => ({
    cells: [
      { words: one.number, href: `/applications/${one.id}` },
      one.bank,
      one.product,
      { words: w(`applications.state.${one.state}`), tone: stateTones[one.state] },
      dueShown(w, reference, one, today),
    ],
  })),
})
