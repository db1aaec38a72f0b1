import type { Statistics } from '../dashboards/index.ts'
import type { Fen } from '../money/fen.ts'
import { halfUp } from '../money/rounding.ts'
import type { Words } from '../platform/web/words.ts'

/** The first page for somebody who has not signed in: what this is, where to go, how it works. */
export const strangerPage = (w: Words, statistics: Statistics) => ({
  title: w('home.stranger-title'),
  entries: [
    ['products', '/products'],
    ['need', '/needs/new'],
    ['progress', '/progress'],
    ['calculators', '/calculators'],
    ['scoreboard', '/scoreboard'],
    ['notices', '/compensation/notices'],
  ].map(([key, href]) => ({ href, name: w(`home.entry-${key}`), text: w(`home.entry-${key}-text`) })),
  figures: [
    ...(['enterprises', 'institutions', 'products', 'deals'] as const).map((key) => ({
      label: w(`home.figure-${key}`),
      value: statistics[key].toLocaleString('en'),
      unit: w(`home.unit-${key}`),
    })),
    { label: w('home.figure-sum'), ...largeSum(w, statistics.dealsFen) },
  ],
  asOf: w('home.as-of', { day: statistics.asOf }),
  steps: ['post', 'match', 'choose', 'draw'].map((key, at) => ({
    name: w('home.step', { number: at + 1, name: w(`home.step-${key}`) }),
    text: w(`home.step-${key}-text`),
  })),
})

/** A sum for reading from across a room, in the largest unit of the language that leaves a number above one. */
export function largeSum(w: Words, amount: Fen): { readonly value: string; readonly unit: string } {
  const scales = { zh: [10_000_000_000n, 1_000_000n], en: [100_000_000_000n, 100_000_000n] } as const
  const [large, small] = scales[w.language]
  const isLarge = BigInt(amount) >= large
  const hundredths = halfUp(BigInt(amount) * 100n, isLarge ? large : small)
  const decimals = String(hundredths % 100n)
    .padStart(2, '0')
    .replace(/0+$/, '')
  const value = `${(hundredths / 100n).toLocaleString('en')}${decimals ? `.${decimals}` : ''}`
  return { value, unit: w(isLarge ? 'home.unit-large' : 'home.unit-small') }
}

export const aboutPage = (w: Words) => ({
  title: w('home.about-title'),
  sections: ['platform', 'contact', 'mistakes', 'accessibility'].map((id) => ({
    id,
    title: w(`home.about-${id}`),
    paragraphs: w(`home.about-${id}-text`).split('\n'),
  })),
})
