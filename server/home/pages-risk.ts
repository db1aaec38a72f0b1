import type { Words } from '../platform/web/words.ts'
import type { Desk } from './pages-desk.ts'
import type { Waiting } from './rows-risk.ts'

/** One pile of work of somebody who shares risk or runs a pool, with the page where it lies. */
export type Pile = Waiting & {
  readonly key:
    | 'asked'
    | 'underwriting'
    | 'letters'
    | 'filings'
    | 'filings-sent'
    | 'claims-check'
    | 'claims-decide'
    | 'claims-pay'
    | 'settlements'
    | 'bridges'
    | 'covers'
    | 'pool-claims'
    | 'pool-reviews'
    | 'pool-payments'
  readonly href: string
}

/** The places where these roles find what is not waiting. */
export type Entry =
  | 'exposure'
  | 'guarantees'
  | 'claims'
  | 'settlements'
  | 'bridge-pools'
  | 'covers'
  | 'compensation'
  | 'ledger'

/** The first page of a guarantor, of those who share with it, and of a pool's people: what is late, then what waits. */
export function riskDesk(w: Words, piles: readonly Pile[], entries: readonly Entry[]): Desk {
  const pile = piles.find(({ late }) => late > 0) ?? piles.find(({ count }) => count > 0)
  const calm = entries[0] ?? 'ledger'
  return {
    next: pile
      ? {
          title: w(`home.next-${pile.key}`, { count: pile.count }),
          text: pile.late ? w('home.next-risk-late', { count: pile.late }) : w(`home.next-${pile.key}-text`),
          href: pile.href,
          label: w('home.next-risk-label'),
          late: pile.late > 0,
        }
      : {
          title: w('home.next-risk-calm'),
          text: w(`home.entry-${calm}-text`),
          href: `/${calm}`,
          label: w(`home.entry-${calm}`),
        },
    figures: piles.map(({ key, count, late, href }) => ({
      label: w(`home.pile-${key}`),
      value: String(count),
      unit: w('home.unit-cases'),
      href,
      ...(late ? { tone: 'bad' as const } : {}),
    })),
    lists: [],
    entries: entries.map((key) => ({
      href: `/${key}`,
      name: w(`home.entry-${key}`),
      text: w(`home.entry-${key}-text`),
    })),
  }
}

/** The industry bureau's first page: advances that wait for its word, and what it may look up. */
export function industryDesk(w: Words, { count, late }: Waiting): Desk {
  const key = count ? 'words' : 'words-calm'
  return {
    next: {
      title: w(`home.next-${key}`, { count }),
      text: late ? w('home.next-risk-late', { count: late }) : w(`home.next-${key}-text`),
      href: count ? '/bridges' : '/bridges?view=all',
      label: w('home.next-risk-label'),
      late: late > 0,
    },
    figures: [
      {
        label: w('home.pile-words'),
        value: String(count),
        unit: w('home.unit-cases'),
        href: '/bridges',
        ...(late ? { tone: 'bad' as const } : {}),
      },
    ],
    lists: [],
    entries: (['bridges', 'policies', 'calculators'] as const).map((key) => ({
      href: `/${key}`,
      name: w(`home.entry-${key}`),
      text: w(`home.entry-${key}-text`),
    })),
  }
}
