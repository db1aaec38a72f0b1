/** A page that is measured, and who of the cast looks at it. */
export type Page = { readonly name: string; readonly person: string; readonly url: string }

type Bench = {
  readonly prepare: string
  readonly rows: number
  /** What the rows are, as `prepare` says when it has written them. */
  readonly what: string
  readonly pages: readonly Page[]
}

/** Where a page's address ends in this, it is the first case of its reader's queue. */
export const firstCase = ':first-case'

/** The pool of the benchmark, by its name; a page's address begins with its own. */
export const benchPool = 'BENCH'
export const poolPlace = ':pool'
export const openAdvances = 500

export const benches: Readonly<Record<'hall' | 'cases' | 'bridges', Bench>> = {
  hall: {
    ...{ prepare: 'test/bench/prepare.ts', rows: 200_000, what: 'needs' },
    pages: [
      { name: 'demand hall', person: 'zhou', url: '/hall?region=340621&purpose=equipment' },
      { name: 'product shelf', person: 'lin', url: '/products' },
    ],
  },
  cases: {
    ...{ prepare: 'test/bench/prepare-cases.ts', rows: 10_000, what: 'open cases' },
    pages: [
      { name: 'work queue', person: 'zhou', url: '/queue' },
      { name: 'case', person: 'zhou', url: `/applications/${firstCase}` },
    ],
  },
  bridges: {
    ...{ prepare: 'test/bench/prepare-bridges.ts', rows: 20_000, what: 'past advances' },
    pages: [
      { name: 'bridge pool', person: 'tang', url: poolPlace },
      { name: 'cash calendar', person: 'tang', url: `${poolPlace}/calendar` },
    ],
  },
}
